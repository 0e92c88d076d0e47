"""The safe default: the plan that a ruleset's sentences make without knowing anything of the customer."""

from __future__ import annotations

from attrs import evolve, field, frozen

from engage.facts.plan import Allowance, HandlingPlan, Menu, Route, ServiceLevel, SieveStep, Task, Wording
from engage.facts.units import Duration
from engage.facts.vocabulary import Domain
from engage.ground.finding import Finding, Words
from engage.language.actions import (
    Action,
    Ahead,
    Allow,
    AnswerWith,
    GuideTo,
    RouteTo,
    Say,
    ServeAt,
    SetOutput,
    ShowItem,
    ShowMenu,
    SkipStep,
    StartTask,
)
from engage.language.tree import Literal, Template
from engage.ruleset import document_messages as say
from engage.ruleset.document_reader import finding_at
from engage.ruleset.model import Catalogue

__all__ = ["safe_default_plan"]


def safe_default_plan(actions: tuple[Action, ...], catalogue: Catalogue) -> tuple[HandlingPlan, tuple[Finding, ...]]:
    """The plan that sentences make without knowing anything of the customer, and the sentences that need to know."""
    builder = _PlanBuilder(catalogue)
    for action in actions:
        builder.add(action)
    return builder.finished(), tuple(builder.findings)


@frozen
class _PlanBuilder:
    """Gathers the pieces of a plan from actions."""

    catalogue: Catalogue
    pieces: dict[str, object] = field(factory=dict)
    targets: dict[str, Duration] = field(factory=dict)
    outputs: dict[str, object] = field(factory=dict)
    findings: list[Finding] = field(factory=list)

    def add(self, action: Action) -> None:
        """Takes an action in, or reports why it cannot stand in a safe default."""
        match action:
            case RouteTo():
                self.pieces["route"] = Route(action.queue, action.needs, action.ladder)
            case Ahead():
                self.pieces["ahead"] = action.by
            case ServeAt():
                self.pieces["level"] = action.level
            case ShowMenu():
                self.pieces["menu"] = self._menu(action)
            case ShowItem():
                self._refuse(action, Words("weigh the items of a menu", "调整菜单项的先后"))
            case AnswerWith():
                self.pieces["answer"] = action.answer
            case GuideTo():
                self.pieces["guide"] = action.service
            case SkipStep():
                self._append("skips", action.step)
            case StartTask():
                self._append("tasks", Task(action.work, action.owner, action.due))
            case Say():
                self._say(action)
            case Allow(limit=Literal() as limit):
                self._append("allowances", Allowance(action.allowance, limit.value))
            case SetOutput(value=Literal() as value):
                self._set(action.output, value.value)
            case _:
                self._refuse(action, Words("depend on the customer", "依赖客户的情况"))

    def _append(self, key: str, value: object) -> None:
        listed = self.pieces.setdefault(key, [])
        assert isinstance(listed, list)
        listed.append(value)

    def _refuse(self, action: Action, what: Words) -> None:
        if action.span is not None:
            self.findings.append(finding_at(say.SAFE_DEFAULT_SENTENCE, action.span, what=what))

    def _menu(self, action: ShowMenu) -> Menu:
        item = self.catalogue.item(Domain.MENU, action.menu)
        items = item.settings.get("items", ()) if item else ()
        listed = items if isinstance(items, tuple) else ()
        return Menu(action.menu, tuple(dict.fromkeys((*action.first, *listed))), action.first)

    def _set(self, id: str, value: object) -> None:
        if isinstance(value, Duration) and self.catalogue.item(Domain.TARGET, id):
            self.targets[id] = value
        else:
            self.outputs[id] = value

    def _say(self, action: Say) -> None:
        item = self.catalogue.item(Domain.WORDING, action.wording)
        settings = item.settings if item else {}
        templates = settings.get("texts", {})
        texts: dict[str, str] = {}
        for tongue, template in templates.items() if isinstance(templates, dict) else ():
            if isinstance(template, Template) and all(isinstance(part, str) for part in template.parts):
                texts[tongue] = "".join(part for part in template.parts if isinstance(part, str))
            else:
                self._refuse(action, Words("say a text with values of the customer", "说带有客户数据的话术"))
                return
        self._append("content", Wording(action.wording, str(settings.get("placement", "")), texts))

    def finished(self) -> HandlingPlan:
        """The plan of all pieces."""
        route = self.pieces.get("route")
        ahead = self.pieces.get("ahead")
        if isinstance(route, Route) and isinstance(ahead, Duration):
            route = evolve(route, ahead=ahead)
        menu = self.pieces.get("menu")
        plan = HandlingPlan(
            answer=str(self.pieces.get("answer", "")),
            self_service=str(self.pieces.get("guide", "")),
            route=route if isinstance(route, Route) else None,
            service_level=self._level(),
            menu=menu if isinstance(menu, Menu) else None,
            content=tuple(part for part in self._listed("content") if isinstance(part, Wording)),
            tasks=tuple(part for part in self._listed("tasks") if isinstance(part, Task)),
            allowances=tuple(part for part in self._listed("allowances") if isinstance(part, Allowance)),
            skips=tuple(part for part in self._listed("skips") if isinstance(part, str)),
            outputs=dict(sorted(self.outputs.items())),
        )
        return evolve(plan, step=self._step(plan))

    def _listed(self, key: str) -> list[object]:
        value = self.pieces.get(key, [])
        return value if isinstance(value, list) else []

    def _level(self) -> ServiceLevel | None:
        id = str(self.pieces.get("level", ""))
        item = self.catalogue.item(Domain.LEVEL, id)
        declared = item.settings.get("targets", {}) if item else {}
        targets = {**declared, **self.targets} if isinstance(declared, dict) else dict(self.targets)
        if not id and not targets:
            return None
        return ServiceLevel(id, {metric: targets[metric] for metric in sorted(targets)})

    def _step(self, plan: HandlingPlan) -> SieveStep | None:
        """The sieve's step, as `decide.sieve` finds it for every plan."""
        if plan.answer:
            return SieveStep.ANSWER
        if plan.self_service:
            return SieveStep.SELF_SERVICE
        if plan.route is None:
            return None
        item = self.catalogue.item(Domain.QUEUE, plan.route.queue)
        return SieveStep(str(item.settings.get("step") or SieveStep.ASSISTED)) if item else SieveStep.ASSISTED

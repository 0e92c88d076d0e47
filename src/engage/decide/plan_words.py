"""A handling plan in words: one line a slot, things by their labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from engage.decide.dues import Dues
from engage.decide.explain_words import HEADINGS, SLOTS, STEPS, aside, filled
from engage.decide.value_words import duration_words, value_words
from engage.facts.plan import HandlingPlan, Menu, Need, Route, ServiceLevel, Task
from engage.facts.units import Duration
from engage.facts.vocabulary import Domain, Labels, Type, Vocabulary
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.knowledge.commitments import LOOK
from engage.program.charts import IN, OUT

__all__ = [
    "TIMER",
    "kind_words",
    "label",
    "plan_parts",
    "plan_words",
    "route_words",
    "skill_words",
    "slot_words",
    "stage_words",
    "target_words",
]


def label(vocabulary: Vocabulary, domain: Domain, id: str, language: str) -> str:
    """What a thing of the catalogue is called; its id where it has no label."""
    term = vocabulary.term(domain, id)
    return (term.labels.in_language(language) if term else "") or id


def kind_words(vocabulary: Vocabulary, kind: str, language: str) -> str:
    """What a kind of event is called; a timer by the rule that waited for it, if it is one's and not the charts'."""
    if kind.startswith(TIMER):
        waited = kind.removeprefix(TIMER)
        if waited.startswith(LOOK) and waited.endswith(":"):
            return _CLOCK.in_language(language)
        if waited.startswith(LOOK):
            promised = next((each for each in vocabulary.commitments if each.id == waited.removeprefix(LOOK)), None)
            return filled(_LOOKED, language, promised.labels.in_language(language) if promised else waited.strip())
        return filled(_DEADLINE, language, waited) if waited else _TIME.in_language(language)
    declared = vocabulary.event_by_id.get(kind)
    return (declared.labels.in_language(language) if declared else kind) or _UNDECLARED.in_language(language)


def stage_words(id: str, type: Type | None, language: str, zone: str) -> str:
    """A stage of a lifecycle by its label; where `type` is None, whether somebody is in a segment."""
    if type is None and id in (IN, OUT):
        return HEADINGS[id].in_language(language)
    return value_words(id, type, language, zone)


#: What the kind of a timer's event begins with; the rule that waited follows.
TIMER: Final = "timer:"
_DEADLINE: Final = Words("deadline: {0}", "到期：{0}")
_LOOKED: Final = Words("looked whether kept: {0}", "查看是否兑现：{0}", "查看是否兌現：{0}")
_CLOCK: Final = Words("looked at a clock", "查看时钟", "查看時鐘")
_TIME: Final = Words("time has passed", "时间推移", "時間推移")
_UNDECLARED: Final = Words("not declared", "未声明的事件", "未聲明的事件")
_UNCOUNTED: Final[Mapping[str, Type]] = MappingProxyType({})
#: What the key or value of a slot is a name of.
_DOMAINS: Final = {
    "answer": Domain.ANSWER,
    "guide": Domain.SELF_SERVICE,
    "route": Domain.QUEUE,
    "service level": Domain.LEVEL,
    "target": Domain.TARGET,
    "menu": Domain.MENU,
    "show": Domain.ITEM,
    "say": Domain.WORDING,
    "offer": Domain.OFFER,
    "withhold": Domain.GROUP,
    "allow": Domain.ALLOWANCE,
    "skip": Domain.STEP,
    "task": Domain.WORK,
}


def slot_words(vocabulary: Vocabulary, place: str, language: str) -> str:
    """`target first_response` as `target first response`, in a language."""
    slot = next((word for word in SLOTS if place == word or place.startswith(f"{word} ")), "")
    if not slot:
        return place
    key = place[len(slot) + 1 :]
    words = SLOTS[slot].in_language(language)
    return f"{words} {_key_words(vocabulary, slot, key, language)}" if key and slot != "say" else words


def _key_words(vocabulary: Vocabulary, slot: str, key: str, language: str) -> str:
    """The label of a slot's key: a metric, an allowance, an output, a field."""
    if slot == "output" and key in vocabulary.output_by_id:
        return vocabulary.output_by_id[key].labels.in_language(language) or key
    if slot == "note" and key in vocabulary.field_by_name:
        return vocabulary.field_by_name[key].labels.in_language(language) or key
    return label(vocabulary, _DOMAINS[slot], key, language) if slot in _DOMAINS else key


def target_words(
    vocabulary: Vocabulary,
    place: str,
    value: object,
    language: str,
    zone: str,
    allowances: Mapping[str, Type] = _UNCOUNTED,
) -> str:
    """What a candidate proposed for a place, in words; `allowances` says what each limit is counted in."""
    slot = next((word for word in SLOTS if place == word or place.startswith(f"{word} ")), "")
    if isinstance(value, str) and slot in _DOMAINS:
        return label(vocabulary, _DOMAINS[slot], value, language)
    output = vocabulary.output_by_id.get(place.removeprefix("output "))
    type = allowances.get(place.removeprefix("allow ")) if slot == "allow" else output.type if output else None
    return value_words(value, type, language, zone) if value != "" else ""


def plan_words(
    plan: HandlingPlan,
    vocabulary: Vocabulary,
    language: str,
    zone: str,
    allowances: Mapping[str, Type] = _UNCOUNTED,
    dues: Dues | None = None,
) -> tuple[tuple[str, str], ...]:
    """The plan as pairs (slot, what it holds), in the order of the plan.

    `allowances` (those of the program's furnishing) says what each limit is counted in; else it has no unit. `dues`
    tells the moment behind each target and task.
    """
    pairs = plan_parts(plan, vocabulary, language, zone, allowances, dues)
    return tuple((SLOTS[slot].in_language(language), text) for slot, text in pairs)


def plan_parts(
    plan: HandlingPlan,
    vocabulary: Vocabulary,
    language: str,
    zone: str,
    allowances: Mapping[str, Type] = _UNCOUNTED,
    dues: Dues | None = None,
) -> tuple[tuple[str, str], ...]:
    """The same with the slots by their ids."""
    return tuple(_PlanWords(vocabulary, language, zone, allowances, dues).pairs(plan))


def route_words(route: Route, vocabulary: Vocabulary, language: str) -> str:
    """`retention desk, needs retention 4; after 30 seconds retention 2`"""
    return _PlanWords(vocabulary, language, "UTC").route(route)


def skill_words(need: str, vocabulary: Vocabulary, language: str) -> str:
    """A skill with its level, `network 2`, as a route tells it; one without a level by its label alone."""
    skill, _, level = need.partition(" ")
    name = label(vocabulary, Domain.SKILL, skill, language)
    return filled(HEADINGS["skill"], language, name, level) if level else name


class _PlanWords:
    """The labels of one vocabulary in one language."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        language: str,
        zone: str,
        allowances: Mapping[str, Type] = _UNCOUNTED,
        dues: Dues | None = None,
    ) -> None:
        self._vocabulary, self._language, self._zone, self._allowances = vocabulary, language, zone, allowances
        self._dues = dues
        chinese = language.startswith("zh")
        self._comma, self._semicolon, self._colon = ("，", "；", "：") if chinese else (", ", "; ", ": ")
        self._listing = "、" if chinese else ", "

    def _named(self, domain: Domain, id: str) -> str:
        return label(self._vocabulary, domain, id, self._language)

    def _say(self, heading: str, *values: str) -> str:
        return filled(HEADINGS[heading], self._language, *values)

    def pairs(self, plan: HandlingPlan) -> Iterator[tuple[str, str]]:
        """(slot word, text) for everything the plan holds."""
        if plan.step is not None:
            yield "step", STEPS[plan.step].in_language(self._language)
        if plan.answer:
            yield "answer", self._named(Domain.ANSWER, plan.answer)
        if plan.self_service:
            yield "guide", self._named(Domain.SELF_SERVICE, plan.self_service)
        if plan.route is not None:
            yield "route", self.route(plan.route)
        if plan.service_level is not None:
            yield "service level", self._level(plan.service_level)
        if plan.menu is not None:
            yield (
                "menu",
                self._colon.join(filter(None, (self._named(Domain.MENU, plan.menu.id), self._items(plan.menu)))),
            )
        for wording in plan.content:
            text = next((wording.texts[key] for key in self._preferred() if key in wording.texts), "")
            name = self._named(Domain.WORDING, wording.id)
            yield "say", self._say("say", name, text) if text else name
        for offer in plan.offers:
            score = self._say("score", plain(offer.score))
            yield "offer", aside(self._named(Domain.OFFER, offer.id), score, self._language)
        for task in plan.tasks:
            yield "task", self._task(task)
        for allowance in plan.allowances:
            limit = value_words(allowance.limit, self._allowances.get(allowance.id), self._language, self._zone)
            yield "allow", self._say("up to", self._named(Domain.ALLOWANCE, allowance.id), limit)
        for step in plan.skips:
            yield "skip", self._named(Domain.STEP, step)
        for id in sorted(plan.outputs):
            output = self._vocabulary.output_by_id.get(id)
            name = (output.labels if output else Labels()).in_language(self._language) or id
            told = value_words(plan.outputs[id], output.type if output else None, self._language, self._zone)
            yield "output", f"{name}{self._colon}{told}"

    def _preferred(self) -> tuple[str, ...]:
        return {"zh": ("zh", "zh-Hant", "en"), "zh-Hant": ("zh-Hant", "zh", "en")}.get(self._language, ("en", "zh"))

    def route(self, route: Route) -> str:
        parts = [self._named(Domain.QUEUE, route.queue)]
        if route.needs:
            parts.append(self._say("needs", self._skills(route.needs)))
        if route.ahead is not None:
            parts.append(self._say("ahead", self._length(route.ahead)))
        steps = [self._comma.join(parts)]
        for rung in route.ladder:
            target = self._named(Domain.QUEUE, rung.queue) if rung.queue else ""
            goal = self._comma.join(filter(None, (target, self._skills(rung.needs))))
            steps.append(self._say("after", self._length(rung.after), goal))
        return self._semicolon.join(steps)

    def _task(self, task: Task) -> str:
        work = self._say("task", self._named(Domain.WORK, task.work), self._named(Domain.OWNER, task.owner))
        if task.due is None:
            return work
        said = self._say("due", work, self._length(task.due))
        return said if self._dues is None else self._dues.told(said, self._dues.of_task(task.due), self._language)

    def _skills(self, needs: Sequence[Need]) -> str:
        named = ((self._named(Domain.SKILL, need.skill), str(need.level)) for need in needs)
        return self._listing.join(self._say("skill", skill, level) for skill, level in named)

    def _length(self, duration: Duration) -> str:
        return duration_words(duration, self._language)

    def _items(self, menu: Menu) -> str:
        first, *deeper = menu.levels or (menu.items,)
        told = [self._listing.join(self._named(Domain.ITEM, item) for item in level) for level in (first, *deeper)]
        return told[0] + "".join(self._say("deeper", level) for level in told[1:])

    def _level(self, level: ServiceLevel) -> str:
        targets = self._comma.join(
            f"{self._named(Domain.TARGET, metric)} {self._target(level, metric)}" for metric in sorted(level.targets)
        )
        name = self._named(Domain.LEVEL, level.id) if level.id else ""
        return self._colon.join(filter(None, (name, targets)))

    def _target(self, level: ServiceLevel, metric: str) -> str:
        within = level.targets[metric]
        said = self._length(within)
        if self._dues is None:
            return said
        return self._dues.told(said, self._dues.of_target(level.id, within), self._language)

"""A decision in the words of the customer whom it concerns: what was decided, on which of their data, what they can do.

Only what is meant for customers is told: texts of wordings, labels with words for customers (`customer en`), values
of facts that have such words, and the fixed sentences of `explain_customer_words`. Everything else is told by its kind
(`what we keep about you`) or not at all: no name of a rule, a queue, a level, an offer that was not made, no score, no
lever, no limit of a worker's freedom, no `because`, which is written for staff.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from attrs import frozen

from engage.decide.explain_customer_words import BY_STEP, PROMISED, SAID
from engage.decide.explain_words import filled, visible
from engage.decide.plan_words import TIMER
from engage.decide.value_words import duration_words, moment_words, value_words
from engage.facts.plan import HandlingPlan, Wording
from engage.facts.vocabulary import Domain, Kind, Labels, Type
from engage.ground.finding import Words
from engage.program.program import (
    ChartInput,
    FactInput,
    HistoryInput,
    Input,
    NowInput,
    PatternInput,
    RunInput,
    ScoreInput,
    StayInput,
    ValueInput,
)

if TYPE_CHECKING:
    from engage.decide.explanation import Explanation, Seen

__all__ = ["ForCustomer", "customer_text", "for_customer"]


@frozen
class ForCustomer:
    """Headings with their lines, in one language."""

    title: str
    lead: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    def as_json(self) -> dict[str, object]:
        """Plain data for JSON."""
        parts = [{"heading": heading, "lines": list(lines)} for heading, lines in self.parts]
        return {"title": self.title, "about": self.lead, "parts": parts}


def customer_text(told: ForCustomer) -> str:
    """The same as text."""
    blocks = [f"{told.title}\n{told.lead}"]
    blocks += ["\n".join([heading, *(f"  {line}" for line in lines)]) for heading, lines in told.parts]
    return "\n\n".join("\n".join(map(visible, block.split("\n"))) for block in blocks) + "\n"


def for_customer(explanation: Explanation, language: str) -> ForCustomer:
    """What the customer is told."""
    telling = _Telling(explanation, language)
    parts = (
        ("decided", telling.decided()),
        ("data", telling.data()),
        ("looked at", telling.looked_at()),
        ("how", telling.how()),
        ("rights", telling.rights()),
    )
    lines = ((_begun(telling.say(key)), tuple(map(_begun, dict.fromkeys(found)))) for key, found in parts)
    return ForCustomer(telling.say("title"), _begun(telling.about()), tuple(part for part in lines if part[1]))


def _begun(line: str) -> str:
    """With a capital letter, as a letter to somebody has it."""
    return line[:1].upper() + line[1:]


class _Telling:
    """One explanation in one language."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self._told, self._language = explanation, language
        self._plan = explanation.decision.plan
        self._vocabulary = explanation.program.vocabulary
        self._listing = "、" if language.startswith("zh") else ", "

    def say(self, key: str, *values: str) -> str:
        """A fixed sentence."""
        return filled(SAID[key], self._language, *values)

    def _name(self, labels: Labels | None) -> str:
        return labels.to_customers(self._language) if labels is not None else ""

    def _named(self, domain: Domain, id: str) -> str:
        term = self._vocabulary.term(domain, id)
        return self._name(term.labels if term else None)

    def about(self) -> str:
        """Which contact it was."""
        decision = self._told.decision
        kind = self._vocabulary.event_by_id.get(decision.kind)
        # A deadline that passed is no contact of the customer's.
        key = "when alone" if decision.kind.startswith(TIMER) else "when"
        when = self.say(key, moment_words(decision.at, ZoneInfo(self._told.program.zone)))
        name = self._name(kind.labels if kind else None)
        return self.say("when named", when, name) if name else when

    # ------------------------------------------------------------------------------------------ decided

    def decided(self) -> list[str]:
        """The plan, as far as it concerns the customer."""
        plan = self._plan
        lines = [*self._served(plan), *self._promised(plan), *self._offered(plan), *self._followed(plan)]
        return lines or [self.say("nothing")]

    def _served(self, plan: HandlingPlan) -> Iterator[str]:
        if plan.step is not None:
            yield BY_STEP[plan.step].in_language(self._language)
        named = (
            ("value", self._named(Domain.ANSWER, plan.answer)),
            ("value", self._named(Domain.SELF_SERVICE, plan.self_service)),
            ("with", self._named(Domain.QUEUE, plan.route.queue) if plan.route else ""),
        )
        for key, name in named:
            if name:
                yield self.say(key, name) if key == "with" else name
        for wording in plan.content:
            text = _text(wording, self._language)
            if text:
                yield self.say("told", text)
        items = plan.menu.items if plan.menu else ()
        choices = [name for item in items if (name := self._named(Domain.ITEM, item))]
        if choices:
            yield self.say("choices", self._listing.join(choices))

    def _promised(self, plan: HandlingPlan) -> Iterator[str]:
        targets = plan.service_level.targets if plan.service_level else {}
        for metric in sorted(targets):
            length = duration_words(targets[metric], self._language)
            if metric in PROMISED:
                yield filled(PROMISED[metric], self._language, length)
            elif name := self._named(Domain.TARGET, metric):
                yield self.say("value", name, length)

    def _offered(self, plan: HandlingPlan) -> Iterator[str]:
        for offer in plan.offers:
            name = self._named(Domain.OFFER, offer.id)
            yield self.say("offer", name) if name else self.say("some offer")

    def _followed(self, plan: HandlingPlan) -> Iterator[str]:
        for task in plan.tasks:
            name = self._named(Domain.WORK, task.work)
            yield self.say("work", name) if name else self.say("some work")
        for step in plan.skips:
            if name := self._named(Domain.STEP, step):
                yield self.say("skip", name)
        for id in sorted(plan.outputs):
            output = self._vocabulary.output_by_id.get(id)
            if output is not None and (name := self._name(output.labels)):
                yield from self._valued(name, plan.outputs[id], output.type)

    # --------------------------------------------------------------------------------------------- data

    def data(self) -> list[str]:
        """The data on which it rests."""
        if self._told.erased:
            return [self.say("erased")]
        if self._told.case is None:
            return []
        return list(self._of(self._told.rests_on)) or [self.say("no data")]

    def looked_at(self) -> list[str]:
        """Other data of the customer that was read."""
        rests = {seen.name for seen in self._told.rests_on}
        told = set(self.data())
        others = [seen for seen in self._told.seen.values() if seen.value is not None and seen.name not in rests]
        return [line for line in self._of(others) if line not in told]

    def _of(self, some: Iterable[Seen]) -> Iterator[str]:
        """Named facts with their values, then what has no name for customers by its kind."""
        sources = {self._told.seen[source.slot].name: source for source in self._sources()}
        known = [(seen, sources[seen.name]) for seen in some if seen.name in sources]
        kinds = []
        for seen, source in known:
            lines = list(self._fact(seen)) if isinstance(source, FactInput) else []
            yield from lines
            if not lines:
                kinds.append(self._kind(source, seen.value))
        yield from dict.fromkeys(kinds)

    def _sources(self) -> Iterator[Input]:
        case = self._told.case
        for source in case.shelf.inputs if case else ():
            if not isinstance(source, NowInput | ValueInput | ScoreInput | ChartInput | StayInput):
                yield source

    def _fact(self, seen: Seen) -> Iterator[str]:
        field = self._vocabulary.field_by_name.get(seen.name)
        name = self._name(field.labels if field else None)
        if name:
            yield from self._valued(name, seen.value, seen.type)

    def _valued(self, name: str, value: object, type: Type | None) -> Iterator[str]:
        """The name with its value; a choice only in words for customers."""
        if type is not None and type.kind in (Kind.CHOICE, Kind.LIST):
            term = next((term for term in type.choices if term.id == value), None)
            words = self._name(term.labels if term else None)
        else:
            words = value_words(value, type, self._language, self._told.program.zone)
        yield self.say("value", name, words) if words else name

    def _kind(self, source: Input, value: object) -> str:
        if isinstance(source, FactInput):
            root = source.name.partition(".")[0]
            return self.say(root if root in SAID else "customer")
        if isinstance(source, PatternInput):
            return self.say("past")
        if isinstance(source, HistoryInput) and source.commitment is not None and not value:
            # None open says nothing of whether there was one: it may have been kept.
            return self.say("past")
        if isinstance(source, HistoryInput | RunInput):
            kind = self._vocabulary.event_by_id.get(source.kind)
            name = self._name(kind.labels if kind else None)
            none = isinstance(source, HistoryInput) and source.function == "count" and value == 0
            return self.say("past none" if none else "past named", name) if name else self.say("past")
        return self.say("past")

    # ------------------------------------------------------------------------------------- how, and what now

    def how(self) -> list[str]:
        """That it was decided by rules, automatically, and whether an assessment came into it."""
        if self._told.decision.safe_default:
            return [self.say("standard")]
        lines = [self.say("rules")]
        return [*lines, self.say("assessed")] if self._told.scores else lines

    def rights(self) -> list[str]:
        """What the customer can do, and how to reach a person."""
        texts = self._told.program.reach_us
        own = Words(texts.get("en", ""), texts.get("zh", ""), texts.get("zh-Hant", "")).in_language(self._language)
        return [self.say("person"), self.say("data rights"), own or self.say("reach")]


def _text(wording: Wording, language: str) -> str:
    order = {"zh": ("zh", "zh-Hant", "en"), "zh-Hant": ("zh-Hant", "zh", "en")}.get(language, ("en", "zh", "zh-Hant"))
    return next((wording.texts[key] for key in order if wording.texts.get(key)), "")

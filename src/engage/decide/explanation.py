"""What an explanation is made of: values, with the ways to print them. Making them is `explain`'s work."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from engage.decide.explain_case import Case
from engage.decide.explain_customer import ForCustomer, customer_text, for_customer
from engage.decide.explain_flips import Flip, WhyNot, flips, why_not
from engage.decide.explain_next import OpenQuestion, open_questions, rests_on
from engage.errors import NotFound
from engage.facts.decided import Decision, Verdict
from engage.facts.vocabulary import Type
from engage.ground.finding import Words
from engage.program.program import Program

if TYPE_CHECKING:
    from engage.decide.explain_charts import ChartTold

__all__ = ["Explanation", "LineTold", "Missing", "RuleTold", "ScoreTold", "Seen", "State"]


class State(StrEnum):
    """What became of one line."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


_NOT_ASKED: Final = Words(
    "nothing of this name is asked at this kind of event", "此类事件不涉及该名称", "此類事件不涉及該名稱"
)


@frozen
class Seen:
    """A value that a line looked at: the input's name, its label, its type, its value (None: unknown)."""

    name: str
    label: Words
    value: object = field(repr=False)
    type: Type | None = None


@frozen
class LineTold:
    """One line of a rule: its words, what became of it, the values it looked at."""

    words: Words
    state: State
    seen: tuple[Seen, ...] = ()


@frozen
class RuleTold:
    """A rule, a row of a table or a `never`: verdict, lines, and the text it gives for itself.

    `kind` is `rule`, `row` or `never`; `last` is when a `once per` rule spoke before, `shared`: for its account;
    `active` its dates; `table` the table of a row.
    """

    id: str
    kind: str
    verdict: Verdict
    lines: tuple[LineTold, ...] = ()
    because: Mapping[str, str] = field(factory=dict, repr=False)
    last: int | None = None
    active: tuple[str, str] = ("", "")
    table: str = ""
    shared: bool = False

    def decisive(self) -> tuple[LineTold, ...]:
        """The lines that kept it from firing: those that fail, or else those that are unknown."""
        wanted = {Verdict.NOT_MET: State.FAILS, Verdict.UNKNOWN: State.UNKNOWN}.get(self.verdict)
        return tuple(line for line in self.lines if line.state is wanted)


@frozen
class Missing:
    """Something unknown: why (a key of the explanation's words), what it lacks in turn, which rules wait for it."""

    seen: Seen
    why: str
    lacks: tuple[Words, ...] = ()
    blocks: tuple[str, ...] = ()


@frozen
class ScoreTold:
    """A scorecard: points, band, and each line with its points and whether it counted."""

    name: str
    label: Words
    points: int | Decimal | None = field(repr=False)
    band: str | None = field(repr=False)
    band_type: Type | None
    start: int | Decimal
    lines: tuple[tuple[int | Decimal, Mapping[str, str], LineTold], ...] = ()


@frozen(slots=False)
class Explanation:
    """A decision explained. `text(language)` for people, `as_json()` for programs, `customer(language)` for the one
    whom it concerns.

    What it rests on, what would change it and what to ask next are worked out when they are first asked for. `seen`
    is everything that was looked at, by slot.
    """

    program: Program = field(repr=False)
    decision: Decision
    rules: tuple[RuleTold, ...] = ()
    missing: tuple[Missing, ...] = ()
    scores: tuple[ScoreTold, ...] = ()
    charts: tuple[ChartTold, ...] = ()
    erased: bool = False
    seen: Mapping[int, Seen] = field(factory=dict, repr=False)

    @cached_property
    def case(self) -> Case | None:
        """The decision laid open, to be decided again; None where it was not made from facts, or they are erased."""
        return None if self.erased or self.decision.safe_default else Case.of(self.program, self.decision)

    @cached_property
    def flips(self) -> tuple[Flip, ...]:
        """For each place of the plan the smallest change that would make it come out differently."""
        return () if self.case is None else flips(self.case)

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """What is unknown and could be asked, the best question first."""
        return () if self.case is None else open_questions(self.case)

    @cached_property
    def rests_on(self) -> tuple[Seen, ...]:
        """Facts that alone give the same plan, with everything else unknown; none of them can be left out."""
        return () if self.case is None else tuple(self.seen[slot] for slot in rests_on(self.case))

    def title(self, rule: RuleTold, language: str) -> str:
        """What people call a rule, or the table of a row; empty where it has no title."""
        title = self.program.titles.get(rule.table or rule.id)
        return title.in_language(language) if title is not None else ""

    def why_not(self, rule: str) -> tuple[WhyNot, ...]:
        """What a rule, a table or a row of one would need to get what it proposes, place by place.

        Raises NotFound when nothing of this name is asked at the event.
        """
        found = () if self.case is None else why_not(self.case, rule)
        if not found and rule not in {name for one in self.rules for name in (one.id, one.table)}:
            raise NotFound("rule", _NOT_ASKED, where=rule)
        return found

    def text(self, language: str = "", why_not: str = "") -> str:
        """The explanation in `en`, `zh` or `zh-Hant`; the ruleset's language when none is said.

        `why_not` names a rule of which it is told, in the first place, what it would need.
        """
        from engage.decide.explain_text import explanation_text

        return explanation_text(self, language or self.program.language, why_not)

    def brief(self, language: str = "") -> str:
        """The plan, why, and what was set going; without the rules that did not fire."""
        from engage.decide.explain_text import brief_text

        return brief_text(self, language or self.program.language)

    def customer(self, language: str = "") -> str:
        """The decision in the words of the customer whom it concerns, with nothing internal in it."""
        return customer_text(self.for_customer(language))

    def for_customer(self, language: str = "") -> ForCustomer:
        """The same in parts, for pages and programs."""
        return for_customer(self, language or self.program.language)

    def as_json(self, language: str = "") -> dict[str, object]:
        """Plain data for JSON, exact decimals as strings, words in the given language."""
        from engage.decide.explain_json import explanation_json

        return explanation_json(self, language or self.program.language)

    def __str__(self) -> str:
        return self.text()

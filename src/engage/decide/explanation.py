"""What an explanation is made of: values, with the ways to print them. Making them is `explain`'s work."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from attrs import field, frozen

from engage.facts.decided import Decision, Verdict
from engage.facts.vocabulary import Type
from engage.ground.finding import Words
from engage.program.program import Program

__all__ = ["Explanation", "LineTold", "Missing", "RuleTold", "ScoreTold", "Seen", "State"]


class State(StrEnum):
    """What became of one line."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


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

    `kind` is `rule`, `row` or `never`; `last` is when a `once per` rule spoke before; `active` its dates.
    """

    id: str
    kind: str
    verdict: Verdict
    lines: tuple[LineTold, ...] = ()
    because: Mapping[str, str] = field(factory=dict, repr=False)
    last: int | None = None
    active: tuple[str, str] = ("", "")

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


@frozen
class Explanation:
    """A decision explained. `text(language)` for people, `as_json()` for programs."""

    program: Program = field(repr=False)
    decision: Decision
    rules: tuple[RuleTold, ...] = ()
    missing: tuple[Missing, ...] = ()
    scores: tuple[ScoreTold, ...] = ()
    erased: bool = False

    def text(self, language: str = "") -> str:
        """The explanation in `en`, `zh` or `zh-Hant`; the ruleset's language when none is said."""
        from engage.decide.explain_text import explanation_text

        return explanation_text(self, language or self.program.language)

    def brief(self, language: str = "") -> str:
        """The plan, why, and what was set going; without the rules that did not fire."""
        from engage.decide.explain_text import brief_text

        return brief_text(self, language or self.program.language)

    def as_json(self, language: str = "") -> dict[str, object]:
        """Plain data for JSON, exact decimals as strings, words in the given language."""
        from engage.decide.explain_json import explanation_json

        return explanation_json(self, language or self.program.language)

    def __str__(self) -> str:
        return self.text()

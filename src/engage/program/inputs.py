"""What fills the slots of a program, and the conditions that look at them.

A list of values has one place a slot. Filling it, in the order of a shelf's inputs, is `knowledge`'s work.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Commitment
from engage.ground.finding import Words
from engage.ground.numbers import Number
from engage.program.charts import ChartInput, StayInput

__all__ = [
    "LATELY",
    "NO_WORDS",
    "Balance",
    "Because",
    "Calculation",
    "Compute",
    "Cuts",
    "EventTest",
    "FactInput",
    "Filled",
    "HeldInput",
    "HistoryInput",
    "Input",
    "Line",
    "NowInput",
    "Outgoing",
    "PastTest",
    "PatternInput",
    "PatternStep",
    "RunInput",
    "ScoreInput",
    "ScoreStep",
    "Test",
    "ValueInput",
    "Values",
]

Values = Sequence[object]
#: certainly true / certainly false of the values
Test = Callable[[Values], bool]
#: the value of an expression, None when unknown
Compute = Callable[[Values], object]
#: of a past event's data and the values: does it count?
PastTest = Callable[[Mapping[str, object], Values], bool]
EventTest = Callable[[str], bool]
#: a text by language, from the values: `{customer tier}` is filled with the value's label in that language
Because = Mapping[str, Callable[[Values], str]]


@frozen
class Filled:
    """A text for customers with its values in it. `missing` names the fact without which it cannot go out."""

    text: str
    missing: str = ""


#: a text for customers, by language
Outgoing = Mapping[str, Callable[[Values], Filled]]
#: what a piece made by hand says of itself
NO_WORDS: Final = Words("")


@frozen
class Line:
    """One condition: `holds` when certainly true, `fails` when certainly false, neither when unknown.

    `reads` are the slots it looks at; `words` print it for an explanation.
    """

    holds: Test
    fails: Test
    reads: tuple[int, ...] = ()
    words: Words = NO_WORDS


@frozen
class FactInput:
    """Slot filled from the profile or the event by field name. Older or less sure facts than these leave it unknown."""

    slot: int
    name: str
    max_age: int | None = None
    least_confidence: Number | None = None


@frozen
class NowInput:
    """Slot filled from the event itself: its `moment`, its `kind`, or a part of the moment on the ruleset's clock
    (as in `language.tree.Part`). `shift` moves the moment on first, or back, by elapsed or calendar time."""

    slot: int
    part: str
    shift: Duration | None = None
    back: bool = False

    @property
    def name(self) -> str:
        """The key among the facts used: `now date + 60 day`."""
        by = f" {'-' if self.back else '+'} {self.shift.amount} {self.shift.unit.value}" if self.shift else ""
        return f"now {self.part}{by}"


#: How long (microseconds) a promise is looked back at when its time is over: broken ones of late are told.
LATELY: Final = 31 * 86_400_000_000


@frozen
class HistoryInput:
    """Slot filled by measuring the past. `id` is stable text of the term, for records.

    `window` in words of `language.tree.WindowKind` values, or `since the timer` (events after the moment in the
    event's own `started`); `length` as written; `test` filters past events. `carried` names what is carried on from
    event to event where the window has no end and the filters ask nothing of now; empty: measured anew each time.
    """

    slot: int
    id: str
    function: str
    kind: str
    field: str = ""
    window: str = "ever"
    length: Duration | None = None
    since: datetime.date | None = None
    test: PastTest | None = None
    words: Words = NO_WORDS
    #: is it unknown whether a past event counts? One such event in the window makes the term unknown.
    doubtful: PastTest | None = None
    #: the slots that the filters read, and the fields of past events that the term looks at
    reads: tuple[int, ...] = ()
    looks: tuple[str, ...] = ()
    carried: str = ""
    #: what is promised, where it is asked what became of promises (`function`: `open`, `next due`)
    commitment: Commitment | None = None


@frozen
class RunInput:
    """Slot filled by a streak (`language.tree.InARow`): True, False or None. `fails`: `test` certainly fails."""

    slot: int
    id: str
    kind: str
    field: str
    periods: int
    unit: Unit
    trend: str = ""
    test: PastTest | None = None
    words: Words = NO_WORDS
    fails: PastTest | None = None
    reads: tuple[int, ...] = ()


@frozen
class PatternStep:
    """A step of a pattern (`language.tree.Step`). `test`: a past event certainly passes; `doubtful`: nobody knows."""

    kind: str
    within: Duration | None = None
    same: tuple[str, ...] = ()
    absent: bool = False
    test: PastTest | None = None
    doubtful: PastTest | None = None


@frozen
class PatternInput:
    """Slot filled with True, False or None: have the steps followed each other, in the window, at least `times` times?

    `id` is stable text of the pattern, for records and signals. `window`, `length`, `since` as of `HistoryInput`; they
    are those of the last step. `reads` are the slots that the steps' tests read.
    """

    slot: int
    id: str
    steps: tuple[PatternStep, ...]
    window: str = "ever"
    length: Duration | None = None
    since: datetime.date | None = None
    times: int = 1
    words: Words = NO_WORDS
    reads: tuple[int, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of events that it looks back at."""
        return frozenset(step.kind for step in self.steps)


@frozen
class HeldInput:
    """Slot filled with True/False/None: has `line` held at every decision for `length` microseconds, and now?

    `condition` is what the line says, spelled as in records: the same whatever the length.
    """

    slot: int
    id: str
    line: Line
    length: int
    words: Words = NO_WORDS
    condition: str = ""


@frozen
class ValueInput:
    """Slot filled with a derived fact. `reads` are the slots it is worked out from, for explanations."""

    slot: int
    name: str
    compute: Compute
    reads: tuple[int, ...] = ()


@frozen
class ScoreStep:
    """Points of one line of a scorecard."""

    points: int | Decimal
    line: Line
    because: Because = field(factory=dict)


@frozen
class ScoreInput:
    """Slots filled by a scorecard: the points (cut to low … high) and the band's id."""

    slot: int
    band_slot: int
    name: str
    low: int | Decimal
    high: int | Decimal
    start: int | Decimal
    steps: tuple[ScoreStep, ...] = ()
    bands: tuple[tuple[str, int | Decimal | None, int | Decimal | None], ...] = ()


@frozen
class Calculation:
    """Something worked out from two values, so that it can be told why there is no result although both are known.

    `id` prints it by the names of facts (`customer.bill / customer.months`), `words` by their labels. `owners` are the
    rules, tables and vetoes, or the facts, that work it out. `mixed`: it is of two currencies.
    """

    id: str
    words: Words
    whole: Compute
    left: Compute
    right: Compute
    divides: bool = False
    mixed: bool = False
    reads: tuple[int, ...] = ()
    owners: tuple[str, ...] = ()
    #: the value of a value model: `left` is whether all of its rates are known, `right` whether each of them is one
    rates: bool = False


Input = (
    FactInput
    | NowInput
    | HistoryInput
    | RunInput
    | PatternInput
    | HeldInput
    | ValueInput
    | ScoreInput
    | StayInput
    | ChartInput
)


@frozen
class Balance:
    """A comparison of which a side is worked out. It tips where `left` and `right` are as much, by other questions too:
    `over` are the slots of all that lie beneath.
    """

    left: Compute
    right: Compute
    over: tuple[int, ...]


@frozen
class Cuts:
    """Where conditions tell the known values of a slot apart, so that an explanation can say what would change.

    `values` are constants; `slots` belong to the event's own moment, shifted or not; `ages` are lengths of time before
    now in microseconds. `balances`: comparisons in which both sides are straight lines in the slot's value.
    `opaque`: something looks at the slot in yet another way (a product of two facts, a pattern of text, a text for
    customers), so that two values between the same cuts may differ all the same.
    """

    values: tuple[object, ...] = ()
    slots: tuple[int, ...] = ()
    ages: tuple[int, ...] = ()
    opaque: bool = False
    balances: tuple[Balance, ...] = ()

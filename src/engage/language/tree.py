"""The one typed tree behind the text of a condition, the cell of a table and the line of a rule.

Every node is frozen and compares without its place and notes. Conditions are three-valued, values may be unknown.
Names are resolved: a `Fact` holds the field's name, a choice literal the value's id, a history term the kind's id.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from enum import StrEnum

from attrs import field, frozen

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Commitment, Type
from engage.ground.source import Span

__all__ = [
    "Age",
    "And",
    "Arithmetic",
    "Between",
    "Compare",
    "Condition",
    "Contains",
    "EventIs",
    "Extreme",
    "Fact",
    "Graded",
    "HeldFor",
    "HistoryTerm",
    "Holds",
    "InARow",
    "IsUnknown",
    "Literal",
    "Measure",
    "Node",
    "Not",
    "Now",
    "OneOf",
    "Or",
    "OrElse",
    "Part",
    "Past",
    "Pattern",
    "SameAsNow",
    "Size",
    "Step",
    "Template",
    "TextTest",
    "Value",
    "Window",
    "WindowKind",
    "Within",
    "Worth",
]


@frozen(kw_only=True)
class Node:
    """What every node has: where it was written, and the comments that stand with it."""

    span: Span | None = field(default=None, eq=False, repr=False)
    notes: tuple[str, ...] = field(default=(), eq=False, repr=False)


@frozen
class Literal(Node):
    """A constant. Durations stay `Duration` (a compiler turns elapsed ones into microseconds); choices are ids;
    money is int or Decimal in the type's currency; a list is a tuple; a moment is microseconds UTC."""

    value: bool | int | Decimal | str | datetime.date | datetime.time | Duration | tuple[object, ...]
    type: Type


@frozen
class Fact(Node):
    """A field of the vocabulary by its full name, `customer.tier`, `event.reason`."""

    name: str
    type: Type


@frozen
class Now(Node):
    """The moment of the event."""


@frozen
class Part(Node):
    """A part of a moment in the ruleset's zone. `part`: date, time, hour, weekday (1 Monday … 7), day, month, year."""

    part: str
    value: Value


@frozen
class Arithmetic(Node):
    """`+ - * /` with exact results; anything unknown, too large or divided by zero is unknown."""

    op: str
    left: Value
    right: Value
    type: Type


@frozen
class OrElse(Node):
    """The value, or the default when the value is unknown."""

    value: Value
    default: Value


@frozen
class Age(Node):
    """Elapsed time from a moment or a date (its start in the ruleset's zone) until now; a duration."""

    value: Value


@frozen
class Size(Node):
    """How many items a list has; a number."""

    value: Value


@frozen
class Past(Node):
    """Inside a history filter: a field of the past event, by short name."""

    name: str
    type: Type


class WindowKind(StrEnum):
    """How far back a history term looks; the current event counts except in BEFORE."""

    ROLLING = "in the last"  # (now - length, now]
    BEFORE = "in the ... before"  # (now - length, now], without the event being decided
    CALENDAR = "this"  # the running calendar unit (this calendar month)
    FULL = "full"  # the last N whole calendar units before the running one
    SINCE = "since"  # from the start of a date on
    EVER = "ever"


@frozen
class Window:
    """The window of a history term. `length` except for EVER and SINCE; `since` a date for SINCE."""

    kind: WindowKind
    length: Duration | None = None
    since: datetime.date | None = None


@frozen
class HistoryTerm:
    """One question to the past, in normal form, shared between rules that ask the same.

    `function`: count, sum, average, smallest, largest, distinct (needs `field`), first, last (the moment).
    `filters` all hold for a past event that counts. A `commitment` asks: how many are `open`, when is the `next due`?
    """

    function: str
    kind: str
    field: str = ""
    window: Window = Window(WindowKind.EVER)
    filters: tuple[Condition, ...] = ()
    commitment: Commitment | None = None


@frozen
class Measure(Node):
    """The value of a history term."""

    term: HistoryTerm
    type: Type


@frozen
class Worth(Node):
    """What profit a month is worth (`program.value` says how); made by value models only. A cost of None is 0."""

    profit: Value
    retention: Value
    discount: Value
    months: int
    type: Type
    cost: Value | None = None
    contract: Value | None = None

    @property
    def terms(self) -> tuple[Value | None, ...]:
        """All that it rests on: profit, retention, discount, cost, contract."""
        return self.profit, self.retention, self.discount, self.cost, self.contract


@frozen
class Extreme(Node):
    """The `largest` or `smallest` of some amounts, unknown when one of them is. Only value models make it."""

    op: str
    values: tuple[Value, ...]
    type: Type


@frozen
class Graded(Node):
    """The first grade with low <= amount < high, None is open; unknown where none is. Made by value models only."""

    value: Value
    grades: tuple[tuple[str, int | Decimal | None, int | Decimal | None], ...]
    type: Type


Value = Literal | Fact | Now | Part | Arithmetic | OrElse | Age | Size | Past | Measure | Worth | Extreme | Graded


@frozen
class Compare(Node):
    """`op` is one of = != < <= > >=. Ordered choices compare by rank; the rest by value."""

    op: str
    left: Value
    right: Value


@frozen
class OneOf(Node):
    """The value is one of the options (literals)."""

    value: Value
    options: tuple[Literal, ...]


@frozen
class Between(Node):
    """low <= value <= high, or value < high where `below` is true."""

    value: Value
    low: Value
    high: Value
    below: bool = False


@frozen
class IsUnknown(Node):
    """True exactly when the value is unknown; never unknown itself."""

    value: Value


@frozen
class Holds(Node):
    """A yes/no value stands as a condition."""

    value: Value


@frozen
class TextTest(Node):
    """`test`: starts with, ends with, contains, matches (a whole-text pattern, RE2 only)."""

    test: str
    value: Value
    text: str


@frozen
class Contains(Node):
    """A list holds one of the options, or with `every` all of them. The options are constants of the list's items."""

    value: Value
    options: tuple[Literal, ...]
    every: bool = False


@frozen
class Within(Node):
    """A date or moment ahead: now <= value <= now + length. A date counts with its whole day."""

    value: Value
    length: Duration


@frozen
class EventIs(Node):
    """The event being decided is of one of these kinds (ids)."""

    kinds: tuple[str, ...]


@frozen
class SameAsNow(Node):
    """Inside a history filter: the past event's field equals the current event's (`same reason`)."""

    name: str


@frozen
class InARow(Node):
    """A field of an event kind over the last `periods` units that have ended, one value a unit (the last in it).

    `trend`: falls or rises from unit to unit (needs periods + 1 values), or empty with `test`, a condition
    on `Past(field)` that holds in each. A unit without a value makes it unknown.
    """

    kind: str
    field: str
    periods: int
    unit: Unit
    trend: str = ""
    test: Condition | None = None


@frozen
class Step:
    """One step of a pattern: an event of a kind for which all `filters` hold, at most `within` after the step before.

    `same` are fields in which it equals the step before. The first step has neither `within` nor `same`. `absent`: no
    such event comes; only a last step may be absent.
    """

    kind: str
    filters: tuple[Condition, ...] = ()
    same: tuple[str, ...] = ()
    within: Duration | None = None
    absent: bool = False


@frozen
class Pattern(Node):
    """Events that follow each other, in normal form: at least two steps, the last of which lies in the window.

    It holds when at least `times` different last events complete it (of an absence: different events that nothing
    followed). The exact meaning: docs/reference/language.md, `Patterns of several events`.
    """

    steps: tuple[Step, ...]
    window: Window = Window(WindowKind.EVER)
    times: int = 1


@frozen
class HeldFor(Node):
    """The condition has been certainly true at every decision for at least this elapsed time, and is now."""

    condition: Condition
    length: Duration


@frozen
class And(Node):
    """All hold (Kleene)."""

    parts: tuple[Condition, ...]


@frozen
class Or(Node):
    """At least one holds (Kleene). `block` when it was written as an `any of` block."""

    parts: tuple[Condition, ...]
    block: bool = field(default=False, eq=False)


@frozen
class Not(Node):
    """The opposite; of unknown, unknown."""

    part: Condition


Condition = (
    Compare
    | OneOf
    | Between
    | IsUnknown
    | Holds
    | TextTest
    | Contains
    | Within
    | EventIs
    | SameAsNow
    | InARow
    | Pattern
    | HeldFor
    | And
    | Or
    | Not
)


@frozen
class Template(Node):
    """A text with values: plain strings and value nodes in turn."""

    parts: tuple[str | Value, ...]

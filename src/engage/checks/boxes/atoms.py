"""One condition as a question with constants: which dimension it speaks of, where it cuts it, what it says of a value.

What cannot be read so (two facts compared, patterns of text, streaks) is a question of its own: does it hold?
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from engage.checks.boxes.lists import list_scale
from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import Kind, Type
from engage.knowledge.scales import COUNT, TRUTH, Scale, scale_of
from engage.language.tree import (
    Age,
    Between,
    Compare,
    Condition,
    Contains,
    Fact,
    HistoryTerm,
    Holds,
    IsUnknown,
    Literal,
    Measure,
    Now,
    OneOf,
    OrElse,
    Part,
    Size,
    Value,
    WindowKind,
    Within,
)
from engage.language.types import NUMBER, type_of
from engage.ruleset.model import DerivedFact, Model, Scorecard
from engage.ruleset.value_model import derived_facts

__all__ = ["Ahead", "Atom", "Key", "Names", "atom_of"]

Truth = bool | None


@frozen
class Ahead:
    """How far ahead of now a date (in days) or a moment (in microseconds) lies."""

    value: Value


#: what a dimension is about: a value, a distance, or a condition that is a question of its own
Key = Fact | Measure | Part | Now | Age | Ahead | Value | Condition


@frozen
class Atom:
    """A condition about one dimension: constants that cut it, and what it says of a value (None: unknown)."""

    key: Key
    scale: Scale
    constants: tuple[object, ...]
    truth: Callable[[object], Truth]
    unknown: bool = True


@frozen
class Names:
    """What stands behind the names of a model: derived facts, scorecards, facts always known, the event's kind."""

    derived: Mapping[str, DerivedFact]
    cards: Mapping[str, Scorecard]
    always_known: frozenset[str]
    kind: str = ""
    #: lists that are asked for so many items that each is a question of its own
    long_lists: frozenset[Value] = frozenset()

    @classmethod
    def of(cls, model: Model, kind: str = "") -> Names:
        """The names of a model, at an event of a kind (empty: of any)."""
        return cls(
            {f"customer.{fact.id}": fact for fact in derived_facts(model)},
            {f"customer.{card.id}": card for card in model.every(Scorecard)},
            frozenset(
                field.name for field in model.vocabulary.fields if not (field.may_be_missing or field.may_expire)
            ),
            kind,
        )


@frozen
class _Subject:
    """A value as a dimension, and how a value of the dimension becomes the value itself (`read`)."""

    key: Key
    scale: Scale
    unknown: bool = True
    default: object = None
    card: Scorecard | None = None  # the dimension is its points, the value its band

    def read(self, sample: object) -> object:
        if self.card is not None:
            return _band(self.card, sample)
        return self.default if sample is None else sample

    @property
    def edges(self) -> tuple[object, ...]:
        """Where bands begin, which cut the points."""
        return () if self.card is None else tuple(band.low for band in self.card.bands if band.low is not None)


def atom_of(condition: Condition, names: Names) -> Atom:
    """The atom of a condition that is no `and`, `or` or `not`."""
    found: Atom | None = None
    match condition:
        case Compare(op="=" | "!=" as op, left=left, right=Literal(value=())):
            found = _asked(left, names, (), lambda known: None if known is None else (known == ()) is (op == "="))
        case Compare(op=op, left=left, right=Literal() as right):
            found = _compared(left, names, op, right)
        case Compare(op=op, left=Literal() as left, right=right):
            found = _compared(right, names, _MIRRORED[op], left)
        case OneOf(value=value, options=options):
            found = _either(value, names, options)
        case Between(value=value, low=Literal() as low, high=Literal() as high, below=below):
            found = _between(value, names, (low, high), below)
        case IsUnknown(value=value):
            found = _asked(value, names, (), lambda known: known is None)
        case Holds(value=value) if type_of(value).kind is Kind.YES_NO:
            found = _asked(value, names, (), lambda known: known if isinstance(known, bool) else None)
        case Within():
            found = _within(condition)
        case Contains():
            found = _contained(condition, names)
    if found is not None:
        return found
    always = isinstance(condition, Contains) and _always_known(condition.value, names)
    return Atom(condition, TRUTH, (), lambda held: held if isinstance(held, bool) else None, unknown=not always)


_MIRRORED: Final = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


# --------------------------------------------------------------------------------------------- subjects


def _subject(value: Value, names: Names) -> _Subject | None:
    match value:
        case OrElse(value=inner, default=Literal() as default):
            subject, constant = _subject(inner, names), _constant(default)
            if subject is None or subject.card is not None or constant is None:
                return None
            return evolve(subject, default=constant) if subject.default is None else subject
        case Fact(name=name) if name in names.derived:
            return _subject(names.derived[name].value, names) or _plain(value, names)
        case Fact(name=name) if name in names.cards:
            return _points(value, names.cards[name])
        case Fact(name=name) if name.removesuffix("_band") in names.cards:
            card = names.cards[name.removesuffix("_band")]
            return evolve(_points(Fact(name.removesuffix("_band"), NUMBER), card), card=card)
        case Measure(term=term) if term.function in ("count", "distinct", "open"):
            # Whether a past event counts may be unknown, and so may the value that is told apart.
            unknown = bool(term.filters) or term.function != "count"
            return _Subject(value, evolve(COUNT, low=_at_least(term, names.kind)), unknown)
        case Size(value=inner):
            return _Subject(value, COUNT, not _always_known(inner, names))
        case Part(part=part, value=Now()) if part in _PARTS:
            low, high = _PARTS[part]
            scale = scale_of(NUMBER, low, high, whole=True)
            return None if scale is None else _Subject(value, scale, unknown=False)
        case Part(value=Now()) | Now():
            return _plain(value, names, unknown=False)
        case Literal():
            return None
        case _:
            return _plain(value, names)


def _at_least(term: HistoryTerm, kind: str) -> int:
    """How often it has happened at least: an event counts itself in a window that reaches to it at every moment."""
    counts_itself = term.function == "count" and term.kind == kind and not term.filters
    # A date since which is counted may still lie ahead of the event.
    return int(counts_itself and term.window.kind not in (WindowKind.BEFORE, WindowKind.FULL, WindowKind.SINCE))


_PARTS: Final = {"hour": (0, 23), "weekday": (1, 7), "day": (1, 31), "month": (1, 12)}


def _plain(value: Value, names: Names, unknown: bool = True) -> _Subject | None:
    type = type_of(value)
    scale = scale_of(type) if value in names.long_lists else scale_of(type) or list_scale(type)
    return None if scale is None else _Subject(value, scale, unknown and not _always_known(value, names))


def _always_known(value: Value, names: Names) -> bool:
    return isinstance(value, Fact) and value.name in names.always_known


def _points(fact: Fact, card: Scorecard) -> _Subject:
    amounts = (card.start, *(line.points for line in card.lines), card.low, card.high)
    scale = scale_of(NUMBER, card.low, card.high, whole=all(isinstance(amount, int) for amount in amounts))
    assert scale is not None
    return _Subject(fact, scale, unknown=False)


def _band(card: Scorecard, points: object) -> str | None:
    if not isinstance(points, int | Decimal):
        return None
    for band in card.bands:
        if (band.low is None or points >= band.low) and (band.high is None or points < band.high):
            return band.id
    return None


def _constant(literal: Literal) -> object:
    """The run-time value of a constant, None for lengths that need a calendar."""
    value = literal.value
    return microseconds(value) if isinstance(value, Duration) else value


# ------------------------------------------------------------------------------------------------ atoms


def _asked(value: Value, names: Names, constants: tuple[object, ...], truth: Callable[[object], Truth]) -> Atom | None:
    subject = _subject(value, names)
    if subject is None:
        return None
    cuts = subject.edges if subject.card is not None else constants
    if subject.default is not None:
        cuts = (*cuts, *(subject.default if isinstance(subject.default, tuple) else (subject.default,)))
    return Atom(subject.key, subject.scale, cuts, lambda sample: truth(subject.read(sample)), subject.unknown)


def _compared(value: Value, names: Names, op: str, literal: Literal) -> Atom | None:
    constant, type = _constant(literal), type_of(value)
    if (
        type.kind is Kind.LIST
        or constant is None
        or not _same_kind(type, literal.type)
        or (op not in ("=", "!=") and not _has_order(type))
    ):
        return None
    return _asked(value, names, (constant,), lambda known: _holds(op, known, constant, type))


def _either(value: Value, names: Names, options: tuple[Literal, ...]) -> Atom | None:
    constants, type = tuple(_constant(option) for option in options), type_of(value)
    if None in constants or not all(_same_kind(type, option.type) for option in options):
        return None

    def truth(known: object) -> Truth:
        return None if known is None else any(_holds("=", known, constant, type) is True for constant in constants)

    return _asked(value, names, constants, truth)


def _contained(condition: Contains, names: Names) -> Atom | None:
    items = tuple(_constant(option) for option in condition.options)
    if None in items:
        return None
    enough = all if condition.every else any

    def truth(known: object) -> Truth:
        return enough(item in known for item in items) if isinstance(known, tuple) else None

    return _asked(condition.value, names, items, truth)


def _between(value: Value, names: Names, ends: tuple[Literal, Literal], below: bool) -> Atom | None:
    low, high = (_constant(end) for end in ends)
    type = type_of(value)
    if low is None or high is None or not _has_order(type) or not all(_same_kind(type, end.type) for end in ends):
        return None

    def truth(known: object) -> Truth:
        above = _holds(">=", known, low, type)
        under = _holds("<" if below else "<=", known, high, type)
        return None if above is None or under is None else above and under

    return _asked(value, names, (low, high), truth)


_DAYS: Final = {Unit.DAY: 1, Unit.CALENDAR_DAY: 1, Unit.WEEK: 7, Unit.CALENDAR_WEEK: 7}


def _within(condition: Within) -> Atom | None:
    type, length = type_of(condition.value), condition.length
    if type.kind is Kind.DATE:
        far = int(length.amount) * _DAYS[length.unit] if length.unit in _DAYS else None
    else:
        far = microseconds(length)
    scale = scale_of(NUMBER, whole=True)
    if far is None or scale is None:
        return None
    reach = far

    def truth(ahead: object) -> Truth:
        return 0 <= ahead <= reach if isinstance(ahead, int) else None

    return Atom(Ahead(condition.value), scale, (0, reach), truth)


def _same_kind(left: Type, right: Type) -> bool:
    amounts = (Kind.NUMBER, Kind.MONEY)
    if left.currency and right.currency and left.currency != right.currency:
        return False
    return left.kind is right.kind or (left.kind in amounts and right.kind in amounts)


def _has_order(type: Type) -> bool:
    """Are the cells of its scale in the order in which values are compared? Texts and periods have one of their own."""
    return type.ordered if type.kind is Kind.CHOICE else type.kind not in (Kind.TEXT, Kind.PERIOD, Kind.LIST)


def _holds(op: str, known: object, constant: object, type: Type) -> Truth:
    if known is None:
        return None
    if op in ("=", "!="):
        return (known == constant) is (op == "=")
    scale = scale_of(type)
    assert scale is not None
    left, right = scale.rank(known), scale.rank(constant)
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[op]

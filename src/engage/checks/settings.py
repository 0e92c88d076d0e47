"""Which settings of a ruleset a question is asked by, and the same questions asked by settings that are no longer so.

`hour of now is below 9` is another question in another zone. Of two rulesets that differ in a setting, what the old one
asks by it is a question of its own: a fact of a made-up name, of which nothing is known but what it stands for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs
from attrs import define, field

from engage.facts.units import ELAPSED, Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.language.tree import (
    Age,
    Arithmetic,
    Between,
    Compare,
    Fact,
    Holds,
    InARow,
    Measure,
    Now,
    OneOf,
    Part,
    Pattern,
    Window,
    WindowKind,
    Within,
)
from engage.language.types import YES_NO, type_of
from engage.ruleset.floors import Floor
from engage.ruleset.model import Model, Row, Rule, Table

__all__ = ["BILLING", "WORKING", "ZONE", "Former", "asked_by", "changed_settings", "counted_by", "promised_by"]

ZONE: Final = "zone"
WORKING: Final = "working week"
BILLING: Final = "billing day"
_OF_UNIT: Final[Mapping[Unit, frozenset[str]]] = {
    **{unit: frozenset[str]() for unit in ELAPSED},
    Unit.BUSINESS_HOUR: frozenset({ZONE, WORKING}),
    Unit.WORKING_DAY: frozenset({ZONE, WORKING}),
    Unit.BILLING_MONTH: frozenset({ZONE, BILLING}),
}
_BY_CALENDAR: Final = frozenset({ZONE})
_DAYS: Final = (Kind.DATE, Kind.MOMENT)
_NOTHING: Final = frozenset[str]()


def changed_settings(old: Model, new: Model) -> frozenset[str]:
    """The settings by which the calendar is read that are not the same in both."""
    mine, theirs = old.header, new.header
    told = (
        (ZONE, mine.zone != theirs.zone),
        (WORKING, mine.working != theirs.working),
        (BILLING, mine.billing_day != theirs.billing_day),
    )
    return frozenset(name for name, differs in told if differs)


def counted_by(length: Duration) -> frozenset[str]:
    """The settings by which a length of time is counted: none where it is the same everywhere."""
    return _OF_UNIT.get(length.unit, _BY_CALENDAR)


def promised_by(model: Model) -> frozenset[str]:
    """The settings by which lengths of time are counted that stand in a plan: targets, and when work is due."""
    items = (item.settings for each in model.catalogue.items.values() for item in each)
    actions = (action for rule in model.every(Rule) for action in rule.actions)
    columns = (row.results for table in model.every(Table) for row in _rows(table))
    floors = tuple(floor.holdings for floor in model.every(Floor))
    said = (tuple(items), tuple(actions), tuple(columns), model.header.safe_sentences, floors)
    return _NOTHING.union(*(counted_by(node) for node in _nodes(said) if isinstance(node, Duration)))


def _rows(table: Table) -> tuple[Row, ...]:
    return table.rows if table.otherwise is None else (*table.rows, table.otherwise)


def asked_by(node: object) -> frozenset[str]:
    """The settings by which a value or condition is worked out; what stands inside it asks for itself."""
    match node:
        case Measure(term=term):
            return _window(term.window).union(*map(_within, term.filters))
        case InARow(unit=unit, test=test):
            return _BY_CALENDAR | _OF_UNIT.get(unit, _BY_CALENDAR) | _within(test)
        case Pattern(steps=steps, window=window):
            lengths = (counted_by(step.within) for step in steps if step.within is not None)
            return _window(window).union(*lengths, *(_within(step.filters) for step in steps))
        case Part(value=value):
            return _BY_CALENDAR if isinstance(value, Now) or type_of(value).kind is Kind.MOMENT else _NOTHING
        case Age(value=value):
            return _BY_CALENDAR if type_of(value).kind is Kind.DATE else _NOTHING
        case Within(value=value, length=length):
            return counted_by(length) | (_BY_CALENDAR if type_of(value).kind is Kind.DATE else _NOTHING)
        case Arithmetic(left=left, right=right):
            return _together(left, right)
        case Compare(left=left, right=right):
            return _together(left, right)
        case Between(value=value, low=low, high=high):
            return _together(value, low, high)
        case OneOf(value=value, options=options):
            return _together(value, *options)
    return _NOTHING


def _window(window: Window) -> frozenset[str]:
    if window.kind in (WindowKind.CALENDAR, WindowKind.FULL, WindowKind.SINCE):
        return _BY_CALENDAR | (counted_by(window.length) if window.length else _NOTHING)
    return counted_by(window.length) if window.length else _NOTHING


def _together(*values: object) -> frozenset[str]:
    """A date and a moment meet on the calendar, and so do days and lengths that are not counted in hours."""
    kinds = {type_of(value).kind for value in values}  # type: ignore[arg-type]
    mixed = _BY_CALENDAR if set(_DAYS) <= kinds else _NOTHING
    lengths = (value for each in values if isinstance(value := getattr(each, "value", None), Duration))
    return mixed.union(*map(counted_by, lengths))


def _within(tree: object) -> frozenset[str]:
    """The settings of everything that stands in a tree."""
    return _NOTHING.union(*map(asked_by, _nodes(tree)))


def _nodes(tree: object) -> Iterator[object]:
    yield tree
    if isinstance(tree, tuple | Mapping):
        for each in tree.values() if isinstance(tree, Mapping) else tree:
            yield from _nodes(each)
    elif attrs.has(type(tree)) and not isinstance(tree, Type):
        for one in attrs.fields(type(tree)):  # type: ignore[arg-type]
            if one.eq:
                yield from _nodes(getattr(tree, one.name))


@define
class Former:
    """Questions that the old ruleset asks by settings which are others now, each under a name of its own."""

    settings: frozenset[str]
    names: dict[object, str] = field(factory=dict)

    def __call__(self, node: object) -> object | None:
        """What stands for a value or a condition that is asked by such a setting, None for all others."""
        if not self.settings or not self.settings & asked_by(node):
            return None
        name = self.names.setdefault(node, f"by former settings {len(self.names)}")
        if isinstance(node, Part | Age | Measure | Arithmetic):
            return Fact(name, type_of(node))
        return Holds(Fact(name, YES_NO))

    def asks(self, trees: Iterable[object]) -> bool:
        """Is anything in these trees asked by such a setting?"""
        return any(self.settings & _within(tree) for tree in trees)

    def behind(self, name: str) -> object | None:
        """What a name stands for."""
        return next((node for node, given in self.names.items() if given == name), None)

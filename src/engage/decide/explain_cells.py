"""A question of a decision and the cells of its answers, cut where the program's conditions cut them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from engage.decide.candidates import local_date
from engage.decide.explain_balance import tipping
from engage.decide.recall import input_name
from engage.facts.vocabulary import Kind, Type
from engage.knowledge.scales import COUNT, Cell, Scale, scale_of
from engage.program.program import (
    Cuts,
    FactInput,
    HeldInput,
    HistoryInput,
    PatternInput,
    Program,
    RunInput,
    Shelf,
    ValueInput,
    Values,
)

__all__ = ["Question", "question_of"]

_YES_NO: Final = Type(Kind.YES_NO)
_WHOLE: Final = ("count", "distinct")
#: the types whose values lie in an order
_ORDERED: Final = (Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.DURATION)


@frozen
class Question:
    """Something that may be otherwise. `cells` are its known answers (none where they cannot be listed); `now` is the
    place of the present one.

    `exact`: no condition tells two answers of one cell apart; `leans`: so long as other questions keep their answers,
    because arithmetic puts them together. `asked`: a fact, which somebody can be asked for.
    `real`: it can be otherwise by itself; what is worked out by arithmetic, or has to last, cannot. `computed`: it is
    worked out.
    """

    slot: int
    name: str
    type: Type | None
    cells: tuple[Cell, ...]
    now: int | None
    scale: Scale | None = None
    exact: bool = True
    leans: bool = False
    asked: bool = False
    real: bool = True
    computed: bool = False

    @property
    def ordered(self) -> bool:
        """Do the cells lie in an order?"""
        if self.type is None:
            return False
        return self.type.kind in _ORDERED or (self.type.kind is Kind.CHOICE and self.type.ordered)

    def alone(self, cell: Cell) -> Cell:
        """Of a cell the sample alone, which was tried."""
        if cell.low is None and cell.high is None and not self.ordered:
            return Cell(cell.sample)
        if cell.sample is None or self.scale is None or self.scale.listed:
            return cell
        rank = self.scale.rank(cell.sample)
        return Cell(cell.sample, rank, rank, True, True)

    def others(self) -> Iterator[tuple[int, Cell]]:
        """The cells of other answers with how many bounds away they are, the nearest first."""
        places = [place for place in range(len(self.cells)) if place != self.now]
        far = [(self.distance(place), not self.exact and _nothing(self.cells[place].sample), place) for place in places]
        for distance, _, place in sorted(far):
            yield distance, self.cells[place]

    def distance(self, place: int) -> int:
        """How many bounds lie between the present answer and a cell; 1 where there is no order."""
        return abs(place - self.now) if self.now is not None and self.ordered else 1


def _nothing(sample: object) -> bool:
    """Of examples those that stand for nothing, or less, come last."""
    return isinstance(sample, int | Decimal) and not isinstance(sample, bool) and sample <= 0


Source = FactInput | HistoryInput | RunInput | PatternInput | HeldInput | ValueInput


def question_of(source: Source, program: Program, shelf: Shelf, values: Values, at: int) -> Question | None:
    """The question that an input asks; None when it is another name for what it reads."""
    # Of a slot that no cut is known of nothing is known: whatever looks at it may tell any two values apart.
    cuts = program.cuts.get(source.slot, Cuts(opaque=True))
    if isinstance(source, ValueInput) and source.slot not in program.cuts:
        return None
    type = _type(source, program)
    scale = _scale(source, type, shelf)
    value = values[source.slot]
    tips = tipping(source.slot, cuts.balances, shelf, values)
    exact = scale is not None and (bool(scale.listed) or (tips.exact and not cuts.opaque))
    constants = [] if type is None else [*_constants(cuts, type, program, values, at), *tips.at]
    if type is not None and not exact:
        constants += _tried(type, program.zone, at)
    cells = () if type is None or scale is None else scale.cells(constants, False)
    return Question(
        source.slot,
        input_name(source),
        type,
        cells,
        None if value is None or scale is None else _place(cells, scale, value),
        scale,
        exact=exact,
        leans=any(len(balance.over) > 1 for balance in cuts.balances),
        asked=isinstance(source, FactInput),
        real=not isinstance(source, ValueInput | HeldInput),
        computed=isinstance(source, ValueInput),
    )


def _type(source: Source, program: Program) -> Type | None:
    if isinstance(source, RunInput | PatternInput | HeldInput):
        return _YES_NO
    if isinstance(source, HistoryInput) and source.function in _WHOLE:
        return COUNT.type
    declared = program.vocabulary.field_by_name.get(input_name(source))
    return program.slot_types.get(source.slot) or (declared.type if declared else None)


def _scale(source: Source, type: Type | None, shelf: Shelf) -> Scale | None:
    if not isinstance(source, HistoryInput) or source.function not in _WHOLE:
        return None if type is None else scale_of(type)
    itself = source.function == "count" and source.kind == shelf.kind and source.test is None
    counted = itself and source.window not in ("in the ... before", "full", "since the timer")
    return evolve(COUNT, low=int(counted))


def _constants(cuts: Cuts, type: Type, program: Program, values: Values, at: int) -> list[object]:
    """The cuts as they lie in this decision."""
    found: list[object] = list(cuts.values)
    if type.kind is Kind.DATE:
        found += [local_date(at - age, program.zone) for age in cuts.ages if abs(age) < _CENTURIES]
        found += [value for slot in cuts.slots if isinstance(value := values[slot], datetime.date)]
        # A date is compared with a moment by the moment at which it begins.
        found += [local_date(value, program.zone) for slot in cuts.slots if isinstance(value := values[slot], int)]
    elif type.kind is Kind.MOMENT:
        found += [at - age for age in cuts.ages]
        found += [value for slot in cuts.slots if isinstance(value := values[slot], int)]
    else:
        # A time of day, an hour, a weekday: compared with what the clock shows.
        found += [values[slot] for slot in cuts.slots if values[slot] is not None]
    return [value for value in found if _fits(value, type)]


def _tried(type: Type, zone: str, at: int) -> list[object]:
    """Constants that nothing names, so that more than one value of what cannot be worked through is tried."""
    if type.kind in (Kind.DATE, Kind.MOMENT):
        moments = [at + days * _DAY for days in _DAYS]
        return [local_date(each, zone) for each in moments] if type.kind is Kind.DATE else [*moments]
    return list(_AMOUNTS) if type.kind in (Kind.NUMBER, Kind.MONEY) else []


_AMOUNTS: Final = (0, 1, 100, 10_000)
_DAY: Final = 86_400_000_000
#: so many days from now
_DAYS: Final = (-365, -30, 0, 30, 365)
#: ages beyond this lie outside the calendar
_CENTURIES: Final = 500 * 365 * 86_400_000_000


def _fits(value: object, type: Type) -> bool:
    if type.kind is Kind.DATE:
        return isinstance(value, datetime.date)
    if type.kind is Kind.TIME:
        return isinstance(value, datetime.time)
    if type.kind in (Kind.TEXT, Kind.PERIOD, Kind.CHOICE):
        return isinstance(value, str)
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _place(cells: tuple[Cell, ...], scale: Scale, value: object) -> int | None:
    """The place of the cell that holds a value; None for one that no cell holds (a value that was retired)."""
    if scale.listed or not _ranked(value):
        exactly = next((place for place, cell in enumerate(cells) if cell.sample == value and not cell.other), None)
        other = next((place for place, cell in enumerate(cells) if cell.other), None)
        return other if exactly is None else exactly
    rank = scale.rank(value)
    for place, cell in enumerate(cells):
        above = cell.low is None or rank > cell.low or (cell.with_low and rank == cell.low)
        below = cell.high is None or rank < cell.high or (cell.with_high and rank == cell.high)
        if above and below:
            return place
    return None


def _ranked(value: object) -> bool:
    return isinstance(value, int | Decimal | datetime.date | datetime.time) and not isinstance(value, bool)

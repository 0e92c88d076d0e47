"""DMN's hit policies, slowly and obviously: what a table of several hits proposes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import Type
from engage.ground.numbers import add
from engage.ruleset.model import Table

__all__ = ["Proposed", "by_policy", "ranked", "size_of"]

#: (who proposes, slot, key, value), slots in the words of the plan
Proposed = tuple[str, str, str, object]
Row = list[Proposed | None]

#: what a calendar's unit counts for where lengths are compared, in hours
_HOURS: Final = MappingProxyType(
    {Unit.BUSINESS_HOUR: 1, Unit.WORKING_DAY: 24, Unit.CALENDAR_DAY: 24, Unit.CALENDAR_WEEK: 168}
)


def by_policy(table: Table, rows: list[Row]) -> list[Row]:
    """What is proposed by the rows that hold. `first` has stopped at one row already."""
    if table.hit == "unique":
        return [] if len(rows) > 1 else rows
    columns = [[row[place] for row in rows] for place in range(len(table.outputs))]
    types = [output.type for output in table.outputs]
    if table.hit == "any":
        return [[_agreed([each for each in column if each is not None]) for column in columns]]
    if table.hit.startswith("collect "):
        function = table.hit.removeprefix("collect ")
        return [[_collected(column, function, type) for column, type in zip(columns, types, strict=True)]]
    if table.hit == "output order":
        return sorted(rows, key=lambda row: [_place(each, type) for each, type in zip(row, types, strict=True)])
    return rows


def _agreed(told: Sequence[Proposed]) -> Proposed | None:
    return told[0] if told and all(each == told[0] for each in told) else None


def _collected(column: Sequence[Proposed | None], function: str, type: Type | None) -> Proposed | None:
    told = [each for each in column if each is not None and each[3] is not None]
    if not told:
        return None
    owner, slot, key, _ = told[0]
    values = [each[3] for each in told]
    if function == "count":
        return owner, slot, key, len(values)
    if function in ("smallest", "largest"):
        choose = min if function == "smallest" else max
        return owner, slot, key, choose(values, key=lambda value: ranked(value, type))
    total: int | Decimal | None = 0
    for value in values:
        total = add(total, value) if total is not None and isinstance(value, int | Decimal) else None
    return owner, slot, key, total


def _place(proposed: Proposed | None, type: Type | None) -> tuple[int, int | Decimal]:
    """Choices in their declared order, numbers from the largest down, blanks last."""
    if proposed is None:
        return 1, 0
    size = ranked(proposed[3], type)
    return 0, size if type is not None and type.choices else -size


def ranked(value: object, type: Type | None) -> int | Decimal:
    """A value's place in the order of its type: choices by theirs."""
    rank = type.rank(value) if type is not None and isinstance(value, str) else None
    return size_of(value) if rank is None else rank


def size_of(value: object) -> int | Decimal:
    """How large a number is, or a length of time in microseconds; -1 for what has no size."""
    if isinstance(value, Duration):
        length = microseconds(value)
        return length if length is not None else value.amount * _HOURS.get(value.unit, 720) * 3_600_000_000
    return value if isinstance(value, int | Decimal) else -1

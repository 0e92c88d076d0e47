"""A mapping says how a row of a table (CSV, TSV) becomes events: which column is which fact, how ids are made.

The file is YAML, read like every other file of engage: texts only, no tags, places for every mistake. Example:
`rulesets/bank-calls/mapping.yaml`; reference: `docs/reference/files.md`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from attrs import field, frozen

from engage.gate.values import moment_text
from engage.ground.finding import Words
from engage.ground.numbers import Number, to_number

__all__ = ["DATE_FORMATS", "ColumnRule", "EventMaker", "RowProblem", "TableMapping", "TimeRule", "columns_words"]

_PLACE = re.compile(r"\{([^{}]*)\}")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_HALF_DAY = datetime.timedelta(hours=12)
_DAY = datetime.timedelta(days=1)
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
DATE_FORMATS: Final = {"yymmdd": "%y%m%d", "yyyymmdd": "%Y%m%d", "yyyy-mm-dd": "%Y-%m-%d", "dd.mm.yyyy": "%d.%m.%Y"}


class RowProblem(ValueError):
    """A row cannot become an event. `words` name the column, never its value; as a text they are English."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)


_NO_NUMBER: Final = Words("column `{column}` is not a number", "列“{column}”不是数字")
_NO_DATE: Final = Words("column `{column}` is not a date written as {form}", "列“{column}”不是按 {form} 写的日期")
_NO_TIME: Final = Words("no column of {columns} has a time", "{columns} 各列都没有时间")
_NO_MOMENT: Final = Words("column `{column}` is not a moment", "列“{column}”不是时刻")
_NO_CLOCK: Final = Words("column `{column}` is not a time of day", "列“{column}”不是一天中的时间")
_NO_ID: Final = Words("an id needs {columns}", "编号需要 {columns}")


@frozen
class ColumnRule:
    """How a cell becomes a value: translated by `values`, read as a number, or unknown where it says so."""

    column: str
    values: Mapping[str, str] | None = None
    number: bool = False
    unknown: frozenset[str] = frozenset()
    unknown_below: Number | None = None

    def read(self, row: Mapping[str, str]) -> str | Number | None:
        """The value of the row's cell, None for unknown. Raises RowProblem for a cell that cannot be read."""
        cell = row[self.column].strip()
        if cell == "" or cell in self.unknown:
            return None
        if self.values is not None:
            # A code nobody translated is unknown: the ruleset says what happens then.
            return self.values.get(cell)
        if not self.number:
            return cell
        number = to_number(cell)
        if number is None:
            raise RowProblem(_NO_NUMBER.filled(column=self.column))
        return None if self.unknown_below is not None and number < self.unknown_below else number


@frozen
class TimeRule:
    """How the moment of an event is made: one column with a whole moment, or a date and clock columns.

    Of several clock columns the latest counts. A clock of 0:00:00 beside others means that nothing happened there,
    and one that lies far before `not_before` belongs to the next day.
    """

    moment: str = ""
    date: str = ""
    date_format: str = "yyyy-mm-dd"
    clocks: tuple[str, ...] = ()
    not_before: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it reads."""
        return tuple(name for name in (self.moment, self.date, *self.clocks, self.not_before) if name)

    def read(self, row: Mapping[str, str], zone: ZoneInfo) -> int:
        """Microseconds UTC. Raises RowProblem."""
        if self.moment:
            return _in_utc(self._whole(row[self.moment].strip()), zone)
        try:
            day = datetime.datetime.strptime(row[self.date].strip(), DATE_FORMATS[self.date_format])
        except ValueError:
            raise RowProblem(_NO_DATE.filled(column=self.date, form=self.date_format)) from None
        first = self._clock(row, self.not_before) if self.not_before else None
        clocks = [self._clock(row, name) for name in self.clocks]
        meant = [clock for clock in clocks if clock or len(clocks) == 1]
        if first is not None:
            meant = [clock + _DAY if first - clock > _HALF_DAY else clock for clock in meant]
            meant.append(first)
        if not meant:
            raise RowProblem(_NO_TIME.filled(columns=columns_words(self.clocks)))
        return _in_utc(day + max(meant), zone)

    def _whole(self, text: str) -> datetime.datetime:
        try:
            return datetime.datetime.fromisoformat(text)
        except ValueError:
            raise RowProblem(_NO_MOMENT.filled(column=self.moment)) from None

    def _clock(self, row: Mapping[str, str], column: str) -> datetime.timedelta:
        match = _CLOCK.fullmatch(row[column].strip())
        if match is None:
            raise RowProblem(_NO_CLOCK.filled(column=column))
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return datetime.timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _in_utc(moment: datetime.datetime, zone: ZoneInfo) -> int:
    placed = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return (placed - _EPOCH) // _MICROSECOND


@frozen
class EventMaker:
    """One event of a row: its type, how its id, contact and subject are made, its time, its data by short name.

    `only_when`: column → the cells with one of which a row has this event at all; without it every row has.
    """

    type: str
    id: str
    time: TimeRule
    contact: str = ""
    subject: ColumnRule | None = None
    data: Mapping[str, ColumnRule] = field(factory=dict)
    only_when: Mapping[str, frozenset[str]] = field(factory=dict)

    @property
    def columns(self) -> frozenset[str]:
        """Every column it reads."""
        named = {*_PLACE.findall(self.id), *_PLACE.findall(self.contact), *self.time.columns, *self.only_when}
        rules = (*self.data.values(), *((self.subject,) if self.subject else ()))
        return frozenset(named | {rule.column for rule in rules})

    def concerns(self, row: Mapping[str, str]) -> bool:
        """Does a row have this event?"""
        return all(row[column].strip() in cells for column, cells in self.only_when.items())

    def make(self, row: Mapping[str, str], source: str, zone: ZoneInfo) -> dict[str, object]:
        """The CloudEvents envelope of a row. Raises RowProblem."""
        subject = self.subject.read(row) if self.subject else None
        data = {name: rule.read(row) for name, rule in self.data.items()}
        return {
            "specversion": "1.0",
            "id": _filled(self.id, row),
            "source": source,
            "type": self.type,
            "time": self._time(row, zone),
            **({"subject": str(subject)} if subject is not None else {}),
            **({"contact": _filled(self.contact, row)} if self.contact else {}),
            "data": {name: value for name, value in data.items() if value is not None},
        }

    def _time(self, row: Mapping[str, str], zone: ZoneInfo) -> str:
        try:
            return moment_text(self.time.read(row, zone))
        except OverflowError:  # a moment at the very end of the calendar, in a zone that lies beyond it
            raise RowProblem(_NO_MOMENT.filled(column=self.time.moment or self.time.date)) from None


def columns_words(names: Iterable[str]) -> Words:
    """Names of columns, one after another."""
    quoted = [f"`{name}`" for name in names]
    return Words(", ".join(quoted), "、".join(quoted), "、".join(quoted))


def _filled(template: str, row: Mapping[str, str]) -> str:
    filled = _PLACE.sub(lambda match: row[match.group(1)].strip(), template)
    if any(not row[name].strip() for name in _PLACE.findall(template)):
        raise RowProblem(_NO_ID.filled(columns=columns_words(_PLACE.findall(template))))
    return filled


@frozen
class TableMapping:
    """A whole mapping. `sort_by_time`: events are ordered before they are decided, across all rows."""

    name: str
    source: str
    zone: ZoneInfo
    separator: str = ","
    sort_by_time: bool = False
    events: tuple[EventMaker, ...] = ()

    @property
    def columns(self) -> frozenset[str]:
        """Every column it reads."""
        return frozenset().union(*(maker.columns for maker in self.events))

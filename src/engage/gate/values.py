"""A JSON value becomes a value of a declared type, and back for the record. Nothing is coerced.

JSON forms: yes/no true/false · number a number · money a number, or `{"amount": 12.5, "currency": "CNY"}` · text and
choice a text (a choice by its id) · date `2026-11-05` · time `09:30` or `09:30:00` · moment
`2026-11-05T10:00:00+08:00`, zone required · duration a number of seconds · period `2026-10` · list an array.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from engage.facts.known import Value
from engage.facts.vocabulary import Kind, Type
from engage.gate.json_in import Json
from engage.ground.limits import LIMITS
from engage.ground.numbers import Number, plain

__all__ = ["EPOCH", "from_json", "moment_text", "read_moment", "to_json"]

EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND = datetime.timedelta(microseconds=1)
_FIRST: Final = (datetime.datetime.min.replace(tzinfo=datetime.UTC) - EPOCH) // _MICROSECOND
_LAST: Final = (datetime.datetime.max.replace(tzinfo=datetime.UTC) - EPOCH) // _MICROSECOND
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?", re.ASCII)
_PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?([Zz]|[+-]\d{2}:\d{2})", re.ASCII)
#: read as (value, problem); a problem is a key of messages.PROBLEMS
Reading = tuple[Value, str]
_WRONG: Final[Reading] = (None, "wrong-type")


def read_moment(text: str) -> tuple[int, int] | None:
    """Microseconds UTC and the offset in minutes of an RFC 3339 moment; None when it is none or has no zone.

    Digits behind the microsecond are cut. Leap seconds (`:60`) are refused.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    day, clock, fraction, zone = match.groups()
    offset = "+00:00" if zone in "Zz" else zone
    try:
        moment = datetime.datetime.fromisoformat(f"{day}T{clock}.{(fraction or '0')[:6].ljust(6, '0')}{offset}")
        # In UTC first: a moment of the year 1 east of Greenwich lies before the first one that can be written.
        microseconds = (moment.astimezone(datetime.UTC) - EPOCH) // _MICROSECOND
    except (ValueError, OverflowError):
        return None
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return microseconds, -minutes if offset[0] == "-" else minutes


def moment_text(at: int, offset: int = 0) -> str:
    """Microseconds UTC as RFC 3339 text, at an offset in minutes."""
    zone = datetime.timezone(datetime.timedelta(minutes=offset))
    return (EPOCH + datetime.timedelta(microseconds=at)).astimezone(zone).isoformat()


def from_json(value: Json, type: Type) -> Reading:
    """The value in its type and an empty problem, or None and why it cannot be read. null is simply unknown."""
    return (None, "") if value is None else _READERS[type.kind](value, type)


def _yes_no(value: Json, _: Type) -> Reading:
    return (value, "") if isinstance(value, bool) else _WRONG


def _number(value: Json, _: Type) -> Reading:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return _WRONG
    return value, ""


def _money(value: Json, type: Type) -> Reading:
    if isinstance(value, Mapping):
        if set(value) != {"amount", "currency"}:
            return _WRONG
        if value["currency"] != type.currency:
            return None, "other-currency"
        value = value["amount"]
    return _number(value, type)


def _text(value: Json, _: Type) -> Reading:
    return (value, "") if isinstance(value, str) else _WRONG


def _choice(value: Json, type: Type) -> Reading:
    if not isinstance(value, str):
        return _WRONG
    return (value, "") if type.rank(value) is not None else (None, "not-a-choice")


def _date(value: Json, _: Type) -> Reading:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return _WRONG
    try:
        return datetime.date.fromisoformat(value), ""
    except ValueError:
        return _WRONG


def _time(value: Json, _: Type) -> Reading:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return _WRONG
    try:
        return datetime.time.fromisoformat(value), ""
    except ValueError:
        return _WRONG


def _moment(value: Json, _: Type) -> Reading:
    if not isinstance(value, str):
        return _WRONG
    read = read_moment(value)
    if read is None:
        return (None, "no-zone") if read_moment(value + "Z") else _WRONG
    return read[0], ""


def _duration(value: Json, type: Type) -> Reading:
    seconds, problem = _number(value, type)
    if problem or not isinstance(seconds, int | Decimal):
        return _WRONG
    exact = Decimal(seconds).scaleb(6)
    return (int(exact), "") if exact == exact.to_integral_value() and abs(exact) < 2**63 else _WRONG


def _period(value: Json, _: Type) -> Reading:
    return (value, "") if isinstance(value, str) and _PERIOD.fullmatch(value) else _WRONG


def _list(value: Json, type: Type) -> Reading:
    if not isinstance(value, list | tuple) or type.item is None:
        return _WRONG
    if len(value) > LIMITS.list_items:
        return None, "too-long"
    items = [from_json(item, type.item) for item in value]
    problem = next((problem for item, problem in items if problem or item is None), None)
    return (tuple(item for item, _ in items), "") if problem is None else (None, problem or "wrong-type")


_READERS: Final[Mapping[Kind, Callable[[Json, Type], Reading]]] = {
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.TEXT: _text,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.MOMENT: _moment,
    Kind.DURATION: _duration,
    Kind.PERIOD: _period,
    Kind.LIST: _list,
}


def to_json(value: Value, type: Type) -> Json:
    """The JSON form of a value, which `from_json` reads back to the same value.

    A moment that was calculated beyond the years 1 to 9999 has none and is unknown.
    """
    if value is None:
        return None
    if type.kind is Kind.MOMENT and isinstance(value, int):
        return moment_text(value) if _FIRST <= value <= _LAST else None
    if type.kind is Kind.DURATION and isinstance(value, int):
        return _seconds(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, tuple) and type.item is not None:
        return [to_json(item, type.item) for item in value]
    return value


def _seconds(microseconds: int) -> Number:
    whole, rest = divmod(microseconds, 1_000_000)
    return whole if not rest else Decimal(plain(Decimal(microseconds).scaleb(-6)))

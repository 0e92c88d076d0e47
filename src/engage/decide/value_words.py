"""Values as people read them, in English and Chinese."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.units import ELAPSED, Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.ground.numbers import plain

__all__ = ["duration_words", "moment_words", "short_words", "value_words"]

_UNITS: Final[Mapping[Unit, Words]] = {
    Unit.SECOND: Words("second", "秒"),
    Unit.MINUTE: Words("minute", "分钟", "分鐘"),
    Unit.HOUR: Words("hour", "小时", "小時"),
    Unit.DAY: Words("day", "天"),
    Unit.WEEK: Words("week", "周", "週"),
    Unit.BUSINESS_HOUR: Words("business hour", "工作小时", "工作小時"),
    Unit.WORKING_DAY: Words("working day", "个工作日", "個工作日"),
    Unit.CALENDAR_DAY: Words("calendar day", "个自然日", "個自然日"),
    Unit.CALENDAR_WEEK: Words("calendar week", "个自然周", "個自然週"),
    Unit.CALENDAR_MONTH: Words("calendar month", "个自然月", "個自然月"),
    Unit.CALENDAR_YEAR: Words("calendar year", "个自然年", "個自然年"),
    Unit.BILLING_MONTH: Words("billing month", "个账期", "個賬期"),
}
_YES, _NO, _UNKNOWN = Words("yes", "是"), Words("no", "否"), Words("unknown", "未知")
_YUAN: Final = "CNY"
_HUNDREDTH: Final = Decimal("0.01")
_ROOMY: Final = Context(prec=80)


def duration_words(duration: Duration, language: str) -> str:
    """`30 minutes`, `1 working day`, `30分钟`, `1个工作日`."""
    amount = plain(duration.amount)
    unit = _UNITS[duration.unit].in_language(language)
    if language.startswith("zh"):
        return f"{amount}{unit}"
    return f"{amount} {unit}" if duration.amount == 1 else f"{amount} {unit}s"


def value_words(value: object, type: Type | None, language: str, zone: str) -> str:
    """A value as people read it: choices by label, money with its currency, moments in the ruleset's zone."""
    if value is None:
        return _UNKNOWN.in_language(language)
    if isinstance(value, bool):
        return (_YES if value else _NO).in_language(language)
    if isinstance(value, tuple):
        inner = type.item if type is not None else None
        comma = "、" if language.startswith("zh") else ", "
        return comma.join(value_words(each, inner, language, zone) for each in value)
    if isinstance(value, Duration):
        return duration_words(value, language)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return _number_words(value, type, language, zone)
    if type is not None and isinstance(value, str):
        labels = next((term.labels for term in type.choices if term.id == value), None)
        return labels.in_language(language) or value if labels else value
    return str(value)


def short_words(value: object, type: Type | None, language: str, zone: str) -> str:
    """As `value_words`; of what was divided two decimals, the exact figure is in the data."""
    if isinstance(value, Decimal) and value != (short := value.quantize(_HUNDREDTH, context=_ROOMY)):
        value = short.normalize(_ROOMY)
    return value_words(value, type, language, zone)


def _number_words(value: int | Decimal, type: Type | None, language: str, zone: str) -> str:
    if type is not None and type.kind is Kind.DURATION:
        return duration_words(_longest_unit(int(value)), language)
    if type is not None and type.kind is Kind.MOMENT:
        return moment_words(int(value), ZoneInfo(zone))
    if type is not None and type.kind is Kind.MONEY:
        if type.currency == _YUAN:
            return f"{plain(value)}元" if language.startswith("zh") else f"{plain(value)} yuan"
        return f"{plain(value)} {type.currency}".strip()
    return plain(value)


def _longest_unit(length: int) -> Duration:
    for unit in (Unit.DAY, Unit.HOUR, Unit.MINUTE, Unit.SECOND):
        if length and length % ELAPSED[unit] == 0:
            return Duration(length // ELAPSED[unit], unit)
    return Duration(Decimal(length) / ELAPSED[Unit.SECOND], Unit.SECOND)


def moment_words(at: int, zone: datetime.tzinfo) -> str:
    """A moment as `2026-11-05 10:00`, with seconds where it has some."""
    moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=at)
    local = moment.astimezone(zone)
    return local.strftime("%Y-%m-%d %H:%M:%S" if local.second or local.microsecond else "%Y-%m-%d %H:%M")

"""How a value is shown inside a text: choices by their label, money with its unit, dates in ISO form.

Inside the house a missing value is shown as `unknown` (zh `未知`), never left out and never as `None`. A text for
customers says what stands in (`or else`), and does not go out without it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.ground.limits import LIMITS
from engage.ground.numbers import plain, rounded
from engage.program.local_time import clock

__all__ = [
    "MISSING",
    "Show",
    "is_missing",
    "shown_as",
    "within_limit",
]

#: Stands where a message was cut.
_CUT: Final = "…"


def within_limit(text: str) -> tuple[str, bool]:
    """The text, cut where it grows beyond the published size of a message, and whether it was."""
    if len(text) * 4 <= LIMITS.message_bytes:
        return text, False
    encoded = text.encode("utf-8", "surrogatepass")
    if len(encoded) <= LIMITS.message_bytes:
        return text, False
    return encoded[: LIMITS.message_bytes - len(_CUT.encode())].decode("utf-8", "ignore") + _CUT, True


def is_missing(value: object) -> bool:
    """True for what a customer would not see: nothing, no items, a text without a visible character."""
    if isinstance(value, str):
        return not any(char.isprintable() and not char.isspace() for char in value)
    if isinstance(value, tuple):
        return all(is_missing(each) for each in value)
    return value is None


MISSING: Final = {"en": "unknown", "zh": "未知", "zh-Hant": "未知"}
_YES_NO: Final = {"en": ("no", "yes"), "zh": ("否", "是"), "zh-Hant": ("否", "是")}
_COMMA: Final = {"en": ", ", "zh": "、", "zh-Hant": "、"}
#: singular, plural; simplified; traditional
_UNITS: Final = {
    Unit.SECOND: ("second", "seconds", "秒", "秒"),
    Unit.MINUTE: ("minute", "minutes", "分钟", "分鐘"),
    Unit.HOUR: ("hour", "hours", "小时", "小時"),
    Unit.DAY: ("day", "days", "天", "天"),
    Unit.WEEK: ("week", "weeks", "周", "週"),
    Unit.BUSINESS_HOUR: ("business hour", "business hours", "工作小时", "工作小時"),
    Unit.WORKING_DAY: ("working day", "working days", "个工作日", "個工作日"),
    Unit.CALENDAR_DAY: ("calendar day", "calendar days", "个自然日", "個自然日"),
    Unit.CALENDAR_WEEK: ("calendar week", "calendar weeks", "个自然周", "個自然週"),
    Unit.CALENDAR_MONTH: ("calendar month", "calendar months", "个自然月", "個自然月"),
    Unit.CALENDAR_YEAR: ("calendar year", "calendar years", "个自然年", "個自然年"),
    Unit.BILLING_MONTH: ("billing month", "billing months", "个账期", "個帳期"),
}
_SIZES: Final = (
    (86_400_000_000, Unit.DAY),
    (3_600_000_000, Unit.HOUR),
    (60_000_000, Unit.MINUTE),
    (1_000_000, Unit.SECOND),
)

Show = Callable[[object], str]


def shown_as(type: Type, language: str, zone: str) -> Show:
    """A function from a value of the type, or None, to its text in `en`, `zh` or `zh-Hant`."""
    missing = MISSING.get(language, MISSING["en"])
    labels = {term.id: term.labels.in_language(language) or term.id for term in type.choices}
    item = shown_as(type.item, language, zone) if type.item else None

    def show(value: object) -> str:
        if value is None:
            return missing
        if isinstance(value, tuple):
            return _COMMA.get(language, ", ").join((item or show)(each) for each in value)
        if isinstance(value, str):
            return labels.get(value, value)
        return _plain_text(value, type, language, zone)

    return show


def _plain_text(value: object, type: Type, language: str, zone: str) -> str:
    if isinstance(value, bool):
        return _YES_NO.get(language, _YES_NO["en"])[value]
    if isinstance(value, Duration):
        return _length(value, language)
    if isinstance(value, int | Decimal):
        if type.kind is Kind.MONEY:
            return _money(rounded(value), type.currency, language)
        if type.kind is Kind.DURATION:
            return _length(_in_units(int(value)), language)
        if type.kind is Kind.MOMENT:
            local = clock(int(value), zone)
            return MISSING["en"] if local is None else local.strftime("%Y-%m-%d %H:%M")
        return plain(rounded(value))
    if isinstance(value, datetime.time):
        return value.isoformat("minutes" if not value.second else "seconds")
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _money(value: int | Decimal, currency: str, language: str) -> str:
    if currency in ("", "CNY"):
        return f"{plain(value)} yuan" if language == "en" else f"{plain(value)}元"
    return f"{plain(value)} {currency}"


def _in_units(length: int) -> Duration:
    size, unit = next((pair for pair in _SIZES if length and length % pair[0] == 0), _SIZES[-1])
    return Duration(length // size, unit)


def _length(length: Duration, language: str) -> str:
    one, many, simplified, traditional = _UNITS[length.unit]
    if language == "en":
        return f"{plain(length.amount)} {one if length.amount == 1 else many}"
    return f"{plain(length.amount)}{traditional if language == 'zh-Hant' else simplified}"

"""Moments of examples: `2026-11-05 10:00` in the ruleset's zone, or with an offset of its own. Both ways."""

from __future__ import annotations

import datetime
import re
import unicodedata
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["moment_in_zone", "moment_text", "offset_in", "read_moment"]

_MOMENT: Final = re.compile(
    r"(\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?))?\s*(Z|[-+]\d{2}:?\d{2})?", re.IGNORECASE
)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def _zone(name: str) -> datetime.tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.UTC


def read_moment(text: str, zone: str) -> tuple[int, int] | None:
    """Microseconds UTC and the offset in minutes; a date alone means its start. None for what is no moment."""
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        return None
    try:
        day = datetime.date(*(int(part) for part in found[1].split("-")))
        hour, minute, second = [*(found[2] or "0:00").split(":"), "0"][:3]
        fraction = second.partition(".")[2].ljust(6, "0")
        clock = datetime.time(int(hour), int(minute), int(second.partition(".")[0]), int(fraction))
        local = datetime.datetime.combine(day, clock, _offset(found[3]) or _zone(zone))
        offset = local.utcoffset() or datetime.timedelta()
        return (local - _EPOCH) // datetime.timedelta(microseconds=1), int(offset.total_seconds() // 60)
    except (ValueError, OverflowError):
        return None


def _offset(text: str | None) -> datetime.tzinfo | None:
    if not text:
        return None
    if text in "Zz":
        return datetime.UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return datetime.timezone(sign * datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:])))


def moment_text(at: int, offset: int, zone: str) -> str:
    """The moment as it is printed; the offset is shown where the zone would not give it."""
    try:
        tz = datetime.timezone(datetime.timedelta(minutes=offset))
        local = (_EPOCH + datetime.timedelta(microseconds=at)).astimezone(tz)
    except (ValueError, OverflowError):
        return ""
    text = local.strftime("%Y-%m-%d %H:%M") if local.year >= 1000 else local.isoformat(" ", "minutes")[:16]
    if local.microsecond:
        text += local.strftime(":%S.%f")
    elif local.second:
        text += local.strftime(":%S")
    if read_moment(text, zone) == (at, offset):
        return text
    sign = "-" if offset < 0 else "+"
    return f"{text} {sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}"


def offset_in(zone: str, at: int) -> int:
    """The offset of a zone at a moment, in minutes; 0 beyond the calendar."""
    try:
        local = (_EPOCH + datetime.timedelta(microseconds=at)).astimezone(_zone(zone))
    except (ValueError, OverflowError):
        return 0
    return int((local.utcoffset() or datetime.timedelta()).total_seconds() // 60)


def moment_in_zone(at: int, zone: str) -> str:
    """The moment as it is printed where no offset was kept: in the zone, with an offset only where it is needed."""
    return moment_text(at, offset_in(zone, at), zone)

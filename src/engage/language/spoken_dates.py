"""Dates as people say them where a date is called for: `26年12月20日`, `12月1日`, `2026年底`, `20261220`.

A date in a ruleset is whole and in digits: 2026-12-20. This file says which one is meant, or what is missing.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Final

from attrs import frozen

from engage.ground.finding import Words
from engage.language.chinese_numerals import numeral_at

__all__ = ["SpokenDate", "spoken_date_at"]

_NUMBER: Final = "[0-9]{1,4}|[〇零一二三四五六七八九十]{1,4}"
_CHINESE: Final = re.compile(
    f"(?:(?P<year>{_NUMBER})年)?(?:(?P<month>{_NUMBER})月(?:份)?)?(?:(?P<day>{_NUMBER})[日号]?)?(?P<about>[初中末底]旬?)?",
    re.ASCII,
)
_EIGHT: Final = re.compile(r"([12][0-9]{3})([01][0-9])([0-3][0-9])(?![0-9])", re.ASCII)
#: the year of a date in an example, where none was said
_YEAR: Final = 2026


@frozen
class SpokenDate:
    """What is to be written for a date up to `end`; `sure` where it is certain which one is meant."""

    end: int
    way_out: Words
    sure: str = ""


def spoken_date_at(text: str, at: int) -> SpokenDate | None:
    """The date that is said at a place of a simplified text; None where none is, or where it is written as one."""
    if found := _EIGHT.match(text, at):
        year, month, day = (int(part) for part in found.groups())
        return _whole(found.end(), year, month, day)
    found = _CHINESE.match(text, at)
    if found is None or found.end() == at:
        return None
    year_said, month_said, day_said, about = found.group("year", "month", "day", "about")
    year, month, day = (_value(each) for each in (year_said, month_said, day_said))
    year = year if year >= 100 else 2000 + year
    if year_said and month_said and day_said:
        written = f"{year_said}{month_said}{day_said}".isascii() and len(year_said) == 4 and found[0][-1] in "日号"
        return None if written else _whole(found.end(), year, month, day)
    late = about is not None and about[0] in "末底"
    if month_said and (day_said or about) and not year_said:
        return _partly(found.end(), "the year", "年份", _YEAR, month, day or (0 if late else 1))
    if not year_said or not (month_said or about or len(year_said) == 4):
        return None  # `12个月`, `3年`, `5日`: a length of time
    month = month if month_said else 12 if late else 1
    return _partly(found.end(), "the day", "日期", year, month, 0 if late else 1)


def _value(said: str | None) -> int:
    if said is None or said.isascii():
        return int(said or 0)
    numeral = numeral_at(said, 0)
    return int(numeral.digits[0]) if numeral is not None and numeral.sure and numeral.end == len(said) else 0


def _written(year: int, month: int, day: int) -> str:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return ""


def _whole(end: int, year: int, month: int, day: int) -> SpokenDate | None:
    date = _written(year, month, day)
    return SpokenDate(end, Words(f"`{date}`", f"“{date}”"), date) if date else None


def _partly(end: int, english: str, chinese: str, year: int, month: int, day: int) -> SpokenDate | None:
    """What is missing, with an example; day 0 is the last of its month."""
    last = day or (calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 1)
    date = _written(year, month, last)
    if not date:
        return None
    return SpokenDate(end, Words(f"{english} too, for example `{date}`", f"明{chinese}，例如“{date}”"))

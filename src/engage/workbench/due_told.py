"""A length of time tried on a calendar: when it is due, what was open on the way, what is open at its start."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from engage.decide.value_words import duration_words
from engage.facts.units import ELAPSED, Duration, Unit
from engage.ground.finding import Words
from engage.ground.render import columns
from engage.ground.script import traditional
from engage.service import Calendar, Pause, due_at, late_from, warn_at
from engage.service.lengths import measured
from engage.service.moments import micros, moment_of
from engage.service.open_time import FARTHEST, Span, open_spans, without
from engage.service.targets import pause_spans
from engage.workbench.clocks_told import length_words, when

__all__ = ["Asked", "Reckoned", "due_json", "due_lines", "reckon"]

_WORDS: Final[Mapping[str, Words]] = {
    "from": Words("{0} from {1} · {2} · {3}", "自 {1} 起 {0} · {2} · {3}"),
    "working week": Words("working week", "工作时间"),
    "calendar": Words("calendar {0}", "日历 {0}"),
    "elapsed": Words("day and night", "昼夜连续", "晝夜連續"),
    "midnights": Words("by midnights", "按自然日"),
    "zones": Words("times of {0}, its hours of {1}", "时间按 {0}，营业时间按 {1}"),
    "zone": Words("times of {0}", "时间按 {0}"),
    "due": Words("due", "到期"),
    "late": Words("late from", "超时始于"),
    "never": Words("never within 20 years", "二十年内不到期"),
    "warning": Words("warning {0}", "预警 {0}"),
    "then": Words("at the start", "开始时"),
    "always": Words("open day and night", "昼夜开放"),
    "open": Words("open, closes {0}", "开放，{0} 关闭"),
    "again": Words("open, closes {0}, opens {1}", "开放，{0} 关闭，{1} 再开放"),
    "closed": Words("closed, opens {0}, closes {1}", "不开放，{0} 开放，{1} 关闭"),
    "shut": Words("closed, never opens within 20 years", "不开放，二十年内也不开放"),
    "counted": Words("counted", "计入的时段"),
}


@frozen
class Asked:
    """What is tried: a length on the schedules of a calendar (the working week has no id), from a moment on.

    `zone` is the ruleset's. `warnings` as written, each with the share or how much is left.
    """

    length: Duration
    calendar: str
    on: Calendar
    zone: str
    start: datetime.datetime
    pauses: tuple[Pause, ...] = ()
    warnings: tuple[tuple[str, str | datetime.timedelta], ...] = ()


@frozen
class Reckoned:
    """Moments in microseconds UTC. `counted` are the stretches up to the due moment.

    `next_spans` are the next two times at which the calendar is open, from the start on; `endless`: it never closes.
    """

    due: int | None
    late: int | None
    warnings: tuple[tuple[str, int | None], ...]
    counted: tuple[Span, ...]
    next_spans: tuple[Span, ...]
    endless: bool


def reckon(asked: Asked) -> Reckoned:
    """Work it out. Raises CalendarError for what is no target, warning or pause on this calendar."""
    start = micros(asked.start)
    due = _micros(due_at(asked.on, asked.start, asked.length, asked.pauses))
    warnings = tuple(
        (written, _micros(warn_at(asked.on, asked.start, asked.length, threshold, asked.pauses)))
        for written, threshold in asked.warnings
    )
    late = _micros(late_from(asked.on, asked.start, asked.length, asked.pauses))
    spans = tuple(islice(open_spans(asked.on.schedules, start), 2))
    endless = bool(spans) and spans[0] == (start, start + FARTHEST)
    return Reckoned(due, late, warnings, tuple(_counted(asked, start, due)), spans, endless)


def _micros(at: datetime.datetime | None) -> int | None:
    return None if at is None else micros(at)


def _counted(asked: Asked, start: int, due: int | None) -> Iterator[Span]:
    """The stretches that the length is made of; none where it is never over."""
    if due is None:
        return
    on, left = measured(asked.on, start, asked.length)
    pauses = pause_spans((micros(begins), _micros(ends)) for begins, ends in asked.pauses)
    for begin, end in without(open_spans(on.schedules, start), pauses):
        if not left:
            return
        until = min(end, begin + left)
        yield begin, until
        left -= until - begin


# ----------------------------------------------------------------------------------------------- told


def due_lines(asked: Asked, found: Reckoned, language: str) -> list[str]:
    """What came of it, for a terminal."""
    never = _say("never", language)

    def at(moment: int | None) -> str:
        return never if moment is None else when(moment, asked.zone)

    length = duration_words(asked.length, language)
    head = _say(
        "from",
        language,
        length,
        when(micros(asked.start), asked.zone),
        _counting(asked, language),
        _zones(asked, language),
    )
    pairs = [(_say("due", language), at(found.due)), (_say("late", language), at(found.late))]
    pairs += [(_say("warning", language, written), at(moment)) for written, moment in found.warnings]
    pairs += [(_say("then", language), _now(asked, found, language))]
    return [head, *columns(pairs), *_stretches(asked, found.counted, language)]


def _counting(asked: Asked, language: str) -> str:
    """What the length is counted on."""
    if asked.length.unit in ELAPSED:
        return _say("elapsed", language)
    if asked.length.unit not in (Unit.BUSINESS_HOUR, Unit.WORKING_DAY):
        return _say("midnights", language)
    return _say("calendar", language, asked.calendar) if asked.calendar else _say("working week", language)


def _zones(asked: Asked, language: str) -> str:
    others = dict.fromkeys(each.zone for each in asked.on.schedules if each.zone != asked.zone)
    return _say("zones", language, asked.zone, ", ".join(others)) if others else _say("zone", language, asked.zone)


def _now(asked: Asked, found: Reckoned, language: str) -> str:
    """Is it open when the length begins, and when does that change?"""
    if found.endless:
        return _say("always", language)
    if not found.next_spans:
        return _say("shut", language)
    (opens, closes), *later = found.next_spans
    moments = [when(moment, asked.zone) for moment in (opens, closes, *(span[0] for span in later))]
    if opens > micros(asked.start):
        return _say("closed", language, *moments[:2])
    return _say("again", language, *moments[1:]) if later else _say("open", language, moments[1])


def _stretches(asked: Asked, spans: Sequence[Span], language: str) -> list[str]:
    if not spans:
        return []
    pairs = [
        (f"{when(begin, asked.zone)} – {when(end, asked.zone)}", length_words(end - begin, language))
        for begin, end in spans
    ]
    return [_say("counted", language), *columns(pairs)]


def due_json(asked: Asked, found: Reckoned) -> dict[str, object]:
    """The same as data: moments as RFC 3339 text in the zone of the ruleset, lengths in seconds."""

    def at(moment: int | None) -> str | None:
        return None if moment is None else moment_of(moment).astimezone(ZoneInfo(asked.zone)).isoformat()

    start = micros(asked.start)
    first = found.next_spans[0] if found.next_spans else None
    is_open = first is not None and first[0] <= start
    opens = found.next_spans[1:] if is_open else found.next_spans
    return {
        "length": f"{asked.length.amount} {asked.length.unit.value}",
        "calendar": asked.calendar or None,
        "zone": asked.zone,
        "from": at(start),
        "due": at(found.due),
        "late_from": at(found.late),
        "warnings": [{"threshold": written, "at": at(moment)} for written, moment in found.warnings],
        "open": is_open,
        "opens": at(opens[0][0]) if opens else None,
        "closes": None if first is None or found.endless else at(first[1]),
        "counted": [
            {"from": at(begin), "until": at(end), "seconds": (end - begin) / 1_000_000} for begin, end in found.counted
        ],
    }


def _say(key: str, language: str, *values: str) -> str:
    words = _WORDS[key]
    text = traditional(words.zh) if language == "zh-Hant" else words.in_language(language)
    for place, value in enumerate(values):
        text = text.replace(f"{{{place}}}", value)
    return text

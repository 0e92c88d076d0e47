"""Service clocks in words: what each measures, how it stands, how much has passed, when it is due. Text and data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from engage.decide.plan_words import label
from engage.decide.value_words import moment_words
from engage.facts.vocabulary import Domain, Vocabulary
from engage.gate.values import moment_text
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.service.case_clocks import ClockNow
from engage.service.clock_times import Standing

__all__ = [
    "CLOCK_WORDS",
    "STANDINGS",
    "clock_figures",
    "clock_json",
    "clock_line",
    "clock_title",
    "length_words",
    "when",
]

STANDINGS: Final[Mapping[Standing, Words]] = {
    Standing.RUNNING: Words("running", "计时中", "計時中"),
    Standing.PAUSED: Words("paused", "暂停", "暫停"),
    Standing.LATE: Words("late", "超时", "逾時"),
    Standing.MET: Words("met", "达成", "達成"),
    Standing.RESET: Words("reset", "已重计", "已重計"),
    Standing.CANCELLED: Words("cancelled", "已取消", "已取消"),
}
CLOCK_WORDS: Final[Mapping[str, Words]] = {
    "title": Words("Service clocks", "服务时钟", "服務時鐘"),
    "none": Words(
        "no clock runs, and none has ended lately",
        "没有进行中的时钟，近期也无已结束的",
        "沒有進行中的時鐘，近期也無已結束的",
    ),
    "of": Words("{0} of {1}", "{1} 中已用 {0}"),
    "due": Words("due {0}", "{0} 到期"),
    "no due": Words("no due time while it stands still", "暂停期间无到期时间", "暫停期間無到期時間"),
    "left": Words("{0} left", "还剩 {0}", "還剩 {0}"),
    "over": Words("{0} over", "已超 {0}", "已超 {0}"),
    "started": Words("started {0}", "{0} 开始", "{0} 開始"),
    "ended": Words("ended {0}", "{0} 结束", "{0} 結束"),
    "open": Words("clock time", "计时", "計時"),
    "closed": Words("closed", "非营业", "非營業"),
    "paused": Words("paused", "暂停", "暫停"),
    "now": Words("now", "现在", "現在"),
    "warning": Words("warning", "预警", "預警"),
}
_UNITS: Final = (
    (86_400, Words("d", "天")),
    (3_600, Words("h", "小时", "小時")),
    (60, Words("min", "分钟", "分鐘")),
    (1, Words("s", "秒")),
)


def length_words(micro: int, language: str) -> str:
    """A length of clock time in its two largest units: `1 h 30 min`; hours are not gathered into days."""
    seconds, parts = abs(micro) // 1_000_000, []
    for size, unit in _UNITS[1:]:
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{' ' if language == 'en' else ''}{unit.in_language(language)}")
    joined = " " if language == "en" else ""
    return joined.join(parts[:2]) or f"0{' ' if language == 'en' else ''}{_UNITS[-1][1].in_language(language)}"


def when(at: int, zone: str) -> str:
    """A moment on the ruleset's clock."""
    return moment_words(at, ZoneInfo(zone))


def _say(key: str, language: str, *values: str) -> str:
    text = CLOCK_WORDS[key].in_language(language)
    for place, value in enumerate(values):
        text = text.replace(f"{{{place}}}", value)
    return text


def clock_title(clock: ClockNow, vocabulary: Vocabulary, language: str) -> str:
    """What it measures, and for which case."""
    name = label(vocabulary, Domain.TARGET, clock.target, language)
    return f"{name} · {clock.case}" if clock.case else name


def clock_line(clock: ClockNow, zone: str, language: str) -> str:
    """How it stands, in one line."""
    state = STANDINGS[clock.standing].in_language(language)
    return f"{state}{', ' if language == 'en' else '，'}{clock_figures(clock, zone, language)}"


def clock_figures(clock: ClockNow, zone: str, language: str) -> str:
    """How much has passed, what is left, when it is due or ended, and when it started."""
    return (", " if language == "en" else "，").join(_parts(clock, zone, language))


def _parts(clock: ClockNow, zone: str, language: str) -> Iterator[str]:
    if clock.elapsed is not None and clock.amount is not None:
        yield _say("of", language, length_words(clock.elapsed, language), length_words(clock.amount, language))
        left = clock.amount - clock.elapsed
        if clock.ended is None:
            yield _say("left" if left >= 0 else "over", language, length_words(left, language))
    if clock.ended is not None:
        yield _say("ended", language, when(clock.ended, zone))
    elif clock.due is not None:
        yield _say("due", language, when(clock.due, zone))
    elif clock.standing is Standing.PAUSED:
        yield _say("no due", language)
    yield _say("started", language, when(clock.started, zone))


def clock_json(clock: ClockNow) -> dict[str, object]:
    """A clock as data: moments with a zone, lengths in seconds of the clock's own time."""
    goal = clock.goal
    return {
        "target": clock.target,
        "case": clock.case,
        "standing": clock.standing.value,
        "allowed": None if goal is None else f"{plain(goal.target.amount)} {goal.target.unit.value}",
        "calendar": None if goal is None else goal.calendar,
        "started": moment_text(clock.started),
        "ended": _moment(clock.ended),
        "due": _moment(clock.due),
        "seconds_passed": _seconds(clock.elapsed),
        "seconds_allowed": _seconds(clock.amount),
        "stretches": [
            {"from": moment_text(each.start), "until": moment_text(each.end), "what": each.what}
            for each in clock.stretches
        ],
    }


def _moment(at: int | None) -> str | None:
    return None if at is None else moment_text(at)


def _seconds(micro: int | None) -> float | None:
    return None if micro is None else micro / 1_000_000

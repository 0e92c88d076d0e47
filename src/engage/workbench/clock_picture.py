"""Service clocks as pictures: a line of time for each, with what was open, closed and paused, and when it is due."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from engage.facts.vocabulary import Vocabulary
from engage.service.case_clocks import ClockNow
from engage.service.clock_times import Standing
from engage.workbench.clocks_told import CLOCK_WORDS, STANDINGS, clock_figures, clock_line, clock_title, when
from engage.workbench.page import page, section, tag

__all__ = ["clock_picture", "clocks_page"]

_WIDTH: Final = 720
_LEFT: Final = 8
_TOP: Final = 34
_HIGH: Final = 26
_HEIGHT: Final = 116
_WARM: Final = (Standing.LATE,)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_FILLS: Final = {"open": ("var(--main)", "0.85"), "closed": ("var(--line)", "0.7"), "paused": ("url(#paused)", "1")}
_HATCH: Final = (
    '<defs><pattern id="paused" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" fill="var(--paper)"/><rect width="2.5" height="6" fill="var(--warm)"/></pattern></defs>'
)
_DASHED: Final = '<line x1="7" x2="7" y1="0" y2="14" stroke="var(--warm)" stroke-width="2" stroke-dasharray="3 3"/>'
_STRIP: Final = '<rect y="5" width="14" height="4" fill="var(--warm)"/>'


def clocks_page(customer: str, clocks: Iterable[ClockNow], vocabulary: Vocabulary, zone: str, language: str) -> str:
    """A page with every clock of a customer."""
    title = CLOCK_WORDS["title"].in_language(language)
    body = [_part(clock, vocabulary, zone, language) for clock in clocks]
    legend = "" if not body else _legend(language)
    return page(f"{title} · {customer}", zone, [*body, legend], language)


def _part(clock: ClockNow, vocabulary: Vocabulary, zone: str, language: str) -> str:
    state = tag(STANDINGS[clock.standing].in_language(language), clock.standing in _WARM)
    told = clock_figures(clock, zone, language)
    drawn = clock_picture(clock, zone, language)
    return section(clock_title(clock, vocabulary, language), f"<p>{state} {escape(told)}</p>{drawn}")


def clock_picture(clock: ClockNow, zone: str, language: str) -> str:
    """One clock as SVG; empty for one without a target."""
    if not clock.stretches:
        return ""
    first, until = clock.stretches[0].start, clock.stretches[-1].end
    last = until if clock.due is None else max(until, clock.due)
    scale = _Scale(first, last)
    parts = [_HATCH, *_days(first, last, scale, zone)]
    for each in clock.stretches:
        fill, shade = _FILLS[each.what]
        left, right = scale.at(each.start), scale.at(each.end)
        said = f"{CLOCK_WORDS[each.what].in_language(language)}: {when(each.start, zone)} – {when(each.end, zone)}"
        parts.append(
            f'<rect x="{left:.1f}" y="{_TOP}" width="{max(right - left, 0.5):.1f}" height="{_HIGH}" fill="{fill}" '
            f'fill-opacity="{shade}"><title>{escape(said)}</title></rect>'
        )
    parts += _over(clock, scale, language)
    marks = [(at, "warning") for at in clock.warnings if first <= at <= last]
    marks += [(clock.due, "due")] if clock.due is not None and first <= clock.due <= last else []
    marks += [(clock.ended, "ended")] if clock.ended is not None else []
    marks += [(clock.now, "now")] if clock.ended is None and first <= clock.now <= last else []
    parts += [_mark(scale.at(at), kind, at, zone, language) for at, kind in marks]
    told = clock_line(clock, zone, language)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="100%" role="img" style="max-width:{_WIDTH}px">'
        f"<title>{escape(told)}</title>{''.join(parts)}</svg>"
    )


def _over(clock: ClockNow, scale: _Scale, language: str) -> Iterator[str]:
    """A line under what came after the due moment."""
    until = clock.now if clock.ended is None else clock.ended
    if clock.standing is Standing.LATE and clock.due is not None and clock.due < until:
        left, right = scale.at(clock.due), scale.at(until)
        yield (
            f'<rect x="{left:.1f}" y="{_TOP + _HIGH}" width="{right - left:.1f}" height="4" fill="var(--warm)">'
            f"<title>{escape(STANDINGS[Standing.LATE].in_language(language))}</title></rect>"
        )


class _Scale:
    """Where a moment stands from left to right."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._span = first, max(last - first, 1)

    def at(self, moment: int) -> float:
        return _LEFT + (_WIDTH - 2 * _LEFT) * (moment - self._first) / self._span


def _days(first: int, last: int, scale: _Scale, zone: str) -> Iterator[str]:
    """A thin line at each local midnight, with the date; of many days only some are named."""
    tz = ZoneInfo(zone)
    day = (_EPOCH + datetime.timedelta(microseconds=first)).astimezone(tz).date()
    end = (_EPOCH + datetime.timedelta(microseconds=last)).astimezone(tz).date()
    step = max(1, -(-(end - day).days // 10))
    yield _label(_LEFT, _HEIGHT - 12, when(first, zone), "start")
    while day < end:
        day += datetime.timedelta(days=step)
        midnight = datetime.datetime.combine(day, datetime.time(), tz)
        moment = (midnight - _EPOCH) // datetime.timedelta(microseconds=1)
        if moment < last:
            left = scale.at(moment)
            ends = f'y1="{_TOP - 6}" y2="{_TOP + _HIGH + 6}"'
            yield f'<line x1="{left:.1f}" x2="{left:.1f}" {ends} stroke="var(--line)"/>'
            if left > 190:
                yield _label(left, _HEIGHT - 12, f"{day:%m-%d}", "middle")


def _mark(left: float, kind: str, at: int, zone: str, language: str) -> str:
    colour = {"due": "var(--ink)", "now": "var(--main)", "ended": "var(--main)", "warning": "var(--warm)"}[kind]
    dash = ' stroke-dasharray="3 3"' if kind == "warning" else ""
    words = CLOCK_WORDS[kind].in_language(language).replace("{0}", when(at, zone)[-5:])
    line = (
        f'<line x1="{left:.1f}" x2="{left:.1f}" y1="{_TOP - 10}" y2="{_TOP + _HIGH + 6}" stroke="{colour}" '
        f'stroke-width="2"{dash}><title>{escape(f"{words} · {when(at, zone)}")}</title></line>'
    )
    if kind == "warning":
        return line
    anchor = "start" if left < 80 else "end" if left > _WIDTH - 80 else "middle"
    return line + _label(left, _TOP - 14 if kind == "due" else _TOP + _HIGH + 18, words, anchor, colour)


def _label(left: float, above: float, text: str, anchor: str, colour: str = "var(--soft)") -> str:
    return (
        f'<text x="{left:.1f}" y="{above:.1f}" font-size="12" fill="{colour}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )


def _legend(language: str) -> str:
    marks = "".join(
        f'<span style="margin-right:1rem"><svg width="14" height="14">{_HATCH if what == "paused" else ""}'
        f'<rect width="14" height="14" fill="{fill}" fill-opacity="{shade}"/></svg> '
        f"{escape(CLOCK_WORDS[what].in_language(language))}</span>"
        for what, (fill, shade) in _FILLS.items()
    )
    lines = "".join(
        f'<span style="margin-right:1rem"><svg width="14" height="14">{drawn}</svg> {escape(words)}</span>'
        for drawn, words in (
            (_DASHED, CLOCK_WORDS["warning"].in_language(language)),
            (_STRIP, STANDINGS[Standing.LATE].in_language(language)),
        )
    )
    return f'<p class="soft">{marks}{lines}</p>'

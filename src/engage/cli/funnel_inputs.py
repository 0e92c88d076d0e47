"""What `engage funnel` is asked: days, a window, a field, a kind of event, as a ruleset understands them."""

from __future__ import annotations

import datetime
from typing import Final
from zoneinfo import ZoneInfo

import typer
from attrs import frozen

from engage.cli.speech import say
from engage.facts.units import microseconds
from engage.facts.vocabulary import Field, Vocabulary
from engage.ground.finding import Words
from engage.ground.source import Fragment, Source
from engage.language import Scope, parse_duration, parse_event_name
from engage.program.program import Program
from engage.ruleset.moments import read_moment
from engage.workbench.funnel import Asked
from engage.workbench.funnel_in import grouped_by

__all__ = ["Wanted", "asked_of", "counted_by"]

_NO_DAY: Final = Words("write a day: 2026-11-30", "请写日期：2026-11-30", "請寫日期：2026-11-30")
_NO_LENGTH: Final = Words("write hours or days: `7 days`", "请写小时或天：`7天`", "請寫小時或天：`7天`")
_NO_FIELD: Final = Words("no event has a field `{name}`", "没有事件带有字段 `{name}`", "沒有事件帶有欄位 `{name}`")
_NO_SPAN: Final = Words("ends before `--from` begins", "早于 `--from`", "早於 `--from`")
_NO_EVENT: Final = Words("there is no event `{name}`", "没有事件 `{name}`", "沒有事件 `{name}`")


@frozen
class Wanted:
    """The options as they were typed."""

    by: str
    since: str
    through: str
    within: str
    changed: str
    per: str
    below: float | None


def asked_of(wanted: Wanted, program: Program, language: str) -> Asked:
    """What a report is asked for. Raises BadParameter for what the ruleset does not know, for what is no day, and for
    days that end before they begin."""
    by = counted_by(program, wanted.by, language)
    since = _day(wanted.since, program, "--from", language)
    until = _day(wanted.through, program, "--through", language, ends=True)
    if since is not None and until is not None and until < since:
        raise typer.BadParameter(say(_NO_SPAN, language), param_hint="--through")
    return Asked(
        since=since,
        until=until,
        within=_length(wanted.within, language),
        by=by,
        changed=_day(wanted.changed, program, "--changed", language),
        per=_kind(wanted.per, program, language),
        below=wanted.below,
    )


def counted_by(program: Program, name: str, language: str) -> Field | None:
    """The event field that `--by` names, None where nothing is named. Raises BadParameter for a field that is none."""
    found = grouped_by(program, name) if name else None
    if name and found is None:
        raise typer.BadParameter(say(_NO_FIELD, language, name=name), param_hint="--by")
    return found


def _day(text: str, program: Program, option: str, language: str, *, ends: bool = False) -> int | None:
    """The first moment of a day, or its last one; a moment with a clock time is itself."""
    if not text:
        return None
    moment = read_moment(text, program.zone)
    if moment is None:
        raise typer.BadParameter(say(_NO_DAY, language), param_hint=option)
    if not ends or ":" in text:
        return moment[0]
    zone = ZoneInfo(program.zone)
    day = datetime.datetime.fromtimestamp(moment[0] // 1_000_000, zone).date() + datetime.timedelta(days=1)
    return (read_moment(day.isoformat(), program.zone) or moment)[0] - 1


def _length(text: str, language: str) -> int:
    fragment = Fragment(text, Source("--within", text), ((0, 0),))
    length, _ = parse_duration(fragment, Scope(Vocabulary(), "en" if text.isascii() else "zh"))
    exact = microseconds(length) if length is not None else None
    if not exact or exact < 0:
        raise typer.BadParameter(say(_NO_LENGTH, language), param_hint="--within")
    return exact


def _kind(text: str, program: Program, language: str) -> str:
    if not text:
        return ""
    fragment = Fragment(text, Source("--per", text), ((0, 0),))
    for tongue in (language, "en", "zh", "zh-Hant"):
        kind, findings = parse_event_name(fragment, Scope(program.vocabulary, tongue))
        if kind is not None and not findings:
            return kind
    raise typer.BadParameter(say(_NO_EVENT, language, name=text), param_hint="--per")

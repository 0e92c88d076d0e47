"""`engage due`: when is a length of time over, on the working week or a calendar of a ruleset? Nothing is decided."""

from __future__ import annotations

import datetime
import json
import re
from typing import Annotated, Final

import typer

from engage.cli.complaints import near
from engage.cli.helping import in_chinese
from engage.cli.moments import moment_named
from engage.cli.opening import console, given, open_model, say_next
from engage.cli.options import JsonOption, LangOption, RulesetArgument
from engage.cli.speech import language_of, say
from engage.errors import CalendarError
from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import Domain, Vocabulary
from engage.ground.finding import Words
from engage.ground.source import Fragment
from engage.language import Scope, parse_duration
from engage.program.program import Program
from engage.ruleset.moments import read_moment
from engage.service import Calendar, Pause
from engage.service.moments import moment_of
from engage.workbench.due_told import Asked, due_json, due_lines, reckon

__all__ = ["due"]

_NO_UNIT: Final = Words(
    "`{text}` has no unit: write {text} business hours, {text} working days or {text} minutes",
    "`{text}` 没有单位：请写 {text}工作小时、{text}个工作日或 {text}分钟",
    "`{text}` 沒有單位：請寫 {text}工作小時、{text}個工作日或 {text}分鐘",
)
_NO_LENGTH: Final = Words(
    "`{text}` is not a length of time: write 2 business hours, 1 working day, 30 minutes, 1 calendar day",
    "`{text}` 不是时长：请写 2工作小时、1个工作日、30分钟、1个自然日",
    "`{text}` 不是時長：請寫 2工作小時、1個工作日、30分鐘、1個自然日",
)
_NO_CALENDAR: Final = Words(
    "the ruleset has no calendar `{name}`; it has: {known}",
    "规则集没有日历 `{name}`；有：{known}",
    "規則集沒有日曆 `{name}`；有：{known}",
)
_NO_CALENDARS: Final = Words(
    "the ruleset has no calendar `{name}`, only its working week: leave --calendar out",
    "规则集没有日历 `{name}`，只有工作时间：请省略 --calendar",
    "規則集沒有日曆 `{name}`，只有工作時間：請省略 --calendar",
)
_NO_LEVEL: Final = Words(
    "the ruleset has no service level `{name}`; it has: {known}",
    "规则集没有服务等级 `{name}`；有：{known}",
    "規則集沒有服務等級 `{name}`；有：{known}",
)
_ONE_OF_THEM: Final = Words(
    "a service level has its calendar: give --level or --calendar, not both",
    "服务等级自有日历：--level 与 --calendar 只能给一个",
    "服務等級自有日曆：--level 與 --calendar 只能給一個",
)
_NO_PAUSE: Final = Words(
    "`{text}` is no pause: write 2026-11-05 12:00 to 2026-11-06 09:00",
    "`{text}` 不是暂停：请写 2026-11-05 12:00 至 2026-11-06 09:00",
    "`{text}` 不是暫停：請寫 2026-11-05 12:00 至 2026-11-06 09:00",
)
_NO_WARNING: Final = Words(
    "`{text}` is no warning: write 75%, or how much is left: 1 business hour left",
    "`{text}` 不是预警点：请写 75%，或剩余多少：剩余 1工作小时",
    "`{text}` 不是預警點：請寫 75%，或剩餘多少：剩餘 1工作小時",
)
_TO: Final = re.compile(r"\s+to\s+|\s*[至到]\s*", re.IGNORECASE)
_LEFT: Final = re.compile(r"\s+left$|^\s*剩[余餘]\s*", re.IGNORECASE)
_HOUR: Final = 3_600_000_000

LengthArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "how long: `2 business hours`, `1 working day`, `30 minutes`",
        "多久：`2工作小时`、`1个工作日`、`30分钟`",
        "多久：`2工作小時`、`1個工作日`、`30分鐘`",
    ),
]
FromOption = Annotated[
    str,
    typer.Option("--from"),
    Words(
        "from when on, like 2026-12-24 16:00, in the ruleset's zone; now unless said",
        "从何时起，如 2026-12-24 16:00，按规则集的时区；默认为现在",
        "從何時起，如 2026-12-24 16:00，按規則集的時區；預設為現在",
    ),
]
CalendarOption = Annotated[
    str,
    typer.Option(),
    Words(
        "on this calendar of the ruleset; the working week unless said",
        "按规则集的这个日历；默认按工作时间",
        "按規則集的這個日曆；預設按工作時間",
    ),
]
LevelOption = Annotated[
    str,
    typer.Option(),
    Words(
        "on the calendar of this service level, by its id or name",
        "按这个服务等级（代码或名称）的日历",
        "按這個服務等級（代碼或名稱）的日曆",
    ),
]
PauseOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "it stands still: `2026-12-24 17:00 to 2026-12-28 10:00`; more than once",
        "期间停计：`2026-12-24 17:00 至 2026-12-28 10:00`；可多次给出",
        "期間停計：`2026-12-24 17:00 至 2026-12-28 10:00`；可多次給出",
    ),
]
WarnOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "when to warn: `75%`, `1 business hour left`; more than once",
        "何时预警：`75%`、`剩余 1工作小时`；可多次给出",
        "何時預警：`75%`、`剩餘 1工作小時`；可多次給出",
    ),
]


@in_chinese(
    "试算一段时长在规则集的日历上何时到期：计入了哪些时段，开始时是否开放。不作决策，也不记录。",
    "試算一段時長在規則集的日曆上何時到期：計入了哪些時段，開始時是否開放。不作決策，也不記錄。",
)
def due(
    ruleset: RulesetArgument,
    length: LengthArgument,
    start: FromOption = "",
    calendar: CalendarOption = "",
    level: LevelOption = "",
    pause: PauseOption = None,
    warn: WarnOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell when a length of time is over on a calendar of the ruleset, and what was open on the way.

    Nothing is decided, and nothing is recorded.
    """
    language = language_of(lang)
    _, program = open_model(ruleset, language)
    if calendar and level:
        raise typer.BadParameter(say(_ONE_OF_THEM, language), param_hint="--calendar")
    named = _of_level(program, level, language) if level else _known(program, calendar, language)
    asked = Asked(
        _length(length, language),
        named,
        Calendar(program.calendars.get(named, ())),
        program.zone,
        moment_of(moment_named(start, program.zone, language, "--from")),
        tuple(_pause(each, program.zone, language) for each in pause or ()),
        tuple((each, _warning(each, language)) for each in warn or ()),
    )
    try:
        found = reckon(asked)
    except CalendarError as error:
        raise typer.BadParameter(error.text(language)) from None
    if as_json:
        typer.echo(json.dumps(due_json(asked, found), ensure_ascii=False, indent=2))
        return
    screen = console()
    for line in due_lines(asked, found, language):
        screen.print(line)
    if not warn:
        options = (*given("--from", start), *given("--calendar", calendar), *given("--level", level))
        say_next(screen, language, "due", ruleset, length, *options, "--warn", "75%")


def _length(text: str, language: str) -> Duration:
    if text.strip().isdecimal():
        raise typer.BadParameter(say(_NO_UNIT, language, text=text.strip()), param_hint="LENGTH")
    found = _read(text)
    if found is None:
        raise typer.BadParameter(say(_NO_LENGTH, language, text=text), param_hint="LENGTH")
    return found


def _read(text: str) -> Duration | None:
    tongue = "en" if text.isascii() else "zh"
    found, findings = parse_duration(Fragment.of(text, "LENGTH"), Scope(Vocabulary(), tongue))
    return None if findings or found is None or found.amount < 0 else found


def _known(program: Program, name: str, language: str) -> str:
    """A calendar by its id; the working week under the empty one."""
    calendars = sorted(id for id in program.calendars if id)
    if name and name not in calendars:
        words = _NO_CALENDAR if calendars else _NO_CALENDARS
        told = say(words, language, name=name, known=", ".join(calendars)) + near(name, calendars, language)
        raise typer.BadParameter(told, param_hint="--calendar")
    return name


def _of_level(program: Program, name: str, language: str) -> str:
    """The calendar of a service level, which is named by its id or a label in any language."""
    spelt: dict[str, str] = {}
    for term in program.vocabulary.named(Domain.LEVEL):
        texts = (term.id, term.labels.en, term.labels.zh, term.labels.hant)
        spelt |= {text.casefold(): term.id for text in texts if text}
    if name.casefold() not in spelt:
        told = say(_NO_LEVEL, language, name=name, known=", ".join(dict.fromkeys(spelt.values())))
        raise typer.BadParameter(told + near(name, tuple(spelt), language), param_hint="--level")
    return program.furnishing.level_calendars.get(spelt[name.casefold()], "")


def _pause(text: str, zone: str, language: str) -> Pause:
    moments = [read_moment(part, zone) for part in _TO.split(text.strip())]
    known = [moment_of(moment[0]) for moment in moments if moment is not None]
    if len(known) != 2 or len(moments) != 2:
        raise typer.BadParameter(say(_NO_PAUSE, language, text=text), param_hint="--pause")
    return known[0], known[1]


def _warning(text: str, language: str) -> str | datetime.timedelta:
    """A share as the calendar reads it, or how much is left of the clock's own time."""
    if text.strip().endswith("%"):
        return text.strip()
    left = _read(_LEFT.sub("", text))
    exact = None if left is None else microseconds(left)
    if left is not None and left.unit is Unit.BUSINESS_HOUR:
        exact = int(left.amount * _HOUR)
    if exact is None:
        raise typer.BadParameter(say(_NO_WARNING, language, text=text), param_hint="--warn")
    return datetime.timedelta(microseconds=exact)

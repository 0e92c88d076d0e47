"""The Service part of the rule book: calendars, service levels, queues with pools and skills, floors at a glance."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final

from engage.decide.value_words import duration_words
from engage.facts.calendar import DAY_SECONDS, Hours, Interval, Schedule
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.language.actions import RouteTo, ServeAt, SetOutput
from engage.program.from_model_clocks import schedule_of_week
from engage.program.working_time import WorkingHours
from engage.ruleset import document_words
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.floors import Floor
from engage.ruleset.model import CatalogueItem, Table
from engage.workbench.page import table, tag
from engage.workbench.rule_book_told import Book

__all__ = ["approvals", "calendars", "levels", "queues", "targets"]

_WORDS: Final[Mapping[str, Words]] = {
    "working week": Words("working week", "工作时间", "工作時間"),
    "of the ruleset": Words(
        "business hours and working days of tasks and deadlines, and of service levels without a calendar of their own",
        "任务与期限，以及未指定日历的服务等级，均按此计算工作小时与工作日",
    ),
    "both": Words("open while all of these are: {0}", "以下均开放时开放：{0}", "以下均開放時開放：{0}"),
    "zone": Words("zone", "时区", "時區"),
    "week": Words("week", "每周", "每週"),
    "closed": Words("holidays", "节假日", "節假日"),
    "own": Words("dates of their own", "特定日期"),
    "from": Words("from {0}", "{0} 起"),
    "before": Words("closed before {0}", "{0} 之前不开放", "{0} 之前不開放"),
    "used by": Words("used by", "使用者"),
    "never": Words("never open", "从不开放", "從不開放"),
    "day": Words("all day", "全天"),
    "to": Words("{0} to {1}", "{0}至{1}"),
    "level": Words("service level", "服务等级", "服務等級"),
    "target": Words("target", "时限", "時限"),
    "within": Words("within", "不超过", "不超過"),
    "counted": Words("counted", "计时方式", "計時方式"),
    "on": Words("on {0}", "按 {0}"),
    "elapsed": Words("day and night", "昼夜连续", "晝夜連續"),
    "midnights": Words("by midnights", "按自然日"),
    "clock": Words("clock", "时钟", "時鐘"),
    "no clock": Words("no clock", "无时钟", "無時鐘"),
    "measured": Words("yes", "有"),
    "served": Words("applied by", "由谁适用", "由誰適用"),
    "nobody": Words("nobody", "无", "無"),
    "none": Words("no targets", "没有时限", "沒有時限"),
    "set by": Words("set by", "由谁设定", "由誰設定"),
    "at levels": Words("at service levels", "所在服务等级", "所在服務等級"),
    "staffs": Words("staffs", "值守队列", "值守隊列"),
    "needed by": Words("needed by", "由谁需要", "由誰需要"),
    "takes over": Words("reached by", "由谁转入", "由誰轉入"),
    "floor": Words("floor", "底线", "底線"),
    "approved": Words("approved by", "批准人"),
    "approved on": Words("on", "批准日期"),
    "through": Words("through", "有效至"),
    "open end": Words("without end", "长期", "長期"),
    "unapproved": Words("not approved", "未批准"),
    "given up": Words("given up", "已放弃", "已放棄"),
}
_ON_CALENDAR: Final = (Unit.BUSINESS_HOUR, Unit.WORKING_DAY)
_ELAPSED: Final = (Unit.SECOND, Unit.MINUTE, Unit.HOUR, Unit.DAY, Unit.WEEK)
_DAY: Final = datetime.timedelta(days=1)


# ------------------------------------------------------------------------------------------ calendars


def calendars(book: Book) -> str:
    """The working week, then each calendar: its zone, its hours, its dates, what counts on it."""
    header = book.model.header
    week = schedule_of_week(header.zone, WorkingHours(header.working.hours, header.working.holidays))
    parts = [_calendar(book, "", (week,))]
    parts += [_calendar(book, id, schedules) for id, schedules in header.calendars.items()]
    return "\n".join(parts)


def _calendar(book: Book, id: str, schedules: Sequence[Schedule]) -> str:
    own = "" if id else f'<p class="soft">{escape(book.say(_WORDS["of the ruleset"]))}</p>'
    rows = list(_of_hours(book, schedules[0])) if len(schedules) == 1 else [("", _together(book, schedules))]
    users = [*_naming(book, Domain.LEVEL, "calendar", id), *_naming(book, Domain.QUEUE, "hours", id)]
    rows += [(book.say(_WORDS["used by"]), book.joined(users))] if users else []
    return f"<h3>{escape(_name(book, id))}</h3>{own}{table(('', ''), rows)}"


def _name(book: Book, id: str) -> str:
    return id or book.say(_WORDS["working week"])


def _naming(book: Book, domain: Domain, key: str, id: str) -> list[str]:
    """The things that name a calendar. A service level that names none has the working week."""
    items = book.model.catalogue.items.get(domain.value, ())
    usual = "" if domain is Domain.LEVEL else None
    return [book.named(domain, item.id) for item in items if item.settings.get(key, usual) == id]


def _together(book: Book, schedules: Sequence[Schedule]) -> str:
    """The calendars that hold together; no schedule of theirs is written with them."""
    alone = [(id, made[0]) for id, made in book.model.header.calendars.items() if len(made) == 1]
    known = [next((id for id, schedule in alone if schedule == each), each.zone) for each in schedules]
    return book.say(_WORDS["both"], book.joined(known))


def _of_hours(book: Book, schedule: Schedule) -> Iterator[tuple[str, str]]:
    yield book.say(_WORDS["zone"]), schedule.zone
    for hours in schedule.hours:
        since = "" if hours.starts is None else f" · {book.say(_WORDS['from'], hours.starts.isoformat())}"
        yield f"{book.say(_WORDS['week'])}{since}", _week(book, hours)
        closed = [day for day, opened in sorted(hours.dates.items()) if not opened]
        if closed:
            yield f"{book.say(_WORDS['closed'])}{since}", book.joined(list(_dates(book, closed)))
        part = [f"{day.isoformat()} {_times(book, opened)}" for day, opened in sorted(hours.dates.items()) if opened]
        if part:
            yield f"{book.say(_WORDS['own'])}{since}", book.joined(part, "; ")
    first = schedule.hours[0].starts if schedule.hours else None
    if first is not None:
        yield "", book.say(_WORDS["before"], first.isoformat())


def _week(book: Book, hours: Hours) -> str:
    """Days that follow one another with the same hours are told together."""
    told: list[tuple[int, int, tuple[Interval, ...]]] = []
    for day in range(7):
        opened = tuple(hours.week.get(day, ()))
        if told and told[-1][2] == opened:
            told[-1] = (told[-1][0], day, opened)
        else:
            told.append((day, day, opened))
    parts = [f"{_days(book, first, last)} {_times(book, opened)}" for first, last, opened in told if opened]
    return book.joined(parts, "; ") or book.say(_WORDS["never"])


def _days(book: Book, first: int, last: int) -> str:
    names = [_weekday(book, day) for day in dict.fromkeys((first, last))]
    return book.say(_WORDS["to"], *names) if len(names) == 2 else names[0]


def _weekday(book: Book, day: int) -> str:
    names = [name for name, number in document_words.WEEKDAYS.items() if number == str(day) and name != number]
    english = next(name for name in names if name.isascii()).capitalize()
    chinese = [name for name in names if not name.isascii()]
    return book.say(Words(english, chinese[0], chinese[-1]))


def _times(book: Book, opened: Sequence[Interval]) -> str:
    return book.joined(
        [
            book.say(_WORDS["day"]) if (start, end) == (0, DAY_SECONDS) else f"{_clock(start)}–{_clock(end)}"
            for start, end in ((opens, closes or DAY_SECONDS) for opens, closes in opened)
        ]
    )


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"


def _dates(book: Book, days: Iterable[datetime.date]) -> Iterator[str]:
    """Dates in a row are told by their ends."""
    runs: list[list[datetime.date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        one, last = run[0].isoformat(), run[-1].isoformat()
        yield one if len(run) == 1 else book.say(Words("{0} to {1}", "{0} 至 {1}"), one, last)


# ------------------------------------------------------------------------------------- service levels


def levels(book: Book) -> str:
    """Each target of each service level: within what, counted how, with a clock or not; who serves at the level."""
    heads = ("level", "target", "within", "counted", "clock", "served")
    rows = [row for item in book.model.catalogue.items.get(Domain.LEVEL.value, ()) for row in _level(book, item)]
    return table([book.say(_WORDS[head]) for head in heads], rows, html=True) if rows else ""


def _level(book: Book, item: CatalogueItem) -> Iterator[list[str]]:
    targets = item.settings.get("targets")
    calendar = str(item.settings.get("calendar", ""))
    who = book.who(lambda action: isinstance(action, ServeAt) and action.level == item.id)
    name, served = book.head(Domain.LEVEL, item.id), escape(book.joined(who) or book.say(_WORDS["nobody"]))
    if not isinstance(targets, Mapping) or not targets:
        yield [name, escape(book.say(_WORDS["none"])), "", _on(book, calendar), "", served]
        return
    clocks = {clock.id for clock in book.model.every(ServiceClock)}
    for place, (metric, within) in enumerate(targets.items()):
        measured = escape(book.say(_WORDS["measured"])) if metric in clocks else tag(book.say(_WORDS["no clock"]), True)
        yield [
            "" if place else name,
            escape(book.named(Domain.TARGET, metric)),
            escape(duration_words(within, book.language)),
            escape(_counted(book, within, calendar)),
            measured,
            "" if place else served,
        ]


def _on(book: Book, calendar: str) -> str:
    return book.say(_WORDS["on"], _name(book, calendar))


def _counted(book: Book, within: Duration, calendar: str) -> str:
    if within.unit in _ON_CALENDAR:
        return _on(book, calendar)
    return book.say(_WORDS["elapsed" if within.unit in _ELAPSED else "midnights"])


def targets(book: Book) -> str:
    """The targets there are, the levels that say them, and who sets one beside its level."""

    def at_levels(item: CatalogueItem) -> str:
        every = book.model.catalogue.items.get(Domain.LEVEL.value, ())
        named = ((level, level.settings.get("targets")) for level in every)
        return escape(
            book.joined(
                [
                    book.named(Domain.LEVEL, level.id)
                    for level, said in named
                    if isinstance(said, Mapping) and item.id in said
                ]
            )
        )

    def set_by(item: CatalogueItem) -> str:
        who = book.who(lambda action: isinstance(action, SetOutput) and action.output == item.id)
        slot = f"target:{item.id}"
        who += [made.id for made in book.model.every(Table) if any(each.slot == slot for each in made.outputs)]
        return escape(book.joined(list(dict.fromkeys(who))))

    more = {book.say(_WORDS["at levels"]): at_levels, book.say(_WORDS["set by"]): set_by}
    return book.entries(Domain.TARGET, more=more)


# --------------------------------------------------------------------------------------------- queues


def queues(book: Book) -> str:
    """Queues with everything that routing asks of them, the pools that staff them, the skills that are asked for."""

    def led_to(item: CatalogueItem) -> str:
        return escape(
            book.joined(book.who(lambda action: isinstance(action, RouteTo) and item.id in _queues_of(action)))
        )

    def staffs(item: CatalogueItem) -> str:
        every = book.model.catalogue.items.get(Domain.QUEUE.value, ())
        named = ((queue, queue.settings.get("staffed by", ())) for queue in every)
        staffed = [book.named(Domain.QUEUE, queue.id) for queue, by in named if isinstance(by, tuple) and item.id in by]
        return escape(book.joined(staffed))

    def needed(item: CatalogueItem) -> str:
        reasons = book.model.catalogue.items.get(Domain.REASON.value, ())
        named = ((reason, reason.settings.get("needs", ())) for reason in reasons)
        asking = [
            book.named(Domain.REASON, reason.id)
            for reason, needs in named
            if isinstance(needs, tuple) and any(need.skill == item.id for need in needs)
        ]
        asking += book.who(lambda action: isinstance(action, RouteTo) and item.id in _skills_of(action))
        return escape(book.joined(asking))

    order = ("step", "staffed by", "hours", "closed", "known worker", "ring", "after a decline", "overflow")
    parts = [
        (Domain.QUEUE, book.entries(Domain.QUEUE, order, {book.say(_WORDS["takes over"]): led_to})),
        (Domain.POOL, book.entries(Domain.POOL, more={book.say(_WORDS["staffs"]): staffs})),
        (Domain.SKILL, book.entries(Domain.SKILL, more={book.say(_WORDS["needed by"]): needed})),
    ]
    heads = {Domain.QUEUE: "", Domain.POOL: book.key("pools"), Domain.SKILL: book.key("skills")}
    return "\n".join(
        (f"<h3>{escape(heads[domain])}</h3>" if heads[domain] else "") + told for domain, told in parts if told
    )


def _queues_of(action: RouteTo) -> set[str]:
    return {action.queue, *(rung.queue for rung in action.ladder)}


def _skills_of(action: RouteTo) -> set[str]:
    return {need.skill for needs in (action.needs, *(rung.needs for rung in action.ladder)) for need in needs}


# --------------------------------------------------------------------------------------------- floors


def approvals(book: Book, floors: Sequence[Floor]) -> str:
    """Who approved each floor, when, and until when that counts."""
    rows = []
    for floor in floors:
        given_up = "" if floor.holdings else tag(book.say(_WORDS["given up"]), True)
        name = f"{escape(floor.title.in_language(book.language) or floor.id)} {given_up}".strip()
        if floor.approval is None:
            rows.append([name, tag(book.say(_WORDS["unapproved"]), True), "", ""])
            continue
        through = floor.approval.through
        until = through.isoformat() if through else book.say(_WORDS["open end"])
        rows.append([name, escape(floor.approval.by), floor.approval.on.isoformat(), escape(until)])
    heads = [book.say(_WORDS[key]) for key in ("floor", "approved", "approved on", "through")]
    return table(heads, rows, html=True)

"""V057 to V060, V062, V063: clocks that do not start or go on, days that mean two things, calendars never open."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engage.checks.checked import Checked
from engage.checks.claims import claims_at
from engage.checks.named import called, pieces, ruling, target_called
from engage.checks.staging import DEFAULT_MOMENT
from engage.facts.calendar import Schedule
from engage.facts.floors import MaximumWait
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, Kind, Type
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.source import Span
from engage.language import print_action, print_duration
from engage.language.actions import SetOutput
from engage.language.tree import And, Compare, Condition, Literal, Measure, Or, WindowKind
from engage.program.program import Slot
from engage.ruleset.clock_model import ServiceClock, kinds_said
from engage.ruleset.floors import Floor, kinds_of
from engage.ruleset.model import CatalogueItem, Model, Rule, Table
from engage.service.open_time import FARTHEST, open_spans

__all__ = [
    "BARE_DAYS",
    "NEVER_OPENS",
    "NEVER_RESUMES",
    "NEVER_STARTS",
    "NOT_HERE",
    "NO_WEEK",
    "check",
    "targets_written",
]

NEVER_STARTS: Final = Message(
    "V057",
    "the clock `{name}` never starts",
    "时钟 `{name}` 永不启动",
    "{why}",
    "{why}",
    severity=Severity.WARNING,
)
NEVER_RESUMES: Final = Message(
    "V058",
    "the clock `{name}` never goes on once it is paused",
    "时钟 `{name}` 一旦暂停便不再继续",
    "what has ever happened stays so: ask for a time, or for what an event says now",
    "发生过的事不会再变：请限定时间，或改问事件当前所说的内容",
    severity=Severity.WARNING,
)
BARE_DAYS: Final = Message(
    "V059",
    "`{seen}` of {whose} are 24 hours each: which days are meant?",
    "{whose}的 `{seen}` 按每天 24 小时计：指哪种天？",
    "write `{working}` or `{calendar}`; for 24 hours each, `{hours}`",
    "请写 `{working}` 或 `{calendar}`；按 24 小时计请写 `{hours}`",
    severity=Severity.WARNING,
)
NEVER_OPENS: Final = Message(
    "V060",
    "the calendar `{name}` never opens, and {use}",
    "日历 `{name}` 永不开放，而{use}",
    "give it hours; of calendars that hold together, hours in common",
    "请为其写上时间；同时开放的日历应有共同的时间",
    severity=Severity.WARNING,
)
NOT_HERE: Final = Message(
    "V062",
    "the clock `{name}` does not start at {events}: nothing gives it a target there",
    "时钟 `{name}` 在 {events} 处不启动：那里没有给出这项时限",
    "let a rule or table at this event serve at a level with the target `{name}`, or set it: `{example}`",
    "请让该事件的规则或决策表采用含时限 `{name}` 的服务等级，或直接给出：`{example}`",
    severity=Severity.WARNING,
)
NO_WEEK: Final = Message(
    "V063",
    "`{seen}` counts Monday to Friday around the clock: the ruleset has no `working week`",
    "`{seen}` 按周一至周五全天计：规则集没有写 `工作时间`",
    "write when you work in ruleset.yaml: `{example}`",
    "请在 ruleset.yaml 中写明工作时间：`{example}`",
    severity=Severity.WARNING,
)
_A_WEEK: Final = Words("working week: {monday to friday: 09:00 to 18:00}", "工作时间: {周一至周五: 09:00 至 18:00}")
_OF_TARGET: Final = Words("the target `{name}`", "时限 `{name}` ", "時限 `{name}` ")
_OF_FLOOR: Final = Words("the floor `{name}`", "底线 `{name}` ", "底線 `{name}` ")
_COUNTS: Final = Words("service level `{name}` counts business time on it", "服务等级 `{name}` 以其计时")
_KEPT: Final = Words("the queue `{name}` is open by it alone", "队列 `{name}` 只按它开放")
_NO_TARGET: Final = Words(
    "no service level, rule, table or floor says such a target", "没有服务等级、规则、决策表或底线给出这项时限"
)
_ENDS: Final = Words(
    "wherever it would start it ends: `{key}` asks for nothing more than `starts when`",
    "凡启动之处即结束：“{key}”的条件不多于启动的条件",
)
_STOPS: Final = Words("stops when", "停止 当", "停止 當")
_RESETS: Final = Words("resets when", "重计 当", "重計 當")
_CANCELS: Final = Words("cancelled when", "取消 当", "取消 當")
_BUSINESS: Final = frozenset({Unit.BUSINESS_HOUR, Unit.WORKING_DAY})
_YEAR: Final = 400 * 86_400_000_000
_DAY: Final = 86_400_000_000
_EPOCH: Final = datetime.date(1970, 1, 1)


def check(asked: Checked) -> Iterable[Finding]:
    """What can be shown of clocks, targets and calendars from what is written."""
    targets = tuple(targets_written(asked.model))
    waits = (each.guarantee for floor in asked.model.every(Floor) for each in floor.holdings)
    held = {wait.metric for wait in waits if isinstance(wait, MaximumWait)}
    for clock in asked.model.every(ServiceClock):
        never = tuple(_never_starts(clock, asked.model, {name for name, _, _ in targets} | held))
        yield from never or _not_here(clock, asked)
        if clock.pauses and all(_stays(line) for line in clock.pauses):
            yield Finding(
                NEVER_RESUMES, clock.pauses[0].span or clock.span, {"name": target_called(clock.id, asked.model)}
            )
    for name, target, span in targets:
        if target.unit in (Unit.DAY, Unit.WEEK):
            yield _bare(_OF_TARGET.filled(name=target_called(name, asked.model)), target, span)
    for floor in asked.model.every(Floor):
        for holding in floor.holdings:
            wait = holding.guarantee
            if isinstance(wait, MaximumWait) and wait.within.unit in (Unit.DAY, Unit.WEEK):
                yield _bare(_OF_FLOOR.filled(name=floor.id), wait.within, holding.span or floor.span)
    yield from _never_opens(asked)
    yield from _no_week(asked.model)


def _not_here(clock: ServiceClock, asked: Checked) -> Iterator[Finding]:
    """The events that it says it starts at, and at which no plan can hold its target."""
    events = asked.model.vocabulary.event_by_id
    without = [kind for kind in kinds_said(clock.starts) if kind in events and not _given(clock.id, kind, asked)]
    if without:
        name, target = target_called(clock.id, asked.model), Duration(2, Unit.HOUR)
        values: dict[str, str | Words] = {"name": name, "events": _named(without, asked.model)}
        set_to = SetOutput(clock.id, Literal(target, Type(Kind.DURATION)))
        texts = (print_action(set_to, asked.model.vocabulary, each) for each in ("en", "zh", "zh-Hant"))
        yield Finding(NOT_HERE, clock.starts[0].span or clock.span, {**values, "example": Words(*texts)})


def _given(target: str, kind: str, asked: Checked) -> bool:
    """May a plan at a kind of event hold a target: by a rule, a table, a floor, the safe default of who waits?"""
    levels = asked.program.furnishing.targets
    default = asked.program.safe_default.service_level
    if asked.model.vocabulary.event_by_id[kind].contact and default is not None and target in default.targets:
        return True
    shelf = asked.program.shelves.get(kind)
    for claim in claims_at(shelf, asked.model) if shelf else ():
        for said in claim.said:
            slot, key = said.place
            level = slot is Slot.LEVEL and (said.computed or target in levels.get(str(said.value), {}))
            if level or (slot is Slot.TARGET and key == target):
                return True
    held = (each for floor in asked.model.every(Floor) for each in kinds_of(floor, asked.model).get(kind, ()))
    return any(isinstance(each.guarantee, MaximumWait) and each.guarantee.metric == target for each in held)


def _named(kinds: Sequence[str], model: Model) -> Words:
    labels = [model.vocabulary.event_by_id[kind].labels for kind in kinds]
    en, zh, hant = (
        [f"`{each.in_language(language) or kind}`" for kind, each in zip(kinds, labels, strict=True)]
        for language in ("en", "zh", "zh-Hant")
    )
    return Words(", ".join(en), "、".join(zh), "、".join(hant))


def targets_written(model: Model) -> Iterator[tuple[str, Duration, Span | None]]:
    """Every target that is written out: its name, its length, its place."""
    for level in model.catalogue.items.get(Domain.LEVEL, ()):
        written = level.settings.get("targets")
        for name, target in written.items() if isinstance(written, dict) else ():
            yield name, target, level.places.get(f"targets.{name}", level.span)
    known = {term.id for term in model.vocabulary.named(Domain.TARGET)}
    for rule in model.every(Rule):
        for action in rule.actions:
            if isinstance(action, SetOutput) and action.output in known:
                yield from _literal(action.output, action.value, action.span or rule.span)
    for table in model.every(Table):
        for place, output in enumerate(table.outputs):
            if output.slot.startswith("target:"):
                for row in (*table.rows, *((table.otherwise,) if table.otherwise else ())):
                    yield from _literal(output.slot.partition(":")[2], row.results[place], row.span or table.span)


def _literal(name: str, value: object, span: Span | None) -> Iterator[tuple[str, Duration, Span | None]]:
    if isinstance(value, Literal) and isinstance(value.value, Duration):
        yield name, value.value, span


def _never_starts(clock: ServiceClock, model: Model, said: set[str]) -> Iterator[Finding]:
    name = target_called(clock.id, model)
    if clock.id not in said and not _computed(clock.id, model):
        yield Finding(NEVER_STARTS, clock.span, {"name": name, "why": _NO_TARGET})
    for key, lines in ((_STOPS, clock.stops), (_RESETS, clock.resets), (_CANCELS, clock.cancels)):
        # Of one event what ends counts first, so whatever it needs must not be there already at the start.
        if lines and set(lines) <= set(clock.starts):
            yield Finding(NEVER_STARTS, clock.span, {"name": name, "why": _ENDS.filled(key=key)})


def _computed(target: str, model: Model) -> bool:
    """Does a rule or table work the target out?"""
    rules = any(
        isinstance(action, SetOutput) and action.output == target
        for rule in model.every(Rule)
        for action in rule.actions
    )
    return rules or any(output.slot == f"target:{target}" for table in model.every(Table) for output in table.outputs)


def _stays(condition: Condition) -> bool:
    """Once it holds, does it hold for ever? At least so many events, of all that ever were."""
    if isinstance(condition, And | Or):
        return all(_stays(part) for part in condition.parts)
    if not isinstance(condition, Compare) or condition.op not in (">", ">="):
        return False
    left = condition.left
    if not isinstance(left, Measure) or left.term.function != "count" or left.term.commitment is not None:
        return False
    return left.term.window.kind is WindowKind.EVER and not left.term.filters


def _bare(whose: Words, target: Duration, span: Span | None) -> Finding:
    days = int(target.amount * (7 if target.unit is Unit.WEEK else 1))
    meant = {
        "seen": target,
        "working": Duration(days, Unit.WORKING_DAY),
        "calendar": Duration(days, Unit.CALENDAR_DAY),
        "hours": Duration(24 * days, Unit.HOUR),
    }
    values: dict[str, str | Words] = {
        key: Words(*(print_duration(each, language) for language in ("en", "zh", "zh-Hant")))
        for key, each in meant.items()
    }
    return Finding(BARE_DAYS, span, {"whose": whose, **values})


def _never_opens(asked: Checked) -> Iterator[Finding]:
    for level in asked.model.catalogue.items.get(Domain.LEVEL, ()):
        written, calendar = level.settings.get("targets"), str(level.settings.get("calendar", ""))
        counts = isinstance(written, dict) and any(each.unit in _BUSINESS for each in written.values())
        if counts and calendar and not _opens(asked.program.calendars.get(calendar, ())):
            yield _closed(calendar, _COUNTS, level, "calendar")
    for queue in asked.model.catalogue.items.get(Domain.QUEUE, ()):
        calendar = str(queue.settings.get("hours", ""))
        if calendar and not _opens(asked.program.calendars.get(calendar, ())):
            yield _closed(calendar, _KEPT, queue, "hours")


def _closed(calendar: str, use: Words, item: CatalogueItem, key: str) -> Finding:
    values: dict[str, str | Words] = {"name": calendar, "use": use.filled(name=called(item.labels, item.id))}
    return Finding(NEVER_OPENS, item.places.get(key, item.span), values)


def _no_week(model: Model) -> Iterator[Finding]:
    """One finding, at the first length that only a working week could measure."""
    if model.header.working.hours:
        return
    seen = ((length, span) for part, span in _measured(model) for length in pieces(part) if _by_week(length))
    for length, span in seen:
        assert isinstance(length, Duration)
        said = Words(*(print_duration(length, language) for language in ("en", "zh", "zh-Hant")))
        yield Finding(NO_WEEK, span, {"seen": said, "example": _A_WEEK})
        return


def _by_week(length: object) -> bool:
    return isinstance(length, Duration) and length.unit in _BUSINESS


def _measured(model: Model) -> Iterator[tuple[object, Span | None]]:
    """Whatever may hold lengths that the working week measures; what runs on a calendar of its own is left out."""
    for construct in ruling(model):
        if not isinstance(construct, ServiceClock):
            yield construct, construct.span
    for items in model.catalogue.items.values():
        for item in items:
            for key, value in item.settings.items() if not item.settings.get("calendar") else ():
                inside = value.items() if isinstance(value, dict) else ()
                yield from ((each, item.places.get(f"{key}.{name}", item.span)) for name, each in inside)
                yield value, item.places.get(key, item.span)
    yield model.vocabulary.commitments, None
    yield model.header.safe_sentences, None


def _opens(schedules: tuple[Schedule, ...]) -> bool:
    """Is there any open time in the first year in which all of them are in force, within the reach of a clock?"""
    starts = [hours.starts for schedule in schedules for hours in schedule.hours[:1] if hours.starts is not None]
    dates = [day for schedule in schedules for hours in schedule.hours for day in hours.dates]
    first = max(starts, default=min(dates, default=datetime.date(2024, 1, 1)))
    at = (first - _EPOCH).days * _DAY
    if at > DEFAULT_MOMENT + FARTHEST:
        return False
    return next(open_spans(schedules, at - _DAY, at + _YEAR), None) is not None

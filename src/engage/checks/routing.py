"""V040 to V042, V064: ladders that end in nobody or tighten, an overflow in a circle, a head start that starves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from engage.checks.checked import Checked
from engage.checks.named import called
from engage.facts.plan import Need, Route, Rung
from engage.facts.queues import ExitTo, Queue
from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Domain, Labels
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.source import Span
from engage.language.actions import Action, Ahead, RouteTo
from engage.language.printer_values import duration_text
from engage.ruleset.model import Model, Row, Rule, Table

__all__ = ["CIRCLE", "NOBODY", "STARVES", "TIGHTENS", "check"]

NOBODY: Final = Message(
    "V040",
    "who is routed to `{first}` may wait for ever: the ladder ends at `{queue}`, which no pool staffs, and nothing "
    "leads out",
    "转接到 `{first}` 的客户可能一直等下去：升级的最后一站 `{queue}` 没有坐席池值守，也没有溢出去向",
    "say who staffs it, `staffed by: [day_team]`, or where it leads: `overflow: [after 300 seconds to a callback]`",
    "请写明由谁值守：`由谁值守: [day_team]`，或溢出到哪里：`溢出: [300秒后转回拨]`",
    severity=Severity.WARNING,
)
CIRCLE: Final = Message(
    "V041",
    "the overflow of `{queue}` runs in a circle: {way}",
    "`{queue}` 的溢出绕成一圈：{way}",
    "let one of them overflow to a callback, a message or a queue that is not among them",
    "请让其中一个溢出到回拨、留言或圈外的队列",
    severity=Severity.WARNING,
)
STARVES: Final = Message(
    "V042",
    "a head start of {length} is strict precedence: others wait until nobody with it comes any more",
    "排队提前{length}等同绝对优先：只要还有这样的客户，其他人就一直等",
    "write how much longer others may wait because of it: `ahead by 90 seconds`; an hour is the most",
    "请写其他人最多因此多等多久，如 `排队提前 90秒`；最多一小时",
    severity=Severity.WARNING,
)
TIGHTENS: Final = Message(
    "V064",
    "the ladder at `{queue}` lets nobody in after {length}: who meets that rung has met an earlier one",
    "`{queue}` 的升级在{length}后没有放宽：符合这一级的坐席先前已经符合",
    "a ladder only widens: ask for the most first, and for less with each rung",
    "升级只会放宽：请先写最高要求，再逐级降低",
    severity=Severity.WARNING,
)
_MOST_AHEAD: Final = 3_600_000_000


def check(asked: Checked) -> Iterable[Finding]:
    """Queues are looked at where the catalogue declares pools; circles and head starts always."""
    model, queues = asked.model, asked.program.furnishing.queues
    if asked.program.furnishing.pools:
        yield from _nobody(model, queues)
    yield from _circles(model, queues)
    for route, span in _routes(model):
        for rung in _idle_rungs(route):
            queue = _label(model, rung.queue or route.queue)
            yield Finding(TIGHTENS, span, {"queue": queue, "length": _in_words(rung.after)})
    for action, span in _actions(model):
        length = action.by if isinstance(action, Ahead) else None
        if length is not None and (microseconds(length) or 0) > _MOST_AHEAD:
            yield Finding(STARVES, action.span or span, {"length": _in_words(length)})


def _idle_rungs(route: Route) -> Iterator[Rung]:
    """Rungs that widen nothing: whoever has what they need has what an earlier one of that queue needs."""
    earlier: list[tuple[str, tuple[Need, ...]]] = [(route.queue, route.needs)]
    for rung in route.ladder:
        queue, levels = rung.queue or route.queue, {need.skill: need.level for need in rung.needs}
        met = [all(levels.get(need.skill, 0) >= need.level for need in needs) for at, needs in earlier if at == queue]
        if any(met):
            yield rung
        earlier.append((queue, rung.needs))


def _nobody(model: Model, queues: Mapping[str, Queue]) -> Iterator[Finding]:
    """One finding for each two of where somebody is routed to and where that ladder ends."""
    told = set[tuple[str, str]]()
    for route, span in _routes(model):
        last = next((rung.queue for rung in reversed(route.ladder) if rung.queue), route.queue)
        if route.ladder and not route.ladder[-1].queue:
            last = route.queue
        led_out = any(_ends(queues, each.queue, set()) for each in queues.get(route.queue, Queue("")).overflow)
        if (route.queue, last) not in told and not led_out and not _ends(queues, last, set()):
            told.add((route.queue, last))
            yield Finding(NOBODY, span, {"first": _label(model, route.queue), "queue": _label(model, last)})


def _ends(queues: Mapping[str, Queue], id: str, seen: set[str]) -> bool:
    """Whether somebody serves here in the end; no queue is a callback or a message, which do end a wait."""
    if not id:
        return True
    queue = queues.get(id, Queue(id))
    if id in seen:
        return False
    seen.add(id)
    return bool(queue.staffed_by) or any(_ends(queues, each.queue, seen) for each in queue.overflow)


def _circles(model: Model, queues: Mapping[str, Queue]) -> Iterator[Finding]:
    """One finding a circle, at the first of its queues in the order of the catalogue."""
    told = set[frozenset[str]]()
    for item in model.catalogue.items.get(Domain.QUEUE.value, ()):
        way = _way_round(queues, item.id, (item.id,))
        if way is not None and frozenset(way) not in told:
            told.add(frozenset(way))
            names = [_label(model, id) for id in way]
            texts = (" > ".join(f"`{name.in_language(each)}`" for name in names) for each in ("en", "zh", "zh-Hant"))
            yield Finding(CIRCLE, item.span, {"queue": names[0], "way": Words(*texts)})


def _way_round(queues: Mapping[str, Queue], start: str, way: tuple[str, ...]) -> tuple[str, ...] | None:
    for each in queues.get(way[-1], Queue("")).overflow:
        if each.to is ExitTo.QUEUE and each.queue == start:
            return (*way, start)
        if each.to is ExitTo.QUEUE and each.queue not in way:
            found = _way_round(queues, start, (*way, each.queue))
            if found is not None:
                return found
    return None


def _routes(model: Model) -> Iterator[tuple[Route, Span | None]]:
    for action, span in _actions(model):
        if isinstance(action, RouteTo):
            yield Route(action.queue, action.needs, action.ladder), action.span or span
    if model.header.safe_default.route is not None:
        yield model.header.safe_default.route, None


def _actions(model: Model) -> Iterator[tuple[Action, Span | None]]:
    """What rules and rows of tables do, with the nearest place that is known."""
    for rule in model.every(Rule):
        yield from ((action, rule.span) for action in rule.actions)
    for table in model.every(Table):
        rows: tuple[Row, ...] = (*table.rows, *((table.otherwise,) if table.otherwise else ()))
        for row in rows:
            yield from ((each, row.span or table.span) for each in row.results if isinstance(each, RouteTo | Ahead))


def _label(model: Model, id: str) -> Words:
    item = model.catalogue.item(Domain.QUEUE, id)
    labels = item.labels if item else Labels(id)
    return called(labels, id)


def _in_words(length: Duration) -> Words:
    return Words(*(duration_text(length, language) for language in ("en", "zh", "zh-Hant")))

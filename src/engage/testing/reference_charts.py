"""Lifecycles and segments read out loud: where a customer stands after an event, told from the model alone."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve, frozen

from engage.facts.known import Situation, Stay
from engage.language.tree import Condition
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.testing.reference_history import Truth, World, all_true

__all__ = ["Standing", "after_event", "chart_of_field"]


@frozen
class Standing:
    """Where a customer stands after an event; `entered` is the stage entered at it. Of a segment: `in` or `out`."""

    stage: str
    since: int | None
    before: str
    entered: str = ""
    #: what was moved, as (from, to); from is empty where nothing was kept
    moves: tuple[tuple[str, str], ...] = ()

    def field(self, name: str) -> object:
        """The value of one of the fields: the bare stage, `since` or `before`."""
        return {"since": self.since, "before": self.before or None}.get(name, self.stage)


def chart_of_field(charts: tuple[Lifecycle | Segment, ...], name: str) -> tuple[Lifecycle | Segment, str] | None:
    """Which chart gives a field, and what the field tells: the stage, `since` or `before`."""
    for chart in charts:
        if name == f"customer.{chart.id}":
            return chart, "stage"
        for part in ("since", "before") if isinstance(chart, Lifecycle) else ():
            if name == f"customer.{chart.id}_{part}":
                return chart, part
    return None


def after_event(
    chart: Lifecycle | Segment, situation: Situation, world: World, truth: Callable[[Condition, World], Truth]
) -> Standing | None:
    """Where the event brings the customer; None for somebody who is nobody's customer."""
    now, state = situation.event.at, situation.state
    kept = state.stays.get(chart.id)
    if kept is None and not situation.profile.key:
        return None
    segment = isinstance(chart, Segment)
    first = "out" if isinstance(chart, Segment) else chart.start
    stay = kept or Stay(first, None if segment else now)
    begun = () if kept or segment else (("", first),)
    stands = Standing(stay.stage, stay.since, "" if segment else stay.before, first if begun else "", begun)
    if state.latest_at is not None and now < state.latest_at:
        return evolve(stands, entered="", moves=())
    asked = situation.event.data.get("stage") if situation.event.data.get("chart") == chart.id else None
    before = _as_it_was(chart, kept, world)
    for source, target, guard in _moves(chart):
        to = target or stay.before
        if source not in ("", stay.stage) or not to or to == stay.stage:
            continue
        if asked is not None and asked != to:
            continue
        if asked is None and all_true(truth(each, before) for each in guard) is not True:
            continue
        if asked is None and ((stay.since == now and to in stay.passed) or _rests(chart.id, stay, situation)):
            return stands
        left = "" if segment and kept is None else stay.stage
        return Standing(to, now, "" if segment else stay.stage, to, (*begun, (left, to)))
    return stands


def _rests(chart: str, stay: Stay, situation: Situation) -> bool:
    """Do its guards lead in a circle, so that nothing but an event moves the customer within a day?"""
    since = situation.state.held.get(f"circle {chart}")
    alone = situation.event.kind == "timer:"
    return alone and since is not None and since == stay.since and situation.event.at - since < 24 * 3_600_000_000


def _moves(chart: Lifecycle | Segment) -> list[tuple[str, str, tuple[Condition, ...]]]:
    if isinstance(chart, Lifecycle):
        return [(move.source, move.target, (move.condition,)) for move in chart.moves]
    return [("out", "in", chart.enter), *([("in", "out", chart.leave)] if chart.leave else [])]


def _as_it_was(chart: Lifecycle | Segment, kept: Stay | None, world: World) -> World:
    """The world in which the chart has not moved yet."""

    def look_up(name: str) -> object:
        own = chart_of_field((chart,), name)
        if own is None:
            return world.look_up(name)
        if isinstance(chart, Segment):
            return kept is not None and kept.stage == "in"
        if kept is None:
            return chart.start if own[1] == "stage" else None
        return {"stage": kept.stage, "since": kept.since, "before": kept.before or None}[own[1]]

    return evolve(world, look_up=look_up)

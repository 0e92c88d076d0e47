"""Knowing the customer at an event: every slot of a shelf gets its value, unknown ones stay None.

Pure: the same program, shelf and situation give the same values.
"""

from __future__ import annotations

from engage.facts.known import Situation
from engage.knowledge.charts import chart_values, stay_values
from engage.knowledge.freshness import distrust, standing
from engage.knowledge.measure import Past, measure, streak
from engage.knowledge.patterns import seen
from engage.knowledge.scores import score
from engage.knowledge.working_time import moment_after, moment_before
from engage.program.local_time import moment_part
from engage.program.program import (
    ChartInput,
    FactInput,
    HeldInput,
    HistoryInput,
    NowInput,
    PatternInput,
    Program,
    RunInput,
    Shelf,
    StayInput,
    ValueInput,
)

__all__ = ["fill"]


def fill(program: Program, shelf: Shelf, situation: Situation) -> list[object]:
    """The values of all slots, in a list as long as the program says; slots the shelf does not read are None."""
    values: list[object] = [None] * program.slots
    past: Past | None = None
    for source in shelf.inputs:
        if isinstance(source, FactInput):
            values[source.slot] = _fact(source, situation)
        elif isinstance(source, ValueInput):
            values[source.slot] = source.compute(values)
        elif isinstance(source, NowInput):
            values[source.slot] = _now(source, situation, program)
        elif isinstance(source, HistoryInput):
            past = past or Past.of(situation, program)
            values[source.slot] = measure(source, past, values)
        elif isinstance(source, RunInput):
            past = past or Past.of(situation, program)
            values[source.slot] = streak(source, past, values)
        elif isinstance(source, PatternInput):
            past = past or Past.of(situation, program)
            values[source.slot] = seen(source, past, values)
        elif isinstance(source, HeldInput):
            values[source.slot] = _held(source, situation, values)
        elif isinstance(source, StayInput):
            values[source.slot : source.slot + 4] = stay_values(source, situation)
        elif isinstance(source, ChartInput):
            values[source.slot : source.slot + 4] = chart_values(source, values, situation.event.at)
        else:
            values[source.slot], values[source.band_slot] = score(source, values)
    return values


def _fact(source: FactInput, situation: Situation) -> object:
    root, _, short = source.name.partition(".")
    if root == "event":
        return situation.event.data.get(short)
    kept = situation.profile.facts.get(source.name)
    if kept is None:
        return None
    fact = standing(kept, situation.event.at)
    return None if distrust(fact, situation.event.at, source.max_age, source.least_confidence) else fact.value


def _now(source: NowInput, situation: Situation, program: Program) -> object:
    if source.part == "kind":
        return situation.event.kind
    at: int | None = situation.event.at
    if source.shift is not None and at is not None:
        shifted = moment_before if source.back else moment_after
        at = shifted(at, source.shift, program.zone, program.working)
    return at if source.part == "moment" else moment_part(source.part, program.zone)(at)


def _held(source: HeldInput, situation: Situation, values: list[object]) -> bool | None:
    """True after `length` without a break. A streak that began after a late event's own moment counts for nothing."""
    if source.line.fails(values):
        return False
    if not source.line.holds(values):
        return None
    since = situation.state.held.get(source.id)
    return since is not None and situation.event.at - since >= source.length

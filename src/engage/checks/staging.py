"""An analyst's example as a situation: the persona it is like, what is given, what happened before, the event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import evolve

from engage.facts.known import MEMBERSHIP, Event, Fact, History, PastEvent, Profile, Situation, State, Stay, Value
from engage.facts.units import Duration, microseconds
from engage.knowledge.working_time import moment_before
from engage.language.tree import HeldFor, Literal
from engage.program.charts import IN, OUT
from engage.program.from_model_inputs import round_length, spelled
from engage.program.program import HeldInput, Program
from engage.ruleset.model import Example, PastGiven, Persona, SpokenGiven

__all__ = ["DEFAULT_MOMENT", "literal_value", "past_event", "stage"]

_TIMER: Final = "timer:"
#: An example without `at` is decided at 10:00 UTC on this Thursday, so that it stays the same for ever.
DEFAULT_MOMENT: Final = 1_768_471_200_000_000  # 2026-01-15


def stage(program: Program, example: Example, personas: Mapping[str, Persona]) -> Situation:
    """What is known in an example. Its customer is called after the example, and so is the case that it is about,
    unless a field `case` says another.
    """
    at = DEFAULT_MOMENT if example.at is None else example.at
    persona = personas.get(example.like)
    given: dict[str, Literal | None] = {**(persona.given if persona else {}), **example.given}
    history = example.history
    if history is None:
        history = (persona.history if persona else None) or ()
    kind = program.vocabulary.event_by_id.get(example.event)
    data = {name: literal_value(literal) for name, literal in example.data.items()}
    for name, literal in given.items():
        if name.startswith("event.") and literal is not None:
            data[name.removeprefix("event.")] = literal_value(literal)
    case = f"{example.id} case"
    told = (past_event(one, number, at, program) for number, one in enumerate(history, 1))
    past = [evolve(one, case=str(one.data.get("case") or case)) for one in told]
    past.sort(key=lambda one: (one.at, one.sequence))
    if example.event.startswith(_TIMER):
        data |= _started(program, example.event, past, at)
    event = Event(
        id=example.id,
        source="engage:example",
        type=kind.type if kind else example.event,
        at=at,
        offset=example.offset,
        kind=example.event if kind or example.event in program.shelves else "",
        subject=example.id,
        contact=f"{example.id} contact",
        case=str(data.get("case") or case),
        data=data,
    )
    facts = {
        name: Fact(literal_value(literal), at)
        for name, literal in given.items()
        if literal is not None and not name.startswith("event.")
    }
    facts, stays = _stays(program, facts, at)
    held = _since(program, (*(persona.held if persona else ()), *example.held), at)
    spoken = _spoken(program, (*(persona.spoken if persona else ()), *example.spoken), at)
    if program.needs.shared:
        facts[MEMBERSHIP] = Fact(f"{example.id} account", at)
    return Situation(event, Profile(example.id, facts), History(tuple(past)), State(spoken, held, stays=stays))


def _spoken(program: Program, spoken: Sequence[SpokenGiven], at: int) -> dict[tuple[str, str], int]:
    """When the rules spoke that are given, each for the one that it is once per; an example overrules its persona."""
    limits = program.limits if spoken else {}
    return {(one.rule, limits[one.rule].subject): _before(at, one.ago, program) for one in spoken if one.rule in limits}


def _since(program: Program, held: Sequence[HeldFor], at: int) -> Mapping[str, int]:
    """Since when each streak that is asked for has gone on, of those that are given."""
    lengths = {spelled(each.condition): round_length(each.length) for each in held}
    inputs = (source for shelf in program.shelves.values() for source in shelf.inputs) if lengths else ()
    asked = {source.id: source.condition for source in inputs if isinstance(source, HeldInput)}
    return {id: at - lengths[condition] for id, condition in asked.items() if condition in lengths}


def _stays(program: Program, facts: dict[str, Fact], at: int) -> tuple[dict[str, Fact], dict[str, Stay]]:
    """What is given of lifecycles and segments is where the customer stands, since now where nothing is said."""
    kept = {name: fact for name, fact in facts.items() if not program.vocabulary.field_by_name[name].chart}
    stays: dict[str, Stay] = {}
    for field in program.vocabulary.fields:
        stage = facts.get(field.name)
        if stage is None or field.name != f"customer.{field.chart}":
            continue
        since, before = (facts.get(f"{field.name}_{part}") for part in ("since", "before"))
        moment = since.value if since is not None and isinstance(since.value, int) else at
        named = stage.value if isinstance(stage.value, str) else IN if stage.value else OUT
        stays[field.chart] = Stay(named, moment, str(before.value) if before is not None else "")
    return kept, stays


def _started(program: Program, kind: str, past: Sequence[PastEvent], at: int) -> Mapping[str, Value]:
    """When the timer that rings now was started: at the last such event of the past that is old enough, or just so."""
    timers = ((start, timer) for start, shelf in program.shelves.items() for timer in shelf.timers)
    for start, timer in timers:
        if timer.rule == kind.removeprefix(_TIMER):
            latest = _before(at, timer.after, program)
            return {"started": max((one.at for one in past if one.kind == start and one.at <= latest), default=latest)}
    return {}


def literal_value(literal: Literal) -> Value:
    """The run-time value of a constant: durations of exact units become microseconds."""
    value = literal.value
    if isinstance(value, Duration):
        exact = microseconds(value)
        return value if exact is None else exact
    return value


def past_event(given: PastGiven, sequence: int, now: int, program: Program) -> PastEvent:
    """A past event of an example that is decided at `now`."""
    at = given.at
    if at is None:
        at = now if given.ago is None else _before(now, given.ago, program)
    data = {name: literal_value(literal) for name, literal in given.data.items()}
    return PastEvent(given.kind, at, sequence, data, id=f"past {sequence}", source="engage:example")


def _before(now: int, ago: Duration, program: Program) -> int:
    moment = moment_before(now, ago, program.zone, program.working)
    return now if moment is None else moment

"""One shelf for each kind of event: what is asked there, what must be known for it, and how rules are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from attrs import define, field, frozen

from engage.facts.vocabulary import BUILT_IN_EVENTS
from engage.language.actions import RouteTo
from engage.program.charts import ASK_AGAIN
from engage.program.floors import CompiledFloor
from engage.program.from_model_cost import cost_of_input
from engage.program.from_model_inputs import Plan
from engage.program.from_model_rules import Guard, Piece
from engage.program.program import (
    AbsenceTimer,
    CompiledNever,
    CompiledRule,
    CompiledTable,
    FactInput,
    HeldInput,
    Input,
    Shelf,
)
from engage.ruleset.model import Model, Never, Rule, Table

__all__ = ["TIMER", "Asked", "Shelved", "gather", "shelve"]

#: The kind of event that a timer of a rule rings with: `timer:RULE ID`.
TIMER = "timer:"


@define
class Asked:
    """What is asked at one kind of event."""

    rules: list[Piece[CompiledRule]] = field(factory=list)
    tables: list[Piece[CompiledTable]] = field(factory=list)
    nevers: list[Piece[CompiledNever]] = field(factory=list)
    floors: list[Piece[CompiledFloor]] = field(factory=list)
    timers: list[AbsenceTimer] = field(factory=list)


@frozen
class Shelved:
    """A shelf and what it costs at most."""

    shelf: Shelf
    cost: int


def _kinds_of(rule: Rule | Table | Never, model: Model) -> tuple[str, ...]:
    """The kinds of events at which it speaks; without any, all declared ones, and those with contact if it routes."""
    if rule.events:
        return tuple(dict.fromkeys(rule.events))
    routes = isinstance(rule, Rule) and any(isinstance(action, RouteTo) for action in rule.actions)
    built_in = {kind.id for kind in BUILT_IN_EVENTS}
    return tuple(
        kind.id for kind in model.vocabulary.events if kind.id not in built_in and (kind.contact or not routes)
    )


def gather(
    model: Model,
    rules: Mapping[str, Piece[CompiledRule]],
    tables: Mapping[str, Piece[CompiledTable]],
    nevers: Sequence[Piece[CompiledNever]],
    watching: bool,
    charts: tuple[bool, Sequence[Piece[CompiledRule]]] = (False, ()),
    floors: Mapping[str, Sequence[Piece[CompiledFloor]]] = MappingProxyType({}),
) -> dict[str, Asked]:
    """What is asked at each kind. A veto without an event holds wherever a plan may be made: where something is
    proposed, timers included, and where a customer waits, whom the safe default may serve.

    `watching`: held conditions are watched at every kind, those built in as well. `charts`: are there lifecycles or
    segments, and what is done on entering their stages? They are asked at every kind, and at one of their own.
    """
    shelves: dict[str, Asked] = {}
    for rule in model.every(Rule):
        if rule.absence is not None:
            timer = AbsenceTimer(rule.id, rule.absence.after, rule.absence.without)
            shelves.setdefault(rule.absence.start, Asked()).timers.append(timer)
            shelves.setdefault(TIMER + rule.id, Asked()).rules.append(rules[rule.id])
            continue
        for kind in _kinds_of(rule, model):
            shelves.setdefault(kind, Asked()).rules.append(rules[rule.id])
    for table in model.every(Table):
        for kind in _kinds_of(table, model):
            shelves.setdefault(kind, Asked()).tables.append(tables[table.id])
    everywhere = [piece for never, piece in zip(model.every(Never), nevers, strict=True) if not never.events]
    for never, piece in zip(model.every(Never), nevers, strict=True):
        for kind in _kinds_of(never, model) if never.events else ():
            shelves.setdefault(kind, Asked()).nevers.append(piece)
    built_in = {kind.id for kind in BUILT_IN_EVENTS}
    for each in (*model.vocabulary.events, *BUILT_IN_EVENTS):
        if watching or charts[0] or each.id not in built_in:
            shelves.setdefault(each.id, Asked())
    if charts[0]:
        shelves.setdefault(ASK_AGAIN, Asked())
    for kind, asked in shelves.items():
        asked.rules.extend(charts[1])
        asked.floors.extend(floors.get(kind, ()))
    waiting = {kind.id for kind in model.vocabulary.events if kind.contact}
    for kind, asked in shelves.items():
        if asked.rules or asked.tables or kind in waiting:
            asked.nevers.extend(everywhere)
    return shelves


def shelve(kind: str, asked: Asked, plan: Plan, held: Iterable[int], served: Iterable[int] = ()) -> Shelved:
    """The shelf of a kind. `held` are the slots of conditions that are watched at every event, `served` those that
    the safe default reads.
    """
    pieces: list[Piece[CompiledRule] | Piece[CompiledTable] | Piece[CompiledNever] | Piece[CompiledFloor]] = [
        *asked.rules,
        *asked.tables,
        *asked.nevers,
        *asked.floors,
    ]
    slots = {slot for piece in pieces for slot in piece.reads}
    inputs = plan.reach((*slots, *served, *(slot for slot in held if _watched(plan.inputs[slot], plan))))
    ordered = sorted(asked.rules, key=lambda piece: piece.made.id)
    always, by_value = _indexed(ordered)
    shelf = Shelf(
        kind=kind,
        inputs=inputs,
        rules=tuple(piece.made for piece in ordered),
        always=always,
        by_value=by_value,
        tables=tuple(sorted((piece.made for piece in asked.tables), key=lambda table: table.id)),
        nevers=tuple(sorted((piece.made for piece in asked.nevers), key=lambda never: never.id)),
        floors=tuple(sorted((piece.made for piece in asked.floors), key=lambda floor: floor.id)),
        timers=tuple(sorted(asked.timers, key=lambda timer: timer.rule)),
    )
    return Shelved(shelf, sum(piece.cost for piece in pieces) + sum(map(cost_of_input, inputs)))


def _watched(source: Input, plan: Plan) -> bool:
    """A held condition is watched at every event, unless it speaks of an event's own fields."""
    if not isinstance(source, HeldInput):
        return False
    below = plan.reach(source.line.reads)
    return not any(isinstance(each, FactInput) and each.name.startswith("event.") for each in below)


def _indexed(
    rules: Sequence[Piece[CompiledRule]],
) -> tuple[tuple[int, ...], tuple[tuple[int, Mapping[object, tuple[int, ...]]], ...]]:
    """Each rule stands in one place: under the values of one slot, or among those that are always asked."""
    spread: dict[int, set[object]] = {}
    for piece in rules:
        for guard in piece.guards:
            spread.setdefault(guard.slot, set()).update(guard.values)
    always = [place for place, piece in enumerate(rules) if not piece.guards]
    index: dict[int, dict[object, list[int]]] = {}
    for place, piece in enumerate(rules):
        if not piece.guards:
            continue
        # Invariant: not by slots, whose numbers go by the order of files; which rules are asked is recorded.
        best = min(piece.guards, key=lambda guard: (_share(guard, spread), guard.name))
        for value in best.values:
            index.setdefault(best.slot, {}).setdefault(value, []).append(place)
    by_value = tuple((slot, {value: tuple(places) for value, places in index[slot].items()}) for slot in sorted(index))
    return tuple(always), by_value


def _share(guard: Guard, spread: Mapping[int, set[object]]) -> float:
    """The part of the slot's values at which the rule must be asked: the smaller, the better the guard."""
    return len(guard.values) / len(spread[guard.slot])

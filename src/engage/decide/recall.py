"""Facts used: what a decision read, by name, and back again. Verdicts are recomputed from it, never from a customer.

Keys are field names, ids of history terms, and `once RULE` for when a `once per` rule last spoke.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engage.facts.known import State
from engage.knowledge.scores import score
from engage.program.program import (
    ChartInput,
    HeldInput,
    HistoryInput,
    Input,
    PatternInput,
    Program,
    RunInput,
    ScoreInput,
    Shelf,
    StayInput,
    ValueInput,
    Values,
)

__all__ = ["facts_used", "footprint_key", "input_name", "once_spoken", "recall"]


def input_name(source: Input) -> str:
    """The key of an input in facts used."""
    return source.id if isinstance(source, HistoryInput | RunInput | PatternInput | HeldInput) else source.name


def _beside(source: Input) -> tuple[tuple[int, str], ...]:
    """The other slots of an input that fills several, with their keys."""
    if isinstance(source, ScoreInput):
        return ((source.band_slot, f"{source.name}_band"),) if source.band_slot >= 0 else ()
    return source.beside if isinstance(source, StayInput | ChartInput) else ()


def footprint_key(rule: str) -> str:
    """The key under which facts used tells when a `once per` rule last spoke."""
    return f"once {rule}"


def once_spoken(shelf: Shelf, state: State) -> dict[str, int]:
    """When each `once per` rule of the shelf last spoke, by rule id; rules that never did are not in it."""
    once = ((rule.id, rule.once.subject) for rule in shelf.rules if rule.once)
    return {rule: state.footprints[rule, subject] for rule, subject in once if (rule, subject) in state.footprints}


def facts_used(
    shelf: Shelf, values: Values, spoken: Mapping[str, int], told: Mapping[str, object] = MappingProxyType({})
) -> dict[str, object]:
    """Every value the shelf read, by name, in the order of names. Unknown ones are there as None.

    `told` is what is known beside of those that are kept and do not count.
    """
    used: dict[str, object] = {**{footprint_key(rule): at for rule, at in spoken.items()}, **told}
    for source in shelf.inputs:
        used[input_name(source)] = values[source.slot]
        used |= {name: values[slot] for slot, name in _beside(source)}
    return {name: used[name] for name in sorted(used)}


def recall(program: Program, shelf: Shelf, used: Mapping[str, object]) -> tuple[list[object], dict[str, int]]:
    """The values of the slots and the `once per` moments that gave these facts used.

    What was read is taken from the record; derived facts and scores too, so that the record alone decides.
    """
    values: list[object] = [None] * program.slots
    for source in shelf.inputs:
        if isinstance(source, ValueInput) and source.name not in used:
            values[source.slot] = source.compute(values)
        elif isinstance(source, ScoreInput) and source.name not in used:
            values[source.slot], values[source.band_slot] = score(source, values)
        else:
            values[source.slot] = used.get(input_name(source))
            for slot, name in _beside(source):
                values[slot] = used.get(name)
    spoken = {}
    for rule in shelf.rules:
        at = used.get(footprint_key(rule.id)) if rule.once else None
        if isinstance(at, int):
            spoken[rule.id] = at
    return values, spoken

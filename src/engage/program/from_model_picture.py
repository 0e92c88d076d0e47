"""What is known of a customer between events: every fact, and everything computed that does not rest on an event.

It has slots of its own, so that a fact that no rule asks for changes nothing about decisions and their explanations.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import evolve

from engage.facts.vocabulary import Type
from engage.program.from_model_inputs import Plan, plan_inputs
from engage.program.from_model_lines import Writer
from engage.program.from_model_needs import history_needs
from engage.program.program import (
    ChartInput,
    FactInput,
    HeldInput,
    HistoryInput,
    Input,
    Needs,
    NowInput,
    Picture,
    Shelf,
    WorkingHours,
)

__all__ = ["of_an_event", "picture_of", "picture_with"]


def picture_of(writer: Writer, working: WorkingHours) -> Picture:
    """The picture, by a writer that has written nothing yet. Raises Circle."""
    slots = writer.slots
    wanted = {
        field.name: slots.fact(field.name, field.type)
        for field in writer.vocabulary.fields
        if field.name.startswith("customer.")
    }
    plan = plan_inputs(writer)
    by_event = tuple(name for name, slot in wanted.items() if of_an_event(slot, plan))
    inputs = plan.reach(slot for name, slot in wanted.items() if name not in by_event)
    return evolve(picture_with(inputs, writer, working), by_event=by_event)


def picture_with(inputs: tuple[Input, ...], writer: Writer, working: WorkingHours) -> Picture:
    """A picture that fills these inputs and no others."""
    types = dict(sorted(dict(_types(writer, inputs)).items()))
    return Picture(Shelf("", inputs), writer.slots.count, types, _needs(inputs, working))


def of_an_event(slot: int, plan: Plan) -> bool:
    """Does it look at what an event says? What a chart looks at does not count: without an event nothing moves it."""
    below, waiting = set[int](), [slot]
    while waiting:
        slot = waiting.pop()
        source = plan.inputs[slot]
        if isinstance(source, FactInput) and not source.name.startswith("customer."):
            return True
        if isinstance(source, NowInput) and source.part == "kind":
            return True
        if slot not in below and not isinstance(source, ChartInput):
            waiting += plan.needs[slot]
        below.add(slot)
    return False


def _types(writer: Writer, inputs: Sequence[Input]) -> Iterator[tuple[int, Type]]:
    """What each slot holds; the vocabulary's word goes over that of a tree."""
    yield from writer.slots.types.items()
    for source in inputs:
        declared = writer.vocabulary.field_by_name.get(source.name) if isinstance(source, FactInput) else None
        if declared is not None:
            yield source.slot, declared.type


def _needs(inputs: Sequence[Input], working: WorkingHours) -> Needs:
    carried = {source.carried: source for source in inputs if isinstance(source, HistoryInput) and source.carried}
    windowed = [source for source in inputs if not (isinstance(source, HistoryInput) and source.carried)]
    return Needs(
        history=history_needs(inputs, (), working),
        held=tuple(sorted(source.id for source in inputs if isinstance(source, HeldInput))),
        windows=history_needs(windowed, (), working),
        carried=tuple(carried[id] for id in sorted(carried)),
    )

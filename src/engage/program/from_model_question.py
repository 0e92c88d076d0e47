"""A condition and values, asked of customers between events, become a Question with slots of its own."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from engage.errors import RulesetError
from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import Finding, Report, Words
from engage.language.tree import Condition, Fact, Value
from engage.language.types import type_of
from engage.program import messages
from engage.program.from_model import working_hours, writer_of
from engage.program.from_model_inputs import Plan, plan_inputs
from engage.program.from_model_lines import Writer
from engage.program.from_model_picture import of_an_event, picture_with
from engage.program.program import HeldInput, Program
from engage.program.question import Asked, Question
from engage.ruleset.model import Model

__all__ = ["question_of"]


def question_of(
    model: Model, program: Program, condition: Condition | None, by: Value | None = None, beside: Sequence[Value] = ()
) -> Question:
    """The question, in the words of the model that `program` was compiled from. Of a score `by` takes the band.

    Raises RulesetError for what rests on an event (V104), and for how long something has held that no rule asks,
    because nobody notes it (V105).
    """
    writer = writer_of(model)
    read: list[tuple[Condition | Value, tuple[int, ...]]] = []
    line = writer.line(condition) if condition is not None else None
    if condition is not None and line is not None:
        read.append((condition, line.reads))
    group = None if by is None else _asked(_band(by, writer.vocabulary), writer, read)
    values = tuple(_asked(value, writer, read) for value in beside)
    plan = plan_inputs(writer)
    for node, slots in read:
        _answerable(node, slots, plan, program)
    inputs = plan.reach(slot for _, slots in read for slot in slots)
    picture = picture_with(inputs, writer, working_hours(model))
    seen_by = evolve(program, slots=picture.slots, slot_types=picture.slot_types, needs=picture.needs, picture=picture)
    return Question(seen_by, line, group, values)


def _band(value: Value, vocabulary: Vocabulary) -> Value:
    """What people call a score's value by, where it has bands."""
    band = vocabulary.field_by_name.get(f"{value.name}_band") if isinstance(value, Fact) else None
    return value if band is None else Fact(band.name, band.type, span=value.span)


def _asked(value: Value, writer: Writer, read: list[tuple[Condition | Value, tuple[int, ...]]]) -> Asked:
    compiled = writer.value(value)
    read.append((value, compiled.reads))
    declared = writer.vocabulary.field_by_name.get(value.name) if isinstance(value, Fact) else None
    labels = declared.labels if declared is not None else None
    words = Words(labels.en or labels.zh, labels.zh, labels.hant) if labels else writer.words_of_value(value)
    return Asked(words, type_of(value), compiled.compute)


def _answerable(asked: Condition | Value, slots: tuple[int, ...], plan: Plan, program: Program) -> None:
    if any(of_an_event(slot, plan) for slot in slots):
        raise _refused(Finding(messages.ASKS_AN_EVENT, asked.span))
    held = {source.id for source in plan.reach(slots) if isinstance(source, HeldInput)}
    if held - set(program.needs.held):
        raise _refused(Finding(messages.NOT_NOTED, asked.span))


def _refused(finding: Finding) -> RulesetError:
    return RulesetError(Report.of([finding]))

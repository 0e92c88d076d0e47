"""Floors become what is asked at a kind of event, and what a ruleset declares."""

from __future__ import annotations

from attrs import evolve

from engage.facts.floors import LeastWords, MaximumWait
from engage.facts.vocabulary import Vocabulary
from engage.ground.source import Span
from engage.language import print_condition
from engage.program.floors import ANYWHERE, CompiledFloor, DeclaredFloor
from engage.program.from_model_catalogue import ReadBy
from engage.program.from_model_lines import Writer
from engage.program.from_model_rules import Piece, Reads
from engage.program.program import Slot
from engage.ruleset.floors import Floor, kinds_of
from engage.ruleset.model import Model

__all__ = ["declared_floors", "floor_pieces"]


def floor_pieces(model: Model, writer: Writer, read_by: ReadBy) -> dict[str, list[Piece[CompiledFloor]]]:
    """The floors that are asked at each kind of event."""
    found: dict[str, list[Piece[CompiledFloor]]] = {}
    for floor in model.every(Floor):
        reads = Reads(model, writer, read_by)
        lines, because = reads.lines(floor.lines), reads.because(floor.because)
        for each in floor.holdings:
            if isinstance(each.guarantee, LeastWords):
                reads.slots |= dict.fromkeys(read_by.get((Slot.SAY, each.guarantee.wording), ()))
        made = CompiledFloor(floor.id, (), lines, because, floor.active.start, floor.active.through)
        for kind, holdings in kinds_of(floor, model).items():
            held = evolve(made, guarantees=tuple(each.guarantee for each in holdings))
            found.setdefault(kind, []).append(Piece(held, tuple(reads.slots), reads.cost))
    return found


def declared_floors(model: Model) -> tuple[DeclaredFloor, ...]:
    """Every floor as it was written, by id."""
    found = (_declared(floor, model) for floor in model.every(Floor))
    return tuple(sorted(found, key=lambda each: each.id))


def _declared(floor: Floor, model: Model) -> DeclaredFloor:
    held = {kind: tuple(each.guarantee for each in holdings) for kind, holdings in kinds_of(floor, model).items()}
    anywhere = tuple(
        each.guarantee
        for each in floor.holdings
        if not floor.events and not (isinstance(each.guarantee, MaximumWait) and each.guarantee.kind)
    )
    return DeclaredFloor(
        id=floor.id,
        guarantees={**held, ANYWHERE: anywhere} if anywhere else held,
        conditions=tuple(sorted(print_condition(line, Vocabulary(), "en", "UTC") for line in floor.lines)),
        start=floor.active.start,
        through=floor.active.through,
        approval=floor.approval,
        place=_place(floor.span),
    )


def _place(span: Span | None) -> str:
    return f"{span.source.name}:{span.line}:{span.column}" if span is not None else ""

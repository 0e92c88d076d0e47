"""Rules, tables and vetoes, each with the slots it reads and what asking it costs at most."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

from attrs import define, evolve, field, frozen

from engage.facts.plan import Menu, PlannedOffer
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.language.printer import print_event_name
from engage.language.tree import Compare, Condition, Fact, Holds, Literal, OneOf
from engage.program.from_model_actions import Proposed, cell, proposal, vetoed, vetoed_value
from engage.program.from_model_catalogue import ReadBy
from engage.program.from_model_code import NOTHING, all_of, compared
from engage.program.from_model_cost import cost_of
from engage.program.from_model_inputs import round_length
from engage.program.from_model_lines import Writer
from engage.program.from_model_slots import MissingKey
from engage.program.from_model_texts import texts
from engage.program.from_model_values import constant_of
from engage.program.program import (
    Because,
    CompiledNever,
    CompiledRow,
    CompiledRule,
    CompiledTable,
    Line,
    Once,
    Proposal,
)
from engage.ruleset.model import Absence, Model, Never, OncePer, Row, Rule, Table, Texts

__all__ = ["Guard", "Piece", "Reads", "entering_piece", "guards", "never_piece", "rule_piece", "table_piece"]

P = TypeVar("P")
_COUNT: Final = Type(Kind.NUMBER)


@frozen
class Guard:
    """A rule can only fire when a slot, that of the fact of this name, has one of these values."""

    name: str
    slot: int
    values: frozenset[object]


@frozen
class Piece(Generic[P]):
    """Something a shelf asks: what it reads, what it costs, and by which values it can be found."""

    made: P
    reads: tuple[int, ...]
    cost: int
    guards: tuple[Guard, ...] = ()


@define
class Reads:
    """What one construct reads and costs, while it is written."""

    model: Model
    writer: Writer
    read_by: ReadBy = field(factory=dict)
    slots: dict[int, None] = field(factory=dict)
    cost: int = 1

    def lines(self, conditions: tuple[Condition, ...]) -> tuple[Line, ...]:
        """Conditions, compiled."""
        made = tuple(self.writer.line(each) for each in conditions)
        self.cost += cost_of(conditions)
        self.slots |= dict.fromkeys(slot for line in made for slot in line.reads)
        return made

    def because(self, written: Texts) -> Because:
        """The reasons in words, compiled."""
        made = texts(written, self.writer)
        self.cost += sum(cost_of(template.parts) for template in written.values())
        self.slots |= dict.fromkeys(made.reads)
        return made.by_language

    def proposal(self, proposed: Proposed | None) -> Proposal | None:
        """A proposal, with what the words read that come with it."""
        if proposed is None:
            return None
        self.cost += len(proposed.reads)
        self.slots |= dict.fromkeys(proposed.reads)
        made = proposed.proposal
        id = made.value.id if isinstance(made.value, Menu | PlannedOffer) else str(made.value)
        self.slots |= dict.fromkeys(self.read_by.get((made.slot, id), ()))
        return proposed.proposal


def rule_piece(
    rule: Rule, beats: frozenset[str], order: int, model: Model, writer: Writer, read_by: ReadBy
) -> Piece[CompiledRule]:
    """A rule. One that waits for an absence has a last line: nothing came since its timer was started."""
    reads = Reads(model, writer, read_by)
    lines = reads.lines(rule.lines)
    if rule.absence is not None:
        lines = (*lines, _absence_line(rule.absence, writer))
        reads.slots |= dict.fromkeys(lines[-1].reads)
    proposals = [reads.proposal(proposal(action, model, writer)) for action in rule.actions]
    made = CompiledRule(
        id=rule.id,
        lines=lines,
        proposals=tuple(each for each in proposals if each is not None),
        because=reads.because(rule.because),
        beats=beats,
        start=rule.active.start,
        through=rule.active.through,
        once=_once(rule.once),
        order=order,
    )
    return Piece(made, tuple(reads.slots), reads.cost, guards(rule.lines, writer))


def entering_piece(piece: Piece[CompiledRule]) -> Piece[CompiledRule]:
    """The same of what is done on entering a stage."""
    return evolve(piece, made=evolve(piece.made, entering=True))


def _once(once: OncePer | None) -> Once | None:
    if once is None:
        return None
    return Once(once.subject, None if once.every is None else round_length(once.every))


def _absence_line(absence: Absence, writer: Writer) -> Line:
    desk = writer.desk()
    came = desk.question(MissingKey(absence.without), _COUNT)
    writer.cuts.constants(desk.reads, (0,))
    none = compared(came, "=", desk.constants(0))
    some = all_of([compared(came, "is not", NOTHING), compared(came, "!=", desk.constants(0))])
    label = {language: print_event_name(absence.without, writer.vocabulary, language) for language in ("en", "zh")}
    words = Words(f"no {label['en']} since", f"其后没有 {label['zh']}")
    return Line(desk.test(none), desk.test(some), tuple(desk.reads), words)


def table_piece(
    table: Table,
    beats: frozenset[str],
    order: int,
    model: Model,
    writer: Writer,
    read_by: ReadBy,
) -> Piece[CompiledTable]:
    """A decision table."""
    reads = Reads(model, writer, read_by)
    rows = tuple(_row(f"{table.id} row {number}", row, table, reads) for number, row in enumerate(table.rows, 1))
    last = table.otherwise
    otherwise = None if last is None else _row(f"{table.id} otherwise", last, table, reads)
    made = CompiledTable(table.id, table.hit, rows, otherwise, beats, order)
    return Piece(made, tuple(reads.slots), reads.cost)


def _row(id: str, row: Row, table: Table, reads: Reads) -> CompiledRow:
    lines = reads.lines(tuple(each for each in row.cells if each is not None))
    results = [
        reads.proposal(cell(result, column, reads.model, reads.writer))
        for result, column in zip(row.results, table.outputs, strict=False)
    ]
    return CompiledRow(id, lines, tuple(results), reads.because(row.because))


def never_piece(never: Never, model: Model, writer: Writer) -> Piece[CompiledNever]:
    """A veto."""
    reads = Reads(model, writer)
    slot, key = vetoed(never.action, model)
    lines, because = reads.lines(never.lines), reads.because(never.because)
    value = vetoed_value(never.action)
    made = CompiledNever(never.id, slot, key, lines, because, never.active.start, never.active.through, value)
    return Piece(made, tuple(reads.slots), reads.cost)


def guards(lines: tuple[Condition, ...], writer: Writer) -> tuple[Guard, ...]:
    """Equality tests among the lines: unless the slot has one of the values, a line certainly fails."""
    found = []
    for line in lines:
        value: object = None
        options: tuple[Literal, ...] = ()
        if isinstance(line, Holds):
            value = line.value
        elif isinstance(line, OneOf):
            value, options = line.value, line.options
        elif isinstance(line, Compare) and line.op == "=" and isinstance(line.right, Literal):
            value, options = line.left, (line.right,)
        # Choices and yes/no only: their values have one spelling, and the line compares them as they stand.
        if not isinstance(value, Fact) or value.type.kind not in (Kind.CHOICE, Kind.YES_NO):
            continue
        if all(option.type.kind is value.type.kind for option in options):
            wanted = frozenset(map(constant_of, options)) if options else frozenset({True})
            found.append(Guard(value.name, writer.slots.fact(value.name, value.type), wanted))
    return tuple(found)

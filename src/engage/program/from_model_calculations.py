"""What rules work out with numbers, lengths and dates, so that a decision can say which result there was none of.

A value that a rule reads may be unknown because nobody told it, or because it was divided by zero or outgrew every
number. The first is seen in the facts; the second would not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import evolve

from engage.facts.vocabulary import Kind, Vocabulary
from engage.language import print_value
from engage.language.beneath import nodes_beneath
from engage.language.tree import Arithmetic, Past, Worth
from engage.language.types import type_of
from engage.program.floors import CompiledFloor
from engage.program.from_model_inputs import field_name
from engage.program.from_model_lines import Writer
from engage.program.program import (
    Calculation,
    CompiledNever,
    CompiledRule,
    CompiledTable,
    Input,
    ScoreInput,
    ValueInput,
    Values,
)
from engage.program.value import wrong_with
from engage.ruleset.floors import Floor
from engage.ruleset.model import DerivedFact, Model, Never, Rule, Scorecard, Table
from engage.ruleset.value_model import derived_facts

__all__ = ["Calculations"]

_Speaker = CompiledRule | CompiledTable | CompiledNever | CompiledFloor
_Spoken = Rule | Table | Never | Floor | DerivedFact | Scorecard


class Calculations:
    """The calculations of a model by the rule, table, veto, fact or scorecard that makes them, each compiled once."""

    def __init__(self, model: Model, writer: Writer) -> None:
        self._model, self._writer = model, writer
        constructs: tuple[_Spoken, ...] = (
            *model.every(Rule),
            *model.every(Table),
            *model.every(Never),
            *model.every(Floor),
        )
        self._nodes: Mapping[str, tuple[Arithmetic | Worth, ...]] = {each.id: tuple(_sums(each)) for each in constructs}
        facts: tuple[_Spoken, ...] = (*derived_facts(model), *model.every(Scorecard))
        self._of_facts: Mapping[str, tuple[Arithmetic | Worth, ...]] = {
            field_name(each.id): tuple(_sums(each)) for each in facts
        }
        self._made: dict[str, Calculation] = {}

    def at(
        self,
        speakers: Iterable[_Speaker],
        inputs: tuple[Input, ...],
    ) -> tuple[Calculation, ...]:
        """Those that are made at one kind of event: by who speaks there, and by the facts that are worked out there."""
        owners: dict[str, dict[str, None]] = {}
        for speaker in speakers:
            for node in self._nodes.get(speaker.id, ()):
                owners.setdefault(self._compiled(node).id, {})[speaker.id] = None
        there = {source.slot for source in inputs}
        for source in inputs:
            if isinstance(source, ScoreInput):
                there.add(source.band_slot)
            if isinstance(source, ScoreInput | ValueInput):
                for node in self._of_facts.get(source.name, ()):
                    owners.setdefault(self._compiled(node).id, {})[source.name] = None
        return tuple(
            evolve(self._made[id], owners=tuple(sorted(owners[id])))
            for id in sorted(owners)
            if there.issuperset(self._made[id].reads)
        )

    def _worth(self, id: str, node: Worth) -> Calculation:
        whole = self._writer.value(node)
        computes = [None if each is None else self._writer.value(each).compute for each in node.terms]

        def rates(values: Values) -> list[object]:
            return [0 if compute is None else compute(values) for compute in computes]

        def known(values: Values) -> object:
            return None if None in rates(values) else True

        def sound(values: Values) -> object:
            numbers = [each for each in rates(values) if isinstance(each, int | Decimal)]
            if len(numbers) < len(computes):
                return None
            profit, retention, discount, cost, contract = numbers
            return wrong_with(profit, retention, discount, node.months, cost, contract) is None

        words = self._writer.words_of_value(node)
        return Calculation(id, words, whole.compute, known, sound, reads=tuple(sorted(whole.reads)), rates=True)

    def _compiled(self, node: Arithmetic | Worth) -> Calculation:
        id = print_value(node, Vocabulary(), "en")
        if id not in self._made:
            self._made[id] = self._worth(id, node) if isinstance(node, Worth) else self._sum(id, node)
        return self._made[id]

    def _sum(self, id: str, node: Arithmetic) -> Calculation:
        whole, left, right = (self._writer.value(each) for each in (node, node.left, node.right))
        types = type_of(node.left), type_of(node.right)
        mixed = all(each.kind is Kind.MONEY for each in types) and types[0].currency != types[1].currency
        reads = tuple(sorted({*whole.reads, *left.reads, *right.reads}))
        words = self._writer.words_of_value(node)
        return Calculation(id, words, whole.compute, left.compute, right.compute, node.op == "/", mixed, reads)


def _sums(construct: _Spoken) -> Iterator[Arithmetic | Worth]:
    """Every calculation of a construct, the inner ones too. What asks a past event's own fields has no one result."""
    for node in nodes_beneath(_trees(construct)):
        if isinstance(node, Arithmetic | Worth) and not any(isinstance(part, Past) for part in nodes_beneath(node)):
            yield node


def _trees(construct: _Spoken) -> tuple[object, ...]:
    match construct:
        case Rule():
            return construct.lines, construct.actions, tuple(construct.because.values())
        case Never() | Floor():
            return construct.lines, tuple(construct.because.values())
        case DerivedFact():
            return (construct.value,)
        case Scorecard():
            return tuple(line.condition for line in construct.lines)
    rows = (*construct.rows, *((construct.otherwise,) if construct.otherwise is not None else ()))
    said = tuple((row.cells, row.results, tuple(row.because.values())) for row in rows)
    return construct.columns, said

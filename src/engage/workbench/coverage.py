"""Which units of a ruleset a set of decisions covers, and which none does. What a unit is: `workbench.units`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor
from typing import Final

from attrs import field, frozen

from engage.decide.arbitrate import unheard
from engage.decide.recall import recall
from engage.facts.decided import Decision, Move, Verdict
from engage.program.from_model_charts import as_it_was
from engage.program.program import CompiledRule, Program, ScoreInput, ValueInput, Values
from engage.ruleset.model import Model, Rule
from engage.workbench.probing import probing_programs
from engage.workbench.units import KINDS, Unit, units_of

__all__ = ["Coverage", "Meter", "coverage"]


@frozen
class Coverage:
    """How often each unit was covered, in file order."""

    counts: tuple[tuple[Unit, int], ...]

    @property
    def missed(self) -> tuple[Unit, ...]:
        """What no decision covers."""
        return tuple(unit for unit, count in self.counts if not count)

    @property
    def share(self) -> float:
        """The part that is covered; 1.0 when there is nothing to cover."""
        return 1 - len(self.missed) / len(self.counts) if self.counts else 1.0

    @property
    def percent(self) -> int:
        """The share in whole per cent, rounded down: 100 only when nothing is missed."""
        covered = len(self.counts) - len(self.missed)
        return floor(100 * covered / len(self.counts)) if self.counts else 100

    def reaches(self, percent: float) -> bool:
        """True when at least this many per cent of the units are covered."""
        covered = len(self.counts) - len(self.missed)
        return 100 * covered >= percent * len(self.counts)

    @property
    def by_kind(self) -> Mapping[str, tuple[int, int]]:
        """For each kind of unit there is: how many are covered, of how many."""
        return {
            kind: (sum(1 for count in counts if count), len(counts))
            for kind in KINDS
            if (counts := [count for unit, count in self.counts if unit.kind == kind])
        }


#: No analyst can write a rule with a control character in its name.
_PROBE: Final = "\x1fwithout "


@frozen(slots=False)
class Meter:
    """Tells which units a decision of this program covers. Made once for many decisions."""

    program: Program
    units: tuple[Unit, ...]
    _probes: tuple[Program, ...] = field(repr=False)
    _by_owner: Mapping[str, tuple[Unit, ...]] = field(repr=False)

    @classmethod
    def of(cls, model: Model, program: Program) -> Meter:
        """The meter of a ruleset; `program` is compiled from `model`."""
        units = units_of(model, program)
        by_owner: dict[str, list[Unit]] = {}
        for unit in units:
            by_owner.setdefault(unit.owner, []).append(unit)
        probes = [_probe(unit) for unit in units if unit.without is not None]
        owned = {owner: tuple(each) for owner, each in by_owner.items()}
        return cls(program, units, probing_programs(model, probes), owned)

    def covered(self, decision: Decision) -> frozenset[Unit]:
        """The units that a decision covers; none for the safe default, and none where the facts used are erased."""
        shelf = self.program.shelves.get(decision.kind)
        if shelf is None or decision.safe_default or (shelf.inputs and not decision.facts_used):
            return frozenset()
        # A rule of which others, or vetoes, take away everything has held, but it has not spoken.
        silent = unheard(decision.candidates)
        fired = {id for id, verdict in decision.verdicts.items() if verdict is Verdict.FIRED and id not in silent}
        for table in shelf.tables:
            if table.id in silent:
                fired -= {row.id for row in table.rows} | ({table.otherwise.id} if table.otherwise else set())
        values, _ = recall(self.program, shelf, decision.facts_used)
        fired |= set(_scored(values, [source for source in shelf.inputs if isinstance(source, ScoreInput)]))
        fired |= set(_tiered(values, [source for source in shelf.inputs if isinstance(source, ValueInput)]))
        fired |= {change.cause for change in decision.changes if isinstance(change, Move)}
        found = [unit for owner in sorted(fired) for unit in self._by_owner.get(owner, ())]
        spare = self._still_hold([unit for unit in found if unit.without is not None], decision)
        return frozenset(unit for unit in found if unit not in spare)

    def coverage(self, decisions: Iterable[Decision]) -> Coverage:
        """Count how often each unit is covered."""
        counts: Counter[Unit] = Counter()
        for decision in decisions:
            counts.update(self.covered(decision))
        return Coverage(tuple((unit, counts[unit]) for unit in self.units))

    def _still_hold(self, parts: Sequence[Unit], decision: Decision) -> frozenset[Unit]:
        """The parts without which their line holds as well."""
        spare: set[Unit] = set()
        for program in self._probes if parts else ():
            shelf = program.shelves.get(decision.kind)
            rules = {rule.id: rule for rule in shelf.rules} if shelf is not None else {}
            asked = [(unit, rules[_PROBE + unit.id]) for unit in parts if _PROBE + unit.id in rules]
            if shelf is not None and asked:
                values, _ = recall(program, shelf, decision.facts_used)
                spare |= {unit for unit, rule in asked if _holds(rule, values)}
        return frozenset(spare)


def _holds(rule: CompiledRule, values: Values) -> bool:
    return all(line.holds(values) for line in rule.lines)


def _scored(values: Values, cards: Sequence[ScoreInput]) -> Iterator[str]:
    for card in cards:
        for number, step in enumerate(card.steps, 1):
            if step.line.holds(values):
                yield f"{card.name} line {number}"


def _tiered(values: Values, facts: Sequence[ValueInput]) -> Iterator[str]:
    for fact in facts:
        if isinstance(values[fact.slot], str):
            yield f"{fact.name} {values[fact.slot]}"


def _probe(unit: Unit) -> Rule:
    assert unit.without is not None
    asked = unit.without if unit.chart is None else as_it_was(unit.without, unit.chart)
    return Rule(id=_PROBE + unit.id, events=unit.kinds, lines=(asked,))


def coverage(model: Model, program: Program, decisions: Iterable[Decision]) -> Coverage:
    """Count how often each unit of the ruleset is covered. The decisions must be the program's own."""
    return Meter.of(model, program).coverage(decisions)

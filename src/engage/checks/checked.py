"""What a check looks at: the model, its program, and what several checks would otherwise work out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from attrs import evolve, field, frozen

from engage.checks.boxes import Names, Region, Space
from engage.checks.claims import claims_at, conditions_of
from engage.checks.described import described
from engage.checks.outcome import beaten_by_owner
from engage.checks.speaking import Speaking
from engage.checks.witness import witness
from engage.facts.decided import Decision
from engage.ground.finding import Finding, Words
from engage.language.tree import Condition
from engage.program.from_model_actions import vetoed
from engage.program.program import Program, Slot
from engage.ruleset.floors import Floor
from engage.ruleset.model import Model, Never, Rule, Table

__all__ = ["Check", "Checked"]


@frozen(slots=False)
class Checked:
    """A ruleset that compiles. Conditions are told apart at one kind of event at a time, as a decision does."""

    model: Model
    program: Program
    _spaces: dict[str, Space] = field(factory=dict, repr=False, eq=False)
    _speaking: dict[str, Speaking] = field(factory=dict, repr=False, eq=False)
    _vetoed: dict[str, frozenset[Slot]] = field(factory=dict, repr=False, eq=False)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of events at which something is asked, timers included."""
        return tuple(kind for kind in self.program.shelves if kind)

    def rules_at(self, kind: str) -> tuple[Rule, ...]:
        """The rules that are asked at a kind of event, in file order."""
        asked = {rule.id for rule in self.program.shelves[kind].rules}
        return tuple(rule for rule in self.model.every(Rule) if rule.id in asked)

    def tables_at(self, kind: str) -> tuple[Table, ...]:
        """The tables that are asked there."""
        asked = {table.id for table in self.program.shelves[kind].tables}
        return tuple(table for table in self.model.every(Table) if table.id in asked)

    def nevers_at(self, kind: str) -> tuple[Never, ...]:
        """The vetoes that are asked there."""
        asked = {never.id for never in self.program.shelves[kind].nevers}
        return tuple(never for never in self.model.every(Never) if never.id in asked)

    def floors_at(self, kind: str) -> tuple[Floor, ...]:
        """The floors that are asked there."""
        asked = {floor.id for floor in self.program.shelves[kind].floors}
        return tuple(floor for floor in self.model.every(Floor) if floor.id in asked)

    def kinds_of(self, construct: Rule | Table | Never | Floor) -> tuple[str, ...]:
        """The kinds of events at which a rule, table, veto or floor is asked."""
        return self._kinds_by_id.get((type(construct), construct.id), ())

    @cached_property
    def _kinds_by_id(self) -> Mapping[tuple[type, str], tuple[str, ...]]:
        found: dict[tuple[type, str], list[str]] = {}
        for kind in self.kinds:
            for construct in (
                *self.rules_at(kind),
                *self.tables_at(kind),
                *self.nevers_at(kind),
                *self.floors_at(kind),
            ):
                found.setdefault((type(construct), construct.id), []).append(kind)
        return {key: tuple(kinds) for key, kinds in found.items()}

    def vetoed_at(self, kind: str) -> frozenset[Slot]:
        """The slots of which something may be forbidden at a kind of event."""
        if kind not in self._vetoed:
            self._vetoed[kind] = frozenset(self.vetoed(never)[0] for never in self.nevers_at(kind))
        return self._vetoed[kind]

    def space(self, kind: str) -> Space:
        """The space in which every condition that is asked at a kind of event is told apart."""
        if kind not in self._spaces:
            self._spaces[kind] = self.space_of(self._conditions(kind), kind)
        return self._spaces[kind]

    def space_of(self, conditions: Iterable[Condition], kind: str) -> Space:
        """A smaller space, for some conditions only."""
        return Space.named(conditions, evolve(self._names, kind=kind))

    @cached_property
    def _names(self) -> Names:
        return Names.of(self.model)

    def speaking(self, kind: str) -> Speaking:
        """Who says what there, and where."""
        if kind not in self._speaking:
            self._speaking[kind] = Speaking(kind, self.space(kind), claims_at(self.program.shelves[kind], self.model))
        return self._speaking[kind]

    @cached_property
    def beats(self) -> Mapping[str, frozenset[str]]:
        """For each rule and table the ids of all that it beats, groups and chains followed."""
        found: dict[str, frozenset[str]] = {}
        for shelf in self.program.shelves.values():
            found |= beaten_by_owner(shelf)
        return found

    @cached_property
    def beaten_by(self) -> Mapping[str, frozenset[str]]:
        """The same the other way round: for each that is beaten the ids of those that beat it."""
        found: dict[str, set[str]] = {}
        for winner, losers in self.beats.items():
            for loser in losers:
                found.setdefault(loser, set()).add(winner)
        return {loser: frozenset(winners) for loser, winners in found.items()}

    def vetoed(self, never: Never) -> tuple[Slot, str]:
        """What a veto forbids."""
        return vetoed(never.action, self.model)

    def example(self, space: Space, region: Region, confirms: Callable[[Decision], bool]) -> Words | None:
        """A customer in the region for whom the real evaluator confirms what is claimed, in words."""
        found = witness(space, region, self.model, self.program, confirms)
        return None if found is None else described(found[0], self.model)

    def _conditions(self, kind: str) -> Iterable[Condition]:
        for claim in claims_at(self.program.shelves[kind], self.model):
            yield from claim.conditions
        for never in self.nevers_at(kind):
            yield from conditions_of(never)
        for floor in self.floors_at(kind):
            yield from conditions_of(floor)


#: a check gives findings; what it cannot prove within bounds it says by raising TooManyBoxes
Check = Callable[[Checked], Iterable[Finding]]

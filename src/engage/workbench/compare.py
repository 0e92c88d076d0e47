"""Two rulesets compared over the same events: how many, and which customers, are treated differently, and how.

`Comparison` counts pairs as they come in and keeps no decision but a few examples; memory grows with people, not with
events. It decides nothing and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from attrs import define, evolve, field, frozen

from engage.decide.arbitrate import silenced
from engage.facts.decided import Decision, Verdict
from engage.facts.vocabulary import Field, Kind, Vocabulary
from engage.program.program import Program
from engage.workbench.compare_differences import SLOTS, Difference, Worse, differences
from engage.workbench.compare_pairs import Pair
from engage.workbench.compare_sides import Hidden, Sides
from engage.workbench.run_page import grouping_field
from engage.workbench.runner import Refused

__all__ = ["Case", "Comparison", "Group", "Transition", "group_field"]

#: So many kinds of difference are told apart; more of a place are one.
_KINDS = 5_000
#: So many decisions of a customer who was asked for are kept.
_OF_ONE = 20


@define
class _Person:
    """Somebody who was decided on: the group, and which kinds of difference there were."""

    group: object = None
    marks: set[int] | None = None


@define
class Transition:
    """One kind of difference: at how many decisions, for how many people."""

    difference: Difference
    decisions: int = 0
    people: int = 0


@frozen
class Case:
    """A pair shown as an example, with its differences and its group."""

    pair: Pair
    differences: tuple[Difference, ...]
    group: object = field(default=None, repr=False)


@frozen
class Group:
    """People with one value of the fact they are grouped by: all, treated differently, worse off; people by slot."""

    value: object
    people: int
    different: int
    worse: int
    slots: Mapping[str, int]


def group_field(vocabulary: Vocabulary, name: str = "") -> Field | None:
    """The fact to group people by: by its name or label, else the first ordered choice of the customer.

    None when there is no such fact, or one of many values (only choices and yes/no group).
    """
    if not name:
        return grouping_field(vocabulary)
    wanted = name.strip().lower()
    labels = ((each, (each.name, each.labels.en, each.labels.zh, each.labels.hant)) for each in vocabulary.fields)
    found = next((each for each, names in labels if wanted in {label.lower() for label in names if label}), None)
    return found if found and found.type.kind in (Kind.CHOICE, Kind.YES_NO) else None


class Comparison:
    """Counts what differs between two programs. `by` is the fact people are grouped by; `asked` are customers' keys
    whose decisions are kept to be shown."""

    def __init__(self, old: Program, new: Program, by: Field | None = None, asked: Iterable[str] = ()) -> None:
        self.old, self.new, self.by = old, new, by
        self.sides = Sides(old, new)
        self.decisions = self.different = self.only_noted = self.only_old = self.only_new = 0
        #: Ids of what was edited between the two, so that examples can point at it; told by who compares.
        self.edited: frozenset[str] = frozenset()
        #: Decisions on events that came too late for all of their past to be still there; told by who compares.
        self.short_of_past = 0
        #: Recorded events of erased customers, which nobody can decide on again; told by who compares.
        self.erased = 0
        self.kinds: Counter[str] = Counter()
        self.kinds_different: Counter[str] = Counter()
        self.slots: Counter[str] = Counter()
        self.effects: tuple[Counter[tuple[str, str, str]], Counter[tuple[str, str, str]]] = (Counter(), Counter())
        self.spoke: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        self.refused: list[Refused] = []
        self.examples: dict[object, Case] = {}
        self.asked: dict[str, list[Case]] = {f"customer {key}": [] for key in asked}
        self._people: dict[str, _Person] = {}
        self._marks: dict[Difference, int] = {}
        self.transitions: list[Transition] = []

    # -- counting

    def add(self, item: Pair | Refused) -> None:
        """Count a pair, or keep a refusal."""
        if isinstance(item, Refused):
            self.refused.append(item)
            return
        found = differences(item.old, item.new, self.sides)
        treated = any(each.treats for each in found)
        kind = item.event.kind
        self.decisions += 1
        self.kinds[kind] += 1
        self.only_old += item.new is None
        self.only_new += item.old is None
        self.different += treated
        self.kinds_different[kind] += treated
        self.only_noted += bool(found) and not treated
        person = self._person(item)
        if found:
            self._differ(person, found)
            self._keep(Case(item, found, person.group), treated)
        elif item.who in self.asked:
            self._keep(Case(item, (), person.group), False)
        self._count_rules(item)

    def _person(self, item: Pair) -> _Person:
        person = self._people.get(item.who)
        if person is None:
            person = self._people[item.who] = _Person()
        if self.by is not None:
            value = _value(self.by.name, item)
            person.group = person.group if value is None else value
        return person

    def _differ(self, person: _Person, found: tuple[Difference, ...]) -> None:
        for slot in {each.slot for each in found}:
            self.slots[slot] += 1
        person.marks = person.marks or set()
        for each in found:
            mark = self._mark(each)
            self.transitions[mark].decisions += 1
            if mark not in person.marks:
                person.marks.add(mark)
                self.transitions[mark].people += 1
            if each.slot == "effect":
                kind, what, channel = each.key.split(" ", 2)
                self.effects[each.old is None][kind, what, channel] += 1

    def _mark(self, difference: Difference) -> int:
        mark = self._marks.get(difference)
        if mark is None and len(self._marks) >= _KINDS:
            difference = evolve(difference, key="", old=Hidden.SOME, new=Hidden.OTHER)
            mark = self._marks.get(difference)
        if mark is None:
            mark = self._marks[difference] = len(self.transitions)
            self.transitions.append(Transition(difference))
        return mark

    def _keep(self, case: Case, treated: bool) -> None:
        kept = self.asked.get(case.pair.who)
        if kept is not None and len(kept) < _OF_ONE:
            kept.append(case)
        if treated:
            best = self.examples.get(case.group)
            if best is None or _telling(case) > _telling(best):
                self.examples[case.group] = case

    def _count_rules(self, item: Pair) -> None:
        old, new = item.old, item.new
        if old is not None and new is not None and old.verdicts == new.verdicts and old.candidates == new.candidates:
            return
        before, after = _spoke(old), _spoke(new)
        self.spoke[0].update(before - after)
        self.spoke[1].update(after - before)

    # -- what it comes to

    @property
    def people(self) -> int:
        """How many were decided on: customers, anonymous contacts, events that stand alone."""
        return len(self._people)

    def people_by_slot(self) -> dict[str, int]:
        """How many people differ in each slot, in the order of the slots."""
        counts: Counter[str] = Counter()
        for person in self._people.values():
            counts.update(self._slots(person))
        return {slot: counts[slot] for slot in SLOTS if counts[slot]}

    def people_different(self) -> int:
        """How many people are treated differently at least once."""
        return sum(self._treated(person) for person in self._people.values())

    def people_worse(self) -> dict[Worse, int]:
        """How many people are worse off at least once, in which way."""
        counts = Counter(worse for person in self._people.values() for worse in self._worse(person))
        return {worse: counts[worse] for worse in Worse if counts[worse]}

    def people_worse_off(self) -> int:
        """How many people are worse off at least once, in whichever way."""
        return sum(bool(self._worse(person)) for person in self._people.values())

    def who_differs(self) -> tuple[str, ...]:
        """The keys of customers who are treated differently; anonymous contacts have none."""
        named = (who for who, person in self._people.items() if who.startswith("customer ") and self._treated(person))
        return tuple(sorted(who.removeprefix("customer ") for who in named))

    def groups(self) -> tuple[Group, ...]:
        """People by group, the lowest first where the values have an order, those of whom it is unknown last."""
        if self.by is None:
            return ()
        of: dict[object, list[_Person]] = {}
        for person in self._people.values():
            of.setdefault(person.group, []).append(person)
        declared: list[object] = [term.id for term in self.by.type.choices] or [False, True]
        order = [*declared, *sorted((value for value in of if value not in declared and value is not None), key=str)]
        found = [self._group(value, of[value]) for value in order if value in of]
        return (*found, *((self._group(None, of[None]),) if None in of else ()))

    def _group(self, value: object, people: list[_Person]) -> Group:
        slots = Counter(slot for person in people for slot in self._slots(person))
        return Group(
            value,
            len(people),
            sum(self._treated(person) for person in people),
            sum(bool(self._worse(person)) for person in people),
            {slot: slots[slot] for slot in SLOTS if slots[slot]},
        )

    def _of(self, person: _Person) -> Iterator[Difference]:
        return (self.transitions[mark].difference for mark in person.marks or ())

    def _treated(self, person: _Person) -> bool:
        return any(each.treats for each in self._of(person))

    def _slots(self, person: _Person) -> set[str]:
        return {each.slot for each in self._of(person)}

    def _worse(self, person: _Person) -> set[Worse]:
        return {each.worse for each in self._of(person) if each.worse is not None}


def _value(name: str, item: Pair) -> object:
    """The value of a fact at a decision, as far as it is known there."""
    if name.startswith("event."):
        return item.event.data.get(name.removeprefix("event."))
    for decision in (item.old, item.new):
        if decision is not None and decision.facts_used.get(name) is not None:
            return decision.facts_used[name]
    known = item.facts.get(name)
    return known.value if known else None


def _telling(case: Case) -> tuple[bool, int]:
    """How much an example has to tell: one where both decided, with as many differences as can be."""
    return case.pair.old is not None and case.pair.new is not None, len(case.differences)


def _spoke(decision: Decision | None) -> set[str]:
    """The rules and rows that spoke: one that was beaten in everything did not."""
    if decision is None:
        return set()
    silent = silenced(decision.candidates)
    return {id for id, verdict in decision.verdicts.items() if verdict is Verdict.FIRED and id not in silent}

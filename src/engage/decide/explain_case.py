"""One decision laid open: the questions whose answers it rests on, and how it would come out with other answers.

A question is anything that is not worked out from something else: a fact, what the past says, a streak, whether a
condition has held long enough. Its values fall into cells that no condition of the program tells apart
(`program.cuts`). Answers are changed in the recorded values, what is computed from them is computed anew, and the
same steps are taken that made the decision (`handle`): nothing here guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from attrs import evolve, field, frozen

from engage.decide.explain_cells import Question, question_of
from engage.decide.handle import Handled, handle
from engage.decide.recall import recall
from engage.facts.decided import Decision
from engage.knowledge.charts import chart_values
from engage.knowledge.scores import score
from engage.program.program import (
    ChartInput,
    FactInput,
    HeldInput,
    HistoryInput,
    Input,
    NowInput,
    PatternInput,
    Program,
    RunInput,
    ScoreInput,
    Shelf,
    StayInput,
    ValueInput,
    Values,
)

__all__ = ["Answers", "Case"]

#: other answers by slot; None takes an answer away
Answers = Mapping[int, object]
_NOTHING: frozenset[int] = frozenset()
_MEASURED: Final = (HistoryInput, RunInput, PatternInput, HeldInput)
_WORKED_OUT: Final = (HeldInput, ValueInput, ScoreInput, ChartInput)


@frozen(slots=False)
class Case:
    """A decision's shelf with the values it was made from. What was worked out once is kept."""

    program: Program
    shelf: Shelf
    at: int
    values: Values = field(repr=False)
    spoken: Mapping[str, int] = field(factory=dict)
    beneath_places: dict[str, frozenset[int]] = field(factory=dict, repr=False, eq=False)
    _handled: dict[frozenset[tuple[int, object]], Handled] = field(factory=dict, repr=False, eq=False)
    _asked_anew: dict[tuple[int, frozenset[tuple[int, object]]], Question] = field(factory=dict, repr=False, eq=False)
    _resting: dict[frozenset[int], tuple[Input, ...]] = field(factory=dict, repr=False, eq=False)

    @classmethod
    def of(cls, program: Program, decision: Decision) -> Case:
        """The case of a decision that this program made."""
        shelf = program.shelves.get(decision.kind, Shelf(decision.kind))
        values, spoken = recall(program, shelf, decision.facts_used)
        return cls(program, shelf, decision.at, values, spoken)

    def on(self, shelf: Shelf) -> Case:
        """The same case with less asked: a shelf with the same inputs and some of its rules."""
        return evolve(self, shelf=shelf, beneath_places={}, handled={}, asked_anew={})

    @cached_property
    def questions(self) -> Mapping[int, Question]:
        """Every question of the shelf by slot, in the order in which slots are filled."""
        found = (
            question_of(source, self.program, self.shelf, self.values, self.at)
            for source in self.shelf.inputs
            if not isinstance(source, NowInput | ScoreInput | ChartInput | StayInput)
        )
        asked = {question.slot: question for question in found if question is not None}
        return {slot: question for slot, question in asked.items() if not self._seen_through(question, asked)}

    def _seen_through(self, question: Question, asked: Mapping[int, Question]) -> bool:
        """Is it worked out from one fact alone, of which is known where it makes a difference? That one is told."""
        source = self._sources[question.slot]
        if not isinstance(source, ValueInput) or len(source.reads) != 1:
            return False
        beneath = asked.get(source.reads[0])
        return beneath is not None and not beneath.computed and beneath.exact and not beneath.leans

    @cached_property
    def _sources(self) -> Mapping[int, Input]:
        return {source.slot: source for source in self.shelf.inputs}

    def question(self, slot: int, answers: Answers) -> Question:
        """A question with the cells of its answers as they lie when others are answered so."""
        question = self.questions[slot]
        source = self._sources[slot]
        if not answers or not question.leans or isinstance(source, NowInput | ScoreInput | ChartInput | StayInput):
            return question
        key = slot, frozenset(answers.items())
        if key not in self._asked_anew:
            anew = question_of(source, self.program, self.shelf, self.filled(answers), self.at)
            self._asked_anew[key] = anew or question
        return self._asked_anew[key]

    @cached_property
    def beneath(self) -> Mapping[int, frozenset[int]]:
        """For each slot the questions on which its value rests."""
        found: dict[int, frozenset[int]] = {}
        for source in self.shelf.inputs:
            own = frozenset({source.slot}) if source.slot in self.questions else _NOTHING
            below = _reads(source)
            found[source.slot] = own.union(*(found.get(slot, _NOTHING) for slot in below))
            if isinstance(source, ScoreInput):
                found[source.band_slot] = found[source.slot]
            elif isinstance(source, ChartInput):
                found |= {slot: found[source.slot] for slot, _ in source.beside}
        return found

    def under(self, slots: Iterable[int]) -> frozenset[int]:
        """The questions beneath any of the slots."""
        return _NOTHING.union(*(self.beneath.get(slot, _NOTHING) for slot in slots))

    def filled(self, answers: Answers) -> Values:
        """The recorded values with some answers changed, and anew what is computed from those."""
        if not answers:
            return self.values
        values = self._pushed(list(self.values), answers)
        for source in self._resting_on(frozenset(answers)):
            if isinstance(source, HeldInput):
                values[source.slot] = _held(source, values, answers)
            elif isinstance(source, ValueInput):
                values[source.slot] = source.compute(values)
            elif isinstance(source, ScoreInput):
                values[source.slot], values[source.band_slot] = score(source, values)
            elif isinstance(source, ChartInput):
                values[source.slot : source.slot + 4] = chart_values(source, values, self.at)
        return values

    def _resting_on(self, slots: frozenset[int]) -> tuple[Input, ...]:
        """What has to be worked out anew when these are answered, in order; what lasts also when it is itself one."""
        if slots not in self._resting:
            self._resting[slots] = tuple(
                source
                for source in self.shelf.inputs
                if isinstance(source, _WORKED_OUT) and self.beneath[source.slot] & slots
                if isinstance(source, HeldInput) or source.slot not in slots
            )
        return self._resting[slots]

    def _pushed(self, values: list[object], answers: Answers) -> list[object]:
        """The answers put in. More or fewer events of a kind show in every count of that kind that sees them."""
        counts = {slot: source for slot, source in self._counts.items() if slot not in answers}
        for slot, answer in answers.items():
            before, values[slot] = values[slot], answer
            changed = self._counts.get(slot)
            if changed is None or not isinstance(before, int) or not isinstance(answer, int):
                continue
            for other, source in counts.items():
                known = values[other]
                if source.kind == changed.kind and isinstance(known, int):
                    values[other] = _moved_along(known, before, answer, source, changed)
        return values

    @cached_property
    def _counts(self) -> Mapping[int, HistoryInput]:
        """Counts of past events whose window ends now."""
        return {
            source.slot: source
            for source in self.shelf.inputs
            if isinstance(source, HistoryInput) and source.function == "count" and source.window != "full"
        }

    def handled(self, answers: Answers) -> Handled:
        """How the customer would be handled with these answers."""
        key = frozenset(answers.items())
        if key not in self._handled:
            self._handled[key] = handle(self.program, self.shelf, self.filled(answers), self.at, self.spoken)
        return self._handled[key]

    @cached_property
    def looked_at(self) -> frozenset[int]:
        """The questions on which it rests what is said here; all of them where something said is worked out."""
        rows = tuple(row for table in self.shelf.tables for row in table.rows)
        proposed = (*(rule.proposals for rule in self.shelf.rules), *(row.proposals for row in rows))
        if any(each is not None and each.compute is not None for proposals in proposed for each in proposals):
            return frozenset(self.questions)
        rules, nevers = self.shelf.rules, self.shelf.nevers
        lines = (*(one.lines for one in rules), *(row.lines for row in rows), *(one.lines for one in nevers))
        return self.under(slot for each in lines for line in each for slot in line.reads)

    def leaning(self, answers: Answers) -> tuple[int, ...]:
        """What was measured and may come out otherwise with these answers, though it can be measured no more.

        A history term that looks at a changed fact or at fields of the event, and terms over events of a kind of
        which there would be more or fewer; counts of them go along by themselves. Nothing is said of what is not
        `looked_at`.
        """
        inputs = {source.slot: source for source in self.shelf.inputs}
        facts = {slot for slot in answers if isinstance(inputs[slot], FactInput)}
        fields = {name.removeprefix("event.") for slot in facts if (name := self.questions[slot].name)}
        kinds = frozenset().union(*(_looks_back_at(inputs[slot]) for slot in answers))
        found = []
        for source in self.shelf.inputs:
            if source.slot in answers or source.slot not in self.looked_at or not isinstance(source, _MEASURED):
                continue
            if isinstance(source, HeldInput):
                leans = bool(self.under(source.line.reads) & answers.keys())
            else:
                follows = source.slot in self._counts and isinstance(self.values[source.slot], int)
                leans = bool(self.under(source.reads) & facts) or (bool(_looks_back_at(source) & kinds) and not follows)
                if isinstance(source, PatternInput) and not leans:
                    leans = self.shelf.kind in source.kinds and bool(fields)
                if isinstance(source, HistoryInput) and not leans:
                    itself = source.kind == self.shelf.kind and source.window not in ("in the ... before", "full")
                    leans = itself and bool(fields & set(source.looks))
                    leans = leans or (source.window == "since the timer" and "started" in fields)
            if leans:
                found.append(source.slot)
        return tuple(found)


def _looks_back_at(source: Input) -> frozenset[str]:
    """The kinds of events that an input looks back at."""
    if isinstance(source, PatternInput):
        return source.kinds
    return frozenset({source.kind}) if isinstance(source, HistoryInput | RunInput) else frozenset()


def _reads(source: Input) -> tuple[int, ...]:
    """The slots from which an input is computed, now. History terms cannot be measured again."""
    if isinstance(source, ValueInput):
        return source.reads
    if isinstance(source, HeldInput):
        return source.line.reads
    if isinstance(source, ScoreInput):
        return tuple(slot for step in source.steps for slot in step.line.reads)
    if isinstance(source, ChartInput):
        return tuple(slot for move in source.chart.moves for line in move.lines for slot in line.reads)
    return ()


def _held(source: HeldInput, values: Values, answers: Answers) -> object:
    """Whether a condition has held long enough, when it can be told: one that holds only now has not."""
    if source.slot in answers and answers[source.slot] is None:
        return None
    if source.line.fails(values):
        return False
    if not source.line.holds(values):
        return None
    return answers.get(source.slot, values[source.slot] or False)


def _moved_along(known: int, before: int, answer: int, source: HistoryInput, changed: HistoryInput) -> int:
    """Another count over the same kind of events, when there are more or fewer of those that `changed` counts."""
    more = answer - before
    sees_them = source.test is None
    if more > 0:
        return known + more if sees_them else known
    if sees_them and known >= before:
        return known + more
    return min(known, answer) if changed.test is None else known

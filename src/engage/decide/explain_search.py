"""The smallest change: fewest answers, then the nearest bounds. Found by exhaustion, so that smaller ones are excluded.

A goal says which questions lie beneath what stands in its way; changes are tried one more at a time, only of those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from math import prod
from typing import Final

from attrs import define, field, frozen

from engage.decide.explain_case import Answers, Case
from engage.knowledge.scales import Cell

__all__ = ["MOST", "TRIES", "Change", "Found", "Goal", "smallest"]

#: with these answers: the questions beneath what stands in the way, None when nothing does
Goal = Callable[[Answers], frozenset[int] | None]
#: changes of more facts than this say nothing to anybody
MOST: Final = 3
TRIES: Final = 1_500
_COMBINATIONS: Final = 48
_TAKEN_AWAY: Final = Cell(None)


@frozen
class Change:
    """One answer that is different: `cells` are all that would do, `value` the nearest of them (None: unknown)."""

    slot: int
    cells: tuple[Cell, ...]
    value: object = field(repr=False)


@frozen
class Found:
    """A change that reaches the goal. `proved`: no change of fewer answers does, nor one of as many that is nearer.

    `provided`: what was measured and cannot be measured again, and must come out as it did.
    """

    changes: tuple[Change, ...]
    distance: int
    proved: bool
    provided: tuple[int, ...] = ()

    @property
    def answers(self) -> dict[int, object]:
        """The nearest answers."""
        return {change.slot: change.value for change in self.changes}


def smallest(case: Case, goal: Goal, most: int = MOST, tries: int = TRIES) -> Found | None:
    """The smallest change of at most so many answers that reaches the goal, None when there is none.

    Facts that are known are made unknown only where no other answer would do. After so many tries it gives up; what was
    found by then is not proved.
    """
    for take_away in (False, True):
        search = _Search(case, goal, take_away, tries)
        for size in range(1, most + 1):
            search.level(size)
            if search.best is not None:
                return search.found()
            if search.tries > tries:
                break
    return None


@define
class _Search:
    """One search: how much was tried, which questions it touched, the best change so far."""

    case: Case
    goal: Goal
    take_away: bool
    most_tries: int
    tries: int = 0
    touched: set[int] = field(factory=set)
    best: tuple[int, dict[int, Cell]] | None = None
    _seen: set[frozenset[tuple[int, object]]] = field(factory=set)

    def level(self, size: int) -> None:
        """Try every change of so many answers."""
        self._seen.clear()
        self._extend({}, {}, 0, size)

    def _extend(self, cells: dict[int, Cell], answers: dict[int, object], distance: int, left: int) -> None:
        if self.tries > self.most_tries or (self.best is not None and self.best[0] <= distance + left):
            return
        self.tries += 1
        beneath = self.goal(answers)
        if beneath is None:
            if cells:
                self.best = (distance, dict(cells))
            return
        self.touched |= beneath
        if not left:
            return
        for slot in sorted(beneath - answers.keys()):
            for far, cell in self._others(slot, answers):
                key = frozenset({**answers, slot: cell.sample}.items())
                if key not in self._seen:
                    self._seen.add(key)
                    self._extend({**cells, slot: cell}, {**answers, slot: cell.sample}, distance + far, left - 1)

    def _others(self, slot: int, answers: Answers) -> Iterator[tuple[int, Cell]]:
        question = self.case.question(slot, answers)
        yield from question.others()
        if self.take_away and self.case.values[slot] is not None:
            yield len(question.cells), _TAKEN_AWAY

    def found(self) -> Found:
        """The best change, with everything that would do as well."""
        assert self.best is not None
        distance, cells = self.best
        changes = tuple(self._widened(cells))
        nearest = {change.slot: change.value for change in changes}
        leaning = self.case.leaning(nearest)
        exact = all(self.case.questions[slot].real and self.case.questions[slot].exact for slot in self.touched)
        exact = exact and not any(self.case.leaning({slot: None}) for slot in self.touched)
        # With two answers changed a comparison may tip elsewhere than with one.
        exact = exact and (len(changes) == 1 or not any(self.case.questions[slot].leans for slot in self.touched))
        provided = tuple(sorted(self._provided(leaning, nearest)))
        return Found(changes, distance, exact and self.tries <= self.most_tries, provided)

    def _widened(self, cells: dict[int, Cell]) -> Iterator[Change]:
        """Each answer with its neighbours that reach the goal too, whatever is chosen of those before it."""
        boxes: list[dict[int, object]] = [{slot: cell.sample for slot, cell in cells.items()}]
        for slot in sorted(cells):
            question = self.case.questions[slot]
            alone = cells[slot] if cells[slot].sample is None else question.alone(cells[slot])
            known = question.exact and not (question.leans and len(cells) > 1)
            wide = self._alike(slot, cells[slot], boxes) if known and cells[slot].sample is not None else ()
            wide = wide or (alone,)
            if len(boxes) * len(wide) > _COMBINATIONS:
                wide = (cells[slot],) if known else (alone,)
            boxes = [{**box, slot: cell.sample} for box in boxes for cell in wide]
            yield Change(slot, wide, cells[slot].sample)

    def _alike(self, slot: int, chosen: Cell, boxes: list[dict[int, object]]) -> tuple[Cell, ...]:
        question = self.case.questions[slot]
        place = question.cells.index(chosen)

        def does(at: int) -> bool:
            return at != question.now and all(
                self.goal({**box, slot: question.cells[at].sample}) is None for box in boxes
            )

        if not question.ordered:
            return tuple(cell for at, cell in enumerate(question.cells) if at == place or does(at))
        first = last = place
        while first > 0 and does(first - 1):
            first -= 1
        while last < len(question.cells) - 1 and does(last + 1):
            last += 1
        return question.cells[first : last + 1]

    def _provided(self, leaning: tuple[int, ...], answers: Answers) -> Iterator[int]:
        """What must stay as it was measured, because another value would undo the change."""
        options: list[tuple[object, ...]] = []
        for slot in leaning:
            question = self.case.questions[slot]
            if not question.exact or question.leans:
                yield slot
                continue
            options.append((*(cell.sample for cell in question.cells), None))
        asked = self.case.questions
        free = [slot for slot in leaning if asked[slot].exact and not asked[slot].leans]
        count = prod(map(len, options))
        every = product(*options) if count <= _COMBINATIONS else ()
        if count > _COMBINATIONS or any(
            self.goal({**answers, **dict(zip(free, each, strict=True))}) is not None for each in every
        ):
            yield from free

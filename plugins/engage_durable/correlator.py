"""durable_rules as a correlator: `Engine(…, correlator="durable")`.

The joins are its work: what was reached by one step waits as a fact, and an event that may be the next step is put
beside it, under a rule that asks for the same customer and the same values. Order and time need no comparison across
events, which durable_rules does not survive: the child process walks the events in their order, and takes back what is
too long ago before it goes on.
"""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from attrs import define, field

from engage.plugins import Candidate, Question, Words
from engage_durable import messages
from engage_durable.keeper import Child, Died, Missing
from engage_durable.lives import Life, Told, digest, told

__all__ = ["DurableCorrelator", "TooLong", "open_correlator"]

#: customers at a time: durable_rules has room for 1,024 states a ruleset, at about 83 KB each
_CUSTOMERS: Final = 500
#: rulesets at a time: a host cannot forget one, and grows with each
_RULESETS: Final = 200
#: 0.3 milliseconds each when they are told anew
_CANDIDATES: Final = 5_000
_PATIENCE: Final = 5.0


class TooLong(Exception):
    """More candidates than are worth telling: engage answers faster by itself."""


@define
class DurableCorrelator:
    """Asks the child process, and starts it again when it has died: then it is told everything anew.

    May be used by threads; they take turns. `patience` is how many seconds an answer may take.
    """

    engine: str = "durable_rules 2.0.28"
    patience: float = _PATIENCE
    #: how often the child process has died and was started again
    restarts: int = 0
    _child: Child | None = None
    _owner: int = 0
    _lives: dict[tuple[str, str, int, bool], Life] = field(factory=dict)
    _rulesets: dict[tuple[str, int], str] = field(factory=dict)
    _places: OrderedDict[str, str] = field(factory=OrderedDict)
    _lock: threading.Lock = field(factory=threading.Lock)

    def unavailable(self) -> Words | None:
        """Why durable_rules cannot run here, in one line; None when it can."""
        with self._lock:
            try:
                self._running()
            except Missing as missing:
                return messages.unavailable(str(missing))
            except (Died, OSError) as failure:
                return messages.unavailable(str(failure) or type(failure).__name__)
        return None

    def ask(self, questions: Sequence[Question]) -> Sequence[tuple[int, ...]]:
        """The numbers of the events that complete each pattern. Raises TooLong, Died and Missing."""
        with self._lock:
            return [self._answer(question) for question in questions]

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            self._forget_all()

    @property
    def pid(self) -> int:
        """The id of the child process, 0 when none runs."""
        return self._child.pid if self._child is not None else 0

    def _answer(self, question: Question) -> tuple[int, ...]:
        if len(question.candidates) > _CANDIDATES:
            raise TooLong
        whole = told(question)
        try:
            life = self._told(question, whole)
        except Died:
            self._forget_all()
            self.restarts += 1
            life = self._told(question, whole)  # by a new one, everything; when that dies too, engage answers
        return tuple(
            candidate.number
            for number, candidate in zip(life.numbers, question.candidates, strict=True)
            if number in life.completed and _inside(question, candidate)
        )

    def _told(self, question: Question, whole: list[Told]) -> Life:
        """The customer's life in this pattern, with all of the question told."""
        child, place = self._running(), self._place(question.customer)
        names = [self._ruleset(child, question, step) for step in range(1, question.steps)]
        key = question.pattern, question.customer, question.steps, question.absent
        life = self._lives.get(key)
        news = None if life is None else life.news(whole, question)
        fresh = life is None or news is None
        if life is None or news is None:
            life, news = Life(whole, list(range(len(whole))), count=len(whole)), whole
            self._lives[key] = life
        if not news and not fresh:
            return life
        answer = child.ask(
            {
                "name": digest(question.pattern),
                "rulesets": names,
                "place": place,
                "who": digest(question.customer),
                "absent": question.absent,
                "fresh": fresh,
                "first": life.count - len(news),
                "told": [list(each) for each in news],
            }
        )
        if "error" in answer:
            self._forget_all()
            raise Died(str(answer["error"]))
        life.completed |= set(_numbers(answer["completed"]))
        life.completed -= set(_numbers(answer["undone"]))
        return life

    def _running(self) -> Child:
        if self._child is not None and self._owner != os.getpid():
            self._forget_all(end=False)  # the process of another one, which forked this one
        if self._child is None or len(self._rulesets) > _RULESETS:
            self._forget_all()
            self._child, self._owner = Child(self.patience), os.getpid()
        return self._child

    def _ruleset(self, child: Child, question: Question, step: int) -> str:
        """The ruleset of one join of a pattern: one rule a ruleset."""
        key = question.pattern, step
        if key not in self._rulesets:
            name = f"join{len(self._rulesets)}"
            child.ask({"name": name, "join": True})
            self._rulesets[key] = name
        return self._rulesets[key]

    def _place(self, customer: str) -> str:
        """The state that a customer has; the one not asked about for longest gives way."""
        if customer not in self._places:
            if len(self._places) < _CUSTOMERS:
                place = str(len(self._places))
            else:
                gone, place = self._places.popitem(last=False)
                self._lives = {key: life for key, life in self._lives.items() if key[1] != gone}
                self._running().ask({"name": "forget", "place": place})
            self._places[customer] = place
        self._places.move_to_end(customer)
        return self._places[customer]

    def _forget_all(self, *, end: bool = True) -> None:
        if self._child is not None and end:
            self._child.close()
        self._child = None
        self._lives, self._rulesets, self._places = {}, {}, OrderedDict()


def _numbers(answer: object) -> list[int]:
    assert isinstance(answer, list)
    return [number for number in answer if isinstance(number, int)]


def _inside(question: Question, candidate: Candidate) -> bool:
    end = candidate.until if question.absent else candidate.at
    return end is not None and (question.start is None or question.start <= end) and end < question.end


def open_correlator(where: str) -> DurableCorrelator:
    """`durable`; nothing follows the name. Starts nothing."""
    if where:
        raise messages.misuse("D001")
    return DurableCorrelator()

"""Asking others before a decision: which facts have to be asked for, and calls side by side until one deadline.

Whatever happens there, the caller goes on in time. A call that hangs holds a thread that nobody waits for; its answer
is dropped. When too many hang, nobody is asked there until one returns.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from queue import Empty, SimpleQueue
from typing import Final

from attrs import define, field

from engage.facts.known import Event, Fact, Profile
from engage.facts.vocabulary import Field
from engage.knowledge.freshness import distrust, standing
from engage.program.program import FactInput, Program, Shelf

__all__ = ["Answered", "Rooms", "to_ask"]

_MOST_AT_ONCE: Final = 8

#: what was answered, or why there is no answer: `late`, `busy`, `failed`
Answered = Mapping[str, object] | str
_Call = Callable[[], object]


def to_ask(program: Program, event: Event, profile: Profile) -> Iterator[Field]:
    """The facts that others are asked for, that the rules of this event read, and that are not known freshly."""
    vocabulary = program.vocabulary
    if not (vocabulary.asked_for and event.subject and profile.key):
        return
    inputs = program.shelves.get(event.kind, Shelf("")).inputs
    for source in (each for each in inputs if isinstance(each, FactInput) and each.name in vocabulary.asked_for):
        line = profile.facts.get(source.name)
        if not _fresh(line and standing(line, event.at), source, event.at):
            yield vocabulary.field_by_name[source.name]


def _fresh(kept: Fact | None, source: FactInput, now: int) -> bool:
    """Is it known well enough not to be asked for? Without a `max age` nothing is that was known before."""
    if kept is None or kept.value is None:
        return False
    why = distrust(kept, now, source.max_age, source.least_confidence)
    # Told by this very event, or, to a late one, known afterwards already.
    return why is None and (kept.at is None or kept.at >= now or source.max_age is not None)


@define
class _Asking:
    """A call on its way. `begun`: a thread has taken it; `over`: nobody waits any more; `ended`: it was answered."""

    call: _Call
    told: SimpleQueue[Answered] = field(factory=SimpleQueue)
    begun: bool = False
    over: bool = False
    ended: bool = False


class Rooms:
    """The threads that ask, by the name of who is asked there. May be shared by threads, and after a fork."""

    def __init__(self) -> None:
        self._rooms: dict[str, _Room] = {}
        self._lock = threading.Lock()

    def answers(self, calls: Mapping[str, _Call], seconds: float) -> dict[str, Answered]:
        """Call all of them at once; what each gave within so many seconds, or why there is nothing."""
        until = time.monotonic() + seconds
        begun = [(name, room, room.start(call)) for name, call in calls.items() for room in (self._room(name),)]
        return {name: room.answer(asking, until) if asking else "busy" for name, room, asking in begun}

    def _room(self, name: str) -> _Room:
        with self._lock:
            room = self._rooms.get(name)
            if room is None or room.pid != os.getpid():  # after a fork: its threads have not come along
                room = self._rooms[name] = _Room()
            return room

    def close(self) -> None:
        """Let the threads go, those that hang when they return."""
        with self._lock:
            for room in self._rooms.values():
                room.end()
            self._rooms.clear()


class _Room:
    """The threads that ask one. A thread that hangs is left to itself and counted until it returns."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._inbox: SimpleQueue[_Asking | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._threads = self._load = self._stuck = 0

    def start(self, call: _Call) -> _Asking | None:
        """Set it going as soon as a thread is free; None where all of them hang."""
        asking = _Asking(call)
        with self._lock:
            if self._stuck >= _MOST_AT_ONCE:
                return None
            self._load += 1
            if self._load > self._threads and self._threads < _MOST_AT_ONCE:
                self._threads += 1
                threading.Thread(target=self._work, name="engage-asking", daemon=True).start()
        self._inbox.put(asking)
        return asking

    def answer(self, asking: _Asking, until: float) -> Answered:
        """What it gave by then (`time.monotonic`), or why there is nothing."""
        try:
            return asking.told.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            with self._lock:
                if asking.ended:
                    return asking.told.get_nowait()
                asking.over = True
                self._stuck += asking.begun
                return "late" if asking.begun else "busy"

    def end(self) -> None:
        """Nothing more is asked here."""
        for _ in range(self._threads):
            self._inbox.put(None)

    def _work(self) -> None:
        while (asking := self._inbox.get()) is not None:
            with self._lock:
                asking.begun = not asking.over
            if asking.begun:
                asking.told.put(_called(asking.call))
            with self._lock:
                self._load -= 1
                asking.ended = True
                self._stuck -= asking.begun and asking.over


def _called(call: _Call) -> Answered:
    try:
        answer = call()
        # Copied here: a mapping may work out what it holds only when it is read.
        return dict(answer) if isinstance(answer, Mapping) else "failed"
    except BaseException:
        # A plugin may raise anything, SystemExit too; its text may hold a customer's value and is not kept.
        return "failed"

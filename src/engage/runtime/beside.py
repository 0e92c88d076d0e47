"""Calls that end after a deadline, whatever a plugin does: each goes to a thread beside."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

from attrs import frozen

__all__ = ["Beside", "Ended"]

A = TypeVar("A")


@frozen
class Ended:
    """How a call ended. A plugin may return or raise anything."""

    answer: object = None
    failure: BaseException | None = None


class Beside(Generic[A]):
    """One call after the other, in a thread beside that never holds up the end of the process."""

    def __init__(self, call: Callable[[A], object], seconds: float, name: str) -> None:
        self._call, self._seconds, self._name = call, seconds, name
        self._asked: SimpleQueue[tuple[A, SimpleQueue[Ended]] | None] | None = None
        self._owner = 0

    def ask(self, what: A) -> Ended | None:
        """How it ended, None when it has not ended in time: the thread is stuck then, another takes its place."""
        if self._owner != os.getpid():
            self._asked = None  # a thread does not live on in a forked process
        if self._asked is None:
            self._asked, self._owner = SimpleQueue(), os.getpid()
            work = threading.Thread(target=_work, args=(self._call, self._asked), name=self._name, daemon=True)
            work.start()
        told: SimpleQueue[Ended] = SimpleQueue()
        self._asked.put((what, told))
        try:
            return told.get(timeout=self._seconds)
        except Empty:
            self.leave()
            return None

    def leave(self) -> None:
        """Do nothing more, after what is being done."""
        if self._asked is not None:
            self._asked.put(None)
            self._asked = None


def _work(call: Callable[[A], object], asked: SimpleQueue[tuple[A, SimpleQueue[Ended]] | None]) -> None:
    while (waiting := asked.get()) is not None:
        what, told = waiting
        try:
            told.put(Ended(call(what)))
        except BaseException as failure:
            told.put(Ended(failure=failure))

"""A fork finds no database open: before it, every transaction of the process ends and every connection is closed.

SQLite's locks on a file belong to one process. A child that inherits an open database believes in locks that only its
parent has: the parent, or a third process, then throws the log away from under it, and what the child was told is on
disk is lost. Hence nothing is inherited; both sides open anew at their next call.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol

__all__ = ["Forked", "inside", "watch"]

#: A fork waits so long for transactions of other threads; behind that the child is refused the database.
_PATIENCE_SECONDS: Final = 30.0


class Forked(Protocol):
    """What keeps connections."""

    def before_fork(self) -> None:
        """Close them: no thread uses one."""
        ...

    def in_child(self) -> None:
        """Forget what belongs to the parent."""
        ...


class _Gate:
    """Threads pass through to use a database; a fork closes it and waits until all are out."""

    def __init__(self) -> None:
        self.keepers: list[weakref.ref[Forked]] = []
        self.renew()

    def renew(self) -> None:
        """Of the threads that were inside, none has come along into the child."""
        self._changed = threading.Condition(threading.Lock())
        self._inside: dict[int, int] = {}
        self._forks = 0

    def enter(self) -> None:
        me = threading.get_ident()
        with self._changed:
            while self._forks and me not in self._inside:
                self._changed.wait()
            self._inside[me] = self._inside.get(me, 0) + 1

    def leave(self) -> None:
        me = threading.get_ident()
        with self._changed:
            left = self._inside.pop(me, 1) - 1
            if left:
                self._inside[me] = left
            elif self._forks:
                self._changed.notify_all()

    def before_fork(self) -> None:
        """Let nobody in any more, and close all when nobody is left inside.

        Somebody may be: the forking thread itself, or one that takes too long.
        """
        me = threading.get_ident()
        with self._changed:
            self._forks += 1
            self._changed.wait_for(lambda: not (self._inside.keys() - {me}), _PATIENCE_SECONDS)
            empty = not self._inside
        if empty:
            for keeper in self._known():
                keeper.before_fork()

    def in_parent(self) -> None:
        with self._changed:
            self._forks -= 1
            self._changed.notify_all()

    def in_child(self) -> None:
        self.renew()
        for keeper in self._known():
            keeper.in_child()

    def _known(self) -> list[Forked]:
        return [keeper for each in self.keepers if (keeper := each()) is not None]


_gate: Final = _Gate()


@contextmanager
def inside() -> Iterator[None]:
    """Use a database; a fork of another thread waits for the end, and this for the end of a fork.

    Take locks of your own before, never within.
    """
    _gate.enter()
    try:
        yield
    finally:
        _gate.leave()


def watch(keeper: Forked) -> None:
    """From now on its connections are closed before a fork. It is held weakly."""
    with inside():
        _gate.keepers = [each for each in _gate.keepers if each() is not None] + [weakref.ref(keeper)]


os.register_at_fork(before=_gate.before_fork, after_in_parent=_gate.in_parent, after_in_child=_gate.in_child)

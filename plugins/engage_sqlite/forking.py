"""A fork finds no database open: before it every transaction ends and every connection is closed, in all of the process.

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
            self._inside[me] -= 1
            if not self._inside[me]:
                del self._inside[me]
                if self._forks:
                    self._changed.notify_all()

    def shut(self) -> bool:
        """Let nobody in any more. False when somebody is still inside: the forking thread itself, or one for long."""
        me = threading.get_ident()
        with self._changed:
            self._forks += 1
            self._changed.wait_for(lambda: not (self._inside.keys() - {me}), _PATIENCE_SECONDS)
            return not self._inside

    def open(self) -> None:
        with self._changed:
            self._forks -= 1
            self._changed.notify_all()


_gate = _Gate()
_watched: list[weakref.ref[Forked]] = []


@contextmanager
def inside() -> Iterator[None]:
    """Use a database; a fork of another thread waits for the end, and this for the end of a fork.

    Take locks of your own before, never within.
    """
    gate = _gate
    gate.enter()
    try:
        yield
    finally:
        gate.leave()


def watch(keeper: Forked) -> None:
    """From now on its connections are closed before a fork. It is held weakly."""
    with inside():
        _watched[:] = [each for each in _watched if each() is not None]
        _watched.append(weakref.ref(keeper))


def _keepers() -> list[Forked]:
    return [keeper for each in _watched if (keeper := each()) is not None]


def _before() -> None:
    if _gate.shut():
        for keeper in _keepers():
            keeper.before_fork()


def _in_parent() -> None:
    _gate.open()


def _in_child() -> None:
    global _gate
    _gate = _Gate()
    for keeper in _keepers():
        keeper.in_child()


os.register_at_fork(before=_before, after_in_parent=_in_parent, after_in_child=_in_child)

"""Group commit: threads that commit at the same moment share one transaction, and so one wait for the disk.

Whoever gets the write lock commits for all who wait. Each waits for its own result; nobody is acknowledged before
the COMMIT that holds its unit has returned.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress

from engage.plugins import Commit, StorageError, Unit

__all__ = ["Group"]

_TOGETHER = 64


class _Turn:
    """One caller's unit and what came of it."""

    __slots__ = ("failure", "result", "tenant", "unit")

    def __init__(self, tenant: str, unit: Unit) -> None:
        self.tenant, self.unit = tenant, unit
        self.result: Commit | None = None
        self.failure: StorageError | None = None

    @property
    def over(self) -> bool:
        return self.result is not None or self.failure is not None


class Group:
    """The queue of one process. `commit_all` writes (tenant, unit) pairs in one transaction."""

    def __init__(self, commit_all: Callable[[Sequence[tuple[str, Unit]]], Sequence[Commit]]) -> None:
        self._commit_all = commit_all
        self._waiting: deque[_Turn] = deque()

    def commit(self, tenant: str, unit: Unit, lock: AbstractContextManager[object]) -> Commit:
        """Commit a unit, alone or with others that wait."""
        mine = _Turn(tenant, unit)
        self._waiting.append(mine)
        try:
            with lock:
                while not mine.over:
                    self._serve()
        except BaseException:
            # Interrupted: nobody waits for this unit any more, so nobody must write it later.
            with suppress(ValueError):
                self._waiting.remove(mine)
            raise
        if mine.failure:
            raise mine.failure
        assert mine.result is not None
        return mine.result

    def _serve(self) -> None:
        """Commit for those who wait, oldest first. The caller holds the lock, so its own turn comes."""
        turns = [self._waiting.popleft() for _ in range(min(_TOGETHER, len(self._waiting)))]
        try:
            if len(turns) == 1 or not self._together(turns):
                for turn in turns:
                    self._alone(turn)
        except BaseException:
            # Interrupted: nothing of an open transaction stays. The others' turns go on with the next leader.
            self._waiting.extendleft(turn for turn in reversed(turns) if not turn.over)
            raise

    def _together(self, turns: Sequence[_Turn]) -> bool:
        try:
            results = self._commit_all([(turn.tenant, turn.unit) for turn in turns])
        except StorageError:
            # One unit that cannot be stored must not fail the others: each alone, then.
            return False
        for turn, result in zip(turns, results, strict=True):
            turn.result = result
        return True

    def _alone(self, turn: _Turn) -> None:
        try:
            (turn.result,) = self._commit_all([(turn.tenant, turn.unit)])
        except StorageError as failure:
            turn.failure = failure

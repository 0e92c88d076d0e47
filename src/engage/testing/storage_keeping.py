"""The part of the storage contract that speaks of keeping: what was done is there when its process is killed."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from engage.sockets.storage import Storage
from engage.testing.units import SOURCE, timer, unit

__all__ = ["KeepingContract", "killed_behind"]

Step = Callable[[Storage], object]


def _claim(storage: Storage) -> str:
    (claimed,) = storage.claim("main", "crm", 1, 0)
    return claimed.record.key


def _mark(storage: Storage) -> None:
    assert storage.mark("main", _claim(storage), 1, "dead", "http-400")


def _dead(storage: Storage) -> None:
    _commit(storage)
    _mark(storage)


def _replay(storage: Storage) -> None:
    assert storage.replay_dead("main", storage.outbox("main")[0].key)


def _effect(storage: Storage) -> tuple[str, int, str]:
    (effect,) = storage.outbox("main")
    return effect.state, effect.attempt, effect.last_code


def _commit(storage: Storage) -> None:
    storage.commit("main", unit(1, channels=["crm"], timers=[timer("a", 5)], facts='{"a":1}', held=(("h", 1),)))


def _nothing(storage: Storage) -> None:
    return None


def _seen(storage: Storage) -> tuple[object, ...]:
    seen = storage.snapshot(
        "main", source=SOURCE, event_id="e1", key="c1", contact="", at=2**60, history=lambda _: {"call": None}
    )
    timers, effects = storage.due_timers("main", 10, 10), storage.outbox("main")
    return seen.customer.facts, seen.stored is not None, dict(seen.held), len(seen.history), len(timers), len(effects)


#: The call that is the last one of the killed process: what goes before it, the call, what is seen of it afterwards.
_LAST: Final[Mapping[str, tuple[Step, Step, Step, object]]] = {
    "commit": (_nothing, _commit, _seen, ('{"a":1}', True, {"h": 1}, 1, 1, 1)),
    "commit_many": (
        _nothing,
        lambda storage: storage.commit_many("main", [unit(1), unit(2, "c2")]),
        lambda storage: storage.counts("main")["decisions"],
        2,
    ),
    "set_facts": (
        _nothing,
        lambda storage: storage.set_facts("main", "c1", '{"a":1}', 0),
        lambda storage: storage.customer("main", "c1") is not None,
        True,
    ),
    "add_alias": (
        _nothing,
        lambda storage: storage.add_alias("main", "phone", "c1"),
        lambda storage: storage.key_of("main", "phone"),
        "c1",
    ),
    "merge": (
        lambda storage: storage.commit_many("main", [unit(1), unit(2, "c2")]),
        lambda storage: storage.merge("main", "c2", "c1", facts='{"a":1}', expected_version=1, into_version=1),
        lambda storage: (storage.key_of("main", "c2"), storage.customer("main", "c2"), _seen(storage)[:4]),
        ("c1", None, ('{"a":1}', True, {}, 2)),
    ),
    "claim": (_commit, _claim, _effect, ("new", 1, "")),
    "mark": (_commit, _mark, _effect, ("dead", 1, "http-400")),
    "replay_dead": (_dead, _replay, _effect, ("new", 1, "http-400")),
    "activate": (
        _nothing,
        lambda storage: storage.activate("main", "h1", "[]", 5, "", 0),
        lambda storage: (storage.activation("main") is not None, storage.sources("main", "h1")),
        (True, "[]"),
    ),
}


class KeepingContract:
    """Kills a process behind each call that writes; `StorageContract` brings it along."""

    @pytest.mark.parametrize("last", sorted(_LAST))
    def test_what_was_done_is_there_when_the_process_is_killed(self, tmp_path: Path, last: str) -> None:
        before, call, see, expected = _LAST[last]
        folder = tmp_path / "killed"
        folder.mkdir()
        opened = self.open(folder)
        volatile = opened.durability == "volatile"
        opened.close()
        if volatile or not hasattr(os, "fork"):
            pytest.skip("a volatile storage keeps nothing, and without a fork nothing can be killed here")

        def work() -> None:
            storage = self.open(folder)
            storage.prepare()
            before(storage)
            call(storage)

        killed_behind(work)
        anew = self.open(folder)
        anew.prepare()
        try:
            assert see(anew) == expected
        finally:
            anew.close()

    def open(self, folder: Path) -> Storage:
        """See `StorageContract`."""
        raise NotImplementedError


def killed_behind(work: Callable[[], None]) -> None:
    """Run in a child process that is killed when it is done, without closing anything."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of threads; the child starts none
        child = os.fork()
    if child == 0:
        try:
            work()
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

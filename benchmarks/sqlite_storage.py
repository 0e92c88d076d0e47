"""How fast the SQLite storage is: commits with FULL, group commit by threads and in batches, snapshots, deliveries.

One unit is what an ordinary decision writes: an event of 600 bytes, a decision of 1,100 bytes, one effect of 300 bytes.
Figures depend on the disk above all; run on a quiet machine.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from attrs import evolve

from engage.plugins import Committed, Unit
from engage.testing.units import SOURCE, unit
from engage_sqlite import SqliteStorage

COUNT = 3_000


def ordinary(number: int) -> Unit:
    """A unit of ordinary size, of a customer of its own."""
    one = unit(number, f"customer-{number}", channels=["crm"])
    return evolve(
        one,
        event=evolve(one.event, payload='{"a":"' + "x" * 590 + '"}'),
        decision=evolve(one.decision, public='{"p":"' + "x" * 590 + '"}', personal='{"p":"' + "x" * 490 + '"}'),
        outbox=tuple(evolve(effect, payload='{"p":"' + "x" * 290 + '"}') for effect in one.outbox),
    )


def measured(what: str, count: int, work: Callable[[], object]) -> None:
    """Print how many a second."""
    begun = time.perf_counter()
    work()
    print(f"{what:<44}{count / (time.perf_counter() - begun):>10,.0f} /s")


def deliver_all(storage: SqliteStorage) -> None:
    """Claim and mark everything that waits."""
    while batch := storage.claim("main", "crm", 100, 60):
        for claimed in batch:
            storage.mark("main", claimed.record.key, claimed.attempt, "done", "")


def main() -> None:
    """All figures, on a database of its own."""
    with tempfile.TemporaryDirectory() as folder, closing(SqliteStorage(str(Path(folder) / "care.db"))) as storage:
        storage.prepare()
        one_by_one = [ordinary(number) for number in range(COUNT)]
        threads = [ordinary(number) for number in range(COUNT, 2 * COUNT)]
        batches = [ordinary(number) for number in range(2 * COUNT, 4 * COUNT)]

        def by_threads() -> None:
            with ThreadPoolExecutor(8) as pool:
                assert all(isinstance(r, Committed) for r in pool.map(lambda u: storage.commit("main", u), threads))

        def snapshots() -> None:
            for one in one_by_one:
                storage.snapshot(
                    "main",
                    source=SOURCE,
                    event_id="next",
                    key=one.event.key,
                    contact="",
                    at=2**60,
                    history=lambda _: {"call": None, "bill": 10**12, "visit": 10**12},
                )

        measured("commit, one thread", COUNT, lambda: [storage.commit("main", one) for one in one_by_one])
        measured("commit, eight threads (group commit)", COUNT, by_threads)
        measured(
            "commit_many, 100 at once",
            2 * COUNT,
            lambda: [storage.commit_many("main", batches[n : n + 100]) for n in range(0, 2 * COUNT, 100)],
        )
        measured("snapshot", COUNT, snapshots)
        measured("claim (100 at once) and mark", 4 * COUNT, lambda: deliver_all(storage))


if __name__ == "__main__":
    main()

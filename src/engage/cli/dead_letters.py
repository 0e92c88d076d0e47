"""Effects that were given up: what they are, and how they wait for delivery again under the same key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from engage.errors import NotFound
from engage.sockets.plugins import Plugins
from engage.sockets.storage import OutboxRecord, Storage

__all__ = ["ALL", "dead_letters", "replay"]

#: Instead of a key: every dead letter.
ALL: Final = "all"
_EVERY: Final = 2**31 - 1


def dead_letters(address: str, tenant: str) -> Sequence[OutboxRecord]:
    """The dead letters of a storage, oldest first."""
    with _opened(address) as storage:
        return storage.outbox(tenant, state="dead", limit=_EVERY)


def replay(address: str, tenant: str, wanted: Sequence[str]) -> tuple[str, ...]:
    """Let dead letters wait for delivery again; their keys, which stay as they were.

    `wanted` are keys, or `all`. Raises NotFound for a key that is no dead letter's, before anything is changed.
    """
    with _opened(address) as storage:
        dead = [record.key for record in storage.outbox(tenant, state="dead", limit=_EVERY)]
        unknown = next((key for key in wanted if key != ALL and key not in dead), None)
        if unknown is not None:
            raise NotFound("S007", "there is no such dead letter", where=unknown, hint="see `engage deliver --dead`")
        chosen = [key for key in dead if ALL in wanted or key in wanted]
        return tuple(key for key in chosen if storage.replay_dead(tenant, key))


@contextmanager
def _opened(address: str) -> Iterator[Storage]:
    storage = Plugins.discover().open_storage(address)
    try:
        storage.prepare()
        yield storage
    finally:
        storage.close()

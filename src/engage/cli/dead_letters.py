"""Effects that were given up, or of unknown outcome: what they are, and how they wait again under the same key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engage.cli.storages import existing
from engage.errors import NotFound
from engage.ground.finding import Words
from engage.sockets.storage import OutboxRecord

__all__ = ["ALL", "dead_letters", "replay"]

#: Instead of a key: every dead letter.
ALL: Final = "all"
_EVERY: Final = 2**31 - 1
_STATES: Final = ("dead", "unknown")


def dead_letters(address: str, tenant: str) -> Sequence[OutboxRecord]:
    """The dead letters of a storage, oldest first, then the effects of unknown outcome."""
    with existing(address) as storage:
        return [record for state in _STATES for record in storage.outbox(tenant, state=state, limit=_EVERY)]


def replay(address: str, tenant: str, wanted: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Let effects wait for delivery again; their keys, which stay as they were, and how many of unknown outcome stay.

    `wanted` are keys, or `all` dead letters. One of unknown outcome may have arrived, and is meant by its key alone.
    Raises NotFound for the key of neither, before anything is changed.
    """
    with existing(address) as storage:
        dead, unknown = (
            [record.key for record in storage.outbox(tenant, state=state, limit=_EVERY)] for state in _STATES
        )
        strange = next((key for key in wanted if key != ALL and key not in (*dead, *unknown)), None)
        if strange is not None:
            raise NotFound(
                "S013",
                Words("there is no such dead letter", "没有这个死信", "沒有這個死信"),
                where=strange,
                hint=Words("see `engage deliver --dead`", "见 `engage deliver --dead`", "見 `engage deliver --dead`"),
            )
        chosen = [key for key in dead if ALL in wanted or key in wanted] + [key for key in unknown if key in wanted]
        replayed = tuple(key for key in chosen if storage.replay_dead(tenant, key))
        return replayed, len(set(unknown) - set(replayed))

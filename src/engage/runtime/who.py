"""A question asked of every customer of a storage, one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from engage.decide.who import Reply, reply_to
from engage.program.question import Question
from engage.runtime.briefing import looked_at
from engage.sockets.storage import Storage

__all__ = ["replies"]


def replies(storage: Storage, tenant: str, question: Question, now: int) -> Iterator[Reply]:
    """What is so of each customer at `now`, or at its latest event, whichever is later; in the order of their keys.

    Each is read as it stands when its turn comes. Nobody is left out for another one that comes or goes meanwhile.
    """
    after = ""
    while keys := storage.customers(tenant, after=after):
        for key in keys:
            kept = storage.customer(tenant, key)
            if kept is not None:  # gone since the list was read
                yield reply_to(question, looked_at(storage, tenant, question.program, now, kept)[1])
        after = keys[-1]

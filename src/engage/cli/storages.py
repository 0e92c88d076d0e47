"""Opening a storage to look at what it keeps: one that is there, and never a new one for a path mistyped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from engage.errors import NotFound
from engage.sockets.plugins import Plugins
from engage.sockets.storage import Storage
from engage.sockets.upkeep import Upkeep

__all__ = ["existing"]


@contextmanager
def existing(address: str) -> Iterator[Storage]:
    """The storage at an address, prepared. Raises NotFound when none was ever made there; then none is made."""
    storage = Plugins.discover().open_storage(address)
    try:
        if isinstance(storage, Upkeep) and not storage.schema().found:
            raise NotFound("S012", "there is no storage at this address", hint="see the path; `engage run` makes one")
        storage.prepare()
        yield storage
    finally:
        storage.close()

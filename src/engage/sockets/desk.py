"""The DeskStorage socket: what a storage may offer beside Storage, so that contacts are offered to workers.

One call writes, by compare-and-set on the contact and on the worker; whoever was overtaken looks again and decides
again. A storage knows nothing of ranks or capacity, and looks into no blob. Raises StorageError as Storage does.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol, runtime_checkable

from attrs import field, frozen

__all__ = ["AtDesk", "DeskRecord", "DeskState", "DeskStorage"]


class DeskState(StrEnum):
    """Where a contact stands at the desk."""

    WAITING = "waiting"
    OFFERED = "offered"
    CONNECTED = "connected"
    WRAP_UP = "wrap-up"
    ENDED = "ended"  # kept only where the record says until when


@frozen
class DeskRecord:
    """A contact at the desk. `worker` has it, or is offered it until `until` (microseconds UTC); empty: nobody. One
    that has ended is remembered until `until`.

    `version` is the fencing token of its latest change: whoever shows an older one is too late. `details` is a blob.
    """

    contact: str
    state: DeskState = field(converter=DeskState)
    version: int = 0
    worker: str = ""
    channel: str = ""
    until: int | None = None
    details: str = field(default="{}", repr=False)


@frozen
class AtDesk:
    """All contacts at the desk, by their ids, and the latest version of each worker who ever had one; of one moment."""

    contacts: tuple[DeskRecord, ...] = ()
    workers: Mapping[str, int] = field(factory=dict)


@runtime_checkable
class DeskStorage(Protocol):
    """Keeps who waits, who is offered whom, and who serves whom. Contract kit: `engage.testing.storage_desk`."""

    def at_desk(self, tenant: str) -> AtDesk:
        """Everything at the desk."""
        ...

    def desk_contact(self, tenant: str, contact: str) -> DeskRecord | None:
        """One contact, None where it is not at the desk."""
        ...

    def put_at_desk(
        self, tenant: str, record: DeskRecord, expected: int, expected_worker: int | None = None
    ) -> int | None:
        """Write a contact over its version `expected` (0: it is not there), in one transaction; its new version.

        None, and nothing is done, where its version is another by now, or that of the record's worker is no longer
        `expected_worker` (0: never had a contact; None: whatever it is). Versions rise over the whole tenant and are
        never given twice, also after a contact has left. Each write gives its version to the record's worker too, and
        to the one who had the contact before. A record with the state `ended` is written like any other where it has an
        `until`, so that what comes again is known; without one the contact is removed instead.
        """
        ...

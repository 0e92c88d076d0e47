"""The desk of the reference storage: a dict of contacts and a number that only rises."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from attrs import define, evolve, field

from engage.errors import StorageError
from engage.sockets.desk import AtDesk, DeskRecord, DeskState

if TYPE_CHECKING:
    from engage.testing.reference_storage import Tenant

__all__ = ["ReferenceDesk", "WithDesk"]


@define
class ReferenceDesk:
    """What one tenant has at the desk."""

    _contacts: dict[str, DeskRecord] = field(factory=dict)
    _workers: dict[str, int] = field(factory=dict)
    _latest: int = 0

    def all(self) -> AtDesk:
        """Everything."""
        return AtDesk(tuple(self._contacts[id] for id in sorted(self._contacts)), dict(self._workers))

    def one(self, contact: str) -> DeskRecord | None:
        """One contact."""
        return self._contacts.get(contact)

    def put(self, record: DeskRecord, expected: int, expected_worker: int | None) -> int | None:
        """See `DeskStorage.put_at_desk`."""
        before = self._contacts.get(record.contact)
        if (before.version if before else 0) != expected:
            return None
        if expected_worker is not None and self._workers.get(record.worker, 0) != expected_worker:
            return None
        self._latest += 1
        for worker in {record.worker, before.worker if before else ""} - {""}:
            self._workers[worker] = self._latest
        if record.state is DeskState.ENDED and record.until is None:
            self._contacts.pop(record.contact, None)
        else:
            self._contacts[record.contact] = evolve(record, version=self._latest)
        return self._latest


class WithDesk:
    """The part of the reference storage that is a DeskStorage; one call at a time."""

    _lock: threading.RLock
    _closed: bool

    def _of(self, tenant: str) -> Tenant:
        raise NotImplementedError

    def _desk(self, tenant: str) -> ReferenceDesk:
        if self._closed:
            raise StorageError("S029", "the storage is closed", hint="open it anew")
        return self._of(tenant).desk

    def at_desk(self, tenant: str) -> AtDesk:
        """Everything at the desk."""
        with self._lock:
            return self._desk(tenant).all()

    def desk_contact(self, tenant: str, contact: str) -> DeskRecord | None:
        """One contact."""
        with self._lock:
            return self._desk(tenant).one(contact)

    def put_at_desk(
        self, tenant: str, record: DeskRecord, expected: int, expected_worker: int | None = None
    ) -> int | None:
        """Write a contact over the version that is expected."""
        with self._lock:
            return self._desk(tenant).put(record, expected, expected_worker)

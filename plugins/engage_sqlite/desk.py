"""The desk in one SQLite file: its statements, and the part of the storage that runs them.

Versions are drawn from the table of counters: one number for the tenant, which only rises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import sqlite

from engage.plugins import AtDesk, DeskRecord, DeskState
from engage_sqlite import schema as s
from engage_sqlite.connections import Connections
from engage_sqlite.prepared import Prepared

__all__ = ["SqliteDesk"]

b = bindparam
_COLUMNS: Final = ("contact", "state", "version", "worker", "channel", "until", "details")
_KEY: Final = {"scope": "desk", "key": "", "window": ""}

_desk_all = Prepared(
    select(*(s.desk.c[name] for name in _COLUMNS)).where(s.desk.c.tenant == b("tenant")).order_by(s.desk.c.contact)
)
_desk_one = Prepared(
    select(*(s.desk.c[name] for name in _COLUMNS)).where(
        s.desk.c.tenant == b("tenant"), s.desk.c.contact == b("contact")
    )
)
_desk_workers = Prepared(
    select(s.desk_worker.c.worker, s.desk_worker.c.version).where(s.desk_worker.c.tenant == b("tenant"))
)
_desk_worker = Prepared(
    select(s.desk_worker.c.version).where(s.desk_worker.c.tenant == b("tenant"), s.desk_worker.c.worker == b("worker"))
)
_desk_counted = sqlite.insert(s.counter).values(
    tenant=b("tenant"), scope=b("scope"), key=b("key"), window=b("window"), value=1
)
_desk_next = Prepared(
    _desk_counted.on_conflict_do_update(
        index_elements=["tenant", "scope", "key", "window"], set_={"value": s.counter.c.value + 1}
    ).returning(s.counter.c.value)
)
_desk_given = sqlite.insert(s.desk).values(tenant=b("tenant"), **{name: b(name) for name in _COLUMNS})
_desk_put = Prepared(
    _desk_given.on_conflict_do_update(
        index_elements=["tenant", "contact"], set_={name: _desk_given.excluded[name] for name in _COLUMNS[1:]}
    )
)
_desk_remove = Prepared(delete(s.desk).where(s.desk.c.tenant == b("tenant"), s.desk.c.contact == b("contact")))
_desk_changed = sqlite.insert(s.desk_worker).values(tenant=b("tenant"), worker=b("worker"), version=b("version"))
_desk_change = Prepared(
    _desk_changed.on_conflict_do_update(
        index_elements=["tenant", "worker"],
        set_={"version": _desk_changed.excluded["version"]},
    )
)


class SqliteDesk:
    """Who waits, who is offered whom, who serves whom."""

    _connections: Connections
    _crash: Callable[[str], None]

    def at_desk(self, tenant: str) -> AtDesk:
        """Everything at the desk, of one moment."""
        with self._connections.read() as c:
            contacts = tuple(DeskRecord(*row) for row in _desk_all.all(c, {"tenant": tenant}))
            return AtDesk(contacts, dict(_desk_workers.all(c, {"tenant": tenant})))

    def desk_contact(self, tenant: str, contact: str) -> DeskRecord | None:
        """One contact."""
        with self._connections.read() as c:
            row = _desk_one.first(c, {"tenant": tenant, "contact": contact})
        return DeskRecord(*row) if row else None

    def put_at_desk(
        self, tenant: str, record: DeskRecord, expected: int, expected_worker: int | None = None
    ) -> int | None:
        """Write a contact over the version that is expected, in one transaction."""
        asked = {"tenant": tenant, "contact": record.contact, "worker": record.worker}
        with self._connections.write() as c:
            row = _desk_one.first(c, asked)
            before = DeskRecord(*row) if row else None
            if (before.version if before else 0) != expected:
                return None
            if expected_worker is not None and (_desk_worker.first(c, asked) or (0,))[0] != expected_worker:
                return None
            version = int(_desk_next.first(c, {"tenant": tenant, **_KEY})[0])
            if record.state is DeskState.ENDED and record.until is None:
                _desk_remove.run(c, asked)
            else:
                values = {name: getattr(record, name) for name in _COLUMNS}
                _desk_put.run(c, {"tenant": tenant, **values, "state": record.state.value, "version": version})
            for worker in {record.worker, before.worker if before else ""} - {""}:
                _desk_change.run(c, {"tenant": tenant, "worker": worker, "version": version})
            self._crash("desk")
        return version

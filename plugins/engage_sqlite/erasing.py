"""A customer is forgotten: what is its own is deleted, what counts is kept as nobody's, inside one transaction.

Nothing that stays names the customer, or says that two events were of one. Of the customer itself stays a row that
counts, under a key drawn at random, to which nothing leads.
"""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    bindparam,
    case,
    func,
    literal_column,
    null,
    select,
    text,
    union,
    update,
)

from engage.plugins import Erased
from engage_sqlite import schema as s
from engage_sqlite import statements as sql
from engage_sqlite.prepared import Prepared

__all__ = ["counted", "erase"]

b = bindparam
_NOBODY: Final[ColumnElement[str]] = literal_column("''")

_my_decisions = (s.decision.c.tenant == b("tenant"), s.decision.c.key == b("key"), text("decision.key <> ''"))
_my_effects = s.outbox.c.decision_id.in_(select(s.decision.c.id).where(*_my_decisions))
_my_events = (s.event.c.tenant == b("tenant"), s.event.c.key == b("key"), text("event.key <> ''"))
# The `+` keeps SQLite from the index of states, where everybody's effects are.
_pending = text("+outbox.state IN ('new', 'dead', 'unknown')")
_my_timers = (s.timer.c.tenant == b("tenant"), s.timer.c.key == b("key"), text("state = 'waiting' AND key <> ''"))


how_much: Final = Prepared(
    select(
        sql.scalar(select(func.count()).select_from(s.event).where(*_my_events)),
        sql.scalar(
            select(func.count()).select_from(s.alias).where(s.alias.c.tenant == b("tenant"), s.alias.c.key == b("key"))
        ),
        sql.scalar(
            select(func.count()).select_from(s.outbox).where(s.outbox.c.tenant == b("tenant"), _my_effects, _pending)
        ),
        sql.scalar(select(func.count()).select_from(s.timer).where(*_my_timers)),
    )
)

forget_effects: Final = Prepared(
    update(s.outbox)
    .where(s.outbox.c.tenant == b("tenant"), _my_effects)
    .values(
        customer=_NOBODY,
        line=literal_column("'event:'") + s.outbox.c.decision_id,
        payload=_NOBODY,
        head=0,
        state=case((_pending, literal_column("'suppressed'")), else_=s.outbox.c.state),
        last_code=case((_pending, literal_column("'erased'")), else_=s.outbox.c.last_code),
    )
)
_places: Final[CompoundSelect[*tuple[Any, ...]]] = union(
    select(b("line")),
    select(literal_column("'contact:'") + s.event.c.contact).where(*_my_events, s.event.c.contact != _NOBODY),
    select(literal_column("'case:'") + s.event.c.case).where(*_my_events, s.event.c.case != _NOBODY),
)
forget_footprints: Final = Prepared(
    s.footprint.delete().where(s.footprint.c.tenant == b("tenant"), s.footprint.c.owner.in_(_places))
)
forget_contacts: Final = Prepared(
    update(s.contact)
    .where(
        s.contact.c.tenant == b("tenant"),
        s.contact.c.key.in_(select(s.event.c.contact).where(*_my_events, s.event.c.contact != _NOBODY)),
        s.contact.c.facts != literal_column("'{}'"),
    )
    .values(facts=literal_column("'{}'"), version=s.contact.c.version + 1)
)
forget_held: Final = Prepared(s.held.delete().where(s.held.c.tenant == b("tenant"), s.held.c.owner == b("line")))
forget_events: Final = Prepared(
    update(s.event)
    .where(*_my_events)
    .values(dict.fromkeys(("subject", "key", "contact", "case", "data", "payload"), _NOBODY))
)
forget_decisions: Final = Prepared(update(s.decision).where(*_my_decisions).values(key=_NOBODY, personal=_NOBODY))
cancel_timers: Final = Prepared(
    update(s.timer)
    .where(*_my_timers)
    .values({"state": literal_column("'cancelled'"), **dict.fromkeys(("key", "subject", "contact", "case"), _NOBODY)})
)
forget_stays: Final = Prepared(s.stay.delete().where(s.stay.c.tenant == b("tenant"), s.stay.c.key == b("key")))
forget_moves: Final = Prepared(
    update(s.move)
    .where(s.move.c.tenant == b("tenant"), s.move.c.key == b("key"))
    .values(key=_NOBODY, by=_NOBODY, why=_NOBODY)
)
forget_aliases: Final = Prepared(s.alias.delete().where(s.alias.c.tenant == b("tenant"), s.alias.c.key == b("key")))
forget_customer: Final = Prepared(
    update(s.customer)
    .where(s.customer.c.tenant == b("tenant"), s.customer.c.key == b("key"))
    .values(
        key=literal_column("lower(hex(randomblob(16)))"),
        facts=literal_column("'{}'"),
        version=func.max(s.customer.c.version, sql.BEYOND),
        next_sequence=1,
        erased_at=b("at"),
        latest_at=null(),
        carried=_NOBODY,
    )
)


def counted(c: sqlite3.Connection, tenant: str, key: str) -> Erased | None:
    """What would be erased; None when nothing is kept of the customer and nothing leads to it."""
    events, aliases, effects, timers = how_much.first(c, {"tenant": tenant, "key": key})
    there = aliases or sql.customer.first(c, {"tenant": tenant, "key": key})
    return Erased(events, aliases=aliases, effects=effects, timers=timers) if there else None


def erase(c: sqlite3.Connection, tenant: str, key: str, at: int) -> None:
    """Forget the customer."""
    values = {"tenant": tenant, "key": key, "line": f"customer:{key}", "at": at}
    # Effects before the decisions that ordered them; footprints and contacts before the events that tell of them.
    for step in (forget_effects, forget_footprints, forget_contacts, forget_held, forget_events):
        step.run(c, values)
    for step in (forget_decisions, cancel_timers, forget_stays, forget_moves, forget_aliases, forget_customer):
        step.run(c, values)

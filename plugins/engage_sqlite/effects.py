"""Every statement about effects, built once, as those in `statements.py` are."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects import sqlite

from engage_sqlite import schema as s
from engage_sqlite.prepared import Prepared

__all__ = [
    "channels_waiting",
    "claim",
    "every",
    "in_state",
    "insert_attempt",
    "insert_effect",
    "last_effect",
    "mark",
    "new_head",
    "no_head",
    "now",
    "of_decision",
    "of_line",
    "revive",
    "undelivered",
]

b = bindparam
_NEW: Final = text("state = 'new'")


def _same(table: Table, *names: str) -> ColumnElement[bool]:
    return and_(*(table.c[name] == b(name) for name in names))


def _scalar(statement: object) -> ScalarSelect[int]:
    return statement.scalar_subquery()  # type: ignore[attr-defined,no-any-return]


#: The storage's clock in microseconds UTC; SQLite has no server, so it is the machine's, read by the database.
CLOCK: Final[ColumnElement[int]] = literal_column("CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)")
now: Final = Prepared(select(CLOCK))

_earlier = s.outbox.alias("earlier")
_OUTBOX = ("tenant", "key", "decision_id", "number", "customer", "line", "sequence", "channel", "kind", "payload")
insert_effect: Final = Prepared(
    insert(s.outbox).values(
        {
            **{name: b(name) for name in _OUTBOX},
            "not_before": b("not_before"),
            "due": b("not_before"),
            "state": literal_column("'new'"),
            "attempt": 0,
            "last_code": literal_column("''"),
            "head": case(
                (
                    exists().where(
                        _earlier.c.tenant == b("tenant"),
                        _earlier.c.line == b("line"),
                        _earlier.c.channel == b("channel"),
                        text("earlier.state = 'new'"),
                    ),
                    0,
                ),
                else_=1,
            ),
        }
    )
)

_EFFECT: Final = [
    s.outbox.c[name]
    for name in (
        "key",
        "decision_id",
        "number",
        "customer",
        "sequence",
        "channel",
        "kind",
        "payload",
        "not_before",
        "state",
        "attempt",
        "last_code",
        "tries",
        "first_at",
    )
]
_HEAD: Final = text("state = 'new' AND head = 1")
last_effect: Final = Prepared(select(func.coalesce(func.max(s.outbox.c.position), 0)))
channels_waiting: Final = Prepared(
    select(s.outbox.c.channel).distinct().where(_same(s.outbox, "tenant"), _HEAD).order_by(s.outbox.c.channel)
)
_due = (
    select(s.outbox.c.position)
    .where(
        _same(s.outbox, "tenant", "channel"),
        _HEAD,
        s.outbox.c.due <= b("due_by"),
        s.outbox.c.position <= b("last"),
    )
    .order_by(s.outbox.c.due, s.outbox.c.position)
    .limit(b("limit"))
)
claim: Final = Prepared(
    update(s.outbox)
    .where(s.outbox.c.position.in_(_due))
    .values(
        due=b("until"),
        attempt=s.outbox.c.attempt + 1,
        claimed_at=b("moment"),
        tries=s.outbox.c.tries + 1,
        first_at=case((s.outbox.c.tries == literal_column("0"), b("moment")), else_=s.outbox.c.first_at),
    )
    .returning(*_EFFECT, s.outbox.c.position)
)
_stays_suppressed = and_(text("state = 'suppressed'"), b("to") != literal_column("'done'"))
mark: Final = Prepared(
    update(s.outbox)
    .where(_same(s.outbox, "tenant", "key", "attempt"), text("state IN ('new', 'suppressed')"))
    .values(
        # Of an erased customer: what was on its way may have arrived, and is not sent again.
        state=case((_stays_suppressed, literal_column("'suppressed'")), else_=b("to")),
        last_code=case((_stays_suppressed, s.outbox.c.last_code), else_=b("code")),
        due=func.coalesce(b("not_before"), 0),
        not_before=func.coalesce(b("not_before"), s.outbox.c.not_before),
        head=case((b("to") == literal_column("'new'"), s.outbox.c.head), else_=0),
    )
    .returning(s.outbox.c.line, s.outbox.c.channel, s.outbox.c.claimed_at)
)
insert_attempt: Final = Prepared(
    sqlite.insert(s.attempt)
    .values({c.name: b(c.name) for c in s.attempt.c if c.name != "ended_at"} | {"ended_at": CLOCK})
    .on_conflict_do_nothing()
)
revive: Final = Prepared(
    update(s.outbox)
    .where(_same(s.outbox, "tenant", "key"), text("state IN ('dead', 'unknown')"))
    .values(state=literal_column("'new'"), due=0, not_before=0, head=0, tries=0, first_at=0)
    .returning(s.outbox.c.line, s.outbox.c.channel)
)
_waiting = s.outbox.alias("waiting")
_first_of_line = _scalar(
    select(func.min(_waiting.c.position)).where(
        _waiting.c.tenant == b("tenant"),
        _waiting.c.line == b("line"),
        _waiting.c.channel == b("channel"),
        text("waiting.state = 'new'"),
    )
)
_in_line = and_(_same(s.outbox, "tenant", "line", "channel"), _NEW)
new_head: Final = Prepared(update(s.outbox).where(s.outbox.c.position == _first_of_line).values(head=1))
no_head: Final = Prepared(update(s.outbox).where(_in_line, text("head = 1")).values(head=0))

_oldest = select(*_EFFECT).order_by(s.outbox.c.position).limit(b("limit"))
every: Final = Prepared(_oldest.where(_same(s.outbox, "tenant")))
in_state: Final = Prepared(_oldest.where(_same(s.outbox, "tenant", "state")))
of_decision: Final = Prepared(_oldest.where(_same(s.outbox, "tenant", "decision_id")))
#: In the order of the index of lines, so that SQLite takes it and not that of states, where everybody's effects are.
of_line: Final = Prepared(
    select(*_EFFECT, s.outbox.c.position)
    .where(_same(s.outbox, "tenant", "line"), _NEW)
    .order_by(s.outbox.c.channel, s.outbox.c.position)
)
_decided = select(s.decision.c.id).where(_same(s.decision, "tenant", "key"), text("decision.key <> ''"))
#: Through the customer's decisions: everybody's dead letters may be many. The `+` keeps SQLite from their index.
undelivered: Final = Prepared(
    select(*_EFFECT, s.outbox.c.position).where(
        _same(s.outbox, "tenant"),
        s.outbox.c.decision_id.in_(_decided),
        text("+outbox.state IN ('dead', 'unknown')"),
    )
)

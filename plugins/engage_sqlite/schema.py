"""The tables, in one screen. The tenant is part of every key; blobs are texts that a storage never looks into.

What a database really has is made by `migrations`; a test holds the two equal. This file must never run a statement.

Tables of small rows are kept without a rowid: one tree to write instead of two.

`line` names what is in order: `customer:KEY`, `contact:ID` for an anonymous contact, `event:DECISION` for an event
with neither. `owner` is the same for footprints and held conditions, and may be `case:ID` or `account:ID` too.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text, UniqueConstraint, text

__all__ = [
    "METADATA",
    "activation",
    "alias",
    "attempt",
    "contact",
    "counter",
    "customer",
    "decision",
    "desk",
    "desk_worker",
    "event",
    "footprint",
    "held",
    "move",
    "outbox",
    "ruleset",
    "stay",
    "timer",
]

METADATA: Final = MetaData()


def _text(name: str, *, key: bool = False, null: bool = False, start: str | None = None) -> Column[str]:
    default = text(start) if start is not None else None
    return Column(name, Text, primary_key=key, nullable=null, server_default=default)


def _number(name: str, *, key: bool = False, null: bool = False, start: str | None = None) -> Column[int]:
    default = text(start) if start is not None else None
    return Column(name, BigInteger, primary_key=key, nullable=null, server_default=default, autoincrement=False)


def _position() -> Column[int]:
    # The order of recording. INTEGER (not BIGINT) makes it SQLite's rowid.
    return Column("position", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


alias: Final = Table(
    "alias",
    METADATA,
    _text("tenant", key=True),
    _text("alias", key=True),
    _text("key"),
    Index("alias_of_customer", "tenant", "key"),
    sqlite_with_rowid=False,
)

customer: Final = Table(
    "customer",
    METADATA,
    _text("tenant", key=True),
    _text("key", key=True),
    _text("facts"),
    _number("version"),
    _number("next_sequence"),
    _number("erased_at", null=True),
    _number("latest_at", null=True),
    # What is carried on from event to event of history terms without an end.
    _text("carried", start="''"),
    # Of those erased an empty row is left, under a key drawn at random: they count, and no version is used again.
    Index("customer_erased", "tenant", "version", sqlite_where=text("erased_at IS NOT NULL")),
    sqlite_with_rowid=False,
)

contact: Final = Table(
    "contact",
    METADATA,
    _text("tenant", key=True),
    _text("key", key=True),
    _text("facts"),
    _number("version"),
    _number("next_sequence"),
    _number("latest_at", null=True),
    sqlite_with_rowid=False,
)

event: Final = Table(
    "event",
    METADATA,
    _text("tenant", key=True),
    _text("source", key=True),
    _text("id", key=True),
    _text("digest"),
    _text("kind"),
    _number("at"),
    _number("offset"),
    _text("subject"),
    _text("key"),
    _text("contact"),
    _text("case"),
    _text("data"),
    _text("payload"),
    _text("codec"),
    _number("received_at"),
    _number("sequence"),
    _text("decision_id"),
    Index("event_history", "tenant", "key", "kind", "at", "sequence", sqlite_where=text("key <> ''")),
)

decision: Final = Table(
    "decision",
    METADATA,
    _position(),
    _text("tenant"),
    _text("id"),
    _text("event_id"),
    _text("source"),
    _text("key"),
    _number("sequence"),
    _number("at"),
    _text("ruleset_hash"),
    _number("generation"),
    _text("public"),
    _text("personal"),
    _text("codec"),
    _text("previous_mac", null=True),
    _text("mac", null=True),
    UniqueConstraint("tenant", "id", name="decision_by_id"),
    Index("decision_in_order", "tenant", "position"),
    Index("decision_of_customer", "tenant", "key", "sequence", sqlite_where=text("key <> ''")),
)

outbox: Final = Table(
    "outbox",
    METADATA,
    _position(),
    _text("tenant"),
    _text("key"),
    _text("decision_id"),
    _number("number"),
    _text("customer"),
    _text("line"),
    _number("sequence"),
    _text("channel"),
    _text("kind"),
    _text("payload"),
    _number("not_before"),
    _text("state"),
    _number("attempt", start="0"),
    _text("last_code"),
    # The later of `not_before` and the end of a lease; one column, so that one index finds what is due.
    _number("due"),
    # 1 for the first waiting effect of its line and channel: a claim reads heads only, however long the lines are.
    _number("head"),
    _number("claimed_at", null=True),
    # Attempts since it came to wait, at first or when replayed, and when the first of them began.
    _number("tries", start="0"),
    _number("first_at", start="0"),
    UniqueConstraint("tenant", "key", name="outbox_by_key"),
    Index("outbox_due", "tenant", "channel", "due", "position", sqlite_where=text("state = 'new' AND head = 1")),
    Index("outbox_line", "tenant", "line", "channel", "position", sqlite_where=text("state = 'new'")),
    Index("outbox_state", "tenant", "state", "position"),
    Index("outbox_decision", "tenant", "decision_id"),
)

attempt: Final = Table(
    "attempt",
    METADATA,
    _text("tenant", key=True),
    _text("effect", key=True),
    _number("number", key=True),
    _text("state"),
    _text("code"),
    _number("started_at", null=True),
    _number("ended_at"),
    sqlite_with_rowid=False,
)

timer: Final = Table(
    "timer",
    METADATA,
    _text("tenant", key=True),
    _text("id", key=True),
    _text("name"),
    _number("nominal"),
    _text("key"),
    _text("subject"),
    _text("contact"),
    _text("case"),
    _text("decision_id"),
    _text("state"),
    Index("timer_due", "tenant", "nominal", "id", sqlite_where=text("state = 'waiting'")),
    Index("timer_of_customer", "tenant", "key", sqlite_where=text("state = 'waiting' AND key <> ''")),
    Index("timer_alarm", "tenant", "key", sqlite_where=text("state = 'waiting' AND name = ''")),
    sqlite_with_rowid=False,
)

counter: Final = Table(
    "counter",
    METADATA,
    _text("tenant", key=True),
    _text("scope", key=True),
    _text("key", key=True),
    _text("window", key=True),
    _number("value"),
    sqlite_with_rowid=False,
)

footprint: Final = Table(
    "footprint",
    METADATA,
    _text("tenant", key=True),
    _text("owner", key=True),
    _text("subject", key=True),
    _text("rule", key=True),
    _number("at"),
    sqlite_with_rowid=False,
)

desk: Final = Table(
    "desk",
    METADATA,
    _text("tenant", key=True),
    _text("contact", key=True),
    _text("state"),
    _number("version"),
    _text("worker"),
    _text("channel"),
    _number("until", null=True),
    _text("details"),
    sqlite_with_rowid=False,
)

desk_worker: Final = Table(
    "desk_worker",
    METADATA,
    _text("tenant", key=True),
    _text("worker", key=True),
    _number("version"),
    sqlite_with_rowid=False,
)

held: Final = Table(
    "held",
    METADATA,
    _text("tenant", key=True),
    _text("owner", key=True),
    _text("slot", key=True),
    _number("since"),
    sqlite_with_rowid=False,
)

stay: Final = Table(
    "stay",
    METADATA,
    _text("tenant", key=True),
    _text("key", key=True),
    _text("chart", key=True),
    _text("stage"),
    _number("since"),
    _text("before"),
    _text("passed"),
    sqlite_with_rowid=False,
)

move: Final = Table(
    "move",
    METADATA,
    _position(),
    _text("tenant"),
    _text("key"),
    _text("chart"),
    _text("before"),
    _text("after"),
    _number("at"),
    _text("cause"),
    _text("by"),
    _text("why"),
    _text("decision_id"),
    Index("move_of_customer", "tenant", "key", "position"),
)

ruleset: Final = Table(
    "ruleset",
    METADATA,
    _text("tenant", key=True),
    _text("hash", key=True),
    _text("sources"),
    _text("codec"),
    _number("stored_at"),
)

activation: Final = Table(
    "activation",
    METADATA,
    _text("tenant", key=True),
    _number("generation", key=True),
    _text("ruleset_hash"),
    _number("at"),
    _text("by"),
    _text("mac", null=True),
)

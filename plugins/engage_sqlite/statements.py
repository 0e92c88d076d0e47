"""Every statement of the storage, built once. What is written together stands together.

Values go in by name; nothing is ever put into a text. No statement scans: a test reads the plans.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Table,
    and_,
    bindparam,
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
    "BEYOND",
    "activation",
    "add_alias",
    "add_move",
    "advance_contact",
    "advance_customer",
    "alarm",
    "contact",
    "contact_facts",
    "counts",
    "customer",
    "customers",
    "decision",
    "decision_place",
    "decisions",
    "decisions_of_customer",
    "due_timers",
    "end_timer",
    "first_facts",
    "footprints",
    "guard_contact",
    "guard_customer",
    "held",
    "history",
    "hold",
    "insert_activation",
    "insert_decision",
    "insert_event",
    "insert_ruleset",
    "insert_timer",
    "key_of",
    "let_go",
    "moves",
    "next_facts",
    "recent",
    "recorded",
    "scalar",
    "sources",
    "stamp",
    "stay",
    "stay_of",
    "stays",
    "stored",
    "timers_of",
]

b = bindparam
_NEW: Final = text("state = 'new'")


def _same(table: Table, *names: str) -> ColumnElement[bool]:
    return and_(*(table.c[name] == b(name) for name in names))


def scalar(statement: object) -> ScalarSelect[int]:
    """A select of one value, as a value of another statement."""
    return statement.scalar_subquery()  # type: ignore[attr-defined,no-any-return]


# -- a decision's unit

_generation = select(func.coalesce(func.max(s.activation.c.generation), 0)).where(_same(s.activation, "tenant"))
_alias = select(s.alias.c.key).where(s.alias.c.tenant == b("tenant"), s.alias.c.alias == b("subject"))


def _guard(table: Table) -> Prepared:
    """Version and next sequence of a line, the active generation, whose alias the subject is."""
    mine = [select(table.c[name]).where(_same(table, "tenant", "key")) for name in ("version", "next_sequence")]
    return Prepared(select(*(scalar(one) for one in (*mine, _generation, _alias))))


_gone = s.customer.alias("gone")
#: The version of a customer before its first change: above those of everyone erased, so that nothing decided on one of
#: these fits it.
BEYOND: Final = scalar(
    select(func.coalesce(func.max(_gone.c.version), 0)).where(
        _gone.c.tenant == b("tenant"), text("gone.erased_at IS NOT NULL")
    )
)


def _advance(table: Table) -> Prepared:
    """One more event of a line: by compare-and-set, although the write lock is held already."""
    carried: dict[str, ColumnElement[object]] = {"carried": b("carried")} if "carried" in table.c else {}
    first = sqlite.insert(table).values(
        tenant=b("tenant"),
        key=b("key"),
        facts=func.coalesce(b("facts"), "{}"),
        version=BEYOND + 1 if table is s.customer else 1,
        next_sequence=2,
        latest_at=b("at"),
        **carried,
    )
    return Prepared(
        first.on_conflict_do_update(
            index_elements=["tenant", "key"],
            set_={
                "facts": func.coalesce(b("facts"), table.c.facts),
                "version": table.c.version + 1,
                "next_sequence": table.c.next_sequence + 1,
                "latest_at": func.max(func.coalesce(table.c.latest_at, b("at")), b("at")),
                **carried,
            },
            where=table.c.version == b("expected_version"),
        )
    )


guard_customer: Final = _guard(s.customer)
guard_contact: Final = _guard(s.contact)
advance_customer: Final = _advance(s.customer)
advance_contact: Final = _advance(s.contact)

contact_facts: Final = Prepared(
    update(s.contact)
    .where(_same(s.contact, "tenant", "key"), s.contact.c.version == b("expected_version"))
    .values(facts=b("facts"), version=s.contact.c.version + 1)
)

insert_event: Final = Prepared(
    sqlite.insert(s.event).values({c.name: b(c.name) for c in s.event.c}).on_conflict_do_nothing()
)

_DECISION: Final = [
    s.decision.c[name]
    for name in (
        "id",
        "event_id",
        "source",
        "key",
        "sequence",
        "at",
        "ruleset_hash",
        "generation",
        "public",
        "personal",
    )
]
insert_decision: Final = Prepared(
    insert(s.decision).values({c.name: b(c.name) for c in (*_DECISION, s.decision.c.tenant, s.decision.c.codec)})
)
stored: Final = Prepared(
    select(s.event.c.digest, *_DECISION)
    .join_from(
        s.event,
        s.decision,
        and_(s.decision.c.tenant == s.event.c.tenant, s.decision.c.id == s.event.c.decision_id),
    )
    .where(s.event.c.tenant == b("tenant"), s.event.c.source == b("source"), s.event.c.id == b("id"))
)

insert_timer: Final = Prepared(
    sqlite.insert(s.timer)
    .values({c.name: b(c.name) for c in s.timer.c if c.name != "state"} | {"state": literal_column("'waiting'")})
    .on_conflict_do_nothing()
)
end_timer: Final = Prepared(
    update(s.timer)
    .where(_same(s.timer, "tenant", "id"), text("state = 'waiting'"))
    .values(state=b("ended"), **dict.fromkeys(("key", "subject", "contact", "case"), literal_column("''")))
)

_stamp = sqlite.insert(s.footprint).values({c.name: b(c.name) for c in s.footprint.c})
stamp: Final = Prepared(
    _stamp.on_conflict_do_update(
        index_elements=["tenant", "owner", "subject", "rule"],
        set_={"at": func.max(s.footprint.c.at, _stamp.excluded["at"])},
    )
)
_hold = sqlite.insert(s.held).values({c.name: b(c.name) for c in s.held.c})
hold: Final = Prepared(
    _hold.on_conflict_do_update(index_elements=["tenant", "owner", "slot"], set_={"since": _hold.excluded["since"]})
)
let_go: Final = Prepared(s.held.delete().where(_same(s.held, "tenant", "owner", "slot")))

_stay = sqlite.insert(s.stay).values({c.name: b(c.name) for c in s.stay.c})
stay: Final = Prepared(
    _stay.on_conflict_do_update(
        index_elements=["tenant", "key", "chart"],
        set_={name: _stay.excluded[name] for name in ("stage", "since", "before", "passed")},
    )
)
stay_of: Final = Prepared(select(s.stay.c.stage).where(_same(s.stay, "tenant", "key", "chart")))
add_move: Final = Prepared(insert(s.move).values({c.name: b(c.name) for c in s.move.c if c.name != "position"}))

# -- a snapshot

_LINE = ("key", "facts", "version", "next_sequence", "latest_at")
customer: Final = Prepared(
    select(*(s.customer.c[n] for n in (*_LINE, "carried"))).where(_same(s.customer, "tenant", "key"))
)
customers: Final = Prepared(
    select(s.customer.c.key)
    .where(s.customer.c.tenant == b("tenant"), s.customer.c.key > b("after"), text("erased_at IS NULL"))
    .order_by(s.customer.c.key)
    .limit(b("limit"))
)
contact: Final = Prepared(select(*(s.contact.c[n] for n in _LINE)).where(_same(s.contact, "tenant", "key")))
key_of: Final = Prepared(_alias)

_needs = func.json_each(b("needs")).table_valued("key", "value", name="needs")
_PAST = ("id", "source", "digest", "kind", "at", "offset", "subject", "key", "contact", "case", "data")
history: Final = Prepared(
    select(*(s.event.c[name] for name in _PAST), literal_column("''"), s.event.c.received_at, s.event.c.sequence)
    .select_from(_needs.join(s.event, s.event.c.kind == _needs.c.key))
    .where(
        s.event.c.tenant == b("tenant"),
        s.event.c.key == b("key"),
        text("event.key <> ''"),
        s.event.c.at >= _needs.c.value,
        s.event.c.at <= b("at"),
    )
    .order_by(s.event.c.at, s.event.c.sequence)
)
footprints: Final = Prepared(
    select(s.footprint.c.rule, s.footprint.c.subject, func.max(s.footprint.c.at))
    .where(
        s.footprint.c.tenant == b("tenant"),
        s.footprint.c.owner.in_([b("by_line"), b("by_contact"), b("by_case"), b("by_account")]),
    )
    .group_by(s.footprint.c.rule, s.footprint.c.subject)
)
stays: Final = Prepared(
    select(*(s.stay.c[name] for name in ("chart", "stage", "since", "before", "passed")))
    .where(_same(s.stay, "tenant", "key"))
    .order_by(s.stay.c.chart)
)
# Without figures of its own SQLite takes a tenant's timers for few and goes through them all, unless told the index.
_TIMERS: Final[Select[*tuple[Any, ...]]] = select(
    *(literal_column(f'timer."{c.name}"') for c in s.timer.c if c.name != "tenant")
)
_MINE = text('timer.tenant = :tenant AND timer."key" = :key')
alarm: Final = Prepared(
    _TIMERS.select_from(text("timer INDEXED BY timer_alarm"))
    .where(_MINE, text("state = 'waiting' AND name = ''"))
    .order_by(text("timer.nominal, timer.id"))
    .limit(1)
)
timers_of: Final = Prepared(
    _TIMERS.select_from(text("timer INDEXED BY timer_of_customer"))
    .where(_MINE, text("state = 'waiting' AND key <> ''"))
    .order_by(text("timer.nominal, timer.id"))
)
held: Final = Prepared(select(s.held.c.slot, s.held.c.since).where(_same(s.held, "tenant", "owner")))
activation: Final = Prepared(
    select(s.activation.c.generation, s.activation.c.ruleset_hash, s.activation.c.at, s.activation.c.by)
    .where(_same(s.activation, "tenant"))
    .order_by(s.activation.c.generation.desc())
    .limit(1)
)

# -- customers

#: what led to a customer leads to another one
move_aliases: Final = Prepared(
    update(s.alias).where(s.alias.c.tenant == b("tenant"), s.alias.c.key == b("key")).values(key=b("into"))
)
add_alias: Final = Prepared(
    sqlite.insert(s.alias).values({c.name: b(c.name) for c in s.alias.c}).on_conflict_do_nothing()
)
first_facts: Final = Prepared(
    sqlite.insert(s.customer)
    .values(tenant=b("tenant"), key=b("key"), facts=b("facts"), version=BEYOND + 1, next_sequence=1)
    .on_conflict_do_nothing()
)
next_facts: Final = Prepared(
    update(s.customer)
    .where(_same(s.customer, "tenant", "key"), s.customer.c.version == b("expected_version"))
    .values(facts=b("facts"), version=s.customer.c.version + 1)
)

moves: Final = Prepared(
    select(*(s.move.c[name] for name in ("chart", "before", "after", "at", "cause", "by", "why", "decision_id")))
    .where(_same(s.move, "tenant", "key"), text("move.key <> ''"))
    .order_by(s.move.c.position)
    .limit(b("limit"))
)

# -- timers, decisions, rulesets

due_timers: Final = Prepared(
    select(*(c for c in s.timer.c if c.name != "tenant"))
    .where(_same(s.timer, "tenant"), text("state = 'waiting'"), s.timer.c.nominal <= b("moment"))
    .order_by(s.timer.c.nominal, s.timer.c.id)
    .limit(b("limit"))
)
decision: Final = Prepared(select(*_DECISION).where(_same(s.decision, "tenant", "id")))
decision_place: Final = Prepared(
    select(s.decision.c.position, s.decision.c.sequence).where(_same(s.decision, "tenant", "id"))
)
decisions: Final = Prepared(
    select(*_DECISION)
    .where(_same(s.decision, "tenant"), s.decision.c.position > b("after"))
    .order_by(s.decision.c.position)
    .limit(b("limit"))
)
_BOTH = select(
    *(s.event.c[name] for name in (*_PAST, "payload", "received_at")), s.decision.c.sequence, *_DECISION
).join_from(
    s.decision,
    s.event,
    and_(
        s.event.c.tenant == s.decision.c.tenant,
        s.event.c.source == s.decision.c.source,
        s.event.c.id == s.decision.c.event_id,
    ),
)
recorded: Final = Prepared(
    _BOTH.where(_same(s.decision, "tenant"), s.decision.c.position > b("after"))
    .order_by(s.decision.c.position)
    .limit(b("limit"))
)
recent: Final = Prepared(
    _BOTH.where(_same(s.decision, "tenant", "key"), text("decision.key <> ''"))
    .order_by(s.decision.c.sequence.desc())
    .limit(b("limit"))
)
decisions_of_customer: Final = Prepared(
    select(*_DECISION)
    .where(_same(s.decision, "tenant", "key"), text("key <> ''"), s.decision.c.sequence > b("after"))
    .order_by(s.decision.c.sequence)
    .limit(b("limit"))
)
insert_ruleset: Final = Prepared(
    sqlite.insert(s.ruleset).values({c.name: b(c.name) for c in s.ruleset.c}).on_conflict_do_nothing()
)
insert_activation: Final = Prepared(
    insert(s.activation).values({c.name: b(c.name) for c in s.activation.c if c.name != "mac"})
)
sources: Final = Prepared(select(s.ruleset.c.sources, s.ruleset.c.codec).where(_same(s.ruleset, "tenant", "hash")))


def _count(table: Table, *conditions: str) -> ScalarSelect[int]:
    counted = select(func.count()).select_from(table).where(_same(table, "tenant"))
    return scalar(counted.where(*(text(condition) for condition in conditions)))


counts: Final = Prepared(
    select(
        _count(s.event),
        _count(s.decision),
        _count(s.customer),
        _count(s.outbox, "state = 'new'"),
        _count(s.outbox, "state = 'dead'"),
        _count(s.outbox, "state = 'unknown'"),
        _count(s.timer, "state = 'waiting'"),
    )
)

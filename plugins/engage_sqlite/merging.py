"""What leads to a customer; and two become one: everything of one is moved to the other, inside one transaction.

Numbers of the merged customer continue those of the survivor, so that what was recorded of either keeps its order.
"""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy import and_, bindparam, func, literal_column, select, text, update
from sqlalchemy.dialects import sqlite

from engage.plugins import Occupied
from engage_sqlite import effects
from engage_sqlite import schema as s
from engage_sqlite import statements as sql
from engage_sqlite.prepared import Prepared

__all__ = ["add_alias", "merge"]

b = bindparam


_decisions = select(s.decision.c.id).where(
    s.decision.c.tenant == b("tenant"), s.decision.c.key == b("key"), text("decision.key <> ''")
)
move_effects: Final = Prepared(
    update(s.outbox)
    .where(s.outbox.c.tenant == b("tenant"), s.outbox.c.decision_id.in_(_decisions))
    .values(customer=b("into"), line=b("into_line"), sequence=s.outbox.c.sequence + b("shift"), head=0)
)
move_events: Final = Prepared(
    update(s.event)
    .where(s.event.c.tenant == b("tenant"), s.event.c.key == b("key"), text("event.key <> ''"))
    .values(key=b("into"), sequence=s.event.c.sequence + b("shift"))
)
move_decisions: Final = Prepared(
    update(s.decision)
    .where(s.decision.c.tenant == b("tenant"), s.decision.c.key == b("key"), text("decision.key <> ''"))
    .values(key=b("into"), sequence=s.decision.c.sequence + b("shift"))
)
move_timers: Final = Prepared(
    update(s.timer)
    .where(s.timer.c.tenant == b("tenant"), s.timer.c.key == b("key"), text("state = 'waiting' AND key <> ''"))
    .values(key=b("into"))
)
# Where both stand in a chart, the survivor's stage stands; every move of either is told of the survivor.
_stays = sqlite.insert(s.stay).from_select(
    [c.name for c in s.stay.c],
    select(*(b("into").label("key") if c.name == "key" else c for c in s.stay.c)).where(
        s.stay.c.tenant == b("tenant"), s.stay.c.key == b("key")
    ),
)
copy_stays: Final = Prepared(_stays.on_conflict_do_nothing())
drop_stays: Final = Prepared(s.stay.delete().where(s.stay.c.tenant == b("tenant"), s.stay.c.key == b("key")))
move_moves: Final = Prepared(
    update(s.move).where(s.move.c.tenant == b("tenant"), s.move.c.key == b("key")).values(key=b("into"))
)
_alarms = s.timer.alias("alarms")
_first = (
    select(_alarms.c.id)
    .where(
        _alarms.c.tenant == b("tenant"),
        _alarms.c.key == b("into"),
        text("alarms.state = 'waiting' AND alarms.name = ''"),
    )
    .order_by(_alarms.c.nominal, _alarms.c.id)
    .limit(1)
    .scalar_subquery()
)
end_alarms: Final = Prepared(
    update(s.timer)
    .where(
        s.timer.c.tenant == b("tenant"),
        s.timer.c.key == b("into"),
        text("timer.state = 'waiting' AND timer.name = ''"),
        s.timer.c.id != _first,
    )
    .values(state=literal_column("'cancelled'"))
)

_mine = and_(s.footprint.c.tenant == b("tenant"), s.footprint.c.owner == b("line"))
_steps = sqlite.insert(s.footprint).from_select(
    ["tenant", "owner", "subject", "rule", "at"],
    select(s.footprint.c.tenant, b("into_line"), s.footprint.c.subject, s.footprint.c.rule, s.footprint.c.at).where(
        _mine
    ),
)
copy_footprints: Final = Prepared(
    _steps.on_conflict_do_update(
        index_elements=["tenant", "owner", "subject", "rule"],
        set_={"at": func.max(s.footprint.c.at, _steps.excluded["at"])},
    )
)
drop_footprints: Final = Prepared(s.footprint.delete().where(_mine))

# A condition that held for both without a break has held since the later of the two; of one alone nobody knows.
_theirs = s.held.alias("theirs")
_later = (
    select(_theirs.c.since)
    .where(_theirs.c.tenant == b("tenant"), _theirs.c.owner == b("line"), _theirs.c.slot == s.held.c.slot)
    .scalar_subquery()
)
join_held: Final = Prepared(
    update(s.held)
    .where(s.held.c.tenant == b("tenant"), s.held.c.owner == b("into_line"))
    .values(since=func.max(s.held.c.since, func.coalesce(_later, s.held.c.since)))
)
drop_held: Final = Prepared(s.held.delete().where(s.held.c.tenant == b("tenant"), s.held.c.owner == b("line")))

join_customers: Final = Prepared(
    update(s.customer)
    .where(s.customer.c.tenant == b("tenant"), s.customer.c.key == b("into"))
    .values(
        facts=b("facts"),
        version=b("version"),
        next_sequence=s.customer.c.next_sequence + b("shift_after"),
        latest_at=b("latest_at"),
        carried=literal_column("''"),
    )
)
drop_customer: Final = Prepared(
    s.customer.delete().where(s.customer.c.tenant == b("tenant"), s.customer.c.key == b("key"))
)
channels_of_line: Final = Prepared(
    select(s.outbox.c.channel)
    .distinct()
    .where(s.outbox.c.tenant == b("tenant"), s.outbox.c.line == b("into_line"), text("state = 'new'"))
    .order_by(s.outbox.c.channel)
)


def add_alias(c: sqlite3.Connection, tenant: str, alias: str, key: str) -> Occupied | None:
    """Let another subject lead to the customer to whom `key` leads."""
    main = sql.key_of.first(c, {"tenant": tenant, "subject": key})
    key = main[0] if main else key
    taken = sql.key_of.first(c, {"tenant": tenant, "subject": alias})
    if taken:
        return Occupied(taken[0]) if taken[0] != key else None
    if alias == key:
        return None
    if sql.customer.first(c, {"tenant": tenant, "key": alias}):
        return Occupied(alias)
    sql.move_aliases.run(c, {"tenant": tenant, "key": alias, "into": key})
    sql.add_alias.run(c, {"tenant": tenant, "alias": alias, "key": key})
    return None


def merge(
    c: sqlite3.Connection, tenant: str, key: str, into: str, facts: str, expected_version: int, into_version: int
) -> bool:
    """Move everything; False, with nothing done, when either has changed or leads elsewhere by now."""
    one = sql.customer.first(c, {"tenant": tenant, "key": key})
    other = sql.customer.first(c, {"tenant": tenant, "key": into})
    if one is None or other is None or key == into or (one[2], other[2]) != (expected_version, into_version):
        return False
    moments = [row[4] for row in (one, other) if row[4] is not None]
    values = {
        "tenant": tenant,
        "key": key,
        "into": into,
        "line": f"customer:{key}",
        "into_line": f"customer:{into}",
        "shift": other[3] - 1,
        "shift_after": one[3] - 1,
        "latest_at": max(moments, default=None),
        "facts": facts,
        # Above both, so that whoever is erased later takes every version along that was used for it.
        "version": max(expected_version, into_version) + 1,
    }
    # Effects first: they are found by the decisions that ordered them, while those are still the merged customer's.
    for step in (move_effects, move_events, move_decisions, move_timers, copy_footprints, drop_footprints):
        step.run(c, values)
    for step in (end_alarms, copy_stays, drop_stays, move_moves):
        step.run(c, values)
    for step in (join_held, drop_held, join_customers, drop_customer, sql.move_aliases):
        step.run(c, values)
    sql.add_alias.run(c, {"tenant": tenant, "alias": key, "key": into})
    for (channel,) in channels_of_line.all(c, values):
        line = {"tenant": tenant, "line": values["into_line"], "channel": channel}
        effects.no_head.run(c, line)
        effects.new_head.run(c, line)
    return True

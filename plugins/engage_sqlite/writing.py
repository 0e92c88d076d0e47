"""A decision's unit, written inside a transaction that somebody else begins and ends.

Order: the guard, then the insert that trips the key, then the rest. Nothing is written before it is certain that the
unit stands, so that one of many units in a transaction can be Duplicate or Stale without undoing the others.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Final

from attrs import asdict

from engage.plugins import Commit, Committed, DecisionRecord, Duplicate, EventRecord, Stale, Unit
from engage_sqlite import effects
from engage_sqlite import statements as sql

__all__ = ["CODEC", "line_of", "owners_of", "stored_decision", "write_unit"]

#: How texts are stored. Another codec may follow; a reader refuses one that it does not know.
CODEC: Final = "json"


def line_of(key: str, contact: str, decision_id: str) -> str:
    """What is in order: a customer, else an anonymous contact, else the event alone."""
    return f"customer:{key}" if key else f"contact:{contact}" if contact else f"event:{decision_id}"


def owners_of(line: str, contact: str, case: str, account: str) -> dict[str, str]:
    """Whose footprints count for an event; where it has no contact, case or account its line stands in."""
    return {
        "by_line": line,
        "by_contact": f"contact:{contact}" if contact else line,
        "by_case": f"case:{case}" if case else line,
        "by_account": f"account:{account}" if account else line,
    }


def stored_decision(
    connection: sqlite3.Connection, tenant: str, source: str, event_id: str
) -> tuple[str, DecisionRecord] | None:
    """The digest of a stored event and its decision."""
    row = sql.stored.first(connection, {"tenant": tenant, "source": source, "id": event_id})
    return (row[0], DecisionRecord(*row[1:])) if row else None


def write_unit(connection: sqlite3.Connection, tenant: str, unit: Unit, crash: Callable[[str], None]) -> Commit:
    """Write a unit, or say why it does not stand. The caller holds the write lock."""
    event = unit.event
    guard, advance = (
        (sql.guard_customer, sql.advance_customer) if event.key else (sql.guard_contact, sql.advance_contact)
    )
    owner = event.key or event.contact
    version, next_sequence, generation, alias = guard.first(
        connection, {"tenant": tenant, "key": owner, "subject": event.subject}
    )
    sequence = next_sequence or 1
    if (
        (version or 0) != unit.expected_version
        or generation != unit.expected_generation
        or (alias is not None and alias != event.key)
        or not _contact_stands(connection, tenant, unit)
        or not _stands(connection, tenant, unit)
        or not _still_shared(connection, tenant, unit)
    ):
        return _duplicate(connection, tenant, unit) or Stale()
    if not _insert_event(connection, tenant, unit, sequence):
        return _duplicate(connection, tenant, unit) or Stale()
    crash("event")
    if owner:
        moved = {"tenant": tenant, "key": owner, "facts": unit.facts, "at": event.at}
        carried = {"carried": unit.carried} if event.key else {}
        advance.run(connection, {**moved, **carried, "expected_version": unit.expected_version})
        if unit.contact_facts is not None:
            taken = {"tenant": tenant, "key": event.contact, "facts": unit.contact_facts}
            sql.contact_facts.run(connection, {**taken, "expected_version": unit.contact_version})
        crash("customer")
    _insert_decision(connection, tenant, unit.decision, sequence)
    crash("decision")
    _insert_effects(connection, tenant, unit, sequence)
    crash("outbox")
    _write_timers(connection, tenant, unit)
    crash("timers")
    _write_state(connection, tenant, unit)
    crash("state")
    return Committed(sequence)


def _contact_stands(connection: sqlite3.Connection, tenant: str, unit: Unit) -> bool:
    """Is what is kept of the contact of a customer's event as it was read?"""
    if unit.contact_version is None:
        return True
    row = sql.contact.first(connection, {"tenant": tenant, "key": unit.event.contact})
    return (row[2] if row else 0) == unit.contact_version


def _stands(connection: sqlite3.Connection, tenant: str, unit: Unit) -> bool:
    """Does every move leave the stage in which the customer is?"""
    now: dict[str, str] = {}
    for move in unit.moves:
        if move.chart not in now:
            row = sql.stay_of.first(connection, {"tenant": tenant, "key": unit.event.key, "chart": move.chart})
            now[move.chart] = row[0] if row else ""
        if now[move.chart] != move.before:
            return False
        now[move.chart] = move.after
    return True


def _still_shared(connection: sqlite3.Connection, tenant: str, unit: Unit) -> bool:
    """Are the account's limits as they were read? Another member may have used one up since."""
    if not unit.shared:
        return True
    event = unit.event
    owners = owners_of(line_of(event.key, event.contact, ""), event.contact, event.case, unit.account)
    steps = sql.footprints.all(connection, {"tenant": tenant, **owners})
    now = {rule: at for rule, subject, at in steps if subject == "account"}
    return all(now.get(rule) == at for rule, at in unit.shared)


def _duplicate(connection: sqlite3.Connection, tenant: str, unit: Unit) -> Duplicate | None:
    found = stored_decision(connection, tenant, unit.event.source, unit.event.id)
    if found and unit.fired_timer:
        # Somebody else sent an event under the timer's id. The timer has had its event; else it would ring for ever.
        sql.end_timer.run(connection, {"tenant": tenant, "id": unit.fired_timer, "ended": "fired"})
    return Duplicate(*found) if found else None


def _insert_event(connection: sqlite3.Connection, tenant: str, unit: Unit, sequence: int) -> bool:
    event = unit.event
    done = sql.insert_event.run(
        connection,
        {
            "tenant": tenant,
            "source": event.source,
            "id": event.id,
            "digest": event.digest,
            "kind": event.kind,
            "at": event.at,
            "offset": event.offset,
            "subject": event.subject,
            "key": event.key,
            "contact": event.contact,
            "case": event.case,
            "data": event.data,
            "payload": event.payload,
            "codec": CODEC,
            "received_at": event.received_at,
            "sequence": sequence,
            "decision_id": unit.decision.id,
        },
    )
    return done.rowcount == 1


def _insert_decision(connection: sqlite3.Connection, tenant: str, decision: DecisionRecord, sequence: int) -> None:
    sql.insert_decision.run(
        connection,
        {
            "tenant": tenant,
            "id": decision.id,
            "event_id": decision.event_id,
            "source": decision.source,
            "key": decision.key,
            "sequence": sequence,
            "at": decision.at,
            "ruleset_hash": decision.ruleset_hash,
            "generation": decision.generation,
            "public": decision.public,
            "personal": decision.personal,
            "codec": CODEC,
        },
    )


def _insert_effects(connection: sqlite3.Connection, tenant: str, unit: Unit, sequence: int) -> None:
    for effect in unit.outbox:
        effects.insert_effect.run(
            connection,
            {
                "tenant": tenant,
                "key": effect.key,
                "decision_id": effect.decision_id,
                "number": effect.number,
                "customer": effect.customer,
                "line": line_of(unit.event.key, unit.event.contact, unit.decision.id),
                "sequence": sequence,
                "channel": effect.channel,
                "kind": effect.kind,
                "payload": effect.payload,
                "not_before": effect.not_before,
            },
        )


def _write_timers(connection: sqlite3.Connection, tenant: str, unit: Unit) -> None:
    for timer in unit.timers:
        sql.insert_timer.run(
            connection,
            {
                "tenant": tenant,
                "id": timer.id,
                "name": timer.name,
                "nominal": timer.nominal,
                "key": timer.key,
                "subject": timer.subject,
                "contact": timer.contact,
                "case": timer.case,
                "decision_id": timer.decision_id,
            },
        )
    if unit.fired_timer:
        sql.end_timer.run(connection, {"tenant": tenant, "id": unit.fired_timer, "ended": "fired"})
    for cancelled in unit.cancel_timers:
        sql.end_timer.run(connection, {"tenant": tenant, "id": cancelled, "ended": "cancelled"})


def _write_state(connection: sqlite3.Connection, tenant: str, unit: Unit) -> None:
    event = unit.event
    for rule, subject in unit.footprints:
        if owner := _owner(event, subject, unit.account):
            sql.stamp.run(
                connection, {"tenant": tenant, "owner": owner, "subject": subject, "rule": rule, "at": event.at}
            )
    for move in unit.moves:
        sql.add_move.run(connection, {"tenant": tenant, "key": event.key, **asdict(move)})
    for stay in unit.stays:
        values = {"tenant": tenant, "key": event.key, **asdict(stay), "passed": json.dumps(stay.passed)}
        sql.stay.run(connection, values)
    line = line_of(event.key, event.contact, unit.decision.id)
    for slot, since in unit.held:
        values = {"tenant": tenant, "owner": line, "slot": slot, "since": since}
        (sql.let_go if since is None else sql.hold).run(connection, values)


def _owner(event: EventRecord, subject: str, account: str) -> str:
    """Whose footprint it is; empty when the event has no such subject."""
    if subject == "account" and account:
        return f"account:{account}"
    if subject == "contact":
        return f"contact:{event.contact}" if event.contact else ""
    if subject == "case":
        return f"case:{event.case}" if event.case else ""
    return line_of(event.key, event.contact, "") if event.key or event.contact else ""

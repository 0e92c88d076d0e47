"""The Storage of one SQLite file: transactions around the statements, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from engage.plugins import (
    Activation,
    Claimed,
    Commit,
    CustomerRecord,
    DecisionRecord,
    Erased,
    EventRecord,
    MoveRecord,
    Occupied,
    OutboxRecord,
    Pending,
    Schema,
    Snapshot,
    TimerRecord,
    Unit,
    Waiting,
)
from engage_sqlite import effects, forking, opening, rows, upkeep
from engage_sqlite import statements as sql
from engage_sqlite.connections import Connections
from engage_sqlite.desk import SqliteDesk
from engage_sqlite.group import Group
from engage_sqlite.messages import NO_FILE, failed
from engage_sqlite.writing import CODEC, line_of, owners_of, stored_decision, write_unit

__all__ = ["SqliteStorage"]

_FOR_EVER: Final = -(2**62)
_NO_END: Final = 2**62


def _no_crash(_: str) -> None: ...  # where a proof would kill the process


class SqliteStorage(SqliteDesk):
    """Storage on SQLite: WAL, synchronous=FULL, one writer at a time, connections per process.

    `path` of the file, `:memory:` for a volatile one. `busy_seconds`: how long to wait for another process's
    transaction before StorageLocked. `crash` is called with the name of each crash point, for the proofs.
    """

    def __init__(self, path: str, *, busy_seconds: float = 5.0, crash: Callable[[str], None] = _no_crash) -> None:
        self._path, self._crash = path, crash
        self._connections = Connections(path, busy_seconds, crash)
        self._group: tuple[object, Group] | None = None
        self.durability = "volatile" if path == ":memory:" else "power-safe"

    def prepare(self) -> None:
        """Check the place and the file, make or bring up to date the schema."""
        if self._connections.in_memory:
            # The first connection keeps the memory alive while the schema is made on another one.
            with self._connections.write() as connection:
                found = opening.found_schema(connection)
        else:
            self._connections.process()
            with forking.inside():
                opening.check_place(self._path)
                opening.make_file(self._path)
                found = opening.inspect(self._path)
        if found == opening.HEAD:
            return
        from engage_sqlite.migrating import upgrade

        with forking.inside():
            upgrade(self._connections.lend, self._crash)
            if not found and not self._connections.in_memory:
                opening.sync_folder(self._path)

    # -- upkeep

    def schema(self) -> Schema:
        """Which schema the file has and which is wanted; a file that is not there is not made."""
        if self._connections.in_memory:
            return Schema("", opening.HEAD, opening.KNOWN)
        with forking.inside():
            return upkeep.schema(self._path)

    def problems(self) -> Sequence[str]:
        """What SQLite finds wrong with the whole file."""
        if self._connections.in_memory:
            return ()
        with forking.inside():
            return upkeep.problems(self._path)

    def back_up(self, to: str) -> None:
        """Copy the file as it is at one moment to a new one, while others read and write."""
        if not self._connections.in_memory and not self.schema().found:
            raise failed("S020", reason=NO_FILE)
        with forking.inside():
            upkeep.back_up(self._connections.lend, to)

    def rewrite(self) -> None:
        """Write the file anew, with nothing but what is kept; threads of this process wait meanwhile."""
        if not self._connections.in_memory:
            with self._connections.process().lock, forking.inside():
                upkeep.rewrite(self._connections.lend)

    # -- decisions

    def snapshot(
        self,
        tenant: str,
        *,
        source: str,
        event_id: str,
        key: str,
        contact: str,
        at: int,
        history: Callable[[CustomerRecord], Mapping[str, int | None]],
        case: str = "",
        account: Callable[[CustomerRecord], str] | None = None,
    ) -> Snapshot:
        """What is known for a decision at `at`, in one transaction that reads."""
        line = line_of(key, contact, "")
        guard = sql.customer if key else sql.contact
        with self._connections.read() as c:
            row = guard.first(c, {"tenant": tenant, "key": key or contact})
            current = sql.activation.first(c, {"tenant": tenant})
            customer = CustomerRecord(key, *row[1:]) if row else CustomerRecord(key)
            other = sql.contact.first(c, {"tenant": tenant, "key": contact}) if key and contact else None
            past: tuple[EventRecord, ...] = ()
            wanted, shared = history(customer) if key else {}, account(customer) if account else ""
            if wanted:
                needs = {kind: _FOR_EVER if back is None else at - back for kind, back in wanted.items()}
                values = {"tenant": tenant, "key": key, "at": at, "needs": json.dumps(needs)}
                past = tuple(EventRecord(*found) for found in sql.history.all(c, values))
            steps = sql.footprints.all(c, {"tenant": tenant, **owners_of(line, contact, case, shared)})
            held = sql.held.all(c, {"tenant": tenant, "owner": line})
            stays = sql.stays.all(c, {"tenant": tenant, "key": key}) if key else ()
            alarm = sql.alarm.first(c, {"tenant": tenant, "key": key}) if key else None
            stored = stored_decision(c, tenant, source, event_id)
        return Snapshot(
            customer=customer,
            history=past,
            footprints={(rule, subject): moment for rule, subject, moment in steps},
            held=dict(held),
            stored=stored,
            generation=current[0] if current else 0,
            ruleset_hash=current[1] if current else "",
            stays=tuple(rows.stay(*row) for row in stays),
            alarm=TimerRecord(*alarm) if alarm else None,
            account=shared,
            contact=CustomerRecord("", *other[1:]) if other else None,
        )

    def commit(self, tenant: str, unit: Unit) -> Commit:
        """One transaction, shared with other threads that commit at the same moment."""
        process = self._connections.process()
        if self._group is None or self._group[0] is not process:
            with process.lock:
                if self._group is None or self._group[0] is not process:
                    self._group = (process, Group(self._commit_all))
        return self._group[1].commit(tenant, unit, process.lock)

    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        """Several units in one transaction, in their order."""
        return self._commit_all([(tenant, unit) for unit in units])

    def _commit_all(self, units: Sequence[tuple[str, Unit]]) -> Sequence[Commit]:
        with self._connections.write() as connection:
            return [write_unit(connection, tenant, unit, self._crash) for tenant, unit in units]

    def decision(self, tenant: str, decision_id: str) -> DecisionRecord | None:
        """A decision by its id."""
        with self._connections.read() as c:
            row = sql.decision.first(c, {"tenant": tenant, "id": decision_id})
        return DecisionRecord(*row) if row else None

    def decisions(self, tenant: str, *, key: str = "", after: str = "", limit: int = 1000) -> Iterator[DecisionRecord]:
        """Decisions of a customer by sequence, or of all in the order they were recorded."""
        with self._connections.read() as c:
            place = sql.decision_place.first(c, {"tenant": tenant, "id": after}) if after else (0, 0)
            if place is None:
                return iter(())
            values = {"tenant": tenant, "key": key, "after": place[1] if key else place[0], "limit": limit}
            rows = (sql.decisions_of_customer if key else sql.decisions).all(c, values)
        return (DecisionRecord(*row) for row in rows)

    def recorded(
        self, tenant: str, *, after: str = "", limit: int = 1000
    ) -> Sequence[tuple[EventRecord, DecisionRecord]]:
        """Events with their decisions in the order they were recorded."""
        with self._connections.read() as c:
            place = sql.decision_place.first(c, {"tenant": tenant, "id": after}) if after else (0, 0)
            if place is None:
                return []
            return list(map(rows.pair, sql.recorded.all(c, {"tenant": tenant, "after": place[0], "limit": limit})))

    def recent(self, tenant: str, key: str, limit: int = 50) -> Sequence[tuple[EventRecord, DecisionRecord]]:
        """The newest events of a customer with their decisions, the latest recorded first."""
        with self._connections.read() as c:
            return list(map(rows.pair, sql.recent.all(c, {"tenant": tenant, "key": key, "limit": limit})))

    # -- customers

    def key_of(self, tenant: str, subject: str) -> str:
        """The customer key of an alias; a new subject is its own key."""
        with self._connections.read() as c:
            row = sql.key_of.first(c, {"tenant": tenant, "subject": subject})
        return str(row[0]) if row else subject

    def add_alias(self, tenant: str, alias: str, key: str) -> Occupied | None:
        """Let another subject lead to the same customer."""
        from engage_sqlite.merging import add_alias

        with self._connections.write() as c:
            occupied = add_alias(c, tenant, alias, key)
            self._crash("alias")
        return occupied

    def set_facts(self, tenant: str, key: str, facts: str, expected_version: int) -> bool:
        """Write the whole profile by compare-and-set; False when the version has moved."""
        values = {"tenant": tenant, "key": key, "facts": facts, "expected_version": expected_version}
        with self._connections.write() as c:
            if sql.key_of.first(c, {"tenant": tenant, "subject": key}):
                return False
            done = (sql.next_facts if expected_version else sql.first_facts).run(c, values)
            self._crash("facts")
            return done.rowcount == 1

    def merge(self, tenant: str, key: str, into: str, *, facts: str, expected_version: int, into_version: int) -> bool:
        """Everything of one customer becomes another's."""
        from engage_sqlite.merging import merge

        with self._connections.write() as c:
            done = merge(c, tenant, key, into, facts, expected_version, into_version)
            self._crash("merge")
        return done

    def erase(self, tenant: str, key: str, at: int, *, only_count: bool = False) -> Erased | None:
        """Forget a customer: all of it or nothing. What SQLite leaves in unused space goes with `rewrite`."""
        from engage_sqlite.erasing import counted, erase

        with self._connections.write() as c:
            told = counted(c, tenant, key)
            if told and not only_count:
                erase(c, tenant, key, at)
                self._crash("erase")
        return told

    def customer(self, tenant: str, key: str) -> CustomerRecord | None:
        """The profile as it stands."""
        with self._connections.read() as c:
            row = sql.customer.first(c, {"tenant": tenant, "key": key})
        return CustomerRecord(*row) if row else None

    def moves(self, tenant: str, key: str, limit: int = 1000) -> Sequence[MoveRecord]:
        """Every move of a customer, in the order they were recorded."""
        with self._connections.read() as c:
            return [MoveRecord(*row) for row in sql.moves.all(c, {"tenant": tenant, "key": key, "limit": limit})]

    def customers(self, tenant: str, *, after: str = "", limit: int = 1000) -> Sequence[str]:
        """Keys of customers, in their order."""
        with self._connections.read() as c:
            return [str(row[0]) for row in sql.customers.all(c, {"tenant": tenant, "after": after, "limit": limit})]

    # -- effects

    def waiting(self, tenant: str, now: int | None = None) -> Waiting:
        """What waits now."""
        with self._connections.read() as c:
            moment = effects.now.first(c, {})[0] if now is None else now
            last = effects.last_effect.first(c, {})[0]
            channels = tuple(row[0] for row in effects.channels_waiting.all(c, {"tenant": tenant}))
        return Waiting(last, moment, channels)

    def waiting_for(self, tenant: str, key: str) -> Pending:
        """What waits for a customer, and what did not arrive."""
        asked = {"tenant": tenant, "key": key, "line": line_of(key, "", "")}
        with self._connections.read() as c:
            timers = tuple(TimerRecord(*row) for row in sql.timers_of.all(c, asked))
            rows = effects.of_line.all(c, asked) + effects.undelivered.all(c, asked)
        return Pending(timers, tuple(OutboxRecord(*row[:-1]) for row in sorted(rows, key=lambda row: row[-1])))

    def claim(
        self,
        tenant: str,
        channel: str,
        limit: int,
        lease_seconds: float,
        now: int | None = None,
        among: Waiting | None = None,
    ) -> Sequence[Claimed]:
        """Heads of line that are due, under a lease."""
        with self._connections.write() as c:
            moment = effects.now.first(c, {})[0] if now is None else now
            values = {
                "tenant": tenant,
                "channel": channel,
                "limit": limit,
                "moment": moment,
                "due_by": among.at if among else moment,
                "last": among.last if among else _NO_END,
                "until": moment + int(lease_seconds * 1_000_000),
            }
            rows = sorted(effects.claim.all(c, values), key=lambda row: row[-1])
            self._crash("claim")
        found = [OutboxRecord(*row[:-1]) for row in rows]
        return [Claimed(effect, effect.attempt, moment) for effect in sorted(found, key=lambda one: one.not_before)]

    def mark(
        self, tenant: str, key: str, attempt: int, state: str, code: str, *, not_before: int | None = None
    ) -> bool:
        """Record an attempt's outcome; False when somebody else has the effect by now."""
        values = {"tenant": tenant, "key": key, "attempt": attempt, "to": state, "code": code}
        with self._connections.write() as c:
            row = effects.mark.first(c, {**values, "not_before": not_before})
            if row is None:
                return False
            line, channel, started = row
            tried = {"tenant": tenant, "effect": key, "number": attempt, "state": state, "code": code}
            effects.insert_attempt.run(c, {**tried, "started_at": started})
            if state != "new":
                effects.new_head.run(c, {"tenant": tenant, "line": line, "channel": channel})
            self._crash("mark")
        return True

    def outbox(
        self, tenant: str, *, state: str = "", decision_id: str = "", limit: int = 1000
    ) -> Sequence[OutboxRecord]:
        """Effects, oldest first."""
        statement = effects.of_decision if decision_id else effects.in_state if state else effects.every
        with self._connections.read() as c:
            rows = statement.all(c, {"tenant": tenant, "state": state, "decision_id": decision_id, "limit": limit})
        return [found for row in rows if (found := OutboxRecord(*row)).state == (state or found.state)]

    def replay_dead(self, tenant: str, key: str) -> bool:
        """A dead letter, or an effect of unknown outcome, waits again, before what came after it."""
        with self._connections.write() as c:
            row = effects.revive.first(c, {"tenant": tenant, "key": key})
            if row is None:
                return False
            line = {"tenant": tenant, "line": row[0], "channel": row[1]}
            effects.no_head.run(c, line)
            effects.new_head.run(c, line)
            self._crash("replay")
        return True

    # -- timers and rulesets

    def due_timers(self, tenant: str, now: int, limit: int) -> Sequence[TimerRecord]:
        """Waiting timers with nominal <= now, earliest first, then by id."""
        with self._connections.read() as c:
            rows = sql.due_timers.all(c, {"tenant": tenant, "moment": now, "limit": limit})
        return [TimerRecord(*row) for row in rows]

    def activate(
        self, tenant: str, ruleset_hash: str, sources: str, at: int, by: str, expected_generation: int
    ) -> Activation | None:
        """Store the sources under the hash and make it the active one; None when the generation has moved."""
        with self._connections.write() as c:
            current = sql.activation.first(c, {"tenant": tenant})
            if (current[0] if current else 0) != expected_generation:
                return None
            done = Activation(expected_generation + 1, ruleset_hash, at, by)
            stored = {"tenant": tenant, "hash": ruleset_hash, "sources": sources, "codec": CODEC, "stored_at": at}
            sql.insert_ruleset.run(c, stored)
            row = {"tenant": tenant, "generation": done.generation, "ruleset_hash": ruleset_hash, "at": at, "by": by}
            sql.insert_activation.run(c, row)
            self._crash("activate")
        return done

    def activation(self, tenant: str) -> Activation | None:
        """The active one."""
        with self._connections.read() as c:
            row = sql.activation.first(c, {"tenant": tenant})
        return Activation(*row) if row else None

    def sources(self, tenant: str, ruleset_hash: str) -> str | None:
        """The stored sources of a ruleset, canonical JSON."""
        with self._connections.read() as c:
            row = sql.sources.first(c, {"tenant": tenant, "hash": ruleset_hash})
        if row and row[1] != CODEC:
            raise failed("S032", codec=row[1])
        return str(row[0]) if row else None

    def counts(self, tenant: str) -> Mapping[str, int]:
        """events, decisions, customers, effects by what they wait for, waiting timers."""
        with self._connections.read() as c:
            return rows.counts(sql.counts.first(c, {"tenant": tenant}))

    def close(self) -> None:
        """Give back the connections of this process."""
        self._connections.close()

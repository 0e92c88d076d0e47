"""On random work SQLite answers as the slow reference does, step by step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attrs import evolve
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engage.plugins import Claimed, DeskRecord, DeskState, Storage, Unit
from engage.testing.reference_storage import ReferenceStorage
from engage.testing.storage import StorageContract
from engage.testing.units import SOURCE, timer, unit, walk
from engage_sqlite import SqliteStorage

LONG = os.environ.get("ENGAGE_PROOF") == "long"


class TestReference(StorageContract):
    """The reference keeps the contract that it is the measure of."""

    def open(self, folder: Path) -> Storage:
        return ReferenceStorage()


tenants = st.sampled_from(["a", "b"])
keys = st.sampled_from(["c1", "c2", ""])
contacts = st.sampled_from(["k1", "k2", ""])
channels = st.sampled_from(["crm", "mail"])
moments = st.integers(0, 40)
timers = st.builds(timer, st.sampled_from(["x", "y", ""]), moments)
stages = st.sampled_from(["one", "two"])
subjects = st.sampled_from(["customer", "contact", "case", "account"])
accounts = st.sampled_from(["A", "B", ""])
pairs = st.tuples(st.sampled_from(["", "s1"]), accounts)  # of a case and an account
no_walk: dict[str, Any] = {}
walks = st.one_of(
    st.just(no_walk),
    st.builds(
        lambda steps, chart, before: walk(*steps, chart=chart, before=before),
        st.lists(stages, min_size=1, max_size=2),
        st.sampled_from(["life", "watch"]),
        st.sampled_from(["", "one", "two"]),
    ),
)


@st.composite
def units(draw: st.DrawFn) -> Unit:
    """Units of few customers and moments, so that they meet."""
    key = draw(keys)
    one = unit(
        draw(st.integers(0, 30)),
        key,
        subject=draw(st.sampled_from([key, "phone"])) if key else "",
        at=draw(moments),
        kind=draw(st.sampled_from(["call", "bill"])),
        contact=draw(contacts),
        case=draw(st.sampled_from(["", "s1"])),
        facts=draw(st.sampled_from([None, '{"a":1}', '{"a":2}'])),
        channels=draw(st.lists(channels, max_size=3)),
        timers=draw(st.lists(timers, max_size=2, unique_by=lambda one: one.id)),
        footprints=tuple(draw(st.lists(st.tuples(st.just("r1"), subjects), max_size=2))),
        held=tuple(draw(st.lists(st.tuples(st.just("h1"), st.one_of(st.none(), moments)), max_size=1))),
        fired_timer=draw(timers).id if draw(st.booleans()) else "",
        cancel_timers=(draw(timers).id,) if draw(st.booleans()) else (),
        **(draw(walks) if key else {}),
    )
    shared = st.one_of(st.just(()), st.tuples(st.tuples(st.just("r1"), st.one_of(st.none(), moments))))
    if key and one.event.contact and draw(st.booleans()):
        one = evolve(one, contact_version=0, contact_facts=draw(st.sampled_from([None, "{}", '{"a":3}'])))
    return evolve(one, account=draw(accounts), shared=draw(shared))


class Compared(RuleBasedStateMachine):
    """Each step is done by both; what they answer must be equal."""

    def __init__(self) -> None:
        super().__init__()
        self.reference, self.sqlite = ReferenceStorage(), SqliteStorage(":memory:")
        self.sqlite.prepare()
        self.claimed: list[tuple[str, Claimed]] = []

    @initialize(tenant=tenants)
    def work_waits(self, tenant: str) -> None:
        """Three effects in each of two lines, so that heads, leases and tokens matter from the start."""
        for number, key in ((40, "c1"), (41, "c2"), (42, "c1")):
            one = self.fitting(tenant, unit(number, key, channels=["crm", "crm", "mail"]), False)
            assert self.sqlite.commit(tenant, one) == self.reference.commit(tenant, one)

    @rule(tenant=tenants, now=moments)
    def claim_again(self, tenant: str, now: int) -> None:
        self.claim(tenant, "crm", 4, 1, now)

    def teardown(self) -> None:
        self.sqlite.close()

    def fitting(self, tenant: str, one: Unit, stale: bool) -> Unit:
        """The unit with the version and generation that stand now, unless it shall be stale."""
        seen = self.reference.snapshot(
            tenant, source="", event_id="", key=one.event.key, contact=one.event.contact, at=0, history=lambda _: {}
        )
        alone = not one.event.key and not one.event.contact
        version = 0 if alone else seen.customer.version
        if one.contact_version is not None:
            one = evolve(one, contact_version=seen.contact.version if seen.contact else 0)
        return evolve(one, expected_version=version + stale, expected_generation=seen.generation)

    @rule(tenant=tenants, one=units(), stale=st.integers(0, 9))
    def commit(self, tenant: str, one: Unit, stale: int) -> None:
        one = self.fitting(tenant, one, stale == 0)
        assert self.sqlite.commit(tenant, one) == self.reference.commit(tenant, one)

    @rule(tenant=tenants, several=st.lists(units(), max_size=4))
    def commit_many(self, tenant: str, several: Sequence[Unit]) -> None:
        several = [self.fitting(tenant, one, False) for one in several]
        assert self.sqlite.commit_many(tenant, several) == self.reference.commit_many(tenant, several)

    @rule(tenant=tenants, channel=channels, limit=st.integers(1, 4), lease=st.integers(0, 5), now=moments)
    def claim(self, tenant: str, channel: str, limit: int, lease: int, now: int) -> None:
        expected = self.reference.claim(tenant, channel, limit, lease / 1_000_000, now)
        assert self.sqlite.claim(tenant, channel, limit, lease / 1_000_000, now) == expected
        self.claimed += [(tenant, one) for one in expected]

    @precondition(lambda self: self.claimed)
    @rule(data=st.data(), state=st.sampled_from(["done", "dead", "new", "unknown"]), wait=st.one_of(st.none(), moments))
    def mark(self, data: st.DataObject, state: str, wait: int | None) -> None:
        tenant, one = data.draw(st.sampled_from(self.claimed))
        wait = wait if state == "new" else None
        done = self.reference.mark(tenant, one.record.key, one.attempt, state, "code", not_before=wait)
        assert self.sqlite.mark(tenant, one.record.key, one.attempt, state, "code", not_before=wait) == done

    @precondition(lambda self: self.claimed)
    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        tenant, one = data.draw(st.sampled_from(self.claimed))
        assert self.sqlite.replay_dead(tenant, one.record.key) == self.reference.replay_dead(tenant, one.record.key)

    @rule(tenant=tenants, key=st.sampled_from(["c1", "c2"]), version=st.integers(0, 2), facts=st.just('{"b":1}'))
    def set_facts(self, tenant: str, key: str, version: int, facts: str) -> None:
        done = self.reference.set_facts(tenant, key, facts, version)
        assert self.sqlite.set_facts(tenant, key, facts, version) == done

    @rule(tenant=tenants, alias=st.sampled_from(["phone", "mail", "c2"]), key=st.sampled_from(["c1", "c2", "phone"]))
    def alias(self, tenant: str, alias: str, key: str) -> None:
        assert self.sqlite.add_alias(tenant, alias, key) == self.reference.add_alias(tenant, alias, key)

    @rule(
        tenant=tenants,
        pair=st.sampled_from([("c1", "c2"), ("c2", "c1"), ("c1", "phone"), ("phone", "c1"), ("c1", "c1")]),
        stale=st.integers(0, 5),
    )
    def merge(self, tenant: str, pair: tuple[str, str], stale: int) -> None:
        one, other = (self.reference.customer(tenant, key) for key in pair)
        before, after = one.version if one else 0, (other.version if other else 0) + (stale == 0)

        def merged(storage: Storage) -> bool:
            return storage.merge(tenant, *pair, facts="{}", expected_version=before, into_version=after)

        assert merged(self.sqlite) == merged(self.reference)

    @rule(tenant=tenants, key=st.sampled_from(["c1", "c2", "phone", ""]), only_count=st.booleans())
    def erase(self, tenant: str, key: str, only_count: bool) -> None:
        told = self.reference.erase(tenant, key, 7, only_count=only_count)
        assert self.sqlite.erase(tenant, key, 7, only_count=only_count) == told

    @rule(tenant=tenants, name=st.sampled_from(["h1", "h2"]), generation=st.integers(0, 2))
    def activate(self, tenant: str, name: str, generation: int) -> None:
        done = self.reference.activate(tenant, name, "[]", 5, "li", generation)
        assert self.sqlite.activate(tenant, name, "[]", 5, "li", generation) == done

    @rule(tenant=tenants, key=keys, contact=contacts, pair=pairs, at=moments, number=moments)
    def snapshot(self, tenant: str, key: str, contact: str, pair: tuple[str, str], at: int, number: int) -> None:
        def seen(storage: Storage) -> object:
            needs: dict[str, int | None] = {"call": None, "bill": 10}
            return storage.snapshot(
                tenant,
                source=SOURCE,
                event_id=f"e{number}",
                key=key,
                contact=contact,
                at=at,
                history=lambda _: needs,
                case=pair[0],
                account=lambda _: pair[1],
            )

        assert seen(self.sqlite) == seen(self.reference)

    @invariant()
    def equal(self) -> None:
        """Everything that can be asked gets one answer."""
        for tenant in ("a", "b"):
            ours, theirs = self.sqlite, self.reference
            assert ours.outbox(tenant) == theirs.outbox(tenant)
            assert ours.due_timers(tenant, 99, 99) == theirs.due_timers(tenant, 99, 99)
            assert ours.counts(tenant) == theirs.counts(tenant)
            assert list(ours.decisions(tenant)) == list(theirs.decisions(tenant))
            assert list(ours.decisions(tenant, key="c1")) == list(theirs.decisions(tenant, key="c1"))
            assert ours.recent(tenant, "c1", 5) == theirs.recent(tenant, "c1", 5)
            assert ours.waiting_for(tenant, "c2") == theirs.waiting_for(tenant, "c2")
            assert list(ours.moves(tenant, "c1")) == list(theirs.moves(tenant, "c1"))
            assert list(ours.recorded(tenant)) == list(theirs.recorded(tenant))
            assert ours.activation(tenant) == theirs.activation(tenant)
            assert [ours.key_of(tenant, name) for name in ("phone", "c2", "c1")] == [
                theirs.key_of(tenant, name) for name in ("phone", "c2", "c1")
            ]
            assert ours.customer(tenant, "c2") == theirs.customer(tenant, "c2")


class ComparedDesk(RuleBasedStateMachine):
    """The same for the desk: what is written over a version that stands, or one that does not."""

    def __init__(self) -> None:
        super().__init__()
        self.reference, self.sqlite = ReferenceStorage(), SqliteStorage(":memory:")
        self.sqlite.prepare()

    def teardown(self) -> None:
        self.sqlite.close()

    @rule(
        tenant=tenants,
        contact=st.sampled_from("xyz"),
        worker=st.sampled_from(["", "li", "wang"]),
        state=st.sampled_from(DeskState),
        until=st.none() | moments,
        stale=st.integers(0, 4),
        guarded=st.sampled_from([None, 0, 0, 1, -1]),
    )
    def put(
        self,
        tenant: str,
        contact: str,
        worker: str,
        state: DeskState,
        until: int | None,
        stale: int,
        guarded: int | None,
    ) -> None:
        record = DeskRecord(contact, state, worker=worker, channel="voice", until=until, details=f'{{"n":{stale}}}')
        found = self.reference.desk_contact(tenant, contact)
        expected = (found.version if found else 0) + (stale == 0)
        latest = self.reference.at_desk(tenant).workers.get(worker, 0)
        of_worker = None if guarded is None else 0 if guarded < 0 else latest + guarded
        done = self.reference.put_at_desk(tenant, record, expected, of_worker)
        assert self.sqlite.put_at_desk(tenant, record, expected, of_worker) == done

    @invariant()
    def equal(self) -> None:
        for tenant in ("a", "b"):
            assert self.sqlite.at_desk(tenant) == self.reference.at_desk(tenant)
            for contact in "xyz":
                assert self.sqlite.desk_contact(tenant, contact) == self.reference.desk_contact(tenant, contact)


def test_the_desk_of_sqlite_is_that_of_the_reference() -> None:
    run_state_machine_as_test(
        ComparedDesk,
        settings=settings(
            max_examples=2_000 if LONG else 60,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_sqlite_answers_as_the_reference_does() -> None:
    run_state_machine_as_test(
        Compared,
        settings=settings(
            max_examples=2_000 if LONG else 40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

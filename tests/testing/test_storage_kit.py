"""The storage kit proves itself: who keeps the contract passes, and who is broken on purpose is found out."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from engage.sockets.desk import DeskRecord, DeskState
from engage.sockets.storage import Claimed, Commit, Erased, Snapshot, Storage, Unit, Waiting
from engage.testing import reference_storage
from engage.testing.reference_stays import ReferenceStays
from engage.testing.reference_storage import ReferenceStorage
from engage.testing.storage import StorageContract
from engage.testing.storage_desk import DeskContract

WRITES = (
    "commit",
    "commit_many",
    "set_facts",
    "add_alias",
    "merge",
    "claim",
    "mark",
    "replay_dead",
    "activate",
    "put_at_desk",
)


class KeptStorage(ReferenceStorage):
    """The reference in a file: everything is written after each call that changes something, but those forgotten."""

    durability = "crash-safe"
    forgotten: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        for name in (*WRITES, "put_at_desk"):
            if name not in self.forgotten:
                setattr(self, name, self._saving(getattr(self, name)))

    def prepare(self) -> None:
        if self._path.exists():
            self._tenants = pickle.loads(self._path.read_bytes())

    def _saving(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def saved(*given: Any, **named: Any) -> Any:
            with self._lock:
                result = method(*given, **named)
                self._path.write_bytes(pickle.dumps(self._tenants))
                return result

        return saved


class TestTheReferenceInAFile(StorageContract, DeskContract):
    def open(self, folder: Path) -> Storage:
        return KeptStorage(folder / "kept")


# -- broken on purpose


class ResetsSequence(KeptStorage):
    def set_facts(self, tenant: str, key: str, facts: str, expected_version: int) -> bool:
        done = super().set_facts(tenant, key, facts, expected_version)
        lines = self._of(tenant).lines
        if done:
            lines["customer", key] = evolve(lines["customer", key], next_sequence=1)
        return done


class MergesHalf(KeptStorage):
    """Events and decisions follow, what waits does not."""

    def merge(self, tenant: str, key: str, into: str, **given: Any) -> bool:
        kept = self._of(tenant)
        timers, records = dict(kept.timers), [effect.record for effect in kept.effects]
        done = super().merge(tenant, key, into, **given)
        kept.timers = timers
        for effect, record in zip(kept.effects, records, strict=True):
            effect.record = record
        return done


class OneLineForBoth(KeptStorage):
    """A customer and an anonymous contact of the same name are one."""


class KeepsLease(KeptStorage):
    def mark(
        self, tenant: str, key: str, attempt: int, state: str, code: str, *, not_before: int | None = None
    ) -> bool:
        before = {one.record.key: one.due for one in self._of(tenant).effects}
        done = super().mark(tenant, key, attempt, state, code, not_before=not_before)
        for effect in self._of(tenant).effects:
            if effect.record.key == key and state == "new" and not_before is None:
                effect.due = before[key]
        return done


class WithoutRounds(KeptStorage):
    def claim(
        self,
        tenant: str,
        channel: str,
        limit: int,
        lease_seconds: float,
        now: int | None = None,
        among: Waiting | None = None,
    ) -> Sequence[Claimed]:
        return super().claim(tenant, channel, limit, lease_seconds, now)


def dropping(**event: Any) -> type[KeptStorage]:
    """A storage that loses a field of an event, or with the prefix `decision_` of a decision."""

    class Drops(KeptStorage):
        def _commit(self, kept: Any, unit: Unit) -> Commit:
            lost: dict[str, Any] = {name: value for name, value in event.items() if not name.startswith("decision_")}
            ours: dict[str, Any] = {name[9:]: value for name, value in event.items() if name.startswith("decision_")}
            result = super()._commit(kept, unit)
            for place, one in enumerate(kept.events):
                if one.id == unit.event.id and one.source == unit.event.source:
                    kept.events[place] = evolve(one, **lost)
                    kept.decisions[place] = evolve(kept.decisions[place], **ours)
            return result

    return Drops


def losing(field: str) -> type[KeptStorage]:
    """A storage whose history leaves a field out."""

    nothing: dict[str, Any] = {field: ""}

    class Loses(KeptStorage):
        def snapshot(self, tenant: str, **asked: Any) -> Snapshot:
            found = super().snapshot(tenant, **asked)
            return evolve(found, history=tuple(evolve(past, **nothing) for past in found.history))

    return Loses


class AcceptsSkips(KeptStorage):
    """Writes any move, whatever stage the customer is in."""

    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        stays = self._of(tenant).stays
        self._of(tenant).stays = AnyMove(stays._stays, stays._moves)
        return super().commit_many(tenant, units)


class AnyMove(ReferenceStays):
    def stands(self, unit: Unit) -> bool:
        return True


class SharesTwice(KeptStorage):
    """Writes what two members of an account used, both, where they decided at the same moment."""

    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        return super().commit_many(tenant, [evolve(one, shared=()) for one in units])


class SharesNothing(KeptStorage):
    """Keeps what is shared in an account for the member that used it."""

    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        return super().commit_many(tenant, [evolve(one, account="") for one in units])


class TakesOverBlindly(KeptStorage):
    """Compares nothing of the contact that a customer takes over."""

    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        contacts = [self._of(tenant).lines.get(("contact", one.event.contact)) for one in units]
        versions = [each.version if each else 0 for each in contacts]
        return super().commit_many(
            tenant, [evolve(one, contact_version=now) for one, now in zip(units, versions, strict=True)]
        )


class TakesNothingOver(KeptStorage):
    """Leaves with a contact what has become a customer's."""

    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        return super().commit_many(tenant, [evolve(one, contact_facts=None) for one in units])


class ShowsNoContact(KeptStorage):
    """Shows what a contact keeps to anonymous events alone."""

    def snapshot(self, tenant: str, **asked: Any) -> Snapshot:
        return evolve(super().snapshot(tenant, **asked), contact=None)


class KeepsNothingOfContacts(KeptStorage):
    """Keeps facts of customers alone."""

    def commit_many(self, tenant: str, units: Sequence[Unit]) -> Sequence[Commit]:
        return super().commit_many(tenant, [one if one.event.key else evolve(one, facts=None) for one in units])


class ErasesNoContact(KeptStorage):
    """Leaves with its contacts what was kept of the erased there."""

    def erase(self, tenant: str, key: str, at: int, *, only_count: bool = False) -> Erased | None:
        contacts = {line: kept for line, kept in self._of(tenant).lines.items() if line[0] == "contact"}
        told = super().erase(tenant, key, at, only_count=only_count)
        self._of(tenant).lines |= contacts
        return told


class ForgetsTheWay(KeptStorage):
    """Keeps where customers stand, and not how they came there."""

    def commit(self, tenant: str, unit: Unit) -> Commit:
        done = super().commit(tenant, unit)
        self._of(tenant).stays._moves.clear()
        return done


def forgetting(*names: str) -> type[KeptStorage]:
    """A storage that does not write what these calls do."""
    return type("Forgets", (KeptStorage,), {"forgotten": names})


class BelievesAnyToken(KeptStorage):
    """Writes over whatever version a contact has."""

    def put_at_desk(
        self, tenant: str, record: DeskRecord, expected: int, expected_worker: int | None = None
    ) -> int | None:
        kept = self.desk_contact(tenant, record.contact)
        return super().put_at_desk(tenant, record, kept.version if kept else 0, expected_worker)


class LooksAtNoWorker(KeptStorage):
    """Gives a worker more, whatever was given meanwhile."""

    def put_at_desk(
        self, tenant: str, record: DeskRecord, expected: int, expected_worker: int | None = None
    ) -> int | None:
        return super().put_at_desk(tenant, record, expected)


class CountsAnew(KeptStorage):
    """Begins its versions anew when the desk is empty."""

    def put_at_desk(
        self, tenant: str, record: DeskRecord, expected: int, expected_worker: int | None = None
    ) -> int | None:
        if not self.at_desk(tenant).contacts:
            self._of(tenant).desk._latest = 0
        return super().put_at_desk(tenant, record, expected, expected_worker)


class LetsGoUnseen(KeptStorage):
    """Forgets that the worker who had the contact before has changed."""

    def put_at_desk(
        self, tenant: str, record: DeskRecord, expected: int, expected_worker: int | None = None
    ) -> int | None:
        before = self.at_desk(tenant).workers
        done = super().put_at_desk(tenant, record, expected, expected_worker)
        if done is not None:
            now = self._of(tenant).desk._workers
            now |= {worker: version for worker, version in before.items() if worker != record.worker}
        return done


class ForgetsTheEnded(KeptStorage):
    """Removes whatever has ended."""

    def put_at_desk(
        self, tenant: str, record: DeskRecord, expected: int, expected_worker: int | None = None
    ) -> int | None:
        until = None if record.state is DeskState.ENDED else record.until
        return super().put_at_desk(tenant, evolve(record, until=until), expected, expected_worker)


DESK_KILLED = "test_what_was_put_at_the_desk_is_there_when_the_process_is_killed"
KILLED = "test_what_was_done_is_there_when_the_process_is_killed"
RECORDED = "test_events_are_given_back_whole_with_their_decisions_in_the_order_of_recording"
BROKEN: Mapping[str, tuple[type[KeptStorage], str, Mapping[str, object]]] = {
    **{f"{name} is not on disk": (forgetting(name), KILLED, {"last": name}) for name in WRITES if name != "commit"},
    "put_at_desk is not on disk": (forgetting("put_at_desk"), DESK_KILLED, {}),
    "an old token opens": (BelievesAnyToken, "test_whoever_shows_an_old_version_changes_nothing", {}),
    "many get one contact": (BelievesAnyToken, "test_of_many_who_want_one_contact_exactly_one_gets_it", {}),
    "a worker is given too much": (
        LooksAtNoWorker,
        "test_a_worker_who_was_given_something_meanwhile_is_not_given_more",
        {},
    ),
    "a token is given twice": (
        CountsAnew,
        "test_a_version_is_never_given_twice_also_after_a_contact_has_left",
        {},
    ),
    "what has ended is forgotten": (
        ForgetsTheEnded,
        "test_one_that_has_ended_is_kept_where_it_says_until_when_and_then_removed",
        {},
    ),
    "a worker lets go unseen": (LetsGoUnseen, "test_a_worker_whose_contact_goes_elsewhere_has_changed_too", {}),
    "commit is not on disk": (forgetting("commit", "commit_many"), KILLED, {"last": "commit"}),
    "two members use up what they share": (
        SharesTwice,
        "test_a_unit_decided_before_another_member_used_it_up_is_stale_and_leaves_nothing",
        {},
    ),
    "two members use it up at the same moment": (
        SharesTwice,
        "test_of_eight_members_at_the_same_moment_one_has_it",
        {},
    ),
    "members share nothing": (
        SharesNothing,
        "test_what_one_member_used_is_used_for_all_of_the_account_and_nobody_else",
        {},
    ),
    "a contact that has changed is taken over": (
        TakesOverBlindly,
        "test_a_unit_that_takes_over_what_has_changed_since_is_stale_and_leaves_nothing",
        {},
    ),
    "a contact that was not there is not compared": (
        TakesOverBlindly,
        "test_a_unit_that_saw_no_contact_is_stale_where_there_is_one_by_now",
        {},
    ),
    "a contact is taken over twice": (
        TakesOverBlindly,
        "test_of_eight_at_the_same_moment_one_takes_over",
        {},
    ),
    "a contact keeps what was taken over": (
        TakesNothingOver,
        "test_a_customers_unit_takes_over_what_its_contact_kept",
        {},
    ),
    "a contact is not shown": (ShowsNoContact, "test_a_customers_snapshot_shows_what_its_contact_keeps", {}),
    "nothing is kept of contacts": (
        KeepsNothingOfContacts,
        "test_what_is_kept_of_an_anonymous_contact_is_read_with_it_alone",
        {},
    ),
    "contacts of the erased keep what they had": (
        ErasesNoContact,
        "test_what_contacts_of_the_erased_keep_goes_too",
        {},
    ),
    "set_facts begins the sequence anew": (
        ResetsSequence,
        "test_a_profile_written_between_two_events_leaves_their_sequence",
        {},
    ),
    "a customer and a contact of one name are one": (
        OneLineForBoth,
        "test_a_customer_and_a_contact_of_one_name_are_two",
        {},
    ),
    "what waits does not follow a merge": (
        MergesHalf,
        "test_waiting_timers_and_effects_follow_in_one_line",
        {},
    ),
    "a retry keeps its lease": (KeepsLease, "test_a_retry_without_a_moment_waits_no_longer", {}),
    "a round has no end": (WithoutRounds, "test_a_round_takes_what_waited_when_it_began", {}),
    "the payload is dropped": (dropping(payload=""), RECORDED, {}),
    "the moment of receipt is dropped": (dropping(received_at=0), RECORDED, {}),
    "the offset is dropped": (dropping(offset=0), RECORDED, {}),
    "the hash of a decision is dropped": (
        dropping(decision_ruleset_hash=""),
        "test_a_committed_unit_gives_its_decision_back",
        {},
    ),
    "the generation of a decision is dropped": (
        dropping(decision_generation=0),
        "test_a_unit_of_an_older_generation_is_stale",
        {},
    ),
    "a stage may be skipped": (
        AcceptsSkips,
        "test_a_move_from_a_stage_in_which_the_customer_is_not_is_stale_and_leaves_nothing",
        {},
    ),
    "moves are not kept": (ForgetsTheWay, "test_a_move_is_kept_with_the_stay_it_leads_to", {}),
    "history has no contact": (losing("contact"), "test_history_tells_contact_and_case_of_each_event", {}),
    "history has no case": (losing("case"), "test_history_tells_contact_and_case_of_each_event", {}),
}


@pytest.mark.parametrize("bug", BROKEN)
def test_a_storage_broken_on_purpose_is_found_out(tmp_path: Path, bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, name, given = BROKEN[bug]
    if broken is OneLineForBoth:
        monkeypatch.setattr(
            reference_storage, "line_of", lambda key, contact, decision="": ("customer", key or contact)
        )

    class Kit(StorageContract, DeskContract):
        def open(self, folder: Path) -> Storage:
            return broken(folder / "kept")

    kit = Kit()
    arguments = dict(given)
    if name not in (KILLED, DESK_KILLED):
        arguments["storage"] = kit.open(tmp_path)
    else:
        arguments["tmp_path"] = tmp_path
    with pytest.raises(AssertionError):
        getattr(kit, name)(**arguments)

"""The contract of a Storage about accounts: what members share is used up once, whoever decides at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from attrs import evolve

from engage.sockets.storage import Committed, CustomerRecord, Snapshot, Stale, Storage, Unit
from engage.testing.units import SOURCE, unit

__all__ = ["AccountsContract", "member"]

_ONCE = (("r", "account"),)
_NEVER = (("r", None),)


def member(number: int, key: str, account: str = "A", **told: Any) -> Unit:
    """The unit of an event of a member of an account, at which the rule `r` spoke as if it never had before."""
    shared = told.pop("shared", _NEVER)
    return evolve(unit(number, key, footprints=_ONCE, **told), account=account, shared=shared)


def _seen(storage: Storage, key: str, account: str = "A", contact: str = "", tenant: str = "main") -> Snapshot:
    return storage.snapshot(
        tenant,
        source=SOURCE,
        event_id="",
        key=key,
        contact=contact,
        at=99,
        history=lambda _: {},
        account=lambda _: account,
    )


class AccountsContract:
    """What is shared in an account, who sees it, and that two members cannot use it up twice."""

    def test_what_one_member_used_is_used_for_all_of_the_account_and_nobody_else(self, storage: Storage) -> None:
        assert storage.commit("main", member(1, "c1", at=50)) == Committed(1)
        for key, contact in (("c1", ""), ("c2", ""), ("", "k1"), ("", "")):
            assert _seen(storage, key, contact=contact).footprints == {("r", "account"): 50}
        assert _seen(storage, "c2").account == "A"
        for key, account in (("c1", ""), ("c1", "B"), ("c2", "c1"), ("A", "")):
            assert _seen(storage, key, account).footprints == {}
        assert _seen(storage, "c1", tenant="other").footprints == {}

    def test_the_account_is_asked_for_with_the_customers_record(self, storage: Storage) -> None:
        storage.commit("main", member(1, "c1", facts='{"account":"A"}', at=50))
        asked: list[CustomerRecord] = []

        def account(customer: CustomerRecord) -> str:
            asked.append(customer)
            return "A" if "A" in customer.facts else ""

        for key, found in (("c1", {("r", "account"): 50}), ("c2", {})):
            seen = storage.snapshot(
                "main", source=SOURCE, event_id="", key=key, contact="", at=99, history=lambda _: {}, account=account
            )
            assert (seen.footprints, seen.customer) == (found, asked[-1])
        assert [(one.key, one.version) for one in asked] == [("c1", 1), ("c2", 0)]

    def test_without_an_account_it_is_the_customers_own_and_stays_so_when_it_joins_one(self, storage: Storage) -> None:
        storage.commit("main", member(1, "c1", "", at=50, shared=()))
        storage.commit("main", member(2, "", "", at=40, contact="k1", shared=()))
        storage.commit("main", member(3, "", "", at=30, shared=()))
        assert _seen(storage, "c1", "").footprints == _seen(storage, "c1").footprints == {("r", "account"): 50}
        assert _seen(storage, "", contact="k1").footprints == {("r", "account"): 40}
        for key, contact in (("c2", ""), ("", "k2"), ("", "")):
            assert _seen(storage, key, contact=contact).footprints == {}

    def test_what_is_compared_is_what_a_snapshot_tells(self, storage: Storage) -> None:
        # Nobody was named in the contact yet, and then a member of an account was.
        storage.commit("main", member(1, "", "", at=50, contact="k1", shared=()))
        told = _seen(storage, "c1", contact="k1").footprints
        assert told == {("r", "account"): 50}
        assert storage.commit("main", member(2, "c1", at=60, contact="k1")) == Stale()
        assert storage.commit("main", member(2, "c1", at=60, contact="k1", shared=(("r", 50),))) == Committed(1)

    def test_the_latest_stamp_of_an_account_stays(self, storage: Storage) -> None:
        storage.commit("main", member(1, "c1", at=50))
        assert storage.commit("main", member(2, "c2", at=20, shared=(("r", 50),))) == Committed(1)
        assert _seen(storage, "c3").footprints == {("r", "account"): 50}

    def test_a_unit_decided_before_another_member_used_it_up_is_stale_and_leaves_nothing(
        self, storage: Storage
    ) -> None:
        storage.commit("main", member(1, "c1", at=50))
        late = member(2, "c2", at=60, channels=["crm"], facts='{"x":1}')
        assert storage.commit("main", late) == Stale()
        assert storage.customer("main", "c2") is None
        assert list(storage.outbox("main")) == []
        assert _seen(storage, "c2").footprints == {("r", "account"): 50}
        # One that only looked is stale, too: its record would tell what was not so.
        looked = evolve(late, footprints=())
        assert storage.commit("main", looked) == Stale()
        assert storage.commit("main", evolve(looked, shared=(("r", 50), ("other", None)))) == Committed(1)
        assert storage.commit("main", member(3, "c3", "B")) == Committed(1)

    def test_an_event_of_nobody_uses_up_what_its_account_shares(self, storage: Storage) -> None:
        assert storage.commit("main", member(1, "", at=50)) == Committed(1)
        assert storage.commit("main", member(2, "")) == Stale()
        assert storage.commit("main", member(2, "c1")) == Stale()

    def test_of_members_in_one_transaction_the_first_has_it(self, storage: Storage) -> None:
        several = [member(number, f"c{number}") for number in (1, 2, 3)]
        assert storage.commit_many("main", several) == [Committed(1), Stale(), Stale()]

    def test_of_eight_members_at_the_same_moment_one_has_it(self, storage: Storage) -> None:
        units = [member(number, f"c{number}") for number in range(8)]
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda one: storage.commit("main", one), units))
        assert sorted(type(each).__name__ for each in done) == ["Committed"] + 7 * ["Stale"]

    def test_a_merge_leaves_what_an_account_used_and_joins_what_was_the_customers_own(self, storage: Storage) -> None:
        storage.commit("main", member(1, "c1", at=50))
        storage.commit("main", member(2, "c2", "", at=60, shared=()))
        assert storage.merge("main", "c2", "c1", facts="{}", expected_version=1, into_version=1)
        assert _seen(storage, "c1").footprints == {("r", "account"): 60}
        assert _seen(storage, "c3").footprints == {("r", "account"): 50}

"""The contract of a Storage about anonymous contacts: what is kept of one, and that a customer takes it over once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from attrs import evolve

from engage.sockets.storage import Committed, CustomerRecord, Snapshot, Stale, Storage, Unit
from engage.testing.units import SOURCE, timer, unit

__all__ = ["ContactsContract"]


def _said(number: int, contact: str = "k1", **told: Any) -> Unit:
    """The unit of an event of an anonymous contact."""
    return unit(number, "", contact=contact, **told)


def _taking(
    number: int, key: str = "c1", *, contact_version: int, contact_facts: str | None = "{}", **told: Any
) -> Unit:
    """The unit of an event by which it is known whose the contact is."""
    one = unit(number, key, contact="k1", facts='{"taken":1}', **told)
    return evolve(one, contact_version=contact_version, contact_facts=contact_facts)


def _seen(storage: Storage, key: str = "", contact: str = "k1", tenant: str = "main") -> Snapshot:
    return storage.snapshot(
        tenant, source=SOURCE, event_id="", key=key, contact=contact, at=2**60, history=lambda _: {}
    )


class ContactsContract:
    """What a contact keeps, who sees it, and that nobody takes over what has changed since."""

    def test_what_is_kept_of_an_anonymous_contact_is_read_with_it_alone(self, storage: Storage) -> None:
        storage.commit("main", _said(1, facts='{"clock":1}'))
        storage.commit("main", _said(2, version=1))
        assert _seen(storage).customer == CustomerRecord("", '{"clock":1}', 2, 3, 2_000_000)
        assert _seen(storage).contact is None
        storage.commit("main", _said(3, version=2, facts='{"clock":2}'))
        assert _seen(storage).customer.facts == '{"clock":2}'
        for key, contact, tenant in (("", "k2", "main"), ("k1", "", "main"), ("", "k1", "other"), ("", "", "main")):
            assert _seen(storage, key, contact, tenant).customer == CustomerRecord(key)
        assert storage.customer("main", "k1") is None
        storage.commit("main", unit(4, "", facts='{"clock":3}'))
        assert _seen(storage, "", "").customer == CustomerRecord("")

    def test_a_customers_snapshot_shows_what_its_contact_keeps(self, storage: Storage) -> None:
        assert _seen(storage, "c1").contact is None
        storage.commit("main", _said(1, facts='{"clock":1}'))
        seen = _seen(storage, "c1")
        assert (seen.customer, seen.contact) == (
            CustomerRecord("c1"),
            CustomerRecord("", '{"clock":1}', 1, 2, 1_000_000),
        )
        for key, contact, tenant in (("c1", "", "main"), ("c1", "k2", "main"), ("c1", "k1", "other")):
            assert _seen(storage, key, contact, tenant).contact is None

    def test_a_customers_unit_takes_over_what_its_contact_kept(self, storage: Storage) -> None:
        storage.commit("main", _said(1, facts='{"clock":1,"other":1}'))
        assert storage.commit("main", _taking(2, contact_version=1, contact_facts='{"other":1}')) == Committed(1)
        assert _seen(storage, "c1").customer.facts == '{"taken":1}'
        assert _seen(storage).customer == CustomerRecord("", '{"other":1}', 2, 2, 1_000_000)
        assert storage.commit("main", _said(3, version=1)) == Stale()
        assert storage.commit("main", _said(3, version=2)) == Committed(2)
        assert storage.commit("main", unit(4, version=1, contact="k1")) == Committed(2)
        assert _seen(storage).customer.facts == '{"other":1}'

    def test_a_unit_that_takes_over_what_has_changed_since_is_stale_and_leaves_nothing(self, storage: Storage) -> None:
        storage.commit("main", _said(1, facts='{"clock":1}'))
        storage.commit("main", _said(2, version=1, facts='{"clock":2}'))
        late = _taking(3, contact_version=1, channels=["crm"], timers=[timer("nudge", 5)])
        assert storage.commit("main", late) == Stale()
        assert (storage.customer("main", "c1"), list(storage.outbox("main"))) == (None, [])
        assert storage.due_timers("main", 99, 9) == []
        assert _seen(storage).customer.facts == '{"clock":2}'
        assert storage.commit("main", evolve(late, contact_version=2)) == Committed(1)

    def test_a_unit_that_saw_no_contact_is_stale_where_there_is_one_by_now(self, storage: Storage) -> None:
        assert storage.commit("main", _taking(1, contact_version=0, contact_facts=None)) == Committed(1)
        assert _seen(storage, "c1").contact is None
        storage.commit("main", _said(2, facts='{"clock":1}'))
        assert storage.commit("main", _taking(3, version=1, contact_version=0, contact_facts=None)) == Stale()
        looked = _taking(3, version=1, contact_version=1, contact_facts=None)
        assert storage.commit("main", looked) == Committed(2)
        assert _seen(storage).customer == CustomerRecord("", '{"clock":1}', 1, 2, 2_000_000)

    def test_of_two_in_one_transaction_the_first_takes_over(self, storage: Storage) -> None:
        storage.commit("main", _said(1, facts='{"clock":1}'))
        several = [
            _taking(2, contact_version=1),
            _taking(3, "c2", contact_version=1),
            _said(4, version=1),
            _taking(5, "c2", contact_version=2, contact_facts=None),
        ]
        assert storage.commit_many("main", several) == [Committed(1), Stale(), Stale(), Committed(1)]

    def test_of_eight_at_the_same_moment_one_takes_over(self, storage: Storage) -> None:
        storage.commit("main", _said(1, facts='{"clock":1}'))
        units = [_taking(number, f"c{number}", contact_version=1) for number in range(2, 6)]
        units += [_said(number, version=1, facts='{"clock":2}') for number in range(6, 10)]
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda one: storage.commit("main", one), units))
        assert sorted(type(each).__name__ for each in done) == ["Committed"] + 7 * ["Stale"]

    def test_what_contacts_of_the_erased_keep_goes_too(self, storage: Storage) -> None:
        for number, (key, contact) in enumerate((("c1", "k1"), ("c1", "k2"), ("c2", "k3")), 1):
            told = unit(number, key, contact=contact, version=1 if contact == "k2" else 0)
            assert isinstance(storage.commit("main", told), Committed)
        for number, contact in enumerate(("k1", "k3"), 4):
            storage.commit("main", _said(number, contact, facts='{"clock":1}'))
        storage.commit("main", _said(6, "k2"))
        before = _seen(storage, contact="k2").customer
        storage.erase("main", "c1", 5_000, only_count=True)
        assert _seen(storage).customer.facts == '{"clock":1}'
        storage.erase("main", "c1", 5_000)
        assert _seen(storage).customer == CustomerRecord("", "{}", 2, 2, 4_000_000)
        assert _seen(storage, contact="k2").customer == before
        assert _seen(storage, contact="k3").customer.facts == '{"clock":1}'
        assert storage.commit("main", _said(7, version=1)) == Stale()

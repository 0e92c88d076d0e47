"""For which account an event is decided on."""

from __future__ import annotations

from attrs import evolve

from engage.facts.known import MEMBERSHIP, Event, Fact
from engage.knowledge.membership import account_of

EVENT = Event("e", "/s", "call", 100)


def test_what_the_event_names_counts_before_what_is_kept() -> None:
    kept = {MEMBERSHIP: Fact("home", 50)}
    assert account_of(evolve(EVENT, account="work"), kept) == "work"
    assert account_of(EVENT, kept) == "home"
    assert account_of(EVENT, {MEMBERSHIP: Fact(None, 50)}) == account_of(EVENT, {}) == ""

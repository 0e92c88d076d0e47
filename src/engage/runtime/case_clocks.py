"""Service clocks as a storage keeps them: among what it knows of a customer, under keys that no fact can have.

Those of an anonymous contact are kept with the contact, until it is known who it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from attrs import evolve

from engage.facts.clocks import CLOCK, clock_key, clock_of_key
from engage.facts.decided import Change, KeepClock
from engage.facts.known import Event, Fact
from engage.ground.canonical import canonical_json
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.record import intact
from engage.service.case_clocks import ClockNow, clock_facts, clocks_now, taken_over
from engage.sockets.storage import Snapshot, Storage

__all__ = ["clocks_of", "clocks_seen", "guarded_contact", "left_of_contact", "with_clocks"]


#: What is kept of clocks, by target and case.
Kept = dict[tuple[str, str], str]


def kept_clocks(stored: str) -> Kept:
    """What a stored profile keeps of clocks. Raises StorageError when it is damaged."""
    if f'"{CLOCK}' not in stored:
        return {}
    found: Kept = {}
    with intact():
        for name, entry in _parsed(stored).items():
            named = clock_of_key(name)
            if named is not None and isinstance(entry, Mapping):
                found[named] = str(entry["value"])
    return found


def clocks_seen(program: Program, snapshot: Snapshot) -> tuple[Kept, tuple[tuple[str, str], ...], dict[str, Fact]]:
    """The clocks that a decision looks at, those of its contact among them that are the customer's from now on; which
    these are; and the facts that all of them give.

    Raises StorageError when one is damaged.
    """
    mine = kept_clocks(snapshot.customer.facts)
    theirs = kept_clocks(snapshot.contact.facts) if program.clocks and snapshot.contact else {}
    with intact():
        found = taken_over(program, mine, theirs)
        return found, tuple(sorted(theirs)), clock_facts(program, found)


def guarded_contact(program: Program, event: Event, snapshot: Snapshot) -> int | None:
    """The version of the contact whose clocks a customer's event takes over, or would: there may be some by now."""
    if not (program.clocks and snapshot.customer.key and event.contact):
        return None
    return snapshot.contact.version if snapshot.contact else 0


def left_of_contact(snapshot: Snapshot, taken: Sequence[tuple[str, str]], changes: Iterable[Change]) -> str | None:
    """All that is kept of the contact when a decision has taken its clocks over; None where it took none."""
    gone = [evolve(each, text="") for each in changes if isinstance(each, KeepClock)]
    gone = [each for each in gone if (each.target, each.case) in taken]
    return with_clocks(snapshot.contact.facts, gone) if snapshot.contact and gone else None


def clocks_of(
    storage: Storage, tenant: str, program: Program, now: int, customer: str = "", contact: str = ""
) -> tuple[ClockNow, ...]:
    """The clocks of the customer to whom a subject leads, or those of an anonymous contact, at `now`.

    Raises NotFound when nothing is kept of it, EngageError where not one of the two is named.
    """
    if bool(customer) == bool(contact):
        raise say.misuse("S067")
    key = storage.key_of(tenant, customer) if customer else ""
    kept = storage.snapshot(
        tenant, source="", event_id="", key=key, contact=contact, at=now, history=lambda _: {}
    ).customer
    if not kept.version:
        raise say.not_found("S004" if customer else "S066")
    return clocks_now(program, kept_clocks(kept.facts), now)


def with_clocks(stored: str, changed: Iterable[KeepClock]) -> str:
    """A stored profile with some clocks as they are kept from now on."""
    texts = {clock_key(each.target, each.case): each.text for each in changed}
    if not texts:
        return stored
    with intact():
        others = {name: entry for name, entry in _parsed(stored).items() if name not in texts}
    return canonical_json({**others, **{name: {"value": text} for name, text in texts.items() if text}})


def _parsed(text: str) -> dict[str, object]:
    found = json.loads(text, parse_float=Decimal)
    assert isinstance(found, dict)
    return found

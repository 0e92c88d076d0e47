"""A customer forgotten, in the slow reference storage."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from attrs import evolve

from engage.sockets.storage import Erased, EventRecord

if TYPE_CHECKING:
    from engage.testing.reference_storage import Tenant

__all__ = ["erase"]

_PENDING = ("new", "dead", "unknown")


def erase(kept: Tenant, key: str, only_count: bool) -> Erased | None:
    """Nothing is left that could say whose it was, see `Storage.erase`."""
    line = ("customer", key)
    aliases = [alias for alias, leads in kept.aliases.items() if leads == key]
    if line not in kept.lines and not aliases:
        return None
    mine = [event for event in kept.events if event.key == key]
    decided = {decision.id for decision in kept.decisions if decision.key == key}
    pending = [one for one in kept.effects if one.record.decision_id in decided and one.record.state in _PENDING]
    waiting = [timer for timer in kept.timers.values() if timer.key == key]
    told = Erased(len(mine), aliases=len(aliases), effects=len(pending), timers=len(waiting))
    if not only_count:
        _forget(kept, line, mine, decided)
    return told


def _forget(kept: Tenant, line: tuple[str, str], mine: list[EventRecord], decided: Set[str]) -> None:
    key = line[1]
    places = {line, *(("contact", event.contact) for event in mine), *(("case", event.case) for event in mine)}
    kept.footprints = {step: at for step, at in kept.footprints.items() if step[0] not in places}
    for contact in {event.contact for event in mine}:
        kept.forget_contact(contact)
    kept.held = {slot: since for slot, since in kept.held.items() if slot[0] != line}
    kept.stays.erase(key)
    kept.timers = {id: timer for id, timer in kept.timers.items() if timer.key != key}
    kept.ended = {id: timer for id, timer in kept.ended.items() if timer.key != key}
    kept.aliases = {alias: leads for alias, leads in kept.aliases.items() if leads != key}
    for effect in kept.effects:
        record = effect.record
        if record.decision_id in decided:
            effect.record = evolve(record, customer="", payload="")
            if record.state in _PENDING:
                effect.record = evolve(effect.record, state="suppressed", last_code="erased")
            effect.line = ("event", record.decision_id)
    kept.events = [_nobodys(event) if event.key == key else event for event in kept.events]
    kept.decisions = [
        evolve(decision, key="", personal="") if decision.id in decided else decision for decision in kept.decisions
    ]
    if line in kept.lines:
        kept.erased += 1
        kept.beyond = max(kept.beyond, kept.lines.pop(line).version)


def _nobodys(event: EventRecord) -> EventRecord:
    return evolve(event, subject="", key="", contact="", case="", data="", payload="")

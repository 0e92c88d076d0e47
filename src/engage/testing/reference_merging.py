"""Two customers become one in the slowest storage: every row is looked at, and moved where it is the merged one's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from engage.sockets.storage import TimerRecord
from engage.testing.reference_stays import alarm_of

if TYPE_CHECKING:
    from engage.testing.reference_storage import Tenant

__all__ = ["merge"]


def merge(kept: Tenant, key: str, into: str, facts: str, expected_version: int, into_version: int) -> bool:
    """Everything of `key` becomes `into`'s, see `Storage.merge`."""
    source, target = ("customer", key), ("customer", into)
    one, other = kept.lines.get(source), kept.lines.get(target)
    if one is None or other is None or key == into:
        return False
    if (one.version, other.version) != (expected_version, into_version):
        return False
    shift = other.next_sequence - 1
    theirs = {decision.id for decision in kept.decisions if decision.key == key}
    for place, event in enumerate(kept.events):
        if event.key == key:
            kept.events[place] = evolve(event, key=into, sequence=event.sequence + shift)
    for place, decision in enumerate(kept.decisions):
        if decision.key == key:
            kept.decisions[place] = evolve(decision, key=into, sequence=decision.sequence + shift)
    for effect in kept.effects:
        if effect.record.decision_id in theirs:
            effect.record = evolve(effect.record, customer=into, sequence=effect.record.sequence + shift)
            effect.line = target
    kept.timers = {id: evolve(timer, key=into) if timer.key == key else timer for id, timer in kept.timers.items()}
    first = alarm_of(kept.timers.values(), into)
    for timer in list(kept.timers.values()):
        if first and _later_alarm(timer, first):
            kept.end_timer(timer.id)
    kept.stays.merge(key, into)
    _join_marks(kept, source, target)
    kept.aliases = {alias: into if leads == key else leads for alias, leads in kept.aliases.items()} | {key: into}
    moments = [each.latest_at for each in (one, other) if each.latest_at is not None]
    del kept.lines[source]
    kept.lines[target] = evolve(
        other,
        facts=facts,
        version=max(one.version, other.version) + 1,
        next_sequence=other.next_sequence + one.next_sequence - 1,
        latest_at=max(moments, default=None),
        carried="",
    )
    return True


def _later_alarm(timer: TimerRecord, first: TimerRecord) -> bool:
    alarm = (timer.key, timer.name) == (first.key, "")
    return alarm and timer.id != first.id


def _join_marks(kept: Tenant, source: tuple[str, str], target: tuple[str, str]) -> None:
    for (owner, subject, rule), at in list(kept.footprints.items()):
        if owner == source:
            place = (target, subject, rule)
            kept.footprints[place] = max(at, kept.footprints.get(place, at))
            del kept.footprints[owner, subject, rule]
    for (owner, slot), since in list(kept.held.items()):
        if owner == source:
            if (target, slot) in kept.held:
                kept.held[target, slot] = max(since, kept.held[target, slot])
            del kept.held[owner, slot]

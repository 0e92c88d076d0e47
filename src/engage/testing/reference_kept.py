"""What the reference storage keeps: lists and dicts for each tenant."""

from __future__ import annotations

from attrs import define, evolve, field

from engage.sockets.storage import (
    Activation,
    CustomerRecord,
    DecisionRecord,
    EventRecord,
    OutboxRecord,
    Pending,
    TimerRecord,
    Unit,
)
from engage.testing.reference_desk import ReferenceDesk
from engage.testing.reference_stays import ReferenceStays

__all__ = ["Effect", "Tenant", "line_of"]


def line_of(key: str, contact: str, decision_id: str = "") -> tuple[str, str]:
    """In whose line an event stands: its customer's, its contact's, or none but its own."""
    if key:
        return ("customer", key)
    return ("contact", contact) if contact else ("event", decision_id)


@define
class Effect:
    """An effect with what only a storage knows of it."""

    record: OutboxRecord
    line: tuple[str, str]
    due: int


@define
class Tenant:
    """What is kept for one tenant."""

    events: list[EventRecord] = field(factory=list)
    decisions: list[DecisionRecord] = field(factory=list)
    #: where (source, id) stands in both
    places: dict[tuple[str, str], int] = field(factory=dict)
    lines: dict[tuple[str, str], CustomerRecord] = field(factory=dict)
    effects: list[Effect] = field(factory=list)
    #: those that wait, and those that have rung or were cancelled, by their ids
    timers: dict[str, TimerRecord] = field(factory=dict)
    ended: dict[str, TimerRecord] = field(factory=dict)
    footprints: dict[tuple[tuple[str, str], str, str], int] = field(factory=dict)
    held: dict[tuple[tuple[str, str], str], int] = field(factory=dict)
    stays: ReferenceStays = field(factory=ReferenceStays)
    desk: ReferenceDesk = field(factory=ReferenceDesk)
    aliases: dict[str, str] = field(factory=dict)
    activations: list[Activation] = field(factory=list)
    sources: dict[str, str] = field(factory=dict)
    #: how many customers were erased, and above which version those begin that come after
    erased: int = 0
    beyond: int = 0

    def next_version(self, line: tuple[str, str]) -> int:
        """The version of a customer or contact after one more change."""
        if line in self.lines:
            return self.lines[line].version + 1
        return self.beyond + 1 if line[0] == "customer" else 1

    def end_timer(self, id: str) -> None:
        """It waits no longer; an unknown one is nothing."""
        timer = self.timers.pop(id, None)
        if timer is not None:
            self.ended[id] = timer

    def steps(self, owners: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The footprints of any of these, of one rule and subject the latest."""
        found: dict[tuple[str, str], int] = {}
        for (owner, subject, rule), moment in self.footprints.items():
            if owner in owners and owner[1]:
                found[rule, subject] = max(moment, found.get((rule, subject), moment))
        return found

    def still_shared(self, unit: Unit, line: tuple[str, str]) -> bool:
        """Are the account's limits as they were read?"""
        event = unit.event
        steps = self.steps({line, ("contact", event.contact), ("case", event.case), ("account", unit.account)})
        return all(steps.get((rule, "account")) == at for rule, at in unit.shared)

    def contact_stands(self, unit: Unit) -> bool:
        """Is what is kept of the contact of a customer's event as it was read?"""
        contact = self.lines.get(("contact", unit.event.contact))
        return unit.contact_version in (None, contact.version if contact else 0)

    def rest_of_contact(self, contact: str, facts: str) -> None:
        """This is all that is kept of a contact from now on."""
        line = ("contact", contact)
        if line in self.lines:
            self.lines[line] = evolve(self.lines[line], facts=facts, version=self.next_version(line))

    def forget_contact(self, contact: str) -> None:
        """Nothing is kept of a contact from now on but how many events it had."""
        line = self.lines.get(("contact", contact))
        if line and line.facts != "{}":
            self.rest_of_contact(contact, "{}")

    def remember(self, unit: Unit, line: tuple[str, str]) -> None:
        """What a unit leaves behind besides the record: at its contact, footprints, stays, held conditions."""
        event = unit.event
        if event.key and unit.contact_facts is not None:
            self.rest_of_contact(event.contact, unit.contact_facts)
        subjects = {"customer": line, "contact": ("contact", event.contact), "case": ("case", event.case)}
        subjects["account"] = ("account", unit.account) if unit.account else line
        for rule, subject in unit.footprints:
            owner = subjects[subject]
            if owner[1] and owner[0] != "event":
                place = (owner, subject, rule)
                self.footprints[place] = max(event.at, self.footprints.get(place, event.at))
        self.stays.keep(unit)
        for slot, since in unit.held:
            self.held.pop((line, slot), None)
            if since is not None:
                self.held[line, slot] = since

    def recent(self, key: str, limit: int) -> list[tuple[EventRecord, DecisionRecord]]:
        """The newest events of a customer with their decisions."""
        pairs = [pair for pair in zip(self.events, self.decisions, strict=True) if key and pair[1].key == key]
        return sorted(pairs, key=lambda pair: -pair[1].sequence)[:limit]

    def waiting_for(self, key: str) -> Pending:
        """What waits for a customer, and what did not arrive."""
        timers = [timer for timer in self.timers.values() if key and timer.key == key]
        effects = [one.record for one in self.effects if key and one.record.customer == key]
        return Pending(
            tuple(sorted(timers, key=lambda timer: (timer.nominal, timer.id))),
            tuple(effect for effect in effects if effect.state in ("new", "dead", "unknown")),
        )

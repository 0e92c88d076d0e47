"""The rules speak: which are asked, what came of each, and what they propose. Nothing is chosen here."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo

from attrs import field, frozen

from engage.decide.reasons import ReasonCode
from engage.decide.tables import answer
from engage.facts.decided import Reason, Verdict
from engage.facts.vocabulary import Type
from engage.program.floors import CompiledFloor
from engage.program.program import Because, CompiledNever, CompiledRule, Line, Proposal, Shelf, Slot, Values
from engage.program.texts import within_limit

__all__ = ["Asked", "Proposed", "ask", "asked_rules", "judge", "local_date", "slot_name", "texts", "verdict_of"]


@frozen
class Proposed:
    """A proposal with its value worked out. `owner` is the rule or table that makes it.

    `place` is the owner's in the order of the files, `line` the row's in the table's answer, `at` the proposal's in
    its line.
    """

    slot: Slot
    key: str
    value: object
    owner: str
    place: int = 0
    line: int = 0
    at: int = 0

    @property
    def name(self) -> str:
        """The slot with its key: `target first_response`."""
        return slot_name(self.slot, self.key)


@frozen
class Asked:
    """What the shelf said: verdicts by id, proposals, who beats whom, vetoes and floors in force, texts, reasons."""

    verdicts: Mapping[str, Verdict] = field(factory=dict)
    proposals: tuple[Proposed, ...] = ()
    beats: Mapping[str, frozenset[str]] = field(factory=dict)
    nevers: tuple[CompiledNever, ...] = ()
    floors: tuple[CompiledFloor, ...] = ()
    because: Mapping[str, Mapping[str, str]] = field(factory=dict)
    reasons: tuple[Reason, ...] = ()
    fired: tuple[CompiledRule, ...] = ()


def slot_name(slot: Slot, key: str = "") -> str:
    """How a slot is named in candidates and reasons."""
    return f"{slot.value} {key}" if key else slot.value


def local_date(at: int, zone: str) -> datetime.date:
    """The calendar date of a moment (microseconds UTC) in a zone; the clock is not read."""
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return (epoch + datetime.timedelta(microseconds=at)).astimezone(ZoneInfo(zone)).date()


def verdict_of(lines: tuple[Line, ...], values: Values) -> Verdict:
    """Do all lines certainly hold? One that certainly fails decides; else one that is unknown does."""
    unknown = False
    for line in lines:
        if not line.holds(values):
            if line.fails(values):
                return Verdict.NOT_MET
            unknown = True
    return Verdict.UNKNOWN if unknown else Verdict.FIRED


def judge(
    rule: CompiledRule | CompiledNever | CompiledFloor, values: Values, at: int, today: datetime.date, last: int | None
) -> Verdict:
    """What came of asking a rule, a `never` or a floor at `at`; `last` is when a `once per` rule spoke before."""
    if (rule.start and today < rule.start) or (rule.through and today > rule.through):
        return Verdict.INACTIVE
    verdict = verdict_of(rule.lines, values)
    once = rule.once if isinstance(rule, CompiledRule) else None
    if verdict is Verdict.FIRED and once and once.holds_back(last, at):
        return Verdict.ALREADY
    return verdict


def asked_rules(shelf: Shelf, values: Values) -> list[int]:
    """The places of the rules worth asking: an index leaves out those that need another value than the one present.

    When the value is unknown all of its rules are asked, so that their verdict says what was missing.
    """
    places = set(shelf.always)
    for slot, by_value in shelf.by_value:
        value = values[slot]
        if value is None:
            places.update(place for group in by_value.values() for place in group)
        else:
            places.update(by_value.get(value, ()))
    return sorted(places)


def ask(
    shelf: Shelf,
    values: Values,
    at: int,
    today: datetime.date,
    spoken: Mapping[str, int],
    types: Mapping[str, Type] = MappingProxyType({}),
) -> Asked:
    """Ask every rule, table and `never` of the shelf that can matter. `types` are those of outputs, by id."""
    verdicts: dict[str, Verdict] = {}
    proposals: list[Proposed] = []
    because: dict[str, Mapping[str, str]] = {}
    reasons: list[Reason] = []
    beats: dict[str, frozenset[str]] = {}
    fired = []
    for place in asked_rules(shelf, values):
        rule = shelf.rules[place]
        verdicts[rule.id] = judge(rule, values, at, today, spoken.get(rule.id))
        if verdicts[rule.id] is Verdict.FIRED:
            fired.append(rule)
            beats[rule.id] = rule.beats
            because[rule.id] = texts(rule.because, values, rule.id, reasons)
            proposals += _worked_out(rule.proposals, values, rule.id, rule.order, 0, reasons)
    for table in shelf.tables:
        told = answer(table, values, verdict_of, types)
        verdicts.update(told.verdicts)
        reasons += told.reasons
        beats[table.id] = table.beats
        for line, (row, kept) in enumerate(told.rows):
            because[row.id] = texts(row.because, values, row.id, reasons)
            proposals += _worked_out(kept, values, table.id, table.order, line, reasons)
    in_force: list[CompiledNever | CompiledFloor] = []
    last: tuple[CompiledNever | CompiledFloor, ...] = (*shelf.nevers, *shelf.floors)
    for each in last:
        verdict = verdicts[each.id] = judge(each, values, at, today, None)
        # What nobody knows of a customer takes no floor away.
        if verdict is Verdict.FIRED or (verdict is Verdict.UNKNOWN and isinstance(each, CompiledFloor)):
            in_force.append(each)
            because[each.id] = texts(each.because, values, each.id, reasons)
    return Asked(
        verdicts={id: verdicts[id] for id in sorted(verdicts)},
        proposals=tuple(proposals),
        beats=beats,
        nevers=tuple(each for each in in_force if isinstance(each, CompiledNever)),
        floors=tuple(each for each in in_force if isinstance(each, CompiledFloor)),
        because={id: because[id] for id in sorted(because) if because[id]},
        reasons=tuple(reasons),
        fired=tuple(sorted(fired, key=lambda rule: rule.id)),
    )


def texts(because: Because, values: Values, owner: str, reasons: list[Reason]) -> dict[str, str]:
    """The texts by language with the values filled in; a reason for each that had to be cut, of its `owner`."""
    found = {}
    for language in sorted(because):
        found[language], cut = within_limit(because[language](values))
        if cut:
            reasons.append(Reason(ReasonCode.CUT, rule=owner, detail=language))
    return found


def _worked_out(
    proposals: tuple[Proposal | None, ...], values: Values, owner: str, place: int, line: int, reasons: list[Reason]
) -> Iterator[Proposed]:
    for at, proposal in enumerate(proposals):
        if proposal is None:
            continue
        value = proposal.value if proposal.compute is None else proposal.compute(values)
        if value is None:
            reasons.append(Reason(ReasonCode.UNKNOWN_VALUE, slot_name(proposal.slot, proposal.key), owner))
        else:
            yield Proposed(proposal.slot, proposal.key, value, owner, place, line, at)

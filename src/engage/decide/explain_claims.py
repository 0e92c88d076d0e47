"""Who wants what in the plan: claims of rules and rows on places, and what stands in the way of one.

What stands in the way is told as the questions beneath it: as long as none of their answers changes, it stands. So a
search for the smallest change need look at no others, and finds all there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, field, frozen

from engage.decide.arbitrate import told
from engage.decide.candidates import Proposed, slot_name
from engage.decide.explain_case import Answers, Case
from engage.decide.handle import Handled
from engage.facts.decided import Candidate, Outcome, Verdict
from engage.program.program import CompiledRow, CompiledTable, Line, Proposal, Shelf, Slot

__all__ = ["Claim", "about", "claims", "granted", "in_the_way", "narrowed"]

#: proposals that are no part of the plan themselves
_NO_PLACE = (Slot.WITHHOLD, Slot.NOTE)
#: which rows answer when several hold
_ONE_ROW = ("unique", "first")


@frozen
class Claim:
    """A rule or a row of a table wants something in a place. `owner` is the rule or the table."""

    place: str
    owner: str
    proposal: Proposal = field(repr=False)
    lines: tuple[Line, ...] = field(default=(), repr=False)
    row: str = ""

    @property
    def speaker(self) -> str:
        """The rule or the row."""
        return self.row or self.owner

    @property
    def value(self) -> object:
        """What a candidate shows of it; None when it is computed."""
        one = self.proposal
        return told(Proposed(one.slot, one.key, one.value, self.owner)) if one.compute is None else None


def claims(shelf: Shelf) -> Iterator[Claim]:
    """Every claim of a shelf, rules before tables."""
    for rule in shelf.rules:
        for proposal in rule.proposals:
            if proposal.slot not in _NO_PLACE:
                yield Claim(slot_name(proposal.slot, proposal.key), rule.id, proposal, rule.lines)
    for table in shelf.tables:
        for row in (*table.rows, *((table.otherwise,) if table.otherwise else ())):
            for cell in row.proposals:
                if cell is not None and cell.slot not in _NO_PLACE:
                    yield Claim(slot_name(cell.slot, cell.key), table.id, cell, row.lines, row.id)


def narrowed(shelf: Shelf, place: str) -> Shelf:
    """A shelf with only those who have a say about a place; what becomes of their claims on it is the same."""
    slot = next(slot for slot in sorted(Slot, key=len, reverse=True) if place == slot or place.startswith(f"{slot} "))
    held_back = (Slot.WITHHOLD,) if slot is Slot.OFFER else ()

    def speaks(proposals: Iterable[Proposal | None]) -> bool:
        return any(
            each is not None and (each.slot in held_back or slot_name(each.slot, each.key) == place)
            for each in proposals
        )

    rules = tuple(rule for rule in shelf.rules if speaks(rule.proposals))
    tables = (
        table
        for table in shelf.tables
        if any(speaks(row.proposals) for row in (*table.rows, *((table.otherwise,) if table.otherwise else ())))
    )
    nevers = tuple(never for never in shelf.nevers if never.slot is slot or never.slot in held_back)
    return evolve(shelf, rules=rules, always=tuple(range(len(rules))), by_value=(), tables=tuple(tables), nevers=nevers)


def granted(claim: Claim, handled: Handled) -> bool:
    """Is what the claim wants in the plan, and by its own doing?"""
    if claim.row and handled.asked.verdicts.get(claim.row) is not Verdict.FIRED:
        return False
    return any(_successful(one, handled) for one in _candidates(claim, handled))


def _candidates(claim: Claim, handled: Handled) -> list[Candidate]:
    found = [one for one in handled.candidates if one.slot == claim.place and one.rule == claim.owner]
    same = [one for one in found if one.value == claim.value]
    return same if claim.value is not None else found


def _successful(one: Candidate, handled: Handled) -> bool:
    if one.outcome is not Outcome.MERGED:
        return one.outcome is Outcome.WON
    if not one.because_of:
        return True  # a sum or a count, to which everybody adds
    won = (other for other in handled.settled if other.slot == one.slot and other.outcome is Outcome.WON)
    return any(other.value == one.value for other in won)


def in_the_way(claim: Claim, case: Case, answers: Answers) -> frozenset[int] | None:
    """The questions beneath what keeps a claim from being granted; None when it is granted."""
    values = case.filled(answers)
    unmet = [case.under(line.reads) for line in claim.lines if not line.holds(values)]
    if unmet:
        return min(unmet, key=len)
    handled = case.handled(answers)
    if granted(claim, handled):
        return None
    table = next((table for table in case.shelf.tables if table.id == claim.owner), None) if claim.row else None
    if table is not None:
        rival = _row_before(table, claim, handled)
        if rival is not None:
            return case.under(slot for line in rival.lines for slot in line.reads)
    found = _candidates(claim, handled)
    return _against(found[0], claim, case) if found else frozenset(case.questions)


def _row_before(table: CompiledTable, claim: Claim, handled: Handled) -> CompiledRow | None:
    """Another row that holds, because of which this one does not answer."""
    otherwise = table.otherwise is not None and claim.row == table.otherwise.id
    if not otherwise and table.hit not in _ONE_ROW:
        return None
    for row in table.rows:
        if row.id == claim.row:
            if table.hit == "first":
                return None
        elif handled.asked.verdicts.get(row.id) is Verdict.FIRED:
            return row
    return None


def _against(one: Candidate, claim: Claim, case: Case) -> frozenset[int]:
    nevers = {never.id: never for never in case.shelf.nevers}
    slot = claim.proposal.slot
    if one.outcome is Outcome.FORBIDDEN and one.because_of in nevers:
        return case.under(_slots(nevers[one.because_of].lines))
    vetoes = {place for never in nevers.values() if never.slot is slot for place in _slots(never.lines)}
    if one.outcome is Outcome.BEATEN:
        return case.under((*vetoes, *_speaking(one.because_of, case.shelf)))
    if one.outcome is Outcome.WITHHELD:
        held = {place for never in nevers.values() if never.slot is Slot.WITHHOLD for place in _slots(never.lines)}
        return case.under((*held, *_speaking(one.because_of, case.shelf)))
    return about(claim, case)


def about(claim: Claim, case: Case) -> frozenset[int]:
    """The questions beneath everything that is said of the place of a claim."""
    if claim.place not in case.beneath_places:
        case.beneath_places[claim.place] = _about(claim, case)
    return case.beneath_places[claim.place]


def _about(claim: Claim, case: Case) -> frozenset[int]:
    slot = claim.proposal.slot
    slots = {place for never in case.shelf.nevers if never.slot is slot for place in _slots(never.lines)}
    for other in claims(case.shelf):
        if other.place == claim.place:
            if other.proposal.compute is not None:
                return frozenset(case.questions)  # what is computed may rest on anything
            slots.update(_speaking(other.owner, case.shelf))
    if slot is Slot.OFFER:
        for never in case.shelf.nevers:
            slots.update(_slots(never.lines) if never.slot is Slot.WITHHOLD else ())
        for owner in _holding_back(case.shelf):
            slots.update(_speaking(owner, case.shelf))
    return case.under(slots)


def _holding_back(shelf: Shelf) -> Iterator[str]:
    """The rules and tables that may withhold offers."""
    for rule in shelf.rules:
        if any(proposal.slot is Slot.WITHHOLD for proposal in rule.proposals):
            yield rule.id
    for table in shelf.tables:
        rows = (*table.rows, *((table.otherwise,) if table.otherwise else ()))
        if any(cell is not None and cell.slot is Slot.WITHHOLD for row in rows for cell in row.proposals):
            yield table.id


def _speaking(id: str, shelf: Shelf) -> tuple[int, ...]:
    """The slots on which it rests whether a rule or a table speaks."""
    rule = next((rule for rule in shelf.rules if rule.id == id), None)
    if rule is not None:
        return _slots(rule.lines)
    table = next((table for table in shelf.tables if table.id == id), None)
    return () if table is None else tuple(slot for row in table.rows for slot in _slots(row.lines))


def _slots(lines: tuple[Line, ...]) -> tuple[int, ...]:
    return tuple(slot for line in lines for slot in line.reads)

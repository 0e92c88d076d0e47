"""What rules and tables propose at one kind of event, each with the conditions under which it does.

Dates between which a rule is active, `once per` and a missing answer become conditions like the others, so that two
rules that never speak on the same day never meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from engage.facts.vocabulary import Kind, Type
from engage.ground.source import Span
from engage.language.actions import Action, Allow, Note, SetOutput
from engage.language.tree import Compare, Condition, Fact, Holds, Literal, Now, Part, Value
from engage.program.program import CompiledRow, CompiledTable, Proposal, Shelf, Slot
from engage.ruleset.floors import Floor
from engage.ruleset.model import Active, Model, Never, Row, Rule, Table

__all__ = ["Claim", "Place", "Said", "claims_at", "conditions_of", "places"]

#: a slot of the plan with its key: `(Slot.OUTPUT, "priority")`
Place = tuple[Slot, str]
_DATE = Type(Kind.DATE)
_YES_NO = Type(Kind.YES_NO)


@frozen
class Said:
    """One thing proposed. `value` is what the decision compares, or the tree of a computed value (`computed`)."""

    place: Place
    value: object
    computed: bool = False


@frozen
class Claim:
    """A rule, or a row of a table, at one kind of event. All `conditions` must hold; `row` counts from 0, -1: rule.

    The `otherwise` of a table has the number of its rows as `row` and no conditions.
    """

    owner: str
    id: str
    construct: Rule | Table
    conditions: tuple[Condition, ...]
    said: tuple[Said, ...]
    span: Span | None
    row: int = -1


def claims_at(shelf: Shelf, model: Model) -> tuple[Claim, ...]:
    """Everything that rules and tables may say at the shelf's kind of event, in the order of the shelf."""
    rules = {rule.id: rule for rule in model.every(Rule)}
    tables = {table.id: table for table in model.every(Table)}
    found = []
    for compiled in shelf.rules:
        rule = rules.get(compiled.id)
        if rule is None:
            continue  # what is done on entering a stage: work and offers, which nothing contradicts
        said = tuple(map(_said, compiled.proposals, rule.actions))
        found.append(Claim(rule.id, rule.id, rule, conditions_of(rule), said, rule.span))
    for asked in shelf.tables:
        found += _rows(asked, tables[asked.id])
    return tuple(found)


def _rows(compiled: CompiledTable, table: Table) -> Iterator[Claim]:
    rows: list[tuple[CompiledRow | None, Row | None]] = [*zip(compiled.rows, table.rows, strict=True)]
    for number, (made, row) in enumerate([*rows, (compiled.otherwise, table.otherwise)]):
        if made is not None and row is not None:
            said = tuple(
                _said(proposal, result)
                for proposal, result in zip(made.proposals, row.results, strict=False)
                if proposal is not None
            )
            conditions = tuple(cell for cell in row.cells if cell is not None) if number < len(rows) else ()
            yield Claim(table.id, made.id, table, conditions, said, row.span or table.span, number)


def _said(proposal: Proposal, written: Action | Value | None) -> Said:
    place = (proposal.slot, proposal.key)
    if proposal.compute is None:
        return Said(place, proposal.value)
    if isinstance(written, Allow):
        return Said(place, written.limit, computed=True)
    return Said(place, written.value if isinstance(written, Note | SetOutput) else written, computed=True)


def conditions_of(construct: Rule | Never | Floor) -> tuple[Condition, ...]:
    """All that must hold for a rule or a veto to speak; of a floor, what must not fail."""
    conditions: tuple[Condition, ...] = (*construct.lines, *_active(construct.active))
    if isinstance(construct, Rule):
        if construct.once is not None:
            conditions = (*conditions, _open_question(f"once {construct.id}: {construct.once}"))
        if construct.absence is not None:
            conditions = (*conditions, _open_question(f"absence {construct.id}: {construct.absence}"))
    return conditions


def _active(active: Active) -> Iterator[Condition]:
    today = Part("date", Now())
    if active.start is not None:
        yield Compare(">=", today, Literal(active.start, _DATE))
    if active.through is not None:
        yield Compare("<=", today, Literal(active.through, _DATE))


def _open_question(name: str) -> Condition:
    """Something that no fact settles: has the rule spoken before, did the answer come?"""
    return Holds(Fact(name, _YES_NO))


def places(claims: Iterable[Claim]) -> Mapping[Place, tuple[tuple[int, Said], ...]]:
    """Who says what at each place, by the number of the claim."""
    found: dict[Place, list[tuple[int, Said]]] = {}
    for number, claim in enumerate(claims):
        for said in claim.said:
            found.setdefault(said.place, []).append((number, said))
    return {place: tuple(found[place]) for place in sorted(found)}

"""What becomes of one part of the plan when it is known which rules, rows and vetoes hold, and nothing else is.

The steps of the real decision are asked, on proposals whose computed values are stood in for by their trees. Where
such values would have to be weighed against others the outcome is `doubtful`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from attrs import evolve, field, frozen

from engage.checks.claims import Place, Said
from engage.checks.settings import counted_by
from engage.decide.candidates import Proposed, verdict_of
from engage.decide.compose import compose, declared_outputs, stand_in
from engage.decide.tables import answer
from engage.decide.veto import permit, sweep, unhide
from engage.facts.decided import Decision, SetFact, StartTimer
from engage.facts.plan import HandlingPlan, PlannedOffer
from engage.facts.vocabulary import BUILT_IN_EVENTS, Output, Settling
from engage.language.tree import Condition
from engage.program.program import (
    AbsenceTimer,
    CompiledNever,
    CompiledRow,
    CompiledTable,
    Furnishing,
    Line,
    Program,
    Proposal,
    Shelf,
    Slot,
    Whereabouts,
)

__all__ = [
    "Outcome",
    "Pieces",
    "Spoken",
    "beaten_by_owner",
    "counted",
    "known_kind",
    "outcome",
    "part_of",
    "parts_of",
    "plan_part",
]

_SERVICE: Final = (Slot.ROUTE, Slot.AHEAD, Slot.ANSWER, Slot.GUIDE, Slot.LEVEL, Slot.TARGET)
_PARTS: Final = {
    **dict.fromkeys(_SERVICE, "service"),
    Slot.MENU: "menu",
    Slot.SHOW: "menu",
    Slot.OFFER: "offers",
    Slot.WITHHOLD: "offers",
    Slot.SKIP: "skip",
    Slot.TASK: "tasks",
}
_HELD: Final = Line(lambda _: True, lambda _: False)
_FAILED: Final = Line(lambda _: False, lambda _: True)


@frozen
class Spoken:
    """A rule, a row or a veto as far as it bears on one part of the plan.

    `place` tells it apart within its ruleset: `rule`, `table` or `never`, the owner, the row (-1 where there is none).
    """

    place: tuple[str, str, int]
    conditions: tuple[Condition, ...]
    said: tuple[Said, ...] = ()
    beats: frozenset[str] = frozenset()
    veto: tuple[Place, object] | None = None
    hit: str = ""


ByPlace = Mapping[tuple[str, str, int], tuple[Spoken, bool]]
#: the pieces of a part of the plan by name
Pieces = tuple[tuple[str, object], ...]


@frozen
class Outcome:
    """One part of the plan, named piece by piece. `proposed` is what was said of it, for doubtful comparisons."""

    value: Pieces
    doubtful: bool = field(default=False, eq=False)
    proposed: frozenset[object] = field(default=frozenset(), eq=False, repr=False)


@frozen
class _Computed:
    """Stands for a value that is worked out from the customer."""

    tree: object


def beaten_by_owner(shelf: Shelf) -> dict[str, frozenset[str]]:
    """For each rule and table of a shelf the ids of all that it beats."""
    return {**{rule.id: rule.beats for rule in shelf.rules}, **{table.id: table.beats for table in shelf.tables}}


def part_of(place: Place) -> str:
    """The part of the plan to which a slot belongs: pieces that bear on each other are one part."""
    slot, key = place
    return _PARTS.get(slot) or f"{slot.value} {key}".strip()


def parts_of(plan: HandlingPlan) -> tuple[str, ...]:
    """The parts of a plan that it fills, `service` left out, which every plan has."""
    filled = {"menu": plan.menu, "offers": plan.offers, "skip": plan.skips, "tasks": plan.tasks}
    return (
        *(part for part, what in filled.items() if what),
        *(f"say {each.placement}" for each in plan.content),
        *(f"allow {each.id}" for each in plan.allowances),
        *(f"output {id}" for id in plan.outputs),
    )


def known_kind(program: Program, kind: str) -> bool:
    """Is a decision made at this kind of event, rather than the safe default given?"""
    built_in = any(kind == each.id for each in BUILT_IN_EVENTS)
    return bool(kind) and (built_in or kind in program.shelves or kind in program.vocabulary.event_by_id)


def counted(program: Program, timers: tuple[AbsenceTimer, ...]) -> object:
    """The settings by which timers are counted, None where elapsed time is all they wait for."""
    if not any(counted_by(timer.after) for timer in timers):
        return None
    working = program.working
    return program.zone, tuple(sorted(working.hours.items())), tuple(sorted(working.holidays)), program.billing_day


def outcome(program: Program, kind: str, part: str, holding: Mapping[Spoken, bool]) -> Outcome:
    """What becomes of a part at a kind of event. `holding` has every rule, row and veto that bears on the part."""
    if not known_kind(program, kind):
        return Outcome(_pieces(program.safe_default, part))
    shelf = program.shelves.get(kind, Shelf(kind))
    if part == "timers":
        return Outcome((("timers", tuple(shelf.timers)), ("counted by", counted(program, shelf.timers))))
    by_place: ByPlace = {spoken.place: (spoken, holds) for spoken, holds in holding.items()}
    proposals = tuple(one for one in _proposals(shelf, part, by_place) if part_of((one.slot, one.key)) == part)
    nevers = tuple(n for n in shelf.nevers if by_place.get(("never", n.id, -1), (None, False))[1])
    furnishing = _without_texts(program.furnishing)
    bare = evolve(program, furnishing=furnishing)
    beats = beaten_by_owner(shelf)
    permitted, _, _ = permit(proposals, nevers, furnishing)
    outputs = tuple(each for each in declared_outputs(program) if f"output {each.id}" == part)
    composed = compose(bare, outputs, permitted, beats, ())
    plan, _ = stand_in(composed.plan, bare, kind) if part == "service" else (composed.plan, ())
    plan, _ = sweep(plan, nevers, furnishing, outputs)
    plan, _ = unhide(plan, nevers, furnishing, kind)
    notes = tuple((f"note {key}", value) for key, value in composed.notes)
    said = frozenset((spoken.place, spoken.said, spoken.beats) for spoken, holds in holding.items() if holds)
    doubtful = _doubtful(proposals, nevers) or _added(proposals, outputs) or _presented(proposals, program)
    return Outcome((*_pieces(plan, part), *notes), doubtful, said)


def plan_part(decision: Decision, part: str) -> Pieces:
    """The same part of a decision that was made."""
    if part.startswith("note "):
        key = part.removeprefix("note ")
        return tuple((part, one.value) for one in decision.changes if isinstance(one, SetFact) and one.name == key)
    if part == "timers":
        return (("timers", tuple(one for one in decision.changes if isinstance(one, StartTimer))),)
    return _pieces(decision.plan, part)


def _pieces(plan: HandlingPlan, part: str) -> Pieces:
    word, _, key = part.partition(" ")
    level = plan.service_level
    found: dict[str, object] = {}
    if part == "service":
        route = plan.route
        found = {"step": plan.step, "answer": plan.answer, "guide": plan.self_service}
        found |= {"route": route and evolve(route, ahead=None), "ahead": route and route.ahead}
        found["level"] = level.id if level else ""
        found |= {f"target {metric}": target for metric, target in (level.targets.items() if level else ())}
    elif part == "menu":
        # How a channel lays it out follows from what the frame compares.
        found["menu"] = plan.menu and evolve(plan.menu, levels=())
    elif part == "offers":
        found["offers"] = plan.offers
    elif part == "skip":
        found["skip"] = plan.skips
    elif part == "tasks":
        found["tasks"] = plan.tasks
    elif word == "say":
        found[part] = next(
            ((each.id, tuple(sorted(each.texts.items()))) for each in plan.content if each.placement == key), None
        )
    elif word == "allow":
        found[part] = next((each.limit for each in plan.allowances if each.id == key), None)
    elif word == "output":
        found[part] = plan.outputs.get(key)
    return tuple(found.items())


def _without_texts(furnishing: Furnishing) -> Furnishing:
    # Texts are filled from the customer's values; whether they were written alike is the frame's to compare.
    wordings = {id: evolve(each, texts={}) for id, each in furnishing.wordings.items()}
    return evolve(furnishing, wordings=wordings, whereabouts=Whereabouts())


def _proposals(shelf: Shelf, part: str, by_place: ByPlace) -> Iterator[Proposed]:
    for rule in shelf.rules:
        spoken, holds = by_place.get(("rule", rule.id, -1), (None, False))
        if spoken is not None and holds:
            mine = [each for each in rule.proposals if part_of((each.slot, each.key)) == part]
            for at, (made, said) in enumerate(zip(mine, spoken.said, strict=True)):
                yield Proposed(made.slot, made.key, _value(made, said), rule.id, rule.order, 0, at)
    for table in shelf.tables:
        if any(("table", table.id, row) in by_place for row in range(len(table.rows) + 1)):
            told = answer(_asked(table, by_place), (), verdict_of)
            for line, (_, kept) in enumerate(told.rows):
                for at, proposal in enumerate(kept):
                    if proposal is not None:
                        yield Proposed(proposal.slot, proposal.key, proposal.value, table.id, table.order, line, at)


def _value(made: Proposal, said: Said) -> object:
    return _Computed(said.value) if said.computed else made.value


def _asked(table: CompiledTable, by_place: ByPlace) -> CompiledTable:
    """The table with rows that hold or fail whoever the customer is."""

    def row(made: CompiledRow, number: int) -> CompiledRow:
        spoken, holds = by_place[("table", table.id, number)]
        told = iter(spoken.said)
        proposals = tuple(
            None if each is None else evolve(each, value=_value(each, next(told)), compute=None)
            for each in made.proposals
        )
        return evolve(made, lines=(_HELD if holds else _FAILED,), proposals=proposals)

    rows = tuple(row(made, number) for number, made in enumerate(table.rows))
    last = None if table.otherwise is None else row(table.otherwise, len(rows))
    return evolve(table, rows=rows, otherwise=last)


def _presented(proposals: tuple[Proposed, ...], program: Program) -> bool:
    """Does it rest on where the customer is how an offer is presented?"""
    offers = (one.value.id for one in proposals if isinstance(one.value, PlannedOffer))
    return any(program.furnishing.offers[id].treatments for id in offers if id in program.furnishing.offers)


def _added(proposals: tuple[Proposed, ...], outputs: tuple[Output, ...]) -> bool:
    """Is a computed value added up? Even a single one: what stands in for it is no number."""
    summed = {output.id for output in outputs if output.settling is Settling.SUM}
    return any(one.key in summed and isinstance(one.value, _Computed) for one in proposals)


def _doubtful(proposals: tuple[Proposed, ...], nevers: tuple[CompiledNever, ...]) -> bool:
    """Does a computed value have to be weighed against others or a veto's, or made a length of time?"""
    computed = {(one.slot, one.key) for one in proposals if isinstance(one.value, _Computed)}
    rivals = {place for place in computed if sum((one.slot, one.key) == place for one in proposals) > 1}
    narrowed = {(never.slot, never.key) for never in nevers if never.value is not None}
    return bool(rivals or narrowed & computed) or any(slot in (Slot.TARGET, Slot.AHEAD) for slot, _ in computed)

"""What two rulesets decide differently, without any events: regions of customers, each with one who shows it.

    differences = difference(old, new)
    differences.same                              # True: proved that both decide alike
    differences.found[0].example                  # a customer; .old and .new are the decisions on that customer

What is compared is the plan, the facts that are noted and the timers that are started; reasons and `once per`
footprints are not. Nothing is compared where nothing changed: rules, rows, vetoes and `beats` that both have alike
cancel out. Where something did, the customers are divided until each rule, row and veto either holds or does not, and
the real `permit`, `compose`, `stand_in` and `sweep` say what becomes of the proposals.

Exact: equality is proved (`same`), conditions on constants, choices, dates, counts and missing values included, and a
difference with an example was shown by deciding that customer twice. `possible`: no such customer was found; the
region may hold nobody, or the values are worked out from the customer. `unproved`: too entangled to be divided.

What is asked by the calendar is compared as long as both read the same one; by another zone, working week or billing
day every such question is another one. `settings`: those that are others, by which promised times are counted.
So it is with what comes in and is read otherwise (`checks.arrivals`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve, field, frozen

from engage.checks.arrivals import Reading, read_otherwise
from engage.checks.boxes import Region, Space, TooManyBoxes
from engage.checks.boxes.regions import EVERYTHING, NOTHING, union
from engage.checks.boxes.scores import reached
from engage.checks.boxes.splitting import divided
from engage.checks.described import described
from engage.checks.outcome import Outcome, Pieces, outcome, plan_part
from engage.checks.settings import changed_settings, promised_by
from engage.checks.shown import examples_of
from engage.checks.side import Side, sides
from engage.checks.staging import stage
from engage.decide import decide
from engage.facts.decided import Decision
from engage.ground.finding import Words
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.ruleset.model import Example, Model

__all__ = ["FURNISHED", "Difference", "Differences", "difference"]

#: the piece of a part that is what the catalogue says of its things; a plan has some of it: the texts
FURNISHED: Final = "furnished"
#: the parts of which a plan's texts tell the words
_WORDED: Final = ("service", "offers")


@frozen
class Difference:
    """One part of the plan that differs for some customers at one kind of event.

    `part`: `service`, `menu`, `say PLACEMENT`, `offers`, `allow ID`, `skip`, `tasks`, `note FIELD`, `output ID`,
    `timers`. `before` and `after` are its pieces that differ, by name (`route`, `ahead`, `level`, `target METRIC`, …),
    with values as in `facts.plan`; what is worked out from the customer stands there as its tree. `furnished` is what
    the catalogue says of its things: texts, channels, types. The customers are those of `region` in `space`. `example`
    with the decisions `old` and `new` shows it; without one it is `possible`.
    """

    kind: str
    part: str
    before: Pieces = field(repr=False)
    after: Pieces = field(repr=False)
    space: Space = field(repr=False)
    region: Region = field(repr=False)
    example: Example | None = None
    old: Decision | None = field(default=None, repr=False)
    new: Decision | None = field(default=None, repr=False)

    @property
    def possible(self) -> bool:
        """No customer was found on whom it shows."""
        return self.example is None

    def customer(self, model: Model) -> Words:
        """The example in words, empty when there is none. `model` is the new one."""
        return Words("") if self.example is None else described(self.example, model)


@frozen
class Differences:
    """Everything found. `unproved` names kinds of events with parts of the plan that could not be divided, `settings`
    those of the ruleset that are others and by which times are counted that a plan promises, `read` what comes in and
    is read otherwise."""

    found: tuple[Difference, ...] = ()
    unproved: tuple[tuple[str, str], ...] = ()
    settings: tuple[str, ...] = ()
    read: tuple[Reading, ...] = ()

    @property
    def same(self) -> bool:
        """True: it is proved that both rulesets decide alike."""
        return not (self.found or self.unproved or self.settings or self.read)


def difference(
    old: Model, new: Model, old_program: Program | None = None, new_program: Program | None = None
) -> Differences:
    """What `new` decides differently from `old`. Programs are compiled from the models where they are not given."""
    before, after = sides(old, new, old_program or compile_model(old), new_program or compile_model(new))
    found: list[Difference] = []
    unproved: list[tuple[str, str]] = []
    # Where only one knows a kind of event the other gives the safe default, as both do at an event that neither knows.
    strange = {*old.vocabulary.event_by_id} ^ {*new.vocabulary.event_by_id}
    for kind in sorted({*before.kinds, *after.kinds, *strange, ""}):
        for part in sorted({*before.parts(kind), *after.parts(kind)}):
            try:
                found += _differing(before, after, kind, part)
            except TooManyBoxes:
                unproved.append((kind, part))
    promised = changed_settings(old, new) & (promised_by(old) | promised_by(new))
    return Differences(tuple(found), tuple(unproved), tuple(sorted(promised)), read_otherwise(old, new))


def _differing(old: Side, new: Side, kind: str, part: str) -> Iterator[Difference]:
    mine, theirs = old.spoken(kind, part), new.spoken(kind, part)
    framed = old.frame(kind, part) != new.frame(kind, part)
    if not framed and mine == theirs:
        return
    # What bears on offers that have to be weighed is told by what furnishes them.
    framed = framed and part != "offers"
    space = Space.named((c for one in (*mine, *theirs) for c in one.conditions), new.names(kind))
    changed = _changed(old, new, kind, part, space)
    if not changed:
        return
    regions: dict[tuple[object, ...], Region] = {}
    for each in (*mine, *theirs):
        regions.setdefault(each.conditions, space.all_hold(each.conditions))
    by_change: dict[tuple[Pieces, Pieces], list[Region]] = {}
    for region, holding in divided(changed, regions, space.full):
        one, other = (_outcome(side, kind, part, holding) for side in (old, new))
        doubtful = one.doubtful or other.doubtful
        if one.value != other.value or (doubtful and (framed or one.proposed != other.proposed)):
            by_change.setdefault(_differing_pieces(one, other), []).append(region)
    for (before, after), found in by_change.items():
        shown = _shown(Difference(kind, part, before, after, space, union(found)), old, new)
        if not shown.possible or _somewhere(space, shown.region):
            yield shown


def _somewhere(space: Space, region: Region) -> bool:
    """May anybody be there? Points of scorecards are traced back to their lines."""
    try:
        return any(True for _ in reached(space, region))
    except TooManyBoxes:
        return True


def _differing_pieces(one: Outcome, other: Outcome) -> tuple[Pieces, Pieces]:
    """Only what is not the same on both sides; all of it where nothing tells them apart before they are worked out."""
    mine, theirs = dict(one.value), dict(other.value)
    names = [name for name in {**mine, **theirs} if mine.get(name) != theirs.get(name)] or [*mine]
    return tuple((name, mine.get(name)) for name in names), tuple((name, theirs.get(name)) for name in names)


def _outcome(side: Side, kind: str, part: str, holding: frozenset[tuple[object, ...]]) -> Outcome:
    spoken = side.spoken(kind, part)
    told = outcome(side.program, kind, part, {each: each.conditions in holding for each in spoken})
    furnished = side.furnished(part, told, [each for each in spoken if each.conditions in holding])
    return evolve(told, value=(*told.value, (FURNISHED, furnished)))


def _changed(old: Side, new: Side, kind: str, part: str, space: Space) -> Region:
    """Where anything that bears on the part is not the same on both sides."""
    if old.frame(kind, part) != new.frame(kind, part):
        return EVERYTHING
    mine = {each.place: each for each in old.spoken(kind, part)}
    theirs = {each.place: each for each in new.spoken(kind, part)}
    parts: list[Region] = []
    for place in sorted({*mine, *theirs}):
        one, other = mine.get(place), theirs.get(place)
        if one == other:
            continue
        left, right = (space.all_hold(each.conditions) if each else NOTHING for each in (one, other))
        if one is not None and other is not None and evolve(one, conditions=()) == evolve(other, conditions=()):
            parts += [space.without(left, right), space.without(right, left)]
        else:
            parts += [left, right]
    return union(parts)


def _shown(found: Difference, old: Side, new: Side) -> Difference:
    """The difference with a customer on whom both programs were seen to differ in the part, where one is found."""
    for example in examples_of(found.space, found.region, old, new):
        before, after = (decide(side.program, stage(side.program, example, {})) for side in (old, new))
        words = found.part in _WORDED and FURNISHED in dict(found.before) and before.plan.content != after.plan.content
        if words or plan_part(before, found.part) != plan_part(after, found.part):
            return evolve(found, example=example, old=before, new=after)
    return found

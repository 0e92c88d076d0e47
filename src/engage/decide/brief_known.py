"""What is known of a customer between events: facts with how far they can be believed, and everything computed now.

Pure: `situation` is that of an event of no kind at this moment, so that the values are those a decision would see.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import evolve, field, frozen

from engage.decide.brief import FactKept, Happened, Owed, Remembered, UsedUp
from engage.decide.explain import Witness
from engage.decide.explain_charts import ChartTold, charts_told
from engage.decide.explanation import ScoreTold, Seen
from engage.facts.known import Situation
from engage.ground.finding import Words
from engage.knowledge import fill
from engage.knowledge.commitments import Promise, Promised
from engage.knowledge.freshness import distrust, line_of
from engage.knowledge.measure import Past
from engage.knowledge.membership import account_of
from engage.program.inputs import LATELY
from engage.program.program import ChartInput, FactInput, Program, ScoreInput, ValueInput

__all__ = [
    "Known",
    "between_events",
    "facts_kept",
    "known_now",
    "promised_now",
    "remembered",
    "seen_in_event",
    "used_up",
]


@frozen
class Known:
    """What is worked out at one moment."""

    facts: tuple[FactKept, ...] = ()
    seen: Mapping[int, Seen] = field(factory=dict, repr=False)
    computed: tuple[Seen, ...] = ()
    scores: tuple[ScoreTold, ...] = ()
    charts: tuple[ChartTold, ...] = ()


def between_events(program: Program) -> Program:
    """The program with the slots and the needs of its picture in the place of those of its shelves."""
    picture = program.picture
    needs = evolve(picture.needs, shared=program.needs.shared)
    return evolve(program, slots=picture.slots, slot_types=picture.slot_types, needs=needs)


def known_now(program: Program, situation: Situation) -> Known:
    """Everything that can be told of the customer now."""
    seen_by, shelf = between_events(program), program.picture.shelf
    values = fill(seen_by, shelf, situation)
    witness = Witness(seen_by, shelf, values, {})
    told = charts_told(shelf, values, situation.event.at, program.vocabulary, witness.line)
    charts = tuple(_as_kept(one, _chart_ids(program), situation) for one in told)
    # What rests on an event may lie beneath a chart, and is no more known for that.
    hidden = frozenset(program.picture.by_event)
    seen = {slot: one for slot, one in witness.everything().items() if one.name not in hidden}
    computed = [
        seen[slot]
        for source in shelf.inputs
        for slot in ((source.slot, source.band_slot) if isinstance(source, ScoreInput) else (source.slot,))
        if isinstance(source, ValueInput | ScoreInput) and slot in seen
    ]
    return Known(
        facts_kept(program, situation),
        seen,
        tuple(sorted(computed, key=lambda one: one.name)),
        tuple(score for score in witness.scores() if score.name not in hidden),
        charts,
    )


_RANK: Final = {Promised.BROKEN: 0, Promised.OPEN: 1, Promised.KEPT_LATE: 2}


def promised_now(program: Program, situation: Situation) -> tuple[Owed, ...]:
    """What is owed: broken and not made good yet, then open ones, the first due first, then what was kept late."""
    past, now = Past.of(situation, program), situation.event.at
    found = [promise for each in program.vocabulary.commitments for promise in past.promises(each)]
    told = [one for one in found if one.came_to is Promised.OPEN or (one.came_to in _RANK and _lately(one, now))]
    return tuple(Owed(one, seen_in_event(program, dict(one.made.data))) for one in sorted(told, key=_rank))


def _lately(promise: Promise, now: int) -> bool:
    return promise.due is not None and promise.due > now - LATELY


def _rank(promise: Promise) -> tuple[int, bool, int, int]:
    return _RANK[promise.came_to], promise.due is None, promise.due or 0, promise.made.at


def _chart_ids(program: Program) -> dict[str, str]:
    """The id of each chart by the name of its field."""
    inputs = program.picture.shelf.inputs
    return {source.name: source.chart.id for source in inputs if isinstance(source, ChartInput)}


def _as_kept(told: ChartTold, ids: dict[str, str], situation: Situation) -> ChartTold:
    """With the moment that is recorded: where nothing is kept, or a move is due and not made yet, nobody can say."""
    kept = situation.state.stays.get(ids[told.name])
    since = kept.since if kept is not None and kept.stage == told.stage else None
    return evolve(told, since=since)


def facts_kept(program: Program, situation: Situation) -> tuple[FactKept, ...]:
    """The facts of the profile, in the order of the vocabulary."""
    shelf = program.picture.shelf
    asked = {source.name: source for source in shelf.inputs if isinstance(source, FactInput)}
    found = []
    now = situation.event.at
    for declared in program.vocabulary.fields:
        source = asked.get(declared.name)
        # What stands now first, then what was told ahead.
        for fact in reversed(line_of(situation.profile.facts.get(declared.name))):
            if fact.value is None or source is None:
                continue
            labels = declared.labels
            words = Words(labels.en or labels.zh or declared.name, labels.zh, labels.hant)
            found.append(
                FactKept(
                    Seen(declared.name, words, fact.value, declared.type),
                    fact,
                    distrust(fact, now, source.max_age, source.least_confidence),
                    None if fact.at is None or source.max_age is None else fact.at + source.max_age,
                    source.least_confidence,
                    declared.personal,
                    bool(declared.estimated_by),
                )
            )
    return tuple(found)


def remembered(program: Program, happened: Sequence[Happened]) -> Iterator[Remembered]:
    """Computed facts that rest on an event, as the newest decision knew them that looked at them."""
    declared = program.vocabulary.field_by_name
    for name in program.picture.by_event:
        for one in happened:
            value = one.decision.facts_used.get(name)
            if value is not None:
                labels = declared[name].labels
                words = Words(labels.en or labels.zh or name, labels.zh, labels.hant)
                yield Remembered(Seen(name, words, value, declared[name].type), one.at)
                break


def used_up(program: Program, situation: Situation) -> tuple[UsedUp, ...]:
    """What the members of the customer's account share and have used up by now, in the order of the rules' ids."""
    if not account_of(situation.event, situation.profile.facts):
        return ()
    now, footprints = situation.event.at, situation.state.footprints
    found = []
    for rule in program.needs.shared:
        at, once = footprints.get((rule, "account")), program.limits[rule]
        if at is not None and once.holds_back(at, now):
            found.append(UsedUp(rule, at, None if once.every is None else at + once.every))
    return tuple(found)


def seen_in_event(program: Program, data: dict[str, object]) -> tuple[Seen, ...]:
    """What an event says, field by field, in the order of the vocabulary."""
    found = []
    for declared in program.vocabulary.fields:
        if declared.root == "event" and data.get(declared.short) is not None:
            labels = declared.labels
            words = Words(labels.en or labels.zh or declared.name, labels.zh, labels.hant)
            found.append(Seen(declared.name, words, data[declared.short], declared.type))
    return tuple(found)

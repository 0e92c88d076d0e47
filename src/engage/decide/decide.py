"""The pipeline: know, handle (`handle.py`), effects. Pure: same situation, same decision.

A failure in any step gives the ruleset's safe default, recorded as such with its step; never an exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import overload

from attrs import evolve

from engage.decide.charts import chart
from engage.decide.clocks import clocked
from engage.decide.criteria import skill_gaps
from engage.decide.effects import changes, effects, facts_of_event, older_facts
from engage.decide.floors import raised_default
from engage.decide.handle import Handled, handle
from engage.decide.menus import folded
from engage.decide.reasons import ReasonCode
from engage.decide.recall import facts_used, once_spoken
from engage.decide.results import without_result
from engage.decide.trust import distrusted, distrusted_reasons, kept_later, told_facts
from engage.facts.decided import Decision, Reason, Verdict
from engage.facts.known import Event, History, Profile, Signal, Situation
from engage.facts.plan import HandlingPlan
from engage.facts.vocabulary import BUILT_IN_EVENTS
from engage.ground.canonical import derived_id
from engage.knowledge import fill
from engage.knowledge.freshness import line_of
from engage.knowledge.membership import account_of
from engage.program.program import PatternInput, Program, Shelf

__all__ = ["decide"]


@overload
def decide(program: Program, situation: Situation, /, *, tenant: str = "") -> Decision: ...
@overload
def decide(
    program: Program, event: Event, profile: Profile = ..., history: History = ..., /, *, tenant: str = ""
) -> Decision: ...
def decide(
    program: Program,
    known: Situation | Event,
    profile: Profile = Profile(),  # noqa: B008 - frozen
    history: History = History(),  # noqa: B008 - frozen
    /,
    *,
    tenant: str = "",
) -> Decision:
    """Decide how a customer is treated at one event.

    Takes everything that is known as a `Situation`, or the event with profile and history. Reads no clock and
    no storage; `now` is `event.at`. The decision's id derives from (tenant, source, event id).
    """
    situation = known if isinstance(known, Situation) else Situation(known, profile, history)
    event = situation.event
    blank = Decision(
        id=derived_id(tenant, event.source, event.id),
        ruleset_hash=program.hash,
        event_id=event.id,
        source=event.source,
        kind=event.kind,
        at=event.at,
        reasons=(*_late(situation), *_unreadable(event), *_not_answered(situation)),
        estimates=situation.estimates,
        provided=situation.provided,
    )
    shelf = _shelf(program, event.kind)
    if shelf is None:
        return _safe(program, situation, blank, Reason(ReasonCode.UNKNOWN_KIND))
    progress = ["know"]
    try:
        return _decided(program, shelf, situation, blank, progress)
    except Exception as error:
        # The customer who waits gets the declared plan; the record names the step and the kind of error, no values.
        return _safe(
            program, situation, blank, Reason(ReasonCode.FAILED, rule=progress[-1], detail=type(error).__name__)
        )


def _late(situation: Situation) -> Iterator[Reason]:
    latest = situation.state.latest_at
    if latest is not None and situation.event.at < latest:
        yield Reason(ReasonCode.LATE)


def _unreadable(event: Event) -> Iterator[Reason]:
    for name, why in event.problems:
        yield Reason(ReasonCode.UNREADABLE, rule=why, detail=name)


def _not_answered(situation: Situation) -> Iterator[Reason]:
    for told in situation.provided:
        if told.told is None:
            yield Reason(ReasonCode.NOT_PROVIDED, told.trouble, told.provider, told.fact)
        elif told.told not in line_of(situation.profile.facts.get(told.fact)):
            yield Reason(ReasonCode.OLDER, detail=told.fact)
    for each in situation.estimates:
        if each.trouble:
            yield Reason(ReasonCode.NOT_ESTIMATED, each.trouble, each.name, each.fact)


def _shelf(program: Program, kind: str) -> Shelf | None:
    """What is asked at a kind of event: an empty shelf where it is known and no rule speaks at it."""
    if not kind:
        return None
    known = kind in program.vocabulary.event_by_id or kind.startswith("timer:")
    known = known or any(kind == each.id for each in BUILT_IN_EVENTS)
    return program.shelves.get(kind, Shelf(kind)) if known or kind in program.shelves else None


def _decided(program: Program, shelf: Shelf, situation: Situation, blank: Decision, progress: list[str]) -> Decision:
    event = situation.event
    values, doubted = fill(program, shelf, situation), distrusted(shelf, situation)
    spoken = once_spoken(shelf, situation.state)
    handled = handle(program, shelf, values, event.at, spoken, progress)
    progress.append("charts")
    charted = chart(program, shelf, situation, values)
    progress.append("clocks")
    ticking = clocked(program, situation, values, handled.plan)
    progress.append("effects")
    return evolve(
        blank,
        plan=handled.plan,
        effects=effects(program, handled.plan, event, handled.owners()),
        changes=(
            *changes(program, shelf, situation, values, handled.spoke(), handled.notes),
            *charted.changes,
            *ticking.changes,
        ),
        reasons=(
            *blank.reasons,
            *distrusted_reasons(doubted),
            *older_facts(program, situation, handled.notes),
            *charted.reasons,
            *ticking.reasons,
            *without_result(program, shelf, situation, values, handled.asked),
            *handled.reasons,
            *skill_gaps(handled.plan, program, event),
            *_without_account(program, situation, handled),
        ),
        candidates=handled.candidates,
        verdicts=handled.asked.verdicts,
        facts_used=facts_used(shelf, values, spoken, told_facts(doubted)),
        because=handled.asked.because,
        signals=_signals(shelf, situation),
    )


def _without_account(program: Program, situation: Situation, handled: Handled) -> Iterator[Reason]:
    """Each rule whose limit an account would share, where it made a difference that none is known."""
    if not program.needs.shared or account_of(situation.event, situation.profile.facts):
        return
    spoke = {rule.id for rule in handled.spoke()}
    for rule in program.needs.shared:
        if rule in spoke or handled.asked.verdicts.get(rule) is Verdict.ALREADY:
            yield Reason(ReasonCode.NO_ACCOUNT, rule=rule)


def _signals(shelf: Shelf, situation: Situation) -> tuple[Signal, ...]:
    """The answers of a correlator that were taken: those about patterns that are looked for at this kind of event."""
    if not situation.signals:
        return ()
    patterns = {source.id for source in shelf.inputs if isinstance(source, PatternInput)}
    return tuple(signal for signal in situation.signals if signal.name in patterns)


def _laid_out(plan: HandlingPlan, program: Program, event: Event) -> HandlingPlan:
    """The safe default as the channel can hold it."""
    if plan.menu is None:
        return plan
    return evolve(plan, menu=folded(plan.menu, program.furnishing, event.kind, event.data.get("channel")))


def _safe(program: Program, situation: Situation, blank: Decision, reason: Reason) -> Decision:
    """The declared safe default, not below the floors. What the event itself says of the customer is kept all the same.

    Nothing is known of the customer for certain, so every floor holds that may be in force at the event.
    """
    try:
        plan, raised = raised_default(program, situation.event)
    except Exception as error:
        # Nothing is left to stand in for it.
        plan, raised = program.safe_default, (Reason(ReasonCode.FAILED, rule="floors", detail=type(error).__name__),)
    return evolve(
        blank,
        plan=_laid_out(plan, program, situation.event),
        changes=tuple(told for told in facts_of_event(program, situation.event) if not kept_later(situation, told)),
        reasons=(*blank.reasons, *older_facts(program, situation), reason, *raised),
        safe_default=True,
    )

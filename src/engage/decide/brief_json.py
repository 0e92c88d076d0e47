"""A brief as plain data for JSON: ids and values, labels in one language, moments as whole microseconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engage.decide.brief_barred import Barred
from engage.decide.brief_promises import owner_of
from engage.decide.brief_told import BriefTelling
from engage.decide.explain_json import plan_json
from engage.decide.explain_plain import plain_data
from engage.decide.explain_worth import worths_json
from engage.decide.explanation import ScoreTold, Seen
from engage.knowledge.commitments import Promised

if TYPE_CHECKING:
    from engage.decide.brief import Brief, FactKept, Happened, Ordered, Owed

__all__ = ["brief_json"]


def brief_json(brief: Brief, language: str) -> dict[str, object]:
    """Every part, empty ones too, so that a reader needs no guesses."""
    told = BriefTelling(brief, language)

    standing, question = brief.standing, told.question()
    return {
        "asked": brief.subject,
        "customer": brief.key,
        "account": brief.account,
        "anonymous": brief.anonymous,
        "at": brief.at,
        "ruleset": brief.program.hash,
        "events_so_far": brief.count,
        "contact": _happened(brief.contact, told) if brief.contact else None,
        "decision": _decision(standing, told) if standing else None,
        "ask": None if question is None else {"question": question.name, "answers": list(question.remarks)},
        "not": [_bar(bar, told) for bar in brief.barred],
        "promises": [_promise(one, told) for one in brief.owed],
        "used_up": [{"rule": one.rule, "at": one.at, "until": one.until} for one in brief.used_up],
        "under_way": [_ordered(one) for one in brief.under_way],
        "cases": [{"id": case.id, "events": [_happened(one, told) for one in case.events]} for case in brief.cases],
        "stages": [
            {"name": one.name, "label": told.label(one.label), "stage": one.stage, "since": one.since}
            for one in brief.charts
        ],
        "values": worths_json(brief, plain_data),
        "scores": [_score(one, told) for one in brief.scores],
        "computed": [_seen(one, told) for one in brief.computed],
        "remembered": [{**_seen(one.seen, told), "at": one.at} for one in brief.remembered],
        "facts": [_fact(kept, told) for kept in brief.facts],
        "events": [_happened(one, told) for one in brief.events],
        "decided": [_decision(one, told) for one in brief.decided],
        "timers": [{"rule": one.rule, "due": one.due} for one in brief.timers],
    }


def _seen(one: Seen, told: BriefTelling) -> dict[str, object]:
    return {"name": one.name, "label": told.label(one.label), "value": plain_data(one.value)}


def _happened(one: Happened, told: BriefTelling) -> dict[str, object]:
    said = [_seen(each, told) for each in one.said]
    found = {"kind": one.kind, "label": told.kind(one), "at": one.at, "said": said, "contact": one.contact}
    return {**found, "case": one.case, "decision": one.decision.id}


def _fact(kept: FactKept, told: BriefTelling) -> dict[str, object]:
    return {
        **_seen(kept.seen, told),
        "since": kept.fact.at,
        "source": kept.fact.source,
        "confidence": plain_data(kept.fact.confidence),
        "standing": kept.distrust.value if kept.distrust else "fresh",
        "until": kept.until,
        "personal": kept.personal,
        "estimated": kept.estimated,
    }


def _decision(one: Happened, told: BriefTelling) -> dict[str, object]:
    plan = plan_json(one.decision.plan)
    return {"id": one.decision.id, "kind": one.kind, "label": told.kind(one), "at": one.at, "plan": plan}


def _bar(bar: Barred, told: BriefTelling) -> dict[str, object]:
    named = {"slot": bar.slot, "key": bar.key, "value": plain_data(bar.value), "rule": bar.rule}
    stopped = [plain_data(one.value) for one in bar.stopped]
    return {**named, "because": dict(bar.because), "stopped": stopped}


def _promise(owed: Owed, told: BriefTelling) -> dict[str, object]:
    one = owed.promise
    made, labels = one.made, one.commitment.labels
    found: dict[str, object] = {"commitment": one.commitment.id, "label": labels.in_language(told.language)}
    found |= {"state": one.came_to.value, "in_doubt": one.in_doubt, "due": one.due, "ended": one.ended}
    found["left"] = None if one.due is None or one.came_to is not Promised.OPEN else one.due - told.brief.at
    found |= {"made": made.at, "event": made.id, "source": made.source, "contact": made.contact, "case": made.case}
    return {**found, "owner": owner_of(one, told), "said": [_seen(each, told) for each in owed.said]}


def _ordered(one: Ordered) -> dict[str, object]:
    found = {"kind": one.kind, "id": one.id, "owner": one.owner, "channel": one.channel, "at": one.at, "due": one.due}
    return {**found, "state": one.state, "outcome": one.outcome}


def _score(score: ScoreTold, told: BriefTelling) -> dict[str, object]:
    found = {"name": score.name, "label": told.label(score.label), "points": plain_data(score.points)}
    return {**found, "band": score.band}

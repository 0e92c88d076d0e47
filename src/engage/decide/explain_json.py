"""An explanation as plain data for JSON: strings, whole numbers, lists and mappings; decimals as strings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

import attrs

from engage.decide.explain_text import reason_words
from engage.facts.plan import HandlingPlan
from engage.facts.units import Duration
from engage.ground.finding import Words
from engage.ground.numbers import plain

if TYPE_CHECKING:
    from engage.decide.explanation import Explanation, LineTold, Seen

__all__ = ["decision_json", "explanation_json", "plain_data", "plan_json"]


def plain_data(value: object) -> object:
    """A run-time value or a piece of a plan as JSON data: durations as `30 minute`, dates in ISO form."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Duration):
        return f"{plain(value.amount)} {value.unit.value}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain_data(value[key]) for key in value}
    if isinstance(value, Sequence):
        return [plain_data(each) for each in value]
    kind = type(value)
    if attrs.has(kind):
        return {each.name: plain_data(getattr(value, each.name)) for each in attrs.fields(kind)}
    return str(value)


def plan_json(plan: HandlingPlan) -> dict[str, object]:
    """The plan by slot; what it does not hold is left out."""
    told = {each.name: plain_data(getattr(plan, each.name)) for each in attrs.fields(HandlingPlan)}
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def decision_json(explanation: Explanation, language: str) -> dict[str, object]:
    """Plan by slot, reasons, candidates, effects and changes of a decision."""
    decision = explanation.decision
    return {
        "id": decision.id,
        "ruleset": decision.ruleset_hash,
        "event": {"id": decision.event_id, "source": decision.source, "kind": decision.kind, "at": decision.at},
        "safe_default": decision.safe_default,
        "plan": plan_json(decision.plan),
        "reasons": [
            {**_kept(plain_data(reason)), "text": reason_words(explanation, reason, language)}
            for reason in decision.reasons
        ],
        "candidates": [plain_data(one) for one in decision.candidates],
        "effects": [plain_data(effect) for effect in decision.effects],
        "changes": [{"is": type(change).__name__, **_kept(plain_data(change))} for change in decision.changes],
    }


def explanation_json(explanation: Explanation, language: str) -> dict[str, object]:
    """The decision with the verdict of every rule, what was unknown, and the scores."""

    def words(value: Words) -> str:
        return value.in_language(language)

    def seen(one: Seen) -> dict[str, object]:
        return {"name": one.name, "label": words(one.label), "value": plain_data(one.value)}

    def line(one: LineTold) -> dict[str, object]:
        return {"words": words(one.words), "state": one.state.value, "seen": [seen(each) for each in one.seen]}

    return {
        **decision_json(explanation, language),
        "erased": explanation.erased,
        "rules": [
            {
                "id": rule.id,
                "kind": rule.kind,
                "verdict": rule.verdict.value,
                "because": dict(rule.because),
                "lines": [line(each) for each in rule.lines],
            }
            for rule in explanation.rules
        ],
        "unknown": [
            {**seen(one.seen), "why": one.why, "lacks": [words(each) for each in one.lacks], "blocks": list(one.blocks)}
            for one in explanation.missing
        ],
        "scores": [
            {
                "name": score.name,
                "label": words(score.label),
                "points": plain_data(score.points),
                "band": score.band,
                "start": plain_data(score.start),
                "lines": [
                    {"points": plain_data(points), "because": dict(because), **line(told)}
                    for points, because, told in score.lines
                ],
            }
            for score in explanation.scores
        ],
    }


def _kept(data: object) -> dict[str, object]:
    return dict(data) if isinstance(data, Mapping) else {}

"""An explanation as plain data for JSON: strings, whole numbers, lists and mappings; decimals as strings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from engage.decide.dues import Dues, with_dues
from engage.decide.explain_change_json import changes_json
from engage.decide.explain_criteria import criteria_json
from engage.decide.explain_places import STEP_OF, reason_words
from engage.decide.explain_plain import plain_data
from engage.decide.explain_provided import provided_json
from engage.decide.explain_worth import worths_json
from engage.facts.plan import HandlingPlan
from engage.ground.finding import Words

if TYPE_CHECKING:
    from engage.decide.explain_charts import ChartTold
    from engage.decide.explanation import Explanation, LineTold, Seen

__all__ = ["decision_json", "explanation_json", "plan_json"]


def plan_json(plan: HandlingPlan) -> dict[str, object]:
    """The plan by slot; what it does not hold is left out."""
    return {name: value for name, value in _kept(plain_data(plan)).items() if value not in (None, "", [], {})}


def decision_json(explanation: Explanation, language: str) -> dict[str, object]:
    """Plan by slot, reasons, candidates, effects and changes of a decision."""
    decision = explanation.decision
    return {
        "id": decision.id,
        "ruleset": decision.ruleset_hash,
        "event": {"id": decision.event_id, "source": decision.source, "kind": decision.kind, "at": decision.at},
        "safe_default": decision.safe_default,
        **({"tzdata": decision.tzdata} if decision.tzdata else {}),
        "plan": with_dues(plan_json(decision.plan), decision.plan, Dues(explanation.program, decision.at)),
        "criteria": criteria_json(decision),
        "reasons": [
            {**_kept(plain_data(reason)), "text": reason_words(explanation, reason, language)}
            for reason in decision.reasons
        ],
        "candidates": [{**_kept(plain_data(one)), "step": STEP_OF[one.outcome]} for one in decision.candidates],
        "effects": [plain_data(effect) for effect in decision.effects],
        "changes": [{"is": type(change).__name__, **_kept(plain_data(change))} for change in decision.changes],
    }


def explanation_json(explanation: Explanation, language: str) -> dict[str, object]:
    """The decision with the verdict of every rule, what was unknown, what would change it, and the scores."""

    def words(value: Words) -> str:
        return value.in_language(language)

    def seen(one: Seen) -> dict[str, object]:
        return {"name": one.name, "label": words(one.label), "value": plain_data(one.value)}

    def line(one: LineTold) -> dict[str, object]:
        return {"words": words(one.words), "state": one.state.value, "seen": [seen(each) for each in one.seen]}

    return {
        **decision_json(explanation, language),
        "erased": explanation.erased,
        **changes_json(explanation, language),
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
        "values": worths_json(explanation, plain_data),
        **provided_json(explanation),
        **_charts_json(explanation.charts, words, line),
    }


def _charts_json(
    charts: Sequence[ChartTold], words: Callable[[Words], str], line: Callable[[LineTold], dict[str, object]]
) -> dict[str, object]:
    """Where the customer stands, and what would move it on; nothing where the ruleset has no lifecycle or segment."""

    def chart(one: ChartTold) -> dict[str, object]:
        moves = [
            {"id": told.id, "to": target, "verdict": told.verdict.value, "lines": [line(each) for each in told.lines]}
            for target, told in one.moves
        ]
        found = {"name": one.name, "label": words(one.label), "stage": one.stage, "since": one.since}
        return {**found, "came_from": one.came_from, "moves": moves}

    return {"charts": [chart(each) for each in charts]} if charts else {}


def _kept(data: object) -> dict[str, object]:
    return dict(data) if isinstance(data, Mapping) else {}

"""What would change a decision, as plain data for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engage.decide.explain_change_text import ChangeTelling, differences
from engage.decide.explain_flips import Flip, WhyNot
from engage.decide.explain_next import Answer, OpenQuestion
from engage.decide.explain_plain import plain_data
from engage.decide.explain_search import Change
from engage.facts.plan import HandlingPlan
from engage.knowledge.scales import Cell

if TYPE_CHECKING:
    from engage.decide.explanation import Explanation

__all__ = ["changes_json", "why_not_json"]

Json = dict[str, object]


def changes_json(explanation: Explanation, language: str) -> Json:
    """`rests_on`, `flips` and `questions` of an explanation."""
    told = _Told(explanation, language)
    return {
        "rests_on": [
            {"name": one.name, "label": one.label.in_language(language), "value": plain_data(one.value)}
            for one in explanation.rests_on
        ],
        "flips": [told.flip(flip) for flip in explanation.flips],
        "questions": [told.question(one) for one in explanation.questions],
    }


def why_not_json(explanation: Explanation, rule: str, language: str) -> list[Json]:
    """What a rule would need, place by place."""
    told = _Told(explanation, language)
    return [told.why_not(one) for one in explanation.why_not(rule)]


class _Told:
    """One explanation in one language."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self._told, self._language = explanation, language
        self._words = ChangeTelling(explanation, language)

    def _named(self, slot: int) -> Json:
        seen = self._told.seen[slot]
        return {"name": seen.name, "label": seen.label.in_language(self._language), "now": plain_data(seen.value)}

    def change(self, change: Change) -> Json:
        return {
            **self._named(change.slot),
            "nearest": plain_data(change.value),
            "answers": [self.cell(change.slot, cell) for cell in change.cells],
            "text": self._words.change(change),
        }

    def cell(self, slot: int, cell: Cell) -> Json:
        """A stretch of ordered answers, or a single one; `sample` lies in it."""
        assert self._told.case is not None
        scale = self._told.case.questions[slot].scale
        told: Json = {"sample": plain_data(cell.sample)}
        if cell.low is not None and scale is not None:
            told["low"], told["with_low"] = plain_data(scale.value(cell.low)), cell.with_low
        if cell.high is not None and scale is not None:
            told["high"], told["with_high"] = plain_data(scale.value(cell.high)), cell.with_high
        return {**told, "any_other": True} if cell.other else told

    def plan(self, plan: HandlingPlan) -> Json:
        out, into = differences(self._told.decision.plan, plan, self._told, self._language)
        return {"leaves": [f"{slot} {text}" for slot, text in out], "comes": [f"{slot} {text}" for slot, text in into]}

    def flip(self, flip: Flip) -> Json:
        return {
            "place": flip.place,
            "to": flip.speaker,
            "value": plain_data(flip.value),
            "changes": [self.change(each) for each in flip.changes],
            "proved_smallest": flip.proved,
            "provided": [self._named(slot) for slot in flip.provided],
            "plan": self.plan(flip.plan),
        }

    def why_not(self, one: WhyNot) -> Json:
        told: Json = {"place": one.place, "of": one.speaker, "value": plain_data(one.value), "granted": one.granted}
        if one.flip is not None:
            told["flip"] = self.flip(one.flip)
        if one.hindrance is not None:
            told["hindrance"] = {"is": one.hindrance.why, "text": self._words.hindrance(one.hindrance)}
        return told

    def question(self, one: OpenQuestion) -> Json:
        return {
            **self._named(one.slot),
            "settles": f"{float(one.settles):.2f}",
            "settles_always": list(one.always),
            "answers": [self.answer(one.slot, each) for each in one.answers],
        }

    def answer(self, slot: int, answer: Answer) -> Json:
        return {
            "text": self._words.answer_to(slot, answer),
            "answers": [self.cell(slot, cell) for cell in answer.cells],
            "settles": list(answer.settles),
            "changes_plan": answer.changes_plan,
            "plan": self.plan(answer.plan),
        }

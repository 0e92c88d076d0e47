"""What would change a decision, as lines of text: flips, why not, the next best question, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engage.decide.explain_change_words import answer_words
from engage.decide.explain_flips import Flip, Hindrance, WhyNot
from engage.decide.explain_next import Answer
from engage.decide.explain_search import Change
from engage.decide.explain_words import HEADINGS, filled
from engage.decide.plan_words import plan_words, slot_words, target_words
from engage.decide.value_words import value_words
from engage.facts.plan import HandlingPlan

if TYPE_CHECKING:
    from engage.decide.explanation import Explanation, Seen

__all__ = ["ChangeTelling", "differences"]


def differences(
    before: HandlingPlan, after: HandlingPlan, explanation: Explanation, language: str
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """What leaves the plan and what comes into it: (slot, text) each."""
    vocabulary, allowances = explanation.program.vocabulary, explanation.program.furnishing.allowances
    zone = explanation.program.zone
    old = plan_words(before, vocabulary, language, zone, allowances)
    new = plan_words(after, vocabulary, language, zone, allowances)
    return tuple(one for one in old if one not in new), tuple(one for one in new if one not in old)


class ChangeTelling:
    """The changes of one explanation in one language."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self._told, self._language = explanation, language
        self._plan = explanation.decision.plan
        chinese = language.startswith("zh")
        self._comma, self._listing = ("，", "、") if chinese else (", ", ", ")

    def _say(self, key: str, *values: str) -> str:
        return filled(HEADINGS[key], self._language, *values)

    # --------------------------------------------------------------------------------------- pieces

    def change(self, change: Change) -> str:
        """`customer tier: gold or platinum (now silver)`"""
        assert self._told.case is not None
        question = self._told.case.questions[change.slot]
        wanted = answer_words(question, change.cells, self._language, self._told.program.zone)
        return self._say("instead", self.label(change.slot), wanted, self.now(change.slot))

    def label(self, slot: int) -> str:
        """What a question is called."""
        return self._told.seen[slot].label.in_language(self._language)

    def now(self, slot: int) -> str:
        """Its present answer."""
        return self._value(self._told.seen[slot])

    def _value(self, seen: Seen) -> str:
        return value_words(seen.value, seen.type, self._language, self._told.program.zone)

    def changes(self, changes: tuple[Change, ...]) -> str:
        """All of a flip's changes, which belong together."""
        return self._say("and").join(self.change(each) for each in changes)

    def standing(self, flip: Flip) -> str:
        """Whether it is proved, and on what it relies."""
        parts = [self._say("proved" if flip.proved else "unproved")]
        parts += [self._say("provided", self.label(slot), self.now(slot)) for slot in flip.provided]
        return self._comma.join(parts)

    def differences(self, plan: HandlingPlan) -> list[str]:
        """What would leave the plan and what would come into it, a line each."""
        out, into = differences(self._plan, plan, self._told, self._language)
        return [*(f"- {slot} {text}" for slot, text in out), *(f"+ {slot} {text}" for slot, text in into)]

    # ------------------------------------------------------------------------------------- sections

    def flips(self) -> list[str]:
        """Each change once, with everything that comes of it."""
        return [line for group in self.grouped() for line in self._group(group)]

    def grouped(self) -> list[list[Flip]]:
        """Flips by equal changes, small ones first."""
        groups: dict[object, list[Flip]] = {}
        for flip in self._told.flips:
            groups.setdefault(flip.changes, []).append(flip)
        return sorted(groups.values(), key=lambda group: (len(group[0].changes), group[0].distance))

    def _group(self, group: list[Flip]) -> Iterator[str]:
        yield f"  {self.changes(group[0].changes)}"
        yield f"    {self.standing_of(group)}"
        for line in self.differences(group[0].plan):
            yield f"      {line}"

    def standing_of(self, group: list[Flip]) -> str:
        """For which places it is the smallest change, and whether that is proved."""
        proved = [flip for flip in group if flip.proved]
        slots = dict.fromkeys(self._slot(flip.place) for flip in proved)
        rest = dict.fromkeys(self._slot(flip.place) for flip in group if not flip.proved)
        parts = [self._say("smallest for", self._listing.join(slots))] if slots else []
        parts += [self._say("a change for", self._listing.join(rest))] if rest else []
        leaning = dict.fromkeys(slot for flip in group for slot in flip.provided)
        parts += [self._say("provided", self.label(slot), self.now(slot)) for slot in leaning]
        return self._comma.join(parts)

    def _slot(self, place: str) -> str:
        return slot_words(self._told.program.vocabulary, place, self._language)

    def why_not(self, rule: str) -> list[str]:
        """What a rule would need, for each place that it speaks of; equal needs once."""
        groups: dict[object, list[WhyNot]] = {}
        for one in self._told.why_not(rule):
            key = one.flip.changes if one.flip else one.hindrance or one.granted
            groups.setdefault(key, []).append(one)
        lines = []
        for group in groups.values():
            wanted = self._listing.join(self.wanted(one) for one in group)
            lines.append(f"  {self._say('seen', wanted, self.answer(group[0]))}")
            flip = group[0].flip
            if flip is not None:
                lines.append(f"    {self.standing(flip)}")
                lines += [f"      {line}" for line in self.differences(flip.plan)]
        return lines or [f"  {self._say('wants nothing')}"]

    def wanted(self, one: WhyNot) -> str:
        """`route front desk`"""
        program = self._told.program
        value = "" if one.value is None else one.value
        allowances = program.furnishing.allowances
        words = target_words(program.vocabulary, one.place, value, self._language, program.zone, allowances)
        return f"{self._slot(one.place)} {words}".strip()

    def answer(self, one: WhyNot) -> str:
        """What it would need, or what hinders it."""
        if one.granted:
            return self._say("has it")
        if one.flip is not None:
            return self.changes(one.flip.changes)
        return self.hindrance(one.hindrance) if one.hindrance else ""

    def hindrance(self, hindrance: Hindrance) -> str:
        """Why no change of facts helps."""
        lines = self._listing.join(line.in_language(self._language) for line in hindrance.lines)
        return self._say(f"hindered {hindrance.why}", lines)

    def next_question(self) -> list[str]:
        """The best question with its answers and what each would change."""
        if not self._told.questions:
            return []
        best = self._told.questions[0]
        seen = self._told.seen[best.slot]
        lines = [f"  {seen.label.in_language(self._language)}"]
        if best.always:
            lines.append(f"    {self._say('settles always', self._listing.join(best.always))}")
        for answer in best.answers:
            lines.append(f"    {self._say('seen', self.answer_to(best.slot, answer), self.settled(answer))}")
            lines += [f"      {line}" for line in self.differences(answer.plan)]
        if any(answer.tried for answer in best.answers):
            lines.append(f"    {self._say('only tried')}")
        others = self._listing.join(self.label(one.slot) for one in self._told.questions[1:4])
        return [*lines, f"  {self._say('then', others)}"] if others else lines

    def answer_to(self, slot: int, answer: Answer) -> str:
        """The answer in words."""
        assert self._told.case is not None
        question = self._told.case.questions[slot]
        zone = self._told.program.zone
        if answer.tried:
            return self._say("for example", answer_words(question, answer.cells[:1], self._language, zone))
        return answer_words(question, answer.cells, self._language, zone)

    def settled(self, answer: Answer) -> str:
        """What an answer settles, and whether it changes the plan."""
        parts = [self._say("settles", self._listing.join(answer.settles))] if answer.settles else []
        if not answer.changes_plan:
            parts.append(self._say("same plan"))
        return self._comma.join(parts) or self._say("other plan")

    def rests_on(self) -> list[str]:
        """The facts that are enough for this plan."""
        return [
            f"  {self._say('seen', one.label.in_language(self._language), self._value(one))}"
            for one in self._told.rests_on
        ]

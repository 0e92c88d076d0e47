"""Laws of explanations, on random rulesets and customers about whom much is not known.

Deciding again is done here from the record, or from a changed situation by `decide` itself, never by what worked the
explanation out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import product

from attrs import evolve

from engage.decide import decide, explain
from engage.decide.explain_claims import Claim, claims
from engage.decide.explain_flips import Flip
from engage.decide.explanation import Explanation
from engage.decide.handle import Handled, handle
from engage.decide.recall import input_name, recall
from engage.facts.decided import Candidate, Decision, Outcome, Verdict
from engage.facts.known import Fact, Situation
from engage.program.from_model import compile_model
from engage.program.program import FactInput, Program, ScoreInput, Shelf, ValueInput
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset, situation

LONG = os.environ.get("ENGAGE_LAWS") == "long"
RULESETS, SITUATIONS = (4_000, 5) if LONG else (30, 3)


def decisions() -> Iterator[tuple[Program, Situation, Decision, str]]:
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice)
        program = compile_model(model)
        for number in range(SITUATIONS):
            known = situation(dice, model, program.needs.held)
            decision = decide(program, known)
            assert not decision.safe_default
            yield program, known, decision, f"seed {seed}, situation {number}"


def from_record(program: Program, decision: Decision, used: Mapping[str, object]) -> Handled:
    """The decision made again from facts used, with everything that is computed computed anew."""
    shelf = program.shelves.get(decision.kind, Shelf(decision.kind))
    computed = {input_name(source) for source in shelf.inputs if isinstance(source, ValueInput | ScoreInput)}
    bare = {name: value for name, value in used.items() if name not in computed}
    values, spoken = recall(program, shelf, bare)
    return handle(program, shelf, values, decision.at, spoken)


def winners(candidates: tuple[Candidate, ...]) -> list[tuple[str, str]]:
    return sorted((one.slot, one.rule) for one in candidates if one.outcome is Outcome.WON)


def test_a_decision_is_the_same_from_only_the_facts_that_its_explanation_rests_on() -> None:
    """Mutants: a fact is given up when the same rules win, whatever the plan; facts of scorecards are forgotten."""
    left_out = 0
    for program, _, decision, where in decisions():
        shelf = program.shelves.get(decision.kind, Shelf(decision.kind))
        now = {input_name(source) for source in shelf.inputs if type(source).__name__ == "NowInput"}
        named = now | {seen.name for seen in explain(program, decision).rests_on}
        kept = {name: value for name, value in decision.facts_used.items() if name in named or name.startswith("once ")}
        again = from_record(program, decision, kept)
        assert again.plan == decision.plan, where
        assert winners(again.candidates) == winners(decision.candidates), where
        left_out += sum(value is not None for name, value in decision.facts_used.items() if name not in kept)
    assert left_out > RULESETS


def test_the_stated_change_flips_the_decision_in_every_answer_that_it_states() -> None:
    """Mutants: a range of answers takes in the next cell; a claim counts as granted whatever became of it."""
    seen = real = 0
    for program, known, decision, where in decisions():
        explanation = explain(program, decision)
        for flip in explanation.flips:
            for answers in stated(flip):
                seen += 1
                assert_flips(explanation, flip, answers, where)
                changed = other_situation(explanation, known, answers)
                if changed is not None and not flip.provided:
                    real += 1
                    again = decide(program, changed)
                    assert came_out(flip, explanation, again.candidates, again.verdicts), (where, flip)
    assert real > RULESETS
    assert seen > real


def stated(flip: Flip) -> Iterator[dict[int, object]]:
    """The nearest answers, and combinations of all that the flip states."""
    yield flip.answers
    everything = product(*(tuple(cell.sample for cell in change.cells) for change in flip.changes))
    for number, samples in enumerate(everything):
        if number >= 8:
            return
        yield {change.slot: sample for change, sample in zip(flip.changes, samples, strict=True)}


def assert_flips(explanation: Explanation, flip: Flip, answers: Mapping[int, object], where: str) -> None:
    """From the record: facts used with the answers in it, and with the counts that go along with them."""
    case = explanation.case
    assert case is not None
    if any(not case.questions[slot].real for slot in answers):
        return  # a derived fact is computed anew from the record, so that it cannot be set there
    filled = case.filled(answers)
    used = dict(explanation.decision.facts_used)
    for source in case.shelf.inputs:
        if type(source).__name__ in ("FactInput", "HistoryInput", "RunInput", "PatternInput", "HeldInput"):
            used[input_name(source)] = filled[source.slot]
    again = from_record(explanation.program, explanation.decision, used)
    assert came_out(flip, explanation, again.candidates, again.asked.verdicts), (where, flip)


def came_out(
    flip: Flip, explanation: Explanation, candidates: tuple[Candidate, ...], verdicts: Mapping[str, Verdict]
) -> bool:
    """Did the rival get its place, or lost it who had it?"""
    case, decision = explanation.case, explanation.decision
    assert case is not None
    claimed = [claim for claim in claims(case.shelf) if claim.place == flip.place]
    if flip.speaker:
        wanted = [claim for claim in claimed if (claim.speaker, claim.value) == (flip.speaker, flip.value)]
        return any(has_place(claim, candidates, verdicts) for claim in wanted)
    had = [claim for claim in claimed if has_place(claim, decision.candidates, decision.verdicts)]
    return not any(has_place(claim, candidates, verdicts) for claim in had)


def has_place(claim: Claim, candidates: tuple[Candidate, ...], verdicts: Mapping[str, Verdict]) -> bool:
    """Told from a decision alone: it won, or what won is the very same, or everybody's answers are added up."""
    if claim.row and verdicts.get(claim.row) is not Verdict.FIRED:
        return False
    here = [one for one in candidates if one.slot == claim.place]
    won = [one.value for one in here if one.outcome is Outcome.WON]
    own = [one for one in here if one.rule == claim.owner and claim.value in (None, one.value)]
    merged = [one for one in own if one.outcome is Outcome.MERGED]
    return any(one.outcome is Outcome.WON for one in own) or any(
        not one.because_of or one.value in won for one in merged
    )


def other_situation(explanation: Explanation, known: Situation, answers: Mapping[int, object]) -> Situation | None:
    """The situation with other facts; None where the past or something computed would have to be another."""
    case = explanation.case
    assert case is not None
    facts, data = dict(known.profile.facts), dict(known.event.data)
    for source in case.shelf.inputs:
        if source.slot not in answers:
            continue
        if not isinstance(source, FactInput):
            return None
        root, _, short = source.name.partition(".")
        if root == "event":
            data[short] = answers[source.slot]
        else:
            facts[source.name] = Fact(answers[source.slot])
    return evolve(known, event=evolve(known.event, data=data), profile=evolve(known.profile, facts=facts))


def test_no_condition_tells_apart_what_lies_in_one_cell() -> None:
    """Mutants: a cut at a constant is left out; a comparison of two facts does not make them opaque."""
    looked = 0
    for program, _, decision, where in decisions():
        case = explain(program, decision).case
        assert case is not None
        before = case.handled({})
        for slot, question in case.questions.items():
            if question.now is None or not question.exact or case.leaning({slot: None}):
                continue
            sample = question.cells[question.now].sample
            if sample == case.values[slot] or not question.real:
                continue
            looked += 1
            again = case.handled({slot: sample})
            verdicts = (again.asked.verdicts, before.asked.verdicts)
            # The index leaves out rules that need another value: what it does not name has not fired.
            assert {id for id in verdicts[0] if verdicts[0][id] == "fired"} == {
                id for id in verdicts[1] if verdicts[1][id] == "fired"
            }, (where, question)
    assert looked > RULESETS / 3

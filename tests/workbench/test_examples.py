"""Analysts' examples on a real ruleset: what passes, what differs, in which words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from engage.checks.staging import stage
from engage.decide import decide, explain
from engage.facts.decided import Decision
from engage.facts.plan import HandlingPlan, PlannedOffer
from engage.language.actions import OfferAction
from engage.load import compile, load, read
from engage.program.program import Program
from engage.ruleset.model import Model, Persona
from engage.workbench.examples import all_examples, run_examples
from engage.workbench.expected import is_in_plan

MINI = Path(__file__).parents[1] / "samples" / "mini"
Golden = Callable[[str, Callable[[str], str]], None]


def opened(folder: Path) -> tuple[Model, Program]:
    ruleset = read(folder)
    assert ruleset.model is not None
    assert ruleset.report.findings == ()
    return ruleset.model, compile(ruleset)


@pytest.fixture
def mini_with(tmp_path: Path) -> Callable[[str], Path]:
    """The small sample with more text in one of its files."""

    def make(text: str) -> Path:
        folder = tmp_path / "mini"
        shutil.copytree(MINI, folder)
        rules = folder / "cancel.rules"
        rules.write_text(f"{rules.read_text(encoding='utf-8')}\n{text}\n", encoding="utf-8")
        return folder

    return make


def test_every_example_of_the_sample_passes() -> None:
    results = run_examples(*opened(MINI))
    assert [result.id for result in results if not result.passed] == []
    assert len(results) == 4


def test_examples_are_decided_by_the_program_they_are_given() -> None:
    model, program = opened(MINI)
    results = run_examples(model, program)
    assert {result.decision.ruleset_hash for result in results} == {program.hash}
    known = set(all_rule_ids(program))
    assert all(set(result.decision.verdicts) <= known for result in results)


def all_rule_ids(program: Program) -> list[str]:
    found: list[str] = []
    for shelf in program.shelves.values():
        found += [each.id for each in shelf.rules] + [each.id for each in shelf.nevers]
        found += [each.id for each in shelf.tables]
        for table in shelf.tables:
            found += [row.id for row in (*table.rows, *((table.otherwise,) if table.otherwise else ()))]
    return found


@pytest.mark.parametrize("name", ["differences.en", "differences.zh"])
def test_differences_read_as_they_are_pinned(name: str, golden: Golden, mini_with: Callable[[str], Path]) -> None:
    def produce(given: str) -> str:
        language, _, text = given.partition("\n")
        results = run_examples(*opened(mini_with(text)), only=["all wrong"])
        lines = []
        for each in results[0].differences:
            lines.append(f"{each.span and each.span.text}")
            lines.append(f"  - {each.expected.in_language(language)}")
            lines.append(f"  + {each.got.in_language(language)}")
        return "\n".join(lines)

    golden(f"examples/{name}.golden", produce)


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
def test_a_real_decision_is_explained_as_it_is_pinned(language: str, golden: Golden) -> None:
    def produce(given: str) -> str:
        model, program = opened(MINI)
        example = next(each for each in all_examples(model) if each.id == given)
        personas = {each.id: each for each in model.every(Persona)}
        return explain(program, decide(program, stage(program, example, personas))).text(language)

    golden(f"explain/mini.{language}.golden", produce)


STREAK = """
rule two weeks of risk
  event complaint
  when customer tier is gold for 14 days
  then route to retention desk

persona loyal
  given customer tier gold; customer tier is gold for {persona} days

example streak
  event complaint
  given {given}
  history none
  expect {expected}
"""


@pytest.mark.parametrize(
    ("given", "persona", "expected"),
    [
        ("customer tier gold; customer tier is gold for 14 days", 1, "fired"),
        ("customer tier gold; customer tier is gold for 13 days", 1, "not fired"),
        ("customer tier gold", 1, "not fired"),
        ("customer tier silver; customer tier is gold for 14 days", 1, "not fired"),
        ("customer tier gold; customer tier is silver for 14 days", 1, "not fired"),
        ("like loyal", 14, "fired"),
        ("like loyal", 13, "not fired"),
        ("like loyal; customer tier is gold for 13 days", 14, "not fired"),
    ],
)
def test_what_has_gone_on_for_how_long_can_be_given(
    given: str, persona: int, expected: str, mini_with: Callable[[str], Path]
) -> None:
    text = STREAK.format(given=given, persona=persona, expected=f"{expected} two weeks of risk")
    (result,) = run_examples(*opened(mini_with(text)), only=["streak"])
    assert result.passed, result.differences


def test_a_streak_that_is_given_twice_is_a_finding(mini_with: Callable[[str], Path]) -> None:
    twice = "customer tier gold; customer tier is gold for 13 days; customer tier is gold for 14 days"
    found = read(mini_with(STREAK.format(given=twice, persona=1, expected="fired two weeks of risk")))
    assert [each.code for each in found.report.findings if each.severity == "error"] == ["R081"]


def test_a_persona_lends_its_facts_and_its_past(mini_with: Callable[[str], Path]) -> None:
    text = """
persona Auntie Zhang
  given customer tier platinum; months with us 30; contract end 2026-12-20
  history complaint 12 days ago (reason network); complaint 3 days ago (reason network)

example like Auntie Zhang
  at 2026-11-05 10:00
  event cancel request (channel phone, reason tariff)
  given like Auntie Zhang
  expect
    churn risk is high
    route to retention desk

example like Auntie Zhang, but basic
  at 2026-11-05 10:00
  event cancel request (channel phone, reason tariff)
  given like Auntie Zhang; customer tier basic
  expect
    churn risk is high
    route to front desk
"""
    results = run_examples(*opened(mini_with(text)))
    assert [each.differences for each in results] == [()] * 6


def test_a_lever_that_is_expected_is_looked_at() -> None:
    program = load(MINI)
    made = PlannedOffer(next(iter(program.furnishing.offers)), lever=2)
    decision = Decision("d", program.hash, "e", "/t", "call", 0, HandlingPlan(offers=(made,)))
    told = [is_in_plan(program, decision, OfferAction(made.id, lever)) for lever in (1, 2, 3)]
    assert told == [True, True, False]  # 1 is what a sentence says that names no lever

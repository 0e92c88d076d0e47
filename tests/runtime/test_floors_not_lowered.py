"""No program that lowers a floor of the active one takes its place, unless the floor has a newer approval in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engage.checks.difference import difference
from engage.errors import ActivationError
from engage.ground import render
from engage.load import compile as compile_ruleset
from engage.load import from_sources, read_sources
from engage.program.program import Program
from engage.ruleset.model import Ruleset
from engage.runtime import Engine, SetClock

NOON = 1_793_844_000_000_000
BASE = """floor everyone
  answer within 8 business hours
  a person within 2 steps
  approved by Wang Fang on 2026-10-08
"""
APPROVED = "  approved by Wang Fang on 2027-02-01\n"
TEXTS = {
    "vocabulary.yaml": """fields:
  customer.tier: {type: choice, ordered: yes, values: {basic: {}, gold: {}}, en: tier}
events:
  call: {type: call.received, contact: yes, en: call}
  complaint: {type: complaint.received, contact: yes, en: complaint}
""",
    "catalogue.yaml": """queues:
  desk: {en: front desk}
menu items:
  person: {en: speak to a person, reaches: person}
""",
    "ruleset.yaml": """engage: 1
ruleset: desk
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [case.rules]
working week:
  monday to friday: 09:00 to 18:00
safe default:
  - route to front desk
""",
}


def ruleset(rules: str) -> Ruleset:
    found = read_sources({**TEXTS, "case.rules": rules}.items())
    assert found.report.ok, render(found.report)
    return found


def program(rules: str) -> Program:
    return compile_ruleset(ruleset(rules))


def changed(*lines: tuple[str, str], more: str = "") -> str:
    text = BASE
    for before, after in lines:
        assert before in text
        text = text.replace(before, after)
    return text + more


LOWER = [
    ("gone", "rule r\n  event call\n  then route to front desk\n", "it is gone"),
    ("a line gone", changed(("  a person within 2 steps\n", "")), "it holds less"),
    ("a longer wait", changed(("8 business hours", "9 business hours")), "it holds less"),
    # Nine hours that begin on a Friday evening are over before eight business hours are; nine on a Monday morning not.
    ("a wait nobody can order", changed(("8 business hours", "9 hours")), "it holds less"),
    ("more steps", changed(("2 steps", "3 steps")), "it holds less"),
    ("fewer customers", changed(("  answer", "  when tier is gold\n  answer")), "it concerns fewer customers"),
    ("fewer events", changed(("  answer", "  event call\n  answer")), "it holds less"),
    (
        "a shorter time",
        changed(("  answer", "  active 2026-10-01 through 2026-12-31\n  answer")),
        "it holds for a shorter",
    ),
]
NOT_LOWER = [
    ("the same with a rule", BASE + "rule r\n  event call\n  then route to front desk\n"),
    ("a shorter wait", changed(("8 business hours", "7 business hours"))),
    ("a wait that is certainly shorter", changed(("8 business hours", "30 minutes"))),
    ("another floor", BASE + "floor gold\n  when tier is gold\n  answer within 5 minutes\n"),
    ("a later approval", changed(("2026-10-08", "2026-10-09"))),
]


@pytest.mark.parametrize(("rules", "what"), [pytest.param(*each[1:], id=each[0]) for each in LOWER])
def test_a_lowered_floor_is_refused_and_the_program_before_stays(rules: str, what: str, tmp_path: Path) -> None:
    with Engine(program(BASE), f"sqlite:{tmp_path / 'care.db'}", clock=SetClock(NOON)) as engine:
        with pytest.raises(ActivationError) as caught:
            engine.activate(program(rules))
        assert caught.value.code == "S060"
        assert "the floor `everyone` (case.rules:1:1) is lowered: " + what in str(caught.value)
        assert engine.program.hash == program(BASE).hash
        with pytest.raises(ActivationError):  # a worker that starts with it knows the active floors from the storage
            Engine(program(rules), f"sqlite:{tmp_path / 'care.db'}", clock=SetClock(NOON))


@pytest.mark.parametrize("rules", [pytest.param(each[1], id=each[0]) for each in LOWER])
def test_a_newer_approval_in_the_floor_lets_it_be_lowered(rules: str, tmp_path: Path) -> None:
    old = "  approved by Wang Fang on 2026-10-08\n"
    said = rules.replace(old, APPROVED) if old in rules else f"{rules}floor everyone\n{APPROVED}"
    with Engine(program(BASE), f"sqlite:{tmp_path / 'care.db'}", clock=SetClock(NOON)) as engine:
        engine.activate(program(said))
        assert engine.program.hash == program(said).hash


@pytest.mark.parametrize("rules", [pytest.param(each[1], id=each[0]) for each in NOT_LOWER])
def test_what_is_not_lower_is_activated(rules: str, tmp_path: Path) -> None:
    with Engine(program(BASE), f"sqlite:{tmp_path / 'care.db'}", clock=SetClock(NOON)) as engine:
        engine.activate(program(rules))


def test_an_approval_that_is_older_lowers_nothing(tmp_path: Path) -> None:
    older = changed(("8 business hours", "9 business hours"), ("2026-10-08", "2026-09-01"))
    engine = Engine(program(BASE), f"sqlite:{tmp_path / 'care.db'}", clock=SetClock(NOON))
    with engine, pytest.raises(ActivationError):
        engine.activate(program(older))


def test_a_floor_that_was_given_up_may_leave_for_good(tmp_path: Path) -> None:
    nothing = "rule r\n  event call\n  then route to front desk\n"
    with Engine(program(BASE), f"sqlite:{tmp_path / 'care.db'}", clock=SetClock(NOON)) as engine:
        engine.activate(program(f"floor everyone\n{APPROVED}{nothing}"))
        engine.activate(program(nothing))


def test_the_sources_of_a_ruleset_with_floors_give_its_program_again(tmp_path: Path) -> None:
    with Engine(program(BASE), f"sqlite:{tmp_path / 'care.db'}", clock=SetClock(NOON)) as engine:
        stored = engine.storage.sources("main", program(BASE).hash)
        assert stored is not None
        again = from_sources([(name, text) for name, text in json.loads(stored)])
        assert (again.hash, again.floors) == (engine.program.hash, engine.program.floors)
        # Another one takes its place and gives it back, from what was stored.
        engine.activate(program(BASE + "rule r\n  event call\n  then route to front desk\n"))
        engine.activate(again)


def test_a_comparison_tells_it_before() -> None:
    def read(old: str, new: str) -> list[tuple[str, str]]:
        mine, theirs = ruleset(old).model, ruleset(new).model
        assert mine is not None
        assert theirs is not None
        return [(each.what, each.name) for each in difference(mine, theirs).read]

    lower = changed(("2 steps", "3 steps"))
    assert read(BASE, lower) == [("floor", "everyone"), ("floor lowered", "everyone")]
    assert read(lower, BASE) == [("floor", "everyone")]
    assert read(BASE, lower.replace("2026-10-08", "2027-02-01")) == [("floor", "everyone")]
    assert read(BASE, BASE) == []

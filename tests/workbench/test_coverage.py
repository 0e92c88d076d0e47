"""What counts as covered, unit by unit, on a small ruleset that has one of each kind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engage.load import compile, read
from engage.program.program import Program
from engage.ruleset.model import Model
from engage.workbench.coverage import Coverage, Meter, coverage
from engage.workbench.examples import run_examples

MINI = Path(__file__).parents[1] / "samples" / "mini"

RULES = """
rule cheap or near
  event cancel request
  when
    any of
      months with us is below 3
      customer tier is silver or gold
    not (channel is phone and reason is network)
  then say retention opening

table desks: first
  event cancel request
  customer tier || route to
  gold, silver  || retention desk
  basic         || front desk
  otherwise     || front desk
"""


def covered(folder: Path, examples: str) -> Coverage:
    """The coverage of the sample with these rules by these examples."""
    rules = folder / "cancel.rules"
    text = (MINI / "cancel.rules").read_text(encoding="utf-8")
    rules.write_text(f"{text.split('example ')[0]}\n{RULES}\n{examples}\n", encoding="utf-8")
    ruleset = read(folder)
    assert ruleset.model is not None
    assert ruleset.report.ok, str(ruleset.report)
    model, program = ruleset.model, compile(ruleset)
    return coverage(model, program, (result.decision for result in run_examples(model, program)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "mini"))


def example(name: str, given: str, event: str = "cancel request (channel app)") -> str:
    return f"example {name}\n  event {event}\n  given {given}\n  history none\n  expect not fired vip asks to leave\n"


def counts(found: Coverage) -> dict[tuple[str, str], int]:
    return {(unit.kind, unit.id): count for unit, count in found.counts}


def test_a_part_of_an_or_is_covered_only_where_it_decides(folder: Path) -> None:
    found = counts(covered(folder, example("both", "months with us 1; customer tier gold")))
    assert found["rule", "cheap or near"] == 1
    # Either part alone would have been enough, so neither is shown to matter.
    assert [found["or part", f"cheap or near part {number}"] for number in (1, 2, 3)] == [0, 0, 0]
    found = counts(covered(folder, example("one", "months with us 9; customer tier gold")))
    assert [found["or part", f"cheap or near part {number}"] for number in (1, 2, 3)] == [0, 0, 1]


def test_what_is_unknown_does_not_decide(folder: Path) -> None:
    found = counts(covered(folder, example("unknown", "customer tier silver", "cancel request (channel app)")))
    # `months with us` is unknown; the tier alone makes it hold.
    assert [found["or part", f"cheap or near part {number}"] for number in (1, 2, 3)] == [0, 1, 0]


def test_not_of_and_has_two_sides(folder: Path) -> None:
    phone = example("phone", "months with us 1", "cancel request (channel phone, reason tariff)")
    app = example("app", "months with us 1", "cancel request (channel app, reason network)")
    found = covered(folder, f"{phone}\n{app}")
    sides = [unit.words.en for unit, count in found.counts if unit.id.startswith("cheap or near part") and count]
    assert sides == ["months with us is below 3", "channel is not phone", "reason is not network"]


def test_rows_their_values_and_otherwise_are_units(folder: Path) -> None:
    found = counts(covered(folder, example("gold", "customer tier gold")))
    assert {id: count for (kind, id), count in found.items() if id.startswith("desks")} == {
        "desks row 1": 1,
        "desks row 1 part 1": 1,
        "desks row 1 part 2": 0,
        "desks row 2": 0,
        "desks otherwise": 0,
    }
    found = counts(covered(folder, example("unknown", "customer tier unknown")))
    assert found["otherwise", "desks otherwise"] == 1


def test_a_rule_that_others_beat_in_everything_is_not_covered(folder: Path) -> None:
    text = """
rule quiet
  event cancel request
  then say retention opening

rule loud
  beats quiet
  event cancel request
  then say retention opening
"""
    found = counts(covered(folder, text + example("any", "customer tier basic; months with us 9")))
    assert (found["rule", "loud"], found["rule", "quiet"]) == (1, 0)


def test_rows_of_a_beaten_table_are_not_covered(folder: Path) -> None:
    text = """
rule over the desks
  beats desks
  event cancel request
  then route to senior desk
"""
    found = counts(covered(folder, text + example("gold", "customer tier gold; months with us 9")))
    assert found["rule", "over the desks"] == 1
    assert found["row", "desks row 1"] == 0
    assert found["or part", "desks row 1 part 1"] == 0


def test_score_lines_are_covered_where_they_hold(folder: Path) -> None:
    found = covered(folder, example("basic", "customer tier basic; contract end 2026-02-01"))
    lines = [(unit.words.en, count) for unit, count in found.counts if unit.kind == "score line"]
    assert lines == [
        ("contract end within 60 days", 1),
        ("at least 2 complaints in the 30 days before", 0),
        ("months with us is unknown", 1),
    ]


def test_nothing_decided_covers_nothing() -> None:
    model, program = opened()
    found = coverage(model, program, [])
    assert found.share == 0.0
    assert found.percent == 0
    assert len(found.missed) == len(found.counts)
    assert found.reaches(0)
    assert not found.reaches(0.5)


def test_the_share_is_rounded_down_so_that_100_means_everything() -> None:
    model, program = opened()
    units = Meter.of(model, program).units
    almost = Coverage(tuple((unit, int(unit is not units[0])) for unit in units))
    assert almost.percent < 100
    assert Coverage(tuple((unit, 1) for unit in units)).percent == 100
    assert Coverage(()).percent == 100
    thousand = tuple((units[0], int(place > 0)) for place in range(1000))
    assert Coverage(thousand).percent == 99


def opened() -> tuple[Model, Program]:
    ruleset = read(MINI)
    assert ruleset.model is not None
    return ruleset.model, compile(ruleset)


def test_a_rule_of_which_a_veto_takes_away_everything_has_not_spoken(folder: Path) -> None:
    veto = "\nnever say retention opening\n  event cancel request\n  when customer tier is basic\n"
    found = counts(covered(folder, example("forbidden", "months with us 1; customer tier basic") + veto))
    assert found["rule", "cheap or near"] == 0
    found = counts(covered(folder, example("free", "months with us 1; customer tier silver") + veto))
    assert found["rule", "cheap or near"] == 1

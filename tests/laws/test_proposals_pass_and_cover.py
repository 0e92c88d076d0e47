"""Law: what `--propose` writes is read as it was meant, passes, and covers what it says, on random rulesets.

Mutants that it kills, each planted and seen to break it: a proposal that says it covers all units that wait; units
that stay in the list although an earlier proposal covers them; an outcome that is not the customer's, and not run.
"""

from __future__ import annotations

import os

from attrs import evolve

from engage.facts.decided import Decision
from engage.ground.source import Source
from engage.load import compile
from engage.ruleset.model import Example, File, Model
from engage.ruleset.notation_rules import read_rules
from engage.ruleset.notation_yaml import read_yaml_rules
from engage.ruleset.understand import understand
from engage.testing.dice import Dice
from engage.testing.rulesets_at_random import ruleset
from engage.workbench.coverage import Meter
from engage.workbench.examples import run_examples
from engage.workbench.propose import propose
from engage.workbench.proposed_text import ReadBack, example_text

RULESETS = 600 if os.environ.get("ENGAGE_LAWS") == "long" else 12


def test_proposals_as_written_pass_and_cover_what_they_say() -> None:
    proposed = 0
    for seed in range(RULESETS):
        model = ruleset(Dice(seed), rules=3)
        meter = Meter.of(model, compile(model))
        notation, language = ("rules", "yaml")[seed % 2], ("en", "zh", "zh-Hant")[seed % 3]
        found = propose(model, meter.program, meter.units, notation, language)
        told = [unit for one in found.found for unit in one.covers]
        assert len(told) == len(set(told))
        assert {*told, *found.left} == {*meter.units}
        text = example_text([one.example for one in found.found], model, notation, language) if found.found else ""
        read = written(model, text, notation, language) if found.found else ()
        decisions = []
        for one, (passed, decision) in zip(found.found, run(model, meter, read), strict=True):
            assert passed, f"seed {seed}:\n{text}"
            assert {*one.covers} <= meter.covered(decision), f"seed {seed}"
            decisions.append(decision)
        assert {*told} <= {unit for unit, count in meter.coverage(decisions).counts if count}
        # An earlier proposal that covers a unit is the one that says so.
        assert {*found.left}.isdisjoint(unit for decision in decisions for unit in meter.covered(decision))
        proposed += len(found.found)
    assert proposed > 2 * RULESETS  # customers are found for much of what can be reached


def written(model: Model, text: str, notation: str, language: str) -> tuple[Example, ...]:
    """The examples of a text, with nothing known of the ruleset but its names."""
    source = Source(f"proposed.{notation}", text)
    nodes, found = read_rules(source) if notation == "rules" else read_yaml_rules(source)
    assert found == (), text
    names = ReadBack.of(model, notation, language).names
    read, _ = understand((names, evolve(nodes, language=language)), model.header, model.vocabulary, model.catalogue)
    return read.every(Example)


def run(model: Model, meter: Meter, examples: tuple[Example, ...]) -> list[tuple[bool, Decision]]:
    longer = evolve(model, files=(*model.files, File("proposed.rules", "rules", "en", examples)))
    return [(result.passed, result.decision) for result in run_examples(longer, meter.program)]

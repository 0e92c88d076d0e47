"""Law: what counts as covered is what the slow interpreter finds, on random rulesets and situations.

A rule, a row or a veto is covered where it fires in the reference and not everything that it says is beaten or
forbidden; a part of an `or` where its line, read straight from the tree, does not certainly hold without it. Mutants
that it kills, each planted and seen to break it: a part that counts where its line fails (not: is unknown) without it;
parts recalled from another event's shelf; beaten rules that count; rules that count though vetoes take away all that
they say.
"""

from __future__ import annotations

import os

from attrs import evolve

from engage.decide import decide
from engage.facts.decided import Candidate, Outcome, Verdict
from engage.facts.known import Situation
from engage.load import compile
from engage.ruleset.model import File, Model, Rule, Table
from engage.testing.dice import Dice
from engage.testing.reference import interpret
from engage.testing.rulesets_at_random import ruleset, situation
from engage.workbench.coverage import Meter
from engage.workbench.units import Unit

RULESETS = 2_000 if os.environ.get("ENGAGE_LAWS") == "long" else 60
SITUATIONS = 5


def test_a_unit_is_covered_where_the_reference_says_so() -> None:
    parts = 0
    for seed in range(RULESETS):
        dice = Dice(seed)
        model = ruleset(dice, rules=4)
        meter = Meter.of(model, compile(model))
        for number in range(SITUATIONS):
            known = situation(dice, model)
            decision = decide(meter.program, known)
            if decision.safe_default:
                continue
            told = {unit for unit in meter.covered(decision) if unit.kind not in ("score line", "tier")}
            silent = unheard(decision.candidates)
            expected = set(wanted(model, meter.units, known, silent))
            of_scores = {unit for unit in told if unit.kind == "or part" and unit.owner.startswith("customer.")}
            assert told - of_scores == expected, f"seed {seed}, situation {number}"
            parts += sum(unit.kind == "or part" for unit in told)
    assert parts > RULESETS // 4  # a law about parts that never decide would prove nothing


def wanted(model: Model, units: tuple[Unit, ...], known: Situation, silent: frozenset[str]) -> list[Unit]:
    """The units of rules, vetoes and tables that the reference covers."""
    found = interpret(model, known)
    fired = {id for id, verdict in found.verdicts.items() if verdict is Verdict.FIRED and id not in silent}
    for table in model.every(Table):
        if table.id not in silent:
            fired |= {*found.rows.get(table.id, ())}
    lines = [Rule(id=unit.id, lines=(unit.without,)) for unit in units if unit.without is not None]
    kept = [each for each in model.files[0].constructs if not isinstance(each, Rule | Table)]
    alone = evolve(model, files=(File("alone.rules", "rules", "en", (*kept, *everywhere(lines, known))),))
    spare = {id for id, verdict in interpret(alone, known).verdicts.items() if verdict is Verdict.FIRED}
    return [unit for unit in units if unit.owner in fired and (unit.without is None or unit.id not in spare)]


def unheard(candidates: tuple[Candidate, ...]) -> frozenset[str]:
    """The rules and tables of which no proposal is left standing, though some were made."""
    lost = {one.rule for one in candidates if one.outcome in (Outcome.BEATEN, Outcome.FORBIDDEN)}
    return frozenset(lost - {one.rule for one in candidates if one.outcome not in (Outcome.BEATEN, Outcome.FORBIDDEN)})


def everywhere(rules: list[Rule], known: Situation) -> list[Rule]:
    """The rules, speaking at this event."""
    return [evolve(rule, events=(known.event.kind,)) for rule in rules]

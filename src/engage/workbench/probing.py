"""Conditions asked apart from the ruleset's rules: silent rules in programs of their own, with its facts and scores.

A condition means there exactly what it means in a rule of the ruleset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve

from engage.errors import RulesetError
from engage.load import compile as compile_model
from engage.program.program import Program
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.model import DerivedFact, File, Model, Rule, Scorecard
from engage.ruleset.value_model import ValueModel

__all__ = ["probing_programs"]

#: what conditions may rest on
_NEEDED: Final = (DerivedFact, Scorecard, ValueModel, Lifecycle, Segment)


def probing_programs(model: Model, probes: Sequence[Rule]) -> tuple[Program, ...]:
    """Programs that ask the probes and nothing else: one, or several where all at once would cost too much."""
    if not probes:
        return ()
    needed = [
        evolve(each, entering=()) if isinstance(each, Lifecycle) else each
        for file in model.files
        for each in file.constructs
        if isinstance(each, _NEEDED)
    ]
    bare = evolve(model, files=(File("probes.rules", "rules", "en", tuple(needed)),))
    return tuple(_compiled(bare, probes))


def _compiled(bare: Model, probes: Sequence[Rule]) -> Iterator[Program]:
    (file,) = bare.files
    try:
        yield compile_model(evolve(bare, files=(evolve(file, constructs=(*file.constructs, *probes)),)))
    except RulesetError:
        # What one probe costs, its rule costs too, and that was compiled.
        if len(probes) == 1:
            raise
        yield from _compiled(bare, probes[: len(probes) // 2])
        yield from _compiled(bare, probes[len(probes) // 2 :])

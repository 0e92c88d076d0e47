"""Examples for what no example covers: a customer for each unit, with the outcome of today, for the analyst to confirm.

The box algebra says where to look, the real evaluator whether a customer found there covers the unit. Each proposal is
written, read back and run before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from attrs import evolve, frozen

from engage.checks.staging import stage
from engage.decide import decide
from engage.ground.finding import Words
from engage.program.program import Program
from engage.ruleset.model import Example, Expectation, File, Model
from engage.ruleset.moments import offset_in
from engage.workbench.coverage import Meter
from engage.workbench.examples import TO_CONFIRM, all_examples, run_examples
from engage.workbench.outcome import outcome_of
from engage.workbench.proposed_text import ReadBack
from engage.workbench.uncovered import examples_for
from engage.workbench.units import Unit, unit_words

__all__ = ["Proposal", "Proposals", "propose"]

_NAME: Final = Words("proposed for {id}", "为 {id} 建议", "為 {id} 建議")
_COVERS: Final = Words("covers {what}", "覆盖 {what}", "覆蓋 {what}")
_MARK: Final = Words(
    "to confirm: this is what comes out today; mend what is wrong, then take this line away",
    "待确认：这是目前的结果；请改正不对之处，再删去本行",
    "待確認：這是目前的結果；請改正不對之處，再刪去本行",
)


@frozen
class Proposal:
    """An example, and the units that it is the first to cover."""

    example: Example
    covers: tuple[Unit, ...]


@frozen
class Proposals:
    """What could be proposed, and the units for which no customer was found."""

    found: tuple[Proposal, ...]
    left: tuple[Unit, ...]


def propose(
    model: Model,
    program: Program,
    missed: Sequence[Unit],
    notation: str = "rules",
    language: str = "en",
    done: Callable[[], None] | None = None,
) -> Proposals:
    """Examples for the missed units, in their order; one that covers several stands for all of them.

    `done` is called after each unit.
    """
    meter, back = Meter.of(model, program), ReadBack.of(model, notation, language)
    names = {example.id for example in all_examples(model)}
    waiting = dict.fromkeys(missed)
    found: list[Proposal] = []
    for unit in missed:
        proposal = _proposal(unit, tuple(waiting), names, back, meter) if unit in waiting else None
        if proposal is not None:
            found.append(proposal)
            names.add(proposal.example.id)
            waiting = dict.fromkeys(each for each in waiting if each not in proposal.covers)
        if done is not None:
            done()
    return Proposals(tuple(found), tuple(waiting))


def _proposal(
    unit: Unit, waiting: tuple[Unit, ...], names: Iterable[str], back: ReadBack, meter: Meter
) -> Proposal | None:
    """The first example found that covers the unit and comes out, as it is written, as it says."""
    model, program = back.model, meter.program
    for bare in examples_for(unit, model, program):
        decision = decide(program, stage(program, bare, {}))
        covered = meter.covered(decision)
        if decision.safe_default or unit not in covered:
            continue
        covers = (unit, *(each for each in waiting if each in covered and each is not unit))
        expected = outcome_of(model, program, decision, unit)
        again = back.again(_marked(bare, unit, covers, expected, names, back))
        if again is not None and expected and _comes_out(again, unit, model, meter):
            return Proposal(again, covers)
    return None


def _marked(
    bare: Example,
    unit: Unit,
    covers: Sequence[Unit],
    expected: Sequence[Expectation],
    names: Iterable[str],
    back: ReadBack,
) -> Example:
    """The example with a name of its own, what it covers above it, and the mark above its first expectation."""
    language, zone = back.language, back.model.header.zone
    name = _NAME.in_language(language).replace("{id}", unit.id)
    taken, number, id = set(names), 1, name
    while id in taken:
        number += 1
        id = f"{name} {number}"
    notes = tuple(_COVERS.in_language(language).replace("{what}", unit_words(each, language)) for each in covers)
    marked = tuple(
        evolve(each, notes=() if place else (_MARK.in_language(language),)) for place, each in enumerate(expected)
    )
    return evolve(bare, id=id, offset=offset_in(zone, bare.at or 0), notes=notes, expect=marked)


def _comes_out(example: Example, unit: Unit, model: Model, meter: Meter) -> bool:
    """Run as an example of the ruleset, does it pass and cover the unit?"""
    extra = File("proposed.rules", "rules", model.header.language, (example,))
    (result,) = run_examples(evolve(model, files=(*model.files, extra)), meter.program, (example.id,))
    return result.passed and unit in meter.covered(result.decision)


assert all(_MARK.in_language(language).startswith(TO_CONFIRM) for language in ("en", "zh", "zh-Hant"))

"""May a ruleset take its next step towards customers? Everything that is asked of it, each with what was found.

A step needs a ruleset without errors, examples that all pass, an owner, and an objective with its metric and horizon.
Who may take which step, in which order, is said by `facts.standing`.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from engage.checks import check
from engage.facts.standing import Promotion, Refusal, Stage
from engage.ground.finding import Severity, Words
from engage.program.program import Program
from engage.ruleset.digest import examples_digest
from engage.ruleset.model import Ruleset
from engage.workbench.examples import run_examples

__all__ = ["Demand", "demands", "promoted", "refused"]

_SECOND: Final = 1_000_000


@frozen
class Demand:
    """One thing that is asked before a step, whether it is met, and what was found.

    `examples` are those that do not pass, by id, in file order.
    """

    words: Words
    met: bool
    found: Words
    examples: tuple[str, ...] = ()


def demands(ruleset: Ruleset, program: Program) -> tuple[Demand, ...]:
    """What is asked of a ruleset before it leaves the desk of its author."""
    model = ruleset.model
    assert model is not None
    header = model.header
    errors = sum(finding.severity is Severity.ERROR for finding in check(model, program).findings)
    results = run_examples(model, program)
    passed = sum(result.passed for result in results)
    horizon = header.horizon.isoformat() if header.horizon else ""
    return (
        Demand(Words("no finding is an error", "没有错误", "沒有錯誤"), not errors, Words(str(errors))),
        Demand(
            Words("every example passes", "示例全部通过", "示例全部通過"),
            bool(results) and passed == len(results),
            Words(f"{passed} of {len(results)}", f"{passed}/{len(results)}"),
            tuple(result.id for result in results if not result.passed),
        ),
        _stated("owner", "负责人", "負責人", header.owner),
        _stated("objective", "目标", "目標", header.objective),
        _stated("metric", "衡量指标", "衡量指標", header.metric),
        _stated("horizon", "达成期限", "達成期限", horizon),
    )


def _stated(key: str, zh: str, hant: str, said: str) -> Demand:
    words = Words(f"`{key}` is stated in ruleset.yaml", f"ruleset.yaml 写明 `{zh}`", f"ruleset.yaml 寫明 `{hant}`")
    return Demand(words, bool(said), Words(said))


def refused(ruleset: Ruleset, program: Program, stage: Stage, by: str, at: int) -> Refusal | None:
    """Why the step may not be taken by this person at this moment (microseconds UTC), None when it may."""
    assert ruleset.model is not None
    owner = ruleset.model.header.owner
    return ruleset.standing.refusal(
        stage, by, owner, program.hash, examples_digest(ruleset.model), at // _SECOND * _SECOND
    )


def promoted(
    ruleset: Ruleset, program: Program, stage: Stage, by: str, at: int, note: str = ""
) -> tuple[Promotion, ...]:
    """Every step of the ruleset with the new one. `at` is microseconds UTC; whole seconds are kept."""
    assert ruleset.model is not None
    standing = ruleset.standing
    step = Promotion(
        version=standing.version_for(stage),
        stage=stage,
        by=by,
        at=at // _SECOND * _SECOND,
        ruleset=program.hash,
        examples=examples_digest(ruleset.model),
        note=note,
    )
    return standing.promoted(step).steps

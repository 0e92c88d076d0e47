"""The analysts' own tests: each example is decided on the real road and compared with what it expects.

A condition under `expect` is asked as a rule of its own without actions, compiled with the rest of the ruleset, so
that it means exactly what it means in a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, field, frozen

from engage.checks.staging import stage
from engage.decide import decide, explain
from engage.decide.arbitrate import silenced
from engage.decide.explain_words import VERDICTS, value_words
from engage.facts.decided import Decision, Verdict
from engage.ground.finding import Words
from engage.ground.source import Span
from engage.language.tree import Condition
from engage.load import compile as compile_model
from engage.program.program import Program
from engage.ruleset.model import Example, ExampleTable, Expectation, Model, Persona, Rule
from engage.workbench.expected import condition_words, difference

__all__ = ["Difference", "ExampleResult", "all_examples", "run_examples"]


#: No analyst can write a rule with a control character in its name.
_PREFIX = "\x1fexpect "
_NOT_ASKED = Words("nothing was asked: the safe default was taken", "未作判断：采用了安全默认方案")


@frozen
class Difference:
    """One expectation that was not met: what was expected, what came instead, where it is written."""

    expected: Words
    got: Words
    span: Span | None = None


@frozen
class ExampleResult:
    """What came of an example. `decision` is the one it made."""

    id: str
    span: Span | None
    differences: tuple[Difference, ...]
    decision: Decision = field(repr=False)

    @property
    def passed(self) -> bool:
        """True when everything that was expected came out."""
        return not self.differences


def all_examples(model: Model) -> tuple[Example, ...]:
    """Every example, those of tables spelled out row by row, in file order."""
    rows = (example for table in model.every(ExampleTable) for example in table.examples)
    return (*model.every(Example), *rows)


def run_examples(model: Model, program: Program, only: Iterable[str] = ()) -> tuple[ExampleResult, ...]:
    """Decide every example of the model (or those named by `only`) and compare."""
    wanted = set(only)
    examples = [one for one in all_examples(model) if not wanted or one.id in wanted]
    personas = {persona.id: persona for persona in model.every(Persona)}
    asked = _with_conditions(model, program, examples)
    results = []
    for example in examples:
        decision = decide(asked, stage(asked, example, personas))
        found = (_compare(asked, decision, example, place) for place in range(len(example.expect)))
        clean = evolve(decision, ruleset_hash=program.hash, verdicts=_own(decision.verdicts))
        results.append(ExampleResult(example.id, example.span, tuple(each for each in found if each), clean))
    return tuple(results)


def _question(example: Example, place: int) -> str:
    return f"{_PREFIX}{place} of {example.id}"


def _own(verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
    return {id: verdict for id, verdict in verdicts.items() if not id.startswith(_PREFIX)}


def _with_conditions(model: Model, program: Program, examples: Iterable[Example]) -> Program:
    """The program with one silent rule for every expected condition; the same program when there is none."""
    questions = [
        Rule(id=_question(example, place), events=(example.event,), lines=(expectation.condition,))
        for example in examples
        for place, expectation in enumerate(example.expect)
        if expectation.condition is not None
    ]
    if not questions or not model.files:
        return program
    first = evolve(model.files[0], constructs=(*model.files[0].constructs, *questions))
    return compile_model(evolve(model, files=(first, *model.files[1:])))


def _compare(program: Program, decision: Decision, example: Example, place: int) -> Difference | None:
    expectation = example.expect[place]
    if expectation.condition is not None:
        return _compare_condition(program, decision, expectation.condition, _question(example, place), expectation.span)
    if expectation.rule:
        return _compare_rule(decision, expectation)
    if expectation.action is None:
        return None
    told = difference(program, decision, expectation.action, expectation.absent)
    return None if told is None else Difference(told[0], told[1], expectation.span)


def _compare_condition(
    program: Program, decision: Decision, condition: Condition, question: str, span: Span | None
) -> Difference | None:
    verdict = decision.verdicts.get(question)
    if verdict is Verdict.FIRED:
        return None
    expected = condition_words(condition, program.vocabulary)
    if decision.safe_default:
        return Difference(
            expected, Words("nothing was asked: the safe default was taken", "未作判断：采用了安全默认方案"), span
        )
    # The index leaves out a question that needs another value; explaining asks it all the same.
    asked = next(rule for rule in explain(program, decision).rules if rule.id == question)
    seen = {each.name: each for line in asked.lines for each in line.seen}

    def listed(language: str) -> str:
        colon, comma = ("：", "，") if language == "zh" else (": ", ", ")
        return comma.join(
            f"{one.label.in_language(language)}{colon}{value_words(one.value, one.type, language)}"
            for one in seen.values()
        )

    return Difference(expected, Words(listed("en"), listed("zh")), span)


def _compare_rule(decision: Decision, expectation: Expectation) -> Difference | None:
    rule, verdict = expectation.rule, decision.verdicts.get(expectation.rule, Verdict.NOT_MET)
    # A rule that others beat in everything has held, but it has not spoken.
    beaten = rule in silenced(decision.candidates)
    if (verdict is Verdict.FIRED and not beaten) == expectation.fired:
        return None
    expected = Words(f"fired {rule}", f"触发 {rule}", f"觸發 {rule}")
    if not expectation.fired:
        expected = Words(f"not {expected.en}", f"不{expected.zh}", f"不{expected.hant}")
    said = Words("beaten", "被其他规则优先", "被其他規則優先") if beaten else VERDICTS[verdict]
    return Difference(expected, Words(f"{rule}: {said.en}", f"{rule}：{said.zh}"), expectation.span)

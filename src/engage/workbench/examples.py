"""The analysts' own tests: each example is decided on the real road and compared with what it expects.

A condition under `expect` is asked as a rule of its own without actions, so that it means exactly what it means in a
rule; in a program apart, so that asking changes nothing of what is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from attrs import field, frozen

from engage.checks import check
from engage.checks.staging import stage
from engage.decide import decide, explain
from engage.decide.arbitrate import silenced
from engage.decide.explain_words import VERDICTS
from engage.decide.explanation import RuleTold
from engage.decide.value_words import value_words
from engage.facts.decided import Decision, Verdict
from engage.ground.finding import Finding, Words
from engage.ground.source import Span
from engage.language.actions import Withhold
from engage.program.program import Program
from engage.ruleset.model import Example, ExampleTable, Expectation, Model, Persona, Rule, Table
from engage.workbench.expected import condition_words, difference
from engage.workbench.expected_outcomes import effect_difference, finding_difference, reason_difference
from engage.workbench.probing import probing_programs
from engage.workbench.why_not import kept_from_firing, lost_to, proposers, why_there

__all__ = ["TO_CONFIRM", "Difference", "ExampleResult", "all_examples", "run_examples", "unconfirmed"]


#: No analyst can write a rule with a control character in its name.
_PREFIX: Final = "\x1fexpect "
#: how the comment begins that marks a proposed outcome until somebody has confirmed it
TO_CONFIRM: Final = ("to confirm", "待确认", "待確認")
_NOT_ASKED: Final = Words("nothing was asked: the safe default was taken", "未作判断：采用了安全默认方案")


@frozen
class Difference:
    """One expectation that was not met: what was expected, what came instead, where it is written.

    `why`: the lines that kept a rule from saying it, with the values they saw, or who took its place.
    """

    expected: Words
    got: Words
    span: Span | None = None
    why: tuple[Words, ...] = ()


@frozen
class ExampleResult:
    """What came of an example. `decision` is the one it made; `unconfirmed` when its outcome was only proposed."""

    id: str
    span: Span | None
    differences: tuple[Difference, ...]
    decision: Decision = field(repr=False)
    unconfirmed: bool = False

    @property
    def passed(self) -> bool:
        """True when everything that was expected came out."""
        return not self.differences


def all_examples(model: Model) -> tuple[Example, ...]:
    """Every example, those of tables spelled out row by row, in file order."""
    rows = (example for table in model.every(ExampleTable) for example in table.examples)
    return (*model.every(Example), *rows)


def run_examples(
    model: Model, program: Program, only: Iterable[str] = (), done: Callable[[], None] | None = None
) -> tuple[ExampleResult, ...]:
    """Decide every example of the model (or those named by `only`) and compare; `done` is called after each.

    The ruleset is checked once, and only where an example expects a finding.
    """
    wanted = set(only)
    examples = [one for one in all_examples(model) if not wanted or one.id in wanted]
    personas = {persona.id: persona for persona in model.every(Persona)}
    bench = _Bench(model, program, personas, probing_programs(model, tuple(_questions(examples))))
    results = []
    for example in examples:
        decision = decide(program, stage(program, example, personas))
        found = (_compare(bench, decision, example, place) for place in range(len(example.expect)))
        met = tuple(each for each in found if each)
        results.append(ExampleResult(example.id, example.span, met, decision, unconfirmed(example)))
        if done is not None:
            done()
    return tuple(results)


def unconfirmed(example: Example) -> bool:
    """True while an expectation still carries the mark with which it was proposed."""
    return any(note.strip().startswith(TO_CONFIRM) for one in example.expect for note in one.notes)


@frozen(slots=False)
class _Bench:
    """The ruleset under test, and the programs that ask the conditions which examples expect."""

    model: Model
    program: Program
    personas: Mapping[str, Persona]
    asking: tuple[Program, ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        return check(self.model, self.program).findings

    def explained(self, example: Example, question: str) -> RuleTold | None:
        """What came of a question: its verdict, and the values it saw."""
        for program in self.asking:
            shelf = program.shelves.get(example.event)
            if shelf is not None and any(rule.id == question for rule in shelf.rules):
                told = explain(program, decide(program, stage(program, example, self.personas)))
                return next((rule for rule in told.rules if rule.id == question), None)
        return None


def _question(example: Example, place: int) -> str:
    return f"{_PREFIX}{place} of {example.id}"


def _questions(examples: Iterable[Example]) -> Iterator[Rule]:
    """One silent rule for every condition that an example expects."""
    for example in examples:
        for place, expectation in enumerate(example.expect):
            if expectation.condition is not None:
                yield Rule(id=_question(example, place), events=(example.event,), lines=(expectation.condition,))


def _compare(bench: _Bench, decision: Decision, example: Example, place: int) -> Difference | None:
    expectation, span = example.expect[place], example.expect[place].span
    told: tuple[Words, Words] | None = None
    if expectation.reason:
        told = reason_difference(decision, expectation, bench.program.vocabulary)
    elif expectation.finding:
        told = finding_difference(bench.findings, expectation, bench.program.vocabulary)
    elif expectation.channel:
        told = effect_difference(bench.program, decision, expectation)
    elif expectation.condition is not None:
        return _compare_condition(bench, decision, example, place)
    elif expectation.rule:
        return _compare_rule(bench, decision, expectation)
    elif expectation.action is not None:
        told = difference(bench.program, decision, expectation.action, expectation.absent)
    return None if told is None else Difference(*told, span, _why(bench, decision, expectation))


def _why(bench: _Bench, decision: Decision, expectation: Expectation) -> tuple[Words, ...]:
    action = expectation.action
    if action is None or decision.safe_default:
        return ()
    if expectation.absent or isinstance(action, Withhold):
        return why_there(decision, action)
    ids = proposers(bench.model, action)
    return (*kept_from_firing(explain(bench.program, decision), ids), *lost_to(decision, ids))


def _compare_condition(bench: _Bench, decision: Decision, example: Example, place: int) -> Difference | None:
    expectation = example.expect[place]
    assert expectation.condition is not None
    expected = condition_words(expectation.condition, bench.program.vocabulary, bench.program.zone)
    if decision.safe_default:
        return Difference(expected, _NOT_ASKED, expectation.span)
    asked = bench.explained(example, _question(example, place))
    if asked is not None and asked.verdict is Verdict.FIRED:
        return None
    seen = {each.name: each for line in asked.lines for each in line.seen} if asked else {}

    def listed(language: str) -> str:
        colon, comma = ("：", "，") if language.startswith("zh") else (": ", ", ")
        return comma.join(
            f"{one.label.in_language(language)}{colon}{value_words(one.value, one.type, language, bench.program.zone)}"
            for one in seen.values()
        )

    return Difference(expected, Words(listed("en"), listed("zh"), listed("zh-Hant")), expectation.span)


def _compare_rule(bench: _Bench, decision: Decision, expectation: Expectation) -> Difference | None:
    rule, verdict = expectation.rule, decision.verdicts.get(expectation.rule, Verdict.NOT_MET)
    # A rule that others beat in everything has held, but it has not spoken.
    beaten = rule in silenced(decision.candidates)
    if (verdict is Verdict.FIRED and not beaten) == expectation.fired:
        return None
    expected = Words(f"fired {rule}", f"触发 {rule}", f"觸發 {rule}")
    if not expectation.fired:
        expected = Words(f"not {expected.en}", f"不{expected.zh}", f"不{expected.hant}")
    said = Words("beaten", "被其他规则优先", "被其他規則優先") if beaten else VERDICTS[verdict]
    got = Words(f"{rule}: {said.en}", f"{rule}：{said.zh}", f"{rule}：{said.in_language('zh-Hant')}")
    return Difference(expected, got, expectation.span, _why_silent(bench, decision, rule, beaten))


def _why_silent(bench: _Bench, decision: Decision, rule: str, beaten: bool) -> tuple[Words, ...]:
    """What kept a rule, or every row of a table, from firing."""
    if decision.safe_default:
        return (_NOT_ASKED,)
    rows = [
        f"{rule} row {number}"
        for table in bench.model.every(Table)
        if table.id == rule
        for number in range(1, len(table.rows) + 1)
    ]
    return lost_to(decision, [rule]) if beaten else kept_from_firing(explain(bench.program, decision), [rule, *rows])

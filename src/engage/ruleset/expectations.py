"""What an example expects: a rule that fired or did not, an action in the plan or not in it, a condition that holds.

What goes out, reasons and findings: `expected_outcomes`.

A test of an output or a target (`first response is 30 minutes`) expects the plan to hold that value.
"""

from __future__ import annotations

from attrs import evolve

from engage.facts.vocabulary import Domain, Field, Kind, Type, Vocabulary
from engage.ground.finding import Finding, Report
from engage.ground.source import Fragment
from engage.language import parse_action, parse_condition
from engage.language.actions import Action, OfferAction, SetOutput, Withhold
from engage.language.tree import Compare, Condition, Fact, Holds, Literal, Not
from engage.ruleset import messages
from engage.ruleset.declare import Names
from engage.ruleset.example_words import FIRED, NOT, NOT_FIRED, behind
from engage.ruleset.expected_outcomes import outcome_expected
from engage.ruleset.model import Expectation
from engage.ruleset.names import alike
from engage.ruleset.sentences import Sentences

__all__ = ["expectation", "output_test", "with_outputs"]

_OUTPUT = "output."


def expectation(fragment: Fragment, sentences: Sentences, names: Names) -> Expectation | None:
    """One line under `expect`."""
    for words, fired in ((NOT_FIRED, False), (FIRED, True)):
        name = behind(fragment, words, sentences.language)
        if name is None:
            continue
        known = names.rules.get(alike(name.text))
        if known is None:
            hint, fixes = sentences.near(name.text, names.rules.values(), name.span())
            sentences.tell(messages.FIRED_UNKNOWN, name.span(), fixes, name=name.text, hint=hint)
            return None
        return Expectation(rule=known, fired=fired, span=fragment.span(), notes=fragment.notes)
    outcome, findings = outcome_expected(fragment, sentences, names)
    if outcome is not None:
        sentences.found.extend(findings)
        return evolve(outcome, span=fragment.span(), notes=fragment.notes)
    return _in_plan(fragment, sentences, findings)


def _in_plan(fragment: Fragment, sentences: Sentences, problems: tuple[Finding, ...]) -> Expectation | None:
    """An action, a condition or an output; `problems` are those of reading it as what goes out."""
    span, notes = fragment.span(), fragment.notes
    denied = behind(fragment, NOT, sentences.language)
    failed: list[tuple[Finding, ...]] = [problems]
    # Behind `not`, as behind `never`, `offer` may name a whole group of offers.
    for piece, absent, vetoed in ((denied, True, True), (denied, True, False), (fragment, False, False)):
        if piece is None:
            continue
        action, findings = parse_action(piece, sentences.scope, vetoed=vetoed)
        if action is not None and Report(findings).ok:
            sentences.found.extend(findings)
            if absent and isinstance(action, OfferAction):
                # In normal form: no offer of this name, group or class is in the plan.
                action, absent = Withhold(action.offer, span=action.span), False
            return Expectation(action=action, absent=absent, span=span, notes=notes)
        failed.append(findings)
    condition, findings = parse_condition(fragment, sentences.scope)
    if condition is not None and Report(findings).ok:
        sentences.found.extend(findings)
        return Expectation(condition=condition, span=span, notes=notes)
    set_to, missed = _of_an_output(fragment, sentences)
    if set_to is not None:
        return Expectation(action=set_to, span=span, notes=notes)
    # The reading that came furthest is the one that was meant.
    furthest = max([findings, missed, *failed], key=_reached)
    sentences.found.extend(furthest)
    return None


def _reached(findings: tuple[Finding, ...]) -> int:
    return min((finding.span.start for finding in findings if finding.span is not None), default=-1)


def _of_an_output(fragment: Fragment, sentences: Sentences) -> tuple[Action | None, tuple[Finding, ...]]:
    """`escalate is yes` as what sets the output; None where the sentence says anything else."""
    scope = evolve(sentences.scope, vocabulary=with_outputs(sentences.vocabulary))
    condition, findings = parse_condition(fragment, scope)
    if condition is None or not Report(findings).ok:
        return None, findings
    name, literal = _equality(condition)
    if literal is None or not name.startswith(_OUTPUT):
        return None, ()
    return SetOutput(name.removeprefix(_OUTPUT), literal, span=fragment.span()), ()


def _equality(condition: Condition) -> tuple[str, Literal | None]:
    yes_no = Type(Kind.YES_NO)
    if isinstance(condition, Compare) and condition.op == "=" and isinstance(condition.left, Fact):
        return condition.left.name, condition.right if isinstance(condition.right, Literal) else None
    if isinstance(condition, Holds) and isinstance(condition.value, Fact):
        return condition.value.name, Literal(True, yes_no)
    if isinstance(condition, Not) and isinstance(condition.part, Holds) and isinstance(condition.part.value, Fact):
        return condition.part.value.name, Literal(False, yes_no)
    return "", None


def output_test(action: Action) -> Condition | None:
    """The test of an output that says what an action sets; None for every other action."""
    if not isinstance(action, SetOutput) or not isinstance(action.value, Literal):
        return None
    return Compare("=", Fact(_OUTPUT + action.output, action.value.type), action.value)


def with_outputs(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with outputs and targets as facts that an expectation may test."""
    outputs = [Field(_OUTPUT + output.id, output.type, output.labels) for output in vocabulary.outputs]
    targets = [
        Field(_OUTPUT + target.id, Type(Kind.DURATION), target.labels) for target in vocabulary.named(Domain.TARGET)
    ]
    return evolve(vocabulary, fields=(*vocabulary.fields, *outputs, *targets))

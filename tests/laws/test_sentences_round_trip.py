"""parse(print(x)) = x for everything a sentence can say, in English, simplified and traditional Chinese.

Each law names a mutant that it was seen to catch: a planted mistake in the printer, made by hand and taken back.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from engage.facts.units import Duration
from engage.facts.vocabulary import Kind, Type, Vocabulary
from engage.ground.finding import Finding
from engage.ground.source import Fragment
from engage.language import (
    Scope,
    parse_action,
    parse_cell,
    parse_condition,
    parse_duration,
    parse_event_name,
    parse_given,
    parse_literal,
    parse_template,
    parse_value,
)
from engage.language.action_printer import print_action
from engage.language.printer import (
    print_cell,
    print_condition,
    print_duration,
    print_event_name,
    print_given,
    print_literal,
    print_template,
    print_value,
)
from engage.language.small_sentences import (
    parse_absence,
    parse_active,
    parse_event_given,
    parse_once,
    parse_past,
    print_absence,
    print_active,
    print_event_given,
    print_once,
    print_past,
)
from engage.testing import strategies as trees

LANGUAGES = ("en", "zh", "zh-Hant")
Parse = Callable[[Fragment, Scope], tuple[object, tuple[Finding, ...]]]


def read_back(text: str, parse: Parse, vocabulary: Vocabulary, language: str, meant: object) -> None:
    """Fail unless the text is read as exactly what was meant, without a finding."""
    value, found = parse(Fragment.of(text), Scope(vocabulary, language))
    said = [f"{finding.code} {finding.text()}" for finding in found]
    assert (value, said) == (meant, []), text


@given(st.data())
def test_a_condition_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Mutants caught: `and` printed around an `or` without brackets (`_stands_alone` true for Or); a list that is asked
    for all of its items printed as asked for any of them.
    """
    vocabulary = data.draw(trees.vocabularies())
    condition = data.draw(trees.conditions(vocabulary))
    for language in LANGUAGES:
        read_back(print_condition(condition, vocabulary, language), parse_condition, vocabulary, language, condition)


@given(st.data())
def test_a_value_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Mutant caught: `a - (b - c)` printed without its brackets (`right` ignored in `_arithmetic_text`)."""
    vocabulary = data.draw(trees.vocabularies())
    type = data.draw(st.sampled_from([Type(Kind.NUMBER), *(field.type for field in vocabulary.fields[:6])]))
    value = data.draw(trees.values(vocabulary, type, depth=3))
    for language in LANGUAGES:
        read_back(print_value(value, vocabulary, language), parse_value, vocabulary, language, value)


@given(st.data())
def test_a_cell_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Mutant caught: `5 to below 10` printed as `5 to 10` (`below` forgotten in `_test`)."""
    vocabulary = data.draw(trees.vocabularies())
    subject, condition = data.draw(trees.cells(vocabulary))

    def parse(fragment: Fragment, scope: Scope) -> tuple[object, tuple[Finding, ...]]:
        return parse_cell(fragment, subject, scope)

    for language in LANGUAGES:
        read_back(print_cell(condition, subject, vocabulary, language), parse, vocabulary, language, condition)


@given(st.data())
def test_a_literal_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Mutant caught: a text that holds quotes printed in the same quotes (`quoted` always with the first pair)."""
    vocabulary = data.draw(trees.vocabularies())
    type = data.draw(st.sampled_from([Type(Kind.TEXT), *(field.type for field in vocabulary.fields[:6])]))
    literal = data.draw(trees.literals(type))

    def parse(fragment: Fragment, scope: Scope) -> tuple[object, tuple[Finding, ...]]:
        return parse_literal(fragment, type, scope)

    for language in LANGUAGES:
        read_back(print_literal(literal, vocabulary, language), parse, vocabulary, language, literal)


@given(st.data())
def test_a_given_fact_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Mutant caught: an unknown fact printed as `no` instead of `unknown`."""
    vocabulary = data.draw(trees.vocabularies())
    fact = data.draw(trees.givens(vocabulary))
    for language in LANGUAGES:
        read_back(print_given(*fact, vocabulary, language), parse_given, vocabulary, language, fact)


@given(trees.durations())
def test_a_duration_is_read_back_as_it_was(duration: Duration) -> None:
    """Mutant caught: the two words for `calendar day` and `day` swapped in the table of units."""
    for language in LANGUAGES:
        read_back(print_duration(duration, language), parse_duration, Vocabulary(), language, duration)


@given(st.data())
def test_a_template_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Mutant caught: braces of the plain text not doubled in `_template_part`."""
    vocabulary = data.draw(trees.vocabularies())
    template = data.draw(trees.templates(vocabulary))
    for language in LANGUAGES:
        read_back(print_template(template, vocabulary, language), parse_template, vocabulary, language, template)


@given(st.data())
def test_an_action_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Mutant caught: the needs of a rung with a queue left out (`_rung_text` without `needs`)."""
    vocabulary = data.draw(trees.vocabularies())
    action = data.draw(trees.actions(vocabulary))
    for language in LANGUAGES:
        read_back(print_action(action, vocabulary, language), parse_action, vocabulary, language, action)


@given(st.data())
def test_an_event_name_is_read_back_as_it_was(data: st.DataObject) -> None:
    """Mutant caught: `complaint closed` printed as `complaint`, another kind's name."""
    vocabulary = data.draw(trees.vocabularies())
    id = data.draw(st.sampled_from(vocabulary.events)).id
    for language in LANGUAGES:
        read_back(print_event_name(id, vocabulary, language), parse_event_name, vocabulary, language, id)


@given(st.data())
def test_the_sentences_around_a_rule_are_read_back_as_they_were(data: st.DataObject) -> None:
    """Mutant caught: the two kinds of an absence printed in the wrong order in Chinese."""
    vocabulary = data.draw(trees.vocabularies())
    active, once = data.draw(trees.actives()), data.draw(trees.onces())
    absence = data.draw(trees.absences(vocabulary))
    for language in LANGUAGES:
        read_back(print_active(*active, language), parse_active, vocabulary, language, active)
        read_back(print_once(*once, language), parse_once, vocabulary, language, once)
        read_back(print_absence(*absence, vocabulary, language), parse_absence, vocabulary, language, absence)


@given(st.data())
def test_the_events_of_an_example_are_read_back_as_they_were(data: st.DataObject) -> None:
    """Mutant caught: fields of an event joined by a space instead of a comma."""
    vocabulary = data.draw(trees.vocabularies())
    event, past = data.draw(trees.event_givens(vocabulary)), data.draw(trees.pasts(vocabulary))
    for language in LANGUAGES:
        read_back(print_event_given(*event, vocabulary, language), parse_event_given, vocabulary, language, event)
        read_back(print_past(*past, vocabulary, language), parse_past, vocabulary, language, past)

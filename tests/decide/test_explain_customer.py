"""What a customer is told of a decision: in their words, with nothing internal, whatever the ruleset."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from attrs import evolve

from decide.building import situation
from decide.test_explain import desk
from engage.checks.staging import stage
from engage.decide import decide, explain
from engage.decide.explain_customer_words import BY_STEP, SAID
from engage.facts.vocabulary import Domain, Labels
from engage.load import compile, read
from engage.program.program import Program
from engage.ruleset.model import DerivedFact, Example, Model, Never, Persona, Rule, Scorecard, Table

SHIPPED = ("rulesets/telecom-care", "rulesets/telecom-care-zh", "rulesets/bank-calls", "tests/samples/mini")
LANGUAGES = ("en", "zh", "zh-Hant")
#: of these a customer is never told by label, unless the label has words for customers
HIDDEN = (
    Domain.QUEUE,
    Domain.LEVEL,
    Domain.OFFER,
    Domain.GROUP,
    Domain.WORK,
    Domain.OWNER,
    Domain.ALLOWANCE,
    Domain.SKILL,
)


def texts(path: str) -> Iterator[tuple[Model, str, str, str]]:
    """(model, example, language, what its customer is told) for every example of a ruleset."""
    ruleset = read(path)
    program = compile(ruleset)
    model = ruleset.model
    assert model is not None
    personas = {one.id: one for one in model.every(Persona)}
    for example in model.every(Example):
        explanation = explain(program, decide(program, stage(program, example, personas)))
        for language in LANGUAGES:
            yield model, example.id, language, explanation.customer(language)


def internal(model: Model) -> set[str]:
    """Every id and label that a customer must not read."""
    names: set[str] = set()
    for kind in (Rule, Table, Never, Scorecard, DerivedFact):
        names |= {one.id for one in model.every(kind)}
    for card in model.every(Scorecard):
        names |= {f"{band.id} (" for band in card.bands}
    for domain in HIDDEN:
        for term in model.vocabulary.named(domain):
            names |= {term.id, *of(term.labels)}
    for field in model.vocabulary.fields:
        names |= {field.name, field.short, *of(field.labels)}
    free = meant(model)
    return {name for name in names if (len(name) > 2 or not name.isascii()) and not any(name in text for text in free)}


def of(labels: Labels) -> set[str]:
    return {labels.en, labels.zh, labels.hant} - {""}


def meant(model: Model) -> set[str]:
    """Words for customers, which may well be those of an id or a label too (`service`, `internet`)."""
    vocabulary = model.vocabulary
    labelled = [field.labels for field in vocabulary.fields] + [kind.labels for kind in vocabulary.events]
    labelled += [term.labels for field in vocabulary.fields for term in field.type.choices]
    labelled += [term.labels for domain in Domain for term in vocabulary.named(domain)]
    fixed = [words.in_language(language) for words in (*SAID.values(), *BY_STEP.values()) for language in LANGUAGES]
    texts = {text for labels in labelled for language in LANGUAGES if (text := labels.to_customers(language))}
    return {*texts, *fixed, *model.header.reach_us.values()}


@pytest.mark.parametrize("path", SHIPPED)
def test_nothing_internal_is_told_to_a_customer(path: str) -> None:
    """Mutants: a queue's label is told where it has no words for customers; a `because` is told."""
    seen = 0
    for model, example, language, told in texts(path):
        for name in internal(model):
            # Within what a wording says, which is written for customers, its own words are free.
            bare = re.sub(r"“[^”]*”", "", told)
            found = re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", bare)
            assert not found, (example, language, name, told)
        for because in (text for rule in model.every(Rule) for text in rule.because.values()):
            said = [part.strip() for part in because.parts if isinstance(part, str)]
            plain = [part for part in said if len(part) > 5 and not any(part in text for text in meant(model))]
            assert not any(part in told for part in plain), (example, language, because)
        seen += 1
    assert seen


@pytest.mark.parametrize("name", ["leaving.en", "leaving.zh", "leaving.hant", "auntie.en", "auntie.zh", "bank.en"])
def test_a_customer_is_told_what_was_decided_on_which_data_and_how_to_reach_a_person(
    name: str, golden: Callable[[str, Callable[[str], str]], None]
) -> None:
    def produce(given: str) -> str:
        path, example, language = given.strip().splitlines()
        found = (told for _, id, tongue, told in texts(path) if (id, tongue) == (example, language))
        return next(found)

    golden(f"explain/customer.{name}.golden", produce)


def customer_of(program: Program, **facts: object) -> str:
    return explain(program, decide(program, situation(**facts))).customer("en")  # type: ignore[arg-type]


def test_what_has_no_words_for_customers_is_told_by_its_kind() -> None:
    told = customer_of(desk(), tier="platinum", months_with_us=30)
    assert "What we keep about you" in told
    assert "platinum" not in told
    assert "We have an offer for you" in told
    assert "A colleague takes care of what follows" in told
    assert "retention" not in told


def test_erased_facts_are_told_to_be_erased() -> None:
    made = desk()
    decision = evolve(decide(made, situation(tier="platinum")), facts_used={})
    assert "have since been erased" in explain(made, decision).customer("en")


def test_everybody_is_treated_so_where_no_fact_made_a_difference() -> None:
    assert "On none: everybody is treated so" in customer_of(desk())


def test_a_ruleset_says_itself_how_a_person_is_reached() -> None:
    made = evolve(desk(), reach_us={"en": "call 10000", "zh": "请拨打 10000"})
    explanation = explain(made, decide(made, situation()))
    assert "Call 10000" in explanation.customer("en")
    assert "请拨打 10000" in explanation.customer("zh-Hant")

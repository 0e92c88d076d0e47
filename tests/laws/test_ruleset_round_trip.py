"""Law: a ruleset that is spelled in any notation and language, written, and read again is the same model.

Mutants that it kills: a table that is spelled without its `otherwise` row; a reason in another language than the
file's that is lost, or printed under `because`; words in a cell that do not name their language; an example whose
empty history is left out; a band whose upper bound is printed as included.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.ground.render import render
from engage.load import read, read_sources
from engage.ruleset.convert import Notation, convert
from engage.ruleset.digest import model_digest
from engage.ruleset.model import Construct, Model, Ruleset

ROOT = Path(__file__).parents[2]
RULESETS = ("tests/samples/mini", "rulesets/telecom-care", "rulesets/bank-calls")
NOTATIONS: tuple[Notation, ...] = ("rules", "yaml")
LANGUAGES = ("en", "zh", "zh-Hant")


def sound(ruleset: Ruleset) -> Model:
    assert render(ruleset.report) == ""
    assert ruleset.model is not None
    return ruleset.model


def constructs(model: Model) -> list[Construct]:
    return [construct for file in model.files for construct in file.constructs]


def turned(ruleset: Ruleset, to: Notation, language: str) -> Ruleset:
    texts = convert(sound(ruleset), to, language, ruleset.sources)
    return read_sources(list(texts.items()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notation", NOTATIONS)
@pytest.mark.parametrize("name", RULESETS)
def test_a_ruleset_turned_into_any_notation_and_language_is_the_same(
    name: str, notation: Notation, language: str
) -> None:
    ruleset = read(ROOT / name)
    model, again = sound(ruleset), sound(turned(ruleset, notation, language))
    assert constructs(again) == constructs(model)
    assert again.vocabulary == model.vocabulary
    assert model_digest(again) == model_digest(model)


@pytest.mark.parametrize("name", RULESETS)
def test_a_ruleset_turned_round_all_of_them_comes_back_as_the_same_text(name: str) -> None:
    first = turned(read(ROOT / name), "rules", "en")
    ruleset = first
    for notation, language in (("yaml", "en"), ("yaml", "zh"), ("rules", "zh"), ("rules", "en")):
        ruleset = turned(ruleset, notation, language)  # type: ignore[arg-type]
    assert texts(ruleset) == texts(first)


def texts(ruleset: Ruleset) -> dict[str, str]:
    return {source.name: source.text for source in ruleset.sources if source.name != "ruleset.yaml"}

"""What a value model gives, and that it says the same however it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.ground.render import render
from engage.load import read_sources
from engage.ruleset.convert import Notation, convert
from engage.ruleset.digest import model_digest
from engage.ruleset.model import DerivedFact, Model
from engage.ruleset.value_model import ValueModel, derived_facts

HERE = Path(__file__).parents[1] / "checks" / "desk"
RULES = """
# above
value worth (over 24 months)
  # beside
  profit twice / 2 - 1 yuan
  cost 5
  retention 0.97
  discount 0.01
  contract months with us
  scenario plan: B
  cost in scenario 2 yuan
  least profit 15
  most retention 1
  potential may be negative
  tiers low (below 100), high (100 or more)

fact twice = balance * 2

fact dear = worth * 2

value other (over 1 month)
  profit dear
  retention 1
  discount 0
"""


def understood(files: dict[str, str]) -> Model:
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(HERE.iterdir())}
    if "case.yaml" in files:
        texts["ruleset.yaml"] = texts["ruleset.yaml"].replace("case.rules", "case.yaml")
    ruleset = read_sources(list({**texts, **files}.items()))
    assert render(ruleset.report) == ""
    assert ruleset.model is not None
    return ruleset.model


def test_a_value_model_gives_facts_that_facts_and_other_models_use() -> None:
    model = understood({"case.rules": RULES})
    given = [fact.id for fact in derived_facts(model) if fact not in model.every(DerivedFact)]
    assert given == [
        *(f"worth_{part}" for part in ("current", "potential", "total", "low", "high", "tier")),
        *(f"other_{part}" for part in ("current", "potential", "total")),
    ]
    fields = model.vocabulary.field_by_name
    assert {fields[f"customer.{id}"].type.currency for id in given if not id.endswith("tier")} == {"CNY"}
    assert [term.id for term in fields["customer.worth_tier"].type.choices] == ["low", "high"]


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
@pytest.mark.parametrize("notation", ["rules", "yaml"])
def test_it_says_the_same_in_every_notation_and_language(notation: Notation, language: str) -> None:
    model = understood({"case.rules": RULES})
    files = convert(model, notation, language)
    again = understood(dict(files))
    assert model_digest(again) == model_digest(model)
    assert again.every(ValueModel) == model.every(ValueModel)
    assert [each.notes for each in again.every(ValueModel)] == [("above",), ()]

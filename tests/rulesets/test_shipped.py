"""The shipped rulesets are sound, pass their own examples, and say the same in every notation and language."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from engage.checks import check
from engage.load import compile as compile_ruleset
from engage.load import load, read
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.convert import convert
from engage.ruleset.model import Example, ExampleTable, Never, Persona, Rule, Scorecard, Table
from engage.ruleset.value_model import ValueModel
from engage.workbench.coverage import coverage
from engage.workbench.examples import run_examples
from engage.workbench.units import unit_words

RULESETS = Path(__file__).parents[2] / "rulesets"
SHIPPED = ("telecom-care", "telecom-care-zh", "bank-calls", "retail-loyalty")


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_ruleset_has_no_finding_and_passes_its_examples(name: str) -> None:
    found = read(RULESETS / name)
    assert found.report.findings == ()
    assert found.model is not None
    results = run_examples(found.model, compile_ruleset(found))
    assert [result.id for result in results if not result.passed] == []
    assert results


@pytest.mark.parametrize("name", SHIPPED)
def test_the_examples_of_a_shipped_ruleset_cover_all_of_it(name: str) -> None:
    found = read(RULESETS / name)
    assert found.model is not None
    program = compile_ruleset(found)
    covered = coverage(found.model, program, (each.decision for each in run_examples(found.model, program)))
    assert [unit_words(unit, "en") for unit in covered.missed] == []
    assert len(covered.counts) > 20


def test_telecom_care_is_as_large_as_it_says() -> None:
    model = read(RULESETS / "telecom-care").model
    assert model is not None
    assert len(model.every(Rule)) >= 25
    assert len(model.every(Table)) >= 3
    assert len(model.every(Scorecard)) >= 2
    assert len(model.every(Example)) >= 20
    assert model.every(ExampleTable)
    assert model.every(Persona)


def test_retail_loyalty_shows_what_a_ruleset_may_know_of_a_customer() -> None:
    model = read(RULESETS / "retail-loyalty").model
    assert model is not None
    blocks = {Rule: 25, Table: 5, Scorecard: 4, ValueModel: 1, Lifecycle: 1, Segment: 3, Never: 4}
    for block, least in blocks.items():
        assert len(model.every(block)) >= least, block
    assert len(model.every(Example)) >= 50
    assert model.every(ExampleTable)
    assert model.every(Persona)
    known = model.vocabulary.fields
    assert any(field.max_age and field.least_confidence for field in known)
    assert any(field.estimated_by for field in known)


def test_the_checks_have_nothing_to_say_of_retail_loyalty() -> None:
    found = read(RULESETS / "retail-loyalty")
    assert found.model is not None
    assert check(found.model, compile_ruleset(found)).findings == ()


def test_the_chinese_telecom_care_is_the_english_one_converted() -> None:
    assert load(RULESETS / "telecom-care-zh").hash == load(RULESETS / "telecom-care").hash
    found = read(RULESETS / "telecom-care")
    assert found.model is not None
    for name, text in convert(found.model, "rules", "zh", found.sources).items():
        shipped = (RULESETS / "telecom-care-zh" / name).read_text(encoding="utf-8")
        # Comments are nobody's to translate but the author's: each stands in its place, in the reader's language.
        comments = [line for line in shipped.splitlines() if line.lstrip().startswith("# ")]
        assert [line for line in comments if line.isascii() and "yaml-language-server" not in line] == []
        assert without_words(shipped) == without_words(text)


def without_words(text: str) -> list[str]:
    """The lines of a file, of its comments only that there is one."""
    return ["#" if line.lstrip().startswith("# ") else line for line in text.split("\n")]


@pytest.mark.parametrize("name", ["telecom-care", "bank-calls", "retail-loyalty"])
def test_conversion_around_the_houses_ends_in_the_same_text(name: str, tmp_path: Path) -> None:
    road: tuple[tuple[Literal["rules", "yaml"], str], ...] = (
        ("rules", "en"),
        ("yaml", "en"),
        ("yaml", "zh"),
        ("rules", "zh"),
        ("rules", "zh-Hant"),
        ("rules", "en"),
    )
    folder, texts, hashes = RULESETS / name, [], set()
    for step, (notation, language) in enumerate(road):
        found = read(folder)
        assert found.model is not None
        files = convert(found.model, notation, language, found.sources)
        folder = tmp_path / str(step)
        folder.mkdir()
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        texts.append(files)
        hashes.add(load(folder).hash)
    assert texts[0] == texts[-1]
    assert len(hashes) == 1

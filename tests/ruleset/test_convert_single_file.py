"""A ruleset of one file is written back with all that its header says, in every form."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engage.ground.render import render
from engage.load import read
from engage.ruleset.convert import Notation, convert, format_text
from engage.ruleset.digest import model_json
from engage.ruleset.model import Model, Ruleset

MINI = Path(__file__).parent.parent / "samples" / "mini"
RULES = """# About the file.

# About the header.
ruleset one
  zone Asia/Shanghai
  owner Zhang
  # what may be named
  vocabulary vocabulary.yaml
  catalogue catalogue.yaml
  # when all else fails
  safe default
    route to front desk
    # slowly
    serve at standard care

rule a
  event complaint
  then
    route to complaint desk
"""
YAML = """# About the file.

ruleset: one
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
safe default:
  - route to front desk
# when we are there
working week:
  monday to friday: 09:00 to 18:00  # not on the eve of a holiday
holidays: [2026-10-01]  # the first only
billing day: 5
offers: best 2
rules:
  - rule: a
    event: complaint
    then:
      - route to complaint desk
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "one"
    made.mkdir()
    for name in ("vocabulary.yaml", "catalogue.yaml"):
        shutil.copy(MINI / name, made / name)
    return made


def opened(path: Path) -> tuple[Ruleset, Model]:
    """A ruleset without errors."""
    ruleset = read(path)
    assert ruleset.model is not None
    assert ruleset.report.ok, render(ruleset.report)
    return ruleset, ruleset.model


def single(folder: Path, name: str, text: str) -> tuple[Ruleset, Model]:
    (folder / name).write_text(text, encoding="utf-8")
    return opened(folder / name)


@pytest.mark.parametrize(("name", "text"), [("one.rules", RULES), ("one.yaml", YAML)])
def test_formatting_a_single_file_keeps_its_header(folder: Path, name: str, text: str) -> None:
    ruleset, model = single(folder, name, text)
    assert format_text(model.files[0], model, ruleset.sources[0]) == text


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
@pytest.mark.parametrize("to", ["rules", "yaml"])
@pytest.mark.parametrize(("name", "text"), [("one.rules", RULES), ("one.yaml", YAML)])
def test_a_converted_single_file_means_the_same(
    folder: Path, tmp_path: Path, name: str, text: str, to: Notation, language: str
) -> None:
    ruleset, model = single(folder, name, text)
    out = tmp_path / "out"
    out.mkdir()
    texts = convert(model, to, language, ruleset.sources)
    for each, content in texts.items():
        (out / each).write_text(content, encoding="utf-8")
    _, again = opened(out if "ruleset.yaml" in texts else out / f"one.{to}")
    assert model_json(again) == model_json(model)


def test_a_header_that_rules_cannot_say_gets_a_file_of_its_own(folder: Path) -> None:
    ruleset, model = single(folder, "one.yaml", YAML)
    texts = convert(model, "rules", "en", ruleset.sources)
    assert set(texts) == {"one.rules", "ruleset.yaml", "vocabulary.yaml", "catalogue.yaml"}
    assert texts["one.rules"].startswith("# About the file.\n\nrule a\n")
    assert "monday to friday: 09:00 to 18:00  # not on the eve of a holiday\n" in texts["ruleset.yaml"]
    assert texts["ruleset.yaml"].endswith("files: [one.rules]\n")


def test_a_header_block_in_a_folder_says_only_what_it_said(tmp_path: Path) -> None:
    folder = shutil.copytree(MINI, tmp_path / "mini")
    text = "ruleset part\n  owner Li\n\nrule a\n  event complaint\n  then\n    say apology\n"
    text = text.replace("    say apology\n", "    route to complaint desk\n")
    (folder / "cancel.rules").write_text(text, encoding="utf-8")
    ruleset, model = opened(folder)
    source = next(each for each in ruleset.sources if each.name == "cancel.rules")
    assert format_text(model.files[0], model, source) == text

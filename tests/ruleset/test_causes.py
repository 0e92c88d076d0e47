"""What is told first when files are wrong: the causes, while what only follows from them waits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import engage
from engage.ground.finding import Severity

TELECOM = Path(__file__).parent.parent.parent / "rulesets" / "telecom-care"


def told(folder: Path, file: str, old: str, new: str) -> list[tuple[str, str]]:
    """Code and place of what is found when a text of a file is replaced."""
    shutil.copytree(TELECOM, folder, ignore=shutil.ignore_patterns("demo"))
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    findings = engage.read(folder).report.findings
    return [(one.code, str(one.span)) for one in findings if one.severity is not Severity.WARNING]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "vocabulary.yaml",
            "{type: money CNY, en: monthly fee",
            "{type: money CNY en: monthly fee",
            ["Y024"],
        ),
        ("vocabulary.yaml", "type: date,", "type: dat,", ["R107"]),
        ("ruleset.yaml", "routing.rules", "routng.rules", ["R123"]),
        ("catalogue.yaml", "{en: retention desk, zh", "{en: retention desk zh", ["Y024"]),
    ],
)
def test_the_cause_is_told_first_and_alone(tmp_path: Path, file: str, old: str, new: str, expected: list[str]) -> None:
    found = told(tmp_path / "care", file, old, new)
    assert [code for code, _ in found] == [*expected, "R092"]
    assert found[0][1].startswith(file)


def test_a_slip_beside_no_cause_waits_for_nothing(tmp_path: Path) -> None:
    found = told(tmp_path / "care", "selling.rules", "internet access is DSL", "internet acess is DSL")
    assert [code for code, _ in found] == ["E010"]


def errors_in(folder: Path, rules: str, broken: str) -> list[str]:
    """The codes of what is found where a rules file is added and the contract's end has no type that is known."""
    shutil.copytree(TELECOM, folder, ignore=shutil.ignore_patterns("demo"))
    for file, old, new in (("vocabulary.yaml", "type: date,", broken), ("selling.rules", "", "")):
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1) if old else rules, encoding="utf-8")
    return [one.code for one in engage.read(folder).report.findings if one.severity is not Severity.WARNING]


def test_only_sentences_that_name_what_is_wrongly_declared_wait(tmp_path: Path) -> None:
    rules = (
        "rule one\n  event bill\n  when\n    custmer tier is gold\n    contract end within 60 days\n"
        "  then\n    say retention opning\n"
    )
    found = errors_in(tmp_path / "care", rules, "type: dat,")
    assert found[:2] == ["R107", "R092"]
    assert {"E010", "E041"} <= set(found)

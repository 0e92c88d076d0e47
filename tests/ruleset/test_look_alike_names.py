"""Declarations whose names hold letters of another script: told at the declaration, read as they were meant."""

from __future__ import annotations

from pathlib import Path

import engage
from engage.ground.finding import Severity

CYR_O, CYR_E = "\u043e", "\u0435"  # Cyrillic
FILES = {
    "ruleset.yaml": (
        "engage: 1\nruleset: r\nvocabulary: vocabulary.yaml\ncatalogue: catalogue.yaml\nfiles: [all.rules]\n"
        "safe default: [route to front desk]\n"
    ),
    "vocabulary.yaml": (
        "fields:\n  customer.tier: {type: choice, values: {gold: {}, basic: {}}, en: customer tier}\n"
        "events:\n  call: {type: call.received, en: call, contact: yes}\n"
    ),
    "catalogue.yaml": "queues:\n  front_desk: {en: front desk, step: assisted}\n",
    "all.rules": "rule all\n  event call\n  when customer tier is gold\n  then route to front desk\n",
}


def found(folder: Path, **changes: tuple[str, str]) -> list[tuple[str, str, list[str]]]:
    """Code, place and repairs of what is found when texts of files are replaced."""
    for name, text in FILES.items():
        old, new = changes.get(name.partition(".")[0], ("", ""))
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    report = engage.read(folder).report
    return [
        (one.code, str(one.span), [fix.replacement for fix in one.fixes])
        for one in report.findings
        if one.severity is Severity.ERROR
    ]


def test_a_label_is_told_where_it_is_declared_and_its_uses_are_not(tmp_path: Path) -> None:
    assert found(tmp_path, catalogue=("front desk", f"fr{CYR_O}nt desk")) == [
        ("E016", "catalogue.yaml:2:20", ["front"])
    ]


def test_a_value_and_a_field_label_likewise(tmp_path: Path) -> None:
    assert found(tmp_path, vocabulary=("gold", f"g{CYR_O}ld")) == [("E016", "vocabulary.yaml:2:42", ["gold"])]
    changed = found(tmp_path, vocabulary=("customer tier}", f"customer ti{CYR_E}r}}"))
    assert changed == [("E016", "vocabulary.yaml:2:77", ["tier"])]


def test_the_id_of_a_rule_likewise(tmp_path: Path) -> None:
    two = f"rule {CYR_O}ne\n  event call\n  then route to front desk\n\nrule all\n  beats one\n"
    codes = found(tmp_path, all=("rule all\n", two))
    assert ("E016", "all.rules:1:6", ["one"]) in codes
    assert [code for code, _, _ in codes] == ["E016", "R055"]

"""The rules of a small desk, read and compiled, for the tests of checks."""

from __future__ import annotations

from pathlib import Path

from engage.checks import CHECKS, Checked
from engage.ground import Finding, Report, render
from engage.load import compile as compile_model
from engage.load import read_sources
from engage.ruleset.model import Ruleset

__all__ = ["checked", "desk", "findings_in"]

DESK = Path(__file__).parent / "desk"


def desk(rules: str) -> Ruleset:
    """The ruleset with these rules; it has no errors. Behind a line `# catalogue.yaml` stands another catalogue."""
    rules, _, catalogue = rules.partition("\n# catalogue.yaml\n")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(DESK.iterdir())}
    if catalogue:
        texts["catalogue.yaml"] = catalogue
    ruleset = read_sources([*texts.items(), ("case.rules", rules)])
    assert ruleset.report.ok, render(ruleset.report)
    return ruleset


def checked(rules: str) -> Checked:
    """The same as checks look at it."""
    ruleset = desk(rules)
    assert ruleset.model is not None
    return Checked(ruleset.model, compile_model(ruleset))


def findings_in(rules: str, name: str) -> tuple[Finding, ...]:
    """What one check finds, in the order of places."""
    return Report.of(CHECKS[name](checked(rules))).findings

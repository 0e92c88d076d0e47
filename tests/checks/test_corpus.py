"""Every check fires in its golden case, says why in both languages, and has its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.desk_rules import findings_in
from engage.checks import CHECKS
from engage.ground import Report, render
from house.pages import ROOT

PAGES = ROOT / "docs" / "reference" / "checks"
#: fires only on a ruleset of thousands of rules, or on one without a route: `test_cost.py`, `test_unkept.py`
LARGE = {"cost": {"V019"}, "unkept": {"V048"}}
CASES = sorted(set(CHECKS) - set(LARGE))


@pytest.mark.parametrize("name", CASES)
def test_a_check_fires_in_its_golden_case(name: str, golden: Callable[[str, Callable[[str], str]], None]) -> None:
    def told(text: str) -> str:
        found = findings_in(text, name)
        assert found, f"the check `{name}` finds nothing in its golden case"
        return f"{render(Report(found), 'en')}\n\n---- zh\n{render(Report(found), 'zh')}"

    golden(f"checks/{name}.golden", told)


def codes_in(name: str) -> set[str]:
    case = (ROOT / "tests" / "golden" / "checks" / f"{name}.golden").read_text(encoding="utf-8")
    return {finding.code for finding in findings_in(case.partition("\n----\n")[0], name)}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_check_has_its_page_with_its_code_and_what_to_do(name: str) -> None:
    path: Path = PAGES / f"{name}.md"
    text = path.read_text(encoding="utf-8")
    codes = LARGE.get(name) or codes_in(name)
    assert all(f"# {code}" in text or f"## {code}" in text for code in codes), codes
    assert all(f"## {part}" in text for part in ("What it finds", "What to do", "When it is silent"))


def test_no_page_is_about_a_check_that_is_gone() -> None:
    names = {path.name for path in PAGES.glob("*.md")} - {"README.md"}
    assert names == {f"{name}{language}.md" for name in CHECKS for language in ("", ".zh")}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_a_page_says_the_same_codes_in_chinese(name: str) -> None:
    english, chinese = ((PAGES / f"{name}{language}.md").read_text(encoding="utf-8") for language in ("", ".zh"))
    heads = [re.findall(r"^(#+)(?: (V\d{3}))?", text, re.MULTILINE) for text in (english, chinese)]
    assert heads[0] == heads[1]
    assert all(f"## {part}" in chinese for part in ("查什么", "怎么办", "什么时候不报"))

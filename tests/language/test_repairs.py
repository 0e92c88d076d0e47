"""What sentences with slips in them mean, what is said of them, and what a repair makes of them.

The sentences stand in tests/golden/repairs, in the words of rulesets/telecom-care; actions begin with `> `.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

import engage
from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import Finding
from engage.ground.source import Fragment
from engage.language import Scope, parse_action, parse_condition, print_action, print_condition

ROOT = Path(__file__).parent.parent.parent
GOLDEN = ROOT / "tests" / "golden" / "repairs"


@cache
def vocabulary_of(language: str) -> Vocabulary:
    ruleset = engage.read(ROOT / "rulesets" / ("telecom-care" if language == "en" else "telecom-care-zh"))
    assert ruleset.model is not None
    return ruleset.model.vocabulary


def told(line: str, language: str) -> str:
    """One sentence: what it means as the canonical sentence, or each finding with its hint and what it is mended to."""
    vocabulary, text = vocabulary_of(language), line.removeprefix("> ")
    scope = Scope(vocabulary, language)
    meant, findings = "", tuple[Finding, ...]()
    if line.startswith("> "):
        action, findings = parse_action(Fragment.of(text), scope)
        meant = print_action(action, vocabulary, language) if action is not None else ""
    else:
        condition, findings = parse_condition(Fragment.of(text), scope)
        meant = print_condition(condition, vocabulary, language) if condition is not None else ""
    lines = [line, *([f"    means {meant}"] if meant else [])]
    for finding in findings:
        hint = finding.hint(language).replace("\n", " / ")
        lines += [f"    {finding.code} {finding.text(language)}", *([f"    = {hint}"] if hint else [])]
        lines += [f"    mended {mended(text, finding)}"] if finding.fixes else []
    return "\n".join(lines)


def mended(text: str, finding: Finding) -> str:
    fix = finding.fixes[0]
    return text[: fix.span.start] + fix.replacement + text[fix.span.end :]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.golden")), ids=lambda path: path.stem)
def test_no_sentence_is_taken_or_mended_for_another(
    path: Path, golden: Callable[[str, Callable[[str], str]], None]
) -> None:
    def produce(given: str) -> str:
        first, *lines = given.split("\n")
        language = first.removeprefix("language ")
        return "\n\n".join(told(line, language) for line in lines if line)

    golden(f"repairs/{path.name}", produce)

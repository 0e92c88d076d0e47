"""The published list of reasons is complete, and each has words in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from engage.decide.explain_words import OUTCOMES, REASONS, VERDICTS
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Outcome, Verdict

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "reasons.md").read_text(encoding="utf-8")


def test_every_code_and_outcome_is_on_the_page_once() -> None:
    rows = re.findall(r"^\| `([a-z ]+)` \|", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted([*ReasonCode, *Outcome])


def test_everything_can_be_said_in_english_and_chinese() -> None:
    for words, kinds in ((REASONS, ReasonCode), (OUTCOMES, Outcome), (VERDICTS, Verdict)):
        assert set(words) == set(kinds)
        for each in words.values():
            assert each.en
            assert each.zh

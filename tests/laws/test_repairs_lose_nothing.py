"""Law: a repair loses no word that was written beside what it mends, and no word that turns a sentence round.

Sentences of the shipped rulesets get a word put in at any place; whatever is mended by itself still holds that word.
Kills the mutant that mends with the nearest name however far it is: in `slips.py`, `only_a_slip` returns True.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import engage
from engage.facts.vocabulary import Vocabulary
from engage.ground.source import Fragment
from engage.language import Scope, parse_action, parse_condition

RULESETS = Path(__file__).parent.parent.parent / "rulesets"
WORDS = {
    "en": ("not", "never", "without", "twice", "unless", "only", "except", "old", "half"),
    "zh": ("不", "未", "没有", "非", "除外", "两倍", "旧", "半"),
}
SENTENCES = {
    "en": (
        "agreed to marketing is yes",
        "customer tier is gold or platinum",
        "contract end within 60 days",
        "at least 2 complaints (same reason) in the last 30 days",
        "average bill is over monthly fee * 2",
        "> offer bigger plan",
        "> route to retention desk, needs retention 4",
        "> serve at vip care",
        "> withhold upgrade offers",
        "> task retention call-back for customer team, due in 1 working day",
    ),
    "zh": (
        "同意营销 为 是",
        "客户等级 是 金卡 或 白金卡",
        "合约到期日 在 60天内",
        "最近30天内 投诉（同一 原因） 至少 2 次",
        "> 推荐 升档套餐",
        "> 转接 挽留专席，需要 挽留4级",
        "> 按 贵宾关怀 服务",
        "> 不推荐 升级类",
    ),
}


@cache
def vocabulary_of(language: str) -> Vocabulary:
    model = engage.read(RULESETS / ("telecom-care" if language == "en" else "telecom-care-zh")).model
    assert model is not None
    return model.vocabulary


@st.composite
def disturbed(draw: st.DrawFn) -> tuple[str, str, str]:
    """A language, a sentence with a word put in, and that word."""
    language = draw(st.sampled_from(("en", "zh")))
    sentence, word = draw(st.sampled_from(SENTENCES[language])), draw(st.sampled_from(WORDS[language]))
    start = 2 if sentence.startswith("> ") else 0
    places = [at for at in range(start, len(sentence) + 1) if sentence[at - 1 : at] in ("", " ")]
    at = draw(st.sampled_from(places))
    gap = " " if language == "en" or draw(st.booleans()) else ""
    return language, f"{sentence[:at]}{word}{gap}{sentence[at:]}", word


@given(disturbed())
def test_a_repair_keeps_every_word(given: tuple[str, str, str]) -> None:
    language, line, word = given
    scope = Scope(vocabulary_of(language), language)
    text = line.removeprefix("> ")
    fragment = Fragment.of(text)
    findings = (parse_action if line.startswith("> ") else parse_condition)(fragment, scope)[1]
    for finding in findings:
        for fix in finding.fixes[:1]:
            mended = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
            assert mended.count(word) >= text.count(word), mended

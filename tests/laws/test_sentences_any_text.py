"""Any text as a sentence gives a value or findings, never both, never an exception; places lie inside the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engage.ground.source import Fragment
from engage.language.action_parser import parse_action
from engage.language.action_words import VERBS, WORDS, words
from engage.language.scope import Scope
from engage.language.small_sentences import (
    parse_absence,
    parse_active,
    parse_event_given,
    parse_once,
    parse_past,
)
from language.desk import VOCABULARY

PARSERS = (parse_action, parse_active, parse_once, parse_absence, parse_past, parse_event_given)
LABELS = [
    name
    for labels in (
        *(term.labels for _, terms in VOCABULARY.terms for term in terms),
        *(field.labels for field in VOCABULARY.fields),
        *(kind.labels for kind in VOCABULARY.events),
    )
    for name in (labels.en, labels.zh, labels.hant)
    if name
]
FIXED = [word for key in (*VERBS, *WORDS) for language in ("en", "zh") for word in words(key, language)]
# Folding makes some characters longer, some shorter, and swallows others: places must survive that.
ODD = [
    *',，；;()（）"“”',
    " ",
    "  ",
    "30 seconds",
    "30秒",
    "4级",
    "×1.5",
    "2026-11-01",
    "①",
    "ﬁ",
    "\u3000",
    "\n",
    "\0",
    "İ",
]
PIECES = st.one_of(st.sampled_from(LABELS), st.sampled_from(FIXED), st.sampled_from(ODD), st.text(max_size=3))
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(("", " "))), max_size=10).map(
    lambda pieces: "".join(piece + space for piece, space in pieces)
)


@given(TEXTS, st.sampled_from(("en", "zh", "zh-Hant")))
def test_any_text_gives_a_value_or_findings_with_places(text: str, language: str) -> None:
    """Mutant caught: the place of the end left out (`fold` giving `tuple(places)`)."""
    fragment, scope = Fragment.of(text), Scope(VOCABULARY, language)
    for parse in PARSERS:
        value, found = parse(fragment, scope)
        assert (value is None) == bool(found)
        for finding in found:
            assert finding.span is not None
            assert 0 <= finding.span.start <= finding.span.end <= len(text)
            assert all(finding.text(one) for one in ("en", "zh"))

"""The few words of examples that no sentence of a rule has: `fired`, `like`, `none`, and the `not` before an action."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engage.ground.source import Fragment

__all__ = ["FIRED", "LIKE", "NOT", "NOTHING", "NOT_FIRED", "behind", "printed", "spellings"]

Words = Mapping[str, tuple[str, ...]]


def _words(en: str, zh: str, hant: str) -> Words:
    return MappingProxyType({"en": tuple(en.split("/")), "zh": tuple(zh.split("/")), "zh-Hant": tuple(hant.split("/"))})


# The first of each language is the one that is printed.
FIRED: Final = _words("fired", "触发", "觸發")
NOT_FIRED: Final = _words("not fired/did not fire", "不触发/未触发/没有触发", "不觸發/未觸發/沒有觸發")
LIKE: Final = _words("like", "同/如同", "同/如同")
NOTHING: Final = _words("none/nothing", "无/没有", "無/沒有")
NOT: Final = _words("not", "没有/不/未", "沒有/不/未")


def spellings(words: Words, language: str) -> tuple[str, ...]:
    """How a word may be written in a language; Chinese files read both scripts."""
    return words["en"] if language == "en" else (*words["zh"], *words["zh-Hant"])


def printed(words: Words, language: str) -> str:
    """How a word is printed."""
    return words[language][0]


def behind(fragment: Fragment, words: Words, language: str) -> Fragment | None:
    """What stands behind a word, with the sentence's comments; None where the text does not begin with it."""
    for word in sorted(spellings(words, language), key=len, reverse=True):
        body = r"\s+".join(re.escape(part) for part in word.split())
        space = r"(?:\s*[:：]\s*|\s+)" if word.isascii() else r"\s*[:：]?\s*"
        found = re.match(rf"\s*{body}{space}(?=\S)", fragment.text, re.IGNORECASE)
        if found is not None:
            rest = fragment.cut(found.end()).strip()
            return Fragment(rest.text, rest.source, rest.steps, fragment.notes)
    return None

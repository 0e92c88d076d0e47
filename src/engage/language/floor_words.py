"""The words of the sentences of floors that a parser accepts, folded; the printer's are in `printer_phrases`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engage.ground.script import traditional

__all__ = ["STEPS", "floor_words"]

_WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "answer": (("answer", "answered"), ("接听", "答复", "答覆", "回复", "响应", "应答")),
        "finish": (("finish", "finished", "resolved", "closed"), ("办结", "办完", "解决")),
        "within": (("within", "in at most"), ("之内", "以内", "内")),
        "person": (("a person", "person", "reach a person"), ("可转人工", "可以转人工", "能转人工", "转人工", "人工")),
        "steps": (("steps", "step"), ("步",)),
        "here": (("can be finished here", "can be finished"), ("可办结", "可以办结", "能办结", "可办", "办结")),
        "place": ((), ("在本渠道", "本渠道", "就地")),
        "say": (("say at least",), ("话术 至少", "话术至少", "至少 话术", "至少话术")),
    }
)

#: small numbers in words
STEPS: Mapping[str, int] = MappingProxyType(
    {
        **{word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)},
        **{word: number for number, word in enumerate("一二三四五六", 1)},
        **dict.fromkeys("两兩", 2),
    }
)


def floor_words(key: str, language: str) -> tuple[str, ...]:
    """The accepted words for a purpose, in Chinese in both scripts."""
    english, chinese = _WORDS[key]
    if language == "en":
        return english
    return tuple(dict.fromkeys(form for word in chinese for form in (word, traditional(word))))

"""In which language the command line speaks: what was asked for, else the locale's; `say` picks the words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from engage.ground.finding import Words

__all__ = ["asked_for", "asked_language", "is_language", "language_of", "say", "speaking"]

_TRADITIONAL = ("zh_tw", "zh_hk", "zh_mo", "zh-tw", "zh-hk", "zh-mo", "zh-hant")
#: `--lang` as it stood in this call of the command, for what is said before a verb has it and after it has ended.
_ASKED: Final[ContextVar[str]] = ContextVar("asked", default="")
#: verbs whose own `--lang` is the language to write
_WRITES: Final = frozenset({"convert"})


def language_of(asked: str = "") -> str:
    """`en`, `zh` or `zh-Hant`: what `--lang` asked for, else the locale (LC_ALL, LC_MESSAGES, LANG)."""
    names = (asked, _ASKED.get(), *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    chosen = next((name for name in names if name), "en").lower()
    if chosen.startswith(_TRADITIONAL) or "hant" in chosen:
        return "zh-Hant"
    return "zh" if chosen.startswith("zh") else "en"


def is_language(name: str) -> bool:
    """Whether `--lang` may say so: `en`, `zh`, `zh-Hant`, or a locale of one of them."""
    return name.lower().replace("_", "-").partition(".")[0].partition("-")[0] in {"en", "zh"}


def asked_language(words: Sequence[str]) -> str:
    """What `--lang` says in the words of a call; empty when it says nothing of the language that is spoken."""
    verb, asked = "", ""
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang" and place + 1 < len(words) and verb not in _WRITES:
            asked = words[place + 1]
        elif word.startswith("--lang=") and verb not in _WRITES:
            asked = word.removeprefix("--lang=")
        elif not verb and not word.startswith("-") and (not place or words[place - 1] != "--lang"):
            verb = word
    return asked


@contextmanager
def speaking(asked: str) -> Iterator[None]:
    """While it lasts, the command line speaks this language where no verb was told another."""
    token = _ASKED.set(asked)
    try:
        yield
    finally:
        _ASKED.reset(token)


def asked_for() -> str:
    """`--lang` as the user gave it in this call; empty when the locale decides."""
    return _ASKED.get()


def say(words: Words, language: str, /, **values: object) -> str:
    """The words in a language, with `{names}` filled in one pass."""
    text, parts = words.in_language(language), []
    while "{" in text:
        before, _, rest = text.partition("{")
        name, _, text = rest.partition("}")
        parts += [before, str(values.get(name, ""))]
    return "".join([*parts, text])

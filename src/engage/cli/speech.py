"""In which language the command line speaks: what was asked for, else the locale's; `say` picks the words."""

from __future__ import annotations

import os
from typing import Final

from engage.ground.finding import Words

__all__ = ["NO_MOMENT", "language_of", "say"]

#: what is said of a `--at` that is none
NO_MOMENT: Final = Words(
    "`{at}` is not a moment: write 2026-11-05 10:00",
    "`{at}` 不是时刻：请写 2026-11-05 10:00",
    "`{at}` 不是時刻：請寫 2026-11-05 10:00",
)
_TRADITIONAL = ("zh_tw", "zh_hk", "zh_mo", "zh-hant")


def language_of(asked: str = "") -> str:
    """`en`, `zh` or `zh-Hant`: what `--lang` asked for, else the locale (LC_ALL, LC_MESSAGES, LANG)."""
    names = (asked, *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")))
    chosen = next((name for name in names if name), "en").lower()
    if chosen.startswith(_TRADITIONAL) or "hant" in chosen:
        return "zh-Hant"
    return "zh" if chosen.startswith("zh") else "en"


def say(words: Words, language: str, **values: object) -> str:
    """The words in a language, with `{names}` filled in one pass."""
    text, parts = words.in_language(language), []
    while "{" in text:
        before, _, rest = text.partition("{")
        name, _, text = rest.partition("}")
        parts += [before, str(values.get(name, ""))]
    return "".join([*parts, text])

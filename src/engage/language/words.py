"""The words of a language, ready to be looked for: by first character, longest first, with what each does.

`words_en.py` and `words_zh.py` hold the words; this file only arranges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from engage.language import words_en, words_zh

__all__ = ["Lexicon", "Spelling", "chinese", "lexicon", "simpler"]

__all__ = ["Lexicon", "chinese", "lexicon", "simpler"]

Spelling = tuple[str, str]


def chinese(language: str) -> bool:
    """True for both scripts of Chinese."""
    return language != "en"


def simpler(text: str) -> str:
    """The traditional characters of this language's words in their simplified form, one for one."""
    return text.translate(words_zh.SIMPLER)


def _arranged(table: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[Spelling, ...]]:
    found: dict[str, list[Spelling]] = {}
    for key, spellings in table.items():
        for spelling in spellings:
            found.setdefault(spelling[0], []).append((spelling, key))
    # The longest spelling first, so that `or else` is seen before `or`.
    longest = {first: tuple(sorted(some, key=lambda pair: (-len(pair[0]), pair))) for first, some in found.items()}
    return MappingProxyType(longest)


@frozen
class Lexicon:
    """All words of one language: what they do, units, currencies, numerals."""

    words: Mapping[str, tuple[Spelling, ...]]
    units: Mapping[str, tuple[Spelling, ...]]
    bare_units: Mapping[str, tuple[Spelling, ...]]
    currencies: Mapping[str, tuple[Spelling, ...]]
    numerals: Mapping[str, int]
    scales: Mapping[str, int]
    #: the plainest spelling by what it does
    plainest: Mapping[str, str]
    #: every spelling by what it does
    spellings: Mapping[str, tuple[str, ...]]

    def spelt(self, key: str) -> tuple[str, ...]:
        """The accepted spellings of a purpose."""
        return self.spellings.get(key, ())


def _lexicon(tables: object) -> Lexicon:
    words: Mapping[str, tuple[str, ...]] = getattr(tables, "WORDS")  # noqa: B009 - two modules of one shape
    return Lexicon(
        _arranged(words),
        _arranged(getattr(tables, "UNITS")),  # noqa: B009
        _arranged(getattr(tables, "BARE_UNITS")),  # noqa: B009
        _arranged(getattr(tables, "CURRENCIES")),  # noqa: B009
        getattr(tables, "NUMERALS"),  # noqa: B009
        getattr(tables, "SCALES"),  # noqa: B009
        MappingProxyType({key: spellings[0] for key, spellings in words.items() if spellings}),
        words,
    )


_ENGLISH: Final = _lexicon(words_en)
_CHINESE: Final = _lexicon(words_zh)


def lexicon(language: str) -> Lexicon:
    """The words of `en`, or of `zh` and `zh-Hant` together."""
    return _CHINESE if chinese(language) else _ENGLISH

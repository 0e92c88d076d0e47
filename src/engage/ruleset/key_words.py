"""What a block word is: its canonical English key, its spellings in each language, and what stands behind it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from attrs import frozen

__all__ = ["Holds", "Kind", "Word", "table_of", "word"]


class Holds(StrEnum):
    """What stands behind a key."""

    LINE = "line"  # a name or one sentence
    WORDS = "words"  # text shown to people, in quotes
    LINES = "lines"  # sentences, one a line
    PARTS = "parts"  # sentences, one a line or parted by semicolons
    ROWS = "rows"  # a block with bars


@frozen
class Word:
    """A word with its spellings; the first of each language is the one that is printed."""

    key: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    hant: tuple[str, ...] = ()
    holds: Holds = Holds.LINE
    #: as a YAML key in English, simplified and traditional Chinese, where it is another spelling
    carried: tuple[str, str, str] | None = None

    def in_yaml(self, language: str) -> str:
        """The canonical spelling as a YAML key."""
        if self.carried is None:
            return self.printed(language)
        return self.carried[("en", "zh", "zh-Hant").index(language)]

    def printed(self, language: str) -> str:
        """The canonical spelling in a language."""
        if language == "zh-Hant":
            return (self.hant or self.zh)[0]
        return self.zh[0] if language == "zh" else self.en[0]

    @property
    def spellings(self) -> tuple[str, ...]:
        """All spellings of all languages."""
        return (*self.en, *self.zh, *self.hant)


@frozen
class Kind:
    """A kind of block: its keys besides its own, the key that may stand on its head line, the key of its rows."""

    word: Word
    keys: tuple[str, ...]
    head: str = ""
    rows: str = ""
    needs_lines: bool = True


def word(key: str, en: str, zh: str, hant: str = "", holds: Holds = Holds.LINE, carried: str = "") -> tuple[str, Word]:
    """A word by its key; alternatives are parted by `/`, the first of each language is printed."""
    other = tuple(hant.split("/")) if hant else ()
    keys = carried.split("/")
    shown = (keys[0], keys[1], keys[2]) if carried else None
    return key, Word(key, tuple(en.split("/")), tuple(zh.split("/")), other, holds, shown)


def table_of(*words: tuple[str, Word]) -> Mapping[str, Word]:
    """Words by their keys."""
    return MappingProxyType(dict(words))

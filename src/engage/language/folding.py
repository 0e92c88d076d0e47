"""Texts as names and words are compared: compatibility forms, no capitals, single spaces, with every place kept."""

from __future__ import annotations

import unicodedata

from engage.language.words import chinese

__all__ = ["fold", "folded", "is_word_char"]


def is_word_char(char: str) -> bool:
    """True for the characters that make up a Latin word or a number; Chinese ones need no spaces."""
    return char.isascii() and (char.isalnum() or char == "_")


def fold(text: str, language: str) -> tuple[str, tuple[int, ...]]:
    """A text as it is compared, and where each of its characters stood; one more place stands for the end.

    NFKC, no capitals, single spaces; in Chinese only the spaces between Latin words or digits are kept.
    """
    chars: list[str] = []
    places: list[int] = []
    drops = chinese(language)
    for start, end in _clusters(text):
        cluster = text[start:end]
        plain = cluster.casefold() if cluster.isascii() else unicodedata.normalize("NFKC", cluster).casefold()
        for char in plain:
            space = char.isspace()
            if space and (not chars or chars[-1] == " "):
                continue
            parted = len(chars) > 1 and chars[-1] == " " and not space
            if drops and parted and not (is_word_char(chars[-2]) and is_word_char(char)):
                chars.pop()
                places.pop()
            chars.append(" " if space else char)
            places.append(start)
    if chars and chars[-1] == " ":
        chars.pop()
        places.pop()
    return "".join(chars), (*places, len(text))


def _clusters(text: str) -> list[tuple[int, int]]:
    """Each character with the combining marks behind it."""
    if text.isascii():
        return [(at, at + 1) for at in range(len(text))]
    found: list[tuple[int, int]] = []
    for at, char in enumerate(text):
        if found and unicodedata.combining(char) and at - found[-1][0] < 8:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def folded(text: str, language: str) -> str:
    """A text as it is compared."""
    return fold(text, language)[0]

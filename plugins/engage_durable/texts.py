"""Texts as durable_rules can carry them: no character that JSON escapes, none that has a meaning in its patterns.

durable_rules compares the bytes between the quotes as they stand in the JSON, never undoes an escape, and measures them
in 16 bits. So every ASCII character that is no letter or digit moves to the private use area, one character for
one; a text that has characters there already cannot be carried.
"""

from __future__ import annotations

from typing import Final

__all__ = ["MOST_BYTES", "carried"]

#: What still compares right: above 65,535 bytes lengths wrap around.
MOST_BYTES: Final = 65_000
_AREA: Final = 0xE000
_MOVED: Final = {code: _AREA + code for code in range(0x80) if not chr(code).isalnum()}


def carried(text: str) -> str | None:
    """The text in carried form; None when it cannot be carried."""
    if not all(_sound(letter) for letter in text):
        return None
    moved = text.translate(_MOVED)
    return moved if len(moved.encode()) <= MOST_BYTES else None


def _sound(letter: str) -> bool:
    code = ord(letter)
    # U+FFFE stands for "any character" inside durable_rules; half a surrogate pair is no text.
    return not (_AREA <= code < _AREA + 0x80 or 0xD800 <= code < 0xE000 or code == 0xFFFE)

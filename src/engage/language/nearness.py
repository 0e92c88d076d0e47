"""Which known name somebody probably meant who wrote one that is none.

Comparing a misspelt name with every name takes a square of time where many are misspelt. Names are found by their
pieces instead (single characters and pairs of neighbours), the rarest pieces first, and only a bounded number of
them is compared letter by letter. With as few names as that bound, all are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from attrs import frozen

from engage.language.folding import folded

__all__ = ["Spellings", "nearest"]

_NEAR: Final = 0.6
#: of two Chinese characters, one in common is already near
_NEAR_SHORT: Final = 0.5
_SHOWN: Final = 60
_COMPARED: Final = 64


@frozen
class Spellings:
    """Known names, folded, and where each piece of a name occurs among them."""

    names: tuple[str, ...]
    by_piece: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, names: Iterable[str]) -> Spellings:
        """Spellings of names that are folded already; equal ones count once."""
        known = tuple(dict.fromkeys(names))
        places: dict[str, list[int]] = {}
        for place, name in enumerate(known):
            for piece in _pieces(name):
                places.setdefault(piece, []).append(place)
        return cls(known, {piece: tuple(some) for piece, some in places.items()})

    def nearest(self, said: str, language: str) -> str:
        """The known name that was probably meant, an empty text when none is near."""
        return _closest(folded(said, language)[:_SHOWN], self.rivals(said, language))

    def rivals(self, said: str, language: str) -> tuple[str, ...]:
        """The known names among which the one that was meant is looked for."""
        name = folded(said, language)[:_SHOWN]
        return self.names if len(self.names) <= _COMPARED else self._alike(name)

    def _alike(self, name: str) -> tuple[str, ...]:
        """Names that share the rarest pieces with this one, in declared order."""
        some: set[int] = set()
        for piece in sorted(_pieces(name), key=lambda each: (len(self.by_piece.get(each, ())), each)):
            some.update(self.by_piece.get(piece, ())[: _COMPARED - len(some)])
            if len(some) >= _COMPARED:
                break
        return tuple(self.names[place] for place in sorted(some))


def nearest(said: str, known: Iterable[str], language: str) -> str:
    """The one of a few known names that was probably meant, an empty text when none is near."""
    return _closest(folded(said, language)[:_SHOWN], tuple(known))


def _closest(name: str, known: Iterable[str]) -> str:
    cutoff = _NEAR if len(name) > 2 else _NEAR_SHORT
    near = get_close_matches(name, [one for one in known if abs(len(one) - len(name)) <= len(name)], 1, cutoff)
    return near[0] if near else ""


def _pieces(name: str) -> frozenset[str]:
    # Blanks around the name make its first and last letters pieces of their own.
    padded = f" {name} "
    return frozenset(name) | {padded[at : at + 2] for at in range(len(padded) - 1)}

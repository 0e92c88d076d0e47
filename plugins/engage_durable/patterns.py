"""Patterns of RE2 as patterns of durable_rules, where both certainly mean the same.

durable_rules builds its automaton wrongly, refuses, or never ends where one character can lead two ways (measured:
decision 0011). So only patterns go through in which every character leads one way at most (the one-unambiguous
expressions of Brüggemann-Klein and Wood, 1998): there is nothing to be made deterministic, and nothing to get wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import define, field, frozen

from engage_durable.texts import carried

__all__ = ["Untranslatable", "translated"]

_MOST_PLACES: Final = 64
_MOST_CHARACTERS: Final = 128
_MOST_COPIES: Final = 16
_DIGITS: Final = "0123456789"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_CLASSES: Final = {"d": _DIGITS, "w": _DIGITS + _LETTERS + _LETTERS.upper() + "_", "s": "\t\n\f\r "}
_SPECIAL: Final = frozenset("\\.+*?()|[]{}^$")


class Untranslatable(Exception):
    """The pattern cannot be carried over with certainty."""


@frozen
class _One:
    """One character of these."""

    of: frozenset[str]


@frozen
class _Row:
    """One part after the other; no parts match the empty text."""

    parts: tuple[_Part, ...]


@frozen
class _Either:
    """One of the parts."""

    parts: tuple[_Part, ...]


@frozen
class _Again:
    """The part so often: `?` or `*`."""

    part: _Part
    sign: str


_Part = _One | _Row | _Either | _Again


def translated(pattern: str) -> str:
    """The pattern for durable_rules over carried texts (`texts.carried`). Raises Untranslatable."""
    part = _Reader(pattern).whole()
    _Walk().check(part)
    return _written(part)


# --------------------------------------------------------------------------------------------- reading


@define
class _Reader:
    """Reads the part of RE2 that is wanted here: characters, classes, groups, `|`, `?`, `*`, `+`, counts."""

    text: str
    at: int = 0

    def whole(self) -> _Part:
        if self.text.startswith("^"):
            self.at = 1
        part = self._either()
        if self.text[self.at :] not in ("", "$"):
            raise Untranslatable
        return part

    def _next(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self) -> str:
        found = self._next()
        if not found:
            raise Untranslatable
        self.at += 1
        return found

    def _either(self) -> _Part:
        parts = [self._row()]
        while self._next() == "|":
            self.at += 1
            parts.append(self._row())
        return parts[0] if len(parts) == 1 else _Either(tuple(parts))

    def _row(self) -> _Part:
        parts: list[_Part] = []
        while self._next() not in ("", "|", ")", "$"):
            parts.append(self._again())
        return parts[0] if len(parts) == 1 else _Row(tuple(parts))

    def _again(self) -> _Part:
        part = self._one()
        sign = self._next()
        if sign == "{":
            return self._counted(part)
        if not sign or sign not in "?*+":
            return part
        self.at += 1
        if (self._next() or " ") in "?*+{":  # lazy and possessive forms, counts of counts
            raise Untranslatable
        return _repeated(part, sign)

    def _counted(self, part: _Part) -> _Part:
        written, brace, _ = self.text[self.at + 1 :].partition("}")
        low, comma, high = written.partition(",")
        if not brace or not low.isdecimal() or (comma and high and not high.isdecimal()):
            raise Untranslatable
        self.at += len(written) + 2
        if (self._next() or " ") in "?*+{":
            raise Untranslatable
        least, most = int(low), int(high) if high else int(low)
        if least > _MOST_COPIES or most > _MOST_COPIES or least > most:
            raise Untranslatable
        copies: list[_Part] = [part] * least
        if comma and not high:
            copies.append(_repeated(part, "*"))
        elif most > least:
            copies.append(_nested(part, most - least))
        return _Row(tuple(copies))

    def _one(self) -> _Part:
        sign = self._take()
        if sign == "(":
            if self._next() == "?":
                raise Untranslatable
            part = self._either()
            if self._take() != ")":
                raise Untranslatable
            return part
        if sign == "[":
            return _One(frozenset(self._class()))
        if sign == "\\":
            return _One(frozenset(self._escaped()))
        if sign in _SPECIAL:
            raise Untranslatable
        return _One(frozenset(sign))

    def _escaped(self) -> str:
        letter = self._take()
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter.isalnum() or not letter.isascii():
            raise Untranslatable
        return letter

    def _class(self) -> Iterator[str]:
        """The characters between brackets."""
        if self._next() in ("^", "]"):
            raise Untranslatable
        while (sign := self._take()) != "]":
            if sign == "[":
                raise Untranslatable
            first = self._escaped() if sign == "\\" else sign
            if self._next() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
                self.at += 1
                last = self._take()
                if last == "\\":
                    last = self._escaped()
                if len(first) > 1 or len(last) > 1 or not 0 <= ord(last) - ord(first) < _MOST_CHARACTERS:
                    raise Untranslatable
                yield from map(chr, range(ord(first), ord(last) + 1))
            else:
                yield from first


def _repeated(part: _Part, sign: str) -> _Part:
    """`a+` as `aa*`, `a*` as `(aa*)?`: durable_rules leads a loop back to where the whole alternative began."""
    if sign == "?":
        return _Again(part, "?")
    more = _Row((part, _Again(part, "*")))
    return more if sign == "+" else _Again(more, "?")


def _nested(part: _Part, times: int) -> _Part:
    """`a{0,3}` as `(a(a(a)?)?)?`, in which every character leads one way."""
    made: _Part = _Again(part, "?")
    for _ in range(times - 1):
        made = _Again(_Row((part, made)), "?")
    return made


# ------------------------------------------------------------------------------------ one way at most


@frozen
class _Ends:
    """Where a part may begin and end, and whether it may be empty."""

    first: frozenset[int]
    last: frozenset[int]
    empty: bool


@define
class _Walk:
    """Numbers the places of characters and gathers which may follow which."""

    characters: list[frozenset[str]] = field(factory=list)
    follow: dict[int, frozenset[int]] = field(factory=dict)

    def check(self, part: _Part) -> None:
        """Raises Untranslatable where one character leads two ways, or the automaton would be large."""
        ends = self.ends(part)
        for places in (ends.first, *self.follow.values()):
            seen: set[str] = set()
            for place in sorted(places):
                if seen & self.characters[place]:
                    raise Untranslatable
                seen |= self.characters[place]

    def ends(self, part: _Part) -> _Ends:
        """The ends of a part; fills `follow`."""
        if isinstance(part, _One):
            return self._place(part.of)
        if isinstance(part, _Again):
            inner = self.ends(part.part)
            if inner.empty:
                raise Untranslatable
            if part.sign == "*":
                self._link(inner.last, inner.first)
            return _Ends(inner.first, inner.last, True)
        found = [self.ends(each) for each in part.parts]
        if isinstance(part, _Either):
            first = frozenset[int]().union(*(each.first for each in found))
            last = frozenset[int]().union(*(each.last for each in found))
            return _Ends(first, last, any(each.empty for each in found))
        whole = _Ends(frozenset(), frozenset(), True)
        for each in found:
            self._link(whole.last, each.first)
            first = whole.first | each.first if whole.empty else whole.first
            last = whole.last | each.last if each.empty else each.last
            whole = _Ends(first, last, whole.empty and each.empty)
        return whole

    def _place(self, of: frozenset[str]) -> _Ends:
        place = len(self.characters)
        if place == _MOST_PLACES or len(of) > _MOST_CHARACTERS:
            raise Untranslatable
        self.characters.append(of)
        return _Ends(frozenset({place}), frozenset({place}), False)

    def _link(self, before: frozenset[int], after: frozenset[int]) -> None:
        for place in before:
            self.follow[place] = self.follow.get(place, frozenset()) | after


# --------------------------------------------------------------------------------------------- writing


def _written(part: _Part) -> str:
    if isinstance(part, _One):
        letters = [carried(letter) for letter in sorted(part.of)]
        if None in letters:
            raise Untranslatable
        text = "".join(letter for letter in letters if letter is not None)
        return text if len(letters) == 1 else f"[{text}]"
    if isinstance(part, _Again):
        return f"({_written(part.part)}){part.sign}"
    if isinstance(part, _Either):
        return f"({'|'.join(_written(each) for each in part.parts)})"
    return "".join(_written(each) for each in part.parts)

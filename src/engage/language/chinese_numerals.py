"""Numbers written in Chinese characters: `一百零二`, `一二〇`, `两千五`. Texts in, numbers out; nothing is guessed.

A run of characters says one number, may say several (`三五`: 35, or three to five), or says none (`五十百`).
"""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from engage.language.words_zh import NUMERALS, SCALES

__all__ = ["Numeral", "numeral_at"]

_ZEROS: Final = "零〇"
_DIGITS: Final = "".join(char for char in NUMERALS if char not in _ZEROS)
_RUN: Final = re.compile(f"[{''.join(NUMERALS)}十][{''.join((*NUMERALS, *SCALES))}]*")
#: a number below ten thousand, place by place; `一百十五` leaves out a one, `两千五` the name of its last place
_SECTION: Final = re.compile(
    f"(?:([{_DIGITS}])千)?(?:[{_ZEROS}]?([{_DIGITS}])百)?(?:((?:[{_ZEROS}]?[{_DIGITS}])?)十)?(?:([{_ZEROS}])?([{_DIGITS}]))?"
)
#: `七八`, `三五`: two digits side by side that people say for more or less
_ABOUT: Final = re.compile(f"([{_DIGITS}])([{_DIGITS}])")
_LONGEST: Final = 40


@frozen
class Numeral:
    """A run of numerals up to `end`: the digits of the number it says, or of those that it may say."""

    end: int
    digits: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """True when the run says one number."""
        return len(self.digits) == 1


def numeral_at(text: str, at: int) -> Numeral | None:
    """The numeral that begins at a place of a simplified text; None where none does."""
    found = _RUN.match(text, at)
    if found is None:
        return None
    run = found[0]
    if not set(run) & set(SCALES):
        return Numeral(found.end(), _digit_by_digit(run))
    number = _number(run) if len(run) <= _LONGEST else None
    return Numeral(found.end(), (str(number),) if number is not None else _about(run))


def _digit_by_digit(run: str) -> tuple[str, ...]:
    said = "".join(str(NUMERALS[char]) for char in run)
    if len(run) == 1:
        return (said,)
    if len(run) == 2 and _near(run[0], run[1]):
        return (*(() if "两" in run else (said,)), said[0], said[1])
    return () if "两" in run else (said,)


def _near(one: str, other: str) -> bool:
    """True for neighbours: nobody can tell `七八` for 78 from seven or eight."""
    return NUMERALS[other] - NUMERALS[one] == 1 or one + other == "三五"


def _about(run: str) -> tuple[str, ...]:
    """The two numbers of `十七八` and `两三百`; none where the run is no number at all."""
    found = _ABOUT.search(run) if len(run) <= _LONGEST else None
    if found is None or not _near(found[1], found[2]):
        return ()
    both = [_number(run[: found.start()] + digit + run[found.end() :]) for digit in found.groups()]
    return tuple(str(number) for number in both if number is not None)


def _number(run: str, above: int = 1, *, last: bool = True) -> int | None:
    """What a run with scales says. `above`: the scale before it; `last`: nothing follows, so a place may be unnamed."""
    for char in "亿万":
        head, scale, tail = run.rpartition(char)
        if not scale:
            continue
        many = _number(head, last=False) if head else None
        rest = _number(tail, SCALES[char], last=last) if tail else 0
        if (
            many is None
            or rest is None
            or rest >= SCALES[char]
            or not 0 < many < 10**8 // (1 if char == "亿" else 10**4)
        ):
            return None
        return many * SCALES[char] + rest
    return _below_ten_thousand(run, above, last=last)


def _below_ten_thousand(run: str, above: int, *, last: bool) -> int | None:
    found = _SECTION.fullmatch(run)
    if found is None:
        return None
    thousands, hundreds, tens, zero, ones = found.groups()
    total, place = 0, above
    for said, scale in ((thousands, 1_000), (hundreds, 100)):
        if said:
            total, place = total + NUMERALS[said] * scale, scale
    if tens is not None:
        total, place = total + NUMERALS.get(tens[-1:], 1) * 10, 10
    if ones:
        unnamed = place >= 100 and not zero
        if unnamed and not last:
            return None
        total += NUMERALS[ones] * (place // 10 if unnamed else 1)
    return total

"""What facts may hold at made-up events: every constant of a claim, what lies just beside it, and odd values.

A comparison that never stands on a bound proves little; so values come from small pools around the bounds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from engage.facts.vocabulary import Kind, Type
from engage.ground.dice import Dice
from engage.ground.numbers import in_bounds
from engage.sockets.second_opinion import Against, Alike, Constant, Every, Says, Some, Spelled

__all__ = ["facts_in", "pools", "tests_in", "text_like"]

_LARGEST: Final = (1 << 63) - 1
_NUMBERS: Final = (0, 1, -1, Decimal("0.5"), Decimal("-0.001"), 12, _LARGEST, -_LARGEST - 1, Decimal("1E+20"))
_TEXTS: Final = ("", "a", "Ab", "vip-1", "123", '"quoted" \\ back', "张三", "line\nbreak", "ｆｕｌｌ", "𝄞", "2026-10")
_DATES: Final = (datetime.date(2026, 1, 31), datetime.date(2024, 2, 29), datetime.date.min, datetime.date.max)
_TIMES: Final = (datetime.time(0), datetime.time(9), datetime.time(12, 30), datetime.time.max)
_MOMENTS: Final = (0, 1_768_471_200_000_000, -1)
_LENGTHS: Final = (0, 1, 3_600_000_000, 86_400_000_000)
#: a value of a choice that an older ruleset knew
_RETIRED: Final = "retired value"


def tests_in(says: Says) -> Iterator[Says]:
    """Every test of a claim."""
    if isinstance(says, Every | Some):
        for part in says.parts:
            yield from tests_in(part)
    else:
        yield says


def facts_in(says: Says) -> tuple[str, ...]:
    """The facts a claim names, in the order of their names."""
    found: set[str] = set()
    for test in tests_in(says):
        assert not isinstance(test, Every | Some)
        found |= {test.fact, test.other} if isinstance(test, Alike) else {test.fact}
    return tuple(sorted(found))


def pools(says: Says, types: Mapping[str, Type]) -> dict[str, tuple[Constant, ...]]:
    """What each fact of the claim may hold. `types` are those of the facts, by name."""
    constants: dict[str, list[Constant]] = {fact: [] for fact in facts_in(says)}
    between: list[Alike] = []
    for test in tests_in(says):
        if isinstance(test, Against):
            constants[test.fact] += _beside(test.value, types[test.fact])
        elif isinstance(test, Spelled):
            constants[test.fact] += [test.text, f"{test.text}x", f"x{test.text}", test.text[:-1], test.text.upper()]
        elif isinstance(test, Alike):
            between.append(test)
    for test in between:
        both = constants[test.fact] + constants[test.other]
        constants[test.fact] = constants[test.other] = both
    return {fact: _distinct(found, types[fact]) for fact, found in constants.items()}


def _distinct(found: list[Constant], type: Type) -> tuple[Constant, ...]:
    made = {_key(value): value for value in (*found, *_usual(type))}
    return tuple(made.values())


def _key(value: Constant) -> tuple[str, str]:
    return (value.__class__.__name__, str(value))


def _usual(type: Type) -> tuple[Constant, ...]:
    if type.kind is Kind.CHOICE:
        return (*(term.id for term in type.choices), _RETIRED)
    if type.kind is Kind.PERIOD:
        return ("2026-10", "2026-11", "2025-12")
    found: dict[Kind, tuple[Constant, ...]] = {
        Kind.YES_NO: (True, False),
        Kind.NUMBER: _NUMBERS,
        Kind.MONEY: _NUMBERS,
        Kind.TEXT: _TEXTS,
        Kind.DATE: _DATES,
        Kind.TIME: _TIMES,
        Kind.MOMENT: _MOMENTS,
        Kind.DURATION: _LENGTHS,
    }
    return found.get(type.kind, ())


def _beside(value: Constant, type: Type) -> list[Constant]:
    """A constant and its neighbours."""
    if isinstance(value, bool):
        return [value]
    if isinstance(value, str):
        return [value] if type.kind is Kind.CHOICE else [value, f"{value} ", value.upper(), value[:-1]]
    if isinstance(value, datetime.date):
        days = (value.toordinal() + step for step in (-1, 0, 1))
        return [datetime.date.fromordinal(day) for day in days if 1 <= day <= datetime.date.max.toordinal()]
    if isinstance(value, datetime.time):
        late = datetime.datetime.combine(datetime.date(2026, 1, 1), value)
        return [(late + datetime.timedelta(microseconds=step)).time() for step in (-1, 0, 1)]
    steps: tuple[int | Decimal, ...] = (0, 1, -1)
    if type.kind in (Kind.NUMBER, Kind.MONEY):
        steps = (*steps, Decimal("0.01"), Decimal("-0.01"), Decimal("1E-9"), Decimal("-1E-9"))
    found = [Decimal(value) + step if isinstance(step, Decimal) else value + step for step in steps]
    return [each for each in found if in_bounds(each)]


# --------------------------------------------------------------------------------- texts like a pattern


def text_like(pattern: str, dice: Dice) -> str:
    """A text that a simple pattern may match; a guess, which the caller compares."""
    made, at = "", 0
    pattern = pattern.removeprefix("^").removesuffix("$").replace("(", "").replace(")", "")
    pattern = dice.one(pattern.split("|"))
    while at < len(pattern):
        letters, at = _letters(pattern, at)
        least, most, at = _times(pattern, at)
        for _ in range(least + dice.number(most - least + 1)):
            made += dice.one(letters)
    return made


def _letters(pattern: str, at: int) -> tuple[str, int]:
    """The characters that may stand here, and where the pattern goes on."""
    if pattern[at] == "[":
        end = pattern.find("]", at + 1)
        inner = pattern[at + 1 : end] if end > at + 1 else "["
        found = ""
        for place, letter in enumerate(inner):
            if letter == "-" and 0 < place < len(inner) - 1:
                first, last = ord(inner[place - 1]), ord(inner[place + 1])
                found += "".join(map(chr, range(first, min(last, first + 64) + 1)))
            else:
                found += letter
        return found, (end if end > at else at) + 1
    if pattern[at] == "\\" and at + 1 < len(pattern):
        letter = pattern[at + 1]
        return {"d": "0123456789", "w": "aZ9_", "s": " \t"}.get(letter, letter), at + 2
    return ("ax7-" if pattern[at] == "." else pattern[at]), at + 1


def _times(pattern: str, at: int) -> tuple[int, int, int]:
    """How often, at least and at most, and where the pattern goes on."""
    sign = pattern[at : at + 1]
    if sign == "{":
        low, _, high = pattern[at + 1 : pattern.find("}", at)].partition(",")
        least = int(low) if low.isdecimal() else 1
        return least, max(least, int(high)) if high.isdecimal() else least, pattern.find("}", at) + 1
    bounds = {"?": (0, 1), "*": (0, 3), "+": (1, 3)}.get(sign)
    return (*bounds, at + 1) if bounds else (1, 1, at)

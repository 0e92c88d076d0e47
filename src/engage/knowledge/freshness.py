"""Whether a fact of a profile may be believed now, and which of two that contradict each other stands.

Pure. What is too old, too doubtful or not true yet is unknown, never quietly used.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from attrs import evolve

from engage.facts.known import Fact
from engage.ground.numbers import Number

__all__ = ["Distrust", "after_telling", "distrust", "joined", "line_of", "standing"]

#: earlier than every moment: whatever was told ahead is ahead of it
_ALWAYS_AHEAD: Final = -(2**62)


class Distrust(StrEnum):
    """Why a fact that is kept counts as unknown."""

    STALE = "too old"
    DOUBTFUL = "too doubtful"
    AHEAD = "not yet"


def distrust(fact: Fact, now: int, max_age: int | None, least_confidence: Number | None) -> Distrust | None:
    """Why the fact is unknown at a moment, None where it may be believed.

    A fact of which nobody said when it was true is taken as the caller's word for now. To a late event the profile is
    the one of now; only what was told ahead of its time is not true yet.
    """
    if fact.at is not None:
        if _ahead(fact, now):
            return Distrust.AHEAD
        if max_age is not None and now - fact.at > max_age:
            return Distrust.STALE
    if least_confidence is not None and fact.confidence is not None and fact.confidence < least_confidence:
        return Distrust.DOUBTFUL
    return None


def standing(fact: Fact, now: int) -> Fact:
    """What stands at a moment: the fact, or where it was told ahead, what stood before it."""
    while fact.before is not None and _ahead(fact, now):
        fact = fact.before
    return fact


def after_telling(new: Fact, kept: Fact | None, now: int) -> Fact | None:
    """What is kept after something was told, None where something later is known, or the same more surely.

    The later moment stands, on the same moment the surer, then `new`. What has no moment is earlier than everything
    that has one. What was told ahead leaves standing, as `before`, what is true until then.
    """
    known = line_of(kept)
    place = next((place for place, each in enumerate(known) if _rank(new) >= _rank(each)), len(known))
    found = _needed([*known[:place], new, *known[place:]], now)
    return _lined_up(found) if any(each is new for each in found) else None


def joined(one: Fact, other: Fact) -> Fact:
    """Of two that were told apart from each other: as `after_telling`, at last the one that was recorded later."""
    ranked = sorted((*line_of(one), *line_of(other)), key=lambda fact: (*_rank(fact), _recorded(fact)), reverse=True)
    return _lined_up(_needed(ranked, _ALWAYS_AHEAD))


def line_of(fact: Fact | None) -> tuple[Fact, ...]:
    """A fact and what stands before it, each on its own, the latest first."""
    found = []
    while fact is not None:
        found.append(evolve(fact, before=None) if fact.before is not None else fact)
        fact = fact.before
    return tuple(found)


def _needed(line: Sequence[Fact], now: int) -> list[Fact]:
    """Those that stand at some moment from `now` on, one for each moment."""
    found: list[Fact] = []
    for fact in line:
        if not found or found[-1].at != fact.at:
            found.append(fact)
        if not _ahead(found[-1], now):
            break
    return found


def _lined_up(line: Sequence[Fact]) -> Fact:
    """Each with the next one as what stands before it."""
    fact = line[-1]
    for each in reversed(line[:-1]):
        fact = evolve(each, before=fact)
    return fact


def _ahead(fact: Fact, now: int) -> bool:
    """Was it told ahead, and is not true yet?"""
    return fact.at is not None and fact.recorded is not None and fact.at > max(now, fact.recorded)


def _rank(fact: Fact) -> tuple[bool, int, Number]:
    return fact.at is not None, fact.at or 0, 1 if fact.confidence is None else fact.confidence


def _recorded(fact: Fact) -> int:
    return (fact.at or 0) if fact.recorded is None else fact.recorded

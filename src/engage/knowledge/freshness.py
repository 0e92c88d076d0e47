"""Whether a fact of a profile may be believed now, and which of two that contradict each other stands.

Pure. What is too old, too doubtful or not true yet is unknown, never quietly used.
"""

from __future__ import annotations

from enum import StrEnum

from engage.facts.known import Fact
from engage.ground.numbers import Number

__all__ = ["Distrust", "distrust", "prevailing", "prevails"]


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
        if fact.recorded is not None and fact.at > max(now, fact.recorded):
            return Distrust.AHEAD
        if max_age is not None and now - fact.at > max_age:
            return Distrust.STALE
    if least_confidence is not None and fact.confidence is not None and fact.confidence < least_confidence:
        return Distrust.DOUBTFUL
    return None


def prevails(new: Fact, kept: Fact | None) -> bool:
    """Does what is told now stand over what is kept? The later moment does, on the same moment the surer, then `new`.

    What has no moment is earlier than everything that has one.
    """
    if kept is None:
        return True
    return _rank(new) >= _rank(kept)


def prevailing(one: Fact, other: Fact) -> Fact:
    """Of two that were told independently of each other: as `prevails`, at last the one that was recorded later."""
    return max(one, other, key=lambda fact: (*_rank(fact), _recorded(fact)))


def _rank(fact: Fact) -> tuple[bool, int, Number]:
    return fact.at is not None, fact.at or 0, 1 if fact.confidence is None else fact.confidence


def _recorded(fact: Fact) -> int:
    return (fact.at or 0) if fact.recorded is None else fact.recorded

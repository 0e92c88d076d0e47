"""Scorecards: points of the lines that certainly hold, cut to the card's range, and the band they fall into."""

from __future__ import annotations

from decimal import Decimal

from engage.ground.numbers import add
from engage.program.program import ScoreInput, Values

__all__ = ["score"]


def score(card: ScoreInput, values: Values) -> tuple[int | Decimal | None, str | None]:
    """Points and band. A line that is unknown adds nothing; a band includes its lower bound, not its upper one."""
    points: int | Decimal | None = card.start
    for step in card.steps:
        if points is not None and step.line.holds(values):
            points = add(points, step.points)
    if points is None:
        return None, None
    points = max(card.low, min(card.high, points))
    for band, low, high in card.bands:
        if (low is None or low <= points) and (high is None or points < high):
            return points, band
    return points, None

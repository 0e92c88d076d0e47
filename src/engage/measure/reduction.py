"""Were contacts avoided? Their rate a unit beside what it was before, or beside people who were held out.

Counts of contacts are taken for Poisson counts: independent of each other, at one rate within each side. Calls of one
failure come together, so that the interval is too narrow then; and a period before is no experiment: season, prices and
campaigns move rates, too. Only people held out at random say what the change itself did. Floats are enough here: these
are estimates, and no decision reads them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from attrs import frozen

__all__ = ["Reduction", "Side", "reduction", "weeks_below"]


@frozen
class Side:
    """How many contacts there were, and how many units they come from: customers times days, orders."""

    contacts: int
    units: float


@frozen
class Reduction:
    """The rates a unit, their ratio with its interval, and how many contacts were avoided against the other side.

    `ratio` and what follows from it are None where a side has no units or no contacts: nothing can be said then.
    `avoided` is negative where there were more.
    """

    other: Side
    now: Side
    ratio: float | None = None
    low: float | None = None
    high: float | None = None
    avoided: float | None = None
    avoided_low: float | None = None
    avoided_high: float | None = None

    @property
    def shown(self) -> bool:
        """Is the interval of the ratio wholly below 1?"""
        return self.high is not None and self.high < 1


def reduction(other: Side, now: Side, confidence: float = 0.95) -> Reduction:
    """Contacts avoided `now` against the `other` side: a period before, or people held out.

    Rate ratio with the Wald interval of its logarithm, whose variance is 1/a + 1/b (Rothman and Greenland, *Modern
    Epidemiology*, person-time data). Avoided = contacts that the other side's rate would have brought, less those that
    came: now * (1/ratio - 1); its bounds are those of the ratio.
    """
    if not (other.contacts and now.contacts and other.units > 0 and now.units > 0):
        return Reduction(other, now)
    ratio = (now.contacts / now.units) / (other.contacts / other.units)
    width = NormalDist().inv_cdf((1 + confidence) / 2) * math.sqrt(1 / now.contacts + 1 / other.contacts)
    low, high = ratio * math.exp(-width), ratio * math.exp(width)
    avoided, least, most = (now.contacts * (1 / each - 1) for each in (ratio, high, low))
    return Reduction(other, now, ratio, low, high, avoided, least, most)


def weeks_below(rates: Sequence[float | None], threshold: float) -> int:
    """For how many weeks up to the latest the rate has been below a threshold without a break.

    `rates`: one a week, the earliest first; None where there were no units, which ends the count: nobody can tell.
    A cause counts as mended when this is at least as many as were agreed.
    """
    weeks = 0
    for rate in reversed(rates):
        if rate is None or rate >= threshold:
            break
        weeks += 1
    return weeks

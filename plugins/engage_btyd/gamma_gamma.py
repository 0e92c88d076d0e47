"""Gamma-Gamma: what a customer spends on a purchase, drawn towards what customers spend where little is known.

P. Fader, B. Hardie, *The Gamma-Gamma model of monetary value* (2013, brucehardie.com/notes/025), and the same with
K. L. Lee, *RFM and CLV: using iso-value curves for customer base analysis*, Journal of Marketing Research 42 (2005).
Of a customer it needs the number of repeat purchases that cost something and their mean amount. It supposes that how
much somebody spends does not hang on how often they buy: `engage value` prints the correlation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln

from engage_btyd.messages import model_error

__all__ = ["GammaGamma", "Spending", "fit_gamma_gamma"]

Floats = NDArray[np.float64]

_GRADIENT: Final = 1e-8
_STEEP: Final = 1e-5
_FAR: Final = 14.0
_WALL: Final = 16.0
#: p, q, and v as a share of the mean amount
_STARTS: Final = ((1.0, 2.0, 1.0), (6.0, 4.0, 0.4), (0.5, 10.0, 5.0))


@frozen
class Spending:
    """Purchases that cost something, and their mean amount in money."""

    purchases: int
    mean: float

    def __attrs_post_init__(self) -> None:
        if not (self.purchases >= 1 and self.mean > 0):
            raise ValueError("spending is a mean of more than nothing over at least one purchase")


@frozen
class GammaGamma:
    """The three parameters; `v` is in the money they were fitted on."""

    p: float
    q: float
    v: float

    def log_likelihood(self, spendings: Sequence[Spending]) -> float:
        """Of all the customers together."""
        value, _ = _likelihood(np.log([self.p, self.q, self.v]), *_columns(spendings))
        return float(value * len(spendings))

    @property
    def population_mean(self) -> float | None:
        """What customers of whom nothing is known spend on a purchase; None where the mean does not exist (q <= 1)."""
        return self.v * self.p / (self.q - 1.0) if self.q > 1.0 else None

    def expected(self, spending: Spending | None) -> float | None:
        """The amount a customer's purchases will cost on average: their own mean, drawn towards everybody's."""
        if spending is None:
            return self.population_mean
        x = spending.purchases
        return self.p * (self.v + x * spending.mean) / (self.p * x + self.q - 1.0)


def _columns(spendings: Sequence[Spending]) -> tuple[Floats, Floats]:
    # In one order, whatever order they come in: a sum of floating-point numbers depends on it.
    ordered = sorted((each.purchases, each.mean) for each in spendings)
    rows = np.array(ordered, dtype=np.float64)
    return rows[:, 0], rows[:, 1]


def _likelihood(logs: Floats, x: Floats, mean: Floats) -> tuple[float, Floats]:
    """The mean log-likelihood and its slopes, over the logarithms of p, q, v."""
    p, q, v = np.exp(logs)
    px, total = p * x, np.log(x * mean + v)
    each = gammaln(px + q) - gammaln(px) - gammaln(q) + q * log(v) + (px - 1.0) * np.log(mean) + px * np.log(x)
    each -= (px + q) * total
    by_p = x * (digamma(px + q) - digamma(px) + np.log(mean) + np.log(x) - total)
    by_q = digamma(px + q) - digamma(q) + log(v) - total
    by_v = q / v - (px + q) / (x * mean + v)
    slopes = np.array([float(np.mean(one)) for one in (by_p, by_q, by_v)])
    return float(np.mean(each)), slopes * np.exp(logs)


def fit_gamma_gamma(spendings: Sequence[Spending], told: Callable[[], None] = lambda: None) -> GammaGamma:
    """The most likely parameters, found as `fit_bg_nbd` finds its own.

    Raises ModelError when no repeat purchase cost anything, or when the data do not settle the parameters.
    """
    if not spendings:
        raise model_error("T002")
    x, mean = _columns(spendings)
    scale = float(np.mean(mean))
    best: tuple[float, Floats] | None = None
    for p, q, v in _STARTS:
        found = minimize(
            lambda logs: tuple(-part for part in _likelihood(logs, x, mean)),
            np.log([p, q, v * scale]),
            jac=True,
            method="L-BFGS-B",
            bounds=[(centre - _WALL, centre + _WALL) for centre in (0.0, 0.0, log(scale))],
            options={"gtol": _GRADIENT, "ftol": 0.0, "maxiter": 2_000, "maxls": 50},
        )
        told()
        if np.isfinite(found.fun) and (best is None or -found.fun > best[0]):
            best = -float(found.fun), found.x
    if best is None or not _settled(best[1], x, mean, scale):
        raise model_error("T003")
    return GammaGamma(*(float(value) for value in np.exp(best[1])))


def _settled(logs: Floats, x: Floats, mean: Floats, scale: float) -> bool:
    _, slopes = _likelihood(logs, x, mean)
    offsets = logs - np.array([0.0, 0.0, log(scale)])
    return bool(np.max(np.abs(slopes)) < _STEEP and np.max(np.abs(offsets)) < _FAR)

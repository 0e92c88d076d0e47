"""BG/NBD: how often a customer will buy again, and whether there still is one. Written on scipy, fitted by likelihood.

P. Fader, B. Hardie, K. L. Lee, "Counting your customers" the easy way: an alternative to the Pareto/NBD model,
*Marketing Science* 24 (2005), 275-284; equations in brackets are theirs. While alive a customer buys at a rate of
their own (gamma with `r`, `alpha`), and after each purchase may leave for good (beta with `a`, `b`). Of a customer it
needs three figures: `x` repeat purchases, the time `t_x` of the last one and the time `T` observed, both since the
first purchase and in the same unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, log
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import digamma, gammaln, hyp2f1

from engage_btyd.messages import model_error

__all__ = ["GRADIENT", "STARTS", "BgNbd", "Habit", "fit_bg_nbd"]

Floats = NDArray[np.float64]

#: The fit is done when no slope of the mean log-likelihood, over logarithms of the parameters, is steeper than this.
GRADIENT: Final = 1e-8
#: Where the search begins: r, alpha as a share of the mean time observed, a, b. The best end counts.
STARTS: Final = ((1.0, 1.0, 1.0, 1.0), (0.25, 0.15, 0.8, 2.5), (0.5, 0.3, 0.1, 1.0), (2.0, 1.0, 3.0, 10.0))
#: a slope that is still this steep is no top: the data do not settle the parameters
_STEEP: Final = 1e-5
#: logarithms of parameters beyond this are an escape, not an estimate
_FAR: Final = 14.0
#: where the search itself ends
_WALL: Final = 16.0
#: nearer than this to a pole that the formula only seems to have, the mean of its two sides stands in
_POLE: Final = 1e-6


@frozen
class Habit:
    """What the model sees of a customer. `x` repeat purchases, `t_x` time of the last, `T` time observed."""

    x: int
    t_x: float
    T: float  # the letter of the paper

    def __attrs_post_init__(self) -> None:
        if not (self.x >= 0 and 0 <= self.t_x <= self.T and (self.x == 0) == (self.t_x == 0)):
            raise ValueError("a habit has 0 <= t_x <= T, and t_x is 0 where x is")


@frozen
class BgNbd:
    """The four parameters; `alpha` is in the unit of time of the habits they were fitted on."""

    r: float
    alpha: float
    a: float
    b: float

    def log_likelihood(self, habits: Sequence[Habit]) -> float:
        """Of all the customers together [equation 6]."""
        value, _ = _likelihood(np.log([self.r, self.alpha, self.a, self.b]), _counted(habits))
        return float(value * len(habits))

    def alive(self, habit: Habit) -> float:
        """The probability that the customer has not left for good [Fader, Hardie, Lee 2008, note on P(alive)].

        1 for somebody who never came again: in this model people leave after a repeat purchase only.
        """
        return 1.0 / (1.0 + self._odds_of_gone(habit))

    def expected(self, habit: Habit, time: float) -> float:
        """Purchases expected in the next `time` [equation 10].

        The hypergeometric function is taken after Euler's transformation, which keeps it near 1 where the paper's own
        form leaves the range of floating-point numbers (thousands of purchases).
        """
        if time <= 0:
            return 0.0
        # a = 1 and a + b + x = 1 are holes of the formula, not of the function.
        shift = _POLE if min(abs(self.a - 1.0), abs(self.a + self.b + habit.x - 1.0)) < _POLE else 0.0
        sides = (self._expected(habit, time, self.a + way * shift) for way in (-1.0, 1.0))
        return sum(sides) / 2.0 / (1.0 + self._odds_of_gone(habit))

    def _expected(self, habit: Habit, time: float, a: float) -> float:
        x, top, rest = habit.x, a + self.b + habit.x - 1.0, self.alpha + habit.T
        share = time / (rest + time)
        power = exp((a - 1.0) * log(rest / (rest + time)))
        curve = float(hyp2f1(a + self.b - 1.0 - self.r, a - 1.0, a + self.b + x - 1.0, share))
        return top / (a - 1.0) * (1.0 - power * curve)

    def _odds_of_gone(self, habit: Habit) -> float:
        if habit.x == 0:
            return 0.0
        stretch = log(self.alpha + habit.T) - log(self.alpha + habit.t_x)
        logarithm = log(self.a) - log(self.b + habit.x - 1.0) + (self.r + habit.x) * stretch
        return exp(min(logarithm, 700.0))


@frozen(eq=False)
class _Counted:
    """Habits as columns, equal ones once with their number."""

    x: Floats
    t_x: Floats
    T: Floats  # the letter of the paper
    weight: Floats


def _counted(habits: Sequence[Habit]) -> _Counted:
    rows = np.array([(habit.x, habit.t_x, habit.T) for habit in habits], dtype=np.float64)
    unique, counts = np.unique(rows, axis=0, return_counts=True)
    return _Counted(unique[:, 0], unique[:, 1], unique[:, 2], counts / len(rows))


def _likelihood(logs: Floats, seen: _Counted) -> tuple[float, Floats]:
    """The mean log-likelihood and its slopes, over the logarithms of r, alpha, a, b."""
    r, alpha, a, b = np.exp(logs)
    x, repeated = seen.x, seen.x > 0
    behind = np.where(repeated, b + x - 1.0, 1.0)
    fixed = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    fixed += gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    stayed = -(r + x) * np.log(alpha + seen.T)
    gone = np.where(repeated, np.log(a) - np.log(behind) - (r + x) * np.log(alpha + seen.t_x), -np.inf)
    both = np.logaddexp(stayed, gone)
    left = np.exp(gone - both)  # the share of the likelihood that says the customer has gone
    here = 1.0 - left
    by_r = digamma(r + x) - digamma(r) + np.log(alpha) - here * np.log(alpha + seen.T) - left * np.log(alpha + seen.t_x)
    by_alpha = r / alpha - (r + x) * (here / (alpha + seen.T) + left / (alpha + seen.t_x))
    by_a = digamma(a + b) - digamma(a + b + x) + left / a
    by_b = digamma(a + b) + digamma(b + x) - digamma(b) - digamma(a + b + x) - left / behind
    slopes = np.array([np.sum(seen.weight * each) for each in (by_r, by_alpha, by_a, by_b)])
    return float(np.sum(seen.weight * (fixed + both))), slopes * np.exp(logs)


def fit_bg_nbd(habits: Sequence[Habit], told: Callable[[], None] = lambda: None) -> BgNbd:
    """The most likely parameters. The same habits give the same parameters, in whatever order they come.

    The search runs from each of `STARTS` (L-BFGS-B, exact slopes) until no slope is steeper than `GRADIENT`; `told` is
    called after each. Raises ModelError when nobody came again, or when the data do not settle the parameters.
    """
    if not any(habit.x for habit in habits):
        raise model_error("T001")
    seen = _counted(habits)
    scale = float(np.sum(seen.weight * seen.T)) or 1.0
    best: tuple[float, Floats] | None = None
    for r, alpha, a, b in STARTS:
        found = minimize(
            lambda logs: tuple(-part for part in _likelihood(logs, seen)),
            np.log([r, alpha * scale, a, b]),
            jac=True,
            method="L-BFGS-B",
            bounds=[(centre - _WALL, centre + _WALL) for centre in (0.0, log(scale), 0.0, 0.0)],
            options={"gtol": GRADIENT, "ftol": 0.0, "maxiter": 2_000, "maxls": 50},
        )
        told()
        if np.isfinite(found.fun) and (best is None or -found.fun > best[0]):
            best = -float(found.fun), found.x
    if best is None or not _settled(best[1], seen, scale):
        raise model_error("T003")
    return BgNbd(*(float(value) for value in np.exp(best[1])))


def _settled(logs: Floats, seen: _Counted, scale: float) -> bool:
    _, slopes = _likelihood(logs, seen)
    offsets = logs - np.array([0.0, log(scale), 0.0, 0.0])
    return bool(np.max(np.abs(slopes)) < _STEEP and np.max(np.abs(offsets)) < _FAR)

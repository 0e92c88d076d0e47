"""What a customer in a queue can be told: about how long it may take, as a range, or that nobody knows."""

from __future__ import annotations

import datetime
import math
from enum import Enum
from itertools import islice
from typing import Final

from attrs import frozen

from engage.service.given import length_above, length_given, one_of, whole
from engage.service.stages import waits_left

__all__ = ["Estimator", "WaitRange", "wait_estimate"]

_NOTHING: Final = datetime.timedelta(0)
_LOW, _HIGH = 0.1, 0.9
#: Behind so many people the further ones count with their mean: the range is off by less than 0.4 % then.
_FEW: Final = 10_000


class Estimator(Enum):
    """What an estimate is made from. R. Ibrahim, W. Whitt, *Real-Time Delay Estimation Based on Delay History*, M&SOM
    11(3), 2009: the queue's length is best where handling times are known; the two delays need no knowledge of them,
    and run behind when the load swings."""

    QUEUE_LENGTH = "queue length"
    """(ahead + 1) / (workers / handling)"""
    LAST_TO_ENTER = "last to enter service"
    """how long the one had waited who was served last"""
    HEAD_OF_LINE = "head of line"
    """how long the one who is next has waited by now"""


@frozen
class WaitRange:
    """Four waits of five lie between `low` and `high`; `mean` is the middle one to expect.

    `capped`: `high` is the most that is told, and the truth may be more. `entering` is how many with a head start may
    still enter ahead; `high` counts them. So that a place in the queue may fall: say "about".
    """

    low: datetime.timedelta
    mean: datetime.timedelta
    high: datetime.timedelta
    by: Estimator
    capped: bool = False
    entering: int = 0


def wait_estimate(
    ahead: int,
    workers: int,
    handling: datetime.timedelta,
    *,
    free: int = 0,
    entering: int = 0,
    patience: datetime.timedelta | None = None,
    waited: datetime.timedelta | None = None,
    by: Estimator = Estimator.QUEUE_LENGTH,
    most: datetime.timedelta = datetime.timedelta(minutes=30),
) -> WaitRange | None:
    """About how long somebody waits with so many `ahead`, in order of rank; None, unknown, where no `workers` serve.

    `workers` are those who serve this queue now, busy or not, and `free` those of them without work. `handling` is
    their mean handling time, `patience` after how long those ahead leave on average. `entering` are those with more
    head start who may yet come and go ahead. `waited` is the delay that the two estimators by delay start from. More
    than `most` is never told.

    The range are the waits that one in ten falls below, and one in ten exceeds, when ahead + 1 people leave one after
    another, as in Erlang A. It is an estimate in floating point: record it beside the outcome, and let no decision rest
    on one that is not recorded. Raises EngageError (S076) for a length that is not above nothing, a number that is not
    whole or below 0, and an estimator by delay without `waited`.
    """
    for name, number in (("ahead", ahead), ("workers", workers), ("free", free), ("entering", entering)):
        whole(name, number)
    length_above("handling", handling)
    length_above("patience", patience, optional=True)
    length_above("most", most)
    one_of("by", by, Estimator)
    length_given("waited", waited, optional=by is Estimator.QUEUE_LENGTH)
    if workers == 0:
        return None
    if free > ahead + entering:
        return WaitRange(_NOTHING, _NOTHING, _NOTHING, by, entering=entering)
    pace = workers / handling.total_seconds()
    leave = 1 / patience.total_seconds() if patience else 0.0
    if by is Estimator.QUEUE_LENGTH or waited is None:
        before = max(ahead - free, 0)
        few = min(before, _FEW)
        mean = sum(1 / (pace + stage * leave) for stage in range(few + 1)) + _further(few, before, pace, leave)
    else:
        # As many left during that delay as are now, by this estimator, ahead.
        mean = waited.total_seconds()
        before = max(_stages(mean, pace, leave) - 1, 0)
    longest = most.total_seconds()
    low = mean and min(mean, _time_when(1 - _LOW, before, pace, leave, longest))
    high = max(mean, _time_when(1 - _HIGH, before + entering, pace, leave, longest))
    told = [min(datetime.timedelta(seconds=round(time, 3)), most) for time in (low, mean, high)]
    return WaitRange(told[0], told[1], told[2], by, capped=high > most.total_seconds(), entering=entering)


def _stages(time: float, pace: float, leave: float) -> int:
    """How many leave one after another in this time, on average."""
    if not leave:
        return round(time * pace)
    # The mean of k stages is close to log(1 + k leave / pace) / leave; without a bound a long delay would be endless.
    return round(min(math.expm1(min(time * leave, 20.0)) * pace / leave, 1e6))


def _further(first: int, before: int, pace: float, leave: float) -> float:
    """How long those from the place `first` + 1 on up to `before` take on average; a sum as an integral."""
    if not leave:
        return (before - first) / pace
    return math.log1p((before - first) * leave / (pace + (first + 0.5) * leave)) / leave


def _time_when(left: float, before: int, pace: float, leave: float, most: float) -> float:
    """The time after which, with the probability `left`, the wait has not ended; by halving, to a part in a million.

    Beyond `most`: some time that is longer than it.
    """
    few = min(before, _FEW)
    further = _further(few, before, pace, leave)

    def longer(time: float) -> bool:
        # Who has more ahead waits longer, so that the first of them that does is answer enough.
        return any(share > left for share in islice(waits_left(pace, leave, time), few + 1))

    under, over = 0.0, 1 / pace
    while further + under <= most and longer(over):
        under, over = over, over * 2
    if further + under > most:
        return further + under
    while over - under > 1e-6 * over:
        middle = (under + over) / 2
        under, over = (middle, over) if longer(middle) else (under, middle)
    return further + over

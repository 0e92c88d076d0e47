"""How long k + 1 people take to leave a queue one after another, when each who waits may also give up."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import count

__all__ = ["waits_left"]


def waits_left(pace: float, leave: float, time: float) -> Iterator[float]:
    """P(T > time) for k = 0, 1, 2 …, without end; T is the sum of stages of rates `pace` + j `leave`, j = 0 … k.

    `pace` and `leave` are per second, `time` in seconds. With a = pace / leave and y = 1 - exp(-leave time) it is
    1 - I_y(k + 1, a), the sum over j <= k of C(a + j - 1, j) y^j (1 - y)^a: only sums of what is above nothing, so no
    digits are lost. Without leaving it is the tail of Erlang's distribution, the limit of the same sum.
    """
    # expm1: a small share of leavers must not lose its digits.
    part = -math.expm1(-leave * time)
    per_pace = part / leave if leave else time
    log, left = -pace * time, 0.0
    for stage in count(1):
        left += math.exp(log)
        yield min(left, 1.0)
        ratio = (pace * per_pace + (stage - 1) * part) / stage
        log = log + math.log(ratio) if ratio > 0 else -math.inf

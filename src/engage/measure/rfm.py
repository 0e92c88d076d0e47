"""RFM: how lately, how often and for how much customers bought, as scores of 1 to 5 and named segments.

A. Hughes, *Strategic Database Marketing* (1994). Ties are never broken by chance or by the order of a file:

    score = 1 + floor(groups x customers who do strictly worse / all customers)

so that equal customers have equal scores. Where many are equal (all who bought once), a score may stay empty.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from attrs import frozen

from engage.ground.finding import Words
from engage.knowledge.purchases import PurchaseDay
from engage.measure.exact import total

__all__ = ["GROUPS", "SEGMENTS", "Rfm", "ScoreSegment", "counted", "rfm", "scores", "segment_of"]

GROUPS: Final = 5
_ANY: Final = (1, GROUPS)


@frozen
class Rfm:
    """One customer: whole days since the last purchase day, purchase days, what they spent in all, and the scores.

    A high score is good: `r` of 5 bought most lately.
    """

    customer: str
    recency_days: int
    frequency: int
    monetary: Decimal
    r: int
    f: int
    m: int


@frozen
class ScoreSegment:
    """A segment by scores: its id and name, and the least and the most of each score, both included."""

    id: str
    name: Words
    r: tuple[int, int] = _ANY
    f: tuple[int, int] = _ANY
    m: tuple[int, int] = _ANY

    def holds(self, one: Rfm) -> bool:
        """Does the customer belong here, as far as scores go?"""
        scored = ((one.r, self.r), (one.f, self.f), (one.m, self.m))
        return all(low <= score <= high for score, (low, high) in scored)


#: The segments of the report, in their order: the first that fits counts. Hosts may declare their own.
SEGMENTS: Final = (
    ScoreSegment("best", Words("best", "核心客户", "核心客戶"), (4, 5), (4, 5), (4, 5)),
    ScoreSegment("cannot_lose", Words("cannot lose", "不可失去", "不可失去"), (1, 2), (4, 5), (4, 5)),
    ScoreSegment("loyal", Words("loyal", "忠诚客户", "忠誠客戶"), (3, 5), (4, 5)),
    ScoreSegment("big_spender", Words("big spenders", "高额客户", "高額客戶"), (3, 5), (1, 3), (5, 5)),
    ScoreSegment("new", Words("new", "新客户", "新客戶"), (4, 5), (1, 3)),
    ScoreSegment("needs_attention", Words("needs attention", "需要关注", "需要關注"), (3, 3)),
    ScoreSegment("at_risk", Words("at risk", "流失风险", "流失風險"), (1, 2), (3, 5)),
    ScoreSegment("asleep", Words("asleep", "沉睡客户", "沉睡客戶")),
)


def scores(values: Sequence[Decimal], groups: int = GROUPS) -> list[int]:
    """The score of each value among all of them, 1 for the least; equal values have equal scores."""
    ordered = sorted(values)
    return [1 + groups * bisect_left(ordered, value) // len(ordered) for value in values]


def rfm(customers: Mapping[str, Sequence[PurchaseDay]], until: datetime.date, groups: int = GROUPS) -> tuple[Rfm, ...]:
    """Every customer who bought up to a day, by name. What came later is not looked at."""
    seen = {customer: [day for day in days if day.day <= until] for customer, days in sorted(customers.items())}
    known = {customer: days for customer, days in seen.items() if days}
    recency = {customer: (until - max(day.day for day in days)).days for customer, days in known.items()}
    spent = {customer: total(day.amount for day in days) for customer, days in known.items()}
    r = scores([Decimal(-days) for days in recency.values()], groups) if known else []
    f = scores([Decimal(len(days)) for days in known.values()], groups) if known else []
    m = scores(list(spent.values()), groups) if known else []
    rows = zip(known, r, f, m, strict=True)
    return tuple(Rfm(name, recency[name], len(known[name]), spent[name], *scored) for name, *scored in rows)


def segment_of(one: Rfm, segments: Sequence[ScoreSegment] = SEGMENTS) -> str:
    """The id of the first segment that fits; empty where none does."""
    return next((segment.id for segment in segments if segment.holds(one)), "")


def counted(found: Sequence[Rfm], segments: Sequence[ScoreSegment] = SEGMENTS) -> dict[str, int]:
    """How many customers each segment has, in the segments' order; empty for those in none."""
    counts = Counter(segment_of(one, segments) for one in found)
    return {id: counts[id] for id in (*(segment.id for segment in segments), "") if id or counts[id]}

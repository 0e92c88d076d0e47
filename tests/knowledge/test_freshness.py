"""Which facts may be believed, and which of two that contradict each other stands."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest

from engage.facts.known import Fact
from engage.knowledge.freshness import Distrust, distrust, prevailing, prevails

NOW, DAY = 1_000_000_000_000, 86_400_000_000
SURE = Decimal("0.7")


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (Fact(1, NOW), None),
        (Fact(1), None),
        (Fact(1, NOW - 30 * DAY), None),
        (Fact(1, NOW - 30 * DAY - 1), Distrust.STALE),
        (Fact(1, NOW + 1), None),  # a late event sees the profile of now
        (Fact(1, NOW + 1, recorded=NOW + 1), None),
        (Fact(1, NOW + 1, recorded=NOW), Distrust.AHEAD),
        (Fact(1, NOW, recorded=NOW - DAY), None),
        (Fact(1, NOW, confidence=SURE), None),
        (Fact(1, NOW, confidence=1), None),
        (Fact(1, NOW, confidence=Decimal("0.69")), Distrust.DOUBTFUL),
        (Fact(1, NOW, confidence=0), Distrust.DOUBTFUL),
    ],
)
def test_a_fact_is_believed_while_it_is_fresh_sure_and_true_already(fact: Fact, expected: Distrust | None) -> None:
    assert distrust(fact, NOW, 30 * DAY, SURE) is expected
    assert distrust(fact, NOW, None, None) in (None, Distrust.AHEAD)


def test_the_later_moment_stands_then_the_surer_then_what_came_last() -> None:
    kept = Fact("kept", 10, confidence=SURE)
    assert prevails(Fact("new", 11, confidence=0), kept)
    assert not prevails(Fact("new", 9), kept)
    assert prevails(Fact("new", 10), kept)
    assert not prevails(Fact("new", 10, confidence=Decimal("0.6")), kept)
    assert prevails(Fact("new", 10, confidence=SURE), kept)
    assert prevails(Fact("new", None), None)
    assert not prevails(Fact("new", None), kept)


def test_of_facts_told_independently_the_same_stands_in_whatever_order_they_meet() -> None:
    told = [
        Fact("a", 10),
        Fact("b", 10, recorded=12),
        Fact("c", 10, confidence=SURE, recorded=99),
        Fact("d", 9),
        Fact("e"),
    ]
    for order in permutations(told):
        standing = order[0]
        for each in order[1:]:
            standing = prevailing(standing, each)
        assert standing.value == "b"

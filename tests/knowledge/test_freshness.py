"""Which facts may be believed, and which of two that contradict each other stands."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.known import Fact
from engage.ground.numbers import Number
from engage.knowledge.freshness import Distrust, after_telling, distrust, joined, line_of, standing

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


def stands(new: Fact, kept: Fact | None) -> bool:
    return after_telling(new, kept, NOW) == new


def test_the_later_moment_stands_then_the_surer_then_what_came_last() -> None:
    kept = Fact("kept", 10, confidence=SURE)
    assert stands(Fact("new", 11, confidence=0), kept)
    assert not stands(Fact("new", 9), kept)
    assert stands(Fact("new", 10), kept)
    assert not stands(Fact("new", 10, confidence=Decimal("0.6")), kept)
    assert stands(Fact("new", 10, confidence=SURE), kept)
    assert stands(Fact("new", None), None)
    assert not stands(Fact("new", None), kept)


def test_of_facts_told_independently_the_same_stands_in_whatever_order_they_meet() -> None:
    told = [
        Fact("a", 10),
        Fact("b", 10, recorded=12),
        Fact("c", 10, confidence=SURE, recorded=99),
        Fact("d", 9),
        Fact("e"),
        Fact("f", 30, recorded=20),
    ]
    for order in permutations(told):
        kept = order[0]
        for each in order[1:]:
            kept = joined(kept, each)
        assert [fact.value for fact in line_of(kept)] == ["f", "b"]


def test_what_is_told_ahead_leaves_standing_what_is_true_until_then() -> None:
    kept = after_telling(Fact("gold", NOW + DAY, recorded=NOW), Fact("silver", NOW - DAY), NOW)
    assert kept is not None
    assert standing(kept, NOW).value == "silver"
    assert standing(kept, NOW + DAY).value == "gold"
    nearer = after_telling(Fact("basic", NOW + 1), kept, NOW + 1)
    assert nearer is not None
    assert [fact.value for fact in line_of(nearer)] == ["gold", "basic"]
    assert after_telling(Fact("late", NOW - 2 * DAY), nearer, NOW + 2) is None


_MOMENTS = st.integers(0, 12)


@given(
    told=st.lists(
        st.tuples(_MOMENTS | st.none(), st.integers(0, 2), st.sampled_from((None, SURE, 0))), min_size=3, max_size=8
    ),
    ahead=st.integers(0, 9),
)
def test_at_every_moment_to_come_stands_what_was_told_for_the_latest_moment_by_then(
    told: list[tuple[int | None, int, Number | None]], ahead: int
) -> None:
    """Mutants that it kills: what is told last stands above all; the first of two told alike stands; of what was told
    ahead only the farthest is kept; what was told ahead stands a moment too late."""
    now, kept, everything = 0, None, list[Fact]()
    for number, (at, later, sure) in enumerate(told):
        now += later
        fact = Fact(number, at, "", sure, now if at is not None and at != now else None)
        kept = after_telling(fact, kept, now) or kept
        everything.append(fact)
    assert kept is not None
    moment = now + ahead
    known = [fact for fact in everything if fact.at is None or fact.at <= moment]
    # The last of the highest stands.
    best = max(
        enumerate(known),
        key=lambda each: (
            each[1].at is not None,
            each[1].at or 0,
            1 if each[1].confidence is None else each[1].confidence,
            each[0],
        ),
        default=None,
    )
    found = standing(kept, moment)
    assert (None if distrust(found, moment, None, None) else found.value) == (best[1].value if best else None)

from __future__ import annotations

from decimal import Decimal

import pytest

from engage.facts.known import Event, Fact, Profile, Situation, State
from engage.facts.units import Duration, Unit
from engage.knowledge import fill
from engage.knowledge.scores import score
from engage.language.tree import HeldFor
from engage.program.program import HeldInput, Line, ScoreInput, ScoreStep
from engage.ruleset.model import Rule
from program.building import DAY, NOW, compare, compiled, situation


@pytest.mark.parametrize(
    ("at", "expected"), [(NOW, 5), (NOW - 30 * DAY, 5), (NOW - 30 * DAY - 1, None), (NOW + 1, 5), (None, 5)]
)
def test_a_fact_older_than_its_max_age_is_unknown(at: int | None, expected: int | None) -> None:
    program = compiled(Rule(id="r", events=("call",), lines=(compare("customer.balance", ">", 1),)))
    shelf = program.shelves["call"]
    profile = Profile("c", {"customer.balance": Fact(5, at)})
    (slot,) = [source.slot for source in shelf.inputs]
    assert fill(program, shelf, Situation(Event("e", "s", "t", NOW, kind="call"), profile))[slot] == expected


GOLD_FOR_14_DAYS = HeldFor(condition=compare("customer.tier", "=", "gold"), length=Duration(14, Unit.DAY))


@pytest.mark.parametrize(
    ("tier", "since", "expected"),
    [
        ("gold", NOW - 14 * DAY, True),
        ("gold", NOW - 14 * DAY + 1, False),
        ("gold", None, False),
        ("silver", NOW - 20 * DAY, False),
        (None, NOW - 20 * DAY, None),
    ],
)
def test_a_condition_is_held_after_its_length_without_a_break(
    tier: str | None, since: int | None, expected: bool | None
) -> None:
    program = compiled(Rule(id="r", events=("call",), lines=(GOLD_FOR_14_DAYS,)))
    shelf = program.shelves["call"]
    (held,) = [source for source in shelf.inputs if isinstance(source, HeldInput)]
    state = State(held={} if since is None else {held.id: since})
    values = fill(program, shelf, situation(facts={"tier": tier}, state=state))
    assert values[held.slot] is expected


def card(start: int | Decimal, *points: int | Decimal | None) -> tuple[object, object]:
    """A card from 0 to 100 whose lines hold, except those of None, which are unknown."""
    holds, unknown = Line(lambda v: True, lambda v: False), Line(lambda v: False, lambda v: False)
    steps = tuple(ScoreStep(100 if each is None else each, unknown if each is None else holds) for each in points)
    bands = (("low", None, 30), ("medium", 30, 60), ("high", 60, None))
    return score(ScoreInput(0, 1, "customer.risk", 0, 100, start, steps, bands), [])


@pytest.mark.parametrize(
    ("start", "points", "expected"),
    [
        (10, (), (10, "low")),
        (10, (20,), (30, "medium")),
        (10, (Decimal("19.99"),), (Decimal("29.99"), "low")),
        (10, (50,), (60, "high")),
        (10, (None,), (10, "low")),
        (90, (50,), (100, "high")),
        (10, (-50,), (0, "low")),
        (10, (-50, 50), (10, "low")),
    ],
)
def test_a_band_includes_its_lower_bound_and_points_are_cut_to_the_range(
    start: int, points: tuple[int, ...], expected: tuple[object, str]
) -> None:
    assert card(start, *points) == expected


def test_a_score_outside_every_band_has_none() -> None:
    holds = Line(lambda v: True, lambda v: False)
    gap = ScoreInput(0, 1, "customer.risk", 0, 100, 0, (ScoreStep(50, holds),), (("low", 0, 30), ("high", 60, None)))
    assert score(gap, []) == (50, None)

"""How targets were kept: what was late once is late, groups add up to the whole."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from engage.measure.attainment import Attainment, Verdict, attainments


def test_a_cycle_that_was_met_and_then_reopened_and_late_is_late() -> None:
    told = [Verdict("resolution", 1, True), Verdict("resolution", 1, False), Verdict("resolution", 2, True)]
    assert attainments(told) == (Attainment("resolution", 1, 1),)
    assert attainments(reversed(told)) == (Attainment("resolution", 1, 1),)
    assert attainments(told)[0].share == Fraction(1, 2)


def test_groups_stand_below_their_target() -> None:
    told = [
        Verdict("first_response", 1, True, "preferred"),
        Verdict("first_response", 2, False, "preferred"),
        Verdict("first_response", 3, True),
        Verdict("first_response", 4, True, "basic"),
    ]
    assert attainments(told) == (
        Attainment("first_response", 3, 1),
        Attainment("first_response", 1, 0, "basic"),
        Attainment("first_response", 1, 1, "preferred"),
    )
    assert attainments([]) == ()


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 5), st.booleans())))
def test_every_cycle_counts_once_and_groups_add_up(told: list[tuple[str, int, bool]]) -> None:
    verdicts = [Verdict(target, cycle, met, group=str(cycle % 2)) for target, cycle, met in told]
    found = attainments(verdicts)
    for target in {each.target for each in verdicts}:
        whole = next(each for each in found if each.target == target and each.group is None)
        parts = [each for each in found if each.target == target and each.group is not None]
        assert (whole.met, whole.late) == (sum(each.met for each in parts), sum(each.late for each in parts))
        assert whole.met + whole.late == len({each.cycle for each in verdicts if each.target == target})

"""What a finding is certain of holds at every moment, whatever the calendar shows."""

from __future__ import annotations

import pytest

from checks.desk_rules import findings_in

SINCE = """
rule counted
  event complaint
  when {}
  then
    route to senior desk
"""


@pytest.mark.parametrize("check", ["always", "impossible"])
@pytest.mark.parametrize(
    "condition", ["any complaint since 2027-01-01", "no complaint since 2027-01-01", "no complaint since 2020-01-01"]
)
def test_an_event_may_be_decided_before_the_date_since_which_it_is_counted(check: str, condition: str) -> None:
    assert not findings_in(SINCE.format(condition), check)


@pytest.mark.parametrize("window", ["in the last 30 days", "this calendar month", "in the last 2 working days"])
def test_an_event_counts_itself_in_a_window_that_always_reaches_to_it(window: str) -> None:
    assert [found.code for found in findings_in(SINCE.format(f"any complaint {window}"), "always")] == ["V005"]


@pytest.mark.parametrize("date", ["2020-01-01", "2027-01-01"])
@pytest.mark.parametrize("counted", ["any", "no"])
def test_an_example_of_what_is_counted_since_a_date_is_made_at_a_moment_that_fits(counted: str, date: str) -> None:
    rules = SINCE.format(f"{counted} complaint since {date}")
    other = "\nrule other\n  event complaint\n  then\n    route to front desk\n"
    assert [(found.code, found.possible) for found in findings_in(rules + other, "tie")] == [("V006", False)]

from __future__ import annotations

import pytest

from engage.facts.units import Duration, Unit
from engage.knowledge.working_time import moment_before
from engage.program.from_model_needs import longest
from engage.program.program import WorkingHours
from program.building import DAY, NOW, WEEK, ZONE

WORKING = WorkingHours(WEEK.hours, WEEK.holidays)


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("amount", [1, 3, 40])
def test_what_is_read_of_the_past_always_covers_the_window(unit: Unit, amount: int) -> None:
    length = Duration(amount, unit)
    start = moment_before(NOW, length, ZONE, WORKING)
    back = longest(length, WORKING)
    assert start is not None
    assert back is not None
    assert NOW - back <= start
    assert back < 400 * amount * DAY + 400 * DAY, "a bound that is no bound is of no use"

"""Charts beside dates at the ends of the calendar: `9999-12-31` is how many systems say `for ever`."""

from __future__ import annotations

import pytest

from engage import Engine
from engage.load import from_sources

RULESET = (
    (
        "ruleset.yaml",
        "ruleset: desk\nengage: 1\nzone: Asia/Shanghai\nsafe default:\n  - route to front\n",
    ),
    (
        "vocabulary.yaml",
        "fields:\n  customer.end: {type: date, en: contract end}\n"
        "events:\n  call: {type: call, en: call, contact: yes}\n",
    ),
    ("catalogue.yaml", "queues:\n  front: {en: front}\n"),
)
CALL = {"id": "1", "source": "/x", "type": "call", "time": "2026-11-05T10:00:00+08:00", "subject": "c"}


@pytest.mark.parametrize("end", ["9999-12-31", "9999-12-30", "0001-01-01"])
@pytest.mark.parametrize(
    "guard",
    [
        "contract end before today",
        "contract end is today",
        "contract end within 30 days",
        "contract end more than 30 days ago",
        "contract end + 1 calendar month before today",
        "today + 1 working day is contract end",
    ],
)
def test_a_date_at_the_end_of_the_calendar_is_a_date(guard: str, end: str) -> None:
    rules = f"segment late\n  enter when {guard}\n\nrule all\n  event call\n  then route to front\n"
    with Engine(from_sources((*RULESET, ("desk.rules", rules))), "sqlite::memory:") as engine:
        engine.know("c", {"customer.end": end})
        decision = engine.receive(CALL)
    assert not decision.safe_default
    assert any(reason.code == "chosen" for reason in decision.reasons)

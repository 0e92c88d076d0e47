"""The events that the analyst's tutorial compares over are the demonstration's own, of its first 60 customers."""

from __future__ import annotations

import json
from pathlib import Path

from engage.workbench.demo_events import demo_events

DEMO = Path(__file__).parents[2] / "rulesets" / "telecom-care" / "demo"


def test_the_quarter_holds_the_events_of_the_first_sixty_customers() -> None:
    events = demo_events(DEMO / "customers.csv")
    some = set(sorted({str(event["subject"]) for event in events})[:60])
    lines = (DEMO / "quarter.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [event for event in events if event["subject"] in some]

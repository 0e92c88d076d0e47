"""Every published case of service clocks: what other systems' documents and tests say must come out."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engage.service import Calendar, due_at, elapsed

#: Cases in which the published answer is wrong, with the right one.
WRONG = {
    "zammad-12-upd-minute-rounding": "2016-11-09T09:26:36Z",  # the vendor rounds a pause to whole minutes
    "nineminds-WRONG": "2026-01-12T11:00:00Z",  # its own arithmetic gives Monday: one hour on Friday, three on Monday
}


@pytest.fixture
def oracle(published: Callable[[str], Path]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(published("oracles/sla_cases.json").read_text(encoding="utf-8"))
    return read


def moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def test_every_published_case_comes_out(oracle: dict[str, Any]) -> None:
    calendars = {name: Calendar.from_mapping(written) for name, written in oracle["calendars"].items()}
    met = []
    for case in oracle["cases"]:
        calendar, start = calendars[case["calendar"]], moment(case["start"])
        pauses = [(moment(one), moment(other)) for one, other in case.get("pauses", ())]
        if case["kind"] == "due":
            due = due_at(calendar, start, datetime.timedelta(minutes=case["target_min"]), pauses)
            right = WRONG.get(case["id"], case["due"])
            assert due == moment(right), case["id"]
            assert (right == case["due"]) == (case.get("expect") != "diff"), case["id"]
        else:
            passed = elapsed(calendar, start, moment(case["end"]), pauses)
            if case.get("floor_min"):  # published in whole minutes
                passed -= passed % datetime.timedelta(minutes=1)
            assert passed == datetime.timedelta(minutes=case["elapsed_min"]), case["id"]
        met.append(case["id"])
    assert len(met) == len(set(met)) == 41

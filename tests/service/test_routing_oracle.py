"""The published routing cases: those that the model expresses hold; the rest are contrast only, each with its reason.

`pytest -rs` lists the contrasts.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from engage.facts.units import Duration, Unit
from engage.service import (
    Callback,
    CallbackState,
    Route,
    Rung,
    Waiting,
    Worker,
    assign,
    callback_state,
    callback_wait,
    queued_callback,
    rank,
)
from service.desk import at, contact, seconds, worker

Published = Callable[[str], Path]
#: What engage does not do as the others do, or only in part, and why.
CONTRAST_ONLY: Final[Mapping[str, str]] = {
    "aws-prio-3": "strict precedence starves: only head starts are offered, which bound how much anybody is overtaken",
}


def case(published: Published, id: str) -> Any:
    cases = json.loads(published("oracles/routing_cases.json").read_text(encoding="utf-8"))["cases"]
    return next(each for each in cases if each["id"] == id)


def test_no_case_is_left_out(published: Published) -> None:
    cases = json.loads(published("oracles/routing_cases.json").read_text(encoding="utf-8"))["cases"]
    assert {each["id"] for each in cases} == {*PROFILES, *CONTRAST_ONLY, *OTHERS}


@pytest.mark.parametrize("id", CONTRAST_ONLY)
def test_contrast_only(id: str) -> None:
    pytest.skip(f"contrast only: {id}: {CONTRAST_ONLY[id]}")


# -- priority with delay: a delay is a rung that opens the queue of this worker; equal priorities are no head start

PROFILES: Final = ("aws-prio-1", "aws-prio-2", "aws-prio-2b", "aws-prio-4")


@pytest.mark.parametrize("id", PROFILES)
def test_the_oldest_of_the_queues_that_are_open_to_a_worker_comes_first(published: Published, id: str) -> None:
    told = case(published, id)
    delays = {queue: delay for queue, _, delay in told["profile"]}
    served = Worker("w", [f"{queue} for w" for queue in delays], at(0))
    waiting = [
        Waiting(
            f"{queue} {age}", Route(queue, ladder=(Rung(seconds(delays[queue]), (), f"{queue} for w"),)), at(1000 - age)
        )
        for queue, ages in told["waiting"].items()
        for age in ages
    ]
    (match,) = assign(waiting, [served], at(1000))
    assert match.contact.split()[0] == told["expect"]


# -- the others

OTHERS: Final = ("aws-callback", "twilio-timeouts", "genesys-score", "freeswitch-tier", "bank-head-start")


def test_aws_callback(published: Published) -> None:
    expect = case(published, "aws-callback")["expect"]
    day = datetime.datetime(2026, 11, 5, 11, tzinfo=datetime.UTC)
    arrived, asked = day.replace(minute=35), day.replace(minute=37)
    one = Callback("c", Route("desk"), arrived, asked, "UTC", delay=datetime.timedelta(seconds=99))
    queued = day.replace(minute=38, second=39)
    assert callback_state(one, queued - datetime.timedelta(seconds=1)) is CallbackState.WAITING
    assert callback_state(one, queued) is CallbackState.DUE
    wait = callback_wait(one, queued, day.replace(minute=39))
    assert wait.before.total_seconds() == expect["inbound_queue_s"]
    assert wait.callback.total_seconds() == expect["callback_queue_duration_s"]
    assert (wait.delay.total_seconds(), wait.queued.total_seconds()) == (99, expect["wait_in_callback_queue_s"])
    assert rank(queued_callback(one, queued)) < rank(Waiting("later", Route("desk"), day.replace(minute=36)))
    assert queued_callback(one, queued).arrived == arrived


def test_twilio_timeouts(published: Published) -> None:
    """Lengths are measured from entering the queue, whatever became of offers: the third opens at 20, not at 18 or 22.

    Contrast: a reservation that times out moves a task on early there; here it excludes that worker, and the ladder
    keeps its moments.
    """
    first, second, _ = (length for _, length in case(published, "twilio-timeouts")["targets"])
    one = contact("c", queue="Q1", ladder=(Rung(seconds(first), (), "Q2"), Rung(seconds(first + second), (), "Q3")))
    assert not assign([one], [worker("w", "Q3")], at(19))
    assert assign([one], [worker("w", "Q3")], at(20))[0].rung == 2


def test_genesys_score(published: Published) -> None:
    told = case(published, "genesys-score")
    ahead = told["priority"] * 60
    one = contact("a", 10_000 - told["wait_min"] * 60, ahead=ahead)
    other = contact("b", 10_000 - told["expect_score"] * 60)
    assert rank(one)[0] == rank(other)[0]


def test_freeswitch_tier(published: Published) -> None:
    """Contrast: `no_agent_no_wait` is not offered: the ladder keeps its moments, and `Unserved.NOBODY` is said."""
    step = case(published, "freeswitch-tier")["tier_rule_wait_second"]
    one = contact(
        "c", queue="tier 0", ladder=tuple(Rung(seconds(step * level), (), f"tier {level}") for level in (1, 2))
    )
    for level in (0, 1, 2):
        tier = [worker("w", f"tier {level}")]
        assert assign([one], tier, at(step * level))[0].rung == level
        assert not level or not assign([one], tier, at(step * level - 1))


def test_bank_head_start(published: Published) -> None:
    assert "90 s" in case(published, "bank-head-start")["expect"]
    preferred = Waiting("p", Route("desk", ahead=Duration(90, Unit.SECOND)), at(90))
    assert rank(preferred)[0] == rank(contact("c", 0))[0]
    assert rank(contact("c", 0)) < rank(preferred)  # of one rank who came first

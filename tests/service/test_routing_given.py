"""What routing refuses of what it is given: with a code, the name of the argument, and nothing of its value."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from engage.errors import EngageError
from engage.service import (
    ALWAYS,
    Calendar,
    Callback,
    Capacity,
    Load,
    Pool,
    Queue,
    Route,
    Share,
    Skill,
    Waiting,
    Worker,
    assign,
    below_floor,
    closed_queues,
    elapsed,
    erlang_c,
    next_attempt,
    rank,
    still_waiting,
    waiting_by_plan,
)
from service.desk import at, contact, worker

MINUTE = datetime.timedelta(minutes=1)
POOLS = {"p": Pool("p", True, 1)}
REFUSED: dict[str, Callable[[Any], object]] = {
    "S075 queues": lambda _: Worker("li", "retention", at(0)),
    "S075 beside": lambda _: Share(1, "chat"),
    "S076 most": lambda wrong: Share(wrong),
    "S076 served": lambda wrong: Worker("li", ["q"], at(0), served=wrong),
    "S076 work": lambda wrong: Worker("li", ["q"], at(0), work={"voice": wrong}),
    "S076 level": lambda wrong: Skill(wrong),
    "S076 skills": lambda wrong: Worker("li", ["q"], at(0), {"retention": wrong}),
    "S076 most_attempts": lambda wrong: Callback("c", Route("q"), at(0), at(0), "UTC", most_attempts=wrong),
}


@pytest.mark.parametrize("what", REFUSED)
@pytest.mark.parametrize("wrong", [-1, 1.5, "2", None, True])
def test_what_makes_no_sense_is_refused_by_its_name(what: str, wrong: Any) -> None:
    code, name = what.split()
    with pytest.raises(EngageError, match=rf"{code}: `{name}`"):
        REFUSED[what](wrong)


def test_a_share_of_none_keeps_a_channel_from_a_worker() -> None:
    assert assign([contact("c")], [worker("w")], at(1), capacity=Capacity({"voice": Share(0)})) == ()


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: Worker("li", [1], at(0)), "S076"),  # type: ignore[list-item]
        (lambda: Worker("li", None, at(0)), "S076"),  # type: ignore[arg-type]
        (lambda: Worker("li", ["q"], at(0), available="no"), "S076"),  # type: ignore[arg-type]
        (lambda: Worker("li", ["q"], at(0), work=["voice"]), "S076"),  # type: ignore[arg-type]
        (lambda: Worker("li", ["q"], at(0), "retention"), "S076"),  # type: ignore[arg-type]
        (lambda: Worker("li", ["q"], "now"), "K021"),  # type: ignore[arg-type]
        (lambda: Capacity({"chat": 3}), "S076"),  # type: ignore[dict-item]
        (lambda: Capacity(3), "S076"),  # type: ignore[arg-type]
        (lambda: Waiting("c", "q", at(0)), "S076"),  # type: ignore[arg-type]
        (lambda: Waiting("c", Route("q"), at(0), known_for=30), "S076"),  # type: ignore[arg-type]
        (lambda: Waiting("c", Route("q"), at(0), most_wait=30), "S076"),  # type: ignore[arg-type]
        (lambda: Waiting("c", Route("q"), at(0), most_wait=-MINUTE), "S076"),
        (lambda: Waiting("c", Route("q"), at(0), excluded=["w"]), "S076"),  # type: ignore[arg-type]
        (lambda: rank(Waiting("c", Route("q", ahead=MINUTE), at(0))), "K018"),  # type: ignore[arg-type]
        (lambda: assign([Waiting("c", Route("q", ahead=MINUTE), at(0))], [], at(0)), "K018"),  # type: ignore[arg-type]
        (lambda: assign([contact("c")], [], at(0), barred=("p", "q")), "S076"),  # type: ignore[arg-type]
        (lambda: assign([contact("c")], [], at(0), barred="pq"), "S076"),  # type: ignore[arg-type]
        (lambda: assign([contact("c")], [], at(0), closed=["desk"]), "S076"),  # type: ignore[arg-type]
        (lambda: assign([contact("c")], [], at(0), evidence_for=30), "S076"),  # type: ignore[arg-type]
        (lambda: assign([contact("c")], [], at(0), capacity=3), "S076"),  # type: ignore[arg-type]
        (lambda: assign(["c"], [], at(0)), "S076"),  # type: ignore[list-item]
        (lambda: assign([], ["w"], at(0)), "S076"),  # type: ignore[list-item]
        (lambda: assign([], [], "now"), "K021"),  # type: ignore[arg-type]
        (lambda: closed_queues({}, Calendar(), at(0)), "S076"),  # type: ignore[arg-type]
        (lambda: closed_queues([Queue("q")], {}, at(0)), "S076"),  # type: ignore[arg-type]
        (lambda: closed_queues({"q": Queue("q", hours="x")}, {"x": 3}, at(0)), "K024"),  # type: ignore[dict-item]
        (lambda: Calendar(3), "K024"),  # type: ignore[arg-type]
        (lambda: Calendar(ALWAYS), "K024"),  # type: ignore[arg-type]
        (lambda: ALWAYS & None, "K024"),  # type: ignore[operator]
        (lambda: elapsed(ALWAYS, at(0), at(1), None), "K023"),  # type: ignore[arg-type]
        (lambda: waiting_by_plan(None, {}, id="c", since=at(0)), "S076"),  # type: ignore[arg-type]
        (lambda: erlang_c(Load(1, MINUTE, MINUTE), 3).answered_within(20), "S076"),  # type: ignore[arg-type]
        (lambda: still_waiting(None, [], at(0)), "S076"),  # type: ignore[arg-type]
        (lambda: below_floor(POOLS, {"p": 1}), "S076"),  # type: ignore[dict-item]
        (lambda: below_floor({"p": 1}, {}), "S076"),  # type: ignore[dict-item]
        (lambda: Callback("c", Route("q"), at(0), at(0), None), "S074"),  # type: ignore[arg-type]
        (lambda: Callback("c", "q", at(0), at(0), "UTC"), "S076"),  # type: ignore[arg-type]
        (lambda: Callback("c", Route("q"), at(0), at(0), "UTC", (9, 20)), "S076"),  # type: ignore[arg-type]
        (lambda: Callback("c", Route("q"), at(0), at(0), "UTC", quiet=datetime.time(9)), "S076"),  # type: ignore[arg-type]
        (lambda: Callback("c", Route("q"), at(0), at(0), "UTC", gap=-MINUTE), "S076"),
        (lambda: Callback("c", Route("q"), at(0), at(0), "UTC", delay=5), "S076"),  # type: ignore[arg-type]
        (lambda: Callback("c", Route("q"), at(0), at(0), "UTC", attempts=at(0)), "S076"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_kind_is_refused_with_a_code(call: Callable[[], object], code: str) -> None:
    with pytest.raises(EngageError) as refused:
        call()
    assert refused.value.code == code
    assert refused.value.text("zh-Hant") != refused.value.text("zh") != refused.value.text("en")


@pytest.mark.parametrize("figure", [None, True, "x", float("nan"), float("inf"), Decimal("NaN")])
def test_a_figure_of_quality_is_a_number(figure: Any) -> None:
    with pytest.raises(EngageError, match="S076: `quality`"):
        below_floor(POOLS, {("p", "q"): figure})


def test_at_the_end_of_the_calendar_nobody_is_called_back() -> None:
    last = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    assert next_attempt(Callback("c", Route("q"), at(0), at(0), "Asia/Shanghai"), last) is None

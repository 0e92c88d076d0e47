"""`engage clocks`, over a storage that an engine has filled: as text, as data, as a page."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from cli.calling import Caller
from engage.runtime import Engine, SetClock
from runtime.test_service_clocks import PROGRAM, START, Desk


@pytest.fixture
def storage(tmp_path: Path) -> str:
    """A complaint of a Thursday at 10:00, answered late and paused from noon to 11:00 on Friday."""
    address = f"sqlite:{tmp_path / 'care.db'}"
    desk = Desk()
    desk.engine.close()
    with Engine(PROGRAM, address, clock=desk.clock) as desk.engine:
        desk.tell("complaint.received", grade="ordinary")
        desk.until("05 12:00")
        desk.tell("case.updated", status="waiting")
        desk.until("06 11:00")
        desk.tell("case.updated", status="working")
        desk.tell("reply.sent", by_person=True)
    return address


def test_clocks_are_told_with_what_has_passed_and_when_they_are_due(call: Caller, storage: str) -> None:
    told = call("clocks", "c7", "--storage", storage, "--at", "2026-11-06 15:00")
    assert told.code == 0
    assert told.out.splitlines()[:2] == [
        "resolution · K: running, 6 h of 8 h, 2 h left, due 2026-11-06 17:00, started 2026-11-05 10:00",
        "first response · K: late, 10 h of 2 h, ended 2026-11-06 11:00, started 2026-11-05 10:00",
    ]
    chinese = call("clocks", "c7", "--storage", storage, "--at", "2026-11-06 15:00", "--lang", "zh")
    assert "办结 · K: 计时中，8小时 中已用 6小时，还剩 2小时，2026-11-06 17:00 到期" in chinese.out


def test_clocks_as_data_and_as_a_page(call: Caller, storage: str, tmp_path: Path) -> None:
    resolution, first = call("clocks", "c7", "--storage", storage, "--at", "2026-11-06 15:00", "--json").json
    assert (resolution["standing"], resolution["seconds_passed"], resolution["seconds_allowed"]) == (
        "running",
        21_600,
        28_800,
    )
    assert [each["what"] for each in resolution["stretches"]] == ["open", "paused", "open"]
    assert first["standing"] == "late"
    page = tmp_path / "clocks.html"
    drawn = call("clocks", "c7", "--storage", storage, "--at", "2026-11-06 15:00", "--page", str(page))
    assert drawn.code == 0
    text = page.read_text("utf-8")
    pictures = [part.partition("</svg>")[0] + "</svg>" for part in text.split('<svg viewBox="0 0 720')[1:]]
    assert len(pictures) == 2
    for picture in pictures:
        ElementTree.fromstring('<svg viewBox="0 0 720' + picture)
    assert "paused: 2026-11-05 12:00 – 2026-11-06 11:00" in pictures[0]


def test_how_targets_were_kept_is_counted_over_all(call: Caller, storage: str) -> None:
    told = call("clocks", "--storage", storage, "--by", "grade")
    assert told.code == 0
    assert [line.split() for line in told.out.splitlines() if "first" in line or "ordinary" in line] == [
        ["first", "response", "0", "1", "0.0", "%"],
        ["ordinary", "0", "1", "0.0", "%"],
    ]
    (all_of_it,) = call("clocks", "--storage", storage, "--json").json
    assert all_of_it == {"target": "first_response", "group": None, "met": 0, "late": 1, "share": 0.0}


@pytest.mark.parametrize(
    "asked", [("--by", "colour"), ("--at", "2026-11-06 15:00"), ("--page", "all.html"), ("c7", "--by", "grade")]
)
def test_what_cannot_be_asked_of_all_or_of_one_is_told(call: Caller, storage: str, asked: tuple[str, ...]) -> None:
    told = call("clocks", *asked, "--storage", storage)
    assert told.code == 2
    assert asked[-2] in told.err


def test_a_stranger_and_a_customer_without_clocks_are_told(call: Caller, storage: str) -> None:
    assert call("clocks", "13912345678", "--storage", storage).code == 2
    later = call("clocks", "c7", "--storage", storage, "--at", "noon")
    assert later.code == 2


def test_the_clocks_of_a_contact_are_told_until_it_is_known_whose_it_is(call: Caller, storage: str) -> None:
    said = {
        "id": "k",
        "source": "/desk",
        "type": "complaint.received",
        "contact": "call 5",
        "data": {"grade": "urgent"},
    }
    with Engine(PROGRAM, storage, clock=SetClock(START)) as engine:
        engine.receive({**said, "time": "2026-11-05T10:00:00+08:00"})
    told = call("clocks", "--contact", "call 5", "--storage", storage, "--at", "2026-11-05 10:10")
    first = told.out.splitlines()[0]
    assert first.startswith("first response · call 5: running, 10 min of 30 min, 20 min left, due 2026-11-05 10:30")
    assert 'engage clocks --contact "call 5" --storage' in told.out
    for asked, why in (
        (("--contact", "13912345678"), "nothing is kept of this contact"),
        (("c7", "--contact", "call 5"), "name one of the two"),
    ):
        refused = call("clocks", *asked, "--storage", storage)
        assert refused.code == 2
        assert why in refused.err
        assert "139" not in refused.err


def test_a_program_asks_for_clocks_and_for_the_next_look() -> None:
    clock = SetClock()
    clock.at = 0
    with Engine(PROGRAM, "sqlite::memory:", clock=clock) as engine:
        assert engine.next_timer() is None
        told = {"id": "e1", "source": "/t", "type": "complaint.received", "time": "2026-11-05T10:00:00+08:00"}
        engine.receive({**told, "subject": "c7", "data": {"grade": "urgent"}})
        clock.at = 1_793_844_000_000_000
        first, resolution = engine.clocks("c7")
        assert (first.target, resolution.target) == ("first_response", "resolution")
        assert first.due == clock.at + 30 * 60_000_000
        assert engine.next_timer() == clock.at

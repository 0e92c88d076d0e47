"""How a row becomes an event: ids, values, unknowns, and the moments of clocks that pass midnight."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.ground.finding import in_words
from engage.workbench.mapping import ColumnRule, EventMaker, RowProblem, TableMapping, TimeRule

UTC = ZoneInfo("UTC")
JERUSALEM = ZoneInfo("Asia/Jerusalem")
CLOCKS = TimeRule(date="day", date_format="yymmdd", clocks=("menu", "served"), not_before="entry")


def moment(rule: TimeRule, row: dict[str, str], zone: ZoneInfo = UTC) -> str:
    """The event's `time` in an envelope."""
    maker = EventMaker("call", "1", rule)
    return str(maker.make(row, "/x", zone)["time"])


def test_a_column_is_translated_and_what_nobody_translated_is_unknown() -> None:
    rule = ColumnRule("type", values={"PS": "regular"})
    assert [rule.read({"type": cell}) for cell in (" PS ", "XX", "")] == ["regular", None, None]


def test_a_column_may_say_which_cells_mean_nothing() -> None:
    rule = ColumnRule("id", unknown=frozenset({"0"}))
    assert [rule.read({"id": cell}) for cell in ("0", "00", " 7 ")] == [None, "00", "7"]


def test_a_number_below_its_bound_is_unknown() -> None:
    rule = ColumnRule("seconds", number=True, unknown_below=0)
    assert [rule.read({"seconds": cell}) for cell in ("-1", "0", "12")] == [None, 0, 12]


def test_a_cell_that_is_no_number_is_told_by_its_column_alone() -> None:
    with pytest.raises(RowProblem, match="column `seconds` is not a number") as caught:
        ColumnRule("seconds", number=True).read({"seconds": "secret"})
    assert "secret" not in str(caught.value)


def test_a_whole_moment_stands_in_the_zone_of_the_mapping_unless_it_names_its_own() -> None:
    rule = TimeRule(moment="at")
    assert moment(rule, {"at": "1999-01-01T12:00:00"}, JERUSALEM) == "1999-01-01T10:00:00+00:00"
    assert moment(rule, {"at": "1999-01-01T12:00:00+00:00"}, JERUSALEM) == "1999-01-01T12:00:00+00:00"


def test_the_latest_clock_counts_and_midnight_beside_others_means_nothing_happened() -> None:
    row = {"day": "990101", "entry": "10:00:00", "menu": "10:00:10", "served": "0:00:00"}
    assert moment(CLOCKS, row) == "1999-01-01T10:00:10+00:00"
    assert moment(CLOCKS, {**row, "served": "10:05:00"}) == "1999-01-01T10:05:00+00:00"


def test_a_clock_far_before_the_first_belongs_to_the_next_day() -> None:
    row = {"day": "991231", "entry": "23:59:50", "menu": "23:59:58", "served": "0:03:00"}
    assert moment(CLOCKS, row) == "2000-01-01T00:03:00+00:00"


def test_one_clock_alone_may_be_midnight() -> None:
    rule = TimeRule(date="day", clocks=("at",))
    assert moment(rule, {"day": "2026-01-05", "at": "0:00"}) == "2026-01-05T00:00:00+00:00"


@pytest.mark.parametrize(
    ("row", "why", "zh", "hant"),
    [
        (
            {"day": "19990101"},
            "column `day` is not a date written as yymmdd",
            "列“day”不是按 yymmdd 写的日期",
            "列“day”不是按 yymmdd 寫的日期",
        ),
        (
            {"menu": "noon"},
            "column `menu` is not a time of day",
            "列“menu”不是一天中的时间",
            "列“menu”不是一天中的時間",
        ),
        (
            {"entry": ""},
            "column `entry` is not a time of day",
            "列“entry”不是一天中的时间",
            "列“entry”不是一天中的時間",
        ),
    ],
)
def test_a_row_without_a_moment_is_told_by_its_column(row: dict[str, str], why: str, zh: str, hant: str) -> None:
    sound = {"day": "990101", "entry": "10:00:00", "menu": "10:00:10", "served": "0:00:00"}
    with pytest.raises(RowProblem, match=why) as caught:
        moment(CLOCKS, {**sound, **row})
    assert in_words(caught.value.words, "zh") == zh
    assert in_words(caught.value.words, "zh-Hant") == hant


def test_an_event_is_made_with_id_contact_subject_and_what_is_known() -> None:
    maker = EventMaker(
        "call.received",
        "{line}-{call}",
        TimeRule(moment="at"),
        contact="{call}",
        subject=ColumnRule("who", unknown=frozenset({"0"})),
        data={"wait": ColumnRule("wait", number=True), "kind": ColumnRule("kind", values={"A": "a"})},
    )
    row = {"line": "L 1", "call": "7", "at": "2026-01-05 10:00", "who": "c7", "wait": "3", "kind": "B"}
    assert maker.make(row, "/calls", UTC) == {
        "specversion": "1.0",
        "id": "L 1-7",
        "source": "/calls",
        "type": "call.received",
        "time": "2026-01-05T10:00:00+00:00",
        "subject": "c7",
        "contact": "7",
        "data": {"wait": 3},
    }
    assert "subject" not in maker.make({**row, "who": "0"}, "/calls", UTC)
    with pytest.raises(RowProblem, match="an id needs `line`, `call`"):
        maker.make({**row, "call": " "}, "/calls", UTC)


def test_a_mapping_knows_every_column_it_reads() -> None:
    maker = EventMaker("x", "{a}", CLOCKS, "{b}", ColumnRule("c"), {"d": ColumnRule("e")}, {"f": frozenset({"1"})})
    mapping = TableMapping("m", "/x", UTC, events=(maker,))
    assert mapping.columns == {"a", "b", "c", "e", "f", "day", "menu", "served", "entry"}


def test_a_row_has_an_event_only_when_its_cells_say_so() -> None:
    both = {"outcome": frozenset({"AGENT", "BOT"}), "queue": frozenset({"1"})}
    maker = EventMaker("call.answered", "{call}", TimeRule(moment="at"), only_when=both)
    assert maker.concerns({"outcome": " AGENT ", "queue": "1"})
    assert not maker.concerns({"outcome": "HANG", "queue": "1"})
    assert not maker.concerns({"outcome": "BOT", "queue": "2"})
    assert EventMaker("call.ended", "{call}", TimeRule(moment="at")).concerns({})


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_cell_gives_a_moment_or_a_row_problem(first: str, second: str) -> None:
    for rule in (TimeRule(moment="a"), TimeRule(date="a", clocks=("b",), not_before="b")):
        try:
            EventMaker("x", "1", rule).make({"a": first, "b": second}, "/x", JERUSALEM)
        except RowProblem as problem:
            assert "column" in str(problem)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00"])
def test_the_ends_of_the_calendar_are_a_moment_or_a_row_problem(text: str) -> None:
    for zone in (UTC, JERUSALEM, ZoneInfo("America/New_York")):
        try:
            moment(TimeRule(moment="at"), {"at": text}, zone)
        except RowProblem as problem:
            assert str(problem) == "column `at` is not a moment"

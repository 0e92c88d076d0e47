"""`engage due`: a length of time tried on the calendars of a ruleset; what cannot be tried is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Caller

HEADER = """
ruleset: desk
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: []
working week: {monday to friday: 09:00 to 18:00}
holidays: [2026-12-28]
calendars:
  support:
    zone: Europe/Berlin
    week: {monday to friday: 09:00 to 17:00}
    holidays: [2026-12-25]
    dates: {2026-12-24: 09:00 to 12:00}
  shut: {week: {}}
  always: {week: {monday to sunday: 00:00 to 24:00}}
safe default: [route to front desk]
"""
CATALOGUE = """
queues: {front_desk: {en: front desk, step: assisted}}
service levels:
  quick_care: {en: quick care, zh: 快速服务, calendar: support, targets: {first_response: 2 business hours}}
"""


@pytest.fixture
def desk(tmp_path: Path) -> str:
    (tmp_path / "ruleset.yaml").write_text(HEADER, "utf-8")
    (tmp_path / "vocabulary.yaml").write_text(
        "vocabulary: desk\nevents: {call: {type: call.received, en: call, contact: yes}}\n", "utf-8"
    )
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    return str(tmp_path)


def test_a_length_is_tried_on_the_working_week(call: Caller, desk: str) -> None:
    told = call("due", desk, "3 business hours", "--from", "2026-12-25 16:00", "--warn", "75%", "--warn", "1bh left")
    assert told.code == 0
    assert told.out.splitlines() == [
        "3 business hours from 2026-12-25 16:00 · working week · times of Asia/Shanghai",
        "  due               2026-12-29 10:00",
        "  late from         2026-12-29 10:00",
        "  warning 75%       2026-12-29 09:15",
        "  warning 1bh left  2026-12-25 18:00",
        "  at the start      open, closes 2026-12-25 18:00, opens 2026-12-29 09:00",
        "counted",
        "  2026-12-25 16:00 – 2026-12-25 18:00  2 h",
        "  2026-12-29 09:00 – 2026-12-29 10:00  1 h",
    ]


@pytest.mark.parametrize("named", [("--calendar", "support"), ("--level", "quick_care"), ("--level", "快速服务")])
def test_a_calendar_is_named_by_itself_or_by_a_service_level(call: Caller, desk: str, named: tuple[str, str]) -> None:
    """Part of a day in Berlin, then a holiday and a weekend; told in the ruleset's own zone."""
    told = call("due", desk, "2 business hours", "--from", "2026-12-24 18:00", *named)
    assert "calendar support · times of Asia/Shanghai, its hours of Europe/Berlin" in told.out
    assert "due           2026-12-28 17:00" in told.out
    assert "open, closes 2026-12-24 19:00, opens 2026-12-28 16:00" in told.out


def test_what_is_due_at_closing_time_is_late_from_the_next_opening(call: Caller, desk: str) -> None:
    told = call("due", desk, "1 working day", "--from", "2026-12-24 10:00", "--json").json
    assert told["due"] == "2026-12-25T18:00:00+08:00"
    assert told["late_from"] == "2026-12-29T09:00:00+08:00"
    assert [each["seconds"] for each in told["counted"]] == [8 * 3600, 9 * 3600]
    assert (told["open"], told["closes"], told["opens"]) == (
        True,
        "2026-12-24T18:00:00+08:00",
        "2026-12-25T09:00:00+08:00",
    )


def test_pauses_are_not_counted(call: Caller, desk: str) -> None:
    pause = ("--pause", "2026-12-24 10:00 to 2026-12-24 12:00", "--pause", "2026-12-24 11:00 至 2026-12-24 13:00")
    told = call("due", desk, "2 business hours", "--from", "2026-12-24 09:30", *pause, "--json").json
    assert told["due"] == "2026-12-24T14:30:00+08:00"
    assert [(each["from"][11:16], each["until"][11:16]) for each in told["counted"]] == [
        ("09:30", "10:00"),
        ("13:00", "14:30"),
    ]


@pytest.mark.parametrize(
    ("length", "on", "told"),
    [
        ("30 minutes", (), "30 minutes from 2026-12-26 10:00 · day and night ·"),
        ("30 minutes", (), "closed, opens 2026-12-29 09:00, closes 2026-12-29 18:00"),
        ("1 calendar day", (), "by midnights"),
        ("2 business hours", ("--calendar", "shut"), "due           never within 20 years"),
        ("2 business hours", ("--calendar", "shut"), "closed, never opens within 20 years"),
        ("2 business hours", ("--calendar", "always"), "open day and night"),
    ],
)
def test_what_it_is_counted_on_and_whether_it_is_open_is_told(
    call: Caller, desk: str, length: str, on: tuple[str, ...], told: str
) -> None:
    assert told in call("due", desk, length, "--from", "2026-12-26 10:00", *on).out


def test_it_speaks_chinese(call: Caller, desk: str) -> None:
    told = call("due", desk, "2工作小时", "--from", "2026-12-24 16:30", "--warn", "剩余 1工作小时", "--lang", "zh")
    assert told.out.splitlines()[:5] == [
        "自 2026-12-24 16:30 起 2工作小时 · 工作时间 · 时间按 Asia/Shanghai",
        "  到期                 2026-12-25 09:30",
        "  超时始于             2026-12-25 09:30",
        "  预警 剩余 1工作小时  2026-12-24 17:30",
        "  开始时               开放，2026-12-24 18:00 关闭，2026-12-25 09:00 再开放",
    ]
    assert "日曆 support" in call("due", desk, "2bh", "--calendar", "support", "--lang", "zh-Hant").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("2",), "`2` has no unit: write 2 business hours"),
        (("two moons",), "`two moons` is not a length of time"),
        (("2 days",), "write `working days` or `calendar days`"),
        (("2bh", "--calendar", "suport"), "no calendar `suport`; it has: always, shut, support"),
        (("2bh", "--calendar", "suport"), "did you mean `support`"),
        (("2bh", "--level", "slow"), "no service level `slow`; it has: quick_care"),
        (("2bh", "--level", "quick_care", "--calendar", "shut"), "give --level or --calendar, not both"),
        (("2bh", "--from", "noon"), "--from: `noon` is not a moment"),
        (("2bh", "--pause", "lunch"), "--pause: `lunch` is no pause"),
        (("2bh", "--pause", "2026-12-24 10:00 to 2026-12-23 10:00"), "a pause ends before it begins"),
        (("2bh", "--warn", "soon"), "--warn: `soon` is no warning"),
        (("2bh", "--warn", "x%"), "`x%` is no threshold"),
        (("2bh", "--warn", "1 working day left"), "is no warning"),
    ],
)
def test_what_cannot_be_tried_is_misuse_with_a_way_out(
    call: Caller, desk: str, words: tuple[str, ...], said: str
) -> None:
    told = call("due", desk, *words)
    assert told.code == 2
    assert said in told.err


def test_a_ruleset_without_calendars_says_so(call: Caller) -> None:
    bank = str(Path(__file__).parents[2] / "rulesets" / "bank-calls")
    assert "only its working week" in call("due", bank, "2bh", "--calendar", "berlin").err

"""The small sentences around rules and examples, to the letter, and what is said of wrong ones."""

from __future__ import annotations

import datetime

import pytest

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.ground.source import Fragment
from engage.language.scope import Scope
from engage.language.small_sentences import (
    parse_absence,
    parse_active,
    parse_event_given,
    parse_once,
    parse_past,
    print_absence,
    print_active,
    print_event_given,
    print_once,
    print_past,
)
from engage.language.tree import Literal
from language.desk import REASON, VOCABULARY

FIRST, LAST = datetime.date(2026, 11, 1), datetime.date(2026, 11, 11)
NETWORK = {"reason": Literal("network", REASON)}


def scope(language: str = "en") -> Scope:
    return Scope(VOCABULARY, language)


@pytest.mark.parametrize(
    ("active", "english", "chinese"),
    [
        ((FIRST, LAST), "2026-11-01 through 2026-11-11", "2026-11-01 至 2026-11-11"),
        ((FIRST, None), "from 2026-11-01", "2026-11-01 起"),
        ((None, LAST), "through 2026-11-11", "至 2026-11-11"),
    ],
)
def test_active_dates_are_read_and_printed(
    active: tuple[datetime.date | None, datetime.date | None], english: str, chinese: str
) -> None:
    for language, text in (("en", english), ("zh", chinese), ("zh-Hant", chinese)):
        assert parse_active(Fragment.of(text), scope(language)) == (active, ())
        assert print_active(*active, language) == text


@pytest.mark.parametrize(
    ("text", "language"), [("2026-11-01 until 2026-11-12", "en"), ("from 2026-11-01 through 2026-11-11", "en")]
)
def test_until_leaves_the_day_out(text: str, language: str) -> None:
    assert parse_active(Fragment.of(text), scope(language)) == ((FIRST, LAST), ())


def test_dates_that_run_backwards_are_swapped_by_the_fix() -> None:
    value, found = parse_active(Fragment.of("2026-11-11 through 2026-11-01"), scope())
    assert value is None
    assert [finding.code for finding in found] == ["E061"]
    assert found[0].fixes[0].replacement == "2026-11-01 through 2026-11-11"


@pytest.mark.parametrize(
    ("once", "english", "chinese"),
    [
        (("customer", Duration(30, Unit.DAY)), "per customer every 30 days", "每位客户 每30天 一次"),
        (("contact", None), "per contact", "每次接触 一次"),
        (("case", Duration(1, Unit.WEEK)), "per case every 1 week", "每个工单 每1周 一次"),
    ],
)
def test_once_is_read_and_printed(once: tuple[str, Duration | None], english: str, chinese: str) -> None:
    for language, text in (("en", english), ("zh", chinese)):
        assert parse_once(Fragment.of(text), scope(language)) == (once, ())
        assert print_once(*once, language) == text


def test_once_counts_back_in_elapsed_time_only() -> None:
    _, found = parse_once(Fragment.of("per customer every 2 working days"), scope())
    assert [finding.code for finding in found] == ["E068"]


def test_an_absence_is_read_and_printed() -> None:
    absence = (Duration(3, Unit.WORKING_DAY), "complaint_closed", "call_back")
    for language, text in (
        ("en", "3 working days after complaint closed without call-back"),
        ("zh", "投诉办结 之后 3个工作日内 没有 回访"),
        ("zh-Hant", "投訴辦結 之後 3個工作日內 沒有 回訪"),
    ):
        assert parse_absence(Fragment.of(text), scope(language)) == (absence, ())
        assert print_absence(*absence, VOCABULARY, language) == text


def test_an_event_may_be_named_by_its_type() -> None:
    value, _ = parse_absence(Fragment.of("1 day after complaint.closed without callback.made"), scope())
    assert value == (Duration(1, Unit.DAY), "complaint_closed", "call_back")


@pytest.mark.parametrize(
    ("past", "english", "chinese"),
    [
        (
            ("complaint", Duration(12, Unit.DAY), None, NETWORK),
            "complaint 12 days ago (reason network)",
            "12天前 投诉（原因 网络）",
        ),
        (("complaint", None, "2026-10-02 09:30", {}), "complaint on 2026-10-02 09:30", "2026-10-02 09:30 投诉"),
    ],
)
def test_a_past_event_is_read_and_printed(
    past: tuple[str, Duration | None, str | None, dict[str, Literal]], english: str, chinese: str
) -> None:
    for language, text in (("en", english), ("zh", chinese)):
        assert parse_past(Fragment.of(text), scope(language)) == (past, ())
        assert print_past(*past, VOCABULARY, language) == text


def test_an_example_event_is_read_and_printed() -> None:
    channel = VOCABULARY.field_by_name["event.channel"].type
    given = ("cancel_request", {"channel": Literal("phone", channel), "reason": Literal("tariff", REASON)})
    for language, text in (
        ("en", "cancel request (channel phone, reason tariff)"),
        ("zh", "销户申请（渠道 电话，原因 资费）"),
        ("zh-Hant", "銷戶申請（渠道 電話，原因 資費）"),
    ):
        assert parse_event_given(Fragment.of(text), scope(language)) == (given, ())
        assert print_event_given(*given, VOCABULARY, language) == text


def test_a_text_in_an_events_brackets_may_hold_commas_and_brackets() -> None:
    value, found = parse_event_given(Fragment.of('complaint (words "slow, very (very) slow", reason network)'), scope())
    assert found == ()
    assert value == ("complaint", {"words": Literal("slow, very (very) slow", Type(Kind.TEXT)), **NETWORK})
    for opening, closing in ("“”", "‘’", "「」", "『』", '""', "''"):
        for language, said in (("en", "complaint (words {}, reason network)"), ("zh", "投诉（原话 {}，原因 网络）")):
            text = said.format(f"{opening}slow, very、slow; reason tariff{closing}")
            value, found = parse_event_given(Fragment.of(text), scope(language))
            assert found == (), text
            assert value is not None
            assert value[1]["words"].value == "slow, very、slow; reason tariff"


@pytest.mark.parametrize("said", [',="）(b=（{）金', 'a", b', "“a”, b", 'say "no"; or 」'])
def test_a_text_with_marks_of_quotation_in_brackets_is_read_as_it_was_printed(said: str) -> None:
    past = ("complaint", Duration(12, Unit.DAY), None, {"words": Literal(said, Type(Kind.TEXT)), **NETWORK})
    for language in ("en", "zh", "zh-Hant"):
        text = print_past(*past, VOCABULARY, language)
        assert parse_past(Fragment.of(text), scope(language)) == (past, ()), text


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("complaint 12 days ago (reeson network)", "E066", "reeson"),
        ("complaint 12 days ago (reason network, reason tariff)", "E067", "reason"),
        ("complant 12 days ago", "E041", "complant"),
        ("complaint", "E064", "complaint"),
        ("complaint 12 days ago reason network", "E065", "reason network"),
        ('complaint 12 days ago (words "a, b"), complaint 3 days ago (x)', "E042", ", complaint 3 days ago (x)"),
    ],
)
def test_a_wrong_past_event_is_marked_where_it_is_wrong(text: str, code: str, marked: str) -> None:
    value, found = parse_past(Fragment.of(text), scope())
    assert value is None
    assert [finding.code for finding in found] == [code]
    assert found[0].span is not None
    assert found[0].span.text == marked


@pytest.mark.parametrize(
    ("parse", "text", "code"),
    [
        (parse_once, "now and then", "E062"),
        (parse_absence, "a while after complaint closed", "E063"),
        (parse_active, "", "E060"),
    ],
)
def test_a_sentence_of_another_shape_is_answered_with_the_right_one(parse, text: str, code: str) -> None:  # type: ignore[no-untyped-def]
    value, found = parse(Fragment.of(text), scope())
    assert value is None
    assert [finding.code for finding in found] == [code]


@pytest.mark.parametrize(
    ("text", "language", "code", "hint"),
    [
        ("complaint in 3 days", "en", "E042", "say how long ago it was: `complaint 3 days ago`"),
        ("投诉 在三天内", "zh", "E064", "请写“12天前 投诉（原因 网络）”或“2026-10-02 09:30 投诉”"),
        ("complaint yesterday", "en", "E042", "say how long ago it was: `complaint 3 days ago`"),
        ("昨天投诉", "zh", "E064", "请写“12天前 投诉（原因 网络）”或“2026-10-02 09:30 投诉”"),
    ],
)
def test_history_that_is_not_dated_is_told_how_to_date_it(text: str, language: str, code: str, hint: str) -> None:
    value, found = parse_past(Fragment.of(text), scope(language))
    assert value is None
    assert [(finding.code, finding.hint(language)) for finding in found] == [(code, hint)]


def test_numerals_say_how_long_ago_something_was() -> None:
    for text in ("四天前 投诉", "十二天前 投诉"):
        value, found = parse_past(Fragment.of(text), scope("zh"))
        assert found == ()
        assert value is not None
        assert value[1] is not None
        assert value[1].amount == {"四": 4, "十": 12}[text[0]]


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("12月1日 至 2026-12-24", "请写明年份，例如“2026-12-01”"),
        ("26年12月1日 至 2026-12-24", "请写“2026-12-01”"),
    ],
)
def test_dates_that_are_not_whole_are_asked_for(text: str, choices: str) -> None:
    value, found = parse_active(Fragment.of(text), scope("zh"))
    assert value is None
    assert [(finding.code, finding.hint("zh")) for finding in found] == [("E081", choices)]

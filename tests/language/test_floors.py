"""The sentences of floors and their approvals: what they say in each language, and what is wrong with others."""

from __future__ import annotations

import datetime

import pytest

from engage.facts.floors import Approval, FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, EventKind, Labels, Term, Vocabulary
from engage.ground.source import Fragment
from engage.language import Scope
from engage.language.floor_parser import parse_approval, parse_guarantee
from engage.language.floor_printer import print_approval, print_guarantee

KINDS = (
    EventKind("complaint", "complaint.received", Labels(en="complaint", zh="投诉"), contact=True),
    EventKind("cancel_request", "cancel.requested", Labels(en="cancel request", zh="销户申请"), contact=True),
)
VOCABULARY = Vocabulary(
    (), KINDS, terms=((Domain.WORDING, (Term("hello", Labels(en="standard greeting", zh="标准问候")),)),)
)
SECONDS, DAYS = Duration(180, Unit.SECOND), Duration(15, Unit.CALENDAR_DAY)

SAID: list[tuple[str, str, Guarantee]] = [
    ("en", "answer within 180 seconds", MaximumWait(SECONDS)),
    ("en", "Answered within 180 seconds", MaximumWait(SECONDS)),
    ("en", "complaint answered within 15 calendar days", MaximumWait(DAYS, kind="complaint")),
    ("en", "finish within 15 calendar days", MaximumWait(DAYS, "resolution")),
    ("en", "complaint resolved within 15 calendar days", MaximumWait(DAYS, "resolution", "complaint")),
    ("en", "a person within 2 steps", WayToPerson(2)),
    ("en", "person within one step", WayToPerson(1)),
    ("en", "cancel request can be finished here", FinishedHere("cancel_request")),
    ("en", "say at least standard greeting", LeastWords("hello")),
    ("zh", "180秒内 接听", MaximumWait(SECONDS)),
    ("zh", "１８０秒以内，接听", MaximumWait(SECONDS)),
    ("zh", "投诉15个自然日内答复", MaximumWait(DAYS, kind="complaint")),
    ("zh", "15个自然日内 办结", MaximumWait(DAYS, "resolution")),
    ("zh", "投诉 15个自然日内 解决", MaximumWait(DAYS, "resolution", "complaint")),
    ("zh", "2步内 可转人工", WayToPerson(2)),
    ("zh", "两步之内可以转人工", WayToPerson(2)),
    ("zh", "本渠道 可办结 销户申请", FinishedHere("cancel_request")),
    ("zh", "话术 至少 标准问候", LeastWords("hello")),
    ("zh-Hant", "180秒內 接聽", MaximumWait(SECONDS)),
    ("zh-Hant", "兩步內 可轉人工", WayToPerson(2)),
]


@pytest.mark.parametrize(("language", "text", "meant"), SAID)
def test_a_sentence_means_what_it_says(language: str, text: str, meant: Guarantee) -> None:
    found, findings = parse_guarantee(Fragment.of(text), Scope(VOCABULARY, language))
    assert findings == ()
    assert found is not None
    assert found.guarantee == meant


@pytest.mark.parametrize("language", ["en", "zh", "zh-Hant"])
@pytest.mark.parametrize("meant", dict.fromkeys(each for _, _, each in SAID))
def test_what_is_printed_is_read_again(language: str, meant: Guarantee) -> None:
    text = print_guarantee(meant, VOCABULARY, language)
    found, findings = parse_guarantee(Fragment.of(text), Scope(VOCABULARY, language))
    assert (findings, found and found.guarantee) == ((), meant)


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "be nice", "E100"),
        ("en", "answer quickly", "E100"),
        ("en", "a person within 2", "E100"),
        ("en", "a person within 0 steps", "E101"),
        ("en", "a person within many steps", "E101"),
        ("en", "a person within 1000 steps", "E101"),
        ("en", "complant answered within 15 calendar days", "E041"),
        ("en", "say at least stanard greeting", "E041"),
        ("en", "answer within 30", "E030"),
        ("en", "answer within 180 seconds please", None),
        ("zh", "友善待客", "E100"),
        ("zh", "0步内 可转人工", "E101"),
        ("zh", "投述 15个自然日内 答复", "E041"),
        ("zh", "answer within 180 seconds", "E084"),
        ("en", "180秒内 接听", "E084"),
    ],
)
def test_what_cannot_be_read_is_a_finding(language: str, text: str, code: str | None) -> None:
    found, findings = parse_guarantee(Fragment.of(text), Scope(VOCABULARY, language))
    assert found is None
    assert findings
    assert code is None or [finding.code for finding in findings] == [code]
    for finding in findings:
        assert finding.span is not None
        assert finding.span.end <= len(text)


def test_a_sentence_of_the_other_language_is_offered_in_this_one() -> None:
    _, findings = parse_guarantee(Fragment.of("投诉 15个自然日内 答复"), Scope(VOCABULARY, "en"))
    assert [fix.replacement for fix in findings[0].fixes] == ["complaint answered within 15 calendar days"]


@pytest.mark.parametrize(
    ("language", "text", "by", "on", "through"),
    [
        ("en", "by Wang Fang on 2026-10-08, through 2027-03-31", "Wang Fang", "2026-10-08", "2027-03-31"),
        ("en", "Wang Fang 2026-10-08", "Wang Fang", "2026-10-08", None),
        ("zh", "王芳 2026-10-08，至 2027-03-31", "王芳", "2026-10-08", "2027-03-31"),
        ("zh", "王芳 2026年10月8日 至 2027年3月31日", "王芳", "2026-10-08", "2027-03-31"),
        ("zh", "王芳2026-10-08", "王芳", "2026-10-08", None),
    ],
)
def test_an_approval_says_who_and_when(language: str, text: str, by: str, on: str, through: str | None) -> None:
    found, findings = parse_approval(Fragment.of(text), Scope(VOCABULARY, language))
    assert findings == ()
    end = datetime.date.fromisoformat(through) if through else None
    assert found == Approval(by, datetime.date.fromisoformat(on), end)
    assert found is not None
    again = print_approval(found, language)
    assert parse_approval(Fragment.of(again), Scope(VOCABULARY, language))[0] == found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("by Wang Fang", "E102"),
        ("2026-10-08", "E102"),
        ("by Wang Fang on 2026-10-08 or 2026-10-09", "E102"),
        ("by Wang Fang on 2026-10-08, through 2026-10-01", "E103"),
        ("by Wang Fang on 2026-02-30", None),
        ("", "E102"),
    ],
)
def test_an_approval_without_a_name_or_a_day_is_a_finding(text: str, code: str | None) -> None:
    found, findings = parse_approval(Fragment.of(text), Scope(VOCABULARY, "en"))
    assert found is None
    assert findings
    assert code is None or [finding.code for finding in findings] == [code]

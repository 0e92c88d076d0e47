"""What goes out, reasons, findings and deadlines in examples: both ways, in each language, and what is wrong."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

from engage import checks
from engage.decide.reasons import ReasonCode
from engage.facts.units import Duration, Unit
from engage.ground.finding import Message
from engage.ground.source import Source
from engage.language.actions import OfferAction, StartTask
from engage.load import read_sources
from engage.ruleset.example_words import CHECK_CODES, REASONS
from engage.ruleset.model import Example, Expectation, Ruleset

VOCABULARY = """
vocabulary: desk
fields:
  event.reason: {type: choice, values: [tariff, network], en: reason, zh: 原因}
events:
  complaint: {type: complaint.made, en: complaint, zh: 投诉, contact: yes, fields: [reason]}
  closed: {type: complaint.closed, en: complaint closed, zh: 投诉办结}
  call_back: {type: call.back, en: call-back, zh: 回访}
"""
CATALOGUE = """
queues: {desk: {en: desk, zh: 专席}}
owners: {team: {en: care team, zh: 客服组}}
works: {call_back: {en: call-back, zh: 回访, owner: team, channel: crm}}
offers: {month: {en: one month free, zh: 免一个月月租, class: commercial, value: 1, channel: sms}}
"""
RULES = """
rule missed
  event 3 working days after complaint closed without call-back
  then task call-back for care team

rule in time
  event complaint
  then route to desk
"""


def read(example: str, language: str = "en") -> Ruleset:
    """A ruleset with one example, whose lines are given."""
    word, name = ("example", "") if language == "en" else ("示例", "语言 中文\n")
    files = {
        "ruleset.yaml": "ruleset: desk\nsafe default: [route to desk]\nfiles: [a.rules, b.rules]\n",
        "vocabulary.yaml": VOCABULARY,
        "catalogue.yaml": CATALOGUE,
        "a.rules": RULES,
        "b.rules": f"{name}\n{word} one\n{example}\n",
    }
    return read_sources(files.items())


def expected(sentence: str, language: str = "en") -> Expectation:
    head = "  event complaint\n  expect " if language == "en" else "  事件 投诉\n  期望 "
    ruleset = read(head + sentence, language)
    assert ruleset.model is not None
    assert ruleset.report.findings == ()
    (example,) = ruleset.model.every(Example)
    (found,) = example.expect
    return found


CALL_BACK = StartTask("call_back", "team", Duration(1, Unit.WORKING_DAY))


@pytest.mark.parametrize(
    ("en", "zh", "meant"),
    [
        (
            "crm gets task call-back for care team, due in 1 working day",
            "crm 收到 派单 回访 给 客服组，1个工作日内",
            Expectation(action=CALL_BACK, channel="crm"),
        ),
        (
            "sms gets offer one month free",
            "sms收到 推荐 免一个月月租",
            Expectation(action=OfferAction("month"), channel="sms"),
        ),
        ("sms gets nothing", "sms 收到 无", Expectation(channel="sms", absent=True)),
        ("sms gets none", "sms 收到 没有", Expectation(channel="sms", absent=True)),
        ("with reason tie", "理由 并列", Expectation(reason="tie")),
        ("without reason no offer", "没有理由 不作推荐", Expectation(reason="no offer", absent=True)),
        ("with reason tie by in time", "理由 并列 由 in time", Expectation(reason="tie", rule="in time")),
        (
            "with reason division by zero by in time",
            "理由 除以零 由 in time",
            Expectation(reason="division by zero", rule="in time"),
        ),
        (
            "with reason forbidden by never offer commercial",
            "理由 禁止 由 never offer commercial",
            Expectation(reason="forbidden", rule="never offer commercial"),
        ),
        ("check finds V001", "检查发现 V001", Expectation(finding="V001")),
        ("check finds V002 in in time", "检查发现 V002 于 in time", Expectation(finding="V002", rule="in time")),
        ("check does not find V001", "检查未发现 V001", Expectation(finding="V001", absent=True)),
    ],
)
def test_a_sentence_means_the_same_in_both_languages(en: str, zh: str, meant: Expectation) -> None:
    assert expected(en) == meant
    assert expected(zh, "zh") == meant


@pytest.mark.parametrize("sentence", ["理由 並列", "無理由 並列", "檢查發現 V001 於 missed"])
def test_traditional_script_is_read(sentence: str) -> None:
    assert expected(sentence, "zh") in (
        Expectation(reason="tie"),
        Expectation(reason="tie", absent=True),
        Expectation(finding="V001", rule="missed"),
    )


def test_the_nearest_code_and_the_nearest_reason_are_named() -> None:
    near = {"check finds V0010": "did you mean `V010`?", "with reason forbiden": "did you mean `forbidden`?"}
    for sentence, hint in near.items():
        findings = read(f"  event complaint\n  expect {sentence}").report.findings
        assert [one.hint() for one in findings if one.severity == "error"] == [hint]
    findings = read("  事件 投诉\n  期望 理由 默认植", "zh").report.findings
    assert [one.hint("zh") for one in findings if one.severity == "error"] == ["是否为 `默认值`？"]


def test_every_code_of_a_check_may_be_expected() -> None:
    modules = pkgutil.iter_modules(checks.__path__, "engage.checks.")
    said = (value for module in modules for value in vars(import_module(module.name)).values())
    assert {value.code for value in said if isinstance(value, Message)} == set(CHECK_CODES)


def test_every_code_of_a_reason_has_its_word() -> None:
    assert set(REASONS) == {code.value for code in ReasonCode}
    for language in ("en", "zh", "zh-Hant"):
        words = [words[language][0] for words in REASONS.values()]
        assert len(set(words)) == len(words)


@pytest.mark.parametrize(("language", "text"), [("en", "  event deadline of missed"), ("zh", "  事件 到期 missed")])
def test_an_example_may_be_decided_at_the_deadline_of_a_rule(language: str, text: str) -> None:
    expect = "expect fired missed" if language == "en" else "期望 触发 missed"
    ruleset = read(f"{text}\n  {expect}", language)
    assert ruleset.model is not None
    assert ruleset.report.findings == ()
    assert [example.event for example in ruleset.model.every(Example)] == ["timer:missed"]


@pytest.mark.parametrize(
    ("lines", "code", "text"),
    [
        ("  event deadline of mised\n  expect fired missed", "R090", "mised"),
        ("  event deadline of in time\n  expect fired missed", "R090", "in time"),
        ("  event complaint\n  expect crm gets route to desk", "R091", "route to desk"),
        ("  event complaint\n  expect crm gets task cal-back for care team", "E", "cal-back"),
        ("  event complaint\n  expect check finds X999", "R094", "X999"),
        ("  event complaint\n  expect check does not find V099 in in time", "R094", "V099"),
        ("  event complaint\n  expect check finds holes", "R094", "holes"),
        ("  event complaint\n  expect with reason tye", "R095", "tye"),
        ("  event complaint\n  expect with reason division by zro by in time", "R095", "division by zro"),
        ("  event complaint\n  expect without reason forbiden by never offer commercial", "R095", "forbiden"),
    ],
)
def test_what_cannot_be_meant_is_told_where_it_stands(lines: str, code: str, text: str) -> None:
    ruleset = read(lines)
    finding = next(one for one in ruleset.report.findings if one.severity == "error")
    assert finding.code.startswith(code)
    assert finding.span is not None
    assert finding.span.text == text
    assert isinstance(finding.span.source, Source)


@pytest.mark.parametrize(
    ("language", "sentence", "text"),
    [
        ("en", "crn gets nothing", "`crn` is no delivery channel of this ruleset, so that nothing"),
        ("en", "crn gets task call-back for care team", "`crn` is no delivery channel of this ruleset"),
        ("zh", "crn 收到 无", "`crn` 不是本规则集的投递渠道，不会有任何内容经它发出"),
    ],
)
def test_a_channel_that_nobody_names_would_get_nothing_whatever_is_decided(
    language: str, sentence: str, text: str
) -> None:
    head = "  event complaint\n  expect " if language == "en" else "  事件 投诉\n  期望 "
    (finding,) = read(head + sentence, language).report.findings
    assert finding.code == "R093"
    assert finding.text(language).startswith(text)
    assert finding.span is not None
    assert finding.span.text == "crn"
    assert "`crm`" in finding.hint(language)


@pytest.mark.parametrize("channel", ["crm", "sms", "tasks"])
def test_a_channel_of_the_catalogue_and_the_one_of_work_without_any_are_known(channel: str) -> None:
    assert expected(f"{channel} gets nothing") == Expectation(channel=channel, absent=True)

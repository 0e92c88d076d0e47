"""Findings in traditional script: every sentence that engage says, and nothing that a person wrote."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import engage
from engage.cli.finding_pages import every_message
from engage.ground.finding import Finding, Message, Report, Words, listing
from engage.ground.render import render
from engage.ground.script import traditional, traditional_around_quotes
from engage.ground.source import Source, Span

SENTENCES = [text for some in every_message().values() for one in some for text in (one.zh, one.hint_zh) if text]


def test_no_sentence_keeps_a_simplified_character() -> None:
    """Big5 has the characters of traditional script, and of simplified ones only those that are both."""
    assert len(SENTENCES) > 400
    left = {
        char
        for sentence in SENTENCES
        for char in traditional(sentence)
        if unicodedata.name(char, "").startswith("CJK UNIFIED") and not char.encode("big5", "ignore")
    }
    assert left <= {"啟"}, left


def test_characters_that_are_both_are_turned_too() -> None:
    said = "这里有几个名称与后面的规则并列；请合并重复的日历，批准后再答复，只写标签"
    assert traditional(said) == "這裡有幾個名稱與後面的規則並列；請合併重複的日曆，批准後再答覆，只寫標籤"


def test_what_stands_in_quotes_or_backticks_stays_as_it_was_written() -> None:
    said = "是不是“客户等级”？请写 `金卡 或 银卡`，不要写「普通」这样的词"
    assert traditional_around_quotes(said) == "是不是“客户等级”？請寫 `金卡 或 银卡`，不要寫「普通」這樣的詞"


def test_a_finding_is_told_in_traditional_script_with_the_names_as_they_are() -> None:
    message = Message("X001", "", "没有名为“{text}”的{what}", "", "{way_out}")
    source = Source("一.rules", "转接 综合坐席")
    values: dict[str, str | Words] = {
        "text": "综合坐席",
        "what": Words("queue", "队列"),
        "way_out": listing("there are", "可用", ["挽留专席"]),
    }
    finding = Finding(message, Span(source, 3, 7), values, related=(Span(source, 0, 2),), example="客户等级 金卡")
    told = render(Report((finding,)), "zh-Hant")
    assert told.startswith("錯誤[X001]：沒有名為“综合坐席”的隊列\n")
    assert "= 可用：挽留专席" in told
    assert "= 見 一.rules:1:1" in told
    assert "1 | 转接 综合坐席" in told
    assert "= 例如: 客户等级 金卡" in told


def test_a_ruleset_of_mistakes_has_no_simplified_word_of_engage_s_own(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.yaml").write_text(
        "fields:\n  customer.tier: {type: choice, values: {gold: {zh: 金卡, zh-Hant: 金卡}}, zh: 等級}\n"
        "events:\n  call: {type: call.received, zh: 來電, contact: yes}\n",
        encoding="utf-8",
    )
    rules = "語言 繁體中文\n\n規則 一\n  事件 來電\n  當 等級 是 銀卡\n  則 轉接 專席\n\n規則 一\n  當 等級 超過 金卡\n"
    (tmp_path / "all.rules").write_text(rules, encoding="utf-8")
    report = engage.read(tmp_path / "all.rules").report
    told = render(report, "zh-Hant")
    assert len(report.findings) > 3
    assert [char for char in "没为队级时规则个这里写请应于" if char in told.replace("规则", "")] == [], told

"""Numbers in Chinese characters: read as they are said, and never as another number."""

from __future__ import annotations

import pytest

from engage.ground.source import Fragment
from engage.language import Scope, parse_condition, parse_duration, parse_given
from language.care import VOCABULARY, codes, read

#: a numeral and the number that it says
SAID = [
    ("〇", 0),
    ("两", 2),
    ("十", 10),
    ("十二", 12),
    ("六十", 60),
    ("二十四", 24),
    ("一百零二", 102),
    ("一百〇二", 102),
    ("一百一十", 110),
    ("一百十五", 115),
    ("三百五十", 350),
    ("三千", 3_000),
    ("两千零五", 2_005),
    ("一千零五十", 1_050),
    ("两千零五十", 2_050),
    ("一万零五百", 10_500),
    ("十二万三千", 123_000),
    ("三千万", 30_000_000),
    ("一亿两千万", 120_000_000),
    ("一亿零三万", 100_030_000),
    ("一万亿", 10**12),
    # digit by digit
    ("一二〇", 120),
    ("一二零", 120),
    ("二四", 24),
    ("二〇二六", 2_026),
    ("二〇", 20),
    # the last place left out, as people say amounts
    ("一百二", 120),
    ("两千五", 2_500),
    ("一万五", 15_000),
    ("三万两千五", 32_500),
    ("一亿二", 120_000_000),
]

#: a numeral that says no certain number, and the numbers it may say
UNSURE = [
    ("三五", ["35", "3", "5"]),
    ("七八", ["78", "7", "8"]),
    ("两三", ["2", "3"]),
    ("十七八", ["17", "18"]),
    ("三四十", ["30", "40"]),
    ("两三百", ["200", "300"]),
    ("一百二三十", ["120", "130"]),
    ("五十百", []),
    ("十十", []),
    ("一百零", []),
    ("三万五万", []),
    ("三千五万", []),
    ("二四万", []),
]


@pytest.mark.parametrize(("numeral", "number"), SAID)
def test_a_numeral_says_its_number(numeral: str, number: int) -> None:
    assert read(f"在网月数 超过 {numeral}", "zh") == read(f"months with us is over {number}")
    money = parse_condition(Fragment.of(f"近三月月均消费 至少 {numeral}元"), Scope(VOCABULARY, "zh"))
    assert money == parse_condition(Fragment.of(f"近三月月均消费 至少 {number}元"), Scope(VOCABULARY, "zh"))


@pytest.mark.parametrize(("numeral", "numbers"), UNSURE)
def test_a_numeral_that_says_no_certain_number_is_asked_about(numeral: str, numbers: list[str]) -> None:
    condition, found = parse_condition(Fragment.of(f"在网月数 超过 {numeral}"), Scope(VOCABULARY, "zh"))
    assert condition is None
    assert [finding.code for finding in found] == ["E097"]
    offered = [part.partition("”")[0] for part in found[0].hint("zh").split("“")[1:]]
    assert offered == (numbers or ["120"])


def test_numerals_are_read_alike_in_windows_examples_and_lengths_of_time() -> None:
    assert read("最近二〇天内 有 投诉", "zh") == read("any complaint in the last 20 days")
    assert codes("最近三五天内 有 投诉", "zh") == ["E097"]
    assert codes("最近30天内 投诉 至少 两三 次", "zh") == ["E097"]
    scope = Scope(VOCABULARY, "zh")
    given, _ = parse_given(Fragment.of("在网月数 一二〇"), scope)
    assert given is not None
    assert given[1] is not None
    assert given[1].value == 120
    length, _ = parse_duration(Fragment.of("一百二秒"), scope)
    assert length is not None
    assert length.amount == 120


def test_traditional_numerals_are_the_same() -> None:
    assert read("在網月數 超過 兩千五", "zh-Hant") == read("months with us is over 2500")
    assert read("在網月數 超過 一萬五", "zh-Hant") == read("months with us is over 15000")


def test_a_numeral_beyond_all_bounds_is_refused() -> None:
    assert codes("在网月数 超过 " + "九" * 60, "zh") == ["E035"]
    assert codes("在网月数 超过 " + "一" * 900, "zh") == ["E035"]

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.ground.finding import Report
from engage.learn.baskets import Association, Basket, associations
from engage.learn.drafts import DraftWords, draft_rules, shown_share
from engage.load import compile, read_sources

pytest.importorskip("efficient_apriori", reason="the extra `mining` is not installed")


def baskets(*lines: str) -> list[Basket]:
    return [Basket(frozenset(line.split())) for line in lines]


def test_a_planted_pattern_is_found_with_its_counts() -> None:
    found = associations(
        baskets(*["beer nappies"] * 6, *["beer"] * 2, *["nappies milk"] * 2, *["milk"] * 10),
        support=Fraction(1, 4),
        confidence=Fraction(3, 4),
    )
    assert found == (
        Association(("beer",), "nappies", together=6, with_given=8, with_then=8, baskets=20),
        Association(("nappies",), "beer", together=6, with_given=8, with_then=8, baskets=20),
    )
    assert (found[0].support, found[0].confidence, found[0].lift) == (
        Fraction(3, 10),
        Fraction(3, 4),
        Fraction(15, 8),
    )


def test_limits_are_exact_and_include_the_limit() -> None:
    shop = baskets(*["a b"] * 1, *["a"] * 2, *["c"] * 7)
    assert associations(shop, Fraction(1, 10), Fraction(1, 3))[0].confidence == Fraction(1, 3)
    assert len(associations(shop, Fraction(1, 10), Fraction(1, 3))) == 2
    assert len(associations(shop, Fraction(1, 10), Fraction(334, 1000))) == 1
    assert associations(shop, Fraction(11, 100), Fraction(1, 3)) == ()


def test_no_baskets_give_no_rules_and_empty_ones_count() -> None:
    assert associations([]) == ()
    (rule, _) = associations([*baskets("a b"), Basket(frozenset())], Fraction(1, 2), Fraction(1, 2))
    assert rule.baskets == 2


@pytest.mark.parametrize("bad", [(Fraction(0), Fraction(1, 2)), (Fraction(1, 2), Fraction(3, 2))])
def test_a_share_that_is_none_is_refused(bad: tuple[Fraction, Fraction]) -> None:
    with pytest.raises(ValueError, match="shares above 0"):
        associations(baskets("a b"), *bad)


def counted(shop: Sequence[Basket], items: frozenset[str]) -> int:
    return sum(items <= basket.items for basket in shop)


@settings(max_examples=60)
@given(
    st.lists(st.frozensets(st.sampled_from("abcd")), min_size=1, max_size=9),
    st.integers(1, 9),
    st.sampled_from(["1/4", "1/3", "1/2", "2/3", "1"]),
)
def test_the_rules_are_those_of_counting_every_combination(
    made: list[frozenset[str]], support: int, confidence: str
) -> None:
    """Kills: the wrong item's count below the lift, a limit that leaves out its own value, floating-point shares."""
    shop = [Basket(items) for items in made]
    least, sure = Fraction(support, 10), Fraction(confidence)
    found = set()
    for size in (2, 3, 4):
        for items in map(frozenset, combinations("abcd", size)):
            together = counted(shop, items)
            for then in items:
                with_given = counted(shop, items - {then})
                if together and together >= least * len(shop) and together >= sure * with_given:
                    with_then = counted(shop, frozenset(then))
                    given_ = tuple(sorted(items - {then}))
                    found.add(Association(given_, then, together, with_given, with_then, len(shop)))
    assert set(associations(shop, least, sure)) == found


def test_the_published_rules_are_found_in_a_month_of_a_grocery_shop(published: Callable[[str], Path]) -> None:
    """Figures of the package arules on the same baskets."""
    with gzip.open(published("data/groceries/groceries_baskets.txt.gz"), "rt", encoding="utf-8") as lines:
        shop = [Basket(frozenset(item.strip() for item in line.split("|"))) for line in lines if line.strip()]
    assert (len(shop), len(frozenset().union(*(basket.items for basket in shop)))) == (9_835, 169)
    found = associations(shop, Fraction(1, 1_000), Fraction(1, 2))
    assert len(found) == 5_668
    assert [round(float(rule.lift), 3) for rule in found[:3]] == [18.996, 16.698, 16.408]
    assert found[0] == Association(("Instant food products", "soda"), "hamburger meat", 12, 19, 327, 9_835)


RULESET = {
    "ruleset.yaml": "engage: 1\nruleset: shop\nfiles: [mined.rules]\nsafe default: [route to till]\n",
    "vocabulary.yaml": """fields:
  event.products:
    type: list of choice
    values:
      beer: {zh: 啤酒}
      nappies: {zh: 尿布}
      soft_drinks: {en: soft drinks, zh: 汽水}
      sour_cream: {en: whipped/sour cream, zh: 酸奶油}
    en: products
    zh: 商品
events:
  purchase: {type: bought, en: purchase, zh: 购买, fields: [products]}
""",
    "catalogue.yaml": """queues:
  till: {en: till, zh: 收银台}
offers:
  nappies: {en: nappies, zh: 尿布}
  beer: {en: beer, zh: 啤酒}
  sour_cream: {en: whipped/sour cream, zh: 酸奶油}
""",
}


@pytest.mark.parametrize(
    ("language", "items", "words"),
    [
        ("en", ("beer", "soft drinks", "whipped/sour cream"), DraftWords("purchase", "products")),
        ("zh", ("啤酒", "汽水", "酸奶油"), DraftWords("购买", "商品")),
    ],
)
def test_a_draft_says_what_it_is_and_reads_as_rules_once_a_ruleset_names_it(
    language: str, items: tuple[str, str, str], words: DraftWords
) -> None:
    found = [Association(items[:2], items[2], 6, 8, 8, 20), Association(items[1:], items[0], 6, 8, 8, 20)]
    text = draft_rules(found, words, Fraction(1, 1_000), Fraction(1, 2), language=language)
    ruleset = read_sources(tuple({**RULESET, "mined.rules": text}.items()))
    assert ruleset.report.ok, Report(ruleset.report.findings)
    rules = {rule.id for shelf in compile(ruleset).shelves.values() for rule in shelf.rules}
    assert len(rules) == 2
    assert text.splitlines()[1].startswith("# DRAFT, not live" if language == "en" else "# 草稿，未生效")
    assert "6 of 8" in text or "8 个购物篮中有 6 个" in text
    assert "75.0 %" in text


def test_only_the_best_rules_are_written_and_the_head_says_how_many_there_were() -> None:
    found = [Association(("a",), "b", 6, 8, 8, 20)] * 3
    text = draft_rules(found, DraftWords("purchase", "products"), Fraction(1, 1_000), Fraction(1, 2), most=1)
    assert text.count("\nrule ") == 1
    assert "3 rules were found, the 1 with" in text
    assert shown_share(Fraction(12, 19)) == "63.2 %"

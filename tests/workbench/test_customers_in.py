"""Facts of customers from lines and tables, held against the vocabulary."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

import engage
from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import in_words
from engage.workbench.customers_in import CustomerFacts, customers_from_json_lines, customers_from_table
from engage.workbench.tables_in import BadLine

MINI = Path(__file__).parents[1] / "samples" / "mini"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return engage.load(MINI).vocabulary


def told(found: Iterable[CustomerFacts | BadLine]) -> list[tuple[int, str]]:
    """The line and the customer, or the line and why not."""
    return [(each.line, in_words(each.why, "en") if isinstance(each, BadLine) else each.customer) for each in found]


def test_a_table_gives_facts_by_the_names_of_its_columns(vocabulary: Vocabulary) -> None:
    lines = [
        "customer, customer.tier ,customer.months_with_us,customer.contract_end\n",
        "c7,gold,30,2026-12-20\n",
        "c8,,7.5,\n",
    ]
    assert list(customers_from_table(lines, vocabulary)) == [
        CustomerFacts(
            2,
            "c7",
            {"customer.tier": "gold", "customer.months_with_us": 30, "customer.contract_end": "2026-12-20"},
        ),
        CustomerFacts(3, "c8", {"customer.months_with_us": Decimal("7.5")}),
    ]


def test_lines_give_the_same_facts_as_a_table(vocabulary: Vocabulary) -> None:
    line = json.dumps({"customer": "c7", "customer.tier": "gold", "customer.months_with_us": 30})
    table = ["customer,customer.tier,customer.months_with_us\n", "c7,gold,30\n"]
    (one,), (other,) = customers_from_json_lines([line], vocabulary), customers_from_table(table, vocabulary)
    assert isinstance(one, CustomerFacts)
    assert isinstance(other, CustomerFacts)
    assert (one.customer, one.facts) == (other.customer, other.facts)


def test_what_a_table_cannot_mean_is_told_by_its_line(vocabulary: Vocabulary) -> None:
    lines = ["customer,customer.tier\n", ",gold\n", "c7\n", "c8,gold,more\n", "c9,secret\n", "\n", "c1,gold\n"]
    found = told(customers_from_table(lines, vocabulary))
    assert [line for line, _ in found] == [2, 3, 4, 5, 7]
    assert found[0] == (2, "`customer` is missing")
    assert found[1:3] == [(3, "1 cells instead of 2"), (4, "3 cells instead of 2")]
    assert "secret" not in found[3][1]
    assert found[4] == (7, "c1")


def test_a_heading_that_names_no_fact_is_told_once_and_nothing_is_read(vocabulary: Vocabulary) -> None:
    lines = ["customer,customer tear,shoe\n", "c7,gold,44\n", "c8,gold,44\n"]
    assert told(customers_from_table(lines, vocabulary)) == [
        (1, "column `customer tear`: no fact of a customer is called so; did you mean `customer tier`?"),
        (1, "column `shoe`: no fact of a customer is called so"),
    ]
    assert told(customers_from_table(lines, vocabulary, "zh"))[0] == (
        1,
        "列“customer tear”：没有这样的客户信息；是不是“customer tier”？",
    )


@pytest.mark.parametrize(
    "headings",
    ["customer,customer tier,converged customer", "客户,客户等级,是否融合客户", "客戶, 客戶等級 ,customer.converged"],
)
@pytest.mark.parametrize("cells", ["c7,gold,yes", "c7,金卡,是", "c7,Gold,1"])
def test_headings_and_values_may_be_labels(vocabulary: Vocabulary, headings: str, cells: str) -> None:
    (found,) = customers_from_table([f"{headings}\n", f"{cells}\n"], vocabulary)
    assert found == CustomerFacts(2, "c7", {"customer.tier": "gold", "customer.converged": True})


def test_two_columns_for_one_fact_are_told(vocabulary: Vocabulary) -> None:
    found = told(customers_from_table(["customer,customer.tier,客户等级\n", "c7,gold,金卡\n"], vocabulary))
    assert found == [(1, "column `客户等级`: another column is customer.tier too")]


def test_a_table_that_names_no_customers_is_told(vocabulary: Vocabulary) -> None:
    found = told(customers_from_table(["customer.tier\n", "gold\n"], vocabulary))
    assert found == [(1, "a column `customer` must name the customers")]


@pytest.mark.parametrize(
    ("heading", "cell", "en", "zh"),
    [
        ("客户等级", "钻石", "write one of basic, silver, gold, platinum", "请写其中之一：普通、银卡、金卡、白金卡"),
        ("months with us", "a while", "write a number", "请写数字"),
        ("contract end", "20.12.2026", "write a date: 2026-12-31", "请写日期：2026-12-31"),
        ("customer.converged", "perhaps", "write yes or no", "请写 是 或 否"),
    ],
)
def test_a_cell_that_is_none_is_told_by_its_column_and_never_shown(
    vocabulary: Vocabulary, heading: str, cell: str, en: str, zh: str
) -> None:
    lines = [f"customer,{heading}\n", f"c7,{cell}\n"]
    assert told(customers_from_table(lines, vocabulary)) == [(2, f"column `{heading}`: {en}")]
    assert told(customers_from_table(lines, vocabulary, "zh")) == [(2, f"列“{heading}”：{zh}")]


def test_a_fact_that_nobody_declared_is_refused(vocabulary: Vocabulary) -> None:
    (found,) = customers_from_json_lines(['{"customer": "c7", "customer.shoe": 44}'], vocabulary)
    assert isinstance(found, BadLine)
    assert "customer.shoe" in in_words(found.why, "en")


@pytest.mark.parametrize("line", ["{", "[]", "7", '{"customer": 7}', '{"customer.tier": "gold"}', "\udcff"])
def test_a_line_that_names_no_customer_is_told(vocabulary: Vocabulary, line: str) -> None:
    (found,) = customers_from_json_lines([line], vocabulary)
    assert isinstance(found, BadLine)
    assert found.line == 1


def test_empty_lines_are_passed_over(vocabulary: Vocabulary) -> None:
    assert told(customers_from_json_lines(["\n", '{"customer": "c7"}\n'], vocabulary)) == [(2, "c7")]

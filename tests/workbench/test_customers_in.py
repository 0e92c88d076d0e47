"""Facts of customers from lines and tables, held against the vocabulary."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

import engage
from engage.facts.vocabulary import Vocabulary
from engage.workbench.customers_in import CustomerFacts, customers_from_json_lines, customers_from_table
from engage.workbench.tables_in import BadLine

MINI = Path(__file__).parents[1] / "samples" / "mini"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return engage.load(MINI).vocabulary


def told(found: Iterable[CustomerFacts | BadLine]) -> list[tuple[int, str]]:
    """The line and the customer, or the line and why not."""
    return [(each.line, each.why if isinstance(each, BadLine) else each.customer) for each in found]


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


def test_a_fact_that_nobody_declared_is_refused(vocabulary: Vocabulary) -> None:
    found = told(customers_from_table(["customer,customer.shoe\n", "c7,44\n"], vocabulary))
    assert "customer.shoe" in found[0][1]


@pytest.mark.parametrize("line", ["{", "[]", "7", '{"customer": 7}', '{"customer.tier": "gold"}', "\udcff"])
def test_a_line_that_names_no_customer_is_told(vocabulary: Vocabulary, line: str) -> None:
    (found,) = customers_from_json_lines([line], vocabulary)
    assert isinstance(found, BadLine)
    assert found.line == 1


def test_empty_lines_are_passed_over(vocabulary: Vocabulary) -> None:
    assert told(customers_from_json_lines(["\n", '{"customer": "c7"}\n'], vocabulary)) == [(2, "c7")]

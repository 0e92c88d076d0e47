"""Facts of customers from a file: JSON lines, or a table whose columns are named after facts or after their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from engage.errors import EventRejected
from engage.facts.vocabulary import Vocabulary
from engage.gate.json_in import parse_json
from engage.gate.known_in import typed_facts
from engage.ground.finding import Words
from engage.workbench.customer_columns import CUSTOMER, Columns, columns_of, expected, from_cell, told
from engage.workbench.tables_in import BadLine, Row, table_of

__all__ = ["CUSTOMER", "CustomerFacts", "customers_from_json_lines", "customers_from_table"]

#: the gate's code for a value that is none of its type
_WRONG_TYPE: Final = "G021"
_IN_COLUMN: Final = Words("column `{column}`: {why}", "列“{column}”：{why}")


@frozen
class CustomerFacts:
    """What a line says of a customer, checked against the vocabulary."""

    line: int
    customer: str
    facts: Mapping[str, object]


def customers_from_json_lines(lines: Iterable[str], vocabulary: Vocabulary) -> Iterator[CustomerFacts | BadLine]:
    """One object a line: `{"customer": "c7", "customer.tier": "gold"}`; values in the gate's JSON forms."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            content = parse_json(line)
        except EventRejected as refusal:
            yield BadLine(number, refusal.words)
            continue
        yield _checked(number, content if isinstance(content, dict) else {}, vocabulary)


def customers_from_table(
    lines: Iterable[str], vocabulary: Vocabulary, language: str = "en"
) -> Iterator[CustomerFacts | BadLine]:
    """A CSV table: a column `customer`, the others named after facts or their labels. An empty cell is unknown.

    When a heading names no fact, that is all that is told: nothing of the table is read.
    """
    table = table_of(lines)
    columns = columns_of(table.columns, vocabulary, language)
    if columns.problems:
        yield from (BadLine(1, problem) for problem in columns.problems)
        return
    for row in table.rows:
        yield row if isinstance(row, BadLine) else _from_row(row, columns, vocabulary, language)


def _from_row(row: Row, columns: Columns, vocabulary: Vocabulary, language: str) -> CustomerFacts | BadLine:
    facts: dict[str, object] = {}
    for heading, name in columns.facts.items():
        cell = row.cells[heading].strip()
        if not cell:
            continue
        if name == CUSTOMER:
            facts[name] = cell
            continue
        type = vocabulary.field_by_name[name].type
        facts[name] = from_cell(cell, type)
        try:
            typed_facts(vocabulary, {name: facts[name]})
        except EventRejected as refusal:
            # What the cell holds may be a customer's: only what was expected there is told.
            wanted = expected(type, language) if refusal.code == _WRONG_TYPE else ""
            return BadLine(row.line, told(_IN_COLUMN, language, column=heading, why=wanted or refusal.text(language)))
    return _checked(row.line, facts, vocabulary)


def _checked(line: int, content: Mapping[str, object], vocabulary: Vocabulary) -> CustomerFacts | BadLine:
    customer = content.get(CUSTOMER)
    if not isinstance(customer, str) or not customer:
        return BadLine(line, Words(f"`{CUSTOMER}` is missing", f"缺少 `{CUSTOMER}`"))
    facts = {name: value for name, value in content.items() if name != CUSTOMER}
    try:
        typed_facts(vocabulary, facts)
    except EventRejected as refusal:
        return BadLine(line, refusal.words)
    return CustomerFacts(line, customer, facts)

"""Facts of customers from a file: JSON lines, or a table whose columns are named after facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import frozen

from engage.errors import EventRejected
from engage.facts.vocabulary import Kind, Type, Vocabulary
from engage.gate.json_in import parse_json
from engage.gate.known_in import typed_facts
from engage.ground.numbers import to_number
from engage.workbench.tables_in import BadLine, table_of

__all__ = ["CUSTOMER", "CustomerFacts", "customers_from_json_lines", "customers_from_table"]

#: The column, or the key, that names the customer.
CUSTOMER: Final = "customer"
_YES: Final = {"yes": True, "true": True, "1": True, "是": True, "no": False, "false": False, "0": False, "否": False}


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
            yield BadLine(number, str(refusal))
            continue
        yield _checked(number, content if isinstance(content, dict) else {}, vocabulary)


def customers_from_table(lines: Iterable[str], vocabulary: Vocabulary) -> Iterator[CustomerFacts | BadLine]:
    """A CSV table: a column `customer`, the others named after facts. An empty cell is unknown."""
    for row in table_of(lines).rows:
        if isinstance(row, BadLine):
            yield row
            continue
        facts: dict[str, object] = {}
        for name, cell in row.cells.items():
            declared = vocabulary.field_by_name.get(name)
            if cell.strip():
                facts[name] = _from_cell(cell.strip(), declared.type) if declared else cell.strip()
        yield _checked(row.line, facts, vocabulary)


def _from_cell(cell: str, type: Type) -> object:
    """The JSON form of a cell; a cell that is none stays a text, which the gate then refuses by name."""
    if type.kind is Kind.YES_NO:
        return _YES.get(cell.lower(), cell)
    if type.kind in (Kind.NUMBER, Kind.MONEY, Kind.DURATION):
        number = to_number(cell)
        return cell if number is None else number
    return cell


def _checked(line: int, content: Mapping[str, object], vocabulary: Vocabulary) -> CustomerFacts | BadLine:
    customer = content.get(CUSTOMER)
    if not isinstance(customer, str) or not customer:
        return BadLine(line, f"`{CUSTOMER}` is missing")
    facts = {name: value for name, value in content.items() if name != CUSTOMER}
    try:
        typed_facts(vocabulary, facts)
    except EventRejected as refusal:
        return BadLine(line, str(refusal))
    return CustomerFacts(line, customer, facts)

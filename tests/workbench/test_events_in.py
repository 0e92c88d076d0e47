"""Lines and rows become events; what cannot be read is told by its line, without any value of it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from engage.ground.finding import in_words
from engage.workbench.events_in import BadLine, RawEvent, from_json_lines, from_table
from engage.workbench.mapping import ColumnRule, EventMaker, RowProblem, TableMapping, TimeRule
from engage.workbench.tables_in import Row, table_of

MAKER = EventMaker("call", "{id}", TimeRule(moment="at"), subject=ColumnRule("who"))
MAPPING = TableMapping("m", "/x", ZoneInfo("UTC"), events=(MAKER,))
SORTED = TableMapping("m", "/x", ZoneInfo("UTC"), sort_by_time=True, events=(MAKER,))


def ids(events: list[RawEvent | BadLine]) -> list[object]:
    """The id of an event, the line of what is none."""
    found: list[object] = []
    for each in events:
        if isinstance(each, BadLine):
            found.append(each.line)
        else:
            assert isinstance(each.envelope, dict)
            found.append(each.envelope["id"])
    return found


def test_each_line_is_an_envelope_and_empty_ones_are_passed_over() -> None:
    assert list(from_json_lines(['{"id": 1}\n', "\n", '  {"id": 2}\r\n'])) == [
        RawEvent(1, '{"id": 1}'),
        RawEvent(3, '{"id": 2}'),
    ]


def test_rows_keep_their_order_and_their_lines() -> None:
    lines = ["id,at,who\n", "2,2026-01-02,b\n", "\n", "1,2026-01-01,a\n"]
    made = list(from_table(lines, MAPPING))
    assert ids(made) == ["2", "1"]
    assert [each.line for each in made] == [2, 4]


def test_rows_may_be_put_in_the_order_of_their_time() -> None:
    lines = ["id,at,who\n", "2,2026-01-02,b\n", "3,2026-01-02,b\n", "1,2026-01-01,a\n"]
    assert ids(list(from_table(lines, SORTED))) == ["1", "2", "3"]


@pytest.mark.parametrize("mapping", [MAPPING, SORTED])
def test_a_row_that_cannot_be_read_is_told_by_its_line(mapping: TableMapping) -> None:
    lines = ["id,at,who\n", "1,secret,a\n", "2,2026-01-02\n", "3,2026-01-03,c,d\n", ",2026-01-03,c\n"]
    lines += [f'5,2026-01-05,"{"x" * 200_000}"\n', "6,2026-01-06,f\n"]
    made = list(from_table(lines, mapping))
    assert ids(made) == [2, 3, 4, 5, 6, "6"]
    assert [in_words(each.why, "en") for each in made if isinstance(each, BadLine)] == [
        "column `at` is not a moment",
        "2 cells instead of 3",
        "4 cells instead of 3",
        "an id needs `id`",
        "the cells cannot be told apart",
    ]


@pytest.mark.parametrize("lines", [[], ["id,when\n", "1,2\n"]])
def test_a_table_without_a_column_that_is_read_is_refused(lines: list[str]) -> None:
    with pytest.raises(RowProblem, match="the table has no column `at`"):
        list(from_table(lines, MAPPING))


def test_an_open_quote_spoils_its_own_line_alone() -> None:
    table = table_of(["id\tsays\r\n", "1\tyes\r\n", '2\t"no\r\n', '3\t"a ""b"" c"\r\n', '4\tx"y\r\n'], "\t")
    rows = list(table.rows)
    assert [(row.line, row.cells["says"]) for row in rows if isinstance(row, Row)] == [
        (2, "yes"),
        (4, 'a "b" c'),
        (5, 'x"y'),
    ]
    (bad,) = [row for row in rows if isinstance(row, BadLine)]
    assert (bad.line, in_words(bad.why, "en")) == (3, "a quote is opened and not closed on this line")

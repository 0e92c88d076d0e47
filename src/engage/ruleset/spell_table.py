"""Decision tables back to nodes: a text block with bars, which the notations align."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from engage.language import print_cell, print_value
from engage.language.tree import Template, Value
from engage.ruleset import keys
from engage.ruleset.blocks import BECAUSE
from engage.ruleset.model import Row, Table
from engage.ruleset.sheets import Sheet, Spelling
from engage.ruleset.slots import result_text, slot_text
from engage.ruleset.understand_table import OTHERWISE
from engage.ruleset.words_cells import words_text

__all__ = ["because_heads", "column_text", "joined_row", "spell_table", "table_lines"]

_BY_LANGUAGE: Final = {language: key for key, language in BECAUSE.items()}


def spell_table(table: Table, sheet: Sheet) -> None:
    """The entries of a table."""
    spelling = sheet.spelling
    sheet.add("table", table.id)
    sheet.add("hit", table.hit)
    sheet.add("beats", spelling.joined(table.beats))
    sheet.add("group", table.group)
    sheet.add("event", spelling.events(table.events))
    lines = []
    for notes, left, right in table_lines(table, spelling):
        lines += [f"# {note}" for note in notes]
        lines.append(joined_row(left, right))
    sheet.add("rows", "\n".join(lines), block=True)


def table_lines(table: Table, spelling: Spelling) -> Iterator[tuple[tuple[str, ...], list[str], list[str]]]:
    """The head line and the rows: comments above, cells left of the double bar, cells right of it."""
    every = (*table.rows, *([table.otherwise] if table.otherwise is not None else []))
    texts = because_heads([row.because for row in every], spelling)
    heads = [slot_text(output, spelling.vocabulary, spelling.language) for output in table.outputs]
    yield (), [column_text(column, spelling) for column in table.columns], [*heads, *texts.values()]
    for row in every:
        cells = [
            print_cell(cell, column, spelling.vocabulary, spelling.language, spelling.zone)
            for cell, column in zip(row.cells, table.columns, strict=False)
        ]
        if row is table.otherwise:
            cells = [OTHERWISE.printed(spelling.language)]
        yield row.notes, cells, _answer(row, table, texts, spelling)


def _answer(row: Row, table: Table, texts: Mapping[str, str], spelling: Spelling) -> list[str]:
    results = [
        result_text(result, output, spelling.vocabulary, spelling.language)
        for result, output in zip(row.results, table.outputs, strict=False)
    ]
    words = []
    for language in texts:
        template = row.because.get(language)
        said = spelling.template(template, language) if template is not None else ""
        words.append(words_text(said, language=language, own=language) if said else "")
    return [*results, *words]


def because_heads(texts: Sequence[Mapping[str, Template]], spelling: Spelling) -> dict[str, str]:
    """The columns for words that say why, by language, the file's own first; none where nothing is said."""
    used = {language for text in texts for language in text}
    ordered = sorted(used, key=lambda one: (one != spelling.language, one))
    return {
        one: keys.KEYS["because" if one == spelling.language else _BY_LANGUAGE[one]].printed(spelling.language)
        for one in ordered
    }


def column_text(column: Value, spelling: Spelling) -> str:
    """The head of a condition column."""
    return print_value(column, spelling.vocabulary, spelling.language)


def joined_row(left: Sequence[str], right: Sequence[str]) -> str:
    """A row with its bars; a double bar before the results."""
    return f"{' | '.join(left)} || {' | '.join(right)}"

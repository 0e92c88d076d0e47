"""Decision tables as CSV text, for spreadsheets: reading it gives the same table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from engage.ruleset import keys
from engage.ruleset.model import Model, Table
from engage.ruleset.sheets import Spelling, titles
from engage.ruleset.spell_table import table_lines

__all__ = ["sheets_of"]


def sheets_of(model: Model, language: str) -> Mapping[str, str]:
    """Every table of the ruleset as CSV text by its id, in `en`, `zh` or `zh-Hant`. Comments have no place in it."""
    spelling = Spelling(model.vocabulary, language, model.header.zone, language)
    return {table.id: _sheet(table, spelling, model.header.language) for table in model.every(Table)}


def _sheet(table: Table, spelling: Spelling, usual: str) -> str:
    language = spelling.language
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([keys.KINDS["table"].word.printed(language), table.id, keys.HITS[table.hit].printed(language)])
    if language != usual:
        writer.writerow([keys.KEYS["language"].printed(language), keys.LANGUAGES[language].printed(language)])
    for key, text in (
        *titles(table.title),
        ("event", spelling.events(table.events)),
        ("beats", spelling.joined(table.beats)),
        ("group", table.group),
    ):
        if text:
            writer.writerow([keys.KEYS[key].printed(language), text])
    if table.remarks:
        writer.writerow([keys.KEYS["note"].printed(language), *table.remarks])
    width = len(table.columns)
    for _, left, right in table_lines(table, spelling):
        writer.writerow([*left, *[""] * (width - len(left)), "||", *right])
    return out.getvalue()

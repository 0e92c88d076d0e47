"""The sheets of an XLSX workbook as one CSV text, and CSV texts as a workbook. Needs the extra `sheets` (openpyxl).

A number keeps its digits, a date its ISO form, a formula the value that was saved with it; colours and formats mean
nothing. Each sheet is a table: its title is the table's name unless a `table` line in it says another.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

from engage.ruleset import keys

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Unreadable", "workbook_of", "workbook_text"]

#: cells looked at in a workbook; a packed file can claim many more than it has
_MOST_CELLS: Final = 200_000


class Unreadable(Exception):
    """The file is no workbook, has too many cells, or the extra is not installed; the text says which."""


def workbook_text(content: bytes) -> str:
    """The sheets as CSV text, one table after the other. Raises Unreadable."""
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise Unreadable("install `engage-rules[sheets]` to read workbooks") from None
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError):
        raise Unreadable("it is no XLSX workbook") from None
    out, left = io.StringIO(), _MOST_CELLS
    writer = csv.writer(out, lineterminator="\n")
    for sheet in book.worksheets:
        rows = []
        for row in sheet.iter_rows(values_only=True):
            left -= len(row)
            if left < 0:
                raise Unreadable(f"it has more than {_MOST_CELLS:,} cells")
            rows.append([_text(value) for value in row])
        while rows and not any(rows[-1]):
            rows.pop()
        if not rows:
            continue
        if keys.exact(rows[0][0], [keys.KINDS["table"].word]) is None:
            writer.writerow(["table", sheet.title])
        writer.writerows(rows)
    return out.getvalue()


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        exact = Decimal(repr(value))
        return str(int(exact)) if exact == exact.to_integral_value() else format(exact, "f")
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def workbook_of(tables: Mapping[str, str]) -> bytes:
    """A workbook with a sheet for each CSV text, by the sheet's title. Raises Unreadable without the extra."""
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter
    except ImportError:
        raise Unreadable("install `engage-rules[sheets]` to write workbooks") from None
    book = Workbook()
    book.remove(book.worksheets[0])
    for number, (title, text) in enumerate(tables.items(), 1):
        sheet: Worksheet = book.create_sheet(_title(title, number))
        for row in csv.reader(io.StringIO(text)):
            sheet.append([cell or None for cell in row])
        for row_cells in sheet.iter_rows(max_row=1):
            for cell in row_cells:
                cell.font = Font(bold=True)
        for place, column in enumerate(sheet.columns, 1):
            width = max((len(str(cell.value or "")) for cell in column), default=8)
            sheet.column_dimensions[get_column_letter(place)].width = min(60, max(8, width + 2))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(name: str, number: int) -> str:
    """Sheets may not be called everything, and not at length; the `table` line in it keeps the whole name."""
    plain = "".join(char for char in name if char not in "[]:*?/\\")[:28].strip("' ")
    return plain or f"table {number}"

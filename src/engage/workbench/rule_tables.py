"""Decision tables and scorecards of a rule book as tables: conditions as columns, points line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from engage.ground.numbers import plain
from engage.language import print_condition
from engage.language.tree import Template
from engage.ruleset import keys
from engage.ruleset.model import Model, Scorecard, Table
from engage.ruleset.sheets import Spelling
from engage.ruleset.slots import slot_text
from engage.ruleset.spell_table import column_text, table_lines
from engage.workbench.page import table

__all__ = ["points_table", "rows_table"]


def rows_table(made: Table, model: Model, language: str) -> str:
    """The rows of a decision table: its questions left, what they lead to right of them."""
    spelling = Spelling(model.vocabulary, language, model.header.zone)
    every = (*made.rows, *([made.otherwise] if made.otherwise is not None else []))
    spoken = any(row.because for row in every)
    head = [column_text(column, spelling) for column in made.columns]
    head += [slot_text(output, model.vocabulary, language) for output in made.outputs]
    head += [_because(language)] if spoken else []
    rows = []
    _, *lines = table_lines(made, spelling)
    for row, (notes, cells, answers) in zip(every, lines, strict=True):
        left = [escape(cell) for cell in (*cells, *[""] * (len(made.columns) - len(cells)))]
        left[0] = _noted(notes, left[0])
        right = [f"<b>{escape(answer)}</b>" if answer else "" for answer in answers[: len(made.outputs)]]
        rows.append([*left, *right, *([escape(_said(row.because, spelling))] if spoken else [])])
    return table(head, rows, html=True, then=len(made.columns))


def points_table(card: Scorecard, model: Model, language: str) -> str:
    """The lines of a scorecard: how many points, for what, and why."""
    spelling = Spelling(model.vocabulary, language, model.header.zone)
    spoken = any(line.because for line in card.lines)
    head = [keys.KEYS["points"].printed(language), keys.KEYS["when"].printed(language)]
    head += [_because(language)] if spoken else []
    rows = []
    for line in card.lines:
        condition = print_condition(line.condition, model.vocabulary, language, model.header.zone)
        points = plain(line.points)
        cells = [f"<b>{points if points.startswith('-') else f'+{points}'}</b>", _noted(line.notes, escape(condition))]
        rows.append([*cells, *([escape(_said(line.because, spelling))] if spoken else [])])
    return table(head, rows, html=True)


def _because(language: str) -> str:
    return keys.KEYS["because"].printed(language)


def _noted(notes: Sequence[str], cell: str) -> str:
    """A cell with the comments that stand above its row."""
    return "".join(f'<span class="soft">{escape(note)}</span><br>' for note in notes) + cell


def _said(texts: Mapping[str, Template], spelling: Spelling) -> str:
    """The words in the reader's language; Chinese reads either script before English."""
    language = spelling.language
    order = (language, "zh", "zh-Hant", "en") if language.startswith("zh") else (language, "en", "zh", "zh-Hant")
    spoken = next((each for each in order if each in texts), "")
    return spelling.template(texts[spoken], spoken) if spoken else ""

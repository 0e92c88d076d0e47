"""Scorecards back to nodes: the range, the bands, the lines of points."""

from __future__ import annotations

from decimal import Decimal

from engage.facts.vocabulary import Kind, Type
from engage.ground.numbers import plain
from engage.language import print_cell, print_condition
from engage.language.tree import Between, Compare, Condition, Fact, Literal
from engage.ruleset.model import Band, Scorecard, ScoreLine
from engage.ruleset.sheets import Sheet, Spelling
from engage.ruleset.words_cells import words_cells

__all__ = ["spell_scorecard", "spelled_band"]

_NUMBER = Type(Kind.NUMBER)


def spell_scorecard(card: Scorecard, label: str, sheet: Sheet) -> None:
    """The entries of a scorecard."""
    spelling = sheet.spelling
    sheet.add("scorecard", label)
    to = "to" if spelling.language == "en" else "到"
    sheet.add("range", f"{plain(card.low)} {to} {plain(card.high)}")
    if card.start:
        sheet.add("start", plain(card.start))
    rows = [row for line in card.lines for row in _rows(line, spelling)]
    sheet.add("points", "\n".join(rows), block=True)
    sheet.add("bands", spelling.joined([_band(band, card, spelling) for band in card.bands]))


def _rows(line: ScoreLine, spelling: Spelling) -> list[str]:
    points = plain(line.points)
    signed = points if points.startswith("-") else f"+{points}"
    condition = print_condition(line.condition, spelling.vocabulary, spelling.language, spelling.zone)
    cells = [signed, condition, *words_cells(line.because, spelling)]
    return [*(f"# {note}" for note in line.notes), " | ".join(cells)]


def _band(band: Band, card: Scorecard, spelling: Spelling) -> str:
    subject = Fact(f"customer.{card.id}", _NUMBER)
    return spelled_band(band, f"customer.{card.id}_band", subject, spelling, card.low)


def spelled_band(band: Band, field_name: str, subject: Fact, spelling: Spelling, lowest: int | Decimal = 0) -> str:
    """`low (below 30)`: a band of the subject, by the label that the field has for it."""
    field = spelling.vocabulary.field_by_name.get(field_name)
    term = next((one for one in field.type.choices if one.id == band.id), None) if field is not None else None
    name = (term.labels.in_language(spelling.language) if term is not None else "") or band.id
    test = print_cell(_test(band, subject, lowest), subject, spelling.vocabulary, spelling.language)
    return f"{name} ({test})" if spelling.language == "en" else f"{name}（{test}）"


def _test(band: Band, subject: Fact, lowest: int | Decimal) -> Condition:
    low = Literal(band.low, subject.type) if band.low is not None else None
    high = Literal(band.high, subject.type) if band.high is not None else None
    if low is not None and high is not None:
        return Between(subject, low, high, below=True)
    if high is not None:
        return Compare("<", subject, high)
    return Compare(">=", subject, low if low is not None else Literal(lowest, subject.type))

"""Scorecards: the range and the bands (read while declaring), the lines of points (read when all names are known)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from attrs import frozen

from engage.facts.vocabulary import Kind, Term, Type
from engage.ground.finding import Words
from engage.ground.numbers import plain, to_number
from engage.ground.source import Fragment, Span
from engage.language.tree import Between, Compare, Condition, Fact, Literal
from engage.ruleset import messages
from engage.ruleset.blocks import Opened
from engage.ruleset.model import Band, Scorecard, ScoreLine
from engage.ruleset.names import declared_term
from engage.ruleset.notation_lines import block_lines, split_outside
from engage.ruleset.sentences import Sentences
from engage.ruleset.table_rows import cells_of
from engage.ruleset.words_cells import read_words

__all__ = ["Limits", "ReadBand", "band_terms", "read_bands", "read_range", "scorecard"]

Number = int | Decimal
_RANGE: Final = re.compile(r"\s*([-+]?[\d.]+)\s*(?:to|到|至|~|-)\s*([-+]?[\d.]+)\s*", re.IGNORECASE)
_BAND: Final = re.compile(r"\s*(.*?)\s*[(（](.*)[)）]\s*", re.DOTALL)


@frozen
class Limits:
    """The lowest and the highest points."""

    low: Number = 0
    high: Number = 100


def _number(text: str) -> Number | None:
    return to_number(unicodedata.normalize("NFKC", text).replace("−", "-").strip())


def read_range(block: Opened) -> Limits:
    """The range of a scorecard; `0 to 100` where it cannot be read."""
    text = block.fragment("range")
    if text is None:
        return Limits()
    found = _RANGE.fullmatch(unicodedata.normalize("NFKC", text.text))
    low, high = (_number(found[1]), _number(found[2])) if found else (None, None)
    if low is None or high is None or low >= high:
        block.sentences.tell(messages.RANGE_FORM, text.span(), word=text.text)
        return Limits()
    return Limits(low, high)


# ------------------------------------------------------------------------------------------------- bands


@frozen
class ReadBand:
    """A band as it was written."""

    term: Term
    written: str
    band: Band
    span: Span


def read_bands(
    block: Opened, sentences: Sentences, name: str, limits: Limits
) -> tuple[tuple[Term, ...], tuple[Band, ...]]:
    """The bands of the scorecard that gives the field `name`, from the lowest up, without gaps and overlaps."""
    text = block.fragment("bands")
    if text is None:
        return (), ()
    found, whole = band_terms(text, sentences, Fact(name, Type(Kind.NUMBER)), limits)
    if whole:
        _check_cover(found, sentences, limits)
    return tuple(item.term for item in found), tuple(_opened(item.band, limits) for item in found)


def band_terms(
    text: Fragment, sentences: Sentences, subject: Fact, limits: Limits | None = None
) -> tuple[list[ReadBand], bool]:
    """The bands of a line from the lowest up, and whether all of them could be read. Without limits: of any amount."""
    found: list[ReadBand] = []
    whole = True
    for part in split_outside(text, ",，、;；"):
        if not part.text:
            continue
        band = _read_band(part, sentences, subject, limits)
        if band is not None and any(other.term.id == band.term.id for other in found):
            sentences.tell(messages.BAND_TWICE, band.span, name=band.written)
            band = None
        whole = whole and band is not None
        found += [band] if band is not None else []
    found.sort(key=lambda item: (item.band.low is not None, item.band.low or 0))
    return found, whole


def _opened(band: Band, limits: Limits) -> Band:
    """A band that reaches to an end of the range is open there: no points lie beyond."""
    low = None if band.low is not None and band.low <= limits.low else band.low
    high = None if band.high is not None and band.high > limits.high else band.high
    return Band(band.id, low, high)


def _read_band(part: Fragment, sentences: Sentences, subject: Fact, limits: Limits | None) -> ReadBand | None:
    shape = _BAND.fullmatch(part.text)
    if shape is None or not shape[1]:
        sentences.tell(messages.BAND_FORM, part.span(), word=part.text)
        return None
    test = part.cut(shape.start(2), shape.end(2)).strip()
    before = len(sentences.found)
    condition = sentences.cell(test, subject)
    if len(sentences.found) > before:
        return None
    bounds = None if condition is None else _bounds(condition, limits)
    if bounds is None:
        sentences.tell(messages.BAND_CLOSED, test.span())
        return None
    term = declared_term(shape[1], sentences.vocabulary)
    return ReadBand(term, shape[1], Band(term.id, *bounds), part.span())


def _bounds(condition: Condition, limits: Limits | None) -> tuple[Number | None, Number | None] | None:
    """Lower bound (included) and upper bound (not included); None where the test says it otherwise."""
    if isinstance(condition, Compare):
        number = _constant(condition.right)
        if number is None:
            return None
        if condition.op == "<":
            return None, number
        if condition.op == ">=":
            return number, None
        if condition.op == "<=" and limits is not None and number >= limits.high:
            return None, None
        return None
    if isinstance(condition, Between):
        low, high = _constant(condition.low), _constant(condition.high)
        if low is None or high is None or low >= high:
            return None
        # The last band may include the highest points: nothing lies above them.
        if not condition.below:
            return (low, None) if limits is not None and high >= limits.high else None
        return low, high
    return None


def _constant(value: object) -> Number | None:
    number = value.value if isinstance(value, Literal) else None
    return number if isinstance(number, int | Decimal) and not isinstance(number, bool) else None


def _check_cover(found: Sequence[ReadBand], sentences: Sentences, limits: Limits) -> None:
    """Every point lies in exactly one band."""
    if not found:
        return
    first, last = found[0], found[-1]
    if first.band.low is not None and first.band.low > limits.low:
        _gap(sentences, first, limits.low, first.band.low)
    for lower, upper in pairwise(found):
        end, start = lower.band.high, upper.band.low
        if end is None or start is None or end > start:
            values = {
                "first": lower.written,
                "next": upper.written,
                "start": plain(start if start is not None else limits.low),
            }
            sentences.tell(messages.BAND_OVERLAP, upper.span, (), (lower.span,), **values)
        elif end < start:
            _gap(sentences, upper, end, start)
    if last.band.high is not None and last.band.high <= limits.high:
        from_, to = plain(last.band.high), plain(limits.high)
        hint = Words(f"let `{last.written}` have no upper bound", f"请去掉 `{last.written}` 的上限")
        sentences.tell(messages.BAND_GAP, last.span, start=from_, end=to, hint=hint)


def _gap(sentences: Sentences, beside: ReadBand, start: Number, end: Number) -> None:
    at = plain(start)
    hint = Words(f"let `{beside.written}` begin at {at}", f"请让 `{beside.written}` 从 {at} 开始")
    sentences.tell(messages.BAND_GAP, beside.span, start=at, end=plain(end), hint=hint)


# ------------------------------------------------------------------------------------------------ points


def scorecard(block: Opened, term: Term, limits: Limits, bands: tuple[Band, ...]) -> Scorecard:
    """A scorecard whose head and bands are known."""
    start: Number | None = 0
    text = block.fragment("start")
    if text is not None and (start := _number(text.text)) is None:
        block.sentences.tell(messages.NOT_A_NUMBER, text.span(), word=text.text)
    rows = block.fragment("points")
    lines = [_line(row, block.sentences) for row in block_lines(rows)] if rows is not None else []
    return Scorecard(
        id=term.id,
        low=limits.low,
        high=limits.high,
        start=start or 0,
        lines=tuple(line for line in lines if line is not None),
        bands=bands,
        **block.about(),
    )


def _line(row: Fragment, sentences: Sentences) -> ScoreLine | None:
    cells = [cell for cell in cells_of(row) if cell is not None]
    if len(cells) < 2 or not cells[0].text or not cells[1].text:
        sentences.tell(messages.POINTS_FORM, row.span())
        return None
    points = _number(cells[0].text)
    if points is None:
        sentences.tell(messages.NOT_A_NUMBER, cells[0].span(), word=cells[0].text)
    condition = sentences.condition(cells[1])
    because = read_words(cells[2:], sentences)
    if points is None or condition is None:
        return None
    return ScoreLine(points, condition, because, row.span(), row.notes)

"""Changes in words: which answers would do, and which answer there is now."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve

from engage.decide.explain_cells import Question
from engage.decide.explain_words import filled
from engage.decide.value_words import value_words
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.knowledge.scales import COUNT, Cell, Rank, Scale

__all__ = ["answer_words"]

_SAID: Final[Mapping[str, Words]] = {
    "at least": Words("at least {0}", "至少 {0}"),
    "more than": Words("more than {0}", "超过 {0}", "超過 {0}"),
    "at most": Words("at most {0}", "至多 {0}"),
    "below": Words("below {0}", "不满 {0}", "不滿 {0}"),
    "to": Words("{0} to {1}", "{0} 至 {1}"),
    "to below": Words("{0} to below {1}", "{0} 至不满 {1}", "{0} 至不滿 {1}"),
    "more to": Words("more than {0}, at most {1}", "超过 {0} 至 {1}", "超過 {0} 至 {1}"),
    "more to below": Words("more than {0} and below {1}", "超过 {0} 且不满 {1}", "超過 {0} 且不滿 {1}"),
    "days to below": Words("{0} to before {1}", "{0} 至 {1} 之前"),
    "days more to": Words("after {0}, up to {1}", "晚于 {0}，至 {1}", "晚於 {0}，至 {1}"),
    "days more to below": Words("after {0} and before {1}", "晚于 {0} 且早于 {1}", "晚於 {0} 且早於 {1}"),
    "from": Words("{0} or later", "{0} 及以后", "{0} 及以後"),
    "after": Words("after {0}", "晚于 {0}", "晚於 {0}"),
    "until": Words("{0} or earlier", "{0} 及以前"),
    "before": Words("before {0}", "早于 {0}", "早於 {0}"),
    "but": Words("anything but {0}", "除 {0} 以外"),
    "any": Words("anything", "任意"),
    "or": Words("{0} or {1}", "{0} 或 {1}"),
}
_DAYS: Final = (Kind.DATE, Kind.MOMENT, Kind.TIME)


def answer_words(question: Question, cells: tuple[Cell, ...], language: str, zone: str) -> str:
    """`at least 200 yuan`, `gold or platinum`, `2026-11-05 to 2027-01-04`: every answer in the cells."""
    if cells and question.ordered and question.scale is not None and not question.scale.listed:
        return " ".join(
            _either([_run(run, question, language, zone) for run in _runs(question, cells)], language).split()
        )
    named = [cell for cell in cells if not cell.other]
    if len(named) < len(cells):
        others = [cell for cell in question.cells if not cell.other and cell not in cells]
        words = _listed(others, question.type, language, zone)
        return filled(_SAID["but"], language, words) if others else _SAID["any"].in_language(language)
    return _listed(named, question.type, language, zone)


def _listed(cells: list[Cell], type: Type | None, language: str, zone: str) -> str:
    return _either([value_words(cell.sample, type, language, zone) for cell in cells], language)


def _either(words: list[str], language: str) -> str:
    if len(words) < 2:
        return "".join(words)
    comma = "、" if language.startswith("zh") else ", "
    return filled(_SAID["or"], language, comma.join(words[:-1]), words[-1])


def _runs(question: Question, cells: tuple[Cell, ...]) -> list[list[Cell]]:
    """Cells that lie side by side, together."""
    places = sorted(question.cells.index(cell) for cell in cells if cell in question.cells)
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [[question.cells[place] for place in run] for run in runs] or [list(cells)]


def _run(run: list[Cell], question: Question, language: str, zone: str) -> str:
    """One stretch from its lowest to its highest value."""
    first, last = run[0], run[-1]
    scale = question.scale
    if first.unknown or scale is None:
        return value_words(first.sample, question.type, language, zone)
    first, last = _closed(first, last, scale)

    def said(rank: Rank | None) -> str:
        return "" if rank is None else value_words(scale.value(rank), question.type, language, zone)

    low, high = said(first.low), said(last.high)
    days = question.type is not None and question.type.kind in _DAYS
    if first.low is None and last.high is None:
        return _SAID["any"].in_language(language)
    if last.high is None:
        key = ("from" if first.with_low else "after") if days else ("at least" if first.with_low else "more than")
        return filled(_SAID[key], language, low)
    if first.low is None or (first.low == scale.low and first.with_low):
        if first.low == last.high:
            return high
        key = ("until" if last.with_high else "before") if days else ("at most" if last.with_high else "below")
        return filled(_SAID[key], language, high)
    if first.low == last.high:
        return low
    key = f"{'to' if first.with_low else 'more to'}{'' if last.with_high else ' below'}"
    key = f"days {key}" if days and key != "to" else key
    return filled(_SAID[key], language, low, high)


def _closed(first: Cell, last: Cell, scale: Scale) -> tuple[Cell, Cell]:
    """Whole numbers and days from the first to the last that is in it."""
    if not (scale.type.kind is Kind.DATE or (scale.order is COUNT.order and scale.type.kind is Kind.NUMBER)):
        return first, last
    if first.low is not None and not first.with_low:
        first = evolve(first, low=_whole(first.low) + 1, with_low=True)
    if last.high is not None and not last.with_high:
        last = evolve(last, high=_whole(last.high) - 1, with_high=True)
    return first, last


def _whole(rank: Rank) -> int:
    return int(rank) if isinstance(rank, Decimal) else rank

"""Lifecycles and segments back to nodes."""

from __future__ import annotations

from collections.abc import Callable

from engage.facts.vocabulary import Vocabulary
from engage.language import print_condition
from engage.ruleset.chart_model import ANY, BACK, ChartMove, Entering, Lifecycle, Segment
from engage.ruleset.sheets import Sheet, Spelling, text

__all__ = ["move_words", "spell_lifecycle", "spell_segment", "stage_names"]


def spell_lifecycle(chart: Lifecycle, label: str, sheet: Sheet) -> None:
    """The entries of a lifecycle."""
    spelling = sheet.spelling
    named = stage_names(chart, spelling.vocabulary, spelling.language)
    sheet.add("lifecycle", label)
    sheet.add("stages", _arrow(spelling.language).join(map(named, chart.stages)))
    sheet.add("starts", named(chart.start))
    sheet.items("moves", [text(_move(move, named, spelling), move.notes) for move in chart.moves])
    sheet.items("entering", [text(_entering(each, named, spelling), each.notes) for each in chart.entering])


def spell_segment(segment: Segment, label: str, sheet: Sheet) -> None:
    """The entries of a segment."""
    sheet.add("segment", label)
    sheet.add("enter", sheet.spelling.lines(segment.enter))
    sheet.add("leave", sheet.spelling.lines(segment.leave))


def _arrow(language: str) -> str:
    return " -> " if language == "en" else " → "


def stage_names(chart: Lifecycle, vocabulary: Vocabulary, language: str) -> Callable[[str], str]:
    """What each stage is called in a language."""
    field = vocabulary.field_by_name.get(f"customer.{chart.id}")
    labels = {term.id: term.labels.in_language(language) for term in field.type.choices} if field else {}
    return lambda stage: labels.get(stage) or stage


def move_words(source: str, target: str, named: Callable[[str], str], language: str) -> str:
    """A move without its guard: `establish -> develop`."""
    any_, back = ("any", "back") if language == "en" else ("任意", "原阶段" if language == "zh" else "原階段")
    return f"{any_ if source == ANY else named(source)}{_arrow(language)}{back if target == BACK else named(target)}"


def _move(move: ChartMove, named: Callable[[str], str], spelling: Spelling) -> str:
    language = spelling.language
    when = {"en": "when", "zh": "当", "zh-Hant": "當"}[language]
    condition = print_condition(move.condition, spelling.vocabulary, language)
    return f"{move_words(move.source, move.target, named, language)} {when} {condition}"


def _entering(entering: Entering, named: Callable[[str], str], spelling: Spelling) -> str:
    comma = ", " if spelling.language == "en" else "，"
    return f"{named(entering.stage)}{comma}{spelling.action(entering.action)}"

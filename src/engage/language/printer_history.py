"""Questions to the past as text: counts, sums and the like, first and last, rows of periods, held conditions.

English puts the window behind the event, Chinese before it; the phrases say so, this file only fills them.
"""

from __future__ import annotations

from engage.facts.units import Duration, Unit
from engage.ground.numbers import plain
from engage.ground.script import traditional
from engage.language.printer_names import Pen
from engage.language.printer_phrases import UNITS
from engage.language.printer_values import duration_text, unit_text
from engage.language.tree import Condition, HistoryTerm, InARow, Measure, Pattern, SameAsNow, Window, WindowKind

__all__ = ["count_text", "in_a_row_text", "measure_text", "pattern_text"]

_MOMENTS_AND_COUNT = ("count", "first", "last")
_COUNTED = ("=", "<", "<=", ">", ">=")


def measure_text(measure: Measure, pen: Pen) -> str:
    """A history term as a value."""
    term = measure.term
    ever = "ever " if term.window.kind is WindowKind.EVER else ""
    if term.function in _MOMENTS_AND_COUNT:
        what = _event_text(term, pen, plural=term.function == "count")
        return pen.say(ever + term.function, x=what, window=_window_text(term.window, pen))
    return pen.say(ever + term.function, x=_field_text(term, pen), window=_window_text(term.window, pen, over=True))


def count_text(op: str, number: int, term: HistoryTerm, pen: Pen) -> str | None:
    """`at least 2 complaints in the last 30 days`; None where only the longer spelling can say it."""
    if op not in _COUNTED or number < 0:
        return None
    family = "ever" if term.window.kind is WindowKind.EVER else "count"
    window = _window_text(term.window, pen)
    if (op, number) == (">=", 1):
        return pen.say(f"{family} any", x=_event_text(term, pen, plural=False), window=window)
    if (op, number) == ("=", 0):
        return pen.say(f"{family} none", x=_event_text(term, pen, plural=True), window=window)
    what = _event_text(term, pen, plural=number != 1)
    return pen.say(f"{family} {op}", n=plain(number), x=what, window=window, measure=pen.measure_word(term.kind))


def in_a_row_text(row: InARow, pen: Pen) -> str:
    """`bill amount falls for 3 billing months in a row`."""
    from engage.language.printer_conditions import single_test_text  # values, history, conditions nest

    length = duration_text(Duration(row.periods, row.unit), pen.language)
    name = _kind_and_field(row.kind, row.field, pen, always_kind=False)
    if row.test is None:
        return pen.say(f"row {row.trend}", v=name, n=length)
    past = pen.speaking_of(row.field, name)
    return pen.say("row holds", x=single_test_text(row.test, past), n=length)


def pattern_text(pattern: Pattern, pen: Pen) -> str:
    """`quote followed by order (same product) within 7 days in the last 30 days`."""
    text = ""
    for step in pattern.steps:
        same = tuple(SameAsNow(name) for name in step.same)
        event = _with_filters(pen.event(step.kind), (*step.filters, *same), pen)
        if step.within is None:
            text = event
            continue
        key = "not followed" if step.absent else "followed"
        text = pen.say(key, x=text, y=event, n=duration_text(step.within, pen.language))
    ever = "ever " if pattern.window.kind is WindowKind.EVER else ""
    times = " times" if pattern.times > 1 else ""
    window = _window_text(pattern.window, pen)
    return pen.say(f"{ever}pattern{times}", x=text, window=window, n=plain(pattern.times))


def _event_text(term: HistoryTerm, pen: Pen, *, plural: bool) -> str:
    return _filtered(pen.event(term.kind, plural=plural), term, pen)


def _field_text(term: HistoryTerm, pen: Pen) -> str:
    if pen.language == "en":
        return _filtered(_kind_and_field(term.kind, term.field, pen, always_kind=False), term, pen)
    return f"{_event_text(term, pen, plural=False)} {pen.past_field(term.field)}"


def _kind_and_field(kind: str, field: str, pen: Pen, *, always_kind: bool) -> str:
    only = pen.only_kind_with(field)
    name = pen.past_field(field)
    if only and only.id == kind and not always_kind:
        return name
    return f"{pen.event(kind)} {name}"


def _filtered(text: str, term: HistoryTerm, pen: Pen) -> str:
    return _with_filters(text, term.filters, pen)


def _with_filters(text: str, filters: tuple[Condition, ...], pen: Pen) -> str:
    from engage.language.printer_conditions import filter_text  # values, history, conditions nest

    if not filters:
        return text
    inside = pen.join([filter_text(part, pen) for part in filters], "filter more")
    return pen.say("filter", x=text, y=inside)


def _window_text(window: Window, pen: Pen, *, over: bool = False) -> str:
    if window.kind is WindowKind.EVER:
        return ""
    if window.kind is WindowKind.SINCE:
        return pen.say("window since", x=window.since.isoformat() if window.since else "")
    length = window.length or Duration(1, Unit.DAY)
    family = "over" if over else "window"
    if window.kind is WindowKind.CALENDAR:
        return pen.say("window calendar", unit=_bare_unit(length.unit, pen.language))
    if window.kind is WindowKind.FULL:
        unit = unit_text(length, pen.language) if pen.language == "en" else _bare_unit(length.unit, pen.language)
        return pen.say(f"{family} full", n=plain(length.amount), unit=unit)
    key = "rolling" if window.kind is WindowKind.ROLLING else "before"
    return pen.say(f"{family} {key}", n=duration_text(length, pen.language))


def _bare_unit(unit: Unit, language: str) -> str:
    """The unit's own name, without number or measure word: `calendar month`, `自然月`."""
    one, _, chinese = UNITS[unit]
    bare = chinese.removeprefix("个")
    return one if language == "en" else bare if language == "zh" else traditional(bare)

"""What history is asked: counts, sums, first and last, windows, filters. the window comes last in English, first in Chinese."""

from __future__ import annotations

import datetime
from typing import Final

from attrs import frozen

from engage.facts.units import ELAPSED, Duration, Unit
from engage.facts.vocabulary import Field, Kind, Type
from engage.language import reading_messages as tell
from engage.language.reading_literals import Sentence
from engage.language.reading_words import COUNTS, words
from engage.language.tree import Compare, Condition, HistoryTerm, Literal, Measure, SameAsNow, Window, WindowKind

__all__ = ["counted", "field_of_kind", "measure"]

_NUMBER: Final = Type(Kind.NUMBER)
_MOMENT: Final = Type(Kind.MOMENT)
_EVER: Final = Window(WindowKind.EVER)
_VALUES: Final = ("sum", "average", "smallest", "largest", "distinct")
_SINGLE: Final = {"month": "calendar months", "year": "calendar years", "week": "calendar weeks"}
_SINGLE_ZH: Final = ("个月", "月", "一个月", "年", "一年")


@frozen
class Asked:
    """An event with its filters, before it is known what is asked of it."""

    kind: str
    filters: tuple[Condition, ...] = ()


# ---------------------------------------------------------------------------------------------- shared


def _event(sentence: Sentence) -> Asked | None:
    kind = sentence.event_kind()
    return Asked(kind, _filters(sentence, kind)) if kind else None


def _filters(sentence: Sentence, kind: str) -> tuple[Condition, ...]:
    start = sentence.at
    if not sentence.take(("(",)):
        return ()
    found: list[Condition] = []
    outside, sentence.past = sentence.past, kind
    try:
        while True:
            condition = _filter(sentence)
            if condition is None:
                at = sentence._skip(sentence.at)
                raise sentence.stop(tell.UNEXPECTED, at, at + 1, text=sentence.shown(at))
            found.append(condition)
            if not sentence.word("comma"):
                break
    finally:
        sentence.past = outside
    if not sentence.take((")",)):
        at = sentence._skip(sentence.at)
        raise sentence.stop(tell.UNEXPECTED, at, at + 1, text=sentence.shown(at) if at < len(sentence.text) else "…")
    return tuple(found) if sentence.at > start else ()


def _filter(sentence: Sentence) -> Condition | None:
    from engage.language.reading_conditions import condition_in_filter  # filters are conditions of their own

    start = sentence.at
    if sentence.word("same"):
        for declared in sentence.fields():
            if declared.root == "event":
                return SameAsNow(declared.short)
        sentence.at = start
    return condition_in_filter(sentence)


def field_of_kind(sentence: Sentence) -> tuple[str, Field] | None:
    """`bill amount` where one kind alone has the field, or `bill bill amount`, or `amount of bill`."""
    start = sentence.at
    vocabulary = sentence.scope.vocabulary
    for declared in sentence.fields():
        kinds = [kind.id for kind in vocabulary.events if declared.root == "event" and declared.short in kind.fields]
        if not kinds:
            continue
        behind = sentence.at
        if sentence.language == "en" and sentence.word("of") and (named := sentence.event_kind()) in kinds:
            return named, declared
        sentence.at = behind
        if len(kinds) == 1:
            return kinds[0], declared
    sentence.at = start
    kind = sentence.event_kind()
    if kind:
        sentence.word("of")
        for declared in sentence.fields():
            if declared.root == "event" and declared.short in vocabulary.event_by_id[kind].fields:
                return kind, declared
    sentence.at = start
    return None


def _result(function: str, declared: Field) -> Type:
    return _NUMBER if function in ("count", "distinct") else declared.type


def _measured(
    function: str, kind: str, declared: Field | None, window: Window, filters: tuple[Condition, ...]
) -> Measure:
    term = HistoryTerm(function, kind, declared.short if declared else "", window, filters)
    if declared is None:
        return Measure(term, _NUMBER if function == "count" else _MOMENT)
    return Measure(term, _result(function, declared))


def _compared(op: str, number: object, asked: Asked, window: Window) -> Compare:
    left = Measure(HistoryTerm("count", asked.kind, "", window, asked.filters), _NUMBER)
    return Compare(op, left, Literal(number, _NUMBER))  # type: ignore[arg-type]  # a whole number


def measure(sentence: Sentence) -> Measure | None:
    """A value that history is asked for; None, without moving, where none is."""
    return _measure_en(sentence) if sentence.language == "en" else _measure_zh(sentence)


def counted(sentence: Sentence) -> Condition | None:
    """A condition on how often something happened; None, without moving, where none is."""
    return _counted_en(sentence) if sentence.language == "en" else _counted_zh(sentence)


# --------------------------------------------------------------------------------------------- English


def _window_en(sentence: Sentence) -> Window:
    start = sentence.at
    if sentence.word("in the last"):
        return _last_en(sentence, start)
    if sentence.word("in the"):
        length = sentence.duration()
        if length is not None and sentence.word("before"):
            return Window(WindowKind.BEFORE, length)
        sentence.at = start
    if sentence.word("this"):
        unit = sentence.unit()
        if isinstance(unit, Unit) and unit not in ELAPSED:
            return Window(WindowKind.CALENDAR, Duration(1, unit))
        sentence.at = start
    if sentence.word("since"):
        day = sentence.date()
        if day is not None:
            return _since(day)
        sentence.at = start
    sentence.word("ever")
    return _EVER


def _since(day: datetime.date) -> Window:
    return Window(WindowKind.SINCE, None, day)


def _last_en(sentence: Sentence, start: int) -> Window:
    amount = sentence.small_number()
    if amount is not None and sentence.word("full"):
        unit = sentence.unit()
        if isinstance(unit, Unit):
            return Window(WindowKind.FULL, Duration(amount, unit))
    if amount is None:
        said = sentence.take(tuple(_SINGLE))
        if said:
            raise sentence.stop(
                tell.WHICH_MONTH, start, sentence.at, text=sentence.original(sentence._skip(start), sentence.at)
            )
        amount = 1
    unit = sentence.unit()
    if isinstance(unit, Unit):
        return Window(WindowKind.ROLLING, Duration(amount, unit))
    at = sentence._skip(sentence.at)
    if sentence.take(("months", "month", "years", "year")):
        raise sentence.stop(
            tell.WHICH_MONTH, start, sentence.at, text=sentence.original(sentence._skip(start), sentence.at)
        )
    raise sentence.stop(tell.UNEXPECTED, at, at + 1, text=sentence.shown(at) if at < len(sentence.text) else "…")


def _counted_en(sentence: Sentence) -> Condition | None:
    start = sentence.at
    op, number = _count_en(sentence)
    if op:
        asked = _event(sentence)
        if asked is not None:
            return _compared(op, number, asked, _window_en(sentence))
        _unknown_event(sentence, start)
    sentence.at = start
    return None


def _count_en(sentence: Sentence) -> tuple[str, object]:
    for op, said in COUNTS["en"].items():
        start = sentence.at
        if sentence.take(said):
            number = sentence.small_number()
            if isinstance(number, int) and number >= 0:
                return op, number
            sentence.at = start
    if sentence.word("none"):
        return "=", 0
    if sentence.word("any"):
        return ">=", 1
    start = sentence.at
    if sentence.fields():  # a name that begins with a number: `5G package`
        sentence.at = start
        return "", None
    number = sentence.small_number()
    return (">=", number) if isinstance(number, int) and number >= 0 else ("", None)


def _unknown_event(sentence: Sentence, start: int) -> None:
    """A count that is followed by a name nobody declared, and by a window: a misspelt event."""
    at = sentence._skip(sentence.at)
    rest = sentence.text[at:]
    if (
        not rest
        or rest[0].isdigit()
        or not any(f" {word} " in f" {rest} " for word in ("in the", "ever", "since", "over"))
    ):
        return
    said = sentence.shown(at)
    terms = {
        label.casefold(): label
        for kind in sentence.scope.vocabulary.events
        for label in (kind.labels.en_plural, kind.labels.en)
        if label
    }
    way_out, near = sentence.near(said, terms)
    fixes = (near,) if near else ()
    raise sentence.stop(tell.UNKNOWN_EVENT, at, at + len(said), *fixes, text=said, way_out=way_out)


def _measure_en(sentence: Sentence) -> Measure | None:
    start = sentence.at
    if sentence.word("number of"):
        asked = _event(sentence)
        if asked is not None:
            return _measured("count", asked.kind, None, _window_en(sentence), asked.filters)
    sentence.at = start
    for function in _VALUES:
        if sentence.word(function):
            found = field_of_kind(sentence)
            if found is not None:
                kind, declared = found
                filters = _filters(sentence, kind)
                return _measured(function, kind, declared, _window_en(sentence), filters)
            sentence.at = start
    for function in ("first", "last"):
        if sentence.word(function):
            asked = _event(sentence)
            if asked is not None:
                return _measured(function, asked.kind, None, _window_en(sentence), asked.filters)
            sentence.at = start
    return None


# --------------------------------------------------------------------------------------------- Chinese


def _window_zh(sentence: Sentence) -> Window | None:
    start = sentence.at
    if sentence.fields():
        # Whole labels come first: `近三月月均消费` is a fact, not a window.
        sentence.at = start
        return None
    if sentence.word("in the before"):
        length = sentence.duration()
        if length is not None:
            sentence.word("window end")
            return Window(WindowKind.BEFORE, length)
        sentence.at = start
    if sentence.word("in the last"):
        found = _last_zh(sentence, start)
        if found is not None:
            return found
        sentence.at = start
    if sentence.word("this"):
        unit = sentence.unit()
        if isinstance(unit, Unit) and unit not in ELAPSED:
            return Window(WindowKind.CALENDAR, Duration(1, unit))
        sentence.at = start
    day = sentence.date()
    if day is not None and sentence.word("since"):
        return _since(day)
    sentence.at = start
    return None


def _last_zh(sentence: Sentence, start: int) -> Window | None:
    amount = sentence.small_number()
    if amount is not None:
        behind = sentence.at
        if sentence.word("full"):
            unit = sentence.unit()
            if isinstance(unit, Unit):
                return Window(WindowKind.FULL, Duration(amount, unit))
        sentence.at = behind
        unit = sentence.unit()
        if isinstance(unit, Unit):
            sentence.word("window end")
            return Window(WindowKind.ROLLING, Duration(amount, unit))
    if sentence.take(_SINGLE_ZH):
        raise sentence.stop(tell.WHICH_MONTH, start, sentence.at, text=sentence.original(start, sentence.at))
    return None


def _times(sentence: Sentence, kind: str) -> bool:
    declared = sentence.scope.vocabulary.event_by_id[kind]
    return bool(sentence.take(tuple(word for word in (declared.labels.measure, "次", "笔", "个") if word)))


def _counted_zh(sentence: Sentence) -> Condition | None:
    start = sentence.at
    window = _window_zh(sentence)
    if window is None:
        window = _EVER
        sentence.word("ever")
    if sentence.word("none"):
        asked = _event(sentence)
        if asked is not None:
            return _compared("=", 0, asked, window)
    elif sentence.word("any"):
        asked = _event(sentence)
        if asked is not None:
            return _compared(">=", 1, asked, window)
    else:
        asked = _event(sentence)
        if asked is not None:
            if window is _EVER:
                sentence.word("ever")
            found = _count_zh(sentence, asked, window)
            if found is not None:
                return found
    sentence.at = start
    return None


def _count_zh(sentence: Sentence, asked: Asked, window: Window) -> Condition | None:
    start = sentence.at
    for op, said in COUNTS["zh"].items():
        if sentence.take(said):
            number = sentence.small_number()
            if isinstance(number, int) and number >= 0 and _times(sentence, asked.kind):
                return _compared(op, number, asked, window)
            sentence.at = start
    number = sentence.small_number()
    if isinstance(number, int) and number >= 0 and _times(sentence, asked.kind):
        if sentence.take(("以下", "及以下")):
            return _compared("<=", number, asked, window)
        sentence.take(("以上", "及以上", "或以上"))
        return _compared(">=", number, asked, window)
    sentence.at = start
    return None


def _measure_zh(sentence: Sentence) -> Measure | None:
    start = sentence.at
    window = _window_zh(sentence)
    for function in ("first", "last"):
        behind = sentence.at
        if sentence.word(function):
            asked = _event(sentence)
            if asked is not None:
                return _measured(function, asked.kind, None, window or _EVER, asked.filters)
            sentence.at = behind
    found = _events_zh(sentence, window)
    if found is None:
        sentence.at = start
    return found


def _events_zh(sentence: Sentence, window: Window | None) -> Measure | None:
    start = sentence.at
    asked = _event(sentence)
    if asked is not None:
        if sentence.word("number of"):
            return _measured("count", asked.kind, None, window or _EVER, asked.filters)
        behind = sentence.at
        if window is None and sentence.word("ever") and sentence.word("number of"):
            return _measured("count", asked.kind, None, _EVER, asked.filters)
        sentence.at = behind
        for declared in sentence.fields():
            if declared.root == "event" and declared.short in sentence.scope.vocabulary.event_by_id[asked.kind].fields:
                found = _function_zh(sentence, asked.kind, declared, window, asked.filters)
                if found is not None:
                    return found
        sentence.at = start
    alone = field_of_kind(sentence)
    if alone is not None:
        kind, declared = alone
        found = _function_zh(sentence, kind, declared, window, _filters(sentence, kind))
        if found is not None:
            return found
    sentence.at = start
    return None


def _function_zh(
    sentence: Sentence, kind: str, declared: Field, window: Window | None, filters: tuple[Condition, ...]
) -> Measure | None:
    start = sentence.at
    if window is None and sentence.word("in"):
        window = _window_zh(sentence)
    if window is None and sentence.word("ever"):
        window = _EVER
    if window is not None and sentence.word("of"):
        for function in _VALUES:
            if sentence.take(words(function, sentence.language)):
                return _measured(function, kind, declared, window, filters)
    sentence.at = start
    return None

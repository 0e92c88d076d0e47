"""Values as text: literals, durations, facts, arithmetic, defaults.

Brackets stand wherever the parser would otherwise group differently, and nowhere else.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engage.facts.units import Duration
from engage.facts.vocabulary import Kind, Type
from engage.ground.numbers import plain
from engage.ground.script import traditional
from engage.language.printer_names import Pen
from engage.language.printer_phrases import UNITS, phrase
from engage.language.tree import (
    Age,
    Arithmetic,
    Extreme,
    Fact,
    Graded,
    Literal,
    Measure,
    Now,
    OrElse,
    Part,
    Past,
    Size,
    Value,
    Worth,
)

__all__ = ["duration_text", "literal_text", "operand_text", "quoted", "raw_text", "unit_text", "value_text"]

_NONE: Final = datetime.timedelta(0)
_MINUTE: Final = datetime.timedelta(minutes=1)
_SUMS = ("+", "-")
_STRAIGHT_END: Final = re.compile(r"\"\s*[,，、;；)）]")
_QUOTES = (('"', '"'), ("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"), ("'", "'"))


def unit_text(duration: Duration, language: str) -> str:
    """The unit of a duration by itself: `full billing months` without the number."""
    one, many, chinese = UNITS[duration.unit]
    if language == "en":
        return one if duration.amount == 1 else many
    return chinese if language == "zh" else traditional(chinese)


def duration_text(duration: Duration, language: str) -> str:
    """`30 seconds`, `1个工作日`."""
    return phrase("duration", language, n=plain(duration.amount), unit=unit_text(duration, language))


def quoted(text: str, language: str) -> str:
    """A text in the language's quotation marks, or in others where it holds those itself.

    There is no escape sign to learn: of six pairs, the first that nothing in the text closes.
    """
    pairs = _QUOTES if language == "en" else (*_QUOTES[1:], _QUOTES[0])
    opening, closing = next((pair for pair in pairs if _holds(pair, text)), pairs[0])
    return f"{opening}{text}{closing}"


def _holds(pair: tuple[str, str], text: str) -> bool:
    """May the text stand between them? A straight mark before a comma or bracket would end it, as people type it."""
    return pair[1] not in text and not (pair[0] == "“" and _STRAIGHT_END.search(text))


def literal_text(literal: Literal, pen: Pen) -> str:
    """A constant as it stands in a sentence."""
    return raw_text(literal.value, literal.type, pen)


def raw_text(value: object, type: Type, pen: Pen) -> str:
    """A constant of a type; a list's items by commas."""
    if isinstance(value, bool):
        return pen.say("yes" if value else "no")
    if isinstance(value, Duration):
        return duration_text(value, pen.language)
    if isinstance(value, tuple):
        if not value:
            return pen.say("cell empty")
        item = type.item or type
        return pen.join([raw_text(part, item, pen) for part in value], "list more")
    if isinstance(value, datetime.date | datetime.time):
        return _clock_text(value)
    if isinstance(value, int | Decimal):
        return _number_text(value, type, pen)
    text = str(value)
    if type.kind is Kind.CHOICE:
        return pen.choice(type, text)
    return text if type.kind is Kind.PERIOD else quoted(text, pen.language)


def _clock_text(value: datetime.date | datetime.time) -> str:
    if isinstance(value, datetime.time) and not (value.second or value.microsecond):
        return value.isoformat("minutes")
    return value.isoformat()


def _number_text(value: int | Decimal, type: Type, pen: Pen) -> str:
    if type.kind is Kind.MOMENT:
        return _moment_text(int(value), pen.zone)
    if type.kind is not Kind.MONEY:
        return plain(value)
    if type.currency in ("", "CNY"):
        return pen.say("yuan", x=plain(value))
    return pen.say("money", x=plain(value), currency=type.currency)


def _moment_text(at: int, zone: str) -> str:
    """`2026-11-05T10:00+08:00`: on the clocks of the zone, with the offset that a moment in a sentence must have."""
    moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=at)
    with contextlib.suppress(OverflowError, ZoneInfoNotFoundError, ValueError, OSError):
        local = moment.astimezone(ZoneInfo(zone))
        # The language reads offsets of whole minutes, which clocks did not have before 1900 or so.
        if local.utcoffset() and not (local.utcoffset() or _NONE) % _MINUTE:
            return local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")
    return moment.replace(tzinfo=None).isoformat() + "Z"


def value_text(value: Value, pen: Pen) -> str:
    """A value standing by itself."""
    if isinstance(value, Literal):
        return literal_text(value, pen)
    if isinstance(value, Fact):
        return pen.field(value.name)
    if isinstance(value, Now):
        return pen.say("now")
    if isinstance(value, Past):
        return pen.past_field(value.name)
    if isinstance(value, Part):
        return pen.say(f"part {value.part}", v=operand_text(value.value, pen))
    if isinstance(value, Age):
        return pen.say("age", v=operand_text(value.value, pen))
    if isinstance(value, Size):
        return pen.say("size", v=operand_text(value.value, pen))
    if isinstance(value, Measure):
        from engage.language.printer_history import measure_text

        return measure_text(value, pen)
    if isinstance(value, OrElse):
        return pen.say("or else", v=operand_text(value.value, pen), x=operand_text(value.default, pen))
    if isinstance(value, Worth | Extreme | Graded):
        return _modelled_text(value, pen)
    return _arithmetic_text(value, pen)


def _modelled_text(value: Worth | Extreme | Graded, pen: Pen) -> str:
    """What only a value model makes: words for people, which no sentence reads. Two that differ read otherwise."""
    if isinstance(value, Worth):
        extra = (("worth cost", value.cost), ("worth contract", value.contract))
        more = "".join(pen.say(key, v=operand_text(each, pen)) for key, each in extra if each is not None)
        rates = {"r": operand_text(value.retention, pen), "d": operand_text(value.discount, pen), "more": more}
        return pen.say("worth", v=operand_text(value.profit, pen), x=str(value.months), **rates)
    if isinstance(value, Graded):
        return pen.say("graded", v=operand_text(value.value, pen))
    said = [value_text(each, pen) for each in value.values]
    return pen.say(f"the {value.op}", v=pen.join(said, "list more"))


def operand_text(value: Value, pen: Pen) -> str:
    """A value inside a larger one: in brackets unless it is a single name or constant."""
    text = value_text(value, pen)
    negative = isinstance(value, Literal) and text.startswith("-")
    simple = isinstance(value, Literal | Fact | Now | Past) and not negative
    return text if simple else pen.say("brackets", x=text)


def _arithmetic_text(value: Arithmetic, pen: Pen) -> str:
    def side(part: Value, *, right: bool) -> str:
        if isinstance(part, Arithmetic):
            tighter = value.op in _SUMS and part.op not in _SUMS
            same_row = (value.op in _SUMS) == (part.op in _SUMS)
            if tighter or (same_row and not right):
                return _arithmetic_text(part, pen)
        return operand_text(part, pen)

    return f"{side(value.left, right=False)} {value.op} {side(value.right, right=True)}"

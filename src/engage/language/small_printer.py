"""The small sentences around rules as text: `active`, `once`, the absence event, events of examples and their past."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from engage.facts.units import Duration
from engage.facts.vocabulary import Vocabulary
from engage.language.printer_names import Pen
from engage.language.printer_phrases import phrase
from engage.language.printer_values import duration_text, literal_text
from engage.language.tree import Literal

__all__ = ["print_absence", "print_active", "print_event_given", "print_once", "print_past"]


def print_active(start: datetime.date | None, through: datetime.date | None, language: str) -> str:
    """`2026-11-01 through 2026-11-11`, both days included; an open end is left out, two give an empty text."""
    if start and through:
        return phrase("active", language, x=start.isoformat(), y=through.isoformat())
    if start:
        return phrase("active from", language, x=start.isoformat())
    return phrase("active through", language, y=through.isoformat()) if through else ""


def print_once(subject: str, every: Duration | None, language: str) -> str:
    """`per customer every 30 days`; the subject is `customer`, `contact`, `case` or `account`."""
    whom = phrase(f"once {subject}", language)
    if every is None:
        return phrase("once ever", language, x=whom)
    return phrase("once every", language, x=whom, n=duration_text(every, language))


def print_absence(after: Duration, start: str, without: str, vocabulary: Vocabulary, language: str) -> str:
    """`3 working days after complaint closed without call-back`; kinds by id."""
    pen = Pen(vocabulary, language)
    return pen.say("absence", n=duration_text(after, language), x=pen.event(start), y=pen.event(without))


def print_past(
    kind: str,
    ago: Duration | None,
    moment: str | None,
    data: Mapping[str, Literal],
    vocabulary: Vocabulary,
    language: str,
) -> str:
    """`complaint 12 days ago (reason network)`, or `complaint on 2026-10-02 09:30`."""
    pen = Pen(vocabulary, language)
    inside = _data_text(data, pen)
    if ago is not None:
        return pen.say("past", x=pen.event(kind), n=duration_text(ago, language), data=inside)
    return pen.say("past on", x=pen.event(kind), n=moment or "", data=inside)


def print_event_given(kind: str, data: Mapping[str, Literal], vocabulary: Vocabulary, language: str) -> str:
    """`cancel request (channel phone, reason tariff)`."""
    pen = Pen(vocabulary, language)
    return pen.event(kind) + _data_text(data, pen)


def _data_text(data: Mapping[str, Literal], pen: Pen) -> str:
    if not data:
        return ""
    pairs = [f"{pen.past_field(name)} {literal_text(value, pen)}" for name, value in data.items()]
    return pen.say("data", x=pen.join(pairs, "filter more"))

"""From the tree back to text, in English, simplified and traditional Chinese: one canonical spelling each.

parse(print(x)) = x for every well-typed x. What is printed depends on the tree and the vocabulary alone, never
on how it was written. Places and comments are not printed here; the notation writers carry those.
"""

from __future__ import annotations

from engage.facts.units import Duration
from engage.facts.vocabulary import Vocabulary
from engage.language.printer_cells import cell_text
from engage.language.printer_conditions import condition_text
from engage.language.printer_names import Pen
from engage.language.printer_values import duration_text, literal_text, value_text
from engage.language.tree import Condition, Fact, Literal, Template, Value

__all__ = [
    "print_cell",
    "print_condition",
    "print_duration",
    "print_event_name",
    "print_given",
    "print_literal",
    "print_template",
    "print_value",
]


def print_condition(condition: Condition, vocabulary: Vocabulary, language: str, zone: str = "UTC") -> str:
    """A condition as one line: `customer tier is gold or platinum`. Its moments are written in `zone`."""
    return condition_text(condition, Pen(vocabulary, language, zone=zone))


def print_value(value: Value, vocabulary: Vocabulary, language: str, zone: str = "UTC") -> str:
    """A value: `average bill amount over the last 3 full billing months`. Its moments are written in `zone`."""
    return value_text(value, Pen(vocabulary, language, zone=zone))


def print_cell(
    condition: Condition | None, subject: Value, vocabulary: Vocabulary, language: str, zone: str = "UTC"
) -> str:
    """A table cell under the column `subject`; None is `-`. Its moments are written in `zone`."""
    return cell_text(condition, subject, Pen(vocabulary, language, zone=zone))


def print_literal(literal: Literal, vocabulary: Vocabulary, language: str) -> str:
    """A constant: `gold`, `200 yuan`, `2026-12-20`."""
    return literal_text(literal, Pen(vocabulary, language))


def print_duration(duration: Duration, language: str) -> str:
    """A length of time: `8 business hours`, `8工作小时`."""
    return duration_text(duration, language)


def print_event_name(id: str, vocabulary: Vocabulary, language: str) -> str:
    """An event kind's label, in the singular."""
    return Pen(vocabulary, language).event(id)


def print_given(name: str, literal: Literal | None, vocabulary: Vocabulary, language: str, zone: str = "UTC") -> str:
    """A fact of an example with its value, or with the word for unknown: `customer tier platinum`."""
    pen = Pen(vocabulary, language, zone=zone)
    value = pen.say("cell unknown") if literal is None else literal_text(literal, pen)
    return f"{pen.field(name, kind_is_plain=literal is not None)} {value}"


def print_template(template: Template, vocabulary: Vocabulary, language: str) -> str:
    """A text with values in braces; a scorecard's label means its band."""
    pen = Pen(vocabulary, language)
    return "".join(_template_part(part, pen) for part in template.parts)


def _template_part(part: str | Value, pen: Pen) -> str:
    if isinstance(part, str):
        return part.replace("{", "{{").replace("}", "}}")
    if isinstance(part, Fact):
        return "{" + pen.field(part.name, kind_is_plain=part.name.endswith("_band")) + "}"
    return "{" + value_text(part, pen) + "}"

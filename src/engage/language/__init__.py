"""Text ↔ tree: conditions, values, cells and sentences, in English and in simplified and traditional Chinese.

The room knows words and types. It must never know of rules, files or customers, and no text makes it raise.
"""

from engage.language.action_parser import parse_action
from engage.language.action_printer import print_action
from engage.language.parser import (
    parse_cell,
    parse_condition,
    parse_duration,
    parse_event_name,
    parse_given,
    parse_literal,
    parse_template,
    parse_value,
)
from engage.language.printer import (
    print_cell,
    print_condition,
    print_duration,
    print_event_name,
    print_given,
    print_literal,
    print_template,
    print_value,
)
from engage.language.scope import Scope
from engage.language.small_sentences import (
    parse_absence,
    parse_active,
    parse_event_given,
    parse_once,
    parse_past,
    print_absence,
    print_active,
    print_event_given,
    print_once,
    print_past,
)
from engage.language.types import type_of

__all__ = [
    "Scope",
    "parse_absence",
    "parse_action",
    "parse_active",
    "parse_cell",
    "parse_condition",
    "parse_duration",
    "parse_event_given",
    "parse_event_name",
    "parse_given",
    "parse_literal",
    "parse_once",
    "parse_past",
    "parse_template",
    "parse_value",
    "print_absence",
    "print_action",
    "print_active",
    "print_cell",
    "print_condition",
    "print_duration",
    "print_event_given",
    "print_event_name",
    "print_given",
    "print_literal",
    "print_once",
    "print_past",
    "print_template",
    "print_value",
    "type_of",
]

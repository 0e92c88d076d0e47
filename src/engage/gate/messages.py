"""Why an event is rejected, and why a field of it is unknown. No sentence has room for a customer's value."""

from __future__ import annotations

from typing import Final

from engage.errors import EventRejected

__all__ = ["PROBLEMS", "rejected"]

_REJECTIONS: Final = {
    "G001": ("the event is not JSON", "send one JSON object in UTF-8"),
    "G002": ("the event is not an object", "send one JSON object"),
    "G003": ("the event is larger than {limit} bytes", "leave out what no rule reads"),
    "G004": ("the event is nested deeper than {limit}", "flatten it"),
    "G005": ("the event has more than {limit} keys", "leave out what no rule reads"),
    "G006": ("a text is longer than {limit} bytes", "shorten it"),
    "G007": ("a key stands twice in one object", "send it once"),
    "G008": ("a whole number does not fit {limit} bits", "send it as a text"),
    "G009": ("a number has more than 34 digits or an exponent beyond 308", "round it, or send it as a text"),
    "G010": ("not a number, or infinite", "leave it out: absent is unknown"),
    "G011": ("a text has a NUL or half a surrogate pair in it", "clean it before sending"),
    "G012": ("a value of the type {type} has no place in an event", "send texts, numbers, yes/no, lists and objects"),
    "G013": ("`{attribute}` is missing", "CloudEvents requires id, source, type; engage also requires time"),
    "G014": ("`{attribute}` must be a text that is not empty", "send a text"),
    "G015": ("`{attribute}` is longer than {limit} bytes", "use a shorter one"),
    "G016": ("`time` is not a moment with a zone", "write it as 2026-11-05T10:00:00+08:00"),
    "G017": ("`time` is out of range", "engage takes events from 1900 to 2199"),
    "G018": ("`data` must be an object", "send an object with the event's fields"),
    "G022": ("sources that begin with `engage:` are the engine's own", "name the system the event comes from"),
    "G024": ("events of the type `{type}` are made by the engine alone", "give your event a type of its own"),
    "G019": ("a list has more than {limit} items", "send fewer"),
}

#: Codes of declared fields that cannot be read: the field is unknown, the event stands.
PROBLEMS: Final = {
    "wrong-type": "the value is not of the declared type",
    "not-a-choice": "the value is none of the declared ones",
    "other-currency": "the amount is in another currency",
    "no-zone": "the moment has no zone",
    "too-long": "the list is too long",
}


def rejected(code: str, pointer: str, **values: object) -> EventRejected:
    """The exception for a code; `pointer` is the JSON pointer of the place."""
    message, hint = _REJECTIONS[code]
    return EventRejected(code, message.format(**values), where=pointer or "/", hint=hint)

"""JSON text, or a mapping a host made, becomes plain exact data within the published limits.

Both roads end in the same walk, so that bytes and a dict of the same content are the same event. Nothing
recurses, and every refusal names its place by a JSON pointer, never by its value.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from attrs import frozen

from engage.gate.messages import rejected
from engage.ground.limits import LIMITS
from engage.ground.numbers import in_bounds

__all__ = ["Json", "check_size", "exact_data", "parse_json"]

#: snake_case words, with a number of at most two digits behind
_FIELD: Final = re.compile(r"[a-z]+(?:[._][a-z]+)*_?[0-9]{0,2}", re.ASCII)
#: None, bool, int, Decimal, str, list of these, dict with str keys of these
Json = object


@frozen
class _Refused:
    """Stands in the parsed tree where something must be refused, until the walk knows its pointer."""

    code: str


def parse_json(text: str | bytes) -> Json:
    """Plain data from JSON text. Raises EventRejected: G001 to G011."""
    if isinstance(text, str):
        text = text.encode("utf-8", "surrogatepass")
    if len(text) > LIMITS.event_bytes:
        raise rejected("G003", "", limit=LIMITS.event_bytes)
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError:
        raise rejected("G001", "") from None
    _check_depth(decoded)
    try:
        parsed = json.loads(
            decoded,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=lambda _: _Refused("G010"),
            object_pairs_hook=_pairs,
        )
    except (ValueError, RecursionError):
        raise rejected("G001", "") from None
    return exact_data(parsed)


def _check_depth(text: str) -> None:
    # Before the parser recurses. Quotes are skipped, so brackets inside texts do not count.
    depth, inside, escaped = 0, False, False
    for char in text:
        if inside:
            if escaped:
                escaped = False
            elif char == "\\":
                escaped = True
            elif char == '"':
                inside = False
        elif char == '"':
            inside = True
        elif char in "[{":
            depth += 1
            if depth > LIMITS.event_depth:
                raise rejected("G004", "", limit=LIMITS.event_depth)
        elif char in "]}":
            depth -= 1


def _whole(text: str) -> object:
    if len(text) > 20:
        return _Refused("G008")
    whole = int(text)
    return whole if in_bounds(whole) else _Refused("G008")


def _fraction(text: str) -> object:
    if len(text) > 400:
        return _Refused("G009")
    try:
        return Decimal(text)
    except InvalidOperation:
        return _Refused("G009")


def _pairs(pairs: list[tuple[str, object]]) -> object:
    found = dict(pairs)
    return found if len(found) == len(pairs) else _Refused("G007")


def exact_data(value: object) -> Json:
    """A copy of plain data with exact numbers (a float by its shortest decimal form). Raises EventRejected.

    Takes what `json` gives and what hosts have at hand: mappings, lists and tuples, texts, int, float, Decimal,
    bool, None. The copy shares nothing with the original, which may change afterwards.
    """
    root: list[Json] = [None]
    keys = size = 0
    # One entry a value that still has to be copied: value, where to put the copy, its pointer, its depth.
    todo: list[tuple[object, list[Json] | dict[str, Json], int | str, str, int]] = [(value, root, 0, "", 1)]
    while todo:
        item, target, place, pointer, depth = todo.pop()
        copy, children = _copy(item, pointer)
        target[place] = copy  # type: ignore[index]  # a list is filled by number, a dict by key
        keys += len(copy) if isinstance(copy, dict) else 0
        size += len(item) if isinstance(item, str) else 1
        if children and depth > LIMITS.event_depth:
            raise rejected("G004", pointer, limit=LIMITS.event_depth)
        if keys > LIMITS.event_keys:
            raise rejected("G005", pointer, limit=LIMITS.event_keys)
        if size > LIMITS.event_bytes:
            raise rejected("G003", "", limit=LIMITS.event_bytes)
        if isinstance(copy, list | dict):
            todo += [(child, copy, key, f"{pointer}/{_escaped(key)}", depth + 1) for key, child in children]
    return root[0]


def _escaped(key: int | str) -> str:
    # A key nobody declared may be a value in disguise (a phone number, a name): a pointer shows only what is written
    # like a field's name.
    return str(key) if isinstance(key, int) or _FIELD.fullmatch(key) else "*"


def _copy(item: object, pointer: str) -> tuple[Json, list[tuple[int | str, object]]]:
    """The copy of a value, still empty for a container, and the children that have to be put into it."""
    if item is None or isinstance(item, bool):
        return item, []
    if isinstance(item, str):
        _check_text(item, pointer)
        return item, []
    if isinstance(item, int | float | Decimal):
        return _number(item, pointer), []
    if isinstance(item, Mapping):
        for key in item:
            if not isinstance(key, str):
                raise rejected("G012", pointer, type=type(key).__name__)
            _check_text(key, pointer)
        return dict.fromkeys(item), list(item.items())
    if isinstance(item, Sequence) and not isinstance(item, bytes | bytearray):
        if len(item) > LIMITS.event_bytes:
            raise rejected("G003", "", limit=LIMITS.event_bytes)
        return [None] * len(item), list(enumerate(item))
    if isinstance(item, _Refused):
        raise rejected(item.code, pointer, limit=LIMITS.integer_bits)
    raise rejected("G012", pointer, type=type(item).__name__)


def _check_text(text: str, pointer: str) -> None:
    if len(text) > LIMITS.string_bytes:
        raise rejected("G006", pointer, limit=LIMITS.string_bytes)
    if "\x00" in text:
        raise rejected("G011", pointer)
    if not text.isascii():
        try:
            encoded = text.encode("utf-8")
        except UnicodeEncodeError:
            raise rejected("G011", pointer) from None
        if len(encoded) > LIMITS.string_bytes:
            raise rejected("G006", pointer, limit=LIMITS.string_bytes)


def _number(number: float | Decimal, pointer: str) -> int | Decimal:
    if isinstance(number, int):
        if not in_bounds(number):
            raise rejected("G008", pointer, limit=LIMITS.integer_bits)
        return int(number)
    if isinstance(number, float):
        if not math.isfinite(number):
            raise rejected("G010", pointer)
        number = Decimal(repr(number))
    if not number.is_finite():
        raise rejected("G010", pointer)
    if not number:
        return Decimal(0)  # no negative zero
    if not in_bounds(number):
        raise rejected("G009", pointer)
    return number


def check_size(canonical: str) -> None:
    """Raise EventRejected when the canonical form is larger than an event may be."""
    if len(canonical.encode("utf-8")) > LIMITS.event_bytes:
        raise rejected("G003", "", limit=LIMITS.event_bytes)

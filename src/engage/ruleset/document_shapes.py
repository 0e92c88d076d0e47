"""The shapes of values in documents: yes/no, exact numbers, words of a list in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from engage.ground.numbers import to_number
from engage.ruleset import document_words as words

__all__ = [
    "Class",
    "Ended",
    "Language",
    "Missing",
    "Number",
    "Reached",
    "Step",
    "Texts",
    "ToDo",
    "Whole",
    "YesNo",
]

_DIGITS: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?", re.ASCII)


def _one_of(table: Mapping[str, str]) -> BeforeValidator:
    """A text that spells one of the words; gives the canonical word."""

    def read(value: object) -> object:
        if not isinstance(value, str) or not value:
            return value  # a default, or nothing written
        word = words.spelled(table, value)
        if word is None:
            options = ", ".join(dict.fromkeys(table.values()))
            spellings = "|".join((*dict.fromkeys(table.values()), *table))
            raise PydanticCustomError("one_of", "one of", {"options": options, "seen": value, "spellings": spellings})
        return word

    return BeforeValidator(read)


def _yes_no(value: object) -> object:
    if not isinstance(value, str):
        return value
    word = words.spelled(words.YES_NO, value)
    if word is None:
        raise PydanticCustomError("yes_no", "yes or no", {"seen": value})
    return word == "yes"


def _number(value: object) -> object:
    if not isinstance(value, str):
        return value
    # `010` and `1_000` mean different numbers to different readers.
    number = to_number(value) if _DIGITS.fullmatch(value) else None
    if number is None:
        raise PydanticCustomError("number", "a number", {"seen": value})
    return number


YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no", True, False]})]
Number = Annotated[int | Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Whole = Annotated[int, BeforeValidator(_number), WithJsonSchema({"type": "integer"})]
Step = Annotated[str, _one_of(words.STEPS), WithJsonSchema({"enum": sorted(set(words.STEPS.values()))})]
Class = Annotated[str, _one_of(words.CLASSES), WithJsonSchema({"enum": sorted(set(words.CLASSES.values()))})]
Ended = Annotated[str, _one_of(words.OUTCOMES), WithJsonSchema({"enum": sorted(set(words.OUTCOMES.values()))})]
ToDo = Annotated[str, _one_of(words.ACTIONS), WithJsonSchema({"enum": sorted(set(words.ACTIONS.values()))})]
Language = Annotated[str, _one_of(words.LANGUAGES), WithJsonSchema({"enum": sorted(set(words.LANGUAGES.values()))})]
Reached = Annotated[str, _one_of(words.REACHED), WithJsonSchema({"enum": sorted(set(words.REACHED.values()))})]
Missing = Annotated[str, _one_of(words.MISSING), WithJsonSchema({"enum": sorted(set(words.MISSING.values()))})]
Texts = list[str]

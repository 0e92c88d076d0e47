"""Texts that leave the house: they name facts, each with what stands in where it may be missing, and nothing else.

What is worked out inside a text has no name, cannot be asked why, and would go out as `unknown` where it is. A
`because` stays inside and takes any value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engage.facts.vocabulary import BUILT_IN_EVENTS, Field, Vocabulary
from engage.ground.finding import Finding, Message
from engage.language.tree import Fact, Literal, OrElse, Template, Value

__all__ = ["OUTGOING_MISSING", "OUTGOING_PATH", "check_outgoing"]

OUTGOING_PATH: Final = Message(
    "R159",
    "`{text}` is worked out inside a text for customers, which takes facts only",
    "“{text}”在对客户的话术中计算得出，而话术只能引用信息项",
    "give it a name (`fact NAME = {text}`) and write that, with `or else` behind it",
    "请先命名（`指标 名称 ＝ {text}`），再在话术中写该名称，后接 `否则`",
)
OUTGOING_MISSING: Final = Message(
    "R160",
    "`{text}` may be missing, and this text would go to a customer without it",
    "“{text}”可能缺失，话术会缺了它发给客户",
    "say what stands in: `{example}`",
    "请写明缺失时的说法：`{example}`",
)
_BAND: Final = "_band"


def check_outgoing(template: Template, vocabulary: Vocabulary, language: str) -> Iterator[Finding]:
    """What is wrong with the values of a text for customers, each at its place. `language` is that of the text."""
    for part in template.parts:
        if isinstance(part, str):
            continue
        found = _alternatives(part)
        text = part.span.text if part.span is not None else ""
        if found is None:
            yield Finding(OUTGOING_PATH, part.span, {"text": text})
        elif not isinstance(found[-1], Literal) and all(_may_be_missing(one, vocabulary) for one in found):
            example = f'{{{text} or else "…"}}' if language == "en" else f"{{{text} 否则 “…”}}"
            yield Finding(OUTGOING_MISSING, part.span, {"text": text, "example": example})


def _alternatives(value: Value) -> tuple[Fact | Literal, ...] | None:
    """`nickname or else first name or else "you"`, in order; None where there is more to it than facts and an end."""
    found: list[Fact | Literal] = []
    while isinstance(value, OrElse):
        if not isinstance(value.value, Fact):
            return None
        found.append(value.value)
        value = value.default
    if isinstance(value, Fact) or (found and isinstance(value, Literal)):
        return (*found, value)
    return None


def _may_be_missing(value: Fact | Literal, vocabulary: Vocabulary) -> bool:
    fields = vocabulary.field_by_name
    field = fields.get(value.name) if isinstance(value, Fact) else None
    if field is None:
        return False
    points = fields.get(field.name.removesuffix(_BAND), field)
    if points.scale is not None:
        return False  # a scorecard always has points, and a band
    return field.may_be_missing or field.may_expire or not _always_brought(field, vocabulary)


def _always_brought(field: Field, vocabulary: Vocabulary) -> bool:
    """A wording may be said at any event: a field of the event is there only where every kind brings it."""
    if field.root != "event":
        return True
    built_in = {kind.id for kind in BUILT_IN_EVENTS}
    kinds = [kind for kind in vocabulary.events if kind.id not in built_in]
    return bool(kinds) and all(field.short in kind.fields for kind in kinds)

"""Can several answers become one? What a settling or a hit policy does to values must fit their type.

A sum of texts, or all rows of a table for a place that takes one answer, reads well and never gives what it says.
"""

from __future__ import annotations

from typing import Final

from engage.facts.vocabulary import Kind, Settling, Type
from engage.ground.finding import Words
from engage.language.types import kind_words
from engage.ruleset import soundness_messages as say
from engage.ruleset.answer_types import wanted_for
from engage.ruleset.blocks import Opened
from engage.ruleset.model import Table, TableOutput
from engage.ruleset.slots import slot_text

__all__ = ["check_hit"]

#: places of a plan that take one answer, and those that take the largest
_SINGLE: Final = frozenset({"route", "serve", "menu", "say", "answer", "guide", "target"})
_SEVERAL: Final = frozenset({"collect", "rule order", "output order"})


def check_hit(table: Table, block: Opened) -> None:
    """The findings on a table whose rows cannot be put together as its hit policy says."""
    sentences = block.sentences
    for column in table.outputs:
        name = slot_text(column, sentences.vocabulary, sentences.language)
        if table.hit in _SEVERAL and _takes_one(column, block):
            sentences.tell(say.HIT_SEVERAL, block.place("hit"), hit=table.hit, column=name)
        if not table.hit.startswith("collect "):
            continue
        how = table.hit.removeprefix("collect ")
        type = _type_of(column, block)
        wanted = wanted_for(how, type)
        if wanted is not None:
            given = kind_words(type) if type is not None else Words("a sentence", "句子")
            sentences.tell(say.HIT_KIND, block.place("hit"), hit=table.hit, column=name, given=given, wanted=wanted)


def _type_of(column: TableOutput, block: Opened) -> Type | None:
    """The type of a column's values; None where its cells are sentences."""
    word, _, id = column.slot.partition(":")
    if word == "allow":
        return dict(block.sentences.vocabulary.limits).get(id, Type(Kind.NUMBER))
    return column.type


def _takes_one(column: TableOutput, block: Opened) -> bool:
    word, _, id = column.slot.partition(":")
    if word != "output":
        return word in _SINGLE
    output = block.sentences.vocabulary.output_by_id.get(id)
    return output is not None and output.settling in (Settling.ONE, Settling.UNIQUE)

"""The answers of all customers to a question, counted: how many yes, no, unknown, by which value, waiting for what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from attrs import define, field

from engage.decide.value_words import short_words
from engage.decide.who import Reply
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words

__all__ = ["Counted"]

#: how many groups are told one by one
MOST_GROUPS: Final = 30
_NONE: Final = Words("none", "无", "無")


@define
class Counted:
    """Counts replies as they pass, and keeps the first of those for whom the condition holds.

    `keep` is how many are kept.
    """

    keep: int
    yes: int = 0
    no: int = 0
    unknown: int = 0
    #: how many answers hang on an unknown value, by its label
    waits: Counter[Words] = field(factory=Counter)
    groups: Counter[object] = field(factory=Counter)
    found: list[Reply] = field(factory=list)

    @property
    def customers(self) -> int:
        """How many were asked about."""
        return self.yes + self.no + self.unknown

    def passing(self, replies: Iterable[Reply]) -> Iterator[Reply]:
        """The same replies, counted; only those for whom the condition holds go on."""
        for reply in replies:
            if reply.holds:
                self.yes += 1
                if reply.by is not None:
                    self.groups.update(_groups_of(reply.by.value))
                if len(self.found) < self.keep:
                    self.found.append(reply)
                yield reply
            elif reply.holds is None:
                self.unknown += 1
                self.waits.update({seen.label for seen in reply.unknown})
            else:
                self.no += 1

    def grouped(self, type: Type | None, language: str, zone: str) -> tuple[list[tuple[str, int]], int]:
        """The groups in the order of their values, choices as they are declared, unknown last; and how many customers
        are in groups that are not told because there are too many. Of a list each item is a group.
        """
        told = self.groups.most_common(MOST_GROUPS)
        rest = self.groups.total() - sum(count for _, count in told)
        type = type.item if type is not None and type.kind is Kind.LIST else type
        order = {term.id: place for place, term in enumerate(type.choices)} if type is not None else {}
        ranked = sorted(told, key=lambda pair: _rank(pair[0], order))
        return [(_words_of(value, type, language, zone), count) for value, count in ranked], rest


def _groups_of(value: object) -> tuple[object, ...]:
    return (value or ((),)) if isinstance(value, tuple) else (value,)


def _words_of(value: object, type: Type | None, language: str, zone: str) -> str:
    return _NONE.in_language(language) if value == () else short_words(value, type, language, zone)


def _rank(value: object, order: dict[str, int]) -> tuple[int, Decimal, str]:
    if value is None or value == ():
        return 2, Decimal(value is None), ""
    if isinstance(value, bool):
        return 0, Decimal(not value), ""
    if isinstance(value, int | Decimal):
        return 0, Decimal(value), ""
    text = str(value)
    return (0, Decimal(order[text]), "") if text in order else (1, Decimal(0), text)

"""Which declared name stands at a place of a text: whole labels, the longest first.

A Chinese file reads labels of both scripts, an English one the English labels; ids and dotted names are read
everywhere. Names are compared folded (`folding.py`). This file must never decide what a name means in its sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Generic, TypeVar

from attrs import frozen

from engage.facts.vocabulary import EventKind, Field, Labels, Term, Type, Vocabulary
from engage.language.folding import folded, is_word_char

__all__ = ["Match", "Names", "T", "Table", "choices_of", "ends_here", "names_of", "spoken"]

__all__ = ["Match", "Names", "Table", "choices_of", "names_of", "spoken"]

T = TypeVar("T")


@frozen
class Match(Generic[T]):
    """A name that stands in the text up to `end`, and everything it may mean."""

    end: int
    meanings: tuple[T, ...]


@frozen
class Table(Generic[T]):
    """Names by their first character, the longest first."""

    by_first: Mapping[str, tuple[tuple[str, tuple[T, ...]], ...]]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, T]]) -> Table[T]:
        """A table of (folded name, meaning); equal names keep all their meanings."""
        meanings: dict[str, tuple[T, ...]] = {}
        for name, meaning in pairs:
            if name and meaning not in meanings.get(name, ()):
                meanings[name] = (*meanings.get(name, ()), meaning)
        firsts: dict[str, list[tuple[str, tuple[T, ...]]]] = {}
        for name, found in meanings.items():
            firsts.setdefault(name[0], []).append((name, found))
        longest = {first: tuple(sorted(some, key=lambda pair: -len(pair[0]))) for first, some in firsts.items()}
        return cls(MappingProxyType(longest))

    def matches(self, text: str, at: int) -> Iterator[Match[T]]:
        """The names that stand at a place, the longest first."""
        for name, meanings in self.by_first.get(text[at : at + 1], ()):
            if text.startswith(name, at) and ends_here(text, at + len(name)):
                yield Match(at + len(name), meanings)

    def longest(self, text: str, at: int) -> Match[T] | None:
        """The longest name that stands at a place."""
        return next(self.matches(text, at), None)

    def exactly(self, name: str) -> tuple[T, ...]:
        """What a whole folded name means."""
        return next((found for known, found in self.by_first.get(name[:1], ()) if known == name), ())

    def __iter__(self) -> Iterator[tuple[str, tuple[T, ...]]]:
        for some in self.by_first.values():
            yield from some


def ends_here(text: str, end: int) -> bool:
    """True where a word may end or begin: not inside a Latin word or a number."""
    return not (0 < end < len(text) and is_word_char(text[end - 1]) and is_word_char(text[end]))


@frozen
class Names:
    """The names of a vocabulary in one language."""

    fields: Table[Field]
    #: fields of events by label or short name, as they are called inside a history term
    past_fields: Table[Field]
    #: what yes/no facts say of themselves: (field, says yes)
    phrases: Table[tuple[Field, bool]]
    events: Table[EventKind]


def names_of(vocabulary: Vocabulary, language: str) -> Names:
    """The names of a vocabulary in a language, worked out once."""
    found = vocabulary.indexes.get(("names", language))
    if not isinstance(found, Names):
        found = vocabulary.indexes[("names", language)] = _names(vocabulary, language)
    return found


def _names(vocabulary: Vocabulary, language: str) -> Names:
    fields = [(name, field) for field in vocabulary.fields for name in spoken(field.labels, field.name, language)]
    past = [
        (name, field)
        for field in vocabulary.fields
        if field.root == "event"
        for name in spoken(field.labels, field.short, language)
    ]
    phrases = [
        (name, (field, place == 0))
        for field in vocabulary.fields
        if len(field.phrases) == 2
        for place, labels in enumerate(field.phrases)
        for name in spoken(labels, "", language)
    ]
    events = [
        (name, kind)
        for kind in vocabulary.events
        for id in (kind.id, kind.type)
        for name in spoken(kind.labels, id, language)
    ]
    return Names(Table.of(fields), Table.of(past), Table.of(phrases), Table.of(events))


@lru_cache(maxsize=8192)
def spoken(labels: Labels, id: str, language: str) -> tuple[str, ...]:
    """How a thing may be written in a language, folded: its labels and its id."""
    said = (labels.en, labels.en_plural) if language == "en" else (labels.zh, labels.hant)
    written = (*said, labels.in_language(language), id)
    return tuple(dict.fromkeys(folded(text, language) for text in written if text))


def choices_of(vocabulary: Vocabulary, type: Type, language: str) -> Table[Term]:
    """The values of a choice by name, worked out once."""
    key = ("choices", language, type.choices)
    found = vocabulary.indexes.get(key)
    if not isinstance(found, Table):
        pairs = [(name, term) for term in type.choices for name in spoken(term.labels, term.id, language)]
        found = vocabulary.indexes[key] = Table.of(pairs)
    return found

"""Fields and kinds of events that a construct gives by itself, without anybody declaring them."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from engage.facts.vocabulary import EventKind, Field, Labels, Type, Vocabulary

__all__ = ["spellings", "with_given"]


def with_given(
    vocabulary: Vocabulary, fields: Iterable[tuple[str, Labels, Type]], kinds: Iterable[EventKind]
) -> Vocabulary:
    """The vocabulary with these fields and kinds of events.

    A field whose label the vocabulary uses for something else has none, and is written by its name.
    """
    taken = {text for field in vocabulary.fields for text in spellings(field.labels)}
    known = {field.name for field in vocabulary.fields}
    made = [
        Field(name, type, Labels() if taken & set(spellings(labels)) else labels, built_in=True)
        for name, labels, type in fields
        if name not in known
    ]
    return evolve(vocabulary, fields=(*vocabulary.fields, *made), events=(*vocabulary.events, *kinds))


def spellings(labels: Labels) -> tuple[str, ...]:
    """What labels say in every language, as names are compared."""
    said = (labels.en, labels.en_plural, labels.zh, labels.hant)
    return tuple(" ".join(text.casefold().split()) for text in said if text)

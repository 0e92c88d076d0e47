"""Labels that name two things: an analyst who writes one could mean either, so that neither can be read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from attrs import evolve

from engage.facts.vocabulary import Labels, Term, Vocabulary
from engage.ground.finding import Finding
from engage.ruleset import document_messages as say
from engage.ruleset.document_reader import Path, Places, finding_at

__all__ = ["repeated_labels", "repeated_terms"]

Named = tuple[str, Labels, Path]


def repeated_labels(vocabulary: Vocabulary, places: Places) -> tuple[Finding, ...]:
    """Labels that two fields, two values of a field, two kinds of events or two outputs share in one language."""
    fields = [(field.name, field.labels, ("fields", field.name)) for field in vocabulary.fields]
    events = [(kind.id, kind.labels, ("events", kind.id)) for kind in vocabulary.events]
    outputs = [(output.id, output.labels, ("outputs", output.id)) for output in vocabulary.outputs]
    found = [*_repeated(fields, places), *_repeated(events, places), *_repeated(outputs, places)]
    for field in vocabulary.fields:
        found += repeated_terms(field.type.choices, ("fields", field.name, "values"), places)
    found += repeated_terms(vocabulary.glossary, ("glossary",), places)
    return tuple(found)


def repeated_terms(terms: Iterable[Term], path: Path, places: Places) -> tuple[Finding, ...]:
    """Labels that two terms of one group share; a path whose keys are not there is skipped (borrowed values)."""
    if path not in places.keys:
        return ()
    return tuple(_repeated([(term.id, term.labels, (*path, term.id)) for term in terms], places))


def _repeated(named: Iterable[Named], places: Places) -> Iterator[Finding]:
    first: dict[tuple[str, str], Named] = {}
    for item in named:
        id, labels, path = item
        for key, label in (("en", labels.en), ("zh", labels.zh), ("zh-Hant", labels.hant), ("en", labels.en_plural)):
            if not label:
                continue
            spelt = (key, " ".join(unicodedata.normalize("NFKC", label).casefold().split()))
            other = first.setdefault(spelt, item)
            if other is not item:
                said = finding_at(say.LABEL_TWICE, places.value((*path, key)), label=label, first=other[0], second=id)
                yield evolve(said, related=(places.value((*other[2], key)),))
                break

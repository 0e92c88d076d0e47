"""Contact reasons of a catalogue: which of them a contact can state, and what is wrong with their tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engage.facts.vocabulary import Ending
from engage.ground.finding import Finding, Words
from engage.ground.source import Source
from engage.ruleset import document_words as words
from engage.ruleset.circles import circles, shown
from engage.ruleset.document_reader import Places, finding_at, read_document
from engage.ruleset.documents import CatalogueDocument, FieldDocument, ReasonDocument, ValueDocument
from engage.ruleset.nodes import Block
from engage.ruleset.reason_messages import REASON_CIRCLE, WAS_TWICE

__all__ = [
    "REASONS",
    "asked_by_us",
    "endings_of",
    "from_reasons",
    "misplaced_reasons",
    "names_reasons",
    "reason_values",
    "told_of_contacts",
]

#: What `values from` calls the contact reasons.
REASONS: Final = "reasons"
_TODAY: Final = Words("it is still a reason", "它仍是现行原因", "它仍是現行原因")
_TAKEN: Final = Words("it became `{other}`", "它已成为 `{other}`", "它已成為 `{other}`")


def reason_values(root: Block, source: Source) -> Mapping[str, ValueDocument]:
    """The reasons that nothing is under, as the values of a choice. What is wrong with the file is told elsewhere."""
    document, _, _ = read_document(CatalogueDocument, root, source)
    if document is None:
        return {}
    branches = {reason.under for reason in document.reasons.values()}
    return {
        id: ValueDocument.model_validate(_named(reason))
        for id, reason in document.reasons.items()
        if id not in branches
    }


def _named(reason: ReasonDocument) -> dict[str, object]:
    said = reason.model_dump(by_alias=True)
    known = {str(info.alias) for info in ValueDocument.model_fields.values()}
    return {key: value for key, value in said.items() if key in known}


def from_reasons(fields: Mapping[str, FieldDocument], name: str) -> bool:
    """Does a field take its values from the contact reasons, if by way of other fields?"""
    for _ in fields:
        if name not in fields:
            break
        name = fields[name].values_from
    return names_reasons(name)


def names_reasons(text: str) -> bool:
    """Is it what a file calls the section of contact reasons, in any language?"""
    return words.spelled(words.KEYS, text) == REASONS


def endings_of(document: FieldDocument) -> tuple[tuple[str, Ending], ...]:
    """What an event says of its contact by the value that it has."""
    return tuple((id, Ending(value.outcome)) for id, value in document.values.items() if value.outcome)


def asked_by_us(document: FieldDocument) -> tuple[str, ...]:
    """The values with which a contact was asked for by us."""
    return tuple(id for id, value in document.values.items() if value.requested_by_us)


def told_of_contacts(document: FieldDocument) -> Iterator[tuple[tuple[str, str], str]]:
    """The places of what values say of contacts: a fact of a customer says nothing of any."""
    yield from ((("values", id), "outcome") for id, _ in endings_of(document))
    yield from ((("values", id), "requested by us") for id in asked_by_us(document))


def misplaced_reasons(reasons: Mapping[str, ReasonDocument], places: Places) -> Iterator[Finding]:
    """Reasons that are under themselves; old ids that lead nowhere certain."""
    above = {id: [reason.under] if reason.under in reasons else [] for id, reason in reasons.items()}
    for circle in circles(above):
        span = places.value((REASONS, circle[0], "under"))
        yield finding_at(REASON_CIRCLE, span, name=circle[0], circle=shown(circle))
    became: dict[str, str] = {}
    for id, reason in reasons.items():
        for place, old in enumerate(reason.was):
            other = became.setdefault(old, id)
            why = _TODAY if old in reasons else _TAKEN.filled(other=other)
            if old in reasons or other != id:
                yield finding_at(WAS_TWICE, places.value((REASONS, id, "was", place)), old=old, name=id, why=why)

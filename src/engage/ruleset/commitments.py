"""Commitments of a vocabulary: what is promised, until when, what keeps it; and the names that each of them gives.

A commitment gives two facts (how many promises are open, until when the first has to be kept) and a kind of event: a
promise was not kept in time. Rules use them like any other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from attrs import evolve

import engage.language as language
from engage.facts.units import Duration
from engage.facts.vocabulary import Commitment, EventKind, Kind, Labels, Type, Vocabulary
from engage.ground.finding import Words
from engage.language.tree import HistoryTerm, Measure
from engage.ruleset import document_messages as say
from engage.ruleset.document_reader import Path, finding_at
from engage.ruleset.given_names import spellings, with_given
from engage.ruleset.model import DerivedFact
from engage.ruleset.value_messages import DUE_FORM

if TYPE_CHECKING:
    from engage.ruleset.documents import CommitmentDocument
    from engage.ruleset.vocabulary_file import DocumentReader

    Named = Callable[[DocumentReader, CommitmentDocument, str, Path], Labels]

__all__ = ["PROMISE_FIELDS", "promised_facts", "read_commitments", "with_commitments"]

_NUMBER: Final = Type(Kind.NUMBER)
_MOMENT: Final = Type(Kind.MOMENT)
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,55}", re.ASCII)
_FIELD: Final = re.compile(r"event\.([a-z][a-z0-9_]*)", re.ASCII)
#: What the event of a broken promise says beside what the promise itself said.
_FIELDS: Final[Mapping[str, tuple[Labels, Type]]] = MappingProxyType(
    {
        "promise": (Labels("promise", zh="承诺编号", hant="承諾編號"), Type(Kind.TEXT)),
        "promise_made": (Labels("promise made", zh="承诺时间", hant="承諾時間"), _MOMENT),
        "promise_due": (Labels("promise due", zh="承诺期限", hant="承諾期限"), _MOMENT),
    }
)
#: The short names of the fields that the event of a broken promise brings.
PROMISE_FIELDS: Final = frozenset(_FIELDS)


# ---------------------------------------------------------------------------------------------- the names


def with_commitments(vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the facts, the kinds of events and the event fields that its commitments give."""
    if not vocabulary.commitments:
        return vocabulary
    breaches = vocabulary.by_breach
    kinds = tuple(kind for kind in vocabulary.events if kind.id not in breaches)
    told = (_breach(each, vocabulary) for each in vocabulary.commitments)
    return with_given(evolve(vocabulary, events=kinds), _given(vocabulary), told)


def _given(vocabulary: Vocabulary) -> Iterator[tuple[str, Labels, Type]]:
    for each in vocabulary.commitments:
        yield each.open, _open_labels(each.labels), _NUMBER
        yield each.next_due, _due_labels(each.labels), _MOMENT
    for name, (labels, type) in _FIELDS.items():
        yield f"event.{name}", labels, type


def _open_labels(labels: Labels) -> Labels:
    many = labels.en_plural or labels.en
    return _labels(labels, f"open {many}" if many else "", "", "待兑现{}", "待兌現{}")


def _due_labels(labels: Labels) -> Labels:
    return _labels(labels, f"next {labels.en} due" if labels.en else "", "", "最早{}期限", "最早{}期限")


def _broken_labels(labels: Labels) -> Labels:
    one, many = (f"{each} broken" if each else "" for each in (labels.en, labels.en_plural))
    return evolve(_labels(labels, one, many, "{}未兑现", "{}未兌現"), measure="次")


def _labels(labels: Labels, one: str, many: str, simplified: str, traditional: str) -> Labels:
    zh, hant = (
        form.replace("{}", said) if said else "" for form, said in ((simplified, labels.zh), (traditional, labels.hant))
    )
    return Labels(one, many, zh=zh, hant=hant)


def _breach(commitment: Commitment, vocabulary: Vocabulary) -> EventKind:
    """It says all that the promise said. Nobody can send it: its type is that of timers."""
    promise = vocabulary.event_by_id.get(commitment.made_by)
    said = promise.fields if promise else ()
    fields = tuple(dict.fromkeys((*said, *_FIELDS)))
    return EventKind(commitment.broken, "engage.timer", _broken_labels(commitment.labels), False, fields)


def promised_facts(vocabulary: Vocabulary) -> Iterator[DerivedFact]:
    """What the facts of commitments are: questions to the past."""
    for each in vocabulary.commitments:
        for name, function, type in ((each.open, "open", _NUMBER), (each.next_due, "next due", _MOMENT)):
            term = HistoryTerm(function, each.made_by, commitment=each)
            yield DerivedFact(id=name.removeprefix("customer."), value=Measure(term, type), type=type)


# --------------------------------------------------------------------------------------------- the file


def read_commitments(
    reader: DocumentReader, documents: Mapping[str, CommitmentDocument], vocabulary: Vocabulary, named: Named
) -> Iterator[Commitment]:
    """The commitments of a file, in its order; those that cannot be understood are left out, with a finding.

    `named` reads the labels of one.
    """
    for id, document in documents.items():
        path: Path = ("commitments", id)
        if not _NAME.fullmatch(id):
            what = Words("a commitment", "承诺", "承諾")
            reader.found(finding_at(say.BAD_NAME, reader.places.key(path), name=id, what=what, like=""))
            continue
        made = _read(reader, id, document, path, vocabulary, named)
        if made is not None:
            _check_names(reader, made, path, vocabulary)
            yield made


def _read(
    reader: DocumentReader, id: str, document: CommitmentDocument, path: Path, vocabulary: Vocabulary, named: Named
) -> Commitment | None:
    kinds = {kind.id: kind for kind in vocabulary.events}
    said = [(document.made_by, (*path, "made by"))]
    said += [(name, (*path, "kept by", place)) for place, name in enumerate(document.kept_by)]
    said += [(name, (*path, "waived by", place)) for place, name in enumerate(document.waived_by)]
    heard = [reader.check_name(name, list(kinds), Words("event", "事件"), place) for name, place in said]
    if not all(heard) or not document.kept_by:
        return None
    own = kinds[document.made_by].fields
    same = tuple(dict.fromkeys(name.removeprefix("event.") for name in document.same))
    for place, name in enumerate(same):
        shared = [*own, "case"]
        for other in (*document.kept_by, *document.waived_by):
            shared = [one for one in shared if one in (*kinds[other].fields, "case")]
        reader.check_name(name, shared, Words("event field", "事件字段"), (*path, "same", place))
    due = _due(reader, (*path, "due"), own, vocabulary)
    if due is None:
        return None
    owner = _FIELD.fullmatch(document.owner)
    if owner is not None:
        reader.check_name(owner[1], list(own), Words("event field", "事件字段"), (*path, "owner"))
    return Commitment(
        id,
        named(reader, document, id, path),
        document.made_by,
        due,
        tuple(dict.fromkeys(document.kept_by)),
        tuple(dict.fromkeys(document.waived_by)),
        same,
        owner[1] if owner else document.owner,
        owner is not None,
    )


def _due(reader: DocumentReader, path: Path, own: Iterable[str], vocabulary: Vocabulary) -> str | Duration | None:
    """A field of the promise that is a moment or a date, or a length of time."""
    text = reader.places.text(path).strip()
    points = [
        name
        for name in own
        if (field := vocabulary.field_by_name.get(f"event.{name}")) and field.type.kind in (Kind.MOMENT, Kind.DATE)
    ]
    name = text.text.removeprefix("event.")
    if name in points:
        return name
    tongue = "en" if text.text.isascii() else "zh"
    length, problems = language.parse_duration(text, language.Scope(Vocabulary(), tongue))
    if length is not None and not problems and length.amount > 0:
        return length
    known = ", ".join(f"`event.{each}`" for each in points) or "-"
    reader.found(finding_at(DUE_FORM, reader.places.value(path), seen=text.text, known=known))
    return None


def _check_names(reader: DocumentReader, made: Commitment, path: Path, vocabulary: Vocabulary) -> None:
    """What a commitment gives must not be there already under its name or its label."""
    facts = {text: field.name for field in vocabulary.fields for text in (*spellings(field.labels), field.name)}
    events = {text: kind.id for kind in vocabulary.events for text in (*spellings(kind.labels), kind.id)}
    given = (
        (facts, made.open, _open_labels(made.labels)),
        (facts, made.next_due, _due_labels(made.labels)),
        (events, made.broken, _broken_labels(made.labels)),
    )
    for known, name, labels in given:
        for text in (*spellings(labels), name):
            if text in known:
                clash = finding_at(
                    say.LABEL_TWICE, reader.places.key(path), label=text, first=known[text], second=made.id
                )
                reader.found(clash)
                break

"""Kinds of events that every ruleset hears without declaring them, with their fields.

`effect answered` tells what became of an effect that left the house: an answer of the receiver, a dead letter, an
outcome that nobody knows. Its choices are those of the ruleset's own catalogue, so that a slip of the pen is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import evolve

from engage.facts.vocabulary import (
    ANSWERED,
    BUILT_IN_EVENTS,
    ENGINE_TYPES,
    Domain,
    Field,
    Kind,
    Labels,
    Term,
    Type,
    Vocabulary,
)
from engage.ground.finding import Finding
from engage.ruleset import document_messages as say
from engage.ruleset.commitments import with_commitments
from engage.ruleset.document_reader import Path, Places, finding_at
from engage.ruleset.documents import EventDocument

__all__ = ["ANSWER_FIELDS", "DEFAULT_CHANNEL", "check_kinds", "with_built_in_events"]

#: The logical delivery channel of work for which the catalogue names none; `decide.effects` says the same.
DEFAULT_CHANNEL: Final = "tasks"
_OUTCOMES: Final = (
    Term("delivered", Labels("delivered", zh="已送达", hant="已送達")),
    Term("accepted", Labels("accepted", zh="已受理")),
    Term("refused", Labels("refused", zh="已退回")),
    Term("done", Labels("done", zh="已完成")),
    Term("failed", Labels("failed", zh="失败", hant="失敗")),
    Term("uncertain", Labels("uncertain", zh="不确定", hant="不確定")),
)
_KINDS: Final = (
    Term("task", Labels("task", zh="派单", hant="派單")),
    Term("offer", Labels("offer", zh="推荐", hant="推薦")),
)
_TEXT: Final = Type(Kind.TEXT)
_LABELS: Final[Mapping[str, Labels]] = MappingProxyType(
    {
        "effect_outcome": Labels("outcome", zh="投递结果", hant="投遞結果"),
        "effect_kind": Labels("effect kind", zh="投递类型", hant="投遞類型"),
        "effect_channel": Labels("delivery channel", zh="投递渠道", hant="投遞渠道"),
        "effect_work": Labels("work type", zh="工单类型", hant="工單類型"),
        "effect_owner": Labels("work owner", zh="承办部门", hant="承辦部門"),
        "effect_offer": Labels("offer sent", zh="所发推荐", hant="所發推薦"),
        "effect_rule": Labels("rule behind the effect", zh="发起规则", hant="發起規則"),
        "effect_code": Labels("failure code", zh="失败代码", hant="失敗代碼"),
    }
)

#: The short names of the fields that an answer brings.
ANSWER_FIELDS: Final = frozenset(_LABELS)


def with_built_in_events(vocabulary: Vocabulary, channels: Iterable[str] = ()) -> Vocabulary:
    """The vocabulary with the built-in kinds of events and their fields.

    `channels` are the logical delivery channels that the catalogue names. A field that the vocabulary declares itself
    stays as it is declared: so does a plugin with outcomes of its own become readable. A built-in field whose label
    the vocabulary uses for something else has none, and is written by its name (`event.effect_outcome`).
    """
    declared = {field.name: field for field in vocabulary.fields}
    taken = {text for field in vocabulary.fields for text in _spellings(field.labels)}
    made = [field for field in _fields(vocabulary, channels) if field.name not in declared]
    fields = tuple(evolve(field, labels=Labels()) if taken & _spellings(field.labels) else field for field in made)
    answered = tuple(name for name in _LABELS if f"event.{name}" in declared or any(f.short == name for f in fields))
    kinds = tuple(evolve(kind, fields=answered) if kind.id == ANSWERED else kind for kind in BUILT_IN_EVENTS)
    own = tuple(kind for kind in vocabulary.events if kind.id not in {each.id for each in BUILT_IN_EVENTS})
    return with_commitments(evolve(vocabulary, fields=(*vocabulary.fields, *fields), events=(*own, *kinds)))


def _spellings(labels: Labels) -> set[str]:
    return {text.casefold() for text in (labels.en, labels.en_plural, labels.zh, labels.hant) if text}


def _fields(vocabulary: Vocabulary, channels: Iterable[str]) -> Iterator[Field]:
    known = sorted({DEFAULT_CHANNEL, *(each for each in channels if each)})
    types = {
        "effect_outcome": Type(Kind.CHOICE, _OUTCOMES),
        "effect_kind": Type(Kind.CHOICE, _KINDS),
        "effect_channel": Type(Kind.CHOICE, tuple(Term(each, Labels(each)) for each in known)),
        "effect_work": Type(Kind.CHOICE, vocabulary.named(Domain.WORK)),
        "effect_owner": Type(Kind.CHOICE, vocabulary.named(Domain.OWNER)),
        "effect_offer": Type(Kind.CHOICE, vocabulary.named(Domain.OFFER)),
        "effect_rule": _TEXT,
        "effect_code": _TEXT,
    }
    for name, labels in _LABELS.items():
        # Without any work, owner or offer in the catalogue there is nothing that the field could be.
        if types[name].kind is not Kind.CHOICE or types[name].choices:
            yield Field(f"event.{name}", types[name], labels, built_in=True)


def check_kinds(documents: Mapping[str, EventDocument], places: Places) -> Iterator[Finding]:
    """A kind of event that a vocabulary declares although it is there already, or that only the engine may send."""
    ids = {kind.id for kind in BUILT_IN_EVENTS}
    types = {kind.type for kind in BUILT_IN_EVENTS} | ENGINE_TYPES
    for id, document in documents.items():
        path: Path = ("events", id)
        if id in ids:
            yield finding_at(say.KIND_BUILT_IN, places.key(path), seen=id)
        elif document.type in types:
            yield finding_at(say.KIND_BUILT_IN, places.value((*path, "type")), seen=document.type)

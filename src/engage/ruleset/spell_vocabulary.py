"""A vocabulary back to the text of a vocabulary.yaml: reading it gives the same vocabulary again.

A host may declare its vocabulary in Python. Decisions are explained from stored sources, so that a vocabulary that
came from no file is written down as one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from engage.facts.vocabulary import (
    BUILT_IN_EVENTS,
    Commitment,
    Ending,
    EventKind,
    Field,
    Kind,
    Labels,
    Output,
    Settling,
    Term,
    Type,
    Vocabulary,
)
from engage.ground.numbers import plain
from engage.language import print_duration, print_literal
from engage.language.tree import Literal
from engage.ruleset.notation_yaml_writer import scalar
from engage.ruleset.reasons import REASONS

__all__ = ["spell_vocabulary"]

Lines = Iterator[str]
_STEP = "  "


def spell_vocabulary(vocabulary: Vocabulary) -> str:
    """The text of a file. Terms of a catalogue are none of its business."""
    lines = ["vocabulary: as declared by the host"]
    built_in = {kind.id for kind in BUILT_IN_EVENTS} | vocabulary.by_breach.keys()
    for head, parts in (
        ("fields", [(field.name, _field(field)) for field in vocabulary.fields if not field.built_in]),
        ("events", [(kind.id, _event(kind)) for kind in vocabulary.events if kind.id not in built_in]),
        ("commitments", [(each.id, _commitment(each)) for each in vocabulary.commitments]),
        ("outputs", [(output.id, _output(output, vocabulary)) for output in vocabulary.outputs]),
        ("glossary", [(_spoken(term), _labels(term.labels)) for term in vocabulary.glossary]),
    ):
        if parts:
            lines.append(f"{head}:")
        for name, entries in parts:
            lines += [f"{_STEP}{scalar(name)}:", *(f"{_STEP * 2}{line}" for line in entries)]
    return "\n".join([*lines, ""])


def _spoken(term: Term) -> str:
    return term.labels.en or term.id


def _pair(key: str, text: str) -> Lines:
    if text:
        yield f"{key}: {scalar(text)}"


def _labels(labels: Labels) -> Lines:
    yield from _pair("en", f"{labels.en} / {labels.en_plural}" if labels.en_plural else labels.en)
    yield from _pair("zh", labels.zh)
    yield from _pair("zh-Hant", labels.hant)
    yield from _pair("measure", labels.measure)


def _field(field: Field) -> Lines:
    if field.reasons:
        yield f"values from: {REASONS}"
    else:
        yield from _type(field.type, dict(field.endings), field.by_us)
    yield from _labels(field.labels)
    yield from _pair("unit", field.unit)
    yield from _pair("missing", "" if field.may_be_missing else "never")
    yield from _pair("personal", "yes" if field.personal else "")
    estimated = f"estimator {field.estimated_by}" if field.estimated_by else ""
    provided = f"provider {field.provided_by}" if field.provided_by else ""
    yield from _pair("from", estimated or provided or field.writes_from)
    yield from _pair("max age", print_duration(field.max_age, "en") if field.max_age else "")
    least = field.least_confidence
    yield from _pair("confidence", "" if least is None else f"at least {plain(least)}")
    if len(field.phrases) == 2:
        yes, no = field.phrases
        for key, pair in (("en", (yes.en, no.en)), ("zh", (yes.zh, no.zh)), ("zh-Hant", (yes.hant, no.hant))):
            yield from _pair(f"phrase {key}", " / ".join(pair) if all(pair) else "")


def _type(type: Type, endings: Mapping[str, Ending] = MappingProxyType({}), by_us: Collection[str] = ()) -> Lines:
    item = type.item if type.kind is Kind.LIST and type.item is not None else type
    word = f"{item.kind.value} {item.currency}".strip()
    yield f"type: {scalar(word if item is type else f'list of {word}')}"
    yield from _pair("ordered", "yes" if item.ordered else "")
    if item.choices:
        yield "values:"
        for choice in item.choices:
            labels = [f"{_STEP * 2}{line}" for line in _labels(choice.labels)]
            yield f"{_STEP}{scalar(choice.id)}:"
            yield from labels
            said = (*_pair("outcome", endings.get(choice.id, "")), *_by_us(choice.id in by_us))
            yield from (f"{_STEP * 2}{line}" for line in said)


def _by_us(asked: bool) -> Lines:
    yield from _pair("requested by us", "yes" if asked else "")


def _event(kind: EventKind) -> Lines:
    yield f"type: {scalar(kind.type)}"
    yield from _labels(kind.labels)
    yield from _pair("contact", "yes" if kind.contact else "")
    yield from _pair("outcome", kind.ending or "")
    yield from _by_us(kind.by_us)
    if kind.fields:
        yield "fields:"
        yield from (f"{_STEP}- {scalar(name)}" for name in kind.fields)


def _commitment(commitment: Commitment) -> Lines:
    yield from _labels(commitment.labels)
    yield from _pair("made by", commitment.made_by)
    due = commitment.due
    yield from _pair("due", f"event.{due}" if isinstance(due, str) else print_duration(due, "en"))
    for key, names in (("kept by", commitment.kept_by), ("waived by", commitment.waived_by), ("same", commitment.same)):
        if names:
            yield f"{key}:"
            yield from (f"{_STEP}- {scalar(name)}" for name in names)
    yield from _pair("owner", f"event.{commitment.owner}" if commitment.owner_field else commitment.owner)


def _output(output: Output, vocabulary: Vocabulary) -> Lines:
    yield from _type(output.type)
    yield from _labels(output.labels)
    best = output.settling is Settling.BEST
    yield from _pair("settle", f"best {output.limit}" if best else output.settling.value)
    value = output.otherwise
    if isinstance(value, bool | int | str) or value is not None:
        literal = Literal(value, output.type)  # type: ignore[arg-type]  # a value of the output's own type
        yield from _pair("otherwise", print_literal(literal, vocabulary, "en"))

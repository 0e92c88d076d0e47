"""vocabulary.yaml becomes a Vocabulary: fields with types, kinds of events, outputs, names in several languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import evolve

import engage.language as language
from engage.facts.units import Duration
from engage.facts.vocabulary import Ending, EventKind, Field, Kind, Labels, Output, Settling, Term, Type, Vocabulary
from engage.ground.finding import Finding, Words
from engage.ground.numbers import Number, to_number
from engage.ground.source import Fragment, Source, Span
from engage.language.look_alikes import in_one_script, mixed_names
from engage.language.types import kind_words
from engage.ruleset import document_messages as say
from engage.ruleset import document_words as words
from engage.ruleset.answer_types import wanted_for
from engage.ruleset.built_in_events import ANSWER_FIELDS, check_kinds
from engage.ruleset.commitments import PROMISE_FIELDS, read_commitments
from engage.ruleset.document_reader import Path, Places, finding_at, read_document, suggest
from engage.ruleset.documents import (
    EventDocument,
    FieldDocument,
    OutputDocument,
    TermDocument,
    ValueDocument,
    VocabularyDocument,
)
from engage.ruleset.nodes import Block
from engage.ruleset.origins import origin_of, wrong_origin
from engage.ruleset.reason_messages import NO_REASONS
from engage.ruleset.reasons import REASONS, asked_by_us, endings_of, from_reasons, names_reasons, told_of_contacts
from engage.ruleset.repeated import repeated_labels
from engage.ruleset.soundness_messages import CONFIDENCE_FORM, NOT_KEPT, SETTLE_KIND

__all__ = ["DocumentReader", "glossary_id", "labels_of", "read_vocabulary"]

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_FIELD: Final = re.compile(r"(customer|event|contact|account)\.[a-z][a-z0-9_]{0,63}", re.ASCII)
_VALUE: Final = re.compile(r"[^\s|,;\"'(){}\[\]]{1,64}")
_CONFIDENCE: Final = re.compile(r"(?:at least|至少|不低于|不低於)\s*(0(?:\.[0-9]{1,6})?|1(?:\.0{1,6})?)", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Za-z]{3}", re.ASCII)
_LIST: Final = re.compile(r"(?:list(?: of)?|列表|清单|清單)\s*(.+)", re.IGNORECASE)
#: the keys of what people write or read as a name
_SAID: Final = tuple(f"{key}{tongue}" for key in ("", "customer ", "phrase ") for tongue in ("en", "zh", "zh-Hant"))
#: the longest chain of `values from` that is followed
_CHAIN: Final = 20


def read_vocabulary(
    root: Block, source: Source, reasons: Mapping[str, ValueDocument] | None = MappingProxyType({})
) -> tuple[Vocabulary, tuple[Finding, ...]]:
    """The vocabulary that a file declares, as far as it can be understood, and everything wrong with it.

    Terms of the catalogue and names declared by rules are added to it later. `reasons`: the contact reasons of the
    catalogue, from which a field may take its values; None where they cannot be read.
    """
    document, places, findings = read_document(VocabularyDocument, root, source)
    if document is None:
        return Vocabulary(), findings
    reader = DocumentReader(places, reasons)
    fields = tuple(reader.fields(document.fields))
    reader.findings += check_kinds(document.events, places)
    events = tuple(reader.events(document.events, fields))
    outputs = tuple(reader.outputs(document.outputs, ("outputs",)))
    reader.check_origins(document.fields, events)
    reader.check_used(fields, events)
    glossary = tuple(_glossary_term(reader, name, entry) for name, entry in document.glossary.items())
    vocabulary = Vocabulary(fields, events, outputs, glossary=glossary)
    promised = read_commitments(reader, document.commitments, vocabulary, labels_of)
    vocabulary = evolve(vocabulary, commitments=tuple(promised))
    return vocabulary, (*findings, *reader.findings, *repeated_labels(vocabulary, places))


def glossary_id(name: str) -> str:
    """The id of a name: snake_case for Latin letters, the name itself otherwise."""
    plain = " ".join(name.split())
    return re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_") if plain.isascii() else plain


def _glossary_term(reader: DocumentReader, name: str, entry: TermDocument) -> Term:
    """`churn risk: 离网风险`, or the other way round."""
    labels = labels_of(reader, entry, name, ("glossary", name))
    if name.isascii():
        return Term(glossary_id(name), labels)
    return Term(glossary_id(labels.en), evolve(labels, zh=labels.zh or name))


def labels_of(reader: DocumentReader, entry: TermDocument, id: str, path: Path) -> Labels:
    """Labels with the English plural cut off; without an English label the id serves, `_` as a space.

    Letters that only look like those of a name are told, and taken for those that were meant.
    """
    reader.findings += mixed_names(_names(reader.places, path))
    parts = [part.strip() for part in re.split(r"\s+/\s+", entry.en)] if entry.en else [id.replace("_", " ")]
    if len(parts) > 2:
        reader.found(finding_at(say.BAD_PLURAL, reader.places.value((*path, "en"))))
    plural = parts[1] if len(parts) > 1 else ""
    to_customers = entry.customer_en, entry.customer_zh, entry.customer_zh_hant
    said = (parts[0], plural, entry.zh, entry.measure, entry.zh_hant, *to_customers)
    return Labels(*map(in_one_script, said))


def _names(places: Places, path: Path) -> Iterator[Fragment]:
    """What a declared thing is called: its key, where it is one that people write, and its labels."""
    if path in places.keys:
        key = places.keys[path]
        yield Fragment(key.text, key.source, ((0, key.start),))
    for name in _SAID:
        yield places.text((*path, name))


class DocumentReader:
    """What a vocabulary and a ruleset header have in common: types, labels, outputs. Gathers findings."""

    def __init__(self, places: Places, reasons: Mapping[str, ValueDocument] | None = MappingProxyType({})) -> None:
        self.places, self.reasons = places, reasons
        self.findings: list[Finding] = []

    def found(self, finding: Finding) -> None:
        """Keeps a finding."""
        self.findings.append(finding)

    # ------------------------------------------------------------------------------------------ fields

    def fields(self, documents: Mapping[str, FieldDocument]) -> Iterator[Field]:
        """The fields, in the file's order; those without a usable type are left out."""
        for name, document in documents.items():
            path: Path = ("fields", name)
            if not _FIELD.fullmatch(name):
                like = Words(
                    ", after one of customer. event. contact. account.",
                    "，前面是 customer. event. contact. account. 之一",
                )
                self.found(
                    finding_at(say.BAD_NAME, self.places.key(path), name=name, what=Words("a field", "字段"), like=like)
                )
                continue
            type = self._field_type(documents, name)
            if type is not None:
                yield evolve(self._field(name, document, type, path), reasons=from_reasons(documents, name))

    def _field(self, name: str, document: FieldDocument, type: Type, path: Path) -> Field:
        if document.max_age and not name.startswith(("customer.", "account.")):
            self._not_for(path, "max age", Words("field of an event", "事件字段"))
        if document.confidence and not name.startswith(("customer.", "account.")):
            self._not_for(path, "confidence", Words("field of an event", "事件字段"))
        if not name.startswith("event."):
            for place, key in told_of_contacts(document):
                self._not_for((*path, *place), key, Words("field of a customer", "客户字段", "客戶欄位"))
        origin = origin_of(document.from_)
        return Field(
            name,
            type,
            labels_of(self, document, name.partition(".")[2], path),
            unit=document.unit,
            may_be_missing=document.missing != "never",
            personal=document.personal,
            phrases=self._phrases(document, type, path),
            writes_from=origin.writes_from,
            estimated_by=origin.estimated_by,
            provided_by=origin.provided_by,
            max_age=self.duration((*path, "max age")) if document.max_age else None,
            least_confidence=self._confidence(document, path),
            endings=endings_of(document),
            by_us=asked_by_us(document),
        )

    def _confidence(self, document: FieldDocument, path: Path) -> Number | None:
        if not document.confidence:
            return None
        match = _CONFIDENCE.fullmatch(document.confidence.strip())
        if match is None:
            self.found(finding_at(CONFIDENCE_FORM, self.places.value((*path, "confidence"))))
            return None
        return to_number(match[1])

    def _not_for(self, path: Path, key: str, kind: str | Words) -> None:
        self.found(finding_at(say.NOT_FOR_TYPE, self.places.key((*path, key)), key=key, kind=kind))

    def _field_type(self, documents: Mapping[str, FieldDocument], name: str) -> Type | None:
        """The type of a field; `values from` is followed to the field that has values."""
        document = documents[name]
        path: Path = ("fields", name)
        if document.values_from:
            return self._borrowed_type(documents, name)
        return self.type(document.type, document.values, document.ordered, path, name)

    def _borrowed_type(self, documents: Mapping[str, FieldDocument], name: str) -> Type | None:
        document, origin = documents[name], name
        span = self.places.value(("fields", name, "values from"))
        for _ in range(_CHAIN):
            if not document.values_from:
                break
            origin = document.values_from
            if names_reasons(origin):
                return self._reasons_type(span)
            if origin not in documents:
                fix, suggestion = suggest(origin, documents)
                self.found(finding_at(say.UNKNOWN_NAME, span, fix, name=origin, what=Words("field", "字段"),
                                      suggestion=suggestion))  # fmt: skip
                return None
            document = documents[origin]
        if document.values_from or not document.values:
            self.found(finding_at(say.VALUES_CIRCLE, span, name=name))
            return None
        quiet = DocumentReader(self.places)  # the findings of the origin are its own
        return quiet.type(document.type, document.values, document.ordered, ("fields", origin), origin)

    def _reasons_type(self, span: Span) -> Type | None:
        """A choice of the contact reasons of the catalogue. What is wrong with these is told there.

        Where they cannot be known it has no values: the field is there all the same, and nothing else is wrong.
        """
        if not self.reasons:
            self.findings += [] if self.reasons is None else [finding_at(NO_REASONS, span)]
            return Type(Kind.CHOICE)
        return DocumentReader(self.places).type(Kind.CHOICE.value, self.reasons, False, (REASONS,), REASONS)

    def type(
        self, written: str, values: Mapping[str, TermDocument], ordered: bool, path: Path, name: str
    ) -> Type | None:
        """The type that a text and its values mean, None with a finding when it is none."""
        span = self.places.value((*path, "type"))
        if match := _LIST.fullmatch(written.strip()):
            item = self.type(match[1], values, ordered, path, name)
            return None if item is None else Type(Kind.LIST, item=item)
        word, _, rest = written.partition(" ")
        kind = words.spelled(words.KIND_WORDS, written) or words.spelled(words.KIND_WORDS, word)
        if kind is None or (rest and kind != Kind.MONEY and words.spelled(words.KIND_WORDS, written) is None):
            fix, suggestion = suggest(word, [kind.value for kind in Kind if kind is not Kind.LIST])
            whole = written == self.places.text((*path, "type")).text.strip()
            fix = f"{fix} {rest}".strip() if fix and whole else ""
            self.found(finding_at(say.BAD_TYPE, span, fix, seen=written, suggestion=suggestion))
            return None
        return self._typed(Kind(kind), rest.strip(), values, ordered, path, name)

    def _typed(
        self, kind: Kind, rest: str, values: Mapping[str, TermDocument], ordered: bool, path: Path, name: str
    ) -> Type | None:
        if kind is Kind.MONEY:
            if not _CURRENCY.fullmatch(rest):
                self.found(finding_at(say.BAD_CURRENCY, self.places.value((*path, "type"))))
            return Type(kind, currency=rest.upper()[:3] or "XXX")
        if kind is not Kind.CHOICE:
            for key, written in (("values", values), ("ordered", ordered)):
                if written:
                    self._not_for(path, key, kind.value)
            return Type(kind)
        if not values:
            self.found(finding_at(say.CHOICE_WITHOUT_VALUES, self.places.key(path), name=name))
            return None
        return Type(kind, tuple(self._choices(values, (*path, "values"))), ordered)

    def _choices(self, values: Mapping[str, TermDocument], path: Path) -> Iterator[Term]:
        for id, document in values.items():
            if not _VALUE.fullmatch(id):
                self.found(finding_at(say.BAD_NAME, self.places.key((*path, id)), name=id,
                                      what=Words("a value", "取值"), like=""))  # fmt: skip
            yield Term(in_one_script(id), labels_of(self, document, id, (*path, id)))

    def _phrases(self, document: FieldDocument, type: Type, path: Path) -> tuple[Labels, ...]:
        """(labels for yes, labels for no), empty when a field has no phrases of its own."""
        written = (document.phrase_en, document.phrase_zh, document.phrase_zh_hant)
        if not any(written):
            return ()
        if type.kind is not Kind.YES_NO:
            key = next(
                key for key, text in zip(("phrase en", "phrase zh", "phrase zh-Hant"), written, strict=True) if text
            )
            self._not_for(path, key, type.kind.value)
            return ()
        halves = [self._halves(text, path, key) for text, key in zip(written, ("en", "zh", "zh-Hant"), strict=True)]
        yes, no = (Labels(en=en, zh=zh, hant=hant) for en, zh, hant in zip(*halves, strict=True))
        return (yes, no)

    def _halves(self, text: str, path: Path, language: str) -> tuple[str, str]:
        if not text:
            return "", ""
        yes, slash, no = text.partition("/")
        if not slash or not yes.strip() or not no.strip():
            self.found(finding_at(say.BAD_PHRASE, self.places.value((*path, f"phrase {language}"))))
            return "", ""
        return yes.strip(), no.strip()

    def duration(self, path: Path) -> Duration | None:
        """The duration written at a path, in English or Chinese."""
        fragment = self.places.text(path).strip()
        tongue = "en" if fragment.text.isascii() else "zh"
        duration, findings = language.parse_duration(fragment, language.Scope(Vocabulary(), tongue))
        self.findings += findings
        return duration

    # ------------------------------------------------------------------------------------------ events

    def events(self, documents: Mapping[str, EventDocument], fields: tuple[Field, ...]) -> Iterator[EventKind]:
        """The kinds of events, in the file's order."""
        known = [field.short for field in fields if field.root == "event"]
        types: dict[str, str] = {}
        for id, document in documents.items():
            path: Path = ("events", id)
            if not _NAME.fullmatch(id):
                self.found(
                    finding_at(say.BAD_NAME, self.places.key(path), name=id, what=Words("an event", "事件"), like="")
                )
                continue
            if document.type in types:
                span = self.places.value((*path, "type"))
                self.found(finding_at(say.TYPE_TWICE, span, seen=document.type, first=types[document.type]))
            types.setdefault(document.type, id)
            names = [name.removeprefix("event.") for name in document.fields]
            for place, name in enumerate(names):
                self.check_name(name, known, Words("event field", "事件字段"), (*path, "fields", place))
            kept = tuple(dict.fromkeys(name for name in names if name in known))
            ending = Ending(document.outcome) if document.outcome else None
            labels = labels_of(self, document, id, path)
            yield EventKind(id, document.type, labels, document.contact, kept, ending, document.requested_by_us)

    def check_name(self, name: str, known: list[str], what: Words, path: Path) -> bool:
        """Reports a name that is not among the known ones."""
        if name in known:
            return True
        fix, suggestion = suggest(name, known)
        span = self.places.value(path)
        self.found(finding_at(say.UNKNOWN_NAME, span, fix, name=name, what=what, suggestion=suggestion))
        return False

    def check_origins(self, documents: Mapping[str, FieldDocument], events: tuple[EventKind, ...]) -> None:
        """`from: bill.amount` must name a field of a kind of event."""
        known = [f"{kind.id}.{name}" for kind in events for name in kind.fields]
        for name, document in documents.items():
            span = self.places.value(("fields", name, "from"))
            self.findings += [finding_at(each, span, name=name) for each in wrong_origin(name, document.from_)]
            if origin_of(document.from_).writes_from:
                if name.startswith(("contact.", "account.")):
                    self.found(finding_at(NOT_KEPT, span, name=name))
                self.check_name(document.from_, known, Words("event field", "事件字段"), ("fields", name, "from"))

    def check_used(self, fields: tuple[Field, ...], events: tuple[EventKind, ...]) -> None:
        """An event field that no kind of event brings is always unknown."""
        used = {name for kind in events for name in kind.fields} | ANSWER_FIELDS | PROMISE_FIELDS
        for field in fields:
            if field.root == "event" and field.short not in used:
                span = self.places.key(("fields", field.name))
                self.found(finding_at(say.UNUSED_EVENT_FIELD, span, name=field.name, short=field.short))

    # ----------------------------------------------------------------------------------------- outputs

    def outputs(self, documents: Mapping[str, OutputDocument], path: Path) -> Iterator[Output]:
        """Outputs of the ruleset's own."""
        for id, document in documents.items():
            place: Path = (*path, id)
            if not _NAME.fullmatch(id):
                self.found(
                    finding_at(say.BAD_NAME, self.places.key(place), name=id, what=Words("an output", "输出"), like="")
                )
                continue
            type = self.type(document.type, document.values, document.ordered, place, id)
            if type is None:
                continue
            settling, limit = self.settling(document.settle, (*place, "settle"))
            output = Output(id, type, labels_of(self, document, id, place), settling, limit)
            self.check_settling(output, document.settle, (*place, "settle"))
            yield evolve(output, otherwise=self._otherwise(document, type, (*place, "otherwise")))

    def check_settling(self, output: Output, written: str, path: Path) -> None:
        """A sum needs numbers, the largest an order."""
        wanted = wanted_for(output.settling.value, output.type)
        if wanted is not None:
            named = Words(output.labels.in_language("en") or output.id, output.labels.in_language("zh") or output.id)
            given, span = kind_words(output.type), self.places.value(path)
            self.found(finding_at(SETTLE_KIND, span, settle=written, output=named, given=given, wanted=wanted))

    def settling(self, written: str, path: Path) -> tuple[Settling, int]:
        """`best 2` -> (best, 2)."""
        word, _, number = written.partition(" ")
        kind = words.spelled(words.SETTLINGS, word)
        if kind is None or (number and not (number.isascii() and number.isdigit() and 0 < int(number[:4]) <= 100)):
            options = ", ".join(dict.fromkeys(words.SETTLINGS.values()))
            fix, suggestion = suggest(word, words.SETTLINGS) if kind is None else ("", Words(""))
            fix = f"{fix} {number}".strip() if fix else ""
            span = self.places.value(path)
            self.found(finding_at(say.NOT_ONE_OF, span, fix, seen=written, options=options, suggestion=suggestion))
            return Settling.ONE, 1
        return Settling(kind), int(number[:4]) if number else 1

    def _otherwise(self, document: OutputDocument, type: Type, path: Path) -> object:
        if not document.otherwise:
            return None
        fragment = self.places.text(path).strip()
        tongue = "en" if fragment.text.isascii() else "zh"
        literal, findings = language.parse_literal(fragment, type, language.Scope(Vocabulary(), tongue))
        self.findings += findings
        return None if literal is None else literal.value

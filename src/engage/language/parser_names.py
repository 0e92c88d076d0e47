"""Names inside a condition: which field or event stands here, what it may mean, and what to say of one that is none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from attrs import frozen

from engage.facts.vocabulary import EventKind, Field
from engage.ground.finding import Message, Words
from engage.language import messages as say
from engage.language.folding import folded, is_word_char
from engage.language.names import Match, Table, latin, names_of
from engage.language.nearness import Spellings
from engage.language.parser_literals import LiteralReader
from engage.language.parser_numbers import Wanted
from engage.language.tree import Fact, Past, Value
from engage.language.types import type_of

__all__ = ["NameReader", "Told", "Twin"]

_STOPS: Final = ("is", "is not", ">", "<", ">=", "<=", "and", "or", "comma", "open", "close", "unknown", "known")
_STOPS_ENGLISH: Final = (
    "between",
    "in a row",
    "window last",
    "window this",
    "within",
    "for",
    "contains",
    "falls",
    "rises",
    "starts with",
    "ends with",
    "matches",
)
_LISTED: Final = 8
_WORDS: Final = 4
T = TypeVar("T")
_BAND: Final = "_band"


@frozen
class Twin(Fact):
    """The points of a scorecard under a label that also means its band: what follows decides. Never leaves the room."""

    band: Fact


@frozen
class Told(Past):
    """A field of a named event kind (`bill amount` of bills), to be asked about in a row. Never leaves the room."""

    kind: str


@frozen
class _Known:
    """How known things are spelled and printed: labels by folded name."""

    labels: Mapping[str, str]
    spellings: Spellings


class NameReader(LiteralReader):
    """Reads the names of fields and events."""

    #: the event kind whose past events a filter speaks of
    past: EventKind | None = None

    # ---------------------------------------------------------------------------------- what stands here

    def field_here(self, at: int) -> Match[Field] | None:
        """The longest name of a field that stands at a place, of a past event first where one is spoken of."""
        found = self._cut_match(self.names.fields, at)
        past = self.past_here(at, self.past) if self.past else None
        return past if past and (found is None or past.end >= found.end) else found

    def past_here(self, at: int, kind: EventKind | None) -> Match[Field] | None:
        """The longest name of a field of an event kind (any, if None), by label or short name."""
        for match in self.names.past_fields.matches(self.text, at):
            meanings = tuple(field for field in match.meanings if kind is None or field.short in kind.fields)
            if meanings and self.allowed(match.end, at):
                return Match(match.end, meanings)
        return None

    def event_here(self, at: int) -> Match[EventKind] | None:
        """The longest name of an event kind that stands at a place."""
        return self._cut_match(self.names.events, at)

    def phrase_here(self, at: int) -> Match[tuple[Field, bool]] | None:
        """The longest phrase of a yes/no field that stands at a place."""
        return self._cut_match(self.names.phrases, at)

    def _cut_match(self, table: Table[T], at: int) -> Match[T] | None:
        limit = self.limits.get(at)
        for match in table.matches(self.text, at):
            if limit is None or match.end <= limit:
                return match
        return None

    def took(self, at: int, end: int, shorter: int) -> None:
        """Remember that a name was read up to `end` where one up to `shorter` (or none) could be."""
        if shorter < end and not any(cut[0] == at and cut[2] == shorter for cut in self.cuts):
            self.cuts.append((at, end, shorter))

    def name_end(self, at: int) -> int:
        """Where the longest declared name at a place ends; the place itself without one."""
        ends = [m.end for m in (self.field_here(at), self.event_here(at), self.phrase_here(at)) if m is not None]
        return max(ends, default=at)

    # --------------------------------------------------------------------------------- what a name means

    def fact(self, match: Match[Field], start: int) -> Value:
        """The value that a field's name stands for."""
        self.at = match.end
        self._note_shorter(start, match.end)
        fields = match.meanings
        past = self.past
        if past and all(field.root == "event" for field in fields) and fields[0].short in past.fields:
            dotted = folded(fields[0].name, self.language) == self.text[start : match.end]
            if not dotted:
                return Past(fields[0].short, fields[0].type, span=self.span(start))
        if len(fields) > 1:
            fields = self._at_these_events(fields)
        twins = _points_and_band(fields)
        if twins:
            points, band = twins
            span = self.span(start)
            return Twin(points.name, points.type, Fact(band.name, band.type, span=span), span=span)
        if len(fields) > 1:
            names = [field.name for field in fields]
            self.note(say.TWO_MEANINGS, start, ones=self.offered(names), choices=self.offered(names))
        field = fields[0]
        self._check_event(field, start)
        return Fact(field.name, field.type, span=self.span(start))

    def _note_shorter(self, start: int, end: int) -> None:
        tables: tuple[Table[Field] | Table[EventKind], ...] = (self.names.fields, self.names.events)
        for table in tables:
            shorter = next((match.end for match in table.matches(self.text, start) if match.end < end), None)
            if shorter is not None:
                self.took(start, end, shorter)
                return

    def _at_these_events(self, fields: tuple[Field, ...]) -> tuple[Field, ...]:
        kinds = [self.vocabulary.event_by_id[id] for id in self.scope.events if id in self.vocabulary.event_by_id]
        if not kinds:
            return fields
        here = tuple(f for f in fields if f.root != "event" or all(f.short in kind.fields for kind in kinds))
        return here or fields

    def _check_event(self, field: Field, start: int) -> None:
        """A field of the event must belong to every kind at which the rule speaks."""
        if field.root != "event":
            return
        for id in self.scope.events:
            kind = self.vocabulary.event_by_id.get(id)
            if kind is None or field.short in kind.fields:
                continue
            own = [self.field_label(one) for one in self._fields_of(kind)]
            has = Words(f"it has: {', '.join(own)}", f"它有：{'、'.join(own)}")
            none = Words("it has no fields", "它没有字段")
            self.note(
                say.NOT_AT_EVENT,
                start,
                field=self.field_label(field),
                kind=self.event_label(kind),
                way_out=has if own else none,
            )
            return

    def _fields_of(self, kind: EventKind) -> list[Field]:
        found = (self.vocabulary.field_by_name.get(f"event.{short}") for short in kind.fields)
        return [field for field in found if field is not None]

    def settled(self, value: Value, other: Value | None = None) -> Value:
        """The value with a scorecard's name decided by what it is compared with; its points where nothing says."""
        if not isinstance(value, Twin):
            return value
        if other is not None and not isinstance(other, Twin) and type_of(other).kind is value.band.type.kind:
            return value.band
        return Fact(value.name, value.type, span=value.span)

    def field_label(self, field: Field) -> str:
        """How a field is called in this language."""
        return field.labels.in_language(self.language) or field.name

    def event_label(self, kind: EventKind, *, plural: bool = False) -> str:
        """How an event kind is called in this language."""
        many = kind.labels.en_plural if plural and not self.chinese else ""
        return many or kind.labels.in_language(self.language) or kind.id

    def label_of(self, value: Value) -> str:
        """How a value is called in a message: its label, or as it was written."""
        if isinstance(value, Fact | Past):
            name = value.name if isinstance(value, Fact) else f"event.{value.name}"
            field = self.vocabulary.field_by_name.get(name)
            if field is not None:
                return self.field_label(field)
        return value.span.text if value.span else ""

    def wanted_of(self, value: Value) -> Wanted:
        """What a constant beside this value may be."""
        label = self.label_of(value)
        if isinstance(value, Twin):
            return Wanted((value.type, value.band.type), "", label)
        unit = "weekday" if getattr(value, "part", "") == "weekday" else ""
        if isinstance(value, Fact | Past):
            name = value.name if isinstance(value, Fact) else f"event.{value.name}"
            field = self.vocabulary.field_by_name.get(name)
            unit = field.unit if field else ""
        return Wanted((type_of(value),), unit, label)

    # ---------------------------------------------------------------------------------- names that are none

    def unknown_end(self, start: int) -> int:
        """Where a name that nobody declared may end: before the next word that parts a sentence."""
        keys = _STOPS if self.chinese else (*_STOPS, *_STOPS_ENGLISH)
        for at in range(start + 1, len(self.text)):
            if self.inside_quotes(at) or self.text[at] in "+*×÷":
                return at
            if self.text[at - 1 : at + 2] in (" - ", " / "):
                return at
            if not self.chinese and is_word_char(self.text[at]) and is_word_char(self.text[at - 1]):
                continue
            if self._spelled(self.lexicon.words.get(self.plain[at], ()), at, keys)[1]:
                return at
        return len(self.text)

    def note_unknown_field(self, start: int, end: int) -> None:
        """The finding that nothing is called so; look-alike letters and other languages' labels are recognised."""
        end = self._foreign_end(start, end)
        known = self._known_fields()
        end = self._near_end(start, end, known)
        if self.past is None:
            self._note_unknown(say.UNKNOWN_FIELD, start, end, known, self._elsewhere(start, end))
            return
        own = list(dict.fromkeys(known.labels.values()))
        has = Words(f"it has: {', '.join(own)}", f"它有：{'、'.join(own)}") if own else Words("", "")
        self._note_unknown(say.NOT_A_FIELD_OF, start, end, known, self._elsewhere(start, end), has)

    def _known_fields(self) -> _Known:
        """What a field may be called where one is read, worked out once."""
        key = ("known fields", self.language, self.past.id if self.past else "")
        found = self.vocabulary.indexes.get(key)
        if not isinstance(found, _Known):
            table = self.names.past_fields if self.past else self.names.fields
            fields = {name: each[0] for name, each in table if not self.past or each[0].short in self.past.fields}
            labels = {name: self.field_label(field) for name, field in fields.items()}
            found = self.vocabulary.indexes[key] = _Known(labels, Spellings.of(labels))
        return found

    def _known_events(self) -> _Known:
        """What an event may be called, worked out once."""
        key = ("known events", self.language)
        found = self.vocabulary.indexes.get(key)
        if not isinstance(found, _Known):
            labels = {name: self._like(name, kinds[0]) for name, kinds in self.names.events}
            found = self.vocabulary.indexes[key] = _Known(labels, Spellings.of(labels))
        return found

    def _near_end(self, start: int, end: int, known: _Known) -> int:
        """`resaon network`: of several words, those at the beginning that are nearly a name."""
        ends = [at for at in range(start + 1, end) if self.text[at] == " "][:_WORDS]
        for at in (end, *reversed(ends)):
            if known.spellings.nearest(self.raw(start, at), self.language):
                return at
        return end

    def _foreign_end(self, start: int, end: int) -> int:
        """Where the label of another language ends that stands here; the given end without one."""
        other = "en" if self.chinese else "zh"
        found = names_of(self.vocabulary, other).fields.longest(self.text, start)
        return found.end if found is not None and found.end < end else end

    def note_unknown_event(self, start: int, end: int) -> None:
        """The same for an event."""
        kinds = [self.event_label(kind) for kind in self.vocabulary.events][:_LISTED]
        listed = Words(f"events: {', '.join(kinds)}", f"事件：{'、'.join(kinds)}")
        self._note_unknown(say.UNKNOWN_EVENT, start, end, self._known_events(), "", listed)

    def _like(self, name: str, kind: EventKind) -> str:
        plural = kind.labels.en_plural
        return plural if plural and folded(plural, self.language) == name else self.event_label(kind)

    def _elsewhere(self, start: int, end: int) -> str:
        """The label in this language of a field named in another one."""
        other = "en" if self.chinese else "zh"
        found = names_of(self.vocabulary, other).fields.exactly(folded(self.raw(start, end), other))
        return self.field_label(found[0]) if found else ""

    def _note_unknown(
        self,
        message: Message,
        start: int,
        end: int,
        known: _Known,
        sure: str,
        listed: Words | None = None,
    ) -> None:
        text, labels = self.raw(start, end), known.labels
        name = folded(text, self.language)
        if latin(name) != name and latin(name) in labels:
            letters = self.offered(sorted({a for a, b in zip(name, latin(name), strict=True) if a != b}))
            label = labels[latin(name)]
            self.note(say.LOOK_ALIKE, start, end, label, name=label, letters=letters)
            return
        near = sure or labels.get(known.spellings.nearest(text, self.language), "")
        if not near and listed is None:
            some = list(dict.fromkeys(labels.values()))[:_LISTED]
            listed = Words(f"there are: {', '.join(some)} …", f"可用的有：{'、'.join(some)}……") if some else None
        hint = listed or Words("none is declared", "词汇表中还没有声明")
        if near:
            tail = hint if message is say.UNKNOWN_EVENT else Words("", "")
            hint = Words(f"did you mean `{near}`? {tail.en}".strip(), f"是不是“{near}”？{tail.zh}")
        kind = self.event_label(self.past) if self.past else ""
        self.note(message, start, end, near, way_out=hint, kind=kind)

    def names_like(self, names: Iterable[str]) -> str:
        """Names as a message lists them."""
        return self.offered(list(names)[:_LISTED])


def _points_and_band(fields: tuple[Field, ...]) -> tuple[Field, Field] | None:
    if len(fields) != 2:
        return None
    points, band = sorted(fields, key=lambda field: len(field.name))
    return (points, band) if band.name == points.name + _BAND else None

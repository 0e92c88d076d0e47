"""Names inside a condition: which field or event stands here, what it may mean, and what to say of one that is none."""

from __future__ import annotations

from typing import Final, TypeVar

from attrs import frozen

from engage.facts.vocabulary import EventKind, Field
from engage.ground.finding import Words, listing
from engage.ground.numbers import Number
from engage.language import messages as say
from engage.language.folding import folded
from engage.language.names import Match, Table
from engage.language.parser_literals import LiteralReader
from engage.language.parser_numbers import Wanted
from engage.language.tree import Fact, Past, Value
from engage.language.types import type_of

__all__ = ["NameReader", "Told", "Twin"]

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
            has = listing("it has", "它有", own)
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
            return Wanted((value.type, value.band.type), "", label, self.scale_of(value.name))
        unit = "weekday" if getattr(value, "part", "") == "weekday" else ""
        if isinstance(value, Fact | Past):
            name = value.name if isinstance(value, Fact) else f"event.{value.name}"
            field = self.vocabulary.field_by_name.get(name)
            unit = field.unit if field else ""
            return Wanted((type_of(value),), unit, label, field.scale if field else None)
        return Wanted((type_of(value),), unit, label)

    def scale_of(self, name: str) -> tuple[Number, Number] | None:
        """Between which points the score of this name moves; None for what is no score."""
        field = self.vocabulary.field_by_name.get(name)
        return field.scale if field is not None else None


def _points_and_band(fields: tuple[Field, ...]) -> tuple[Field, Field] | None:
    if len(fields) != 2:
        return None
    points, band = sorted(fields, key=lambda field: len(field.name))
    return (points, band) if band.name == points.name + _BAND else None

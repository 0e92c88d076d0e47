"""Which name stands for a thing: the label in the file's language where it means one thing, else the id.

A `Pen` is what every printer holds: the vocabulary, the language, and whether a past event is spoken of.
It must never decide how a sentence runs; that is `printer_phrases` and the other printers.
"""

from __future__ import annotations

import unicodedata

from attrs import evolve, frozen

from engage.facts.vocabulary import Domain, EventKind, Field, Labels, Term, Type, Vocabulary
from engage.language.printer_phrases import phrase

__all__ = ["BUILT_IN_GROUPS", "Pen", "spelled_alike"]

_BAND = "_band"
#: what sentences can name; a compiled ruleset has fields of its own besides, such as a stage as it was before the event
_ROOTS = ("customer.", "event.", "contact.", "account.")

#: Groups that every catalogue has: the classes of an offer.
BUILT_IN_GROUPS: tuple[Term, ...] = (
    Term("commercial", Labels(en="commercial", zh="商业类", hant="商業類")),
    Term("service", Labels(en="service", zh="服务类", hant="服務類")),
    Term("mandatory", Labels(en="mandatory", zh="必达类", hant="必達類")),
)


def spelled_alike(name: str) -> str:
    """What two names have in common when the parser cannot tell them apart."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


@frozen
class Pen:
    """Writes in one language with the names of one vocabulary."""

    vocabulary: Vocabulary
    language: str
    #: how a past field is called while it is the subject of a sentence of its own: (short name, words)
    subject: tuple[str, str] = ("", "")
    #: the zone that moments are written in
    zone: str = "UTC"

    def speaking_of(self, name: str, words: str) -> Pen:
        """The same pen inside a test on a past field that has just been named with its event."""
        return evolve(self, subject=(name, words))

    def say(self, key: str, /, **parts: str) -> str:
        """A construct's sentence, its parts filled in."""
        return phrase(key, self.language, **parts)

    def join(self, items: list[str], between: str, before_last: str = "") -> str:
        """The items one after another, each joined by a phrase of `x` and `y`."""
        text = items[0] if items else ""
        for place, item in enumerate(items[1:], start=2):
            text = self.say(before_last if before_last and place == len(items) else between, x=text, y=item)
        return text

    # ------------------------------------------------------------------------------------------ fields

    def field(self, name: str, *, kind_is_plain: bool = False) -> str:
        """A fact's label, or its dotted name where the label would be read as another fact.

        A scorecard's points and band share a label; `kind_is_plain` says that what follows tells them apart.
        """
        field = self.vocabulary.field_by_name.get(name)
        if field is None:
            return name
        label = field.labels.in_language(self.language)
        others = self._sharing(label, field) if name.startswith(_ROOTS) else set()
        if not label or (others and not (kind_is_plain and others == {_partner(name)})):
            return name
        return label

    def past_field(self, name: str) -> str:
        """A field of a past event, by its short name: the past event's own fields come first."""
        if name == self.subject[0]:
            return self.subject[1]
        field = self.vocabulary.field_by_name.get(f"event.{name}")
        if field is None:
            return name
        label = field.labels.in_language(self.language)
        twins = [other for other in self._sharing(label, field) if other.startswith("event.")]
        return name if twins or not label else label

    def yes_no_phrase(self, name: str, *, says_yes: bool) -> str:
        """A yes/no fact's own words (`是融合客户`), empty where it has none in this language."""
        field = self.vocabulary.field_by_name.get(name)
        if field is None or len(field.phrases) != 2:
            return ""
        said = field.phrases[0 if says_yes else 1]
        return said.en if self.language == "en" else (said.hant if self.language == "zh-Hant" else "") or said.zh

    def _sharing(self, label: str, field: Field) -> set[str]:
        return self._fields_by_spelling().get(spelled_alike(label), set()) - {field.name}

    def _fields_by_spelling(self) -> dict[str, set[str]]:
        """The full names of the fields that may be written so, worked out once for a vocabulary and a language."""
        found = self.vocabulary.indexes.get(("spellings", self.language))
        if isinstance(found, dict):
            return found
        made: dict[str, set[str]] = {}
        for field in self.vocabulary.fields:
            for spelling in self._spellings(field.labels) if field.name.startswith(_ROOTS) else ():
                made.setdefault(spelling, set()).add(field.name)
        self.vocabulary.indexes[("spellings", self.language)] = made
        return made

    def _spellings(self, labels: Labels) -> set[str]:
        # Chinese files read both scripts, so a label must be alone in both.
        said = (labels.en, labels.en_plural) if self.language == "en" else (labels.zh, labels.hant)
        return {spelled_alike(text) for text in (*said, labels.in_language(self.language)) if text}

    # -------------------------------------------------------------------------------- events and terms

    def event(self, id: str, *, plural: bool = False) -> str:
        """An event kind's label, in English singular or plural."""
        kind = self.vocabulary.event_by_id.get(id)
        if kind is None:
            return id
        label = kind.labels.in_language(self.language)
        if self.language == "en" and plural and kind.labels.en_plural:
            label = kind.labels.en_plural
        return self._alone(label, id, [(other.id, other.labels) for other in self.vocabulary.events])

    def measure_word(self, id: str) -> str:
        """The Chinese measure word for counting an event kind."""
        kind = self.vocabulary.event_by_id.get(id)
        return (kind.labels.measure if kind else "") or "次"

    def only_kind_with(self, field: str) -> EventKind | None:
        """The event kind that alone has a field, None when several have it."""
        kinds = [kind for kind in self.vocabulary.events if field in kind.fields]
        return kinds[0] if len(kinds) == 1 else None

    def choice(self, type: Type, id: str) -> str:
        """The label of a choice value; its id where `is not for sale` could be read as a denial."""
        label = self._among(type.choices, id)
        return id if self.language == "en" and label.casefold().startswith("not ") else label

    def named(self, domain: Domain, id: str) -> str:
        """The label of a thing of the catalogue."""
        return self._among(self.vocabulary.named(domain), id)

    def group(self, id: str) -> str:
        """What `withhold` names: a class, a group or a single offer."""
        terms = (*BUILT_IN_GROUPS, *self.vocabulary.named(Domain.GROUP), *self.vocabulary.named(Domain.OFFER))
        return self._among(terms, id)

    def offer(self, id: str) -> str:
        """The label of an offer, or of the group of offers that a `never offer` speaks of."""
        return self.named(Domain.OFFER, id) if self.vocabulary.term(Domain.OFFER, id) else self.group(id)

    def output(self, id: str) -> str:
        """The label of an output of the ruleset's own."""
        return self._among(tuple(Term(output.id, output.labels) for output in self.vocabulary.outputs), id)

    def _among(self, terms: tuple[Term, ...], id: str) -> str:
        own = next((term for term in terms if term.id == id), None)
        if own is None:
            return id
        return self._alone(own.labels.in_language(self.language), id, [(term.id, term.labels) for term in terms])

    def _alone(self, label: str, id: str, all_labels: list[tuple[str, Labels]]) -> str:
        wanted = spelled_alike(label)
        taken = any(
            other != id and (wanted in self._spellings(labels) or wanted == spelled_alike(other))
            for other, labels in all_labels
        )
        return id if taken or not label else label


def _partner(name: str) -> str:
    return name.removesuffix(_BAND) if name.endswith(_BAND) else name + _BAND

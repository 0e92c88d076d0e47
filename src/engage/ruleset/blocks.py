"""A block of nodes made ready to be understood: held against its document, its keys at hand, its comments gathered.

Reads keys, names and texts; sentences are handed on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypedDict

from attrs import field, frozen

from engage.facts.vocabulary import Labels
from engage.ground.source import Fragment, Span
from engage.language.tree import Template
from engage.ruleset import messages
from engage.ruleset.construct_documents import document_findings
from engage.ruleset.names import plain_name
from engage.ruleset.nodes import Block, Entry, ListNode, Node, Text
from engage.ruleset.sentences import Sentences, texts

__all__ = ["BECAUSE", "About", "Opened", "notes_of", "opened"]

#: Keys of a text in one language; the bare key means the file's own.
BECAUSE: Final[Mapping[str, str]] = MappingProxyType(
    {"because en": "en", "because zh": "zh", "because zh-Hant": "zh-Hant"}
)


class About(TypedDict):
    """What every construct has besides its id."""

    span: Span
    notes: tuple[str, ...]
    key_notes: Mapping[str, tuple[str, ...]]
    remarks: tuple[str, ...]
    title: Labels


@frozen
class Opened:
    """A block whose wrong keys have been reported and taken out."""

    block: Block
    sentences: Sentences
    entries: Mapping[str, Entry] = field(factory=dict)

    @property
    def kind(self) -> str:
        """The word of its heading: rule, table, example …"""
        return self.block.entries[0].key

    @property
    def name(self) -> Fragment:
        """What stands behind the word that begins the block; empty when that was no text."""
        value = self.block.entries[0].value
        return value.fragment if isinstance(value, Text) else Fragment("", self.block.span.source)

    @property
    def id(self) -> str:
        """Its name as ids are written: one space between words."""
        return plain_name(self.name.text)

    def get(self, key: str) -> Node | None:
        """The value of a key that was written and is of the right shape."""
        entry = self.entries.get(key)
        return entry.value if entry else None

    def fragment(self, key: str) -> Fragment | None:
        """The one sentence of a key; the first where there are several."""
        return next((text.fragment for text in texts(self.get(key))), None)

    def place(self, key: str) -> Span:
        """Where a key's value stands, the name of the block where it has none."""
        value = self.get(key)
        return value.span if value is not None else self.name.span()

    def about(self) -> About:
        """Place, comments, remarks and titles."""
        head = self.block.entries[0]
        key_notes = {entry.key: notes_of(entry) for entry in self.block.entries[1:]}
        # Remarks are plain texts: the comments that stand with one of them stand above them all.
        inside = tuple(note for text in texts(self.get("note")) for note in text.fragment.notes)
        key_notes["note"] = (*key_notes.get("note", ()), *(note for note in inside if self._is_list("note")))
        return About(
            span=self.block.span,
            notes=(*self.block.notes, *notes_of(head)),
            key_notes={key: notes for key, notes in key_notes.items() if notes},
            remarks=tuple(text.text for text in texts(self.get("note"))),
            title=self._title(),
        )

    def _is_list(self, key: str) -> bool:
        return isinstance(self.get(key), ListNode)

    def because(self, events: tuple[str, ...] = ()) -> Mapping[str, Template]:
        """The reasons in words, by language; `events` are the kinds whose fields they may show."""
        found: dict[str, Template] = {}
        for key in ("because", *BECAUSE):
            text = self.fragment(key)
            if text is None:
                continue
            language = BECAUSE.get(key, self.sentences.language)
            template = self.sentences.at(events).told_in(language).template(text)
            if language in found:
                self.sentences.tell(messages.STATED_TWICE, self.entries[key].key_span, name=key)
            elif template is not None:
                found[language] = template
        return found

    def _title(self) -> Labels:
        """The names shown to people, by language."""
        said = [self.fragment(key) for key in ("title en", "title zh", "title zh-Hant")]
        en, zh, hant = (plain_name(text.text) if text else "" for text in said)
        return Labels(en=en, zh=zh, hant=hant)


def opened(block: Block, sentences: Sentences, *, report: bool = True) -> Opened:
    """The block with the keys that its document allows; `report` keeps what is wrong with the others."""
    findings, bad = document_findings(block, sentences.language)
    if report:
        sentences.found.extend(findings)
    entries: dict[str, Entry] = {}
    for entry in block.entries:
        if entry.key not in bad:
            entries.setdefault(entry.key, entry)
    return Opened(block, sentences, entries)


def notes_of(entry: Entry) -> tuple[str, ...]:
    """The comments above a key, and those that stand with its value as a whole."""
    value = entry.value
    inner = value.notes if isinstance(value, ListNode | Block) else value.fragment.notes
    return (*entry.notes, *inner)

"""Reads a YAML rule file into the very nodes that the `.rules` notation gives for the same ruleset.

YAML itself is read in `yaml_events.py`; here keys get their meaning and values their shape. Never raises on any text.
`notation_yaml_writer.py` is the way back.
"""

from __future__ import annotations

from typing import Final

from attrs import define, evolve, field

from engage.ground.finding import Finding, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Kind, Word
from engage.ruleset.nodes import Block, Entry, FileNodes, ListNode, Node, Text
from engage.ruleset.notation_blocks import Entries, kind_words, unknown
from engage.ruleset.notation_heads import known_language
from engage.ruleset.notation_lines import Problems
from engage.ruleset.notation_yaml_values import KEYS, LIST, Values, bare, first_line
from engage.ruleset.notation_yaml_writer import write_yaml_rules
from engage.ruleset.yaml_events import read_yaml

__all__ = ["later_lists", "read_yaml_rules", "write_yaml_rules"]

_HEADER_KEYS: Final = [keys.HEADER.word, *(keys.KEYS[key] for key in keys.HEADER.keys)]
_KIND_WORDS: Final = [kind.word for kind in keys.KINDS.values()]
_TOP: Final = [*_HEADER_KEYS, *keys.LISTS.values(), *keys.LATER.values()]
_A_BLOCK = Words("begin each block with `- `, its keys below", "每个块以 `- ` 开头，其键写在下面")


def read_yaml_rules(source: Source) -> tuple[FileNodes, tuple[Finding, ...]]:
    """A YAML rule file as nodes, as far as it could be read, and what is wrong with it."""
    root, found = read_yaml(source)
    problems = Problems()
    nodes = FileNodes(source.name, "yaml")
    if root is not None:
        nodes = _Reader(source, problems, Values(source, problems)).read(root)
    return nodes, (*found, *problems.found)


def later_lists(source: Source) -> list[str]:
    """The lists of kinds that are not supported yet, as they stand."""
    root, _ = read_yaml(source)
    texts: list[str] = []
    for entry in root.entries if root else ():
        if keys.exact(entry.key, keys.LATER.values()):
            end = entry.value.span.end
            texts.append(source.text[entry.key_span.start : end].rstrip().replace("\r\n", "\n") + "\n")
    return texts


@define
class _Reader:
    """One reading of one file."""

    source: Source
    problems: Problems
    values: Values
    language: str = ""
    header: list[Entry] = field(factory=list)
    header_notes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    constructs: list[Block] = field(factory=list)

    def read(self, root: Block) -> FileNodes:
        for entry in root.entries:
            self._top(entry)
        header = None
        if self.header:
            entries = Entries(keys.HEADER, self.problems, self.header).ordered()
            if entries[0].key != keys.HEADER.word.key:
                self.problems.add(say.NO_KIND, entries[0].key_span, word=keys.HEADER.word.key)
            else:
                header = Block(
                    entries, Span(self.source, root.span.start, entries[-1].value.span.end), self.header_notes
                )
        return FileNodes(
            self.source.name, "yaml", self.language, header, tuple(self.constructs), (*root.notes, *self.notes)
        )

    def _top(self, entry: Entry) -> None:
        word = keys.exact(entry.key, _TOP)
        if word is None:
            unknown(self.problems, say.UNKNOWN_BLOCK, _key_fragment(entry), _TOP)
        elif word in keys.LATER.values():
            self.problems.add(say.NOT_SUPPORTED, entry.key_span, word=entry.key)
        elif word.key == "language":
            if (text := self.values.line(entry)) is not None:
                self.language = known_language(text, entry.key_span, self.problems)
                self.notes += (*entry.notes, *text.notes)
        elif word in _HEADER_KEYS:
            self._header(word, entry)
        else:
            self._list(word, entry)

    def _header(self, word: Word, entry: Entry) -> None:
        kept = self.values.entry(word, entry)
        if kept is None:
            return
        if word is keys.HEADER.word:
            self.header_notes, kept = kept.notes, evolve(kept, notes=())
        Entries(keys.HEADER, self.problems, self.header).add(kept)

    def _list(self, word: Word, entry: Entry) -> None:
        """The constructs of one list; what is written above the list goes with its first."""
        if not isinstance(entry.value, ListNode):
            if isinstance(entry.value, Text) and not entry.value.text.strip():
                self.problems.add(say.EMPTY, entry.key_span, word=entry.key)
            else:
                self.values.shape(entry.key_span, entry.key, LIST, entry.value, _A_BLOCK)
            return
        notes = (*entry.notes, *entry.value.notes)
        for item in entry.value.items:
            if len(self.constructs) == LIMITS.rules:
                self.problems.add(say.TOO_MANY, item.span, limit=f"{LIMITS.rules:,}")
                return
            block = self._construct(word, entry.key, item)
            if block is not None:
                self.constructs.append(evolve(block, notes=(*notes, *block.notes)))
                notes = ()

    def _construct(self, place: Word, written: str, item: Node) -> Block | None:
        if not isinstance(item, Block):
            self.values.shape(item.span, written, KEYS, item, _A_BLOCK)
            return None
        found = [(entry, word) for entry in item.entries if (word := keys.exact(entry.key, _KIND_WORDS))]
        own = next((pair for pair in found if pair[1].key == place.key), found[0] if found else None)
        if own is None:
            later = next((entry for entry in item.entries if keys.exact(entry.key, keys.LATER.values())), None)
            if later is not None:
                self.problems.add(say.NOT_SUPPORTED, later.key_span, word=later.key)
            else:
                example = place.key if place.key in keys.KINDS else "rule"
                self.problems.add(say.NO_KIND, first_line(item.span), word=example)
            return None
        entry, word = own
        if place.key not in (word.key, "contents"):
            right = keys.LISTS[word.key].en[0]
            self.problems.add(say.LIST_KIND, entry.key_span, word=entry.key, list=written, right=right)
        return self._block(keys.KINDS[word.key], entry, item)

    def _block(self, kind: Kind, own: Entry, item: Block) -> Block | None:
        name = self.values.line(own)
        if name is None:
            return None
        plain, behind = bare(name)
        entries = Entries(kind, self.problems, [Entry(kind.word.key, Text(plain), own.key_span)])
        words = [keys.KEYS[key] for key in kind.keys]
        for entry in item.entries:
            if entry is own:
                continue
            word = keys.exact(entry.key, words)
            if word is None and "given" in kind.keys and keys.exact(entry.key, [keys.LIKE]):
                self._like(entry, entries)
            elif word is None:
                unknown(self.problems, say.UNKNOWN_KEY, _key_fragment(entry), words, kind_words(kind))
            elif (value := self.values.entry(word, entry)) is not None:
                entries.add(value)
        if kind.needs_lines and len(item.entries) == 1:
            self.problems.add(say.EMPTY_CONSTRUCT, own.key_span, word=own.key)
        notes = (*item.notes, *own.notes, *behind)
        return Block(_with_like(entries.ordered()), item.span, notes)

    def _like(self, entry: Entry, entries: Entries) -> None:
        """`like: Auntie Zhang` says the same as `like Auntie Zhang` among the given."""
        text = self.values.line(entry)
        if text is not None:
            lead = Fragment(entry.key_span.text + " ", self.source, ((0, entry.key_span.start),))
            steps = (*lead.steps, *((len(lead.text) + local, origin) for local, origin in text.steps))
            whole = Fragment(lead.text + text.text, self.source, steps)
            items = ListNode((Text(whole),), text.span())
            entries.add(Entry("like", items, entry.key_span, (*entry.notes, *text.notes)))


def _with_like(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """`like` becomes the first of what is given."""
    like = next((item for item in entries if item.key == "like"), None)
    if like is None or not isinstance(like.value, ListNode):
        return entries
    given = next((item for item in entries if item.key == "given"), None)
    if given is None or not isinstance(given.value, ListNode):
        return tuple(evolve(item, key="given") if item is like else item for item in entries)
    joined = ListNode((*like.value.items, *given.value.items), given.value.span)
    kept = evolve(given, value=joined, notes=(*like.notes, *given.notes))
    return tuple(kept if item is given else item for item in entries if item is not like)


def _key_fragment(entry: Entry) -> Fragment:
    span = entry.key_span
    return Fragment(span.text, span.source, ((0, span.start),))

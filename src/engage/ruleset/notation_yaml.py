"""Reads a YAML rule file into the very nodes that the `.rules` notation gives for the same ruleset.

YAML itself is read in `yaml_events.py`; here keys get their meaning and values their shape. Never raises on any text.
`notation_yaml_writer.py` is the way back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from attrs import define, evolve, field

from engage.ground.finding import Finding, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Holds, Kind, Word
from engage.ruleset.nodes import Block, Entry, FileNodes, ListNode, Node, Text
from engage.ruleset.notation_blocks import Entries, kind_words, unknown, with_notes
from engage.ruleset.notation_heads import canonical_hit, known_language
from engage.ruleset.notation_lines import Problems, flat, joined, split_outside, stacked, trimmed
from engage.ruleset.notation_yaml_writer import write_yaml_rules
from engage.ruleset.yaml_events import read_yaml, sentence_as_mapping

__all__ = ["read_yaml_rules", "write_yaml_rules"]

_HEADER_KEYS = [keys.HEADER.word, *(keys.KEYS[key] for key in keys.HEADER.keys)]
_KIND_WORDS = [kind.word for kind in keys.KINDS.values()]
_TOP = [*_HEADER_KEYS, *keys.LISTS.values(), *keys.LATER.values()]
#: Keys that may name several things, and what stands between them on one line.
_JOINTS: Mapping[str, str] = MappingProxyType({"event": ", ", "beats": ", "})
_LINE = Words("one line of text", "一行文字")
_LIST = Words("a list", "列表")
_ROWS = Words("a block of rows behind `|`", "`|` 之后的多行文字")
_KEYS = Words("keys with values", "键和值")
_NEITHER = Words("write one sentence a line, each behind `- `", "请一行写一句，每句前加 `- `")


def read_yaml_rules(source: Source) -> tuple[FileNodes, tuple[Finding, ...]]:
    """A YAML rule file as nodes, as far as it could be read, and what is wrong with it."""
    root, found = read_yaml(source)
    problems = Problems()
    nodes = FileNodes(source.name, "yaml")
    if root is not None:
        nodes = _Reader(source, problems).read(root)
    return nodes, (*found, *problems.found)


@define
class _Reader:
    """One reading of one file."""

    source: Source
    problems: Problems
    language: str = ""
    header: list[Entry] = field(factory=list)
    header_notes: tuple[str, ...] = ()
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
        return FileNodes(self.source.name, "yaml", self.language, header, tuple(self.constructs), root.notes)

    def _top(self, entry: Entry) -> None:
        word = keys.exact(entry.key, _TOP)
        if word is None:
            unknown(self.problems, say.UNKNOWN_BLOCK, _key_fragment(entry), _TOP)
        elif word in keys.LATER.values():
            self.problems.add(say.NOT_SUPPORTED, entry.key_span, word=entry.key)
        elif word.key == "language":
            if (text := self._line(entry)) is not None:
                self.language = known_language(text, entry.key_span, self.problems)
        elif word in _HEADER_KEYS:
            self._header(word, entry)
        else:
            self._list(word, entry)

    def _header(self, word: Word, entry: Entry) -> None:
        text = self._line(entry)
        if text is None:
            return
        plain, notes = _bare(text)
        first = word is keys.HEADER.word
        if first:
            self.header_notes, notes = (*entry.notes, *notes), ()
        kept = Entry(word.key, Text(plain), entry.key_span, () if first else (*entry.notes, *notes))
        entries = Entries(keys.HEADER, self.problems, self.header)
        entries.add(kept)

    def _list(self, word: Word, entry: Entry) -> None:
        """The constructs of one list; what is written above the list goes with its first."""
        if not isinstance(entry.value, ListNode):
            if isinstance(entry.value, Text) and not entry.value.text.strip():
                self.problems.add(say.EMPTY, entry.key_span, word=entry.key)
            else:
                self._shape(entry.key_span, entry.key, _LIST, entry.value)
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
            self._shape(item.span, written, _KEYS, item)
            return None
        found = [(entry, word) for entry in item.entries if (word := keys.exact(entry.key, _KIND_WORDS))]
        own = next((pair for pair in found if pair[1].key == place.key), found[0] if found else None)
        if own is None:
            later = next((entry for entry in item.entries if keys.exact(entry.key, keys.LATER.values())), None)
            if later is not None:
                self.problems.add(say.NOT_SUPPORTED, later.key_span, word=later.key)
            else:
                example = place.key if place.key in keys.KINDS else "rule"
                self.problems.add(say.NO_KIND, _first_line(item.span), word=example)
            return None
        entry, word = own
        if place.key not in (word.key, "contents"):
            right = keys.LISTS[word.key].en[0]
            self.problems.add(say.LIST_KIND, entry.key_span, word=entry.key, list=written, right=right)
        return self._block(keys.KINDS[word.key], entry, item)

    def _block(self, kind: Kind, own: Entry, item: Block) -> Block | None:
        name = self._line(own)
        if name is None:
            return None
        plain, behind = _bare(name)
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
            elif (value := self._value(word, entry)) is not None:
                entries.add(value)
        if kind.needs_lines and len(item.entries) == 1:
            self.problems.add(say.EMPTY_CONSTRUCT, own.key_span, word=own.key)
        notes = (*item.notes, *own.notes, *behind)
        return Block(_with_like(entries.ordered()), item.span, notes)

    def _like(self, entry: Entry, entries: Entries) -> None:
        """`like: Auntie Zhang` says the same as `like Auntie Zhang` among the given."""
        text = self._line(entry)
        if text is not None:
            lead = Fragment(entry.key_span.text + " ", self.source, ((0, entry.key_span.start),))
            steps = (*lead.steps, *((len(lead.text) + local, origin) for local, origin in text.steps))
            whole = Fragment(lead.text + text.text, self.source, steps)
            items = ListNode((Text(whole),), text.span())
            entries.add(Entry("like", items, entry.key_span, (*entry.notes, *text.notes)))

    # values

    def _value(self, word: Word, entry: Entry) -> Entry | None:
        value, more = self._shaped(word, entry)
        if value is None:
            return None
        return Entry(word.key, value, entry.key_span, (*entry.notes, *more))

    def _shaped(self, word: Word, entry: Entry) -> tuple[Node | None, tuple[str, ...]]:
        node = entry.value
        if isinstance(node, Text) and not node.text.strip():
            self.problems.add(say.EMPTY, entry.key_span, word=entry.key)
            return None, ()
        if word.holds in (Holds.LINES, Holds.PARTS):
            return self._sentences(word, entry)
        if word.holds is Holds.WORDS:
            return self._words(word, entry)
        if word.holds is Holds.ROWS:
            return self._rows(entry), ()
        text = self._line(entry, _JOINTS.get(word.key, ""))
        if text is None:
            return None, ()
        plain, notes = _bare(text)
        return Text(canonical_hit(plain) if word.key == "hit" else plain), notes

    def _line(self, entry: Entry, joint: str = "") -> Fragment | None:
        """One line of text, with the comments behind it as its notes; items of a list are joined where they may be."""
        if joint and isinstance(entry.value, ListNode) and entry.value.items:
            texts = [item for item in entry.value.items if isinstance(item, Text) and item.text.strip()]
            if len(texts) == len(entry.value.items):
                return joined([flat(item.fragment) for item in texts], joint, self.source)
        if isinstance(entry.value, Text):
            text = flat(entry.value.fragment)
            if text.text:
                return with_notes(text, entry.value.fragment.notes)
            self.problems.add(say.EMPTY, entry.key_span, word=entry.key)
        else:
            self._shape(entry.key_span, entry.key, _LINE, entry.value)
        return None

    def _words(self, word: Word, entry: Entry) -> tuple[Node | None, tuple[str, ...]]:
        node = entry.value
        if isinstance(node, ListNode) and word.key == "note":
            texts = [item for item in node.items if isinstance(item, Text) and item.text.strip()]
            if len(texts) == len(node.items) and texts:
                shown = [_shown(item, item.fragment.notes) for item in texts]
                whole = shown[0] if len(shown) == 1 else ListNode(tuple(shown), node.span)
                return whole, node.notes
        if not isinstance(node, Text):
            self._shape(entry.key_span, entry.key, _LINE, node)
            return None, ()
        return _shown(node, ()), node.fragment.notes

    def _rows(self, entry: Entry) -> Text | None:
        if not isinstance(entry.value, Text):
            self._shape(
                entry.key_span, entry.key, Words("a block of rows behind `|`", "`|` 之后的多行文字"), entry.value
            )
            return None
        fragment = entry.value.fragment
        above = (*entry.notes, *fragment.notes)
        start = entry.key_span.start
        comments = [Fragment(f"# {note}".rstrip(), self.source, ((0, start),)) for note in above]
        lines = [line for line in trimmed(fragment) if line.text]
        return Text(stacked([*comments, *lines], self.source), block=True)

    def _sentences(self, word: Word, entry: Entry) -> tuple[ListNode | None, tuple[str, ...]]:
        node = entry.value
        if isinstance(node, Block):
            self._block_for_list(entry, node)
            return None, ()
        if isinstance(node, Text):
            parts = self._parts(word, with_notes(flat(node.fragment), ()))
            return ListNode(tuple(Text(part) for part in parts), node.span), node.fragment.notes
        if not node.items:
            self.problems.add(say.EMPTY, entry.key_span, word=entry.key)
            return None, ()
        if node.span.text.startswith("["):
            self._flow(word, entry, node)
        items = self._items(word, node, 1)
        return (ListNode(tuple(items), node.span) if items else None), node.notes

    def _block_for_list(self, entry: Entry, node: Block) -> None:
        if any(keys.exact(item.key, [keys.ANY_OF]) for item in node.entries):
            self._shape(entry.key_span, entry.key, _LIST, node)
        else:
            self.problems.found.append(sentence_as_mapping(node))

    def _flow(self, word: Word, entry: Entry, node: ListNode) -> None:
        """A list in brackets: not for sentences; what is given may stand there while no bracket is cut."""
        if word.key in ("when", "then"):
            self.problems.add(say.FLOW_LIST, node.span, word=entry.key)
            return
        for item in node.items:
            if isinstance(item, Text) and not item.quoted:
                opened = sum(item.text.count(sign) for sign in "(（") - sum(item.text.count(sign) for sign in ")）")
                if opened:
                    self.problems.add(say.BRACKET_CUT, item.span, word=item.text)

    def _parts(self, word: Word, fragment: Fragment) -> Sequence[Fragment]:
        if word.holds is not Holds.PARTS:
            return [fragment]
        parts = [part for part in split_outside(fragment, ";；") if part.text]
        if parts:
            parts[0] = with_notes(parts[0], fragment.notes)
        return parts

    def _items(self, word: Word, node: ListNode, depth: int) -> list[Node]:
        items: list[Node] = []
        for item in node.items:
            if isinstance(item, Text):
                text = with_notes(flat(item.fragment), item.fragment.notes)
                if text.text:
                    items += [Text(part) for part in self._parts(word, text)]
                else:
                    self.problems.add(say.EMPTY, item.span, word="-")
            elif isinstance(item, Block):
                block = self._any_of(word, item, depth)
                if block is not None:
                    items.append(block)
            else:
                self._shape(item.span, "-", Words("one sentence", "一句话"), item)
        return items

    def _any_of(self, word: Word, item: Block, depth: int) -> Block | None:
        first = item.entries[0] if item.entries else None
        known = first is not None and keys.exact(first.key, [keys.ANY_OF]) is not None
        if first is None or not known or len(item.entries) > 1 or word.key not in ("when", keys.ANY_OF.key):
            self.problems.found.append(sentence_as_mapping(item))
            return None
        if depth > LIMITS.condition_depth:
            limit = str(LIMITS.condition_depth)
            self.problems.add(say.TOO_DEEP, first.key_span, word=first.key, limit=limit)
            return None
        if not isinstance(first.value, ListNode):
            empty = isinstance(first.value, Text) and not first.value.text.strip()
            if empty:
                self.problems.add(say.EMPTY, first.key_span, word=first.key)
            else:
                self._shape(first.key_span, first.key, _LIST, first.value)
            return None
        if first.value.span.text.startswith("["):
            self.problems.add(say.FLOW_LIST, first.value.span, word=first.key)
        inner = self._items(keys.ANY_OF, first.value, depth + 1)
        if not inner:
            return None
        notes = (*item.notes, *first.notes, *first.value.notes)
        entry = Entry(keys.ANY_OF.key, ListNode(tuple(inner), first.value.span), first.key_span)
        return Block((entry,), item.span, notes)

    def _shape(self, span: Span, word: str, wanted: Words, seen: Node) -> None:
        what = _LINE if isinstance(seen, Text) else _LIST if isinstance(seen, ListNode) else _KEYS
        hint = _NEITHER if wanted is _LIST else Words("", "")
        self.problems.add(say.SHAPE, _first_line(span), word=word, wanted=wanted, seen=what, hint=hint)


def _shown(node: Text, notes: tuple[str, ...]) -> Text:
    """A text shown to people: no white space at its ends nor at the ends of its lines."""
    lines = trimmed(node.fragment, leading=False)
    first = next((i for i, line in enumerate(lines) if line.text.strip()), 0)
    last = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].text.strip()), 0)
    kept = [lines[first].strip(), *lines[first + 1 : last + 1]]
    return Text(with_notes(stacked(kept, node.fragment.source), notes), block=len(kept) > 1)


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


def _bare(fragment: Fragment) -> tuple[Fragment, tuple[str, ...]]:
    """A fragment without its notes, and them."""
    return evolve(fragment, notes=()), fragment.notes


def _key_fragment(entry: Entry) -> Fragment:
    span = entry.key_span
    return Fragment(span.text, span.source, ((0, span.start),))


def _first_line(span: Span) -> Span:
    end = span.start + len(span.text.split("\n", 1)[0].rstrip())
    return Span(span.source, span.start, max(span.start, end))

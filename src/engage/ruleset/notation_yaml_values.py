"""The values of a YAML block: one line, sentences, words for people, rows. Each in the shape its key asks for.

Whatever has another shape is a finding that says what to write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from attrs import define, evolve

from engage.ground.finding import Fix, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Holds, Word
from engage.ruleset.nodes import Block, Entry, ListNode, Node, Text
from engage.ruleset.notation_blocks import with_notes
from engage.ruleset.notation_heads import canonical_hit
from engage.ruleset.notation_lines import Problems, flat, joined, split_outside, stacked, trimmed
from engage.ruleset.notation_yaml_writer import scalar
from engage.ruleset.yaml_events import sentence_as_mapping

__all__ = ["KEYS", "LIST", "Values", "bare", "first_line"]

#: Keys that may name several things, and what stands between them on one line.
_JOINTS: Mapping[str, str] = MappingProxyType({"event": ", ", "beats": ", "})
_LINE = Words("one line of text", "一行文字")
LIST = Words("a list", "列表")
_ROWS = Words("a block of rows behind `|`", "`|` 之后的多行文字")
KEYS = Words("keys with values", "键和值")
_NO_HINT = Words("")
_AN_ITEM = Words("write one sentence a line, each behind `- `", "请一行写一句，每句前加 `- `")
_ANY_OF = Words("write `- any of:`, with its lines below", "请写 `- 任一满足:`，各行写在其下")


@define
class Values:
    """Reads the values of one file."""

    source: Source
    problems: Problems

    def entry(self, word: Word, entry: Entry) -> Entry | None:
        """A key with its value, None when the value is not of its shape."""
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
        text = self.line(entry, _JOINTS.get(word.key, ""))
        if text is None:
            return None, ()
        plain, notes = bare(text)
        return Text(canonical_hit(plain) if word.key == "hit" else plain), notes

    def line(self, entry: Entry, joint: str = "") -> Fragment | None:
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
            self.shape(entry.key_span, entry.key, _LINE, entry.value)
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
            self.shape(entry.key_span, entry.key, _LINE, node)
            return None, ()
        return _shown(node, ()), node.fragment.notes

    def _rows(self, entry: Entry) -> Text | None:
        if not isinstance(entry.value, Text):
            self.shape(
                entry.key_span, entry.key, Words("a block of rows behind `|`", "`|` 之后的多行文字"), entry.value
            )
            return None
        # Comments above the key stay with it, and are no lines of the block.
        lines = [line for line in trimmed(entry.value.fragment) if line.text]
        return Text(with_notes(stacked(lines, self.source), entry.value.fragment.notes), block=True)

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
            self.shape(entry.key_span, entry.key, LIST, node, _ANY_OF)
        else:
            self.problems.found.append(sentence_as_mapping(node))

    def _flow(self, word: Word, entry: Entry, node: ListNode) -> None:
        """A list in brackets: not for sentences; what is given may stand there while no bracket is cut."""
        if word.key in (*keys.CONDITIONS, "then", "moves", "entering", "holds"):
            self.problems.add(say.FLOW_LIST, node.span, word=entry.key)
            return
        whole = _mended(node)
        if len(whole) < len(node.items):
            cut = next(
                item for item in node.items if isinstance(item, Text) and not item.quoted and _unbalanced(item.text)
            )
            column = " " * (entry.key_span.column + 1)
            lines = "".join(f"\n{column}- {scalar(text)}" for text in whole)
            self.problems.add(say.BRACKET_CUT, node.span, (Fix(node.span, lines),), word=cut.text)

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
                self.shape(item.span, "-", Words("one sentence", "一句话"), item)
        return items

    def _any_of(self, word: Word, item: Block, depth: int) -> Block | None:
        first = item.entries[0] if item.entries else None
        known = first is not None and keys.exact(first.key, [keys.ANY_OF]) is not None
        if first is None or not known or len(item.entries) > 1 or word.key not in (*keys.CONDITIONS, keys.ANY_OF.key):
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
                self.shape(first.key_span, first.key, LIST, first.value, _AN_ITEM)
            return None
        if first.value.span.text.startswith("["):
            self.problems.add(say.FLOW_LIST, first.value.span, word=first.key)
        inner = self._items(keys.ANY_OF, first.value, depth + 1)
        if not inner:
            return None
        notes = (*item.notes, *first.notes, *first.value.notes)
        entry = Entry(keys.ANY_OF.key, ListNode(tuple(inner), first.value.span), first.key_span)
        return Block((entry,), item.span, notes)

    def shape(self, span: Span, word: str, wanted: Words, seen: Node, hint: Words = _NO_HINT) -> None:
        """Reports a value of another shape than its key asks for."""
        what = _LINE if isinstance(seen, Text) else LIST if isinstance(seen, ListNode) else KEYS
        self.problems.add(say.SHAPE, first_line(span), word=word, wanted=wanted, seen=what, hint=hint)


def _shown(node: Text, notes: tuple[str, ...]) -> Text:
    """A text shown to people: no white space at its ends nor at the ends of its lines."""
    lines = trimmed(node.fragment, leading=False)
    first = next((i for i, line in enumerate(lines) if line.text.strip()), 0)
    last = next((i for i in range(len(lines) - 1, -1, -1) if lines[i].text.strip()), 0)
    kept = [lines[first].strip(), *lines[first + 1 : last + 1]]
    return Text(with_notes(stacked(kept, node.fragment.source), notes), block=len(kept) > 1)


def bare(fragment: Fragment) -> tuple[Fragment, tuple[str, ...]]:
    """A fragment without its notes, and them."""
    return evolve(fragment, notes=()), fragment.notes


def _unbalanced(text: str) -> int:
    """How many round brackets are opened and not closed."""
    return sum((char in "(（") - (char in ")）") for char in text)


def _mended(node: ListNode) -> list[str]:
    """The items of a list in brackets, joined again where a comma inside round brackets cut them."""
    whole: list[str] = []
    opened = 0
    for item in node.items:
        text = item.text if isinstance(item, Text) else item.span.text
        if opened > 0:
            whole[-1] += ", " + text
        else:
            whole.append(text)
        if not (isinstance(item, Text) and item.quoted):
            opened += _unbalanced(text)
    return whole


def first_line(span: Span) -> Span:
    """A place cut to its first line."""
    end = span.start + len(span.text.split("\n", 1)[0].rstrip())
    return Span(span.source, span.start, max(span.start, end))

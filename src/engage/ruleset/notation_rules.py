"""Reads `.rules` text into nodes. Never raises on any text; every problem is a finding with its place.

A block begins at the margin; what is indented belongs to it. Sentences are not understood here, only cut apart.
`notation_rules_writer.py` is the way back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import define, field

from engage.ground.finding import Finding, Fix
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Holds, Kind, Word
from engage.ruleset.nodes import Block, Entry, FileNodes, ListNode, Node, Text
from engage.ruleset.notation_blocks import Entries, kind_words, unknown, with_notes
from engage.ruleset.notation_charts import Charted
from engage.ruleset.notation_heads import HEADS, behind, head_entries, known_language
from engage.ruleset.notation_lines import (
    Group,
    Line,
    Problems,
    cleaned,
    comment_text,
    cut_outside_quotes,
    groups,
    indented_from,
    lines_of,
    split_outside,
    stacked,
    without_comment,
)
from engage.ruleset.notation_rules_writer import write_rules
from engage.ruleset.notation_undented import Undented
from engage.ruleset.quoted import shown_text

__all__ = ["later_blocks", "read_rules", "write_rules"]

_LANGUAGE = keys.KEYS["language"]
_INSIDE = keys.Lookup.of([*keys.KEYS.values(), keys.ANY_OF])
_ANY_OF = keys.Lookup.of([keys.ANY_OF])
_CONDITIONS: Final = {*keys.CONDITIONS, keys.ANY_OF.key}
_BY_KIND: Final = {
    kind.word.key: keys.Lookup.of([keys.KEYS[key] for key in kind.keys]) for kind in (*keys.KINDS.values(), keys.HEADER)
}


def read_rules(source: Source) -> tuple[FileNodes, tuple[Finding, ...]]:
    """A `.rules` file as nodes, as far as it could be read, and what is wrong with it."""
    problems = Problems()
    nodes = FileNodes(source.name, "rules")
    if len(source.text) > LIMITS.ruleset_bytes or len(source.text.encode("utf-8", "replace")) > LIMITS.ruleset_bytes:
        problems.add(say.TOO_LARGE, Span(source, 0, 0), limit=f"{LIMITS.ruleset_bytes:,}")
    else:
        nodes = _Reader(source, cleaned(source, problems), problems).read()
    return nodes, tuple(problems.found)


def later_blocks(source: Source) -> list[tuple[int, str]]:
    """The blocks of kinds that are not supported yet, as they stand with the comments above them; each with the
    number of blocks that were read before it."""
    problems = Problems()
    reader = _Reader(source, cleaned(source, problems), problems)
    reader.read()
    return reader.later


@define
class _Reader:
    """One reading of one file."""

    source: Source
    text: str
    problems: Problems
    language: str = ""
    header: Block | None = None
    constructs: list[Block] = field(factory=list)
    notes: tuple[str, ...] = ()
    later: list[tuple[int, str]] = field(factory=list)

    def read(self) -> FileNodes:
        lines = lines_of(self.source, self.text, self.problems)
        first = next((i for i, line in enumerate(lines) if not line.comment and line.indent == 0), len(lines))
        early = [line for line in lines[:first] if not line.comment]
        if early:
            self._before_first(early[0])
        kept = [line for line in lines[:first] if line.comment] + lines[first:]
        found = groups(self.source, kept, self.problems)
        self.notes = self._file_notes(found, kept)
        for place, group in enumerate(found):
            if len(self.constructs) == LIMITS.rules:
                self.problems.add(say.TOO_MANY, self._span(group.head), limit=f"{LIMITS.rules:,}")
                break
            self._construct(group, first=place == 0)
        return FileNodes(self.source.name, "rules", self.language, self.header, tuple(self.constructs), self.notes)

    def _before_first(self, head: Line) -> None:
        line = self._fragment(head)
        block = keys.leading(line.text, HEADS)
        if block is None:
            self.problems.add(say.NO_BLOCK, line.span())
        else:
            self._indented_head(head, line.span(0, block[1]))

    def _indented_head(self, head: Line, word: Span) -> None:
        margin = Fix(Span(self.source, head.margin, head.start), "")
        self.problems.add(say.HEAD_INDENTED, word, (margin,), word=word.text)

    def _file_notes(self, found: list[Group], kept: list[Line]) -> tuple[str, ...]:
        """The comments at the top that a blank line parts from the first block belong to the file.

        A line that names the language is no block: comments between it and the first block are at the top, too.
        """
        if not found:
            return self._comments(kept)
        notes: tuple[str, ...] = ()
        for group in found[:2]:
            above = group.above
            follows = [line.number for line in above[1:]] + [group.head.number]
            gaps = [i for i, line in enumerate(above) if line.number + 1 != follows[i]]
            cut = gaps[-1] + 1 if gaps else 0
            notes, group.above = (*notes, *self._comments(above[:cut])), above[cut:]
            word = keys.leading(self._fragment(group.head).text, HEADS)
            if word is None or word[0] is not _LANGUAGE:
                break
        body = found[-1].body  # comments at the margin below the last block are the file's too
        end = len(body)
        while end and body[end - 1].comment and body[end - 1].indent == 0:
            end -= 1
        notes += self._comments(body[end:])
        del body[end:]
        return notes

    # one block

    def _construct(self, group: Group, *, first: bool) -> None:
        line, comment = without_comment(self._fragment(group.head))
        found = keys.leading(line.text, HEADS)
        if found is None:
            self._unknown_block(line)
            return
        word, end = found
        span, rest = line.span(0, end), behind(line, end)
        notes = (*self._comments(group.above), *comment)
        if word is _LANGUAGE:
            self._language(rest, span, first=first)
            self.notes += (*notes, *self._stray(group))
        elif word.key in keys.LATER:
            self.problems.add(say.NOT_SUPPORTED, span, word=span.text)
            lines = [*group.above, group.head, *group.body]
            whole = self.source.text[lines[0].margin : lines[-1].end].replace("\r\n", "\n")
            self.later.append((len(self.constructs), whole))
        elif word is keys.HEADER.word:
            block = self._block(keys.HEADER, span, rest, group, notes)
            if self.header is not None:
                self.problems.add(say.HEADER_AGAIN, span, related=(self.header.span,), word=span.text)
            elif block is not None:
                self.header = self._without_language(block)
        else:
            block = self._block(keys.KINDS[word.key], span, rest, group, notes)
            if block is not None:
                self.constructs.append(block)

    def _unknown_block(self, line: Fragment) -> None:
        inside = keys.leading(line.text, _INSIDE)
        if inside is not None:
            span = line.span(0, inside[1])
            start = line.span(0, 0)
            self.problems.add(say.KEY_AT_MARGIN, span, (Fix(start, "  "),), word=span.text)
            return
        unknown(self.problems, say.UNKNOWN_BLOCK, line, HEADS.words)

    def _language(self, rest: Fragment, span: Span, *, first: bool) -> None:
        if not first:
            self.problems.add(say.LANGUAGE_LATE, span)
        else:
            self.language = known_language(rest, span, self.problems)

    def _without_language(self, header: Block) -> Block:
        """`language` in the header block says the same as a first line."""
        entry = next((item for item in header.entries if item.key == "language"), None)
        if entry is None or not isinstance(entry.value, Text):
            return header
        self.language = known_language(entry.value.fragment, entry.key_span, self.problems) or self.language
        return Block(tuple(item for item in header.entries if item is not entry), header.span, header.notes)

    def _block(self, kind: Kind, span: Span, rest: Fragment, group: Group, notes: tuple[str, ...]) -> Block | None:
        heads = head_entries(kind, rest, span, self.problems)
        if heads is None:
            return None
        lines = group.body
        rows: list[Line] = []
        if kind.rows:
            lines, rows = self._parted(kind, lines)
        entries = Entries(kind, self.problems, [*heads])
        last: list[str] = []
        undented = Undented(self.source, self.text, kind, _BY_KIND[kind.word.key], self.problems)
        charted = Charted(self.source, self.text, kind, self.problems)
        undented.read(charted.read(groups(self.source, lines, self.problems)))
        inner = undented.kept
        if undented.actions:
            entries.add(self._actions(undented.actions))
        for entry in charted.entries:
            entries.add(entry)
        if not inner and not charted.entries:
            last += self._comments(lines)
        for item in inner:
            self._entry(kind, item, entries)
        if rows:
            texts = [self._fragment(line) for line in rows]
            key_span = texts[0].span()
            entries.add(Entry(kind.rows, Text(stacked(texts, self.source), block=True), key_span))
        if kind.needs_lines and not group.has_lines():
            self.problems.add(say.EMPTY_CONSTRUCT, span, word=span.text)
        end = max((line.end for line in group.body if not line.comment), default=group.head.end)
        return Block(entries.ordered(), Span(self.source, group.head.start, end), (*notes, *last))

    def _actions(self, found: Sequence[Group]) -> Entry:
        """What is done, written without the `then` above it."""
        texts = tuple(Text(self._fragment(group.head)) for group in found)
        span = Span(self.source, found[0].head.start, found[-1].head.end)
        return Entry("then", ListNode(texts, span), span)

    def _parted(self, kind: Kind, lines: list[Line]) -> tuple[list[Line], list[Line]]:
        """The lines of a block with rows: those with a bar (comments between them stay among them) and the others."""
        marked, free = self._rows_among(kind, lines)
        if not marked:
            return lines, []
        first, last = marked[0], marked[-1]
        while first and first - 1 in free:
            first -= 1
        if all(line.comment for line in lines[last + 1 :]):
            last = len(lines) - 1
        taken = {i for i in range(first, last + 1) if i in free}.union(marked)
        rows = [line for i, line in enumerate(lines) if i in taken]
        return [line for i, line in enumerate(lines) if i not in taken], rows

    def _rows_among(self, kind: Kind, lines: list[Line]) -> tuple[list[int], set[int]]:
        """Where the rows are, and the comments that may go with them. Bars in quotes make no row, nor do those in
        a text that is written below its key; what looks like a comment there is none."""
        marked: list[int] = []
        free: set[int] = set()
        text_below: int | None = None
        for place, line in enumerate(lines):
            if text_below is not None and line.indent > text_below:
                continue
            if line.comment:
                free.add(place)
                continue
            body = self.text[line.start : line.end]
            found = keys.leading(body, _BY_KIND[kind.word.key])
            alone = found is not None and body[found[1] :].strip(" \t\u3000:：") == ""
            text_below = line.indent if found is not None and alone and found[0].holds is Holds.WORDS else None
            if cut_outside_quotes(body, "|｜") or (found is None and "\t" in body):
                marked.append(place)
        return marked, free

    # one key inside a block

    def _entry(self, kind: Kind, group: Group, entries: Entries) -> None:
        line = self._fragment(group.head)
        lookup = _BY_KIND[kind.word.key]
        found = keys.leading(line.text, lookup)
        if found is None and "once" in kind.keys and line.text.startswith("每"):
            found = keys.KEYS["once"], 0  # `每位客户 每30天 一次` needs no word before it
        if found is None:
            self._unknown_key(kind, group.head, line)
            return
        word, end = found
        span = line.span(0, end or len(line.text))
        rest = behind(line, end)
        rest, comment = without_comment(rest)
        notes = (*self._comments(group.above), *comment)
        value, more = self._value(word, rest, group, span)
        if value is None:
            self.problems.add(say.EMPTY, span, word=span.text)
        else:
            entries.add(Entry(word.key, value, span, (*notes, *more)))

    def _unknown_key(self, kind: Kind, head: Line, line: Fragment) -> None:
        block = keys.leading(line.text, HEADS)
        if block is None:
            unknown(self.problems, say.UNKNOWN_KEY, line, _BY_KIND[kind.word.key].words, kind_words(kind))
        else:
            self._indented_head(head, line.span(0, block[1]))

    def _value(self, word: Word, rest: Fragment, group: Group, span: Span) -> tuple[Node | None, tuple[str, ...]]:
        """What stands behind a key, and the comments below it that nothing inside took."""
        if word.holds in (Holds.LINES, Holds.PARTS):
            return self._list(word, rest, group, span)
        if word.holds is Holds.WORDS:
            if rest.text:
                return self._words(rest), self._stray(group)
            return self._literal(group), ()
        if word.holds is Holds.ROWS or (not rest.text and group.has_lines()):
            texts = [self._fragment(line) for line in group.body]
            if word.holds is Holds.ROWS:
                return (Text(stacked(texts, self.source), block=True), ()) if group.has_lines() else (None, ())
            return self._single_below(group)
        return (Text(rest) if rest.text else None), self._stray(group)

    def _single_below(self, group: Group) -> tuple[Node | None, tuple[str, ...]]:
        """A sentence on the line below its key."""
        plain = [line for line in group.body if not line.comment]
        if len(plain) > 1:
            self.problems.add(say.DEEPER, Span(self.source, plain[1].start, plain[-1].end))
        fragment, comment = without_comment(self._fragment(plain[0]))
        return Text(fragment), (*self._comments(group.body), *comment)

    def _stray(self, group: Group) -> tuple[str, ...]:
        plain = [line for line in group.body if not line.comment]
        if plain:
            self.problems.add(say.DEEPER, Span(self.source, plain[0].start, plain[-1].end))
        return self._comments(group.body)

    def _words(self, rest: Fragment) -> Text | None:
        inner = shown_text(rest, self.problems)
        return Text(inner) if inner.text else None

    def _literal(self, group: Group) -> Text | None:
        """A text of several lines, as it stands: no comments in it, nothing but the indentation cut away."""
        if not group.body:
            return None
        level = group.body[0].indent
        texts: list[Fragment] = []
        number = group.body[0].number
        for line in group.body:
            blank = Fragment("", self.source, ((0, line.start),))
            texts += [blank] * (line.number - number)
            texts.append(self._piece(indented_from(self.text, line, level), line.end))
            number = line.number + 1
        return Text(stacked(texts, self.source), block=len(texts) > 1)

    def _list(self, word: Word, rest: Fragment, group: Group, span: Span) -> tuple[ListNode | None, tuple[str, ...]]:
        items: list[Node] = [Text(part) for part in self._parts(word, rest)] if rest.text else []
        if group.has_lines():
            items += self._items(word, group.body, 1)
            left: tuple[str, ...] = ()
        else:
            left = self._comments(group.body)
        end = max((line.end for line in group.body if not line.comment), default=group.head.end)
        return (ListNode(tuple(items), Span(self.source, span.start, end)) if items else None), left

    def _parts(self, word: Word, fragment: Fragment) -> list[Fragment]:
        if word.holds is not Holds.PARTS:
            return [fragment]
        parts = [part for part in split_outside(fragment, ";；") if part.text]
        if parts and fragment.notes:
            parts[0] = with_notes(parts[0], fragment.notes)
        return parts

    def _items(self, word: Word, lines: list[Line], depth: int) -> list[Node]:
        items: list[Node] = []
        for group in groups(self.source, lines, self.problems):
            fragment, comment = without_comment(self._fragment(group.head))
            notes = (*self._comments(group.above), *comment)
            found = keys.leading(fragment.text, _ANY_OF) if word.key in _CONDITIONS else None
            if found is not None and not behind(fragment, found[1]).text:
                block = self._any_of(fragment.span(0, found[1]), group, notes, depth)
                if block is not None:
                    items.append(block)
                continue
            notes += self._stray(group)
            items += [Text(part) for part in self._parts(word, with_notes(fragment, notes))]
        return items

    def _any_of(self, span: Span, group: Group, notes: tuple[str, ...], depth: int) -> Block | None:
        if depth > LIMITS.condition_depth:
            self.problems.add(say.TOO_DEEP, span, word=span.text, limit=str(LIMITS.condition_depth))
            return None
        if not group.has_lines():
            self.problems.add(say.ANY_OF_EMPTY, span, word=span.text)
            return None
        inner = self._items(keys.ANY_OF, group.body, depth + 1)
        if not inner:
            return None
        whole = Span(self.source, span.start, max(line.end for line in group.body if not line.comment))
        return Block((Entry(keys.ANY_OF.key, ListNode(tuple(inner), whole), span),), whole, notes)

    # pieces of the text

    def _piece(self, start: int, end: int) -> Fragment:
        return Fragment(self.text[start:end], self.source, ((0, start),))

    def _fragment(self, line: Line) -> Fragment:
        return self._piece(line.start, line.end)

    def _span(self, line: Line) -> Span:
        return Span(self.source, line.start, line.end)

    def _comments(self, lines: Sequence[Line]) -> tuple[str, ...]:
        return tuple(comment_text(self.text[line.start : line.end]) for line in lines if line.comment)

"""The guarded events of a YAML text become nodes; comments find the node they speak of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from attrs import evolve

from engage.ground.finding import Finding, Words
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import yaml_messages as say
from engage.ruleset.nodes import Block, Entry, ListNode, Node, Text
from engage.ruleset.yaml_problems import found, in_quotes
from engage.ruleset.yaml_scalars import YamlEvent, comments_between, fragment_of

__all__ = ["MAX_FINDINGS", "TreeReader", "tabs_between"]

#: More than these of one file help nobody.
MAX_FINDINGS: Final = 50

_CHANGED: Final = (
    (re.compile(r"[-+]?0[0-7]+"), Words("an octal number", "八进制数")),
    (re.compile(r"[-+]?0[xXbB][0-9a-fA-F_]+"), Words("a hexadecimal or binary number", "十六进制或二进制数")),
    (re.compile(r"[-+]?[0-9]+(?:_[0-9]+)+"), Words("a number without its underscores", "去掉下划线的数")),
    (re.compile(r"[-+]?[0-9]+(?::[0-5]?[0-9])+"), Words("a number of seconds or minutes", "秒数或分钟数")),
    (re.compile(r"NO|No|OFF|Off|FALSE|False"), Words("the yes/no value no", "是否值“否”")),
    (re.compile(r"YES|Yes|ON|On|TRUE|True"), Words("the yes/no value yes", "是否值“是”")),
    (re.compile(r"~|null|Null|NULL"), Words("no value at all", "空值")),
)
_CHANGED_STARTS: Final = "0123456789+-nNoOfFyYtT~"
_PAIRS: Final = (("“", "”"), ("‘", "’"), ("（", "）"), ("(", ")"), ("{", "}"), ("《", "》"))


class TreeReader:
    """Walks the events once, with a finger on the comments. `findings` fills while `read` runs."""

    def __init__(self, source: Source, masked: str, events: Sequence[YamlEvent]) -> None:
        self.findings: list[Finding] = []
        self._source, self._masked = source, masked
        self._events, self._at = events, 0
        scalars = ((event.start, event.end, event.style) for event in events if event.kind == "scalar")
        self._comments = comments_between(masked, scalars)
        self._next_comment = 0

    def read(self) -> Node:
        """The whole text; comments followed by an empty line at its top, and those at its end, are its notes."""
        notes = self._opening_notes()
        node = self._node()
        last = tuple(comment.text for comment in self._comments[self._next_comment :])
        return evolve(node, notes=(*notes, *last)) if isinstance(node, Block | ListNode) else node

    # ------------------------------------------------------------------------------------------- nodes

    def _node(self) -> Node:
        event = self._events[self._at]
        if event.kind == "scalar":
            return self._text()
        self._at += 1
        return self._list(event) if event.kind == "list" else self._block(event)

    def _text(self) -> Text:
        event = self._events[self._at]
        self._at += 1
        fragment = fragment_of(self._source, self._masked, event.start, event.end, event.style, event.value)
        notes = self._notes_within(event) if event.style in ("|", ">") else self._notes_behind(event.end)
        if notes and not event.style and (end := self._cut_end(event)):
            # What the analyst meant is read on, so that one mistake gives one finding.
            whole = Fragment(self._source.text[event.start : end], self._source, ((0, event.start),))
            return Text(whole)
        if not event.style:
            self._check_changed(event)
        fragment = evolve(fragment, notes=notes) if notes else fragment
        return Text(fragment, block=event.style in ("|", ">"), quoted=event.style in ("'", '"'))

    def _list(self, begin: YamlEvent) -> ListNode:
        items: list[Node] = []
        while self._events[self._at].kind != "end":
            notes = self._notes_before(self._events[self._at].start)
            items.append(_noted(self._node(), notes))
        return ListNode(tuple(items), self._span(begin, items), self._notes_of_flow(begin))

    def _block(self, begin: YamlEvent) -> Block:
        entries: list[Entry] = []
        seen: dict[str, Span] = {}
        values: list[Node] = []
        while self._events[self._at].kind != "end":
            event = self._events[self._at]
            notes = self._notes_before(event.start)
            key, key_span = self._key()
            value_event = self._events[self._at]
            notes += self._notes_behind(key_span.end, before=value_event.start)
            self._check_has_value(begin, key, key_span, value_event)
            value = self._node()
            values.append(value)
            if key in seen:
                first = seen[key]
                if len(self.findings) > MAX_FINDINGS:
                    continue
                twice = found(self._source, say.KEY_TWICE, key_span.start, key_span.end, key=key, line=str(first.line))
                self.findings.append(evolve(twice, related=(first,)))
            elif key:
                seen[key] = key_span
                entries.append(Entry(key, value, key_span, notes))
        return Block(tuple(entries), self._span(begin, values), self._notes_of_flow(begin))

    def _key(self) -> tuple[str, Span]:
        """The key as text, empty when it is none."""
        event = self._events[self._at]
        if event.kind != "scalar":
            start = event.start
            self._node()
            self.findings.append(found(self._source, say.KEY_NOT_TEXT, start, start + 1))
            return "", Span(self._source, start, start + 1)
        self._at += 1
        text = fragment_of(self._source, self._masked, event.start, event.end, event.style, event.value).text
        key = " ".join(unicodedata.normalize("NFKC", text).split())
        if not key:
            self.findings.append(found(self._source, say.KEY_NOT_TEXT, event.start, event.end))
        elif key == "<<" and not event.style:
            self.findings.append(found(self._source, say.MERGE_KEY, event.start, event.end))
            key = ""
        return key, Span(self._source, event.start, event.end)

    def _span(self, begin: YamlEvent, parts: Sequence[Node]) -> Span:
        """From the first sign to the last; consumes the end event."""
        end = self._events[self._at]
        self._at += 1
        if begin.style == "flow":
            return Span(self._source, begin.start, end.end)
        last = parts[-1].span.end if parts else begin.start
        return Span(self._source, begin.start, max(begin.start, last))

    # ---------------------------------------------------------------------------------------- comments

    def _opening_notes(self) -> tuple[str, ...]:
        """Comments at the top of the file with an empty line behind them."""
        first = self._events[0].start
        leading = [comment for comment in self._comments if comment.end <= first]
        cut = 0
        for number, comment in enumerate(leading, 1):
            following = leading[number].start if number < len(leading) else first
            if self._masked.count("\n", comment.end, following) > 1:
                cut = number
        self._next_comment = cut
        return tuple(comment.text for comment in leading[:cut])

    def _notes_before(self, start: int) -> tuple[str, ...]:
        return self._taken(lambda place: place < start)

    def _notes_behind(self, end: int, before: int | None = None) -> tuple[str, ...]:
        """The comment behind a text on its own line, with nothing but white space and `:` or `,` between."""
        if self._next_comment >= len(self._comments):
            return ()
        start = self._comments[self._next_comment].start
        if start < end or (before is not None and start >= before) or self._masked[end:start].strip(" \t:,"):
            return ()
        return self._taken(lambda place: place == start)

    def _notes_within(self, event: YamlEvent) -> tuple[str, ...]:
        """The comment on the first line of a text block."""
        line = self._masked.find("\n", event.start)
        return self._taken(lambda place: event.start < place < line)

    def _notes_of_flow(self, begin: YamlEvent) -> tuple[str, ...]:
        return self._notes_behind(self._events[self._at - 1].end) if begin.style == "flow" else ()

    def _taken(self, wanted: Callable[[int], bool]) -> tuple[str, ...]:
        if self._next_comment >= len(self._comments):
            return ()
        notes: list[str] = []
        while self._next_comment < len(self._comments) and wanted(self._comments[self._next_comment].start):
            notes.append(self._comments[self._next_comment].text)
            self._next_comment += 1
        return tuple(notes)

    # ------------------------------------------------------------------------------------------ checks

    def _cut_end(self, event: YamlEvent) -> int:
        """Where a text ends whose comment looks like part of it: `desk #3`, or inside quotes or brackets. Else 0."""
        comment = self._comments[self._next_comment - 1]
        text = self._source.text
        spaced = (
            text[comment.start - 2 : comment.start] == "  " or text[comment.start + 1 : comment.start + 2] in " \r\n"
        )
        written = text[event.start : event.end]
        whole = written.count('"') % 2 == 0 and all(written.count(a) == written.count(b) for a, b in _PAIRS)
        if spaced and whole:
            return 0
        end = comment.start + len(text[comment.start : comment.end].rstrip())
        quoted = in_quotes(text[event.start : end])
        cut = found(self._source, say.COMMENT_IN_TEXT, event.start, end, quoted,
                    lost=text[comment.start : end], quoted=quoted)  # fmt: skip
        self.findings.append(evolve(cut, span=Span(self._source, comment.start, end)))
        return end

    def _check_changed(self, event: YamlEvent) -> None:
        text = self._source.text[event.start : event.end]
        if not text or len(text) > 40 or text[0] not in _CHANGED_STARTS or len(self.findings) > MAX_FINDINGS:
            return
        meaning = next((words for pattern, words in _CHANGED if pattern.fullmatch(text)), None)
        if meaning:
            quoted = in_quotes(text)
            said = found(self._source, say.YAML_WOULD_CHANGE, event.start, event.end, quoted)
            self.findings.append(evolve(said, values={"text": text, "meaning": meaning, "quoted": quoted}))

    def _check_has_value(self, begin: YamlEvent, key: str, key_span: Span, value: YamlEvent) -> None:
        """`{customer tier}` as a whole text, or `{zh:word}` without the space."""
        if begin.style != "flow" or value.kind != "scalar" or value.style or value.start != value.end or not key:
            return
        if ":" in self._masked[key_span.end : value.start]:
            return
        name, colon, rest = key.partition(":")
        if not colon:
            name, colon, rest = key.partition("：")
        better = f"{{{name}: {rest}}}" if colon else f'"{{{key}}}"'
        self.findings.append(
            found(self._source, say.KEY_WITHOUT_VALUE, key_span.start, key_span.end, key=key, better=better)
        )


def _noted(node: Node, notes: tuple[str, ...]) -> Node:
    """The item with the comments above it."""
    if not notes:
        return node
    if isinstance(node, Text):
        return evolve(node, fragment=evolve(node.fragment, notes=(*notes, *node.fragment.notes)))
    return evolve(node, notes=(*notes, *node.notes))


def tabs_between(source: Source, masked: str, events: Sequence[YamlEvent]) -> list[Finding]:
    """Tabs that libyaml lets pass and other parsers refuse: outside quotes, text blocks and comments."""
    findings: list[Finding] = []
    at = 0
    scalars = [(event.start, event.end, event.style) for event in events if event.kind == "scalar"]
    comments = [(comment.start, comment.end, "#") for comment in comments_between(masked, scalars)]
    for start, end, style in sorted((*scalars, *comments, (len(masked), len(masked), ""))):
        stop = start if style else end
        tab = masked.find("\t", at, stop)
        if tab >= 0:  # one a stretch is enough
            findings.append(found(source, say.TAB, tab, tab + 1, "  "))
        at = max(at, end)
    return findings

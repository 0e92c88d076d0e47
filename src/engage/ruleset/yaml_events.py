"""YAML text becomes the tree of `nodes`, with the place of every character.

Only the parser's events are read, never a loader: every plain scalar is text and the vocabulary decides its type.
Tags, anchors, aliases, merge keys, equal keys, several documents and deep nesting are refused where they stand,
before anything recurses. Comments become notes of what follows them, or of the text they stand behind.
Keys are given as they were written (NFKC, spaces collapsed); `keys.py` knows what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import yaml

from engage.ground.finding import Finding, Message
from engage.ground.limits import LIMITS
from engage.ground.source import Source
from engage.ruleset import yaml_messages as say
from engage.ruleset.nodes import Block
from engage.ruleset.yaml_problems import found, in_quotes, stumble_of, value_start
from engage.ruleset.yaml_scalars import YamlEvent
from engage.ruleset.yaml_tree import MAX_FINDINGS, TreeReader, tabs_between

__all__ = ["read_yaml", "sentence_as_mapping"]

#: what YAML refuses, and line ends that editors do not show
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\r(?!\n)")
_PROPERTIES: Final = re.compile(r"(?:[&!][^\s,\[\]{}]*\s+)+|[&!][^\s,\[\]{}]*$")
#: libyaml's events are about ten times faster; both give the same, which a test proves
_LOADER: Final = getattr(yaml, "CLoader", yaml.Loader)


def read_yaml(source: Source) -> tuple[Block | None, tuple[Finding, ...]]:
    """The keyed block that a YAML text is, as far as it can be read, and everything found wrong with its notation.

    None only when nothing of it can be read. Never raises, whatever the text.
    """
    refused = _refused_at_once(source)
    if refused:
        return None, (refused,)
    events, masked, findings = _events_of(source)
    if not events:
        return None, _shortened(source, findings) or (found(source, say.EMPTY_FILE, 0, 0),)
    reader = TreeReader(source, masked, events)
    node = reader.read()
    findings += [*reader.findings, *tabs_between(source, masked, events)]
    if isinstance(node, Block):
        return node, _shortened(source, findings)
    return None, (*_shortened(source, findings), found(source, say.NOT_KEYS, node.span.start, node.span.start + 1))


def _shortened(source: Source, findings: list[Finding]) -> tuple[Finding, ...]:
    """The first findings of a file that has very many, and a word that there are more."""
    if len(findings) <= MAX_FINDINGS:
        return tuple(findings)
    span = findings[MAX_FINDINGS].span
    at = span.start if span else 0
    return (*findings[:MAX_FINDINGS], found(source, say.TOO_MANY, at, at, limit=str(MAX_FINDINGS)))


def sentence_as_mapping(block: Block) -> Finding:
    """The finding for a sentence that YAML took for keys, as in `- route to desk, needs: retention 4`.

    For callers that expect a sentence and meet a Block; it covers the rest of the line, with quotes as its fix.
    """
    source = block.span.source
    start = block.entries[0].key_span.start if block.entries else value_start(source.text, block.span.start)
    end = start + len(source.text[start:].split("\n", 1)[0].rstrip())
    text = source.text[start:end]
    before = block.entries[0].key if block.entries else text
    return found(source, say.SENTENCE_AS_MAPPING, start, end, in_quotes(text), before=before, quoted=in_quotes(text))


def _refused_at_once(source: Source) -> Finding | None:
    """Size and characters, before any parser sees the text."""
    size = len(source.text)
    if size > LIMITS.ruleset_bytes or len(source.text.encode("utf-8", "surrogatepass")) > LIMITS.ruleset_bytes:
        return found(source, say.TOO_LARGE, 0, 0, limit=str(LIMITS.ruleset_bytes))
    bad = _FORBIDDEN.search(source.text)
    if bad is None:
        return None
    return found(source, say.BAD_CHARACTER, bad.start(), bad.end(), "", code=f"U+{ord(bad[0]):04X}")


def _events_of(source: Source) -> tuple[list[YamlEvent], str, list[Finding]]:
    """Reads the events, masking what a parser cannot read, until one pass comes through."""
    masked = source.text
    findings: list[Finding] = []
    # A pass over a large file takes long; a small one may be read often.
    for _ in range(max(2, min(MAX_FINDINGS, 2_000_000 // (len(masked) + 1)))):
        guard = _Guard(source, masked)
        try:
            return guard.events(), masked, [*findings, *guard.findings]
        except yaml.YAMLError as error:
            stumble = stumble_of(source, masked, error, guard.shift)
            findings.append(stumble.finding)
            if stumble.masked is None:
                return [], masked, [*findings, *guard.findings]
            masked = stumble.masked
    return [], masked, findings


class _Guard:
    """One pass over the parser's events, which lets through only what a ruleset may consist of."""

    def __init__(self, source: Source, text: str) -> None:
        self.findings: list[Finding] = []
        self._source, self._text = source, text
        # Parsers disagree whether a byte order mark counts as a character, so they never see it.
        self.shift = 1 if text.startswith("\ufeff") else 0

    def events(self) -> list[YamlEvent]:
        """All events of the first document, none when it is refused as a whole."""
        taken: list[YamlEvent] = []
        depth = documents = 0
        for event in self._parsed():
            if len(self.findings) > MAX_FINDINGS:
                return []
            start, end = self._place(event.start_mark), self._place(event.end_mark)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._found(say.TWO_DOCUMENTS, start, end)
                    break
                if event.version or event.tags:
                    self._found(say.DIRECTIVE, start, end)
            elif isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > LIMITS.ruleset_depth:
                    self._found(say.TOO_DEEP, start, end, limit=str(LIMITS.ruleset_depth))
                    return []
                start = self._behind_properties(event.anchor, event.tag, start)
                kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "keys"
                taken.append(YamlEvent(kind, start, end, style="flow" if event.flow_style else ""))
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                taken.append(YamlEvent("end", start, end))
            elif isinstance(event, yaml.ScalarEvent):
                start = self._behind_properties(event.anchor, event.tag, start)
                taken.append(YamlEvent("scalar", start, end, event.value, event.style or ""))
            elif isinstance(event, yaml.AliasEvent):
                self._found(say.ALIAS, start, end, name=self._text[start:end])
                taken.append(YamlEvent("scalar", start, end, self._text[start:end]))
        return taken

    def _place(self, mark: object) -> int:
        return int(getattr(mark, "index", 0)) + self.shift

    def _parsed(self) -> Iterator[yaml.Event]:
        loader = _LOADER(self._text[self.shift :])
        try:
            while loader.check_event():
                yield loader.get_event()
        finally:
            loader.dispose()

    def _behind_properties(self, anchor: str | None, tag: str | None, start: int) -> int:
        """Reports an anchor and a tag; gives the place behind them."""
        if anchor is None and tag is None:
            return start
        if anchor is not None:
            self._found(say.ALIAS, start, start + len(anchor) + 1, name=f"&{anchor}")
        if tag is not None:
            written = self._text[start:].split(None, 1)[0]
            self._found(say.TAG, start, start + len(written), tag=tag)
        match = _PROPERTIES.match(self._text, start)
        return match.end() if match else start

    def _found(self, message: Message, start: int, end: int, **values: str) -> None:
        self.findings.append(found(self._source, message, start, end, **values))

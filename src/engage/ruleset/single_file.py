"""A ruleset of one file: its header block says what `ruleset.yaml` says elsewhere, or the folder beside it does."""

from __future__ import annotations

from collections.abc import Iterable

from engage.ground.finding import Finding
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import document_words as words
from engage.ruleset.documents import HeaderDocument
from engage.ruleset.nodes import Block, Entry, FileNodes, Text
from engage.ruleset.yaml_events import read_yaml

__all__ = ["header_of", "without_header_findings"]

_KEYS = frozenset(str(info.alias or name) for name, info in HeaderDocument.model_fields.items())


def header_of(nodes: FileNodes, source: Source) -> Block:
    """The keys of a header document in a single file; the file's own name where it has no header."""
    entries: tuple[Entry, ...] = nodes.header.entries if nodes.header is not None else ()
    if nodes.notation == "yaml":
        # The rules' own reader knows the short header only; the file may hold all of ruleset.yaml.
        root, _ = read_yaml(source)
        entries = tuple(entry for entry in root.entries if _key(entry) in _KEYS) if root is not None else ()
    if not any(_key(entry) == "ruleset" for entry in entries):
        start = Span(source, 0, 0)
        name = Text(Fragment(source.name.rpartition("/")[2].rpartition(".")[0] or source.name, source))
        entries = (Entry("ruleset", name, start), *entries)
    if nodes.language and not any(_key(entry) == "language" for entry in entries):
        entries = (*entries, Entry("language", Text(Fragment(nodes.language, source)), Span(source, 0, 0)))
    return Block(entries, Span(source, 0, 0))


def without_header_findings(found: Iterable[Finding], header: Block) -> tuple[Finding, ...]:
    """The findings of the rules' reader but those about keys that belong to the header."""
    places = {(entry.key_span.start, entry.key_span.end) for entry in header.entries}
    return tuple(
        finding
        for finding in found
        if finding.span is None
        or not finding.code.startswith("R0")
        or (finding.span.start, finding.span.end) not in places
    )


def _key(entry: Entry) -> str:
    return words.spelled(words.KEYS, entry.key) or entry.key

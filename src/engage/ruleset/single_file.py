"""A ruleset of one file: its header block says what `ruleset.yaml` says elsewhere, or the folder beside it does.

A YAML file may say more in its header than a `.rules` file can (opening hours, outputs); that part is never understood
sentence by sentence, so it is carried as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from engage.ground.finding import Finding
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import document_words as words
from engage.ruleset import keys
from engage.ruleset.documents import HeaderDocument
from engage.ruleset.nodes import Block, Entry, FileNodes, Text
from engage.ruleset.yaml_events import read_yaml

__all__ = ["header_of", "header_texts", "more_of_header", "without_header_findings"]

_KEYS: Final = frozenset(str(info.alias or name) for name, info in HeaderDocument.model_fields.items())
_IN_BOTH: Final = frozenset((keys.HEADER.word.key, *keys.HEADER.keys, "files"))
_COMMENT: Final = re.compile(r"[ \t]*(#.*)?")


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


def more_of_header(source: Source) -> tuple[str, ...]:
    """What the header of a YAML file says that a `.rules` file cannot, as it stands, with the comments above it."""
    return tuple(text for key, text in header_texts(source).items() if key not in _IN_BOTH)


def header_texts(source: Source) -> Mapping[str, str]:
    """The keys of the header of a YAML file, each as it stands, with the comments above it."""
    root, _ = read_yaml(source)
    entries = root.entries if root is not None else ()
    return {key: _as_it_stands(entry, source.text) for entry in entries if (key := _key(entry)) in _KEYS}


def _as_it_stands(entry: Entry, text: str) -> str:
    end = entry.value.span.end
    line = text.find("\n", end)
    rest = text[end : line if line >= 0 else len(text)]
    if _COMMENT.fullmatch(rest.rstrip("\r")):
        end += len(rest)
    notes = "".join(f"# {line}".rstrip() + "\n" for note in entry.notes for line in note.split("\n"))
    return notes + text[entry.key_span.start : end].rstrip().replace("\r\n", "\n")


def without_header_findings(found: Iterable[Finding], header: Block) -> tuple[Finding, ...]:
    """The findings of the rules' reader but those about keys that belong to the header."""
    # The start alone: of a key of several words the finding marks the first.
    places = {entry.key_span.start for entry in header.entries}
    return tuple(
        finding
        for finding in found
        if finding.span is None or not finding.code.startswith("R0") or finding.span.start not in places
    )


def _key(entry: Entry) -> str:
    return words.spelled(words.KEYS, entry.key) or entry.key

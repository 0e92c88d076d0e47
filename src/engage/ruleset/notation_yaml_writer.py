"""Writes nodes as canonical YAML. What the reader makes of the text is the same nodes again.

Nothing is written that another YAML reader would take for something else than text, a list or keys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from engage.ruleset import keys
from engage.ruleset.keys import Holds
from engage.ruleset.layout import lay_out
from engage.ruleset.nodes import AS_IT_STANDS, Block, Entry, FileNodes, ListNode, Node, Text

__all__ = ["scalar", "write_yaml_rules"]

_STEP = "  "
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_SEEN = re.compile("[^ -~\xa0-\u1680\u1681-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
#: What other YAML readers take for a number, a yes/no value, a date or nothing at all.
_CHANGED = re.compile(
    r"[-+]?0[0-7]+|[-+]?0[xXbBoO]\w+|[-+]?\d[\d_]*_[\d_]*|[-+]?\d+(:[0-5]?\d)+(\.\d*)?"
    r"|(?i:y|n|yes|no|on|off|true|false|null)|[-+]?\.(?i:inf|nan)"
)


def write_yaml_rules(nodes: FileNodes, language: str = "") -> str:
    """The text of a file. Keys are in `language`, else in the language the file names, else English."""
    words = language or nodes.language or "en"
    lines: list[str] = []
    if nodes.language:
        lines.append(f"{keys.KEYS['language'].printed(words)}: {keys.LANGUAGES[nodes.language].printed(words)}")
    if nodes.header is not None:
        lines += _comments(nodes.header.notes, "")
        for entry in nodes.header.entries:
            lines += _entry(entry, "", words)
    kinds = [kind for kind, _ in groupby(nodes.constructs, key=_kind)]
    if len(set(kinds)) == len(kinds):
        for kind, blocks in groupby(nodes.constructs, key=_kind):
            lines += _list(kind, list(blocks), words)
    else:
        lines += _list("contents", nodes.constructs, words)
    top = [*_comments(nodes.notes, ""), ""] if nodes.notes else []
    return "\n".join([*top, *lines, ""]) if top or lines else ""


def _kind(block: Block) -> str:
    return block.entries[0].key


def _comments(notes: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}# {line}".rstrip() for note in notes for line in note.split("\n")]


def _list(kind: str, blocks: Sequence[Block], language: str) -> list[str]:
    lines = [f"{keys.LISTS[kind].printed(language)}:"]
    for block in blocks:
        lines += _comments((*block.notes, *block.entries[0].notes), _STEP)
        inner = [line for entry in block.entries for line in _entry(entry, _STEP * 2, language, first=block)]
        inner[0] = _STEP + "- " + inner[0][4:]
        lines += inner
    return lines


def _entry(entry: Entry, indent: str, language: str, first: Block | None = None) -> list[str]:
    """A key with its value, comments above it; those of a block's first key stand above the block."""
    if entry.key == AS_IT_STANDS and isinstance(entry.value, Text):
        return entry.value.text.split("\n")
    word = _word(entry.key, first)
    shown = indent + word.in_yaml(language) + ":"
    value = entry.value
    notes = [] if first and entry is first.entries[0] else [*entry.notes, *_text_notes(value)]
    lines = _comments(notes, indent)
    if isinstance(value, Block):
        return lines
    if isinstance(value, ListNode):
        return [*lines, *_comments(value.notes, indent), shown, *_items(value, indent + _STEP, language)]
    if word.holds is Holds.ROWS:
        rows = lay_out(value.text).split("\n")
        return [*lines, f"{shown} |", *_literal(rows, indent)]
    if word.holds is Holds.WORDS and scalar(value.text) != value.text and _may_be_literal(value.text):
        return [*lines, f"{shown} |", *_literal(value.text.split("\n"), indent)]
    text = value.text if word.holds is Holds.WORDS else value.text.replace("\n", " ").strip()
    if entry.key == "hit" and text in keys.HITS:
        text = keys.HITS[text].printed(language)
    return [*lines, f"{shown} {scalar(text)}"]


def _word(key: str, block: Block | None) -> keys.Word:
    if block is not None and key == block.entries[0].key:
        return keys.KINDS[key].word
    return keys.HEADER.word if key == keys.HEADER.word.key else keys.KEYS[key]


def _text_notes(node: Node) -> tuple[str, ...]:
    return node.fragment.notes if isinstance(node, Text) else ()


def _literal(rows: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}{_STEP}{row}".rstrip() for row in rows]


def _may_be_literal(text: str) -> bool:
    return not _SEEN.search(text.replace("\n", "")) and not text[:1].isspace()


def _items(value: ListNode, indent: str, language: str) -> list[str]:
    lines: list[str] = []
    for item in value.items:
        if isinstance(item, Block):
            inner = item.entries[0]
            lines += _comments((*item.notes, *inner.notes), indent)
            lines.append(f"{indent}- {keys.ANY_OF.printed(language)}:")
            if isinstance(inner.value, ListNode):
                lines += _items(inner.value, indent + _STEP * 2, language)
        elif isinstance(item, Text):
            lines += _comments(item.fragment.notes, indent)
            lines.append(f"{indent}- {scalar(item.text)}")
    return lines


def scalar(text: str) -> str:
    """A text as YAML writes it on one line: plain where nothing can be misread, else in quotes."""
    if _plain(text):
        return text
    if _SEEN.search(text):
        return _escaped(text)
    return '"' + text + '"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def _plain(text: str) -> bool:
    if not text or text[0] in _FIRST or text != text.strip() or _SEEN.search(text) or _CHANGED.fullmatch(text):
        return False
    return ": " not in text and " #" not in text and not text.endswith(":")


_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def _escaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        code = ord(found.group())
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"

    known = "".join(_ESCAPES.get(char, char) for char in text)
    return '"' + _SEEN.sub(one, known) + '"'

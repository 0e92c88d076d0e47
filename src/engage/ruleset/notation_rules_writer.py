"""Writes nodes as canonical `.rules` text. What the reader makes of the text is the same nodes again."""

from __future__ import annotations

from typing import Final

from engage.ground.render import display_width
from engage.ground.source import Fragment
from engage.ruleset import keys
from engage.ruleset.keys import Holds, Kind, Word
from engage.ruleset.layout import lay_out
from engage.ruleset.nodes import AS_IT_STANDS, Block, Entry, FileNodes, ListNode, Node, Text
from engage.ruleset.notation_charts import chart_line
from engage.ruleset.notation_heads import spell_head
from engage.ruleset.notation_lines import comment_start, cut_outside_quotes, split_outside, without_comment
from engage.ruleset.quoted import unquoted

__all__ = ["one_line", "write_rules"]

_STEP = "  "
_WIDEST = 110
_QUOTES: Final = {"en": ('""', "“”", "「」"), "zh": ("“”", '""', "「」"), "zh-Hant": ("「」", "“”", '""')}


def write_rules(nodes: FileNodes, language: str = "") -> str:
    """The text of a file. Block words are those of `language`, else of the language the file names, else English."""
    words = language or nodes.language or "en"
    parts: list[list[str]] = []
    if nodes.notes:
        parts.append(_comments(nodes.notes, ""))
    if nodes.language:
        named = keys.LANGUAGES[nodes.language].printed(words)
        parts.append([f"{keys.KEYS['language'].printed(words)} {named}"])
    if nodes.header is not None:
        parts.append(_construct(keys.HEADER, nodes.header, words))
    for block in nodes.constructs:
        first = block.entries[0]
        if first.key == AS_IT_STANDS:
            parts.append([_text(first.value)])
        else:
            parts.append(_construct(keys.KINDS[first.key], block, words))
    return "\n\n".join("\n".join(part) for part in parts) + ("\n" if parts else "")


def _comments(notes: tuple[str, ...], indent: str) -> list[str]:
    return [f"{indent}# {line}".rstrip() for note in notes for line in note.split("\n")]


def _construct(kind: Kind, block: Block, language: str) -> list[str]:
    first = block.entries[0]
    on_head = [entry for entry in block.entries[1:2] if entry.key == kind.head]
    name, extra = _text(first.value), _text(on_head[0].value) if on_head else None
    notes = (*block.notes, *(note for entry in (first, *on_head) for note in (*entry.notes, *_notes(entry.value))))
    lines = [*_comments(notes, ""), spell_head(kind, one_line(name), extra and one_line(extra), language)]
    for entry in block.entries[1 + len(on_head) :]:
        lines += _entry(kind, entry, language)
    return lines


def _text(node: Node) -> str:
    return node.text if isinstance(node, Text) else ""


def _entry(kind: Kind, entry: Entry, language: str) -> list[str]:
    word = keys.KEYS[entry.key]
    notes = _comments(entry.notes, _STEP)
    if word.holds is Holds.ROWS:
        rows = lay_out(_text(entry.value)).split("\n")
        return notes + [_STEP + row for row in rows]
    shown = _STEP + word.printed(language)
    if word.holds is Holds.WORDS:
        values = entry.value.items if isinstance(entry.value, ListNode) else (entry.value,)
        return notes + [line for value in values for line in _words(shown, value, language)]
    if isinstance(entry.value, ListNode):
        alone = _alone(kind, entry, entry.value, language) if entry.key in ("moves", "entering", "holds") else None
        if alone is not None:
            return alone
        return notes + _list(word, shown, entry.value, language)
    text = one_line(_text(entry.value))
    bare = entry.key == "once" and text.startswith("每") and language != "en"
    return notes + _comments(_notes(entry.value), _STEP) + [_STEP + text if bare else f"{shown} {text}"]


def _notes(node: Node) -> tuple[str, ...]:
    return node.fragment.notes if isinstance(node, Text) else node.notes


def _words(shown: str, value: Node, language: str) -> list[str]:
    """A text shown to people: in the first quotes that give it back, else as lines below its key."""
    text = _text(value)
    notes = _comments(_notes(value), _STEP)
    for pair in _QUOTES[language] if "\n" not in text else ():
        quoted = Fragment.of(pair[0] + text + pair[1])
        kept, _ = without_comment(quoted)
        inner, missing = unquoted(kept)
        if not (missing or cut_outside_quotes(quoted.text, "|｜\t")) and inner.text == text:
            return [*notes, f"{shown} {quoted.text}"]
    return [*notes, shown, *((_STEP * 2 + line).rstrip() for line in text.split("\n"))]


def _alone(kind: Kind, entry: Entry, value: ListNode, language: str) -> list[str] | None:
    """Such sentences one a line at the indentation of keys; None where the key must be said."""
    lines: list[str] = []
    for item in value.items:
        line = chart_line(kind, entry.key, one_line(_text(item)), language)
        if line is None or entry.notes or value.notes:
            return None
        lines += [*_comments(_notes(item), _STEP), _STEP + line]
    return lines


def _list(word: Word, shown: str, value: ListNode, language: str) -> list[str]:
    """Sentences: on the key's line when one line says it all, else one a line below."""
    plain = [one_line(item.text) for item in value.items if isinstance(item, Text) and not item.fragment.notes]
    if len(plain) == len(value.items):
        if word.holds is Holds.PARTS:
            parts = ("; " if language == "en" else "；").join(plain)
            parted = [part.text for part in split_outside(Fragment.of(parts), ";；")] == plain
            joined = f"{shown} {parts}" if parted else ""
        else:
            joined = f"{shown} {plain[0]}" if len(plain) == 1 and word.key in keys.CONDITIONS else ""
        if joined and display_width(joined) <= _WIDEST:
            return [*_comments(value.notes, _STEP), joined]
    return [*_comments(value.notes, _STEP), shown, *_items(value, _STEP * 2, language)]


def _items(value: ListNode, indent: str, language: str) -> list[str]:
    lines: list[str] = []
    for item in value.items:
        if isinstance(item, Block):
            inner = item.entries[0]
            lines += _comments((*item.notes, *inner.notes), indent)
            lines.append(indent + keys.ANY_OF.printed(language))
            if isinstance(inner.value, ListNode):
                lines += _items(inner.value, indent + _STEP, language)
        else:
            lines += _comments(_notes(item), indent)
            lines.append(indent + one_line(_text(item)))
    return lines


def one_line(text: str) -> str:
    """A sentence on one line; where spaces before a `#` would make a comment of its rest, one space stays."""
    flat = text.replace("\n", " ").strip()
    while (start := comment_start(flat)) is not None and start > 0:
        flat = f"{flat[:start].rstrip()} {flat[start:]}"
    return flat

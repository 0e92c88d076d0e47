"""Nodes without their places: what two readings must have in common, and nodes made from plain values."""

from __future__ import annotations

from engage.ground.source import Fragment, Source, Span
from engage.ruleset.nodes import Block, Entry, FileNodes, ListNode, Node, Text

__all__ = ["plain", "shape", "text_node"]

_NOWHERE = Span(Source("made", ""), 0, 0)


def shape(nodes: FileNodes) -> object:
    """Everything of a file but places and the name of its notation."""
    header = _shape(nodes.header) if nodes.header else None
    return nodes.language, nodes.notes, header, tuple(_shape(block) for block in nodes.constructs)


def _shape(node: Node) -> object:
    if isinstance(node, Text):
        return "text", node.text, node.block, node.quoted, node.fragment.notes
    if isinstance(node, ListNode):
        return "list", node.notes, tuple(_shape(item) for item in node.items)
    return "block", node.notes, tuple((entry.key, entry.notes, _shape(entry.value)) for entry in node.entries)


def plain(node: Node) -> object:
    """The texts of a node as strings, lists and dicts."""
    if isinstance(node, Text):
        return node.text
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return {entry.key: plain(entry.value) for entry in node.entries}


def text_node(text: str, notes: tuple[str, ...] = (), *, block: bool = False) -> Text:
    """A text that stands nowhere."""
    return Text(Fragment(text, Source("made", text), ((0, 0),), notes), block=block)


def list_node(items: tuple[Node, ...]) -> ListNode:
    """A list that stands nowhere."""
    return ListNode(items, _NOWHERE)


def entry(key: str, value: Node, notes: tuple[str, ...] = ()) -> Entry:
    """An entry that stands nowhere."""
    return Entry(key, value, _NOWHERE, notes)


def block(entries: tuple[Entry, ...], notes: tuple[str, ...] = ()) -> Block:
    """A block that stands nowhere."""
    return Block(entries, _NOWHERE, notes)

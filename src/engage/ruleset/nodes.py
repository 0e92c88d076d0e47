"""What both notations give before anything is understood: a tree of texts, lists and keyed blocks, with places.

The YAML reader and the `.rules` reader make the same tree for the same block; the writers take it back to text.
Keys are the canonical English ones (`rule`, `when`, `any of`, `because zh`), whatever language was written.
"""

from __future__ import annotations

from typing import Final

from attrs import field, frozen

from engage.ground.source import Fragment, Span

__all__ = ["AS_IT_STANDS", "Block", "Entry", "FileNodes", "ListNode", "Node", "Text"]

#: The key of a text that the writers put down as it stands: not understood, and formatting must not lose it.
AS_IT_STANDS: Final = "as it stands"


@frozen
class Text:
    """A sentence, a name or a text block. `block`: several lines (a table's rows); `quoted`: it stood in quotes."""

    fragment: Fragment
    block: bool = False
    quoted: bool = False

    @property
    def text(self) -> str:
        """Its characters."""
        return self.fragment.text

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.fragment.span()


@frozen
class ListNode:
    """A list, one entry a line."""

    items: tuple[Node, ...]
    span: Span
    notes: tuple[str, ...] = field(default=(), eq=False)


@frozen
class Entry:
    """A key with its value; `key_span` is where the key stood; comments above it are `notes`."""

    key: str
    value: Node
    key_span: Span
    notes: tuple[str, ...] = field(default=(), eq=False)


@frozen
class Block:
    """Keys with values in written order; no key twice."""

    entries: tuple[Entry, ...]
    span: Span
    notes: tuple[str, ...] = field(default=(), eq=False)

    def get(self, key: str) -> Node | None:
        """The value of a key, None when it is not there."""
        return next((entry.value for entry in self.entries if entry.key == key), None)


Node = Text | ListNode | Block


@frozen
class FileNodes:
    """A file: what its header says, its constructs in written order (the first key of each is its kind), its own notes.

    `language` is what its first line says (`language zh`), empty when it says nothing.
    """

    name: str
    notation: str
    language: str = ""
    header: Block | None = None
    constructs: tuple[Block, ...] = ()
    notes: tuple[str, ...] = field(default=(), eq=False)

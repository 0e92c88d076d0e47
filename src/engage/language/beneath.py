"""Every node beneath a piece of a tree, whatever its shape."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import fields, has

from engage.language.tree import HistoryTerm, Node, Step

__all__ = ["nodes_beneath"]


def nodes_beneath(part: object) -> Iterator[Node]:
    """The piece itself, when it is a node, and all that it is made of; filters of history terms and steps too."""
    if isinstance(part, tuple):
        for each in part:
            yield from nodes_beneath(each)
    elif isinstance(part, Node | HistoryTerm | Step) and has(type(part)):
        if isinstance(part, Node):
            yield part
        for attribute in fields(type(part)):
            if attribute.eq:
                yield from nodes_beneath(getattr(part, attribute.name))

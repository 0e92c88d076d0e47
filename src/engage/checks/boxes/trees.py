"""Rewriting trees: every node that a change answers to is replaced, inside history filters and lists too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

import attrs

from engage.facts.vocabulary import Type

__all__ = ["rewritten"]

T = TypeVar("T")


def rewritten(tree: T, change: Callable[[object], object | None]) -> T:
    """The tree with every node replaced for which `change` gives another one (None: look inside it)."""
    return cast(T, _rewritten(tree, change))


def _rewritten(tree: object, change: Callable[[object], object | None]) -> object:
    changed = change(tree)
    if changed is not None:
        return changed
    if isinstance(tree, tuple):
        return tuple(_rewritten(each, change) for each in tree)
    if isinstance(tree, Mapping):
        return {name: _rewritten(each, change) for name, each in tree.items()}
    if not attrs.has(type(tree)) or isinstance(tree, Type):
        return tree
    within = {
        field.name: getattr(tree, field.name)
        for field in attrs.fields(type(tree))  # type: ignore[arg-type]
        if field.init and field.eq and field.name not in ("span", "notes")
    }
    new = {name: _rewritten(value, change) for name, value in within.items()}
    if all(new[name] is within[name] or new[name] == within[name] for name in within):
        return tree
    return attrs.evolve(tree, **new)  # type: ignore[misc]

"""Strategies that are made once for a vocabulary: an example draws from the same few of them hundreds of times."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from hypothesis import strategies as st

from engage.facts.vocabulary import Vocabulary

__all__ = ["kept"]

Maker = TypeVar("Maker", bound=Callable[..., st.SearchStrategy[Any]])


class _Same:
    """A vocabulary as a key: the same object, not an equal one, whose comparison would cost more than is saved."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.vocabulary is other.vocabulary

    def __hash__(self) -> int:
        return id(self.vocabulary)


def kept(make: Maker) -> Maker:
    """The same strategy whenever the same vocabulary, its first argument, comes again with the same other ones."""

    @lru_cache(maxsize=200)
    def found(key: _Same, *args: Any, **named: Any) -> st.SearchStrategy[Any]:
        return make(key.vocabulary, *args, **named)

    @wraps(make)
    def asked(vocabulary: Vocabulary, *args: Any, **named: Any) -> st.SearchStrategy[Any]:
        return found(_Same(vocabulary), *args, **named)

    return cast(Maker, asked)

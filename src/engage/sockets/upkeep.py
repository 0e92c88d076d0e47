"""The Upkeep socket: what a storage may offer beside Storage, for whoever keeps it sound (`engage db …`).

A storage without it works; its keeper then uses the database's own tools. Raises StorageError as Storage does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from attrs import frozen

__all__ = ["Schema", "Upkeep"]


@frozen
class Schema:
    """Which schema a database has (empty: none yet), which this engage wants, and the steps that lie between."""

    found: str
    wanted: str
    steps: tuple[str, ...] = ()


@runtime_checkable
class Upkeep(Protocol):
    """Looks at a database, copies it, writes it anew; `Storage.prepare` is what brings its schema up to date."""

    def schema(self) -> Schema:
        """What is there and what would be done; changes nothing. Raises SchemaMismatch for a newer schema."""
        ...

    def problems(self) -> Sequence[str]:
        """What is wrong with the database, told without any value; empty when it is sound. Changes nothing."""
        ...

    def back_up(self, to: str) -> None:
        """A copy of one moment at a place where nothing is, while others read and write."""
        ...

    def rewrite(self) -> None:
        """Write the files anew with nothing but what is kept: no byte of what was deleted, changed or erased is left.

        Takes as long as a copy, and the space of one; whoever writes meanwhile waits, and may be told to try again.
        """
        ...

"""The files of a ruleset by name: from a folder, from texts handed over, or stored with an old decision.

Names lead nowhere but below the folder, and sizes are looked at before anything is read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from attrs import field, frozen

from engage.ground.finding import Finding
from engage.ground.limits import LIMITS
from engage.ground.source import Source, Span
from engage.ruleset import document_messages as say
from engage.ruleset.document_reader import finding_at, suggest
from engage.ruleset.sheet_file import NOT_A_TABLE
from engage.ruleset.workbook import Unreadable, workbook_text
from engage.ruleset.yaml_messages import NOT_UTF8, TOO_LARGE

__all__ = ["HEADER_NAMES", "Folder", "GivenTexts", "Shelf", "open_file", "open_listed"]

Opened = tuple[Source | None, tuple[Finding, ...]]
HEADER_NAMES: Final = ("ruleset.yaml", "ruleset.yml", "规则集.yaml", "規則集.yaml")
_SUFFIXES: Final = (".rules", ".yaml", ".yml", ".csv", ".xlsx")


class Shelf(Protocol):
    """Where the texts of a ruleset stand."""

    def names(self) -> tuple[str, ...]:
        """The names that can be opened, sorted, for hints and for folders that list no files."""
        ...

    def open(self, name: str) -> Opened | None:
        """The text of a name, a finding when it cannot be read, None when there is none."""
        ...


@frozen
class GivenTexts:
    """Texts by name."""

    texts: Mapping[str, str] = field(repr=False)

    def names(self) -> tuple[str, ...]:
        """The names of the texts, as a folder would list its files."""
        return tuple(sorted(self.texts))

    def open(self, name: str) -> Opened | None:
        """The source of that name, None when there is none."""
        return (Source(name, self.texts[name]), ()) if name in self.texts else None


@frozen
class Folder:
    """The files of a folder; symbolic links out of it are not followed."""

    path: Path

    def names(self) -> tuple[str, ...]:
        """Rule and YAML files directly in the folder."""
        found = (entry.name for entry in os.scandir(self.path) if entry.name.endswith(_SUFFIXES) and entry.is_file())
        return tuple(sorted(found))

    def open(self, name: str) -> Opened | None:
        """The source of that name, None when it is not in the folder or cannot be read."""
        place = self.path / name
        try:
            inside = place.resolve().is_relative_to(self.path.resolve())
            return open_file(place, name) if inside and place.is_file() else None
        except (OSError, ValueError):  # ValueError: a NUL in a name
            return None


def open_file(place: Path, name: str) -> Opened:
    """A text in UTF-8, with or without a byte order mark, if it is not too large. Raises OSError."""
    with place.open("rb") as file:
        content = file.read(LIMITS.ruleset_bytes + 1)  # whatever the system says its size is
    if len(content) > LIMITS.ruleset_bytes:
        return None, (finding_at(TOO_LARGE, Span(Source(name, ""), 0, 0), limit=str(LIMITS.ruleset_bytes)),)
    try:
        return Source(name, _text(content, name)), ()
    except Unreadable as why:
        return None, (finding_at(NOT_A_TABLE, Span(Source(name, ""), 0, 0), why=str(why)),)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        source = Source(name, before)
        end = len(before)
        return None, (finding_at(NOT_UTF8, Span(source, end, end), place=str(error.start)),)


def _text(content: bytes, name: str) -> str:
    """A workbook is kept as the text of its sheets, from which it can be read again."""
    return workbook_text(content) if name.endswith(".xlsx") else content.decode("utf-8-sig")


def open_listed(shelf: Shelf, name: str, span: Span) -> Opened:
    """A file that a header names; the finding stands at the name."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name:
        return None, (finding_at(say.FILE_OUTSIDE, span, name=name),)
    opened = shelf.open(str(path))
    if opened is not None:
        return opened
    fix, suggestion = suggest(name, shelf.names())
    return None, (finding_at(say.FILE_MISSING, span, fix, name=name, suggestion=suggestion),)

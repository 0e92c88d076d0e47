"""Files of events for the verbs that go through them: opened, read by a mapping where they are tables, watched."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TextIO, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from engage.cli.speech import say
from engage.ground.finding import Words, in_words
from engage.ground.source import Source
from engage.workbench.events_in import BadLine, RawEvent, from_json_lines, from_table
from engage.workbench.mapping import RowProblem
from engage.workbench.mapping_file import read_mapping

__all__ = ["event_lines", "events_of", "watched"]

T = TypeVar("T")
_NO_MAPPING: Final = Words(
    "a table needs a mapping: --mapping FILE says which column is which fact",
    "表格需要映射文件：请用 --mapping 指明各列对应的信息",
)
_NO_FILE: Final = Words("there is no file {file}", "没有文件 {file}")
_TABLES: Final = (".csv", ".tsv", ".txt")


@contextmanager
def event_lines(events: str, language: str) -> Iterator[TextIO]:
    """The lines of a file, of a packed one, or of the standard input (`-`)."""
    # A byte that is no UTF-8 spoils its own line only: the gate refuses it there.
    if events == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="surrogateescape", newline="")
        return
    path = Path(events)
    if not path.is_file():
        raise typer.BadParameter(say(_NO_FILE, language, file=events), param_hint="--events")
    with path.open("rb") as plain:
        unpacked = gzip.GzipFile(fileobj=plain) if path.suffix == ".gz" else plain
        try:
            yield io.TextIOWrapper(unpacked, encoding="utf-8-sig", errors="surrogateescape", newline="")
        except EOFError:
            # Typer takes it for the end of typed input and says nothing of the file.
            raise gzip.BadGzipFile("the file ends in the middle") from None


def events_of(lines: TextIO, events: str, mapping: Path, language: str) -> Iterable[RawEvent | BadLine]:
    """The events in the lines of a file of this name: JSON lines, or a table by its mapping."""
    if not events.removesuffix(".gz").endswith(_TABLES):
        return from_json_lines(lines)
    if not mapping.is_file():
        raise typer.BadParameter(say(_NO_MAPPING, language), param_hint="--mapping")
    rules = read_mapping(Source(mapping.name, mapping.read_text(encoding="utf-8")), language)
    try:
        return list(from_table(lines, rules))
    except RowProblem as problem:
        raise typer.BadParameter(in_words(problem.words, language), param_hint="--events") from None


def watched(events: Iterable[T], console: Console, words: str, total: int | None = None) -> Iterator[T]:
    """The events as they pass, with a bar where somebody looks."""
    count = len(events) if isinstance(events, list) else total
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(events, total=count, description=words)

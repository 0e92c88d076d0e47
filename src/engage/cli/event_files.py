"""Files of events for the verbs that go through them: opened, read by a mapping where they are tables, watched."""

from __future__ import annotations

import codecs
import gzip
import io
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, TypeVar, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from engage.cli.speech import say
from engage.errors import EngageError
from engage.ground.finding import Words, in_words
from engage.ground.source import Source
from engage.workbench.events_in import BadLine, RawEvent, from_json_lines, from_table
from engage.workbench.mapping import RowProblem
from engage.workbench.mapping_file import read_mapping

__all__ = ["BrokenOff", "event_lines", "events_of", "until_cut", "watched"]

T = TypeVar("T")
_NO_MAPPING: Final = Words(
    "a table needs a mapping: --mapping FILE says which column is which fact",
    "表格需要映射文件：请用 --mapping 指明各列对应的信息",
)
_NO_FILE: Final = Words("there is no file {file}", "没有文件 {file}")
_CLOSED: Final = Words("the standard input is closed", "标准输入已关闭", "標準輸入已關閉")
_CUT: Final = Words(
    "after this line the file breaks off, or is damaged ({kind})",
    "文件在此行之后中断或损坏（{kind}）",
    "檔案在此行之後中斷或損壞（{kind}）",
)
_WHOLE: Final = Words(
    "what was decided before it stays; run the whole file again: nothing is decided twice",
    "此前的决策保留；请用完整文件重新运行，不会重复决策",
    "此前的決策保留；請用完整檔案重新執行，不會重複決策",
)
_OTHER_CODE: Final = Words(
    "`{file}` is UTF-16, not UTF-8: save it as UTF-8",
    "`{file}` 是 UTF-16，不是 UTF-8：请另存为 UTF-8",
    "`{file}` 是 UTF-16，不是 UTF-8：請另存為 UTF-8",
)
_TABLES: Final = (".csv", ".tsv", ".txt")


@contextmanager
def event_lines(events: str, language: str, option: str = "--events") -> Iterator[Iterable[str]]:
    """The lines of a file, of a packed one, or of the standard input (`-`)."""
    # A byte that is no UTF-8 spoils its own line only: the gate refuses it there.
    if events == "-":
        if sys.stdin is None:
            raise typer.BadParameter(say(_CLOSED, language), param_hint=option)
        yield io.TextIOWrapper(_standard_input(), encoding="utf-8", errors="surrogateescape", newline="")
        return
    path = Path(events)
    if not path.is_file():
        raise typer.BadParameter(say(_NO_FILE, language, file=events), param_hint=option)
    with path.open("rb") as plain:
        unpacked = cast("IO[bytes]", gzip.GzipFile(fileobj=plain) if path.suffix == ".gz" else plain)
        text = io.TextIOWrapper(unpacked, encoding="utf-8-sig", errors="surrogateescape", newline="")
        yield _whole(text, events, language, option)


def _standard_input() -> IO[bytes]:
    """The standard input with a buffer of its own: whoever waits for a line while the process ends holds the lock of
    that, and Python, which closes its own, does not abort.
    """
    try:
        return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False))
    except io.UnsupportedOperation:  # a stream in memory
        return sys.stdin.buffer


class BrokenOff(EngageError):
    """A file ends in the middle; `where` is its name and the last line that was read."""


def _whole(content: io.TextIOWrapper, name: str, language: str, option: str) -> Iterator[str]:
    """The lines of a file. Where it breaks off it is told, with the line; what is no UTF-8 from its first byte, too."""
    read = 0
    while True:
        try:
            line = content.readline()
        except (EOFError, gzip.BadGzipFile, zlib.error) as failure:
            # Typer takes an EOFError for the end of typed input and says nothing of the file.
            kind = type(failure).__name__ if isinstance(failure, gzip.BadGzipFile) else "gzip"
            raise BrokenOff("S045", _CUT.filled(kind=kind), where=f"{name}:{read}", hint=_WHOLE) from None
        if not line:
            return
        read += 1
        if read == 1 and line.encode("utf-8", "surrogateescape")[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            raise typer.BadParameter(say(_OTHER_CODE, language, file=name), param_hint=option)
        yield line


def events_of(
    lines: Iterable[str], events: str, mapping: Path, language: str, option: str = "--events"
) -> Iterable[RawEvent | BadLine]:
    """The events in the lines of a file of this name: JSON lines, or a table by its mapping."""
    if not events.removesuffix(".gz").endswith(_TABLES):
        return from_json_lines(lines)
    if not mapping.is_file():
        raise typer.BadParameter(say(_NO_MAPPING, language), param_hint="--mapping")
    rules = read_mapping(Source(mapping.name, mapping.read_text(encoding="utf-8")), language)
    try:
        return list(from_table(lines, rules))
    except RowProblem as problem:
        raise typer.BadParameter(in_words(problem.words, language), param_hint=option) from None


def until_cut(events: Iterable[T], cut: list[BrokenOff]) -> Iterator[T]:
    """The events up to where their file breaks off, which is kept in `cut` to be told at the end."""
    try:
        yield from events
    except BrokenOff as failure:
        cut.append(failure)


def watched(events: Iterable[T], console: Console, words: str, total: int | None = None) -> Iterator[T]:
    """The events as they pass, with a bar where somebody looks."""
    count = len(events) if isinstance(events, list) else total
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(events, total=count, description=words)

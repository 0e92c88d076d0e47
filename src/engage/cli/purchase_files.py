"""Files of purchases for `engage value` and `engage mine`: opened, mapped, with what could not be read told by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo, available_timezones

import typer
from rich.console import Console
from rich.table import Table

from engage.cli.complaints import near
from engage.cli.event_files import event_lines, events_of, watched
from engage.cli.speech import say
from engage.ground.finding import Words, in_words
from engage.ground.source import Source
from engage.workbench.events_in import BadLine, RawEvent
from engage.workbench.mapping_file import read_mapping

__all__ = ["AnyZone", "EventType", "Mapping", "opened_events", "print_bad", "print_table", "share_of", "zone_of"]

_READING: Final = Words("reading", "读取中")
_BAD: Final = Words("{count} lines cannot be read:", "{count} 行无法读取：")
_LINE: Final = Words("  line {line}: {why}", "  第 {line} 行：{why}")
_MORE: Final = Words("  and {count} more", "  另有 {count} 行")
_NO_SHARE: Final = Words("write a share from 0 to 1: 0.05 or 5%", "请写 0 到 1 的比例：0.05 或 5%")
_NO_ZONE: Final = Words("there is no zone `{zone}`", "没有时区 `{zone}`", "沒有時區 `{zone}`")
_SHOWN: Final = 8

Mapping = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "which column is which field, for a table; else mapping.yaml beside the file",
        "表格中哪一列对应哪个字段；默认用文件旁的 mapping.yaml",
        "表格中哪一列對應哪個欄位；預設用檔案旁的 mapping.yaml",
    ),
]
EventType = Annotated[
    str,
    typer.Option("--event"),
    Words(
        "only events of this type; else all that have the field",
        "只看此类型的事件；默认凡有该字段者",
        "只看此類型的事件；預設凡有該欄位者",
    ),
]
AnyZone = Annotated[
    str,
    typer.Option(),
    Words(
        "whose days count (else the mapping's zone, else UTC)",
        "按哪个时区分日（默认用映射文件的时区，否则 UTC）",
        "按哪個時區分日（預設用映射檔案的時區，否則 UTC）",
    ),
]


@contextmanager
def opened_events(
    path: Path, mapping: Path | None, language: str, screen: Console
) -> Iterator[Iterator[RawEvent | BadLine]]:
    """The events of a file, with a bar where somebody looks."""
    with event_lines(str(path), language, "FILE") as lines:
        made = events_of(lines, str(path), mapping or path.parent / "mapping.yaml", language, "FILE")
        yield watched(made, screen, say(_READING, language))


def zone_of(asked: str, mapping: Path | None, language: str) -> str:
    """What was asked for, else the zone of the mapping, else UTC. Misuse where there is no such zone."""
    try:
        ZoneInfo(asked or "UTC")
    except (OSError, ValueError, KeyError):  # a zone not found is a KeyError, a folder of zones an OSError
        meant = near(asked, sorted(available_timezones()), language)
        raise typer.BadParameter(say(_NO_ZONE, language, zone=asked) + meant, param_hint="--zone") from None
    if asked or mapping is None or not mapping.is_file():
        return asked or "UTC"
    return read_mapping(Source(mapping.name, mapping.read_text(encoding="utf-8")), language).zone.key


def share_of(text: str, option: str, language: str) -> Fraction:
    """A share as `0.05`, `5%` or `1/20`; misuse where it is none."""
    try:
        found = Fraction(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 1:
        raise typer.BadParameter(say(_NO_SHARE, language), param_hint=option)
    return found


def print_table(screen: Console, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], texts: int) -> None:
    """A table whose first columns are texts and whose others are figures."""
    grid = Table(title=title, title_justify="left", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, name in enumerate(head):
        grid.add_column(name, justify="left" if place < texts else "right", overflow="fold")
    for row in rows:
        grid.add_row(*row)
    screen.print()
    screen.print(grid, markup=False)


def print_bad(screen: Console, bad: Sequence[BadLine], language: str) -> None:
    """The lines that could not be read, each with its reason."""
    if not bad:
        return
    screen.print(say(_BAD, language, count=len(bad)), style="yellow")
    for item in bad[:_SHOWN]:
        screen.print(say(_LINE, language, line=item.line, why=in_words(item.why, language)))
    if len(bad) > _SHOWN:
        screen.print(say(_MORE, language, count=len(bad) - _SHOWN))

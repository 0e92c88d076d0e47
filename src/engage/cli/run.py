"""`engage run`: a file of events through a ruleset into a storage, on the events' own clock, and what came of it."""

from __future__ import annotations

import gzip
import io
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from engage.cli.run_words import print_summary
from engage.cli.speech import language_of, say
from engage.facts.decided import Decision
from engage.ground.finding import Words
from engage.ground.source import Source
from engage.load import load
from engage.runtime import Engine, SetClock
from engage.workbench.events_in import BadLine, RawEvent, from_json_lines, from_table
from engage.workbench.mapping import RowProblem
from engage.workbench.mapping_file import read_mapping
from engage.workbench.run_page import Crossed, grouping_field, run_page
from engage.workbench.runner import run_events
from engage.workbench.summary import Summary
from engage.workbench.timeline import Busiest

__all__ = ["run"]

_NO_MAPPING: Final = Words(
    "a table needs a mapping: --mapping FILE says which column is which fact",
    "表格需要映射文件：请用 --mapping 指明各列对应的信息",
)
_NO_FILE: Final = Words("there is no file {file}", "没有文件 {file}")
_NEXT: Final = Words(
    "next: engage deliver {ruleset} --storage {storage} --channel NAME=webhook:URL   (send what waits)",
    "下一步：engage deliver {ruleset} --storage {storage} --channel 名称=webhook:URL   （投递待发的动作）",
)
_PAGE: Final = Words("page: {page}", "页面：{page}")
_DECIDING: Final = Words("deciding", "决策中")
_TABLES: Final = (".csv", ".tsv", ".txt")


def run(
    ruleset: Annotated[Path, typer.Argument(help="the ruleset's folder or file")],
    events: Annotated[str, typer.Option(help="JSON lines, or a table (.csv .tsv .txt, .gz too); `-` reads JSON lines")],
    storage: Annotated[str, typer.Option(help="where decisions are kept: sqlite:FILE")],
    mapping: Annotated[
        Path | None, typer.Option(help="which column is which fact; else mapping.yaml beside it")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="write an HTML page of the run")] = None,
    customer: Annotated[str, typer.Option(help="whose timeline the page shows (else the busiest customer's)")] = "",
    tenant: Annotated[str, typer.Option(help="whose customers these are")] = "main",
    as_json: Annotated[bool, typer.Option("--json", help="print the summary as JSON")] = False,
    lang: Annotated[str, typer.Option(help="en, zh or zh-Hant (else the locale's)")] = "",
) -> None:
    """Decide on every event of a file, in their own time. Started again, it gives the same decisions.

    Lines that give no decision are told and passed over; the exit code is then 1.
    """
    language, console = language_of(lang), Console(stderr=as_json)
    program = load(ruleset)
    clock, summary = SetClock(), Summary(program)
    crossed, busiest = Crossed(grouping_field(program.vocabulary)), Busiest()
    started = time.perf_counter()
    with _lines(events, language) as lines, Engine(program, storage, clock=clock, tenant=tenant) as engine:
        made = _made(lines, events, mapping or ruleset / "mapping.yaml", language)
        for item in run_events(
            engine, clock, _watched(made, console, language), lambda event: busiest.add(event.subject)
        ):
            summary.add(item)
            if isinstance(item, Decision):
                crossed.add(item)
        seconds = time.perf_counter() - started
        if page:
            who = customer or busiest.subject
            shown = list(engine.decisions(who)) if who else []
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(run_page(program, summary, crossed, shown, who, language), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps({**summary.as_json(), "seconds": round(seconds, 3)}, ensure_ascii=False, indent=2))
    else:
        print_summary(console, summary, program.vocabulary, language, seconds)
        if page:
            console.print(say(_PAGE, language, page=page), highlight=False)
        following = say(_NEXT, language, ruleset=ruleset, storage=storage)
        console.print(following, style="dim", highlight=False, soft_wrap=True)
    if summary.refused:
        raise typer.Exit(1)


@contextmanager
def _lines(events: str, language: str) -> Iterator[TextIO]:
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


def _made(lines: TextIO, events: str, mapping: Path, language: str) -> Iterable[RawEvent | BadLine]:
    if not events.removesuffix(".gz").endswith(_TABLES):
        return from_json_lines(lines)
    if not mapping.is_file():
        raise typer.BadParameter(say(_NO_MAPPING, language), param_hint="--mapping")
    rules = read_mapping(Source(mapping.name, mapping.read_text(encoding="utf-8")), language)
    try:
        return list(from_table(lines, rules))
    except RowProblem as problem:
        raise typer.BadParameter(str(problem), param_hint="--events") from None


def _watched(events: Iterable[RawEvent | BadLine], console: Console, language: str) -> Iterator[RawEvent | BadLine]:
    """The events as they pass, with a bar where somebody looks."""
    total = len(events) if isinstance(events, list) else None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(events, total=total, description=say(_DECIDING, language))

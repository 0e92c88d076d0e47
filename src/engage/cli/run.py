"""`engage run`: a file of events through a ruleset into a storage, on the events' own clock, and what came of it."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.event_files import event_lines, events_of, watched
from engage.cli.run_words import print_summary
from engage.cli.speech import language_of, say
from engage.facts.decided import Decision
from engage.ground.finding import Words
from engage.load import load
from engage.runtime import Engine, SetClock
from engage.workbench.pacing import paced
from engage.workbench.run_page import Crossed, grouping_field, run_page
from engage.workbench.runner import run_events
from engage.workbench.summary import Summary
from engage.workbench.timeline import Busiest

__all__ = ["run"]

_NEXT: Final = Words(
    "next: engage deliver {ruleset} --storage {storage} --channel NAME=webhook:URL   (send what waits)",
    "下一步：engage deliver {ruleset} --storage {storage} --channel 名称=webhook:URL   （投递待发的动作）",
)
_PAGE: Final = Words("page: {page}", "页面：{page}")
_PAUSE_SECONDS: Final = 0.2
_DECIDING: Final = Words("deciding", "决策中")


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
    with event_lines(events, language) as lines, Engine(program, storage, clock=clock, tenant=tenant) as engine:
        made = events_of(lines, events, mapping or ruleset / "mapping.yaml", language)
        seen = watched(made, console, say(_DECIDING, language))
        # Somebody may write into the pipe for hours: what has come is decided, whether more comes or not.
        arriving = paced(seen, _PAUSE_SECONDS) if events == "-" else seen
        for item in run_events(engine, clock, arriving, lambda event: busiest.add(event.subject)):
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

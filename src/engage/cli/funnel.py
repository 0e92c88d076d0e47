"""`engage funnel`: the sieve of a record: which step took how many contacts, how they left it, and about what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.event_files import event_lines, events_of, watched
from engage.cli.funnel_inputs import Wanted, asked_of
from engage.cli.helping import in_chinese
from engage.cli.opening import console, given, open_ruleset, say_next
from engage.cli.options import JsonOption, LangOption, TenantOption
from engage.cli.purchase_files import print_bad, print_table
from engage.cli.speech import language_of, say
from engage.cli.storages import existing
from engage.cli.stored import active_program
from engage.cli.writing import ready
from engage.ground.finding import Words
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.runtime.clock import SystemClock
from engage.sockets.storage import Storage
from engage.workbench.events_in import BadLine
from engage.workbench.funnel import funnel_report
from engage.workbench.funnel_in import looked_over, pages_of
from engage.workbench.funnel_json import funnel_json
from engage.workbench.funnel_page import funnel_page
from engage.workbench.funnel_told import FunnelTold
from engage.workbench.runner import Refused, run_events

__all__ = ["funnel"]

_DECIDING: Final = Words("deciding", "决策中")
_READING: Final = Words("reading", "读取中", "讀取中")
_PAGE: Final = Words("page: {file}", "页面：{file}", "頁面：{file}")
_EITHER: Final = Words(
    "name a storage, or a ruleset with --events FILE",
    "请指明存储，或指明规则集与 --events 文件",
    "請指明儲存，或指明規則集與 --events 檔案",
)

RulesetArgument = Annotated[
    Path | None,
    typer.Argument(),
    Words(
        "by whose words the record is read (else the storage's active ruleset)",
        "按哪套规则集解读记录（默认存储中现行的）",
        "按哪套規則集解讀記錄（預設儲存中現行的）",
    ),
]
StorageOption = Annotated[
    str,
    typer.Option(),
    Words("whose record: sqlite:FILE", "哪个存储的记录：sqlite:文件", "哪個儲存的記錄：sqlite:檔案"),
]
EventsOption = Annotated[
    str,
    typer.Option(),
    Words(
        "decide on these events first, and keep nothing of it",
        "先对这些事件作出决策，不作保留",
        "先對這些事件作出決策，不作保留",
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "which column is which fact; else mapping.yaml beside the ruleset",
        "哪一列对应哪个信息；默认用规则集旁的 mapping.yaml",
        "哪一列對應哪個資訊；預設用規則集旁的 mapping.yaml",
    ),
]
ByOption = Annotated[
    str,
    typer.Option("--by"),
    Words(
        "count contacts by this field of the event: `channel`",
        "按事件的此字段计数：`渠道`",
        "按事件的此欄位計數：`渠道`",
    ),
]
FromOption = Annotated[
    str, typer.Option("--from"), Words("contacts from this day on", "从哪天起的联系", "從哪天起的聯繫")
]
ThroughOption = Annotated[
    str,
    typer.Option("--through"),
    Words("as it was known at the end of this day", "截至哪天结束时所知", "截至哪天結束時所知"),
]
WithinOption = Annotated[
    str,
    typer.Option("--within"),
    Words(
        "so long after a contact the next one is about the same need",
        "多久之内再次联系算同一需求",
        "多久之內再次聯繫算同一需求",
    ),
]
ChangedOption = Annotated[
    str,
    typer.Option("--changed"),
    Words(
        "compare contacts since this day with those before",
        "把此日起的联系与此前比较",
        "把此日起的聯繫與此前比較",
    ),
]
PerOption = Annotated[
    str,
    typer.Option("--per"),
    Words(
        "compare by this kind of event, `bill`, not by customer and week",
        "按此类事件（如 `账单`）比较，而非按客户每周",
        "按此類事件（如 `賬單`）比較，而非按客戶每週",
    ),
]
BelowOption = Annotated[
    float | None,
    typer.Option("--below"),
    Words(
        "for how many weeks the rate a thousand is below this",
        "每千的比率连续多少周低于此值",
        "每千的比率連續多少週低於此值",
    ),
]
PageOption = Annotated[
    Path | None,
    typer.Option(),
    Words("write an HTML page with a picture", "写成带图的 HTML 页面", "寫成帶圖的 HTML 頁面"),
]


@in_chinese(
    "筛子：各环节接了多少联系、如何离开、所为何事、谁负责；首次解决率；与变更之前相比。"
    "\n\n给出 --events 时，先按规则集决策，不作保留。",
    "篩子：各環節接了多少聯繫、如何離開、所為何事、誰負責；首次解決率；與變更之前相比。"
    "\n\n給出 --events 時，先按規則集決策，不作保留。",
)
def funnel(
    ruleset: RulesetArgument = None,
    storage: StorageOption = "",
    events: EventsOption = "",
    mapping: MappingOption = None,
    by: ByOption = "",
    from_: FromOption = "",
    through: ThroughOption = "",
    within: WithinOption = "7 days",
    changed: ChangedOption = "",
    per: PerOption = "",
    below: BelowOption = None,
    page: PageOption = None,
    tenant: TenantOption = "main",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell which step of the sieve took how many contacts, how they left it, about what, and who answers for that.

    With --events the ruleset decides on them first, and nothing of it is kept.
    """
    language, bars = language_of(lang), Console(stderr=True)
    if bool(storage) == bool(events) or (events and ruleset is None):
        raise typer.BadParameter(say(_EITHER, language), param_hint="--storage")
    ready(page, "--page", language)
    program = open_ruleset(ruleset, language)[1] if ruleset is not None else None
    wanted = Wanted(by, from_, through, within, changed, per, below)
    if program is not None:
        asked_of(wanted, program, language)  # misuse is told before a long run, not after it
    bad: list[BadLine] = []
    with TemporaryDirectory() as folder:
        address = storage or f"sqlite:{Path(folder) / 'funnel.db'}"
        if events and program is not None and ruleset is not None:
            beside = mapping or ruleset / "mapping.yaml"
            bad = _decided(program, address, events, beside, tenant, bars, language)
        with _record(program, address, tenant) as (read_by, opened):
            asked = asked_of(wanted, read_by, language)
            records = watched(pages_of(opened, tenant), bars, say(_READING, language), opened.counts(tenant)["events"])
            looked = looked_over(read_by, records, asked.by, asked.until)
    told = FunnelTold(funnel_report(read_by, looked, asked), language)
    if page is not None:
        page.write_text(funnel_page(told), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(funnel_json(told.report), ensure_ascii=False, indent=2))
    else:
        _print(console(), told, bad, page)
        if page is None:
            known = ("--storage", storage) if storage else (str(ruleset), "--events", events)
            say_next(console(), language, "funnel", *known, *given("--tenant", tenant, "main"), "--page", "funnel.html")
    raise typer.Exit(1 if bad else 0)


@contextmanager
def _record(program: Program | None, address: str, tenant: str) -> Iterator[tuple[Program, Storage]]:
    """A storage, and the program by which its record is read."""
    with existing(address) as opened:
        yield program or active_program(opened, tenant), opened


def _decided(
    program: Program, address: str, events: str, mapping: Path, tenant: str, bars: Console, language: str
) -> list[BadLine]:
    """Decide on a file of events into a storage; the lines that gave no decision."""
    bad = []
    clock = SetClock(SystemClock().now())
    with event_lines(events, language) as lines, Engine(program, address, clock=clock, tenant=tenant) as engine:
        clock.at = 0  # the events' own time goes from here on
        seen = watched(events_of(lines, events, mapping, language), bars, say(_DECIDING, language))
        for item in run_events(engine, clock, seen):
            if isinstance(item, Refused):
                bad.append(BadLine(item.line, item.why if isinstance(item.why, Words) else Words(item.why)))
    return bad


def _print(screen: Console, told: FunnelTold, bad: list[BadLine], page: Path | None) -> None:
    screen.print(told.lead(), style="bold", highlight=False)
    for each in told.tables():
        if each.rows:
            print_table(screen, each.title, each.head, each.rows, each.texts)
        else:
            screen.print(f"\n{each.title}", style="italic", highlight=False)
        for remark in each.remarks:
            screen.print(remark, style="dim", markup=False, highlight=False)
    print_bad(screen, bad, told.language)
    if page is not None:
        screen.print(say(_PAGE, told.language, file=page), highlight=False)

"""`engage simulate`: the contacts of a log through one queue in three orders. Simulated, and said to be."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.event_files import watched
from engage.cli.helping import in_chinese
from engage.cli.kpi import ContactFile, JoinedOption, OutcomeOption, outcomes_of, spelt
from engage.cli.lengths import length_of
from engage.cli.opening import console as plain_console
from engage.cli.options import JsonOption, LangOption
from engage.cli.purchase_files import AnyZone, Mapping, opened_events, print_bad, print_table, zone_of
from engage.cli.speech import language_of, say
from engage.cli.writing import ready
from engage.ground.finding import Words
from engage.measure.contacts import Exit
from engage.workbench.contacts_in import ContactFields, read_contacts
from engage.workbench.simulate_log import arrivals_of, by_shifts, seen_at_work
from engage.workbench.simulate_report import ORDERS, SimulateReport, simulate_report

__all__ = ["simulate"]

_PAGE: Final = Words("page: {file}", "页面：{file}", "頁面：{file}")
_SIMULATING: Final = Words("simulating", "模拟中", "模擬中")
_NO_AHEAD: Final = Words(
    "write a head start as GROUP=LENGTH: preferred=90 seconds",
    "排队提前请写 组=时长，如 preferred=90秒",
    "排隊提前請寫 組=時長，如 preferred=90秒",
)
_NO_GROUP: Final = Words(
    "no contact is of the group `{name}`: the groups are the values of --by",
    "没有接触属于组 `{name}`：组是 --by 字段的值",
    "沒有接觸屬於組 `{name}`：組是 --by 欄位的值",
)
_NO_WORKER: Final = Words(
    "no contact says which worker took it and when it ended: there is nobody to serve",
    "没有接触说明由哪位坐席接起、何时结束：无人可接",
    "沒有接觸說明由哪位坐席接起、何時結束：無人可接",
)
_NO_SHIFTS: Final = Words(
    "a table of shifts has 24 lines below its head, the first hour first, and a column a shift with 1 where it works",
    "班表在表头下要有 24 行，从零点起，每班一列，在岗处写 1",
    "班表在表頭下要有 24 行，從零點起，每班一欄，在崗處寫 1",
)


class Patience(StrEnum):
    """How long those would have waited who were served."""

    ESTIMATED = "estimated"
    ENDLESS = "endless"


ByOption = Annotated[
    str,
    typer.Option("--by"),
    Words("the field whose values are the groups", "按此字段的值分组", "按此欄位的值分組"),
]
AheadOption = Annotated[
    list[str] | None,
    typer.Option("--ahead"),
    Words(
        "a group's head start, as preferred=90s; more than once",
        "某组的排队提前，如 preferred=90s；可多次",
        "某組的排隊提前，如 preferred=90s；可多次",
    ),
]
ShiftsOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "a table of shifts: an hour a line, a shift a column; else workers are there when the log shows them at work",
        "班表：每小时一行，每班一列；默认按日志中坐席在工作的时间",
        "班表：每小時一行，每班一欄；預設按日誌中坐席在工作的時間",
    ),
]
PatienceOption = Annotated[
    Patience,
    typer.Option(),
    Words(
        "how long those served would have waited",
        "接起者原本愿意等多久",
        "接起者原本願意等多久",
    ),
]
PageOption = Annotated[Path | None, typer.Option(), Words("write an HTML page", "写成 HTML 页面", "寫成 HTML 頁面")]


@in_chinese(
    "让日志中的接触按三种次序经过同一队列：先到先接、排队提前、绝对优先（仅作对照）。结果是模拟，不是实绩。",
    "讓日誌中的接觸按三種次序經過同一佇列：先到先接、排隊提前、絕對優先（僅作對照）。結果是模擬，不是實績。",
)
def simulate(
    file: ContactFile,
    mapping: Mapping = None,
    by: ByOption = "",
    ahead: AheadOption = None,
    shifts: ShiftsOption = None,
    patience: PatienceOption = Patience.ESTIMATED,
    joined: JoinedOption = "",
    outcome: OutcomeOption = None,
    zone: AnyZone = "",
    page: PageOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Send the contacts of a log through one queue in three orders: first come first served, with head starts, and
    strict precedence for contrast. What comes out is simulated, not recorded."""
    language, screen, bars = language_of(lang), plain_console(), Console(stderr=True)
    ready(page, "--page", language)
    hours = _hours(shifts, language) if shifts else {}
    fields = ContactFields(joined=joined, outcomes=outcomes_of(outcome or (), language))
    place = zone_of(zone, mapping or file.parent / "mapping.yaml", language)
    with opened_events(file, mapping, language, bars) as events:
        read = read_contacts(events, fields)
    spelt(read, {"--by": by, "--joined": joined}, language)
    starts = _starts(ahead or (), {one.groups.get(by, "") for one in read.contacts}, language)
    staff = seen_at_work(read.contacts)
    if not staff:
        raise typer.BadParameter(say(_NO_WORKER, language), param_hint="FILE")
    estimated = patience is Patience.ESTIMATED
    arrivals = tuple(arrivals_of(read.contacts, by, starts, estimated=estimated))
    report = simulate_report(
        arrivals,
        by_shifts(staff, hours, place) if hours else staff,
        ((one.groups.get(by, ""), one) for one in read.contacts if one.exit in (Exit.ANSWERED, Exit.ABANDONED)),
        starts,
        by_table=bool(hours),
        estimated=estimated,
        watch=lambda orders: watched(orders, bars, say(_SIMULATING, language), len(ORDERS)),
    )
    if page:
        page.write_text(report.page(language), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(screen, report, language)
        print_bad(screen, read.bad, language)
        if page:
            screen.print(say(_PAGE, language, file=page))
    raise typer.Exit(1 if read.bad else 0)


def _starts(said: Sequence[str], groups: Collection[str], language: str) -> dict[str, int]:
    """Head starts by group, in microseconds."""
    found = {}
    for each in said:
        name, equals, length = each.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(say(_NO_AHEAD, language), param_hint="--ahead")
        if name.strip() not in groups:
            raise typer.BadParameter(say(_NO_GROUP, language, name=name.strip()), param_hint="--ahead")
        found[name.strip()] = length_of(length, "--ahead", language)
    return found


def _hours(path: Path, language: str) -> dict[str, frozenset[int]]:
    """The hours of each shift. Lines may end in a bare CR; a column with nothing but 0 and 1 in it is a shift."""
    if not path.is_file():
        raise typer.BadParameter(say(_NO_SHIFTS, language), param_hint="--shifts")
    text = path.read_text(encoding="utf-8-sig")
    rows: Sequence[Sequence[str]] = [row for row in csv.reader(io.StringIO(text)) if row]
    if len(rows) != 25 or any(len(row) != len(rows[0]) for row in rows):
        raise typer.BadParameter(say(_NO_SHIFTS, language), param_hint="--shifts")
    found = {}
    for name, *cells in zip(*rows, strict=True):
        if {cell.strip() for cell in cells} == {"0", "1"}:
            found[name.strip()] = frozenset(hour for hour, cell in enumerate(cells) if cell.strip() == "1")
    if not found:
        raise typer.BadParameter(say(_NO_SHIFTS, language), param_hint="--shifts")
    return found


def _print(screen: Console, report: SimulateReport, language: str) -> None:
    screen.print(report.title(language), style="bold")
    screen.print(report.lead(language))
    for each in report.tables(language):
        print_table(screen, each.title, each.head, each.rows, each.texts)
    for remark in report.remarks(language):
        screen.print(remark, style="dim")

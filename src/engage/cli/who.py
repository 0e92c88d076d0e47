"""`engage who`: how many customers, and which, is a condition true of now? Nothing is recorded."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.event_files import watched
from engage.cli.helping import in_chinese
from engage.cli.moments import moment_named
from engage.cli.opening import console, given, say_next
from engage.cli.options import JsonOption, LangOption, StorageOption, TenantOption
from engage.cli.purchase_files import print_table
from engage.cli.speech import language_of, say
from engage.cli.storages import existing
from engage.cli.stored import active_program
from engage.cli.writing import ready
from engage.decide.who import Reply
from engage.ground.finding import Words
from engage.load import question
from engage.runtime.who import replies
from engage.workbench.who_counted import Counted
from engage.workbench.who_told import WhoTold

__all__ = ["who"]

_ASKING: Final = Words("customers", "客户", "客戶")
_WRITTEN: Final = Words("all {count} written to {file}", "全部 {count} 位已写入 {file}", "全部 {count} 位已寫入 {file}")
_PAGE: Final = Words("page: {file}", "页面：{file}", "頁面：{file}")
_SUFFIX: Final = Words("the file is .csv or .jsonl", "文件须为 .csv 或 .jsonl", "檔案須為 .csv 或 .jsonl")

ConditionArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "a condition as in a rule; without one: everybody",
        "规则里那样的条件；不写则为全部客户",
        "規則裡那樣的條件；不寫則為全部客戶",
    ),
]
ByOption = Annotated[
    str,
    typer.Option("--by"),
    Words(
        "count them by this value: `relationship`, `customer tier`",
        "按此值分别计数：`客户关系`、`客户等级`",
        "按此值分別計數：`客戶關係`、`客戶等級`",
    ),
]
WithOption = Annotated[
    list[str] | None,
    typer.Option("--with"),
    Words("list this value beside each; more than once", "并列出此值；可多次", "並列出此值；可多次"),
]
LimitOption = Annotated[int, typer.Option(min=0), Words("how many are listed", "列出多少位", "列出多少位")]
OutOption = Annotated[
    Path | None,
    typer.Option(),
    Words("write all of them to a .csv or .jsonl file", "全部写入 .csv 或 .jsonl 文件", "全部寫入 .csv 或 .jsonl 檔案"),
]
PageOption = Annotated[Path | None, typer.Option(), Words("write an HTML page", "写成 HTML 页面", "寫成 HTML 頁面")]
AtOption = Annotated[
    str,
    typer.Option(),
    Words(
        "the moment, like 2026-11-05 10:00 (else now); never before a customer's latest event",
        "时刻，如 2026-11-05 10:00（默认现在）；不早于各客户的最近事件",
        "時刻，如 2026-11-05 10:00（預設現在）；不早於各客戶的最近事件",
    ),
]


@in_chinese(
    "此刻有多少客户、哪些客户符合条件；按某个值分别计数。不作记录。",
    "此刻有多少客戶、哪些客戶符合條件；按某個值分別計數。不作記錄。",
)
def who(
    storage: StorageOption,
    condition: ConditionArgument = "",
    by: ByOption = "",
    with_: WithOption = None,
    limit: LimitOption = 20,
    at: AtOption = "",
    out: OutOption = None,
    page: PageOption = None,
    tenant: TenantOption = "main",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell how many customers a condition holds of now, and who they are; counted by a value. Nothing is recorded."""
    language, screen = language_of(lang), console()
    ready(page, "--page", language)
    ready(out, "--out", language)
    if out is not None and out.suffix not in (".csv", ".jsonl"):
        raise typer.BadParameter(say(_SUFFIX, language), param_hint="--out")
    with existing(storage) as opened:
        program = active_program(opened, tenant)
        asked = question(program, condition, by=by, beside=with_ or ())
        moment = moment_named(at, program.zone, language)
        counted = Counted(limit if not by or with_ else 0)
        told = WhoTold(asked, counted, language, moment)
        customers = opened.counts(tenant)["customers"]
        answers = replies(opened, tenant, asked, moment)
        seen = watched(answers, Console(stderr=True), say(_ASKING, language), customers)
        _written(out, told, counted.passing(seen))
    if page is not None:
        page.write_text(told.page(), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(told.as_json(), ensure_ascii=False, indent=2))
        return
    _print(screen, told)
    for words, file in ((_WRITTEN, out), (_PAGE, page)):
        if file is not None:
            screen.print(say(words, language, file=file, count=f"{counted.yes:,}"))
    known = ("--storage", storage, *given("--tenant", tenant, "main"), *given("--at", at))
    if counted.found:
        say_next(screen, language, "brief", counted.found[0].customer, *known)
    elif page is None:
        again = (*filter(None, [condition]), *known, *given("--by", by))
        say_next(screen, language, "who", *again, "--page", "who.html")


def _print(screen: Console, told: WhoTold) -> None:
    screen.print(told.title(), style="bold", markup=False, highlight=False)
    screen.print(told.as_of(), style="dim", highlight=False)
    listed = told.listed()
    for grid in (*told.grids(), *([listed] if listed else ())):
        print_table(screen, grid.title, grid.head, grid.rows, grid.texts)


def _written(out: Path | None, told: WhoTold, found: Iterator[Reply]) -> None:
    """Every reply passes, and goes to the file where there is one."""
    if out is None:
        for _ in found:
            pass
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        if out.suffix == ".jsonl":
            file.writelines(json.dumps(told.row(reply), ensure_ascii=False) + "\n" for reply in found)
            return
        rows = csv.writer(file)
        rows.writerow(told.columns())
        rows.writerows(told.cells(reply) for reply in found)

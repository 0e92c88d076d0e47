"""`engage kpi`: figures of service from a log, each by its named formula. Nothing is simulated, nothing is recorded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.helping import in_chinese
from engage.cli.lengths import length_of
from engage.cli.opening import console as plain_console
from engage.cli.opening import given, say_next
from engage.cli.options import JsonOption, LangOption
from engage.cli.purchase_files import AnyZone, Mapping, opened_events, print_bad, print_table, zone_of
from engage.cli.speech import language_of, say
from engage.cli.writing import ready
from engage.ground.finding import Words
from engage.measure.contacts import Exit
from engage.workbench.contacts_in import OUTCOMES, ContactFields, Contacts, read_contacts
from engage.workbench.kpi_json import kpi_json
from engage.workbench.kpi_page import kpi_page
from engage.workbench.kpi_report import KpiReport, Moment, Wanted, kpi_report
from engage.workbench.kpi_told import kpi_lead, kpi_tables
from engage.workbench.kpi_words import word

__all__ = ["ContactFile", "JoinedOption", "NeedOption", "OutcomeOption", "kpi", "outcomes_of", "spelt"]

_PAGE: Final = Words("page: {file}", "页面：{file}", "頁面：{file}")
_NO_OUTCOME: Final = Words(
    "write an outcome as WORD=EXIT, with one of {exits}",
    "结果请写 词=离开方式，可用 {exits}",
    "結果請寫 詞=離開方式，可用 {exits}",
)

_NO_FIELD: Final = Words("no contact has the field `{name}`", "没有接触带字段 `{name}`", "沒有接觸帶欄位 `{name}`")

ContactFile = Annotated[
    Path,
    typer.Argument(),
    Words(
        "contacts: JSON lines of events, or a table with a mapping",
        "接触记录：JSON 行事件，或带映射文件的表格",
        "接觸記錄：JSON 行事件，或帶映射檔案的表格",
    ),
]
ThresholdOption = Annotated[
    str,
    typer.Option(),
    Words(
        "an answer within it is in time, giving up within it is short",
        "在此时长内接起为及时，在此时长内放弃为短时放弃",
        "在此時長內接起為及時，在此時長內放棄為短時放棄",
    ),
]
WindowOption = Annotated[
    str,
    typer.Option(),
    Words("who comes again within it has come for the same", "在此时长内再次来访算重复", "在此時長內再次來訪算重複"),
]
ByOption = Annotated[
    str,
    typer.Option("--by"),
    Words(
        "figures by `hour`, by `day`, or by a field",
        "按 `hour`（小时）、`day`（日期）或某字段分别计算",
        "按 `hour`（小時）、`day`（日期）或某欄位分別計算",
    ),
]
AtOption = Annotated[
    Moment,
    typer.Option("--attribute"),
    Words(
        "which moment puts a contact into an hour or a day",
        "按哪个时刻把接触归入小时或日期",
        "按哪個時刻把接觸歸入小時或日期",
    ),
]
NeedOption = Annotated[
    str,
    typer.Option(),
    Words(
        "the field that says what they came for; without one any contact of the customer is a repeat",
        "说明来访需求的字段；不给则同一客户的任何接触都算重复",
        "說明來訪需求的欄位；不給則同一客戶的任何接觸都算重複",
    ),
]
JoinedOption = Annotated[
    str,
    typer.Option(),
    Words(
        "a field that only those have who joined the queue; who gave up without it left before",
        "只有进入队列者才有的字段；没有它而放弃的，算入队前离开",
        "只有進入佇列者才有的欄位；沒有它而放棄的，算入隊前離開",
    ),
]
OutcomeOption = Annotated[
    list[str] | None,
    typer.Option("--outcome"),
    Words(
        "what a word of the outcome means, as gave_up=abandoned; more than once",
        "结果中某词的含义，如 gave_up=abandoned；可多次",
        "結果中某詞的含義，如 gave_up=abandoned；可多次",
    ),
]
StaffedOption = Annotated[
    str,
    typer.Option(),
    Words(
        "how long workers were there, all together: 1,830 hours; gives the occupancy",
        "坐席在岗时间合计，如 1830小时；用于占用率",
        "坐席在崗時間合計，如 1830小時；用於佔用率",
    ),
]
PageOption = Annotated[Path | None, typer.Option(), Words("write an HTML page", "写成 HTML 页面", "寫成 HTML 頁面")]


def outcomes_of(said: Sequence[str], language: str) -> dict[str, Exit]:
    """The exits of the words of an outcome: those that are understood, and those that were told."""
    found = dict(OUTCOMES)
    for each in said:
        name, _, exit = each.partition("=")
        if exit not in [one.value for one in Exit] or not name:
            exits = ", ".join(one.value for one in Exit)
            raise typer.BadParameter(say(_NO_OUTCOME, language, exits=exits), param_hint="--outcome")
        found[name] = Exit(exit)
    return found


def spelt(read: Contacts, asked: dict[str, str], language: str) -> None:
    """Misuse where an option names a field that no contact has: a figure of nothing would look like an answer."""
    known = {name for one in read.contacts for name in one.groups}
    for option, name in asked.items():
        if name and read.contacts and name not in known:
            raise typer.BadParameter(say(_NO_FIELD, language, name=name), param_hint=option)


@in_chinese(
    "由接触日志得出服务指标：每项按具名公式计算，给出分子与分母。不作模拟，不作记录。"
    "\n\n事件的字段：outcome（answered、abandoned、early、other）、seconds_waited、seconds_served。"
    "\n\n无法读取的行逐行说明并跳过；此时退出码为 1。",
    "由接觸日誌得出服務指標：每項按具名公式計算，給出分子與分母。不作模擬，不作記錄。"
    "\n\n事件的欄位：outcome（answered、abandoned、early、other）、seconds_waited、seconds_served。"
    "\n\n無法讀取的行逐行說明並跳過；此時退出碼為 1。",
)
def kpi(
    file: ContactFile,
    mapping: Mapping = None,
    threshold: ThresholdOption = "20 seconds",
    window: WindowOption = "7 days",
    by: ByOption = "",
    attribute: AtOption = Moment.ARRIVAL,
    need: NeedOption = "",
    joined: JoinedOption = "",
    outcome: OutcomeOption = None,
    staffed: StaffedOption = "",
    zone: AnyZone = "",
    page: PageOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell figures of service from a log of contacts, each by its named formula, with numerator and denominator.
    Nothing is simulated, nothing is recorded.

    Fields of the events: outcome (answered, abandoned, early, other), seconds_waited, seconds_served.

    Lines that cannot be read are told and passed over; the exit code is then 1.
    """
    language, screen, bars = language_of(lang), plain_console(), Console(stderr=True)
    ready(page, "--page", language)
    fields = ContactFields(need=need, joined=joined, outcomes=outcomes_of(outcome or (), language))
    wanted = Wanted(
        threshold=length_of(threshold, "--threshold", language),
        window=length_of(window, "--window", language),
        zone=zone_of(zone, mapping or file.parent / "mapping.yaml", language),
        by=by,
        moment=attribute,
        same_need=bool(need),
        staffed=length_of(staffed, "--staffed", language) if staffed else None,
    )
    with opened_events(file, mapping, language, bars) as events:
        read = read_contacts(events, fields)
    spelt(read, {"--by": "" if by in ("hour", "day") else by, "--need": need, "--joined": joined}, language)
    report = kpi_report(read, wanted)
    if page:
        page.write_text(kpi_page(report, language), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(kpi_json(report), ensure_ascii=False, indent=2))
    else:
        _print(screen, report, language)
        again = (*given("--mapping", mapping), *given("--by", by), *given("--joined", joined), *given("--need", need))
        _end(screen, language, page, "kpi", file, *again)
    raise typer.Exit(1 if read.bad else 0)


def _end(screen: Console, language: str, page: Path | None, *again: object) -> None:
    if page:
        screen.print(say(_PAGE, language, file=page))
    else:
        say_next(screen, language, *again, "--page", "kpi.html")


def _print(screen: Console, report: KpiReport, language: str) -> None:
    screen.print(word("title", language), style="bold")
    screen.print(kpi_lead(report, language))
    for each in kpi_tables(report, language):
        print_table(screen, each.title, each.head, each.rows, each.texts)
        for remark in each.remarks:
            screen.print(remark, style="dim")
    print_bad(screen, report.read.bad, language)

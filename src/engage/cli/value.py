"""`engage value`: what customers are worth, from purchases: RFM, equity, models side by side, tiers, hidden gems."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.helping import in_chinese
from engage.cli.opening import console as plain_console
from engage.cli.opening import given, say_next
from engage.cli.options import JsonOption, LangOption
from engage.cli.purchase_files import AnyZone, EventType, Mapping, opened_events, print_bad, print_table, zone_of
from engage.cli.speech import language_of, say
from engage.cli.value_inputs import Asking, declared_of, tier_of_text
from engage.cli.writing import ready
from engage.ground.finding import Words
from engage.workbench.purchases_in import read_purchases
from engage.workbench.value_json import report_json
from engage.workbench.value_page import value_page
from engage.workbench.value_report import ValueReport, bought_by
from engage.workbench.value_told import lead, tables

__all__ = ["value"]

_LEARNT: Final = Words("what was learnt: {file}", "学习结果：{file}", "學習結果：{file}")
_PAGE: Final = Words("page: {file}", "页面：{file}", "頁面：{file}")
_PASSED: Final = Words(
    "passed over: {other} events without an amount, {nobody} without a customer; "
    "{unmatched} returns of what was never seen",
    "略过：{other} 个事件没有金额，{nobody} 个没有客户；{unmatched} 笔退货找不到对应的购买",
    "略過：{other} 個事件沒有金額，{nobody} 個沒有客戶；{unmatched} 筆退貨找不到對應的購買",
)

FileArgument = Annotated[
    Path,
    typer.Argument(),
    Words(
        "purchases: JSON lines of events, or a table with a mapping",
        "购买记录：JSON 行事件，或带映射文件的表格",
        "購買記錄：JSON 行事件，或帶映射檔案的表格",
    ),
]
AmountOption = Annotated[
    str, typer.Option(), Words("the field that holds the amount", "金额所在的字段", "金額所在的欄位")
]
UntilOption = Annotated[
    str,
    typer.Option(),
    Words(
        "as of the end of which day (else the last purchase)",
        "截至哪一天（默认最后一笔购买）",
        "截至哪一天（預設最後一筆購買）",
    ),
]
MarginOption = Annotated[
    str, typer.Option(), Words("the share of an amount that is profit", "金额中利润的比例", "金額中利潤的比例")
]
RetentionOption = Annotated[str, typer.Option(), Words("the share that stays, a month", "每月留存的比例")]
DiscountOption = Annotated[str, typer.Option(), Words("discount, a month", "每月折现率", "每月折現率")]
MonthsOption = Annotated[
    int, typer.Option(), Words("how many months a value counts", "价值按多少个月计算", "價值按多少個月計算")
]
WindowOption = Annotated[
    int,
    typer.Option(),
    Words("profit goes on as in so many last days", "利润按最近多少天推算", "利潤按最近多少天推算"),
]
LostOption = Annotated[
    int,
    typer.Option(),
    Words("lost after so many days without a purchase", "多少天未购买视为流失", "多少天未購買視為流失"),
]
CostOption = Annotated[
    str, typer.Option(), Words("cost to serve a customer, a month", "每位客户每月的服务成本", "每位客戶每月的服務成本")
]
TierOption = Annotated[
    list[str] | None,
    typer.Option("--tier"),
    Words(
        "a tier and the value it begins with, as gold=500; more than once",
        "等级与起点价值，如 gold=500；可多次",
        "等級與起點價值，如 gold=500；可多次",
    ),
]
ModelOption = Annotated[
    str,
    typer.Option(),
    Words(
        "a model beside the declared rates: a name learns anew, NAME:FILE is one kept, none leaves it out",
        "与申报费率并列的模型：写名称则重新学习，名称:文件 用已存的，none 不用",
        "與申報費率並列的模型：寫名稱則重新學習，名稱:文件 用已存的，none 不用",
    ),
]
WriteOption = Annotated[
    Path | None,
    typer.Option("--write-model"),
    Words("keep what the model learnt in a file", "把模型学习结果存为文件", "把模型學習結果存為檔案"),
]
WalletsOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "CSV of estimated spending on such things: customer, category, source, confidence",
        "品类消费估计的 CSV：customer、category、source、confidence",
        "品類消費估計的 CSV：customer、category、source、confidence",
    ),
]
PageOption = Annotated[Path | None, typer.Option(), Words("write an HTML page", "写成 HTML 页面", "寫成 HTML 頁面")]
WhoOption = Annotated[
    bool, typer.Option("--who"), Words("name customers where they are listed", "列出客户的名称", "列出客戶的名稱")
]


@in_chinese(
    "由购买记录得出客户价值：RFM 客群、客户资产、各模型并列、等级、潜力客户。"
    "\n\n无法读取的行逐行说明并跳过；此时退出码为 1。",
    "由購買記錄得出客戶價值：RFM 客群、客戶資產、各模型並列、等級、潛力客戶。"
    "\n\n無法讀取的行逐行說明並跳過；此時退出碼為 1。",
)
def value(
    file: FileArgument,
    mapping: Mapping = None,
    event: EventType = "",
    amount: AmountOption = "amount",
    until: UntilOption = "",
    zone: AnyZone = "",
    margin: MarginOption = "1",
    retention: RetentionOption = "0.97",
    discount: DiscountOption = "0.01",
    months: MonthsOption = 12,
    window: WindowOption = 180,
    lost_after: LostOption = 180,
    cost: CostOption = "0",
    tier: TierOption = None,
    model: ModelOption = "btyd",
    write_model: WriteOption = None,
    wallets: WalletsOption = None,
    page: PageOption = None,
    who: WhoOption = False,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell what customers are worth, from their purchases: RFM segments, equity, models, tiers, hidden gems.

    Lines that cannot be read are told and passed over; the exit code is then 1.
    """
    language, bars, screen = language_of(lang), Console(stderr=as_json), plain_console(stderr=as_json)
    ready(page, "--page", language)
    ready(write_model, "--write-model", language)
    declared = declared_of((margin, retention, discount), months, (window, lost_after), cost, language)
    marks = [tier_of_text(each, language) for each in tier or ()]
    place = zone_of(zone, mapping or file.parent / "mapping.yaml", language)
    with opened_events(file, mapping, language, bars) as events:
        read = read_purchases(events, amount, event)
    asking = Asking(read, bought_by(read.customers, place), place, amount, until, model, bool(write_model), language)
    report = asking.report(declared, marks, wallets, bars, screen)
    _write(report, page, write_model, who, language)
    if as_json:
        typer.echo(json.dumps(report_json(report, read, asking.found, who), ensure_ascii=False, indent=2))
    else:
        _print(screen, report, asking, who)
        for words, path in ((_LEARNT, write_model), (_PAGE, page)):
            if path:
                screen.print(say(words, language, file=path))
        if not page:
            say_next(screen, language, "value", file, *given("--mapping", mapping), "--page", "value.html")
    raise typer.Exit(1 if read.bad else 0)


def _write(report: ValueReport, page: Path | None, model: Path | None, who: bool, language: str) -> None:
    if model and report.guessed:
        model.write_text(report.guessed.settings, encoding="utf-8")
    if page:
        page.write_text(value_page(report, language, who), encoding="utf-8")


def _print(screen: Console, report: ValueReport, asking: Asking, who: bool) -> None:
    language = asking.language
    screen.print(lead(report, language), style="bold")
    for each in tables(report, language, who):
        print_table(screen, each.title, each.head, each.rows, each.texts)
        for remark in each.remarks:
            screen.print(remark, style="dim")
    passed = (asking.read.other, asking.read.nobody, asking.found.unmatched)
    if any(passed):
        screen.print()
        screen.print(say(_PASSED, language, **dict(zip(("other", "nobody", "unmatched"), passed, strict=True))))
    print_bad(screen, asking.read.bad, language)

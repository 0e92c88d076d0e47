"""`engage import`: facts of customers from a file into the storage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.event_files import event_lines
from engage.cli.helping import in_chinese
from engage.cli.opening import given, say_next
from engage.cli.options import LangOption, TenantOption
from engage.cli.speech import language_of, say
from engage.ground.finding import Words, in_words
from engage.load import load
from engage.runtime import Engine
from engage.workbench.customers_in import customers_from_json_lines, customers_from_table
from engage.workbench.events_in import BadLine

__all__ = ["import_"]

_DONE: Final = Words("customers: {count}; lines passed over: {bad}", "{count} 位客户，跳过 {bad} 行")
_LINE: Final = Words("  line {line}: {why}", "  第 {line} 行：{why}")


RulesetArgument = Annotated[
    Path,
    typer.Argument(),
    Words(
        "the ruleset whose vocabulary names the facts",
        "用哪个规则集的词汇表来认信息名称",
        "用哪個規則集的詞彙表來認資訊名稱",
    ),
]
CustomersOption = Annotated[
    Path,
    typer.Option(),
    Words(
        "JSON lines, or CSV: a column `customer`, others named after facts or their labels",
        "JSON 行，或 CSV：一列 `customer`（客户），其余列以信息的名称或标签为列名",
        "JSON 行，或 CSV：一列 `customer`（客戶），其餘列以資訊的名稱或標籤為列名",
    ),
]
StorageOption = Annotated[
    str,
    typer.Option(),
    Words("where profiles are kept: sqlite:FILE", "客户档案在哪个存储：sqlite:文件", "客戶檔案在哪個儲存：sqlite:檔案"),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print the result as JSON", "以 JSON 输出结果", "以 JSON 輸出結果"),
]


@in_chinese(
    "把客户信息写入客户档案；读不懂的行会逐行说明并跳过。", "把客戶資訊寫入客戶檔案；讀不懂的行會逐行說明並跳過。"
)
def import_(
    ruleset: RulesetArgument,
    customers: CustomersOption,
    storage: StorageOption,
    tenant: TenantOption = "main",
    as_json: AsJsonOption = False,
    lang: LangOption = "",
) -> None:
    """Write facts of customers into their profiles; what cannot be read is told by its line and passed over."""
    language, console, program = language_of(lang), Console(), load(ruleset)
    count, bad = 0, []
    with (
        event_lines(str(customers), language, "--customers") as lines,
        Engine(program, storage, tenant=tenant) as engine,
    ):
        table = customers.name.removesuffix(".gz").endswith(".csv")
        vocabulary = program.vocabulary
        read = (
            customers_from_table(lines, vocabulary, language) if table else customers_from_json_lines(lines, vocabulary)
        )
        for item in read:
            if isinstance(item, BadLine):
                bad.append(item)
                continue
            engine.know(item.customer, item.facts, source=customers.name)
            count += 1
    if as_json:
        refused = [{"line": item.line, "why": in_words(item.why, "en")} for item in bad]
        typer.echo(json.dumps({"customers": count, "refused": refused}, ensure_ascii=False, indent=2))
    else:
        console.print(say(_DONE, language, count=count, bad=len(bad)), highlight=False)
        for item in bad:
            said = say(_LINE, language, line=item.line, why=in_words(item.why, language))
            console.print(said, markup=False, highlight=False)
        say_next(console, language, "status", "--storage", storage, *given("--tenant", tenant, "main"))
    raise typer.Exit(1 if bad else 0)

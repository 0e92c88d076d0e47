"""`engage show`: the rule book and the data dictionary of a ruleset as a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.helping import in_chinese
from engage.cli.opening import say_next
from engage.cli.options import LangOption, RulesetArgument
from engage.cli.speech import language_of, say
from engage.errors import RulesetError
from engage.ground.finding import Words
from engage.load import read
from engage.ruleset.schemas import schemas
from engage.workbench.rule_book import rule_book

__all__ = ["show"]

_DONE: Final = Words("rule book: {page}", "规则手册：{page}")


OutOption = Annotated[
    Path,
    typer.Option(),
    Words("where to write the page", "页面写到哪里", "頁面寫到哪裡"),
]
SchemasToOption = Annotated[
    Path | None,
    typer.Option("--schemas"),
    Words(
        "write JSON Schemas for editors into this folder, and no page",
        "把供编辑器用的 JSON Schema 写到此文件夹，不写页面",
        "把供編輯器用的 JSON Schema 寫到此資料夾，不寫頁面",
    ),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print the page's path as JSON", "以 JSON 输出页面路径", "以 JSON 輸出頁面路徑"),
]


@in_chinese(
    "把每条规则、决策表、评分和示例以及每个信息的含义，用文字写成一个 HTML 页面。",
    "把每條規則、決策表、評分和示例以及每個資訊的含義，用文字寫成一個 HTML 頁面。",
)
def show(
    ruleset: RulesetArgument,
    out: OutOption = Path("rule-book.html"),
    schemas_to: SchemasToOption = None,
    as_json: AsJsonOption = False,
    lang: LangOption = "",
) -> None:
    """Write every rule, table, score and example in words, and what each fact is, as one HTML page."""
    if schemas_to is not None:
        _write_schemas(schemas_to, as_json)
        return
    language, found = language_of(lang), read(ruleset)
    if found.model is None or not found.report.ok:
        raise RulesetError(found.report, language)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(rule_book(found.model, language), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps({"page": str(out)}))
        return
    console = Console()
    console.print(say(_DONE, language, page=out), highlight=False)
    say_next(console, language, "test", ruleset)


def _write_schemas(folder: Path, as_json: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    made = [str(folder / name) for name in schemas()]
    typer.echo(json.dumps({"files": made}) if as_json else "\n".join(made))

"""`engage show`: the rule book and the data dictionary of a ruleset as a page."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.complaints import near
from engage.cli.finding_pages import every_message, page_of
from engage.cli.helping import in_chinese
from engage.cli.opening import read_ruleset, say_next
from engage.cli.options import LangOption
from engage.cli.speech import language_of, say
from engage.cli.writing import ready
from engage.errors import RulesetError
from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.load import compile as compile_ruleset
from engage.program.program import Program
from engage.ruleset.schemas import schemas
from engage.workbench.rule_book import rule_book
from engage.workbench.steps_picture import menu_page, self_service_page

__all__ = ["show"]

_WHICH: Final = Words("RULESET is missing", "缺少 RULESET")
_NO_FINDING: Final = Words(
    "no finding of a ruleset has the code `{code}`",
    "没有代码为 `{code}` 的问题",
    "沒有代碼為 `{code}` 的問題",
)
_NOTHING_DRAWN: Final = Words(
    "the ruleset has nothing to draw by the name `{name}`; it has: {known}",
    "规则集中没有可画的 `{name}`；有：{known}",
    "規則集中沒有可畫的 `{name}`；有：{known}",
)
_DRAWN: Final = Words("picture: {page}", "图：{page}", "圖：{page}")
_DONE: Final = Words("rule book: {page}", "规则手册：{page}")


ShownArgument = Annotated[
    Path | None,
    typer.Argument(),
    Words("the ruleset's folder or file", "规则集的文件夹或文件", "規則集的資料夾或檔案"),
]
FindingOption = Annotated[
    str,
    typer.Option(),
    Words(
        "print what there is to read of this code of a finding, as V006, and write no page",
        "说明这个问题代码（如 V006），不写页面",
        "說明這個問題代碼（如 V006），不寫頁面",
    ),
]
MenuOption = Annotated[
    str,
    typer.Option(),
    Words(
        "draw this menu instead, as each channel shows it",
        "改为画出这个菜单在各渠道上的样子",
        "改為畫出這個菜單在各渠道上的樣子",
    ),
]
SelfServiceOption = Annotated[
    str,
    typer.Option(),
    Words(
        "draw the steps of this self-service instead",
        "改为画出这项自助服务的步骤",
        "改為畫出這項自助服務的步驟",
    ),
]
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
    Words("print what is made as JSON", "以 JSON 输出结果", "以 JSON 輸出結果"),
]


@in_chinese(
    "把整个规则集用文字写成一个 HTML 页面：每条规则、决策表、评分和示例，"
    "日历、服务等级、时钟、队列、菜单与联系原因，以及每个信息的含义。"
    "\n\n用 --menu 或 --self-service 则只画其中一个；用 --finding 则改为说明某个问题代码。",
    "把整個規則集用文字寫成一個 HTML 頁面：每條規則、決策表、評分和示例，"
    "日曆、服務等級、時鐘、隊列、菜單與聯繫原因，以及每個資訊的含義。"
    "\n\n用 --menu 或 --self-service 則只畫其中一個；用 --finding 則改為說明某個問題代碼。",
)
def show(
    ruleset: ShownArgument = None,
    out: OutOption = Path("rule-book.html"),
    finding: FindingOption = "",
    menu: MenuOption = "",
    self_service: SelfServiceOption = "",
    schemas_to: SchemasToOption = None,
    as_json: AsJsonOption = False,
    lang: LangOption = "",
) -> None:
    """Write a whole ruleset in words as one HTML page: rules, tables, scores, examples; how customers are served, by
    calendars, service levels, clocks, queues, menus and contact reasons; what each fact is.

    With --menu or --self-service, draw that one alone. With --finding, print what there is to read of a finding's code.
    """
    language = language_of(lang)
    if schemas_to is not None:
        _write_schemas(schemas_to, as_json)
        return
    if finding:
        _print_finding(finding.upper(), as_json, language)
        return
    if ruleset is None:
        raise typer.BadParameter(say(_WHICH, language))
    found = read_ruleset(ruleset, language)
    if found.model is None or not found.report.ok:
        raise RulesetError(found.report, language)
    program = compile_ruleset(found) if menu or self_service else None
    if program is not None and menu:
        text = menu_page(program, _named(program, Domain.MENU, menu, program.furnishing.menus, language), language)
    elif program is not None:
        trees = program.furnishing.step_trees
        text = self_service_page(program, _named(program, Domain.SELF_SERVICE, self_service, trees, language), language)
    else:
        text = rule_book(found.model, language)
    ready(out, "--out", language)
    out.write_text(text, encoding="utf-8")
    if as_json:
        typer.echo(json.dumps({"page": str(out)}))
        return
    console = Console()
    console.print(say(_DONE if program is None else _DRAWN, language, page=out), highlight=False)
    say_next(console, language, "test", ruleset)


def _named(program: Program, domain: Domain, name: str, known: Collection[str], language: str) -> str:
    """The id of a thing of the catalogue, by its id or a label in any language."""
    spelt: dict[str, str] = {}
    named: list[str] = []
    for term in program.vocabulary.named(domain):
        if term.id in known:
            labels = (term.labels.en, term.labels.zh, term.labels.hant)
            named.append(term.labels.in_language(language) or term.id)
            spelt |= {text.casefold(): term.id for text in (term.id, *labels) if text}
    if name.casefold() not in spelt:
        told = say(_NOTHING_DRAWN, language, name=name, known=", ".join(sorted(known)))
        meant = near(name, named, language)
        raise typer.BadParameter(told + meant, param_hint=f"--{domain.value}")
    return spelt[name.casefold()]


def _print_finding(code: str, as_json: bool, language: str) -> None:
    page = page_of(code, language)
    if not page:
        close = near(code, every_message(), language)
        raise typer.BadParameter(say(_NO_FINDING, language, code=code) + close, param_hint="--finding")
    typer.echo(json.dumps({"code": code, "page": page}, ensure_ascii=False, indent=2) if as_json else page)


def _write_schemas(folder: Path, as_json: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    made = [str(folder / name) for name in schemas()]
    typer.echo(json.dumps({"files": made}) if as_json else "\n".join(made))

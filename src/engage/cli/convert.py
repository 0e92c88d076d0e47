"""`engage convert`: the same ruleset in the other notation or another language, into a folder of its own."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli.convert_for import write_for_another
from engage.cli.convert_tables import SHEETS, write_from_dmn, write_sheets
from engage.cli.helping import in_chinese
from engage.cli.opening import console, open_ruleset, say_next
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.ruleset.convert import Notation
from engage.ruleset.convert import convert as convert_model

__all__ = ["convert"]

_EXISTS: Final = Words("`{path}` exists and is not empty", "`{path}` 已存在且不为空", "`{path}` 已存在且不為空")
_NO_DMN: Final = Words("there is no DMN file `{path}`", "没有 DMN 文件 `{path}`", "沒有 DMN 檔案 `{path}`")
_OUTSIDE: Final = Words("`{path}` lies outside the folder", "`{path}` 在文件夹之外", "`{path}` 在資料夾之外")


_NOTATIONS: Final = ("rules", "yaml")


class _Language(StrEnum):
    EN = "en"
    ZH = "zh"
    HANT = "zh-Hant"


RulesetArgument = Annotated[
    Path,
    typer.Argument(),
    Words(
        "the ruleset's folder or file, or a DMN file (`.dmn`)",
        "规则集的文件夹或文件，或 DMN 文件（`.dmn`）",
        "規則集的資料夾或檔案，或 DMN 檔案（`.dmn`）",
    ),
]
OutOption = Annotated[
    Path,
    typer.Option(),
    Words(
        "the folder to write; it must be new or empty",
        "写到哪个文件夹；须为新建或为空",
        "寫到哪個資料夾；須為新建或為空",
    ),
]
ToOption = Annotated[
    str,
    typer.Option(),
    Words(
        "rules, yaml; csv, xlsx: its tables; an installed second opinion (durable): what it expresses",
        "rules、yaml；csv、xlsx：其中的决策表；已安装的复核引擎（durable）：它能表达的部分",
        "rules、yaml；csv、xlsx：其中的決策表；已安裝的複核引擎（durable）：它能表達的部分",
    ),
]
LangOption = Annotated[
    _Language | None,
    typer.Option(),
    Words("the language to write (else the ruleset's)", "写成哪种语言（默认随规则集）", "寫成哪種語言（預設隨規則集）"),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print the files made as JSON", "以 JSON 输出生成的文件", "以 JSON 輸出生成的檔案"),
]


@in_chinese(
    "把规则集改写成另一种写法或另一种语言，把其中的决策表写成电子表格，或写给另一引擎。"
    "\n\nDMN 文件可转成规则集，并报告哪些内容转不过来。",
    "把規則集改寫成另一種寫法或另一種語言，把其中的決策表寫成電子表格，或寫給另一引擎。"
    "\n\nDMN 檔案可轉成規則集，並報告哪些內容轉不過來。",
)
def convert(
    ruleset: RulesetArgument,
    out: OutOption,
    to: ToOption = "rules",
    lang: LangOption = None,
    as_json: AsJsonOption = False,
) -> None:
    """Write a sound ruleset in the other notation or language, its tables for a spreadsheet, or for another engine.

    A DMN file becomes a ruleset, with a report of what could not be carried over.
    """
    language = language_of()  # `--lang` is the language to write
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise typer.BadParameter(say(_EXISTS, language, path=out), param_hint="--out")
    if ruleset.suffix == ".dmn":
        if not ruleset.is_file():
            raise typer.BadParameter(say(_NO_DMN, language, path=ruleset), param_hint="RULESET")
        write_from_dmn(ruleset, out, language, as_json)
        return
    model, program, sources = open_ruleset(ruleset, language)
    if to in SHEETS:
        write_sheets(model, to, out, lang or model.header.language, language, as_json)
        return
    if to not in _NOTATIONS:
        write_for_another(to, model, program, out, language, as_json)
        return
    notation: Notation = "yaml" if to == "yaml" else "rules"
    texts = convert_model(model, notation, lang or model.header.language, sources)
    made = [out / name for name in texts]
    for path in made:
        if out.resolve() not in path.resolve().parents:
            raise typer.BadParameter(say(_OUTSIDE, language, path=path))
    for path, text in zip(made, texts.values(), strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    if as_json:
        typer.echo(json.dumps({"files": [str(path) for path in made]}, ensure_ascii=False, indent=2))
        return
    screen = console()
    for path in made:
        screen.print(str(path))
    say_next(screen, language, "check", out)

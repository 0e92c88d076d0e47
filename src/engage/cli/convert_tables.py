"""`engage convert --to csv|xlsx`: the decision tables of a ruleset for a spreadsheet; `FILE.dmn`: tables from DMN."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import typer

from engage.cli import FINDINGS
from engage.cli.opening import console, say_next
from engage.cli.speech import say
from engage.ground.finding import Words
from engage.ruleset.dmn import Imported, Unreadable, from_dmn
from engage.ruleset.model import Model
from engage.ruleset.spell_sheet import sheets_of
from engage.ruleset.workbook import Unreadable as NoWorkbook
from engage.ruleset.workbook import workbook_of

__all__ = ["SHEETS", "write_from_dmn", "write_sheets"]

#: what `--to` may say for spreadsheets
SHEETS: Final = ("csv", "xlsx")
_NO_TABLES: Final = Words("the ruleset has no tables", "规则集没有决策表", "規則集沒有決策表")
_LIST_THEM: Final = Words(
    "list a file under `files` in ruleset.yaml in place of the table, and it is read from there",
    "在 ruleset.yaml 的 `文件` 中列出该文件以代替原表，之后即从该文件读取",
    "在 ruleset.yaml 的 `文件` 中列出該檔案以代替原表，之後即從該檔案讀取",
)
_CARRIED: Final = Words(
    "carried over: {tables}, {rows}",
    "已导入 {tables} 个表、{rows} 行",
    "已導入 {tables} 個表、{rows} 行",
)
_LEFT: Final = Words("left behind:", "未能导入：", "未能導入：")


def write_sheets(model: Model, to: str, out: Path, writing: str, language: str, as_json: bool) -> None:
    """A CSV file a table, or one workbook with a sheet a table."""
    tables = sheets_of(model, writing)
    if not tables:
        raise typer.BadParameter(say(_NO_TABLES, language))
    made: dict[Path, bytes] = {}
    if to == "csv":
        made = {out / f"{_file_name(name)}.csv": text.encode() for name, text in tables.items()}
    else:
        try:
            made = {out / "tables.xlsx": workbook_of(tables)}
        except NoWorkbook as why:
            raise typer.BadParameter(str(why), param_hint="--to") from None
    _write(made)
    if as_json:
        typer.echo(json.dumps({"files": [str(path) for path in made]}, ensure_ascii=False, indent=2))
        return
    screen = console()
    for path in made:
        screen.print(str(path))
    screen.print(say(_LIST_THEM, language), style="dim")


def _file_name(name: str) -> str:
    return re.sub(r"[^\w-]+", "_", name).strip("_") or "table"


def write_from_dmn(path: Path, out: Path, language: str, as_json: bool) -> None:
    """A ruleset made of the decision tables of a DMN file, and what could not be carried over (exit code 1 then)."""
    try:
        imported = from_dmn(path.read_bytes(), path.stem)
    except Unreadable as why:
        raise typer.BadParameter(why.words.in_language(language)) from None
    _write({out / name: text.encode() for name, text in imported.texts.items()})
    if as_json:
        typer.echo(json.dumps(_as_json(imported, out, language), ensure_ascii=False, indent=2))
        raise typer.Exit(FINDINGS if imported.left else 0)
    screen = console()
    for name in imported.texts:
        screen.print(str(out / name))
    tables, rows = _some(imported.tables, "table", language), _some(imported.rows, "row", language)
    screen.print(say(_CARRIED, language, tables=tables, rows=rows), style="bold")
    if imported.left:
        screen.print(say(_LEFT, language), style="yellow")
        for where, words in imported.left:
            screen.print(f"  {where}: {words.in_language(language)}")
    say_next(screen, language, "check", out)
    if imported.left:
        raise typer.Exit(FINDINGS)


def _some(number: int, what: str, language: str) -> str:
    return str(number) if language != "en" else f"{number} {what}{'' if number == 1 else 's'}"


def _as_json(imported: Imported, out: Path, language: str) -> dict[str, object]:
    return {
        "files": [str(out / name) for name in imported.texts],
        "tables": imported.tables,
        "rows": imported.rows,
        "left": [{"where": where, "why": why.in_language(language)} for where, why in imported.left],
    }


def _write(made: dict[Path, bytes]) -> None:
    for path, content in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

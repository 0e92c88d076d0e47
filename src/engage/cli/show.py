"""`engage show`: the rule book and the data dictionary of a ruleset as a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.speech import language_of, say
from engage.errors import RulesetError
from engage.ground.finding import Words
from engage.load import read
from engage.ruleset.schemas import schemas
from engage.workbench.rule_book import rule_book

__all__ = ["show"]

_DONE: Final = Words("rule book: {page}", "规则手册：{page}")
_NEXT: Final = Words("next: open it, or engage test {ruleset}", "下一步：打开它，或 engage test {ruleset}")


def show(
    ruleset: Annotated[Path, typer.Argument(help="the ruleset's folder or file")],
    out: Annotated[Path, typer.Option(help="where to write the page")] = Path("rule-book.html"),
    schemas_to: Annotated[
        Path | None, typer.Option("--schemas", help="write JSON Schemas for editors into this folder, and no page")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the page's path as JSON")] = False,
    lang: Annotated[str, typer.Option(help="en, zh or zh-Hant (else the locale's)")] = "",
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
    console.print(say(_NEXT, language, ruleset=ruleset), style="dim", highlight=False)


def _write_schemas(folder: Path, as_json: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    made = [str(folder / name) for name in schemas()]
    typer.echo(json.dumps({"files": made}) if as_json else "\n".join(made))

"""`engage new`: a small ruleset to start from, sound and with its examples."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli.opening import console, say_next
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.ruleset.schemas import schemas

__all__ = ["new"]

_FILES: Final = ("ruleset.yaml", "vocabulary.yaml", "catalogue.yaml", "care.rules")
_EXISTS: Final = Words("`{path}` exists and is not empty", "`{path}` 已存在且不为空", "`{path}` 已存在且不為空")
_NAME: Final = Words(
    "`{name}` cannot be a ruleset's name: letters, digits, spaces, `-` and `_` can",
    "`{name}` 不能作规则集名称：可用文字、数字、空格、`-` 和 `_`",
    "`{name}` 不能作規則集名稱：可用文字、數字、空格、`-` 和 `_`",
)


def new(
    folder: Annotated[Path, typer.Argument(help="the folder to make")],
    name: Annotated[str, typer.Option(help="the ruleset's name (else the folder's)")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print the files made as JSON")] = False,
    lang: Annotated[str, typer.Option(help="en or zh: the language its rules are written in")] = "",
) -> None:
    """Make a small ruleset: vocabulary, catalogue, rules with examples, ready to check, test and change."""
    language = language_of(lang)
    called = name or folder.name
    if not called or not all(char.isalnum() or char in " -_" for char in called):
        raise typer.BadParameter(say(_NAME, language, name=called), param_hint="--name")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise typer.BadParameter(say(_EXISTS, language, path=folder))
    folder.mkdir(parents=True, exist_ok=True)
    scaffold = files("engage.cli") / "scaffold" / ("zh" if language.startswith("zh") else "en")
    for file in _FILES:
        text = (scaffold / file).read_text(encoding="utf-8").replace('"{name}"', called)
        (folder / file).write_text(text, encoding="utf-8", newline="\n")
    # Editors find here what each YAML file may hold; the first line of each names its schema.
    beside = folder / ".schemas"
    beside.mkdir(exist_ok=True)
    for file, text in schemas().items():
        (beside / file).write_text(text, encoding="utf-8", newline="\n")
    made = [str(folder / file) for file in _FILES]
    if as_json:
        typer.echo(json.dumps({"files": made}, ensure_ascii=False, indent=2))
        return
    screen = console()
    for path in made:
        screen.print(path)
    say_next(screen, language, f"engage check {folder}")

"""`engage convert`: the same ruleset in the other notation or another language, into a folder of its own."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli.convert_for import write_for_another
from engage.cli.convert_tables import SHEETS, write_from_dmn, write_sheets
from engage.cli.opening import console, open_ruleset, say_next
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.ruleset.convert import Notation
from engage.ruleset.convert import convert as convert_model

__all__ = ["convert"]

_EXISTS: Final = Words("`{path}` exists and is not empty", "`{path}` 已存在且不为空", "`{path}` 已存在且不為空")
_OUTSIDE: Final = Words("`{path}` lies outside the folder", "`{path}` 在文件夹之外", "`{path}` 在資料夾之外")


_NOTATIONS: Final = ("rules", "yaml")


class _Language(StrEnum):
    EN = "en"
    ZH = "zh"
    HANT = "zh-Hant"


def convert(
    ruleset: Annotated[Path, typer.Argument(help="the ruleset's folder or file, or a DMN file (`.dmn`)")],
    out: Annotated[Path, typer.Option(help="the folder to write; it must be new or empty")],
    to: Annotated[
        str,
        typer.Option(
            help="rules, yaml; csv, xlsx: its tables; an installed second opinion (durable): what it expresses"
        ),
    ] = "rules",
    lang: Annotated[_Language | None, typer.Option(help="the language to write (else the ruleset's)")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the files made as JSON")] = False,
) -> None:
    """Write a sound ruleset in the other notation or language, its tables for a spreadsheet, or for another engine.

    A DMN file becomes a ruleset, with a report of what could not be carried over.
    """
    language = language_of()  # `--lang` is the language to write
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise typer.BadParameter(say(_EXISTS, language, path=out), param_hint="--out")
    if ruleset.suffix == ".dmn" and ruleset.is_file():
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
    say_next(screen, language, f"engage check {out}")

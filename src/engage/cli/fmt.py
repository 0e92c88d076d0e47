"""`engage fmt`: every rule file in its canonical form, comments kept."""

from __future__ import annotations

import difflib
import json
import os
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli import FINDINGS
from engage.cli.opening import console, open_ruleset, say_next
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.ruleset.convert import format_text

__all__ = ["fmt"]

_CHANGED: Final = Words("formatted {file}", "已格式化 {file}")
_WOULD: Final = Words("{file} is not in canonical form", "{file} 不是规范格式", "{file} 不是規範格式")
_FINE: Final = Words("{count} files are in canonical form", "{count} 个文件均为规范格式", "{count} 個檔案均為規範格式")


def fmt(
    ruleset: Annotated[Path, typer.Argument(help="the ruleset's folder or file")],
    check: Annotated[bool, typer.Option("--check", help="write nothing; exit code 1 when a file would change")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="write nothing; show what would change")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the files that change as JSON")] = False,
    lang: Annotated[str, typer.Option(help="en, zh or zh-Hant (else the locale's)")] = "",
) -> None:
    """Write the rule files of a sound ruleset in canonical form. `ruleset.yaml` and the catalogue stay as they are."""
    language = language_of(lang)
    model, _, sources = open_ruleset(ruleset, language)
    by_name = {source.name: source for source in sources}
    folder = ruleset if ruleset.is_dir() else ruleset.parent
    changed: dict[str, tuple[str, str]] = {}
    for file in model.files:
        source = by_name.get(file.name)
        text = format_text(file, model, source)
        if source is not None and text != source.text:
            changed[file.name] = (source.text, text)
    if not check and not diff:
        for name, (_, text) in changed.items():
            _write(folder / name, text)
    if as_json:
        typer.echo(json.dumps({"changed": list(changed), "written": not check and not diff}, ensure_ascii=False))
    else:
        screen = console()
        for name, (before, after) in changed.items():
            screen.print(say(_WOULD if check or diff else _CHANGED, language, file=name))
            if diff:
                lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
                screen.print("\n".join(lines))
        if not changed:
            screen.print(say(_FINE, language, count=len(model.files)))
        say_next(
            screen, language, f"engage fmt {ruleset}" if changed and (check or diff) else f"engage check {ruleset}"
        )
    if changed and (check or diff):
        raise typer.Exit(FINDINGS)


def _write(path: Path, text: str) -> None:
    """Replace a file at once: a reader sees the old text or the new one."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, path)

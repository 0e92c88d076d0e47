"""`engage fmt`: every rule file in its canonical form, comments kept."""

from __future__ import annotations

import difflib
import json
import os
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli import FINDINGS
from engage.cli.helping import in_chinese
from engage.cli.opening import console, open_ruleset, say_next
from engage.cli.options import LangOption, RulesetArgument
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.ruleset.convert import format_text

__all__ = ["fmt"]

_CHANGED: Final = Words("formatted {file}", "已格式化 {file}")
_WOULD: Final = Words("{file} is not in canonical form", "{file} 不是规范格式", "{file} 不是規範格式")
_FINE: Final = Words("{count} files are in canonical form", "{count} 个文件均为规范格式", "{count} 個檔案均為規範格式")


CheckOption = Annotated[
    bool,
    typer.Option("--check"),
    Words(
        "write nothing; exit code 1 when a file would change",
        "不写文件；有文件需要改动时退出码为 1",
        "不寫檔案；有檔案需要改動時退出碼為 1",
    ),
]
DiffOption = Annotated[
    bool,
    typer.Option("--diff"),
    Words("write nothing; show what would change", "不写文件；显示将要改动之处", "不寫檔案；顯示將要改動之處"),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print the files that change as JSON", "以 JSON 输出有改动的文件", "以 JSON 輸出有改動的檔案"),
]


@in_chinese(
    "把规则文件写成规范格式（规则集须无错误）。`ruleset.yaml` 和目录文件不动。",
    "把規則檔案寫成規範格式（規則集須無錯誤）。`ruleset.yaml` 和目錄檔案不動。",
)
def fmt(
    ruleset: RulesetArgument,
    check: CheckOption = False,
    diff: DiffOption = False,
    as_json: AsJsonOption = False,
    lang: LangOption = "",
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
        say_next(screen, language, "fmt" if changed and (check or diff) else "check", ruleset)
    if changed and (check or diff):
        raise typer.Exit(FINDINGS)


def _write(path: Path, text: str) -> None:
    """Replace a file at once: a reader sees the old text or the new one."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    os.replace(beside, path)

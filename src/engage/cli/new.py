"""`engage new`: a small ruleset to start from, sound and with its examples."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli.helping import in_chinese
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


FolderArgument = Annotated[
    Path,
    typer.Argument(),
    Words("the folder to make", "要新建的文件夹", "要新建的資料夾"),
]
NameOption = Annotated[
    str,
    typer.Option(),
    Words("the ruleset's name (else the folder's)", "规则集名称（默认用文件夹名）", "規則集名稱（預設用資料夾名）"),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print the files made as JSON", "以 JSON 输出生成的文件", "以 JSON 輸出生成的檔案"),
]
LangOption = Annotated[
    str,
    typer.Option(),
    Words(
        "en or zh: the language its rules are written in", "en 或 zh：规则用哪种语言写", "en 或 zh：規則用哪種語言寫"
    ),
]


@in_chinese(
    "新建一个小规则集：词汇表、目录、带示例的规则，可直接检查、测试和修改。",
    "新建一個小規則集：詞彙表、目錄、帶示例的規則，可直接檢查、測試和修改。",
)
def new(
    folder: FolderArgument,
    name: NameOption = "",
    as_json: AsJsonOption = False,
    lang: LangOption = "",
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
    say_next(screen, language, "check", folder)

"""Opening a ruleset for a verb, and the line with the next command at its end."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Final

import typer
from rich.console import Console

from engage.cli.speech import asked_for, say
from engage.errors import RulesetError
from engage.ground.finding import Words
from engage.ground.source import Source
from engage.load import compile as compile_ruleset
from engage.load import read
from engage.program.program import Program
from engage.ruleset.folder import HEADER_NAMES
from engage.ruleset.model import Model, Ruleset

__all__ = ["console", "given", "open_model", "open_ruleset", "read_ruleset", "say_next", "typed"]

_NO_RULESET: Final = Words("there is no ruleset at `{path}`", "找不到规则集 `{path}`", "找不到規則集 `{path}`")
_PART: Final = Words(
    "`{file}` belongs to the ruleset in `{folder}` and cannot be understood without it: name that folder",
    "`{file}` 属于 `{folder}` 中的规则集，单独无法读懂：请写该文件夹",
    "`{file}` 屬於 `{folder}` 中的規則集，單獨無法讀懂：請寫該資料夾",
)
#: What a shell takes as it stands, and what it reads even between double quotes.
_PLAIN: Final = re.compile(r"[\w@%+=:,./-]+")
_LIVE: Final = re.compile(r"[\"$`\\!]")
_NEXT: Final = Words("next: {command}", "下一步：{command}")


def console(*, stderr: bool = False) -> Console:
    """A terminal that prints texts as they stand: no guessed colours, no wrapping of carets."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)


def read_ruleset(path: Path, language: str) -> Ruleset:
    """Read a ruleset's folder or file; a path that is none, or no whole one, is misuse."""
    if not path.exists():
        raise typer.BadParameter(say(_NO_RULESET, language, path=path))
    ruleset = read(path)
    # What a part says of names that its folder declares would only mislead.
    if not ruleset.report.ok and path.is_file() and _is_part(path):
        raise typer.BadParameter(say(_PART, language, file=path.name, folder=path.parent))
    return ruleset


def _is_part(path: Path) -> bool:
    """Is the file one of those that the ruleset in its folder is read from?"""
    parent = path.resolve().parent
    if path.name in HEADER_NAMES or not any((parent / name).is_file() for name in HEADER_NAMES):
        return False
    return path.name in {source.name for source in read(parent).sources}


def open_ruleset(path: Path, language: str) -> tuple[Model, Program, tuple[Source, ...]]:
    """The model, the program and the sources of a sound ruleset. Raises RulesetError with every finding."""
    ruleset = read_ruleset(path, language)
    if ruleset.model is None or not ruleset.report.ok:
        raise RulesetError(ruleset.report, language)
    return ruleset.model, compile_ruleset(ruleset), ruleset.sources


def open_model(path: Path, language: str) -> tuple[Model, Program]:
    """The model and the program of a sound ruleset. Raises RulesetError with every finding."""
    model, program, _ = open_ruleset(path, language)
    return model, program


def say_next(screen: Console, language: str, *words: object) -> None:
    """The command to type next."""
    text = say(_NEXT, language, command=typed(*words))
    screen.print(text, style="dim", soft_wrap=True, markup=False, highlight=False)


def typed(*words: object) -> str:
    """A command as it can be typed: words quoted where the shell needs it, `--lang` as it was given."""
    asked = asked_for()
    # `engage convert --lang` is the language to write.
    before, after = (asked, "") if words[0] == "convert" else ("", asked)
    command = ("engage", *given("--lang", before), *words, *given("--lang", after))
    return " ".join(_quoted(str(word)) for word in command)


def given(option: str, value: object, unless: object = "") -> tuple[str, ...]:
    """An option with its value, for the command to type next; nothing when it stands for what goes without saying."""
    return () if value is None or value in ("", unless) else (option, str(value))


def _quoted(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    return shlex.quote(word) if _LIVE.search(word) else f'"{word}"'

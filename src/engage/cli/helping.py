"""What `--help` prints, in the language that is spoken: a verb's words stand beside it, this file lays them out.

An option's help is a `Words` beside it (`Annotated[Path, typer.Option(), Words(…)]`), a verb's is its docstring with
`in_chinese` above it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Final, TypeVar, get_args, get_origin, get_type_hints

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from engage.cli.speech import language_of, say
from engage.ground.finding import Words

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.formatting import HelpFormatter

__all__ = ["Group", "Verb", "about", "help_of", "in_chinese", "usage"]

Rows = Sequence[tuple[str, str]]
F = TypeVar("F", bound=Callable[..., object])
_KEPT: Final = "__engage_help__"
_USAGE: Final = Words("usage: {line}", "用法：{line}")
_ARGUMENTS: Final = Words("arguments", "参数", "參數")
_OPTIONS: Final = Words("options", "选项", "選項")
_VERBS: Final = Words("verbs", "命令")
_NEEDED: Final = Words(" (needed)", "（必填）")
_UNLESS: Final = Words(" (unless said: {default})", "（默认：{default}）", "（預設：{default}）")
_HELP: Final = Words("show this and end", "显示本帮助", "顯示本幫助")
_MORE: Final = Words(
    "{called} VERB --help says more of each",
    "每个命令的详情：{called} 命令 --help",
    "每個命令的詳情：{called} 命令 --help",
)
_EMPTY: Final = Words("it is empty", "为空", "為空")
_VERB: Final = Words("VERB …", "命令 …")
_OPTION: Final = Words("[OPTION …]", "[选项 …]", "[選項 …]")
_TYPES: Final = ((PurePath, Words("PATH", "路径", "路徑")), (int | float, Words("NUMBER", "数字", "數字")))
_TEXT: Final = Words("TEXT", "文字")


def in_chinese(zh: str, hant: str = "") -> Callable[[F], F]:
    """What a verb does, in Chinese; its docstring says it in English."""

    def kept(function: F) -> F:
        function.__dict__[_KEPT] = Words(inspect.cleandoc(function.__doc__ or ""), zh, hant)
        return function

    return kept


def about(function: Callable[..., object] | None) -> Words:
    """What a verb does, in both languages."""
    kept = getattr(function, _KEPT, None)
    return kept if isinstance(kept, Words) else Words(inspect.cleandoc((function and function.__doc__) or ""))


def help_of(command: TyperCommand | TyperGroup) -> dict[str, Words]:
    """The help of each argument and option of a verb, by its name in Python."""
    return {
        name: part
        for name, hint in _hints(command).items()
        if get_origin(hint) is Annotated
        for part in get_args(hint)
        if isinstance(part, Words)
    }


class Verb(TyperCommand):
    """A verb whose help is in the language that is spoken. An empty word names nothing: where a path or an argument
    is wanted it is misuse, not the folder one stands in."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Read the words of the call."""
        said, _, _ = self.make_parser(ctx).parse_args(args=list(args))
        hints = _hints(self)
        for param in self.params:
            words = said.get(str(param.name))
            empty = "" in (words if isinstance(words, list | tuple) else (words,))
            path = any(issubclass(each, PurePath) for each in _types(hints.get(str(param.name))))
            if empty and (path or isinstance(param, TyperArgument)):
                place = param.opts[0] if isinstance(param, TyperOption) else str(param.name).upper()
                raise typer.BadParameter(say(_EMPTY, language_of()), ctx=ctx, param_hint=place)
        return super().parse_args(ctx, args)

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help."""
        _write(formatter, _lines(self, ctx.command_path))


class Group(TyperGroup):
    """Several verbs under one name; their list is in the language that is spoken."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help, with the first paragraph of each verb's."""
        verbs = []
        for name in self.list_commands(ctx):
            verb = self.get_command(ctx, name)
            if verb is not None:
                verbs.append((name, about(verb.callback).in_language(language_of()).partition("\n\n")[0]))
        _write(formatter, _lines(self, ctx.command_path, verbs))


def usage(command: TyperCommand | TyperGroup, called: str, language: str) -> str:
    """How it is called, as one line: arguments and options that must be given, then a word for the others."""
    words = [called]
    for param in command.params:
        if isinstance(param, TyperArgument):
            words.append(_argument(param))
        elif isinstance(param, TyperOption) and param.required:
            words.append(f"{param.opts[0]} {_value(command, param, language)}")
    words.append(say(_OPTION, language))
    if isinstance(command, TyperGroup):
        words.append(say(_VERB, language))
    return say(_USAGE, language, line=" ".join(words))


def _lines(command: TyperCommand | TyperGroup, called: str, verbs: Rows = ()) -> Iterator[str]:
    language, said = language_of(), help_of(command)
    yield usage(command, called, language)
    yield ""
    yield about(command.callback).in_language(language)
    arguments, options = [], []
    for param in command.params:
        text = said.get(str(param.name), Words("")).in_language(language)
        if isinstance(param, TyperArgument):
            arguments.append((_argument(param), text))
        elif isinstance(param, TyperOption):
            spelled = f"{', '.join(param.opts)} {_value(command, param, language)}".rstrip()
            options.append((spelled, text + _remark(param, language)))
    options.append(("--help", say(_HELP, language)))
    for title, rows in ((_ARGUMENTS, arguments), (_OPTIONS, options), (_VERBS, verbs)):
        if rows:
            yield ""
            yield say(title, language)
            yield _columns(rows)
    if verbs:
        yield ""
        yield say(_MORE, language, called=called)


def _write(formatter: HelpFormatter, lines: Iterator[str]) -> None:
    formatter.write("\n".join(lines) + "\n")


def _columns(rows: Rows) -> str:
    """Two columns, the second one wrapped; wide characters take the width they have."""
    screen = Console(highlight=False, markup=False, emoji=False, color_system=None)
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    # Chinese has no spaces to break at: a line too long is folded, never cut.
    table.add_column(overflow="fold")
    for left, right in rows:
        table.add_row(Text(f"  {left}"), Text(right))
    with screen.capture() as printed:
        screen.print(table)
    return "\n".join(line.rstrip() for line in printed.get().splitlines())


def _argument(param: TyperArgument) -> str:
    name = str(param.name).upper()
    return name if param.required else f"[{name}]"


def _value(command: TyperCommand | TyperGroup, param: TyperOption, language: str) -> str:
    """What follows an option: nothing, the values there are to choose from, or a word for any."""
    if param.is_flag:
        return ""
    type = next(iter(_types(_hints(command)[str(param.name)])), str)
    if issubclass(type, Enum):
        return "|".join(str(each.value) for each in type)
    return next((say(words, language) for kind, words in _TYPES if issubclass(type, kind)), say(_TEXT, language))


def _remark(param: TyperOption, language: str) -> str:
    if param.required:
        return say(_NEEDED, language)
    # What is empty unless said is told by the option's own words.
    shown = isinstance(param.default, str | PurePath | int | float) and not param.is_flag and str(param.default)
    return say(_UNLESS, language, default=param.default) if shown else ""


def _hints(command: TyperCommand | TyperGroup) -> dict[str, object]:
    function = inspect.unwrap(command.callback) if command.callback else None
    return get_type_hints(function, include_extras=True) if function else {}


def _types(hint: object) -> Iterator[type]:
    """The types a hint is made of, None left out: `Annotated[list[str] | None, …]` is of `str`."""
    if get_origin(hint) is Annotated:
        yield from _types(get_args(hint)[0])
    elif get_args(hint):
        for part in get_args(hint):
            yield from _types(part)
    elif isinstance(hint, type) and hint is not type(None):
        yield hint

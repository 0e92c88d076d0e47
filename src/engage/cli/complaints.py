"""A call that cannot be understood: how the verb is called, what was wrong, in the language that is spoken.

The parser of the command line speaks English only; each of its sentences has its words here, in one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Final

import typer
from typer.core import TyperCommand, TyperGroup

from engage.cli.helping import usage
from engage.cli.speech import language_of, say
from engage.ground.finding import Words

__all__ = ["NO_LANGUAGE", "STOPPED", "UNREADABLE", "complaint", "near"]

_ERROR: Final = Words("error: {what}", "错误：{what}", "錯誤：{what}")
_HELP: Final = Words("help: {called} --help", "帮助：{called} --help", "幫助：{called} --help")
_MEANT: Final = Words("; did you mean {names}?", "；是不是 {names}？")
_AT: Final = Words("{place}: {what}", "{place}：{what}")
NO_LANGUAGE: Final = Words(
    "`{name}` is no language spoken here: en, zh, zh-Hant",
    "`{name}` 不是可用的语言：en、zh、zh-Hant",
    "`{name}` 不是可用的語言：en、zh、zh-Hant",
)
STOPPED: Final = Words("stopped", "已中止")
UNREADABLE: Final = Words("a file cannot be read: {kind}", "有文件无法读取：{kind}", "有檔案無法讀取：{kind}")
_MISSING_ARGUMENT: Final = Words("{name} is missing", "缺少 {name}")
_MISSING_OPTION: Final = Words("{name} must be given", "必须给出 {name}", "必須給出 {name}")
_NO_OPTION: Final = Words("there is no option `{name}`", "没有选项 `{name}`", "沒有選項 `{name}`")
#: What the parser says, and how it is said here; the groups of a pattern are the names in the words.
_SAID: Final = (
    (
        r"Got unexpected extra arguments?(?:\(s\))? \((?P<words>.*)\)",
        Words("too many words: {words}", "多出的内容：{words}", "多出的內容：{words}"),
    ),
    (r"Missing command\.", Words("say which: a verb is missing", "缺少命令")),
    (
        r"No such command '(?P<name>.*?)'\..*",
        Words("there is no verb `{name}`", "没有命令 `{name}`", "沒有命令 `{name}`"),
    ),
    (
        r"Option '(?P<name>.*)' requires an argument\.?",
        Words("{name} needs a value after it", "{name} 之后要写值", "{name} 之後要寫值"),
    ),
    (
        r"Option '(?P<name>.*)' does not take a value\.?",
        Words("{name} takes no value", "{name} 不带值", "{name} 不帶值"),
    ),
    (
        r"Input should be a valid (?:number|integer).*",
        Words("this is no number", "这里要写数字", "這裡要寫數字"),
    ),
    (
        r"Input should be greater than or equal to (?P<bound>.*)",
        Words("at least {bound}", "不得小于 {bound}", "不得小於 {bound}"),
    ),
    (
        r"Input should be less than or equal to (?P<bound>.*)",
        Words("at most {bound}", "不得大于 {bound}", "不得大於 {bound}"),
    ),
    (
        r"(?:Value error, )?'(?P<name>.*)' is not one of (?P<known>.*)\.",
        Words("`{name}` is not one of {known}", "`{name}` 不在 {known} 之中"),
    ),
)


def complaint(error: typer.TyperException, verbs: Sequence[str]) -> str:
    """What is wrong with a call, as lines for the terminal. `verbs` are those there are."""
    language, context = language_of(), getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.message
    what = _what(error, language)
    command, called = getattr(context, "command", None), str(getattr(context, "command_path", ""))
    unknown = re.match(r"No such command '(.*?)'\.", error.message)
    if unknown and isinstance(command, TyperGroup):
        what += near(unknown[1], command.commands or verbs, language)
    lines = [say(_ERROR, language, what=what)]
    if isinstance(command, TyperCommand | TyperGroup):
        lines = [usage(command, called, language), *lines, say(_HELP, language, called=called)]
    return "\n".join(lines)


def near(name: str, known: Iterable[str], language: str) -> str:
    """`; did you mean …?`, when something is called nearly so; else nothing."""
    close = get_close_matches(name, tuple(known), n=3, cutoff=0.5)
    comma = "、" if language.startswith("zh") else ", "
    return say(_MEANT, language, names=comma.join(f"`{each}`" for each in close)) if close else ""


def _what(error: typer.TyperException, language: str) -> str:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        name, known = str(getattr(error, "option_name", "")), getattr(error, "possibilities", None) or ()
        return say(_NO_OPTION, language, name=name) + near(name, known, language)
    if not isinstance(error, typer.BadParameter):
        return _translated(error.message, language)
    param = error.param
    place = str(error.param_hint or "")
    if param is not None and not place:
        place = param.opts[0] if param.param_type_name == "option" else str(param.name).upper()
    if kind == "MissingParameter":
        option = param is not None and param.param_type_name == "option"
        return say(_MISSING_OPTION if option else _MISSING_ARGUMENT, language, name=place)
    what = _translated(error.message, language)
    return say(_AT, language, place=place, what=what) if place else what


def _translated(message: str, language: str) -> str:
    for pattern, words in _SAID:
        found = re.fullmatch(pattern, message)
        if found:
            return say(words, language, **found.groupdict())
    return message

"""`engage plugins`: what is installed, what each brings, what is broken."""

from __future__ import annotations

import json
from typing import Final

import typer
from rich.console import Console
from rich.table import Table

from engage.cli.helping import in_chinese
from engage.cli.opening import say_next
from engage.cli.options import JsonOption, LangOption
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.sockets.plugins import Found, Plugins

__all__ = ["plugins"]

_HEADS: Final = (
    Words("plugin", "插件"),
    Words("from", "来源", "來源"),
    Words("storages", "存储", "儲存"),
    Words("channels", "投递渠道", "投遞渠道"),
    Words("estimators", "估计模型", "估計模型"),
    Words("second opinions", "复核引擎", "複核引擎"),
    Words("correlators", "关联引擎", "關聯引擎"),
    Words("providers", "提供方"),
    Words("problem", "问题", "問題"),
)
_NONE: Final = Words("no plugin is installed", "没有安装插件", "沒有安裝插件")


@in_chinese(
    "列出已安装的插件及各自提供的功能。有插件损坏时退出码为 1。",
    "列出已安裝的外掛及各自提供的功能。有外掛損壞時退出碼為 1。",
)
def plugins(
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """List the installed plugins and what each brings. Exit code 1 when one is broken."""
    found = Plugins.discover().describe()
    broken = any(one.problem for one in found)
    if as_json:
        typer.echo(json.dumps({"plugins": [_data(one) for one in found]}, ensure_ascii=False, indent=2))
    else:
        _print(found, language_of(lang))
    if broken:
        raise typer.Exit(1)


def _data(one: Found) -> dict[str, object]:
    return {
        "name": one.name,
        "distribution": one.distribution,
        "version": one.version,
        "storages": list(one.storages),
        "channels": list(one.channels),
        "estimators": list(one.estimators),
        "second_opinions": list(one.second_opinions),
        "correlators": list(one.correlators),
        "providers": list(one.providers),
        "problem": one.problem,
    }


def _print(found: tuple[Found, ...], language: str) -> None:
    console = Console(highlight=False)
    if not found:
        console.print(say(_NONE, language))
        return
    table = Table(*(say(head, language) for head in _HEADS), box=None, pad_edge=False)
    for one in found:
        origin = f"{one.distribution} {one.version}".strip()
        brought = (
            one.storages,
            one.channels,
            one.estimators,
            one.second_opinions,
            one.correlators,
            one.providers,
        )
        table.add_row(one.name, origin, *map(", ".join, brought), one.problem)
    console.print(table)
    say_next(console, language, "new", "care")

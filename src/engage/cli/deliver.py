"""`engage deliver`: send what waits, each effect over the delivery channel it is bound to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from attrs import asdict
from rich.console import Console

from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.load import load
from engage.runtime import Engine

__all__ = ["deliver"]

_BINDING: Final = Words(
    "write NAME=CHANNEL, as in crm=webhook:https://crm.example/in",
    "请写 名称=渠道，例如 crm=webhook:https://crm.example/in",
)
_DONE: Final = Words(
    "{done} delivered, {waiting} wait for another attempt, {dead} dead letters, {unknown} of unknown outcome",
    "已投递 {done}，待重试 {waiting}，死信 {dead}，结果未知 {unknown}",
)
_UNBOUND: Final = Words("no delivery channel is bound for: {names}", "以下渠道尚未绑定：{names}")
_NEXT: Final = Words("next: engage status --storage {storage}", "下一步：engage status --storage {storage}")


def deliver(
    ruleset: Annotated[Path, typer.Argument(help="the ruleset that decides on the answers")],
    storage: Annotated[str, typer.Option(help="where the effects wait: sqlite:FILE")],
    channel: Annotated[list[str], typer.Option(help="NAME=CHANNEL: crm=webhook:URL, crm=file:PATH, crm=console:")],
    tenant: Annotated[str, typer.Option(help="whose effects these are")] = "main",
    as_json: Annotated[bool, typer.Option("--json", help="print the sums as JSON")] = False,
    lang: Annotated[str, typer.Option(help="en, zh or zh-Hant (else the locale's)")] = "",
) -> None:
    """Attempt every effect that is due, once; what fails waits for its next attempt."""
    language, console = language_of(lang), Console()
    pairs = [binding.partition("=") for binding in channel]
    if any(not name or not separator or not bound for name, separator, bound in pairs):
        raise typer.BadParameter(say(_BINDING, language), param_hint="--channel")
    bound = {name: address for name, _, address in pairs}
    with Engine(load(ruleset), storage, channels=bound, tenant=tenant) as engine:
        sums = engine.deliver()
        unbound = engine.status()["channels_not_bound"]
    if as_json:
        typer.echo(json.dumps({**asdict(sums), "channels_not_bound": unbound}, indent=2))
        return
    console.print(say(_DONE, language, **asdict(sums)), highlight=False)
    if isinstance(unbound, list) and unbound:
        console.print(say(_UNBOUND, language, names=", ".join(unbound)), style="yellow", highlight=False)
    console.print(say(_NEXT, language, ruleset=ruleset, storage=storage), style="dim", highlight=False)

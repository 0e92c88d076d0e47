"""`engage deliver`: send what waits, each effect over the delivery channel it is bound to; see to dead letters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from attrs import asdict
from rich.console import Console

from engage.cli.dead_letters import dead_letters, replay
from engage.cli.opening import console, say_next
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.load import load
from engage.runtime import Engine
from engage.sockets.storage import OutboxRecord

__all__ = ["deliver"]

_BINDING: Final = Words(
    "write NAME=CHANNEL, as in crm=webhook:https://crm.example/in",
    "请写 名称=渠道，例如 crm=webhook:https://crm.example/in",
    "請寫 名稱=渠道，例如 crm=webhook:https://crm.example/in",
)
_INCOMPLETE: Final = Words(
    "to deliver, name the ruleset and at least one --channel",
    "投递需指明规则集和至少一个 --channel",
    "投遞需指明規則集和至少一個 --channel",
)
_DONE: Final = Words(
    "{done} delivered, {waiting} wait for another attempt, {dead} dead letters, {unknown} of unknown outcome",
    "已投递 {done}，待重试 {waiting}，死信 {dead}，结果未知 {unknown}",
    "已投遞 {done}，待重試 {waiting}，死信 {dead}，結果未知 {unknown}",
)
_UNBOUND: Final = Words(
    "no delivery channel is bound for: {names}", "以下渠道尚未绑定：{names}", "以下渠道尚未綁定：{names}"
)
_REPLAYED: Final = Words(
    "{count} dead letters wait for delivery again", "{count} 封死信重新待投递", "{count} 封死信重新待投遞"
)
_NO_DEAD: Final = Words("there are no dead letters", "没有死信", "沒有死信")
_DEAD: Final = Words(
    "{key}  {channel} {kind}: {code}, attempts: {attempts}, decision {decision}",
    "{key}  {channel} {kind}：{code}，已尝试 {attempts} 次，决策 {decision}",
    "{key}  {channel} {kind}：{code}，已嘗試 {attempts} 次，決策 {decision}",
)


def deliver(
    storage: Annotated[str, typer.Option(help="where the effects wait: sqlite:FILE")],
    ruleset: Annotated[Path | None, typer.Argument(help="the ruleset that decides on the answers")] = None,
    channel: Annotated[
        list[str] | None, typer.Option(help="NAME=CHANNEL: crm=webhook:URL, crm=file:PATH, crm=console:")
    ] = None,
    dead: Annotated[bool, typer.Option("--dead", help="only list the dead letters, with code and attempts")] = False,
    again: Annotated[
        list[str] | None,
        typer.Option("--replay", help="let this dead letter (its key, or `all`) wait again; may repeat"),
    ] = None,
    tenant: Annotated[str, typer.Option(help="whose effects these are")] = "main",
    as_json: Annotated[bool, typer.Option("--json", help="print the sums as JSON")] = False,
    lang: Annotated[str, typer.Option(help="en, zh or zh-Hant (else the locale's)")] = "",
) -> None:
    """Attempt every effect that is due, once; what fails waits for its next attempt, or becomes a dead letter."""
    language = language_of(lang)
    bound = _bound(channel or [], language)
    if dead:
        _list(dead_letters(storage, tenant), storage, language, as_json)
        return
    told: dict[str, object] = {}
    screen = console(stderr=as_json)
    if not (ruleset and bound) and (ruleset or bound or not again):
        raise typer.BadParameter(say(_INCOMPLETE, language), param_hint="--channel")
    if again:
        keys = replay(storage, tenant, again)
        screen.print(say(_REPLAYED, language, count=len(keys)))
        told["replayed"] = list(keys)
    if ruleset:
        told |= _deliver(ruleset, storage, bound, tenant, screen, language)
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    to_send = f"engage deliver RULESET --storage {storage} --channel NAME=CHANNEL"
    say_next(screen, language, f"engage status --storage {storage}" if ruleset else to_send)


def _bound(bindings: Sequence[str], language: str) -> dict[str, str]:
    """Addresses of channels by the names that rules use."""
    pairs = [binding.partition("=") for binding in bindings]
    if any(not name or not separator or not address for name, separator, address in pairs):
        raise typer.BadParameter(say(_BINDING, language), param_hint="--channel")
    return {name: address for name, _, address in pairs}


def _deliver(
    ruleset: Path, storage: str, bound: Mapping[str, str], tenant: str, screen: Console, language: str
) -> dict[str, object]:
    with Engine(load(ruleset), storage, channels=bound, tenant=tenant) as engine:
        sums = asdict(engine.deliver())
        unbound = engine.status()["channels_not_bound"]
    screen.print(say(_DONE, language, **sums))
    if isinstance(unbound, list) and unbound:
        screen.print(say(_UNBOUND, language, names=", ".join(unbound)), style="yellow")
    return {**sums, "channels_not_bound": unbound}


def _list(letters: Sequence[OutboxRecord], storage: str, language: str, as_json: bool) -> None:
    told = [
        {
            "key": each.key,
            "channel": each.channel,
            "kind": each.kind,
            "code": each.last_code,
            "attempts": each.attempt,
            "decision": each.decision_id,
        }
        for each in letters
    ]
    if as_json:
        typer.echo(json.dumps({"dead": told}, indent=2))
        return
    screen = console()
    for each in told:
        screen.print(say(_DEAD, language, **each))
    if not told:
        screen.print(say(_NO_DEAD, language))
    verb = "deliver --replay all" if told else "status"
    say_next(screen, language, f"engage {verb} --storage {storage}")

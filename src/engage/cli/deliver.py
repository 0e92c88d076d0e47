"""`engage deliver`: send what waits, each effect over the delivery channel it is bound to; see to dead letters."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from attrs import asdict
from rich.console import Console

from engage.cli.binding import bound
from engage.cli.dead_letters import dead_letters, replay
from engage.cli.helping import in_chinese
from engage.cli.opening import console, given, say_next
from engage.cli.options import LangOption
from engage.cli.speech import language_of, say
from engage.cli.stored import active_engine
from engage.ground.finding import Words
from engage.sockets.storage import OutboxRecord

__all__ = ["deliver"]

_INCOMPLETE: Final = Words(
    "to deliver, name at least one --channel",
    "投递需指明至少一个 --channel",
    "投遞需指明至少一個 --channel",
)
_DONE: Final = Words(
    "{done} delivered, {waiting} wait for another attempt, {dead} dead letters, {unknown} of unknown outcome",
    "已投递 {done}，待重试 {waiting}，死信 {dead}，结果未知 {unknown}",
    "已投遞 {done}，待重試 {waiting}，死信 {dead}，結果未知 {unknown}",
)
_NOT_DUE: Final = Words(
    "{count} more wait: not due, unbound, or under way in another process (half a minute where that was killed)",
    "另有 {count} 个等待：未到时、渠道未绑定，或正由另一进程投递（若它被终止，半分钟后释放）",
    "另有 {count} 個等待：未到時、渠道未綁定，或正由另一處理序投遞（若它被終止，半分鐘後釋放）",
)
_UNBOUND: Final = Words(
    "no delivery channel is bound for: {names}", "以下渠道尚未绑定：{names}", "以下渠道尚未綁定：{names}"
)
_ALONE: Final = Words(
    "--dead only lists: leave --replay, --channel and the ruleset out",
    "--dead 只列出死信：请去掉 --replay、--channel 和规则集",
    "--dead 只列出死信：請去掉 --replay、--channel 和規則集",
)
_UNKNOWN_STAY: Final = Words(
    "{count} effects of unknown outcome stay, they may have arrived: replay them by key, see `engage deliver --dead`",
    "{count} 个结果未知的投递保持不变，可能已送达：请用 `engage deliver --dead` 查看，并按键逐个重放",
    "{count} 個結果未知的投遞保持不變，可能已送達：請用 `engage deliver --dead` 查看，並按鍵逐個重放",
)
_REPLAYED: Final = Words("{count} effects wait for delivery again", "{count} 个投递重新等待", "{count} 個投遞重新等待")
_NO_DEAD: Final = Words("there are no dead letters", "没有死信", "沒有死信")
_DEAD: Final = Words(
    "{key}  {channel} {kind}: {code}, attempts: {attempts}, decision {decision}{mark}",
    "{key}  {channel} {kind}：{code}，已尝试 {attempts} 次，决策 {decision}{mark}",
    "{key}  {channel} {kind}：{code}，已嘗試 {attempts} 次，決策 {decision}{mark}",
)
_UNKNOWN: Final = Words(", outcome unknown", "，结果未知", "，結果未知")


StorageOption = Annotated[
    str,
    typer.Option(),
    Words(
        "where the effects wait: sqlite:FILE",
        "待投递的动作在哪个存储：sqlite:文件",
        "待投遞的動作在哪個儲存：sqlite:檔案",
    ),
]
RulesetArgument = Annotated[
    Path | None,
    typer.Argument(),
    Words(
        "the active ruleset, else the storage's copy of it",
        "现行规则集；默认用存储中的副本",
        "現行規則集；預設用儲存中的副本",
    ),
]
ChannelOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "NAME=CHANNEL: crm=webhook:URL, crm=file:PATH, crm=console:",
        "名称=渠道：crm=webhook:网址、crm=file:路径、crm=console:",
        "名稱=渠道：crm=webhook:網址、crm=file:路徑、crm=console:",
    ),
]
DeadOption = Annotated[
    bool,
    typer.Option("--dead"),
    Words("only list dead letters and unknown outcomes", "只列出死信和结果未知的动作", "只列出死信和結果未知的動作"),
]
AgainOption = Annotated[
    list[str] | None,
    typer.Option("--replay"),
    Words(
        "let a dead letter (its key, or `all`) wait again; may repeat",
        "让死信（其编号，或 `all`）重新待投；可重复",
        "讓死信（其編號，或 `all`）重新待投；可重複",
    ),
]
TenantOption = Annotated[
    str,
    typer.Option(),
    Words("whose effects these are", "哪个租户的动作", "哪個租戶的動作"),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print the sums as JSON", "以 JSON 输出合计", "以 JSON 輸出合計"),
]


@in_chinese(
    "把到时的动作各投递一次；失败的等下次再投，或成为死信。", "把到時的動作各投遞一次；失敗的等下次再投，或成為死信。"
)
def deliver(
    storage: StorageOption,
    ruleset: RulesetArgument = None,
    channel: ChannelOption = None,
    dead: DeadOption = False,
    again: AgainOption = None,
    tenant: TenantOption = "main",
    as_json: AsJsonOption = False,
    lang: LangOption = "",
) -> None:
    """Attempt every effect that is due, once; what fails waits for its next attempt, or becomes a dead letter."""
    language = language_of(lang)
    bindings = bound(channel, "--channel", "crm=webhook:https://crm.example/in", language)
    if dead:
        if again or bindings or ruleset:
            raise typer.BadParameter(say(_ALONE, language), param_hint="--dead")
        _list(dead_letters(storage, tenant), storage, tenant, language, as_json)
        return
    told: dict[str, object] = {}
    screen = console(stderr=as_json)
    if not bindings and (ruleset or not again):
        raise typer.BadParameter(say(_INCOMPLETE, language), param_hint="--channel")
    if again:
        keys, unknown = replay(storage, tenant, again)
        screen.print(say(_REPLAYED, language, count=len(keys)))
        if unknown:
            screen.print(say(_UNKNOWN_STAY, language, count=unknown), style="yellow")
        told |= {"replayed": list(keys), "unknown_left": unknown}
    if bindings:
        told |= _deliver(ruleset, storage, bindings, tenant, screen, language)
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    say_next(screen, language, "status", "--storage", storage, *given("--tenant", tenant, "main"))


def _deliver(
    ruleset: Path | None, storage: str, bindings: Mapping[str, str], tenant: str, screen: Console, language: str
) -> dict[str, object]:
    # The ruleset is only for the answers: to deliver must not change what decides.
    with active_engine(ruleset, storage, tenant, language, channels=bindings) as engine:
        sums = asdict(engine.deliver())
        unbound = engine.status()["channels_not_bound"]
        rest = engine.storage.counts(tenant)["waiting_effects"] - sums["waiting"]
    screen.print(say(_DONE, language, **sums))
    if rest > 0:
        screen.print(say(_NOT_DUE, language, count=rest), style="yellow")
    if isinstance(unbound, list) and unbound:
        screen.print(say(_UNBOUND, language, names=", ".join(unbound)), style="yellow")
    return {**sums, "not_attempted": max(rest, 0), "channels_not_bound": unbound}


def _list(letters: Sequence[OutboxRecord], storage: str, tenant: str, language: str, as_json: bool) -> None:
    told = [
        {
            "key": each.key,
            "state": each.state,
            "channel": each.channel,
            "kind": each.kind,
            "code": each.last_code,
            "attempts": each.attempt,
            "decision": each.decision_id,
        }
        for each in letters
    ]
    if as_json:
        split = {state: [each for each in told if each["state"] == state] for state in ("dead", "unknown")}
        typer.echo(json.dumps(split, indent=2))
        return
    screen = console()
    for each in told:
        mark = say(_UNKNOWN, language) if each["state"] == "unknown" else ""
        screen.print(say(_DEAD, language, **each, mark=mark))
    if not any(each["state"] == "dead" for each in told):
        screen.print(say(_NO_DEAD, language))
    dead = any(each["state"] == "dead" for each in told)
    # Of unknown outcome: it may have arrived, so each is meant by its key alone.
    verb = ("deliver", "--replay", "all" if dead else told[0]["key"]) if told else ("status",)
    say_next(screen, language, *verb, "--storage", storage, *given("--tenant", tenant, "main"))

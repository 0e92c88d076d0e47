"""`engage status`: what is active in a storage, and what waits there."""

from __future__ import annotations

import json
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Column, Table

from engage.cli.helping import in_chinese
from engage.cli.options import JsonOption, LangOption, StorageOption
from engage.cli.speech import language_of, say
from engage.cli.storages import existing
from engage.ground.finding import Words

__all__ = ["status"]

_NOTHING: Final = Words("no ruleset was ever active here", "此存储中还没有启用过规则集", "此儲存中還沒有啟用過規則集")
_LABELS: Final = {
    "generation": Words("generation", "版本代次", "版本代次"),
    "hash": Words("ruleset hash", "规则集哈希", "規則集雜湊"),
    "durability": Words("durability", "持久性", "持久性"),
    "events": Words("events", "事件", "事件"),
    "decisions": Words("decisions", "决策", "決策"),
    "customers": Words("customers", "客户", "客戶"),
    "waiting_effects": Words("effects that wait", "待投递", "待投遞"),
    "dead_letters": Words("dead letters", "死信", "死信"),
    "unknown_effects": Words("effects of unknown outcome", "结果未知的投递", "結果未知的投遞"),
    "waiting_timers": Words("timers that wait", "待触发的定时", "待觸發的定時"),
}


TenantOption = Annotated[
    str,
    typer.Option(),
    Words("whose", "哪个租户", "哪個租戶"),
]


@in_chinese(
    "显示现行规则集，以及事件、决策、动作和定时各有多少。", "顯示現行規則集，以及事件、決策、動作和定時各有多少。"
)
def status(
    storage: StorageOption,
    tenant: TenantOption = "main",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Show the active ruleset, and how many events, decisions, effects and timers there are."""
    language, console = language_of(lang), Console()
    with existing(storage) as opened:
        active = opened.activation(tenant)
        found: dict[str, object] = {
            "generation": active.generation if active else 0,
            "hash": active.ruleset_hash if active else "",
            "durability": opened.durability,
            **opened.counts(tenant),
        }
    if as_json:
        typer.echo(json.dumps(found, indent=2))
        return
    if not found["generation"]:
        console.print(say(_NOTHING, language), highlight=False)
    grid = Table("", Column(overflow="fold"), show_header=False, box=None, padding=(0, 2))
    for name, value in found.items():
        words = _LABELS.get(name)
        grid.add_row(say(words, language) if words else name.replace("_", " "), str(value))
    console.print(grid)

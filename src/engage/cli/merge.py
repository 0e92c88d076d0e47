"""`engage merge`: two customers of a storage turn out to be one."""

from __future__ import annotations

import json
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.helping import in_chinese
from engage.cli.opening import given, say_next
from engage.cli.options import JsonOption, LangOption, StorageOption, TenantOption
from engage.cli.speech import language_of, say
from engage.cli.storages import existing
from engage.cli.stored import active_program
from engage.facts.clocks import clock_of_key
from engage.ground.finding import Words
from engage.runtime.merging import merge as merge_customers
from engage.runtime.turns import Turns

__all__ = ["merge"]

_DONE: Final = Words(
    "`{customer}` is `{key}` from now on: events {events}, facts {facts}",
    "“{customer}”今后即“{key}”：事件 {events} 个，信息 {facts} 项",
    "“{customer}”今後即“{key}”：事件 {events} 個，資訊 {facts} 項",
)

CustomerArgument = Annotated[
    str,
    typer.Argument(),
    Words("the customer that becomes part of another", "要并入另一客户的客户", "要併入另一客戶的客戶"),
]
IntoOption = Annotated[
    str,
    typer.Option(),
    Words("the customer that is kept", "保留的客户", "保留的客戶"),
]


@in_chinese(
    "两位客户其实是同一位：历史、信息、别名和待办并为一位。",
    "兩位客戶其實是同一位：歷史、資訊、別名和待辦併為一位。",
)
def merge(
    customer: CustomerArgument,
    into: IntoOption,
    storage: StorageOption,
    tenant: TenantOption = "main",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Make one customer of two: one past, one profile, and everything that leads to either or waits for it."""
    language, console = language_of(lang), Console()
    with existing(storage) as opened:
        key = merge_customers(opened, tenant, Turns(), lambda: active_program(opened, tenant), customer, into)
        kept = opened.customer(tenant, key)
    events = kept.next_sequence - 1 if kept else 0
    facts = len([name for name in json.loads(kept.facts) if not clock_of_key(name)]) if kept else 0
    if as_json:
        typer.echo(json.dumps({"customer": key, "events": events, "facts": facts}, ensure_ascii=False, indent=2))
        return
    said = say(_DONE, language, customer=customer, key=key, events=events, facts=facts)
    console.print(said, markup=False, highlight=False)
    say_next(console, language, "status", "--storage", storage, *given("--tenant", tenant, "main"))

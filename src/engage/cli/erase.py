"""`engage erase`: a customer is forgotten, and the storage's files are written anew without it."""

from __future__ import annotations

import json
from typing import Annotated, Final

import typer
from attrs import asdict

from engage.cli.helping import in_chinese
from engage.cli.opening import console, given, say_next
from engage.cli.options import JsonOption, LangOption, StorageOption, TenantOption
from engage.cli.speech import language_of, say
from engage.cli.storages import existing
from engage.ground.finding import Words
from engage.runtime.clock import SystemClock
from engage.runtime.erasing import erase as erase_customer
from engage.runtime.turns import Turns
from engage.sockets.upkeep import Upkeep

__all__ = ["erase"]

#: With a number after a word, so that no language has to bend one.
_COUNTS: Final = "events {events}, facts {facts}, aliases {aliases}, effects {effects}, timers {timers}"
_ZH: Final = "事件 {events} 个，信息 {facts} 项，别名 {aliases} 个，后续动作 {effects} 个，计时 {timers} 个"
_HANT: Final = "事件 {events} 個，資訊 {facts} 項，別名 {aliases} 個，後續動作 {effects} 個，計時 {timers} 個"
_DONE: Final = Words(f"erased: {_COUNTS}", f"已删除：{_ZH}", f"已刪除：{_HANT}")
_WOULD: Final = Words(f"would be erased: {_COUNTS}", f"将要删除：{_ZH}", f"將要刪除：{_HANT}")

CustomerArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "the customer to forget, or any number or address that leads there",
        "要删除的客户，或通向该客户的任一号码、地址",
        "要刪除的客戶，或通向該客戶的任一號碼、地址",
    ),
]
DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run"),
    Words("only say how much would be removed", "只说明将删除多少", "只說明將刪除多少"),
]
KeepFilesOption = Annotated[
    bool,
    typer.Option("--no-rewrite"),
    Words(
        "leave unused space in the files as it is, for `engage db rewrite` later",
        "暂不清理文件的空闲处，留待以后运行 `engage db rewrite`",
        "暫不清理檔案的空閒處，留待以後執行 `engage db rewrite`",
    ),
]


@in_chinese(
    "删除一位客户：其信息、别名、待办和一切个人内容；事件和决策只留下数目。无法撤销。",
    "刪除一位客戶：其資訊、別名、待辦和一切個人內容；事件和決策只留下數目。無法復原。",
)
def erase(
    customer: CustomerArgument,
    storage: StorageOption,
    tenant: TenantOption = "main",
    dry_run: DryRunOption = False,
    no_rewrite: KeepFilesOption = False,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Forget a customer: profile, aliases, what waits and every personal part; events and decisions still count.

    It cannot be undone.
    """
    language, screen = language_of(lang), console()
    with existing(storage) as opened:
        told = erase_customer(opened, tenant, Turns(), customer, SystemClock().now(), only_count=dry_run)
        anew = isinstance(opened, Upkeep) and not dry_run and not no_rewrite
        if as_json:
            typer.echo(json.dumps({**asdict(told), "erased": not dry_run, "rewritten": anew}, indent=2))
        else:
            screen.print(say(_WOULD if dry_run else _DONE, language, **asdict(told)))
        if isinstance(opened, Upkeep) and anew:
            opened.rewrite()
    if as_json:
        return
    known = ("--storage", storage, *given("--tenant", tenant, "main"))
    if dry_run:
        say_next(screen, language, "erase", customer, *known, *(("--no-rewrite",) if no_rewrite else ()))
    elif no_rewrite:
        say_next(screen, language, "db", "rewrite", "--storage", storage)
    else:
        say_next(screen, language, "status", *known)

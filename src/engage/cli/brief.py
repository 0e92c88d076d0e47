"""`engage brief`: everything about a customer at the moment of contact, as text, as data, or as a desk card."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli.helping import in_chinese
from engage.cli.moments import moment_named
from engage.cli.opening import console, given, say_next
from engage.cli.options import JsonOption, LangOption, StorageOption, TenantOption
from engage.cli.speech import language_of, say
from engage.cli.storages import existing
from engage.cli.stored import active_program
from engage.cli.writing import ready
from engage.decide.brief import Brief
from engage.ground.finding import Words
from engage.runtime.briefing import brief_of
from engage.workbench.desk_card import desk_card

__all__ = ["brief"]

_WRITTEN: Final = Words("desk card: {page}", "坐席卡片：{page}")

CustomerArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "whose brief: a customer, or any number or address that leads there",
        "哪位客户：客户本身，或通向该客户的任一号码、地址",
        "哪位客戶：客戶本身，或通向該客戶的任一號碼、地址",
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "write the desk card, a page, to this file", "把坐席卡片（页面）写到这个文件", "把坐席卡片（頁面）寫到這個檔案"
    ),
]
AtOption = Annotated[
    str,
    typer.Option(),
    Words(
        "the moment of contact, like 2026-11-05 10:00; never before the customer's latest event",
        "接触的时刻，如 2026-11-05 10:00；不早于该客户的最近事件",
        "接觸的時刻，如 2026-11-05 10:00；不早於該客戶的最近事件",
    ),
]


@in_chinese(
    "一位客户此刻的全貌：是谁、为何而来、怎么说、不可说什么、可以给予什么、正在办理什么。",
    "一位客戶此刻的全貌：是誰、為何而來、怎麼說、不可說什麼、可以給予什麼、正在辦理什麼。",
)
def brief(
    customer: CustomerArgument,
    storage: StorageOption,
    tenant: TenantOption = "main",
    at: AtOption = "",
    out: OutOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell everything about a customer now: who, why they come, what to say and not to say, what may be granted."""
    language = language_of(lang)
    ready(out, "--out", language)
    made = _made(customer, storage, tenant, at, language)
    if out is not None:
        out.write_text(desk_card(made, language), encoding="utf-8")
    screen = console()
    if as_json:
        typer.echo(json.dumps(made.as_json(language), ensure_ascii=False, indent=2))
        return
    screen.print(say(_WRITTEN, language, page=out) if out is not None else made.text(language))
    known = ("--storage", storage, *given("--tenant", tenant, "main"))
    if out is None:
        say_next(screen, language, "brief", customer, *known, *given("--at", at), "--out", "card.html")
    elif made.decision is not None:
        say_next(screen, language, "explain", made.decision.id, *known)


def _made(customer: str, storage: str, tenant: str, at: str, language: str) -> Brief:
    with existing(storage) as opened:
        program = active_program(opened, tenant)
        return brief_of(opened, tenant, program, moment_named(at, program.zone, language), customer)

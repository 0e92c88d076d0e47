"""`engage clocks`: the service clocks of a customer or a contact: how each stands, when it is due, also drawn."""

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
from engage.ground.finding import Words
from engage.runtime.case_clocks import clocks_of
from engage.workbench.clock_picture import clocks_page
from engage.workbench.clocks_told import CLOCK_WORDS, clock_json, clock_line, clock_title

__all__ = ["clocks"]

_WRITTEN: Final = Words("page: {page}", "页面：{page}", "頁面：{page}")

CustomerArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "whose clocks: a customer, or any number or address that leads there",
        "哪位客户：客户本身，或通向该客户的任一号码、地址",
        "哪位客戶：客戶本身，或通向該客戶的任一號碼、地址",
    ),
]
ContactOption = Annotated[
    str,
    typer.Option(),
    Words(
        "instead: those of a contact, as long as nobody knows whose it is",
        "改查一次接触（尚不知是哪位客户）的时钟",
        "改查一次接觸（尚不知是哪位客戶）的時鐘",
    ),
]
PageOption = Annotated[
    Path | None,
    typer.Option(),
    Words("draw them on a page, in this file", "把时钟画成页面，写到这个文件", "把時鐘畫成頁面，寫到這個檔案"),
]
AtOption = Annotated[
    str,
    typer.Option(),
    Words(
        "as they stand at this moment, like 2026-11-05 10:00; now unless said",
        "此时刻的状态，如 2026-11-05 10:00；默认为现在",
        "此時刻的狀態，如 2026-11-05 10:00；預設為現在",
    ),
]


@in_chinese(
    "一位客户或一次接触的服务时钟：各自的状态、已用与剩余、何时到期；也可画成带暂停的时间线。",
    "一位客戶或一次接觸的服務時鐘：各自的狀態、已用與剩餘、何時到期；也可畫成帶暫停的時間線。",
)
def clocks(
    storage: StorageOption,
    customer: CustomerArgument = "",
    contact: ContactOption = "",
    tenant: TenantOption = "main",
    at: AtOption = "",
    page: PageOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell the service clocks of a customer or a contact: how each stands, how much has passed, when it is due."""
    language = language_of(lang)
    ready(page, "--page", language)
    with existing(storage) as opened:
        program = active_program(opened, tenant)
        found = clocks_of(opened, tenant, program, moment_named(at, program.zone, language), customer, contact)
    if page is not None:
        page.write_text(
            clocks_page(customer or contact, found, program.vocabulary, program.zone, language), encoding="utf-8"
        )
    if as_json:
        typer.echo(json.dumps([clock_json(each) for each in found], ensure_ascii=False, indent=2))
        return
    screen = console()
    for each in found:
        title = clock_title(each, program.vocabulary, language)
        screen.print(f"{title}: {clock_line(each, program.zone, language)}", markup=False, highlight=False)
    if not found:
        screen.print(CLOCK_WORDS["none"].in_language(language))
    who = (customer,) if customer else ("--contact", contact)
    known = (*who, "--storage", storage, *given("--tenant", tenant, "main"))
    if page is not None:
        screen.print(say(_WRITTEN, language, page=page), markup=False)
    elif found:
        say_next(screen, language, "clocks", *known, *given("--at", at), "--page", "clocks.html")

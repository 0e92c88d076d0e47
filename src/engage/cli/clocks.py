"""`engage clocks`: the service clocks of a customer or a contact, also drawn; of all, how targets were kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli.event_files import watched
from engage.cli.funnel_inputs import counted_by
from engage.cli.helping import in_chinese
from engage.cli.moments import moment_named
from engage.cli.opening import console, given, say_next
from engage.cli.options import JsonOption, LangOption, StorageOption, TenantOption
from engage.cli.purchase_files import print_table
from engage.cli.speech import language_of, say
from engage.cli.storages import existing
from engage.cli.stored import active_program
from engage.cli.writing import ready
from engage.ground.finding import Words
from engage.measure.attainment import attainments
from engage.program.program import Program
from engage.runtime.case_clocks import clocks_of
from engage.sockets.storage import Storage
from engage.workbench.attainment_in import verdicts
from engage.workbench.attainment_told import ATTAINMENT_WORDS, attainment_json, attainment_table
from engage.workbench.clock_picture import clocks_page
from engage.workbench.clocks_told import CLOCK_WORDS, clock_json, clock_line, clock_title
from engage.workbench.funnel_in import pages_of

__all__ = ["clocks"]

_WRITTEN: Final = Words("page: {page}", "页面：{page}", "頁面：{page}")
_READING: Final = Words("reading", "读取中", "讀取中")
_ONE: Final = Words("name a customer or a contact", "请指明客户或接触", "請指明客戶或接觸")
_ALL: Final = Words(
    "this counts the clocks of all: leave the customer and --contact out",
    "此项统计全部时钟：请省略客户与 --contact",
    "此項統計全部時鐘：請省略客戶與 --contact",
)

CustomerArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "whose clocks: a customer, or any number or address that leads there; all unless said",
        "哪位客户：客户本身，或通向该客户的任一号码、地址；默认为全部",
        "哪位客戶：客戶本身，或通向該客戶的任一號碼、地址；預設為全部",
    ),
]
ByOption = Annotated[
    str,
    typer.Option("--by"),
    Words(
        "of all: count apart by this field of the event that started the clock",
        "统计全部时：按启动时钟的事件的此字段分组",
        "統計全部時：按啟動時鐘的事件的此欄位分組",
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
    "一位客户或一次接触的服务时钟：各自的状态、已用与剩余、何时到期；也可画成带暂停的时间线。"
    "\n\n两者都不指明时，统计各时限达成与超时的次数。",
    "一位客戶或一次接觸的服務時鐘：各自的狀態、已用與剩餘、何時到期；也可畫成帶暫停的時間線。"
    "\n\n兩者都不指明時，統計各時限達成與逾時的次數。",
)
def clocks(
    storage: StorageOption,
    customer: CustomerArgument = "",
    contact: ContactOption = "",
    tenant: TenantOption = "main",
    at: AtOption = "",
    by: ByOption = "",
    page: PageOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell the service clocks of a customer or a contact: how each stands, how much has passed, when it is due.

    Without either: how often each target was met, and how often it was late, over the whole record.
    """
    language = language_of(lang)
    one = customer or contact
    misused = (("--by", one and by, _ALL), ("--at", not one and at, _ONE), ("--page", not one and page, _ONE))
    for option, value, why in misused:
        if value:
            raise typer.BadParameter(say(why, language), param_hint=option)
    ready(page, "--page", language)
    with existing(storage) as opened:
        program = active_program(opened, tenant)
        if not one:
            _kept(opened, program, tenant, by, as_json, language)
            return
        found = clocks_of(opened, tenant, program, moment_named(at, program.zone, language), customer, contact)
    if page is not None:
        page.write_text(clocks_page(one, found, program.vocabulary, program.zone, language), encoding="utf-8")
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


def _kept(storage: Storage, program: Program, tenant: str, by: str, as_json: bool, language: str) -> None:
    """How targets were kept, over everything that a storage holds."""
    field = counted_by(program, by, language)
    bars, events = Console(stderr=True), storage.counts(tenant)["events"]
    records = watched(pages_of(storage, tenant), bars, say(_READING, language), events)
    found = attainments(verdicts(program, records, field))
    if as_json:
        typer.echo(json.dumps(attainment_json(found), ensure_ascii=False, indent=2))
    elif found:
        table = attainment_table(found, program.vocabulary, field, program.zone, language)
        print_table(console(), table.title, table.head, table.rows, table.texts)
    else:
        console().print(ATTAINMENT_WORDS["nothing"].in_language(language))

"""`engage db`: look after a storage: its schema, its soundness, a backup while it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli import FINDINGS
from engage.cli.helping import Group, Verb, in_chinese
from engage.cli.opening import console, say_next
from engage.cli.options import JsonOption, LangOption, StorageOption, TenantOption
from engage.cli.speech import language_of, say
from engage.cli.storages import there
from engage.errors import StorageError
from engage.ground.finding import Words
from engage.runtime.record import from_record, intact
from engage.sockets.plugins import Plugins
from engage.sockets.storage import Storage
from engage.sockets.upkeep import Upkeep

__all__ = ["db"]

_NO_UPKEEP: Final = Words(
    "this storage is looked after with its own tools", "请用该存储自带的工具维护", "請用該儲存自帶的工具維護"
)
_NONE: Final = Words("none", "无", "無")
#: so many decisions are read at a time, and so many problems are told
_PAGE: Final = 500
_MOST: Final = 100
_SCHEMA: Final = Words(
    "schema found: {found}, wanted: {wanted}",
    "现有结构 {found}，所需结构 {wanted}",
    "現有結構 {found}，所需結構 {wanted}",
)
_WOULD: Final = Words("would be done: {steps}", "将要执行：{steps}", "將要執行：{steps}")
_DONE: Final = Words("done: {steps}", "已执行：{steps}", "已執行：{steps}")
_NOTHING: Final = Words("nothing to do", "无需升级", "無需升級")
_SOUND: Final = Words("the storage is sound", "存储完好", "儲存完好")
_REWRITTEN: Final = Words(
    "the storage is written anew: nothing is left in it of what was deleted or erased",
    "存储已重写：不再留有任何已删除的内容",
    "儲存已重寫：不再留有任何已刪除的內容",
)
_EXISTS: Final = Words("`{path}` exists", "`{path}` 已存在", "`{path}` 已存在")
_COPIED: Final = Words("backup: {path}", "备份：{path}", "備份：{path}")


db: Final = typer.Typer(
    name="db", cls=Group, add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False
)


@db.callback()
@in_chinese("维护存储：结构、完好与否、备份。", "維護儲存：結構、完好與否、備份。")
def _about() -> None:
    """Look after a storage: its schema, its soundness, a backup."""


DryRunOption = Annotated[
    bool,
    typer.Option("--dry-run"),
    Words("only say what would be done", "只说明将要做什么", "只說明將要做什麼"),
]


NewOption = Annotated[
    bool,
    typer.Option("--new"),
    Words("make the storage where there is none yet", "尚无存储时新建", "尚無儲存時新建"),
]


@db.command(cls=Verb)
@in_chinese("把存储的结构升到最新，要么全部完成，要么一点不动。", "把儲存的結構升到最新，要麼全部完成，要麼一點不動。")
def upgrade(
    storage: StorageOption,
    dry_run: DryRunOption = False,
    new: NewOption = False,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Bring the schema of a storage up to date, all of it or nothing."""
    language = language_of(lang)
    with _opened(storage, language) as (opened, kept):
        schema = kept.schema() if new else there(kept.schema())
        if not dry_run:
            opened.prepare()
    if as_json:
        told = {"found": schema.found, "wanted": schema.wanted, "steps": schema.steps, "done": not dry_run}
        typer.echo(json.dumps(told, indent=2))
        return
    screen = console()
    screen.print(say(_SCHEMA, language, found=schema.found or say(_NONE, language), wanted=schema.wanted))
    words = _NOTHING if not schema.steps else _WOULD if dry_run else _DONE
    screen.print(say(words, language, steps=", ".join(schema.steps)))
    verb = "upgrade" if dry_run and schema.steps else "check"
    say_next(screen, language, "db", verb, "--storage", storage)


@db.command(cls=Verb)
@in_chinese(
    "检查整个存储，并读取一个租户的每条记录。有问题时退出码为 1。",
    "檢查整個儲存，並讀取一個租戶的每條記錄。有問題時退出碼為 1。",
)
def check(
    storage: StorageOption, tenant: TenantOption = "main", as_json: JsonOption = False, lang: LangOption = ""
) -> None:
    """Look through the whole storage and read every record of a tenant. Exit code 1 when something is wrong."""
    language = language_of(lang)
    with _opened(storage, language) as (opened, kept):
        problems = _problems(opened, kept, tenant)
    if as_json:
        typer.echo(json.dumps({"problems": list(problems)}, indent=2))
    else:
        screen = console()
        for problem in problems or (say(_SOUND, language),):
            screen.print(problem)
    if problems:
        raise typer.Exit(FINDINGS)


ToOption = Annotated[
    Path,
    typer.Option(),
    Words("the file to write; it must be new", "写到哪个文件；须为新文件", "寫到哪個檔案；須為新檔案"),
]


@db.command(cls=Verb)
@in_chinese("把存储按某一时刻的样子复制一份，期间仍可读写。", "把儲存按某一時刻的樣子複製一份，期間仍可讀寫。")
def backup(
    storage: StorageOption,
    to: ToOption,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Copy a storage as it is at one moment, while others read and write."""
    language = language_of(lang)
    if to.exists():
        raise typer.BadParameter(say(_EXISTS, language, path=to), param_hint="--to")
    with _opened(storage, language) as (_, kept):
        kept.back_up(str(to))
    if as_json:
        typer.echo(json.dumps({"backup": str(to)}))
        return
    screen = console()
    screen.print(say(_COPIED, language, path=to))
    say_next(screen, language, "db", "check", "--storage", f"{storage.partition(':')[0]}:{to}")


@db.command(cls=Verb)
@in_chinese(
    "重写存储的文件，使已删除的内容不留痕迹；所需时间和空间与备份相当，期间他人写入须等待。",
    "重寫儲存的檔案，使已刪除的內容不留痕跡；所需時間和空間與備份相當，期間他人寫入須等待。",
)
def rewrite(storage: StorageOption, as_json: JsonOption = False, lang: LangOption = "") -> None:
    """Write a storage's files anew, so that no byte of what was erased is left; as long as a backup, others wait."""
    language = language_of(lang)
    with _opened(storage, language) as (_, kept):
        there(kept.schema())
        kept.rewrite()
    if as_json:
        typer.echo(json.dumps({"rewritten": True}))
        return
    screen = console()
    screen.print(say(_REWRITTEN, language))
    say_next(screen, language, "db", "check", "--storage", storage)


def _problems(storage: Storage, kept: Upkeep, tenant: str) -> tuple[str, ...]:
    """What is wrong with the file as a whole; where nothing is, with the records in it."""
    try:
        schema = there(kept.schema())
    except StorageError as damaged:
        return (damaged.text(),)
    found = tuple(kept.problems())
    if found or schema.found != schema.wanted:
        return found
    return tuple(islice(_unreadable(storage, tenant), _MOST))


def _unreadable(storage: Storage, tenant: str) -> Iterator[str]:
    """What is stored of events and decisions and cannot be read, one line each."""
    after = ""
    while page := storage.recorded(tenant, after=after, limit=_PAGE):
        for event, decision in page:
            try:
                from_record(decision)
                with intact(decision.id):
                    if event.payload:  # else it was erased
                        json.loads(event.payload), json.loads(event.data)
            except StorageError as failure:
                yield failure.text()
        after = page[-1][1].id


@contextmanager
def _opened(address: str, language: str) -> Iterator[tuple[Storage, Upkeep]]:
    """The storage, not prepared: looking at it must change nothing."""
    storage = Plugins.discover().open_storage(address)
    try:
        if not isinstance(storage, Upkeep):
            raise typer.BadParameter(say(_NO_UPKEEP, language), param_hint="--storage")
        yield storage, storage
    finally:
        storage.close()

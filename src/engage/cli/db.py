"""`engage db`: look after a storage: its schema, its soundness, a backup while it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli import FINDINGS
from engage.cli.opening import console, say_next
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.sockets.plugins import Plugins
from engage.sockets.storage import Storage
from engage.sockets.upkeep import Upkeep

__all__ = ["db"]

_NO_UPKEEP: Final = Words(
    "this storage is looked after with its own tools", "请用该存储自带的工具维护", "請用該儲存自帶的工具維護"
)
_NONE: Final = Words("none", "无", "無")
_SCHEMA: Final = Words(
    "schema found: {found}, wanted: {wanted}",
    "现有结构 {found}，所需结构 {wanted}",
    "現有結構 {found}，所需結構 {wanted}",
)
_WOULD: Final = Words("would be done: {steps}", "将要执行：{steps}", "將要執行：{steps}")
_DONE: Final = Words("done: {steps}", "已执行：{steps}", "已執行：{steps}")
_NOTHING: Final = Words("nothing to do", "无需升级", "無需升級")
_SOUND: Final = Words("the storage is sound", "存储完好", "儲存完好")
_EXISTS: Final = Words("`{path}` exists", "`{path}` 已存在", "`{path}` 已存在")
_COPIED: Final = Words("backup: {path}", "备份：{path}", "備份：{path}")

StorageOption = Annotated[str, typer.Option(help="which storage: sqlite:FILE")]
JsonOption = Annotated[bool, typer.Option("--json", help="print as JSON")]
LangOption = Annotated[str, typer.Option(help="en, zh or zh-Hant (else the locale's)")]

db: Final = typer.Typer(name="db", add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@db.callback()
def _about() -> None:
    """Look after a storage: its schema, its soundness, a backup."""


@db.command()
def upgrade(
    storage: StorageOption,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be done")] = False,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Bring the schema of a storage up to date, all of it or nothing."""
    language = language_of(lang)
    with _opened(storage, language) as (opened, kept):
        schema = kept.schema()
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
    say_next(screen, language, f"engage db {verb} --storage {storage}")


@db.command()
def check(storage: StorageOption, as_json: JsonOption = False, lang: LangOption = "") -> None:
    """Look through the whole storage. Exit code 1 when something is wrong with it."""
    language = language_of(lang)
    with _opened(storage, language) as (_, kept):
        problems = kept.problems()
    if as_json:
        typer.echo(json.dumps({"problems": list(problems)}, indent=2))
    else:
        screen = console()
        for problem in problems or (say(_SOUND, language),):
            screen.print(problem)
    if problems:
        raise typer.Exit(FINDINGS)


@db.command()
def backup(
    storage: StorageOption,
    to: Annotated[Path, typer.Option(help="the file to write; it must be new")],
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
    say_next(screen, language, f"engage db check --storage {storage.partition(':')[0]}:{to}")


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

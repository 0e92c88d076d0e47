"""Why this storage refuses or fails. No sentence has room for a customer's value; SQL and its values stay out."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Final

from engage.plugins import SchemaMismatch, StorageError, StorageLocked, Words

__all__ = ["BROKEN_PAGES", "NO_FILE", "NO_FOLDER", "failed", "failure_of"]

NO_FILE: Final = Words("there is no such file", "没有这个文件", "沒有這個檔案")
NO_FOLDER: Final = Words("there is no such folder", "没有这个文件夹", "沒有這個資料夾")
BROKEN_PAGES: Final = Words("its pages do not fit together", "数据页互不吻合", "資料頁互不吻合")

_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "S020": (
        Words("the database cannot be opened: {reason}", "数据库无法打开：{reason}"),
        Words("does its folder exist, and may this process write there?", "文件夹存在吗？此进程可以写入吗？"),
    ),
    "S021": (
        Words("the database is not a regular file", "数据库不是普通文件"),
        Words("name a file, as in `sqlite:care.db`", "请写文件名，如 `sqlite:care.db`"),
    ),
    "S022": (
        Words("the database lies on a network file system ({kind})", "数据库位于网络文件系统（{kind}）"),
        Words("SQLite needs a local disk; or use PostgreSQL", "SQLite 需要本地磁盘；或改用 PostgreSQL"),
    ),
    "S023": (
        Words("this SQLite database belongs to another program", "这个 SQLite 数据库属于其他程序"),
        Words("give engage a file of its own", "请为 engage 另用一个文件"),
    ),
    "S024": (
        Words("the database is damaged: {reason}", "数据库已损坏：{reason}"),
        Words("stop, keep the file as it is, restore the latest backup", "请停用并保留原文件，恢复最近的备份"),
    ),
    "S025": (
        Words(
            "the database has the schema `{found}`, this engage knows schemas up to `{known}`",
            "数据库结构为 `{found}`，此版 engage 只认识到 `{known}`",
        ),
        Words("run the engage that wrote it, or a newer one", "请用写它的 engage，或更新的版本"),
    ),
    "S026": (
        Words("another process has kept the database locked", "另一进程一直锁住数据库"),
        Words("the event was not acknowledged; send it again", "事件未确认；请重发"),
    ),
    "S027": (
        Words("the database failed: {reason}", "数据库出错：{reason}"),
        Words("the event was not acknowledged; see the disk, then send it again", "事件未确认；请检查磁盘后重发"),
    ),
    "S037": (
        Words("the database, or its folder, may not be written to", "数据库或其文件夹不可写"),
        Words(
            "give this process the right to write there; nothing was acknowledged",
            "请授予此进程写入权限；未作任何确认",
        ),
    ),
    "S028": (
        Words("a text or a number of this event cannot be stored", "此事件中的文本或数字无法保存"),
        Words("it did not pass the gate; give it to the engine", "它没有通过入口检查；请交给引擎"),
    ),
    "S029": (
        Words("the storage is closed", "存储已关闭"),
        Words("open it anew", "请重新打开"),
    ),
    "S030": (
        Words(
            "the write-ahead log stands alone: the database is empty, its log is not",
            "只有预写日志：数据库为空，而日志不空",
        ),
        Words("restore the latest backup", "请恢复最近的备份"),
    ),
    "S031": (
        Words("the schema could not be brought up to date: {reason}", "数据库结构无法升级：{reason}"),
        Words("the database is as it was; read the log", "数据库保持原样；请看日志"),
    ),
    "S032": (
        Words(
            "a stored text has the codec `{codec}`, which this engage does not know",
            "保存的文本使用编码 `{codec}`，此版 engage 不认识",
        ),
        Words("use a newer engage", "请用更新的 engage"),
    ),
    "S034": (
        Words(
            "this process was forked while the database was open, and Python was not told",
            "此进程在数据库打开时被 fork，而 Python 不知情",
        ),
        Words(
            "make the engine after the fork (with uWSGI: `lazy-apps`)", "请在 fork 之后创建引擎（uWSGI：`lazy-apps`）"
        ),
    ),
    "S035": (
        Words("the database file was taken away, or replaced, while it was in use", "数据库文件在使用中被移走或替换"),
        Words(
            "nothing was acknowledged; stop, put the file back or restore the latest backup, start again",
            "未作任何确认；请停止进程，放回原文件或恢复最近的备份，再启动",
        ),
    ),
    "S036": (
        Words("this is not an address of a SQLite storage", "这不是 SQLite 存储的地址"),
        Words(
            "write `sqlite:` and the file's path: `sqlite:care.db`, `sqlite:/var/lib/care.db`, `sqlite::memory:`",
            "请写 `sqlite:` 和文件路径：`sqlite:care.db`、`sqlite:/var/lib/care.db`、`sqlite::memory:`",
        ),
    ),
    "S038": (
        Words("the file cannot be written anew: {reason}", "文件无法重写：{reason}"),
        Words(
            "its unused space may still hold what was erased; type `engage db rewrite` when others are quiet",
            "其空闲处仍可能留有已删除的内容；请在无人读写时运行 `engage db rewrite`",
        ),
    ),
    "S033": (
        Words("the backup cannot be written: {reason}", "备份无法写入：{reason}"),
        Words("name a new file in a folder that this process may write", "请指定可写文件夹中的新文件"),
    ),
}
_BUSY: Final = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})
_DAMAGED: Final = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})


def failed(code: str, **values: str | Words) -> StorageError:
    """The exception for a code."""
    sentence, hint = _SENTENCES[code]
    kind: type[StorageError] = {"S025": SchemaMismatch, "S026": StorageLocked}.get(code, StorageError)
    return kind(code, sentence.filled(**values), hint=hint)


def failure_of(error: Exception) -> StorageError:
    """What an error of the driver means. Only the name of SQLite's error is kept: its text may hold a value."""
    if isinstance(error, sqlite3.ProgrammingError) and "closed" in str(error):
        return failed("S029")
    if isinstance(error, UnicodeError | OverflowError | sqlite3.InterfaceError | sqlite3.ProgrammingError):
        return failed("S028")
    name = getattr(error, "sqlite_errorname", "") or type(error).__name__
    primary = "_".join(name.split("_")[:2])
    if primary in _BUSY:
        return failed("S026")
    if primary in _DAMAGED:
        return failed("S024", reason=name)
    if primary == "SQLITE_READONLY":
        return failed("S037")
    if primary == "SQLITE_CANTOPEN":
        return failed("S020", reason=name)
    return failed("S027", reason=name)

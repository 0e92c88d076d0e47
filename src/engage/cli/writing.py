"""Where a verb writes a file that was asked for: made ready before the work is done, and said where folders are new."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import typer

from engage.cli.opening import console
from engage.cli.speech import say
from engage.ground.finding import Words

__all__ = ["ready"]

_NEW_FOLDER: Final = Words("new folder: {folder}", "新建文件夹：{folder}", "新建資料夾：{folder}")
_A_FOLDER: Final = Words(
    "`{path}` is a folder: say the file to write",
    "`{path}` 是文件夹：请写出要写入的文件",
    "`{path}` 是資料夾：請寫出要寫入的檔案",
)
_NO_FOLDER: Final = Words(
    "the folder `{folder}` cannot be made", "无法新建文件夹 `{folder}`", "無法新建資料夾 `{folder}`"
)


def ready(path: Path | None, option: str, language: str) -> None:
    """Make the folders of a file that is to be written, and say so beside the output. None: nothing is to be written.

    Misuse where the path is a folder, or lies where none can be made.
    """
    if path is None:
        return
    if path.is_dir():
        raise typer.BadParameter(say(_A_FOLDER, language, path=path), param_hint=option)
    if path.parent.is_dir():
        return
    try:
        path.parent.mkdir(parents=True)
    except OSError as error:
        raise typer.BadParameter(say(_NO_FOLDER, language, folder=path.parent), param_hint=option) from error
    console(stderr=True).print(say(_NEW_FOLDER, language, folder=path.parent), style="dim")

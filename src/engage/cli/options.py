"""What most verbs ask for in the same way. Help in both languages stands beside each option, as `Words`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engage.ground.finding import Words

__all__ = ["JsonOption", "LangOption", "RulesetArgument", "StorageOption", "TenantOption"]

RulesetArgument = Annotated[
    Path,
    typer.Argument(),
    Words("the ruleset's folder or file", "规则集的文件夹或文件", "規則集的資料夾或檔案"),
]
JsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print as JSON", "以 JSON 输出", "以 JSON 輸出"),
]
LangOption = Annotated[
    str,
    typer.Option(),
    Words(
        "en, zh or zh-Hant (else the locale's)",
        "en、zh 或 zh-Hant（默认随系统语言）",
        "en、zh 或 zh-Hant（預設隨系統語言）",
    ),
]
TenantOption = Annotated[
    str,
    typer.Option(),
    Words("whose customers these are", "哪个租户的客户", "哪個租戶的客戶"),
]
StorageOption = Annotated[
    str,
    typer.Option(),
    Words("which storage: sqlite:FILE", "哪个存储：sqlite:文件", "哪個儲存：sqlite:檔案"),
]

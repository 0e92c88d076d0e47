"""What the rules name and the host gives: `NAME=ADDRESS` on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import typer

from engage.cli.speech import say
from engage.ground.finding import Words

__all__ = ["EstimatorOption", "ProviderOption", "bound", "bound_estimators", "bound_providers"]

_BINDING: Final = Words(
    "write NAME=ADDRESS, as in {example}", "请写 名称=地址，例如 {example}", "請寫 名稱=位址，例如 {example}"
)

EstimatorOption = Annotated[
    list[str] | None,
    typer.Option("--estimator"),
    Words(
        "NAME=ESTIMATOR: btyd=btyd:FILE, asked for the facts that come `from: estimator NAME`; more than once",
        "名称=估计器：btyd=btyd:文件，回答“来自 估计器 名称”的信息；可多次",
        "名稱=估計器：btyd=btyd:檔案，回答「來自 估計器 名稱」的資訊；可多次",
    ),
]
ProviderOption = Annotated[
    list[str] | None,
    typer.Option("--provider"),
    Words(
        "NAME=PROVIDER: crm=SCHEME:WHERE of a plugin, asked for facts that come `from: provider NAME`; more than once",
        "名称=提供方：crm=插件的 方案:位置，回答“来自 提供方 名称”的信息；可多次",
        "名稱=提供方：crm=外掛的 方案:位置，回答「來自 提供方 名稱」的資訊；可多次",
    ),
]


def bound(bindings: Sequence[str] | None, option: str, example: str, language: str) -> dict[str, str]:
    """Addresses by the names that rules use. Raises BadParameter for what is no pair."""
    pairs = [binding.partition("=") for binding in bindings or ()]
    if any(not name or not separator or not address for name, separator, address in pairs):
        raise typer.BadParameter(say(_BINDING, language, example=example), param_hint=option)
    return {name: address for name, _, address in pairs}


def bound_estimators(bindings: Sequence[str] | None, language: str) -> dict[str, str]:
    """What `--estimator` says."""
    return bound(bindings, "--estimator", "btyd=btyd:btyd.json", language)


def bound_providers(bindings: Sequence[str] | None, language: str) -> dict[str, str]:
    """What `--provider` says."""
    return bound(bindings, "--provider", "crm=crm:", language)

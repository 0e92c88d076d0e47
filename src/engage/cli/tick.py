"""`engage tick`: fire the timers that are due by the machine's clock."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from engage.cli.binding import EstimatorOption, ProviderOption, bound_estimators, bound_providers
from engage.cli.helping import in_chinese
from engage.cli.opening import console, given, say_next
from engage.cli.options import LangOption, StorageOption, TenantOption
from engage.cli.speech import language_of, say
from engage.cli.stored import active_engine
from engage.decide.value_words import moment_words
from engage.ground.finding import Words

__all__ = ["tick"]

_FIRED: Final = Words(
    "{count} timers fired, {effects} effects ordered", "已触发 {count} 个定时，产生 {effects} 个后续动作"
)
_NEXT: Final = Words("the next one is due {moment}", "下一个定时于 {moment} 到时", "下一個定時於 {moment} 到時")
_NONE: Final = Words("no timer waits", "没有等待的定时", "沒有等待的定時")

RulesetArgument = Annotated[
    Path | None,
    typer.Argument(),
    Words(
        "the active ruleset, else the storage's copy of it",
        "现行规则集；默认用存储中的副本",
        "現行規則集；預設用儲存中的副本",
    ),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print the sums as JSON", "以 JSON 输出合计", "以 JSON 輸出合計"),
]


@in_chinese(
    "按本机时钟触发到时的定时；每个定时都是一个事件，按其应到的时刻作出决策。请与 deliver 一样定期运行。",
    "按本機時鐘觸發到時的定時；每個定時都是一個事件，按其應到的時刻作出決策。請與 deliver 一樣定期執行。",
)
def tick(
    storage: StorageOption,
    ruleset: RulesetArgument = None,
    estimator: EstimatorOption = None,
    provider: ProviderOption = None,
    tenant: TenantOption = "main",
    as_json: AsJsonOption = False,
    lang: LangOption = "",
) -> None:
    """Fire the timers that are due by the machine's clock; each is an event, decided on as of the moment it was due.

    Call it as often as `deliver`: nothing rings by itself.
    """
    language, count, effects = language_of(lang), 0, 0
    estimators, providers = bound_estimators(estimator, language), bound_providers(provider, language)
    with active_engine(ruleset, storage, tenant, language, estimators=estimators, providers=providers) as engine:
        while fired := engine.tick():
            count += len(fired)
            effects += sum(len(decision.effects) for decision in fired)
        due, zone = engine.next_timer(), engine.program.zone
    if as_json:
        typer.echo(json.dumps({"fired": count, "effects": effects, "next": due}))
        return
    screen = console()
    screen.print(say(_FIRED, language, count=count, effects=effects))
    moment = moment_words(due, ZoneInfo(zone)) if due is not None else ""
    screen.print(say(_NEXT, language, moment=moment) if moment else say(_NONE, language))
    say_next(screen, language, "status", "--storage", storage, *given("--tenant", tenant, "main"))

"""`engage explain`: why, why not, what was unknown, what would change it; for an analyst or for the customer.

Either a decision made here and now (a ruleset with an event or an example), or one that a storage keeps.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli.complaints import near
from engage.cli.decide import EventOption, ExampleOption, HistoryOption, ProfileOption, situation_of, told_again
from engage.cli.helping import in_chinese
from engage.cli.opening import console, given, open_model, say_next
from engage.cli.options import JsonOption, LangOption
from engage.cli.speech import language_of, say
from engage.cli.writing import ready
from engage.decide import Explanation
from engage.decide import decide as decide_on
from engage.decide import explain as explain_decision
from engage.decide.explain_change_json import why_not_json
from engage.ground.finding import Words
from engage.runtime.zones import tzdata_version
from engage.workbench.explain_page import customer_page, explain_page

__all__ = ["explain"]

_SAY_WHICH: Final = Words(
    "say which decision: RULESET with --event or --example, or a decision's id with --storage",
    "请指明决策：规则集加 --event 或 --example，或决策编号加 --storage",
    "請指明決策：規則集加 --event 或 --example，或決策編號加 --storage",
)


_NO_READER: Final = Words("`{reader}` is not a reader", "没有读者 `{reader}`", "沒有讀者 `{reader}`")
_NOT_ASKED: Final = Words(
    "no rule, table or row `{rule}` is asked at this event; asked are: {known}",
    "此事件不涉及规则、决策表或行 `{rule}`；涉及的有：{known}",
    "此事件不涉及規則、決策表或行 `{rule}`；涉及的有：{known}",
)
_OTHER_ZONES: Final = Words(
    "this machine has the time zones of {here}: days and hours near a change of the clock may read otherwise",
    "本机的时区数据为 {here}：时钟调整前后的日期与钟点可能不同",
    "本機的時區資料為 {here}：時鐘調整前後的日期與鐘點可能不同",
)
_WRITTEN: Final = Words("explanation: {page}", "解释：{page}", "解釋：{page}")
#: more names than this help nobody
_KNOWN: Final = 12


WhatArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "a ruleset's folder or file; with --storage, a decision's id",
        "规则集的文件夹或文件；与 --storage 同用时为决策编号",
        "規則集的資料夾或檔案；與 --storage 同用時為決策編號",
    ),
]
StorageOption = Annotated[
    str,
    typer.Option(),
    Words("where the decision is kept: sqlite:FILE", "决策在哪个存储：sqlite:文件", "決策在哪個儲存：sqlite:檔案"),
]
TenantOption = Annotated[
    str,
    typer.Option(),
    Words("whose decision", "哪个租户的决策", "哪個租戶的決策"),
]
WhyNotOption = Annotated[
    str,
    typer.Option(),
    Words(
        "a rule, table or row: what it would need to get its way",
        "规则、决策表或表行：它要怎样才能生效",
        "規則、決策表或錶行：它要怎樣才能生效",
    ),
]
ReaderOption = Annotated[
    str,
    typer.Option("--for"),
    Words(
        "`analyst`, or `customer`: in the customer's words, nothing internal",
        "`analyst`（业务人员），或 `customer`：用客户的话说，不含内部信息",
        "`analyst`（業務人員），或 `customer`：用客戶的話說，不含內部資訊",
    ),
]
HtmlOption = Annotated[
    Path | None,
    typer.Option(),
    Words("write a page to this file", "把页面写到这个文件", "把頁面寫到這個檔案"),
]


@in_chinese(
    "解释一个决策：为什么、为什么不、哪些未知应当询问、怎样才会改变。",
    "解釋一個決策：為什麼、為什麼不、哪些未知應當詢問、怎樣才會改變。",
)
def explain(
    what: WhatArgument,
    event: EventOption = "",
    profile: ProfileOption = None,
    history: HistoryOption = None,
    example: ExampleOption = "",
    storage: StorageOption = "",
    tenant: TenantOption = "main",
    why_not: WhyNotOption = "",
    reader: ReaderOption = "analyst",
    html: HtmlOption = None,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Explain a decision: why, why not, what was unknown and should be asked, what would change it."""
    language = language_of(lang)
    if reader not in ("analyst", "customer"):
        raise typer.BadParameter(say(_NO_READER, language, reader=reader), param_hint="--for")
    ready(html, "--html", language)
    if storage:
        from engage.cli.stored import stored_explanation

        explanation = stored_explanation(storage, tenant, what)
    elif event or example:
        explanation = _made(Path(what), event, profile, history, example, language)
    else:
        raise typer.BadParameter(say(_SAY_WHICH, language))
    if why_not:
        _check_asked(explanation, why_not, language)
    screen = console()
    if html is not None:
        to_customer = reader == "customer"
        text = customer_page(explanation, language) if to_customer else explain_page(explanation, language, why_not)
        html.write_text(text, encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(_json(explanation, reader, why_not, language), ensure_ascii=False, indent=2))
    elif html is not None:
        screen.print(say(_WRITTEN, language, page=html))
    elif reader == "customer":
        screen.print(explanation.customer(language))
    else:
        screen.print(explanation.text(language, why_not))
        if explanation.decision.tzdata not in ("", tzdata_version()):
            screen.print(say(_OTHER_ZONES, language, here=tzdata_version()))
        told = told_again(event, profile, history, example)
        known = (*told, *given("--storage", storage), *given("--tenant", tenant, "main"))
        say_next(screen, language, "explain", what, *known, *_next(explanation, why_not))


def _json(explanation: Explanation, reader: str, why_not: str, language: str) -> dict[str, object]:
    if reader == "customer":
        return explanation.for_customer(language).as_json()
    told = explanation.as_json(language)
    return {**told, "why_not": why_not_json(explanation, why_not, language)} if why_not else told


def _check_asked(explanation: Explanation, why_not: str, language: str) -> None:
    names = tuple(dict.fromkeys(name for rule in explanation.rules for name in (rule.table, rule.id) if name))
    if why_not not in names:
        known = ", ".join(names[:_KNOWN])
        told = say(_NOT_ASKED, language, rule=why_not, known=known) + near(why_not, names, language)
        raise typer.BadParameter(told, param_hint="--why-not")


def _next(explanation: Explanation, why_not: str) -> tuple[str, str]:
    """What to ask next: why not the first rule that did not fire, or the page."""
    silent = next((rule.id for rule in explanation.rules if rule.kind == "rule" and rule.verdict != "fired"), "")
    if silent and not why_not:
        return "--why-not", silent
    return "--html", "explanation.html"


def _made(
    ruleset: Path, event: str, profile: Path | None, history: Path | None, example: str, language: str
) -> Explanation:
    model, program = open_model(ruleset, language)
    known = situation_of(model, program, event, profile, history, example, language)
    return explain_decision(program, decide_on(program, known))

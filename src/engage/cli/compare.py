"""`engage compare`: who would be treated differently by another version of the rules, before it goes live.

Without events it is worked out from the rules alone; with a file of events, or those that a storage recorded, both
versions decide on them and what differs is counted. Nothing is written anywhere but the page that is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from attrs import frozen
from rich.console import Console

from engage.checks.difference import difference
from engage.cli import FINDINGS
from engage.cli.compare_inputs import (
    Opened,
    grouping,
    limits_of,
    open_side,
    pairs_from_file,
    pairs_from_storage,
)
from engage.cli.compare_text import print_comparison, print_meaning
from engage.cli.helping import in_chinese
from engage.cli.opening import console, given, say_next
from engage.cli.options import JsonOption, LangOption
from engage.cli.speech import language_of, say
from engage.cli.writing import ready
from engage.ground.finding import Words
from engage.workbench.compare import Case, Comparison
from engage.workbench.compare_cases import told_case
from engage.workbench.compare_edits import edits
from engage.workbench.compare_json import comparison_json
from engage.workbench.compare_limits import Verdict, judged
from engage.workbench.compare_meaning import meaning_json, told_meaning
from engage.workbench.compare_page import compare_page, meaning_page
from engage.workbench.compare_pairs import Both

__all__ = ["compare"]

_NO_EVENTS: Final = Words(
    "this needs events: --events FILE or --storage URL",
    "此选项需要事件：--events 文件 或 --storage 地址",
    "此選項需要事件：--events 檔案 或 --storage 地址",
)
_COUNTED: Final = Words(
    "with --events FILE or --storage URL, who is treated differently is counted",
    "加上 --events 文件 或 --storage 地址，可数出待遇改变的客户",
    "加上 --events 檔案 或 --storage 地址，可數出待遇改變的客戶",
)
_PAGE: Final = Words("page: {page}", "页面：{page}", "頁面：{page}")

EventsOption = Annotated[
    str,
    typer.Option(),
    Words(
        "JSON lines, or a table (.csv .tsv .txt, .gz too); `-` reads JSON lines",
        "JSON 行，或表格（.csv .tsv .txt，也可 .gz）；`-` 从标准输入读 JSON 行",
        "JSON 行，或表格（.csv .tsv .txt，也可 .gz）；`-` 從標準輸入讀 JSON 行",
    ),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "which column is which fact; else mapping.yaml of OLD",
        "哪一列对应哪个信息；默认用 OLD 的 mapping.yaml",
        "哪一列對應哪個資訊；預設用 OLD 的 mapping.yaml",
    ),
]
ProfilesOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "facts of customers known from the start: JSON lines or CSV, as for import",
        "一开始就已知的客户信息：JSON 行或 CSV，格式同 import",
        "一開始就已知的客戶資訊：JSON 行或 CSV，格式同 import",
    ),
]
StorageOption = Annotated[
    str,
    typer.Option(),
    Words(
        "replay the events recorded there, which is only read: sqlite:FILE",
        "重放其中记录的事件（只读不写）：sqlite:文件",
        "重放其中記錄的事件（只讀不寫）：sqlite:檔案",
    ),
]
MaxOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "exit 1 when more customers are treated differently: 5% or 12",
        "待遇改变的客户超过此数时退出码为 1：5% 或 12",
        "待遇改變的客戶超過此數時退出碼為 1：5% 或 12",
    ),
]
MaxInOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "the same for a group: basic=1%; may repeat",
        "同上，只看一个客群：basic=1%；可重复",
        "同上，只看一個客群：basic=1%；可重複",
    ),
]
MaxSlotOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "the same for a part of the plan: route=0; may repeat",
        "同上，只看方案的一部分：route=0；可重复",
        "同上，只看方案的一部分：route=0；可重複",
    ),
]
NoWorseOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "exit 1 when anybody of a group, or of `all`, is worse off; may repeat",
        "某一客群（或 `all`）中有客户待遇变差时退出码为 1；可重复",
        "某一客群（或 `all`）中有客戶待遇變差時退出碼為 1；可重複",
    ),
]
CustomerOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "show this customer's decisions side by side; may repeat",
        "并排显示这位客户的决策；可重复",
        "並排顯示這位客戶的決策；可重複",
    ),
]
ShowOption = Annotated[
    bool,
    typer.Option("--show-customers"),
    Words(
        "name the customers, and show personal facts", "写出客户编号，并显示个人信息", "寫出客戶編號，並顯示個人資訊"
    ),
]


@frozen
class _Printing:
    """How the result is given."""

    old: str
    new: str
    page: Path | None
    as_json: bool
    language: str
    show: bool = False
    again: tuple[str, ...] = ()


OldArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "the ruleset in force: a folder, a file, storage:active or storage:HASH",
        "现行规则集：文件夹、文件、storage:active 或 storage:哈希",
        "現行規則集：資料夾、檔案、storage:active 或 storage:雜湊",
    ),
]
NewArgument = Annotated[
    str,
    typer.Argument(),
    Words(
        "the ruleset that would follow it, named in the same way",
        "拟替换它的规则集，写法相同",
        "擬替換它的規則集，寫法相同",
    ),
]
TenantOption = Annotated[
    str,
    typer.Option(),
    Words("whose events of the storage", "存储中哪个租户的事件", "儲存中哪個租戶的事件"),
]
ByOption = Annotated[
    str,
    typer.Option(),
    Words(
        "the fact to group customers by (else the first ordered choice)",
        "按哪个信息给客户分组（默认用第一个有序选项）",
        "按哪個資訊給客戶分組（預設用第一個有序選項）",
    ),
]
PageOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "write an HTML page, to be read before approving",
        "写成 HTML 页面，供审批前阅读",
        "寫成 HTML 頁面，供審批前閱讀",
    ),
]


@in_chinese(
    "说明换用另一版规则后，哪些客户的待遇会改变、怎样改变、为何改变。超出限度时退出码为 1。",
    "說明換用另一版規則後，哪些客戶的待遇會改變、怎樣改變、為何改變。超出限度時退出碼為 1。",
)
def compare(
    old: OldArgument,
    new: NewArgument,
    events: EventsOption = "",
    mapping: MappingOption = None,
    profiles: ProfilesOption = None,
    storage: StorageOption = "",
    tenant: TenantOption = "main",
    by: ByOption = "",
    max_changed: MaxOption = None,
    max_changed_in: MaxInOption = None,
    max_changed_slot: MaxSlotOption = None,
    no_worse: NoWorseOption = None,
    page: PageOption = None,
    customer: CustomerOption = None,
    show_customers: ShowOption = False,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Tell who would be treated differently by other rules, how, and why. Exit code 1 when a limit is broken."""
    language = language_of(lang)
    ready(page, "--page", language)
    sides = (open_side(old, storage, tenant, language), open_side(new, storage, tenant, language))
    grouped = grouping(sides[1].program.vocabulary, by, language)
    limits = limits_of(
        (("changed", max_changed), ("group", max_changed_in), ("slot", max_changed_slot), ("worse", no_worse)),
        grouped,
        language,
    )
    comparison = Comparison(sides[0].program, sides[1].program, grouped, customer or ())
    again = _again(events, mapping, profiles, storage, tenant, by)
    printing = _Printing(old, new, page, as_json, language, show_customers, again)
    if not events and not storage:
        if limits or customer or profiles or by:
            raise typer.BadParameter(say(_NO_EVENTS, language))
        _tell_meaning(sides, comparison, printing)
        return
    both, screen = Both(sides[0].program, sides[1].program, tenant), Console(stderr=as_json)
    if events:
        pairs = pairs_from_file(both, events, mapping or Path(old) / "mapping.yaml", profiles, screen, language)
    else:
        pairs = pairs_from_storage(both, storage, tenant, profiles, screen, language)
    for pair in pairs:
        comparison.add(pair)
    comparison.short_of_past, comparison.erased = both.short_of_past, both.erased
    verdicts = judged(comparison, limits, language)
    _tell(sides, comparison, verdicts, printing)
    if comparison.refused or not all(verdict.kept for verdict in verdicts):
        raise typer.Exit(FINDINGS)


def _again(
    events: str, mapping: Path | None, profiles: Path | None, storage: str, tenant: str, by: str
) -> tuple[str, ...]:
    """The options that say again what is compared."""
    options = (("--events", events), ("--mapping", mapping), ("--profiles", profiles), ("--storage", storage))
    told = tuple(word for option, value in options for word in given(option, value))
    return (*told, *given("--tenant", tenant, "main"), *given("--by", by))


def _tell(
    sides: tuple[Opened, Opened], comparison: Comparison, verdicts: Sequence[Verdict], printing: _Printing
) -> None:
    language, show = printing.language, printing.show
    edited = edits(sides[0].model, sides[1].model)
    comparison.edited = frozenset(each.id for each in edited)
    cases = [told_case(comparison, case, language, show, named) for case, named in _cases(comparison)]
    who = comparison.who_differs() if show else ()
    if printing.page:
        text = compare_page(comparison, edited, verdicts, cases, language, who)
        _write(printing.page, text)
    if printing.as_json:
        told = comparison_json(comparison, edited, verdicts, cases, language, show)
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    screen = console()
    print_comparison(screen, comparison, edited, verdicts, cases, who, language)
    _finish(screen, printing)


def _cases(comparison: Comparison) -> list[tuple[Case, bool]]:
    """The customers who were asked for; else two examples, of the lowest group and of the highest."""
    asked = [(case, True) for cases in comparison.asked.values() for case in cases]
    if comparison.asked:
        return asked
    order = [group.value for group in comparison.groups()] if comparison.by else [None]
    found = [comparison.examples[value] for value in order if value in comparison.examples]
    return [(case, False) for case in (found[:1] + found[-1:] if len(found) > 1 else found)]


def _tell_meaning(sides: tuple[Opened, Opened], comparison: Comparison, printing: _Printing) -> None:
    language = printing.language
    edited = edits(sides[0].model, sides[1].model)
    comparison.edited = frozenset(each.id for each in edited)
    found = difference(sides[0].model, sides[1].model, sides[0].program, sides[1].program)
    told = told_meaning(comparison, found, sides[1].model, language)
    if printing.page:
        _write(printing.page, meaning_page(comparison, edited, told, found, language))
    if printing.as_json:
        typer.echo(
            json.dumps(meaning_json(comparison, edited, found, sides[1].model, language), ensure_ascii=False, indent=2)
        )
        return
    screen = console()
    print_meaning(screen, comparison, edited, told, found, language)
    screen.print(say(_COUNTED, language), style="dim")
    _finish(screen, printing)


def _write(page: Path, text: str) -> None:
    page.write_text(text, encoding="utf-8")


def _finish(screen: Console, printing: _Printing) -> None:
    if printing.page:
        screen.print(say(_PAGE, printing.language, page=printing.page))
    if printing.page and not printing.new.startswith("storage:"):
        say_next(screen, printing.language, "promote", printing.new)
    elif not printing.page:
        say_next(
            screen, printing.language, "compare", printing.old, printing.new, *printing.again, "--page", "compare.html"
        )

"""`engage run`: a file of events through a ruleset into a storage, on the events' own clock, and what came of it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli import FINDINGS
from engage.cli.binding import EstimatorOption, ProviderOption, bound_estimators, bound_providers
from engage.cli.event_files import BrokenOff, event_lines, events_of, until_cut, watched
from engage.cli.helping import in_chinese
from engage.cli.interrupts import interruptible
from engage.cli.opening import given, open_ruleset, say_next
from engage.cli.options import LangOption, RulesetArgument, TenantOption
from engage.cli.run_words import line_words, print_summary
from engage.cli.speech import language_of, say
from engage.cli.stored import active_name
from engage.cli.writing import ready
from engage.facts.decided import Decision
from engage.ground.finding import Words
from engage.program.program import Program
from engage.runtime import Engine, SetClock, SystemClock
from engage.workbench.events_in import BadLine, RawEvent
from engage.workbench.pacing import paced
from engage.workbench.run_page import Crossed, grouping_field, run_page
from engage.workbench.runner import Refused, Repeated, run_events
from engage.workbench.summary import Summary
from engage.workbench.timeline import Busiest

__all__ = ["run"]

_PAGE: Final = Words("page: {page}", "页面：{page}")
_PAUSE_SECONDS: Final = 0.2
_OTHER: Final = Words(
    "the ruleset `{active}` is active in this storage, this one is `{name}`: name another storage, or --take-over",
    "此存储启用的是规则集 `{active}`，而这一套是 `{name}`：请换一个存储，或加 --take-over",
    "此儲存啟用的是規則集 `{active}`，而這一套是 `{name}`：請換一個儲存，或加 --take-over",
)
_DECIDING: Final = Words("deciding", "决策中")


EventsOption = Annotated[
    str,
    typer.Option(),
    Words(
        "JSON lines, or a table (.csv .tsv .txt, .gz too); `-` reads JSON lines",
        "JSON 行，或表格（.csv .tsv .txt，也可 .gz）；`-` 从标准输入读 JSON 行",
        "JSON 行，或表格（.csv .tsv .txt，也可 .gz）；`-` 從標準輸入讀 JSON 行",
    ),
]
StorageOption = Annotated[
    str,
    typer.Option(),
    Words("where decisions are kept: sqlite:FILE", "决策存到哪里：sqlite:文件", "決策存到哪裡：sqlite:檔案"),
]
MappingOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "which column is which fact; else mapping.yaml beside it",
        "哪一列对应哪个信息；默认用规则集旁的 mapping.yaml",
        "哪一列對應哪個資訊；預設用規則集旁的 mapping.yaml",
    ),
]
PageOption = Annotated[
    Path | None,
    typer.Option(),
    Words("write an HTML page of the run", "把这次运行写成 HTML 页面", "把這次執行寫成 HTML 頁面"),
]
CustomerOption = Annotated[
    str,
    typer.Option(),
    Words(
        "whose timeline the page shows (else the busiest customer's)",
        "页面显示哪位客户的时间线（默认事件最多的客户）",
        "頁面顯示哪位客戶的時間線（預設事件最多的客戶）",
    ),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print the summary as JSON", "以 JSON 输出汇总", "以 JSON 輸出彙總"),
]


TakeOverOption = Annotated[
    bool,
    typer.Option("--take-over"),
    Words(
        "decide with this ruleset from now on, although one of another name is active in the storage",
        "即使存储中启用的是另一名称的规则集，也改用这一套",
        "即使儲存中啟用的是另一名稱的規則集，也改用這一套",
    ),
]


@in_chinese(
    "按事件自身的时间，对文件中的每个事件作出决策。重跑一遍，决策相同。"
    "\n\n得不出决策的行会说明并跳过；此时退出码为 1。",
    "按事件自身的時間，對檔案中的每個事件作出決策。重跑一遍，決策相同。"
    "\n\n得不出決策的行會說明並跳過；此時退出碼為 1。",
)
def run(
    ruleset: RulesetArgument,
    events: EventsOption,
    storage: StorageOption,
    mapping: MappingOption = None,
    page: PageOption = None,
    customer: CustomerOption = "",
    estimator: EstimatorOption = None,
    provider: ProviderOption = None,
    tenant: TenantOption = "main",
    take_over: TakeOverOption = False,
    as_json: AsJsonOption = False,
    lang: LangOption = "",
) -> None:
    """Decide on every event of a file, in their own time. Started again, it gives the same decisions.

    Lines that give no decision are told and passed over; the exit code is then 1.
    """
    language, console = language_of(lang), Console(stderr=as_json)
    ready(page, "--page", language)
    _, program, _ = open_ruleset(ruleset, language)
    _same_ruleset(program, storage, tenant, take_over, language)
    clock, summary, cut = SetClock(SystemClock().now()), Summary(program), list[BrokenOff]()
    crossed, busiest = Crossed(grouping_field(program.vocabulary)), Busiest()
    started = time.perf_counter()
    estimators, providers = bound_estimators(estimator, language), bound_providers(provider, language)
    with (
        event_lines(events, language) as lines,
        Engine(program, storage, clock=clock, tenant=tenant, estimators=estimators, providers=providers) as engine,
    ):
        clock.at = 0  # it was activated by the machine's clock; from here on the events' own time goes
        made = events_of(lines, events, mapping or ruleset / "mapping.yaml", language)
        seen = watched(until_cut(made, cut), console, say(_DECIDING, language))
        with interruptible() as stopped:
            for item in _decided(engine, clock, seen, events == "-", busiest, language):
                summary.add(item)
                if isinstance(item, Decision):
                    crossed.add(item)
        seconds = time.perf_counter() - started
        _write_page(page, engine, summary, crossed, customer or busiest.subject, language)
    if as_json:
        typer.echo(json.dumps({**summary.as_json(), "seconds": round(seconds, 3)}, ensure_ascii=False, indent=2))
    else:
        print_summary(console, summary, program.vocabulary, language, seconds)
        _tell_page(console, page, language)
        say_next(console, language, "status", "--storage", storage, *given("--tenant", tenant, "main"))
    if cut:
        raise cut[0]
    if stopped or summary.refused:
        raise typer.Exit(stopped[0] if stopped else FINDINGS)


def _decided(
    engine: Engine, clock: SetClock, seen: Iterable[RawEvent | BadLine], stream: bool, busiest: Busiest, language: str
) -> Iterator[Decision | Refused | Repeated]:
    # Somebody may write into the pipe for hours: what has come is decided, whether more comes or not.
    arriving = paced(seen, _PAUSE_SECONDS) if stream else seen
    for item in run_events(engine, clock, arriving, lambda event: busiest.add(event.subject)):
        if isinstance(item, Refused) and stream:
            typer.echo(line_words(item, language), err=True)  # nobody may ever see the end of a stream
        yield item


def _tell_page(console: Console, page: Path | None, language: str) -> None:
    if page:
        console.print(say(_PAGE, language, page=page), highlight=False)


def _write_page(page: Path | None, engine: Engine, summary: Summary, crossed: Crossed, who: str, language: str) -> None:
    """The page of a run, with the decisions of one customer, where one is wanted."""
    if page:
        decided = list(engine.decisions(who)) if who else []
        page.write_text(run_page(engine.program, summary, crossed, decided, who, language), encoding="utf-8")


def _same_ruleset(program: Program, storage: str, tenant: str, take_over: bool, language: str) -> None:
    """Refuse to replace a ruleset of another name by mistake: events would be used up by rules not made for them."""
    active = "" if take_over else active_name(storage, tenant)
    if active and active != program.name:
        raise typer.BadParameter(say(_OTHER, language, active=active, name=program.name), param_hint="--storage")

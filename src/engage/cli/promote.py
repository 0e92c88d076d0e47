"""`engage promote`: where a ruleset stands on its way to customers, and its next step: who took it, and when."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from engage.cli import FINDINGS
from engage.cli.helping import in_chinese
from engage.cli.moments import moment_named
from engage.cli.opening import console, given, read_ruleset, say_next
from engage.cli.options import JsonOption, LangOption
from engage.cli.speech import language_of, say
from engage.errors import RulesetError
from engage.facts.standing import Refusal, Stage, Standing, Version
from engage.ground.finding import Words
from engage.load import compile as compile_ruleset
from engage.program.program import Program
from engage.ruleset.digest import examples_digest
from engage.ruleset.model import Ruleset
from engage.ruleset.moments import moment_in_zone
from engage.ruleset.promotions import PROMOTIONS, write_promotions
from engage.runtime import Engine
from engage.workbench.promoting import Demand, demands, promoted, refused

__all__ = ["promote"]

_STAGES: Final = {
    Stage.DRAFT: Words("draft", "草稿"),
    Stage.IN_REVIEW: Words("in review", "评审中", "評審中"),
    Stage.APPROVED: Words("approved", "已批准"),
    Stage.LIVE: Words("live", "已上线", "已上線"),
    Stage.SUPERSEDED: Words("superseded", "已被取代"),
}
_HERE: Final = Words("{name} is: {stage}", "{name}：{stage}")
_REACHED: Final = Words(
    "{name}, version {number}, is now {stage}", "{name} 第 {number} 版：{stage}", "{name} 第 {number} 版：{stage}"
)
_LEAD: Final = Words("from draft to live: {days}", "从草稿到上线：{days}", "從草稿到上線：{days}")
_REFUSED: Final = {
    Refusal.SKIPS: Words(
        "no stage can be skipped: from `{here}` it goes on to `{following}`",
        "不能跳过阶段：`{here}` 之后是 `{following}`",
        "不能跳過階段：`{here}` 之後是 `{following}`",
    ),
    Refusal.CHANGED: Words(
        "the ruleset or its examples were changed after the last step: a draft again, it goes on to `{following}`",
        "上一步之后规则集或示例有改动：现在又是草稿，下一步是 `{following}`",
        "上一步之後規則集或示例有改動：現在又是草稿，下一步是 `{following}`",
    ),
    Refusal.ALREADY: Words("it is `{here}` already", "已经是 `{here}`", "已經是 `{here}`"),
    Refusal.NOT_OWNER: Words(
        "only its owner approves: {owner}", "只有负责人可以批准：{owner}", "只有負責人可以批准：{owner}"
    ),
    Refusal.EARLIER: Words(
        "the step before it was taken later: {last}", "上一步的时间在此之后：{last}", "上一步的時間在此之後：{last}"
    ),
    Refusal.LIVE_STAYS: Words(
        "these contents are live; change them, and the change is a draft",
        "当前内容已上线；修改之后才是新的草稿",
        "當前內容已上線；修改之後才是新的草稿",
    ),
}
_LACKS: Final = Words("this is asked of it first:", "需先满足：", "需先滿足：")
_MORE: Final = Words("… {count} more", "……另有 {count} 个", "……另有 {count} 個")
#: failing examples named one by one
_NAMED: Final = 5
_UNKNOWN: Final = Words(
    "`{stage}` is not a stage: {known}", "`{stage}` 不是阶段：{known}", "`{stage}` 不是階段：{known}"
)
_WHO: Final = Words("say who: --by NAME", "请写明是谁：--by 姓名", "請寫明是誰：--by 姓名")
_FOLDER: Final = Words(
    "a ruleset of one file keeps no record of its stages; give it a folder",
    "单个文件的规则集不记录阶段；请改用文件夹",
    "單個文件的規則集不記錄階段；請改用文件夾",
)
_ONLY_LIVE: Final = Words(
    "--storage belongs to `--to live`", "--storage 只用于 `--to live`", "--storage 只用於 `--to live`"
)


RulesetArgument = Annotated[
    Path,
    typer.Argument(),
    Words("the ruleset's folder", "规则集的文件夹", "規則集的資料夾"),
]
ToOption = Annotated[
    str,
    typer.Option(),
    Words(
        "the stage to reach: draft, `in review`, approved, live",
        "要进入的阶段：draft（草稿）、`in review`（评审中）、approved（已批准）、live（上线）",
        "要進入的階段：draft（草稿）、`in review`（評審中）、approved（已批准）、live（上線）",
    ),
]
ByOption = Annotated[
    str,
    typer.Option(),
    Words("who takes the step", "由谁执行", "由誰執行"),
]
NoteOption = Annotated[
    str,
    typer.Option(),
    Words("a remark that is kept with the step", "随这一步保存的备注", "隨這一步儲存的備註"),
]
StorageOption = Annotated[
    str,
    typer.Option(),
    Words(
        "with `--to live`: activate it there too, sqlite:FILE",
        "与 `--to live` 同用：同时在此存储启用，sqlite:文件",
        "與 `--to live` 同用：同時在此儲存啟用，sqlite:檔案",
    ),
]
TenantOption = Annotated[
    str,
    typer.Option(),
    Words("whose customers it decides on from then on", "此后决定哪个租户的客户", "此後決定哪個租戶的客戶"),
]
AtOption = Annotated[
    str,
    typer.Option(),
    Words(
        "when, in the ruleset's zone (else now)", "时刻，按规则集的时区（默认现在）", "時刻，按規則集的時區（預設現在）"
    ),
]


@in_chinese(
    "显示规则集所处阶段：草稿、评审中、已批准、上线、已被取代；用 --to 进入下一阶段。"
    "\n\n须无错误且示例全部通过；只有负责人可以批准。被拒绝时退出码为 1。",
    "顯示規則集所處階段：草稿、評審中、已批准、上線、已被取代；用 --to 進入下一階段。"
    "\n\n須無錯誤且示例全部通過；只有負責人可以批准。被拒絕時退出碼為 1。",
)
def promote(
    ruleset: RulesetArgument,
    to: ToOption = "",
    by: ByOption = "",
    note: NoteOption = "",
    storage: StorageOption = "",
    tenant: TenantOption = "main",
    at: AtOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Show where a ruleset stands: draft, in review, approved, live, superseded; with --to, take its next step.

    A step needs a ruleset without errors and examples that all pass; only the owner approves. Exit code 1 when the
    step is refused.
    """
    language = language_of(lang)
    read = read_ruleset(ruleset, language)
    if read.model is None or not read.report.ok:
        raise RulesetError(read.report, language)
    program = compile_ruleset(read)
    if not to:
        _show(read, program, ruleset, as_json, language)
        return
    stage = _stage(to, language)
    by = " ".join(by.split())
    if not by:
        raise typer.BadParameter(say(_WHO, language), param_hint="--by")
    if storage and stage is not Stage.LIVE:
        raise typer.BadParameter(say(_ONLY_LIVE, language), param_hint="--storage")
    if not ruleset.is_dir():
        raise typer.BadParameter(say(_FOLDER, language))
    assert read.model is not None
    moment = moment_named(at, read.model.header.zone, language)
    _refuse(read, program, ruleset, stage, by, moment, as_json, language)
    if storage:
        _activate(program, storage, tenant, by)
    steps = promoted(read, program, stage, by, moment, note)
    _write(ruleset / PROMOTIONS, write_promotions(steps, read.model.header.zone))
    _show(read_ruleset(ruleset, language), program, ruleset, as_json, language, reached=stage)


def _stage(said: str, language: str) -> Stage:
    spelled = said.strip().lower().replace("-", " ").replace("_", " ")
    for stage in (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.LIVE):
        words = _STAGES[stage]
        if spelled in (stage.value, words.zh, words.hant):
            return stage
    known = ", ".join(
        f"{stage.value}{'' if language == 'en' else f'（{_STAGES[stage].in_language(language)}）'}"
        for stage in Stage
        if stage is not Stage.SUPERSEDED
    )
    raise typer.BadParameter(say(_UNKNOWN, language, stage=said, known=known), param_hint="--to")


def _refuse(
    ruleset: Ruleset, program: Program, path: Path, stage: Stage, by: str, at: int, as_json: bool, language: str
) -> None:
    """Ends the verb when the step may not be taken."""
    assert ruleset.model is not None
    why = refused(ruleset, program, stage, by, at)
    lacking = () if stage is Stage.DRAFT else tuple(each for each in demands(ruleset, program) if not each.met)
    if why is None and not lacking:
        return
    examples = examples_digest(ruleset.model)
    following = ruleset.standing.following(program.hash, examples)
    here = ruleset.standing.stage_of(program.hash, examples)
    steps = ruleset.standing.steps
    told = (
        []
        if why is None
        else [
            say(
                _REFUSED[why],
                language,
                here=_STAGES[here].in_language(language),
                following=_STAGES[following].in_language(language),
                owner=ruleset.model.header.owner,
                last=moment_in_zone(steps[-1].at, ruleset.model.header.zone) if steps else "",
            )
        ]
    )
    if as_json:
        failing = [id for each in lacking for id in each.examples]
        asked = [each.words.in_language(language) for each in lacking]
        data = {"promoted": False, "why": told, "lacking": asked, "failing": failing}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        raise typer.Exit(FINDINGS)
    screen = console()
    for sentence in told:
        screen.print(sentence, style="bold red")
    if lacking:
        _print_demands(screen, lacking, path, language)
    raise typer.Exit(FINDINGS)


def _print_demands(screen: Console, lacking: tuple[Demand, ...], path: Path, language: str) -> None:
    screen.print(say(_LACKS, language), style="bold red")
    for each in lacking:
        found = each.found.in_language(language)
        screen.print(f"  ✗ {each.words.in_language(language)}" + (f" ({found})" if found else ""))
        for id in each.examples[:_NAMED]:
            screen.print(f"      {id}")
        if len(each.examples) > _NAMED:
            screen.print(f"      {say(_MORE, language, count=len(each.examples) - _NAMED)}")
    failing = [id for each in lacking for id in each.examples]
    if failing:
        say_next(screen, language, "test", path, *given("--only", failing[0] if len(failing) == 1 else ""))


def _activate(program: Program, storage: str, tenant: str, by: str) -> None:
    Engine(program, storage, tenant=tenant, by=by, approved_only=True).close()


def _write(path: Path, text: str) -> None:
    """All of the record or the one before: a pulled plug leaves no half of it."""
    beside = path.with_suffix(".new")
    with beside.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


# ------------------------------------------------------------------------------------------------ showing


def _show(
    ruleset: Ruleset, program: Program, path: Path, as_json: bool, language: str, reached: Stage | None = None
) -> None:
    assert ruleset.model is not None
    header, standing = ruleset.model.header, ruleset.standing
    examples = examples_digest(ruleset.model)
    stage = standing.stage_of(program.hash, examples)
    if as_json:
        data = {
            "promoted": reached is not None,
            "ruleset": header.name,
            "hash": program.hash,
            "stage": stage.value,
            "owner": header.owner,
            "versions": [_version(version, header.zone) for version in standing.versions],
        }
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    screen = console()
    name = _STAGES[stage].in_language(language)
    if reached is not None and standing.latest is not None:
        screen.print(say(_REACHED, language, name=header.name, number=standing.latest.number, stage=name), style="bold")
    else:
        screen.print(say(_HERE, language, name=header.name, stage=name), style="bold")
    _print_versions(screen, standing, header.zone, language)
    following = standing.following(program.hash, examples)
    if stage is not Stage.LIVE:
        # Only the owner approves; any other step is most likely taken by who took the last one.
        last = standing.latest.steps[-1].by if standing.latest is not None else ""
        who = header.owner if following is Stage.APPROVED else last
        say_next(screen, language, "promote", path, "--to", following.value, "--by", who or "NAME")


def _version(version: Version, zone: str) -> dict[str, object]:
    lead = version.lead_time
    return {
        "version": version.number,
        "stage": version.stage.value,
        "lead_time_seconds": None if lead is None else lead // 1_000_000,
        "steps": [
            {"stage": step.stage.value, "by": step.by, "at": moment_in_zone(step.at, zone), "note": step.note}
            for step in version.steps
        ],
    }


def _print_versions(screen: Console, standing: Standing, zone: str, language: str) -> None:
    for version in standing.versions:
        grid = Table.grid(padding=(0, 2))
        for step in version.steps:
            at = moment_in_zone(step.at, zone)
            grid.add_row(f"  {version.number}", _STAGES[step.stage].in_language(language), at, step.by, step.note)
        screen.print(grid)
        if version.lead_time is not None:
            screen.print(f"     {say(_LEAD, language, days=_length(version.lead_time, language))}", style="dim")


def _length(microseconds: int, language: str) -> str:
    hours, minutes = divmod(microseconds // 60_000_000, 60)
    days, hours = divmod(hours, 24)
    if language.startswith("zh"):
        return f"{days}天{hours}小时{minutes}分" if language == "zh" else f"{days}天{hours}小時{minutes}分"
    return f"{days} d {hours} h {minutes} min"

"""`engage check`: is the ruleset sound? Every finding of every file, each with its place and a way to mend it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.checks import check as check_model
from engage.cli import FINDINGS
from engage.cli.fixing import ROUNDS, apply_fixes
from engage.cli.helping import in_chinese
from engage.cli.opening import console, read_ruleset, say_next, typed
from engage.cli.options import JsonOption, LangOption, RulesetArgument
from engage.cli.speech import language_of, say
from engage.errors import RulesetError
from engage.ground.finding import Finding, Fix, Report, Severity, Words, in_words
from engage.ground.limits import LIMITS
from engage.ground.render import render_finding
from engage.load import compile as compile_model
from engage.program.program import Program
from engage.ruleset.model import Example, ExampleTable, Model, Rule, Ruleset, Scorecard, Table

__all__ = ["check", "findings_json", "findings_of"]

_COUNTS: Final = Words(
    "{errors} error{s}, {warnings} warning{t}",
    "{errors} 个错误，{warnings} 个警告",
    "{errors} 個錯誤，{warnings} 個警告",
)
_SOUND: Final = Words(
    "{name}: {rules}, {tables}, {scorecards}, {examples}; {cost} of {limit} units of cost at the dearest event",
    "{name}：{rules} 条规则，{tables} 个决策表，{scorecards} 个评分卡，{examples} 个示例；"
    "单个事件最高成本 {cost}（上限 {limit}）",
    "{name}：{rules} 條規則，{tables} 個決策表，{scorecards} 個評分卡，{examples} 個示例；"
    "單個事件最高成本 {cost}（上限 {limit}）",
)
_FIXED: Final = Words("{count} finding{s} mended", "已修复 {count} 处", "已修復 {count} 處")
_REPLACED: Final = Words(
    "{place}: `{old}` is now `{new}`", "{place}：`{old}` 已改为 `{new}`", "{place}：`{old}` 已改為 `{new}`"
)
_INSERTED: Final = Words("{place}: `{new}` written in", "{place}：已写入 `{new}`", "{place}：已寫入 `{new}`")
_DELETED: Final = Words("{place}: `{old}` taken out", "{place}：已删去 `{old}`", "{place}：已刪去 `{old}`")
_INDENTED: Final = Words(
    "{place}: indented by {count} space{s}", "{place}：已缩进 {count} 个空格", "{place}：已縮進 {count} 個空格"
)
_SPACED: Final = Words(
    "{place}: white space put right in {count} line{s}",
    "{place}：已整理 {count} 行的空白",
    "{place}：已整理 {count} 行的空白",
)
_DECIDED: Final = Words("decided: {decision}", "决定：{decision}", "決定：{decision}")
_TIES: Final = Words(
    "{count} disagreement{s} settled: look at what was decided, nobody had said it",
    "已裁定 {count} 处分歧：请逐一查看，这些先后此前无人规定",
    "已裁定 {count} 處分歧：請逐一查看，這些先後此前無人規定",
)
_READ_ON: Final = Words("read on: {command}", "详细说明：{command}", "詳細說明：{command}")
_TOLD: Final = (Severity.ERROR, Severity.WARNING)
_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


FixOption = Annotated[
    bool,
    typer.Option("--fix"),
    Words("apply the repairs that findings carry", "按问题所附的修改建议直接改好", "按問題所附的修改建議直接改好"),
]
StrictOption = Annotated[
    bool,
    typer.Option("--strict"),
    Words("warnings count as findings for the exit code", "有警告时退出码也为 1", "有警告時退出碼也為 1"),
]


@in_chinese("检查规则集。有错误时退出码为 1。", "檢查規則集。有錯誤時退出碼為 1。")
def check(
    ruleset: RulesetArgument,
    fix: FixOption = False,
    strict: StrictOption = False,
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Check a ruleset. Exit code 1 when there are errors."""
    language = language_of(lang)
    read = read_ruleset(ruleset, language)
    report, program = findings_of(read)
    mended: list[Fix] = []
    for _ in range(ROUNDS if fix else 0):
        made = apply_fixes(ruleset, report.findings)
        if not made:
            break
        mended += made
        read = read_ruleset(ruleset, language)
        report, program = findings_of(read)
    if as_json:
        told: dict[str, object] = {"findings": findings_json(report.findings, language)}
        told |= {"mended": [_mended_json(one, language) for one in mended]} if fix else {}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(ruleset, report, read.model, program, language, mended)
    grave = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(finding.severity in grave for finding in report.findings):
        raise typer.Exit(FINDINGS)


def findings_of(ruleset: Ruleset) -> tuple[Report, Program | None]:
    """Every finding of reading, compiling and checking, and the program where there is one."""
    model = ruleset.model
    if model is None or not ruleset.report.ok:
        return ruleset.report, None
    try:
        program = compile_model(ruleset)
    except RulesetError as error:
        return ruleset.report + error.report, None
    return ruleset.report + check_model(model, program), program


def _some(count: int, what: str, language: str) -> str:
    """`1 table`, `2 tables`; in Chinese the noun stands in the sentence."""
    return str(count) if language.startswith("zh") else f"{count} {what}{_s(count)}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def findings_json(findings: Sequence[Finding], language: str) -> list[dict[str, object]]:
    """Findings as data: code, severity, file, line, column, message, hint, example."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "file": finding.span.source.name if finding.span else "",
            "line": finding.span.line if finding.span else None,
            "column": finding.span.column if finding.span else None,
            "message": finding.text(language),
            "hint": finding.hint(language),
            "example": in_words(finding.example, language),
        }
        for finding in findings
    ]


def _mended_json(fix: Fix, language: str) -> dict[str, object]:
    decided = {} if fix.decides is None else {"decided": in_words(fix.decides, language)}
    return {
        **decided,
        "file": fix.span.source.name,
        "line": fix.span.line,
        "column": fix.span.column,
        "old": fix.span.text,
        "new": fix.replacement,
    }


def _told_mended(fix: Fix, language: str) -> str:
    before, after = fix.span.text, fix.replacement
    old, new = (" ".join(text.split()) for text in (before, after))
    if "".join(before.split()) != "".join(after.split()):
        words = (_INSERTED if not old else _REPLACED) if new else _DELETED
        return say(words, language, place=fix.span, old=old, new=new)
    # Nothing that can be seen has changed: showing it twice would say nothing.
    if not new and after and not after.strip(" "):
        return say(_INDENTED, language, place=fix.span, count=len(after), s=_s(len(after)))
    lines = after.count("\n") + 1
    return say(_SPACED, language, place=fix.span, count=lines, s=_s(lines))


def _print_mended(screen: Console, mended: Sequence[Fix], language: str) -> None:
    for one in mended:
        screen.print(_told_mended(one, language), style="green")
        if one.decides is not None:
            screen.print(say(_DECIDED, language, decision=in_words(one.decides, language)), style="yellow")
    settled = sum(one.decides is not None for one in mended)
    for count, told in ((len(mended) - settled, _FIXED), (settled, _TIES)):
        if count:
            screen.print(say(told, language, count=count, s=_s(count)))


def _print(
    path: Path,
    report: Report,
    model: Model | None,
    program: Program | None,
    language: str,
    mended: Sequence[Fix],
) -> None:
    screen = console()
    for finding in report.findings:
        head, _, rest = render_finding(finding, language).partition("\n")
        if finding.severity is Severity.INFO and not finding.fixes and not finding.example:
            # Remarks are read as a list; only what is wrong or can be mended is shown with its line.
            screen.print(f"{head}  --> {finding.span}" if finding.span else head, style=_STYLES[finding.severity])
            continue
        screen.print(head, style=_STYLES[finding.severity])
        screen.print(f"{rest}\n" if rest else "")
    if mended:
        _print_mended(screen, mended, language)
    counts = Counter(finding.severity for finding in report.findings)
    if model is not None and program is not None:
        rows = sum(len(table.examples) for table in model.every(ExampleTable))
        screen.print(
            say(
                _SOUND,
                language,
                name=model.header.name,
                rules=_some(len(model.every(Rule)), "rule", language),
                tables=_some(len(model.every(Table)), "table", language),
                scorecards=_some(len(model.every(Scorecard)), "scorecard", language),
                examples=_some(len(model.every(Example)) + rows, "example", language),
                cost=f"{program.cost:,}",
                limit=f"{LIMITS.cost_per_event:,}",
            )
        )
    if report.findings:
        errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
        screen.print(say(_COUNTS, language, errors=errors, warnings=warnings, s=_s(errors), t=_s(warnings)))
    told = next((finding.code for finding in report.findings if finding.severity in _TOLD), "")
    if told:
        screen.print(say(_READ_ON, language, command=typed("show", "--finding", told)), style="dim")
    if any(finding.fixes for finding in report.findings):
        say_next(screen, language, "check", path, "--fix")
    elif report.ok:
        say_next(screen, language, "test", path)

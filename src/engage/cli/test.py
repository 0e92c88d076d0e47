"""`engage test`: the analysts' own examples, each with what was expected and what came; what they cover."""

# ruff: noqa: PT028 - `test` is a verb of the command line here, no test
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli import FINDINGS
from engage.cli.helping import in_chinese
from engage.cli.opening import console, open_ruleset, say_next
from engage.cli.options import JsonOption, LangOption, RulesetArgument
from engage.cli.proposing import propose_examples, target_of
from engage.cli.second_opinion import SecondOpinionOption, ask_another
from engage.cli.situations import no_example
from engage.cli.speech import language_of, say
from engage.cli.test_words import print_coverage, print_results, print_sum, test_data
from engage.cli.writing import ready
from engage.ground.finding import Words
from engage.workbench.coverage import Coverage, Meter
from engage.workbench.examples import ExampleResult, all_examples, run_examples
from engage.workbench.junit import junit_xml

__all__ = ["test"]

_WRITE_WHAT: Final = Words("it goes with --propose", "须与 --propose 一起使用", "須與 --propose 一起使用")
_TOO_LITTLE: Final = Words(
    "{percent}% is less than the {wanted}% that --min-coverage asks for",
    "{percent}% 低于 --min-coverage 要求的 {wanted}%",
    "{percent}% 低於 --min-coverage 要求的 {wanted}%",
)


OnlyOption = Annotated[
    list[str] | None,
    typer.Option(),
    Words(
        "run only the example of this name; may repeat", "只运行这个名称的示例；可重复", "只執行這個名稱的示例；可重複"
    ),
]
ShowCoverageOption = Annotated[
    bool,
    typer.Option("--coverage"),
    Words("list what no example covers", "列出没有示例覆盖之处", "列出沒有示例覆蓋之處"),
]
MinCoverageOption = Annotated[
    float | None,
    typer.Option(min=0, max=100),
    Words(
        "exit code 1 when the examples cover less of the ruleset, in per cent",
        "示例覆盖率（百分数）低于此值时退出码为 1",
        "示例覆蓋率（百分數）低於此值時退出碼為 1",
    ),
]
ProposeOption = Annotated[
    bool,
    typer.Option("--propose"),
    Words(
        "print examples for what is not covered, with today's outcome",
        "为未覆盖之处写出示例，结果取当前决策",
        "為未覆蓋之處寫出示例，結果取當前決策",
    ),
]
WriteOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "put the proposals at the end of this file of the ruleset",
        "把建议的示例写到规则集这个文件的末尾",
        "把建議的示例寫到規則集這個檔案的末尾",
    ),
]
JunitOption = Annotated[
    Path | None,
    typer.Option(),
    Words(
        "write the results as JUnit XML into this file",
        "把结果以 JUnit XML 写到这个文件",
        "把結果以 JUnit XML 寫到這個檔案",
    ),
]


@in_chinese("运行规则集中的示例。有结果不符合期望时退出码为 1。", "執行規則集中的示例。有結果不符合期望時退出碼為 1。")
def test(
    ruleset: RulesetArgument,
    only: OnlyOption = None,
    show_coverage: ShowCoverageOption = False,
    min_coverage: MinCoverageOption = None,
    propose: ProposeOption = False,
    write: WriteOption = None,
    junit: JunitOption = None,
    second: SecondOpinionOption = "",
    as_json: JsonOption = False,
    lang: LangOption = "",
) -> None:
    """Run the examples of a ruleset. Exit code 1 when one does not come out as expected."""
    language = language_of(lang)
    if write is not None and not propose:
        raise typer.BadParameter(say(_WRITE_WHAT, language), param_hint="--write")
    ready(junit, "--junit", language)
    model, program, sources = open_ruleset(ruleset, language)
    if second:
        ask_another(second, ruleset, model, program, language, as_json)
    known = tuple(example.id for example in all_examples(model))
    for name in only or ():
        if name not in known:
            raise typer.BadParameter(no_example(name, known, language), param_hint="--only")
    results = run_examples(model, program, only or ())
    covered = Meter.of(model, program).coverage(result.decision for result in results)
    if propose:
        target = target_of(ruleset, model, write, language)
        opened = (ruleset, model, program, sources)
        propose_examples(opened, covered, target, write is not None, as_json, language)
        return
    enough = min_coverage is None or covered.reaches(min_coverage)
    if junit is not None:
        junit.write_text(junit_xml(model.header.name, results, covered, language), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(test_data(results, covered, language), ensure_ascii=False, indent=2))
    else:
        screen = console()
        print_results(screen, results, language)
        if show_coverage or not enough:
            print_coverage(screen, covered, language)
        print_sum(screen, results, language)
        if not enough:
            screen.print(say(_TOO_LITTLE, language, percent=covered.percent, wanted=f"{min_coverage:g}"), style="red")
        _next(screen, ruleset, results, covered if show_coverage or not enough else None, language)
    if not enough or not all(result.passed for result in results):
        raise typer.Exit(FINDINGS)


def _next(
    screen: Console, path: Path, results: Sequence[ExampleResult], covered: Coverage | None, language: str
) -> None:
    failed = next((result for result in results if not result.passed), None)
    if failed is not None:
        say_next(screen, language, "explain", path, "--example", failed.id)
    elif covered is not None and covered.missed:
        say_next(screen, language, "test", path, "--propose")
    else:
        say_next(screen, language, "decide", path, "--interactive")

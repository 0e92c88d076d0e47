"""`engage test`: the analysts' own examples, each with what was expected and what came."""

# ruff: noqa: PT028 - `test` is a verb of the command line here, no test
from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

from engage.cli import FINDINGS
from engage.cli.opening import console, open_model, say_next
from engage.cli.speech import language_of, say
from engage.ground.finding import Words
from engage.workbench.coverage import Coverage, coverage
from engage.workbench.examples import ExampleResult, run_examples

__all__ = ["test"]

_SUM: Final = Words(
    "{passed} of {all} examples pass", "{all} 个示例，通过 {passed} 个", "{all} 個示例，通過 {passed} 個"
)
_NONE: Final = Words("the ruleset has no examples", "规则集没有示例", "規則集沒有示例")
_EXPECTED: Final = Words("expected", "期望")
_GOT: Final = Words("got", "实际", "實際")
_COVERED: Final = Words(
    "{share}% of rules, rows and score lines fired in some example",
    "示例触发了 {share}% 的规则、表行和评分项",
    "示例觸發了 {share}% 的規則、表行和評分項",
)
_SILENT: Final = Words("never fired", "从未触发", "從未觸發")
_UNKNOWN: Final = Words("there is no example `{name}`", "没有示例 `{name}`", "沒有示例 `{name}`")


def test(
    ruleset: Annotated[Path, typer.Argument(help="the ruleset's folder or file")],
    only: Annotated[list[str] | None, typer.Option(help="run only the example of this name; may repeat")] = None,
    show_coverage: Annotated[bool, typer.Option("--coverage", help="list what no example makes fire")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
    lang: Annotated[str, typer.Option(help="en, zh or zh-Hant (else the locale's)")] = "",
) -> None:
    """Run the examples of a ruleset. Exit code 1 when one does not come out as expected."""
    language = language_of(lang)
    model, program = open_model(ruleset, language)
    results = run_examples(model, program, only or ())
    for name in only or ():
        if not any(result.id == name for result in results):
            raise typer.BadParameter(say(_UNKNOWN, language, name=name), param_hint="--only")
    covered = coverage(program, (result.decision for result in results))
    if as_json:
        typer.echo(json.dumps(_data(results, covered, language), ensure_ascii=False, indent=2))
    else:
        _print(console(), ruleset, results, covered if show_coverage else None, language)
    if not all(result.passed for result in results):
        raise typer.Exit(FINDINGS)


def _data(results: tuple[ExampleResult, ...], covered: Coverage, language: str) -> dict[str, object]:
    return {
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "examples": [
            {
                "id": result.id,
                "passed": result.passed,
                "place": str(result.span or ""),
                "differences": [
                    {
                        "expected": each.expected.in_language(language),
                        "got": each.got.in_language(language),
                        "place": str(each.span or ""),
                    }
                    for each in result.differences
                ],
            }
            for result in results
        ],
        "coverage": [{"kind": kind, "id": id, "fired": count} for kind, id, count in covered.fired],
    }


def _print(
    screen: Console, path: Path, results: tuple[ExampleResult, ...], covered: Coverage | None, language: str
) -> None:
    if not results:
        screen.print(say(_NONE, language))
    for result in results:
        screen.print(f"{'✓' if result.passed else '✗'} {result.id}", style="green" if result.passed else "bold red")
        for each in result.differences:
            screen.print(f"    {say(_EXPECTED, language)}  {each.expected.in_language(language)}")
            screen.print(f"    {say(_GOT, language)}  {each.got.in_language(language)}")
            if each.span:
                screen.print(f"    --> {each.span}", style="dim")
    if covered is not None:
        screen.print(say(_COVERED, language, share=round(100 * covered.share)))
        if covered.never_fired:
            screen.print(f"{say(_SILENT, language)}:")
            for _, id in covered.never_fired:
                screen.print(f"  {id}")
    failed = next((result for result in results if not result.passed), None)
    if results:
        screen.print(say(_SUM, language, passed=sum(result.passed for result in results), all=len(results)))
    if failed is not None:
        say_next(screen, language, f'engage explain {path} --example "{failed.id}"')
    else:
        say_next(screen, language, f"engage decide {path} --interactive")

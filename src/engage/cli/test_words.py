"""How `engage test` prints: results, differences side by side, coverage; and the same as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from engage.cli.speech import say
from engage.ground.finding import Words
from engage.workbench.coverage import Coverage
from engage.workbench.examples import ExampleResult
from engage.workbench.told import told_lines
from engage.workbench.units import KINDS, Unit, unit_words

__all__ = ["print_coverage", "print_results", "print_sum", "test_data", "unit_data"]

_SUM: Final = Words(
    "{passed} of {all} examples pass", "{all} 个示例，通过 {passed} 个", "{all} 個示例，通過 {passed} 個"
)
_UNCONFIRMED: Final = Words(
    "{count} of them expect what was only proposed: read the lines below `to confirm` and take the mark away",
    "其中 {count} 个的期望尚待确认：请核对 `待确认` 之下的各行，再删去标记",
    "其中 {count} 個的期望尚待確認：請核對 `待確認` 之下的各行，再刪去標記",
)
_NONE: Final = Words("the ruleset has no examples", "规则集没有示例", "規則集沒有示例")
_COVERED: Final = Words(
    "{percent}% of the ruleset is covered by its examples: {covered} of {all} units ({kinds})",
    "示例覆盖了规则集的 {percent}%：{all} 个单元中的 {covered} 个（{kinds}）",
    "示例覆蓋了規則集的 {percent}%：{all} 個單元中的 {covered} 個（{kinds}）",
)
_MISSED: Final = Words("never covered:", "从未覆盖：", "從未覆蓋：")
_STYLES: Final = {"expected": "green", "got": "red", "why": "yellow", "place": "dim", "": ""}


def print_results(screen: Console, results: Sequence[ExampleResult], language: str) -> None:
    """Each example with a mark; below a failed one its differences."""
    if not results:
        screen.print(say(_NONE, language))
    for result in results:
        screen.print(f"{'✓' if result.passed else '✗'} {result.id}", style="green" if result.passed else "bold red")
        for line in told_lines(result, language):
            screen.print(Text.assemble(*((text, _STYLES[role]) for text, role in line.pieces)))


def print_sum(screen: Console, results: Sequence[ExampleResult], language: str) -> None:
    """How many pass, and how many still wait for somebody to confirm them."""
    if not results:
        return
    screen.print(say(_SUM, language, passed=sum(result.passed for result in results), all=len(results)))
    waiting = sum(result.unconfirmed for result in results)
    if waiting:
        screen.print(say(_UNCONFIRMED, language, count=waiting))


def print_coverage(screen: Console, covered: Coverage, language: str) -> None:
    """The share with its parts, then each unit that is missed, by name and place."""
    comma = "，" if language.startswith("zh") else ", "
    kinds = comma.join(
        f"{KINDS[kind].in_language(language)} {got}/{all}" for kind, (got, all) in covered.by_kind.items()
    )
    missed = covered.missed
    counted = len(covered.counts)
    screen.print(
        say(_COVERED, language, percent=covered.percent, covered=counted - len(missed), all=counted, kinds=kinds)
    )
    if missed:
        screen.print(say(_MISSED, language))
    for unit in missed:
        place = f"  --> {unit.span}" if unit.span else ""
        screen.print(Text.assemble(f"  {unit_words(unit, language)}", (place, "dim")))


def unit_data(unit: Unit, language: str) -> dict[str, object]:
    """A unit as data: kind, id, what it says, its place."""
    return {
        "kind": unit.kind,
        "id": unit.id,
        "says": unit.words.in_language(language),
        "place": str(unit.span or ""),
    }


def test_data(results: Sequence[ExampleResult], covered: Coverage, language: str) -> dict[str, object]:
    """Everything as data."""
    return {
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "unconfirmed": sum(result.unconfirmed for result in results),
        "examples": [
            {
                "id": result.id,
                "passed": result.passed,
                "place": str(result.span or ""),
                "unconfirmed": result.unconfirmed,
                "differences": [
                    {
                        "expected": each.expected.in_language(language),
                        "got": each.got.in_language(language),
                        "why": [words.in_language(language) for words in each.why],
                        "place": str(each.span or ""),
                    }
                    for each in result.differences
                ],
            }
            for result in results
        ],
        "coverage": {
            "percent": covered.percent,
            "covered": len(covered.counts) - len(covered.missed),
            "units": [{**unit_data(unit, language), "examples": count} for unit, count in covered.counts],
        },
    }

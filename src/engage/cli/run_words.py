"""What a run came to, in the words of the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from engage.cli.speech import say
from engage.decide.plan_words import label
from engage.facts.vocabulary import Domain, Vocabulary
from engage.ground.finding import Words, in_words
from engage.workbench.runner import Refused
from engage.workbench.summary import Summary

__all__ = ["line_words", "print_summary"]

_SHOWN: Final = 8
#: so many lines that gave no decision are told one by one
_TOLD: Final = 100
_HEAD: Final = Words(
    "{decisions} decisions, {effects} effects, {safe} safe defaults, {never} plans changed by `never`, {ties} ties",
    "{decisions} 次决策，{effects} 个后续动作，{safe} 次安全默认，{never} 个方案被“禁止”规则修改，{ties} 次平局",
)
_SPEED: Final = Words("{rate} events a second", "每秒 {rate} 个事件")
_ROUTES: Final = Words("who serves", "由谁服务")
_LEVELS: Final = Words("how fast", "服务等级")
_OFFERS: Final = Words("what is offered", "推荐")
_FIRED: Final = Words("rules that spoke", "触发的规则")
_SILENT: Final = Words("rules that never spoke: {rules}", "从未触发的规则：{rules}")
_UNKNOWN: Final = Words("most often not known", "最常缺失的信息")
_KEPT_SILENT: Final = Words("rules it kept silent", "因此未触发的规则")
_REFUSED: Final = Words("{count} lines gave no decision:", "{count} 行没有得到决策：")
_LINE: Final = Words("  line {line}: {why}", "  第 {line} 行：{why}")
_MORE: Final = Words("  and {count} more: --json lists them all", "  另有 {count} 行：--json 会全部列出")
_REPEATED: Final = Words("{count} events came more than once and are counted once", "{count} 个事件重复出现，只计一次")
_NONE: Final = Words("none", "无")


def print_summary(
    console: Console, summary: Summary, vocabulary: Vocabulary, language: str, seconds: float = 0.0
) -> None:
    """Print the sums of a run: plans by slot, rules, unknown facts, lines that gave no decision."""
    console.print()
    console.print(
        say(
            _HEAD,
            language,
            decisions=f"{summary.decisions:,}",
            effects=f"{summary.effects:,}",
            safe=f"{summary.safe_defaults:,}",
            never=f"{summary.changed_by_never:,}",
            ties=f"{summary.ties:,}",
        ),
        style="bold",
        highlight=False,
    )
    if seconds:
        console.print(say(_SPEED, language, rate=f"{summary.decisions / seconds:,.0f}"), highlight=False)
    for words, counts, domain in (
        (_ROUTES, summary.routes, Domain.QUEUE),
        (_LEVELS, summary.levels, Domain.LEVEL),
        (_OFFERS, summary.offers, Domain.OFFER),
    ):
        _counts(console, say(words, language), {label(vocabulary, domain, i, language): n for i, n in counts.items()})
    _counts(console, say(_FIRED, language), summary.spoke)
    silent = ", ".join(summary.never_fired) or say(_NONE, language)
    console.print(say(_SILENT, language, rules=silent), highlight=False, markup=False)
    _unknown(console, summary, language)
    if summary.repeated:
        console.print(say(_REPEATED, language, count=f"{summary.repeated:,}"), highlight=False)
    _refused(console, summary, language)


def _counts(console: Console, title: str, counts: Mapping[str, int]) -> None:
    if not counts:
        return
    grid = Table(title=title, title_justify="left", show_header=False, box=None, padding=(0, 2))
    grid.add_column(overflow="fold")
    grid.add_column(justify="right")
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    for name, count in ranked[:_SHOWN]:
        grid.add_row(name, f"{count:,}")
    if len(ranked) > _SHOWN:
        grid.add_row("…", f"{sum(count for _, count in ranked[_SHOWN:]):,}")
    console.print(grid)


def _unknown(console: Console, summary: Summary, language: str) -> None:
    found = summary.most_unknown()
    if not found:
        return
    grid = Table(title=say(_UNKNOWN, language), title_justify="left", box=None, padding=(0, 2))
    grid.add_column("")
    grid.add_column("", justify="right")
    grid.add_column(say(_KEPT_SILENT, language), overflow="fold")
    for name, times, rules in found:
        grid.add_row(summary.name_in_words(name, language), f"{times:,}", ", ".join(rules))
    console.print(grid)


def _refused(console: Console, summary: Summary, language: str) -> None:
    if not summary.refused:
        return
    console.print(say(_REFUSED, language, count=len(summary.refused)), style="yellow", highlight=False)
    for item in summary.refused[:_TOLD]:
        console.print(line_words(item, language), markup=False, highlight=False)
    if len(summary.refused) > _TOLD:
        console.print(say(_MORE, language, count=len(summary.refused) - _TOLD), highlight=False)


def line_words(item: Refused, language: str) -> str:
    """A line that gave no decision, and why."""
    return say(_LINE, language, line=item.line, why=in_words(item.why, language))

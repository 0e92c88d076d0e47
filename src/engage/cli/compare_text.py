"""A comparison on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from engage.checks.difference import Differences
from engage.decide.explain_words import visible
from engage.ground.finding import in_words
from engage.workbench.compare import Comparison
from engage.workbench.compare_cases import CaseTold
from engage.workbench.compare_edits import Edit
from engage.workbench.compare_limits import Verdict
from engage.workbench.compare_meaning import MeantTold, unproved_words
from engage.workbench.compare_told import Told, headline, sections
from engage.workbench.compare_words import say

__all__ = ["print_comparison", "print_meaning"]

_LINES: Final = 10


def print_comparison(
    screen: Console,
    comparison: Comparison,
    edits: Sequence[Edit],
    limits: Sequence[Verdict],
    cases: Sequence[CaseTold],
    who: Sequence[str],
    language: str,
) -> None:
    """How many, in which way, two of them; `who` are keys of customers that were asked for."""
    _heading(screen, comparison, language)
    first, *rest = headline(comparison, language)
    screen.print(first, style="bold")
    for line in rest:
        screen.print(line)
    for told in sections(comparison, edits, limits, language):
        _table(screen, told, language)
    for case in cases:
        _case(screen, case, language)
    if who:
        screen.print(f"\n{say('who', language)}", style="bold")
        screen.print(", ".join(map(visible, who)))
    for item in comparison.refused[:_LINES]:
        screen.print(say("line", language, line=item.line, why=in_words(item.why, language)))
    if comparison.refused:
        screen.print(say("refused", language, count=f"{len(comparison.refused):,}"), style="yellow")


def print_meaning(
    screen: Console,
    comparison: Comparison,
    edits: Sequence[Edit],
    told: Sequence[MeantTold],
    found: Differences,
    language: str,
) -> None:
    """What is decided differently whoever comes, with a customer who shows each difference."""
    _heading(screen, comparison, language)
    for each in sections(comparison, edits, (), language):
        _table(screen, each, language)
    screen.print()
    if found.same:
        screen.print(say("proved same", language), style="bold")
        return
    if told:
        screen.print(say("meaning", language), style="bold")
    colon = "：" if language.startswith("zh") else ": "
    for one in told:
        screen.print(f"\n  {one.event} · {one.part}", style="bold")
        customer = f"{say('for example', language)}{colon}{one.customer}" if one.customer else ""
        screen.print(f"    {customer or say('nobody found', language)}")
        for move in one.moves:
            screen.print(f"    {move}")
    screen.print()
    screen.print(unproved_words(comparison, found, language) or say("proved rest", language))


def _heading(screen: Console, comparison: Comparison, language: str) -> None:
    old, new = (f"{each.name} ({each.hash[:12]})" for each in (comparison.old, comparison.new))
    screen.print(say("rulesets", language, old=old, new=new))
    if comparison.old.hash == comparison.new.hash:
        screen.print(say("same", language))


def _table(screen: Console, told: Told, language: str) -> None:
    grid = Table(title=f"\n{told.title}", title_justify="left", title_style="bold", box=None, padding=(0, 2))
    grid.show_header = any(told.head)
    for place, head in enumerate(told.head):
        grid.add_column(head, justify="right" if place in told.numbers else "left", overflow="fold", header_style="dim")
    for row in told.rows:
        grid.add_row(*map(visible, row))
    screen.print(grid)
    if told.more:
        screen.print(f"  {say('more', language, count=f'{told.more:,}')}")


def _case(screen: Console, case: CaseTold, language: str) -> None:
    title = " · ".join(filter(None, (say("side by side", language), case.who, case.event, case.at)))
    grid = Table(title=f"\n{visible(title)}", title_justify="left", title_style="bold", box=None, padding=(0, 2))
    grid.add_column("")
    for key in ("from", "to"):
        grid.add_column(say(key, language), overflow="fold", header_style="dim")
    for line in case.plans:
        mark = "" if line.old == line.new else "* "
        grid.add_row(
            f"{mark}{line.slot}", *("\n".join(map(visible, text.split("\n"))) for text in (line.old, line.new))
        )
    whys = ("\n".join(map(visible, texts)) for texts in (case.old_why, case.new_why))
    grid.add_row(say("why", language), *whys)
    screen.print(grid)

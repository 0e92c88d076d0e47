"""`engage test --second-opinion ENGINE`: another engine is asked what ours says of every condition it can follow."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress

from engage.cli import FINDINGS, OUTSIDE
from engage.cli.opening import console, say_next
from engage.cli.speech import say
from engage.ground.finding import Words
from engage.program.program import Program
from engage.ruleset.model import Model
from engage.sockets.plugins import Plugins
from engage.sockets.second_opinion import SecondOpinion
from engage.workbench.second_opinion import Compared, Comparison, second_opinion, stated_in

__all__ = ["SecondOpinionOption", "ask_another"]

#: the option of `engage test`
SecondOpinionOption = Annotated[
    str,
    typer.Option("--second-opinion"),
    Words(
        "ask another engine instead, as `durable`, on made-up events",
        "改用另一引擎（如 `durable`）在虚构事件上复核",
        "改用另一引擎（如 `durable`）在虛構事件上覆核",
    ),
]

#: made-up events for each rule, row and veto
_EVENTS: Final = 500
_SUM: Final = Words(
    "{engine}: {compared} of {all} rules, rows and vetoes compared ({whole} whole, {part} in part), {events} events, "
    "the condition held at {held}",
    "{engine}：规则、表行和禁止共 {all} 条，比较了 {compared} 条（完整 {whole}，部分 {part}），事件 {events} 个，"
    "其中条件成立 {held} 个",
    "{engine}：規則、表行和禁止共 {all} 條，比較了 {compared} 條（完整 {whole}，部分 {part}），事件 {events} 個，"
    "其中條件成立 {held} 個",
)
_AGREED: Final = Words(
    "agreed on {agreed} of {events} events", "{events} 个事件中一致 {agreed} 个", "{events} 個事件中一致 {agreed} 個"
)
_DISAGREED: Final = Words(
    "{id}: engage says {ours}, {engine} says {theirs}, at {kind} {facts}",
    "{id}：engage 判为{ours}，{engine} 判为{theirs}，事件 {kind} {facts}",
    "{id}：engage 判為{ours}，{engine} 判為{theirs}，事件 {kind} {facts}",
)
_LEFT_OUT: Final = Words("could not be compared:", "未能比较：", "未能比較：")
_NO_CONDITIONS: Final = Words(
    "{number} have no conditions: nothing to compare", "{number} 条没有条件，无可比较", "{number} 條沒有條件，無可比較"
)
_UNANSWERED: Final = Words(
    "{id}: no answer for {count} events: {why}",
    "{id}：{count} 个事件没有答案：{why}",
    "{id}：{count} 個事件沒有答案：{why}",
)
_YES: Final = Words("yes", "成立")
_NO: Final = Words("no", "不成立")


def ask_another(name: str, ruleset: Path, model: Model, program: Program, language: str, as_json: bool) -> NoReturn:
    """Compare, print and end: exit code 1 when the engines disagree, 3 when the other one cannot run or is silent."""
    with closing(Plugins.discover().open_second_opinion(name)) as other:
        missing = other.unavailable()
        if missing is not None:
            typer.echo(missing.in_language(language), err=True)
            raise typer.Exit(OUTSIDE)
        found = _asked(model, program, other)
    if as_json:
        typer.echo(json.dumps(_data(found, language), ensure_ascii=False, indent=2))
    else:
        _print(console(), found, language)
        say_next(console(), language, "convert", ruleset, "--to", name, "--out", name)
    if found.agreed < found.events:
        raise typer.Exit(FINDINGS)
    raise typer.Exit(OUTSIDE if found.crashes and found.unanswered else 0)


def _asked(model: Model, program: Program, other: SecondOpinion) -> Comparison:
    with Progress(console=console(stderr=True), transient=True, disable=not console(stderr=True).is_terminal) as bar:
        task = bar.add_task("", total=len(stated_in(model, program)))
        return second_opinion(model, program, other, _EVENTS, lambda _: bar.advance(task))


def _print(screen: Console, found: Comparison, language: str) -> None:
    for item in found.items:
        for each in item.disagreements:
            ours, theirs = (_YES, _NO) if each.ours else (_NO, _YES)
            facts = ", ".join(f"{name} {value}" for name, value in sorted(each.facts.items()))
            said = {"ours": say(ours, language), "theirs": say(theirs, language), "kind": each.kind}
            line = say(_DISAGREED, language, id=item.stated.id, engine=found.engine, facts=f"({facts})", **said)
            screen.print(f"✗ {line}", style="bold red")
            if item.stated.span:
                screen.print(f"    --> {item.stated.span}", style="dim")
        for crash in item.crashes:
            screen.print(f"! {item.stated.id}: {crash.in_language(language)}", style="yellow")
        for why, count in item.unanswered:
            text = say(_UNANSWERED, language, id=item.stated.id, count=count, why=why.in_language(language))
            screen.print(f"! {text}", style="yellow")
    _print_left_out(screen, found, language)
    whole = sum(not item.left_out for item in found.compared)
    numbers = {"all": len(found.items), "compared": len(found.compared), "whole": whole}
    screen.print(
        say(
            _SUM,
            language,
            engine=found.engine,
            part=len(found.compared) - whole,
            events=found.events,
            held=found.held,
            **numbers,
        )
    )
    agreed = found.agreed == found.events
    sign, style = ("✓", "green") if agreed else ("✗", "bold red")
    screen.print(f"{sign} {say(_AGREED, language, agreed=found.agreed, events=found.events)}", style=style)


def _print_left_out(screen: Console, found: Comparison, language: str) -> None:
    """What could not be compared, by reason."""
    by_reason: dict[str, list[str]] = {}
    for item in found.items:
        for line in item.left_out:
            place = f"{item.stated.id}: {line.words.in_language(language)}"
            by_reason.setdefault(line.why.in_language(language), []).append(place)
    empty = sum(not item.stated.conditions for item in found.items)
    if by_reason:
        screen.print(say(_LEFT_OUT, language))
    for reason, places in sorted(by_reason.items(), key=lambda pair: -len(pair[1])):
        screen.print(f"  {reason} ({len(places)})")
        for place in places:
            screen.print(f"    {place}", style="dim")
    if empty:
        screen.print(say(_NO_CONDITIONS, language, number=empty))


def _data(found: Comparison, language: str) -> dict[str, object]:
    return {
        "engine": found.engine,
        "compared": len(found.compared),
        "events": found.events,
        "held": found.held,
        "agreed": found.agreed,
        "unanswered": found.unanswered,
        "crashes": found.crashes,
        "items": [_item(item, language) for item in found.items],
    }


def _item(item: Compared, language: str) -> dict[str, object]:
    return {
        "kind": item.stated.kind,
        "id": item.stated.id,
        "place": str(item.stated.span or ""),
        "lines": len(item.stated.conditions),
        "compared_lines": item.lines,
        "events": item.events,
        "held": item.held,
        "agreed": item.agreed,
        "left_out": [
            {"line": each.words.in_language(language), "why": each.why.in_language(language)} for each in item.left_out
        ],
        "disagreements": [
            {
                "engage": each.ours,
                "event": each.kind,
                "facts": {name: _plain(value) for name, value in each.facts.items()},
            }
            for each in item.disagreements
        ],
        "unanswered": [{"why": why.in_language(language), "events": count} for why, count in item.unanswered],
        "crashes": [each.in_language(language) for each in item.crashes],
    }


def _plain(value: object) -> object:
    """A made-up value as JSON: numbers with a fraction, dates and times as they are written."""
    return value if isinstance(value, bool | int | str) else str(value)

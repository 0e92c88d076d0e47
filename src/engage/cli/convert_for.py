"""`engage convert --to ENGINE`: what another engine can express of a ruleset, in its own form, and what it cannot."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Final

import typer

from engage.cli import FINDINGS
from engage.cli.opening import console
from engage.cli.speech import say
from engage.ground.finding import Words
from engage.program.program import Program
from engage.ruleset.model import Model
from engage.sockets.plugins import Plugins
from engage.sockets.second_opinion import Claim
from engage.workbench.second_opinion import LeftOut, Stated, claim_of, stated_in

__all__ = ["write_for_another"]

_LEFT_OUT: Final = "left-out.json"
_WENT: Final = Words(
    "{whole} of {all} rules, rows and vetoes went over whole, {part} in part, {none} not at all",
    "规则、表行和禁止共 {all} 条：完整转换 {whole} 条，部分 {part} 条，未能转换 {none} 条",
    "規則、表行和禁止共 {all} 條：完整轉換 {whole} 條，部分 {part} 條，未能轉換 {none} 條",
)
_ONLY: Final = Words(
    "conditions only; what went over in part holds more often than the original",
    "只转换条件；部分转换的条件比原条件更易成立",
    "只轉換條件；部分轉換的條件比原條件更易成立",
)


def write_for_another(to: str, model: Model, program: Program, out: Path, language: str, as_json: bool) -> None:
    """Write the files of the other engine and `left-out.json`. Exit code 1 when anything could not go over."""
    left: list[tuple[Stated, LeftOut]] = []
    claims: list[Claim] = []
    whole = 0
    with closing(Plugins.discover().open_second_opinion(to)) as other:
        every = stated_in(model, program)
        for stated in every:
            claim, places, left_out = claim_of(stated, model, other)
            left += [(stated, each) for each in left_out]
            if places or not stated.conditions:
                claims.append(claim)
                whole += not left_out
        texts = dict(other.written(claims))
    texts[_LEFT_OUT] = _report(left, language)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (out / name).write_text(text, encoding="utf-8", newline="\n")
    numbers = {"all": len(every), "whole": whole, "part": len(claims) - whole, "none": len(every) - len(claims)}
    if as_json:
        files = [str(out / name) for name in texts]
        typer.echo(json.dumps({"files": files, **numbers}, ensure_ascii=False, indent=2))
    else:
        _print(out, tuple(texts), left, numbers, language)
    if left:
        raise typer.Exit(FINDINGS)


def _report(left: list[tuple[Stated, LeftOut]], language: str) -> str:
    lines = [
        {
            "kind": stated.kind,
            "id": stated.id,
            "place": str(stated.span or ""),
            "line": each.words.in_language(language),
            "why": each.why.in_language(language),
        }
        for stated, each in left
    ]
    return json.dumps(lines, ensure_ascii=False, indent=2) + "\n"


def _print(
    out: Path, names: tuple[str, ...], left: list[tuple[Stated, LeftOut]], numbers: dict[str, int], language: str
) -> None:
    screen = console()
    for stated, each in left:
        screen.print(f"{stated.id}: {each.words.in_language(language)}")
        screen.print(f"    = {each.why.in_language(language)}", style="dim")
    for name in names:
        screen.print(str(out / name))
    screen.print(say(_WENT, language, **numbers))
    screen.print(say(_ONLY, language), style="dim")

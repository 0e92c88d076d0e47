"""`engage explain`: why, and why not: every rule asked, every candidate that lost, what was unknown.

Either a decision made here and now (a ruleset with an event or an example), or one that a storage keeps.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli.decide import EventOption, ExampleOption, HistoryOption, ProfileOption, situation_of
from engage.cli.opening import console, open_model, say_next
from engage.cli.speech import language_of, say
from engage.decide import Explanation
from engage.decide import decide as decide_on
from engage.decide import explain as explain_decision
from engage.ground.finding import Words

__all__ = ["explain"]

_SAY_WHICH: Final = Words(
    "say which decision: RULESET with --event or --example, or a decision's id with --storage",
    "请指明决策：规则集加 --event 或 --example，或决策编号加 --storage",
    "請指明決策：規則集加 --event 或 --example，或決策編號加 --storage",
)


def explain(
    what: Annotated[str, typer.Argument(help="a ruleset's folder or file; with --storage, a decision's id")],
    event: EventOption = "",
    profile: ProfileOption = None,
    history: HistoryOption = None,
    example: ExampleOption = "",
    storage: Annotated[str, typer.Option(help="where the decision is kept: sqlite:FILE")] = "",
    tenant: Annotated[str, typer.Option(help="whose decision")] = "main",
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
    lang: Annotated[str, typer.Option(help="en, zh or zh-Hant (else the locale's)")] = "",
) -> None:
    """Explain a decision: plan, reasons, verdict of every rule with the values it saw, what was unknown."""
    language = language_of(lang)
    if storage:
        from engage.cli.stored import stored_explanation

        explanation = stored_explanation(storage, tenant, what)
    elif event or example:
        explanation = _made(Path(what), event, profile, history, example, language)
    else:
        raise typer.BadParameter(say(_SAY_WHICH, language))
    if as_json:
        typer.echo(json.dumps(explanation.as_json(language), ensure_ascii=False, indent=2))
        return
    screen = console()
    screen.print(explanation.text(language))
    say_next(screen, language, f"engage test {what}" if not storage else f"engage status --storage {storage}")


def _made(
    ruleset: Path, event: str, profile: Path | None, history: Path | None, example: str, language: str
) -> Explanation:
    model, program = open_model(ruleset, language)
    known = situation_of(model, program, event, profile, history, example, language)
    return explain_decision(program, decide_on(program, known))

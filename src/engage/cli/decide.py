"""`engage decide`: how would this customer be treated at this event? Nothing is recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Final

import typer

from engage.cli.helping import in_chinese
from engage.cli.moments import moment_named
from engage.cli.opening import console, given, open_model, say_next
from engage.cli.options import LangOption, RulesetArgument
from engage.cli.situations import from_example, from_files
from engage.cli.speech import language_of, say
from engage.decide import decide as decide_on
from engage.decide import decision_json, explain
from engage.facts.known import Situation
from engage.ground.finding import Words
from engage.program.program import Program
from engage.ruleset.model import Model

__all__ = [
    "EventOption",
    "ExampleOption",
    "HistoryOption",
    "ProfileOption",
    "decide",
    "situation_of",
    "told_again",
]

_SAY_WHAT: Final = Words(
    "say what to decide on: --event FILE, --example NAME or --interactive",
    "请指明要决策的内容：--event 文件、--example 示例名 或 --interactive",
    "請指明要決策的內容：--event 檔案、--example 示例名 或 --interactive",
)

EventOption = Annotated[
    str,
    typer.Option("--event"),
    Words(
        "a CloudEvents envelope as JSON: a file, or `-`",
        "JSON 格式的 CloudEvents 事件：文件，或 `-`",
        "JSON 格式的 CloudEvents 事件：檔案，或 `-`",
    ),
]
ProfileOption = Annotated[
    Path | None,
    typer.Option("--profile"),
    Words(
        'facts as JSON: {"customer.tier": "gold"}',
        'JSON 格式的客户信息：{"customer.tier": "gold"}',
        'JSON 格式的客戶資訊：{"customer.tier": "gold"}',
    ),
]
HistoryOption = Annotated[
    Path | None,
    typer.Option("--history"),
    Words("earlier events: a JSON list, or .jsonl", "此前的事件：JSON 列表，或 .jsonl"),
]
ExampleOption = Annotated[
    str,
    typer.Option("--example"),
    Words("an example of the ruleset, by its name", "规则集中的示例名称", "規則集中的示例名稱"),
]


InteractiveOption = Annotated[
    bool,
    typer.Option("--interactive", "-i"),
    Words("ask for the event and the facts", "逐项询问事件和已知信息", "逐項詢問事件和已知資訊"),
]
AtOption = Annotated[
    str,
    typer.Option(),
    Words(
        "with --interactive: the moment, in the ruleset's zone (else now)",
        "与 --interactive 同用：决策时刻，按规则集的时区（默认现在）",
        "與 --interactive 同用：決策時刻，按規則集的時區（預設現在）",
    ),
]
AsJsonOption = Annotated[
    bool,
    typer.Option("--json"),
    Words("print plan, reasons and effects as JSON", "以 JSON 输出方案、原因和动作", "以 JSON 輸出方案、原因和動作"),
]


@in_chinese(
    "对一个事件作出决策，显示方案及其原因。不记录，也不投递。",
    "對一個事件作出決策，顯示方案及其原因。不記錄，也不投遞。",
)
def decide(
    ruleset: RulesetArgument,
    event: EventOption = "",
    profile: ProfileOption = None,
    history: HistoryOption = None,
    example: ExampleOption = "",
    interactive: InteractiveOption = False,
    at: AtOption = "",
    as_json: AsJsonOption = False,
    lang: LangOption = "",
) -> None:
    """Decide at one event and print the plan with its reasons. Nothing is recorded or delivered."""
    language = language_of(lang)
    model, program = open_model(ruleset, language)
    if interactive:
        from engage.cli.asking import ask_situation

        known = ask_situation(
            model, program, moment_named(at, program.zone, language), language, console(stderr=as_json)
        )
    else:
        known = situation_of(model, program, event, profile, history, example, language)
    explanation = explain(program, decide_on(program, known))
    if as_json:
        typer.echo(json.dumps(decision_json(explanation, language), ensure_ascii=False, indent=2))
        return
    screen = console()
    screen.print(explanation.brief(language))
    if interactive:
        say_next(screen, language, "test", ruleset)
    else:
        say_next(screen, language, "explain", ruleset, *told_again(event, profile, history, example))


def told_again(event: str, profile: Path | None, history: Path | None, example: str) -> tuple[str, ...]:
    """The options that say again which decision is meant."""
    options = (("--example", example), ("--event", event), ("--profile", profile), ("--history", history))
    return tuple(word for option, value in options for word in given(option, value))


def situation_of(
    model: Model,
    program: Program,
    event: str,
    profile: Path | None,
    history: Path | None,
    example: str,
    language: str,
) -> Situation:
    """What the options name: an example, or an event with profile and history."""
    if example:
        return from_example(model, program, example, language)
    if not event:
        raise typer.BadParameter(say(_SAY_WHAT, language))
    return from_files(program, event, profile, history, language)

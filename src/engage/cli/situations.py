"""What `decide` and `explain` decide on: an event from a file, an example of the ruleset, or answers typed in."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typer

from engage.checks.staging import stage
from engage.cli.complaints import near
from engage.cli.speech import say
from engage.facts.known import History, Profile, Situation
from engage.gate import event as read_event
from engage.gate import history as read_history
from engage.gate import profile as read_profile
from engage.ground.finding import Words
from engage.program.program import Program
from engage.ruleset.model import Model, Persona
from engage.workbench.examples import all_examples

__all__ = ["from_example", "from_files", "no_example"]

_NO_FILE: Final = Words("there is no file {file}", "没有文件 {file}", "沒有檔案 {file}")
_NOT_JSON: Final = Words("{file} is not JSON: line {line}", "{file} 不是 JSON：第 {line} 行")
_NO_EXAMPLE: Final = Words("there is no example `{name}`", "没有示例 `{name}`", "沒有示例 `{name}`")
_EXAMPLES: Final = Words(
    "; the first of {count}: {names}",
    "；共 {count} 个，前几个：{names}",
    "；共 {count} 個，前幾個：{names}",
)
_FIRST: Final = 5
_NOT_FACTS: Final = Words("{file} must hold one object of facts by name", "{file} 应是一个按名称列出信息的对象")
_NOT_EVENTS: Final = Words("{file} must hold a list of events", "{file} 应是事件列表", "{file} 應是事件列表")


def from_example(model: Model, program: Program, name: str, language: str) -> Situation:
    """The situation of an example, by its name."""
    examples = {example.id: example for example in all_examples(model)}
    if name not in examples:
        raise typer.BadParameter(no_example(name, tuple(examples), language), param_hint="--example")
    return stage(program, examples[name], {persona.id: persona for persona in model.every(Persona)})


def no_example(name: str, known: Sequence[str], language: str) -> str:
    """What is said of a name that no example has: those called nearly so, else the first there are."""
    close = near(name, known, language)
    if not close and known:
        names = ("、" if language.startswith("zh") else ", ").join(f"`{each}`" for each in known[:_FIRST])
        close = say(_EXAMPLES, language, count=len(known), names=names)
    return say(_NO_EXAMPLE, language, name=name) + close


def from_files(program: Program, event: str, profile: Path | None, history: Path | None, language: str) -> Situation:
    """The situation of a CloudEvents envelope (a file, or `-` for the standard input) with profile and past."""
    known = read_event(program, sys.stdin.read() if event == "-" else _text(Path(event), "--event", language))
    facts, past = Profile(known.subject), History()
    if profile is not None:
        content = _json(profile, "--profile", language)
        if not isinstance(content, dict):
            raise typer.BadParameter(say(_NOT_FACTS, language, file=profile), param_hint="--profile")
        facts = read_profile(program, content, known.subject)
    if history is not None:
        events = _json(history, "--history", language)
        if not isinstance(events, list):
            raise typer.BadParameter(say(_NOT_EVENTS, language, file=history), param_hint="--history")
        past = read_history(program, events)
    return Situation(known, facts, past)


def _text(path: Path, option: str, language: str) -> str:
    if not path.is_file():
        raise typer.BadParameter(say(_NO_FILE, language, file=path), param_hint=option)
    return path.read_text(encoding="utf-8")


def _json(path: Path, option: str, language: str) -> object:
    text = _text(path, option, language)
    try:
        if path.suffix == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        return json.loads(text)
    except (RecursionError, ValueError) as error:
        # Too deep, or a number of thousands of digits; JSONDecodeError, which knows its line, is a ValueError too.
        line = getattr(error, "lineno", 1)
        raise typer.BadParameter(say(_NOT_JSON, language, file=path, line=line), param_hint=option) from None

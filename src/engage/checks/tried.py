"""V014, V015: an example that says nothing of the past though rules look at it; a rule that no example makes fire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engage.checks.checked import Checked
from engage.checks.staging import stage
from engage.decide import decide
from engage.facts.decided import Verdict
from engage.ground.finding import Finding, Message, Severity
from engage.program.program import (
    HistoryInput,
    PatternInput,
    RunInput,
)
from engage.ruleset.model import Example, ExampleTable, Persona, Rule

__all__ = ["NO_PAST", "UNTRIED", "check"]

NO_PAST: Final = Message(
    "V014",
    "the example `{name}` does not say what happened before, though rules at its event look back",
    "示例 `{name}` 没有写明此前发生过什么，而该事件的规则会看历史",
    "write `history none`, or what happened: `history complaint 12 days ago`",
    "请写 `历史 无`，或写明发生过什么：`历史 12天前 投诉`",
    severity=Severity.WARNING,
)
UNTRIED: Final = Message(
    "V015",
    "no example makes the rule `{name}` fire",
    "没有示例触发规则 `{name}`",
    "`engage test --propose` writes one",
    "`engage test --propose` 可以生成一个",
    severity=Severity.INFO,
)


def check(asked: Checked) -> Iterable[Finding]:
    """Examples first, then rules."""
    model = asked.model
    personas = {persona.id: persona for persona in model.every(Persona)}
    for example in model.every(Example):
        persona = personas.get(example.like)
        if example.history is None and (persona is None or persona.history is None):
            yield from _without_past(asked, example)
    yield from _untried(asked, personas)


def _without_past(asked: Checked, example: Example) -> Iterator[Finding]:
    shelf = asked.program.shelves.get(example.event)
    if shelf is not None and any(isinstance(source, HistoryInput | RunInput | PatternInput) for source in shelf.inputs):
        yield Finding(NO_PAST, example.span, {"name": example.id})


def _untried(asked: Checked, personas: dict[str, Persona]) -> Iterator[Finding]:
    model = asked.model
    rows = tuple(example for table in model.every(ExampleTable) for example in table.examples)
    examples = (*model.every(Example), *rows)
    if not examples:
        return
    fired: set[str] = set()
    for example in examples:
        verdicts = decide(asked.program, stage(asked.program, example, personas)).verdicts
        fired |= {id for id, verdict in verdicts.items() if verdict is Verdict.FIRED}
    for rule in model.every(Rule):
        if rule.id not in fired:
            yield Finding(UNTRIED, rule.span, {"name": rule.id})

"""V016, V022: what a rule sets going comes back as an event at which it sets the same going again.

Answers: a rule at `effect answered` that makes work or sends an offer, and whose own conditions hold for the answer
to that. Several such rules may feed each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from engage.checks.checked import Checked
from engage.facts.vocabulary import ANSWERED
from engage.ground.finding import Finding, Message, Severity
from engage.language.actions import OfferAction, StartTask
from engage.program.program import CompiledRule, FactInput, Program
from engage.ruleset.built_in_events import DEFAULT_CHANNEL
from engage.ruleset.circles import circles, shown
from engage.ruleset.model import Rule

__all__ = ["FEEDBACK", "RINGS_AGAIN", "check"]

FEEDBACK: Final = Message(
    "V016",
    "`{rule}` speaks again at the answer to what it sends: each answer brings the next",
    "`{rule}` 发出的投递，其回执又会使它生效：回执会引出下一次投递",
    "let it speak once (`once per customer every 30 days`), or narrow it: `work type is not …`",
    "请加上 `每位客户 每30天 一次`，或缩小条件：`工单类型 不是 …`",
    severity=Severity.WARNING,
)
RINGS_AGAIN: Final = Message(
    "V022",
    "`{rule}` waits for `{event}` and is itself what starts the wait again",
    "`{rule}` 等待 `{event}`，而自身又重新开始等待",
    "let it wait after another event",
    "请改为在另一事件之后等待",
    severity=Severity.WARNING,
)
#: what an answer to one effect may bring, by field: the values it may have
_Answer = Mapping[str, tuple[object, ...]]


def check(asked: Checked) -> Iterable[Finding]:
    """Rules that answer answers; waits that start themselves."""
    if ANSWERED in asked.program.shelves:
        yield from _answers(asked)
    for rule in asked.model.every(Rule):
        absence = rule.absence
        if absence is not None and absence.start == absence.without and rule.once is None:
            yield Finding(RINGS_AGAIN, rule.span, {"rule": rule.id, "event": absence.without})


def _answers(asked: Checked) -> Iterator[Finding]:
    compiled = {rule.id: rule for rule in asked.program.shelves[ANSWERED].rules}
    # `once per` ends what nothing else ends.
    rules = {rule.id: rule for rule in asked.rules_at(ANSWERED) if rule.once is None}
    answers = {id: tuple(_answers_to(rule, asked.program)) for id, rule in rules.items()}
    fed = {
        id: [other for other in rules if any(_may_fire(compiled[other], each, asked) for each in answers[id])]
        for id in rules
    }
    for circle in circles(fed):
        spans = [span for id in circle[1:] if (span := rules[id].span) is not None]
        said = circle[0] if len(circle) == 1 else shown(circle)
        yield Finding(FEEDBACK, rules[circle[0]].span, {"rule": said}, related=tuple(spans))


def _answers_to(rule: Rule, program: Program) -> Iterator[_Answer]:
    """What the answers to a rule's own effects may say."""
    for action in rule.actions:
        if isinstance(action, StartTask):
            channel = program.furnishing.task_channels.get(action.work) or DEFAULT_CHANNEL
            yield _answer(program, rule, "task", channel, effect_work=action.work, effect_owner=action.owner)
        elif isinstance(action, OfferAction):
            offer = program.furnishing.offers.get(action.offer)
            if offer is not None and offer.channel:
                yield _answer(program, rule, "offer", offer.channel, effect_offer=action.offer)


def _answer(program: Program, rule: Rule, kind: str, channel: str, **said: object) -> _Answer:
    outcome = program.vocabulary.field_by_name["event.effect_outcome"].type
    found: dict[str, tuple[object, ...]] = {f"event.{name}": (value,) for name, value in said.items()}
    return {
        **found,
        "event.effect_outcome": tuple(term.id for term in outcome.choices) or (None,),
        "event.effect_kind": (kind,),
        "event.effect_channel": (channel,),
        "event.effect_rule": (rule.id,),
    }


def _may_fire(rule: CompiledRule, answer: _Answer, asked: Checked) -> bool:
    """True where no line is certainly false at some answer, and all that is asked is sure to stay as it is.

    A line that looks at the past, the clock or what is worked out may end the circle: nothing is claimed then.
    """
    names = {each.slot: each for each in asked.program.shelves[ANSWERED].inputs}
    about = []
    for line in rule.lines:
        sources = [names.get(slot) for slot in line.reads]
        if not all(isinstance(source, FactInput) for source in sources):
            return False
        known = [source.name in answer for source in sources if isinstance(source, FactInput)]
        if known and all(known):
            about.append(line)
    for outcome in answer["event.effect_outcome"]:
        values: list[object] = [None] * asked.program.slots
        for slot, source in names.items():
            if isinstance(source, FactInput) and source.name in answer:
                values[slot] = outcome if source.name == "event.effect_outcome" else answer[source.name][0]
        if not any(line.fails(values) for line in about):
            return True
    return False

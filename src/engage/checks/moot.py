"""V065: a line that is of no use as it stands, because another one that it needs is missing or says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engage.checks.checked import Checked
from engage.checks.clocks import targets_written
from engage.checks.named import called, pieces, target_called
from engage.facts.queues import Exit
from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import Domain
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language import print_duration
from engage.language.actions import SetOutput
from engage.language.tree import Literal
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.keys import KEYS
from engage.ruleset.model import Model, Rule
from engage.ruleset.understand_clock import CHOICES

__all__ = ["MOOT", "check"]

MOOT: Final = Message(
    "V065",
    "`{line}` of {whose} is of no use: {why}",
    "{whose}的“{line}”没有用处：{why}",
    "{hint}",
    "{hint}",
    severity=Severity.WARNING,
)
_LANGUAGES: Final = ("en", "zh", "zh-Hant")
_CLOCK: Final = Words("the clock `{name}`", "时钟 `{name}` ", "時鐘 `{name}` ")
_TARGET: Final = Words("the target `{name}`", "时限 `{name}` ", "時限 `{name}` ")
_QUEUE: Final = Words("the queue `{name}`", "队列 `{name}` ", "佇列 `{name}` ")
_REASON: Final = Words("the contact reason `{name}`", "联系原因 `{name}` ")
_NEEDS: Final = Words("it has no `{key}`", "没有写“{key}”")
_ADD: Final = Words("write `{key}`, or take the line away", "请写“{key}”，或删去此行")
_LONGER: Final = Words("no target is longer than that, so it warns at the start", "没有更长的时限，一开始就会预警")
_SHORTEN: Final = Words("warn later: `75%`, or less time left", "请晚些预警，如 `75%`，或更短的剩余时长")
_AT_ONCE: Final = Words("it is missed as soon as it starts", "一开始就已超时")
_GIVE_TIME: Final = Words("write how long it may take, or take the target away", "请写明可用多久，或删去该时限")
_ITSELF: Final = Words("it leads back to the queue that is closed", "它又转回已关闭的队列本身")
_ELSEWHERE: Final = Words(
    "lead to another queue, a callback or a message: `closed: to a message`",
    "请转到其他队列、回拨或留言，如 `闭席: 转留言`",
)
_NO_CAUSE: Final = Words("no `cause` says what has to be mended", "没有写明须改正的 `根因`")
_SAY_CAUSE: Final = Words(
    "write the `cause` for which people have to ask, or take the line away", "请写出客户不得不问的 `根因`，或删去此行"
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a line, where all that it rests on is written out."""
    model = asked.model
    for clock in model.every(ServiceClock):
        yield from _choices(clock, model)
        yield from _warnings(clock, model)
    for name, target, span in targets_written(model):
        if target.amount == 0:
            whose = _TARGET.filled(name=target_called(name, model))
            yield _finding(_length(target), whose, _AT_ONCE, _GIVE_TIME, span)
    yield from _queues(model)
    yield from _reasons(asked)


def _finding(line: Words, whose: Words, why: Words, hint: Words, span: object) -> Finding:
    return Finding(MOOT, span, {"line": line, "whose": whose, "why": why, "hint": hint})  # type: ignore[arg-type]


def _length(length: Duration) -> Words:
    return Words(*(print_duration(length, language) for language in _LANGUAGES))


def _word(key: str) -> Words:
    return Words(*(KEYS[key].printed(language) for language in _LANGUAGES))


def _choices(clock: ServiceClock, model: Model) -> Iterator[Finding]:
    """What is done on a change or a reopening that no condition ever tells."""
    said = (
        ("on retarget", clock.on_retarget == "restart", clock.retargets, clock.on_retarget, "retargets when"),
        ("on reopen", clock.on_reopen != "new cycle", clock.reopens, clock.on_reopen, "reopens when"),
    )
    for key, chosen, lines, meaning, needed in said:
        if chosen and not lines:
            word, spelt = _word(key), [each[0] for each in CHOICES[key][meaning]]
            line = Words(f"{word.en} {spelt[0]}", f"{word.zh} {spelt[1]}", f"{word.hant} {spelt[2]}")
            whose = _CLOCK.filled(name=target_called(clock.id, model))
            key_word = _word(needed)
            yield _finding(line, whose, _NEEDS.filled(key=key_word), _ADD.filled(key=key_word), clock.span)


def _warnings(clock: ServiceClock, model: Model) -> Iterator[Finding]:
    """Warnings with so much left that no target is longer; silent where one is worked out or counted otherwise."""
    targets = [target for name, target, _ in targets_written(model) if name == clock.id]
    if _worked_out(clock.id, model):
        return
    for warning in clock.warnings:
        if isinstance(warning, Duration) and targets and all(_no_longer(each, warning) for each in targets):
            left = _length(warning)
            hant = f"剩餘 {left.hant}"
            line, word = Words(f"{left.en} left", f"剩余 {left.zh}", hant), _word("warns at")
            line = Words(f"{word.en} {line.en}", f"{word.zh} {line.zh}", f"{word.hant} {line.hant}")
            whose = _CLOCK.filled(name=target_called(clock.id, model))
            yield _finding(line, whose, _LONGER, _SHORTEN, clock.span)


def _worked_out(target: str, model: Model) -> bool:
    """Does a rule give the target a length that is not written out?"""
    given = (piece for rule in model.every(Rule) for piece in pieces(rule.actions) if isinstance(piece, SetOutput))
    return any(piece.output == target and not isinstance(piece.value, Literal) for piece in given)


def _no_longer(target: Duration, left: Duration) -> bool:
    if target.unit is Unit.BUSINESS_HOUR or left.unit is Unit.BUSINESS_HOUR:
        return target.unit is left.unit and target.amount <= left.amount
    one, other = microseconds(target), microseconds(left)
    return one is not None and other is not None and one <= other


def _queues(model: Model) -> Iterator[Finding]:
    for item in model.catalogue.items.get(Domain.QUEUE, ()):
        closed = item.settings.get("closed")
        if isinstance(closed, Exit) and closed.queue == item.id:
            name = called(item.labels, item.id)
            line = Words(f"closed: to {name.en}", f"闭席: 转{name.zh}", f"閉席: 轉{name.in_language('zh-Hant')}")
            yield _finding(line, _QUEUE.filled(name=name), _ITSELF, _ELSEWHERE, item.places.get("closed", item.span))


def _reasons(asked: Checked) -> Iterator[Finding]:
    tree = asked.program.furnishing.reasons
    for item in asked.model.catalogue.items.get(Domain.REASON, ()):
        beneath = [leaf for leaf in tree.leaves if item.id in tree.path(leaf)]
        if item.settings.get("avoidable") and any(not tree.cause(leaf) for leaf in beneath):
            whose = _REASON.filled(name=called(item.labels, item.id))
            line = Words("avoidable: yes", "可避免: 是")
            yield _finding(line, whose, _NO_CAUSE, _SAY_CAUSE, item.places.get("avoidable", item.span))

"""V053, V055: a self-service whose steps trap a customer, or from which nobody takes over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engage.checks.checked import Checked
from engage.checks.named import called
from engage.facts.self_service import PERSON, StepTree
from engage.facts.vocabulary import Domain
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ruleset.model import CatalogueItem

__all__ = ["NOBODY", "TRAPPED", "check"]

TRAPPED: Final = Message(
    "V053",
    "the step `{step}` of the self-service `{name}` {why}",
    "自助服务 `{name}` 的步骤 `{step}`{why}",
    "{hint}",
    "{hint}",
    severity=Severity.WARNING,
)
NOBODY: Final = Message(
    "V055",
    "the self-service `{name}` {why}",
    "自助服务 `{name}` {why}",
    "{hint}",
    "{hint}",
    severity=Severity.WARNING,
)
_DEAD_END: Final = (
    Words("leads nowhere", "没有下文", "沒有下文"),
    Words(
        "give it `choices` or `next`, or say `done: yes`",
        "请写 `选择` 或 `下一步`，或写 `完成: 是`",
        "請寫 `選擇` 或 `下一步`，或寫 `完成: 是`",
    ),
)
_NEVER: Final = (
    Words("is never come to", "无法到达", "無法到達"),
    Words("let a step lead there, or take it away", "请让某一步通向它，或删去", "請讓某一步通向它，或刪去"),
)
_CIRCLE: Final = (
    Words("runs in a circle: no end can be come to from it", "陷入循环：从它走不到终点", "陷入循環：從它走不到終點"),
    Words(
        "let a choice lead to a step that is `done: yes`, or to `a person`",
        "请让某个选择通向 `完成: 是` 的步骤或 `人工`",
        "請讓某個選擇通向 `完成: 是` 的步驟或 `人工`",
    ),
)
_NO_QUEUE: Final = (
    Words(
        "hands over to nobody: who gives up is lost",
        "没有移交对象：客户放弃后无人接手",
        "沒有移交對象：客戶放棄後無人接手",
    ),
    Words(
        "name the queue that takes over: `hand over to: …`",
        "请写明接手的队列：`移交: …`",
        "請寫明接手的隊列：`移交: …`",
    ),
)
_NO_CAP: Final = (
    Words(
        "never gives up: a customer may fail again and again",
        "没有放弃条件：客户可能一再失败",
        "沒有放棄條件：客戶可能一再失敗",
    ),
    Words(
        "say after how much effort a person takes over: `failures at most: 2`, `steps at most: 8`",
        "请写明费力到什么程度转人工：`失败最多: 2`、`步数最多: 8`",
        "請寫明費力到什麼程度轉人工：`失敗最多: 2`、`步數最多: 8`",
    ),
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a step that traps, and one a self-service from which nobody takes over."""
    for item in asked.model.catalogue.items.get(Domain.SELF_SERVICE, ()):
        tree = item.settings.get("tree")
        if isinstance(tree, StepTree):
            yield from _steps(item, tree)
            for missing, (why, hint) in ((not tree.queue, _NO_QUEUE), (not tree.failures or not tree.most, _NO_CAP)):
                if missing:
                    yield Finding(NOBODY, item.span, {"name": called(item.labels, item.id), "why": why, "hint": hint})


def _steps(item: CatalogueItem, tree: StepTree) -> Iterator[Finding]:
    reached = _reached(tree, {tree.steps[0].id})
    ends = {step.id for step in tree.steps if step.done or PERSON in (*dict(step.choices).values(), step.next)}
    blind = {step.id for step in tree.steps if not step.following and step.id not in ends}
    for step in tree.steps:
        if step.id in blind:
            why = _DEAD_END
        elif step.id not in reached:
            why = _NEVER
        elif not _reached(tree, {step.id}) & (ends | blind):
            why = _CIRCLE
        else:
            continue
        values: dict[str, str | Words] = {"step": step.id, "name": called(item.labels, item.id)}
        span = item.places.get(f"steps.{step.id}", item.span)
        yield Finding(TRAPPED, span, {**values, "why": why[0], "hint": why[1]})


def _reached(tree: StepTree, from_here: set[str]) -> set[str]:
    """The steps that can be come to, where one starts included."""
    reached, waiting = set(from_here), list(from_here)
    while waiting:
        for following in tree.step(waiting.pop()).following:
            if following not in reached:
                reached.add(following)
                waiting.append(following)
    return reached

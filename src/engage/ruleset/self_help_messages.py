"""What can be wrong with menus and self-services in catalogue.yaml: R240 to R249."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = ["LEVEL_TOO_SMALL", "NO_CHANNEL", "NO_COUNT", "STEP_TWO_WAYS"]

LEVEL_TOO_SMALL: Final = Message(
    "R240",
    "a level of a menu holds at least {least} options",
    "菜单的一级至少容纳 {least} 项",
    "it needs a way to a person, one choice, and the way to the next level",
    "须容得下转人工、一个选项和通往下一级的入口",
)
NO_CHANNEL: Final = Message(
    "R241",
    "`at most` counts by channel, and no event says its channel",
    "`最多` 按渠道计数，而没有事件说明渠道",
    "declare `event.channel` in the vocabulary, and name it in the `fields` of the events at which menus are shown",
    "请在词汇表中声明 `event.channel`，并在显示菜单的事件的 `字段` 中列出",
)
NO_COUNT: Final = Message(
    "R242",
    "`{seen}` is no count",
    "`{seen}` 不是次数",
    "say from which time on it holds, the first being 1: `{example}`",
    "请写从第几次起生效，首次为 1：`{example}`",
)
STEP_TWO_WAYS: Final = Message(
    "R243",
    "the step `{step}` goes on in two ways",
    "步骤 `{step}` 有两种去向",
    "a step has `choices`, or `next` (behind an answer or a form), or is `done: yes`",
    "每步要么有 `选择`，要么有 `下一步`（在答复或填写之后），要么 `完成: 是`",
)

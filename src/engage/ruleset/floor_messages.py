"""Every message of understanding floors: R210 to R213."""

from __future__ import annotations

from engage.ground.finding import Message, Severity

__all__ = ["APPROVAL_ENDS", "FLOOR_ABSENCE", "FLOOR_ELSEWHERE", "FLOOR_EMPTY"]

FLOOR_EMPTY = Message(
    "R210",
    "the floor `{name}` holds nothing",
    "底线 `{name}` 没有任何保证",
    "write a line such as `answer within 180 seconds`; a floor that was given up keeps `approved` with who gave it up",
    "请写一行，如 `180秒内 接听`；取消的底线要保留 `审批`，写明由谁取消",
)
FLOOR_ELSEWHERE = Message(
    "R211",
    "this floor does not speak at {kind}, so this line is never held",
    "此底线不适用于{kind}，这一行永远不会生效",
    "name the event under `event` as well, or write the line into a floor without `event`",
    "请在 `事件` 下也写上该事件，或把这一行写进不限事件的底线",
)
FLOOR_ABSENCE = Message(
    "R212",
    "a floor cannot wait for something that does not come",
    "底线不能等待未发生的事件",
    "name kinds of events, or leave `event` away",
    "请写事件种类，或不写 `事件`",
)
APPROVAL_ENDS = Message(
    "R213",
    "the approval of the floor `{name}` ends on {through}, before the horizon of the ruleset, {horizon}",
    "底线 `{name}` 的审批于 {through} 截止，早于规则集的达成期限 {horizon}",
    "the floor stays in force; let it be approved anew: `approved by NAME on DATE, through DATE`",
    "底线仍然有效；请重新审批：`审批 姓名 日期，至 日期`",
    severity=Severity.INFO,
)

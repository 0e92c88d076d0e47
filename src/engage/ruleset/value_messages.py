"""Messages about value models: R190 to R199."""

from __future__ import annotations

from engage.ground.finding import Message

__all__ = [
    "DUE_FORM",
    "MONTHS_FORM",
    "POTENTIAL_FORM",
    "RATE_TYPE",
    "SCENARIO_EMPTY",
    "SCENARIO_NAMELESS",
    "VALUE_TYPE",
]

MONTHS_FORM = Message(
    "R190",
    "`{word}` is not a number of months",
    "`{word}` 不是月数",
    "write whole months, {limit} at most: `12 months`",
    "请写整月数，不超过 {limit}：`12 个月`",
)
VALUE_TYPE = Message(
    "R191",
    "`{word}` is {seen}, not {wanted}",
    "`{word}` 是{seen}，不是{wanted}",
    "all amounts of a value model are money of one currency, or all are numbers",
    "价值模型的各项金额须为同一货币，或同为数字",
)
RATE_TYPE = Message(
    "R192",
    "`{word}` is {seen}, and {what} is a number",
    "`{word}` 是{seen}，而{what}应为数字",
    "write a number or what gives one: `0.97`",
    "请写数字，或能得出数字的表达式：`0.97`",
)
SCENARIO_NAMELESS = Message(
    "R193",
    "the scenario has no name",
    "情景没有名称",
    "name the strategy under which there is more to gain: `scenario loyalty programme`",
    "请写出策略名称：`情景 忠诚计划`",
)
SCENARIO_EMPTY = Message(
    "R194",
    "the scenario `{name}` changes nothing",
    "情景 `{name}` 没有任何变化",
    "say what is otherwise under it: `profit in scenario 28 yuan`",
    "请写出该情景下的变化：`情景下利润 28元`",
)
DUE_FORM = Message(
    "R196",
    "`{seen}` is neither a moment or date of the promise nor a length of time",
    "`{seen}` 既不是承诺事件的时刻或日期字段，也不是时长",
    "write a length as in `24 hours` or `1 working day`, or a field; this event has: {known}",
    "请写时长，如 `24小时`、`1个工作日`，或写字段；该事件可用：{known}",
)
POTENTIAL_FORM = Message(
    "R195",
    "`{word}` says nothing about the potential",
    "`{word}` 不是对增长潜力的说明",
    "write `may be negative`, or take the line away: then it is 0 at least",
    "请写 `可为负`，或删去此行：此时最小为 0",
)

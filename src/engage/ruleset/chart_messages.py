"""Messages about lifecycles and segments: R170 to R179."""

from __future__ import annotations

from engage.ground.finding import Message

__all__ = [
    "ENTERING_ACTION",
    "ENTERING_FORM",
    "MOVE_FORM",
    "NOWHERE",
    "SKIPS",
    "STAGES_FORM",
    "STAGE_TWICE",
    "STAGE_UNKNOWN",
    "WRITTEN_BY_A_CHART",
]

STAGES_FORM = Message(
    "R170",
    "`{word}` names no stages",
    "`{word}` 未列出阶段",
    "write the stages in their order, at least two: `establish -> develop -> maintain`",
    "请按顺序写出至少两个阶段：`建立 → 发展 → 维持`",
)
STAGE_TWICE = Message(
    "R171",
    "the stage `{name}` is named twice",
    "阶段 `{name}` 写了两次",
    "name each stage once, in the order in which customers pass through them",
    "每个阶段按经过的顺序只写一次",
)
STAGE_UNKNOWN = Message(
    "R172",
    "no stage is called `{name}`",
    "没有名为 `{name}` 的阶段",
    "{hint}",
    "{hint}",
)
MOVE_FORM = Message(
    "R173",
    "`{word}` is no move from a stage to another",
    "`{word}` 不是阶段之间的转换",
    "write `establish -> develop when …`; `any` may stand for every stage, `back` for the one before",
    "请写成 `建立 → 发展 当 …`；`任意` 指任何阶段，`原阶段` 指此前所在的阶段",
)
NOWHERE = Message(
    "R174",
    "the move from `{source}` to `{target}` leads nowhere",
    "从 `{source}` 到 `{target}` 的转换没有意义",
    "{hint}",
    "{hint}",
)
SKIPS = Message(
    "R175",
    "the move from `{source}` to `{target}` skips `{skipped}`",
    "从 `{source}` 到 `{target}` 的转换跳过了 `{skipped}`",
    "stages are passed one by one: lead to `{next}`, and on from there",
    "阶段必须逐个经过：请先转到 `{next}`，再继续",
)
ENTERING_FORM = Message(
    "R176",
    "`{word}` does not say which stage is entered and what is done then",
    "`{word}` 未写明进入哪个阶段、要做什么",
    "write `entering at risk: task care call for customer team`",
    "请写成 `进入 预离网 时 派单 关怀外呼 给 客户经营组`",
)
ENTERING_ACTION = Message(
    "R177",
    "entering a stage can only start work or make an offer",
    "进入阶段时只能派单或推荐",
    "let a rule that asks for the stage do it",
    "请改由判断该阶段的规则来做",
)
WRITTEN_BY_A_CHART = Message(
    "R178",
    "`{fact}` is moved by its own chart alone",
    "`{fact}` 只能由其自身的阶段图来改变",
    "add a move to the lifecycle or segment instead: no other way changes a stage",
    "请改为在生命周期或客群中增加转换：阶段不能以其他方式改变",
)

"""Every message of understanding a ruleset: R050 to R099. The notations' own are R001 to R049."""

from __future__ import annotations

from engage.ground.finding import Message, Severity

__all__ = [
    "BAND_CLOSED",
    "BAND_FORM",
    "BAND_GAP",
    "BAND_OVERLAP",
    "BAND_TWICE",
    "BEATS_CIRCLE",
    "BEATS_ITSELF",
    "BEATS_UNKNOWN",
    "BECAUSE_NOT_LAST",
    "BLANK_CELL",
    "CELL_COUNT",
    "COLUMN_UNKNOWN",
    "DEADLINE_UNKNOWN",
    "DUPLICATE_NAME",
    "EFFECT_FORM",
    "EMPTY_TABLE",
    "EXPECTED_NOTHING",
    "FACT_CIRCLE",
    "FACT_DEPTH",
    "FINDING_UNKNOWN",
    "FIRED_UNKNOWN",
    "HIT_UNKNOWN",
    "KEY_MISSING",
    "KEY_TWICE",
    "KEY_UNKNOWN",
    "KIND_UNKNOWN",
    "MOMENT_FORM",
    "NAME_TAKEN",
    "NEVER_ABSENCE",
    "NOT_A_FACT",
    "NOT_A_NUMBER",
    "NO_DOUBLE_BAR",
    "NO_EVENT",
    "OTHERWISE_CELLS",
    "OTHERWISE_LAST",
    "PERSONA_LIKE",
    "PERSONA_UNKNOWN",
    "POINTS_FORM",
    "RANGE_FORM",
    "REASON_UNKNOWN",
    "ROUTES_UNASKED",
    "ROUTES_UNNAMED",
    "SHAPE",
    "SPOKEN_UNKNOWN",
    "STATED_TWICE",
    "WAITING",
]

KEY_UNKNOWN = Message(
    "R050",
    "`{word}` is not a word of {kind}",
    "`{word}` 不是{kind}中的用词",
    "{hint}",
    "{hint}",
)
KEY_MISSING = Message(
    "R051",
    "{kind} `{name}` does not say `{word}`",
    "{kind} `{name}` 缺少 `{word}`",
    "add `{word}`",
    "请补上 `{word}`",
)
SHAPE = Message(
    "R052",
    "`{word}` takes {wanted}",
    "`{word}` 应为{wanted}",
)
DUPLICATE_NAME = Message(
    "R053",
    "`{name}` is already the name of another {kind}",
    "`{name}` 已是另一{kind}的名称",
    "give one of the two another name; decisions, `beats` and examples refer to it",
    "请给其中一个改名；决策记录、`优先于` 和示例都按名称引用",
)
NAME_TAKEN = Message(
    "R054",
    "`{name}` already means something in the vocabulary",
    "`{name}` 在词汇表中已有含义",
    "choose another name for this {kind}",
    "请给此{kind}另取名称",
)
BEATS_UNKNOWN = Message(
    "R055",
    "`{name}` is neither a rule, nor a table, nor a group",
    "`{name}` 既不是规则，也不是决策表或分组",
    "{hint}",
    "{hint}",
)
BEATS_ITSELF = Message(
    "R056",
    "`{name}` beats itself",
    "`{name}` 优先于自身",
    "take `{word}` away from `beats`",
    "请从 `优先于` 中删去 `{word}`",
)
BEATS_CIRCLE = Message(
    "R057",
    "`beats` runs in a circle: {circle}",
    "`优先于` 成环：{circle}",
    "take one of them away, so that one rule wins in the end",
    "请去掉其中一处，使最终有一条规则胜出",
)
FACT_CIRCLE = Message(
    "R058",
    "these are calculated from each other: {circle}",
    "以下各项互相引用：{circle}",
    "one of them must be calculated without the others",
    "其中必须有一项不引用其他项",
)
ROUTES_UNASKED = Message(
    "R059",
    "this routes a customer or shows a menu, but nobody waits for an answer at {kinds}",
    "此处转接客户或显示菜单，但{kinds}时没有客户在等待",
    "{known}; for work afterwards write `task`",
    "{known}；事后的工作请用 `派单`",
)
ROUTES_UNNAMED = Message(
    "R060",
    "this routes a customer or shows a menu, but names no event",
    "此处转接客户或显示菜单，却没有写明事件",
    "{known}",
    "{known}",
)
HIT_UNKNOWN = Message(
    "R061",
    "`{word}` is not a hit policy",
    "`{word}` 不是命中策略",
    "{hint}",
    "{hint}",
)
NO_DOUBLE_BAR = Message(
    "R062",
    "the first line has no `||` between conditions and results",
    "首行没有用 `||` 分开条件与结果",
    "write `condition | condition || result | result`",
    "请写成 `条件 | 条件 || 结果 | 结果`",
)
COLUMN_UNKNOWN = Message(
    "R063",
    "`{word}` is not something a result column can give",
    "`{word}` 不能作为结果列",
    "{hint}",
    "{hint}",
)
CELL_COUNT = Message(
    "R064",
    "this row has {seen}, the first line has {wanted}",
    "此行有{seen}，首行有{wanted}",
    "put `-` where a condition does not matter, and nothing between the bars where a result is blank",
    "条件不限时写 `-`，结果为空时两竖线间留空",
)
BLANK_CELL = Message(
    "R065",
    "this condition cell is blank: does it mean any value, or the same as above?",
    "此条件单元格为空：是指不限，还是同上？",
    "{hint}",
    "{hint}",
)
EMPTY_TABLE = Message(
    "R066",
    "`{name}` has no rows below its first line",
    "`{name}` 首行之下没有数据行",
    "write at least one row",
    "请至少写一行",
)
OTHERWISE_LAST = Message(
    "R067",
    "`{word}` is the last row, and there is one",
    "`{word}` 只能有一行，且为最后一行",
    "move it to the end of the table",
    "请移到表末",
)
OTHERWISE_CELLS = Message(
    "R068",
    "the row `{word}` answers when no other does; it has no conditions",
    "`{word}` 行在其他行都不命中时生效，不能有条件",
    "leave its condition cells empty",
    "请将其条件单元格留空",
)
BECAUSE_NOT_LAST = Message(
    "R069",
    "`{word}` stands in the last columns",
    "`{word}` 应为最后一列",
    "move the column to the end",
    "请将该列移到最后",
)
POINTS_FORM = Message(
    "R070",
    "a line of points reads `+30 | condition | words`",
    "计分行应写成 `+30 | 条件 | 说明`",
    "points with their sign, a bar, the condition, a bar, the words that say why",
    "依次为：带正负号的分数、竖线、条件、竖线、说明",
)
NOT_A_NUMBER = Message(
    "R071",
    "`{word}` is not a number",
    "`{word}` 不是数字",
    "write digits: `30`, `-5`, `2.5`",
    "请写数字：`30`、`-5`、`2.5`",
)
RANGE_FORM = Message(
    "R072",
    "`{word}` is not a range of points",
    "`{word}` 不是分数范围",
    "write the lowest and the highest points: `0 to 100`",
    "请写最低分和最高分：`0 到 100`",
)
BAND_FORM = Message(
    "R073",
    "`{word}` is not a band",
    "`{word}` 不是分档",
    "write `low (below 30), medium (30 to below 60), high (60 or more)`",
    "请写成 `低（不满30）、中（30 到 不满 60）、高（60 以上）`",
)
BAND_GAP = Message(
    "R074",
    "no band covers {start} to {end}",
    "没有分档覆盖 {start} 到 {end}",
    "{hint}",
    "{hint}",
)
BAND_OVERLAP = Message(
    "R075",
    "the bands `{first}` and `{next}` both cover {start}",
    "分档 `{first}` 和 `{next}` 都包含 {start}",
    "a band ends where the next begins: `30 to below 60`, `60 or more`",
    "前一档止于后一档的起点：`30 到 不满 60`、`60 以上`",
)
BAND_CLOSED = Message(
    "R076",
    "a band includes its lower bound and ends below its upper one",
    "分档包含下限，不含上限",
    "write `30 to below 60`, `below 30` or `60 or more`",
    "请写 `30 到 不满 60`、`不满30` 或 `60 以上`",
)
BAND_TWICE = Message(
    "R077",
    "the band `{name}` is written twice",
    "分档 `{name}` 写了两次",
    "give each band a name of its own",
    "请给每一档不同的名称",
)
MOMENT_FORM = Message(
    "R078",
    "`{word}` is not a moment",
    "`{word}` 不是时刻",
    "write `2026-11-05 10:00`, with `+08:00` behind it where another zone is meant",
    "请写 `2026-11-05 10:00`；指其他时区时在后面加 `+08:00`",
)
PERSONA_UNKNOWN = Message(
    "R079",
    "there is no persona `{name}`",
    "没有名为 `{name}` 的人物",
    "{hint}",
    "{hint}",
)
FIRED_UNKNOWN = Message(
    "R080",
    "there is no rule or table `{name}`",
    "没有名为 `{name}` 的规则或决策表",
    "{hint}",
    "{hint}",
)
STATED_TWICE = Message(
    "R081",
    "`{name}` is stated twice",
    "`{name}` 写了两次",
    "keep one of the two",
    "请保留一处",
)
KIND_UNKNOWN = Message(
    "R082",
    "`{word}` blocks are not supported yet; this one is ignored",
    "暂不支持 `{word}` 块，此块已忽略",
    severity=Severity.WARNING,
)
KEY_TWICE = Message(
    "R083",
    "`{word}` is written twice",
    "`{word}` 写了两次",
    "join the two, or take one away",
    "请合并两处，或删去一处",
)
NEVER_ABSENCE = Message(
    "R084",
    "a veto speaks at events, not when something has not come",
    "禁止针对事件，不能针对未发生的事",
    "name the events, or leave `event` away: then it holds at all of them",
    "请写明事件；不写则对所有事件有效",
)
PERSONA_LIKE = Message(
    "R085",
    "a persona cannot be like another one",
    "人物不能再引用其他人物",
    "write its facts out",
    "请直接写出其信息",
)
EXPECTED_NOTHING = Message(
    "R086",
    "a table of examples says left of `||` what is known and right of it what is expected",
    "示例表在 `||` 左侧写已知，右侧写期望",
    "write `fact | history || result`",
    "请写成 `指标 | 历史 || 结果`",
)
NO_EVENT = Message(
    "R087",
    "this example does not say which event is decided",
    "此示例没有写明是哪个事件",
    "write `event` above the rows, or a column `event`",
    "请在表上方写 `事件`，或加一列 `事件`",
)
NOT_A_FACT = Message(
    "R088",
    "`{word}` is not a fact that an example can state",
    "`{word}` 不是示例可以写明的指标",
    "write a fact of the customer or of the event, `history`, `event` or `like`",
    "请写客户或事件的指标、`历史`、`事件` 或 `同`",
)
DEADLINE_UNKNOWN = Message(
    "R090",
    "there is no rule `{name}` that waits for something that does not come",
    "没有等待某事未发生的规则 `{name}`",
    "{hint}",
    "{hint}",
)
SPOKEN_UNKNOWN = Message(
    "R096",
    "there is no rule `{name}` that is once per somebody, so that it does not matter when it fired",
    "没有限次的规则 `{name}`，它何时触发过并不影响结果",
    "{hint}",
    "{hint}",
)
EFFECT_FORM = Message(
    "R091",
    "`{text}` does not go out over a channel",
    "`{text}` 不会经渠道发出",
    "only tasks and offers do: `crm gets task …`; say the rest without a channel",
    "只有派单和推荐会发出：`crm 收到 派单 …`；其余请不写渠道",
)
EFFECT_CHANNEL = Message(
    "R093",
    "`{channel}` is no delivery channel of this ruleset, so that nothing ever goes out over it",
    "`{channel}` 不是本规则集的投递渠道，不会有任何内容经它发出",
    "{hint}",
    "{hint}",
)
FINDING_UNKNOWN = Message(
    "R094",
    "`{code}` is no code of a check of rulesets, so that it is never found",
    "`{code}` 不是规则集检查的代码，检查不会发现它",
    "{hint}",
    "{hint}",
)
REASON_UNKNOWN = Message(
    "R095",
    "`{name}` is no reason of a decision",
    "`{name}` 不是决策的理由",
    "{hint}",
    "{hint}",
)
FACT_DEPTH = Message(
    "R089",
    "`{name}` rests on facts that rest on facts, more than {limit} deep",
    "`{name}` 所引用的指标层层相套，超过 {limit} 层",
    "calculate it in fewer steps",
    "请减少层数",
)
WAITING = Message(
    "R092",
    "findings that wait until this is mended, as they may only follow from it: {count}",
    "待此处改好后再列出的其他结果（可能只是由此引起）：{count} 条",
    severity=Severity.INFO,
)

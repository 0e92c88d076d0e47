"""Every message about the sentences of floors and their approvals: codes E100 to E104."""

from __future__ import annotations

from engage.ground.finding import Message

__all__ = ["APPROVAL_BACKWARDS", "APPROVAL_UNREAD", "NOT_A_GUARANTEE", "NO_STEP"]

NOT_A_GUARANTEE = Message(
    "E100",
    "`{text}` is nothing that a floor can hold",
    "“{text}”不是底线能够保证的内容",
    "a floor holds `answer within 180 seconds`, `complaint answered within 3 working days`, `a person within 2 steps`, "
    "`cancel request can be finished here`, `say at least …`",
    "底线可写“180秒内 接听”“投诉 3个工作日内 答复”“2步内 可转人工”“本渠道 可办结 销户申请”“话术 至少 ……”",
)
NO_STEP = Message(
    "E101",
    "`{text}` is not a number of steps",
    "“{text}”不是步数",
    "a whole number from 1: `a person within 2 steps`",
    "请写从 1 起的整数：“2步内 可转人工”",
)
APPROVAL_UNREAD = Message(
    "E102",
    "`{text}` does not say who approved the floor and when",
    "“{text}”没有写明由谁、在哪一天审批",
    "write a name and a day: `approved by Wang Fang on 2026-10-08, through 2027-03-31`",
    "请写姓名和日期：“审批 王芳 2026-10-08，至 2027-03-31”",
)
APPROVAL_BACKWARDS = Message(
    "E103",
    "this approval ends on {through}, before it was given on {on}",
    "此审批的截止日 {through} 早于审批日 {on}",
    "the day behind `through` is the later one",
    "“至”后面应是较晚的日期",
)

"""Every sentence about routing that a host may read: calls that make no sense. No customer's value has room in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.errors import EngageError
from engage.ground.finding import Words

__all__ = ["misuse"]

_SENTENCES: Final[Mapping[str, tuple[Words, Words]]] = {
    "S071": (
        Words("a wait cannot be counted in `{unit}`", "等候时长不能以 `{unit}` 计", "等候時長不能以 `{unit}` 計"),
        Words("use seconds, minutes, hours or days", "请用秒、分钟、小时或天", "請用秒、分鐘、小時或天"),
    ),
    "S072": (
        Words("two {what} have the same id", "两个{what}编号相同", "兩個{what}編號相同"),
        Words("give each an id of its own", "请为每个另取编号", "請為每個另取編號"),
    ),
    "S073": (
        Words("a callback never finds an hour that is permitted", "回拨找不到可用的时段", "回撥找不到可用的時段"),
        Words(
            "let its window reach outside the quiet hours",
            "请让回拨时段超出免打扰时段",
            "請讓回撥時段超出勿擾時段",
        ),
    ),
    "S074": (
        Words("there is no such zone", "没有这个时区", "沒有這個時區"),
        Words(
            "name the customer's zone as tz data does, `Asia/Shanghai`; where it is unknown, ask before calling back",
            "请按时区数据库写明客户时区，如 `Asia/Shanghai`；未知时请先询问",
            "請按時區資料庫寫明客戶時區，如 `Asia/Shanghai`；未知時請先詢問",
        ),
    ),
    "S075": (
        Words(
            "`{name}` is one text, where several names are meant",
            "`{name}` 是单个文本，此处应为多个名称",
            "`{name}` 是單個文字，此處應為多個名稱",
        ),
        Words('write them as a list: `["chat"]`', '请写成列表：`["chat"]`', '請寫成清單：`["chat"]`'),
    ),
    "S076": (
        Words("`{name}` is not {wanted}", "`{name}` 应为{wanted}", "`{name}` 應為{wanted}"),
        Words("", ""),
    ),
    "S077": (
        Words(
            "the catalogue has no self-service `{id}`",
            "目录中没有自助服务 `{id}`",
            "目錄中沒有自助服務 `{id}`",
        ),
        Words(
            "take the id from a plan: `plan.self_service`",
            "请取方案中的编号：`plan.self_service`",
            "請取方案中的編號：`plan.self_service`",
        ),
    ),
    "S078": (
        Words("no number of workers is enough", "再多坐席也不够", "再多坐席也不夠"),
        Words(
            "ask for less: a lower level, a longer wait",
            "请降低要求：较低的水平或较长的等候",
            "請降低要求：較低的水準或較長的等候",
        ),
    ),
    "S079": (
        Words(
            "without an end to patience, workers must be more than the work in erlangs",
            "若无人放弃等候，坐席数须多于以爱尔兰计的工作量",
            "若無人放棄等候，坐席數須多於以愛爾蘭計的工作量",
        ),
        Words(
            "give more workers, or say how long people wait: `patience`",
            "请增加坐席，或写明耐心时长 `patience`",
            "請增加坐席，或寫明耐心時長 `patience`",
        ),
    ),
    "S080": (
        Words("nobody leaves and everybody has room", "无人放弃，且容量不限", "無人放棄，且容量不限"),
        Words("ask `erlang_c`", "请用 `erlang_c`", "請用 `erlang_c`"),
    ),
    "S081": (
        Words(
            "patience is so long that the queue grows beyond a million",
            "耐心过长，队列将超过一百万",
            "耐心過長，佇列將超過一百萬",
        ),
        Words(
            "give more workers, or less patience or room",
            "请增加坐席，或缩短耐心、减少容量",
            "請增加坐席，或縮短耐心、減少容量",
        ),
    ),
}


def misuse(code: str, **values: str | Words) -> EngageError:
    """A call that makes no sense."""
    sentence, hint = _SENTENCES[code]
    return EngageError(code, sentence.filled(**values), hint=hint.filled(**values))

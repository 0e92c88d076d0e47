"""What explanations say of facts that are kept and do not count, and of those that came too late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.decide.reasons import ReasonCode
from engage.ground.finding import Words

__all__ = ["DISTRUSTED_WORDS", "DISTRUST_HEADINGS"]

#: why something is unknown, in a few words
DISTRUST_HEADINGS: Final[Mapping[str, Words]] = {
    "too old": Words("what the profile says is too old", "档案中的值已过期", "檔案中的值已過期"),
    "too doubtful": Words("what the profile says is too doubtful", "档案中的值不够可信", "檔案中的值不夠可信"),
    "not yet": Words("what the profile says is not true yet", "档案中的值尚未生效", "檔案中的值尚未生效"),
}

#: the same as a sentence: what was told, the bound that it missed, the fact
DISTRUSTED_WORDS: Final[Mapping[ReasonCode, Words]] = {
    ReasonCode.STALE: Words(
        "{2} was known until {1}, and is too old now (told {0})",
        "{2} 只在 {1} 之前有效，现已过期（{0} 所知）",
        "{2} 只在 {1} 之前有效，現已過期（{0} 所知）",
    ),
    ReasonCode.DOUBTFUL: Words(
        "{2} is told with a confidence of {0}, and at least {1} is asked for: it counts as unknown",
        "{2} 的可信度为 {0}，至少需要 {1}，按未知处理",
        "{2} 的可信度為 {0}，至少需要 {1}，按未知處理",
    ),
    ReasonCode.AHEAD: Words(
        "{2} is told ahead, and holds from {0} on: it is unknown until then",
        "{2} 是提前告知的，{0} 起才有效，此前按未知处理",
        "{2} 是提前告知的，{0} 起才有效，此前按未知處理",
    ),
    ReasonCode.OLDER: Words(
        "{2}: something later is known than what is told now, and stays",
        "{2}：已知的信息比此次所告知的更新，予以保留",
        "{2}：已知的資訊比此次所告知的更新，予以保留",
    ),
}

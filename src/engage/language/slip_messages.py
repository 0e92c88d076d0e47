"""What is said about sentences that are nearly right: codes E077 to E099."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Message

__all__ = ["BEGINS_WITH_JOINT", "NOT_A_COMPARISON"]

NOT_A_COMPARISON: Final = Message(
    "E077",
    "`{text}` is no comparison",
    "“{text}”不是比较词",
    "did you mean `{word}`?",
    "是不是“{word}”？",
)
BEGINS_WITH_JOINT: Final = Message(
    "E078",
    "a line cannot begin with `{text}`",
    "一行不能以“{text}”开头",
    "{way_out}",
    "{way_out}",
)

"""The S-FEEL of DMN decision tables as cells and values of ours: constants, comparisons, intervals, lists, `not(…)`.

What is no S-FEEL (function calls, arithmetic, names of other inputs) is not carried over, and says why.
"""

from __future__ import annotations

import re
from typing import Final

from engage.ground.finding import Words

__all__ = ["NotCarried", "cell_of", "literal_of", "value_id"]


class NotCarried(Exception):
    """A piece of FEEL that has no counterpart; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_DATE: Final = re.compile(r'date\(\s*"(\d{4}-\d{2}-\d{2})"\s*\)')
_TEXT: Final = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COMPARED: Final = re.compile(r"(<=|>=|<|>|=)\s*(.+)", re.DOTALL)
_INTERVAL: Final = re.compile(r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])", re.DOTALL)
_NOT: Final = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_WORDS: Final = {"<": "below", "<=": "at most", ">": "over", ">=": "at least"}
_NO_CONSTANT: Final = Words("`{text}` is no constant", "`{text}` 不是常量")


def value_id(text: str) -> str:
    """A text of FEEL as the id of a choice's value."""
    return re.sub(r"[^\w-]+", "_", text.strip(), flags=re.UNICODE).strip("_") or "value"


def literal_of(text: str, kind: str) -> str:
    """A constant as it is written in our rules. Raises NotCarried."""
    said = text.strip()
    if kind == "yes/no" and said in ("true", "false"):
        return "yes" if said == "true" else "no"
    if kind == "number" and _NUMBER.fullmatch(said):
        return said
    if kind == "date" and (date := _DATE.fullmatch(said)):
        return date[1]
    if kind == "choice" and (quoted := _TEXT.fullmatch(said)):
        return value_id(quoted[1])
    if kind == "text" and (quoted := _TEXT.fullmatch(said)):
        return f'"{quoted[1]}"'
    raise NotCarried(Words(_NO_CONSTANT.en.format(text=said), _NO_CONSTANT.zh.format(text=said)))


def cell_of(text: str, kind: str) -> str:
    """A unary test as a cell of our tables. Raises NotCarried."""
    said = text.strip()
    if said in ("", "-"):
        return "-"
    negated = _NOT.fullmatch(said)
    parts = [_test(part, kind) for part in _parts(negated[1] if negated else said)]
    if negated is None:
        return ", ".join(parts)
    if len(parts) == 1:
        return _negation(parts[0], kind)
    if kind in ("choice", "text") and all(" " not in part or part.startswith('"') for part in parts):
        return f"not {', '.join(parts)}"
    raise NotCarried(Words("a `not` over several comparisons", "对多个比较取反"))


def _negation(part: str, kind: str) -> str:
    opposite = {"below": "at least", "at most": "over", "over": "at most", "at least": "below"}
    for word, other in opposite.items():
        if part.startswith(f"{word} "):
            return other + part[len(word) :]
    if kind == "yes/no":
        return "no" if part == "yes" else "yes"
    if " to " in part:
        raise NotCarried(Words("a `not` over an interval", "对区间取反"))
    return f"not {part}"


def _test(text: str, kind: str) -> str:
    said = text.strip()
    interval = _INTERVAL.fullmatch(said)
    if interval is not None:
        opened, low, high, closed = interval.groups()
        first, last = literal_of(low, kind), literal_of(high, kind)
        if opened != "[":
            raise NotCarried(Words(f"the interval `{said}` leaves out its lower end", f"区间 `{said}` 不含下限"))
        return f"{first} to {last}" if closed == "]" else f"{first} to below {last}"
    compared = _COMPARED.fullmatch(said)
    if compared is not None:
        literal = literal_of(compared[2], kind)
        if kind == "date":
            raise NotCarried(Words("a comparison of dates in a cell", "单元格中的日期比较"))
        return literal if compared[1] == "=" else f"{_WORDS[compared[1]]} {literal}"
    return literal_of(said, kind)


def _parts(text: str) -> list[str]:
    """Cut at commas outside quotes and brackets."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, char in enumerate(text):
        if char == '"' and text[at - 1 : at] != "\\":
            quoted = not quoted
        elif not quoted and char in "([":
            depth += 1
        elif not quoted and char in ")]":
            depth -= 1
        elif char == "," and not quoted and depth <= 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]

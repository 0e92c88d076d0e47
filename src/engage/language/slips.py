"""Whether an unknown name can only be a slip of the hand for a known one, so that it may be mended without asking.

A repair must lose nothing that was written and turn nothing round: every word is still there with at most a letter
or two of it wrong, no other known name is as near, and what differs is neither a digit nor a word like `not`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from engage.language.folding import folded

__all__ = ["LOST", "NEGATIONS", "only_a_slip", "steps_between"]

#: Chinese words that turn round what stands behind them, the longest first
NEGATIONS: Final = (
    *("并不是", "不是", "没有", "沒有", "并未", "尚未", "从未", "并非"),
    *("不", "没", "沒", "未", "非", "无", "無"),
)
#: characters whose coming or going changes what is said, not how it is spelt
_TURNING: Final = frozenset(
    "不未没沒无無非否免勿别別有上下大小多少高低前后後开開关關入出增减減升降新旧舊男女内內外始终終0123456789"
)
_PREFIXES: Final = ("un", "in", "im", "ir", "il", "non", "dis", "not", "no", "de", "anti")
#: words of their own, never a slip for another: `not offer` is not `note offer`
_WORDS: Final = frozenset(
    (
        *("not", "no", "never", "nor", "none", "without", "unless", "except", "only"),
        *("and", "or", "but", "if", "any", "all", "off", "out", "before", "after", "over", "under"),
    )
)
_ENDS: Final = ("less",)
#: what parts words as a space does; at an end it is a sign of its own, as the minus of `-4`
_PARTING: Final = re.compile(r"(?<=\w)[_.-](?=\w)")
#: more steps than ever allowed
LOST: Final = 9


def only_a_slip(said: str, meant: str, known: Mapping[str, object], language: str) -> bool:
    """True where nothing but `meant` can have been meant. `known`: every name that may stand here, with its meaning."""
    name, wanted = _plain(said, language), _plain(meant, language)
    steps = _slips(name, wanted)
    if steps >= LOST:
        return False
    # A character that other names are written with was meant; one that no name has is a slip.
    if steps and not wanted.isascii() and any(char in other for char in set(name) - set(wanted) for other in known):
        return False
    meaning = known.get(meant, meant)
    for other, another in known.items():
        if another != meaning and abs(len(other) - len(name)) <= steps:
            rival = _plain(other, language)
            if steps_between(_solid(name), _solid(rival), steps) <= steps:
                return False
    return True


def _plain(text: str, language: str) -> str:
    return " ".join(_PARTING.sub(" ", folded(text, language)).split())


def _solid(text: str) -> str:
    return text.replace(" ", "")


def _slips(said: str, meant: str) -> int:
    """How many slips part the two, `LOST` where they are too many or change the meaning."""
    if _solid(said) == _solid(meant):
        return 0
    if not meant.isascii() or not said.isascii():
        # A Chinese character more or less is a word more or less, unless one was typed twice.
        if len(said) != len(meant) and not _stuttered(said, meant):
            return LOST
        allowed = 0 if len(meant) < 2 else 1 if len(meant) < 6 else 2
        steps = steps_between(_solid(said), _solid(meant), allowed)
        return LOST if steps > allowed or _turned(said, meant) else steps
    words, wanted = said.split(), meant.split()
    if len(words) != len(wanted):
        return LOST
    total = 0
    for word, other in zip(words, wanted, strict=True):
        allowed = 0 if len(other) < 3 else 1 if len(other) < 6 else 2
        steps = steps_between(word, other, allowed)
        if steps > allowed or (steps and word in _WORDS) or (steps and (_turned(word, other) or _opposed(word, other))):
            return LOST
        total += steps
    return total if total <= 3 else LOST


def _stuttered(said: str, meant: str) -> bool:
    doubled = (at for at in range(1, len(said)) if said[at] == said[at - 1])
    return any(said[:at] + said[at + 1 :] == meant for at in doubled)


def _turned(said: str, meant: str) -> bool:
    here, there = Counter(said), Counter(meant)
    return any(char in _TURNING for char in (*(here - there), *(there - here)))


def _opposed(said: str, meant: str) -> bool:
    """`unpaid` and `paid`, also where the rest is misspelt."""
    for one, other in ((said, meant), (meant, said)):
        fronts = [one[len(prefix) :] for prefix in _PREFIXES if one.startswith(prefix) and not other.startswith(prefix)]
        ends = [one[: -len(end)] for end in _ENDS if one.endswith(end)]
        if any(steps_between(rest, other, 1) <= 1 for rest in (*fronts, *ends)):
            return True
    return False


def steps_between(one: str, other: str, most: int) -> int:
    """Letters to add, take away, change or exchange with a neighbour; `LOST` beyond `most`."""
    if abs(len(one) - len(other)) > most:
        return LOST
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, start=1):
        now = [row]
        for column, wanted in enumerate(other, start=1):
            steps = min(last[column] + 1, now[-1] + 1, last[column - 1] + (char != wanted))
            if row > 1 and column > 1 and char == other[column - 2] and one[row - 2] == wanted:
                steps = min(steps, before[column - 2] + 1)
            now.append(steps)
        if min(now) > most:
            return LOST
        before, last = last, now
    return last[-1] if last[-1] <= most else LOST

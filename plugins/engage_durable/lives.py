"""What the child process has been told of a customer's candidates for a pattern, so that only news is told again.

A question is whole by itself: what is told is compared with it each time. News at the end is added, what is gone at the
front is forgotten, and whatever else has changed (a late event, an erased one, another fact that a filter reads) means
telling everything anew. So the child process is a cache that can be lost at any moment.
"""

from __future__ import annotations

import datetime
import hashlib
from decimal import Decimal
from typing import Final

from attrs import define, field

from engage.plugins import Question

__all__ = ["Life", "Told", "digest", "told"]

#: step, at, until, follows, leads
Told = tuple[int, int, int | None, str, str]
_EMPTY: Final = ""


@define
class Life:
    """The candidates of a question that were told, each under a number of its own in the order of telling.

    `completed`: the numbers of those that complete the pattern.
    """

    told: list[Told] = field(factory=list)
    numbers: list[int] = field(factory=list)
    completed: set[int] = field(factory=set)
    #: how many were told in all, and until when what is gone may still wait in the child process
    count: int = 0
    over: int = -(2**63)

    def news(self, whole: list[Told], question: Question) -> list[Told] | None:
        """What must be told beside what is known already; None when it must be told anew, all of it.

        What is gone may be gone where it is too long ago to matter for the window; nothing else may have changed.
        """
        reach = _reach([*self.told, *whole], question)
        kept, over, place = list[int](), self.over, 0
        for number, each in zip(self.numbers, self.told, strict=True):
            if place < len(whole) and whole[place] == each:
                kept.append(number)
                place += 1
                continue
            over = max(over, each[1] + reach[each[0]])
            if question.start is None or over >= question.start:
                return None
        news = whole[place:]
        if news and news[0][1] <= over:
            return None  # back in time, as after a late event: what is over for later events is not for this one
        self.over, self.told = over, whole
        self.numbers = [*kept, *range(self.count, self.count + len(news))]
        self.count += len(news)
        self.completed &= set(self.numbers)
        return news


def _reach(told: list[Told], question: Question) -> list[int]:
    """By step, how much later than an event in it a pattern may be complete at most: all lengths of time together."""
    longest = [0] * question.steps
    for step, at, until, *_ in told:
        if until is not None:
            longest[step] = max(until - at, longest[step])
    reach = [sum(longest[step:]) for step in range(question.steps)]
    if question.absent:
        reach[-1] = longest[-2]  # what it keeps from being complete would be so at its own deadline
    return reach


def told(question: Question) -> list[Told]:
    """The candidates of a question as the child process gets them: nothing in them is a value of a customer.

    Of which event they are does not matter: the steps of one event fall, so that none follows itself.
    """
    return [(each.step, each.at, each.until, _key(each.follows), _key(each.leads)) for each in question.candidates]


def _key(values: tuple[object, ...]) -> str:
    return digest(values) if values else _EMPTY


def digest(value: object) -> str:
    """A text that is the same only for equal values of one kind, short and free of anything to escape.

    durable_rules knows a text by 32 bits in some places and compares it whole in others; here whole is 256 bits.
    """
    return hashlib.sha256(_spelled(value).encode("utf-8", "surrogatepass")).hexdigest()


def _spelled(value: object) -> str:
    if isinstance(value, tuple | list):
        return "(" + "".join(f"{len(part)}:{part}" for part in map(_spelled, value)) + ")"
    if isinstance(value, bool):
        return f"b{value:d}"
    if isinstance(value, int | Decimal):
        return f"n{_plain(value)}"
    if isinstance(value, str):
        return f"t{value}"
    if isinstance(value, datetime.date | datetime.time):
        return f"{type(value).__name__} {value.isoformat()}"
    raise TypeError(type(value).__name__)


def _plain(value: int | Decimal) -> str:
    """An exact number by its value: `1.50` and `1.5` are one."""
    sign, digits, exponent = Decimal(value).as_tuple()
    assert isinstance(exponent, int)  # no infinities are values
    text = "".join(map(str, digits)).lstrip("0")
    bare = text.rstrip("0")
    return f"{'-' if sign and bare else ''}{bare or '0'}e{exponent + len(text) - len(bare) if bare else 0}"

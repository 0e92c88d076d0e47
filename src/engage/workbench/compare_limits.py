"""Limits that a change must keep before it goes live: how many may be treated differently, and who may not lose.

`5%` or `12`: of all people decided on. `basic=1%`: of those of a group. `route=0`: by a part of the plan. `no worse`
holds for everyone or for a group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from attrs import frozen

from engage.facts.vocabulary import Field
from engage.ground.finding import Words
from engage.workbench.compare import Comparison, Group
from engage.workbench.compare_differences import SLOTS
from engage.workbench.compare_words import group_words, say, share_words

__all__ = ["Limit", "LimitProblem", "Verdict", "What", "group_value", "judged", "read_limit"]

What = Literal["changed", "group", "slot", "worse"]
_AMOUNT: Final = re.compile(r"\s*(\d{1,15}(?:\.\d{1,6})?)\s*([%％])?\s*", re.ASCII)
_ALL: Final = ("all", "全部", "所有")
_WORDS: Final = {
    "changed": Words(
        "at most {most} of the customers are treated differently",
        "待遇改变的客户不超过 {most}",
        "待遇改變的客戶不超過 {most}",
    ),
    "group": Words(
        "at most {most} of {name} are treated differently",
        "{name} 中待遇改变的不超过 {most}",
        "{name} 中待遇改變的不超過 {most}",
    ),
    "slot": Words(
        "{name} differs for at most {most} of the customers",
        "{name} 不同的客户不超过 {most}",
        "{name} 不同的客戶不超過 {most}",
    ),
    "worse": Words("nobody is worse off", "没有人变差", "沒有人變差"),
    "worse in": Words("nobody of {name} is worse off", "{name} 中没有人变差", "{name} 中沒有人變差"),
}


class LimitProblem(ValueError):
    """A limit that says nothing that can be judged; `key` says why: `amount`, `group`, `slot`."""

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key, self.text = key, text


@frozen
class Limit:
    """`most` people, or a share of them (a fraction of 1) where `share`. `name` is the group or the slot."""

    what: What
    most: Fraction = Fraction(0)
    share: bool = False
    name: str = ""
    text: str = ""


@frozen
class Verdict:
    """A limit and what was found: so many of so many people."""

    limit: Limit
    found: int
    of: int
    name: str = ""

    @property
    def kept(self) -> bool:
        """True when the limit is kept. A share of nobody is kept only when nobody is found."""
        if not self.limit.share:
            return self.found <= self.limit.most
        return Fraction(self.found) <= self.limit.most * self.of

    def words(self, language: str) -> str:
        """The limit as a sentence."""
        key = "worse in" if self.limit.what == "worse" and self.limit.name else self.limit.what
        text = _WORDS[key].in_language(language)
        return text.replace("{most}", self.limit.text).replace("{name}", self.name)

    def found_words(self) -> str:
        """What was found, as a count and a share."""
        return f"{self.found:,} / {self.of:,} ({share_words(self.found, self.of)})"


def read_limit(what: What, text: str) -> Limit:
    """A limit from its text. Raises LimitProblem."""
    if what == "worse":
        name = text.strip()
        return Limit("worse", name="" if name.lower() in _ALL else name, text=text)
    name, sign, amount = text.rpartition("=")
    if what != "changed" and not (sign and name.strip()):
        raise LimitProblem("amount", text)
    found = _AMOUNT.fullmatch(amount if what != "changed" else text)
    if found is None:
        raise LimitProblem("amount", text)
    share = bool(found[2])
    most = Fraction(Decimal(found[1])) / (100 if share else 1)
    if what == "slot" and name.strip() not in SLOTS:
        raise LimitProblem("slot", name.strip())
    return Limit(what, most, share, name.strip(), f"{found[1]}{' %' if share else ''}")


def judged(comparison: Comparison, limits: Sequence[Limit], language: str) -> tuple[Verdict, ...]:
    """Each limit with what was found. Raises LimitProblem for a group that is none."""
    groups = {}
    for group in comparison.groups():
        groups[group.value] = group
    slots, everyone = comparison.people_by_slot(), comparison.people
    found = []
    for limit in limits:
        if limit.what == "slot":
            found.append(Verdict(limit, slots.get(limit.name, 0), everyone, limit.name))
        elif limit.what == "changed":
            found.append(Verdict(limit, comparison.people_different(), everyone))
        elif not limit.name:
            found.append(Verdict(limit, comparison.people_worse_off(), everyone))
        else:
            value = group_value(comparison.by, limit.name)
            group = groups.get(value, Group(value, 0, 0, 0, {}))
            count = group.worse if limit.what == "worse" else group.different
            found.append(Verdict(limit, count, group.people, group_words(comparison.by, value, language)))
    return tuple(found)


def group_value(by: Field | None, name: str) -> object:
    """The value of a group by its id or label. Raises LimitProblem."""
    wanted = name.lower()
    if by is not None and by.type.choices:
        for term in by.type.choices:
            labels = term.labels
            if wanted in {each.lower() for each in (term.id, labels.en, labels.zh, labels.hant) if each}:
                return term.id
    elif by is not None:
        words = {"yes": True, "是": True, "no": False, "否": False}
        if wanted in words:
            return words[wanted]
    if wanted in ("unknown", *(say("not known", language) for language in ("en", "zh", "zh-Hant"))):
        return None
    raise LimitProblem("group", name)

"""Service clocks: which target one measures, its conditions, what it warns of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from attrs import evolve

from engage.facts.units import ELAPSED, Duration, Unit
from engage.facts.vocabulary import Domain, Term, Vocabulary
from engage.ground.finding import Words
from engage.ground.source import Fragment
from engage.language import parse_duration
from engage.language.tree import Condition
from engage.ruleset import clock_messages as say
from engage.ruleset.blocks import Opened
from engage.ruleset.clock_model import ServiceClock, kinds_said
from engage.ruleset.names import alike
from engage.ruleset.sentences import texts

__all__ = ["CHOICES", "declare_clocks", "service_clock"]

#: What may stand behind a key: each meaning with its spellings, the first of each language the one that is printed.
CHOICES: Final[Mapping[str, Mapping[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]]] = MappingProxyType(
    {
        "cycles": {
            "once": (("once", "once a case"), ("一次", "仅一次", "每单一次"), ("一次", "僅一次", "每單一次")),
            "each time": (("each time", "every time"), ("每次",), ("每次",)),
        },
        "on retarget": {
            "keep elapsed": (("keep elapsed", "keep"), ("保留已用", "保留"), ("保留已用", "保留")),
            "restart": (("restart",), ("重新计时", "重计"), ("重新計時", "重計")),
        },
        "on reopen": {
            "new cycle": (("new cycle",), ("新周期",), ("新週期",)),
            "resume": (("resume",), ("继续",), ("繼續",)),
            "invalidate": (("invalidate",), ("视为未停", "作废"), ("視為未停", "作廢")),
        },
    }
)
_PARTING: Final = re.compile(r"[,，、;；]")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)\s*[%％]", re.ASCII)
_LEFT: Final = re.compile(r"\s*(?:left|before)\s*$|^\s*(?:剩余|剩餘|到期前|还剩|還剩)\s*", re.IGNORECASE)


def declare_clocks(blocks: Sequence[Opened], vocabulary: Vocabulary) -> tuple[dict[int, Term], list[Term]]:
    """The target of each clock among blocks, by number, and the targets that have one."""
    clocks: dict[int, Term] = {}
    for number, block in enumerate(blocks):
        if block.kind != "clock" or not block.id:
            continue
        target = _target(block, vocabulary)
        if target is None:
            continue
        if target in clocks.values():
            block.sentences.tell(say.CLOCK_TWICE, block.name.span(), name=block.id)
        else:
            clocks[number] = target
    return clocks, list(clocks.values())


def _target(block: Opened, vocabulary: Vocabulary) -> Term | None:
    known = vocabulary.named(Domain.TARGET)
    wanted = alike(block.id)
    for term in known:
        labels = term.labels
        if wanted in {alike(said) for said in (term.id, labels.en, labels.zh, labels.hant) if said}:
            return term
    language = block.sentences.language
    names = [term.labels.in_language(language) or term.id for term in known]
    hint, fixes = block.sentences.near(block.id, names, block.name.span())
    block.sentences.tell(say.CLOCK_UNKNOWN, block.name.span(), fixes, name=block.id, hint=hint)
    return None


def service_clock(block: Opened, target: Term) -> ServiceClock:
    """A clock whose target is known."""
    return ServiceClock(
        id=target.id,
        starts=_lines(block, "starts when"),
        stops=_lines(block, "stops when"),
        pauses=_lines(block, "pauses while"),
        resets=_lines(block, "resets when"),
        cancels=_lines(block, "cancelled when"),
        retargets=_lines(block, "retargets when"),
        reopens=_lines(block, "reopens when"),
        again=_choice(block, "cycles") == "each time",
        on_retarget=_choice(block, "on retarget") or "keep elapsed",
        on_reopen=_choice(block, "on reopen") or "new cycle",
        warnings=tuple(_warnings(block)),
        **block.about(),
    )


def _lines(block: Opened, key: str) -> tuple[Condition, ...]:
    """The lines of a condition; of one that says at which events it holds they are read as a rule's there."""
    node = block.get(key)
    kinds = kinds_said(evolve(block.sentences, found=[]).lines(node))
    return block.sentences.at(kinds).lines(node)


def _choice(block: Opened, key: str) -> str:
    text = block.fragment(key)
    if text is None:
        return ""
    wanted = alike(text.text)
    for meaning, spellings in CHOICES[key].items():
        if wanted in {alike(said) for language in spellings for said in language}:
            return meaning
    every = CHOICES[key].values()
    known = Words(", ".join(each[0][0] for each in every), "、".join(each[1][0] for each in every))
    block.sentences.tell(say.CLOCK_CHOICE, text.span(), word=text.text, known=known)
    return ""


def _warnings(block: Opened) -> Iterator[Decimal | Duration]:
    for text in texts(block.get("warns at")):
        start = 0
        for mark in (*_PARTING.finditer(text.text), None):
            part = text.fragment.cut(start, mark.start() if mark else len(text.text)).strip()
            start = mark.end() if mark else 0
            warning = _warning(part, block)
            if warning is None:
                block.sentences.tell(say.WARNING_FORM, part.span() if part.text else text.span, word=part.text)
            else:
                yield warning


def _warning(part: Fragment, block: Opened) -> Decimal | Duration | None:
    percent = _PERCENT.fullmatch(part.text)
    if percent:
        share = Decimal(percent[1]).scaleb(-2)
        return share if 0 < share <= 1 else None
    left = _LEFT.search(part.text)
    if left is None:
        return None
    length = part.cut(0, left.start()) if left.start() else part.cut(left.end())
    found = block.sentences.tried(parse_duration(length.strip(), block.sentences.scope))
    # What is left is clock time: days that end at midnight have no place in it.
    in_clock_time = found is not None and (found.unit in ELAPSED or found.unit is Unit.BUSINESS_HOUR)
    return found if in_clock_time else None

"""What stands behind `event`: one or several kinds of events, or an absence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from engage.ground.finding import Finding, Report, Words
from engage.ground.source import Fragment, Span
from engage.language import parse_event_name, print_event_name
from engage.language.small_sentences import parse_absence
from engage.ruleset import messages
from engage.ruleset.blocks import Opened
from engage.ruleset.model import Absence
from engage.ruleset.sentences import Sentences, texts

__all__ = ["Heard", "check_contact", "read_events", "split_names"]

_BETWEEN: Final = re.compile(r"\s*[,，、;；]\s*(?:or\b|或)?|\s+or\s+|\s*或\s*", re.IGNORECASE)
_ABSENCE: Final = re.compile(r"\b(?:without|with no|after)\b|之后|之後|以后|以後|没有|沒有", re.IGNORECASE)
_NAME_THEM: Final = Words("name events with `contact: yes`: {known}", "请写 `等待答复: 是` 的事件：{known}")
_NONE_WAITS: Final = Words(
    "no event has `contact: yes`: write it in the vocabulary at those at which a customer waits",
    "没有事件写明 `等待答复: 是`：请在词汇表中写在客户等待的事件上",
)


@frozen
class Heard:
    """When a construct speaks. `kinds` are those of the deciding event, which an absence has from its start."""

    events: tuple[str, ...] = ()
    absence: Absence | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The ids of the kinds of events that were named."""
        return (self.absence.start,) if self.absence else self.events


def read_events(block: Opened) -> Heard:
    """The events of a block; those that could not be read are left out."""
    kinds: list[str] = []
    for text in texts(block.get("event")):
        absence, events = _one(text.fragment, block.sentences)
        if absence is not None:
            return Heard(absence=absence)
        kinds += [kind for kind in events if kind not in kinds]
    return Heard(tuple(kinds))


def split_names(fragment: Fragment) -> tuple[Fragment, ...]:
    """The names of a list on one line: by commas, `、`, `or`, `或`."""
    parts: list[Fragment] = []
    start = 0
    for found in _BETWEEN.finditer(fragment.text):
        parts.append(fragment.cut(start, found.start()).strip())
        start = found.end()
    parts.append(fragment.cut(start).strip())
    return tuple(part for part in parts if part.text)


def _one(fragment: Fragment, sentences: Sentences) -> tuple[Absence | None, Sequence[str]]:
    whole = sentences.tried(parse_event_name(fragment, sentences.scope))
    if whole is not None:
        return None, (whole,)
    found: list[Finding] = []
    kinds: list[str] = []
    for part in split_names(fragment):
        kind, findings = parse_event_name(part, sentences.scope)
        found += findings
        kinds += [kind] if kind is not None else []
    if Report(tuple(found)).ok and kinds:
        return None, kinds
    value, problems = parse_absence(fragment, sentences.scope)
    if value is not None and Report(problems).ok:
        return Absence(*value), ()
    sentences.found.extend(problems if _ABSENCE.search(fragment.text) else found)
    return None, kinds


def check_contact(block: Opened, heard: Heard, *, reaches: bool) -> None:
    """What reaches a customer who waits must name events at which one does."""
    vocabulary, sentences = block.sentences.vocabulary, block.sentences
    if not reaches or (block.get("event") is not None and not heard.kinds):
        return
    waiting = {kind.id for kind in vocabulary.events if kind.contact}
    listed = _listed(sentences, [kind.id for kind in vocabulary.events if kind.contact])
    known = _NAME_THEM.filled(known=listed) if waiting else _NONE_WAITS
    if not heard.kinds:
        sentences.tell(messages.ROUTES_UNNAMED, block.name.span(), known=known)
        return
    others = [kind for kind in heard.kinds if kind not in waiting or heard.absence is not None]
    if others:
        place: Span = block.place("event")
        sentences.tell(messages.ROUTES_UNASKED, place, kinds=_listed(sentences, others), known=known)


def _listed(sentences: Sentences, ids: Sequence[str]) -> Words:
    names = {
        language: [f"`{print_event_name(id, sentences.vocabulary, language)}`" for id in ids]
        for language in ("en", "zh", "zh-Hant")
    }
    return Words(", ".join(names["en"]), "、".join(names["zh"]), "、".join(names["zh-Hant"]))

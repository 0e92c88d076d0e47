"""What a queue of the catalogue says about waiting: lengths of time, and the ways out, in English and Chinese."""

from __future__ import annotations

import re
from typing import Final

import engage.language as language
from engage.facts.queues import Exit, ExitTo
from engage.facts.units import ELAPSED, Duration
from engage.facts.vocabulary import Domain, Labels, Vocabulary
from engage.ground.finding import Finding, Message, Words
from engage.ground.source import Fragment
from engage.ruleset import document_messages as say
from engage.ruleset.document_reader import Path, finding_at, suggest
from engage.ruleset.document_words import fold
from engage.ruleset.vocabulary_file import DocumentReader

__all__ = ["NEEDS_ELAPSED_LENGTH", "NO_TIME_TO_RING", "NO_WAY_OUT", "queue_settings"]

NO_WAY_OUT: Final = Message(
    "R200",
    "`{text}` is no way out of a queue",
    "`{text}` 不是离开队列的去向",
    "it leads to a callback, a message or another queue: `{example}`",
    "去向可以是回拨、留言或其他队列：`{example}`",
)
NEEDS_ELAPSED_LENGTH: Final = Message(
    "R201",
    "nobody waits in a queue for `{text}`: working time stands still while it is closed",
    "排队等候不能以 `{text}` 计：非工作时间不计时",
    "write seconds, minutes, hours or days: `300 seconds`",
    "请用秒、分钟、小时或天，如 `300秒`",
)
NO_TIME_TO_RING: Final = Message(
    "R202",
    "an offer that stands for `{text}` is one that nobody has time to take",
    "只保持 `{text}` 的派接，谁也来不及接",
    "write how long a worker has to take it: `15 seconds`",
    "请写坐席有多久可以接，如 `15秒`",
)
LENGTHS: Final = ("known worker", "ring", "after a decline")
_ENGLISH: Final = re.compile(r"(?:after\s+(?P<length>\S.*?)\s+)?to\s+(?P<to>\S.*)", re.IGNORECASE)
_CHINESE: Final = re.compile(r"(?:(?P<length>\S.*?)\s*[后後]\s*)?[转轉][到至接]?\s*(?P<to>\S.*)")
_EXITS: Final = {
    **dict.fromkeys(("callback", "a callback", "call-back", "a call-back", "回拨", "回撥"), ExitTo.CALLBACK),
    **dict.fromkeys(("message", "a message", "留言"), ExitTo.MESSAGE),
}
_A_QUEUE: Final = Words("queue", "队列")


def queue_settings(reader: DocumentReader, vocabulary: Vocabulary, path: Path) -> dict[str, object]:
    """The settings of the queue at a path; `reader` gathers what is wrong with them."""
    places = reader.places
    settings: dict[str, object] = {}
    for key in LENGTHS:
        fragment = places.text((*path, key)).strip()
        if fragment.text:
            length = settings[key] = _length(reader, fragment)
            if key == "ring" and length is not None and length.amount == 0:
                reader.found(Finding(NO_TIME_TO_RING, fragment.span(), {"text": fragment.text}))
    number, overflow = 0, list[Exit]()
    while (*path, "overflow", number) in places.texts:
        way = _way_out(reader, vocabulary, (*path, "overflow", number), wanted=True)
        overflow += [] if way is None else [way]
        number += 1
    closed = (*path, "closed")
    settings["overflow"] = tuple(overflow)
    if places.text(closed).strip().text:
        settings["closed"] = _way_out(reader, vocabulary, closed, wanted=False)
    return settings


def _length(reader: DocumentReader, fragment: Fragment) -> Duration | None:
    tongue = "en" if fragment.text.isascii() else "zh"
    length, findings = language.parse_duration(fragment, language.Scope(Vocabulary(), tongue))
    reader.findings += findings
    if length is not None and length.unit not in ELAPSED:
        reader.found(Finding(NEEDS_ELAPSED_LENGTH, fragment.span(), {"text": fragment.text}))
        return None
    return length


def _way_out(reader: DocumentReader, vocabulary: Vocabulary, path: Path, *, wanted: bool) -> Exit | None:
    """`after 300 seconds to senior desk`; `wanted`: with a length, else without one."""
    fragment = reader.places.text(path).strip()
    found = _ENGLISH.fullmatch(fragment.text) or _CHINESE.fullmatch(fragment.text)
    if found is None or (found["length"] is not None) is not wanted:
        written = "after 300 seconds to a callback" if wanted else "to a message"
        example = Words(written, "300秒后转回拨" if wanted else "转留言", "300秒後轉回撥" if wanted else "轉留言")
        reader.found(Finding(NO_WAY_OUT, fragment.span(), {"text": fragment.text, "example": example}))
        return None
    after = _length(reader, fragment.cut(*found.span("length"))) if wanted else None
    if wanted and after is None:
        return None
    to = found["to"]
    if fold(to) in _EXITS:
        return Exit(_EXITS[fold(to)], after)
    queues = vocabulary.named(Domain.QUEUE)
    named = [term.id for term in queues if fold(to) in {fold(name) for name in (term.id, *_labels(term.labels))}]
    if not named:
        fix, suggestion = suggest(to, (name for term in queues for name in (term.id, *_labels(term.labels))))
        span = fragment.cut(*found.span("to")).span()
        reader.found(finding_at(say.UNKNOWN_NAME, span, fix, name=to, what=_A_QUEUE, suggestion=suggestion))
        return None
    return Exit(ExitTo.QUEUE, after, named[0])


def _labels(labels: Labels) -> tuple[str, ...]:
    return tuple(name for name in (labels.en, labels.zh, labels.hant) if name)

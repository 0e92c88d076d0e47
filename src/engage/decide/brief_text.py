"""A brief as text for people: what matters now first, what may be looked up last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from engage.decide.brief_told import GRANT, SAY, TREAT, BriefTelling, Row
from engage.decide.explain_words import aside, visible
from engage.ground.render import columns

if TYPE_CHECKING:
    from engage.decide.brief import Brief

__all__ = ["brief_text"]


def brief_text(brief: Brief, language: str) -> str:
    """All sections that have something to say, an empty line between them."""
    sections = _sections(BriefTelling(brief, language))
    return "\n\n".join("\n".join(map(visible, part)) for part in sections if part) + "\n"


def _sections(told: BriefTelling) -> Iterator[list[str]]:
    yield [f"{told.who()} · {told.lead()}"]
    if told.brief.anonymous:
        yield [told.say("anonymous")]
        return
    why = told.why()
    if why is not None:
        yield [told.why_heading(), *_lines([why], told)]
    yield _titled(told, "promises", told.promises())
    yield from _plan(told)
    yield _titled(told, "used up", told.used_up())
    question = told.question()
    if question is not None:
        yield [told.say("ask"), f"  {question.name}", *(f"    {answer}" for answer in question.remarks)]
    yield _titled(told, "under way", told.under_way())
    yield _titled(told, "cases", told.cases())
    yield _titled(told, "who", told.stands())
    yield _titled(told, "worked out", told.computed())
    yield _titled(told, "facts", told.facts())
    yield _titled(told, "events", told.events())
    yield _titled(told, "decided", told.decided())
    yield _titled(told, "timers", told.timers())


def _plan(told: BriefTelling) -> Iterator[list[str]]:
    if told.brief.decision is None:
        yield [told.say("nothing decided")]
        return
    notes = [told.decided_at()]
    notes += [told.say("by another")] if told.brief.explanation is None else []
    for key, slots in (("treat", TREAT), ("say", SAY), ("grant", GRANT)):
        rows = told.plan(slots)
        first = [f"  {note}" for note in notes] if key == "treat" else []
        if rows or first:
            because = [f"  {told.say('because', text)}" for text in told.reasons(slots)] if rows else []
            yield [told.say(key), *_lines(rows, told), *because, *first]
    yield _titled(told, "not", told.barred())


def _titled(told: BriefTelling, key: str, rows: list[Row]) -> list[str]:
    return [told.say(key), *_lines(rows, told)] if rows else []


def _lines(rows: Iterable[Row], told: BriefTelling) -> list[str]:
    return columns([(row.name, _with_remarks(row, told)) for row in rows])


def _with_remarks(row: Row, told: BriefTelling) -> str:
    remarks = told.comma.join(row.remarks)
    return aside(row.value, remarks, told.language) if row.value and remarks else row.value or remarks

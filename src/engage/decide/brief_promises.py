"""The promises of a brief: what is owed, until when, since when and who promised it; the broken ones first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from engage.decide.plan_words import label
from engage.decide.value_words import value_words
from engage.facts.vocabulary import Domain, Kind, Type
from engage.knowledge.commitments import Promise, Promised

if TYPE_CHECKING:
    from engage.decide.brief import Owed
    from engage.decide.brief_told import BriefTelling, Row

__all__ = ["owner_of", "promise_row"]

_MINUTE: Final = 60_000_000
_HOUR: Final = 60 * _MINUTE
_LENGTH: Final = Type(Kind.DURATION)


def owner_of(promise: Promise, told: BriefTelling) -> str:
    """Who has to keep it, in words; empty where nobody is named."""
    commitment, vocabulary = promise.commitment, told.brief.program.vocabulary
    if not commitment.owner_field:
        return label(vocabulary, Domain.OWNER, commitment.owner, told.language)
    said, field = promise.made.data.get(commitment.owner), vocabulary.field_by_name.get(f"event.{commitment.owner}")
    if said is None:
        return ""
    return value_words(said, field.type if field else None, told.language, told.brief.program.zone)


def promise_row(owed: Owed, told: BriefTelling, row: type[Row]) -> Row:
    """One promise as a line: what, its state and time, then when and how it was made, the case, the owner."""
    promise = owed.promise
    name, owner = promise.commitment.labels.in_language(told.language) or promise.commitment.id, owner_of(promise, told)
    broken = promise.came_to is Promised.BROKEN
    return row(
        told.say("for", name, owner) if owner else name,
        told.comma.join(_state(promise, told)),
        tuple(_remarks(owed, told)),
        broken,
    )


def _state(promise: Promise, told: BriefTelling) -> Iterator[str]:
    now = told.brief.at
    if promise.due is None:
        yield told.say("no due")
    elif promise.came_to is Promised.OPEN:
        yield told.say("due", told.when(promise.due))
        yield told.say("left", _length(promise.due - now, told))
    else:
        yield told.say("broken")
        yield told.say("overdue", told.when(promise.due))
        if promise.came_to is Promised.KEPT_LATE and promise.ended is not None:
            yield told.say("kept late", told.when(promise.ended))
        else:
            yield told.say("late by", _length(now - promise.due, told))
    if promise.in_doubt:
        yield told.say("in doubt")


def _length(microseconds: int, told: BriefTelling) -> str:
    """In minutes, hours or days, whatever has at least two of them."""
    unit = _MINUTE if microseconds < 2 * _HOUR else _HOUR if microseconds < 48 * _HOUR else 24 * _HOUR
    whole = microseconds - microseconds % unit
    return value_words(whole, _LENGTH, told.language, told.brief.program.zone)


def _remarks(owed: Owed, told: BriefTelling) -> Iterator[str]:
    promise = owed.promise
    yield told.say("made", told.when(promise.made.at))
    own = {f"event.{promise.commitment.due}", f"event.{promise.commitment.owner}"}  # both are told apart
    for seen in owed.said:
        if seen.name not in own:
            yield f"{told.label(seen.label)}{told.colon}{told.value(seen)}"
    if promise.made.case:
        yield told.say("case", promise.made.case)

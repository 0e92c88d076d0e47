"""Promises of all shapes, and streams of events in which they are made, kept, waived, or forgotten."""

from __future__ import annotations

import datetime

from attrs import evolve

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Commitment, EventKind, Field, Kind, Labels, Type, Vocabulary
from engage.ruleset.commitments import with_commitments
from engage.ruleset.model import Construct, Model
from engage.testing.dice import Dice
from program import building
from program.building import DAY, NOW

__all__ = ["commitment_at_random", "data_at_random", "model_with"]

HALF = DAY // 2
_FIELDS = (
    Field("event.until", Type(Kind.MOMENT), Labels("until", zh="直到")),
    Field("event.on", Type(Kind.DATE), Labels("on", zh="日期")),
    Field("event.desk", Type(Kind.TEXT), Labels("desk", zh="部门")),
)
_EVENTS = (
    EventKind("promise", "promise.made", Labels("promise made", "promises made", zh="作出承诺"), False,
              ("until", "on", "desk")),
    EventKind("keep", "promise.kept", Labels("keeping", "keepings", zh="履行"), False, ("desk",)),
    EventKind("visit", "visit.made", Labels("visit", "visits", zh="上门"), False, ("desk",)),
    EventKind("drop", "promise.dropped", Labels("dropping", "droppings", zh="放弃"), False, ("desk",)),
)  # fmt: skip
_DUE: tuple[str | Duration, ...] = (
    "until",
    "until",
    "on",
    Duration(1, Unit.DAY),
    Duration(36, Unit.HOUR),
    Duration(1, Unit.WORKING_DAY),
    Duration(9, Unit.BUSINESS_HOUR),
    Duration(1, Unit.CALENDAR_DAY),
)


def commitment_at_random(dice: Dice) -> Commitment:
    """Due by a field or after a length, tied by nothing, the case, a field, or both."""
    kept = ("keep",) if dice.chance(2) else ("keep", "visit")
    waived = ("drop",) if dice.chance(2) else ()
    same = dice.one(((), (), ("case",), ("desk",), ("case", "desk")))
    return Commitment(
        "word", Labels("given word", "given words", zh="诺言"), "promise", dice.one(_DUE), kept, waived, same
    )


def model_with(commitment: Commitment, *constructs: Construct) -> Model:
    """A ruleset with it."""
    made = building.model(*constructs)
    own = made.vocabulary
    vocabulary = Vocabulary((*own.fields, *_FIELDS), (*own.events, *_EVENTS), commitments=(commitment,))
    return evolve(made, vocabulary=with_commitments(vocabulary))


def data_at_random(dice: Dice, kind: str, at: int) -> dict[str, object]:
    """What such an event says; a field may be missing."""
    said: dict[str, object] = {} if dice.chance(4) else {"desk": dice.one(("care", "shops"))}
    if kind == "promise":
        day = datetime.datetime.fromtimestamp(NOW // 1_000_000, datetime.UTC).date()
        if not dice.chance(6):
            said["until"] = at + (dice.number(6) - 1) * HALF
        if not dice.chance(6):
            said["on"] = day + datetime.timedelta(days=dice.number(4) - 2)
    return said

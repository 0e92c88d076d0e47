"""The SecondOpinion socket: another engine that says of conditions on a single event what ours says.

A claim is a condition in a form that knows neither rule nor notation: tests of facts with constants, joined by *every*
and *some*, with every `not` already pushed inwards. It asks what is *certainly* so: a test of a fact that is not known
does not hold, whatever it tests.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Protocol

from attrs import field, frozen

from engage.ground.finding import Words

__all__ = [
    "Against",
    "Alike",
    "Claim",
    "Constant",
    "Every",
    "Known",
    "Opinion",
    "Says",
    "SecondOpinion",
    "Some",
    "Spelled",
]

#: a constant of a claim and the value of a fact: a moment or a length of time is a whole number of microseconds
Constant = bool | int | Decimal | str | datetime.date | datetime.time


@frozen
class Against:
    """A fact against a constant. `op` is one of = != < <= > >=; texts and yes/no are only equal or not."""

    fact: str
    op: str
    value: Constant


@frozen
class Alike:
    """Two facts against each other, with the same operators. Both hold an `of`: text, yes/no, number, date, time."""

    fact: str
    op: str
    other: str
    of: str


@frozen
class Spelled:
    """How a text is written. `test`: starts with, ends with, contains, matches (RE2, the whole text)."""

    fact: str
    test: str
    text: str
    holds: bool = True


@frozen
class Known:
    """Is anything known of the fact?"""

    fact: str
    known: bool = True


@frozen
class Every:
    """All of them; without parts always so."""

    parts: tuple[Says, ...] = ()


@frozen
class Some:
    """At least one of them; without parts never so."""

    parts: tuple[Says, ...] = ()


Says = Against | Alike | Spelled | Known | Every | Some


@frozen
class Claim:
    """A condition under the name of what states it: a rule, a row, a veto."""

    id: str
    says: Says


@frozen
class Opinion:
    """What another engine said of a claim, an answer an event in their order.

    `verdicts`: certainly so or not; None where there is no answer, and `unanswered` tells why and how often.
    `crashes` tells each time the other engine died and was started again.
    """

    verdicts: tuple[bool | None, ...] = field(repr=False)
    unanswered: tuple[tuple[Words, int], ...] = ()
    crashes: tuple[Words, ...] = ()


class SecondOpinion(Protocol):
    """What a second-opinion plugin gives. It never decides; it is asked by `engage test` and by the tests."""

    #: the engine and its version, as `durable_rules 2.0.28`
    engine: str

    def unavailable(self) -> Words | None:
        """Why the other engine cannot run here, in one line; None when it can. Starts it if need be."""
        ...

    def unfit(self, claim: Claim) -> Words | None:
        """Why the other engine cannot express the claim; None when it can. Needs no running engine."""
        ...

    def ask(self, claim: Claim, events: Sequence[Mapping[str, Constant]]) -> Opinion:
        """Is the claim certainly so at each event, given as the facts that are known? The claim must fit.

        A crash of the other engine is part of the answer, never an exception.
        """
        ...

    def written(self, claims: Sequence[Claim]) -> Mapping[str, str]:
        """Claims that fit in the other engine's own form: file name → text. Needs no running engine."""
        ...

    def close(self) -> None:
        """Give back processes."""
        ...

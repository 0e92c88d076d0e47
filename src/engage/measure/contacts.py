"""A contact as it was handled, and the figures that are made of many: always with numerator and denominator.

A host builds these values from its own log, whatever it looks like; `engage kpi` makes them from files of events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from fractions import Fraction

from attrs import field, frozen

from engage.measure.messages import misuse

__all__ = ["Counts", "Exit", "Figure", "HandledContact", "counts", "microseconds"]


class Exit(StrEnum):
    """How a contact left. Each has one; what enters leaves by one of them."""

    ANSWERED = "answered"
    """a worker took it"""
    ABANDONED = "abandoned"
    """the customer gave up while waiting in the queue"""
    EARLY = "early"
    """the customer left before the queue, in the menu say: no wait, and no part of what was offered to the queue"""
    OTHER = "other"
    """it left the queue in another way: a callback was asked for, a message left, it flowed to another queue"""


def microseconds(name: str, given: int) -> None:
    """A length, 0 or more. Raises EngageError (S085) for what is none."""
    if type(given) is not int or given < 0:
        raise misuse("S085", name=name)


def _exit(given: Exit | str) -> Exit:
    if isinstance(given, Exit):
        return given
    try:
        return Exit(given)
    except ValueError:
        raise misuse("S086") from None


@frozen
class HandledContact:
    """One contact, from its arrival to its end. Moments are microseconds UTC, lengths are microseconds.

    `waited` is the time in the queue, from entering it (not the menu) until it was left in any way; 0 is a wait, None
    is unknown. `served` is talk, hold and wrap-up together, of an answered contact. `customer` is empty for an
    anonymous one, `need` None where nobody knows why they came. `groups` are what it may be grouped by.

    Raises EngageError for a length below 0 or a moment that is no whole number (S085), and for no exit (S086).
    """

    id: str
    arrived: int
    exit: Exit = field(converter=_exit)
    waited: int | None = None
    served: int | None = None
    ended: int | None = None
    customer: str = field(default="", repr=False)
    need: str | None = None
    worker: str | None = field(default=None, repr=False)
    groups: Mapping[str, str] = field(factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        if type(self.arrived) is not int:
            raise misuse("S085", name="arrived")
        if self.waited is not None:
            microseconds("waited", self.waited)
        if self.served is not None:
            microseconds("served", self.served)


@frozen
class Figure:
    """What a formula gives: `top` over `bottom`, both whole. `value` is exact, None where `bottom` is 0.

    Shares are parts of 1, times are microseconds. Of a percentile `top` is the rank and `bottom` the number of waits,
    and `value` the wait at that rank. `open` counts what belongs below the line, but cannot be judged yet: it is in
    neither number.
    """

    kpi: str
    top: int
    bottom: int
    value: Fraction | None
    open: int = 0


@frozen
class Counts:
    """How many contacts left by which exit; `waited_unknown` of those in the queue, `anonymous` of all."""

    answered: int
    abandoned: int
    early: int
    other: int
    waited_unknown: int
    anonymous: int

    @property
    def offered(self) -> int:
        """Those offered to the queue: O = A + B + X."""
        return self.answered + self.abandoned + self.other


def counts(contacts: Iterable[HandledContact]) -> Counts:
    """How many contacts left by which exit."""
    found = dict.fromkeys(Exit, 0)
    unknown = anonymous = 0
    for one in contacts:
        found[one.exit] += 1
        unknown += one.waited is None and one.exit is not Exit.EARLY
        anonymous += not one.customer
    answered, abandoned, early, other = found.values()
    return Counts(answered, abandoned, early, other, unknown, anonymous)

"""Service level by named formulas. One log gives another number by each, so none of them is *the* service level."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Final

from attrs import frozen

from engage.measure.contacts import Exit, Figure, HandledContact, microseconds
from engage.measure.messages import misuse

__all__ = ["FORMULAS", "Within", "service_level", "within"]


@frozen
class Within:
    """The counts that every formula is made of, over contacts in the queue whose wait is known.

    Capital letters of the formulas: A answered, B abandoned, X other exits; A_T, B_T, X_T those within the threshold,
    equality included.
    """

    answered: int
    abandoned: int
    other: int
    answered_in: int
    abandoned_in: int
    other_in: int


def within(contacts: Iterable[HandledContact], threshold: int) -> Within:
    """The counts for a threshold in microseconds. A wait of exactly the threshold is within it."""
    found = {exit: [0, 0] for exit in Exit}
    for one in contacts:
        if one.waited is not None:
            found[one.exit][0] += 1
            found[one.exit][1] += one.waited <= threshold
    ways = (Exit.ANSWERED, Exit.ABANDONED, Exit.OTHER)
    return Within(*(found[exit][place] for place in (0, 1) for exit in ways))


_FIGURE: Final = "service_level."
#: Formula → numerator and denominator. Who publishes which: docs/reference/kpis.md.
FORMULAS: Final[Mapping[str, Callable[[Within], tuple[int, int]]]] = {
    "answered": lambda n: (n.answered_in, n.answered),
    "answered_plus_short_abandon": lambda n: (n.answered_in + n.abandoned_in, n.answered + n.abandoned),
    "offered": lambda n: (n.answered_in, n.answered + n.abandoned),
    "ex_short": lambda n: (n.answered_in, n.answered + n.abandoned - n.abandoned_in),
    "removed": lambda n: (n.answered_in + n.abandoned_in + n.other_in, n.answered + n.abandoned + n.other),
    "offered_with_flow_outs": lambda n: (n.answered_in, n.answered + n.abandoned + n.other),
}


def service_level(contacts: Iterable[HandledContact], threshold: int, formula: str) -> Figure:
    """The service level within `threshold` microseconds by one of FORMULAS: `offered`, or `service_level.offered`.

    Contacts whose wait is unknown are in neither number. Raises EngageError for a formula that is none (S083): there is
    no default, on purpose; and for what is no length (S085).
    """
    name = str(formula).removeprefix(_FIGURE)
    if name not in FORMULAS:
        raise misuse("S083", name=str(formula), known=", ".join(FORMULAS))
    microseconds("threshold", threshold)
    top, bottom = FORMULAS[name](within(contacts, threshold))
    return Figure(f"{_FIGURE}{name}", top, bottom, Fraction(top, bottom) if bottom else None)

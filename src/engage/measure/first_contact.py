"""First-contact resolution by need: was a need settled at its first contact, or did the customer have to come again?

A need is the contacts of one customer about one reason, each within the window of the one before it. Only what can be
told counts: contacts of nobody, about nothing known, or asked for by us leave the base, and so do needs that were given
up before anybody answered. Formula: needs settled without a further contact of the same need within the window, by all
needs whose window has closed (SQM, among others); those whose window is open are counted apart, not as successes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from engage.facts.vocabulary import Ending
from engage.measure.visits import Contact

__all__ = ["FirstContact", "LeftOut", "Need", "agreement", "first_contact", "needs_of"]


class LeftOut(StrEnum):
    """Why a contact, or a need, is not in the base."""

    NOBODY = "nobody"
    NO_REASON = "no reason"
    BY_US = "by us"
    GIVEN_UP = "given up"


@frozen
class Need:
    """What one customer came about, and each contact with it, the earliest first."""

    customer: str
    reason: str
    contacts: tuple[Contact, ...]


@frozen
class FirstContact:
    """Needs by what became of them. `resolved`, `repeated` and `open` sum to the base.

    `open`: one contact, whose window has not closed. `left_out`: how many contacts (of `given up`: needs) are not in
    the base, and why.
    """

    resolved: int
    repeated: int
    open: int
    left_out: dict[LeftOut, int]

    @property
    def base(self) -> int:
        """All needs that are looked at."""
        return self.resolved + self.repeated + self.open

    @property
    def rate(self) -> Fraction | None:
        """Resolved at first contact, by the needs that are judged; None before the first is."""
        judged = self.resolved + self.repeated
        return Fraction(self.resolved, judged) if judged else None


def needs_of(contacts: Iterable[Contact], within: int) -> tuple[tuple[Need, ...], Counter[LeftOut]]:
    """The needs behind contacts, in the order of customers and reasons, and the contacts that tell of none.

    `within`: so many microseconds after a contact the next one is about the same need.
    """
    left: Counter[LeftOut] = Counter()
    chains: dict[tuple[str, str], list[list[Contact]]] = {}
    for contact in sorted(contacts, key=lambda one: (one.at, one.id)):
        why = _left_out(contact)
        if why is not None:
            left[why] += 1
            continue
        mine = chains.setdefault((contact.customer, contact.need), [])
        if mine and contact.at - mine[-1][-1].at <= within:
            mine[-1].append(contact)
        else:
            mine.append([contact])
    return tuple(Need(*who, tuple(chain)) for who, mine in sorted(chains.items()) for chain in mine), left


def first_contact(contacts: Iterable[Contact], within: int, until: int) -> FirstContact:
    """What became of the needs, as known at `until`. Both in microseconds."""
    needs, left = needs_of(contacts, within)
    resolved = repeated = still = 0
    for need in needs:
        if len(need.contacts) > 1:
            repeated += 1
        elif need.contacts[0].visits[-1].ending is Ending.ABANDONED:
            left[LeftOut.GIVEN_UP] += 1
        elif need.contacts[0].at + within <= until:
            resolved += 1
        else:
            still += 1
    return FirstContact(resolved, repeated, still, {why: left[why] for why in LeftOut if left[why]})


def agreement(contacts: Iterable[Contact]) -> tuple[int, int]:
    """(alike, both known): how often the reason that was concluded is the one that was stated. A figure of quality."""
    both = [one for one in contacts if one.stated and one.concluded]
    return sum(one.stated == one.concluded for one in both), len(both)


def _left_out(contact: Contact) -> LeftOut | None:
    if contact.by_us:
        return LeftOut.BY_US
    if not contact.customer:
        return LeftOut.NOBODY
    return None if contact.need else LeftOut.NO_REASON

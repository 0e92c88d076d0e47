"""Facts that are kept and do not count: too old, too doubtful, not true yet; and facts that an event tells too late.

Reasons name the fact; when it was told, and how sure its source was, stands among the facts used, which can be erased.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engage.decide.reasons import ReasonCode
from engage.facts.decided import Reason, SetFact
from engage.facts.known import Fact, Situation
from engage.knowledge.freshness import Distrust, after_telling, distrust, standing
from engage.program.program import FactInput, Shelf

__all__ = ["Distrusted", "distrusted", "distrusted_reasons", "kept_later", "sure_key", "told_facts", "told_key"]

#: why each fact that the shelf reads does not count, with the fact
Distrusted = Mapping[str, tuple[Distrust, Fact]]


def told_key(name: str) -> str:
    """The key under which facts used tells since when a fact that does not count was known."""
    return f"told {name}"


def sure_key(name: str) -> str:
    """The key under which facts used tells how sure its source was of a fact that does not count."""
    return f"sure {name}"


def distrusted(shelf: Shelf, situation: Situation) -> Distrusted:
    """Every fact that is kept, that this kind of event looks at, and that counts as unknown."""
    found = {}
    for source in shelf.inputs:
        if isinstance(source, FactInput):
            kept = situation.profile.facts.get(source.name)
            fact = kept and standing(kept, situation.event.at)
            why = fact and distrust(fact, situation.event.at, source.max_age, source.least_confidence)
            if fact and why and fact.value is not None:
                found[source.name] = why, fact
    return found


def distrusted_reasons(found: Distrusted) -> Iterator[Reason]:
    """One reason for each, in the order of their names."""
    for name in sorted(found):
        yield Reason(ReasonCode(found[name][0].value), detail=name)


def told_facts(found: Distrusted) -> dict[str, object]:
    """What facts used tells of them."""
    told: dict[str, object] = {}
    for name, (why, fact) in found.items():
        if why is Distrust.DOUBTFUL:
            told[sure_key(name)] = fact.confidence
        else:
            told[told_key(name)] = fact.at
    return told


def kept_later(situation: Situation, change: SetFact) -> bool:
    """Is something kept that was known later than what this event says?"""
    new = Fact(change.value, situation.event.at)
    return after_telling(new, situation.profile.facts.get(change.name), situation.event.at) is None

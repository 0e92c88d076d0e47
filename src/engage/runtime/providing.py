"""Asking a host's providers before a decision: once for all facts of one customer, until a deadline, never fatal.

Whatever a provider does, the decision is made: what it did not tell soundly is unknown, and the decision says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Final

from attrs import evolve, field, frozen

from engage.errors import EventRejected
from engage.facts.known import MEMBERSHIP, Event, Fact, Profile, Provided, Situation
from engage.facts.vocabulary import Vocabulary
from engage.gate.json_in import exact_data
from engage.gate.known_in import confidence_told, moment_told, typed_facts
from engage.ground.limits import LIMITS
from engage.knowledge.freshness import after_telling, line_of, standing
from engage.program.program import Program
from engage.runtime.asking import Answered, Rooms, to_ask
from engage.runtime.clock import Clock
from engage.sockets.estimator import Asked
from engage.sockets.provider import FactProvider, Told

__all__ = ["Providers", "kept_of", "with_provided"]

#: how far a provider's clock may be ahead of ours (microseconds)
_AHEAD: Final = 60_000_000


@frozen
class Providers:
    """The providers a host gives, by the names that vocabularies use. `seconds` is how long all of them may take."""

    bound: Mapping[str, FactProvider]
    clock: Clock
    seconds: float = 0.5
    _rooms: Rooms = field(factory=Rooms, init=False, eq=False, repr=False)

    def ask(
        self, program: Program, event: Event, profile: Profile, already: dict[str, Provided]
    ) -> tuple[Provided, ...]:
        """What was told, one for each fact asked for, in the order of names; those without a value say why.

        `already`: what was told of this event before, which is not asked for again; what is told now is added.
        """
        wanted: dict[str, list[str]] = {}
        told: dict[str, Provided] = {}
        for declared in to_ask(program, event, profile):
            if declared.name in already:
                told[declared.name] = already[declared.name]
            elif declared.provided_by:
                wanted.setdefault(declared.provided_by, []).append(declared.name)
        if wanted:
            answered = self._asked(program.vocabulary, event, profile, wanted)
            told |= {each.fact: each for each in answered}
            already |= told
        return tuple(told[name] for name in sorted(told))

    def _asked(
        self, vocabulary: Vocabulary, event: Event, profile: Profile, wanted: Mapping[str, Sequence[str]]
    ) -> list[Provided]:
        # Several are asked at once, each of the same: what one does to it must not reach another.
        known = {name: standing(fact, event.at).value for name, fact in profile.facts.items() if name != MEMBERSHIP}
        facts = MappingProxyType(known)
        asked = Asked(profile.key, event.at, facts)
        reading = _Reading(vocabulary, self.clock, max(event.at, self.clock.now()))
        calls = {
            name: partial(reading.asked, self.bound[name], asked, tuple(names))
            for name, names in wanted.items()
            if name in self.bound
        }
        answers = self._rooms.answers(calls, self.seconds)
        return [
            _provided(name, fact, answers.get(name, "not bound")) for name, names in wanted.items() for fact in names
        ]

    def missing(self, program: Program) -> tuple[str, ...]:
        """The providers that a program names and nobody gave."""
        named = {declared.provided_by for declared in program.vocabulary.fields if declared.provided_by}
        return tuple(sorted(named - self.bound.keys()))

    def close(self) -> None:
        """Give back what the providers hold."""
        self._rooms.close()
        for provider in self.bound.values():
            provider.close()


def with_provided(situation: Situation, provided: tuple[Provided, ...]) -> Situation:
    """The situation with what providers told. What was asked and not told is unknown, whatever was kept before; where
    something later is kept than what was told, that stands."""
    facts = dict(situation.profile.facts)
    for each in provided:
        if each.told is None:
            facts.pop(each.fact, None)
            continue
        line = after_telling(each.told, facts.get(each.fact), situation.event.at)
        if line is not None:
            facts[each.fact] = line
    return evolve(situation, profile=evolve(situation.profile, facts=facts), provided=provided)


def kept_of(situation: Situation) -> dict[str, Fact]:
    """What providers told and what stands: it is kept in the profile."""
    facts = situation.profile.facts
    told = (each for each in situation.provided if each.told is not None)
    return {each.fact: facts[each.fact] for each in told if each.told in line_of(facts.get(each.fact))}


def _provided(provider: str, fact: str, answered: Answered) -> Provided:
    """One answer for the record. `answered`: facts and troubles by name, or one trouble for all of them."""
    told = answered if isinstance(answered, str) else answered[fact]
    if not isinstance(told, Fact):
        return Provided(provider, fact, trouble=str(told))
    return Provided(provider, fact, told if told.source else evolve(told, source=f"provider {provider}"))


@frozen
class _Reading:
    """Reads what a provider answered, in its thread: what takes long to read is late, too."""

    vocabulary: Vocabulary
    clock: Clock
    asked_at: int

    def asked(self, provider: FactProvider, asked: Asked, wanted: Sequence[str]) -> dict[str, Fact | str]:
        """For each name the fact, or why there is none. Raises TypeError for what is no answer at all, and whatever
        the provider raises."""
        answer: object = provider.provide(asked, wanted)
        if not isinstance(answer, Mapping):
            raise TypeError
        silent = "silent" if set(answer) <= set(wanted) else "other names"
        said = {name: answer.get(name) for name in wanted}
        return {name: silent if each is None else self._fact(name, each) for name, each in said.items()}

    def _fact(self, name: str, said: object) -> Fact | str:
        told = said if isinstance(said, Told) else Told(said)
        if told.value is None:
            return "silent"
        try:
            value = typed_facts(self.vocabulary, {name: told.value})[name]
            at, sure, source = moment_told(told.at), confidence_told(told.confidence), _source(told.source)
        except (EventRejected, TypeError, ValueError):
            return "wrong type"
        if at is None:
            return Fact(value, self.asked_at, source, sure)
        now = max(self.asked_at, self.clock.now())
        if at > now + _AHEAD:
            return "from the future"
        return Fact(value, min(at, now), source, sure, now if at < now else None)


def _source(written: object) -> str:
    if not isinstance(written, str) or len(written.encode("utf-8", "surrogatepass")) > LIMITS.id_bytes:
        raise TypeError
    exact_data({"source": written})
    return str(written)

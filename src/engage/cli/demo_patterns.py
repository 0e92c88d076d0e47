"""The part of the demonstration in which another engine looks for the same patterns, and both are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from attrs import define, field

from engage.ground.finding import Words
from engage.program.program import PatternInput, Program
from engage.runtime import Engine, SetClock
from engage.sockets.plugins import Plugins

__all__ = ["Looked", "look_again"]

_FOUND: Final = Words(
    "`{pattern}`: {engine} was asked at {asked} events and saw it at {seen}; engage said the same each time.",
    "“{pattern}”：在 {asked} 个事件中询问 {engine}，有 {seen} 次成立；engage 每次结论相同。",
    "「{pattern}」：在 {asked} 個事件中詢問 {engine}，有 {seen} 次成立；engage 每次結論相同。",
)
_MISSING: Final = Words(
    "`{pattern}`: engage looked alone. {why}",
    "“{pattern}”：仅由 engage 查找。{why}",
    "「{pattern}」：僅由 engage 查找。{why}",
)
_DIFFERENT: Final = Words(
    "`{pattern}`: the two engines differ at {different} of {asked} events",
    "“{pattern}”：两个引擎在 {asked} 个事件中有 {different} 个不一致",
    "「{pattern}」：兩個引擎在 {asked} 個事件中有 {different} 個不一致",
)


@define
class Looked:
    """What came of looking for one pattern twice. `why`: there was no other engine."""

    pattern: Words
    engine: str = ""
    why: Words = field(default=Words(""))
    asked: int = 0
    seen: int = 0
    different: int = 0

    def sentence(self) -> Words:
        """What is printed of it."""
        if self.why.en:
            return _MISSING.filled(pattern=self.pattern, why=self.why)
        if self.different:
            return _DIFFERENT.filled(pattern=self.pattern, different=str(self.different), asked=str(self.asked))
        return _FOUND.filled(pattern=self.pattern, engine=self.engine, seen=str(self.seen), asked=str(self.asked))


def look_again(program: Program, events: Iterable[Mapping[str, object]], first: Engine) -> tuple[Looked, ...]:
    """Look for every pattern of the ruleset by durable_rules; `first` has decided on the events without it."""
    patterns = {
        source.id: source
        for shelf in program.shelves.values()
        for source in shelf.inputs
        if isinstance(source, PatternInput)
    }
    found = {id: Looked(source.words) for id, source in patterns.items()}
    correlator = Plugins.discover().open_correlator("durable")
    missing = correlator.unavailable()
    if missing is not None:
        correlator.close()
        for each in found.values():
            each.why = missing
        return tuple(found.values())
    kinds = {kind for source in patterns.values() for kind in source.kinds}
    types = {kind.type for kind in program.vocabulary.events if kind.id in kinds}
    with Engine(program, "sqlite::memory:", correlator=correlator, correlate_within=10.0, clock=SetClock()) as second:
        for envelope in events:
            if envelope["type"] not in types:
                continue
            decision = second.receive(envelope)
            for id, looked in found.items():
                if id in decision.facts_used:
                    signals = [signal for signal in decision.signals if signal.name == id]
                    looked.engine, looked.asked = correlator.engine, looked.asked + 1
                    looked.seen += any(signal.events for signal in signals)
                    same = first.decision(decision.id).facts_used[id] == decision.facts_used[id]
                    looked.different += not (signals and same)
    return tuple(found.values())

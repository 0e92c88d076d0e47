"""Law: what is carried on of a long past equals what the whole log says, after every event of every log.

Events come late, twice, under another ruleset, and by an engine of before; customers are merged, and erased. After each
event every fact used is worked out anew from all events of the customer in the log, with nothing carried.

Mutants it catches, each planted and seen to break it: a late event is carried on like any other, or decided on with
what was carried; what was carried is believed although an event came in between that it does not hold; the event itself
is not counted; the first moment is overwritten; an event before the date since which is counted counts; what was
carried survives an erasure, or a merge; the past of an erased customer is read as that of the next one.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator

from attrs import evolve

from engage.decide import decide
from engage.facts.known import Event, History, PastEvent, Profile, Situation, State
from engage.facts.vocabulary import Type
from engage.gate import event as read_event
from engage.language.actions import RouteTo
from engage.language.tree import Compare, Fact, HistoryTerm, IsUnknown, Literal, Measure, Or, Past, Window, WindowKind
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.ruleset.model import DerivedFact, File, Model, Rule
from engage.runtime import Engine, SetClock
from engage.sockets.storage import Commit, Unit
from engage.testing.dice import Dice
from engage.testing.reference_storage import ReferenceStorage
from engage.testing.rulesets_at_random import ruleset
from engage.testing.trees_at_random import MOMENT, MONEY, NUMBER, REGION, TODAY
from laws.events_at_random import envelopes

LOGS = 10_000 if os.environ.get("ENGAGE_LAWS") == "long" else 60
EVENTS = 14

EVER = Window(WindowKind.EVER)
SINCE = Window(WindowKind.SINCE, since=TODAY - datetime.timedelta(days=20))
NORTH = Compare("=", Past("reason", REGION), Literal("north", REGION))
DEAR = Compare(">", Past("amount", MONEY), Literal(50, MONEY))
TERMS: tuple[tuple[HistoryTerm, Type], ...] = (
    (HistoryTerm("count", "call", "", EVER), NUMBER),
    (HistoryTerm("count", "complaint", "", EVER, (NORTH,)), NUMBER),
    (HistoryTerm("count", "complaint", "", SINCE, (NORTH, DEAR)), NUMBER),
    (HistoryTerm("sum", "bill", "amount", EVER), MONEY),
    (HistoryTerm("sum", "bill", "amount", SINCE, (DEAR,)), MONEY),
    (HistoryTerm("average", "bill", "amount", SINCE), MONEY),
    (HistoryTerm("smallest", "bill", "amount", SINCE, (DEAR,)), MONEY),
    (HistoryTerm("largest", "bill", "amount", EVER), MONEY),
    (HistoryTerm("distinct", "call", "reason", SINCE), NUMBER),
    (HistoryTerm("first", "call", "", EVER), MOMENT),
    (HistoryTerm("last", "complaint", "", SINCE), MOMENT),
)


def test_what_is_carried_on_equals_what_the_whole_log_says() -> None:
    known = carried = 0
    for seed in range(LOGS):
        dice = Dice(seed)
        programs = tuple(compile_model(each) for each in _rulesets(dice))
        assert programs[0].needs.carried
        storage, log, seen = _WithOlderBeside(), dict[str, list[PastEvent]](), set[str]()
        engine = Engine(programs[0], storage, clock=SetClock())
        for event in _events(dice, programs[0]):
            if dice.chance(6):
                engine.activate(dice.one(programs))
            if dice.chance(12):
                _merged_or_erased(dice, engine, log)
            storage.older = dice.chance(6)
            decision = engine.take(event)
            if event.id in seen:
                continue
            seen.add(event.id)
            key = storage.key_of("main", event.subject)
            past = log.setdefault(key, [])
            expected = decide(engine.program, _situation(event, tuple(past) if event.subject else ()))
            for fact in (each.id for each, _ in _facts()):
                name = f"customer.{fact}"
                assert decision.facts_used.get(name) == expected.facts_used.get(name), f"seed {seed}: {name}"
                known += decision.facts_used.get(name) is not None
            past.append(PastEvent(event.kind, event.at, len(past) + 1, event.data, id=event.id))
            kept = storage.customer("main", key) if event.subject else None
            carried += bool(kept and kept.carried)
    assert known > LOGS * EVENTS
    # A guard that the law looks at something: about a third of all events leave something carried.
    assert carried > LOGS * EVENTS // 4


def _merged_or_erased(dice: Dice, engine: Engine, log: dict[str, list[PastEvent]]) -> None:
    """One customer is forgotten, or becomes another, whose events are then followed by its own."""
    known = sorted(key for key, past in log.items() if key and past)
    if not known:
        return
    key, into = dice.one(known), dice.one(known)
    past = log.pop(key)
    if key == into:
        engine.erase(key)
    else:
        engine.merge(key, into)
        after = len(log[into])
        log[into] += [evolve(each, sequence=each.sequence + after) for each in past]


class _WithOlderBeside(ReferenceStorage):
    """A storage that an engine writes to which does not know what is carried: it leaves alone what stands there."""

    older = False

    def commit(self, tenant: str, unit: Unit) -> Commit:
        """One unit, by whichever engine."""
        if self.older:
            customer = self.customer(tenant, unit.event.key)
            unit = evolve(unit, carried=customer.carried if customer else "")
        return super().commit(tenant, unit)


def _events(dice: Dice, program: Program) -> Iterator[Event]:
    """Events of a log with a subject each or none; what is sent twice with other content is left out."""
    seen: dict[str, str] = {}
    for line in envelopes(dice, EVENTS):
        event = read_event(program, line)
        if event.type != "customer.updated" and seen.setdefault(event.id, event.digest) == event.digest:
            yield event


def _situation(event: Event, past: tuple[PastEvent, ...]) -> Situation:
    # What earlier decisions left behind is not looked at: the facts compared ask the past alone.
    return Situation(event, Profile(event.subject), History(past), State())


def _facts() -> Iterator[tuple[DerivedFact, Type]]:
    for number, (term, type) in enumerate(TERMS):
        yield DerivedFact(id=f"carried_{number}", value=Measure(term, type), type=type), type


def _rulesets(dice: Dice) -> tuple[Model, Model]:
    """A ruleset at random that asks for every term, and one that asks for none of them."""
    plain = ruleset(dice, 2)
    asked = tuple(IsUnknown(Fact(f"customer.{fact.id}", type)) for fact, type in _facts())
    rule = Rule(id="asks", events=("call", "complaint", "bill"), lines=(Or(asked),), actions=(RouteTo(queue="desk"),))
    constructs = (*(fact for fact, _ in _facts()), rule)
    return evolve(plain, files=(*plain.files, File("asks.rules", "rules", "en", constructs))), plain

"""Law: over a real storage each promise that was not kept in time is told as broken, exactly once, at the moment after
it was due; no other is. Promises and what keeps them come late, twice, out of order and in several channels, of
customers that are merged meanwhile, under rulesets that come to give more or less time.

Mutants it catches, each planted and seen to break it: the timer told as a breach although the promise was kept; a
breach that is in doubt told all the same; what came late, before the timer rang, not seen; a promise that got more time
forgotten; one that was due before it was made never looked at; the promise looked for by the id of its event alone.
"""

from __future__ import annotations

import datetime
import json
import os
from collections import Counter

from attrs import define, evolve, field

from engage.facts.known import PastEvent
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Commitment
from engage.program.from_model import compile_model
from engage.ruleset.model import Header, Rule
from engage.runtime import Engine, SetClock
from engage.testing.dice import Dice
from engage.testing.reference_promises import due_of, outcomes
from laws.promises_at_random import HALF, commitment_at_random, data_at_random, model_with
from program.building import NOW

LIVES = 2_000 if os.environ.get("ENGAGE_LAWS") == "long" else 48
_KINDS = ("promise", "promise", "promise", "keep", "visit", "drop")
_TYPES = {"promise": "promise.made", "keep": "promise.kept", "visit": "visit.made", "drop": "promise.dropped"}
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_TELLS = Rule(id="tells", events=("word_broken",))
Breach = tuple[str, str, int]


def test_a_broken_promise_is_told_once_and_a_kept_one_never() -> None:
    seen: Counter[str] = Counter()
    for seed in range(LIVES):
        dice = Dice(seed)
        first = commitment_at_random(dice)
        later = evolve(first, due=Duration(60, Unit.HOUR)) if isinstance(first.due, Duration) else first
        later = evolve(first, due=Duration(6, Unit.HOUR)) if later != first and dice.chance(3) else later
        told, expected, promised = _lived(dice, first, later)
        assert sorted(told) == sorted(expected), (seed, first, later)
        seen.update(broken=len(told), not_broken=promised - len(told))
    assert min(seen.values()) > LIVES, seen


def _lived(dice: Dice, first: Commitment, later: Commitment) -> tuple[list[Breach], list[Breach], int]:
    programs = [compile_model(model_with(each, _TELLS)) for each in (first, later)]
    header, clock = model_with(first).header, SetClock()
    clock.at = NOW
    slow = _Slowly(first, header)
    told: list[Breach] = []
    with Engine(programs[0], "sqlite::memory:", clock=clock) as engine:
        whom = ["c1", "c2"]
        for number in range(4 + dice.number(10)):
            clock.at += dice.number(4) * HALF // 2
            told += _ticked(engine)
            slow.tick(clock.at)
            if dice.chance(7) and engine.program == programs[0]:
                engine.activate(programs[1])
                slow.commitment = later
            if dice.chance(6) and len(whom) == 2 and {"c1", "c2"} <= {each[0] for each in slow.known}:
                engine.merge("c2", into="c1")
                slow.merge()
                whom = ["c1"]
            _send(dice, engine, slow, dice.one(("c1", "c1", "c2")), number, clock.at)
        clock.at += 30 * HALF
        told += _ticked(engine)
        slow.tick(clock.at)
        assert not _ticked(engine)
    return told, slow.told, sum(event.kind == "promise" for _, event in slow.known)


def _send(dice: Dice, engine: Engine, slow: _Slowly, who: str, number: int, now: int) -> None:
    """An event now, or one that comes late; sometimes twice; two senders may give the same id."""
    kind, at = dice.one(_KINDS), now - (dice.number(5) * HALF // 2 if dice.chance(3) else 0)
    data, case = data_at_random(dice, kind, at), dice.one(("", "K1", "K1", "K2"))
    id, source = f"e{number // 2}", f"/{'phone' if number % 2 else 'shop'}"
    plain = {name: _plain(value) for name, value in data.items()}
    said = {"id": id, "source": source, "type": _TYPES[kind], "time": _text(at), "subject": who, "data": plain}
    for _ in range(1 + dice.chance(5)):
        engine.receive({**said, **({"case": case} if case else {})})
    slow.came(who, PastEvent(kind, at, number, data, "", case, id, source))


def _ticked(engine: Engine) -> list[Breach]:
    broken = [decision for decision in engine.tick() if decision.kind == "word_broken"]
    events = {event.id: event for event, _ in engine.storage.recorded("main", after="", limit=1_000)}
    return [_breach(events[each.event_id].data, each.at) for each in broken]


def _breach(data: str, at: int) -> Breach:
    said = json.loads(data)
    return said["promise"], said.get("desk", ""), at


def _plain(value: object) -> object:
    return _text(value) if isinstance(value, int) else value.isoformat() if isinstance(value, datetime.date) else value


def _text(at: int) -> str:
    return (_EPOCH + datetime.timedelta(microseconds=at)).isoformat()


@define
class _Slowly:
    """The same by hand: everything that came, whose it is, and who waits for which moment."""

    commitment: Commitment
    header: Header
    known: list[tuple[str, PastEvent]] = field(factory=list)
    waiting: list[tuple[int, int, str, PastEvent]] = field(factory=list)
    told: list[Breach] = field(factory=list)
    merged: bool = False

    def came(self, who: str, event: PastEvent) -> None:
        who, event = self._joined(who, event, 2_000) if self.merged else (who, event)
        self.known.append((who, event))
        due = due_of(self.commitment, event, self.header) if event.kind == "promise" else None
        if due is not None:
            self.waiting.append((max(due + 1, event.at), event.sequence, who, event))

    def merge(self) -> None:
        self.merged = True
        # Of one moment, what was the other customer's comes after what was there.
        self.known = [self._joined(who, event, 1_000 * (who == "c2")) for who, event in self.known]
        joined = [(at, *self._joined(who, event, 1_000 * (who == "c2"))) for at, _, who, event in self.waiting]
        self.waiting = [(at, event.sequence, who, event) for at, who, event in joined]

    def _joined(self, _: str, event: PastEvent, later: int) -> tuple[str, PastEvent]:
        return "c1", evolve(event, sequence=event.sequence + later)

    def tick(self, now: int) -> None:
        while ready := [each for each in self.waiting if each[0] <= now]:
            at, number, who, promise = min(ready, key=lambda each: each[:2])
            self.waiting.remove((at, number, who, promise))
            past = [event for key, event in self.known if key == who and event.at <= at]
            after = [each for each in past if (each.at, each.sequence) > (promise.at, promise.sequence)]
            after.sort(key=lambda each: (each.at, each.sequence))
            came_to = outcomes(self.commitment, promise, after, at, self.header)
            due = due_of(self.commitment, promise, self.header)
            if came_to <= {"broken", "kept late"}:
                self.told.append((promise.id, str(promise.data.get("desk", "")), at))
            if due is not None and due + 1 > at:
                self.waiting.append((due + 1, number, who, promise))

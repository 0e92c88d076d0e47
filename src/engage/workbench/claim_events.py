"""Made-up events for a claim: most are led towards it, so that it holds often and fails by a hair; facts are missing.

The same dice give the same events. Customers are made of the facts that the claim names, and of nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, cast

from attrs import define, field

from engage.facts.known import Event, Fact, Profile, Situation, Value
from engage.facts.vocabulary import EventKind, Kind, Type
from engage.ground.dice import Dice
from engage.language.tree import Now, Part
from engage.language.types import MOMENT, type_of
from engage.program.local_time import moment_part, to_moment
from engage.program.program import Program
from engage.sockets.second_opinion import Against, Alike, Claim, Constant, Every, Known, Says, Some, Spelled
from engage.workbench.claim_values import facts_in, pools, text_like
from engage.workbench.claims import NOW_KIND

__all__ = ["claim_situations", "facts_at", "types_of"]

_START: Final = datetime.date(2024, 1, 1)
_DAYS: Final = 1_100
#: when nobody asks what time it is
_NOON: Final = 1_768_478_400_000_000  # 2026-01-15 12:00 UTC
_TEXT: Final = Type(Kind.TEXT)


def types_of(claim: Claim, program: Program) -> Mapping[str, Type]:
    """What each fact of the claim holds."""
    return {fact: _type(fact, program) for fact in facts_in(claim.says)}


def _type(fact: str, program: Program) -> Type:
    if fact == NOW_KIND:
        return _TEXT
    if fact.startswith("now."):
        part = fact.removeprefix("now.")
        return MOMENT if part == "moment" else type_of(Part(part, Now()))
    return program.vocabulary.field_by_name[fact].type


def facts_at(situation: Situation, facts: Sequence[str], program: Program) -> dict[str, Constant]:
    """Those of the facts that are known at an event, as another engine is told them."""
    found: dict[str, object] = {}
    for fact in facts:
        root, _, short = fact.partition(".")
        if root == "event":
            found[fact] = situation.event.data.get(short)
        elif root == "now":
            found[fact] = _now(short, situation.event, program)
        elif fact in situation.profile.facts:
            found[fact] = situation.profile.facts[fact].value
    return {fact: cast(Constant, value) for fact, value in found.items() if value is not None}


def _now(part: str, event: Event, program: Program) -> object:
    if part == "kind":
        return event.kind
    return event.at if part == "moment" else moment_part(part, program.zone)(event.at)


def claim_situations(
    claim: Claim, kinds: Sequence[str], program: Program, number: int, dice: Dice
) -> Iterator[Situation]:
    """So many situations for a claim, at these kinds of events."""
    maker = _Maker(claim, program, dice, pools(claim.says, types_of(claim, program)))
    for count in range(number):
        yield maker.situation(kinds[count % len(kinds)] if kinds else "", count)


@define
class _Maker:
    claim: Claim
    program: Program
    dice: Dice
    pools: Mapping[str, tuple[Constant, ...]]
    _chosen: dict[str, Constant | None] = field(factory=dict)
    _fitting: dict[Against, list[Constant]] = field(factory=dict)

    def situation(self, kind: str, number: int) -> Situation:
        dice = self.dice
        self._chosen = {fact: self._drawn(fact) for fact in self.pools}
        if not dice.chance(4):
            self._lead(self.claim.says)
            if self.pools and dice.chance(2):
                fact = dice.one(tuple(self.pools))
                self._chosen[fact] = self._drawn(fact)
        known = self.program.vocabulary.event_by_id.get(kind)
        data: dict[str, Value] = {}
        facts: dict[str, Fact] = {}
        for fact, value in self._chosen.items():
            root, _, short = fact.partition(".")
            if value is None or root == "now":
                continue
            if root != "event":
                facts[fact] = Fact(value)
            elif known is None or short in known.fields:
                data[short] = value
        at = self._moment()
        event = Event(f"e{number}", "engage:second-opinion", _type_name(known, kind), at, kind=kind, data=data)
        return Situation(event, Profile("customer", facts))

    def _drawn(self, fact: str) -> Constant | None:
        values = self.pools[fact]
        return None if not values or self.dice.chance(5) else self.dice.one(values)

    def _moment(self) -> int:
        """A moment that reads what was chosen for its time or date, as far as one choice leaves room for the other."""
        if not any(fact.startswith("now.") for fact in self.pools):
            return _NOON
        day, time = self._chosen.get("now.date"), self._chosen.get("now.time")
        hour, moment = self._chosen.get("now.hour"), self._chosen.get("now.moment")
        if isinstance(moment, int) and 0 <= moment < 4 * 10**15:
            return moment
        if not isinstance(day, datetime.date) or not 1970 < day.year < 2100:
            day = _START + datetime.timedelta(days=self.dice.number(_DAYS))
        if not isinstance(time, datetime.time):
            known = isinstance(hour, int) and 0 <= hour < 24
            time = datetime.time(hour if known and isinstance(hour, int) else self.dice.number(24))
        at = to_moment(datetime.datetime.combine(day, time, datetime.UTC))
        wanted = datetime.datetime.combine(day, time)
        local = self._clock(at)
        return at - (local - wanted) // datetime.timedelta(microseconds=1)

    def _clock(self, at: int) -> datetime.datetime:
        date, time = (moment_part(part, self.program.zone)(at) for part in ("date", "time"))
        assert isinstance(date, datetime.date)
        assert isinstance(time, datetime.time)
        return datetime.datetime.combine(date, time)

    # --------------------------------------------------------------------------------- towards the claim

    def _lead(self, says: Says) -> None:
        """Choose values for which the claim holds, where one choice does not undo another."""
        match says:
            case Every(parts=parts):
                for part in parts:
                    self._lead(part)
            case Some(parts=parts):
                if parts:
                    self._lead(self.dice.one(parts))
            case Known(fact=fact, known=known):
                self._chosen[fact] = self._some_value(fact) if known else None
            case Alike(fact=fact, other=other):
                value = self._some_value(other)
                self._chosen[fact] = self._chosen[other] = value
            case Spelled(fact=fact, test=test, text=text):
                self._chosen[fact] = self._spelled(test, text)
            case Against():
                if says not in self._fitting:
                    values = self.pools[says.fact]
                    self._fitting[says] = [each for each in values if _fits(says.op, each, says.value)]
                if self._fitting[says]:
                    self._chosen[says.fact] = self.dice.one(self._fitting[says])

    def _some_value(self, fact: str) -> Constant | None:
        values = self.pools[fact]
        return self.dice.one(values) if values else None

    def _spelled(self, test: str, text: str) -> str:
        extra = self.dice.one(("", "x", "张", '"', text))
        if test == "matches":
            return text_like(text, self.dice)
        return {"starts with": f"{text}{extra}", "ends with": f"{extra}{text}"}.get(test, f"{extra}{text}{extra}")


def _type_name(known: EventKind | None, kind: str) -> str:
    return known.type if known else kind


def _fits(op: str, value: Constant, constant: Constant) -> bool:
    """A guess at whether the value passes; the engines are asked anyway."""
    if op in ("=", "!="):
        return (value == constant) is (op == "=")
    if isinstance(value, str) or isinstance(constant, str) or type(value) is bool:
        return False
    try:
        less, more = value < constant, value > constant  # type: ignore[operator]  # of one kind, or a TypeError
    except TypeError:
        return False
    return less if op == "<" else more if op == ">" else not more if op == "<=" else not less

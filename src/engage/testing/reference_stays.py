"""Where customers stand and how they came there, in a dict and a list: the part of the reference storage for charts."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import define, evolve, field

from engage.sockets.storage import MoveRecord, StayRecord, TimerRecord, Unit

__all__ = ["ReferenceStays", "alarm_of"]


def alarm_of(waiting: Iterable[TimerRecord], key: str) -> TimerRecord | None:
    """The customer's timer without a name, the earliest of them."""
    found = [timer for timer in waiting if key and (timer.key, timer.name) == (key, "")]
    return min(found, key=lambda timer: (timer.nominal, timer.id), default=None)


@define
class ReferenceStays:
    """The stays and moves of one tenant."""

    _stays: dict[tuple[str, str], StayRecord] = field(factory=dict)
    _moves: list[tuple[str, MoveRecord]] = field(factory=list)

    def stands(self, unit: Unit) -> bool:
        """Does every move of the unit leave the stage in which the customer then is?"""
        now = {chart: stay.stage for (who, chart), stay in self._stays.items() if who == unit.event.key}
        for move in unit.moves:
            if now.get(move.chart, "") != move.before:
                return False
            now[move.chart] = move.after
        return True

    def keep(self, unit: Unit) -> None:
        """Write the unit's moves, and where they lead."""
        key = unit.event.key
        self._moves += [(key, move) for move in unit.moves]
        self._stays |= {(key, stay.chart): stay for stay in unit.stays}

    def of(self, key: str) -> tuple[StayRecord, ...]:
        """Where a customer stands, in the order of the charts' names."""
        return tuple(stay for (who, _), stay in sorted(self._stays.items(), key=lambda item: item[0]) if who == key)

    def moves(self, key: str) -> list[MoveRecord]:
        """Every move of a customer."""
        return [move for who, move in self._moves if key and who == key]

    def erase(self, key: str) -> None:
        """No stay of a customer; its moves are nobody's, and nobody asked for them."""
        self._stays = {place: stay for place, stay in self._stays.items() if place[0] != key}
        self._moves = [("", evolve(move, by="", why="")) if who == key else (who, move) for who, move in self._moves]

    def merge(self, key: str, into: str) -> None:
        """Every stay and move of `key` is `into`'s; where both stand in a chart, the stage of `into` stands."""
        for (who, chart), stay in list(self._stays.items()):
            if who == key:
                self._stays.setdefault((into, chart), stay)
                del self._stays[who, chart]
        self._moves = [(into if who == key else who, move) for who, move in self._moves]

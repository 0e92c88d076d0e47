"""A small desk for the tests of routing: contacts and workers by the second."""

from __future__ import annotations

import datetime

from attrs import evolve

from engage.facts.units import Duration, Unit
from engage.service import Match, Need, Route, Rung, Skill, Waiting, Worker

__all__ = ["START", "at", "contact", "given", "seconds", "worker"]

START = datetime.datetime(2026, 11, 5, 9, tzinfo=datetime.UTC)


def at(second: float) -> datetime.datetime:
    return START + datetime.timedelta(seconds=second)


def seconds(amount: int) -> Duration:
    return Duration(amount, Unit.SECOND)


def contact(
    id: str,
    since: float = 0,
    queue: str = "desk",
    *,
    needs: tuple[Need, ...] = (),
    ladder: tuple[Rung, ...] = (),
    ahead: int = 0,
    channel: str = "voice",
) -> Waiting:
    return Waiting(id, Route(queue, needs, ladder, seconds(ahead) if ahead else None), at(since), channel)


def worker(id: str, queue: str = "desk", idle_since: float = 0, **skills: int | Skill) -> Worker:
    return Worker(id, (queue,), at(idle_since), skills)


def given(
    matches: tuple[Match, ...], waiting: list[Waiting], workers: list[Worker], now: datetime.datetime
) -> tuple[list[Waiting], list[Worker]]:
    """Who waits and who serves after the matches were taken up."""
    by_id = {each.id: each for each in workers}
    channels = {each.id: each.channel for each in waiting}
    for match in matches:
        one, channel = by_id[match.worker], channels[match.contact]
        work = {**one.work, channel: one.work.get(channel, 0) + 1}
        by_id[one.id] = evolve(one, work=work, idle_since=now, served=one.served + 1)
    gone = {match.contact for match in matches}
    return [each for each in waiting if each.id not in gone], [by_id[each.id] for each in workers]

"""Rows of several columns as the records of the socket."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from engage.plugins import DecisionRecord, EventRecord, StayRecord

__all__ = ["counts", "pair", "stay"]

_COUNTS: Final = (
    "events",
    "decisions",
    "customers",
    "waiting_effects",
    "dead_letters",
    "unknown_effects",
    "waiting_timers",
)


def counts(row: Sequence[int]) -> dict[str, int]:
    """How many there are of what is counted."""
    return dict(zip(_COUNTS, row, strict=True))


def stay(chart: str, stage: str, since: int, before: str, passed: str) -> StayRecord:
    """Where a customer stands in a chart."""
    return StayRecord(chart, stage, since, before, tuple(json.loads(passed)))


def pair(row: Sequence[Any]) -> tuple[EventRecord, DecisionRecord]:
    """An event and the decision on it."""
    return EventRecord(*row[:14]), DecisionRecord(*row[14:])

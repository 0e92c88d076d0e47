"""How customers are served, as pure functions: working calendars, how much of a target has passed, when it is due; how
long one waits.

This room must never read a clock or a disk, nor decide who is served how.
"""

from __future__ import annotations

from engage.facts.units import Duration, Unit
from engage.service.calendars import ALWAYS, Calendar
from engage.service.erlang import Load, QueueFigures, erlang_a, erlang_c, staff
from engage.service.lengths import length
from engage.service.targets import Pause, due_at, elapsed, late_from, remaining, warn_at
from engage.service.wait import Estimator, WaitRange, wait_estimate

__all__ = [
    "ALWAYS",
    "Calendar",
    "Duration",
    "Estimator",
    "Load",
    "Pause",
    "QueueFigures",
    "Unit",
    "WaitRange",
    "due_at",
    "elapsed",
    "erlang_a",
    "erlang_c",
    "late_from",
    "length",
    "remaining",
    "staff",
    "wait_estimate",
    "warn_at",
]

"""How customers are served, as pure functions: working calendars, how much of a target has passed, when it is due.

This room must never read a clock or a disk, nor decide who is served how.
"""

from __future__ import annotations

from engage.facts.units import Duration, Unit
from engage.service.calendars import ALWAYS, Calendar
from engage.service.lengths import length
from engage.service.targets import Pause, due_at, elapsed, late_from, remaining, warn_at

__all__ = [
    "ALWAYS",
    "Calendar",
    "Duration",
    "Pause",
    "Unit",
    "due_at",
    "elapsed",
    "late_from",
    "length",
    "remaining",
    "warn_at",
]

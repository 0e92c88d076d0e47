"""How customers are served, as pure functions: working calendars, how much of a target has passed, when it is due; how
long one waits; menus and self-services as customers walk them.

This room must never read a clock or a disk, nor decide who is served how.
"""

from __future__ import annotations

from engage.facts.units import Duration, Unit
from engage.service.calendars import ALWAYS, Calendar
from engage.service.erlang import Load, QueueFigures, erlang_a, erlang_c, staff
from engage.service.lengths import length
from engage.service.menu_order import Seen, in_order, on_levels, seen_again
from engage.service.menu_walk import MenuWalk, menu_walk
from engage.service.self_service import (
    Contained,
    Containment,
    Ending,
    HandOver,
    SelfServiceWalk,
    Why,
    contained,
    self_service_walk,
)
from engage.service.targets import Pause, due_at, elapsed, late_from, remaining, warn_at
from engage.service.wait import Estimator, WaitRange, wait_estimate

__all__ = [
    "ALWAYS",
    "Calendar",
    "Contained",
    "Containment",
    "Duration",
    "Ending",
    "Estimator",
    "HandOver",
    "Load",
    "MenuWalk",
    "Pause",
    "QueueFigures",
    "Seen",
    "SelfServiceWalk",
    "Unit",
    "WaitRange",
    "Why",
    "contained",
    "due_at",
    "elapsed",
    "erlang_a",
    "erlang_c",
    "in_order",
    "late_from",
    "length",
    "menu_walk",
    "on_levels",
    "remaining",
    "seen_again",
    "self_service_walk",
    "staff",
    "wait_estimate",
    "warn_at",
]

"""How customers are served, as pure functions: working calendars, how much of a target has passed and when it is due,
how long one waits, who is offered to whom, when somebody is called back; menus and self-services as they are walked.

This room must never read a clock or a disk, nor decide who is served how.
"""

from __future__ import annotations

from engage.facts.plan import Need, Route, Rung
from engage.facts.queues import Exit, ExitTo, Pool, Queue
from engage.facts.units import Duration, Unit
from engage.service.assign import Chosen, Match, StillWaiting, Unserved, assign, still_waiting
from engage.service.calendars import ALWAYS, Calendar
from engage.service.callbacks import (
    Callback,
    CallbackState,
    CallbackWait,
    attempted,
    callback_state,
    callback_wait,
    called_again,
    next_attempt,
    queued_callback,
)
from engage.service.capacity import Capacity, Share
from engage.service.erlang import Load, QueueFigures, erlang_a, erlang_c, staff
from engage.service.ladder import rank, rungs_open
from engage.service.lengths import length
from engage.service.menu_order import Seen, in_order, on_levels, seen_again
from engage.service.menu_walk import MenuWalk, menu_walk
from engage.service.queue_hours import closed_queues
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
from engage.service.waiting import Skill, Waiting, Worker, below_floor, exits_of, waiting_by_plan

__all__ = [
    "ALWAYS",
    "Calendar",
    "Callback",
    "CallbackState",
    "CallbackWait",
    "Capacity",
    "Chosen",
    "Contained",
    "Containment",
    "Duration",
    "Ending",
    "Estimator",
    "Exit",
    "ExitTo",
    "HandOver",
    "Load",
    "Match",
    "MenuWalk",
    "Need",
    "Pause",
    "Pool",
    "Queue",
    "QueueFigures",
    "Route",
    "Rung",
    "Seen",
    "SelfServiceWalk",
    "Share",
    "Skill",
    "StillWaiting",
    "Unit",
    "Unserved",
    "WaitRange",
    "Waiting",
    "Why",
    "Worker",
    "assign",
    "attempted",
    "below_floor",
    "callback_state",
    "callback_wait",
    "called_again",
    "closed_queues",
    "contained",
    "due_at",
    "elapsed",
    "erlang_a",
    "erlang_c",
    "exits_of",
    "in_order",
    "late_from",
    "length",
    "menu_walk",
    "next_attempt",
    "on_levels",
    "queued_callback",
    "rank",
    "remaining",
    "rungs_open",
    "seen_again",
    "self_service_walk",
    "staff",
    "still_waiting",
    "wait_estimate",
    "waiting_by_plan",
    "warn_at",
]

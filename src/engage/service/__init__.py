"""How customers are served, as pure functions: working calendars, how much of a target has passed and when it is due,
how long one waits, who is offered to whom, and when somebody is called back.

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
from engage.service.queue_hours import closed_queues
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
    "Duration",
    "Estimator",
    "Exit",
    "ExitTo",
    "Load",
    "Match",
    "Need",
    "Pause",
    "Pool",
    "Queue",
    "QueueFigures",
    "Route",
    "Rung",
    "Share",
    "Skill",
    "StillWaiting",
    "Unit",
    "Unserved",
    "WaitRange",
    "Waiting",
    "Worker",
    "assign",
    "attempted",
    "below_floor",
    "callback_state",
    "callback_wait",
    "called_again",
    "closed_queues",
    "due_at",
    "elapsed",
    "erlang_a",
    "erlang_c",
    "exits_of",
    "late_from",
    "length",
    "next_attempt",
    "queued_callback",
    "rank",
    "remaining",
    "rungs_open",
    "staff",
    "still_waiting",
    "wait_estimate",
    "waiting_by_plan",
    "warn_at",
]

"""The wing that touches clock, disk and network: receive → snapshot → decide → commit; timers, delivery, answers.

It is handed a compiled Program and never reads a rule's text or a file of a ruleset.
"""

from engage.runtime.async_engine import AsyncEngine
from engage.runtime.clock import Clock, SetClock, SystemClock
from engage.runtime.delivery import Delivered
from engage.runtime.engine import Engine

__all__ = ["AsyncEngine", "Clock", "Delivered", "Engine", "SetClock", "SystemClock"]

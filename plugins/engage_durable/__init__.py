"""durable_rules as a second opinion: `engage test RULESET --second-opinion durable`.

durable_rules can end the process it runs in, so it runs in a child process only: `child.py` alone imports it, and no
module of this package imports `child.py`. Patterns over several events will live here too, behind their own socket.
"""

from __future__ import annotations

from engage.plugins import SecondOpinionRegistry, hookimpl
from engage_durable.opinion import DurableOpinion, open_durable

__all__ = ["DurableOpinion", "engage_second_opinions", "open_durable"]


@hookimpl
def engage_second_opinions(registry: SecondOpinionRegistry) -> None:
    """Register `durable`."""
    registry.add("durable", open_durable)

"""durable_rules as a second opinion, `engage test RULESET --second-opinion durable`, and as a correlator of events.

durable_rules can end the process it runs in, so it runs in a child process only: `child.py` alone imports it, and no
module of this package imports `child.py`.
"""

from __future__ import annotations

from engage.plugins import CorrelatorRegistry, SecondOpinionRegistry, hookimpl
from engage_durable.correlator import DurableCorrelator, open_correlator
from engage_durable.opinion import DurableOpinion, open_durable

__all__ = [
    "DurableCorrelator",
    "DurableOpinion",
    "engage_correlators",
    "engage_second_opinions",
    "open_correlator",
    "open_durable",
]


@hookimpl
def engage_second_opinions(registry: SecondOpinionRegistry) -> None:
    """Register `durable`."""
    registry.add("durable", open_durable)


@hookimpl
def engage_correlators(registry: CorrelatorRegistry) -> None:
    """Register `durable`."""
    registry.add("durable", open_correlator)

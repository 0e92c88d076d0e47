"""The door for plugin authors: hook markers, the sockets as Protocols, the values that pass through them, the errors.

    from engage.plugins import ChannelRegistry, hookimpl

    @hookimpl
    def engage_channels(registry: ChannelRegistry) -> None:
        registry.add("pigeon", open_pigeon)

Contract kits for a plugin's own tests: `engage.testing.storage`, `engage.testing.channel`, `engage.testing.estimator`,
`engage.testing.provider`, `engage.testing.correlator`.
"""

from __future__ import annotations

from engage.errors import (
    ChannelError,
    EngageError,
    Permanent,
    PluginError,
    Retryable,
    SchemaMismatch,
    StorageBusy,
    StorageError,
    StorageLocked,
    UnknownOutcome,
)
from engage.facts.known import PastEvent
from engage.ground.finding import Words
from engage.knowledge.purchases import Bought, Purchase, PurchaseDay, bought, local_day, mean_amount
from engage.sockets.channel import Answer, Channel, Delivery
from engage.sockets.correlator import Candidate, Correlator, Question
from engage.sockets.desk import AtDesk, DeskRecord, DeskState, DeskStorage
from engage.sockets.estimator import Asked, Estimator, Guess, Learner
from engage.sockets.hooks import (
    ChannelRegistry,
    CorrelatorRegistry,
    EstimatorRegistry,
    ProviderRegistry,
    SecondOpinionRegistry,
    StorageRegistry,
    hookimpl,
    hookspec,
)
from engage.sockets.plugins import Found, Plugins
from engage.sockets.provider import FactProvider, Told
from engage.sockets.second_opinion import (
    Against,
    Alike,
    Claim,
    Constant,
    Every,
    Known,
    Opinion,
    Says,
    SecondOpinion,
    Some,
    Spelled,
)
from engage.sockets.storage import (
    Activation,
    Claimed,
    Commit,
    Committed,
    CustomerRecord,
    DecisionRecord,
    Duplicate,
    Erased,
    EventRecord,
    MoveRecord,
    Occupied,
    OutboxRecord,
    Pending,
    Snapshot,
    Stale,
    StayRecord,
    Storage,
    TimerRecord,
    Unit,
    Waiting,
)
from engage.sockets.upkeep import Schema, Upkeep

__all__ = [
    "Activation",
    "Against",
    "Alike",
    "Answer",
    "Asked",
    "AtDesk",
    "Bought",
    "Candidate",
    "Channel",
    "ChannelError",
    "ChannelRegistry",
    "Claim",
    "Claimed",
    "Commit",
    "Committed",
    "Constant",
    "Correlator",
    "CorrelatorRegistry",
    "CustomerRecord",
    "DecisionRecord",
    "Delivery",
    "DeskRecord",
    "DeskState",
    "DeskStorage",
    "Duplicate",
    "EngageError",
    "Erased",
    "Estimator",
    "EstimatorRegistry",
    "EventRecord",
    "Every",
    "FactProvider",
    "Found",
    "Guess",
    "Known",
    "Learner",
    "MoveRecord",
    "Occupied",
    "Opinion",
    "OutboxRecord",
    "PastEvent",
    "Pending",
    "Permanent",
    "PluginError",
    "Plugins",
    "ProviderRegistry",
    "Purchase",
    "PurchaseDay",
    "Question",
    "Retryable",
    "Says",
    "Schema",
    "SchemaMismatch",
    "SecondOpinion",
    "SecondOpinionRegistry",
    "Snapshot",
    "Some",
    "Spelled",
    "Stale",
    "StayRecord",
    "Storage",
    "StorageBusy",
    "StorageError",
    "StorageLocked",
    "StorageRegistry",
    "TimerRecord",
    "Told",
    "Unit",
    "UnknownOutcome",
    "Upkeep",
    "Waiting",
    "Words",
    "bought",
    "hookimpl",
    "hookspec",
    "local_day",
    "mean_amount",
    "now",
]


def now() -> int:
    """The machine's clock, microseconds since 1970 UTC: for what a receiver compares with its own.

    The only way for a plugin to ask what time it is; in decisions time comes with the event.
    """
    # Loaded when it is first asked: finding plugins must not load the engine.
    from engage.runtime.clock import SystemClock

    return SystemClock().now()

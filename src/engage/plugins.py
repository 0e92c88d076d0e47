"""The door for plugin authors: hook markers, the sockets as Protocols, the values that pass through them, the errors.

    from engage.plugins import ChannelRegistry, hookimpl

    @hookimpl
    def engage_channels(registry: ChannelRegistry) -> None:
        registry.add("pigeon", open_pigeon)

Contract kits for a plugin's own tests: `engage.testing.storage`, `engage.testing.channel`.
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
from engage.ground.finding import Words
from engage.sockets.channel import Answer, Channel, Delivery
from engage.sockets.hooks import ChannelRegistry, SecondOpinionRegistry, StorageRegistry, hookimpl, hookspec
from engage.sockets.plugins import Found, Plugins
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
    EventRecord,
    Occupied,
    OutboxRecord,
    Snapshot,
    Stale,
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
    "Channel",
    "ChannelError",
    "ChannelRegistry",
    "Claim",
    "Claimed",
    "Commit",
    "Committed",
    "Constant",
    "CustomerRecord",
    "DecisionRecord",
    "Delivery",
    "Duplicate",
    "EngageError",
    "EventRecord",
    "Every",
    "Found",
    "Known",
    "Occupied",
    "Opinion",
    "OutboxRecord",
    "Permanent",
    "PluginError",
    "Plugins",
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
    "Storage",
    "StorageBusy",
    "StorageError",
    "StorageLocked",
    "StorageRegistry",
    "TimerRecord",
    "Unit",
    "UnknownOutcome",
    "Upkeep",
    "Waiting",
    "Words",
    "hookimpl",
    "hookspec",
    "now",
]


def now() -> int:
    """The machine's clock, microseconds since 1970 UTC: for what a receiver compares with its own.

    The only way for a plugin to ask what time it is; in decisions time comes with the event.
    """
    # Loaded when it is first asked: finding plugins must not load the engine.
    from engage.runtime.clock import SystemClock

    return SystemClock().now()

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
    UnknownOutcome,
)
from engage.sockets.channel import Answer, Channel, Delivery
from engage.sockets.hooks import ChannelRegistry, StorageRegistry, hookimpl, hookspec
from engage.sockets.plugins import Found, Plugins
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
)
from engage.sockets.upkeep import Schema, Upkeep

__all__ = [
    "Activation",
    "Answer",
    "Channel",
    "ChannelError",
    "ChannelRegistry",
    "Claimed",
    "Commit",
    "Committed",
    "CustomerRecord",
    "DecisionRecord",
    "Delivery",
    "Duplicate",
    "EngageError",
    "EventRecord",
    "Found",
    "Occupied",
    "OutboxRecord",
    "Permanent",
    "PluginError",
    "Plugins",
    "Retryable",
    "Schema",
    "SchemaMismatch",
    "Snapshot",
    "Stale",
    "Storage",
    "StorageBusy",
    "StorageError",
    "StorageRegistry",
    "TimerRecord",
    "Unit",
    "UnknownOutcome",
    "Upkeep",
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

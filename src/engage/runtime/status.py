"""What an engine says of itself: which ruleset decides, which one is active in the storage, what waits."""

from __future__ import annotations

from collections.abc import Collection

from engage.runtime.estimates import Estimators
from engage.runtime.intake import Active
from engage.runtime.providing import Providers
from engage.sockets.storage import Storage

__all__ = ["status_of"]


def status_of(
    storage: Storage,
    tenant: str,
    active: Active,
    activation_error: str,
    channels: Collection[str],
    estimators: Estimators,
    providers: Providers,
) -> dict[str, object]:
    """What decides here, what is active in the storage (`overtaken` when that is a later one), and what waits."""
    stored = storage.activation(tenant)
    return {
        "ruleset": active.program.name,
        "hash": active.program.hash,
        "generation": active.generation,
        "active_in_storage": stored.ruleset_hash if stored else "",
        "generation_in_storage": stored.generation if stored else 0,
        "in_step": bool(stored and stored.ruleset_hash == active.program.hash),
        "overtaken": bool(stored and stored.generation > active.generation),
        "last_activation_error": activation_error,
        "durability": storage.durability,
        "estimators": {name: str(each.model) for name, each in sorted(estimators.bound.items())},
        "providers": sorted(providers.bound),
        "providers_not_bound": list(providers.missing(active.program)),
        "channels": sorted(channels),
        "channels_not_bound": sorted(set(storage.waiting(tenant).channels) - set(channels)),
        **storage.counts(tenant),
    }

"""Every hook of engage on one screen. A hook receives a registry at start-up and adds to it; none runs per event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pluggy

from engage.sockets.channel import Channel
from engage.sockets.correlator import Correlator
from engage.sockets.estimator import Estimator
from engage.sockets.provider import FactProvider
from engage.sockets.second_opinion import SecondOpinion
from engage.sockets.storage import Storage

__all__ = [
    "ChannelRegistry",
    "CorrelatorRegistry",
    "EstimatorRegistry",
    "ProviderRegistry",
    "SecondOpinionRegistry",
    "StorageRegistry",
    "hookimpl",
    "hookspec",
]

hookspec = pluggy.HookspecMarker("engage")
hookimpl = pluggy.HookimplMarker("engage")


class StorageRegistry(Protocol):
    """`sqlite:care.db` opens the storage registered under `sqlite` with `care.db`."""

    def add(self, name: str, open_storage: Callable[[str], Storage]) -> None:
        """Register; PluginError when the name is taken."""
        ...


class ChannelRegistry(Protocol):
    """`webhook:http://…` opens the channel registered under `webhook` with what follows."""

    def add(self, name: str, open_channel: Callable[[str], Channel]) -> None:
        """Register; PluginError when the name is taken."""
        ...


class EstimatorRegistry(Protocol):
    """`btyd:btyd.json` opens the estimator registered under `btyd` with what follows."""

    def add(self, name: str, open_estimator: Callable[[str], Estimator]) -> None:
        """Register; PluginError when the name is taken."""
        ...


class ProviderRegistry(Protocol):
    """`crm:https://crm.example/facts` opens the provider of facts registered under `crm` with what follows."""

    def add(self, name: str, open_provider: Callable[[str], FactProvider]) -> None:
        """Register; PluginError when the name is taken."""
        ...


class SecondOpinionRegistry(Protocol):
    """`durable` opens the second opinion registered under `durable`; what follows a colon is handed to it."""

    def add(self, name: str, open_second_opinion: Callable[[str], SecondOpinion]) -> None:
        """Register; PluginError when the name is taken. Opening must not start the other engine."""
        ...


class CorrelatorRegistry(Protocol):
    """`durable` opens the correlator registered under `durable`; what follows a colon is handed to it."""

    def add(self, name: str, open_correlator: Callable[[str], Correlator]) -> None:
        """Register; PluginError when the name is taken. Opening must not start the other engine."""
        ...


@hookspec
def engage_storages(registry: StorageRegistry) -> None:
    """Add storages."""


@hookspec
def engage_channels(registry: ChannelRegistry) -> None:
    """Add delivery channels."""


@hookspec
def engage_estimators(registry: EstimatorRegistry) -> None:
    """Add estimators."""


@hookspec
def engage_providers(registry: ProviderRegistry) -> None:
    """Add providers of facts."""


@hookspec
def engage_second_opinions(registry: SecondOpinionRegistry) -> None:
    """Add other engines that tests may ask."""


@hookspec
def engage_correlators(registry: CorrelatorRegistry) -> None:
    """Add correlators: who says which events complete a pattern."""

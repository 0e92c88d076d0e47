"""What an engine is given: storage, channels, estimators, providers, a correlator, opened and looked at before use."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from engage.runtime.correlation import WINDOWED, Correlation
from engage.sockets.channel import Channel
from engage.sockets.correlator import Correlator
from engage.sockets.estimator import Estimator
from engage.sockets.plugins import (
    Plugins,
    sound_channel,
    sound_correlator,
    sound_estimator,
    sound_provider,
    sound_storage,
)
from engage.sockets.provider import FactProvider
from engage.sockets.storage import Storage

__all__ = ["Opened", "opened", "opened_correlator"]


@frozen
class Opened:
    """What an engine works with, by the names of its ruleset."""

    storage: Storage
    channels: Mapping[str, Channel]
    estimators: Mapping[str, Estimator]
    providers: Mapping[str, FactProvider]


def opened(
    plugins: Plugins | None,
    storage: str | Storage,
    channels: Mapping[str, str | Channel],
    estimators: Mapping[str, str | Estimator],
    providers: Mapping[str, str | FactProvider],
) -> Opened:
    """All of them, ready for use. Raises PluginError for what is unsound. None for `plugins`: those installed."""
    if plugins is None:
        # Discovered only when an address has to be resolved: a host that hands over objects needs no entry points.
        given = (storage, *channels.values(), *estimators.values(), *providers.values())
        addressed = any(isinstance(each, str) for each in given)
        plugins = Plugins.discover() if addressed else Plugins()
    kept = plugins.open_storage(storage) if isinstance(storage, str) else sound_storage(storage)
    bound = {
        name: sound_channel(name, plugins.open_channel(each) if isinstance(each, str) else each)
        for name, each in channels.items()
    }
    asked = {
        name: sound_estimator(name, plugins.open_estimator(each) if isinstance(each, str) else each)
        for name, each in estimators.items()
    }
    telling = {
        name: sound_provider(name, plugins.open_provider(each) if isinstance(each, str) else each)
        for name, each in providers.items()
    }
    return Opened(kept, bound, asked, telling)


def opened_correlator(plugins: Plugins | None, correlator: str | Correlator, seconds: float) -> Correlation:
    """Who is asked about patterns; `windowed` is nobody but engage itself. Raises PluginError for what is unsound."""
    if correlator == WINDOWED:
        return Correlation(WINDOWED, None, seconds)
    if isinstance(correlator, str):
        found = (Plugins.discover() if plugins is None else plugins).open_correlator(correlator)
        made = Correlation(correlator.partition(":")[0], found, seconds)
    else:
        made = Correlation(sound_correlator(correlator).engine, correlator, seconds)
    made.start()
    return made

"""What an engine is given: storage, channels, estimators, a correlator, opened by address and looked at before use."""

from __future__ import annotations

from collections.abc import Mapping

from engage.runtime.correlation import WINDOWED, Correlation
from engage.sockets.channel import Channel
from engage.sockets.correlator import Correlator
from engage.sockets.estimator import Estimator
from engage.sockets.plugins import Plugins, sound_channel, sound_correlator, sound_estimator, sound_storage
from engage.sockets.storage import Storage

__all__ = ["opened", "opened_correlator"]


def opened(
    plugins: Plugins | None,
    storage: str | Storage,
    channels: Mapping[str, str | Channel],
    estimators: Mapping[str, str | Estimator],
) -> tuple[Storage, dict[str, Channel], dict[str, Estimator]]:
    """All of them, ready for use. Raises PluginError for what is unsound. None for `plugins`: those installed."""
    if plugins is None:
        # Discovered only when an address has to be resolved: a host that hands over objects needs no entry points.
        addressed = isinstance(storage, str) or any(
            isinstance(each, str) for each in (*channels.values(), *estimators.values())
        )
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
    return kept, bound, asked


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

"""Plugins as a value: what is installed, or what a host hands over, and how to open what they name.

Hooks run here, at start-up, and never again. One broken plugin is reported and the others work.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Final, TypeVar

import pluggy
from attrs import frozen

from engage.errors import EngageError, PluginError
from engage.ground.finding import Words
from engage.sockets import hooks
from engage.sockets.channel import Channel
from engage.sockets.correlator import Correlator
from engage.sockets.estimator import Estimator
from engage.sockets.messages import plugin_error
from engage.sockets.provider import FactProvider
from engage.sockets.registry import Registrar, Registry
from engage.sockets.second_opinion import SecondOpinion
from engage.sockets.storage import Storage

__all__ = [
    "GROUP",
    "Found",
    "Plugins",
    "sound_channel",
    "sound_correlator",
    "sound_estimator",
    "sound_provider",
    "sound_storage",
]

#: The entry-point group of plugins.
GROUP: Final = "engage"
_HOME: Final = "engage-rules"
_EXAMPLES: Final[Mapping[str, str]] = {
    "storage": "sqlite:care.db",
    "channel": "webhook:https://crm.example/in",
    "estimator": "btyd:btyd.json",
    "provider": "crm:https://crm.example/facts",
}

_IDEMPOTENCY: Final = ("key", "natural", "query", "none")

T = TypeVar("T")


@frozen
class Found:
    """A plugin: its name, the distribution it came in (empty when a host handed it over), what it brings."""

    name: str
    distribution: str = ""
    version: str = ""
    storages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    estimators: tuple[str, ...] = ()
    second_opinions: tuple[str, ...] = ()
    correlators: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    problem: str = ""


class Plugins:
    """What can be opened by name.

    `Plugins(module, …)` takes modules or objects with hooks, and raises PluginError at the first that is unsound.
    `Plugins.discover()` takes what is installed; what is unsound is listed in `problems`.
    """

    def __init__(self, *plugins: object) -> None:
        self._manager = pluggy.PluginManager(GROUP)
        self._manager.add_hookspecs(hooks)
        self._storages: Registry[Storage] = Registry("storage")
        self._channels: Registry[Channel] = Registry("channel")
        self._estimators: Registry[Estimator] = Registry("estimator")
        self._opinions: Registry[SecondOpinion] = Registry("second opinion")
        self._correlators: Registry[Correlator] = Registry("correlator")
        self._providers: Registry[FactProvider] = Registry("provider")
        self._found: list[Found] = []
        self._problems: list[PluginError] = []
        for plugin in plugins:
            self._add(plugin, getattr(plugin, "__name__", type(plugin).__name__))

    @classmethod
    def discover(cls) -> Plugins:
        """Everything installed under the entry-point group `engage`, loaded one by one."""
        plugins = cls()
        for point in _in_order(entry_points(group=GROUP)):
            plugins._load(point)
        return plugins

    @property
    def problems(self) -> tuple[PluginError, ...]:
        """What was wrong with plugins that were found; they are left out, the others work."""
        return tuple(self._problems)

    def describe(self) -> tuple[Found, ...]:
        """The plugins in the order they were taken up, broken ones with their problem."""
        return tuple(self._found)

    def open_storage(self, address: str) -> Storage:
        """Open `name:where` (`sqlite:care.db`). Raises PluginError, and StorageError from the storage itself."""
        return _opened(self._storages, address, _members(Storage))

    def open_channel(self, address: str) -> Channel:
        """Open `name:where` (`webhook:https://…`). Raises PluginError, and ChannelError from the channel itself."""
        return _opened(self._channels, address, _members(Channel))

    def open_estimator(self, address: str) -> Estimator:
        """Open `name:where` (`btyd:btyd.json`). Raises PluginError."""
        return _opened(self._estimators, address, _members(Estimator))

    def open_provider(self, address: str) -> FactProvider:
        """Open `name:where`, a provider of facts. Raises PluginError."""
        return _opened(self._providers, address, _members(FactProvider))

    def open_second_opinion(self, name: str) -> SecondOpinion:
        """Open a second opinion by its name (`durable`). Raises PluginError. Starts no other engine yet."""
        return _opened(self._opinions, name if ":" in name else f"{name}:", _members(SecondOpinion))

    def open_correlator(self, name: str) -> Correlator:
        """Open a correlator by its name (`durable`). Raises PluginError. Starts no other engine yet."""
        return _opened(self._correlators, name if ":" in name else f"{name}:", _members(Correlator))

    def _load(self, point: EntryPoint) -> None:
        distribution, version = _origin(point)
        name = f"{point.name} ({distribution})" if distribution else point.name
        try:
            try:
                plugin = point.load()
            except (Exception, SystemExit) as failure:
                # Whatever an import raises, the other plugins must work.
                raise plugin_error("P001", plugin=name, reason=_reason(failure)) from failure
            self._add(plugin, name, Found(point.name, distribution, version))
        except PluginError as problem:
            self._problems.append(problem)
            self._found.append(Found(point.name, distribution, version, problem=str(problem)))

    def _add(self, plugin: object, name: str, found: Found | None = None) -> None:
        """Take up one plugin, whole or not at all."""
        try:
            self._manager.register(plugin, name)
            # Always: it tells a hook whose name is misspelt, which would otherwise never be called.
            self._manager.check_pending()
        except (pluggy.PluginValidationError, ValueError) as failure:
            if self._manager.has_plugin(name):
                self._manager.unregister(name=name)
            raise plugin_error("P002", plugin=name, reason=_reason(failure)) from failure
        storages, channels = self._storages.registrar(name), self._channels.registrar(name)
        estimators, opinions = self._estimators.registrar(name), self._opinions.registrar(name)
        correlators, providers = self._correlators.registrar(name), self._providers.registrar(name)
        try:
            if not self._manager.get_hookcallers(plugin):
                raise plugin_error("P011", plugin=name)
            self._call("engage_storages", plugin, name, storages)
            self._call("engage_channels", plugin, name, channels)
            self._call("engage_estimators", plugin, name, estimators)
            self._call("engage_second_opinions", plugin, name, opinions)
            self._call("engage_correlators", plugin, name, correlators)
            self._call("engage_providers", plugin, name, providers)
        except PluginError:
            self._manager.unregister(name=name)
            raise
        self._storages.accept(storages)
        self._channels.accept(channels)
        self._estimators.accept(estimators)
        self._opinions.accept(opinions)
        self._correlators.accept(correlators)
        self._providers.accept(providers)
        origin = found or Found(name)
        brought = (
            tuple(storages.added),
            tuple(channels.added),
            tuple(estimators.added),
            tuple(opinions.added),
            tuple(correlators.added),
            tuple(providers.added),
        )
        self._found.append(Found(origin.name, origin.distribution, origin.version, *brought))

    def _call(self, hook: str, plugin: object, name: str, registrar: Registrar[T]) -> None:
        # Each plugin's hook on its own: in one call for all, one that raises hides what the others registered.
        others = [other for other in self._manager.get_plugins() if other is not plugin]
        try:
            self._manager.subset_hook_caller(hook, others)(registry=registrar)
        except PluginError:
            raise
        except (Exception, SystemExit) as failure:
            raise plugin_error("P006", plugin=name, hook=hook, reason=_reason(failure)) from failure


def _in_order(points: Iterable[EntryPoint]) -> list[EntryPoint]:
    """Entry points in an order that does not depend on the disk; ours first, so that nobody takes their names.

    One that is seen twice (an editable install beside a wheel) counts once.
    """
    ordered = sorted(points, key=lambda point: (_origin(point)[0] != _HOME, _origin(point)[0], point.name, point.value))
    return list({(_origin(point)[0], point.name, point.value): point for point in reversed(ordered)}.values())[::-1]


def _origin(point: EntryPoint) -> tuple[str, str]:
    dist = point.dist
    return (dist.name, dist.version) if dist else ("", "")


def _reason(failure: BaseException) -> str:
    text = " ".join(str(failure).split())
    return f"{type(failure).__name__}: {text}" if text else type(failure).__name__


def _opened(registry: Registry[T], address: str, members: Iterable[str]) -> T:
    sort = registry.sort
    name, colon, where = address.partition(":")
    if not colon:
        raise plugin_error("P008", sort=sort, example=_EXAMPLES[sort])
    if name not in registry.taken:
        raise plugin_error("P007", sort=sort, name=name, known=_known(name, sort, tuple(registry.taken)))
    plugin, opener = registry.taken[name]
    found = _guarded(opener, where, sort, name, plugin)
    missing = [member for member in members if not hasattr(found, member)]
    if missing:
        raise plugin_error("P009", sort=sort, name=name, plugin=plugin, missing=", ".join(f"`{m}`" for m in missing))
    return found


def _guarded(opener: Callable[[str], T], where: str, sort: str, name: str, plugin: str) -> T:
    try:
        return opener(where)
    except EngageError:
        raise
    except (Exception, SystemExit) as failure:
        # The text of a stranger's exception may repeat the address, which may hold a secret.
        reason = type(failure).__name__
        raise plugin_error("P010", sort=sort, name=name, plugin=plugin, reason=reason) from None


def _members(contract: type) -> list[str]:
    """What a Protocol asks for: its methods and annotated attributes."""
    return sorted({name for name in (*vars(contract), *contract.__annotations__) if not name.startswith("_")})


def sound_storage(storage: Storage) -> Storage:
    """A storage that a host hands over as an object. Raises PluginError when it lacks what the contract asks for."""
    return _complete(storage, "storage", type(storage).__name__, _members(Storage))


def sound_channel(name: str, channel: Channel) -> Channel:
    """A channel that is bound to a name. Raises PluginError when it breaks the contract in a way that can be seen."""
    _complete(channel, "channel", name, _members(Channel))
    if channel.idempotency not in _IDEMPOTENCY:
        known = ", ".join(_IDEMPOTENCY)
        reason = Words(f"`idempotency` is none of {known}", f"`idempotency` 不在 {known} 之中")
        raise plugin_error("P012", sort="channel", name=name, reason=reason)
    window: object = channel.window_seconds
    if isinstance(window, bool) or not isinstance(window, int | float) or not window >= 0:
        reason = Words("`window_seconds` is no number of seconds", "`window_seconds` 不是秒数")
        raise plugin_error("P012", sort="channel", name=name, reason=reason)
    if channel.idempotency == "key" and not window:
        reason = Words(
            "its receiver takes the `key` for no time at all: `window_seconds` is 0",
            "接收方完全不保留 `key`：`window_seconds` 为 0",
        )
        raise plugin_error("P012", sort="channel", name=name, reason=reason)
    return channel


def sound_correlator(correlator: Correlator) -> Correlator:
    """A correlator that a host hands over as an object. Raises PluginError when it lacks what the contract asks for."""
    return _complete(correlator, "correlator", type(correlator).__name__, _members(Correlator))


def sound_estimator(name: str, estimator: Estimator) -> Estimator:
    """An estimator that is bound to a name. Raises PluginError when it lacks what the contract asks for."""
    return _complete(estimator, "estimator", name, _members(Estimator))


def sound_provider(name: str, provider: FactProvider) -> FactProvider:
    """A provider that is bound to a name. Raises PluginError when it lacks what the contract asks for."""
    return _complete(provider, "provider", name, _members(FactProvider))


def _complete(found: T, sort: str, name: str, members: Iterable[str]) -> T:
    missing = [member for member in members if not hasattr(found, member)]
    if missing:
        lacking = ", ".join(f"`{each}`" for each in missing)
        raise plugin_error("P012", sort=sort, name=name, reason=Words(f"it lacks {lacking}", f"缺少 {lacking}"))
    return found


def _known(name: str, sort: str, names: tuple[str, ...]) -> Words:
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return Words(f"did you mean `{close[0]}`", f"是不是 `{close[0]}`")
    if not names:
        return Words(f"no plugin brings a {sort}; see `engage plugins`", "没有插件提供；见 `engage plugins`")
    known = [f"`{each}`" for each in sorted(names)]
    return Words(f"there are {', '.join(known)}; see `engage plugins`", f"有 {'、'.join(known)}；见 `engage plugins`")

"""Who has taken which name: the registries that hooks receive at start-up.

A name is taken once; a clash names both plugins. Nothing of a plugin is opened here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from engage.errors import PluginError
from engage.sockets.messages import plugin_error

__all__ = ["Registrar", "Registry"]

T = TypeVar("T")
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,63}")


class Registry(Generic[T]):
    """What all plugins registered of one sort (`storage`, `channel`): name → (plugin, how to open it)."""

    def __init__(self, sort: str) -> None:
        self.sort = sort
        self._taken: dict[str, tuple[str, Callable[[str], T]]] = {}

    @property
    def taken(self) -> Mapping[str, tuple[str, Callable[[str], T]]]:
        """Names with the plugin that took them and how to open what they name."""
        return MappingProxyType(self._taken)

    def registrar(self, plugin: str) -> Registrar[T]:
        """What one plugin's hook receives."""
        return Registrar(self, plugin)

    def accept(self, registrar: Registrar[T]) -> None:
        """Take over all names that a plugin's hook added. Registrars have checked them against this registry."""
        self._taken |= {name: (registrar.plugin, opener) for name, opener in registrar.added.items()}


class Registrar(Generic[T]):
    """Collects what one plugin adds; it counts only when the whole plugin is sound."""

    def __init__(self, registry: Registry[T], plugin: str) -> None:
        self._registry, self.plugin = registry, plugin
        self.added: dict[str, Callable[[str], T]] = {}

    def add(self, name: str, opener: Callable[[str], T]) -> None:
        """Register `opener` under `name`. PluginError when the name is taken or is no name."""
        sort = self._registry.sort
        if not _NAME.fullmatch(name):
            raise plugin_error("P004", plugin=self.plugin, sort=sort)
        if not callable(opener):
            raise plugin_error("P005", plugin=self.plugin, sort=sort, name=name)
        if name in self.added:
            raise plugin_error("P003", sort=sort, name=name, first=self.plugin, second=self.plugin)
        if name in self._registry.taken:
            raise self.clash(name)
        self.added[name] = opener

    def clash(self, name: str) -> PluginError:
        """The error that names both plugins."""
        first, _ = self._registry.taken[name]
        return plugin_error("P003", sort=self._registry.sort, name=name, first=first, second=self.plugin)

"""engage: rules written by analysts decide, at each event, how this customer is treated.

    import engage

    program = engage.load("rulesets/telecom-care")
    event = engage.event(program, {...})            # CloudEvents attributes
    decision = engage.decide(program, event, profile, history)
    print(engage.explain(program, decision).text())

    with engage.Engine(program, storage="sqlite:care.db") as engine:
        decision = engine.receive({...})            # acknowledged when it is on disk

This module is the front door. Names are loaded when they are first used, so that `import engage` stays cheap and
a process that only decides never loads the compiler, the engine or a database driver. Three more doors:
`engage.service`, `engage.plugins`, `engage.testing`.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engage.decide import decide, explain
    from engage.errors import (
        ActivationError,
        EngageError,
        EventConflict,
        EventRejected,
        NotFound,
        PluginError,
        RulesetError,
        StorageError,
    )
    from engage.facts.decided import Decision
    from engage.facts.known import Event, History, Profile, Situation
    from engage.facts.plan import HandlingPlan
    from engage.gate import event, history, profile
    from engage.load import compile, load, question, read
    from engage.program.program import Program
    from engage.runtime import AsyncEngine, Engine
    from engage.sockets.plugins import Plugins

_WHERE: Final = {
    "ActivationError": "engage.errors",
    "AsyncEngine": "engage.runtime",
    "Decision": "engage.facts.decided",
    "EngageError": "engage.errors",
    "Engine": "engage.runtime",
    "Event": "engage.facts.known",
    "EventConflict": "engage.errors",
    "EventRejected": "engage.errors",
    "HandlingPlan": "engage.facts.plan",
    "History": "engage.facts.known",
    "NotFound": "engage.errors",
    "PluginError": "engage.errors",
    "Plugins": "engage.sockets.plugins",
    "Profile": "engage.facts.known",
    "Program": "engage.program.program",
    "RulesetError": "engage.errors",
    "Situation": "engage.facts.known",
    "StorageError": "engage.errors",
    "compile": "engage.load",
    "decide": "engage.decide",
    "event": "engage.gate",
    "explain": "engage.decide",
    "history": "engage.gate",
    "load": "engage.load",
    "profile": "engage.gate",
    "question": "engage.load",
    "read": "engage.load",
}

__all__ = [
    "ActivationError",
    "AsyncEngine",
    "Decision",
    "EngageError",
    "Engine",
    "Event",
    "EventConflict",
    "EventRejected",
    "HandlingPlan",
    "History",
    "NotFound",
    "PluginError",
    "Plugins",
    "Profile",
    "Program",
    "RulesetError",
    "Situation",
    "StorageError",
    "compile",
    "decide",
    "event",
    "explain",
    "history",
    "load",
    "profile",
    "question",
    "read",
]


class _FrontDoor(ModuleType):
    """The package itself. `decide` and `load` are both a public function and the room it lives in."""

    def __setattr__(self, name: str, value: object) -> None:
        # Importing the room `engage.decide` binds it here, which would hide the function of the same name.
        if not (name in _WHERE and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


def __getattr__(name: str) -> object:
    if name not in _WHERE:
        raise AttributeError(f"module `engage` has no name `{name}`")
    value = getattr(import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)


sys.modules[__name__].__class__ = _FrontDoor

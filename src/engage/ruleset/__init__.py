"""Files and the model: what analysts wrote, understood, and spelled again.

`understand` takes the nodes that both notations give to the model, `spell_file` takes a file of the model back to
nodes in any language. This room knows what a ruleset says; it never decides anything and never reads a customer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engage.ruleset.spell import spell_file
    from engage.ruleset.understand import understand

__all__ = ["spell_file", "understand"]

_DOORS: Final = {"spell_file": "engage.ruleset.spell", "understand": "engage.ruleset.understand"}


def __getattr__(name: str) -> object:
    # Loaded when first used: the model alone must not bring in the parsers.
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_DOORS[name]), name)

"""Every sentence about plugins. What follows the name in an address may be a secret and is never repeated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engage.errors import PluginError

__all__ = ["plugin_error"]

_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "P001": ("the plugin `{plugin}` cannot be loaded: {reason}", "reinstall or remove it; the others work"),
    "P002": ("the plugin `{plugin}` does not fit this engage: {reason}", "use a version made for this engage"),
    "P003": (
        "the {sort} `{name}` is registered by `{first}` and by `{second}`",
        "remove one of the two; the first keeps the name",
    ),
    "P004": (
        "the plugin `{plugin}` registers a {sort} under what is no name",
        "a name is lower-case ASCII: letters, digits, `-`, `_`",
    ),
    "P005": ("the plugin `{plugin}` registers the {sort} `{name}` without a function that opens it", "give one"),
    "P006": ("the plugin `{plugin}` failed in its hook `{hook}`: {reason}", "reinstall or remove it; the others work"),
    "P007": ("there is no {sort} `{name}`", "{known}"),
    "P008": ("this is not the address of a {sort}", "write a name, a colon and where it is, as in `{example}`"),
    "P009": ("the {sort} `{name}` of `{plugin}` lacks {missing}", "the plugin breaks the contract; see its author"),
    "P010": ("the {sort} `{name}` of `{plugin}` cannot be opened: {reason}", "see the plugin's README"),
    "P012": ("the {sort} `{name}` is not sound: {reason}", "it breaks the contract; see its author"),
    "P011": ("the plugin `{plugin}` has no hook that engage knows", "mark them with `engage.plugins.hookimpl`"),
}


def plugin_error(code: str, **values: str) -> PluginError:
    """The exception for a code."""
    sentence, hint = _SENTENCES[code]
    return PluginError(code, sentence.format(**values), hint=hint.format(**values))

"""Every sentence of this plugin. No value of a customer appears in one."""

from __future__ import annotations

from typing import Final

from engage.plugins import PluginError, Words

__all__ = ["NOT_SETTLED", "NO_REPEATS", "NO_SPENDING", "model_error"]

NO_REPEATS: Final = "T001"
NO_SPENDING: Final = "T002"
NOT_SETTLED: Final = "T003"
_SENTENCES: Final[dict[str, tuple[Words, Words]]] = {}


def model_error(code: str, **values: object) -> PluginError:
    """The exception for a code."""
    sentence, hint = _SENTENCES[code]
    return PluginError(code, sentence.filled(**values), hint=hint.filled(**values))

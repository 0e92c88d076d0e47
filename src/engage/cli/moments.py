"""The moment that `--at`, or another option, names, in the ruleset's zone; now where nothing is said."""

from __future__ import annotations

from typing import Final

import typer

from engage.cli.speech import say
from engage.ground.finding import Words
from engage.ruleset.moments import read_moment
from engage.runtime.clock import SystemClock

__all__ = ["moment_named"]

_NO_MOMENT: Final = Words(
    "`{at}` is not a moment: write 2026-11-05 10:00",
    "`{at}` 不是时刻：请写 2026-11-05 10:00",
    "`{at}` 不是時刻：請寫 2026-11-05 10:00",
)


def moment_named(at: str, zone: str, language: str, option: str = "--at") -> int:
    """Microseconds UTC. Raises BadParameter for what is no moment."""
    if not at:
        return SystemClock().now()
    moment = read_moment(at, zone)
    if moment is None:
        raise typer.BadParameter(say(_NO_MOMENT, language, at=at), param_hint=option)
    return moment[0]

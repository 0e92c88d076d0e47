"""A made-up call log in the published one's form: enough to kill a run on, where the published file is absent."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final

__all__ = ["write_calls"]

_COLUMNS: Final = [
    "vru+line",
    "call_id",
    "customer_id",
    "priority",
    "type",
    "date",
    "vru_entry",
    "vru_exit",
    "vru_time",
    "q_start",
    "q_exit",
    "q_time",
    "outcome",
    "ser_start",
    "ser_exit",
    "ser_time",
    "server",
]
_SERVICES: Final = ("PS", "PS", "PS", "PE", "IN", "NE", "NW", "TT")
_OUTCOMES: Final = ("AGENT", "AGENT", "AGENT", "HANG", "HANG", "PHANTOM")
_DAYS: Final = 14


def write_calls(path: Path, calls: int, seed: int) -> Path:
    """Write so many calls over two weeks. The same seed writes the same bytes."""
    dice = Random(seed)
    rows = [_row(dice, number, number * _DAYS // calls) for number in range(calls)]
    path.write_text("".join("\t".join(row) + "\n" for row in (_COLUMNS, *rows)), encoding="utf-8")
    return path


def _row(dice: Random, number: int, day: int) -> list[str]:
    # Few callers, so that many call again; one in three is not known.
    customer = dice.randrange(1, 90) if dice.random() < 0.67 else 0
    outcome = dice.choice(_OUTCOMES)
    entry = dice.randrange(7 * 3600, 23 * 3600)
    menu, waited = dice.randrange(3, 20), dice.choice((0, 5, 30, 90, 150, 300))
    served = dice.choice((40, 200, 700, 1500)) if outcome == "AGENT" else 0
    queued = entry + menu
    answered = queued + waited
    return [
        "AA0101",
        str(30_000 + number),
        str(customer),
        str(1 + customer % 2 if customer else 0),
        dice.choice(_SERVICES),
        f"9902{1 + day:02}",
        _clock(entry),
        _clock(queued),
        str(menu),
        _clock(queued if waited else 0),
        _clock(answered if waited else 0),
        str(waited),
        outcome,
        _clock(answered if served else 0),
        _clock(answered + served if served else 0),
        str(served),
        "TOVA" if served else "NO_SERVER",
    ]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"

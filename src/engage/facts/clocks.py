"""What the facts, events and kept texts of service clocks are called."""

from __future__ import annotations

from typing import Final

__all__ = ["CLOCK", "breach_kind", "clock_key", "clock_of_key", "due_fact", "met_kind", "open_fact", "warning_kind"]

#: What the keys of kept clocks begin with. No fact of a vocabulary has a blank in its name.
CLOCK: Final = "clock "


def clock_key(target: str, case: str) -> str:
    """Under which key a storage keeps the clock of a target, for one case, among what it knows of a customer."""
    return f"{CLOCK}{target} {case}"


def clock_of_key(key: str) -> tuple[str, str] | None:
    """The target and the case of a key; None for what is kept of something else."""
    if not key.startswith(CLOCK):
        return None
    target, _, case = key.removeprefix(CLOCK).partition(" ")
    return target, case


def open_fact(target: str) -> str:
    """The fact that counts a customer's clocks that run, those that stand still among them."""
    return f"customer.{target}_open"


def due_fact(target: str) -> str:
    """The fact that says when the first of them is due; unknown where none is."""
    return f"customer.{target}_due"


def warning_kind(target: str) -> str:
    """The kind of event that warns."""
    return f"{target}_warning"


def breach_kind(target: str) -> str:
    """The kind of event that tells of a target that was missed."""
    return f"{target}_breach"


def met_kind(target: str) -> str:
    """The kind of event that tells of a target that was met."""
    return f"{target}_met"

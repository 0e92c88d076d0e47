"""Floors, compiled: what is held at a kind of event, and what a ruleset declares as a whole.

What is declared is compared when another ruleset takes its place: nobody lowers a floor without an approval.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from attrs import field, frozen

from engage.facts.floors import Approval, Guarantee
from engage.program.inputs import Because, Line

__all__ = ["ANYWHERE", "CompiledFloor", "DeclaredFloor"]

#: Stands for a kind of event that nobody declares: what is held there is what is held wherever a customer waits.
ANYWHERE = ""


@frozen
class CompiledFloor:
    """A floor as it is held at one kind of event. It holds unless one of its `lines` certainly fails."""

    id: str
    guarantees: tuple[Guarantee, ...]
    lines: tuple[Line, ...] = ()
    because: Because = field(factory=dict)
    start: datetime.date | None = None
    through: datetime.date | None = None


@frozen
class DeclaredFloor:
    """A floor as it was written: what it guarantees by kind of event, whom it concerns, when, and who approved it.

    `conditions` are spelled by ids; `place` is where it stands.
    """

    id: str
    guarantees: Mapping[str, tuple[Guarantee, ...]] = field(factory=dict)
    conditions: tuple[str, ...] = ()
    start: datetime.date | None = None
    through: datetime.date | None = None
    approval: Approval | None = None
    place: str = field(default="", eq=False)

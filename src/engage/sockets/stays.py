"""What a storage keeps of lifecycles and segments: where a customer stands, and every move that led there."""

from __future__ import annotations

from attrs import field, frozen

__all__ = ["MoveRecord", "StayRecord"]


@frozen
class StayRecord:
    """Where a customer stands in a lifecycle or segment. `passed`: stages left at the very moment `since`."""

    chart: str
    stage: str
    since: int
    before: str = ""
    passed: tuple[str, ...] = ()


@frozen
class MoveRecord:
    """A move from a stage (empty: nothing was kept yet) to another. `cause`: what moved the customer, a code; `by` and
    `why` of whoever asked for it."""

    chart: str
    before: str
    after: str
    at: int
    cause: str
    by: str = field(default="", repr=False)
    why: str = field(default="", repr=False)
    decision_id: str = ""

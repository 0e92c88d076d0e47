"""V012: two rules say the same one after the other, and their dates touch (both speak on a day) or leave a hole."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from engage.checks.checked import Checked
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ruleset.model import Rule

__all__ = ["HOLE", "TOUCH", "check"]

TOUCH: Final = Message(
    "V012",
    "`{first}` and `{second}` both speak on {day}: `through` includes its day",
    "`{first}` 和 `{second}` 在 {day} 同时有效：`至` 包含当天",
    "let the later one start on {next}",
    "请让后一条从 {next} 开始",
    severity=Severity.WARNING,
)
HOLE: Final = Message(
    "V021",
    "neither `{first}` nor `{second}` speaks {days}",
    "{days}，`{first}` 和 `{second}` 都无效",
    "let one of them begin or end where the other does, if no hole is meant",
    "若无意留空，请让两者首尾相接",
    severity=Severity.INFO,
)
_DAY: Final = datetime.timedelta(days=1)
#: a longer pause is a season, not a slip
_SLIP: Final = datetime.timedelta(days=31)


def check(asked: Checked) -> Iterable[Finding]:
    """Rules that follow each other: same event, same conditions, the same things set."""
    series: dict[object, list[Rule]] = {}
    for rule in asked.model.every(Rule):
        if rule.active.start or rule.active.through:
            said = tuple(sorted(type(action).__name__ for action in rule.actions))
            series.setdefault((tuple(sorted(rule.events)), rule.absence, rule.lines, said), []).append(rule)
    for rules in series.values():
        yield from _seams(sorted(rules, key=lambda rule: rule.active.start or datetime.date.min))


def _seams(rules: list[Rule]) -> Iterator[Finding]:
    for first, second in pairwise(rules):
        end, start = first.active.through, second.active.start
        if end is None or start is None:
            continue
        names = {"first": first.id, "second": second.id}
        related = (first.span,) if first.span else ()
        if start == end:
            values = {**names, "day": end.isoformat(), "next": (end + _DAY).isoformat()}
            yield Finding(TOUCH, second.span, values, related=related)
        elif _DAY < start - end <= _SLIP:
            days = _days(end + _DAY, start - _DAY)
            yield Finding(HOLE, second.span, {**names, "days": days}, related=related)


def _days(start: datetime.date, end: datetime.date) -> Words:
    if start == end:
        return Words(f"on {start}", f"{start} 当天", f"{start} 當天")
    return Words(f"from {start} through {end}", f"{start} 至 {end} 期间", f"{start} 至 {end} 期間")

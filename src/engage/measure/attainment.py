"""How targets of service clocks were kept: of what was told in time, and of what was late. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from fractions import Fraction

from attrs import frozen

__all__ = ["Attainment", "Verdict", "attainments"]


@frozen
class Verdict:
    """What was told of one cycle of a clock: that its target was met, or that it was late.

    `cycle` names the cycle among all others; `group` is by what it is counted apart, None where nobody said.
    """

    target: str
    cycle: Hashable
    met: bool
    group: object = None


@frozen
class Attainment:
    """How many cycles of a target were met, and how many were late; of one group, or of all (`group` None)."""

    target: str
    met: int
    late: int
    group: object = None

    @property
    def share(self) -> Fraction:
        """Met, of those of which anything was told."""
        return Fraction(self.met, self.met + self.late)


def attainments(verdicts: Iterable[Verdict]) -> tuple[Attainment, ...]:
    """Of each target all cycles, then those of each group by its name. What was late once counts as late.

    A cycle of which both was told was met, and then reopened or given another target. One that still runs and is
    not late yet is in neither number, nor is one that was cancelled.
    """
    met: dict[tuple[str, Hashable], bool] = {}
    groups: dict[tuple[str, Hashable], object] = {}
    for each in verdicts:
        cycle = (each.target, each.cycle)
        met[cycle] = met.get(cycle, True) and each.met
        groups[cycle] = each.group
    counted: Counter[tuple[str, object, bool]] = Counter()
    for cycle, in_time in met.items():
        counted.update((cycle[0], group, in_time) for group in dict.fromkeys((None, groups[cycle])))
    order = sorted({each[:2] for each in counted}, key=lambda each: (each[0], each[1] is not None, str(each[1])))
    return tuple(
        Attainment(target, counted[target, group, True], counted[target, group, False], group)
        for target, group in order
    )

"""Where each rule and each row of a table speaks at one kind of event, and where two of them do so together."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from engage.checks.boxes import Region, Space, TooManyBoxes
from engage.checks.boxes.meeting import meeting_pairs
from engage.checks.boxes.regions import EVERYTHING, intersection, meeting, union
from engage.checks.boxes.scores import reached
from engage.checks.claims import Claim, Place, Said, places
from engage.ruleset.model import Table

__all__ = ["Speaking", "nobody"]


def nobody(space: Space, region: Region) -> bool:
    """True when it is proved that no customer can be in the region: points of scorecards are traced to their lines."""
    try:
        return not any(True for _ in reached(space, region))
    except TooManyBoxes:
        return False


@frozen(slots=False)
class Speaking:
    """The claims of a kind of event in one space. Claims that are too entangled have no region (`entangled`)."""

    kind: str
    space: Space
    claims: tuple[Claim, ...]
    _answers: dict[int, Region | None] = field(factory=dict, repr=False, eq=False)

    @cached_property
    def places(self) -> Mapping[Place, tuple[tuple[int, Said], ...]]:
        """Who says what at each place, by the number of the claim."""
        return places(self.claims)

    @cached_property
    def held(self) -> tuple[Region | None, ...]:
        """Where the conditions of each claim hold; for the `otherwise` of a table everywhere."""
        return tuple(self._held(claim) for claim in self.claims)

    @property
    def entangled(self) -> tuple[Claim, ...]:
        """Claims of which nothing is proved."""
        return tuple(claim for claim, region in zip(self.claims, self.held, strict=True) if region is None)

    def answers(self, number: int) -> Region | None:
        """Where a claim speaks: of the rows of a table only those that its hit policy lets through."""
        if number not in self._answers:
            try:
                self._answers[number] = self._answering(number)
            except TooManyBoxes:
                self._answers[number] = None
        return self._answers[number]

    def rows_of(self, table: Table) -> Mapping[int, int]:
        """The numbers of a table's claims by row."""
        return self._rows.get(table.id, {})

    def numbers_of(self, owner: str) -> tuple[int, ...]:
        """The numbers of the claims of a rule or table."""
        return self._owners.get(owner, ())

    @cached_property
    def _owners(self) -> Mapping[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for number, claim in enumerate(self.claims):
            found.setdefault(claim.owner, []).append(number)
        return {owner: tuple(numbers) for owner, numbers in found.items()}

    @cached_property
    def _rows(self) -> Mapping[str, Mapping[int, int]]:
        found: dict[str, dict[int, int]] = {}
        for number, claim in enumerate(self.claims):
            if claim.row >= 0:
                found.setdefault(claim.owner, {})[claim.row] = number
        return found

    @cached_property
    def _rivals(self) -> Mapping[int, tuple[int, ...]]:
        """For each row the other rows of its table that share a customer with it."""
        found: dict[int, list[int]] = {}
        for numbers in self._rows.values():
            rows = [number for number in numbers.values() if self.claims[number].conditions]
            regions = [self.held[number] or () for number in rows]
            for first, second in meeting_pairs(regions, self.space.full):
                found.setdefault(rows[first], []).append(rows[second])
                found.setdefault(rows[second], []).append(rows[first])
        return {number: tuple(rivals) for number, rivals in found.items()}

    def _held(self, claim: Claim) -> Region | None:
        try:
            return self.space.all_hold(claim.conditions)
        except TooManyBoxes:
            return None

    def _answering(self, number: int) -> Region | None:
        claim, region = self.claims[number], self.held[number]
        if region is None or not isinstance(claim.construct, Table):
            return region
        if claim.row == len(claim.construct.rows):
            return self._left(claim.construct)
        taken: tuple[int, ...] = ()
        if claim.construct.hit == "first":
            taken = tuple(each for each in self._rivals.get(number, ()) if each < number)
        elif claim.construct.hit in ("unique", "any"):
            taken = self._rivals.get(number, ())
        for rival in taken:
            region = self.space.without(region, self.held[rival] or ())
        return region

    def _left(self, table: Table) -> Region | None:
        """What no row of the table takes."""
        rows = [self.held[number] for row, number in self.rows_of(table).items() if row < len(table.rows)]
        if any(region is None for region in rows):
            return None
        return self.space.without(EVERYTHING, union(region or () for region in rows))

    def together(self, first: int, second: int) -> Region:
        """Where both speak; everywhere where that is not known."""
        one, other = (EVERYTHING if (region := self.answers(each)) is None else region for each in (first, second))
        return intersection(one, other)

    def unless(self, region: Region, others: tuple[int, ...]) -> Region:
        """The part of a region in which none of these speak. Raises TooManyBoxes."""
        for other in others:
            taken = meeting(self.answers(other) or (), region)
            if taken:
                region = self.space.without(region, taken)
            if not region:
                break
        return region

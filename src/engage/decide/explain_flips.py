"""What would change it: for each place of the plan the smallest change that gives it to another, or takes it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve, field, frozen

from engage.decide.candidates import judge, local_date
from engage.decide.explain_case import Answers, Case
from engage.decide.explain_claims import Claim, about, claims, granted, in_the_way, narrowed
from engage.decide.explain_search import MOST, TRIES, Change, Found, smallest
from engage.facts.decided import Verdict
from engage.facts.plan import HandlingPlan
from engage.ground.finding import Words
from engage.program.program import CompiledRule

__all__ = ["Flip", "Hindrance", "WhyNot", "flips", "why_not"]

#: so many rivals of a place are looked at, those nearest to firing first
_RIVALS: Final = 8
#: a place that only falls empty is worth less of a search
_MOST_LOST: Final = 2
_TRIES_LOST: Final = 300
#: how many rules and rows are asked for one rival, at most, but never fewer tries than this
_WORK: Final = 10_000
_FEWEST_TRIES: Final = 60


@frozen
class Flip:
    """A change and what comes of it: who gets the place (empty: it is given to nobody new), and the plan then.

    `was_proposed`: the rival had proposed and lost; otherwise it had not fired.
    """

    place: str
    speaker: str
    value: object = field(repr=False)
    changes: tuple[Change, ...]
    distance: int
    proved: bool
    plan: HandlingPlan = field(repr=False)
    provided: tuple[int, ...] = ()
    was_proposed: bool = False

    @property
    def answers(self) -> dict[int, object]:
        """The nearest answers, by slot."""
        return {change.slot: change.value for change in self.changes}


@frozen
class Hindrance:
    """Why no change of facts helps. `why` is a key of the explanation's words.

    inactive · already · moment (`lines` ask for another one) · rules (others stand before it whatever is known) ·
    far (more than three facts, or too many ways to try) · unclear (not every answer could be tried)
    """

    why: str
    lines: tuple[Words, ...] = ()


@frozen
class WhyNot:
    """What would have to be different for a rule to get a place: a flip, or what hinders every one."""

    place: str
    speaker: str
    value: object = field(repr=False)
    granted: bool = False
    flip: Flip | None = None
    hindrance: Hindrance | None = None


def flips(case: Case) -> tuple[Flip, ...]:
    """One for each place that could come out differently, in the order of places."""
    now = case.handled({})
    by_place: dict[str, list[Claim]] = {}
    for claim in claims(case.shelf):
        by_place.setdefault(claim.place, []).append(claim)
    found = []
    for place in sorted(by_place):
        winners = [claim for claim in by_place[place] if granted(claim, now)]
        settled = [winner.proposal.value for winner in winners if winner.proposal.compute is None]
        rivals = [each for each in by_place[place] if each not in winners and not _same(each, settled)]
        search = _Search(case, case.on(narrowed(case.shelf, place)))
        flip = search.nearest(rivals) or search.lost(winners)
        if flip is not None:
            found.append(flip)
    return tuple(found)


def _same(claim: Claim, settled: list[object]) -> bool:
    return claim.proposal.compute is None and claim.proposal.value in settled


def _size(flip: Flip) -> tuple[int, int, bool]:
    return len(flip.changes), flip.distance, not flip.was_proposed


@frozen
class _Search:
    """The search for changes about one place. `case` is the whole one, `small` asks only who has a say about it."""

    case: Case
    small: Case

    @property
    def tries(self) -> int:
        """The more is asked about a place, the dearer is a try."""
        asked = len(self.small.shelf.rules) + sum(len(table.rows) for table in self.small.shelf.tables)
        return max(_FEWEST_TRIES, min(TRIES, _WORK // (1 + asked)))

    def wins(self, claim: Claim, most: int = MOST, share: int = 1) -> Found | None:
        """The smallest change by which a claim is granted."""
        return smallest(self.small, _Wins(claim, self.small), most, self.tries // share)

    def nearest(self, rivals: list[Claim]) -> Flip | None:
        """The flip of the rival that is nearest to getting its way."""
        best: Flip | None = None
        unmet = {id(each): sum(not line.holds(self.case.values) for line in each.lines) for each in rivals}
        looked_at = sorted(rivals, key=lambda each: (unmet[id(each)], each.speaker))[:_RIVALS]
        for rival in looked_at:
            most = len(best.changes) if best else MOST
            found = None if _barred(rival, self.case) else self.wins(rival, most, 1 + len(looked_at) // 4)
            if found is not None:
                flip = self.flip(rival, found, was_proposed=not unmet[id(rival)])
                if best is None or _size(flip) < _size(best):
                    best = flip
        return best if best is None or len(rivals) <= _RIVALS else evolve(best, proved=False)

    def lost(self, winners: list[Claim]) -> Flip | None:
        """The change by which the place is given to none of those who have it."""
        if not winners:
            return None
        found = smallest(self.small, _Loses(tuple(winners), self.small), _MOST_LOST, min(_TRIES_LOST, self.tries))
        return None if found is None else evolve(self.flip(winners[0], found), speaker="", value=None)

    def flip(self, claim: Claim, found: Found, was_proposed: bool = False) -> Flip:
        """The change with the whole plan that comes of it."""
        plan = self.case.handled(found.answers).plan
        return Flip(
            claim.place,
            claim.speaker,
            claim.value,
            found.changes,
            found.distance,
            found.proved,
            plan,
            found.provided,
            was_proposed,
        )


@frozen
class _Wins:
    """The goal that a claim is granted."""

    claim: Claim
    case: Case

    def __call__(self, answers: Answers) -> frozenset[int] | None:
        return in_the_way(self.claim, self.case, answers)


@frozen
class _Loses:
    """The goal that none of the claims is granted any more."""

    claims: tuple[Claim, ...]
    case: Case

    def __call__(self, answers: Answers) -> frozenset[int] | None:
        handled = self.case.handled(answers)
        standing = [claim for claim in self.claims if granted(claim, handled)]
        if not standing:
            return None
        return about(standing[0], self.case)


# ---------------------------------------------------------------------------------------------- why not


def why_not(case: Case, id: str) -> tuple[WhyNot, ...]:
    """What a rule, a table or a row of one would need, for every place that it speaks of. Empty for one unheard of."""
    now = case.handled({})
    return tuple(_one(claim, case, granted(claim, now)) for claim in _of(case, id))


def _of(case: Case, id: str) -> Iterable[Claim]:
    return (claim for claim in claims(case.shelf) if id in (claim.owner, claim.speaker))


def _one(claim: Claim, case: Case, has_it: bool) -> WhyNot:
    if has_it:
        return WhyNot(claim.place, claim.speaker, claim.value, granted=True)
    barred = _barred(claim, case)
    if barred is not None:
        return WhyNot(claim.place, claim.speaker, claim.value, hindrance=barred)
    search = _Search(case, case.on(narrowed(case.shelf, claim.place)))
    found = search.wins(claim)
    if found is not None:
        return WhyNot(claim.place, claim.speaker, claim.value, flip=search.flip(claim, found))
    return WhyNot(claim.place, claim.speaker, claim.value, hindrance=_hindrance(claim, case))


def _barred(claim: Claim, case: Case) -> Hindrance | None:
    """What no fact can change: the rule's dates, that it spoke not long ago, lines that ask for another moment."""
    rule = next((rule for rule in case.shelf.rules if rule.id == claim.owner), None)
    if rule is not None:
        today = local_date(case.at, case.program.zone)
        if judge(rule, case.values, case.at, today, None) is Verdict.INACTIVE:
            return Hindrance("inactive")
        if _spoke(rule, case):
            return Hindrance("already")
    lines = tuple(_of_the_moment(claim, case))
    return Hindrance("moment", lines) if lines else None


def _spoke(rule: CompiledRule, case: Case) -> bool:
    return rule.once is not None and rule.once.holds_back(case.spoken.get(rule.id), case.at)


def _of_the_moment(claim: Claim, case: Case) -> Iterator[Words]:
    for line in claim.lines:
        if not line.holds(case.values) and not case.under(line.reads):
            yield line.words


def _hindrance(claim: Claim, case: Case) -> Hindrance:
    if not in_the_way(claim, case, {}):
        return Hindrance("rules")
    asked = [case.questions[slot] for slot in about(claim, case) | case.under(_looked_at(claim))]
    worked_through = all(question.exact and not question.leans for question in asked)
    return Hindrance("far" if worked_through else "unclear")


def _looked_at(claim: Claim) -> Iterator[int]:
    return (slot for line in claim.lines for slot in line.reads)

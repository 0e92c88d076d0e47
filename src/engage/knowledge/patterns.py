"""Events that follow each other, in plain Python: one walk over the events that a pattern's windows hold.

Three-valued: a pattern certainly holds when it does by the events that certainly are a step, and certainly fails when
it does not even by those that may be one. Where the last step is absent, it is the other way round for that step.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import define, field

from engage.facts.known import PastEvent, Signal
from engage.facts.units import microseconds
from engage.knowledge.measure import Past
from engage.knowledge.windows import Bounds, bounds
from engage.knowledge.working_time import moment_after
from engage.program.program import PatternInput, PatternStep, Values
from engage.sockets.correlator import Candidate, Question

__all__ = ["completed", "from_the_earliest", "question_of", "seen", "signalled"]

#: Later than every moment there is: nothing says when the calendar ends.
_NEVER_OVER: Final = 2**63


def seen(source: PatternInput, past: Past, values: Values) -> bool | None:
    """Was the pattern completed often enough? A signal that is part of the situation has the answer already."""
    for signal in past.situation.signals:
        if signal.name == source.id:
            return len(signal.events) >= source.times
    window = bounds(source, past.situation, past.program)
    if window is None:
        return None
    events = _events(source, past, window)
    sure = _candidates(source, events, past, values, sure=True)
    if len(completed(_question(source, past, window, sure))) >= source.times:
        return True
    possible = _candidates(source, events, past, values, sure=False) if _doubtful(source) else sure
    if _nothing_unknown(sure, possible):
        return False
    return None if len(completed(_question(source, past, window, possible), sure=False)) >= source.times else False


def question_of(source: PatternInput, past: Past, values: Values) -> tuple[Question, Sequence[PastEvent]] | None:
    """The question to a correlator and the events by their numbers; None where something about them is unknown."""
    window = bounds(source, past.situation, past.program)
    if window is None:
        return None
    events = _events(source, past, window)
    sure = _candidates(source, events, past, values, sure=True)
    possible = _candidates(source, events, past, values, sure=False) if _doubtful(source) else sure
    if not _nothing_unknown(sure, possible):
        return None
    return _question(source, past, window, sure), events


def _doubtful(source: PatternInput) -> bool:
    """Can it be unknown of an event whether it is one of the steps?"""
    return any(step.doubtful is not None or step.same for step in source.steps)


def _nothing_unknown(sure: tuple[Candidate, ...], possible: tuple[Candidate, ...]) -> bool:
    return sure == possible and not any(None in each.follows or None in each.leads for each in sure)


def signalled(source: PatternInput, past: Past, events: Sequence[PastEvent], numbers: Iterable[int]) -> Signal:
    """What a correlator saw, for the record: the ids of the events that completed the pattern."""
    return Signal(source.id, past.situation.event.at, tuple(events[number].id for number in numbers))


# --------------------------------------------------------------------------------------- the question


def _question(source: PatternInput, past: Past, window: Bounds, found: tuple[Candidate, ...]) -> Question:
    start, end = window
    key = past.situation.profile.key
    return Question(source.id, key, len(source.steps), source.steps[-1].absent, start, end, found)


def from_the_earliest(source: PatternInput, past: Past, window: Bounds) -> Sequence[PastEvent]:
    """All events from the earliest that a first step may be to now, the current one last."""
    earliest = window[0]
    for step in source.steps:
        if step.within is not None and earliest is not None:
            back = microseconds(step.within)
            earliest = None if back is None else earliest - back
    first = 0 if earliest is None else bisect_left(past.in_order, earliest, key=lambda event: event.at)
    return past.in_order[first:]


def _events(source: PatternInput, past: Past, window: Bounds) -> Sequence[PastEvent]:
    """Those that the pattern looks at: the current one, too, unless the window says not."""
    events = from_the_earliest(source, past, window)
    return events[:-1] if source.window == "in the ... before" else events


def _candidates(
    source: PatternInput, events: Sequence[PastEvent], past: Past, values: Values, *, sure: bool
) -> tuple[Candidate, ...]:
    by_kind: dict[str, list[int]] = {}
    for number in range(len(source.steps) - 1, -1, -1):
        by_kind.setdefault(source.steps[number].kind, []).append(number)
    return tuple(
        candidate
        for number, event in enumerate(events)
        for step in by_kind.get(event.kind, ())
        for candidate in _as_step(source, step, number, event, past, values, sure is not source.steps[step].absent)
    )


def _as_step(
    source: PatternInput, place: int, number: int, event: PastEvent, past: Past, values: Values, sure: bool
) -> Iterator[Candidate]:
    """The event as this step, where it passes. `sure`: certainly; else it is enough that it may."""
    step = source.steps[place]
    after = source.steps[place + 1] if place + 1 < len(source.steps) else None
    if not _passes(step, event, values, sure=sure):
        return
    follows = tuple(event.data.get(name) for name in step.same)
    leads = tuple(event.data.get(name) for name in after.same) if after is not None else ()
    # What cannot be told equal leads certainly to nothing; that nothing follows it may be certain all the same.
    if sure and (None in follows or (None in leads and after is not None and not after.absent)):
        return
    until = None
    if after is not None and after.within is not None:
        until = moment_after(event.at, after.within, past.program.zone, past.program.working)
        until = _NEVER_OVER if until is None else until
    yield Candidate(number, place, event.at, until, follows, leads)


def _passes(step: PatternStep, event: PastEvent, values: Values, *, sure: bool) -> bool:
    if step.test is None or step.test(event.data, values):
        return True
    return not sure and step.doubtful is not None and step.doubtful(event.data, values)


# ----------------------------------------------------------------------------------------- the answer


@define
class _Reached:
    """How far chains have come at one step: by what the next must equal, the latest moment at which it may follow."""

    latest: dict[tuple[object, ...], int] = field(factory=dict)
    vague: bool = False  # does an unknown value, which equals any, stand in one of the keys?

    def add(self, candidate: Candidate) -> None:
        assert candidate.until is not None
        self.latest[candidate.leads] = max(candidate.until, self.latest.get(candidate.leads, candidate.until))
        self.vague = self.vague or None in candidate.leads

    def leads_to(self, candidate: Candidate) -> bool:
        if not self.vague and None not in candidate.follows:
            latest = self.latest.get(candidate.follows)
            return latest is not None and candidate.at <= latest
        return any(_alike(key, candidate.follows) and candidate.at <= latest for key, latest in self.latest.items())


def _alike(left: tuple[object, ...], right: tuple[object, ...]) -> bool:
    return all(one is None or other is None or one == other for one, other in zip(left, right, strict=True))


@define
class _Waiting:
    """Candidates that nothing has followed yet, before a last step that shall not come."""

    sure: bool
    by_leads: dict[tuple[object, ...], list[Candidate]] = field(factory=dict)
    over: list[Candidate] = field(factory=list)  # nothing can follow these any more

    def add(self, candidate: Candidate) -> None:
        self.by_leads.setdefault(candidate.leads, []).append(candidate)

    def followed_by(self, candidate: Candidate) -> None:
        """Each is looked at once: it is followed, or too long ago for everything that comes later."""
        for leads in self._keys(candidate.follows):
            self.over += (each for each in self.by_leads.pop(leads) if _until(each) < candidate.at)

    def _keys(self, follows: tuple[object, ...]) -> list[tuple[object, ...]]:
        if self.sure:
            return [leads for leads in self.by_leads if _alike(leads, follows)]
        return [follows] if follows in self.by_leads else []

    def left(self) -> list[Candidate]:
        rest = (each for some in self.by_leads.values() for each in some)
        return sorted((*self.over, *rest), key=lambda each: each.number)


def _until(candidate: Candidate) -> int:
    return _NEVER_OVER if candidate.until is None else candidate.until


def completed(question: Question, *, sure: bool = True) -> tuple[int, ...]:
    """The numbers of the events that complete the pattern.

    An unknown value (None) among what must be the same equals anything; of an absent step only where it is asked what
    is `sure` not to have come.
    """
    last = question.steps - 1
    reached = [_Reached() for _ in range(last)]
    waiting = _Waiting(sure)
    found: list[tuple[int, int]] = []
    for candidate in question.candidates:
        step = candidate.step
        if question.absent and step == last:
            waiting.followed_by(candidate)
        elif step and not reached[step - 1].leads_to(candidate):
            continue
        elif step == last:
            found.append((candidate.number, candidate.at))
        elif question.absent and step == last - 1:
            waiting.add(candidate)
        else:
            reached[step].add(candidate)
    ends = [(each.number, _until(each)) for each in waiting.left()] if question.absent else found
    return tuple(number for number, end in ends if _in_window(end, question))


def _in_window(moment: int, question: Question) -> bool:
    return (question.start is None or question.start <= moment) and moment < question.end

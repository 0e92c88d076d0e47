"""What a pattern means, by trying every chain of events there is: the slow reference for `knowledge.patterns`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from attrs import evolve

from engage.facts.known import PastEvent
from engage.language.tree import Pattern, Step, WindowKind
from engage.testing.reference_history import Read, Truth, World, all_true, in_window_of
from engage.testing.reference_time import later

__all__ = ["pattern_seen"]


def pattern_seen(pattern: Pattern, world: World, truth: Read) -> Truth:
    """Do at least `times` different events complete the pattern?"""
    told = list(_completions(pattern, world, truth))
    if sum(each is True for each in told) >= pattern.times:
        return True
    return None if sum(each is not False for each in told) >= pattern.times else False


def _completions(pattern: Pattern, world: World, truth: Read) -> Iterator[Truth]:
    """For each event: does it complete the pattern?"""
    present = [step for step in pattern.steps if not step.absent]
    events = world.everything()
    if pattern.window.kind is WindowKind.BEFORE:
        events = events[:-1]
    for place, last in enumerate(events):
        moment = last.at
        if pattern.steps[-1].absent:
            moment = _latest(last, pattern.steps[-1], world)
        if moment > world.now or not in_window_of(pattern.window, evolve(last, at=moment), world):
            continue
        chains = ((*before, place) for before in combinations(range(place), len(present) - 1))
        whole = [_is_chain([events[each] for each in chain], present, world, truth) for chain in chains]
        yield all_true((_any(whole), _not(_any(list(_followed(place, events, pattern, world, truth))))))


def _followed(place: int, events: Sequence[PastEvent], pattern: Pattern, world: World, truth: Read) -> Iterator[Truth]:
    """Of each later event: is it the one that shall not come?"""
    step = pattern.steps[-1]
    if step.absent:
        for other in events[place + 1 :]:
            yield all_true((_is_step(other, step, world, truth), _joins(events[place], other, step, world)))


def _is_chain(chain: Sequence[PastEvent], steps: Sequence[Step], world: World, truth: Read) -> Truth:
    alone = [_is_step(event, step, world, truth) for event, step in zip(chain, steps, strict=True)]
    joined = [
        _joins(before, after, step, world) for before, after, step in zip(chain, chain[1:], steps[1:], strict=False)
    ]
    return all_true((*alone, *joined))


def _is_step(event: PastEvent, step: Step, world: World, truth: Read) -> Truth:
    if event.kind != step.kind:
        return False
    return all_true(truth(each, evolve(world, past=event.data)) for each in step.filters)


def _joins(before: PastEvent, after: PastEvent, step: Step, world: World) -> Truth:
    """Soon enough, and equal where it must be."""
    if after.at > _latest(before, step, world):
        return False
    pairs = [(before.data.get(name), after.data.get(name)) for name in step.same]
    return all_true(None if None in pair else pair[0] == pair[1] for pair in pairs)


def _latest(before: PastEvent, step: Step, world: World) -> int:
    assert step.within is not None
    return later(before.at, step.within, world.zone, world.model.header.working)


def _any(told: Sequence[Truth]) -> Truth:
    return True if True in told else None if None in told else False


def _not(told: Truth) -> Truth:
    return None if told is None else not told

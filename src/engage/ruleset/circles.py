"""Circles in what refers to what: facts calculated from each other, rules that beat each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

__all__ = ["circles", "shown"]


def circles(edges: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """One shortest circle for each knot of names that lead back to themselves; a name that names itself is one.

    Begins at the first name in the order of `edges`; names that are no key lead nowhere.
    """
    found: list[tuple[str, ...]] = []
    for knot in _knots(edges):
        members = frozenset(knot)
        start = next(name for name in edges if name in members)
        found.append(_round(start, members, edges))
    return tuple(found)


def shown(circle: tuple[str, ...]) -> str:
    """`a -> b -> a`."""
    return " → ".join((*circle, circle[0]))


def _round(start: str, members: frozenset[str], edges: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    before: dict[str, str] = {}
    queue = deque([start])
    while queue:
        name = queue.popleft()
        for follower in edges.get(name, ()):
            if follower == start:
                path = [name]
                while path[-1] != start:
                    path.append(before[path[-1]])
                return tuple(reversed(path))
            if follower in members and follower not in before:
                before[follower] = name
                queue.append(follower)
    return (start,)


def _knots(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Strongly connected parts that hold a circle (Tarjan), without recursion: a ruleset may be long."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    knots: list[list[str]] = []
    for root in edges:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        stack.append(root)
        waiting.add(root)
        work = [(root, iter(tuple(edges[root])))]
        while work:
            name, followers = work[-1]
            follower = next(followers, None)
            if follower is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == order[name]:
                    knot = _popped(stack, waiting, name)
                    if len(knot) > 1 or name in tuple(edges[name]):
                        knots.append(knot)
            elif follower in edges and follower not in order:
                order[follower] = low[follower] = len(order)
                stack.append(follower)
                waiting.add(follower)
                work.append((follower, iter(tuple(edges[follower]))))
            elif follower in waiting:
                low[name] = min(low[name], order[follower])
    return knots


def _popped(stack: list[str], waiting: set[str], name: str) -> list[str]:
    knot: list[str] = []
    while not knot or knot[-1] != name:
        knot.append(stack.pop())
        waiting.discard(knot[-1])
    return knot

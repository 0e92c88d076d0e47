"""Circles in what refers to what."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engage.ruleset.circles import circles, shown

NAMES = st.sampled_from("abcdef")
GRAPHS = st.dictionaries(NAMES, st.lists(NAMES, max_size=4), max_size=6)


def test_a_chain_is_no_circle() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": []}) == ()


def test_a_circle_is_told_from_the_first_name_on() -> None:
    assert circles({"a": ["b"], "b": ["c"], "c": ["a"]}) == (("a", "b", "c"),)
    assert shown(("a", "b", "c")) == "a → b → c → a"


def test_a_name_that_leads_to_itself_is_a_circle() -> None:
    assert circles({"a": ["a"]}) == (("a",),)


def test_two_knots_are_two_circles() -> None:
    assert circles({"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]}) == (("c", "d"), ("a", "b"))


def test_a_long_chain_needs_no_recursion() -> None:
    length = 20_000
    edges = {str(at): [str(at + 1)] for at in range(length)}
    assert circles(edges) == ()
    (found,) = circles({**edges, str(length): ["0"]})
    assert len(found) == length + 1


@given(GRAPHS)
def test_every_circle_runs_along_edges_and_is_found_exactly_where_there_is_one(edges: dict[str, list[str]]) -> None:
    found = circles(edges)
    for circle in found:
        for name, follower in zip(circle, (*circle[1:], circle[0]), strict=True):
            assert follower in edges[name]
    assert {name for name in edges if _comes_back(name, edges)} >= {name for circle in found for name in circle}
    assert bool(found) == any(_comes_back(name, edges) for name in edges)


def _comes_back(start: str, edges: dict[str, list[str]]) -> bool:
    reached, waiting = set[str](), list(edges[start])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += edges.get(name, [])
    return start in reached

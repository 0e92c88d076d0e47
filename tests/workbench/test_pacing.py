"""A stream that pauses says so, and ends and fails as what it reads does."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from engage.workbench.pacing import paced


def test_items_come_in_order_and_a_pause_comes_as_none_once() -> None:
    go = threading.Event()

    def stream() -> Iterator[int]:
        yield from range(300)
        go.wait(10)
        yield 300

    found = paced(stream(), 0.05)
    until_pause = []
    for item in found:
        until_pause.append(item)
        if item is None and len([each for each in until_pause if each is not None]) == 300:
            break
    assert [each for each in until_pause if each is not None] == list(range(300))
    go.set()
    assert [item for item in found if item is not None] == [300]


def test_a_failure_of_the_stream_is_told_behind_what_came_before_it() -> None:
    def stream() -> Iterator[int]:
        yield 1
        raise EOFError

    found = paced(stream(), 5)
    assert next(found) == 1
    with pytest.raises(EOFError):
        next(found)

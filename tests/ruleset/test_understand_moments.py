"""Moments of examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.ruleset.moments import moment_in_zone, moment_text, read_moment

SHANGHAI, LONDON = "Asia/Shanghai", "Europe/London"
TEN_AT_SHANGHAI = 1793844000_000_000  # 2026-11-05T02:00:00Z


def test_a_moment_without_an_offset_is_in_the_zone_of_the_ruleset() -> None:
    assert read_moment("2026-11-05 10:00", SHANGHAI) == (TEN_AT_SHANGHAI, 480)


def test_a_moment_may_bring_its_offset() -> None:
    assert read_moment("2026-11-05T02:00Z", SHANGHAI) == (TEN_AT_SHANGHAI, 0)
    assert read_moment("2026-11-05 11:00 +09:00", SHANGHAI) == (TEN_AT_SHANGHAI, 540)


def test_a_date_means_its_start_and_full_width_digits_count() -> None:
    assert read_moment("2026-11-05", SHANGHAI) == read_moment("２０２６-11-05 00:00", SHANGHAI)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-05", "2026-11-05 25:00", "11/05/2026", "0000-00-00"])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert read_moment(text, SHANGHAI) is None


def test_the_offset_is_printed_only_where_the_zone_does_not_give_it() -> None:
    assert moment_text(TEN_AT_SHANGHAI, 480, SHANGHAI) == "2026-11-05 10:00"
    assert moment_text(TEN_AT_SHANGHAI, 540, SHANGHAI) == "2026-11-05 11:00 +09:00"


@given(
    st.integers(-(10**15), 4 * 10**15), st.sampled_from([-330, 0, 60, 480, 765]), st.sampled_from([SHANGHAI, LONDON])
)
def test_a_printed_moment_is_read_back(at: int, offset: int, zone: str) -> None:
    assert read_moment(moment_text(at, offset, zone), zone) == (at, offset)


@given(st.integers(0, 4 * 10**15), st.sampled_from([SHANGHAI, LONDON, "Africa/Monrovia"]))
def test_a_moment_printed_in_a_zone_is_the_same_moment(at: int, zone: str) -> None:
    read = read_moment(moment_in_zone(at, zone), zone)
    assert read is not None
    assert read[0] == at

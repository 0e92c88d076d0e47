"""What holds of business time, whatever the calendar, the pauses and the target."""

from __future__ import annotations

import datetime
import itertools

from hypothesis import given
from hypothesis import strategies as st

from engage.service import Calendar, due_at, elapsed, late_from, remaining
from laws.test_deadlines_equal_intervals import Case, cases, spans

MICROSECOND = datetime.timedelta(microseconds=1)
lengths = spans(0, 9 * 24)


@given(cases(), lengths, lengths)
def test_business_time_never_runs_backwards(case: Case, one: datetime.timedelta, other: datetime.timedelta) -> None:
    written, start, pauses, _ = case
    calendar, (early, late) = Calendar.from_mapping(written), sorted((one, other))
    sooner = elapsed(calendar, start, start + early, pauses)
    later = elapsed(calendar, start, start + late, pauses)
    assert sooner <= later <= sooner + (late - early)


@given(cases(), lengths, lengths)
def test_what_has_passed_and_what_is_left_are_the_target(
    case: Case, target: datetime.timedelta, away: datetime.timedelta
) -> None:
    written, start, pauses, _ = case
    calendar, now, goal = Calendar.from_mapping(written), start + away, target
    assert elapsed(calendar, start, now, pauses) + remaining(calendar, start, now, goal, pauses) == goal


@given(cases(), spans(0, 60))
def test_a_target_is_reached_when_it_is_due_and_kept_until_it_is_late(case: Case, target: datetime.timedelta) -> None:
    written, start, pauses, _ = case
    calendar, goal = Calendar.from_mapping(written), target
    due, late = due_at(calendar, start, goal, pauses), late_from(calendar, start, goal, pauses)
    if due is not None:
        assert elapsed(calendar, start, due, pauses) == goal
        assert due == start or elapsed(calendar, start, due - MICROSECOND, pauses) < goal
    if late is not None:
        assert due is not None
        assert due <= late
        assert elapsed(calendar, start, late, pauses) == goal
        assert elapsed(calendar, start, late + MICROSECOND, pauses) > goal


@given(cases(), lengths, lengths, spans(0, 60))
def test_a_pause_adds_exactly_its_open_time(
    case: Case, one: datetime.timedelta, other: datetime.timedelta, target: datetime.timedelta
) -> None:
    written, start, pauses, _ = case
    calendar, goal = Calendar.from_mapping(written), target
    begins, ends = (start + micro for micro in sorted((one, other)))
    due = due_at(calendar, start, goal, pauses)
    paused = due_at(calendar, start, goal, [*pauses, (begins, ends)])
    if due is None or due <= begins:
        assert paused == due or due is None
    elif paused is not None:
        # The open time of the new pause that no other pause took already, up to when it is due now.
        added = elapsed(calendar, begins, min(ends, paused), pauses)
        assert elapsed(calendar, due, paused, pauses) == added
    assert elapsed(calendar, start, ends, [*pauses, (begins, ends)]) == elapsed(calendar, start, begins, pauses)


@given(cases(), lengths, st.lists(lengths, max_size=4))
def test_splitting_and_merging_intervals_changes_nothing(
    case: Case, away: datetime.timedelta, cuts: list[datetime.timedelta]
) -> None:
    written, start, pauses, _ = case
    calendar, end = Calendar.from_mapping(written), start + away
    split: list[tuple[datetime.datetime, datetime.datetime | None]] = []
    for begins, ends in pauses:
        inside = sorted({start + cut for cut in cuts})
        marks = [begins, *(cut for cut in inside if begins < cut and (ends is None or cut < ends))]
        split += [*itertools.pairwise(marks), (marks[-1], ends)]
    assert elapsed(calendar, start, end, split[::-1]) == elapsed(calendar, start, end, pauses)
    points = sorted({start, end, *(start + cut for cut in cuts if cut <= away)})
    parts = [elapsed(calendar, one, other, pauses) for one, other in itertools.pairwise(points)]
    assert sum(parts, datetime.timedelta()) == elapsed(calendar, start, end, pauses)

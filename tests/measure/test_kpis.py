"""Figures of service by name: hand-counted contacts, laws, and the bank's month beside a count by plain csv."""

from __future__ import annotations

import csv
import datetime
import gzip
import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EngageError
from engage.ground.source import Source
from engage.measure.contacts import Exit, HandledContact, counts
from engage.measure.kpis import KPIS, Asked, figures, nearest_rank
from engage.measure.repeats import follows
from engage.measure.service_level import FORMULAS, service_level
from engage.workbench.contacts_in import ContactFields, read_contacts
from engage.workbench.events_in import from_table
from engage.workbench.mapping_file import read_mapping

SECOND = 1_000_000
DAY = 86_400 * SECOND


def contact(number: int, exit: Exit, waited: int | None, served: int | None = None) -> HandledContact:
    return HandledContact(
        str(number), number * SECOND, exit, None if waited is None else waited * SECOND, served and served * SECOND
    )


#: A = 4 with 3 within 20 s, B = 3 with 1 within, X = 1 within, one that left before the queue.
DESK = (
    contact(1, Exit.ANSWERED, 0, 100),
    contact(2, Exit.ANSWERED, 20, 300),
    contact(3, Exit.ANSWERED, 19, 200),
    contact(4, Exit.ANSWERED, 21),
    contact(5, Exit.ABANDONED, 5),
    contact(6, Exit.ABANDONED, 60),
    contact(7, Exit.ABANDONED, 90),
    contact(8, Exit.OTHER, 10),
    contact(9, Exit.EARLY, None),
)


def test_each_formula_counts_what_it_says() -> None:
    found = {name: service_level(DESK, 20 * SECOND, name) for name in FORMULAS}
    assert {name: (one.top, one.bottom) for name, one in found.items()} == {
        "answered": (3, 4),
        "answered_plus_short_abandon": (4, 7),
        "offered": (3, 7),
        "ex_short": (3, 6),
        "removed": (5, 8),
        "offered_with_flow_outs": (3, 8),
    }
    assert found["offered"].value == Fraction(3, 7)
    with pytest.raises(EngageError, match="S083"):
        service_level(DESK, 20 * SECOND, "service level")


def test_waits_handling_and_exits_are_counted_by_their_formulas() -> None:
    found = {one.kpi: one for one in figures(DESK, Asked(20 * SECOND, staffed=2000 * SECOND))}
    assert list(found) == list(KPIS)
    seconds = {name: float((one.value or 0) / SECOND) for name, one in found.items()}
    assert (seconds["asa"], seconds["mean_wait"]) == (15.0, 28.125)
    assert (seconds["wait_answered.p50"], seconds["wait_answered.p90"], seconds["wait.p95"]) == (19.0, 21.0, 90.0)
    # The one without a handling time is not taken for one of 0 s.
    assert (found["aht"].top, found["aht"].bottom) == (600 * SECOND, 3)
    assert found["occupancy"].value == Fraction(3, 10)
    assert (found["abandonment"].top, found["abandonment"].bottom) == (3, 8)
    assert (found["abandonment.short"].top, found["abandonment.short"].bottom) == (1, 8)
    assert (found["left_before_queue"].top, found["left_before_queue"].bottom) == (1, 9)
    assert counts(DESK).offered == 8


def test_of_nothing_no_figure_has_a_value() -> None:
    assert {one.value for one in figures((), Asked(20 * SECOND))} == {None}
    assert figures(DESK, Asked(20 * SECOND), ["occupancy"])[0].value is None


def test_an_unknown_wait_is_in_neither_number_and_is_counted() -> None:
    desk = (*DESK, contact(10, Exit.ANSWERED, None, 50), contact(11, Exit.ABANDONED, None))
    for name in FORMULAS:
        assert service_level(desk, 20 * SECOND, name) == service_level(DESK, 20 * SECOND, name)
    assert counts(desk).waited_unknown == 2
    assert figures(desk, Asked(20 * SECOND), ["abandonment"])[0].bottom == 10


def visits(*at: tuple[str, int, str | None]) -> list[HandledContact]:
    return [
        HandledContact(f"{place}", day * DAY, Exit.ANSWERED, 0, customer=customer, need=need)
        for place, (customer, day, need) in enumerate(at)
    ]


def test_who_comes_again_within_the_window_is_a_repeat_and_what_is_open_counts_apart() -> None:
    # a comes on day 0, 7 (just within 7), 20; b once; c on the last days, window still open; one is anonymous
    log = visits(("a", 0, "x"), ("b", 1, "x"), ("a", 7, "y"), ("c", 19, "x"), ("a", 20, "x"), ("", 3, "x"))
    asked = Asked(20 * SECOND, follows(log, 7 * DAY, 21 * DAY))
    repeats, first = figures(log, asked, ["repeat_rate", "first_contact_resolution"])
    # closed: a0 (followed), b1, a7; open: c19, a20
    assert (repeats.top, repeats.bottom, repeats.open) == (1, 3, 2)
    # needs begin with a0 (not met at once), b1 (met), c19 and a20 (open)
    assert (first.top, first.bottom, first.open) == (1, 2, 2)


def test_with_needs_only_the_same_need_repeats_and_who_has_none_is_left_out() -> None:
    log = visits(("a", 0, "x"), ("a", 1, "y"), ("a", 2, "x"), ("a", 3, None))
    asked = Asked(20 * SECOND, follows(log, 7 * DAY, 30 * DAY, same_need=True))
    repeats, first = figures(log, asked, ["repeat_rate", "first_contact_resolution"])
    assert (repeats.top, repeats.bottom) == (1, 3)
    assert (first.top, first.bottom) == (1, 2)


contacts = st.lists(
    st.builds(
        HandledContact,
        st.uuids().map(str),
        st.integers(0, 40 * DAY),
        st.sampled_from(Exit),
        st.none() | st.integers(0, 200 * SECOND),
        st.none() | st.integers(0, 900 * SECOND),
        customer=st.sampled_from(["", "a", "b", "c"]),
        need=st.sampled_from([None, "x", "y"]),
        groups=st.sampled_from([{"of": "one"}, {"of": "two"}]),
    ),
    max_size=40,
)


@given(contacts, st.integers(0, 200 * SECOND), st.integers(0, 20 * DAY), st.booleans(), st.randoms())
def test_figures_hold_together(
    log: list[HandledContact], threshold: int, window: int, needs: bool, shuffled: object
) -> None:
    """Kills: an early one in a denominator, B_T in no place or two, the order of the log, groups that do not add up."""
    asked = Asked(threshold, follows(log, window, 40 * DAY, needs))
    found = {one.kpi: one for one in figures(log, asked)}
    shuffled.shuffle(log)  # type: ignore[attr-defined]
    assert figures(log, Asked(threshold, follows(log, window, 40 * DAY, needs))) == tuple(found.values())
    level = {name: found[f"service_level.{name}"] for name in FORMULAS}
    for one in (*level.values(), *(found[name] for name in ("abandonment", "repeat_rate", "left_before_queue"))):
        assert 0 <= one.top <= one.bottom
        assert one.value == (Fraction(one.top, one.bottom) if one.bottom else None)
    short = level["answered_plus_short_abandon"].top - level["answered"].top
    assert level["ex_short"].bottom + short == level["offered"].bottom == level["answered_plus_short_abandon"].bottom
    assert level["offered"].top == level["answered"].top == level["ex_short"].top
    if level["answered"].bottom:
        assert (level["offered"].value or 0) <= (level["ex_short"].value or 0) <= (level["answered"].value or 0)
    repeats, first = found["repeat_rate"], found["first_contact_resolution"]
    assert repeats.bottom + repeats.open == len(asked.follows)
    assert first.bottom + first.open == sum(one.first for one in asked.follows.values())
    # A whole is the sum of its parts, above and below the line; ranks are not, and are left out.
    parts = [figures([one for one in log if one.groups["of"] == part], asked) for part in ("one", "two")]
    for left, right in zip(*parts, strict=True):
        if ".p" not in left.kpi:
            whole = found[left.kpi]
            assert (left.top + right.top, left.bottom + right.bottom) == (whole.top, whole.bottom)
            assert left.open + right.open == whole.open


@given(contacts, st.integers(0, 20 * DAY))
def test_repeats_equal_brute_force(log: list[HandledContact], window: int) -> None:
    found = follows(log, window, 40 * DAY, same_need=True)
    known = [one for one in log if one.customer and one.need is not None]
    assert found.keys() == {one.id for one in known}
    for one in known:
        same = [other for other in known if (other.customer, other.need) == (one.customer, one.need)]
        after = [other for other in same if (other.arrived, other.id) > (one.arrived, one.id)]
        before = [other for other in same if (other.arrived, other.id) < (one.arrived, one.id)]
        assert found[one.id].again == any(other.arrived - one.arrived <= window for other in after)
        assert found[one.id].first == all(one.arrived - other.arrived > window for other in before)
        assert found[one.id].closed == (one.arrived + window <= 40 * DAY)


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 100))
def test_a_percentile_is_the_least_value_that_so_many_do_not_exceed(values: list[int], percent: int) -> None:
    rank, value = nearest_rank(sorted(values), percent)
    if value is None:
        assert not values
        return
    assert rank == math.ceil(Fraction(percent * len(values), 100))
    assert sum(one <= value for one in values) * 100 >= percent * len(values)
    assert sum(one < value for one in values) * 100 < percent * len(values)


# ------------------------------------------------------------------------------------------------ the bank's month


def rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield {name.strip(): cell.strip() for name, cell in row.items()}


def clock(text: str) -> int:
    hours, minutes, seconds = map(int, text.split(":"))
    return 3600 * hours + 60 * minutes + seconds


def test_the_bank_month_equals_a_count_by_plain_csv(published: Callable[[str], Path]) -> None:
    """Nothing below the first lines goes through engage: the file is read with csv and counted with comprehensions."""
    path = published("data/bank_calls/february1999.txt.gz")
    file = Path(__file__).parents[2] / "rulesets" / "bank-calls" / "handled.yaml"
    mapping = read_mapping(Source(file.name, file.read_text("utf-8")))
    with gzip.open(path, "rt", newline="") as lines:
        read = read_contacts(from_table(lines, mapping), ContactFields(joined="joined_queue", need="service"))
    asked = Asked(20 * SECOND, follows(read.contacts, 7 * DAY, read.until, same_need=True))
    found = {one.kpi: one for one in figures(read.contacts, asked)}
    assert (read.bad, read.without_outcome, read.left_out, len(read.contacts)) == ((), 0, 278, 33_066)

    log = list(rows(path))
    answered = [int(row["q_time"]) for row in log if row["outcome"] == "AGENT"]
    left = [int(row["q_time"]) for row in log if row["outcome"] == "HANG" and row["q_start"] != "0:00:00"]
    early = sum(row["outcome"] == "HANG" and row["q_start"] == "0:00:00" for row in log)
    served = [int(row["ser_time"]) for row in log if row["outcome"] == "AGENT"]
    a, b, a20, b20 = len(answered), len(left), sum(w <= 20 for w in answered), sum(w <= 20 for w in left)
    # The log itself, as counted here; a change of the file would be told.
    assert (a, b, a20, b20, early) == (27_162, 3_963, 16_209, 1_257, 1_941)
    told = {name: (one.top, one.bottom) for name, one in found.items()}
    assert told["service_level.answered"] == (a20, a)
    assert told["service_level.answered_plus_short_abandon"] == told["service_level.removed"] == (a20 + b20, a + b)
    assert told["service_level.offered"] == (a20, a + b)
    assert told["service_level.ex_short"] == (a20, a + b - b20)
    assert told["abandonment"] == (b, a + b)
    assert told["abandonment.short"] == (b20, a + b)
    assert told["left_before_queue"] == (early, a + b + early)
    assert told["asa"] == (sum(answered) * SECOND, a)
    assert told["mean_wait"] == (sum(answered + left) * SECOND, a + b)
    assert told["aht"] == (sum(served) * SECOND, a)
    for percent in (50, 90, 95):
        for waits, name in ((answered, "wait_answered"), (answered + left, "wait")):
            at = sorted(waits)[math.ceil(percent * len(waits) / 100) - 1]
            assert found[f"{name}.p{percent}"].value == at * SECOND

    # Repeats: a call comes when it leaves the menu, at the bank's own clock (no change of clocks in February).
    calls = defaultdict(list)
    last: float = 0
    for row in log:
        day = datetime.datetime.strptime(row["date"], "%y%m%d").replace(tzinfo=ZoneInfo("Asia/Jerusalem")).timestamp()
        start = clock(row["vru_entry"])
        ends = [clock(row[name]) or start for name in ("vru_exit", "q_exit", "ser_exit")]
        moments = [max(start, end + 86_400 if start - end > 43_200 else end) for end in ends]
        last = max(last, day + max(moments))
        if row["outcome"] != "PHANTOM" and row["customer_id"] != "0":
            key = (day + moments[0], f"{row['vru+line']}-{row['call_id']}")
            calls[row["customer_id"], row["type"]].append((*key, row["outcome"] == "AGENT"))
    week = 7 * 86_400
    again = closed = met = needs = still = 0
    for chain in calls.values():
        chain.sort()
        for place, (came, _, served_then) in enumerate(chain):
            soon = place + 1 < len(chain) and chain[place + 1][0] - came <= week
            begins = place == 0 or came - chain[place - 1][0] > week
            if came + week > last:
                still += 1
                continue
            closed, again = closed + 1, again + soon
            needs, met = needs + begins, met + (begins and served_then and not soon)
    assert (*told["repeat_rate"], found["repeat_rate"].open) == (again, closed, still)
    assert told["first_contact_resolution"] == (met, needs)

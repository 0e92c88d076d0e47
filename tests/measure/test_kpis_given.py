"""What the figures of service refuse: names that are none, lengths and exits that are none."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from engage.errors import EngageError
from engage.measure.contacts import Exit, HandledContact
from engage.measure.kpis import KPIS, Asked, figures
from engage.measure.service_level import service_level
from engage.workbench.contacts_in import read_contacts
from engage.workbench.events_in import RawEvent

SECOND = 1_000_000
LOG = [HandledContact("1", arrived=0, exit=Exit.ANSWERED, waited=5 * SECOND)]
ASKED = Asked(threshold=20 * SECOND)


def test_a_formula_may_be_named_as_the_page_lists_its_figure() -> None:
    assert service_level(LOG, 20 * SECOND, "service_level.offered") == service_level(LOG, 20 * SECOND, "offered")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: service_level(LOG, 20 * SECOND, "zzz"), "S083"),
        (lambda: service_level(LOG, 20 * SECOND, "service_level.zzz"), "S083"),
        (lambda: service_level(LOG, 20 * SECOND, None), "S083"),  # type: ignore[arg-type]
        (lambda: figures(LOG, ASKED, ["zzz"]), "S082"),
        (lambda: figures(LOG, ASKED, "asa"), "S084"),
        (lambda: figures(LOG, ASKED, [["asa"]]), "S082"),  # type: ignore[list-item]
        (lambda: service_level(LOG, 20.5, "offered"), "S085"),  # type: ignore[arg-type]
        (lambda: service_level(LOG, datetime.timedelta(seconds=20), "offered"), "S085"),  # type: ignore[arg-type]
        (lambda: Asked(threshold=-1), "S085"),
        (lambda: Asked(threshold=20 * SECOND, staffed=-1), "S085"),
        (lambda: HandledContact("1", 0, Exit.ANSWERED, waited=-5), "S085"),
        (lambda: HandledContact("1", 0, Exit.ANSWERED, waited=1.5), "S085"),  # type: ignore[arg-type]
        (lambda: HandledContact("1", 0, Exit.ANSWERED, waited=True), "S085"),
        (lambda: HandledContact("1", 0, Exit.ANSWERED, served=-5), "S085"),
        (lambda: HandledContact("1", datetime.datetime.max, Exit.ANSWERED), "S085"),  # type: ignore[arg-type]
        (lambda: HandledContact("1", 0, "zzz"), "S086"),
        (lambda: HandledContact("1", 0, None), "S086"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_figure_or_no_contact_is_refused_with_a_code(call: Callable[[], object], code: str) -> None:
    with pytest.raises(EngageError) as refused:
        call()
    assert refused.value.code == code
    assert refused.value.text("zh-Hant") != refused.value.text("zh") != refused.value.text("en")


def test_who_asks_for_a_figure_that_is_none_is_told_all_of_them() -> None:
    with pytest.raises(EngageError) as refused:
        figures(LOG, ASKED, ["zzz"])
    assert all(id in refused.value.hint for id in KPIS)


def test_an_exit_may_be_written_as_its_word() -> None:
    assert HandledContact("1", 0, "answered", 5) == HandledContact("1", 0, Exit.ANSWERED, 5)


@pytest.mark.parametrize("waited", ["1e300", "3153600001", "1e12"])
def test_a_wait_of_more_than_a_century_is_told_by_its_line(waited: str) -> None:
    event: Any = (
        '{"id": "1", "source": "s", "type": "t", "time": "2026-11-05T10:00:00Z", "subject": "c",'
        f' "data": {{"outcome": "answered", "seconds_waited": {waited}}}}}'
    )
    found = read_contacts([RawEvent(7, event)])
    assert found.contacts == ()
    (bad,) = found.bad
    assert bad.line == 7
    assert "seconds_waited" in str(bad.why)

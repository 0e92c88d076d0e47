"""`engage kpi` and `engage simulate`: figures by named formulas from a log, and, apart from them, what is simulated."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.calling import Caller
from engage.measure.contacts import Exit, HandledContact
from engage.workbench.kpi_report import Moment, grouped

BANK = Path(__file__).parents[2] / "rulesets" / "bank-calls"
HEAD = (
    "vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time outcome "
    "ser_start ser_exit ser_time server"
)
#: Made up, in the columns of the bank's log.
CALLS = (
    "XX01 1 7001 2 PS 990201 9:00:00 9:00:10 10 9:00:10 9:02:20 130 HANG 0:00:00 0:00:00 0 NO_SERVER",
    "XX01 2 7001 2 PS 990201 9:30:00 9:30:10 10 0:00:00 0:00:00 0 AGENT 9:30:10 9:34:10 240 ANNA",
    "XX01 3 0 0 NW 990201 9:31:00 9:31:10 10 9:31:10 9:31:30 20 AGENT 9:31:30 9:32:30 60 BEN",
    "XX01 4 0 0 NW 990201 9:31:05 9:31:15 10 9:31:15 9:34:10 175 AGENT 9:34:10 9:35:10 60 ANNA",
    "XX01 5 7002 1 PS 990201 9:40:00 9:40:10 10 0:00:00 0:00:00 0 HANG 0:00:00 0:00:00 0 NO_SERVER",
    "XX01 6 7002 1 PS 990212 10:00:00 10:00:05 5 10:00:05 10:00:06 1 PHANTOM 0:00:00 0:00:00 0 NO_SERVER",
)


@pytest.fixture
def log(tmp_path: Path) -> list[str]:
    path = tmp_path / "calls.tsv"
    path.write_text("\n".join([HEAD, *CALLS, ""]).replace(" ", "\t"), encoding="utf-8")
    return [str(path), "--mapping", str(BANK / "handled.yaml"), "--joined", "joined_queue"]


def test_each_figure_is_told_with_what_stands_above_and_below_the_line(call: Caller, log: list[str]) -> None:
    told = call("kpi", *log, "--need", "service", "--by", "priority")
    assert told.code == 0
    rows = [" ".join(line.split()) for line in told.out.splitlines()]
    assert rows[0] == "Recorded service, by formula"
    assert rows[1].startswith(
        "5 contacts from 1999-02-01 to 1999-02-01: 3 answered, 1 gave up in the queue, 1 left before"
    )
    assert "SL answered answered within T / answered 66.7 % 2 / 3" in rows
    assert "SL offered answered within T / answered + abandoned 50.0 % 2 / 4" in rows
    assert "speed of answer (ASA) time in the queue / answered 65.0 s 195.0 s / 3" in rows
    # 7001 came again within the week, and the week of its second call has closed; 7002 did not come for the same
    assert "repeat rate came again in the window / known customers, window closed 33.3 % 1 / 3" in rows
    assert "left out: contacts with another outcome 1, without one 0; unknown waits 0" in rows
    assert "preferred 2 50.0 % 50.0 % 0.0 s 0.0 s 240.0 s 50.0 %" in rows
    assert rows[-1].startswith("next: engage kpi")
    chinese = call("kpi", *log, "--by", "hour", "--lang", "zh")
    assert "服务水平 offered" in chinese.out
    assert "按到达时刻归属，时区 Asia/Jerusalem" in chinese.out


def test_everything_is_data_and_a_page(call: Caller, log: list[str], tmp_path: Path) -> None:
    page = tmp_path / "kpi.html"
    data = call("kpi", *log, "--threshold", "3 minutes", "--staffed", "1 hour", "--page", str(page), "--json").json
    assert (data["recorded"], data["threshold_seconds"], data["zone"]) == (True, 180, "Asia/Jerusalem")
    assert data["counts"] == {
        "answered": 3, "abandoned": 1, "early": 1, "other": 0, "waited_unknown": 0, "anonymous": 2
    }  # fmt: skip
    figures = data["figures"]
    assert figures["service_level.offered"] == {
        "value": 0.75,
        "unit": "share",
        "numerator": 3,
        "denominator": 4,
        "counted": {"numerator": "answered within T", "denominator": "answered + abandoned"},
    }
    assert figures["service_level.ex_short"]["value"] == 1.0
    assert (figures["aht"]["value"], figures["aht"]["numerator"]) == (120.0, 360)
    assert (figures["occupancy"]["value"], figures["occupancy"]["denominator"]) == (0.1, 3600)
    html = page.read_text("utf-8")
    assert "<svg" in html
    assert "Recorded service, by formula" in html
    assert "7001" not in html


def test_without_the_field_of_the_queue_all_who_gave_up_did_so_in_it(call: Caller, log: list[str]) -> None:
    data = call("kpi", *log[:3], "--outcome", "phantom=other", "--json").json
    assert (data["counts"]["abandoned"], data["counts"]["early"], data["counts"]["other"]) == (2, 0, 1)


def test_a_contact_belongs_to_the_hour_of_its_arrival_or_of_its_end() -> None:
    hour = 3_600_000_000
    one = HandledContact("1", hour - 1, Exit.ANSWERED, 0, 1, hour)
    open = HandledContact("2", hour, Exit.ABANDONED, 0)
    assert list(grouped([one, open], "hour", "UTC")) == ["00", "01"]
    assert list(grouped([one, open], "hour", "UTC", Moment.END)) == ["01", ""]
    assert list(grouped([one], "day", "Asia/Shanghai", Moment.END)) == ["1970-01-01"]


def test_the_moment_that_attributes_is_told(call: Caller, log: list[str]) -> None:
    data = call("kpi", *log, "--by", "day", "--attribute", "end", "--json").json
    assert (data["attributed_by"], [group["value"] for group in data["groups"]]) == ("end", ["1999-02-01"])


def test_the_events_of_a_ruleset_are_measured_as_they_are(call: Caller, log: list[str]) -> None:
    data = call("kpi", log[0], "--mapping", str(BANK / "mapping.yaml"), "--json").json
    assert (data["counts"]["answered"], data["counts"]["abandoned"], data["left_out"]["other_outcome"]) == (3, 2, 1)


def test_lines_that_cannot_be_read_and_options_that_say_nothing(call: Caller, log: list[str], tmp_path: Path) -> None:
    with Path(log[0]).open("a", encoding="utf-8") as file:
        file.write("XX01	7\n")
    told = call("kpi", *log)
    assert told.code == 1
    assert "line 8: 2 cells instead of 17" in told.out
    for option, value in (("--threshold", "20"), ("--window", "1 working day"), ("--outcome", "x=y"), ("--page", "")):
        assert call("kpi", *log, option, value).code == 2
    lines = tmp_path / "calls.jsonl"
    lines.write_text(
        '{"id": "1", "source": "/t", "type": "t", "time": "2026-11-05T10:00:00Z", '
        '"data": {"outcome": "answered", "seconds_waited": "soon"}}\n'
        '{"id": "2", "source": "/t", "type": "t", "time": "yesterday", "data": {}}\n{\n',
        encoding="utf-8",
    )
    told = call("kpi", str(lines))
    assert told.code == 1
    assert "line 1: field `seconds_waited` is not a number of seconds" in told.out
    assert "line 2: the time of the event cannot be read" in told.out
    assert "line 3:" in told.out
    assert "soon" not in told.out
    assert "no contact with an outcome" in told.out


def test_a_field_or_a_group_that_no_contact_has_is_misspelt(call: Caller, log: list[str]) -> None:
    for option in ("--by", "--need", "--joined"):
        told = call("kpi", *log, option, "prioritty")
        assert (told.code, "no contact has the field `prioritty`" in told.err) == (2, True)
    told = call("simulate", *log, "--by", "priority", "--ahead", "prefered=90s")
    assert (told.code, "no contact is of the group `prefered`" in told.err) == (2, True)
    assert "组 `prefered`" in call("simulate", *log, "--ahead", "prefered=90s", "--lang", "zh").err


def test_a_simulation_says_that_it_is_one_and_keeps_the_record_apart(
    call: Caller, log: list[str], tmp_path: Path
) -> None:
    page = tmp_path / "simulated.html"
    asked = ("simulate", *log, "--by", "priority", "--ahead", "preferred=90 seconds")
    told = call(*asked, "--page", str(page))
    assert told.code == 0
    assert told.out.splitlines()[:2] == [
        "Simulated, not recorded",
        "4 arrivals of the log, 2 workers; head start: preferred 90 s",
    ]
    assert "recorded in the log, for comparison" in told.out
    assert "contrast only" in told.out
    assert "Simulated, not recorded" in page.read_text("utf-8")
    data = call(*asked, "--json", "--patience", "endless").json
    assert (data["recorded"], data["patience_of_the_served"]) == (False, "endless")
    assert list(data["simulated"]) == ["first_come", "head_start", "strict"]
    # The one who gave up at 9:02 finds nobody: the log shows no worker before 9:30.
    preferred = next(line for line in data["simulated"]["head_start"] if line["group"] == "preferred")
    assert (preferred["arrivals"], preferred["answered"], preferred["abandoned"]) == (2, 1, 1)
    assert call(*asked, "--lang", "zh").out.startswith("模拟结果，并非实绩")
    assert call("simulate", *log, "--ahead", "preferred").code == 2
    assert call("simulate", log[0], "--mapping", str(BANK / "mapping.yaml")).code == 2


def test_shifts_come_from_a_table_whose_lines_may_end_as_on_an_old_machine(
    call: Caller, log: list[str], tmp_path: Path
) -> None:
    table = tmp_path / "shifts.csv"
    rows = ["Hour,StartTime,Night,Day", *(f"{hour + 1},x,{int(hour < 8)},{int(hour >= 8)}" for hour in range(24))]
    table.write_bytes("\r".join(rows).encode())
    data = call("simulate", *log, "--shifts", str(table), "--json").json
    assert (data["staff"], data["staffed_hours"]) == ("table of shifts", 32.0)
    table.write_bytes("\r".join(rows[:-1]).encode())
    assert call("simulate", *log, "--shifts", str(table)).code == 2


def test_the_month_is_simulated_from_the_log_and_from_the_shifts(
    call: Caller, published: Callable[[str], Path]
) -> None:
    """Head starts help those who have them and cost the others; strict precedence costs more. Waits are shorter than
    recorded: a simulated worker takes the next contact at once."""
    month = published("data/bank_calls/february1999.txt.gz")
    asked = ("simulate", str(month), "--mapping", str(BANK / "handled.yaml"), "--joined", "joined_queue")
    by = ("--by", "priority", "--ahead", "preferred=90s", "--json")
    for shifts in ((), ("--shifts", str(published("data/bank_calls/shifts_february.csv")))):
        data = call(*asked, *by, *shifts).json
        mean = {
            order: {line["group"]: line["mean_wait_seconds"] for line in lines}
            for order, lines in data["simulated"].items()
        }
        assert data["arrivals"] == 31_125
        assert {sum(line["arrivals"] for line in lines) for lines in data["simulated"].values()} == {31_125}
        assert mean["strict"]["preferred"] < mean["head_start"]["preferred"] < mean["first_come"]["preferred"]
        assert mean["head_start"]["regular"] > mean["first_come"]["regular"]
        assert all(
            simulated["mean_wait_seconds"] < recorded["mean_wait_seconds"]
            for simulated, recorded in zip(data["simulated"]["first_come"], data["log"], strict=True)
        )


def test_the_figures_of_the_month_on_the_page_are_those_that_are_printed(
    call: Caller, published: Callable[[str], Path], tmp_path: Path
) -> None:
    month = published("data/bank_calls/february1999.txt.gz")
    page = (BANK / "README.md").read_text("utf-8")
    for verb in ("kpi", "simulate"):
        command = next(line for line in page.splitlines() if line.startswith(f"engage {verb} february1999"))
        here = command.replace("rulesets/bank-calls", str(BANK)).replace("kpi.html", str(tmp_path / "kpi.html"))
        words = shlex.split(here)
        told = call(verb, str(month), *words[3:])
        assert told.code == 0
        printed = {" ".join(line.split()) for line in told.out.splitlines()}
        shown = page.split(f"<!-- month {verb} -->")[1].split("```")[1]
        assert {" ".join(line.split()) for line in shown.strip().splitlines()} <= printed

"""ruleset.yaml becomes a Header: zone, working hours, outputs, and the safe default as a plan."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.plan import Allowance, HandlingPlan, Menu, Need, Route, Rung, ServiceLevel, SieveStep, Task, Wording
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Settling, Vocabulary
from engage.ground import Finding, Report, Source
from engage.ruleset.catalogue_file import finish_catalogue, read_catalogue
from engage.ruleset.header_file import finish_header, read_header
from engage.ruleset.model import Catalogue, Header
from engage.ruleset.yaml_events import read_yaml
from reading import said, sound_vocabulary, yaml_block

HERE = Path(__file__).parent.parent
GOLDEN = HERE / "golden" / "header"
MINI = HERE / "samples" / "mini"
Golden = Callable[[str, Callable[[str], str]], None]


def mini() -> tuple[Vocabulary, Catalogue]:
    vocabulary = sound_vocabulary((MINI / "vocabulary.yaml").read_text(encoding="utf-8"))
    block, source = yaml_block((MINI / "catalogue.yaml").read_text(encoding="utf-8"))
    draft, vocabulary, _ = read_catalogue(block, source, vocabulary)
    assert draft is not None
    return vocabulary, finish_catalogue(draft, vocabulary)[0]


def read(text: str) -> tuple[Header | None, tuple[Finding, ...]]:
    block, source = yaml_block(text, "ruleset.yaml")
    draft, found = read_header(block, source)
    if draft is None:
        return None, found
    header, more = finish_header(draft, *mini())
    return header, (*found, *more)


def sound(text: str) -> Header:
    header, findings = read(text + "\nsafe default: [route to front desk]\n" if "safe default" not in text else text)
    assert said(findings) == ""
    assert header is not None
    return header


def hours(text: str) -> dict[int, str]:
    header = sound(f"ruleset: x\nworking week:\n{text}")
    return {
        day: ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in spans)
        for day, spans in sorted(header.working.hours.items())
    }


def plan(*sentences: str, language: str = "en") -> HandlingPlan:
    listed = "".join(f"  - {sentence}\n" for sentence in sentences)
    return sound(f"ruleset: x\nlanguage: {language}\nsafe default:\n{listed}").safe_default


def test_the_sample_is_read_whole() -> None:
    header = sound((MINI / "ruleset.yaml").read_text(encoding="utf-8"))
    assert (header.name, header.language, header.zone, header.owner) == (
        "mini care",
        "en",
        "Asia/Shanghai",
        "Zhang Min",
    )
    assert header.working.holidays == {datetime.date(2026, 10, 1), datetime.date(2026, 10, 2)}
    assert header.safe_default == HandlingPlan(
        step=SieveStep.ASSISTED,
        route=Route("front_desk"),
        service_level=ServiceLevel(
            "standard_care",
            {"first_response": Duration(8, Unit.BUSINESS_HOUR), "resolution": Duration(5, Unit.WORKING_DAY)},
        ),
    )


def test_the_draft_names_the_files_with_their_places() -> None:
    block, source = yaml_block((MINI / "ruleset.yaml").read_text(encoding="utf-8"), "ruleset.yaml")
    draft, _ = read_header(block, source)
    assert draft is not None
    assert [(name, span.text) for name, span in draft.files] == [("cancel.rules",) * 2, ("complaint.zh.rules",) * 2]
    assert draft.vocabulary is not None
    assert draft.vocabulary[0] == "vocabulary.yaml"


# ------------------------------------------------------------------------------------------- working hours


def test_a_working_week_spans_days_in_both_languages() -> None:
    week = dict.fromkeys(range(5), "09:00-18:00")
    assert hours("  monday to friday: 09:00 to 18:00\n") == week
    assert hours("  周一 至 周五: 09:00 至 18:00\n") == week
    assert hours("  週一到週五: 09:00-18:00\n") == week


def test_a_week_may_begin_on_sunday_and_a_day_may_have_a_break() -> None:
    assert hours("  sunday to thursday: 07:00 to 24:00\n  friday: 07:00 to 12:00, 13:00 to 14:00\n") == {
        **dict.fromkeys((0, 1, 2, 3, 6), "07:00-00:00"),
        4: "07:00-12:00, 13:00-14:00",
    }


def test_a_shift_may_run_overnight_and_a_day_may_be_open_all_round() -> None:
    assert hours("  monday to sunday: 22:00 to 06:00, 08:00 to 12:00\n")[6] == "08:00-12:00, 22:00-06:00"
    assert hours("  monday to sunday: 00:00 to 24:00\n")[0] == "00:00-00:00"


def test_days_may_be_listed() -> None:
    assert sorted(hours("  saturday, sunday: 10:00 to 16:00\n")) == [5, 6]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("monday to: 9", "R129"),
        ("monday: 18:00 to 18:00", "R129"),
        ("monday, tuesday: 18:00 to 19:00, 22:00 to 18:30", "R146"),
        ("monday: 00:00 to 01:00\n  sunday: 22:00 to 02:00", "R146"),
        ("moonday: 09:00 to 10:00", "R129"),
        ("friday: 09:00 to 12:00, 11:00 to 13:00", "R146"),
        ("friday: 09:00 to 25:00", "R129"),
        ("friday: 24:00 to 24:00", "R129"),
        ("friday: 10:00 to 24:00, 23:00 to 23:30", "R146"),
        ("friday: 10:00 to 12:00\n  thursday to saturday: 11:00 to 13:00", "R146"),
    ],
)
def test_hours_that_cannot_be_are_findings(line: str, code: str) -> None:
    _, findings = read(f"ruleset: x\nworking week:\n  {line}\nsafe default: [route to front desk]\n")
    assert code in {finding.code for finding in findings}


def test_holidays_are_days_or_ranges_in_both_languages() -> None:
    header = sound("ruleset: x\nholidays: [2026-05-01, 2026-10-01 to 2026-10-03, 2026年10月2日 至 2026年10月4日]\n")
    october = {datetime.date(2026, 10, day) for day in (1, 2, 3, 4)}
    assert header.working.holidays == {datetime.date(2026, 5, 1), *october}


# -------------------------------------------------------------------------------------------- safe default


def test_a_safe_default_is_a_whole_plan() -> None:
    assert plan(
        "route to retention desk, needs retention 4; after 30 seconds senior desk",
        "ahead by 90 seconds",
        "menu cancel menu, first speak to a person",
        "say repeat apology",
        "skip identity check",
        "allow waiver up to 100 yuan",
        "task retention call-back for customer team, due in 1 working day",
    ) == HandlingPlan(
        step=SieveStep.EXPERT,
        route=Route(
            "retention_desk",
            (Need("retention", 4),),
            (Rung(Duration(30, Unit.SECOND), queue="senior_desk"),),
            Duration(90, Unit.SECOND),
        ),
        menu=Menu("cancel_menu", ("speak_to_person", "cancel_here"), ("speak_to_person",)),
        content=(
            Wording(
                "repeat_apology",
                "greeting",
                {"en": "We are sorry that this happened again.", "zh": "很抱歉问题再次发生。"},
            ),
        ),
        tasks=(Task("retention_call_back", "customer_team", Duration(1, Unit.WORKING_DAY)),),
        allowances=(Allowance("waiver", 100),),
        skips=("identity_check",),
    )


def test_a_safe_default_may_be_chinese() -> None:
    assert plan("转接 综合坐席", "按 标准服务 服务", language="中文") == plan(
        "route to front desk", "serve at standard care"
    )


def test_an_answer_or_self_service_is_a_step_of_the_sieve() -> None:
    assert plan("answer bill status").step is SieveStep.ANSWER
    assert plan("guide to self-service").step is SieveStep.SELF_SERVICE


# ----------------------------------------------------------------------------------------------- the rest


def test_offers_best_n_is_an_output() -> None:
    (output,) = sound("ruleset: x\noffers: best 3\n").outputs
    assert (output.id, output.settling, output.limit) == ("offers", Settling.BEST, 3)


def test_a_ruleset_without_a_name_is_not_read() -> None:
    header, findings = read("zone: UTC\n")
    assert header is None
    assert [finding.code for finding in findings] == ["R102"]


@pytest.mark.parametrize("name", ["Asia", "../Asia/Shanghai", "/etc/passwd", "a" * 5_000, "Asia/shanghai", "北京"])
def test_a_zone_that_is_none_is_a_finding(name: str) -> None:
    header, findings = read(f"ruleset: x\nzone: {name}\nsafe default: [route to front desk]\n")
    assert [finding.code for finding in findings] == ["R122"]
    assert header is not None
    assert header.zone == "UTC"


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.golden")), ids=lambda path: path.stem)
def test_mistakes_are_said_with_place_and_way_out(path: Path, golden: Golden) -> None:
    def report(text: str) -> str:
        findings = read(text + "\n")[1]
        return said(findings) + "\n\n" + said(findings, "zh")

    golden(f"header/{path.name}", report)


KEYS = ["ruleset", "zone", "language", "files", "monday", "holidays", "offers", "engage"]
VALUES = ["", "x", "[a, b]", "{a: b}", "09:00 to 18:00", "best 2", "99", "2026-13-01", "[2026-01-01]", "route to x"]
LINES = st.lists(
    st.builds(
        "{}{}: {}".format,
        st.sampled_from(["", "", "  "]),
        st.sampled_from([*KEYS, "working week", "billing day", "safe default"]),
        st.sampled_from(VALUES),
    ),
    max_size=10,
)


@given(LINES)
def test_any_header_whatever_gives_findings_and_never_an_exception(lines: list[str]) -> None:
    source = Source("ruleset.yaml", "\n".join(lines))
    block, _ = read_yaml(source)
    if block is None:
        return
    draft, findings = read_header(block, source)
    assert draft is not None or not Report(findings).ok
    if draft is not None:
        _, more = finish_header(draft, Vocabulary(), Catalogue())
        said((*findings, *more), "zh")

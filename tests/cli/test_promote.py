"""A ruleset goes from draft to live step by step, each bound to its contents, none skipped."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.calling import Caller
from engage.errors import ActivationError
from engage.load import load, read
from engage.runtime import Engine

CARE = Path(__file__).parents[2] / "rulesets" / "telecom-care"


@pytest.fixture
def care(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CARE, tmp_path / "care"))


def step(call: Caller, care: Path, to: str, by: str, at: str, *more: str) -> int:
    return call("promote", str(care), "--to", to, "--by", by, "--at", at, *more).code


def to_live(call: Caller, care: Path, storage: str, day: int) -> None:
    assert step(call, care, "draft", "Li", f"2026-11-{day:02d} 09:00") == 0
    assert step(call, care, "in review", "Li", f"2026-11-{day + 1:02d} 09:00") == 0
    assert step(call, care, "approved", "Zhang Min", f"2026-11-{day + 2:02d} 09:00") == 0
    assert step(call, care, "live", "Wang", f"2026-11-{day + 3:02d} 10:30", "--storage", storage) == 0


def test_from_draft_to_live_with_who_and_when_and_the_lead_time(call: Caller, care: Path, tmp_path: Path) -> None:
    storage = f"sqlite:{tmp_path / 'care.db'}"
    to_live(call, care, storage, 2)
    told = call("promote", str(care), "--json").json
    assert told["stage"] == "live"
    (version,) = told["versions"]
    assert [(each["stage"], each["by"]) for each in version["steps"]] == [
        ("draft", "Li"),
        ("in review", "Li"),
        ("approved", "Zhang Min"),
        ("live", "Wang"),
    ]
    assert version["lead_time_seconds"] == 3 * 86_400 + 5_400
    printed = call("promote", str(care), "--lang", "zh").out
    assert "已上线" in printed
    assert "从草稿到上线：3天1小时30分" in printed
    with Engine(load(care), storage, approved_only=True) as engine:
        assert engine.status()["in_step"]


def test_a_second_version_supersedes_the_first(call: Caller, care: Path, tmp_path: Path) -> None:
    storage = f"sqlite:{tmp_path / 'care.db'}"
    to_live(call, care, storage, 2)
    change(care)
    assert call("promote", str(care), "--json").json["stage"] == "draft"
    to_live(call, care, storage, 12)
    told = call("promote", str(care), "--json").json
    assert [(each["version"], each["stage"]) for each in told["versions"]] == [(1, "superseded"), (2, "live")]


def change(care: Path) -> None:
    path = care / "retention.rules"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("at least 200 yuan", "at least 180 yuan"), encoding="utf-8")


def test_no_stage_is_skipped_and_only_the_owner_approves(call: Caller, care: Path) -> None:
    for stage in ("approved", "live"):
        refused = call("promote", str(care), "--to", stage, "--by", "Zhang Min")
        assert refused.code == 1
        assert "no stage can be skipped" in refused.out
    assert step(call, care, "in review", "Li", "2026-11-02 09:00") == 0
    refused = call("promote", str(care), "--to", "approved", "--by", "Li")
    assert refused.code == 1
    assert "Zhang Min" in refused.out
    assert not call("promote", str(care), "--to", "approved", "--by", "Li", "--json").json["promoted"]


@pytest.mark.parametrize("file", ["retention.rules", "examples.rules"])
def test_what_was_changed_after_its_review_is_a_draft_again(call: Caller, care: Path, file: str) -> None:
    assert step(call, care, "in review", "Li", "2026-11-02 09:00") == 0
    path = care / file
    old, new = ("200 yuan", "180 yuan") if file == "retention.rules" else ("months with us 48", "months with us 47")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    refused = call("promote", str(care), "--to", "approved", "--by", "Zhang Min")
    assert refused.code == 1
    assert "were changed" in refused.out


def test_a_comment_or_another_notation_is_no_change(call: Caller, care: Path) -> None:
    assert step(call, care, "in review", "Li", "2026-11-02 09:00") == 0
    path = care / "selling.rules"
    path.write_text("# a remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert call("promote", str(care), "--json").json["stage"] == "in review"


def test_a_failing_example_or_a_missing_horizon_keeps_a_ruleset_at_its_desk(call: Caller, care: Path) -> None:
    for file, old, new in (
        ("ruleset.yaml", "horizon: 2027-03-31\n", ""),
        ("examples.rules", "allow waiver up to 50 yuan", "allow waiver up to 51 yuan"),
    ):
        path = care / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    refused = call("promote", str(care), "--to", "in review", "--by", "Li")
    assert refused.code == 1
    assert "`horizon` is stated" in refused.out
    assert "every example passes" in refused.out
    # Which of them does not is told, and how to look at it.
    (failing,) = call("promote", str(care), "--to", "in review", "--by", "Li", "--json").json["failing"]
    assert f"      {failing}\n" in refused.out
    assert f'engage test {care} --only "{failing}"' in refused.out


def test_an_engine_that_takes_only_approved_rulesets_refuses_a_draft(care: Path) -> None:
    with pytest.raises(ActivationError, match="not approved"):
        Engine(load(care), "sqlite::memory:", approved_only=True)


def test_an_engine_stays_with_the_approved_ruleset_when_a_draft_is_offered(call: Caller, care: Path) -> None:
    assert step(call, care, "in review", "Li", "2026-11-02 09:00") == 0
    assert step(call, care, "approved", "Zhang Min", "2026-11-03 09:00") == 0
    with Engine(load(care), "sqlite::memory:", approved_only=True) as engine:
        approved = engine.program.hash
        change(care)
        with pytest.raises(ActivationError, match="draft"):
            engine.activate(load(care))
        assert engine.program.hash == approved


def test_a_record_that_was_tampered_with_is_told_by_its_place(call: Caller, care: Path) -> None:
    assert step(call, care, "in review", "Li", "2026-11-02 09:00") == 0
    path = care / "promotions.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("stage: in review", "stage: aproved"), encoding="utf-8")
    (finding,) = read(care).report.findings
    assert (finding.code, str(finding.span)) == ("R140", "promotions.yaml:5:12")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--to", "done", "--by", "Li"), "is not a stage"),
        (("--to", "draft"), "say who"),
        (("--to", "draft", "--by", "Li", "--at", "noon"), "is not a moment"),
        (("--to", "draft", "--by", "Li", "--storage", "sqlite::memory:"), "belongs to"),
    ],
)
def test_words_that_mean_nothing_are_misuse(call: Caller, care: Path, words: tuple[str, ...], said: str) -> None:
    called = call("promote", str(care), *words)
    assert called.code == 2
    assert said in " ".join(called.err.replace("│", " ").split())


def test_no_step_lies_before_the_last_one_and_somebody_takes_it(call: Caller, care: Path) -> None:
    assert step(call, care, "draft", "Li", "2026-11-28 09:00") == 0
    told = call("promote", str(care), "--to", "in review", "--by", "Li", "--at", "2019-01-01 09:00")
    assert told.code == 1
    assert "the step before it was taken later: 2026-11-28 09:00" in told.out
    assert step(call, care, "in review", "Li", "2026-11-28 09:00") == 0
    assert step(call, care, "draft", "  ", "2026-11-29 09:00") == 2
    assert call("check", str(care)).code == 0

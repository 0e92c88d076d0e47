"""Formatting and converting real rulesets: the same meaning in every form, comments and all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from engage.facts.vocabulary import Labels
from engage.ground.render import render
from engage.load import read
from engage.ruleset.convert import Notation, convert, converted_name, format_text
from engage.ruleset.model import Construct, Model, Ruleset

MINI = Path(__file__).parent.parent / "samples" / "mini"
COMMENTED = """# About the file.

# About the scorecard.
scorecard churn risk (0 to 100)
  # where it begins
  start 10
  # why so many
  +30 | contract end within 60 days | contract ends soon  # sure
  bands low (below 30), medium (30 to below 60), high (60 or more)

# About the fact.
fact average bill = average bill amount over the last 3 full billing months

# About the rule.
rule vip asks to leave
  # whenever they say so
  event cancel request
  when
    # the good ones
    customer tier is gold or platinum
    # either of these
    any of
      churn risk is high  # by the card
      average bill is at least 200 yuan
  then
    # who
    route to retention desk
    # what
    offer one month free
  # to the team
  because "asks to leave"
  # to Chinese readers
  because zh "要走"
  note "kept: as it is"

# About the veto.
never offer commercial
  when any port-out request in the last 30 days
"""


def opened(folder: Path) -> tuple[Ruleset, Model]:
    """A ruleset without errors."""
    ruleset = read(folder)
    assert ruleset.model is not None
    assert ruleset.report.ok, render(ruleset.report)
    return ruleset, ruleset.model


def stored(texts: Mapping[str, str], folder: Path) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def mini(folder: Path, **files: str) -> Path:
    """A copy of the mini ruleset with files of our own; a name's `_` stands for a dot."""
    shutil.copytree(MINI, folder)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


STEPS: tuple[tuple[Notation, str], ...] = (
    ("yaml", "en"),
    ("yaml", "zh"),
    ("rules", "zh-Hant"),
    ("yaml", "zh-Hant"),
    ("rules", "zh"),
    ("rules", "en"),
)


@pytest.mark.parametrize("commented", [False, True])
def test_a_ruleset_comes_back_unchanged_from_a_walk_through_all_forms(tmp_path: Path, commented: bool) -> None:
    ruleset, model = opened(mini(tmp_path / "mini", **({"cancel_rules": COMMENTED} if commented else {})))
    texts = first = convert(model, "rules", "en", ruleset.sources)
    for number, (to, language) in enumerate(STEPS):
        ruleset, now = opened(stored(texts, tmp_path / str(number)))
        assert [file.constructs for file in now.files] == [file.constructs for file in model.files]
        texts = convert(now, to, language, ruleset.sources)
    assert texts == first


TITLED = """table reply times: first
  title en "How soon we answer"
  title zh “多久答复”
  event complaint
  customer tier || first response
  gold          || 2 hours
  note "agreed with the desks"

scorecard churn risk (0 to 100)
  title en "Who may leave"
  +30 | contract end within 60 days
  bands low (below 30), medium (30 to below 60), high (60 or more)

fact average bill = average bill amount over the last 3 full billing months
  title zh-Hant “平均賬單”

rule vip asks to leave
  title en "A VIP, it seems, asks to leave"
  event cancel request
  then route to retention desk

never offer commercial
  # to the lawyers
  title en "Nothing is sold"
  when any port-out request in the last 30 days
"""


def test_titles_and_notes_of_every_construct_live_through_every_form(tmp_path: Path) -> None:
    ruleset, model = opened(mini(tmp_path / "mini", cancel_rules=TITLED))
    said = told(model)
    assert [labels.en or labels.hant for _, labels, _ in said[:5]] == [
        *("How soon we answer", "Who may leave", "平均賬單", "A VIP, it seems, asks to leave", "Nothing is sold")
    ]
    source = next(one for one in ruleset.sources if one.name == "cancel.rules")
    file = next(one for one in model.files if one.name == "cancel.rules")
    text = format_text(file, model, source)
    assert [line for line in TITLED.split("\n") if line.startswith(("table", "scorecard", "fact"))] == [
        line for line in text.split("\n") if line.startswith(("table", "scorecard", "fact"))
    ]
    assert '  # to the lawyers\n  title en "Nothing is sold"\n' in text
    for number, (to, language) in enumerate(STEPS):
        ruleset, model = opened(stored(convert(model, to, language, ruleset.sources), tmp_path / str(number)))
        assert told(model) == said


def told(model: Model) -> list[tuple[str, Labels, tuple[str, ...]]]:
    """What is said of each construct for people."""
    return [(type(one).__name__, one.title, one.remarks) for one in model.every(Construct)]


def test_a_comment_above_a_reason_goes_with_it_to_another_language(tmp_path: Path) -> None:
    ruleset, model = opened(mini(tmp_path / "mini", cancel_rules=COMMENTED))
    text = convert(model, "rules", "zh", ruleset.sources)["cancel.rules"]
    assert "  # to Chinese readers\n  因为 “要走”\n  # to the team\n  因为 英文 “asks to leave”\n" in text


@pytest.mark.parametrize(
    "top",
    [
        "# About the file.\n语言 中文\n\n",
        "# About the file.\n\n语言 中文\n",
        "语言 中文\n# About the file.\n\n",
        "语言 中文  # About the file.\n\n",
    ],
)
def test_the_empty_line_below_the_opening_comment_stays_when_the_language_goes(tmp_path: Path, top: str) -> None:
    rule = "# About the rule.\n规则 甲\n  事件 投诉\n  则\n    转接 投诉专席\n"
    folder = mini(tmp_path / "mini", cancel_rules=top + rule)
    header = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    (folder / "ruleset.yaml").write_text(
        header.replace("language: en", "language: zh")
        .replace("  - complaint.zh.rules\n", "")
        .replace("route to front desk", "转接 综合坐席")
        .replace("serve at standard care", "按 标准服务 服务"),
        encoding="utf-8",
    )
    ruleset, model = opened(folder)
    formatted = format_text(model.files[0], model, ruleset.sources[-1])
    assert formatted == "# About the file.\n\n" + rule


def test_a_comment_above_the_language_of_a_yaml_file_stays(tmp_path: Path) -> None:
    text = "# About the file.\nlanguage: en\nfacts:\n  - fact: more\n    is: months with us + 1\n"
    folder = mini(tmp_path / "mini", more_yaml=text)
    header = (folder / "ruleset.yaml").read_text(encoding="utf-8")
    (folder / "ruleset.yaml").write_text(
        header.replace("  - cancel.rules\n", "  - cancel.rules\n  - more.yaml\n"), "utf-8"
    )
    ruleset, model = opened(folder)
    source = next(each for each in ruleset.sources if each.name == "more.yaml")
    file = next(each for each in model.files if each.name == "more.yaml")
    assert format_text(file, model, source) == text.replace("language: en\n", "\n")


def test_formatting_keeps_the_comments_where_they_belong(tmp_path: Path) -> None:
    ruleset, model = opened(mini(tmp_path / "mini", cancel_rules=COMMENTED))
    sources = {source.name: source for source in ruleset.sources}
    text = format_text(model.files[0], model, sources["cancel.rules"])
    assert text == COMMENTED.replace(
        "  # why so many\n  +30 | contract end within 60 days | contract ends soon  # sure\n",
        "  # why so many\n  # sure\n  +30 | contract end within 60 days | contract ends soon\n",
    ).replace("      churn risk is high  # by the card\n", "      # by the card\n      churn risk is high\n").replace(
        "high (60 or more)", "high (at least 60)"
    )


@pytest.mark.parametrize("to", ["rules", "yaml"])
def test_formatting_twice_changes_nothing(tmp_path: Path, to: Notation) -> None:
    ruleset, model = opened(MINI)
    folder = stored(convert(model, to, "zh", ruleset.sources), tmp_path / "converted")
    again, model = opened(folder)
    for file in model.files:
        source = next(item for item in again.sources if item.name == file.name)
        assert format_text(file, model, source) == source.text


def test_blocks_of_later_work_are_kept_as_they_stand_by_formatting(tmp_path: Path) -> None:
    later = "# Not yet.\npolicy selling\n    for commercial\n"
    text = COMMENTED.replace("# About the rule.\n", later + "\n# About the rule.\n")
    ruleset, model = opened(mini(tmp_path / "mini", cancel_rules=text))
    source = next(item for item in ruleset.sources if item.name == "cancel.rules")
    formatted = format_text(model.files[0], model, source)
    assert later + "\n# About the rule.\n" in formatted
    converted = convert(model, "yaml", "en", ruleset.sources)["cancel.yaml"]
    assert "# policy selling\n#     for commercial\n" in converted


def test_lists_of_later_work_are_kept_as_they_stand_by_formatting(tmp_path: Path) -> None:
    ruleset, model = opened(MINI)
    texts = dict(convert(model, "yaml", "en", ruleset.sources))
    later = "policies:\n  - policy: selling\n    for: commercial\n"
    texts["cancel.yaml"] = later + texts["cancel.yaml"]
    ruleset, model = opened(stored(texts, tmp_path / "converted"))
    source = next(item for item in ruleset.sources if item.name == "cancel.yaml")
    assert format_text(model.files[0], model, source).endswith(later)


@pytest.mark.parametrize(
    ("name", "to", "language", "expected"),
    [
        ("cancel.rules", "yaml", "zh", "cancel.yaml"),
        ("complaint.zh.rules", "rules", "en", "complaint.en.rules"),
        ("care/complaint.zh-Hant.yaml", "rules", "zh", "care/complaint.zh.rules"),
        ("v1.2.rules", "yaml", "en", "v1.2.yaml"),
    ],
)
def test_a_file_is_named_by_its_form(name: str, to: Notation, language: str, expected: str) -> None:
    assert converted_name(name, to, language) == expected


def test_two_files_never_get_one_name(tmp_path: Path) -> None:
    ruleset, model = opened(MINI)
    texts = dict(convert(model, "rules", "en", ruleset.sources))
    texts["cancel.en.rules"] = texts.pop("complaint.en.rules")
    texts["cancel.zh.rules"] = "语言 中文\n\n指标 另一 ＝ 客户等级\n"
    texts["ruleset.yaml"] = texts["ruleset.yaml"].replace(
        "complaint.en.rules", '"cancel.en.rules"\n  - cancel.zh.rules'
    )
    ruleset, model = opened(stored(texts, tmp_path / "three"))
    again = convert(model, "yaml", "en", ruleset.sources)
    assert {name for name in again if name.startswith("cancel")} == {
        "cancel.yaml",
        "cancel.en.yaml",
        "cancel.en-2.yaml",
    }
    listed = "files:\n  - cancel.yaml\n  - cancel.en.yaml\n  - cancel.en-2.yaml\n"
    assert listed in again["ruleset.yaml"]


def test_without_sources_only_the_rules_are_written() -> None:
    _, model = opened(MINI)
    assert set(convert(model, "yaml", "en")) == {"cancel.yaml", "complaint.en.yaml"}

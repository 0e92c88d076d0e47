"""An example says that a rule that is once per somebody has spoken before, in every language and notation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import engage
from engage.load import read
from engage.ruleset.model import Persona
from engage.workbench.examples import all_examples, run_examples
from runtime.household import FILES

ENGLISH = """
persona had it lately
  given
    may advertise yes
    fired one family plan 10 days ago

example another member had it
  event call
  given
    may advertise yes
    fired one family plan 29 days ago
  expect
    not fired one family plan

example had it lately
  event call
  given like had it lately
  expect not fired one family plan

example long ago
  event call
  given
    like had it lately
    fired one family plan 30 days ago
  expect
    fired one family plan
    without reason no account
"""
CHINESE = """语言 中文

示例 另一位成员用过
  事件 来电
  已知
    同意营销 是
    29天前 触发 one family plan
  期望 不触发 one family plan

示例 已久
  事件 来电
  已知
    同意营销 是
    30天之前觸發 one family plan
  期望
    触发 one family plan
    没有理由 没有账户
"""
YAML = """
examples:
  - example: another member had it
    event: call
    given: [may advertise yes, fired one family plan 29 days ago]
    expect: [not fired one family plan]
"""


def household(folder: Path, text: str, suffix: str = "rules") -> Path:
    """The household's ruleset with a file of examples more."""
    folder.mkdir()
    for name, content in {**FILES, f"examples.{suffix}": text}.items():
        listed = content.replace("[offers.rules]", f"[offers.rules, examples.{suffix}]")
        (folder / name).write_text(listed, "utf-8")
    return folder


@pytest.mark.parametrize(("text", "suffix", "count"), [(ENGLISH, "rules", 3), (CHINESE, "rules", 2), (YAML, "yaml", 1)])
def test_what_an_account_has_used_is_stated_and_the_example_holds(
    tmp_path: Path, text: str, suffix: str, count: int
) -> None:
    ruleset = read(household(tmp_path / "r", text, suffix))
    assert ruleset.report.ok, ruleset.report
    assert ruleset.model is not None
    results = run_examples(ruleset.model, engage.compile(ruleset))
    assert [(each.id, each.differences) for each in results if each.differences] == []
    assert len(results) == count


def test_what_is_given_is_kept_with_its_length(tmp_path: Path) -> None:
    ruleset = read(household(tmp_path / "r", ENGLISH))
    assert ruleset.model is not None
    spoken = [(one.rule, one.ago.amount) for each in all_examples(ruleset.model) for one in each.spoken]
    assert spoken == [("one family plan", 29), ("one family plan", 30)]
    assert [one.ago.amount for each in ruleset.model.every(Persona) for one in each.spoken] == [10]


@pytest.mark.parametrize(
    ("given", "code", "seen"),
    [
        (("fired one famly plan 3 days ago",), "R096", "one famly plan"),
        (("fired open to all 3 days ago",), "R096", "open to all"),
        (("fired one family plan 3 days ago", "fired one family plan 4 days ago"), "R081", ""),
    ],
)
def test_a_rule_of_which_it_cannot_be_said_is_told_at_its_place(
    tmp_path: Path, given: Sequence[str], code: str, seen: str
) -> None:
    lines = "".join(f"    {each}\n" for each in given)
    rule = "rule open to all\n  event call\n  then set reminder to no\n\n"
    example = f"example it\n  event call\n  given\n{lines}  expect fired one family plan\n"
    report = read(household(tmp_path / "r", rule + example)).report
    (found,) = [each for each in report.findings if each.code == code]
    assert found.span is not None
    assert seen in found.span.text

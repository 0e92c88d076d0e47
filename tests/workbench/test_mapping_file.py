"""A mapping file: what it may say, and every mistake with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import RulesetError
from engage.ground.finding import Message
from engage.ground.render import render
from engage.ground.source import Source
from engage.workbench import mapping_messages
from engage.workbench.mapping import ColumnRule, TimeRule
from engage.workbench.mapping_file import read_mapping

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parents[1] / "golden" / "mapping"
Golden = Callable[[str, Callable[[str], str]], None]


def mistakes(text: str, language: str = "en") -> str:
    try:
        read_mapping(Source("mapping.yaml", text), language)
    except RulesetError as error:
        return render(error.report, language)
    return ""


def test_the_shipped_mapping_is_read_as_it_is_written() -> None:
    text = (ROOT / "rulesets" / "bank-calls" / "mapping.yaml").read_text(encoding="utf-8")
    mapping = read_mapping(Source("mapping.yaml", text))
    assert (mapping.name, mapping.separator, mapping.zone.key, mapping.sort_by_time) == (
        "bank calls",
        "\t",
        "Asia/Jerusalem",
        True,
    )
    received, answered, ended = mapping.events
    assert received.subject == ColumnRule("customer_id", unknown=frozenset({"0"}))
    assert received.time == TimeRule(date="date", date_format="yymmdd", clocks=("vru_entry",))
    assert answered.only_when == {"outcome": frozenset({"AGENT"})}
    assert ended.time.clocks == ("vru_exit", "q_exit", "ser_exit")
    assert ended.data["seconds_waited"] == ColumnRule("q_time", number=True, unknown_below=0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_mistake_reads_as_it_is_pinned(golden: Golden, language: str) -> None:
    golden(f"mapping/mistakes.{language}.golden", lambda text: mistakes(text, language))


def test_the_pinned_mistakes_are_all_there_are() -> None:
    codes = {each.code for each in vars(mapping_messages).values() if isinstance(each, Message)}
    told = mistakes((GOLDEN / "mistakes.en.golden").read_text("utf-8").partition("\n----\n")[0]) + mistakes("")
    told += mistakes("mapping: m\nsource: /x\n")
    assert {code for code in codes if code not in told} == set()


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a\n- b\n"])
def test_a_file_that_holds_no_keys_is_refused(text: str) -> None:
    assert mistakes(text) != ""


@given(
    st.lists(
        st.sampled_from(
            (
                "mapping: m",
                "source: /x",
                "zone: Asia",
                "separator: tab",
                "sort: by time",
                "events:",
                "  - type: a",
                "    id: '{x}'",
                "    time: at",
                "    time: {clock: [a, b]}",
                "    data: {a: {column: b, unknown below: z}}",
                "  - x",
                "events: {}",
            )
        ),
        max_size=8,
    )
)
def test_any_lines_give_a_mapping_or_findings(lines: list[str]) -> None:
    mistakes("\n".join(lines))

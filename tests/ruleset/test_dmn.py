"""Decision tables of DMN become a ruleset that decides the same; what has no counterpart is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.decide import decide
from engage.facts.known import Event, Situation
from engage.ground.render import render
from engage.load import compile as compile_ruleset
from engage.load import read_sources
from engage.program.program import Program
from engage.ruleset.dmn import Imported, Unreadable, from_dmn
from engage.ruleset.dmn_feel import NotCarried, cell_of

SAMPLE = Path(__file__).parents[1] / "samples" / "care.dmn"


@pytest.fixture(scope="module")
def care() -> Imported:
    return from_dmn(SAMPLE.read_bytes(), "care")


@pytest.fixture(scope="module")
def program(care: Imported) -> Program:
    ruleset = read_sources(care.texts.items())
    assert ruleset.report.ok, render(ruleset.report)
    return compile_ruleset(ruleset)


@pytest.mark.parametrize(
    ("data", "level", "points"),
    [
        ({"tier": "gold", "waited_minutes": 25, "senior": False}, "vip", 12),
        ({"tier": "silver", "waited_minutes": 10, "senior": True}, "quick", 5),
        ({"tier": "basic", "waited_minutes": 9, "senior": True}, "plain", None),
        ({"tier": "silver", "waited_minutes": 30, "senior": True}, None, 12),
    ],
)
def test_the_tables_answer_as_dmn_says(
    program: Program, data: dict[str, object], level: str | None, points: int | None
) -> None:
    event = Event("e", "/x", "decision.requested", 0, kind="decision_requested", data=data)
    outputs = decide(program, Situation(event)).plan.outputs
    assert (outputs.get("service_level_level"), outputs.get("points_points")) == (level, points)


def test_what_was_left_behind_is_told_by_its_place(care: Imported) -> None:
    assert (care.tables, care.rows) == (2, 5)
    assert [(where, why.en) for where, why in care.left] == [
        ("Service Level row 4", '`limit("x")` is no constant'),
        ("Ranked", "the hit policy PRIORITY"),
    ]


@pytest.mark.parametrize(
    ("feel", "kind", "cell"),
    [
        ("-", "number", "-"),
        ("", "choice", "-"),
        ("5", "number", "5"),
        ("< 5", "number", "below 5"),
        (">=5.5", "number", "at least 5.5"),
        ("[1..10]", "number", "1 to 10"),
        ("[1..10)", "number", "1 to below 10"),
        ("[1..10[", "number", "1 to below 10"),
        ("1, 2", "number", "1, 2"),
        ('"a b", "c"', "choice", "a_b, c"),
        ('not("a", "b")', "choice", "not a, b"),
        ("not(< 5)", "number", "at least 5"),
        ("not(true)", "yes/no", "no"),
        ('date("2026-11-01")', "date", "2026-11-01"),
    ],
)
def test_s_feel_becomes_a_cell(feel: str, kind: str, cell: str) -> None:
    assert cell_of(feel, kind) == cell


@pytest.mark.parametrize("feel", ["(1..10]", "x + 1", "not([1..2])", "not(1, < 2)", "sum(1)", "? > 5"])
def test_what_is_more_than_s_feel_is_not_carried(feel: str) -> None:
    with pytest.raises(NotCarried):
        cell_of(feel, "number")


@pytest.mark.parametrize(
    "content",
    [b"", b"<a>", b"<a/>", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', b"\xff\xfe", b"x" * (1024 * 1024 + 1)],
)
def test_what_is_no_dmn_is_refused(content: bytes) -> None:
    with pytest.raises(Unreadable):
        from_dmn(content, "x")


def test_xml_without_a_decision_table_says_so() -> None:
    assert from_dmn(b"<definitions/>", "x").left[0][1].en == "no decision table could be carried over"


WHOLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/">
  <decision id="d1" name="Level">
    <informationRequirement><requiredDecision href="#d2"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="string"><text>tier</text></inputExpression></input>
      <output name="level" typeRef="string"><defaultOutputEntry><text>"low"</text></defaultOutputEntry></output>
      <annotation name="why"/>
      <rule>
        <inputEntry><text>"gold"</text></inputEntry><outputEntry><text>"high"</text></outputEntry>
        <annotationEntry><text>gold is best</text></annotationEntry>
      </rule>
      <rule>
        <inputEntry><text>"silver"</text></inputEntry><outputEntry><text>"mid"</text></outputEntry>
        <annotationEntry><text>see {this} | that</text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
  <decision id="d2" name="Sum"><literalExpression><text>1 + 1</text></literalExpression></decision>
  <businessKnowledgeModel id="b" name="tax"/>
</definitions>"""


def test_defaults_and_annotations_come_along_and_what_stands_beside_tables_is_told() -> None:
    imported = from_dmn(WHOLE, "x")
    assert imported.texts["tables.rules"].splitlines()[2:] == [
        "  tier || level | because",
        '  gold || "high" | gold is best',
        '  silver || "mid" |',
        '  otherwise || "low" |',
    ]
    ruleset = read_sources(imported.texts.items())
    assert ruleset.report.ok, render(ruleset.report)
    assert [(where, why.en) for where, why in imported.left] == [
        ("Level row 2", "its annotation"),
        ("Level", "the other decision it asks; what that one gives is a fact of the event now"),
        ("Sum", "a `literalExpression`, no decision table"),
        ("tax", "a function"),
    ]

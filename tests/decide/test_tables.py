"""Decision tables under every hit policy."""

from __future__ import annotations

import pytest

from decide.building import MONTHS, NUMBER, TIER, TIERS, at_least, is_, output, program, row, rule, situation
from engage.decide import ReasonCode, decide
from engage.facts.decided import Decision, Reason, Verdict
from engage.facts.vocabulary import Kind, Output, Settling, Type
from engage.program.program import CompiledRow, CompiledTable


def told(
    hit: str, *rows: CompiledRow, otherwise: CompiledRow | None = None, type: Type = NUMBER, **facts: object
) -> Decision:
    table = CompiledTable("t", hit, tuple(rows), otherwise)
    settling = Settling.ALL if hit in ("collect", "rule order", "output order") else Settling.ONE
    return decide(program(tables=[table], outputs=[Output("x", type, settling=settling)]), situation(**facts))  # type: ignore[arg-type]


GOLD = row("t row 1", output("x", 1), when=[is_(TIER, "gold")])
LONG = row("t row 2", output("x", 2), when=[at_least(MONTHS, 12)])
ELSE = row("t otherwise", output("x", 9))


def test_the_row_that_holds_answers() -> None:
    decision = told("unique", GOLD, LONG, otherwise=ELSE, tier="gold", months_with_us=3)
    assert decision.plan.outputs == {"x": 1}
    assert decision.verdicts["t row 1"] is Verdict.FIRED
    assert decision.verdicts["t row 2"] is Verdict.NOT_MET
    assert decision.verdicts["t"] is Verdict.FIRED


def test_two_rows_of_a_unique_table_unset_the_output_and_otherwise_does_not_answer() -> None:
    decision = told("unique", GOLD, LONG, otherwise=ELSE, tier="gold", months_with_us=30)
    assert decision.plan.outputs == {}
    assert Reason(ReasonCode.VIOLATED, "", "t", "t row 1, t row 2") in decision.reasons


def test_otherwise_answers_when_no_row_certainly_holds() -> None:
    decision = told("unique", GOLD, LONG, otherwise=ELSE)
    assert decision.plan.outputs == {"x": 9}
    assert decision.verdicts["t row 1"] is Verdict.UNKNOWN
    assert Reason(ReasonCode.OTHERWISE, "", "t") in decision.reasons


def test_a_table_without_otherwise_says_that_it_does_not_know() -> None:
    decision = told("unique", GOLD, LONG, months_with_us=1)
    assert decision.verdicts["t"] is Verdict.UNKNOWN
    assert told("unique", GOLD, tier="basic").verdicts["t"] is Verdict.NOT_MET


def test_first_stops_at_the_first_row() -> None:
    decision = told("first", GOLD, LONG, tier="gold", months_with_us=30)
    assert decision.plan.outputs == {"x": 1}
    assert "t row 2" not in decision.verdicts


def test_any_accepts_agreement_and_unsets_what_clashes() -> None:
    same = row("t row 3", output("x", 1), when=[at_least(MONTHS, 12)])
    assert told("any", GOLD, same, tier="gold", months_with_us=30).plan.outputs == {"x": 1}
    clash = told("any", GOLD, LONG, tier="gold", months_with_us=30)
    assert clash.plan.outputs == {}
    assert Reason(ReasonCode.VIOLATED, "output x", "t", "t row 1, t row 2") in clash.reasons


@pytest.mark.parametrize(
    ("hit", "expected"),
    [
        ("collect", (1, 2)),
        ("rule order", (1, 2)),
        ("output order", (2, 1)),
        ("collect sum", 3),
        ("collect smallest", 1),
        ("collect largest", 2),
        ("collect count", 2),
    ],
)
def test_collecting_policies(hit: str, expected: object) -> None:
    assert told(hit, GOLD, LONG, tier="gold", months_with_us=30).plan.outputs == {"x": expected}


def test_output_order_of_a_choice_is_the_declared_one() -> None:
    low = row("t row 1", output("x", "gold"), when=[])
    high = row("t row 2", output("x", "basic"), when=[])
    assert told("output order", low, high, type=TIERS).plan.outputs == {"x": ("basic", "gold")}


def test_a_blank_result_proposes_nothing() -> None:
    assert told("unique", row("t row 1", None, when=[])).plan.outputs == {}


def test_a_rule_may_beat_a_table_and_a_table_a_rule() -> None:
    table = CompiledTable("t", "first", (row("t row 1", output("x", 1)),), beats=frozenset({"weak"}))
    weak, strong = rule("weak", output("x", 5)), rule("strong", output("x", 7), beats=["t"])
    outputs = [Output("x", Type(Kind.NUMBER))]
    assert decide(program(weak, tables=[table], outputs=outputs), situation()).plan.outputs == {"x": 1}
    assert decide(program(strong, tables=[table], outputs=outputs), situation()).plan.outputs == {"x": 7}

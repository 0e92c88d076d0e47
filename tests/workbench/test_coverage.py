"""What fired in a set of decisions, and what never did."""

from __future__ import annotations

from decide.building import situation
from decide.test_explain import desk
from engage.decide import decide
from engage.workbench.coverage import coverage


def test_rules_vetoes_and_score_lines_are_counted() -> None:
    program = desk()
    decisions = [decide(program, situation(tier=tier, months_with_us=30)) for tier in ("gold", "platinum", "basic")]
    found = coverage(program, decisions)
    counts = {(kind, id): count for kind, id, count in found.fired}
    assert counts["rule", "vip asks to leave"] == 2
    assert counts["rule", "long with us"] == 1
    assert counts["score line", "customer.churn_risk line 2"] == 3
    assert ("rule", "autumn") in found.never_fired
    assert ("never", "no selling to complainers") in found.never_fired
    assert ("score line", "customer.churn_risk line 1") in found.never_fired


def test_nothing_decided_covers_nothing() -> None:
    found = coverage(desk(), [])
    assert found.share == 0.0
    assert len(found.never_fired) == len(found.fired)

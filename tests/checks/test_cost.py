"""V019 speaks while there is still room, and not before."""

from __future__ import annotations

from attrs import evolve

from checks.desk_rules import checked
from engage.checks import CHECKS
from engage.ground.limits import LIMITS

RULE = "rule one\n  event call\n  then set priority to 1\n"


def test_half_of_the_limit_is_told_at_the_first_rule() -> None:
    asked = checked(RULE)
    half = LIMITS.cost_per_event // 2
    dear = evolve(asked, program=evolve(asked.program, cost=half))
    (finding,) = CHECKS["cost"](dear)
    assert (finding.code, str(finding.span)) == ("V019", "case.rules:1:1")
    assert list(CHECKS["cost"](evolve(asked, program=evolve(asked.program, cost=half - 1)))) == []


def test_an_ordinary_ruleset_is_far_from_it() -> None:
    assert list(CHECKS["cost"](checked(RULE))) == []

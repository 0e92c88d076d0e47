"""Law: another engine agrees with the compiled conditions at every event, over random rules and missing facts.

Mutants it catches, each planted below and seen to break it: `<=` compiled as `<`; unknown taken for false under `not`;
`or` compiled as `and`; an order of choices off by one; a default forgotten. In the plugin, tried by hand: `$lte`
written as `$lt`, the rest of a fraction dropped.
`make laws` asks of 1,000,000 events and prints the figures.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from engage.facts.vocabulary import Kind
from engage.language.tree import And, Compare, Condition, Fact, Holds, IsUnknown, Literal, Not, Or, OrElse
from engage.program.from_model import compile_model
from engage.ruleset.model import Model, Rule
from engage.sockets.second_opinion import SecondOpinion
from engage.testing.dice import Dice
from engage.testing.trees_at_random import NUMBER, TIER, YES_NO
from engage.workbench.second_opinion import Comparison, second_opinion
from laws.single_events import one_rule, single_event_rules
from plugins.durable import durable_opinion

LONG = os.environ.get("ENGAGE_LAWS") == "long"
EVENTS = 1_000_000 if LONG else 4_000
EVENTS_A_RULE = 250 if LONG else 50
RULES = 5
ZONES = ("UTC", "Asia/Shanghai", "America/Havana")


@pytest.fixture(scope="module")
def durable() -> Iterator[SecondOpinion]:
    yield from durable_opinion()


def test_another_engine_agrees_at_every_event(durable: SecondOpinion, capsys: pytest.CaptureFixture[str]) -> None:
    totals: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    while totals["events"] < EVENTS:
        seed = totals["rulesets"]
        model = single_event_rules(Dice(seed), RULES, ZONES[seed % len(ZONES)])
        found = second_opinion(model, compile_model(model), durable, EVENTS_A_RULE)
        assert found.agreed == found.events, (seed, [item.disagreements for item in found.items])
        _count(found, totals)
        reasons.update(each.why.en for item in found.items for each in item.left_out)
    with capsys.disabled():
        print(
            f"\n{durable.engine}: {totals['rules']:,} rules, {totals['lines']:,} of {totals['all lines']:,} lines, "
            f"{totals['events']:,} events, held at {totals['held']:,}, 0 disagreements, "
            f"{totals['unanswered']:,} without an answer, {totals['crashes']} crashes of the child, 0 of the host"
        )
    assert totals["crashes"] == 0
    assert totals["unanswered"] <= totals["events"] // 20
    assert totals["lines"] >= 0.9 * totals["all lines"], reasons
    assert 0.2 < totals["held"] / totals["events"] < 0.8


def _count(found: Comparison, totals: Counter[str]) -> None:
    totals["rulesets"] += 1
    totals["rules"] += len(found.compared)
    totals["lines"] += sum(item.lines for item in found.items)
    totals["all lines"] += sum(len(item.stated.conditions) for item in found.items)
    totals["events"] += found.events
    totals["held"] += found.held
    totals["unanswered"] += found.unanswered
    totals["crashes"] += found.crashes


MONTHS = Fact("customer.months", NUMBER)
TIERS = Fact("customer.tier", TIER)
VIP = Holds(Fact("customer.vip", YES_NO))
THREE = Literal(3, NUMBER)
GOLD = Literal("gold", TIER)


@pytest.mark.parametrize(
    ("meant", "compiled"),
    [
        (Compare("<=", MONTHS, THREE), Compare("<", MONTHS, THREE)),
        (Not(VIP), Or((Not(VIP), IsUnknown(VIP.value)))),
        (Or((VIP, IsUnknown(TIERS))), And((VIP, IsUnknown(TIERS)))),
        (Compare(">=", TIERS, GOLD), Compare(">", TIERS, GOLD)),
        (Compare("=", OrElse(MONTHS, THREE), THREE), Compare("=", MONTHS, THREE)),
    ],
)  # fmt: skip
def test_a_planted_mistake_of_the_compiler_is_found(
    durable: SecondOpinion, meant: Condition, compiled: Condition
) -> None:
    model = one_rule(meant)
    wrong = second_opinion(model, compile_model(one_rule(compiled)), durable, 100)
    assert wrong.agreed < wrong.events
    assert wrong.items[0].disagreements
    assert second_opinion(model, compile_model(model), durable, 100).agreed == 100


def test_the_same_rules_get_the_same_events(durable: SecondOpinion) -> None:
    def first() -> Comparison:
        model = single_event_rules(Dice(3), RULES)
        return second_opinion(model, compile_model(model), durable, 20)

    assert [(item.events, item.held) for item in first().items] == [(item.events, item.held) for item in first().items]


def test_the_rules_are_of_every_kind_that_can_be_put() -> None:
    models: list[Model] = [single_event_rules(Dice(seed), RULES) for seed in range(40)]
    spelled = " ".join(repr(rule.lines) for model in models for rule in model.every(Rule))
    kinds = ("OrElse", "Between", "OneOf", "TextTest", "EventIs", "IsUnknown", "Part", "Not")
    assert [name for name in kinds if f"{name}(" not in spelled] == []
    assert {kind for kind in Kind if f"kind={kind!r}" in spelled} >= set(Kind) - {Kind.LIST, Kind.PERIOD}

"""Law: where conditions only compare facts with constants, the stated change is the smallest; everything is tried.

Oracle: every combination of answers of a small domain is decided by `decide`. Mutants it catches, each planted and seen
to break it: the first change of a size is taken, not the nearest; vetoes are forgotten beneath what
was beaten; only the first line of a row that answers instead is looked at; tables that withhold are not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import product

from attrs import evolve

from decide.building import (
    FURNISHING,
    NUMBER,
    TIERS,
    YES_NO,
    at_least,
    is_,
    never,
    offer,
    program,
    route,
    row,
    rule,
    situation,
)
from engage.decide import decide, explain
from engage.decide.explain_case import Case
from engage.decide.explain_claims import Claim, claims
from engage.decide.explain_flips import why_not
from engage.facts.decided import Decision
from engage.facts.known import Situation
from engage.program.program import (
    CompiledNever,
    CompiledRule,
    CompiledTable,
    Cuts,
    FactInput,
    Line,
    Program,
    Proposal,
    Shelf,
    Slot,
)
from engage.testing.dice import Dice
from laws.test_explanations import has_place

CASES = 3_000 if os.environ.get("ENGAGE_LAWS") == "long" else 150
NAMES = ("tier", "months_with_us", "member", "senior")
TIERS_ = ("basic", "silver", "gold", "platinum")
BOUNDS = (6, 12, 24)


def line(dice: Dice) -> Line:
    which = dice.number(4)
    if which == 0:
        return is_(0, *dice.some(TIERS_, 3))
    return at_least(1, dice.one(BOUNDS)) if which == 1 else is_(which, dice.chance(2))


def lines(dice: Dice, most: int) -> list[Line]:
    return [line(dice) for _ in range(dice.number(most + 1))]


def proposal(dice: Dice) -> Proposal:
    return dice.one(
        (
            route(dice.one(("front_desk", "retention_desk", "senior_desk"))),
            offer(dice.one(("one_month_free", "bigger_plan", "tariff_advice")), dice.one((1, 2))),
            Proposal(Slot.WITHHOLD, dice.one(("commercial", "service"))),
            Proposal(Slot.LEVEL, dice.one(("vip_care", "standard_care"))),
            Proposal(Slot.SAY, dice.one(("opening", "goodbye")), "greeting"),
        )
    )


def made(dice: Dice) -> Program:
    count = 2 + dice.number(4)
    rules: list[CompiledRule] = []
    for number in range(count):
        beats = [f"r{later}" for later in range(number + 1, count) if not dice.chance(3)]
        rules.append(rule(f"r{number}", proposal(dice), proposal(dice), when=lines(dice, 3), beats=beats))
    vetoes: list[CompiledNever] = [
        never(f"n{number}", slot, key, when=lines(dice, 2))
        for number, (slot, key) in enumerate(((Slot.OFFER, "commercial"), (Slot.ROUTE, "retention_desk")))
        if not dice.chance(3)
    ]
    cells = [row(f"t row {number}", proposal(dice), when=lines(dice, 2)) for number in range(1, 3)]
    table = CompiledTable("t", dice.one(("unique", "first")), tuple(cells), row("t otherwise", proposal(dice)))
    inputs = tuple(FactInput(slot, f"customer.{name}") for slot, name in enumerate(NAMES))
    whole = program(*rules, tables=[table] if not dice.chance(3) else [], nevers=vetoes, shelf=Shelf("", inputs=inputs))
    return evolve(
        whole,
        furnishing=evolve(FURNISHING, offer_limit=1),
        slot_types={0: TIERS, 1: NUMBER, 2: YES_NO, 3: YES_NO},
        cuts={0: Cuts(), 1: Cuts(BOUNDS), 2: Cuts(), 3: Cuts()},
    )


def customer(dice: Dice) -> Situation:
    facts: dict[str, object] = {
        "tier": dice.one((None, *TIERS_)),
        "months_with_us": dice.one((None, 3, 6, 8, 12, 20, 24, 30)),
        "member": dice.one((None, True, False)),
        "senior": dice.one((None, True, False)),
    }
    return of_facts({name: value for name, value in facts.items() if value is not None})


def of_facts(facts: Mapping[str, object]) -> Situation:
    return situation(**facts)  # type: ignore[arg-type]  # names of facts, not of its own arguments


def every_change(case: Case) -> Iterator[tuple[int, int, dict[str, object]]]:
    """(how many facts, how many bounds away, the facts) of every combination of other answers."""
    options = []
    for slot, name in enumerate(NAMES):
        question = case.questions[slot]
        others = [
            (1, question.distance(at), cell.sample) for at, cell in enumerate(question.cells) if at != question.now
        ]
        options.append([(0, 0, case.values[slot]), *others])
        assert name in question.name
    for chosen in product(*options):
        facts = {name: value for name, (_, _, value) in zip(NAMES, chosen, strict=True) if value is not None}
        yield sum(size for size, _, _ in chosen), sum(far for _, far, _ in chosen), facts


def test_no_smaller_change_flips_it_and_none_as_small_is_nearer() -> None:
    proved = hopeless = 0
    for seed in range(CASES):
        dice = Dice(seed)
        whole, known = made(dice), customer(dice)
        case = explain(whole, decide(whole, known)).case
        assert case is not None
        tried = [(size, far, decide(whole, of_facts(facts))) for size, far, facts in every_change(case)]
        wanted = {(claim.speaker, claim.place, repr(claim.value)): claim for claim in claims(case.shelf)}
        for speaker in dict.fromkeys(speaker for speaker, _, _ in wanted):
            for one in why_not(case, speaker):
                best = smallest_of(wanted[speaker, one.place, repr(one.value)], tried)
                assert one.granted is (best is not None and best[0] == 0), (seed, one)
                if one.flip is None:
                    assert one.granted or best is None or best[0] > 3, (seed, one, best)
                    hopeless += not one.granted
                elif None in one.flip.answers.values():
                    assert best is None or best[0] > 3, (seed, one, best)
                else:
                    assert one.flip.proved, (seed, one)
                    assert best == (len(one.flip.changes), one.flip.distance), (seed, best, one)
                    proved += 1
    assert proved > CASES
    assert hopeless


def smallest_of(claim: Claim, tried: list[tuple[int, int, Decision]]) -> tuple[int, int] | None:
    found = [(size, far) for size, far, decision in tried if has_place(claim, decision.candidates, decision.verdicts)]
    return min(found, default=None)

"""The report of the sieve beside its command: many groups, reasons of old, names of fields."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve

from engage.facts.plan import SieveStep
from engage.load import load
from engage.measure.visits import Happening
from engage.workbench.funnel import Asked, FunnelReport, Rest, funnel_report
from engage.workbench.funnel_in import Looked, grouped_by
from engage.workbench.funnel_told import FunnelTold

CARE = Path(__file__).parents[2] / "rulesets" / "telecom-care"


def report(found: list[Happening], by: str = "") -> FunnelReport:
    program = load(CARE)
    latest = max((one.at for one in found), default=None)
    looked = Looked(tuple(found), frozenset(one.customer for one in found), {}, latest)
    return funnel_report(program, looked, Asked(by=grouped_by(program, by) if by else None))


def calls(count: int) -> list[Happening]:
    call = Happening("e", 0, customer="c", step=SieveStep.ASSISTED, reason="bill")
    return [evolve(call, id=f"e{number:03}", at=number, group=f"case {number}") for number in range(count)]


def test_of_many_groups_the_largest_are_told_and_the_others_together() -> None:
    (call,) = calls(1)
    found = report([*calls(40), evolve(call, id="again", at=50), evolve(call, id="none", group=None)], "case")
    keys = [part.key for part in found.groups]
    assert keys[0] == "case 0"
    assert keys[-2:] == [Rest.REST, None]
    assert len(keys) == 32
    assert sum(part.contacts for part in found.groups) == found.funnel.contacts == 42
    told = FunnelTold(found, "zh").tables()
    assert [row[0] for row in next(each for each in told if each.key == "groups").rows][-2:] == ["其他值", "未知"]


def test_a_reason_that_no_version_knows_is_told_by_its_id_and_a_branch_is_the_sum_below_it() -> None:
    strange = evolve(calls(1)[0], id="x", reason="of_old")
    found = report([*calls(2), strange, evolve(strange, id="y", reason="")])
    counts = {part.key: part.contacts for part in found.reasons}
    assert (counts["charges"], counts["bill"], counts["of_old"], counts[""]) == (2, 2, 1, 1)
    tops = [part for part in found.reasons if part.depth == 0]
    assert sum(part.contacts for part in tops) == found.funnel.contacts
    assert found.avoidable == 2


def test_a_label_names_a_field_in_any_language() -> None:
    program = load(CARE)
    named = [grouped_by(program, name) for name in ("channel", "event.channel", "Channel", "渠道")]
    assert {field.name for field in named if field is not None} == {"event.channel"}
    assert grouped_by(program, "customer.tier") is None

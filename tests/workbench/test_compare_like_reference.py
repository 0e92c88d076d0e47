"""What `compare` says of realistic edits of telecom-care is what the slow reference says, deciding both versions.

The short form takes some of the customers of the demonstration, the long one (ENGAGE_PROOF=long) all 400. The slow
reference keeps no service clocks: what these tell is compared in a test of its own.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from attrs import frozen

from engage.facts.clocks import breach_kind, met_kind, warning_kind
from engage.load import compile as compile_ruleset
from engage.load import read
from engage.ruleset.model import Model
from engage.testing.reference_life import LivedSlowly, live_slowly
from engage.workbench.compare import Comparison, group_field
from engage.workbench.compare_pairs import Both, Pair, pairs_of_events
from engage.workbench.demo_events import demo_events
from engage.workbench.events_in import RawEvent
from engage.workbench.runner import Refused

CARE = Path(__file__).parents[2] / "rulesets" / "telecom-care"
CLOCKED = {
    kind(target) for kind in (warning_kind, breach_kind, met_kind) for target in ("first_response", "resolution")
}
CONSENT = "customer.consent_marketing"
MOST = 400 if os.environ.get("ENGAGE_PROOF") == "long" else 2

#: What an analyst might do on a day: file, text, other text; and a part of the plan that must show it.
EDITS = {
    "a promise is made slower": (
        "complaints.rules", "gold          | not serious || 2 business hours | 2 working days",
        "gold          | not serious || 4 business hours | 3 working days", "target",
    ),
    "a route waits less": ("routing.rules", "after 90 seconds front desk", "after 30 seconds front desk", "route"),
    "escalation comes earlier": ("complaints.rules", "at least 3 complaints in", "at least 2 complaints in", "output"),
    "a promise falls due earlier": ("vocabulary.yaml", "due: 3 working days", "due: 2 working days", "deadline"),
    "an allowance rises": ("complaints.rules", "up to 50 yuan", "up to 80 yuan", "allow"),
    "a rule speaks more rarely": (
        "complaints.rules", "sorry that nobody called\n  event complaint\n",
        "sorry that nobody called\n  event complaint\n  once per customer every 60 days\n", "allow",
    ),
    "a household is asked more often": ("selling.rules", "once per account every 90 days",
                                        "once per account every 20 days", "offer"),
    "a note says something else": ("complaints.rules", "note churn reason as service",
                                   "note churn reason as network", "note"),
    "a band of a score moves": (
        "scores.rules", "calm (below 20), annoyed (20 to", "calm (below 40), annoyed (40 to", "guide",
    ),
    "fewer offers are made": ("ruleset.yaml", "offers: best 2", "offers: best 1", "offer"),
    "a menu is in another order": ("catalogue.yaml", "我的流量, score: 0.4", "我的流量, score: 0.7", "menu"),
    "a wording has other words": ("catalogue.yaml", "Take your time, we are here to help.", "Take your time.", "say"),
    "the head start of seniors goes": ("routing.rules", "silver, basic | yes             || 45 seconds\n", "", "ahead"),
    "somebody no longer beats": ("complaints.rules", "  beats complaint desk\n", "", "route"),
    "work goes another way": ("catalogue.yaml", "zh-Hant: 網路排查, owner: network_team, channel: crm",
                              "zh-Hant: 網路排查, owner: network_team, channel: field", "effect"),
    "nothing": ("complaints.rules", "# Complaints:", "# On complaints:", ""),
}  # fmt: skip


@frozen
class Told:
    """What both ways are asked."""

    different: frozenset[str]
    decisions: int
    slots: Mapping[str, int]
    tiers: Mapping[object, tuple[int, int]]
    effects: tuple[Counter[tuple[str, str, str]], Counter[tuple[str, str, str]]]


@pytest.mark.parametrize("edit", EDITS)
def test_compare_says_of_an_edit_what_the_reference_says(edit: str, tmp_path: Path) -> None:
    slot = EDITS[edit][-1]
    care, edited = model_of_care(), edited_care(edit, tmp_path)
    told = compared(care, edited)
    assert told == expected(reference_of_care(), lived(edited))
    assert (slot in told.slots) if slot else not told.slots


def test_a_breach_moves_with_the_target_that_was_edited(tmp_path: Path) -> None:
    edited = edited_care("a promise is made slower", tmp_path)
    both = Both(compile_ruleset(model_of_care()), compile_ruleset(edited))
    raw = [RawEvent(number, envelope) for number, envelope in enumerate(envelopes(), start=1)]
    pairs = [each for each in pairs_of_events(both, raw) if isinstance(each, Pair) and told_by_a_clock(each)]
    alone = [(each.event.kind, each.event.subject, each.event.at) for each in pairs if not (each.old and each.new)]
    (kind, who, at), later = alone
    assert kind == breach_kind("first_response")
    assert later == (kind, who, at + 2 * 3_600_000_000)  # two business hours become four, within one day


def told_by_a_clock(pair: Pair | Refused) -> bool:
    return isinstance(pair, Pair) and pair.event.kind in CLOCKED


@cache
def envelopes() -> list[dict[str, object]]:
    """The events of those to whom most happens: of all, of seniors, and of those to whom two offers may be made."""
    events = demo_events(CARE / "demo" / "customers.csv")
    counts = Counter(str(event["subject"]) for event in events)
    ranked = sorted(counts, key=lambda who: (-counts[who], who))
    facts = {str(each["subject"]): dict(each["data"]) for each in events if each["type"] == "customer.updated"}  # type: ignore[call-overload]
    seniors = [who for who in ranked if facts[who]["customer.senior"] and facts[who]["customer.tier"] == "silver"]
    calm = {*ranked} - {str(each["subject"]) for each in events if each["type"] == "complaint.received"}
    faulty = {str(each["subject"]) for each in events if dict(each["data"]).get("topic") == "fault"}  # type: ignore[call-overload]
    buyers = [who for who in ranked if who in calm & faulty and facts[who].get(CONSENT)]
    buyers = [who for who in buyers if facts[who]["customer.internet"] == "dsl"]
    kept = {who for people in (ranked, seniors, buyers) for who in people[:MOST]}
    return [event for event in events if event["subject"] in kept]


def edited_care(edit: str, folder: Path) -> Model:
    file, before, after, _ = EDITS[edit]
    shutil.copytree(CARE, folder / "care")
    path = folder / "care" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    edited = read(folder / "care").model
    assert edited is not None
    return edited


@cache
def model_of_care() -> Model:
    model = read(CARE).model
    assert model is not None
    return model


@cache
def reference_of_care() -> dict[str, LivedSlowly]:
    return lived(model_of_care())


def lived(model: Model) -> dict[str, LivedSlowly]:
    return {each.name: each for each in live_slowly(model, envelopes())}


def compared(old: Model, new: Model) -> Told:
    programs = compile_ruleset(old), compile_ruleset(new)
    comparison = Comparison(*programs, group_field(new.vocabulary))
    raw = [RawEvent(number, envelope) for number, envelope in enumerate(envelopes(), start=1)]
    for pair in pairs_of_events(Both(*programs), raw):
        if not told_by_a_clock(pair):
            comparison.add(pair)
    return Told(
        frozenset(comparison.who_differs()),
        comparison.different,
        comparison.people_by_slot(),
        {group.value: (group.people, group.different) for group in comparison.groups()},
        comparison.effects,
    )


def expected(old: dict[str, LivedSlowly], new: dict[str, LivedSlowly]) -> Told:
    """The same, by comparing place by place whatever the reference says."""
    slots: dict[str, set[str]] = {}
    tiers: dict[str, object] = {}
    different, decisions = set(), 0
    lost: Counter[tuple[str, str, str]] = Counter()
    gained: Counter[tuple[str, str, str]] = Counter()
    names = sorted({*old, *new}, key=lambda name: (old.get(name) or new[name]).event.at)
    for name in names:
        before, after = old.get(name), new.get(name)
        some = before or after
        assert some is not None
        who = some.event.subject
        tiers[who] = some.facts.get("customer.tier") or tiers.get(who)
        found = places(before, after)
        for slot in found:
            slots.setdefault(slot, set()).add(who)
        if found - {"note"}:
            different.add(who)
            decisions += 1
        effects = [Counter(each.treated.effects if each else ()) for each in (before, after)]
        lost.update((effects[0] - effects[1]).keys())
        gained.update((effects[1] - effects[0]).keys())
    by_tier = {tier: [who for who in tiers if tiers[who] == tier] for tier in set(tiers.values())}
    return Told(
        frozenset(different),
        decisions,
        {slot: len(people) for slot, people in slots.items()},
        {tier: (len(people), len(different & {*people})) for tier, people in by_tier.items()},
        (lost, gained),
    )


def places(old: LivedSlowly | None, new: LivedSlowly | None) -> set[str]:
    """The parts of the plan that differ."""
    nothing = {"output escalate": False}
    before, after = (dict(each.treated.plan) if each else dict(nothing) for each in (old, new))
    differing = {place for place in {*before, *after} if before.get(place) != after.get(place)}
    words = ("target", "say", "allow", "output")
    found = {next((word for word in words if place.startswith(f"{word} ")), place) for place in differing}
    effects = [Counter(each.treated.effects if each else ()) for each in (old, new)]
    if effects[0] != effects[1]:
        found.add("effect")
    if (dict(old.treated.notes) if old else {}) != (dict(new.treated.notes) if new else {}):
        found.add("note")
    if old and new and old.event.at != new.event.at and (found or old.treated.effects):
        found.add("deadline")
    return found

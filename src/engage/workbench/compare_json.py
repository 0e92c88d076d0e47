"""A comparison as plain data for `--json`: what a script in CI reads, and what another page could be drawn from."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import asdict

from engage.decide.explain_plain import plain_data
from engage.workbench.compare import Comparison, Transition
from engage.workbench.compare_cases import CaseTold
from engage.workbench.compare_edits import Edit
from engage.workbench.compare_limits import Verdict
from engage.workbench.compare_told import moved_line, ranked, slot_name
from engage.workbench.compare_words import group_words, place_words

__all__ = ["comparison_json"]


def comparison_json(
    comparison: Comparison,
    edits: Sequence[Edit],
    limits: Sequence[Verdict],
    cases: Sequence[CaseTold],
    language: str,
    show: bool = False,
) -> dict[str, object]:
    """Everything that was counted. Keys of customers are in it only with `show`."""
    return {
        "old": {"ruleset": comparison.old.name, "hash": comparison.old.hash},
        "new": {"ruleset": comparison.new.name, "hash": comparison.new.hash},
        "customers": {
            "all": comparison.people,
            "different": comparison.people_different(),
            "worse": comparison.people_worse_off(),
        },
        "decisions": {
            "all": comparison.decisions,
            "different": comparison.different,
            "only_noted": comparison.only_noted,
            "only_old": comparison.only_old,
            "only_new": comparison.only_new,
            "short_of_past": comparison.short_of_past,
            "erased": comparison.erased,
        },
        "by": comparison.by.name if comparison.by else None,
        "groups": _groups(comparison, language),
        "slots": _slots(comparison, language),
        "transitions": [_transition(comparison, each, language) for each in ranked(comparison.transitions)],
        "worse": {worse.value: count for worse, count in comparison.people_worse().items()},
        "effects": _effects(comparison),
        "rules": _rules(comparison),
        "events": [
            {"kind": kind, "decisions": count, "different": comparison.kinds_different[kind]}
            for kind, count in sorted(comparison.kinds.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "edits": [asdict(edit) for edit in edits],
        "limits": [
            {"limit": each.words(language), "kept": each.kept, "found": each.found, "of": each.of} for each in limits
        ],
        "cases": [asdict(case) for case in cases],
        "refused": [item.as_json() for item in comparison.refused],
        **({"who": list(comparison.who_differs())} if show else {}),
    }


def _groups(comparison: Comparison, language: str) -> list[dict[str, object]]:
    return [
        {
            "value": plain_data(group.value),
            "label": group_words(comparison.by, group.value, language),
            "customers": group.people,
            "different": group.different,
            "worse": group.worse,
            "slots": dict(group.slots),
        }
        for group in comparison.groups()
    ]


def _slots(comparison: Comparison, language: str) -> list[dict[str, object]]:
    return [
        {
            "slot": slot,
            "label": slot_name(comparison, slot, language),
            "customers": count,
            "decisions": comparison.slots[slot],
        }
        for slot, count in comparison.people_by_slot().items()
    ]


def _rules(comparison: Comparison) -> list[dict[str, object]]:
    no_longer, newly = comparison.spoke
    order = sorted({*no_longer, *newly}, key=lambda rule: (-(no_longer[rule] + newly[rule]), rule))
    return [{"rule": rule, "no_longer": no_longer[rule], "newly": newly[rule]} for rule in order]


def _transition(comparison: Comparison, each: Transition, language: str) -> dict[str, object]:
    difference = each.difference
    return {
        "slot": difference.slot,
        "key": difference.key,
        "old": plain_data(difference.old),
        "new": plain_data(difference.new),
        "worse": difference.worse.value if difference.worse else None,
        "label": place_words(comparison.sides, difference, language),
        "words": moved_line(comparison, difference, language),
        "customers": each.people,
        "decisions": each.decisions,
    }


def _effects(comparison: Comparison) -> list[dict[str, object]]:
    lost, gained = comparison.effects
    return [
        {"kind": kind, "what": what, "channel": channel, "lost": lost[name], "gained": gained[name]}
        for name in sorted({*lost, *gained})
        for kind, what, channel in (name,)
    ]

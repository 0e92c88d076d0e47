"""A comparison in words: sentences and tables that the terminal and the page print alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from engage.decide.plan_words import kind_words, label, slot_words
from engage.facts.vocabulary import Domain
from engage.workbench.compare import Comparison, Transition
from engage.workbench.compare_differences import Difference
from engage.workbench.compare_edits import Edit
from engage.workbench.compare_limits import Verdict
from engage.workbench.compare_words import KINDS, WORSE, group_words, moved_words, place_words, say, share_words

__all__ = ["SHOWN", "Told", "edit_words", "headline", "moved_line", "ranked", "sections", "slot_name"]

#: So many lines of a table are printed; the page and JSON have more.
SHOWN: Final = 12


@frozen
class Told:
    """A table in words. `numbers` are the columns that hold numbers; `more` lines were left out."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    more: int = 0


def headline(comparison: Comparison, language: str) -> tuple[str, ...]:
    """The sentences on top: how many customers, how many decisions, and what must be known to read them."""
    people, changed = comparison.people, comparison.people_different()
    counts = {"people": f"{people:,}", "different": f"{changed:,}", "share": share_words(changed, people)}
    lines = [say("people" if changed else "nobody", language, **counts)]
    different = comparison.different
    counts = {"decisions": f"{comparison.decisions:,}", "different": f"{different:,}"}
    lines.append(say("decisions", language, **counts, share=share_words(different, comparison.decisions)))
    if comparison.only_noted:
        lines.append(say("noted", language, count=f"{comparison.only_noted:,}"))
    if comparison.only_old or comparison.only_new:
        lines.append(
            say("sided", language, old=f"{comparison.only_old:,}", new=f"{comparison.only_new:,}"),
        )
    if comparison.short_of_past:
        lines.append(say("short", language, count=f"{comparison.short_of_past:,}"))
    if comparison.erased:
        lines.append(say("erased", language, count=f"{comparison.erased:,}"))
    return tuple(lines)


def sections(
    comparison: Comparison, edits: Sequence[Edit], limits: Sequence[Verdict], language: str, shown: int = SHOWN
) -> Iterator[Told]:
    """The tables that have something to say, in the order in which they are read."""
    every = (
        _limits(limits, language),
        _groups(comparison, language),
        _slots(comparison, language),
        _transitions(comparison, language),
        _worse(comparison, language),
        _effects(comparison, language),
        _rules(comparison, language),
        _kinds(comparison, language),
        _edits(edits, language),
    )
    for told in every:
        if told.rows:
            rest = max(0, len(told.rows) - shown)
            yield Told(told.key, told.title, told.head, told.rows[:shown], told.numbers, rest)


def ranked(transitions: Sequence[Transition]) -> list[Transition]:
    """The kinds of difference that touch most people first, then in the order in which they were met."""
    return sorted(transitions, key=lambda each: (-each.people, -each.decisions))


def slot_name(comparison: Comparison, slot: str, language: str) -> str:
    """What a slot is called."""
    if slot in ("deadline", "safe default", "effect"):
        return say(slot, language)
    return slot_words(comparison.new.vocabulary, slot, language)


def moved_line(comparison: Comparison, difference: Difference, language: str) -> str:
    """`front desk → senior desk`, or only the direction."""
    return " → ".join(filter(None, moved_words(comparison.sides, difference, language)))


def edit_words(edit: Edit, language: str) -> str:
    """`rule vip leaves`"""
    kind = KINDS[edit.kind].in_language(language) if edit.kind in KINDS else edit.kind
    # The `never` of an id that says so needs no second word.
    return edit.id if edit.id.startswith(f"{kind} ") else f"{kind} {edit.id}".rstrip()


def _limits(limits: Sequence[Verdict], language: str) -> Told:
    rows = tuple(
        (("✓ " if each.kept else "✗ ") + say("kept" if each.kept else "broken", language), each.words(language),
         each.found_words())
        for each in limits
    )  # fmt: skip
    return Told("limits", say("limits", language), ("", "", ""), rows, frozenset({2}))


def _groups(comparison: Comparison, language: str) -> Told:
    field = comparison.by
    if field is None:
        return Told("groups", "", (), ())
    rows = [
        (
            group_words(field, group.value, language),
            f"{group.people:,}",
            f"{group.different:,}",
            share_words(group.different, group.people),
            f"{group.worse:,}",
        )
        for group in comparison.groups()
    ]
    title = say("by", language, field=field.labels.in_language(language) or field.name)
    heads = ("", *(say(key, language) for key in ("customers", "differently", "share", "worse")))
    return Told("groups", title, heads, tuple(rows), frozenset({1, 2, 3, 4}))


def _slots(comparison: Comparison, language: str) -> Told:
    counts = comparison.people_by_slot()
    rows = tuple(
        (slot_name(comparison, slot, language), f"{counts[slot]:,}", f"{comparison.slots[slot]:,}") for slot in counts
    )
    heads = ("", say("customers", language), say("count", language))
    return Told("slots", say("slots", language), heads, rows, frozenset({1, 2}))


def _transitions(comparison: Comparison, language: str) -> Told:
    rows = tuple(
        (
            f"{each.people:,}",
            place_words(comparison.sides, each.difference, language),
            moved_line(comparison, each.difference, language),
        )
        for each in ranked(comparison.transitions)
        # What is set going follows from tasks and offers; it has a table of its own.
        if each.difference.slot != "effect"
    )
    heads = (say("customers", language), say("slot", language), say("change", language))
    return Told("transitions", say("transitions", language), heads, rows, frozenset({0}))


def _worse(comparison: Comparison, language: str) -> Told:
    counts = comparison.people_worse()
    rows = tuple((WORSE[worse].in_language(language), f"{count:,}") for worse, count in counts.items())
    heads = (say("how", language), say("customers", language))
    return Told("worse", say("worsenings", language), heads, rows, frozenset({1}))


def _effects(comparison: Comparison, language: str) -> Told:
    lost, gained = comparison.effects
    rows = []
    for name in sorted({*lost, *gained}, key=lambda name: (-(lost[name] + gained[name]), name)):
        kind, what, channel = name
        program = comparison.new if gained[name] else comparison.old
        labelled = label(program.vocabulary, Domain.WORK if kind == "task" else Domain.OFFER, what, language)
        place = f"{slot_words(program.vocabulary, kind, language)} {labelled}"
        rows.append((say("over", language, what=place, channel=channel), f"{lost[name]:,}", f"{gained[name]:,}"))
    heads = (say("effect", language), say("lost", language), say("gained", language))
    return Told("effects", say("effects", language), heads, tuple(rows), frozenset({1, 2}))


def _rules(comparison: Comparison, language: str) -> Told:
    no_longer, newly = comparison.spoke
    both: Counter[str] = no_longer + newly
    rows = tuple(
        (rule, f"{no_longer[rule]:,}", f"{newly[rule]:,}")
        for rule, _ in sorted(both.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    heads = (say("rule", language), say("no longer", language), say("newly", language))
    return Told("rules", say("rules", language), heads, rows, frozenset({1, 2}))


def _kinds(comparison: Comparison, language: str) -> Told:
    counts = comparison.kinds_different
    rows = tuple(
        (
            kind_words(comparison.new.vocabulary, kind, language),
            f"{comparison.kinds[kind]:,}",
            f"{count:,}",
            share_words(count, comparison.kinds[kind]),
        )
        for kind, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        if count
    )
    heads = ("", *(say(key, language) for key in ("count", "differently", "share")))
    return Told("kinds", say("kinds", language), heads, rows, frozenset({1, 2, 3}))


def _edits(edits: Sequence[Edit], language: str) -> Told:
    rows = tuple((say(edit.what, language), edit_words(edit, language)) for edit in edits)
    return Told("edits", say("edits", language), (say("edit", language), say("construct", language)), rows)

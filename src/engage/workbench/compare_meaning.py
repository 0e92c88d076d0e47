"""What two rulesets decide differently without any events, in words: which customers, at which event, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import asdict, frozen

from engage.checks.arrivals import Reading
from engage.checks.difference import Difference, Differences
from engage.checks.outcome import Pieces
from engage.decide.explain_words import filled
from engage.decide.plan_words import kind_words, label, slot_words
from engage.decide.value_words import duration_words
from engage.facts.known import Event
from engage.facts.vocabulary import Domain, Vocabulary
from engage.language.floor_printer import print_guarantee
from engage.program.program import AbsenceTimer
from engage.ruleset.model import Model
from engage.workbench.compare import Case, Comparison
from engage.workbench.compare_cases import CaseTold, told_case
from engage.workbench.compare_differences import differences
from engage.workbench.compare_edits import Edit
from engage.workbench.compare_pairs import Pair
from engage.workbench.compare_told import moved_line
from engage.workbench.compare_words import FLOORS, READINGS, SETTINGS, place_words, say

__all__ = ["MeantTold", "meaning_json", "part_words", "told_meaning", "unproved_words"]

#: Which slots of a comparison belong to a part of the plan, as the proof names parts.
_SLOTS: Final = {
    "service": ("step", "answer", "guide", "route", "ahead", "service level", "target"),
    "offers": ("offer",),
    "tasks": ("task",),
}


@frozen
class MeantTold:
    """One difference in words. `customer` is a made-up one who shows it, empty where none was found; `moves` are what
    changes for that customer, `case` the two decisions side by side."""

    event: str
    part: str
    customer: str
    moves: tuple[str, ...]
    case: CaseTold | None = None

    @property
    def possible(self) -> bool:
        """Nobody was found on whom it shows; there may be nobody."""
        return not self.customer


def told_meaning(comparison: Comparison, found: Differences, model: Model, language: str) -> tuple[MeantTold, ...]:
    """Every difference in words. `comparison` of the same two programs gives the labels; `model` is the new one."""
    told = (_told(comparison, each, model, language) for each in found.found)
    # Regions on which nobody was found read alike.
    return tuple(dict.fromkeys(told))


def part_words(comparison: Comparison, part: str, language: str) -> str:
    """What a part of the plan is called."""
    if part in ("service", "timers"):
        return say(part, language)
    return slot_words(comparison.new.vocabulary, {"offers": "offer", "tasks": "task"}.get(part, part), language)


def _told(comparison: Comparison, each: Difference, model: Model, language: str) -> MeantTold:
    case = _case(comparison, each)
    anybody = "" if each.possible else say("anybody", language)
    return MeantTold(
        kind_words(comparison.new.vocabulary, each.kind, language),
        part_words(comparison, each.part, language),
        each.customer(model).in_language(language) or anybody,
        tuple(_moves(comparison, each, case, language)),
        told_case(comparison, case, language, show=True) if case else None,  # a made-up customer has nothing to hide
    )


def _case(comparison: Comparison, each: Difference) -> Case | None:
    if each.old is None or each.new is None:
        return None
    event = Event(each.new.event_id, each.new.source, "", each.new.at, kind=each.kind)
    return Case(Pair(event, "", each.old, each.new), differences(each.old, each.new, comparison.sides))


def _moves(comparison: Comparison, each: Difference, case: Case | None, language: str) -> Iterator[str]:
    if each.part == "timers":
        yield from _deadlines(each, language)
        return
    if case is None:
        return
    word = each.part.partition(" ")[0]
    wanted = _SLOTS.get(each.part, (word,))
    colon = "：" if language.startswith("zh") else ": "
    moves = [one for one in case.differences if one.slot in wanted and each.part in (*_SLOTS, one.place, one.slot)]
    if not moves and each.part in _SLOTS:
        moves = [one for one in case.differences if one.slot == "say"]
    for one in moves:
        yield f"{place_words(comparison.sides, one, language)}{colon}{moved_line(comparison, one, language)}"
    if not moves:
        yield say("scores only" if each.part == "offers" else "other", language)


def _deadlines(each: Difference, language: str) -> Iterator[str]:
    """`promise was not kept: 3 working days → 2 working days`"""
    before, after = ({timer.rule: timer for timer in _timers(pieces)} for pieces in (each.before, each.after))
    colon = "：" if language.startswith("zh") else ": "
    for rule in sorted({*before, *after}):
        if before.get(rule) != after.get(rule):
            lengths = (
                duration_words(side[rule].after, language) if rule in side else say("nothing", language)
                for side in (before, after)
            )
            yield f"{rule}{colon}{' → '.join(lengths)}"


def _timers(pieces: Pieces) -> Iterator[AbsenceTimer]:
    for _, timers in pieces:
        yield from (timer for timer in timers if isinstance(timer, AbsenceTimer)) if isinstance(timers, tuple) else ()


def unproved_words(comparison: Comparison, found: Differences, language: str) -> str:
    """Which kinds of events and parts of the plan could not be worked through, which settings that count times are
    others, and what comes in and is read otherwise; empty where none of it is so."""
    comma = "、" if language.startswith("zh") else ", "
    settings = comma.join(SETTINGS[each].in_language(language) for each in found.settings)
    counted = say("counted by", language, what=settings) if settings else ""
    vocabulary = comparison.new.vocabulary
    readings = comma.join(_reading_words(each, vocabulary, language) for each in found.read if each.what in READINGS)
    lines = [each for each in (counted, say("read otherwise", language, what=readings) if readings else "") if each]
    lines += [_floor_words(each, comparison, language) for each in found.read if each.what in FLOORS]
    if not found.unproved:
        return "\n".join([*lines, say("proved rest", language)] if lines else [])
    names = (
        f"{kind_words(vocabulary, kind, language)} · {part_words(comparison, part, language)}"
        for kind, part in found.unproved
    )
    return "\n".join([*lines, say("unproved", language, what=comma.join(names))])


def _reading_words(reading: Reading, vocabulary: Vocabulary, language: str) -> str:
    """`the type of the event call`"""
    if reading.what == "clock":
        return filled(READINGS[reading.what], language, label(vocabulary, Domain.TARGET, reading.name, language))
    field = vocabulary.field_by_name.get(reading.name)
    name = field.labels.in_language(language) if field else kind_words(vocabulary, reading.name, language)
    return filled(READINGS[reading.what], language, name or reading.name)


def _floor_words(reading: Reading, comparison: Comparison, language: str) -> str:
    """`floor everyone (care.rules:12): answer within 8 business hours → answer within 12 business hours`"""
    if reading.what == "floor lowered":
        return filled(FLOORS[reading.what], language, reading.name)
    sides = ((comparison.old, reading.before), (comparison.new, reading.after))
    held = [
        ("、" if language.startswith("zh") else ", ").join(
            print_guarantee(each, program.vocabulary, language) for each in guarantees
        )
        for program, guarantees in sides
    ]
    if not any(held):
        return filled(FLOORS["floor whom"], language, reading.name, reading.place)
    before, after = (each or say("nothing", language) for each in held)
    return filled(FLOORS["floor"], language, reading.name, reading.place, before, after)


def meaning_json(
    comparison: Comparison, edits: Sequence[Edit], found: Differences, model: Model, language: str
) -> dict[str, object]:
    """The proof as plain data. `same` is proved; `unproved` are kinds of events and parts that were too entangled,
    `settings` those by which promised times are counted and that are others, `read` what comes in and is read
    otherwise: `event type`, `event fields`, `fact type`, `fact source`, `commitment`, each with its name."""
    return {
        "old": {"ruleset": comparison.old.name, "hash": comparison.old.hash},
        "new": {"ruleset": comparison.new.name, "hash": comparison.new.hash},
        "same": found.same,
        "edits": [asdict(edit) for edit in edits],
        "differences": [
            {
                "event": each.kind,
                "part": each.part,
                "customer": words.customer,
                "possible": words.possible,
                "moves": list(words.moves),
            }
            for each in found.found
            for words in (_told(comparison, each, model, language),)
        ],
        "unproved": [{"event": kind, "part": part} for kind, part in found.unproved],
        "settings": list(found.settings),
        "read": [{"what": each.what, "name": each.name} for each in found.read],
    }

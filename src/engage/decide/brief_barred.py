"""What must not be said, offered or done to a customer by the last decision: vetoes that hold, offers withheld."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from engage.decide.explain_words import SLOTS
from engage.decide.plan_words import label, slot_words, target_words
from engage.facts.decided import Candidate, Decision, Outcome, Verdict
from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.program.program import CompiledNever, CompiledRow, CompiledRule, Program, Proposal, Shelf, Slot

__all__ = ["Barred", "barred", "barred_words"]

_LOST = (Outcome.FORBIDDEN, Outcome.WITHHELD)


@frozen
class Barred:
    """What is barred: everything in a slot, or the thing named `key` (with `value`: that value alone).

    `rule` bars it, because of `because`, or where it gives no text, as its conditions say. `stopped` was proposed and
    dropped out for it.
    """

    slot: str
    key: str
    rule: str
    value: object = field(default=None, repr=False)
    because: Mapping[str, str] = field(factory=dict, repr=False)
    conditions: tuple[Words, ...] = ()
    stopped: tuple[Candidate, ...] = ()


def barred(program: Program, decision: Decision) -> tuple[Barred, ...]:
    """Everything, by the names of who bars it. Of a decision by another ruleset only what dropped out is told."""
    found = list(_in_force(program, decision)) if decision.ruleset_hash == program.hash else []
    named = {each.rule for each in found}
    for one in decision.candidates:
        if one.outcome in _LOST and one.because_of not in named:
            named.add(one.because_of)
            slot = "offer" if one.outcome is Outcome.WITHHELD else one.slot.split(" ")[0]
            found.append(_with_texts(Barred(slot, str(one.value), one.because_of), decision))
    return tuple(sorted(found, key=lambda each: (each.slot, each.rule, each.key)))


def _in_force(program: Program, decision: Decision) -> Iterator[Barred]:
    shelf = program.shelves.get(decision.kind, Shelf(""))
    for never in shelf.nevers:
        if decision.verdicts.get(never.id) is Verdict.FIRED:
            yield _with_texts(
                Barred(never.slot.value, never.key, never.id, never.value, conditions=_conditions(never)), decision
            )
    spoken: list[CompiledRule | CompiledRow] = [*shelf.rules, *(row for table in shelf.tables for row in table.rows)]
    for rule in spoken:
        if decision.verdicts.get(rule.id) is Verdict.FIRED:
            for group in _withheld(rule.proposals):
                yield _with_texts(Barred(Slot.OFFER.value, group, rule.id, conditions=_conditions(rule)), decision)


def _withheld(proposals: tuple[Proposal | None, ...]) -> Iterator[str]:
    for each in proposals:
        if each is not None and each.slot is Slot.WITHHOLD:
            yield str(each.value)


def _conditions(rule: CompiledNever | CompiledRule | CompiledRow) -> tuple[Words, ...]:
    return tuple(line.words for line in rule.lines)


def _with_texts(bar: Barred, decision: Decision) -> Barred:
    stopped = tuple(one for one in decision.candidates if one.outcome in _LOST and one.because_of == bar.rule)
    because = decision.because.get(bar.rule, {})
    return Barred(bar.slot, bar.key, bar.rule, bar.value, because, bar.conditions, stopped)


def barred_words(bar: Barred, program: Program, language: str) -> str:
    """`offer commercial`, `say retention opening`, `allow waiver 50 yuan`."""
    vocabulary = program.vocabulary
    if bar.slot == Slot.OFFER.value:
        domain = Domain.OFFER if vocabulary.term(Domain.OFFER, bar.key) else Domain.GROUP
        named = label(vocabulary, domain, bar.key, language) if bar.key else ""
    elif bar.slot in (Slot.TARGET.value, Slot.ALLOW.value, Slot.NOTE.value, Slot.OUTPUT.value):
        place = f"{bar.slot} {bar.key}".strip()
        said = "" if bar.value is None else _value(bar, place, program, language)
        return f"{slot_words(vocabulary, place, language)} {said}".strip()
    else:
        named = _value(bar, bar.slot, program, language, bar.key) if bar.key else ""
    return f"{SLOTS[bar.slot].in_language(language)} {named}".strip()


def _value(bar: Barred, place: str, program: Program, language: str, value: object = None) -> str:
    told = bar.value if value is None else value
    return target_words(program.vocabulary, place, told, language, program.zone, program.furnishing.allowances)

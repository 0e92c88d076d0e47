"""How several proposals for one place become one answer, for checks that ask who can be silenced by whom."""

from __future__ import annotations

from typing import Final

from engage.checks.claims import Place
from engage.decide.candidates import slot_name
from engage.decide.compose import SETTLING, declared_outputs
from engage.decide.plan_words import slot_words
from engage.facts.vocabulary import Settling, Vocabulary
from engage.ground.finding import Words
from engage.language import print_action
from engage.program.program import Program, Slot
from engage.ruleset.model import Never

__all__ = ["heeds_beats", "place_words", "settles_alone", "settling_of", "veto_words"]

#: one answer is chosen, and two different ones without `beats` are a tie or no answer at all
_ALONE: Final = (Settling.ONE, Settling.UNIQUE, Settling.ANY)
_HEEDS: Final = (*_ALONE, Settling.FIRST, Settling.SMALLEST, Settling.LARGEST)


#: what a sentence about two rules calls a slot of the plan
_NOUNS: Final = {
    Slot.ROUTE: Words("the route", "转接", "轉接"),
    Slot.LEVEL: Words("the service level", "服务等级", "服務等級"),
    Slot.MENU: Words("the menu", "菜单", "選單"),
    Slot.SAY: Words("the wording", "话术", "話術"),
    Slot.ANSWER: Words("the answer", "直接答复", "直接答覆"),
    Slot.GUIDE: Words("the self-service", "自助引导", "自助引導"),
}


def place_words(place: Place, vocabulary: Vocabulary) -> Words:
    """What a place of the plan is called inside a sentence."""
    slot, _ = place
    if slot in _NOUNS:
        return _NOUNS[slot]
    names = []
    for language in ("en", "zh", "zh-Hant"):
        whole = slot_words(vocabulary, slot_name(*place), language)
        names.append(whole.removeprefix(slot_words(vocabulary, slot.value, language)).strip() or whole)
    return Words(f"`{names[0]}`", f" `{names[1]}` ", f" `{names[2]}` ")


def veto_words(never: Never, vocabulary: Vocabulary) -> Words:
    """A veto, which has no name, by what it forbids."""
    return Words(
        f"never {print_action(never.action, vocabulary, 'en')}",
        f"禁止 {print_action(never.action, vocabulary, 'zh')}",
        f"禁止 {print_action(never.action, vocabulary, 'zh-Hant')}",
    )


def settling_of(place: Place, program: Program) -> Settling | None:
    """How a place settles; None for offers and tasks, which are scored and joined."""
    slot, key = place
    if slot is Slot.OUTPUT:
        declared = next((each for each in declared_outputs(program) if each.id == key), None)
        return Settling.ONE if declared is None else declared.settling
    return SETTLING.get(slot)


def settles_alone(settling: Settling | None) -> bool:
    """Must two that differ say who wins?"""
    return settling in _ALONE


def heeds_beats(settling: Settling | None) -> bool:
    """Is a proposal that is beaten left out?"""
    return settling in _HEEDS

"""V047, V061: a menu without a way to a person; a veto that would take one out, and does not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engage.checks.checked import Checked
from engage.checks.speaking import Speaking
from engage.decide.floors import steps_to_person
from engage.facts.decided import Decision
from engage.facts.plan import Menu
from engage.ground.finding import Finding, Message, Severity, Words
from engage.language.actions import ShowItem
from engage.program.program import Slot
from engage.ruleset.model import Never

__all__ = ["NO_EXIT", "STAYS", "check"]

NO_EXIT: Final = Message(
    "V047",
    "`{who}` shows the menu {menu} to somebody who waits, and no way leads from it to a person",
    "`{who}` 向等待的客户显示菜单{menu}，却没有通往人工的途径",
    "{add}, or write a floor: `a person within 2 steps`",
    "{add}，或写一条底线：`2步内 可转人工`",
    severity=Severity.WARNING,
)
_ADD: Final = Words("add the item {exit} to the menu", "请在菜单中加入{exit}", "請在菜單中加入{exit}")
_DECLARE: Final = Words(
    "let an item of the catalogue say `reaches: person` and add it to the menu",
    "请在目录的某个菜单项上写 `通达: 人工`，并加入菜单",
    "請在目錄的某個菜單項上寫 `通達: 人工`，並加入菜單",
)
_SERVING: Final = (Slot.ANSWER, Slot.GUIDE)

STAYS: Final = Message(
    "V061",
    "`{who}` hides {exit}, which is a way to a person and stays on every menu all the same",
    "`{who}` 要隐藏{exit}，但它是通往人工的途径，始终保留在菜单上",
    "take the rule away; whoever shall not be led to a person needs another menu item, not this one hidden",
    "请删去该规则；若不应引导至人工，请另用菜单项，而不是隐藏此项",
    severity=Severity.WARNING,
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each rule or table that shows a menu, with a customer; one for each veto of a way out."""
    exits = asked.program.furnishing.exits
    add = _ADD.filled(exit=_called(exits[0], "menu item", asked)) if exits else _DECLARE
    yield from _hidden(asked)
    waiting = {kind.id for kind in asked.model.vocabulary.events if kind.contact}
    told: set[str] = set()
    for kind in (each for each in asked.kinds if each in waiting):
        speaking = asked.speaking(kind)
        for number, claim in enumerate(speaking.claims):
            menus = [said.value for said in claim.said if said.place[0] is Slot.MENU and isinstance(said.value, Menu)]
            if not menus or claim.owner in told or not speaking.answers(number) or _leads_out(menus[0], asked):
                continue
            example = _somebody(number, menus[0].id, speaking, asked)
            if example is not None:
                told.add(claim.owner)
                values: dict[str, str | Words] = {
                    "who": claim.owner,
                    "menu": _called(menus[0].id, "menu", asked),
                    "add": add,
                }
                yield Finding(NO_EXIT, claim.span, values, example=example)


def _somebody(number: int, menu: str, speaking: Speaking, asked: Checked) -> Words | None:
    """A customer to whom a claim shows a menu without a way out. Whom nobody else serves the safe default routes, so
    it is looked for where another claim serves as well."""
    regions = [speaking.answers(number) or ()]
    for other, claim in enumerate(speaking.claims):
        if other != number and any(said.place[0] in _SERVING for said in claim.said):
            regions.append(speaking.together(number, other))
    found = (
        asked.example(speaking.space, region, lambda decision: _lost(decision, menu, asked))
        for region in regions
        if region
    )
    return next((example for example in found if example is not None), None)


def _hidden(asked: Checked) -> Iterable[Finding]:
    for veto in asked.model.every(Never):
        if isinstance(veto.action, ShowItem) and veto.action.item in asked.program.furnishing.exits:
            exit = _called(veto.action.item, "menu item", asked)
            yield Finding(STAYS, veto.span, {"who": veto.id, "exit": exit})


def _leads_out(menu: Menu, asked: Checked) -> bool:
    items = (*menu.pinned, *asked.program.furnishing.menus.get(menu.id, menu.items))
    return any(item in asked.program.furnishing.exits for item in items)


def _lost(decision: Decision, menu: str, asked: Checked) -> bool:
    shown = decision.plan.menu is not None and decision.plan.menu.id == menu
    return shown and steps_to_person(decision.plan, asked.program.furnishing) is None


def _called(id: str, domain: str, asked: Checked) -> Words:
    item = asked.model.catalogue.item(domain, id)
    labels = item.labels if item is not None else None
    return Words(*((labels.in_language(each) if labels else "") or id for each in ("en", "zh", "zh-Hant")))

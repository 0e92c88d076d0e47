"""V048: a floor promises what nothing in the catalogue can give: no item, and no queue of the safe default."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from engage.checks.checked import Checked
from engage.facts.floors import FinishedHere, WayToPerson
from engage.ground.finding import Finding, Message, Words
from engage.language import print_event_name
from engage.ruleset.floors import Floor

__all__ = ["UNKEPT", "check"]

UNKEPT: Final = Message(
    "V048",
    "the floor `{floor}` cannot be kept: {why}",
    "底线 `{floor}` 无法兑现：{why}",
    "{hint}",
    "{hint}",
)
_NOBODY: Final = Words(
    "no menu item `reaches: person`, and the safe default routes nobody",
    "没有菜单项写明 `通达: 人工`，保底方案也没有转接",
    "沒有菜單項寫明 `通達: 人工`，保底方案也沒有轉接",
)
_REACH: Final = Words(
    "write `reaches: person` at the item of the catalogue that leads there",
    "请在服务目录相应的菜单项写 `通达: 人工`",
    "請在服務目錄相應的菜單項寫 `通達: 人工`",
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each line of a floor that nothing can give."""
    furnishing, default = asked.program.furnishing, asked.program.safe_default
    for floor in asked.model.every(Floor) if default.route is None else ():
        for holding in floor.holdings:
            guarantee, span = holding.guarantee, holding.span or floor.span
            if isinstance(guarantee, WayToPerson) and not furnishing.exits:
                yield Finding(UNKEPT, span, {"floor": floor.id, "why": _NOBODY, "hint": _REACH})
            if isinstance(guarantee, FinishedHere) and guarantee.kind not in furnishing.finishing.values():
                names = [
                    print_event_name(guarantee.kind, asked.model.vocabulary, each) for each in ("en", "zh", "zh-Hant")
                ]
                why = Words(
                    f"no menu item finishes {names[0]}, and the safe default routes nobody",
                    f"没有菜单项可办结{names[1]}，保底方案也没有转接",
                    f"沒有菜單項可辦結{names[2]}，保底方案也沒有轉接",
                )
                hint = Words(
                    f"write `finishes: {guarantee.kind}` at the item of the catalogue that does",
                    f"请在服务目录相应的菜单项写 `办结: {guarantee.kind}`",
                    f"請在服務目錄相應的菜單項寫 `辦結: {guarantee.kind}`",
                )
                yield Finding(UNKEPT, span, {"floor": floor.id, "why": why, "hint": hint})

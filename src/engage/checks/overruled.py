"""V046: a `never` takes out what a floor puts back in, for a customer for whom both hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from engage.checks.boxes import TooManyBoxes
from engage.checks.boxes.regions import intersection
from engage.checks.checked import Checked
from engage.checks.claims import conditions_of
from engage.checks.settlings import veto_words
from engage.checks.speaking import nobody
from engage.decide.reasons import ReasonCode
from engage.decide.weigh import same
from engage.facts.decided import Decision, Verdict
from engage.facts.floors import FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.ground.finding import Finding, Message, Severity
from engage.program.floors import CompiledFloor
from engage.program.program import CompiledNever, Slot
from engage.ruleset.model import Never

__all__ = ["OVERRULED", "check"]

OVERRULED: Final = Message(
    "V046",
    "`{what}` is overruled by the floor `{floor}` for the same customer",
    "对同一客户，底线 `{floor}` 会推翻“{what}”",
    "floors come last: narrow the `never`, or take it out of the floor",
    "底线最后生效：请缩小禁止的范围，或从底线中删去该项",
    severity=Severity.WARNING,
)
#: what takes a way to a person, or to the end of a request, out of a plan
_WAYS: Final = (Slot.MENU, Slot.ROUTE)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each veto and floor, with a customer for whom the floor puts back what is forbidden."""
    told: set[tuple[str, str]] = set()
    for kind in asked.kinds:
        shelf, speaking = asked.program.shelves[kind], asked.speaking(kind)
        floors = {floor.id: floor for floor in asked.floors_at(kind)}
        nevers: dict[str, Never] = {never.id: never for never in asked.nevers_at(kind)}
        pairs = [
            (never, floor)
            for never in shelf.nevers
            for floor in shelf.floors
            if (never.id, floor.id) not in told and any(_against(never, each) for each in floor.guarantees)
        ]
        for never, floor in pairs:
            try:
                held = speaking.space.all_hold(conditions_of(nevers[never.id]))
                region = intersection(held, speaking.space.all_hold(conditions_of(floors[floor.id])))
            except TooManyBoxes:
                continue
            if nobody(speaking.space, region):
                continue
            example = asked.example(speaking.space, region, _confirms(never, floor))
            if example is None:
                continue
            told.add((never.id, floor.id))
            written = nevers[never.id]
            place = floors[floor.id].span
            yield Finding(
                OVERRULED,
                written.span,
                {"what": veto_words(written, asked.model.vocabulary), "floor": floor.id},
                related=(place,) if place else (),
                example=example,
            )


def _against(never: CompiledNever, guarantee: Guarantee) -> bool:
    match guarantee:
        case LeastWords(wording=wording):
            return never.slot is Slot.SAY and never.key == wording
        case MaximumWait(metric=metric, within=within):
            whole = never.value is None or same(never.value, within)
            return never.slot is Slot.TARGET and never.key == metric and whole
        case WayToPerson() | FinishedHere():
            return never.slot in _WAYS


def _confirms(never: CompiledNever, floor: CompiledFloor) -> Callable[[Decision], bool]:
    """Both hold, and the floor raised what the veto forbids."""
    raised = {Slot.SAY: ("say ",), Slot.TARGET: (f"target {never.key}",)}.get(never.slot, tuple(_WAYS))

    def confirms(decision: Decision) -> bool:
        both = decision.verdicts.get(never.id) is Verdict.FIRED and any(
            one.code == ReasonCode.RAISED and one.rule == floor.id and one.slot.startswith(raised)
            for one in decision.reasons
        )
        taken = any(one.code == ReasonCode.FORBIDDEN and one.rule == never.id for one in decision.reasons)
        return both and (taken or never.slot is Slot.SAY)

    return confirms

"""V007: a rule or a table that never has a say: whatever it proposes, something that beats it proposes too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from engage.checks.boxes import Region
from engage.checks.boxes.regions import meeting
from engage.checks.checked import Checked
from engage.checks.claims import Said
from engage.checks.settlings import heeds_beats, settling_of
from engage.checks.speaking import Speaking
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ruleset.model import Rule, Table

__all__ = ["SHADOWED", "check"]

SHADOWED: Final = Message(
    "V007",
    "`{id}` never has a say: {victors}",
    "`{id}` 永远不起作用：{victors}",
    "take the name out of their `beats`, narrow them, or take `{id}` out",
    "请从它们的 `优先于` 中去掉该名称、缩小它们的条件，或删去 `{id}`",
    severity=Severity.WARNING,
)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a rule or table that is beaten in everything it says, at every kind of event where it is asked."""
    constructs: tuple[Rule | Table, ...] = (*asked.model.every(Rule), *asked.model.every(Table))
    for construct in constructs:
        if construct.id in asked.beaten_by:
            yield from _shadowed(construct, asked)


def _shadowed(construct: Rule | Table, asked: Checked) -> Iterator[Finding]:
    victors: dict[str, None] = {}
    spoke = False
    for kind in asked.kinds_of(construct):
        speaking = asked.speaking(kind)
        for number in speaking.numbers_of(construct.id):
            region = speaking.answers(number)
            if region is None or not all(
                _beaten(speaking, number, said, region, asked, victors) for said in speaking.claims[number].said
            ):
                return
            spoke = spoke or bool(region and speaking.claims[number].said)
    if spoke:
        names = ", ".join(f"`{id}`" for id in victors)
        listed = names.replace(", ", "、")
        one = len(victors) == 1
        values: dict[str, str | Words] = {
            "id": construct.id,
            "victors": Words(
                f"{names} {'beats it and speaks' if one else 'beat it and speak'} for the same customers",
                f"{listed} 对同样的客户也有答案，且优先于它",
                f"{listed} 對同樣的客戶也有答案，且優先於它",
            ),
        }
        yield Finding(SHADOWED, construct.span, values)


def _beaten(
    speaking: Speaking, number: int, said: Said, region: Region, asked: Checked, victors: dict[str, None]
) -> bool:
    """Is what is said at a place beaten for everybody in the region? Who did it is added to `victors`."""
    if not heeds_beats(settling_of(said.place, asked.program)):
        return False
    owner = speaking.claims[number].owner
    rivals = [
        other
        for other, rival in speaking.places[said.place]
        if owner in asked.beats.get(speaking.claims[other].owner, ())
        # It must propose whenever it holds: no value that may be unknown, no veto that may take it away.
        and not rival.computed
        and said.place[0] not in asked.vetoed_at(speaking.kind)
    ]
    taken = [(other, meeting(speaking.answers(other) or (), region)) for other in rivals]
    if not speaking.space.within(region, tuple(box for _, boxes in taken for box in boxes)):
        return False
    victors.update(dict.fromkeys(speaking.claims[other].owner for other, boxes in taken if boxes))
    return True

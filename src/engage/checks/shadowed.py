"""V007: a rule or a table that never has a say: whatever it proposes, something that beats it proposes too, or a veto
takes it away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import define, field

from engage.checks.boxes import Region, TooManyBoxes
from engage.checks.boxes.regions import meeting
from engage.checks.checked import Checked
from engage.checks.claims import Claim, Said, conditions_of
from engage.checks.settlings import heeds_beats, settling_of, veto_words
from engage.checks.speaking import Speaking
from engage.decide.candidates import Proposed
from engage.decide.veto import forbids
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ruleset.model import Never, Rule, Table

__all__ = ["SHADOWED", "check"]

SHADOWED: Final = Message(
    "V007",
    "`{id}` never has a say: {victors}",
    "`{id}` 永远不起作用：{victors}",
    "{repair}, or take `{id}` out",
    "请{repair}，或删去 `{id}`",
    severity=Severity.WARNING,
)
_LOOSEN: Final = Words(
    "take the name out of their `beats`, narrow them",
    "从它们的 `优先于` 中去掉该名称、缩小它们的条件",
    "從它們的 `優先於` 中去掉該名稱、縮小它們的條件",
)
_NARROW: Final = Words("narrow the veto", "缩小禁止的条件", "縮小禁止的條件")


@define
class _Takers:
    """Who takes away what a rule or a table says: those that beat it by name, and vetoes."""

    victors: dict[str, None] = field(factory=dict)
    vetoes: dict[str, Never] = field(factory=dict)


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a rule or table that is beaten or forbidden in everything it says, wherever it is asked."""
    constructs: tuple[Rule | Table, ...] = (*asked.model.every(Rule), *asked.model.every(Table))
    vetoed = bool(asked.model.every(Never))
    for construct in constructs:
        if vetoed or construct.id in asked.beaten_by:
            yield from _shadowed(construct, asked)


def _shadowed(construct: Rule | Table, asked: Checked) -> Iterator[Finding]:
    takers = _Takers()
    spoke = False
    for kind in asked.kinds_of(construct):
        speaking = asked.speaking(kind)
        for number in speaking.numbers_of(construct.id):
            region = speaking.answers(number)
            if region is None or not all(
                _taken(speaking, number, said, region, asked, takers) for said in speaking.claims[number].said
            ):
                return
            spoke = spoke or bool(region and speaking.claims[number].said)
    if spoke:
        yield _told(construct, takers, asked)


def _taken(speaking: Speaking, number: int, said: Said, region: Region, asked: Checked, takers: _Takers) -> bool:
    """Is what is said at a place taken away for everybody in the region? Who did it is added to `takers`."""
    rivals = [
        (speaking.claims[other].owner, meeting(speaking.answers(other) or (), region))
        for other in _rivals(speaking, speaking.claims[number].owner, said, asked)
    ]
    beaten = tuple(box for _, boxes in rivals for box in boxes)
    if speaking.space.within(region, beaten):
        takers.victors.update(dict.fromkeys(owner for owner, boxes in rivals if boxes))
        return True
    vetoes = {
        never.id: (never, meeting(_held(speaking, never), region))
        for never in _forbidding(speaking, speaking.claims[number], said, asked)
    }
    forbidden = tuple(box for _, boxes in vetoes.values() for box in boxes)
    if not forbidden or not speaking.space.within(region, (*beaten, *forbidden)):
        return False
    takers.victors.update(dict.fromkeys(owner for owner, boxes in rivals if boxes))
    takers.vetoes.update({id: never for id, (never, boxes) in vetoes.items() if boxes})
    return True


def _rivals(speaking: Speaking, owner: str, said: Said, asked: Checked) -> Iterator[int]:
    """The claims that win against the owner at this place wherever they speak."""
    if not heeds_beats(settling_of(said.place, asked.program)):
        return
    # A rival must propose whenever it holds: no value that may be unknown, no veto that may take it away.
    if said.place[0] in asked.vetoed_at(speaking.kind):
        return
    for other, rival in speaking.places[said.place]:
        if owner in asked.beats.get(speaking.claims[other].owner, ()) and not rival.computed:
            yield other


def _forbidding(speaking: Speaking, claim: Claim, said: Said, asked: Checked) -> Iterator[Never]:
    """The vetoes that take away, wherever they hold, what is said."""
    one = Proposed(*said.place, None if said.computed else said.value, claim.owner)
    written = {never.id: never for never in asked.nevers_at(speaking.kind)}
    for never in asked.program.shelves[speaking.kind].nevers:
        if (never.value is None or not said.computed) and forbids(never, one, asked.program.furnishing):
            yield written[never.id]


def _held(speaking: Speaking, never: Never) -> Region:
    try:
        return speaking.space.all_hold(conditions_of(never))
    except TooManyBoxes:
        return ()


def _told(construct: Rule | Table, takers: _Takers, asked: Checked) -> Finding:
    reasons = [*_by_beats(list(takers.victors)), *_by_vetoes(list(takers.vetoes.values()), asked)]
    en, zh, hant = (tuple(each.in_language(language) for each in reasons) for language in ("en", "zh", "zh-Hant"))
    values: dict[str, str | Words] = {
        "id": construct.id,
        "victors": Words("; ".join(en), "；".join(zh), "；".join(hant)),
        "repair": _LOOSEN if takers.victors else _NARROW,
    }
    spans = tuple(never.span for never in takers.vetoes.values() if never.span is not None)
    return Finding(SHADOWED, construct.span, values, related=spans)


def _by_beats(victors: list[str]) -> Iterator[Words]:
    if victors:
        names = ", ".join(f"`{id}`" for id in victors)
        listed = names.replace(", ", "、")
        yield Words(
            f"{names} {'beats it and speaks' if len(victors) == 1 else 'beat it and speak'} for the same customers",
            f"{listed} 对同样的客户也有答案，且优先于它",
            f"{listed} 對同樣的客戶也有答案，且優先於它",
        )


def _by_vetoes(vetoes: list[Never], asked: Checked) -> Iterator[Words]:
    if vetoes:
        said = [veto_words(never, asked.model.vocabulary) for never in vetoes]
        en, zh, hant = ([f"`{each.in_language(language)}`" for each in said] for language in ("en", "zh", "zh-Hant"))
        yield Words(
            f"{', '.join(en)} {'takes' if len(said) == 1 else 'take'} away what it says",
            f"它所说的被 {'、'.join(zh)} 拿掉",
            f"它所說的被 {'、'.join(hant)} 拿掉",
        )

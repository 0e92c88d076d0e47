"""V006: two rules, or a rule and a table, disagree about the same customer, and neither beats the other.

The decision then takes the lower name, which nobody meant. The repair is a `beats` line: in the rule whose customers
all belong to the other one's too, which is the special case; else in the one that wins today, so that nothing changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from attrs import define, evolve, field, frozen

from engage.checks.boxes import Region, TooManyBoxes
from engage.checks.boxes.meeting import meeting_pairs
from engage.checks.checked import Checked
from engage.checks.claims import Place
from engage.checks.mending import beats_line
from engage.checks.settlings import place_words, settles_alone, settling_of
from engage.checks.speaking import Speaking, nobody
from engage.decide.candidates import slot_name
from engage.facts.decided import Decision, Outcome
from engage.facts.vocabulary import Settling
from engage.ground.finding import Finding, Fix, Message, Severity, Words
from engage.ruleset.model import Rule, Table

__all__ = ["TIE", "check"]

TIE: Final = Message(
    "V006",
    "`{first}` and `{second}` disagree about {slots} for the same customer, and neither beats the other",
    "`{first}` 与 `{second}` 对同一客户的{slots}给出不同结果，且互不优先",
    "say which one wins: `beats {loser}` in `{winner}`",
    "请写明哪一个优先：在 `{winner}` 中写 `优先于 {loser}`",
    severity=Severity.WARNING,
)
_DECIDES: Final = Words(
    "`{winner}` goes before `{loser}`, {why}: turn it round if that is not meant",
    "`{winner}` 优先于 `{loser}`（{why}）；若非本意，请对调",
    "`{winner}` 優先於 `{loser}`（{why}）；若非本意，請對調",
)
_SPECIAL: Final = Words("as its customers are the special case", "它的客户是特例", "它的客戶是特例")
_AS_TODAY: Final = Words(
    "as it comes out today by the order of names", "按名称顺序，与目前结果相同", "按名稱順序，與目前結果相同"
)
_BY_NAME: Final = Words("by the order of names", "按名称顺序", "按名稱順序")
_NO_CIRCLE: Final = Words("as other `beats` lines ask for", "由其他“优先于”推出", "由其他「優先於」推出")
#: more ties at one place say nothing new
_MOST: Final = 200
_STANDING: Final = (Outcome.WON, Outcome.TIE, Outcome.VIOLATED)


@frozen
class _Meeting:
    """Two claims that differ at a place, and where."""

    speaking: Speaking
    place: Place
    first: int
    second: int
    region: Region


@define
class _Order:
    """Who beats whom after the repairs that are offered: together they must not run in a circle."""

    beats: dict[str, set[str]] = field(factory=dict)

    def reaches(self, start: str, end: str) -> bool:
        seen, waiting = set[str](), [start]
        while waiting:
            id = waiting.pop()
            if id == end:
                return True
            if id not in seen:
                seen.add(id)
                waiting += self.beats.get(id, ())
        return False


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each two that tie, whatever and wherever they tie about."""
    met: dict[tuple[str, str], list[_Meeting]] = {}
    for kind in asked.kinds:
        speaking = asked.speaking(kind)
        for place in speaking.places:
            if settles_alone(settling_of(place, asked.program)):
                for one in _at(speaking, place, asked):
                    owners = sorted((speaking.claims[one.first].owner, speaking.claims[one.second].owner))
                    met.setdefault((owners[0], owners[1]), []).append(one)
    order = _Order({id: set(others) for id, others in asked.beats.items()})
    for pair in sorted(met):
        yield from _told(pair, met[pair], asked, order)


def _at(speaking: Speaking, place: Place, asked: Checked) -> Iterator[_Meeting]:
    """The pairs of claims that differ at a place for somebody whom no third one that beats them decides on."""
    said = speaking.places[place]
    numbers, values = [number for number, _ in said], [each for _, each in said]
    owners = [speaking.claims[number].owner for number in numbers]
    nobody_beaten: frozenset[str] = frozenset()

    def differ(first: int, second: int) -> bool:
        one, other = owners[first], owners[second]
        alike = values[first] == values[second] and not values[first].computed
        beaten = other in asked.beats.get(one, nobody_beaten) or one in asked.beats.get(other, nobody_beaten)
        return one != other and not alike and not beaten

    regions = [speaking.answers(number) or () for number in numbers]
    for first, second in meeting_pairs(regions, speaking.space.full, differ, _MOST):
        pair = {owners[first], owners[second]}
        above = tuple(
            numbers[each]
            for each, owner in enumerate(owners)
            if not values[each].computed and not pair.isdisjoint(asked.beats.get(owner, nobody_beaten))
        )
        try:
            region = speaking.unless(speaking.together(numbers[first], numbers[second]), above)
        except TooManyBoxes:
            region = speaking.together(numbers[first], numbers[second])
        if not nobody(speaking.space, region):
            yield _Meeting(speaking, place, numbers[first], numbers[second], region)


def _told(owners: tuple[str, str], meetings: list[_Meeting], asked: Checked, order: _Order) -> Iterator[Finding]:
    shown = [(one, _example(one, owners, asked)) for one in meetings]
    certain = [(one, example) for one, example in shown if example is not None] or shown
    one, example = certain[0]
    winner, loser, why = _by(owners, one, order, asked)
    constructs: dict[str, Rule | Table] = {each.id: each for each in asked.model.every(Table)}
    constructs |= {each.id: each for each in asked.model.every(Rule)}
    fix: Fix | None = None
    if not order.reaches(loser, winner):
        fix = beats_line(constructs[winner], loser, asked.model)
        fix = None if fix is None else evolve(fix, decides=_DECIDES.filled(winner=winner, loser=loser, why=why))
        order.beats.setdefault(winner, set()).add(loser)
    first, second = (constructs[id] for id in owners)
    yield Finding(
        TIE,
        second.span,
        {
            "first": owners[0],
            "second": owners[1],
            "slots": _slots([each.place for each, _ in certain], asked),
            "winner": winner,
            "loser": loser,
        },
        fixes=() if fix is None else (fix,),
        related=(first.span,) if first.span else (),
        example=example or "",
        possible=example is None,
    )


def _by(owners: tuple[str, str], one: _Meeting, order: _Order, asked: Checked) -> tuple[str, str, Words]:
    """Who had better win, and why: the special case, else the one that wins today; the other where that is a circle."""
    first, second = (one.speaking.claims[number] for number in (one.first, one.second))
    winner, loser = owners
    inside = {
        first.owner: _within(one.speaking, one.first, one.second),
        second.owner: _within(one.speaking, one.second, one.first),
    }
    # Places that take no answer at all when two disagree have no winner today.
    wins = settling_of(one.place, asked.program) is Settling.ONE
    why = _SPECIAL if inside[winner] and not inside[loser] else _AS_TODAY if wins else _BY_NAME
    if inside[loser] and not inside[winner]:
        winner, loser, why = loser, winner, _SPECIAL
    return (loser, winner, _NO_CIRCLE) if order.reaches(loser, winner) else (winner, loser, why)


def _within(speaking: Speaking, inner: int, outer: int) -> bool:
    one, other = speaking.answers(inner), speaking.answers(outer)
    try:
        return one is not None and other is not None and speaking.space.within(one, other)
    except TooManyBoxes:
        return False


def _example(one: _Meeting, owners: tuple[str, str], asked: Checked) -> Words | None:
    name = slot_name(*one.place)

    def stands(decision: Decision) -> bool:
        standing = [each for each in decision.candidates if each.slot == name and each.outcome in _STANDING]
        settled = any(each.outcome is not Outcome.WON for each in standing)
        return settled and set(owners) <= {each.rule for each in standing}

    return asked.example(one.speaking.space, one.region, stands)


def _slots(places: list[Place], asked: Checked) -> Words:
    names = [place_words(place, asked.model.vocabulary) for place in dict.fromkeys(places)]
    en, zh, hant = ([each.in_language(language) for each in names] for language in ("en", "zh", "zh-Hant"))
    return Words(", ".join(en), "、".join(zh), "、".join(hant))

"""Whole rulesets and situations at random, small and full of bounds, for laws about every ruleset.

The same seed gives the same ruleset and the same situations. Nothing here is a sensible rule.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve

from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation, State, Stay, Value
from engage.facts.plan import Need
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Field, Kind, Labels, Output, Settling, Term, Type, Vocabulary
from engage.language.actions import (
    Action,
    Ahead,
    Allow,
    AnswerWith,
    Note,
    OfferAction,
    RouteTo,
    Say,
    SetOutput,
    ShowItem,
    ShowMenu,
    StartTask,
    Withhold,
)
from engage.language.tree import Compare, Literal, Template
from engage.language.tree import Fact as FactNode
from engage.language.tree import Value as Tree
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.contradictions import clashes
from engage.ruleset.model import (
    Absence,
    Active,
    Band,
    DerivedFact,
    File,
    Header,
    Model,
    Never,
    OncePer,
    Row,
    Rule,
    Scorecard,
    ScoreLine,
    Table,
    TableOutput,
    WorkingWeek,
)
from engage.ruleset.value_model import Terms, ValueModel, given_by
from engage.testing.catalogue_at_random import CATALOGUE, TERMS
from engage.testing.charts_at_random import charts_drawn
from engage.testing.dice import Dice
from engage.testing.floors_at_random import floors, menu_rule
from engage.testing.trees_at_random import (
    DAY,
    FIELDS,
    LENGTH,
    MONEY,
    NOON,
    NUMBER,
    POOLS,
    TIER,
    TODAY,
    VOCABULARY,
    YES_NO,
    Trees,
)

__all__ = ["BAND", "ruleset", "situation"]

_ZONES: Final = ("UTC", "Asia/Shanghai", "America/New_York", "Asia/Kathmandu", "America/Havana")
_KINDS: Final = ("call", "complaint", "bill")
_MONTH: Final = Duration(30, Unit.DAY)
BAND: Final = Type(Kind.CHOICE, tuple(Term(id, Labels(en=id)) for id in ("low", "high")), ordered=True)
_OUTPUTS: Final = (
    Output("score", NUMBER, Labels(en="score"), settling=Settling.SUM),
    Output("flag", YES_NO, Labels(en="flag"), settling=Settling.ANY, otherwise=False),
    Output("tier", TIER, Labels(en="tier given"), settling=Settling.LARGEST),
    Output("offer", Type(Kind.TEXT), Labels(en="offer told"), settling=Settling.BEST, limit=2),
    Output("pick", NUMBER, Labels(en="pick"), settling=Settling.FIRST),
    Output("few", NUMBER, Labels(en="dearest two"), settling=Settling.BEST, limit=2),
    Output("every", NUMBER, Labels(en="gathered"), settling=Settling.ALL),
    Output("sole", NUMBER, Labels(en="sole pick"), settling=Settling.UNIQUE, otherwise=0),
    Output("least", NUMBER, Labels(en="lowest pick"), settling=Settling.SMALLEST),
    Output("plain", TIER, Labels(en="plain tier"), otherwise="basic"),
)
_NUMBERED: Final = ("pick", "few", "every", "sole", "least", "score")
_LEVERS: Final[tuple[int | Decimal, ...]] = (1, 2, Decimal("0.5"))
#: shares a month, and two that are none
_RATES: Final[tuple[int | Decimal, ...]] = (0, Decimal("0.5"), Decimal("0.97"), 1, 1, Decimal("0.985"), 2, -1)
_ONE_ROW: Final = ("unique", "first", "any")
_WEEK: Final = WorkingWeek(
    {day: ((datetime.time(9), datetime.time(12)), (datetime.time(13), datetime.time(18))) for day in range(5)},
    frozenset({datetime.date(2026, 10, 30)}),
)


def ruleset(dice: Dice, rules: int = 6, *, charts: bool = False) -> Model:
    """A ruleset of so many rules, with a table or two, derived facts, a scorecard, vetoes and floors.

    `charts`: with a lifecycle and a segment, too, which rules ask for.
    """
    facts = [*FIELDS]
    derived = [_fact(dice, number, facts) for number in range(dice.number(3))]
    worth = [_value_model(dice, facts) for _ in range(dice.number(2))]
    card = _scorecard(dice, facts)
    facts += [
        Field("customer.risk", NUMBER, Labels(en="risk")),
        Field("customer.risk_band", BAND, Labels(en="risk")),
    ]
    drawn = charts_drawn(dice, facts) if charts else ()
    trees = Trees(dice, tuple(facts))
    ids = [f"rule {number}" for number in range(rules)]
    made = [_rule(dice, id, ids, trees) for id in ids] + [_of_tier(dice, each) for each in worth if each.tiers]
    tables = [_table(dice, f"table {number}", ids, trees) for number in range(1 + dice.number(2))]
    nevers = [_never(dice, f"never {number}", trees) for number in range(dice.number(3))]
    made += [menu_rule(dice, trees)] if dice.chance(2) else []
    vocabulary = Vocabulary(tuple(facts), VOCABULARY.events, _OUTPUTS, (*VOCABULARY.terms, *TERMS))
    header = Header(
        "at random", zone=dice.one(_ZONES), outputs=_OUTPUTS, working=_WEEK, billing_day=dice.one((1, 5, 31))
    )
    spoken = dice.shuffled((*made, *tables))  # so that no order of names is that of the file
    last = (*nevers, *floors(dice, trees, _KINDS))
    file = File("all.rules", "rules", "en", (*derived, *worth, card, *drawn, *spoken, *last))
    return Model(header, vocabulary, CATALOGUE, (file,))


def _fact(dice: Dice, number: int, facts: list[Field]) -> DerivedFact:
    type = dice.one((NUMBER, MONEY, LENGTH))
    fact = DerivedFact(id=f"derived_{number}", value=Trees(dice, tuple(facts)).value(type), type=type)
    facts.append(Field(f"customer.{fact.id}", type, Labels(en=f"derived {number}")))
    return fact


def _value_model(dice: Dice, facts: list[Field]) -> ValueModel:
    """A value model of few months; its rates are often constant, and sometimes none."""
    trees = Trees(dice, tuple(facts), deep=1)
    type = dice.one((NUMBER, MONEY))

    def rate() -> Tree:
        constant = Literal(dice.one(_RATES), NUMBER)
        return trees.value(NUMBER) if dice.chance(4) else constant

    def terms() -> Terms:
        made = Terms(trees.value(type) if dice.chance(2) else None, None, rate() if dice.chance(2) else None)
        return made if made != Terms() else Terms(Literal(20, type))

    scenario = "plan" if dice.chance(2) else ""
    cuts = (20, 100)
    tiers = (Band("low", None, cuts[0]), Band("middle", *cuts), Band("high", cuts[1] - dice.one((0, 0, 10)), None))
    model = ValueModel(
        id="worth",
        months=1 + dice.number(4),
        profit=trees.value(type),
        retention=rate(),
        discount=rate(),
        cost=dice.one((None, None, Literal(dice.one((0, 3, -1)), type))),
        contract=dice.one((None, None, Literal(2, NUMBER), trees.value(NUMBER))),
        scenario=scenario,
        then=terms() if scenario else Terms(),
        least=terms() if dice.chance(2) else Terms(),
        most=terms() if dice.chance(3) else Terms(),
        may_lose=dice.chance(3),
        tiers=tiers if dice.chance(3) is False else tiers[:2],
    )
    facts += [Field(f"customer.{each.id}", each.type, Labels(en=each.id.replace("_", " "))) for each in given_by(model)]
    return model


def _of_tier(dice: Dice, model: ValueModel) -> Rule:
    """A rule that asks for the tier of a value model."""
    fact = given_by(model)[-1]
    tier = FactNode(f"customer.{fact.id}", fact.type)
    asked = Compare(dice.one(("=", "!=", ">=")), tier, Literal(dice.one(("low", "middle")), fact.type))
    return Rule(id=f"of {model.id}", lines=(asked,), actions=(SetOutput(output="pick", value=_few(dice)),))


def _scorecard(dice: Dice, facts: list[Field]) -> Scorecard:
    trees = Trees(dice, tuple(facts), deep=1)
    lines = [ScoreLine(dice.one((5, 10, 20, -5)), trees.condition()) for _ in range(1 + dice.number(3))]
    bands = (Band("low", None, 20), Band("high", 20, None))
    return Scorecard(id="risk", low=0, high=30, start=dice.one((0, 10, 20)), lines=tuple(lines), bands=bands)


def _rule(dice: Dice, id: str, ids: list[str], trees: Trees) -> Rule:
    later = [each for each in ids if each > id]
    return Rule(
        id=id,
        events=dice.some(_KINDS, 2) if dice.chance(3) is False else (),
        absence=Absence(Duration(1, Unit.DAY), "complaint", "closed") if dice.chance(12) else None,
        lines=tuple(trees.condition() for _ in range(dice.number(4))),
        actions=_unopposed([_action(dice, trees) for _ in range(1 + dice.number(3))]),
        because={"en": Template(parts=("tier ", trees.value(TIER), "."))} if dice.chance(2) else {},
        beats=tuple(dice.some(later, 2)) if later and dice.chance(3) else (),
        group=dice.one(("", "", "club")),
        active=dice.one((Active(), Active(), Active(TODAY, TODAY), Active(through=TODAY))),
        once=dice.one((None, None, OncePer("customer", _MONTH), OncePer("contact"), OncePer("account"))),
    )


def _unopposed(actions: list[Action]) -> tuple[Action, ...]:
    """The same without what contradicts an earlier one: no ruleset that is read has a rule against itself."""
    opposed = [later for _, later in clashes(actions, {output.id: output for output in _OUTPUTS}, CATALOGUE)]
    return tuple(action for action in actions if action not in opposed)


def _action(dice: Dice, trees: Trees) -> Action:
    shape = dice.number(10)
    if shape == 2:
        return SetOutput(output="pick", value=_few(dice))
    if shape < 3:
        return RouteTo(queue=dice.one(("desk", "front")), needs=(Need("retention", dice.number(4)),))
    if shape == 3:
        return Ahead(by=Duration(dice.one((30, 90)), Unit.SECOND))
    if shape == 4:
        return OfferAction(offer=dice.one(("month", "advice", "trap")))
    if shape == 5:
        if dice.chance(3):
            return SetOutput(output="score", value=trees.value(NUMBER))
        return SetOutput(output=dice.one(_NUMBERED), value=_few(dice))
    if shape == 6:
        return Note(fact="customer.balance", value=trees.value(MONEY))
    if shape == 7:
        return Allow(allowance="waiver", limit=trees.value(MONEY))
    others: tuple[Action, ...] = (
        SetOutput(output="resolution", value=trees.literal(LENGTH)),
        SetOutput(output=dice.one(("tier", "plain")), value=trees.literal(TIER)),
        StartTask(work="call_back", owner="other_team"),
        AnswerWith(answer="status"),
        StartTask(work="call_back", owner="team"),
        Say(wording="hello"),
        Withhold(group="commercial"),
        SetOutput(output="flag", value=Literal(value=True, type=YES_NO)),
        ShowMenu(menu=dice.one(("long", "short")), first=dice.one(((), ("person",), ("choice_2", "choice_1")))),
        ShowItem(item=dice.one(("choice_1", "choice_7", "complain_here")), lever=dice.one(_LEVERS)),
    )
    return dice.one(others)


def _few(dice: Dice) -> Literal:
    """A number that others are likely to say too."""
    return Literal(value=dice.number(4), type=NUMBER)


def _table(dice: Dice, id: str, ids: list[str], trees: Trees) -> Table:
    shallow = evolve(trees, deep=1)
    hit = dice.one(("unique", "first", "any", "collect", "collect largest", "rule order", "output order"))
    # Where several rows may answer, a place that takes one answer has no column.
    counted = dice.one(_NUMBERED if hit in _ONE_ROW else [id for id in _NUMBERED if id != "sole"])
    first = TableOutput("route") if hit in _ONE_ROW else TableOutput("output:least", NUMBER)
    outputs = (first, TableOutput("output:tier", TIER), TableOutput(f"output:{counted}", NUMBER))

    def row(cells: int, name: str) -> Row:
        tests = tuple(None if dice.chance(4) else shallow.condition() for _ in range(cells))
        results = (
            None if dice.chance(3) else RouteTo(queue=dice.one(("desk", "front"))) if hit in _ONE_ROW else _few(dice),
            None if dice.chance(3) else trees.literal(TIER),
            None if dice.chance(3) else _few(dice),
        )
        return Row(name, tests, results)

    rows = tuple(row(2, f"{id} row {number}") for number in range(1, 2 + dice.number(3)))
    return Table(
        id=id,
        hit=hit,
        events=dice.some(_KINDS, 2) if dice.chance(2) else (),
        columns=(trees.value(TIER), trees.value(NUMBER)),
        outputs=outputs,
        rows=rows,
        otherwise=row(0, f"{id} otherwise") if dice.chance(2) else None,
        beats=tuple(dice.some([*ids, "club"], 1)) if dice.chance(3) else (),
    )


def _never(dice: Dice, id: str, trees: Trees) -> Never:
    forbidden: tuple[Action, ...] = (
        OfferAction(offer="commercial"),
        RouteTo(queue="desk"),
        Say(wording="hello"),
        Say(wording="told"),
        ShowItem(item=dice.one(("person", "complain_here", "choice_1", "choice_2"))),
        Allow(allowance="waiver", limit=trees.literal(MONEY)),
        StartTask(work="call_back", owner=dice.one(("", "team"))),
        SetOutput(output=dice.one(_NUMBERED), value=_few(dice)),
        SetOutput(output="flag", value=Literal(value=dice.chance(2), type=YES_NO)),
        SetOutput(output="plain", value=trees.literal(TIER)),
        Note(fact="customer.balance", value=trees.literal(MONEY)),
    )
    return Never(
        id=id,
        action=dice.one(forbidden),
        events=dice.some(_KINDS, 2) if dice.chance(3) else (),
        lines=tuple(trees.condition() for _ in range(dice.number(3))),
        active=dice.one((Active(), Active(start=TODAY))),
    )


# ------------------------------------------------------------------------------------------ situations


def situation(dice: Dice, model: Model, held: tuple[str, ...] = ()) -> Situation:
    """What may be known at an event, with much of it missing. `held` are the ids of held conditions."""
    at = NOON + dice.one((0, 0, 1, -DAY // 2, DAY // 2, -5 * 3_600_000_000, 3 * DAY))
    timers = tuple(f"timer:{rule.id}" for rule in model.every(Rule) if rule.absence is not None)
    kind = dice.one(timers) if timers and dice.chance(3) else dice.one(_KINDS)
    data: dict[str, Value] = _data(dice, kind)
    if kind.startswith("timer:") and not dice.chance(6):
        data = {"started": at - DAY}
    facts = {
        field.name: Fact(_drawn(dice, field), dice.one((None, at, at - 30 * DAY, at - 30 * DAY - 1, at + 5)))
        for field in FIELDS
        if field.root == "customer" and not dice.chance(4)
    }
    footprints = {
        (rule.id, rule.once.subject): at - dice.one((0, 30 * DAY - 1, 30 * DAY, 90 * DAY))
        for rule in model.every(Rule)
        if rule.once is not None and dice.chance(2)
    }
    streaks = {id: at - dice.one((0, DAY, 30 * DAY, -1)) for id in held if not dice.chance(4)}
    past = [_past(dice, at, number) for number in range(dice.number(9))]
    event = Event("e", "/random", kind, at, kind=kind, data=data)
    stays = _stays(dice, model, at)
    circles = {f"circle {id}": stay.since for id, stay in stays.items() if stay.since is not None and dice.chance(3)}
    latest = dice.one((None, None, at, at - DAY, at + 1)) if stays else None
    state = State(footprints, streaks | circles, latest, stays)
    return Situation(event, Profile(dice.one(("c", "c", "")) if stays else "c", facts), History(tuple(past)), state)


def _stays(dice: Dice, model: Model, at: int) -> dict[str, Stay]:
    found: dict[str, Stay] = {}
    for chart in (*model.every(Lifecycle), *model.every(Segment)):
        stages = chart.every_stage() if isinstance(chart, Lifecycle) else ("out", "in")
        if dice.chance(4) is False:
            since = at - dice.one((0, 0, 1, DAY, 30 * DAY))
            passed = dice.some(stages, 1) if dice.chance(2) else ()
            found[chart.id] = Stay(dice.one(stages), since, dice.one(("", *stages)), passed)
    return found


def _drawn(dice: Dice, field: Field) -> Value:
    if field.type.kind is Kind.CHOICE:
        return dice.one((*(term.id for term in field.type.choices), "retired value"))
    return dice.one(POOLS[field.type.kind])


def _data(dice: Dice, kind: str) -> dict[str, Value]:
    names = next((event.fields for event in VOCABULARY.events if event.id == kind), ())
    fields: Mapping[str, Field] = VOCABULARY.field_by_name
    return {name: _drawn(dice, fields[f"event.{name}"]) for name in names if not dice.chance(6)}


def _past(dice: Dice, at: int, sequence: int) -> PastEvent:
    """A past event, often on the very bound of a window."""
    kind = dice.one(("call", "complaint", "bill", "bill", "closed"))
    bound = dice.one((DAY, DAY // 2, 14 * DAY, 30 * DAY, 31 * DAY, 90_000_000, 365 * DAY, 3 * DAY))
    moment = at - dice.one((0, bound, bound - 1, bound + 1, dice.number(100 * DAY)))
    if dice.chance(3):
        moment = NOON - DAY // 2 - dice.one((0, 1, -1, DAY, 31 * DAY, 4 * 3_600_000_000, -4 * 3_600_000_000))
    return PastEvent(kind, moment, sequence, _data(dice, kind))

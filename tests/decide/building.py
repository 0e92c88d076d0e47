"""Programs built by hand: lines are plain functions of the slots, as the compiler would make them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from attrs import evolve

from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation, State
from engage.facts.plan import HandlingPlan, Menu, Need, PlannedOffer, Route, Rung, ServiceLevel, Task
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, EventKind, Field, Kind, Labels, Output, Term, Type, Vocabulary
from engage.ground.finding import Words
from engage.program.program import (
    CompiledNever,
    CompiledRow,
    CompiledRule,
    CompiledTable,
    FactInput,
    Filled,
    Furnishing,
    HistoryInput,
    Line,
    OfferFacts,
    Program,
    Proposal,
    Shelf,
    Slot,
    TreatmentFacts,
    WordingFacts,
)

TIER, MONTHS, REASON, COMPLAINTS = 0, 1, 2, 3
AT = 1_793_844_000_000_000  # 2026-11-05 10:00 in Shanghai, a Thursday
DAY = 86_400_000_000

TIERS = Type(
    Kind.CHOICE,
    tuple(
        Term(id, Labels(en=id, zh=zh))
        for id, zh in (("basic", "普通"), ("silver", "银卡"), ("gold", "金卡"), ("platinum", "白金卡"))
    ),
    ordered=True,
)
NUMBER = Type(Kind.NUMBER)
YES_NO = Type(Kind.YES_NO)


def terms(*names: tuple[str, str, str]) -> tuple[Term, ...]:
    return tuple(Term(id, Labels(en=en, zh=zh)) for id, en, zh in names)


VOCABULARY = Vocabulary(
    fields=(
        Field("customer.tier", TIERS, Labels(en="customer tier", zh="客户等级")),
        Field("customer.months_with_us", NUMBER, Labels(en="months with us", zh="在网月数")),
        Field("customer.churn_reason", Type(Kind.TEXT), Labels(en="churn reason", zh="离网原因")),
        Field(
            "customer.last_reason",
            Type(Kind.TEXT),
            Labels(en="last reason", zh="最近原因"),
            writes_from="cancel_request.reason",
        ),
        Field("event.reason", Type(Kind.TEXT), Labels(en="reason", zh="原因")),
    ),
    events=(
        EventKind("cancel_request", "cancel.requested", Labels(en="cancel request", zh="销户申请"), True, ("reason",)),
        EventKind("bill", "bill.issued", Labels(en="bill", zh="账单")),
        EventKind("complaint", "complaint.received", Labels(en="complaint", zh="投诉"), True),
    ),
    terms=(
        (
            Domain.QUEUE,
            terms(
                ("front_desk", "front desk", "综合坐席"),
                ("retention_desk", "retention desk", "挽留专席"),
                ("senior_desk", "senior desk", "资深专席"),
            ),
        ),
        (
            Domain.OFFER,
            terms(
                ("one_month_free", "one month free", "免一个月月租"),
                ("bigger_plan", "bigger plan", "升档套餐"),
                ("tariff_advice", "tariff advice", "套餐建议"),
            ),
        ),
        (Domain.WORK, terms(("call_back", "call-back", "回访"))),
    ),
)

FURNISHING = Furnishing(
    targets={
        "vip_care": {"first_response": Duration(30, Unit.MINUTE), "resolution": Duration(1, Unit.WORKING_DAY)},
        "standard_care": {"first_response": Duration(8, Unit.BUSINESS_HOUR)},
    },
    menus={"cancel_menu": ("cancel_here", "speak_to_person")},
    wordings={
        "opening": WordingFacts(
            "opening",
            "greeting",
            {"en": lambda v: Filled(f"Thank you for {v[MONTHS] or 0} months."), "zh": lambda v: Filled("感谢。")},
        )
    },
    offers={
        "one_month_free": OfferFacts(
            "one_month_free",
            frozenset({"one_month_free", "retention_offers", "commercial"}),
            Decimal("0.35"),
            Decimal("2.0"),
            60,
            (TreatmentFacts("free_script"),),
            place=0,
        ),
        "bigger_plan": OfferFacts(
            "bigger_plan", frozenset({"bigger_plan", "commercial"}), Decimal("0.06"), 1, 120, place=1
        ),
        "tariff_advice": OfferFacts(
            "tariff_advice", frozenset({"tariff_advice", "service"}), Decimal("0.18"), 1, 15, place=2
        ),
    },
    task_channels={"call_back": "crm"},
    queue_steps={"retention_desk": "expert", "front_desk": "assisted"},
    offer_limit=2,
)

EMPTY_SHELF = Shelf("")
NOTHING_KEPT = State()
SAFE = HandlingPlan(route=Route("front_desk"), service_level=ServiceLevel("standard_care"))


def is_(slot: int, *options: object) -> Line:
    """The slot holds one of these values."""
    return Line(
        lambda values: values[slot] in options,
        lambda values: values[slot] is not None and values[slot] not in options,
        (slot,),
        Words(f"slot {slot} is {' or '.join(map(str, options))}", f"槽{slot} 是 {' 或 '.join(map(str, options))}"),
    )


def at_least(slot: int, low: int) -> Line:
    """The slot holds a number of `low` or more."""

    def holds(values: object) -> bool:
        value = values[slot]  # type: ignore[index]
        return isinstance(value, int) and value >= low

    def fails(values: object) -> bool:
        value = values[slot]  # type: ignore[index]
        return isinstance(value, int) and value < low

    return Line(holds, fails, (slot,), Words(f"slot {slot} is at least {low}", f"槽{slot} 至少 {low}"))


def rule(
    id: str, *proposals: Proposal, when: Iterable[Line] = (), beats: Iterable[str] = (), **more: object
) -> CompiledRule:
    return CompiledRule(id, tuple(when), tuple(proposals), beats=frozenset(beats), **more)  # type: ignore[arg-type]


def route(queue: str, *ladder: Rung, needs: Iterable[Need] = ()) -> Proposal:
    return Proposal(Slot.ROUTE, Route(queue, tuple(needs), tuple(ladder)))


def offer(id: str, lever: int | Decimal = 1) -> Proposal:
    return Proposal(Slot.OFFER, PlannedOffer(id, lever=lever))


def output(id: str, value: object) -> Proposal:
    return Proposal(Slot.OUTPUT, value, id)


def task(work: str = "call_back", owner: str = "team", due: Duration | None = None) -> Proposal:
    return Proposal(Slot.TASK, Task(work, owner, due))


def menu(id: str, *pinned: str) -> Proposal:
    return Proposal(Slot.MENU, Menu(id, (), tuple(pinned)))


def row(id: str, *proposals: Proposal | None, when: Iterable[Line] = ()) -> CompiledRow:
    return CompiledRow(id, tuple(when), tuple(proposals))


def never(id: str, slot: Slot, key: str = "", when: Iterable[Line] = (), **more: object) -> CompiledNever:
    return CompiledNever(id, slot, key, tuple(when), **more)  # type: ignore[arg-type]


INPUTS = (
    FactInput(TIER, "customer.tier"),
    FactInput(MONTHS, "customer.months_with_us"),
    FactInput(REASON, "event.reason"),
    HistoryInput(
        COMPLAINTS,
        "count complaint ever",
        "count",
        "complaint",
        words=Words("number of complaints", "投诉 次数"),
    ),
)


def program(
    *rules: CompiledRule,
    tables: Iterable[CompiledTable] = (),
    nevers: Iterable[CompiledNever] = (),
    outputs: Iterable[Output] = (),
    furnishing: Furnishing = FURNISHING,
    kinds: Iterable[str] = ("cancel_request", "bill", "complaint"),
    shelf: Shelf = EMPTY_SHELF,
) -> Program:
    """A program with the same rules at every kind of event."""
    asked = evolve(
        shelf,
        inputs=shelf.inputs or INPUTS,
        rules=tuple(rules),
        always=tuple(range(len(rules))) if not shelf.by_value else shelf.always,
        tables=tuple(tables),
        nevers=tuple(nevers),
    )
    return Program(
        name="by hand",
        hash="0" * 64,
        zone="Asia/Shanghai",
        language="en",
        vocabulary=VOCABULARY,
        outputs=tuple(outputs),
        safe_default=SAFE,
        furnishing=furnishing,
        shelves={kind: evolve(asked, kind=kind) for kind in kinds},
        slots=8,
        slot_types={TIER: TIERS, MONTHS: NUMBER},
    )


def situation(
    kind: str = "cancel_request",
    *,
    at: int = AT,
    data: Mapping[str, object] | None = None,
    past: Iterable[PastEvent] = (),
    state: State = NOTHING_KEPT,
    **facts: object,
) -> Situation:
    """An event of a customer with these facts (`tier="gold"`)."""
    profile = Profile("c7", {f"customer.{name}": Fact(value) for name, value in facts.items()})
    event = Event("e1", "/ivr", kind.replace("_", "."), at, 480, kind, "c7", "call-1", data=data or {})
    return Situation(event, profile, History(tuple(past)), state)

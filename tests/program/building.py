"""Small trees, models and situations by hand, for tests of the compiler and of knowledge."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

from engage.facts import known
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Output, Term, Type, Vocabulary
from engage.knowledge import fill
from engage.language.tree import Compare, Condition, Fact, HistoryTerm, Literal, Measure, Value, Window, WindowKind
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.ruleset.model import Catalogue, Construct, DerivedFact, File, Header, Model, Rule, WorkingWeek

DAY = 86_400_000_000
ZONE = "Asia/Shanghai"


def at(text: str) -> int:
    """The moment of a local time in Shanghai."""
    local = datetime.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))
    return int(local.timestamp()) * 1_000_000


NOW = at("2026-11-05 10:00")


def _choice(*labels: tuple[str, str], ordered: bool = False) -> Type:
    return Type(Kind.CHOICE, tuple(Term(id, Labels(en=id, zh=zh)) for id, zh in labels), ordered)


TIER = _choice(("basic", "普通"), ("silver", "银卡"), ("gold", "金卡"), ("platinum", "白金卡"), ordered=True)
REASON = _choice(("tariff", "资费"), ("network", "网络"))
NUMBER = Type(Kind.NUMBER)
YUAN = Type(Kind.MONEY, currency="CNY")
DOLLARS = Type(Kind.MONEY, currency="USD")
YES_NO = Type(Kind.YES_NO)
TEXT = Type(Kind.TEXT)
DATE = Type(Kind.DATE)
MOMENT = Type(Kind.MOMENT)
LENGTH = Type(Kind.DURATION)

VOCABULARY = Vocabulary(
    (
        Field("customer.tier", TIER, Labels("customer tier", zh="客户等级")),
        Field("customer.months", NUMBER, Labels("months with us", zh="在网月数"), unit="months"),
        Field("customer.balance", YUAN, Labels("balance", zh="余额"), max_age=Duration(30, Unit.DAY)),
        Field("customer.abroad", DOLLARS, Labels("abroad", zh="境外消费")),
        Field("customer.vip", YES_NO, Labels("vip", zh="贵宾")),
        Field("customer.name", TEXT, Labels("name", zh="姓名")),
        Field("customer.end", DATE, Labels("contract end", zh="合约到期日")),
        Field("customer.seen", MOMENT, Labels("seen", zh="上次露面")),
        Field("customer.wait", LENGTH, Labels("wait", zh="等待")),
        Field("event.reason", REASON, Labels("reason", zh="原因")),
        Field("event.amount", YUAN, Labels("amount", zh="金额")),
    ),
    (
        EventKind("call", "call.received", Labels("call", "calls", zh="来电"), True, ("reason",)),
        EventKind("complaint", "complaint.made", Labels("complaint", "complaints", zh="投诉"), True, ("reason",)),
        EventKind("bill", "bill.issued", Labels("bill", "bills", zh="账单"), False, ("amount",)),
        EventKind("closed", "complaint.closed", Labels("closing", "closings", zh="办结")),
        EventKind("call_back", "callback.made", Labels("call-back", "call-backs", zh="回访")),
    ),
)
WEEK = WorkingWeek(
    {day: ((datetime.time(9), datetime.time(18)),) for day in range(5)}, frozenset({datetime.date(2026, 11, 9)})
)


def fact(name: str) -> Fact:
    """A field by its full name."""
    field = VOCABULARY.field_by_name.get(name)
    return Fact(name=name, type=field.type if field else NUMBER)


def literal(value: object, type: Type = NUMBER) -> Literal:
    """A constant."""
    assert isinstance(value, bool | int | Decimal | str | datetime.date | datetime.time | Duration | tuple)
    return Literal(value=value, type=type)


def compare(left: str | Value, op: str, right: object) -> Compare:
    """`left op right`, the constant typed by what stands left."""
    value = fact(left) if isinstance(left, str) else left
    type = getattr(value, "type", NUMBER)
    side = right if hasattr(right, "span") else literal(right, LENGTH if isinstance(right, Duration) else type)
    return Compare(op=op, left=value, right=side)  # type: ignore[arg-type]


def count(kind: str, window: Window, *filters: Condition) -> Measure:
    """How many events of a kind."""
    return Measure(term=HistoryTerm("count", kind, window=window, filters=filters), type=NUMBER)


def last_days(days: int) -> Window:
    """in the last N days"""
    return Window(WindowKind.ROLLING, Duration(days, Unit.DAY))


def model(
    *constructs: Construct, zone: str = ZONE, billing_day: int = 1, catalogue: Catalogue = Catalogue(),  # noqa: B008
    outputs: tuple[Output, ...] = (),
) -> Model:  # fmt: skip
    """A ruleset of one file."""
    header = Header("by hand", zone=zone, working=WEEK, billing_day=billing_day, outputs=outputs)
    return Model(header, VOCABULARY, catalogue, (File("all.rules", "rules", "en", constructs),))


def situation(
    kind: str = "call",
    facts: Mapping[str, object] | None = None,
    data: Mapping[str, object] | None = None,
    past: Sequence[known.PastEvent] = (),
    now: int = NOW,
    state: known.State = known.State(),  # noqa: B008
) -> known.Situation:
    """What is known at an event; facts by the part of their name behind `customer.`."""
    profile = {f"customer.{name}": known.Fact(value) for name, value in (facts or {}).items()}
    event = known.Event("e1", "/test", kind, now, kind=kind, data=dict(data or {}))
    return known.Situation(event, known.Profile("c1", profile), known.History(tuple(past)), state)


def past(kind: str, when: int | str, **data: object) -> known.PastEvent:
    """A past event at a moment or a local time."""
    return known.PastEvent(kind, at(when) if isinstance(when, str) else when, data=data)


def truth(condition: Condition, seen: known.Situation, zone: str = ZONE) -> bool | None:
    """What the compiled condition says: certainly true, certainly false, unknown."""
    program = compile_model(model(Rule(id="r", events=(seen.event.kind,), lines=(condition,)), zone=zone))
    shelf = program.shelves[seen.event.kind]
    line, values = shelf.rules[0].lines[0], fill(program, shelf, seen)
    holds, fails = line.holds(values), line.fails(values)
    assert not (holds and fails), "a condition cannot be true and false"
    return True if holds else False if fails else None


def value(of: Value, seen: known.Situation) -> object:
    """What a compiled value gives, as a derived fact."""
    made = model(
        DerivedFact(id="asked", value=of, type=NUMBER),
        Rule(id="r", events=(seen.event.kind,), lines=(compare("customer.asked", "=", 1),)),
    )
    program = compile_model(made)
    shelf = program.shelves[seen.event.kind]
    values = fill(program, shelf, seen)
    return next(values[source.slot] for source in shelf.inputs if getattr(source, "name", "") == "customer.asked")


def compiled(*constructs: Construct, **settings: object) -> Program:
    """A program of these constructs."""
    return compile_model(model(*constructs, **settings))  # type: ignore[arg-type]

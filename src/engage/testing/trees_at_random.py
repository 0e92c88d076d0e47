"""Well-typed conditions and values at random, over a vocabulary made to have one field of every type.

Constants come from small pools, so that values meet their bounds often: a law that never stands on a bound proves
little. The same dice give the same tree.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, EventKind, Field, Kind, Labels, Term, Type, Vocabulary
from engage.language.tree import (
    Age,
    And,
    Arithmetic,
    Between,
    Compare,
    Condition,
    Contains,
    EventIs,
    Fact,
    HeldFor,
    HistoryTerm,
    Holds,
    InARow,
    IsUnknown,
    Literal,
    Measure,
    Not,
    Now,
    OneOf,
    Or,
    OrElse,
    Part,
    Past,
    Pattern,
    SameAsNow,
    Size,
    Step,
    TextTest,
    Value,
    Window,
    WindowKind,
    Within,
)
from engage.testing.dice import Dice

__all__ = [
    "DAY",
    "FIELDS",
    "LENGTH",
    "MOMENT",
    "MONEY",
    "NOON",
    "NUMBER",
    "POOLS",
    "REGION",
    "TIER",
    "TODAY",
    "VOCABULARY",
    "YES_NO",
    "Trees",
]

#: The day around which every date and moment lies.
TODAY: Final = datetime.date(2026, 11, 1)
NOON: Final = 1_793_534_400_000_000  # 2026-11-01 12:00 UTC
DAY: Final = 86_400_000_000


def _choice(*ids: str, ordered: bool) -> Type:
    return Type(Kind.CHOICE, tuple(Term(id, Labels(en=id)) for id in ids), ordered)


TIER: Final = _choice("basic", "silver", "gold", "platinum", ordered=True)
GRADE: Final = _choice("ordinary", "serious", ordered=True)
REGION: Final = _choice("north", "south", "east", ordered=False)
CHANNEL: Final = _choice("phone", "app", ordered=False)
NUMBER: Final = Type(Kind.NUMBER)
MONEY: Final = Type(Kind.MONEY, currency="CNY")
TEXT: Final = Type(Kind.TEXT)
YES_NO: Final = Type(Kind.YES_NO)
DATE: Final = Type(Kind.DATE)
TIME: Final = Type(Kind.TIME)
MOMENT: Final = Type(Kind.MOMENT)
LENGTH: Final = Type(Kind.DURATION)
TAGS: Final = Type(Kind.LIST, item=TEXT)

FIELDS: Final = (
    Field("customer.tier", TIER, Labels(en="tier", zh="等级")),
    Field("customer.old_tier", TIER, Labels(en="old tier", zh="原等级")),
    Field("customer.region", REGION, Labels(en="region", zh="地区")),
    Field("customer.months", NUMBER, Labels(en="months", zh="月数"), max_age=Duration(30, Unit.DAY)),
    Field("customer.lines", NUMBER, Labels(en="lines", zh="线数"), least_confidence=Decimal("0.7")),
    Field("customer.balance", MONEY, Labels(en="balance", zh="余额")),
    Field("customer.end", DATE, Labels(en="contract end", zh="到期日")),
    Field("customer.joined", DATE, Labels(en="joined", zh="入网日")),
    Field("customer.seen", MOMENT, Labels(en="seen", zh="上次露面")),
    Field("customer.vip", YES_NO, Labels(en="vip", zh="贵宾")),
    Field("customer.name", TEXT, Labels(en="name", zh="姓名")),
    Field("customer.wait", LENGTH, Labels(en="wait", zh="等待")),
    Field("customer.best_time", TIME, Labels(en="best time", zh="方便时间")),
    Field("customer.tags", TAGS, Labels(en="tags", zh="标签")),
    Field("event.reason", REGION, Labels(en="reason", zh="原因")),
    Field("event.grade", GRADE, Labels(en="grade", zh="级别")),
    Field("event.amount", MONEY, Labels(en="amount", zh="金额")),
    Field("event.note", TEXT, Labels(en="note", zh="备注")),
    Field("event.marks", TAGS, Labels(en="marks", zh="记号")),
    Field("event.channel", CHANNEL, Labels(en="channel", zh="渠道")),
)
EVENTS: Final = (
    EventKind(
        "call",
        "call.received",
        Labels(en="call", en_plural="calls", zh="来电"),
        True,
        ("reason", "note", "marks", "channel"),
    ),
    EventKind("complaint", "complaint.made", Labels(en="complaint", zh="投诉"), True, ("reason", "grade", "amount")),
    EventKind("bill", "bill.issued", Labels(en="bill", en_plural="bills", zh="账单"), False, ("amount",)),
    EventKind("closed", "complaint.closed", Labels(en="closing", zh="办结"), False, ()),
)
VOCABULARY: Final = Vocabulary(
    fields=FIELDS, events=EVENTS, terms=((Domain.TARGET, (Term("resolution", Labels(en="resolution")),)),)
)

_LENGTHS: Final = tuple(
    Duration(amount, unit)
    for amount, unit in (
        (30, Unit.DAY),
        (1, Unit.DAY),
        (12, Unit.HOUR),
        (2, Unit.WEEK),
        (90, Unit.SECOND),
        (3, Unit.CALENDAR_DAY),
        (1, Unit.CALENDAR_MONTH),
        (1, Unit.CALENDAR_YEAR),
        (2, Unit.WORKING_DAY),
        (5, Unit.BUSINESS_HOUR),
    )
)
_UNITS: Final = (
    Unit.CALENDAR_DAY,
    Unit.CALENDAR_WEEK,
    Unit.CALENDAR_MONTH,
    Unit.BILLING_MONTH,
    Unit.CALENDAR_YEAR,
    Unit.HOUR,
)
#: What constants and facts of each type are taken from.
POOLS: Final[dict[Kind, tuple[object, ...]]] = {
    Kind.NUMBER: (-1, 0, 1, 2, 3, Decimal("2.5"), Decimal("3.0"), 12),
    Kind.MONEY: (0, 1, 50, Decimal("99.99"), 100, Decimal("100.00"), 200),
    Kind.TEXT: ("", "a", "ab", "abc", "bc", "张三", "vip-1"),
    Kind.YES_NO: (True, False),
    Kind.DATE: tuple(TODAY + datetime.timedelta(days=days) for days in (-365, -31, -30, -1, 0, 1, 2, 30, 31, 365)),
    Kind.TIME: (datetime.time(0), datetime.time(9), datetime.time(12), datetime.time(20, 30)),
    Kind.MOMENT: tuple(NOON + shift for shift in (-400 * DAY, -30 * DAY, -DAY, -1, 0, 1, DAY, 30 * DAY)),
    Kind.DURATION: (0, 90_000_000, 12 * 3_600_000_000, DAY, 30 * DAY),
    Kind.LIST: ((), ("a",), ("a", "abc")),
}
#: the item that a list is asked for where the dice give none
_A: Final = (Literal(value="a", type=TEXT),)
_OPS: Final = ("=", "!=", "<", "<=", ">", ">=")
_PATTERNS: Final = ("a.*", "[a-c]+", "vip-[0-9]", "(", "")


def _fields_of(kind: str) -> set[str]:
    return set(next(event.fields for event in EVENTS if event.id == kind))


@frozen
class Trees:
    """Grows trees. `fields` may be named; inside a history filter `past` are the past event's fields."""

    dice: Dice
    fields: tuple[Field, ...] = FIELDS
    past: tuple[Field, ...] = ()
    deep: int = 3

    def smaller(self) -> Trees:
        """The same, one step less deep."""
        return evolve(self, deep=self.deep - 1)

    def condition(self) -> Condition:
        """Any condition."""
        dice, less = self.dice, self.smaller()
        if self.deep > 0 and dice.chance(2):
            shape = dice.number(5)
            if shape < 2:
                return And(parts=tuple(less.condition() for _ in range(2 + dice.number(2))))
            if shape < 4:
                return Or(parts=tuple(less.condition() for _ in range(2 + dice.number(2))))
            return Not(part=less.condition())
        if dice.chance(6):
            return self._rare()
        return self._common()

    def _common(self) -> Condition:
        dice = self.dice
        type = dice.one((TIER, GRADE, REGION, NUMBER, NUMBER, MONEY, TEXT, YES_NO, DATE, TIME, MOMENT, LENGTH))
        value = self.value(type)
        shape = dice.number(8)
        if type is YES_NO and shape < 5:
            return Holds(value=value)
        if shape == 0 and not isinstance(value, Literal):  # no sentence asks whether a constant is unknown
            return IsUnknown(value=value)
        if shape == 1:
            options = tuple(self.literal(type) for _ in range(1 + dice.number(3)))
            return OneOf(value=value, options=options)
        if shape == 2 and type not in (REGION, YES_NO):
            return Between(value=value, low=self._side(type), high=self._side(type), below=dice.chance(2))
        other = dice.one((DATE, MOMENT)) if type in (DATE, MOMENT) else type
        left, right = (value, self._side(other)) if dice.chance(5) is False else (self._side(other), value)
        return Compare(op=dice.one(_OPS), left=left, right=right)

    def _side(self, type: Type) -> Value:
        return self.value(type) if self.dice.chance(3) else self.literal(type)

    def _rare(self) -> Condition:
        dice = self.dice
        shape = dice.number(9)
        if shape == 8 and not self.past:
            return self._pattern()
        if shape == 0:
            return TextTest(test="matches", value=self.value(TEXT), text=dice.one(_PATTERNS))
        if shape < 3:
            if dice.chance(2):
                return self._of_list()
            test = dice.one(("starts with", "ends with", "contains"))
            return TextTest(test=test, value=self.value(TEXT), text=dice.one(("a", "c", "", "张")))
        if shape == 3:
            return Within(value=self.value(dice.one((DATE, MOMENT))), length=dice.one(_LENGTHS))
        if self.past:
            return SameAsNow(name=dice.one(self.past).short)
        if shape == 4:
            return EventIs(kinds=dice.some(("call", "complaint", "bill", "other"), 2))
        if shape == 5:
            # Longer ago than a length of calendar time.
            return Compare(
                op=dice.one(_OPS),
                left=Age(value=self.value(dice.one((DATE, MOMENT)))),
                right=Literal(value=dice.one(_LENGTHS), type=LENGTH),
            )
        if shape == 6 and self.deep > 0:
            return HeldFor(condition=self.smaller()._common(), length=dice.one(_LENGTHS[:4]))
        return self._streak()

    def _of_list(self) -> Condition:
        dice = self.dice
        value = self.value(TAGS)
        if dice.chance(5):
            return Compare(op=dice.one(("=", "!=")), left=value, right=Literal(value=(), type=TAGS))
        options = tuple(Literal(value=text, type=TEXT) for text in dice.some(("a", "abc", "c"), 2)) or _A
        return Contains(value=value, options=options, every=len(options) > 1 and dice.chance(2))

    def _streak(self) -> InARow:
        dice = self.dice
        trend = dice.one(("falls", "rises", ""))
        test = Compare(op=dice.one(_OPS), left=Past(name="amount", type=MONEY), right=self.literal(MONEY))
        periods = 1 + dice.number(2)
        return InARow(
            kind="bill",
            field="amount",
            periods=periods,
            unit=dice.one(_UNITS[:4]),
            trend=trend,
            test=None if trend else test,
        )

    def _pattern(self) -> Pattern:
        dice = self.dice
        steps: list[Step] = []
        for place in range(2 + dice.number(2)):
            kind = dice.one(("call", "complaint", "complaint", "bill"))
            filters = self._filters(kind)
            if place == 0:
                steps.append(Step(kind, filters))
                continue
            shared = sorted(_fields_of(kind) & _fields_of(steps[-1].kind))
            same = (dice.one(shared),) if shared and dice.chance(2) else ()
            steps.append(Step(kind, filters, same, dice.one(_LENGTHS)))
        steps[-1] = evolve(steps[-1], absent=dice.chance(3))
        return Pattern(tuple(steps), self.window(), 1 + dice.number(2))

    # ---------------------------------------------------------------------------------------- values

    def literal(self, type: Type) -> Literal:
        """A constant of the type."""
        if type.kind is Kind.DURATION:
            return Literal(value=self.dice.one(_LENGTHS[:5]), type=type)
        if type.kind is Kind.CHOICE:
            return Literal(value=self.dice.one(type.choices).id, type=type)
        return Literal(value=self.dice.one(POOLS[type.kind]), type=type)  # type: ignore[arg-type]

    def value(self, type: Type) -> Value:
        """Any value of the type."""
        dice = self.dice
        if self.deep > 0 and dice.chance(3):
            made = self.smaller()._made(type)
            if made is not None:
                return made
        if self.past and dice.chance(2):
            alike = [field for field in self.past if field.type == type]
            if alike:
                return Past(name=dice.one(alike).short, type=type)
        fields = [field for field in self.fields if field.type == type]
        return Fact(name=dice.one(fields).name, type=type) if fields else self.literal(type)

    def _made(self, type: Type) -> Value | None:
        dice = self.dice
        if dice.chance(5):
            return OrElse(value=self.value(type), default=self._side(type))
        if type is NUMBER:
            return self._number()
        if type is MONEY:
            return self._money() if dice.chance(2) else self._measure(("sum", "average", "smallest", "largest"))
        if type is LENGTH:
            return self._length()
        if type in (DATE, MOMENT):
            if type is MOMENT and dice.chance(2):
                return Now() if dice.chance(2) else self._measure(("first", "last"))
            length = self.literal(LENGTH) if dice.chance(2) else self._calendar_length()
            return Arithmetic(op=dice.one("+-"), left=self.value(type), right=length, type=type)
        if type is TIME:
            return Part(part="time", value=dice.one((Now(), self.value(MOMENT))))
        return None

    def _calendar_length(self) -> Literal:
        return Literal(value=self.dice.one(_LENGTHS[5:]), type=LENGTH)

    def _number(self) -> Value | None:
        dice = self.dice
        shape = dice.number(5)
        if shape == 4:
            return Size(value=self.value(TAGS))
        if shape == 0:
            return self._measure(("count", "count", "distinct"))
        if shape == 1:
            part = dice.one(("hour", "weekday", "day", "month", "year"))
            return Part(part=part, value=dice.one((Now(), self.value(MOMENT), self.value(DATE))))
        return Arithmetic(op=dice.one("+-*/"), left=self.value(NUMBER), right=self._side(NUMBER), type=NUMBER)

    def _money(self) -> Value:
        op = self.dice.one("+-*")
        right = self._side(NUMBER if op == "*" else MONEY)
        return Arithmetic(op=op, left=self.value(MONEY), right=right, type=MONEY)

    def _length(self) -> Value:
        dice = self.dice
        if dice.chance(2):
            return Age(value=self.value(dice.one((DATE, MOMENT))))
        if dice.chance(2):
            left, right = self.value(dice.one((DATE, MOMENT))), self.value(dice.one((DATE, MOMENT)))
            return Arithmetic(op="-", left=left, right=right, type=LENGTH)
        return Arithmetic(op=dice.one("*/"), left=self.value(LENGTH), right=self.literal(NUMBER), type=LENGTH)

    def _measure(self, functions: tuple[str, ...]) -> Measure | None:
        if self.past:
            return None
        dice = self.dice
        function = dice.one(functions)
        kind = "bill" if function in ("sum", "average", "smallest", "largest") else dice.one(("call", "complaint"))
        name = "" if function in ("count", "first", "last") else ("amount" if kind == "bill" else "reason")
        term = HistoryTerm(function, kind, name, self.window(), self._filters(kind))
        type = MOMENT if function in ("first", "last") else MONEY if name == "amount" else NUMBER
        return Measure(term=term, type=type)

    def window(self) -> Window:
        """Any window whose bounds a calendar alone can tell."""
        dice = self.dice
        kind = dice.one(tuple(WindowKind))
        if kind is WindowKind.EVER:
            return Window(kind)
        if kind is WindowKind.SINCE:
            return Window(kind, since=TODAY - datetime.timedelta(days=dice.number(40)))
        if kind in (WindowKind.ROLLING, WindowKind.BEFORE):
            return Window(kind, dice.one(_LENGTHS))
        return Window(kind, Duration(1 if kind is WindowKind.CALENDAR else 1 + dice.number(3), dice.one(_UNITS)))

    def _filters(self, kind: str) -> tuple[Condition, ...]:
        names = next(event.fields for event in EVENTS if event.id == kind)
        past = tuple(field for field in FIELDS if field.name.startswith("event.") and field.short in names)
        inside = evolve(self, past=past, deep=min(self.deep - 1, 1))
        return tuple(inside.condition() for _ in range(self.dice.number(3)))

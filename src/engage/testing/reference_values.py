"""Trees read out loud, three-valued: the reference for what a condition or a value means.

`True`, `False` or `None` for unknown; a value or `None`. No code is shared with the compiler.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import re2

from engage.facts.units import ELAPSED, Duration, microseconds
from engage.facts.vocabulary import Kind, Type
from engage.ground.numbers import add, divide, multiply, subtract
from engage.language.tree import (
    Age,
    And,
    Arithmetic,
    Between,
    Compare,
    Condition,
    Contains,
    EventIs,
    Extreme,
    Fact,
    Graded,
    HeldFor,
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
    TextTest,
    Value,
    Within,
    Worth,
)
from engage.testing.reference_history import Truth, World, all_true, in_a_row, measured
from engage.testing.reference_patterns import pattern_seen
from engage.testing.reference_promises import promised
from engage.testing.reference_time import at_midnight, later, local, next_month
from engage.testing.reference_worth import value_of_model

__all__ = ["truth", "value_of"]

_DAY = 86_400_000_000
_AMOUNT = (Kind.NUMBER, Kind.MONEY)
_DAYS = (Kind.DATE, Kind.MOMENT)
_WORDS = (Kind.TEXT, Kind.CHOICE, Kind.PERIOD)


def kind_of(value: Value) -> Type:
    """The type of a value."""
    match value:
        case Now():
            return Type(Kind.MOMENT)
        case Age():
            return Type(Kind.DURATION)
        case Size():
            return Type(Kind.NUMBER)
        case Part(part=part):
            return Type({"date": Kind.DATE, "time": Kind.TIME}.get(part, Kind.NUMBER))
        case OrElse(value=inner):
            return kind_of(inner)
        case _:
            return value.type


# ---------------------------------------------------------------------------------------------- values


def value_of(value: Value, world: World) -> object:
    """The value, None when it is unknown."""
    match value:
        case Literal(value=Duration() as length):
            return microseconds(length)
        case Literal(value=constant):
            return constant
        case Fact(name=name):
            return world.look_up(name)
        case Past(name=name):
            return (world.past or {}).get(name)
        case Now():
            return world.now
        case OrElse(value=inner, default=default):
            found = value_of(inner, world)
            return value_of(default, world) if found is None else found
        case Size(value=inner):
            found = value_of(inner, world)
            return sum(1 for _ in found) if isinstance(found, tuple) else None
        case Measure(term=term):
            return promised(term, world) if term.commitment is not None else measured(term, world, truth)
        case Age(value=inner):
            moment = _as_moment(value_of(inner, world), world)
            return None if moment is None else world.now - moment
        case Part(part=part, value=inner):
            return _part(part, kind_of(inner).kind, value_of(inner, world), world)
        case Arithmetic():
            return _calculated(value, world)
        case Worth() | Extreme() | Graded():
            return value_of_model(value, lambda each: value_of(each, world))
    raise AssertionError(value)


def _as_moment(found: object, world: World) -> int | None:
    if isinstance(found, datetime.date):
        return at_midnight(found, world.zone)
    return found if isinstance(found, int) else None


def _part(part: str, kind: Kind, found: object, world: World) -> object:
    if found is None or kind not in _DAYS:
        return None
    if isinstance(found, datetime.date):
        if part in ("time", "hour"):
            return None
        day = found
    else:
        assert isinstance(found, int)
        clock = local(found, world.zone)
        day = clock.date()
        if part == "time":
            return clock.time()
        if part == "hour":
            return clock.hour
    return {"date": day, "weekday": day.weekday() + 1, "day": day.day, "month": day.month, "year": day.year}[part]


def _calculated(value: Arithmetic, world: World) -> object:
    left, right = kind_of(value.left), kind_of(value.right)
    a, b = value_of(value.left, world), value_of(value.right, world)
    kinds = (left.kind, right.kind)
    by_calendar = [
        side.value
        for side in (value.left, value.right)
        if isinstance(side, Literal) and isinstance(side.value, Duration) and side.value.unit not in ELAPSED
    ]
    if by_calendar and any(kind in _DAYS for kind in kinds):
        day = b if kinds[0] is Kind.DURATION else a
        return _moved(day, by_calendar[0], value.op, kinds[0] is Kind.DURATION, world)
    if a is None or b is None:
        return None
    numbers = {"+": add, "-": subtract, "*": multiply, "/": divide}
    assert isinstance(a, int | Decimal | datetime.date)
    assert isinstance(b, int | Decimal | datetime.date)
    if all(kind in _AMOUNT for kind in kinds):
        if left.currency and right.currency and left.currency != right.currency:
            return None
        return numbers[value.op](a, b)  # type: ignore[arg-type]
    if kinds == (Kind.DURATION, Kind.DURATION):
        return None if value.op == "*" else numbers[value.op](a, b)  # type: ignore[arg-type]
    if Kind.DURATION in kinds and any(kind in _AMOUNT for kind in kinds):
        if value.op == "*" or (value.op == "/" and kinds[0] is Kind.DURATION):
            result = numbers[value.op](a, b)  # type: ignore[arg-type]
            return None if result is None else int(result)
        return None
    return _with_days(value.op, kinds, a, b, world)


def _with_days(op: str, kinds: tuple[Kind, Kind], a: object, b: object, world: World) -> object:
    if all(kind in _DAYS for kind in kinds):
        if op != "-":
            return None
        if isinstance(a, datetime.date) and isinstance(b, datetime.date):
            return (a.toordinal() - b.toordinal()) * _DAY
        first, second = _as_moment(a, world), _as_moment(b, world)
        return None if first is None or second is None else first - second
    if kinds[0] is Kind.DURATION and kinds[1] in _DAYS and op == "+":
        a, b = b, a
    elif not (kinds[0] in _DAYS and kinds[1] is Kind.DURATION and op in ("+", "-")):
        return None
    assert isinstance(b, int)
    sign = 1 if op == "+" else -1
    if isinstance(a, datetime.date):
        return datetime.date.fromordinal(a.toordinal() + sign * (b // _DAY))
    assert isinstance(a, int)
    return a + sign * b


def _moved(day: object, length: Duration, op: str, length_first: bool, world: World) -> object:
    if day is None or op not in ("+", "-") or (length_first and op == "-"):
        return None
    sign = 1 if op == "+" else -1
    if not isinstance(day, datetime.date):
        assert isinstance(day, int)
        return (
            None
            if "working" in length.unit or "business" in length.unit
            else later(day, length, world.zone, world.model.header.working, sign)
        )
    amount = sign * int(length.amount)
    match length.unit.value:
        case "calendar day" | "calendar week":
            return day + datetime.timedelta(days=amount * (7 if "week" in length.unit else 1))
        case "calendar month" | "billing month" | "calendar year":
            return next_month(day, amount * (12 if "year" in length.unit else 1))
    return None


# ------------------------------------------------------------------------------------------ conditions


def truth(condition: Condition, world: World) -> Truth:
    """Does it hold?"""
    match condition:
        case And(parts=parts):
            return all_true(truth(part, world) for part in parts)
        case Or(parts=parts):
            told = [truth(part, world) for part in parts]
            return True if True in told else None if None in told else False
        case Not(part=part):
            inner = truth(part, world)
            return None if inner is None else not inner
        case Compare(op=op, left=left, right=right):
            return _compared(op, left, right, world)
        case OneOf(value=value, options=options):
            told = [_compared("=", value, option, world) for option in options]
            return True if True in told else None if None in told else False
        case Between(value=value, low=low, high=high, below=below):
            return all_true((_compared(">=", value, low, world), _compared("<" if below else "<=", value, high, world)))
        case IsUnknown(value=value):
            return value_of(value, world) is None
        case Holds(value=value):
            found = value_of(value, world)
            return found if isinstance(found, bool) else None
        case EventIs(kinds=kinds):
            return world.situation.event.kind in kinds
        case SameAsNow(name=name):
            then, now = (world.past or {}).get(name), world.look_up(f"event.{name}")
            return None if then is None or now is None else then == now
        case TextTest():
            return _text(condition, value_of(condition.value, world))
        case Contains():
            return _contains(condition, value_of(condition.value, world), world)
        case Within():
            return _within(condition, world)
        case InARow():
            return in_a_row(condition, world, truth)
        case Pattern():
            return pattern_seen(condition, world, truth)
        case HeldFor(condition=inner_condition, length=length):
            inner = truth(inner_condition, world)
            if inner is not True:
                return inner
            since = world.held_since(condition)
            return since is not None and world.now - since >= (microseconds(length) or 0)
    raise AssertionError(condition)


def _text(condition: TextTest, found: object) -> Truth:
    if not isinstance(found, str | tuple):
        return None
    if condition.test == "contains":
        return condition.text in found
    if not isinstance(found, str):
        return None
    if condition.test == "starts with":
        return found[: len(condition.text)] == condition.text
    if condition.test == "ends with":
        return found.endswith(condition.text)
    silent = re2.Options()
    silent.log_errors = False
    try:
        return re2.compile(condition.text, silent).fullmatch(found) is not None
    except re2.error:  # no pattern at all
        return None


def _contains(condition: Contains, found: object, world: World) -> Truth:
    if not isinstance(found, tuple):
        return None
    told: list[Truth] = []
    for option in condition.options:
        item = value_of(option, world)
        told.append(None if item is None else any(each == item for each in found))
    if condition.every:
        return all_true(told)
    return True if True in told else None if None in told else False


def _within(condition: Within, world: World) -> Truth:
    found = value_of(condition.value, world)
    if found is None:
        return None
    end = later(world.now, condition.length, world.zone, world.model.header.working)
    if isinstance(found, datetime.date):
        return local(world.now, world.zone).date() <= found <= local(end, world.zone).date()
    assert isinstance(found, int)
    return world.now <= found <= end


def _compared(op: str, left: Value, right: Value, world: World) -> Truth:
    types = kind_of(left), kind_of(right)
    if not _alike(*types):
        return None
    for age, length, mirrored in ((left, right, False), (right, left, True)):
        if (
            isinstance(age, Age)
            and isinstance(length, Literal)
            and isinstance(length.value, Duration)
            and length.value.unit not in ELAPSED
        ):
            moment = _as_moment(value_of(age.value, world), world)
            limit = later(world.now, length.value, world.zone, world.model.header.working, -1)
            # Older than a length means earlier than now minus that length.
            return None if moment is None else _holds(op, limit, moment) if not mirrored else _holds(op, moment, limit)
    a, b = value_of(left, world), value_of(right, world)
    if a is None or b is None:
        return None
    if {type.kind for type in types} == {Kind.DATE, Kind.MOMENT}:
        a, b = (local(each, world.zone).date() if isinstance(each, int) else each for each in (a, b))
    if op not in ("=", "!="):
        if all(type.kind is Kind.CHOICE for type in types):
            if not all(type.ordered for type in types):
                return None
            a, b = (type.rank(str(each)) for type, each in zip(types, (a, b), strict=True))
            if a is None or b is None:
                return None
        elif types[0].kind is Kind.LIST or (types[0].kind is not types[1].kind and types[0].kind in _WORDS):
            return None
    return _holds(op, a, b)


def _alike(left: Type, right: Type) -> bool:
    if left.currency and right.currency and left.currency != right.currency:
        return False
    groups = (_AMOUNT, _DAYS, _WORDS)
    return left.kind is right.kind or any(left.kind in group and right.kind in group for group in groups)


def _holds(op: str, a: object, b: object) -> bool:
    if op in ("=", "!="):
        return (a == b) is (op == "=")
    less, equal = a < b, a == b  # type: ignore[operator]
    return bool({"<": less, "<=": less or equal, ">": not less and not equal, ">=": not less}[op])

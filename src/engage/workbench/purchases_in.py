"""Purchases and baskets from events of a file or a storage: customer, moment, amount; what lay in one basket.

A line that cannot be read is told by its number; an event without the field that is asked for is none of ours and is
counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from engage.errors import EventRejected
from engage.gate.json_in import parse_json
from engage.gate.values import read_moment
from engage.ground.finding import Words
from engage.ground.numbers import Number
from engage.knowledge.purchases import Purchase, local_day
from engage.learn.baskets import Basket
from engage.workbench.events_in import BadLine, RawEvent

__all__ = ["Baskets", "Purchases", "read_baskets", "read_purchases"]

_NO_MOMENT: Final = Words("the time of the event cannot be read", "事件的时间无法识别")
_NO_NUMBER: Final = Words(
    "the amount is no number; in a mapping it needs `number: yes`", "金额不是数字；映射文件中要写 `number: yes`"
)
_CURRENCY: Final = Words("the amount is in another currency than the first", "金额的币种与第一笔不同")
_NO_ITEM: Final = Words("what was bought is neither a text nor a list of texts", "所购商品既不是文字也不是文字列表")


@frozen
class Purchases:
    """What was read: purchases by customer, lines that cannot be read, events that name no amount or no customer."""

    customers: Mapping[str, tuple[Purchase, ...]]
    bad: tuple[BadLine, ...] = ()
    other: int = 0
    nobody: int = 0

    @property
    def lines(self) -> int:
        """How many purchases and returns there are."""
        return sum(map(len, self.customers.values()))


@frozen
class Baskets:
    """What was read: baskets in the order in which they began, lines that cannot be read, events without the field."""

    baskets: tuple[Basket, ...]
    bad: tuple[BadLine, ...] = ()
    other: int = 0


@frozen
class _Seen:
    line: int
    at: int
    customer: str = field(repr=False)
    contact: str
    value: object = field(repr=False)


def read_purchases(events: Iterable[RawEvent | BadLine], amount: str = "amount", type: str = "") -> Purchases:
    """The purchases among events: those whose data has the field `amount`, of one type where it is said."""
    customers: dict[str, list[Purchase]] = {}
    bad: list[BadLine] = []
    counts = {"other": 0, "nobody": 0}
    currency: str | None = None
    for seen in _seen(events, amount, type):
        if isinstance(seen, BadLine):
            bad.append(seen)
        elif seen is None or not seen.customer:
            counts["other" if seen is None else "nobody"] += 1
        else:
            number, money = _money(seen.value)
            currency = currency if currency is not None else money
            if number is None:
                bad.append(BadLine(seen.line, _NO_NUMBER))
            elif money != currency:
                bad.append(BadLine(seen.line, _CURRENCY))
            else:
                customers.setdefault(seen.customer, []).append(Purchase(seen.at, number))
    found = {name: tuple(purchases) for name, purchases in sorted(customers.items())}
    return Purchases(found, tuple(bad), **counts)


def read_baskets(
    events: Iterable[RawEvent | BadLine], item: str = "item", type: str = "", zone: str = "UTC"
) -> Baskets:
    """The baskets among events whose data has the field `item`: a text, or a list of texts.

    Events of one contact are one basket; without a contact those of one customer at the same moment; else each event.
    """
    found: dict[tuple[str, str], tuple[int, set[str]]] = {}
    bad: list[BadLine] = []
    other = 0
    for seen in _seen(events, item, type):
        if isinstance(seen, BadLine):
            bad.append(seen)
            continue
        items = _items(seen.value) if seen else None
        if seen is None:
            other += 1
        elif items is None:
            bad.append(BadLine(seen.line, _NO_ITEM))
        else:
            together = seen.contact or (f"at {seen.at}" if seen.customer else f"line {seen.line}")
            found.setdefault((seen.customer, together), (seen.at, set()))[1].update(items)
    baskets = (Basket(frozenset(items), customer, local_day(at, zone)) for (customer, _), (at, items) in found.items())
    return Baskets(tuple(baskets), tuple(bad), other)


def _seen(events: Iterable[RawEvent | BadLine], name: str, type: str) -> Iterator[_Seen | BadLine | None]:
    """Each event with the value of a field of its data; None for one without, or of another type."""
    for event in events:
        if isinstance(event, BadLine):
            yield event
            continue
        try:
            content = parse_json(event.envelope) if isinstance(event.envelope, str) else event.envelope
        except EventRejected as refusal:
            yield BadLine(event.line, refusal.words)
            continue
        data = content.get("data") if isinstance(content, dict) else None
        if not isinstance(content, dict) or not isinstance(data, dict) or data.get(name) is None:
            yield None
            continue
        if type and content.get("type") != type:
            yield None
            continue
        moment = read_moment(str(content.get("time", "")))
        if moment is None:
            yield BadLine(event.line, _NO_MOMENT)
            continue
        subject, contact = content.get("subject"), content.get("contact")
        customer = subject if isinstance(subject, str) else ""
        yield _Seen(event.line, moment[0], customer, contact if isinstance(contact, str) else "", data[name])


def _money(value: object) -> tuple[Number | None, str]:
    currency = ""
    if isinstance(value, Mapping):
        currency, value = str(value.get("currency", "")), value.get("amount")
    sound = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return (value if sound else None), currency  # type: ignore[return-value]  # asked on the line before


def _items(value: object) -> set[str] | None:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(text, str) for text in texts):
        return None
    return {text.strip() for text in texts if text.strip()}

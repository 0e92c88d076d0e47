"""Period after period: `bill amount falls for 3 billing months in a row`, `连续3个账期 超套费用 超过 20元`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from attrs import evolve, fields, frozen

from engage.facts.units import Duration
from engage.facts.vocabulary import EventKind, Field, Kind
from engage.language import messages as say
from engage.language.parser_names import Told
from engage.language.parser_numbers import Wanted
from engage.language.parser_tests import TestReader
from engage.language.parser_values import VALUES
from engage.language.tree import Condition, Fact, InARow, Node, Past, Value

__all__ = ["RowReader"]

N = TypeVar("N", bound=Node)
_EXAMPLE: Final = ("bill amount falls for 3 billing months in a row", "连续3个账期 出账金额 下降")
_TRENDS: Final = ("falls", "rises")


@frozen
class _Asked:
    """The field that a row asks about."""

    kind: str
    field: str


class RowReader(TestReader):
    """Reads rows of periods."""

    def comparison(self, left: Value, start: int) -> Condition | None:
        """The test that stands behind a value: a trend, or one of the tests below."""
        before = self.at
        if isinstance(left, Fact | Past):
            if self.chinese and self.take("in a row"):
                length = self.duration()
                trend = self.take(*_TRENDS) if length is not None else ""
                if length is not None and trend:
                    return self._trend(left, trend, length, start)
                self.at = before
            elif not self.chinese and (trend := self.take(*_TRENDS)):
                return self._trend(left, trend, self._periods(start), start)
        return super().comparison(left, start)

    def _periods(self, start: int) -> Duration:
        """`for 3 billing months in a row`, `for 3 consecutive billing months`."""
        length = self._consecutive_periods()
        if length is None:
            raise self.stuck(say.NOT_A_ROW, start, example=_EXAMPLE[0])
        return length

    def _consecutive_periods(self) -> Duration | None:
        self.take("for")
        before = self.at
        number = self.number()
        if number is not None and self.take("consecutive"):
            unit = self.unit()
            return Duration(number, unit) if unit is not None else None
        self.at = before
        length = self.duration()
        return length if length is not None and self.take("in a row") else None

    def row_in_front(self, start: int) -> Condition | None:
        """`连续3个账期 出账金额 下降`: the periods stand before what is asked."""
        if not self.chinese or self.name_end(start) > start or not self.take("in a row"):
            return None
        length = self.duration()
        if length is None:
            raise self.stuck(say.NOT_A_ROW, start, example=_EXAMPLE[1])
        self.take("window end")
        at, told, noted = self.skipped(), len(self.told), len(self.findings)
        named = self.kind_and_field()
        trend = self.take(*_TRENDS) if named is not None else ""
        if named is not None and trend:
            kind, field = named
            return self._row(_Asked(kind.id, field.short), length, trend, None, start)
        self.at = at
        del self.findings[noted:]
        test = self.as_condition(self.one_test(), at)
        return self.as_row(test, length, start, told, noted)

    def one_test(self) -> Value | Condition:
        """A test without a length of time behind it."""
        at = self.skipped()
        found = self.value(Wanted())
        if not isinstance(found, VALUES):
            return found
        return self.comparison(found, at) or found

    def telling(self, kind: EventKind, field: Field, start: int) -> Told:
        """A field under the name of its event kind."""
        told = Told(field.short, field.type, kind.id, span=self.span(start))
        self.told.append(told)
        return told

    def refuse_told(self, told: int) -> None:
        """A field of a named event kind was asked about without saying which of its events."""
        first = self.told[told]
        del self.told[told:]
        label = first.span.text if first.span else ""
        english = [f"average {label} in the last 30 days", f"{label} is … for 3 billing months in a row"]
        chinese = [f"{label} 在 最近30天内 的 平均值", f"连续3个账期 {label} …"]
        choices = self.offered(chinese if self.chinese else english)
        finding = self.finding(say.ONE_EVENT, 0, 0, choices=choices, text=label)
        self.findings.append(evolve(finding, span=first.span or finding.span))

    # -------------------------------------------------------------------------------------- what is asked

    def as_row(self, test: Condition, length: Duration, start: int, told: int, noted: int) -> Condition:
        """A test of one event field, asked of each of the last periods."""
        if isinstance(test, InARow):
            raise self._not_a_row(start)
        asked = self._asked_of(test, told)
        if asked is None:
            raise self._not_a_row(start)
        del self.told[told:]
        # The field belongs to past events here, so the event being decided need not have it.
        kept = [finding for finding in self.findings[noted:] if finding.message is not say.NOT_AT_EVENT]
        self.findings[noted:] = kept
        return self._row(asked, length, "", _mapped(test, _as_past), start)

    def _trend(self, left: Value, trend: str, length: Duration, start: int) -> Condition:
        asked = self._asked_of(left, 0)
        if asked is None:
            raise self._not_a_row(start)
        self.told.clear()
        self.findings[:] = [finding for finding in self.findings if finding.message is not say.NOT_AT_EVENT]
        return self._row(asked, length, trend, None, start)

    def _row(self, asked: _Asked, length: Duration, trend: str, test: Condition | None, start: int) -> Condition:
        self.count()
        field = self.vocabulary.field_by_name.get(f"event.{asked.field}")
        ranked = field is not None and field.type.kind in (Kind.NUMBER, Kind.MONEY, Kind.DURATION)
        if not isinstance(length.amount, int) or (trend and not ranked):
            raise self._not_a_row(start)
        return InARow(asked.kind, asked.field, length.amount, length.unit, trend, test, span=self.span(start))

    def _not_a_row(self, start: int) -> Exception:
        return self.stuck(say.NOT_A_ROW, start, example=_EXAMPLE[1 if self.chinese else 0])

    def _asked_of(self, node: Node, told: int) -> _Asked | None:
        """The one field of one event kind that a test speaks of."""
        found = set(_facts(node))
        shorts = {value.name if isinstance(value, Past) else value.name.partition(".")[2] for value in found}
        roots = {value.name.partition(".")[0] for value in found if isinstance(value, Fact)}
        if len(shorts) != 1 or roots - {"event"}:
            return None
        short = shorts.pop()
        kinds = {value.kind for value in found if isinstance(value, Told)}
        if not kinds:
            kinds = {kind.id for kind in self.vocabulary.events if short in kind.fields}
        if len(kinds) > 1:
            label = self._past_label(short)
            names = [f"{self.event_label(self.vocabulary.event_by_id[kind])} {label}" for kind in sorted(kinds)]
            raise self.stuck(say.WHICH_EVENT, 0, field=label, choices=self.names_like(names))
        return _Asked(kinds.pop(), short) if kinds else None

    def _past_label(self, short: str) -> str:
        field = self.vocabulary.field_by_name.get(f"event.{short}")
        return self.field_label(field) if field else short


def _facts(node: Node) -> Iterator[Fact | Past]:
    if isinstance(node, Fact | Past):
        yield node
    for attribute in fields(type(node)):
        value = getattr(node, attribute.name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Node):
                yield from _facts(each)


def _as_past(node: Node) -> Node:
    if isinstance(node, Told):
        return Past(node.name, node.type, span=node.span)
    if isinstance(node, Fact) and node.name.startswith("event."):
        return Past(node.name.removeprefix("event."), node.type, span=node.span)
    return node


def _mapped(node: N, change: Callable[[Node], Node]) -> N:
    """The same tree with some of its nodes changed."""
    changed: dict[str, object] = {}
    for attribute in fields(type(node)):
        value = getattr(node, attribute.name)
        if isinstance(value, tuple) and any(isinstance(each, Node) for each in value):
            changed[attribute.name] = tuple(_mapped(each, change) if isinstance(each, Node) else each for each in value)
        elif isinstance(value, Node):
            changed[attribute.name] = _mapped(value, change)
    whole = evolve(node, **changed) if changed else node  # type: ignore[arg-type]  # attributes of this node
    return change(whole)  # type: ignore[return-value]  # a value for a value, a condition for a condition

"""Questions to the past: windows, filters, what is counted, and what both languages share of them.

The orders of words differ so much that each language has a file of its own above this one.
"""

from __future__ import annotations

from typing import Final

from attrs import evolve

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Type
from engage.ground.finding import Words, listing
from engage.ground.numbers import Number
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.names import Match, choices_of
from engage.language.parser_numbers import Wanted
from engage.language.parser_values import ValueReader
from engage.language.printer_values import duration_text
from engage.language.tree import Compare, Condition, HistoryTerm, Literal, Measure, Past, SameAsNow, Value, WindowKind
from engage.language.tree import Window as WindowOf
from engage.language.types import MOMENT, NUMBER

__all__ = ["EVER", "HistoryReader"]

EVER: Final = WindowOf(WindowKind.EVER)
_CALENDAR: Final = (
    Unit.CALENDAR_DAY,
    Unit.CALENDAR_WEEK,
    Unit.CALENDAR_MONTH,
    Unit.CALENDAR_YEAR,
    Unit.BILLING_MONTH,
)
_TO_CALENDAR: Final = {Unit.DAY: Unit.CALENDAR_DAY, Unit.WEEK: Unit.CALENDAR_WEEK}
_MEASURED: Final = (Kind.NUMBER, Kind.MONEY, Kind.DURATION)
_COMPARED: Final = (*_MEASURED, Kind.DATE, Kind.MOMENT, Kind.TIME)


class HistoryReader(ValueReader):
    """Reads what both languages say of the past in the same order."""

    # ------------------------------------------------------------------------------------------ windows

    def window(self) -> WindowOf | None:
        """The window that stands here, None where none does."""
        start, before = self.skipped(), self.at
        found = self._window(start)
        if found is None:
            self.at = before
        return found

    def _window(self, start: int) -> WindowOf | None:
        key = self.take("window last", "window the", "window this", "window today", "window since", "window ever")
        if key == "window last":
            return self._last(start)
        if key == "window the":
            return self._before(start)
        if key == "window this":
            return self._this(start)
        if key == "window today":
            # `等于 今天 持续 3天`, `等于 今天 或 （…）`: a date, and for how long, or what else is asked
            if self.chinese and self.sees("for", "or", "and", "close"):
                return None
            return WindowOf(WindowKind.CALENDAR, Duration(1, Unit.CALENDAR_DAY))
        if key == "window ever":
            return EVER
        date = self.date() if key == "window since" or self.chinese else None
        if date is None or (self.chinese and not self.take("since end")):
            return None
        return WindowOf(WindowKind.SINCE, since=date)

    def _last(self, start: int) -> WindowOf | None:
        number_at = self.skipped()
        amount = self.number()
        if amount is None and self.chinese:
            return None
        full = bool(self.take("full"))
        unit = self._unit_of_window(
            start, 1 if amount is None else amount, number_at=-1 if amount is None else number_at
        )
        if unit is None:
            return None
        if self.chinese:
            self.take("window end")
        length = Duration(1 if amount is None else amount, unit)
        if not full:
            return WindowOf(WindowKind.ROLLING, length)
        if unit not in _CALENDAR:
            unit = self._calendar_unit(start, unit)
        return WindowOf(WindowKind.FULL, evolve(length, unit=unit))

    def _unit_of_window(self, start: int, amount: Number, *, number_at: int) -> Unit | None:
        unit = self.unit()
        if unit is None:
            self.refuse_bare_unit(start, amount if isinstance(amount, int) else 1, window=True)
            if number_at >= 0 and (not self.chinese or self.sees("window end")):
                raise self.without_unit(amount, number_at, days=True)
        return unit

    def _calendar_unit(self, start: int, unit: Unit) -> Unit:
        """`3 full weeks` are calendar weeks; hours have no calendar."""
        if unit in _TO_CALENDAR:
            return _TO_CALENDAR[unit]
        choices = ["2 full calendar months"] if not self.chinese else ["近2个完整自然月"]
        raise self.stuck(say.CALENDAR_UNIT, start, choices=self.offered(choices))

    def _before(self, start: int) -> WindowOf | None:
        length = self.duration()
        if length is None:
            return None
        if self.chinese:
            self.take("window end")
        elif not self.take("window before"):
            return None
        return WindowOf(WindowKind.BEFORE, length)

    def _this(self, start: int) -> WindowOf | None:
        before = self.at
        unit = self.unit()
        if unit is None:
            end, bare = self._bare(self.skipped())
            if bare in ("", "m"):
                return None
            self.at = end
            self._refuse_this(start, bare)
        elif unit not in _CALENDAR:
            if unit not in _TO_CALENDAR:
                self.at = before
                return None
            unit = _TO_CALENDAR[unit]
        return WindowOf(WindowKind.CALENDAR, Duration(1, unit or Unit.CALENDAR_MONTH))

    def _refuse_this(self, start: int, bare: str) -> None:
        names = {"month": Words("month", "月"), "year": Words("year", "年"), "quarter": Words("quarter", "季度")}
        english = {"year": ["this calendar year"]}.get(bare, ["this calendar month", "this billing month"])
        chinese = {"year": ["本自然年"]}.get(bare, ["本自然月", "本账期"])
        choices = self.offered(chinese if self.chinese else english)
        raise self.stuck(say.BARE_MONTH, start, unit=names[bare], choices=choices)

    # ------------------------------------------------------------------------------------------ filters

    def filters(self, kind: EventKind) -> tuple[Condition, ...]:
        """`(reason network, same channel)` behind an event; empty without brackets."""
        start = self.skipped()
        if self.text[start : start + 1] != "(":
            return ()
        self.mark("(")
        self.deeper(start)
        outside, self.past = self.past, kind
        found = [self.filter_item()]
        while self.mark(",、;"):
            found.append(self.filter_item())
            self.check_list(start, len(found))
        self.past = outside
        if not self.mark(")"):
            raise self.not_closed(start)
        self.depth -= 1
        return tuple(found)

    def filter_item(self) -> Condition:
        """One condition on a past event."""
        start = self.skipped()
        same = self._same()
        if same is not None:
            return same
        return self.as_condition(self.either(Wanted()), start)

    def as_condition(self, found: Value | Condition, start: int) -> Condition:
        """What was read as a condition; a yes/no value stands for itself."""
        raise NotImplementedError

    def _same(self) -> Condition | None:
        start, before = self.skipped(), self.at
        named = self.name_end(start)
        if not self.take("same") or self.at <= named:
            self.at = before
            return None
        at = self.skipped()
        match = self.past_here(at, self.past)
        if match is None:
            if self.past is None:
                self.at = before
                return None
            end = self.unknown_end(at)
            own = [self.field_label(field) for field in self._fields_of(self.past)]
            has = listing("it has", "它有", own)
            raise self.stuck(say.NOT_A_FIELD_OF, at, end, kind=self.event_label(self.past), way_out=has)
        self.at = match.end
        return SameAsNow(match.meanings[0].short, span=self.span(start))

    def where(self, kind: EventKind) -> tuple[Condition, ...]:
        """`where reason is network and channel is phone`: as long as the past event's fields go on."""
        before = self.at
        if self.chinese:
            self.mark(",")
        if not self.take("where"):
            self.at = before
            return ()
        outside, self.past = self.past, kind
        found = [self._one_where()]
        while True:
            before = self.at
            if not self.take("and") or self.past_here(self.skipped(), kind) is None:
                self.at = before
                break
            found.append(self._one_where())
        self.past = outside
        return tuple(found)

    def _one_where(self) -> Condition:
        start = self.skipped()
        return self._same() or self.as_condition(self.test(Wanted()), start)

    def test(self, wanted: Wanted) -> Value | Condition:
        """One condition without `and` and `or`, or a value that stands alone."""
        raise NotImplementedError

    # ----------------------------------------------------------------------------------- events, fields

    def take_event(self) -> tuple[EventKind, tuple[Condition, ...]] | None:
        """The event kind that stands here, with what an adjective says of it (`serious complaints`)."""
        before, at = self.at, self.skipped()
        match = self.event_here(at)
        if match is not None:
            self.at = match.end
            self._note_two_kinds(match, at)
            return match.meanings[0], ()
        found = self._adjective(at)
        if found is None:
            self.at = before
        return found

    def _note_two_kinds(self, match: Match[EventKind], start: int) -> None:
        if len(match.meanings) > 1:
            ids = [kind.id for kind in match.meanings]
            self.note(say.TWO_MEANINGS, start, ones=self.offered(ids), choices=self.offered(ids))

    def _adjective(self, at: int) -> tuple[EventKind, tuple[Condition, ...]] | None:
        found: list[tuple[EventKind, Field, str, int]] = []
        for field in self.vocabulary.fields:
            if field.root != "event" or field.type.kind is not Kind.CHOICE:
                continue
            for match in choices_of(self.vocabulary, field.type, self.language).matches(self.text, at):
                self.at = match.end
                event = self.event_here(self.skipped())
                if event is not None and field.short in event.meanings[0].fields:
                    found.append((event.meanings[0], field, match.meanings[0].id, event.end))
        if not found:
            return None
        kind, field, value, end = max(found, key=lambda each: each[3])
        self.at = end
        span = self.span(at)
        past = Past(field.short, field.type, span=span)
        return kind, (Compare("=", past, Literal(value, field.type, span=span), span=span),)

    def kind_and_field(self) -> tuple[EventKind, Field] | None:
        """`bill amount`, `bill bill amount`, `bill amount of bills`: a field of one event kind."""
        before, at = self.at, self.skipped()
        alone = self.past_here(at, None)
        for event in self.names.events.matches(self.text, at):
            self.at = event.end
            field = self.past_here(self.skipped(), event.meanings[0])
            if field is not None and (alone is None or field.end > alone.end or not self._only_one(alone)):
                self.at = field.end
                return event.meanings[0], field.meanings[0]
        if alone is None:
            self.at = before
            return None
        self.at = alone.end
        return self._kind_of(alone, at)

    def _only_one(self, match: Match[Field]) -> bool:
        """True where a field belongs to one event kind, or its kind is named behind it."""
        kinds = [kind for kind in self.vocabulary.events if match.meanings[0].short in kind.fields]
        before, self.at = self.at, match.end
        named = not self.chinese and bool(self.take("of"))
        self.at = before
        return len(kinds) == 1 or named

    def _kind_of(self, match: Match[Field], start: int) -> tuple[EventKind, Field] | None:
        kinds = [
            (kind, field) for field in match.meanings for kind in self.vocabulary.events if field.short in kind.fields
        ]
        before = self.at
        if not self.chinese and self.take("of") and (event := self.event_here(self.skipped())) is not None:
            named = [pair for pair in kinds if pair[0] is event.meanings[0]]
            if named:
                self.at = event.end
                return named[0]
        self.at = before
        if not kinds:
            return None
        if len(kinds) > 1:
            label = self.field_label(match.meanings[0])
            names = [f"{self.event_label(kind)} {label}" for kind, _ in kinds]
            self.note(say.WHICH_EVENT, start, field=label, choices=self.names_like(names))
        return kinds[0]

    # -------------------------------------------------------------------------------------------- terms

    def measure(
        self,
        function: str,
        kind: EventKind,
        field: Field | None,
        window: WindowOf,
        filters: tuple[Condition, ...],
        at: int,
    ) -> Measure:
        """The value of a history term, with the type that its function gives."""
        self.count()
        if field is None:
            term = HistoryTerm(function, kind.id, "", window, filters)
            return Measure(term, MOMENT if function in ("first", "last") else NUMBER, span=self.span(at))
        term = HistoryTerm(function, kind.id, field.short, window, filters)
        allowed = _MEASURED if function in ("sum", "average") else _COMPARED
        if function != "distinct" and field.type.kind not in allowed:
            self.note_wrong_type(Past(field.short, field.type, span=self.span(at)), field.type, Type(Kind.NUMBER))
            return Measure(term, NUMBER, span=self.span(at))
        return Measure(term, NUMBER if function == "distinct" else field.type, span=self.span(at))

    def counted(
        self, op: str, number: object, kind: EventKind, window: WindowOf, filters: tuple[Condition, ...], at: int
    ) -> Compare:
        """A comparison of how often an event was."""
        value = number if isinstance(number, int) else 1
        literal = Literal(value, NUMBER, span=self.span(at))
        return Compare(op, self.measure("count", kind, None, window, filters, at), literal, span=self.span(at))

    def _refuse_bare_window(self, start: int) -> None:
        """Raise where `in 30 days` stands behind an event of the past: the last 30 days?"""
        if self.chinese or not self.take("within", "one of"):
            return
        length = self.duration()
        end, self.at = self.at, start
        if length is not None:
            said = duration_text(length, self.language)
            raise self.stuck(slip.WHICH_WINDOW, start, end, example=self.within_last(said))

    def tail(self, kind: EventKind, window: WindowOf | None) -> tuple[WindowOf | None, tuple[Condition, ...]]:
        """Filters and window behind an event, in either order."""
        found: tuple[Condition, ...] = ()
        while True:
            start = self.skipped()
            self._refuse_bare_window(start)
            more = self.filters(kind)
            if not more and (later := self.window()) is not None:
                if window is not None:
                    raise self.stuck(say.MIXED_WINDOW, start)
                window = later
                continue
            if not more:
                return window, (*found, *self.where(kind))
            found = (*found, *more)

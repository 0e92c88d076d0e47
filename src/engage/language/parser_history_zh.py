"""Chinese questions to the past: `最近30天内 投诉（同一 原因） 至少 2 次`, `账单 出账金额 在 近3个完整账期 的 平均值`.

The window goes first, what is asked comes last, so the sentence is read forward once and named at its end.
"""

from __future__ import annotations

from typing import Final

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.parser_history import EVER
from engage.language.parser_history_en import EnglishHistory
from engage.language.parser_names import Told
from engage.language.parser_values import VALUES
from engage.language.printer import print_condition
from engage.language.printer_values import duration_text
from engage.language.tree import And, Compare, Condition, EventIs, Not, Pattern, Value, Window, WindowKind

__all__ = ["ChineseHistory"]

_FUNCTIONS: Final = ("sum", "average", "smallest", "largest", "distinct")
_COMPARING: Final = (">=", "<=", ">", "<", "exactly")
_WINDOWS: Final = ("window last", "window the", "window this", "window today", "window since", "window ever")
_Event = tuple[EventKind, tuple[Condition, ...]]


class ChineseHistory(EnglishHistory):
    """Reads what Chinese says of the past."""

    def chinese_history(self) -> Value | Condition | None:
        """A question to the past, as a condition or a value; None, without moving, where none stands here."""
        before, start = self.at, self.skipped()
        event = self.event_here(start)
        field = self.field_here(start)
        if field is not None and (event is None or field.end >= event.end):
            return self._field_of_window(None, start) if self.past_here(start, None) else None
        phrase = self.phrase_here(start)
        if phrase is not None and (event is None or phrase.end > event.end):
            return None
        found = self._asked(start)
        if found is None:
            self.at = before
        return found

    def _asked(self, start: int) -> Value | Condition | None:
        if self.event_here(start) is None and (verb := self._verb(None, start)) is not None:
            return verb
        window = self.window()
        if window is not None:
            self.mark(",")
            verb = self._verb(window, start)
            return verb if verb is not None else self._of_window(window, start)
        if (event := self.take_event()) is not None:
            return self._behind_event(event, None, start)
        self._refuse_length_in_front(start)
        return None

    def _length_in_front(self) -> Window | None:
        """`30天内`, as the window that it would be; None, without moving, where it is not that."""
        before, amount = self.at, self._amount_of_time()
        unit = self.unit() if amount is not None else None
        bare_end, bare = self._bare(self.skipped()) if amount is not None and unit is None else (before, "")
        self.at = bare_end if bare else self.at
        if amount is None or not (unit or bare) or not self.take("window end"):
            self.at = before
            return None
        return Window(WindowKind.ROLLING, Duration(amount, unit or Unit.DAY))

    def _refuse_length_in_front(self, start: int) -> None:
        """Raise where a length of time stands before what was, and not which: `30天内投诉两次`."""
        before, noted = self.at, len(self.findings)
        window = self._length_in_front()
        if window is None:
            return
        end = self.at
        self.mark(",")
        behind = self.skipped()
        asked = self.event_here(behind) is not None or self.sees("any events", "no events", "there are", *_COMPARING)
        found = (self._verb(window, start) or self._of_window(window, start)) if asked else None
        del self.findings[noted:]
        if found is not None:
            self._refuse_window(window, start, end, found)
        self.at = before

    def _refuse_window(self, window: Window, start: int, end: int, found: Value | Condition | None = None) -> None:
        """Raise: which 30 days? As the sentence would be written where it was understood."""
        self.at = start
        amount = self._amount_of_time()
        if self.unit() is None:
            self.refuse_bare_unit(start, 1 if amount is None else amount, window=True)
        meant = self.within_last(duration_text(window.length, self.language)) if window.length is not None else ""
        if found is not None and not isinstance(found, VALUES):
            meant = print_condition(found, self.vocabulary, self.language)
        raise self.stuck(slip.WHICH_WINDOW, start, end, example=meant)

    # -------------------------------------------------------------------------- 有, 没有, 首次, 最近一次, 至少2次

    def _verb(self, window: Window | None, start: int) -> Value | Condition | None:
        before = self.at
        key = self.take("first", "last", "no events", "any events")
        if key in ("first", "last"):
            return self._first_or_last(key, window, start, before)
        if key == "any events":
            found = self._number_first(window, start) or self._any(window, start)
            if found is not None:
                return found
            self.at = before
        if key == "no events":
            event = self._event_or_note(window is not None)
            if event is not None:
                return self._plain_count("=", 0, event, window, start)
            self.at = before
            return None
        return self._number_first(window, start)

    def _first_or_last(self, key: str, window: Window | None, start: int, before: int) -> Value | None:
        event = self.take_event()
        if event is None:
            self.at = before
            return None
        kind, adjective = event
        filters = (*adjective, *self.filters(kind), *self.where(kind))
        return self.measure(key, kind, None, window or EVER, filters, start)

    def _any(self, window: Window | None, start: int) -> Condition | None:
        event = self._event_or_note(window is not None)
        if event is None:
            return None
        found = self._behind_event(event, window, start, asked=True)
        return found if isinstance(found, Compare | Pattern | Not | And) else None

    def _event_or_note(self, sure: bool) -> _Event | None:
        at = self.skipped()
        event = self.take_event()
        if event is None and sure and not self.ended and self.name_end(at) == at:
            self.note_unknown_event(at, self.unknown_end(at))
            raise self.again()
        return event

    def _number_first(self, window: Window | None, start: int) -> Condition | None:
        """`至少 2 次 投诉`, `2次以上 投诉`."""
        before = self.at
        op = self.take(*_COMPARING)
        number = self.number()
        counted = number is not None and self.take("times")
        suffix = self.take("suffix >=", "suffix <=") if counted else ""
        self.take("of")
        event = self.take_event() if counted else None
        if event is None or not isinstance(number, int):
            self.at = before
            return None
        return self._plain_count(self._op(op, suffix), number, event, window, start)

    def _plain_count(self, op: str, number: int, event: _Event, window: Window | None, start: int) -> Condition:
        following = self.pattern(event, start, window, (op, number))
        if following is not None:
            return following
        kind, adjective = event
        window, filters = self.tail(kind, window)
        return self.counted(op, number, kind, window or EVER, (*adjective, *filters), start)

    # --------------------------------------------------------------------------------- behind the window

    def _of_window(self, window: Window, start: int) -> Value | Condition | None:
        at = self.skipped()
        event, field = self.event_here(at), self.past_here(at, None)
        if field is not None and (event is None or field.end > event.end):
            return self._field_of_window(window, start)
        taken = self._event_or_note(not self._may_be_moment(at))
        return None if taken is None else self._behind_event(taken, window, start)

    def _may_be_moment(self, at: int) -> bool:
        """True where a window stands behind a date or moment, not before an event."""
        return at >= len(self.text) or not self.is_letter(at)

    def _field_of_window(self, window: Window | None, start: int) -> Value | None:
        """`近3个完整账期 出账金额 的 平均值`, `出账金额 在 近3个完整账期 的 平均值`."""
        before, noted = self.at, len(self.findings)
        named = self.kind_and_field()
        found = self._function(named, window, (), start) if named is not None else None
        if found is None:
            self.at = before
            del self.findings[noted:]
        return found

    def _function(
        self, named: tuple[EventKind, Field], window: Window | None, filters: tuple[Condition, ...], start: int
    ) -> Value | None:
        """`在 近3个完整账期 的 平均值`, `累计 的 合计` behind a field."""
        before = self.at
        later = None
        self.take("date =")
        if window is None or self.sees(*_WINDOWS):
            later = self.window()
        if later is not None:
            window = later
        self.take("of")
        function = self.take(*_FUNCTIONS)
        if not function or (window is None and later is None and not function):
            self.at = before
            return None
        kind, field = named
        return self.measure(function, kind, field, window or EVER, filters, start)

    # ---------------------------------------------------------------------------------- behind the event

    def _behind_event(
        self, event: _Event, window: Window | None, start: int, *, asked: bool = False
    ) -> Value | Condition | None:
        following = self.pattern(event, start, window)
        if following is not None:
            return following
        kind, adjective = event
        name_end = self.at
        if not self.sees(*_WINDOWS):
            self.take("done")  # `投诉过两次`
        filters = (*adjective, *self.filters(kind))
        told = self._told(kind, window, filters, start)
        if told is not None:
            return told
        before = self.at
        self.take("date =")
        later = self.window()
        if later is None:
            self.at = before
            place = self.skipped()
            if window is None and (meant := self._length_in_front()) is not None:
                self._refuse_window(meant, place, self.at)
            self.at = before
        elif window is not None:
            raise self.stuck(say.MIXED_WINDOW, before)
        window = later or window
        if self.take("count"):
            return self.measure("count", kind, None, window or EVER, filters, start)
        count = self._times(kind, window, filters, start)
        if count is not None:
            return count
        if self.take("no events"):
            return self.counted("=", 0, kind, window or EVER, (*filters, *self.where(kind)), start)
        filters = (*filters, *self.where(kind))
        if asked or window is not None or filters:
            return self.counted(">=", 1, kind, window or EVER, filters, start)
        self.at = name_end
        return self.bare_event(kind, start)

    def _told(self, kind: EventKind, window: Window | None, filters: tuple[Condition, ...], start: int) -> Value | None:
        """A field of the event: what is measured of it, or its name alone before `连续` or behind it."""
        before = self.at
        self.take("of")
        field = self.past_here(self.skipped(), kind)
        if field is None:
            self.at = before
            return None
        self.at = field.end
        meant = field.meanings[0]
        found = self._function((kind, meant), window, filters, start)
        if found is not None or filters:
            return found
        told = Told(meant.short, meant.type, kind.id, span=self.span(start))
        self.told.append(told)
        return told

    def _times(
        self, kind: EventKind, window: Window | None, filters: tuple[Condition, ...], start: int
    ) -> Compare | None:
        """`至少 2 次`, `满2次`, `2次以上`, `两次` behind an event."""
        before = self.at
        self.take("there are")
        op = self.take(*_COMPARING)
        number = self.number()
        if number is None or not isinstance(number, int):
            self.at = before
            return None
        measured = self._measure_word(kind)
        suffix = self.take("suffix >=", "suffix <=")
        measured = self._measure_word(kind) or measured
        if not measured and not op:
            self.at = before
            return None
        filters = (*filters, *self.where(kind))
        return self.counted(self._op(op, suffix), number, kind, window or EVER, filters, start)

    def times_behind(self) -> tuple[str, int] | None:
        """`至少 2 次` behind a pattern."""
        before = self.at
        self.take("there are")
        op = self.take(*_COMPARING)
        number = self.number()
        measured = bool(self.take("times"))
        suffix = self.take("suffix >=", "suffix <=")
        if not isinstance(number, int) or not (measured or self.take("times")):
            self.at = before
            return None
        return self._op(op, suffix), number

    def _measure_word(self, kind: EventKind) -> bool:
        at = self.skipped()
        own = kind.labels.measure
        if own and self.text.startswith(own, at):
            self.at = at + len(own)
            return True
        return bool(self.take("times"))

    # ------------------------------------------------------------------------------------------- events

    def bare_event(self, kind: EventKind, start: int) -> EventIs:
        """`销户完成 或 携出完成`: the event being decided is one of these."""
        raise NotImplementedError

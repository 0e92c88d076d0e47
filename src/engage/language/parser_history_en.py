"""English questions to the past: `at least 2 complaints (same reason) in the last 30 days`, `last order`."""

from __future__ import annotations

from functools import partial
from typing import Final

from engage.facts.vocabulary import EventKind, Field, Kind
from engage.ground.finding import Finding
from engage.ground.numbers import Number
from engage.language import slip_messages as slip
from engage.language.names import Match, ends_here
from engage.language.parser_history import EVER
from engage.language.parser_patterns import PatternReader
from engage.language.parser_values import Head
from engage.language.printer import print_condition
from engage.language.tree import Condition, Measure, Size, Window

__all__ = ["EnglishHistory"]

_OF_EVENTS: Final = ("count", "first", "last")
_OF_FIELDS: Final = ("sum", "average", "smallest", "largest", "distinct")
_COMPARING: Final = (">=", "<=", ">", "<", "exactly")
_SO_OFTEN: Final = {"once": 1, "twice": 2}


class EnglishHistory(PatternReader):
    """Reads what English says of the past."""

    # ----------------------------------------------------------------------------------------- values

    def english_head(self) -> Head | None:
        """`number of complaints`, `average bill amount`, `last order`: where its names end, and how it goes on."""
        before, start = self.at, self.skipped()
        key = self.take(*_OF_EVENTS, *_OF_FIELDS)
        if not key:
            return None
        words_end = self.at
        found: Head | None = None
        if key in _OF_EVENTS:
            named_at = self.skipped()
            several = self.field_here(named_at) if key == "count" else None
            event = self.take_event()
            # A list called `bill amount` is meant whole, also where a bill is an event.
            if several is not None and _is_list(several) and (event is None or several.end > self.at):
                found = Head(several.end, partial(self._size_of, several, named_at, start))
            elif event is not None:
                found = Head(self.at, partial(self._of_event, key, event, self.at, start))
            elif key == "count" and self.name_end(start) == start:
                found = Head(words_end, partial(self._no_event, self.skipped()))
        else:
            noted = len(self.findings)
            named = self.kind_and_field()
            if named is not None:
                new = self.findings[noted:]
                found = Head(self.at, partial(self._of_field, key, named, self.at, start, new))
            del self.findings[noted:]
        self.at = before
        return found

    def _size_of(self, match: Match[Field], at: int, start: int) -> Size:
        return self.size(self.fact(match, at), start)

    def _no_event(self, at: int) -> Measure:
        self.at = at
        end = self.unknown_end(at)
        self.note_unknown_event(at, end)
        raise self.again()

    def _of_event(self, key: str, event: tuple[EventKind, tuple[Condition, ...]], end: int, start: int) -> Measure:
        self.at = end
        kind, adjective = event
        window, filters = self.tail(kind, None)
        return self.measure(key, kind, None, window or EVER, (*adjective, *filters), start)

    def _of_field(
        self, key: str, named: tuple[EventKind, Field], end: int, start: int, noted: list[Finding]
    ) -> Measure:
        self.at = end
        self.findings += noted
        kind, field = named
        window, filters = self.tail(kind, None)
        return self.measure(key, kind, field, window or EVER, filters, start)

    # ------------------------------------------------------------------------------------- conditions

    def english_count(self) -> Condition | None:
        """`at least 2 complaints …`, `no orders …`, `any port-out request …`, `two complaints`."""
        before, start = self.at, self.skipped()
        if self.name_end(start) > start:
            return None
        key = self.take("no events", "any events")
        if key:
            found = self._any_or_none(key, start)
        else:
            self.take("there are")
            found = self._number_of(start)
        if found is None:
            self.at = before
            # `serious complaint followed by …`
            event = self.take_event() if self.follows() else None
            found = None if event is None else self.pattern(event, start)
        if found is None:
            self.at = before
        return found

    def _any_or_none(self, key: str, start: int) -> Condition | None:
        at = self.skipped()
        event = self.take_event()
        if event is None:
            spoken = self.raw(start, self.at)
            if spoken.casefold() in ("a", "an") or self.ended or self.name_end(at) > at:
                return None
            self.note_unknown_event(at, self._event_end(at))
            raise self.again()
        op, number = (">=", 1) if key == "any events" else ("=", 0)
        return self._counted(op, number, event, start)

    def _number_of(self, start: int) -> Condition | None:
        op = self.take(*_COMPARING)
        number = self.number()
        if number is None or not isinstance(number, int):
            return None
        plus = self.plain[self.at : self.at + 1] == "+"
        if plus and not op and (event := self._event_behind(self.at + 1)) is not None:  # `2+ complaints`
            raise self._count_first(self._counted(">=", number, event, start), start)
        suffix = self.take("suffix >=", "suffix <=")
        if self.take("times") and (found := self._so_often(self._op(op, suffix), number, start)) is not None:
            return found
        at = self.skipped()
        event = self.take_event()
        if event is None:
            # A number with a comparing word before it must count something, unless it is a value's own.
            if not op or op == "exactly" or not self.is_letter(at) or self.sees_unit() or self.name_end(at) > at:
                return None
            self.note_unknown_event(at, self._event_end(at))
            raise self.again()
        return self._counted(self._op(op, suffix), number, event, start)

    def _event_behind(self, at: int) -> tuple[EventKind, tuple[Condition, ...]] | None:
        before, self.at = self.at, at
        event = self.take_event()
        if event is None:
            self.at = before
        return event

    def refuse_count_behind(
        self, kind: EventKind, window: Window | None, filters: tuple[Condition, ...], start: int
    ) -> None:
        """Raise where how often stands behind an event's name: `complaints >= 2 in the last 30 days`."""
        before = self.at
        said = self.take("is")
        op = self.take(*_COMPARING) or ("exactly" if said else "")
        at = self.skipped()
        word = next(
            (word for word in _SO_OFTEN if self.text.startswith(word, at) and ends_here(self.text, at + len(word))), ""
        )
        self.at = at + len(word) if word else self.at
        number = _SO_OFTEN[word] if word else self.number()
        if not isinstance(number, int) or self.sees_unit() or not (op or word or self.sees("times")):
            self.at = before
            return
        suffix = self.take("suffix >=", "suffix <=")
        self.take("times")
        suffix = suffix or self.take("suffix >=", "suffix <=")
        window, more = self.tail(kind, window)
        found = self.counted(self._op(op, suffix), number, kind, window or EVER, (*filters, *more), start)
        raise self._count_first(found, start)

    def _count_first(self, found: Condition, start: int) -> Exception:
        meant = print_condition(found, self.vocabulary, self.language)
        return self.stuck(slip.COUNT_FIRST, start, self.at, meant, example=meant)

    def _so_often(self, op: str, number: int, start: int) -> Condition | None:
        """`at least 2 times quote followed by order …`: how often a pattern was completed."""
        event = self.take_event()
        return None if event is None else self.pattern(event, start, counted=(op, number))

    @staticmethod
    def _op(op: str, suffix: str) -> str:
        if suffix:
            return suffix.removeprefix("suffix ")
        # `two complaints` is said of somebody who complained twice or more.
        return {"exactly": "=", "": ">="}.get(op, op)

    def _counted(
        self, op: str, number: Number, event: tuple[EventKind, tuple[Condition, ...]], start: int
    ) -> Condition:
        kind, adjective = event
        if (op, number) in ((">=", 1), ("=", 0)):
            following = self.pattern(event, start, counted=(op, int(number)))
            if following is not None:
                return following
        else:
            self.no_count_of_events(event, op, int(number), start)
        window, filters = self.tail(kind, None)
        suffix = self.take("suffix >=", "suffix <=")
        if suffix:
            op = suffix.removeprefix("suffix ")
            window, more = self.tail(kind, window)
            filters = (*filters, *more)
        return self.counted(op, number, kind, window or EVER, (*adjective, *filters), start)

    def _event_end(self, at: int) -> int:
        """Where an event's unknown name ends: before a window, a filter or the next word that parts a sentence."""
        end = self.unknown_end(at)
        before = self.at
        for place in range(at + 1, end):
            if self.text[place - 1] == " ":
                self.at = place
                if self.sees("window last", "window the", "window this", "window since", "window ever", "where"):
                    end = place
                    break
        self.at = before
        return end


def _is_list(match: Match[Field]) -> bool:
    return match.meanings[0].type.kind is Kind.LIST

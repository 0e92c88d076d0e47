"""Events that follow each other: `quote followed by order (same product) within 7 days`, `报价 之后7天内 没有 订购`.

Both languages say the steps in the order of time; English puts the length behind each later step, Chinese before it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engage.facts.units import Duration
from engage.facts.vocabulary import EventKind
from engage.ground.finding import Words
from engage.ground.limits import LIMITS
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.parser_history import EVER, HistoryReader
from engage.language.tree import And, Condition, Not, Pattern, SameAsNow, Step, Window

__all__ = ["PatternReader"]

#: an event kind with what an adjective says of it
_Event = tuple[EventKind, tuple[Condition, ...]]
_FOLLOWING: Final = ("followed by", "not followed by", "followed", "afterwards")


class PatternReader(HistoryReader):
    """Reads what follows what, in both languages."""

    def pattern(
        self, event: _Event, start: int, window: Window | None = None, counted: tuple[str, int] | None = None
    ) -> Condition | None:
        """The pattern that begins with an event already taken; None, without moving, where nothing follows it.

        `window` stood in front of it, and so did `counted`, how often it is to be seen.
        """
        if not self.follows():
            return None
        before, noted, told, nodes = self.at, len(self.findings), len(self.told), self.nodes
        kind, filters = event
        filters = (*filters, *self.filters(kind), *self.where(kind))
        if not self.sees(*_FOLLOWING):
            self.at, self.nodes = before, nodes
            del self.findings[noted:], self.told[told:]
            return None
        steps, kinds = [Step(kind.id, filters)], [kind]
        while self.sees(*_FOLLOWING):
            if steps[-1].absent:
                raise self.stuck(slip.NOTHING_FOLLOWS, start)
            if len(steps) == LIMITS.pattern_steps:
                raise self.stuck(slip.TOO_MANY_STEPS, start, limit=str(LIMITS.pattern_steps))
            found, kind = self._next_step(kinds[-1])
            steps.append(found)
            kinds.append(kind)
        return self._pattern_of(tuple(steps), window, counted, start)

    def no_count_of_events(self, event: _Event, op: str, number: int, start: int) -> None:
        """Raise where `at least 2 quotes followed by order …` does not say what is counted."""
        if self.pattern(event, start) is None:
            return
        kind, _ = event
        example = f"at least {number} times {self.event_label(kind)} followed by …"
        raise self.stuck(slip.WHAT_IS_COUNTED, start, example=example)

    def follows(self) -> bool:
        """Cheaply, whether anything further on can follow: filters are not read twice for nothing."""
        ahead = self.plain[self.at :]
        return any(spelling in ahead for key in _FOLLOWING for spelling in self.lexicon.spelt(key))

    def _next_step(self, before: EventKind) -> tuple[Step, EventKind]:
        """One step behind an event."""
        start = self.skipped()
        key = self.take(*_FOLLOWING)
        within = self._how_soon(start) if key in ("followed", "afterwards") else None
        absent = key == "not followed by"
        if key == "followed" and not self.take("followed end"):
            raise self.missing(Words("`by` and an event", "事件"))
        if key == "afterwards":
            self.mark(",")
            self.take("followed end")
        if not absent:
            absent = self.take("any events", "no events") == "no events"
        at = self.skipped()
        event = self.take_event()
        if event is None:
            if at >= len(self.text):
                raise self.missing(Words("an event", "事件"))
            self.note_unknown_event(at, self.unknown_end(at))
            raise self.again()
        kind, adjective = event
        spoken = (*adjective, *self.filters(kind), *self.where(kind))
        if within is None:
            within = self._how_soon(start)
            spoken = (*spoken, *self.filters(kind))
        return self._step_of(kind, before, spoken, within, absent, at), kind

    def _how_soon(self, start: int) -> Duration:
        """`within 7 days`, `7天内`: how long after the step before."""
        before = self.at
        length = self.duration() if self.chinese or self.take("within") else None
        if length is None:
            self.at = before
            example = "之后 7天内" if self.chinese else "within 7 days"
            raise self.stuck(slip.HOW_SOON, start, example=example)
        if self.chinese:
            self.take("window end")
        return length

    def _step_of(
        self,
        kind: EventKind,
        before: EventKind,
        spoken: tuple[Condition, ...],
        within: Duration,
        absent: bool,
        at: int,
    ) -> Step:
        """A later step; `same product` in it is said of the step before."""
        filters = tuple(each for each in spoken if not isinstance(each, SameAsNow))
        same = tuple(dict.fromkeys(each.name for each in spoken if isinstance(each, SameAsNow)))
        for name in same:
            if name not in before.fields:
                field = self.vocabulary.field_by_name[f"event.{name}"]
                label, kind_before = self.field_label(field), self.event_label(before)
                raise self.stuck(slip.NOT_IN_BOTH, at, field=label, kind=kind_before)
        self.count()
        return Step(kind.id, filters, same, within, absent)

    def _pattern_of(
        self, steps: tuple[Step, ...], window: Window | None, counted: tuple[str, int] | None, start: int
    ) -> Condition:
        """With the window and the count behind the last step."""
        at = self.skipped()
        later = self.window()
        if later is not None and window is not None:
            raise self.stuck(say.MIXED_WINDOW, at)
        window = later or window or EVER
        if counted is None and self.chinese:
            counted = self.times_behind()
        self.count()
        op, number = counted or (">=", 1)

        def seen(times: int) -> Condition:
            return Pattern(steps, window, times, span=self.span(start))

        return _as_often(op, number, seen) if number >= 0 else seen(1)

    def times_behind(self) -> tuple[str, int] | None:
        """`至少 2 次` behind the last step; None, without moving, where nothing of the kind stands."""
        raise NotImplementedError


def _as_often(op: str, number: int, seen: Callable[[int], Condition]) -> Condition:
    """What is said of how often, in normal form: at least so often, or not."""
    if op in (">=", ">"):
        times = number + (op == ">")
        return seen(times) if times > 0 else seen(1)
    if op in ("<", "<="):
        return Not(seen(max(1, number + (op == "<="))))
    if number == 0:
        return Not(seen(1))
    return And((seen(number), Not(seen(number + 1))))

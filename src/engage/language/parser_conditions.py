"""Conditions: what is compared with what, `and`, `or`, `not`, held for a time, period after period."""

from __future__ import annotations

from functools import partial
from typing import Final

from engage.facts.vocabulary import EventKind, Field, Kind
from engage.ground.finding import Words
from engage.language import messages as say
from engage.language.names import Match
from engage.language.parser_condition_trouble import ConditionTrouble
from engage.language.parser_history import EVER
from engage.language.parser_numbers import Wanted
from engage.language.parser_values import VALUES, Head
from engage.language.tokens import Stuck
from engage.language.tree import And, Condition, EventIs, Fact, HeldFor, Holds, Not, Or, Past, Value
from engage.language.types import kind_words, type_of

__all__ = ["ConditionReader"]

_MOST_FINDINGS: Final = 20
_ASKING: Final = ("is", "is not", "<", "<=", ">", ">=", "between", "one of", "none of", "known", "unknown")
_ASKING_WHEN: Final = ("date <", "date <=", "date >", "date >=")
_CLOCKS: Final = (Kind.DATE, Kind.TIME, Kind.MOMENT)


class ConditionReader(ConditionTrouble):
    """Reads whole conditions."""

    #: what the last test asked about, while the next part may ask of it again
    before_joint: Value | None = None

    # ---------------------------------------------------------------------------------------- and, or

    def either(self, wanted: Wanted) -> Value | Condition:
        """Conditions joined by `and` or `or`; a value where one stands alone."""
        start = self.skipped()
        self._refuse_joint(start)
        parts, ends, joints = [self._part(wanted)], [self.at], list[str]()
        starts = [start]
        while joint := self.take("and", "or"):
            joints.append(joint)
            self._refuse_both(joint, starts[-1])
            self.before_joint = self.subject
            starts.append(self.skipped())
            self._refuse_bare_event(parts[-1], starts[-2])
            parts.append(self._part(Wanted()))
            ends.append(self.at)
        if not joints:
            if parts[0] is None:
                raise self.again()
            return parts[0]
        conditions = [None if p is None else self.as_condition(p, s) for p, s in zip(parts, starts, strict=True)]
        if len(set(joints)) > 1:
            raise self._mixed(starts, ends, joints)
        found = [condition for condition in conditions if condition is not None]
        if len(found) < len(conditions):
            raise self.again()
        return self._joined(joints[0], found, start)

    def _part(self, wanted: Wanted) -> Value | Condition | None:
        """One part; None where it could not be read and its finding is kept."""
        depth, past = self.depth, self.past
        try:
            return self.negated(wanted)
        except Stuck as stuck:
            self.findings.append(stuck.finding)
            self.depth, self.past = depth, past
            if stuck.finding.message in (say.TOO_DEEP, say.TOO_MANY_NODES) or len(self.findings) > _MOST_FINDINGS:
                raise self.again() from None
            self._recover()
            return None

    def _recover(self) -> None:
        """Move to the next `and` or `or` outside brackets, or to the bracket that closes."""
        inside = 0
        at = self.at
        while at < len(self.text):
            char = self.text[at]
            if self.inside_quotes(at):
                self.at = at
                try:
                    self.quoted()
                except Stuck:
                    self.at = len(self.text)
                at = max(self.at, at + 1)
                continue
            inside += (char == "(") - (char == ")")
            if inside < 0:
                break
            joins = self._spelled(self.lexicon.words.get(self.plain[at], ()), at, ("and", "or"))[1]
            if joins and inside == 0:
                break
            at += 1
        self.at = at

    def _joined(self, joint: str, parts: list[Condition], start: int) -> Condition:
        self.count()
        span = self.span(start)
        if joint == "and":
            return And(tuple(parts), span=span)
        return Or(tuple(parts), span=span)

    def _mixed(self, starts: list[int], ends: list[int], joints: list[str]) -> Stuck:
        """`a and b or c`: both readings, with brackets where they differ."""
        pieces = [self.raw(start, end) for start, end in zip(starts, ends, strict=True)]
        between = [self.raw(end, start) for end, start in zip(ends, starts[1:], strict=False)]

        def reading(tight: str) -> str:
            groups = [[pieces[0]]]
            words = list[str]()
            for joint, word, piece in zip(joints, between, pieces[1:], strict=True):
                if joint == tight:
                    groups[-1] += [word, piece]
                else:
                    words.append(word)
                    groups.append([piece])
            opened, closed = ("（", "）") if self.chinese else ("(", ")")
            texts = [f"{opened}{' '.join(g)}{closed}" if len(g) > 1 else g[0] for g in groups]
            joined = texts[0]
            for word, text in zip(words, texts[1:], strict=True):
                joined += f" {word} {text}"
            return joined

        return self.stuck(say.AND_OR_MIXED, starts[0], ends[-1], first=reading("and"), second=reading("or"))

    # ------------------------------------------------------------------------------------- not, one test

    def negated(self, wanted: Wanted) -> Value | Condition:
        """`not (…)`, or a test as it stands."""
        start = self.skipped()
        if self.name_end(start) > start or not self.sees("not") or self.choice(start, wanted) is not None:
            return self.test(wanted)
        self.take("not")
        self.deeper(start)
        inner = self.as_condition(self.negated(Wanted()), start)
        self.depth -= 1
        self.count()
        return Not(inner, span=self.span(start))

    def test(self, wanted: Wanted) -> Value | Condition:
        """One condition, or a value where nothing is asked of it."""
        start, told, noted = self.skipped(), len(self.told), len(self.findings)
        found = self.row_in_front(start) or self._past_or_value(wanted)
        if isinstance(found, VALUES):
            compared = self.comparison(found, start)
            if compared is None:
                return found
            self.subject = found
            found = compared
        return self._for_a_time(found, start, told, noted)

    def _past_or_value(self, wanted: Wanted) -> Value | Condition:
        start = self.skipped()
        kinds = self._event_is(start)
        if kinds is not None:
            return kinds
        found = self.chinese_history() if self.chinese else self.english_count()
        if found is None:
            found = self._same_subject(start)
        if found is None:
            return self.value(wanted)
        if isinstance(found, VALUES):
            return self.going_on(found, start)
        return found

    def _same_subject(self, start: int) -> Condition | None:
        """`is gold and is not new`, `> 5 and < 10`: the second test asks of the same value."""
        subject, self.before_joint = self.before_joint, None
        if subject is None or self.name_end(start) > start:
            return None
        asking = (*_ASKING, *_ASKING_WHEN) if type_of(subject).kind in _CLOCKS else _ASKING
        if not self.sees(*asking):
            return None
        return self.comparison(subject, start)

    def _event_is(self, start: int) -> Condition | None:
        if self.name_end(start) > start or not self.take("event is"):
            return None
        kinds = [self._kind_named(start)]
        while True:
            before = self.at
            comma = self.take("comma")
            if not (self.take("or") or comma) or self.event_here(self.skipped()) is None:
                self.at = before
                return EventIs(tuple(dict.fromkeys(kinds)), span=self.span(start))
            kinds.append(self._kind_named(start))

    def _kind_named(self, start: int) -> str:
        at = self.skipped()
        event = self.event_here(at)
        if event is None:
            if at >= len(self.text):
                raise self.missing(Words("an event", "事件"))
            self.note_unknown_event(at, self.unknown_end(at), one=True)
            raise self.again()
        self.at = event.end
        self._note_two_kinds(event, at)
        return event.meanings[0].id

    def head(self) -> Head | None:
        """A question to the past in the place of a value."""
        if not self.chinese:
            return self.english_head()
        start = self.skipped()
        if self.name_end(start) > start and self.event_here(start) is None:
            return None
        before = self.at
        found = self.chinese_history()
        end, self.at = self.at, before
        return None if found is None else Head(end, partial(self._done, found, end))

    def _done(self, found: Value | Condition, end: int) -> Value | Condition:
        self.at = end
        return found

    # ------------------------------------------------------------------------------------------- events

    def event_or_told(self, match: Match[EventKind], start: int) -> Value | Condition:
        """An event's name in the place of a value: one of its fields, a question to the past, or the event itself."""
        if self.chinese:
            self.at = start
            found = self.chinese_history()
            if found is not None:
                return found
        named = self.kind_and_field() if not self.chinese else None
        if named is not None:
            kind, field = named
            return self.telling(kind, field, start)
        self.at = match.end
        self._note_two_kinds(match, start)
        self._note_shorter(start, match.end)
        kind = match.meanings[0]
        if not self.chinese:
            following = self.pattern((kind, ()), start)
            if following is not None:
                return following
            window, filters = self.tail(kind, None)
            self.refuse_count_behind(kind, window, filters, start)
            if window is not None or filters:  # `complaints in the last 30 days`: one is enough
                return self.counted(">=", 1, kind, window or EVER, filters, start)
        return self.bare_event(kind, start)

    def bare_event(self, kind: EventKind, start: int) -> EventIs:
        """`account closed or ported out`: the event being decided is one of these."""
        kinds = [kind.id]
        while True:
            before = self.at
            comma = self.take("comma")
            event = self.event_here(self.skipped()) if (self.take("or") or comma) else None
            if event is None or self.name_end(self.skipped()) > event.end or not self._ends_at(event.end):
                self.at = before
                return EventIs(tuple(dict.fromkeys(kinds)), span=self.span(start))
            self.at = event.end
            kinds.append(event.meanings[0].id)

    def phrased(self, match: Match[tuple[Field, bool]] | None, start: int) -> Condition:
        """A yes/no field in its own words."""
        if match is None:
            raise self.unexpected()
        self.at = match.end
        field, says_yes = match.meanings[0]
        value: Value = Fact(field.name, field.type, span=self.span(start))
        if self.past and field.root == "event" and field.short in self.past.fields:
            value = Past(field.short, field.type, span=self.span(start))
        holds = Holds(value, span=self.span(start))
        return holds if says_yes else Not(holds, span=self.span(start))

    # ------------------------------------------------------------------------------------ for 14 days

    def _for_a_time(self, found: Condition, start: int, told: int, noted: int) -> Condition:
        """`… for 14 days`, `… for 3 billing months in a row`, `… 持续 14天`."""
        while True:
            before = self.at
            if not self.take("for"):
                break
            at = self.skipped()
            length = self.duration()
            if length is None:
                if (number := self.number()) is not None and (self.ended or self.sees("and", "or", "close")):
                    raise self.without_unit(number, at, days=True)
                self.at = before
                break
            if not self.chinese and self.take("in a row"):
                found = self.as_row(found, length, start, told, noted)
                continue
            self.count()
            found = HeldFor(found, length, span=self.span(start))
        if len(self.told) > told:
            self.refuse_told(told)
        return found

    # --------------------------------------------------------------------------------- as a condition

    def as_condition(self, found: Value | Condition, start: int) -> Condition:
        """What was read as a condition; a yes/no value stands for itself."""
        if not isinstance(found, VALUES):
            return found
        found = self.settled(found)
        type = type_of(found)
        if type.kind is Kind.YES_NO:
            return Holds(found, span=found.span)
        self._refuse_what_follows(found, start)
        text = self.raw(start, self.at)
        finding = self.finding(say.ALONE, start, kind=kind_words(type), example=self._example_about(found, text))
        raise Stuck(finding)

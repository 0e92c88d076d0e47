"""What is asked of a value: comparisons, lists, ranges, unknown, texts, lengths of time.

English says `is` and an order; Chinese may say the order behind the constant (`200元以上`). Both end in one of the
tree's tests, with their types checked.
"""

from __future__ import annotations

from typing import Final

from attrs import evolve

from engage.facts.units import Duration
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.ground.limits import LIMITS
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.parser_contents import ContentsReader
from engage.language.parser_numbers import Wanted
from engage.language.patterns import pattern_problem
from engage.language.tree import (
    Age,
    Compare,
    Condition,
    IsUnknown,
    Literal,
    Not,
    OneOf,
    TextTest,
    Value,
    WindowKind,
    Within,
)
from engage.language.types import DAYS, DURATION, kind_words, type_of

__all__ = ["TestReader"]

_OPPOSITE: Final = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_OPS: Final = (">", "<", ">=", "<=")
_DATE_OPS: Final = ("date <", "date <=", "date >", "date >=", "date =")
_SUFFIXES: Final = ("suffix >=", "suffix <=", "suffix >", "suffix <")
_TEXTS: Final = ("starts with", "ends with", "contains", "matches")
_CLOCKS: Final = (Kind.DATE, Kind.MOMENT, Kind.TIME)
_JOINS: Final = ("and", "or", "comma", "close")


class TestReader(ContentsReader):
    """Reads what is asked of a value that has just been read."""

    __test__ = False  # not a collection of tests

    def comparison(self, left: Value, start: int) -> Condition | None:
        """The test that stands behind a value; None, without moving, where none does."""
        before = self.at
        key = self.take("unknown", "known")
        if key:
            return self._unknown(left, start, key == "unknown")
        verb = self.take("is", "is not")
        if verb == "is not" and self._label_from_not(left, before):
            verb = "is"
        if verb and type_of(left).kind is Kind.YES_NO and (self.ended or self.sees(*_JOINS)) and self.chinese:
            return self._finished("=" if verb == "is" else "!=", left, self._yes(start), start)
        found = self.predicate(left, start, negated=verb == "is not", said=bool(verb))
        if found is None:
            if verb:
                raise (
                    self.missing(Words("a value", "值"))
                    if self.ended
                    else self.no_value(self.skipped(), self.wanted_of(left))
                )
            self.at = before
        return found

    def _yes(self, start: int) -> Literal:
        return Literal(True, Type(Kind.YES_NO), span=self.span(start))

    def _label_from_not(self, left: Value, before: int) -> bool:
        """`is not for sale`, where `not for sale` is a value: whole labels are read first."""
        behind, self.at = self.at, before
        self.take("is")
        if self.at < behind and self.choice(self.skipped(), self.wanted_of(left)) is not None:
            return True
        self.at = behind
        return False

    def predicate(self, left: Value, start: int, *, negated: bool, said: bool, bare: bool = False) -> Condition | None:
        """What stands behind `is`, or in a cell. `bare`: a constant alone means equality."""
        wanted = self.wanted_of(left)
        at = self.skipped()
        asked = said or bare or self.past is not None or self.sees("one of", "none of")
        if type_of(left).kind is Kind.LIST and asked and self.name_end(at) == at:
            self.refuse_equal_to_item(left, start, at, negated=negated)
        # Whole labels come first: `在网月数` is not 在 and something more.
        if self.choice(at, wanted) is None and self.name_end(at) == at:
            found = self._worded(left, start, wanted, negated)
            if found is not None:
                return found
            op, dated = self._operator(left)
            if op:
                return self._compared(left, op, start, wanted, negated=negated, opened=dated)
        if said:
            return self._compared(left, "=", start, wanted, negated=negated, opened=True)
        return self._beside(left, start, wanted, negated=negated, bare=bare or self.past is not None)

    # -------------------------------------------------------------------------------- tests with words

    def _worded(self, left: Value, start: int, wanted: Wanted, negated: bool) -> Condition | None:
        key = self.take("unknown", "known")
        if key:
            return self._unknown(left, start, (key == "unknown") != negated)
        if self.take("between"):
            return self._negated(self._between(left, start, wanted), negated, start)
        found = self._within(left, start, wanted) or self._text_test(left, start)
        if found is not None:
            return self._negated(found, negated, start)
        key = self.take("one of", "none of")
        if key:
            return self._negated(self.one_of(left, start, wanted), (key == "none of") != negated, start)
        return None

    def _negated(self, found: Condition, negated: bool, start: int) -> Condition:
        if not negated:
            return found
        if isinstance(found, Compare):
            return evolve(found, op=_OPPOSITE[found.op])
        return Not(found, span=self.span(start))

    def _unknown(self, left: Value, start: int, unknown: bool) -> Condition:
        self.count()
        if (empty := self.emptiness(left, start, unknown=unknown)) is not None:
            return empty
        if isinstance(left, Literal):
            raise self.stuck(
                slip.NEVER_UNKNOWN, start, text=left.span.text if left.span else "", example=self.example()
            )
        found = IsUnknown(self.settled(left), span=self.span(start))
        return found if unknown else Not(found, span=self.span(start))

    def _between(self, left: Value, start: int, wanted: Wanted) -> Condition:
        at = self.skipped()
        low = self.only_value(self.sum(wanted), at)
        if not self.take("between and", "to") and not self.mark("、"):
            raise self.missing(Words("the upper end", "上限")) if self.ended else self.unexpected()
        return self._upper_end(left, low, at, start, wanted)

    def _upper_end(self, left: Value, low: Value, at: int, start: int, wanted: Wanted) -> Condition:
        below = bool(self.take("not reaching"))
        high = self.only_value(self.sum(wanted), at)
        end = self.at
        if self.chinese:
            self.take("between end")
        return self._range(left, low, high, start, (at, end), below=below)

    def _within(self, left: Value, start: int, wanted: Wanted) -> Condition | None:
        kind = type_of(left).kind
        before = self.at
        window = self.window() if self.sees("window last") else None
        length = window.length if window is not None and window.kind is WindowKind.ROLLING else None
        if length is not None and kind in DAYS and not self._asks_past():
            limit = Literal(length, DURATION, span=self.span(before))
            return self._finished("<=", Age(left, span=left.span), limit, start)
        self.at = before
        if not self.take("within"):
            return None
        if kind not in DAYS:
            return self._compared(left, "<=", start, wanted, negated=False, opened=False)
        at = self.skipped()
        length_of = self.duration()
        if length_of is None:
            raise self.missing(Words("a length of time", "时长")) if self.ended else self._not_a_length(at)
        if self.chinese:
            self.take("within end")
        return self._within_length(left, length_of, start)

    def _asks_past(self) -> bool:
        """`最近30天内 首次 账单`: what stands behind a Chinese window makes it a question to the past, one value."""
        at = self.skipped()
        return self.chinese and (self.sees("first", "last") or self.name_end(at) > at)

    def _within_length(self, left: Value, length: Duration, start: int) -> Condition:
        self.count()
        return Within(self.settled(left), length, span=self.span(start))

    def _not_a_length(self, at: int) -> Exception:
        end = self.unknown_end(at)
        choices = self.offered(["60天", "8工作小时"] if self.chinese else ["60 days", "8 business hours"])
        return self.stuck(say.NOT_A_DURATION, at, end, choices=choices)

    # ------------------------------------------------------------------------------------------- texts

    def _text_test(self, left: Value, start: int) -> Condition | None:
        kind = type_of(self.settled(left)).kind
        if kind is Kind.LIST and (found := self.contents(left, start)) is not None:
            return found
        before = self.at
        negated = bool(self.take("does not"))
        test = self.take(*_TEXTS)
        if not test:
            self.at = before
            return None
        if test == "contains" and kind is not Kind.TEXT:
            self.refuse_to_contain(left, start, negated=negated)
        at = self.skipped()
        text = self.quoted() if self.quotes_here(at) else None
        if text is None:
            if self.ended:
                raise self.missing(Words("a text", "文本"))
            end = self.unknown_end(at)
            if kind not in (Kind.TEXT, Kind.LIST):
                raise self._no_text(kind_words(type_of(self.settled(left))), at, end)
            said = self.raw(at, end)
            quoted = f"“{said}”" if self.chinese else f'"{said}"'
            raise self.stuck(say.UNQUOTED, at, end, quoted, field=self.label_of(left), quoted=quoted)
        if kind is not Kind.TEXT:
            self._note_types(left, Literal(text, Type(Kind.TEXT), span=self.span(at)))
        if test == "matches":
            self._check_pattern(text, at)
        self.count()
        found = TextTest(test, self.settled(left), text, span=self.span(start))
        return Not(found, span=self.span(start)) if negated else found

    def _no_text(self, own: Words, at: int, end: int) -> Exception:
        return self.stuck(
            say.CANNOT_COMPARE, at, end, left=own, right=kind_words(Type(Kind.TEXT)), way_out=Words("", "")
        )

    def _check_pattern(self, pattern: str, at: int) -> None:
        size = len(pattern.encode("utf-8", "surrogatepass"))
        if size > LIMITS.pattern_bytes:
            self.note(say.PATTERN_TOO_LONG, at, size=str(size), limit=str(LIMITS.pattern_bytes))
            return
        problem = pattern_problem(pattern)
        if problem is None:
            return
        words, first, last = problem
        finding = self.finding(say.PATTERN_WRONG, at, problem=words)
        inside = self.fragment.text.find(pattern, self.places[at])
        if inside >= 0 and last > first:
            finding = evolve(finding, span=self.fragment.span(inside + first, inside + last))
        self.findings.append(finding)

    # ------------------------------------------------------------------------------------- with operators

    def _operator(self, left: Value) -> tuple[str, bool]:
        """The comparison that stands here, and whether a range or a suffix may follow (`from … to …`)."""
        keys = (*_OPS, *_DATE_OPS) if type_of(left).kind in _CLOCKS else _OPS
        before = self.at
        key = self.take(*keys) or (self.take("date =") if self.chinese else "")
        if key == "date =":
            return "=", True
        if key.startswith("date "):
            return key.removeprefix("date "), key == "date >="
        if not key and not self.chinese and (key := self.take("exactly")):
            key = "="
        if not key:
            self.at = before
        return key, False

    def _compared(self, left: Value, op: str, start: int, wanted: Wanted, *, negated: bool, opened: bool) -> Condition:
        """The comparison whose operator has been read. `opened`: a suffix, a range or a list may follow."""
        at = self.skipped()
        listed = self.chinese and op == "=" and self.text[at : at + 1] == "("
        if listed and (found := self.bracketed_list(left, start, wanted)) is not None:
            return self._negated(found, negated, start)
        right = self.only_value(self.sum(wanted), at)
        end = self.at
        if (
            self.chinese
            and type_of(left).kind in DAYS
            and type_of(right).kind is Kind.NUMBER
            and self.sees("within end")
        ):
            number = right.value if isinstance(right, Literal) and isinstance(right.value, int) else 1
            raise self.without_unit(number, at, days=True)
        if (found := self._time_behind(left, op, right, start, negated=negated)) is not None:
            return found
        if opened:
            found = self._opened(left, op, right, start, wanted, (at, end))
            if found is not None:
                return self._negated(found, negated, start)
        return self._finished(_OPPOSITE[op] if negated else op, left, right, start)

    def _time_behind(
        self, left: Value, op: str, right: Value, start: int, *, negated: bool = False
    ) -> Condition | None:
        """`more than 90 days ago`, `60天内` behind a date or a moment."""
        if type_of(right).kind is not Kind.DURATION or type_of(self.settled(left)).kind not in DAYS:
            return None
        if self.take("ago"):
            # `is not more than 60 days ago` is at most so long ago, and has come.
            return self._finished(_OPPOSITE[op] if negated else op, Age(left, span=left.span), right, start)
        length = right.value if isinstance(right, Literal) else None
        if self.chinese and isinstance(length, Duration) and self.take("within end"):
            return self._negated(self._within_length(left, length, start), negated, start)
        return None

    def _opened(
        self, left: Value, op: str, right: Value, start: int, wanted: Wanted, place: tuple[int, int]
    ) -> Condition | None:
        suffix = self.take(*_SUFFIXES) if op == "=" else ""
        if suffix:
            return self._behind(left, suffix.removeprefix("suffix "), right, start, wanted, place)
        if self.take("to", *(("between and",) if self._two_ends() else ())):
            return self._upper_end(left, right, place[0], start, wanted)
        if type_of(right).kind in _CLOCKS and self.sees("not reaching") and not self.chinese:
            return self._upper_end(left, right, place[0], start, wanted)
        if op != "=" or not isinstance(right, Literal):
            return None
        options = self.options(right, wanted, place[0])
        if len(options) == 1:
            return None
        return self.among(left, options, start)

    def _two_ends(self) -> bool:
        """`在 5 和 10 之间`: 和 joins two ends only where 之间 follows."""
        return self.chinese and "之间" in self.plain[self.at : self.at + 80]

    def _behind(
        self, left: Value, op: str, right: Value, start: int, wanted: Wanted, place: tuple[int, int]
    ) -> Condition:
        """`5以上`, and `5以上 不满10` as a range."""
        before = self.at
        if op == ">=" and self.chinese:
            below = self.take("not reaching", "<=")
            at = self.skipped()
            high = self.literal(wanted) if below or self.text[at : at + 1].isdigit() else None
            end = self.at
            if high is not None and (below or self.take("suffix <=")):
                return self._range(left, right, high, start, (place[0], end), below=below == "not reaching")
        self.at = before
        return self._finished(op, left, right, start)

    def _beside(self, left: Value, start: int, wanted: Wanted, *, negated: bool, bare: bool) -> Condition | None:
        """A constant at once behind the value: `200元以上`, `原因 网络` in a filter, a cell."""
        before, at = self.at, self.skipped()
        if at >= len(self.text) or not self.constant_here(at, wanted):
            return None
        right = self.only_value(self.sum(wanted), at) if bare else self.literal(wanted)
        if right is None:
            self.at = before
            return None
        found = self._time_behind(left, "=", right, start)
        if found is None:
            found = self._opened(left, "=", right, start, wanted, (at, self.at))
        alone = found is None or isinstance(found, OneOf)
        if alone and not bare and not self.ended and not self.sees(*_JOINS, "for"):
            raise self.unexpected()
        if alone and not bare and not (self.chinese and type_of(right).kind is Kind.YES_NO):
            raise self._word_missing(left, start, before, at)
        found = found or self._finished("=", left, right, start)
        return self._negated(found, negated, start)

    def _word_missing(self, left: Value, start: int, before: int, at: int) -> Exception:
        word = "是" if self.chinese else "is"
        said = self.raw(at, self.at)
        values = {"before": self.raw(start, before), "word": word}
        return self.stuck(say.WORDS_AFTER_FIELD, at, None, f"{word} {said}", **values)

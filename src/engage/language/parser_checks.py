"""Comparisons with their types checked: what can stand on both sides, what has an order, what lies between."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

from engage.facts.units import Duration
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Fix, Words, listing
from engage.ground.numbers import plain
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.ages import compared
from engage.language.parser_history_zh import ChineseHistory
from engage.language.tree import Between, Condition, Fact, Holds, Literal, Not, Value
from engage.language.types import DAYS, RANKED, comparable, kind_words, ordered, type_of

__all__ = ["CheckedTests"]


class CheckedTests(ChineseHistory):
    """Makes comparisons and ranges of what was read, and says what cannot be compared."""

    def _finished(self, op: str, left: Value, right: Value, start: int) -> Condition:
        """A comparison with its types checked."""
        self.count()
        right = self._checked(left, self.settled(right, left))
        left = self.settled(left, right)
        if isinstance(left, Literal) and type_of(left).kind is Kind.NUMBER:
            left = self.fitted(left, type_of(right))
        type = type_of(left)
        if type.kind is Kind.YES_NO and isinstance(right, Literal) and op in ("=", "!="):
            holds = Holds(left, span=self.span(start))
            return holds if (right.value is True) == (op == "=") else Not(holds, span=self.span(start))
        if op in RANKED and not ordered(type) and comparable(type, type_of(right)):
            one = right.span.text if right.span else ""
            label = self.label_of(left)
            example = f"{label} 是 {one}" if self.chinese else f"{label} is {one}"
            self.note(say.NO_ORDER, start, field=label, example=example)
        self._check_scale(op, left, right)
        return compared(op, left, right, self.span(start))

    def _check_scale(self, op: str, left: Value, right: Value) -> None:
        """A warning where a score is compared with points that it never has."""
        scale = self.scale_of(left.name) if isinstance(left, Fact) else None
        if scale is None or not isinstance(right, Literal) or not isinstance(right.value, int | Decimal):
            return
        low, high = scale
        if low <= right.value <= high or right.span is None:
            return
        holds = op == "!=" or (op in ("<", "<=") and right.value > high) or (op in (">", ">=") and right.value < low)
        always, never = Words("this always holds", "这个条件总是成立"), Words("this never holds", "这个条件永不成立")
        ends = Words("both ends of a range are points that there are", "范围的两端应是可能的分数")
        way_out = ends if not op else always if holds else never
        values = {"field": self.label_of(left), "low": plain(low), "high": plain(high)}
        finding = self.finding(slip.OUT_OF_SCALE, 0, 0, **values, way_out=way_out, text=right.span.text)
        self.findings.append(evolve(finding, span=right.span))

    def _checked(self, left: Value, right: Value) -> Value:
        """The right side in the left one's type; a finding where they cannot be compared."""
        meant = self.settled(left, right)
        right = self.fitted(right, type_of(meant))
        own, type = type_of(right), type_of(meant)
        amount = isinstance(meant, Literal) and type.kind is Kind.NUMBER and own.kind is Kind.MONEY
        if not amount and not comparable(type, own):
            self._note_types(meant, right)
        return right

    def _note_types(self, left: Value, right: Value) -> None:
        type, own = type_of(self.settled(left)), type_of(right)
        span = right.span
        if type.kind is own.kind is Kind.MONEY:
            finding = self.finding(say.CURRENCIES_DIFFER, 0, 0, left=type.currency, right=own.currency)
            self.findings.append(evolve(finding, span=span or finding.span))
            return
        said = span.text if span else ""
        way_out, fixes = Words("", ""), tuple[Fix, ...]()
        bare = said[1:-1].strip()
        if own.kind is Kind.TEXT and isinstance(right, Literal) and bare.replace(".", "", 1).isdigit() and span:
            way_out = Words(f"remove the quotes: `{bare}`", f"请去掉引号：{bare}")
            fixes = (Fix(span, bare),)
        elif type.kind in DAYS and own.kind is Kind.DURATION:
            way_out = Words(
                f"write `more than {said} ago` or `within {said}`", f"请写“距今 超过 {said}”或“在 {said}内”"
            )
        elif type.kind is Kind.CHOICE and isinstance(right, Literal):
            values = [self.term_label(term) for term in type.choices[:12]]
            way_out = listing("values", "可用", values)
        finding = self.finding(say.CANNOT_COMPARE, 0, 0, left=kind_words(type), right=kind_words(own), way_out=way_out)
        self.findings.append(evolve(finding, span=span or finding.span, fixes=fixes))

    def _range(
        self, left: Value, low: Value, high: Value, start: int, place: tuple[int, int], *, below: bool
    ) -> Condition:
        self.count()
        low, high = self._checked(left, low), self._checked(left, high)
        subject = self.settled(left, low)
        type = type_of(subject)
        if not ordered(type):
            label = self.label_of(subject)
            self.note(say.NO_ORDER, start, field=label, example=label)
        for end in (low, high):
            self._check_scale("", subject, end)
        if ordered(type) and self._nothing_between(low, high, type, below=below):
            self._note_nothing(subject, low, high, place)
        return Between(subject, low, high, below, span=self.span(start))

    @staticmethod
    def _nothing_between(low: Value, high: Value, type: Type, *, below: bool) -> bool:
        if not isinstance(low, Literal) or not isinstance(high, Literal) or low.type.kind is not high.type.kind:
            return False
        first, last = low.value, high.value
        if type.kind is Kind.CHOICE:
            ranks = type.rank(str(first)), type.rank(str(last))
            first, last = (-1 if rank is None else rank for rank in ranks)
            if -1 in (first, last):
                return False  # one of them is no value, which has been said
        if isinstance(first, Duration) or isinstance(last, Duration):
            return False
        return first > last or (below and first == last)  # type: ignore[operator]  # values of one kind

    def _note_nothing(self, left: Value, low: Value, high: Value, place: tuple[int, int]) -> None:
        first, last = (one.span.text if one.span else "" for one in (low, high))
        if type_of(low).kind is Kind.TIME:
            label = left.span.text if left.span else ""
            hint = Words(
                f"over midnight: `{label} is at least {first} or {label} is below {last}`",
                f"跨越午夜请写：“{label} {first}以上 或 {label} 不满 {last}”",
            )
            self.note(say.NOTHING_BETWEEN, place[0], place[1], low=first, high=last, way_out=hint)
            return
        whole = self.raw(*place)
        swapped = "" if first == last else f"{last}{whole[len(first) : len(whole) - len(last)]}{first}"
        hint = Words(f"swap them: `{swapped}`", f"请对调：“{swapped}”") if swapped else Words("", "")
        self.note(say.NOTHING_BETWEEN, place[0], place[1], swapped, low=first, high=last, way_out=hint)

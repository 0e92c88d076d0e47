"""Numbers with a kind: amounts of money, percentages, discounts, lengths of time, by what stands around them.

The second layer of the reader. A range with a dash is refused here, wherever its first number is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.ground.numbers import Number, multiply, plain
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.folding import folded
from engage.language.names import ends_here
from engage.language.nearness import nearest
from engage.language.parser_numbers import ANYTHING, NumberReader, Wanted
from engage.language.slips import only_a_slip
from engage.language.tree import Literal
from engage.language.types import DURATION, NUMBER, kind_words, money

__all__ = ["AmountReader"]

_SIGNS: Final = {"¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP", "₪": "ILS"}
_RANGES: Final = "-~–—―"
_PERCENT: Final = ("%", "percent", "per cent")
#: how the unit of a number field may be written in Chinese
_UNIT_WORDS: Final = {
    "months": ("个月", "月"),
    "days": ("天", "日"),
    "years": ("年",),
    "minutes": ("分钟",),
    "seconds": ("秒",),
    "hours": ("小时", "个小时"),
    "times": ("次",),
    "%": ("%",),
}
_SHARE: Final = Words("a share", "比例")
#: how many of a field's own units another unit is, where that is certain
_IN_UNITS: Final[Mapping[tuple[str, str], Number]] = {
    ("year", "month"): 12,
    ("quarter", "month"): 3,
    ("quarter", "year"): Decimal("0.25"),
    ("week", "day"): 7,
    ("hour", "minute"): 60,
    ("hour", "second"): 3600,
    ("minute", "second"): 60,
    ("day", "hour"): 24,
}
_CENTS: Final = (("角", Decimal("0.1")), ("毛", Decimal("0.1")), ("分", Decimal("0.01")))


class AmountReader(NumberReader):
    """Reads numbers with what they are numbers of."""

    # ------------------------------------------------------------------------------ numbers with a kind

    def amount(self, wanted: Wanted) -> Literal | None:
        """A number, an amount of money or a length of time, by what stands behind it and what is called for."""
        before, start = self.at, self.skipped()
        negative = self.text[start : start + 1] in ("-", "−") and self.text[start + 1 : start + 2].isdigit()
        if negative:
            self.at = start + 1
        currency = self._currency_before()
        # In English only digits make a constant: `two` may be the name of a fact that is not declared yet.
        value = self.number() if self.chinese or self.text[self.skipped() : self.skipped() + 1].isdigit() else None
        if value is None:
            self.at = before
            return None
        if negative:
            value = -value
        literal = self._with_kind(value, currency, wanted, start)
        self._refuse_range(start, literal, wanted)
        return literal

    def _with_kind(self, value: Number, currency: str, wanted: Wanted, start: int) -> Literal:
        if currency or (currency := self.currency(wanted)):
            value = self._cents(value, currency)
            return Literal(value, self._money(currency, wanted), span=self.span(start))
        if (cents := self._bare_cents(value, wanted)) is not None:
            return Literal(cents, self._money("CNY", wanted), span=self.span(start))
        if self.chinese and self.plain.startswith("折", self.at):
            self.at += 1
            self._refuse_share(start, wanted)
            return Literal(self._discount(value, wanted), NUMBER, span=self.span(start))
        if (number := self._plain_number(value, wanted, start)) is not None:
            return Literal(number, NUMBER, span=self.span(start))
        unit = self.unit()
        if unit is not None:
            return Literal(Duration(value, unit), DURATION, span=self.span(start))
        if not wanted.of(Kind.NUMBER):
            self.refuse_bare_unit(start, value)
        if money_type := wanted.of(Kind.MONEY):
            return Literal(value, money_type, span=self.span(start))
        if wanted.of(Kind.DURATION) and len(wanted.types) == 1:
            raise self.without_unit(value, start)
        return Literal(value, NUMBER, span=self.span(start))

    def without_unit(self, value: Number, start: int, *, days: bool = False) -> Exception:
        """The exception that a length of time lacks its unit, or has one that is none (`30 minuts`)."""
        at, number_end = self.skipped(), self.at
        end = at
        while end < len(self.text) and self.is_letter(end) and not self.sees("within end", "window end"):
            end += 1
        count = plain(value)
        if end == at:
            units = (Unit.DAY, Unit.CALENDAR_MONTH) if days else (Unit.MINUTE, Unit.DAY)
            choices = [self._said(count, unit) for unit in units]
            return self.stuck(say.NEEDS_UNIT, start, number_end, choices=self.offered(choices))
        known = {spelling: key for some in self.lexicon.units.values() for spelling, key in some}
        said = self.text[at:end]
        spelt = nearest(said, known, self.language)
        near = known[spelt] if spelt and only_a_slip(said, spelt, known, self.language) else ""
        choices = [self._said(count, Unit(near) if near else Unit.MINUTE)]
        fix = choices[0] if near else ""
        return self.stuck(say.NOT_A_DURATION, start, end, fix, choices=self.offered(choices))

    def _plain_number(self, value: Number, wanted: Wanted, start: int) -> Number | None:
        """The number with its own sign or unit behind it: `20%`, `12 months` of a field in months, `2 次`."""
        at = self.skipped()
        for word in _PERCENT:
            if self.text.startswith(word, at) and ends_here(self.text, at + len(word)):
                self.at = at + len(word)
                if folded(wanted.unit, "en") in _PERCENT:
                    return value
                self._refuse_share(start, wanted)
                return self._whole(multiply(value, Decimal("0.01")), at)
        if wanted.of(Kind.NUMBER) is None:
            return None
        own = folded(wanted.unit, self.language)
        known = sorted((own, own.removesuffix("s"), *_UNIT_WORDS.get(own, ())), key=len, reverse=True)
        for word in known:
            if word and self.plain.startswith(word, at) and ends_here(self.plain, at + len(word)):
                self.at = at + len(word)
                return value
        if wanted.unit and own not in ("weekday", *_PERCENT) and self.sees_unit():
            raise self._counted_in(value, own, start, wanted)
        if self.chinese and not self.sees_unit() and not self.sees("suffix >="):
            self.take("times")
        return None

    def _counted_in(self, value: Number, own: str, start: int, wanted: Wanted) -> Exception:
        """The exception that a number field has a unit of its own: 2 years of a field in months."""
        unit = self.unit()
        if unit is None:
            end, bare = self._bare(self.skipped())
            self.at, said = end, bare
        else:
            said = unit.value
        times = _IN_UNITS.get((said, own.removesuffix("s")))
        count = multiply(value, times) if times else None
        counted = plain(count) if count is not None else ""
        shown = _UNIT_WORDS.get(own, (own,))[0]
        words = Words(own, shown)
        # Nothing is turned into another unit where the two do not go into each other: a month has no number of days.
        way_out = Words(f"say how many {own} are meant", f"请写明是多少{shown}")
        if counted:
            way_out = Words(f"write `{counted}`", f"请写“{counted}”")
        return self.stuck(slip.COUNTED_IN, start, self.at, counted, field=wanted.label, unit=words, way_out=way_out)

    def _refuse_share(self, start: int, wanted: Wanted) -> None:
        """Raise where a share stands in the place of something that is counted: `average bill is over 10%`."""
        if not wanted.types or self.sees("*"):
            return
        number = wanted.of(Kind.NUMBER) is not None
        if number and not wanted.unit and wanted.scale is None:
            return
        label, share = wanted.label, self.raw(start, self.at)
        fields = (field for field in self.vocabulary.fields if field.type.kind is wanted.types[0].kind)
        field = next(fields, None) if wanted.types[0].kind in (Kind.MONEY, Kind.DURATION) else None
        whole = (field.labels.in_language(self.language) or field.name) if field is not None else ""
        way_out = Words(f"say of what: `{share} * {whole}`", f"请写明是谁的比例：“{share} * {whole}”")
        way_out = way_out if whole else Words("")
        if number:
            way_out = Words(f"{label} is counted in {wanted.unit or 'points'}", f"{label}按{wanted.unit or '分'}计")
        if wanted.scale is not None:
            low, high = (plain(each) for each in wanted.scale)
            way_out = Words(f"{label} goes from {low} to {high} points", f"{label}从 {low} 到 {high} 分")
        expected = kind_words(wanted.of(Kind.NUMBER) or wanted.types[0])
        raise self.stuck(say.EXPECTED_TYPE, start, kind=_SHARE, expected=expected, way_out=way_out)

    # ------------------------------------------------------------------------------------------- money

    def _currency_before(self) -> str:
        at = self.skipped()
        sign = self.text[at : at + 1]
        if sign in _SIGNS and sign:
            self.at = at + 1
            return _SIGNS[sign]
        before = self.at
        currency = self.currency(ANYTHING)
        if currency and self.text[self.skipped() : self.skipped() + 1].isdigit():
            return currency
        self.at = before
        return ""

    def currency(self, wanted: Wanted) -> str:
        """Take the currency that stands here; its code."""
        at = self.skipped()
        for spelling, code in self.lexicon.currencies.get(self.plain[at : at + 1], ()):
            if self.plain.startswith(spelling, at) and ends_here(self.plain, at + len(spelling)):
                self.at = at + len(spelling)
                return code
        type = wanted.of(Kind.MONEY)
        code = folded(type.currency, "en") if type else ""
        if code and self.text.startswith(code, at) and ends_here(self.text, at + len(code)):
            self.at = at + len(code)
            return type.currency if type else ""
        return ""

    def _money(self, currency: str, wanted: Wanted) -> Type:
        type = wanted.of(Kind.MONEY)
        if type is not None and type.currency in ("", currency):
            return type
        return money(currency)

    def _cents(self, value: Number, currency: str) -> Number:
        """`20元5角`: the smaller coins behind the yuan."""
        if currency != "CNY" or not self.chinese:
            return value
        for word, worth in _CENTS:
            before = self.at
            small = self.number() if self.text[self.at : self.at + 1].isdigit() else None
            if small is not None and self.plain.startswith(word, self.at):
                self.at += 1
                value = self._whole(Decimal(value) + Decimal(small) * worth, before)
            else:
                self.at = before
        return value

    def _bare_cents(self, value: Number, wanted: Wanted) -> Number | None:
        if not self.chinese or wanted.of(Kind.MONEY) is None:
            return None
        at = self.skipped()
        for word, worth in _CENTS:
            if self.plain.startswith(word, at) and not self.plain.startswith("分钟", at):
                self.at = at + 1
                return self._whole(multiply(value, worth), at)
        return None

    def _discount(self, value: Number, wanted: Wanted) -> Number:
        """`8折` is 0.8 of the price, 20 % off."""
        share = Decimal(value) / (10 if value < 10 else 100)
        unit = folded(wanted.unit, "en")
        if unit in ("% off", "percent off"):
            share = (1 - share) * 100
        elif unit in _PERCENT:
            share = share * 100
        return self._whole(share, self.at)

    # ------------------------------------------------------------------------------------------ ranges

    def _spaced(self, at: int) -> bool:
        """True where something was written apart from what stands before it: `5 - 3` is a sum, `5-3` a range."""
        return at > self.at or (at > 0 and self.places[at] - self.places[at - 1] > 1)

    def _refuse_range(self, start: int, low: Literal, wanted: Wanted) -> None:
        """`50-80`, `50~80`: is 80 included? Only words say so."""
        before = self.at
        at = self.skipped()
        mark = self.text[at : at + 1]
        if not mark or mark not in _RANGES or (mark == "-" and self._spaced(at)):
            return
        self.at = at + 1
        if not (self.text[self.skipped() : self.skipped() + 1].isdigit() and low.type.kind is not Kind.TEXT):
            self.at = before
            return
        high_at = self.skipped()
        value = self.number()
        if value is None:
            self.at = before
            return
        high = self._with_kind(value, "", wanted, high_at)
        if high.type.kind in (Kind.NUMBER, Kind.MONEY, Kind.DURATION):
            raise self.range_mark(start, before, high_at)

    def range_mark(self, start: int, low_end: int, high_at: int) -> Exception:
        """The exception that a dash does not say whether the upper end is included."""
        first, second = self.raw(start, low_end), self.raw(high_at, self.at)
        to, below = ("到", "不满") if self.chinese else ("to", "below")
        included, excluded = f"{first} {to} {second}", f"{first} {to} {below} {second}"
        return self.stuck(say.RANGE_MARK, start, high=second, first=included, second=excluded)

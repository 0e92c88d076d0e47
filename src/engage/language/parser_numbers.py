"""Numbers, lengths of time, amounts of money: digits and numerals with what stands behind them.

The first layer of the reader. It reads what stands here or says that nothing does; it raises only where the
text is certainly a mistake (`30m`, `last month`).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from attrs import frozen

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Words
from engage.ground.numbers import Number, in_bounds, multiply, plain, to_number
from engage.language import messages as say
from engage.language.folding import folded
from engage.language.names import ends_here, nearest
from engage.language.tokens import Cursor
from engage.language.tree import Literal
from engage.language.types import DURATION, NUMBER, money

__all__ = ["NumberReader", "Wanted"]

_DIGITS: Final = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?", re.ASCII)
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
_CENTS: Final = (("角", Decimal("0.1")), ("毛", Decimal("0.1")), ("分", Decimal("0.01")))
_HALF: Final = Decimal("0.5")
_BARE_NAMES: Final = {
    "month": Words("month", "月"),
    "year": Words("year", "年"),
    "quarter": Words("quarter", "季度"),
}


@frozen
class Wanted:
    """What kind of constant the neighbour calls for: its type or types, its unit, and how it is called."""

    types: tuple[Type, ...] = ()
    unit: str = ""
    label: str = ""

    def of(self, kind: Kind) -> Type | None:
        """The wanted type of a kind."""
        return next((type for type in self.types if type.kind is kind), None)


ANYTHING: Final = Wanted()


class NumberReader(Cursor):
    """Reads numbers and what is counted by them."""

    # ----------------------------------------------------------------------------------------- numbers

    def number(self) -> Number | None:
        """The number that stands here in digits or numerals, with its scale (`10万`); None without one."""
        start = self.skipped()
        found = _DIGITS.match(self.text, start)
        if found is None:
            return self._numeral(start)
        digits = found[0].replace(",", "")
        value = to_number(digits)
        end = found.end()
        if value is None:
            raise self.stuck(say.NUMBER_TOO_LARGE, start, end)
        self.at = end
        scale = self._scale()
        if scale != 1:
            value = self._whole(multiply(value, scale), start)
        return value

    def _scale(self) -> int:
        scale = 1
        at = self.skipped()
        if self.chinese:
            while (step := self.lexicon.scales.get(self.plain[at : at + 1], 0)) >= 100 and scale < 10**12:
                scale *= step
                at += 1
        else:
            for word, step in self.lexicon.scales.items():
                if self.text.startswith(word, at) and ends_here(self.text, at + len(word)):
                    scale, at = step, at + len(word)
                    break
        if scale != 1:
            self.at = at
        return scale

    def _whole(self, value: Number | None, start: int) -> Number:
        if value is None or not in_bounds(value):
            raise self.stuck(say.NUMBER_TOO_LARGE, start)
        whole = int(value)
        return whole if whole == value and in_bounds(whole) else value

    def _numeral(self, start: int) -> Number | None:
        if self.chinese:
            return self._chinese_numeral(start)
        for word, value in self.lexicon.numerals.items():
            if self.text.startswith(word, start) and ends_here(self.text, start + len(word)):
                self.at = start + len(word)
                return value
        return None

    def _chinese_numeral(self, start: int) -> Number | None:
        """`十二`, `两`, `三百五十`, `一百零五`, `两万`."""
        total = section = digit = 0
        at = start
        while at < len(self.plain) and at - start < 16:
            char = self.plain[at]
            scale = self.lexicon.scales.get(char)
            if char in self.lexicon.numerals:
                digit = self.lexicon.numerals[char]
            elif scale is not None and (at > start or scale == 10):
                if scale < 10_000:
                    section, digit = section + (digit or (1 if at == start else 0)) * scale, 0
                else:
                    total, section, digit = (total + section + digit) * scale, 0, 0
            else:
                break
            at += 1
        if at == start:
            return None
        self.at = at
        return self._whole(total + section + digit, start)

    # ----------------------------------------------------------------------------------------- lengths

    def unit(self) -> Unit | None:
        """Take the unit of time that stands here."""
        at = self.skipped()
        end, key = self._spelled(self.lexicon.units.get(self.plain[at : at + 1], ()), at, ())
        end, key = self._unit_behind_digits(at, end, key)
        bare_end, _ = self._bare(at)
        if not key or bare_end > end:
            return None
        self.at = end
        return Unit(key)

    def _unit_behind_digits(self, at: int, end: int, key: str) -> tuple[int, str]:
        """`30min`: letters may follow digits at once."""
        if key or not self.text[at - 1 : at].isdigit():
            return end, key
        for spelling, unit in self.lexicon.units.get(self.plain[at : at + 1], ()):
            if self.plain.startswith(spelling, at) and ends_here(self.plain, at + len(spelling)):
                return at + len(spelling), unit
        return at, ""

    def _bare(self, at: int) -> tuple[int, str]:
        for spelling, unit in self.lexicon.bare_units.get(self.plain[at : at + 1], ()):
            if self.plain.startswith(spelling, at) and ends_here(self.plain, at + len(spelling)):
                return at + len(spelling), unit
        return at, ""

    def sees_unit(self) -> bool:
        """True when a unit of time stands here, a certain one or not."""
        before = self.at
        certain = self.unit() is not None
        self.at = before
        return certain or bool(self._bare(self.skipped())[1])

    def duration(self) -> Duration | None:
        """A length of time, None where none stands; `30m` and `1 month` raise."""
        start, before = self.skipped(), self.at
        amount = self._amount_of_time()
        if amount is None:
            self.at = before
            return None
        unit = self.unit()
        if unit is None:
            self.refuse_bare_unit(start, amount)
            self.at = before
            return None
        return Duration(amount, unit)

    def _amount_of_time(self) -> Number | None:
        if self.chinese and self.plain.startswith("半", self.skipped()):
            self.at = self.skipped() + 1
            return _HALF
        return self.number()

    def refuse_bare_unit(self, start: int, amount: Number = 1) -> None:
        """Raise where a unit stands that may mean several things: `30m`, `1 month`."""
        end, bare = self._bare(self.skipped())
        if not bare:
            return
        self.at = end
        count = plain(amount)
        if bare == "m":
            raise self.stuck(
                say.MINUTES_OR_MONTHS,
                start,
                minutes=self._said(count, Unit.MINUTE),
                months=self._said(count, Unit.CALENDAR_MONTH),
            )
        raise self.stuck(say.BARE_MONTH, start, unit=_BARE_NAMES[bare], choices=self.month_choices(bare, amount))

    def month_choices(self, bare: str, amount: Number) -> str:
        """The certain lengths that `3 months` may mean."""
        each = {"month": (1, 30), "quarter": (3, 90), "year": (12, 365)}[bare]
        months = plain(multiply(amount, each[0]) or 1)
        found = [self._said(months, Unit.CALENDAR_MONTH), self._said(months, Unit.BILLING_MONTH)]
        if bare == "year":
            found[0] = self._said(plain(amount), Unit.CALENDAR_YEAR)
        found.append(self._said(plain(multiply(amount, each[1]) or 1), Unit.DAY))
        return self.offered(found)

    def offered(self, choices: list[str]) -> str:
        """Choices as a message lists them."""
        return "、".join(f"“{one}”" for one in choices) if self.chinese else ", ".join(f"`{one}`" for one in choices)

    def _said(self, amount: str, unit: Unit) -> str:
        from engage.language.printer_phrases import UNITS, traditional

        one, many, chinese = UNITS[unit]
        if not self.chinese:
            return f"{amount} {one if amount == '1' else many}"
        return f"{amount}{traditional(chinese) if self.language == 'zh-Hant' else chinese}"

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
            return Literal(self._discount(value, wanted), NUMBER, span=self.span(start))
        if (number := self._plain_number(value, wanted)) is not None:
            return Literal(number, NUMBER, span=self.span(start))
        unit = self.unit()
        if unit is not None:
            return Literal(Duration(value, unit), DURATION, span=self.span(start))
        if not wanted.of(Kind.NUMBER):
            self.refuse_bare_unit(start, value)
        if money_type := wanted.of(Kind.MONEY):
            return Literal(value, money_type, span=self.span(start))
        if wanted.of(Kind.DURATION) and len(wanted.types) == 1:
            raise self._without_unit(value, start)
        return Literal(value, NUMBER, span=self.span(start))

    def _without_unit(self, value: Number, start: int) -> Exception:
        """The exception that a length of time lacks its unit, or has one that is none (`30 minuts`)."""
        at, number_end = self.skipped(), self.at
        end = at
        while end < len(self.text) and self.is_letter(end):
            end += 1
        count = plain(value)
        if end == at:
            choices = [self._said(count, Unit.MINUTE), self._said(count, Unit.DAY)]
            return self.stuck(say.NEEDS_UNIT, start, number_end, choices=self.offered(choices))
        known = {spelling: key for some in self.lexicon.units.values() for spelling, key in some}
        near = known.get(nearest(self.text[at:end], known, self.language), "")
        choices = [self._said(count, Unit(near) if near else Unit.MINUTE)]
        fix = choices[0] if near else ""
        return self.stuck(say.NOT_A_DURATION, start, end, fix, choices=self.offered(choices))

    def _plain_number(self, value: Number, wanted: Wanted) -> Number | None:
        """The number with its own sign or unit behind it: `20%`, `12 months` of a field in months, `2 次`."""
        at = self.skipped()
        for word in _PERCENT:
            if self.text.startswith(word, at) and ends_here(self.text, at + len(word)):
                self.at = at + len(word)
                if folded(wanted.unit, "en") in _PERCENT:
                    return value
                return self._whole(multiply(value, Decimal("0.01")), at)
        if wanted.of(Kind.NUMBER) is None:
            return None
        own = folded(wanted.unit, self.language)
        known = sorted((own, own.removesuffix("s"), *_UNIT_WORDS.get(own, ())), key=len, reverse=True)
        for word in known:
            if word and self.plain.startswith(word, at) and ends_here(self.plain, at + len(word)):
                self.at = at + len(word)
                return value
        if self.chinese and not self.sees_unit() and not self.sees("suffix >="):
            self.take("times")
        return None

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

"""Numbers and lengths of time: digits and numerals with what stands behind them.

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
from engage.ground.script import traditional
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.chinese_numerals import numeral_at
from engage.language.names import ends_here
from engage.language.tokens import Cursor

__all__ = ["ANYTHING", "NumberReader", "Wanted"]

_DIGITS: Final = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?", re.ASCII)
_COMMA: Final = re.compile(r",([0-9]+)", re.ASCII)
#: `1.000`, `1.500`: nobody writes the last nought of a fraction, but many a language parts thousands so
_POINTS: Final = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{2}0|(?:\.[0-9]{3}){2,})(?![0-9.])", re.ASCII)
_HALF: Final = Decimal("0.5")
_BARE_NAMES: Final = {
    "month": Words("month", "月"),
    "year": Words("year", "年"),
    "quarter": Words("quarter", "季度"),
}


@frozen
class Wanted:
    """What kind of constant the neighbour calls for: its type or types, its unit, and how it is called.

    `scale`: between which points a score moves.
    """

    types: tuple[Type, ...] = ()
    unit: str = ""
    label: str = ""
    scale: tuple[Number, Number] | None = None

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
        self._refuse_comma(start, end)
        self._refuse_points(start)
        if value is None:
            raise self.stuck(say.NUMBER_TOO_LARGE, start, end)
        self.at = end
        scale = self._scale()
        if scale != 1:
            value = self._whole(multiply(value, scale), start)
        return value

    def _refuse_comma(self, start: int, end: int) -> None:
        """Raise where a comma between digits parts neither thousands nor, with a space, two numbers: `1,5`."""
        more = _COMMA.match(self.text, end)
        if more is None or self.fragment.text[self.places[end]] != "," or self._apart_from(end + 1):
            return
        one = f"{self.text[start:end].replace(',', '').replace('.', '')}.{more[1]}"
        two = f"{self.text[start:end]}, {more[1]}"
        raise self.stuck(slip.NUMBER_OR_NUMBERS, start, more.end(), one=one, two=two)

    def _refuse_points(self, start: int) -> None:
        """Raise where points may part thousands: `1.000 yuan`, `1.234.567`."""
        found = _POINTS.match(self.text, start)
        if found is None:
            return
        whole = found[0].replace(".", "")
        several = found[0].count(".") > 1
        small = "" if several else plain(to_number(found[0]) or 0)
        way_out = Words(f"write `{whole}`", f"请写“{whole}”")
        if small:
            way_out = Words(f"write `{whole}` or `{small}`", f"请写“{whole}”或“{small}”")
        raise self.stuck(slip.THOUSANDS, start, found.end(), whole if several else "", way_out=way_out)

    def _apart_from(self, at: int) -> bool:
        return self.places[at] - self.places[at - 1] > 1

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
        """`十二`, `一二〇`, `两千五`; raises where a numeral says no certain number: `三五`, `十七八`."""
        found = numeral_at(self.plain, start)
        if found is None:
            return None
        if found.sure:
            value = to_number(found.digits[0])
            if value is None:
                raise self.stuck(say.NUMBER_TOO_LARGE, start, found.end)
            self.at = found.end
            return value
        if any(table.longest(self.text, start) for table in (self.names.fields, self.names.events, self.names.phrases)):
            return None
        offered = [self.offered([number]) for number in found.digits]
        chinese = f"请写明是哪一个：{'、'.join(offered[:-1])}或{offered[-1]}" if offered else "请用数字写，例如“120”"
        english = "write the one that is meant" if offered else "write it in digits, for example `120`"
        if offered:
            english += ": " + " or ".join(f"`{number}`" for number in found.digits)
        raise self.stuck(slip.WHICH_NUMBER, start, found.end, way_out=Words(english, chinese))

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

    def refuse_bare_unit(self, start: int, amount: Number = 1, *, window: bool = False) -> None:
        """Raise where a unit stands that may mean several things: `30m`, `1 month`; `window`: the last of them."""
        end, bare = self._bare(self.skipped())
        if not bare:
            return
        self.at = end
        if window and self.chinese:
            self.take("window end")
        found = self._certain_lengths(bare, amount)
        if window:
            found = [self.within_last(length) for length in found]
        if bare == "m":
            raise self.stuck(say.MINUTES_OR_MONTHS, start, minutes=found[0], months=found[1])
        raise self.stuck(say.BARE_MONTH, start, unit=_BARE_NAMES[bare], choices=self.offered(found))

    def within_last(self, length: str) -> str:
        """The window of a length that ends now, as it is written."""
        if not self.chinese:
            return f"in the last {length}"
        return f"最近{length}{'內' if self.language == 'zh-Hant' else '内'}"

    def _certain_lengths(self, bare: str, amount: Number) -> list[str]:
        """The certain lengths that `3 months` may mean."""
        if bare == "m":
            return [self._said(plain(amount), unit) for unit in (Unit.MINUTE, Unit.CALENDAR_MONTH)]
        each = {"month": (1, 30), "quarter": (3, 90), "year": (12, 365)}[bare]
        months = plain(multiply(amount, each[0]) or 1)
        found = [self._said(months, Unit.CALENDAR_MONTH), self._said(months, Unit.BILLING_MONTH)]
        if bare == "year":
            found[0] = self._said(plain(amount), Unit.CALENDAR_YEAR)
        found.append(self._said(plain(multiply(amount, each[1]) or 1), Unit.DAY))
        return found

    def offered(self, choices: list[str]) -> str:
        """Choices as a message lists them."""
        return "、".join(f"“{one}”" for one in choices) if self.chinese else ", ".join(f"`{one}`" for one in choices)

    def _said(self, amount: str, unit: Unit) -> str:
        from engage.language.printer_phrases import UNITS

        one, many, chinese = UNITS[unit]
        if not self.chinese:
            return f"{amount} {one if amount == '1' else many}"
        return f"{amount}{traditional(chinese) if self.language == 'zh-Hant' else chinese}"

"""Constants as people write them: numbers, money, dates, durations, choices, texts in quotes."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Final

from attrs import define, field

from engage.facts.units import Duration
from engage.facts.vocabulary import Field, Kind, Term, Type
from engage.ground.finding import Finding, Fix, Message, Words
from engage.ground.numbers import Number, multiply, to_number
from engage.language import reading_messages as tell
from engage.language.reading_words import NUMBERS, SHORT_UNITS, UNIT_WORDS, words
from engage.language.sentence_reader import Reader, nearest, spellings
from engage.language.tree import Literal

__all__ = ["QUOTES", "Sentence", "Stop", "type_words"]

_NUMBER: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?!\d|-\d{1,2}-\d)", re.ASCII)  # no date
_DATE: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|(\d{4})年(\d{1,2})月(\d{1,2})[日号]", re.ASCII)
_TIME: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)", re.ASCII)
_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:z|[-+]\d{2}:\d{2})", re.ASCII)
_PERIOD: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])(?!-?\d)", re.ASCII)
QUOTES: Final = {'"': '"', "“": "”", "'": "'", "‘": "’", "「": "」", "『": "』"}
_MYRIADS: Final = (("万亿", 10**12), ("亿", 10**8), ("萬", 10**4), ("万", 10**4), ("千", 1000))
_MONEY: Final = (
    ("元", 1),
    ("块", 1),
    ("塊", 1),
    ("角", Decimal("0.1")),
    ("分", Decimal("0.01")),
    ("yuan", 1),
    ("rmb", 1),
)
_CODE: Final = re.compile(r"[a-z]{3}(?![a-z])", re.ASCII)
#: ISO 4217 codes that may stand behind an amount.
_CURRENCIES: Final = frozenset(
    "AED ARS AUD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KES KRW MAD MOP MXN MYR NGN NOK NZD"
    " PEN PHP PKR PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR".split()
)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Stop(Exception):
    """Reading cannot go on: the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.code)


def type_words(type: Type) -> Words:
    """What a type is called in a message."""
    return {
        Kind.YES_NO: Words("yes or no", "是否"),
        Kind.NUMBER: Words("a number", "数字"),
        Kind.MONEY: Words("an amount of money", "金额"),
        Kind.TEXT: Words("a text", "文本"),
        Kind.CHOICE: Words("one of a list of values", "选项"),
        Kind.DATE: Words("a date", "日期"),
        Kind.TIME: Words("a time of day", "时刻"),
        Kind.MOMENT: Words("a moment", "时间点"),
        Kind.DURATION: Words("a length of time", "时长"),
        Kind.PERIOD: Words("a period", "周期"),
        Kind.LIST: Words("a list", "列表"),
    }[type.kind]


@define
class Sentence(Reader):
    """A sentence being read, with what it may name. `past` is the kind of event a history filter speaks of."""

    past: str = ""
    depth: int = 0
    nodes: int = field(default=0)

    @property
    def language(self) -> str:
        return self.scope.language

    @property
    def _key(self) -> str:
        return "en" if self.language == "en" else "zh"

    def word(self, key: str) -> bool:
        """Take a word of the language; False, without moving, where it does not stand here."""
        said = words(key, self.language)
        if not said:
            return False
        if "" in said:
            return bool(self.take([word for word in said if word])) or True
        return bool(self.take(said))

    def stop(self, message: Message, start: int, end: int, *fixes: str, **values: str | Words) -> Stop:
        """The exception for a finding over a part of the folded text; each fix replaces that part."""
        span = self.span(min(self._skip(start), len(self.text)), min(max(end, start), len(self.text)))
        return Stop(Finding(message, span, values, tuple(Fix(span, text) for text in fixes)))

    def original(self, start: int, end: int) -> str:
        """A part of the text as it was written."""
        return self._cut(start, end).text

    def shown(self, start: int) -> str:
        """What stands here up to the next space or mark, for a message; in Chinese up to the next mark."""
        stops = " ,;()" if self.language == "en" else " ,;()、"
        end = next((i for i in range(start, len(self.text)) if self.text[i] in stops), len(self.text))
        return self.original(start, max(end, min(start + 1, len(self.text))))

    # -------------------------------------------------------------------------------------- literals

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Take what a pattern matches here."""
        found = pattern.match(self.text, self._skip(self.at))
        if found:
            self.at = found.end()
        return found

    def plain_number(self) -> Number | None:
        """Digits, with commas between thousands, and 万; None where no number stands here."""
        start = self.at
        found = self.match(_NUMBER)
        if found is None:
            return None
        text = found.group().rstrip(",")
        self.at = found.start() + len(text)
        if "," in text and not re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text):
            text = text.partition(",")[0]
            self.at = found.start() + len(text)
        number = to_number(text.replace(",", "").lstrip("+"))
        if number is None:
            self.at = start
            return None
        for word, factor in _MYRIADS if self.language != "en" else ():
            if self.take((word,)):
                return multiply(number, factor)
        return number

    def small_number(self) -> Number | None:
        """A number in digits or, up to twelve, in a word."""
        number = self.plain_number()
        if number is not None:
            return number
        word = self.take(tuple(NUMBERS[self._key]))
        return NUMBERS[self._key][word] if word else None

    def duration(self) -> Duration | None:
        """`30 seconds`, `8bh`, `3个账期`; a bare `m` is refused, since it may be minutes or months."""
        start = self.at
        amount = self.small_number()
        if amount is None:
            return None
        unit = self.unit()
        if unit is None:
            at = self._skip(self.at)
            if self.text[at : at + 1] == "m" and not self.text[at + 1 : at + 2].isalpha():
                text = self.original(self._skip(start), at + 1)
                raise self.stop(tell.SHORT_M, start, at + 1, text=text, n=text[:-1].strip())
            self.at = start
            return None
        return Duration(amount, unit)

    def unit(self) -> object:
        """A unit of time."""
        units = UNIT_WORDS[self._key]
        at = self._skip(self.at)
        for word in sorted(units, key=len, reverse=True):
            # `30s` and `8bh` touch their number, which no other word may.
            end = at + len(word) if word in SHORT_UNITS and self.text.startswith(word, at) else self._starts(word, at)
            if end is not None and not (word in SHORT_UNITS and self.text[end : end + 1].isalpha()):
                self.at = end
                return units[word]
        return None

    def quoted(self) -> str | None:
        """A text in quotes, as it was written."""
        at = self._skip(self.at)
        start = self._places[at]
        text = self.fragment.text
        while start < len(text) and text[start].isspace():
            start += 1
        if at >= len(self.text) or text[start : start + 1] not in QUOTES:
            return None
        end = text.find(QUOTES[text[start]], start + 1)
        if end < 0:
            return None
        self.at = next(i for i, place in enumerate(self._places) if place > end or i == len(self._places) - 1)
        return text[start + 1 : end]

    def date(self) -> datetime.date | None:
        """`2026-11-05`, `2026年11月5日`."""
        start = self.at
        found = self.match(_DATE)
        if found is None:
            return None
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            self.at = start
            return None

    def choice(self, type: Type) -> str:
        """The id of a choice value that stands here, empty where none does."""
        start = self._skip(self.at)
        best, taken = start, ""
        for term in type.choices:
            for spelling in spellings(term, self.language):
                end = self._starts(spelling, start)
                if end is not None and end > best:
                    best, taken = end, term.id
        self.at = best if taken else self.at
        return taken

    def literal(self, type: Type) -> Literal | None:
        """A constant of a type; None, without moving, where none stands here."""
        start = self.at
        value = self._value_of(type)
        if value is None:
            self.at = start
            return None
        span = self.span(self._skip(start), self.at)
        return Literal(value, type, span=span)  # type: ignore[arg-type]  # _value_of gives values of the type

    def _value_of(self, type: Type) -> object:
        if type.kind is Kind.YES_NO:
            return True if self.word("yes") else False if self.word("no") else None
        if type.kind is Kind.CHOICE:
            return self.choice(type) or None
        if type.kind is Kind.TEXT:
            return self.quoted()
        if type.kind is Kind.DATE:
            return self.date()
        if type.kind is Kind.TIME:
            return self._time()
        if type.kind is Kind.MOMENT:
            return self._moment()
        if type.kind is Kind.DURATION:
            return self.duration()
        if type.kind is Kind.PERIOD:
            found = self.match(_PERIOD)
            return found.group() if found else None
        return (
            self._money(type) if type.kind is Kind.MONEY else self.plain_number() if type.kind is Kind.NUMBER else None
        )

    def _time(self) -> datetime.time | None:
        found = self.match(_TIME)
        try:
            return datetime.time(*(int(part) for part in found.groups() if part)) if found else None
        except ValueError:
            return None

    def _moment(self) -> int | None:
        found = self.match(_MOMENT)
        if not found:
            return None
        text = found.group().upper().replace("Z", "+00:00")
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            return None
        return (moment - _EPOCH) // datetime.timedelta(microseconds=1)

    def _money(self, type: Type) -> Number | None:
        amount = self.plain_number()
        if amount is None:
            return None
        start = self._skip(self.at)
        for word, factor in _MONEY:
            if self.take((word,)):
                if type.currency not in ("", "CNY"):
                    raise self._other_currency(type, start)
                return multiply(amount, factor)
        behind = self.at
        code = self.currency()
        if code and code != type.currency:
            raise self._other_currency(type, start)
        if not code:
            self.at = behind
        return amount

    def currency(self) -> str:
        """The ISO 4217 code that stands here, empty where none does."""
        found = self.match(_CODE)
        return found.group().upper() if found and found.group().upper() in _CURRENCIES else ""

    def _other_currency(self, type: Type, start: int) -> Stop:
        seen = self.original(start, len(self.text)).split(" ")[0]
        return self.stop(
            tell.NOT_A_VALUE,
            start,
            start + len(seen),
            text=seen,
            wanted=Words(f"an amount in {type.currency}", f"以 {type.currency} 计的金额"),
            example=f"100 {type.currency}",
        )

    # ----------------------------------------------------------------------------------------- names

    def fields(self) -> list[Field]:
        """The facts with the longest label, or dotted name, that stands here; several where they share it."""
        start = self._skip(self.at)
        best: int = start
        found: list[Field] = []
        for declared in self.scope.vocabulary.fields:
            for spelling in spellings(Term(declared.name, declared.labels), self.language):
                end = self._starts(spelling, start)
                if end is None or end < best or end == start:
                    continue
                found = [*found, declared] if end == best else [declared]
                best = end
                break
        if found:
            self.at = best
        return found

    def event_kind(self) -> str:
        """The id of the event kind whose label, id or type stands here."""
        start = self._skip(self.at)
        best, taken = start, ""
        for kind in self.scope.vocabulary.events:
            for spelling in (*spellings(Term(kind.id, kind.labels), self.language), kind.type.casefold()):
                end = self._starts(spelling, start)
                if end is not None and end > best:
                    best, taken = end, kind.id
        self.at = best if taken else self.at
        return taken

    def near(self, said: str, terms: dict[str, str]) -> tuple[Words, str]:
        """How to go on from a name that is not known: did you mean, or what there is; and the nearest label."""
        near = nearest(said, terms, self.language)
        if near:
            label = terms[near]
            return Words(f"did you mean `{label}`?", f"是不是“{label}”？"), label
        shown = list(dict.fromkeys(terms.values()))[:8]
        return Words(f"there are: {', '.join(shown)}", f"可用：{'、'.join(shown)}"), ""

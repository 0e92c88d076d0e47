"""Constants: dates, times, moments, texts, choice values, yes and no, and the numbers of `parser_amounts`.

A constant takes the type of its neighbour (`Wanted`). What stands here but does not fit is read as what it looks
like, so that the comparison can say what was compared with what.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from engage.facts.vocabulary import Kind, Term, Type
from engage.ground.finding import Words, listing
from engage.ground.limits import LIMITS
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.folding import folded
from engage.language.look_alikes import latin, letters_between
from engage.language.names import Match, choices_of
from engage.language.nearness import nearest
from engage.language.parser_amounts import AmountReader
from engage.language.parser_numbers import Wanted
from engage.language.slips import only_a_slip
from engage.language.spoken_dates import spoken_date_at
from engage.language.tree import Literal
from engage.language.types import DATE, MOMENT, TEXT, TIME, YES_NO, kind_words

__all__ = ["LiteralReader"]

_DATE: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])", re.ASCII)
_DATE_ZH: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]", re.ASCII)
_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?(?![0-9:])", re.ASCII)
_CLOCK_ZH: Final = re.compile(r"([0-9]{1,2})[点时](?:([0-9]{1,2})分)?", re.ASCII)
_NOON: Final = re.compile(r"([0-9]{1,2}) ?(am|pm)(?![a-z])", re.ASCII)
_ZONE: Final = re.compile(r" ?(z|utc|[+-][0-9]{2}:?[0-9]{2})(?![0-9a-z])", re.ASCII)
_PERIOD: Final = re.compile(r"([0-9]{4})-([0-9]{2})(?![-0-9])", re.ASCII)
_PERIOD_ZH: Final = re.compile(r"([0-9]{4})年([0-9]{1,2})月(?![0-9])", re.ASCII)
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?![0-9])", re.ASCII)
_MONTH_FIRST: Final = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?![0-9])", re.ASCII)
_MONTH_SECOND: Final = re.compile(
    r"([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?,? ([0-9]{4})(?![0-9])", re.ASCII
)
_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MICROSECOND: Final = datetime.timedelta(microseconds=1)
_LISTED: Final = 12
_WEEKDAYS: Final = (
    ("monday", "一"),
    ("tuesday", "二"),
    ("wednesday", "三"),
    ("thursday", "四"),
    ("friday", "五"),
    ("saturday", "六"),
    ("sunday", "日"),
)


_EXAMPLES: Final = {
    Kind.YES_NO: ("yes", "是"),
    Kind.NUMBER: ("12", "12"),
    Kind.MONEY: ("100 yuan", "100元"),
    Kind.TEXT: ('"text"', "“文本”"),
    Kind.DATE: ("2026-11-05", "2026-11-05"),
    Kind.TIME: ("21:30", "21:30"),
    Kind.MOMENT: ("2026-11-05T10:00+08:00", "2026-11-05T10:00+08:00"),
    Kind.DURATION: ("30 minutes", "30分钟"),
    Kind.PERIOD: ("2026-11", "2026-11"),
}


def _month(word: str) -> str:
    """The number of an English month by its name or its first three letters, an empty text for no month."""
    place = next((place for place, name in enumerate(_MONTHS, start=1) if word in (name, name[:3])), 0)
    return str(place) if place else ""


class LiteralReader(AmountReader):
    """Reads every kind of constant."""

    #: the value is shown in a text, where words may stand in for it
    in_words = False

    def literal(self, wanted: Wanted) -> Literal | None:
        """The constant that stands here, None where none does."""
        start = self.skipped()
        if start >= len(self.text):
            return None
        text = self.quoted()
        if text is not None:
            return self._text(text, wanted, start)
        choice = self.choice(start, wanted)
        if choice is not None:
            return self.take_choice(choice, wanted, start)
        if wanted.of(Kind.YES_NO) and (said := self.take("yes", "no")):
            return Literal(said == "yes", YES_NO, span=self.span(start))
        found = self._clock(wanted, start) or self._weekday(wanted, start)
        return found or self.amount(wanted)

    # ---------------------------------------------------------------------------------------- choices

    def choice(self, at: int, wanted: Wanted) -> Match[Term] | None:
        """The longest value of the wanted choice that stands at a place."""
        type = wanted.of(Kind.CHOICE)
        return choices_of(self.vocabulary, type, self.language).longest(self.text, at) if type else None

    def take_choice(self, match: Match[Term], wanted: Wanted, start: int) -> Literal:
        """The choice value that was found."""
        type = wanted.of(Kind.CHOICE) or TEXT
        self.at = match.end
        if len(match.meanings) > 1:
            ids = [term.id for term in match.meanings]
            self.note(say.TWO_MEANINGS, start, ones=self.offered(ids), choices=self.offered(ids))
        return Literal(match.meanings[0].id, type, span=self.span(start))

    def _text(self, text: str, wanted: Wanted, start: int) -> Literal:
        type = wanted.of(Kind.CHOICE)
        if type is not None:
            found = choices_of(self.vocabulary, type, self.language).exactly(folded(text, self.language))
            if len(found) == 1:
                return Literal(found[0].id, type, span=self.span(start))
            if self.in_words and self.ended:  # at the end of a value in a text: words for one that is missing
                return Literal(text, TEXT, span=self.span(start))
            self.note_not_one_of(start, self.at, text, wanted)
            return Literal(text, type, span=self.span(start))
        return Literal(text, TEXT, span=self.span(start))

    def note_not_one_of(self, start: int, end: int, text: str, wanted: Wanted) -> None:
        """The finding that a word is not a value of the choice, with the nearest one as its repair."""
        type = wanted.of(Kind.CHOICE) or TEXT
        known = {name: terms[0] for name, terms in choices_of(self.vocabulary, type, self.language)}
        name = folded(text, self.language)
        if latin(name) != name and latin(name) in known:
            meant = self.term_label(known[latin(name)])
            letters = letters_between(text, latin(text))
            self.note(say.LOOK_ALIKE, start, end, meant, text=text, name=meant, letters=letters)
            return
        near = nearest(text, known, self.language)
        sure = bool(near) and only_a_slip(text, near, known, self.language)
        meant = self.term_label(known[near]) if near else ""
        values = [self.term_label(term) for term in type.choices[:_LISTED]]
        hint = listing("values", "可用", values, more=len(type.choices) > _LISTED)
        if near:
            chinese = (f"是不是“{meant}”？{listed}" for listed in (hint.zh, hint.hant))
            hint = Words(f"did you mean `{meant}`? {hint.en}", *chinese)
        self.note(say.NOT_ONE_OF, start, end, meant if sure else "", text=text, field=wanted.label, way_out=hint)

    def term_label(self, term: Term) -> str:
        """How a value is called in this language."""
        return term.labels.in_language(self.language) or term.id

    # ------------------------------------------------------------------------------- dates and times

    def _clock(self, wanted: Wanted, start: int) -> Literal | None:
        self._refuse_spoken_date(wanted, start)
        if not self.text[start : start + 1].isdigit():
            return None
        if (type := wanted.of(Kind.PERIOD)) is not None and (found := self._period(type, start)) is not None:
            return found
        date = self.date()
        if date is not None:
            return self._moment(date, start) or Literal(date, DATE, span=self.span(start))
        time = self._time(start, wanted)
        return None if time is None else Literal(time, TIME, span=self.span(start))

    def _refuse_spoken_date(self, wanted: Wanted, start: int) -> None:
        """Raise where a date is written as people say it: `December 20, 2026`, `01/12/2026`."""
        if not (wanted.of(Kind.DATE) or wanted.of(Kind.MOMENT)):
            return
        if (spoken := spoken_date_at(self.plain, start)) is not None:
            raise self.stuck(slip.DATE_WRITTEN, start, spoken.end, spoken.sure, choices=spoken.way_out)
        if found := _DAY_FIRST.match(self.text, start):
            one, other, year = found.groups()
            days = [(year, month, day) for day, month in ((one, other), (other, one)) if int(month) <= 12]
        elif (found := _MONTH_FIRST.match(self.text, start)) and (month := _month(found[1])):
            days = [(found[3], month, found[2])]
        elif (found := _MONTH_SECOND.match(self.text, start)) and (month := _month(found[2])):
            days = [(found[3], month, found[1])]
        else:
            return
        dates = list(dict.fromkeys(f"{year}-{int(month):02}-{int(day):02}" for year, month, day in days))
        choices = (" or " if not self.chinese else "或").join(self.offered([date]) for date in dates)
        sure = dates[0] if len(dates) == 1 else ""
        raise self.stuck(slip.DATE_WRITTEN, start, found.end(), sure, choices=choices)

    def date(self) -> datetime.date | None:
        """The date that stands here."""
        start = self.skipped()
        match = _DATE.match(self.plain, start)
        parts = match.group(1, 3, 4) if match else None
        if match is None:
            match = _DATE_ZH.match(self.plain, start)
            parts = match.group(1, 2, 3) if match else None
        if match is None or parts is None:
            return None
        self.at = match.end()
        try:
            return datetime.date(int(parts[0]), int(parts[1]), int(parts[2]))
        except ValueError:
            raise self.stuck(say.NOT_A_DATE, start) from None

    def _moment(self, date: datetime.date, start: int) -> Literal | None:
        after = self.at + 1 if self.text[self.at : self.at + 1] in (" ", "t") else self.at
        clock = _CLOCK.match(self.text, after)
        if clock is None:
            return None
        zone = _ZONE.match(self.text, clock.end())
        self.at = clock.end()
        time = self._time_of(clock[1], clock[2], clock[3], clock[4], start)
        if zone is None:
            zoned = f"{date}T{time.isoformat('minutes')}+08:00"
            raise self.stuck(say.NEEDS_ZONE, start, zoned=zoned)
        self.at = zone.end()
        offset = datetime.timedelta(0)
        if zone[1][0] in "+-":
            digits = zone[1].replace(":", "")
            offset = datetime.timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
            offset = -offset if digits[0] == "-" else offset
        at = datetime.datetime.combine(date, time, datetime.UTC) - _EPOCH - offset
        return Literal(at // _MICROSECOND, MOMENT, span=self.span(start))

    def _time(self, start: int, wanted: Wanted) -> datetime.time | None:
        if match := _CLOCK.match(self.text, start):
            self.at = match.end()
            return self._time_of(match[1], match[2], match[3], match[4], start)
        if not self.chinese and (match := _NOON.match(self.text, start)):
            self.at = match.end()
            hour = int(match[1]) % 12 + (12 if match[2] == "pm" else 0)
            return self._time_of(str(hour) if 1 <= int(match[1]) <= 12 else "99", "0", None, None, start)
        if wanted.of(Kind.TIME) and (match := _CLOCK_ZH.match(self.plain, start)):
            self.at = match.end()
            return self._time_of(match[1], match[2] or "0", None, None, start)
        return None

    def _time_of(self, hour: str, minute: str, second: str | None, rest: str | None, start: int) -> datetime.time:
        try:
            return datetime.time(int(hour), int(minute), int(second or 0), int((rest or "").ljust(6, "0")))
        except ValueError:
            raise self.stuck(say.NOT_A_DATE, start) from None

    def _period(self, type: Type, start: int) -> Literal | None:
        match = _PERIOD.match(self.plain, start) or _PERIOD_ZH.match(self.plain, start)
        if match is None:
            return None
        self.at = match.end()
        if not 1 <= int(match[2]) <= 12:
            raise self.stuck(say.NOT_A_DATE, start)
        return Literal(f"{match[1]}-{int(match[2]):02}", type, span=self.span(start))

    def _weekday(self, wanted: Wanted, start: int) -> Literal | None:
        """`Monday`, `星期一` where a weekday's number is called for."""
        if wanted.unit != "weekday":
            return None
        for number, (english, chinese) in enumerate(_WEEKDAYS, start=1):
            for name in (english, f"星期{chinese}", f"周{chinese}", f"礼拜{chinese}"):
                if self.plain.startswith(name, start):
                    self.at = start + len(name)
                    return Literal(number, wanted.types[0], span=self.span(start))
        return None

    def not_a_literal(self, start: int, type: Type, end: int = 0) -> Exception:
        """The exception that no constant of the type stands here."""
        english, chinese = _EXAMPLES.get(type.kind, ("…", "…"))
        example = f"“{chinese}”" if self.chinese and type.kind is not Kind.TEXT else chinese
        shown = example if self.chinese else f"`{english}`"
        end = end or len(self.text)
        if start >= end:
            return self.stuck(say.EMPTY, 0, end, example=chinese if self.chinese else english)
        return self.stuck(say.NOT_A_LITERAL, start, end, kind=kind_words(type), example=shown)

    # ------------------------------------------------------------------------------------------- lists

    def check_list(self, start: int, length: int) -> None:
        """Raise where a list has more values than are read."""
        if length > LIMITS.list_items:
            raise self.stuck(say.LIST_TOO_LONG, start, limit=str(LIMITS.list_items))

    def kind_of(self, literal: Literal) -> Words:
        """What a constant is, for a message."""
        return kind_words(literal.type)

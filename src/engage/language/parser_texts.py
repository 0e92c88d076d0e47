"""The smaller things that are read: texts with values in braces, facts that examples state, names of events."""

from __future__ import annotations

from decimal import Decimal

from engage.facts.units import Duration
from engage.facts.vocabulary import Kind, Type
from engage.ground.finding import Finding, Words
from engage.ground.source import Fragment
from engage.language import messages as say
from engage.language.parser_cells import CellReader
from engage.language.parser_names import Twin
from engage.language.parser_numbers import Wanted
from engage.language.parser_values import VALUES
from engage.language.tokens import CLOSED_BY
from engage.language.tree import Compare, Condition, Fact, Literal, Value
from engage.language.types import kind_words, type_of

__all__ = ["SentenceReader", "template_pieces"]


class SentenceReader(CellReader):
    """Reads everything this room is asked for."""

    def constant(self, type: Type, label: str = "", unit: str = "") -> Literal:
        """A constant of a type, or Stuck."""
        start = self.skipped()
        wanted = Wanted((type,), unit, label or self._calling(type))
        found = self.items(wanted, type) if type.kind is Kind.LIST else self.literal(wanted)
        if found is None:
            if type.kind is Kind.CHOICE and start < len(self.text):
                self.note_not_one_of(start, len(self.text), self.raw(start, len(self.text)), wanted)
                raise self.again()
            raise self.not_a_literal(start, type)
        found = self._as(found, type)
        if found.type.kind is not type.kind:
            self.at = len(self.text)
            raise self.not_a_literal(start, type)
        if found.type != type:
            self._checked(Literal(found.value, type), found)
        return found

    def _calling(self, type: Type) -> str:
        """What a type is called in a message: the field that has it, where it is a choice."""
        if type.kind is Kind.CHOICE:
            having = [field for field in self.vocabulary.fields if field.type == type]
            field = next((field for field in having if field.root == "event"), next(iter(having), None))
            return self.field_label(field) if field is not None else ("这个选项" if self.chinese else "this choice")
        return kind_words(type).in_language(self.language)

    def _as(self, literal: Literal, type: Type) -> Literal:
        fitted = self.fitted(literal, type)
        return fitted if isinstance(fitted, Literal) else literal

    def items(self, wanted: Wanted, type: Type) -> Literal | None:
        """The items of a list by commas."""
        start = self.skipped()
        if self.take("unknown") and self.plain[start : self.at].endswith(("empty", "为空")):
            return Literal((), type, span=self.span(start))
        self.at = start
        inner = Wanted((type.item,), wanted.unit, wanted.label) if type.item else wanted
        first = self.literal(inner)
        if first is None:
            return None
        found = self.options(first, inner, start, every=True)
        return Literal(tuple(one.value for one in found), type, span=self.span(start))

    def length(self) -> Duration:
        """A length of time, or Stuck."""
        start = self.skipped()
        each = self.chinese and self.plain.startswith("每", start)
        if not self.chinese and self.text.startswith(("every ", "each ", "per ", "a ", "an ", "half "), start):
            found = self._spoken_length(start)
            if found is not None:
                return found
        self.at = start + 1 if each else start
        before = self.at
        found = self.duration()
        if found is not None:
            return found
        self.at = before
        if self.unit() is not None:
            self._refuse_week(start, before)
        self.at = before
        self.refuse_bare_unit(start)
        number = self.number()
        end = len(self.text)
        if start >= end:
            raise self.stuck(say.EMPTY, 0, end, example="30分钟" if self.chinese else "30 minutes")
        choices = self.offered(["30分钟", "1个工作日"] if self.chinese else ["30 minutes", "1 working day"])
        if number is not None and self.ended:
            choices = self.offered([f"{number}分钟", f"{number}天"] if self.chinese else
                                   [f"{number} minutes", f"{number} days"])  # fmt: skip
            raise self.stuck(say.NEEDS_UNIT, start, end, choices=choices)
        raise self.stuck(say.NOT_A_DURATION, start, end, choices=choices)

    def _spoken_length(self, start: int) -> Duration | None:
        """`half an hour`, `a day`, `every 7 days`."""
        space = self.text.index(" ", start)
        word, self.at = self.text[start:space], space
        if word in ("every", "each", "per"):
            found = self.duration()
            if found is None and self.unit() is not None:
                self._refuse_week(start, space)
            return found
        half = word == "half"
        if half:
            at = self.skipped()
            article = next((one for one in ("an ", "a ") if self.text.startswith(one, at)), "")
            self.at = at + len(article)
        unit = self.unit()
        if unit is None:
            self.refuse_bare_unit(start)
            return None
        return Duration(Decimal("0.5") if half else 1, unit)

    def _refuse_week(self, start: int, before: int) -> None:
        """`每周`, `every day`: any 7 days or a calendar week?"""
        end, self.at = self.at, before
        unit = self.unit()
        self.at = end
        english = {"week": ("7 days", "week", "calendar week"), "day": ("24 hours", "day", "calendar day")}
        chinese = {"week": ("7天", "周", "1个自然周"), "day": ("24小时", "日", "1个自然日")}
        named = str(unit.value) if unit is not None else ""
        if named not in english:
            return
        days, name, calendar = english[named]
        zh_days, zh_name, zh_calendar = chinese[named]
        choices = [zh_days, zh_calendar] if self.chinese else [days, f"1 {calendar}"]
        raise self.stuck(
            say.BARE_WEEK, start, days=Words(days, zh_days), unit=Words(name, zh_name), choices=self.offered(choices)
        )

    def event_name(self) -> str:
        """The id of the event kind that is named, or Stuck."""
        start = self.skipped()
        match = self.event_here(start)
        if match is not None and match.end >= len(self.text):
            self.at = match.end
            self._note_two_kinds(match, start)
            return match.meanings[0].id
        end = len(self.text)
        if start >= end:
            raise self.stuck(say.EMPTY, 0, end, example="投诉" if self.chinese else "complaint")
        self.note_unknown_event(start, end, one=True)
        raise self.again()

    def given(self) -> tuple[str, Literal | None]:
        """A fact with its value, or with None where it is stated to be unknown."""
        start = self.skipped()
        if (stated := self._given_phrase(start)) is not None:
            return stated
        match = self.field_here(start)
        if match is None:
            if start >= len(self.text):
                raise self.missing(Words("a fact", "信息"))
            end = self._end_of_given(start)
            self.note_unknown_field(start, end)
            raise self.again()
        fact = self.fact(match, start)
        if (stated := self._stated_unknown(fact)) is not None:
            return stated
        self.take("is")
        if (stated := self._stated_unknown(fact)) is not None:
            return stated
        wanted = self.wanted_of(fact)
        at = self.skipped()
        if at >= len(self.text) and wanted.of(Kind.YES_NO):
            # `同意营销 是`, `has technical support`
            return self._name(fact), Literal(True, wanted.types[0], span=self.span(start))
        if at >= len(self.text):
            raise self.missing(Words("a value", "值"))
        return self._given_value(fact, wanted, at)

    def _stated_unknown(self, fact: Value) -> tuple[str, Literal | None] | None:
        start = self.skipped()
        if not self.take("unknown"):
            return None
        empty = self.emptiness(fact, start, unknown=True)
        nothing = empty.right if isinstance(empty, Compare) else None
        return self._name(fact), nothing if isinstance(nothing, Literal) else None

    def _given_value(self, fact: Value, wanted: Wanted, at: int) -> tuple[str, Literal | None]:
        if isinstance(fact, Twin):
            band = self.choice(at, wanted)
            if band is not None:
                return fact.band.name, self.take_choice(band, wanted, at)
            wanted = Wanted((fact.type,), wanted.unit, wanted.label)
        self._refuse_comma_between(at)
        literal = self.constant(wanted.types[0], wanted.label, wanted.unit)
        return self._name(fact), literal

    def _refuse_comma_between(self, start: int) -> None:
        """Raise where a comma stands between two facts: `customer tier silver, months with us 72`."""
        for at in range(start, len(self.text)):
            if self.quotes_here(at):
                return
            if (
                self.text[at] in ",、"
                and self.field_here(behind := at + 1 + (self.text[at + 1 : at + 2] == " ")) is not None
            ):
                mark = "；" if self.chinese else ";"
                way_out = Words(f"facts are parted by `{mark}`", f"各项信息之间用“{mark}”分开")
                raise self.stuck(say.UNEXPECTED, at, behind, mark, way_out=way_out)

    def _given_phrase(self, start: int) -> tuple[str, Literal | None] | None:
        """`is a converged customer`, `是融合客户`."""
        match = self.phrase_here(start)
        if match is None or match.end < len(self.text) or match.end < self.name_end(start):
            return None
        self.at = match.end
        field, says_yes = match.meanings[0]
        return field.name, Literal(says_yes, field.type, span=self.span(start))

    @staticmethod
    def _name(fact: Value) -> str:
        return fact.name if isinstance(fact, Fact) else ""

    def _end_of_given(self, start: int) -> int:
        end = self.unknown_end(start)
        at = self.text.rfind(" ", start, end)
        return at if at > start and end == len(self.text) else end

    def in_text(self) -> Value:
        """A value in a text: a scorecard's name means its band there."""
        start = self.skipped()
        self.in_words = True
        found = self.only_value(self._either_history(), start)
        return found.band if isinstance(found, Twin) else self.settled(found)

    def whole_value(self, expected: Type | None) -> Value:
        """A value that stands alone, in its expected type."""
        start = self.skipped()
        if start >= len(self.text):
            raise self.missing(Words("a value", "值"))
        wanted = Wanted((expected,), "", self._calling(expected)) if expected is not None else Wanted()
        if expected is not None and expected.kind is Kind.LIST:
            listed = self._listed(wanted, expected)
            if listed is not None:
                return listed
        found = self.only_value(self._either_history(wanted), start)
        if isinstance(found, Twin):
            band = expected is not None and expected.kind is found.band.type.kind
            found = found.band if band else Fact(found.name, found.type, span=found.span)
        if expected is None:
            return found
        found = self.fitted(found, expected, say_where=True)
        if type_of(found).kind is Kind.MONEY and type_of(found).currency != expected.currency and expected.currency:
            self._note_types(Literal(0, expected), found)
        return found

    def _listed(self, wanted: Wanted, expected: Type) -> Literal | None:
        """Constants to the end, as the items of a list; None, without moving, where a value is named."""
        before = self.at
        found = self.items(wanted, expected)
        if found is None or not self.ended:
            self.at = before
            return None
        return found

    def _either_history(self, wanted: Wanted | None = None) -> Value | Condition:
        start = self.skipped()
        found = self.chinese_history() if self.chinese else None
        if found is None:
            return self.value(wanted or Wanted())
        return self.going_on(found, start) if isinstance(found, VALUES) else found


def template_pieces(fragment: Fragment) -> tuple[list[str | Fragment], list[Finding]]:
    """A text cut at its braces: plain pieces as they stand, values as fragments; `{{` and `}}` are single braces."""
    text = fragment.text
    pieces: list[str | Fragment] = []
    plain, at = "", 0
    while at < len(text):
        if text[at : at + 2] in ("{{", "}}"):
            plain, at = plain + text[at], at + 2
        elif text[at] != "{":
            plain, at = plain + text[at], at + 1
        else:
            end = _closing(text, at + 1)
            if end < 0:
                values = {"one": "{customer tier}", "two": "{{"}
                return pieces, [Finding(say.BRACE_OPEN, fragment.span(at, at + 1), values)]
            pieces += [plain, fragment.cut(at + 1, end)] if plain else [fragment.cut(at + 1, end)]
            plain, at = "", end + 1
    return ([*pieces, plain] if plain else pieces), []


def _closing(text: str, at: int) -> int:
    """Where the brace closes, -1 where it does not; a text in quotes may hold one itself."""
    until = ""
    for place in range(at, len(text)):
        char = text[place]
        if until:
            until = "" if char == until else until
        elif char in CLOSED_BY and text.find(CLOSED_BY[char], place + 1) > 0:
            until = CLOSED_BY[char]
        elif char == "}":
            return place
    return -1

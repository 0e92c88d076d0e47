"""What is said where a value or a condition does not go on as it began."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from engage.facts.vocabulary import Kind
from engage.ground.finding import Fix, Words
from engage.language import messages as say
from engage.language.names import choices_of, ends_here
from engage.language.parser_numbers import Wanted
from engage.language.parser_unknown import UnknownReader
from engage.language.tokens import Stuck
from engage.language.tree import Literal

__all__ = ["TroubleReader"]

_STOPS: Final = (".", "。", "!", ";")
_NOT_UNDERSTOOD: Final = Words(
    "conditions are joined by `and` or `or`; these words have no meaning here",
    "条件之间用“且”或“或”连接；这些词在这里没有含义",
)


class TroubleReader(UnknownReader):
    """Says why reading cannot go on."""

    #: true inside a table's cell, where a name alone is rarely meant
    in_cell = False

    def wrong_choice(self, start: int, wanted: Wanted) -> Literal | None:
        """A word in the place of a value that is none of the values, kept as a finding so that its list goes on."""
        type = wanted.of(Kind.CHOICE)
        end = self.unknown_end(start)
        if type is None or len(wanted.types) > 1 or self.text[start] in "),:" or self.word_slip(start)[1]:
            return None
        before, self.at = self.at, end
        if not (self.ended or self.sees("or", "comma")) or self.depth:
            self.at = before
            return None
        self.note_not_one_of(start, end, self.raw(start, end), wanted)
        return Literal("", type, span=self.span(start))

    def missing(self, what: Words) -> Exception:
        """The exception that the text ends too early."""
        end = len(self.text)
        before = self.raw(0, end)
        if not before:
            return self.stuck(say.EMPTY, 0, end, example=self.example())
        return self.stuck(say.MISSING, end, end, what=what, before=_tail(before), example=self.example())

    def example(self) -> str:
        """A condition over this vocabulary, for a message."""
        field = next(iter(self.vocabulary.fields), None)
        name = self.field_label(field) if field else ("客户等级" if self.chinese else "customer tier")
        return f"{name} 未知" if self.chinese else f"{name} is unknown"

    def not_closed(self, start: int) -> Exception:
        """The exception that a bracket is not closed, or that something in it was not understood."""
        if self.ended:
            return self.stuck(say.BRACKET_OPEN, start, start + 1)
        return self.unexpected()

    def unexpected(self) -> Exception:
        """The exception that the sentence does not go on like this."""
        start = self.skipped()
        if self.text[start : start + 1] == ")":
            return self.stuck(say.BRACKET_CLOSED, start, start + 1)
        if self.text[start : start + 1] == "#":
            end = len(self.text)
            spaces = Words("a comment behind a sentence has two spaces before its `#`", "句末注释的“#”前面要有两个空格")
            return self.stuck(say.UNEXPECTED, start, end, f" {self.raw(start, end)}", way_out=spaces)
        if self.text[start : start + 1] == ",":
            return self._comma_between(start)
        if self.text[start:] in _STOPS:
            way_out = Words("a sentence ends without a full stop", "句末不写句号")
            stop = self.stuck(say.UNEXPECTED, start, len(self.text), way_out=way_out)
            place = self.fragment.span(self.places[start], self.places[-1])
            return Stuck(evolve(stop.finding, fixes=(Fix(place, ""),)))
        if (end := self.name_end(start)) > start:
            joined = Words("put `and` or `or` between two conditions", "两个条件之间请加“且”或“或”")
            return self.stuck(say.UNEXPECTED, start, end, way_out=joined)
        end = self.unknown_end(start)
        return self.stuck(say.UNEXPECTED, start, end, way_out=self._filter_meant(start, end) or _NOT_UNDERSTOOD)

    def _comma_between(self, start: int) -> Exception:
        """The exception that a comma stands where conditions are joined: `…, and customer tier is gold`."""
        self.at = start + 1
        joint_at = self.skipped()
        if self.take("and", "or"):
            joint = self.raw(joint_at, self.at)
            without = Words(f"write `{joint}` without a comma", f"请写“{joint}”，不加逗号")
            return self.stuck(
                say.UNEXPECTED, start, self.at, f" {joint}" if self._touches(start) else joint, way_out=without
            )
        instead = Words("write `and` or `or` in place of the comma", "请用“且”或“或”代替逗号")
        return self.stuck(say.UNEXPECTED, start, start + 1, way_out=instead)

    def _touches(self, at: int) -> bool:
        """True where nothing parts a character from the one before it."""
        return at > 0 and self.places[at] - self.places[at - 1] <= 1

    def _filter_meant(self, start: int, end: int) -> Words | None:
        """`about network` behind an event: what a past event was like stands in brackets."""
        for field in self.vocabulary.fields:
            if field.root != "event" or field.type.kind is not Kind.CHOICE:
                continue
            table = choices_of(self.vocabulary, field.type, self.language)
            for at in range(start, end):
                match = table.longest(self.text, at) if ends_here(self.text, at) else None
                if match is not None and match.end <= end:
                    label, value = self.field_label(field), self.term_label(match.meanings[0])
                    return Words(
                        f"`{value}` is a {label}: behind an event it stands in brackets, `({label} {value})`",
                        f"“{value}”是{label}：写在事件后面的括号里，“（{label} {value}）”",
                    )
        return None

    def no_value(self, start: int, wanted: Wanted) -> Exception:
        """The exception that no value stands here."""
        if self.text[start] in "),":
            if self.text[start] == ")" and self.depth == 0:
                return self.stuck(say.BRACKET_CLOSED, start, start + 1)
            before = _tail(self.raw(0, start))
            what = Words("a value", "值")
            return self.stuck(say.MISSING, start, start + 1, what=what, before=before, example=self.example())
        end, word = self.word_slip(start)
        if word:
            return self.no_comparison(start, end, word)
        if (turned := self.turned_round(start)) is not None:
            return turned
        end = self.unknown_end(start)
        kinds = [type.kind for type in wanted.types]
        before_count = len(self.findings)
        if Kind.CHOICE in kinds:
            self.note_not_one_of(start, end, self.raw(start, end), wanted)
        elif kinds == [Kind.TEXT]:
            text = self.raw(start, end)
            quoted = f"“{text}”" if self.chinese else f'"{text}"'
            return self.stuck(say.UNQUOTED, start, end, quoted, field=wanted.label, quoted=quoted)
        elif self.in_cell and kinds:
            return self.not_a_literal(start, wanted.types[0])
        elif kinds and not self.may_be_field(start, end):
            return self.not_this(start, end, wanted)
        else:
            self.note_unknown_field(start, end)
        return self.again() if len(self.findings) > before_count else self.unexpected()


def _tail(text: str) -> str:
    return text if len(text) <= 40 else "…" + text[-40:]

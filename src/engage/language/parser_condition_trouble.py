"""What is said of conditions that are nearly right: words at a joint, and behind a value that nothing asks about."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from engage.facts.vocabulary import Kind
from engage.ground.finding import Fix, Words
from engage.language import messages as say
from engage.language import slip_messages as slip
from engage.language.parser_rows import RowReader
from engage.language.tokens import Stuck
from engage.language.tree import Compare, Condition, Literal, Measure, Value

__all__ = ["ConditionTrouble"]

_SIGNS: Final = "=<>!≤≥≠"


class ConditionTrouble(RowReader):
    """Raises where parts of a condition do not go together."""

    #: what the last test asked about
    subject: Value | None = None

    def _refuse_both(self, joint: str, start: int) -> None:
        """Raise behind `customer tier is gold and` where another of its values stands."""
        if joint != "and" or self.subject is None:
            return
        at, wanted = self.skipped(), self.wanted_of(self.subject)
        match = self.choice(at, wanted)
        if match is None or self.name_end(at) >= match.end or not self._ends_at(match.end):
            return
        before = self.raw(start, self.at)
        said = before[: before.casefold().rfind(self.lexicon.plainest["and"])].rstrip() if not self.chinese else ""
        value = self.raw(at, match.end)
        label = self.label_of(self.subject)
        example = f"{said} or {value}" if said else f"{label} 是 …… 或 {value}"
        raise self.stuck(slip.BOTH_AT_ONCE, at, match.end, field=label, example=example)

    def _refuse_bare_event(self, before: Value | Condition | None, start: int) -> None:
        """Raise where an event's name alone follows what was counted: `no complaints or payments …`."""
        counted = before.left if isinstance(before, Compare) else None
        at = self.skipped()
        event = self.event_here(at)
        if not isinstance(counted, Measure) or event is None or self.name_end(at) > event.end:
            return
        if self.chinese and not self._ends_at(event.end):
            return  # `投诉 累计 正好 1 次`: in Chinese a question to the past may begin with the event
        kind, said = event.meanings[0], self.raw(start, self.at)
        joint = self.lexicon.plainest["or"]
        said = said.removesuffix(joint).removesuffix(self.lexicon.plainest["and"]).strip()
        named = self.event_label(kind, plural=True)
        past = f"最近30天内 没有 {named}" if self.chinese else f"no {named} in the last 30 days"
        one = self.event_label(kind)
        now = f"事件 是 {one}" if self.chinese else f"event is {one}"
        raise self.stuck(slip.EVENT_BESIDE_COUNT, at, event.end, before=said, past=past, now=now)

    def _refuse_joint(self, start: int) -> None:
        """Raise where a line goes on with what the line before said: `or customer tier is silver`."""
        if self.name_end(start) > start or not (joint := self.take("and", "or")):
            return
        end = self.at
        if joint == "and":  # No repair: below `any of` the line would turn into another choice.
            way_out = Words("take it away: the lines below `when` must all hold", "请删去它：“当”之下的各行须同时满足")
            raise self.stuck(slip.BEGINS_WITH_JOINT, start, end, way_out=way_out)
        way_out = Words(
            "put both lines under `any of`, each further in and without `or`",
            "请把两行都写在“任一满足”之下，缩进，并去掉“或”",
        )
        raise self.stuck(slip.BEGINS_WITH_JOINT, start, end, way_out=way_out)

    def _example_about(self, value: Value, text: str) -> str:
        """A condition on the value, for a message."""
        if isinstance(value, Literal):
            return self._example_with(value, text)
        wanted = self.wanted_of(value)
        choice = wanted.of(Kind.CHOICE)
        if choice is not None and choice.choices:
            one = self.term_label(choice.choices[-1])
            return f"{text} 是 {one}" if self.chinese else f"{text} is {one}"
        items = wanted.types[0].item if wanted.of(Kind.LIST) else None
        if items is not None and items.choices:
            one = self.term_label(items.choices[0])
            return f"{text} 包含 {one}" if self.chinese else f"{text} contains {one}"
        if wanted.of(Kind.NUMBER) or wanted.of(Kind.MONEY):
            return f"{text} 至少 12" if self.chinese else f"{text} is at least 12"
        return f"{text} 未知" if self.chinese else f"{text} is unknown"

    def _example_with(self, constant: Literal, text: str) -> str:
        """A condition in which such a constant may stand."""
        event = next(iter(self.vocabulary.events), None)
        if constant.type.kind is Kind.DURATION and event is not None:
            name = self.event_label(event)
            last = self.within_last(text)
            return f"{last} 有 {name}" if self.chinese else f"any {name} {last}"
        field = next((field for field in self.vocabulary.fields if field.type.kind is constant.type.kind), None)
        if field is None:
            return self.example()
        return f"{self.field_label(field)} 是 {text}" if self.chinese else f"{self.field_label(field)} is {text}"

    def _refuse_what_follows(self, value: Value, start: int) -> None:
        """Raise where words behind a value were meant to ask something of it."""
        end, at = self.at, self.skipped()
        if self.ended or self.sees("and", "or", "close", "comma"):
            return
        if self.text[at] in _SIGNS:
            signs = at
            while signs < len(self.text) and self.text[signs] in f"{_SIGNS} ":
                signs += 1
            raise self.no_comparison(at, signs)
        slip_end, word = self.word_slip(at)
        if word:
            raise self.no_comparison(at, slip_end, word)
        self._refuse_without_is(value, start, end, at)
        known = self._known_fields()
        longer = self._near_end(start, self.unknown_end(start), known)
        if longer > end and self._slip(self.raw(start, longer), known):
            self.note_unknown_field(start, longer)
            raise self.again()

    def _refuse_without_is(self, value: Value, start: int, end: int, at: int) -> None:
        """`customer tier not gold`, `customer tier: gold`."""
        word = self.lexicon.plainest["is not" if self.take("not", "no") else "is"]
        self.mark(":")
        behind = self.skipped()
        wanted = self.wanted_of(value)
        if behind > at and behind < len(self.text) and self.constant_here(behind, wanted):
            literal = self.literal(wanted)
            if literal is not None and self._ends_at(self.at):
                said, before = self.raw(behind, self.at), self.raw(start, end)
                finding = self.finding(say.WORDS_AFTER_FIELD, at, self.at, before=before, word=word, text=said)
                gap = self.fragment.span(self.places[end - 1] + 1, self.places[behind])
                raise Stuck(evolve(finding, fixes=(Fix(gap, f" {word} "),)))
        self.at = end

    def _ends_at(self, end: int) -> bool:
        before, self.at = self.at, end
        ends = self.ended or self.sees("or", "and", "comma", "close")
        self.at = before
        return ends

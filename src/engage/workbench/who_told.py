"""The answers of all customers to a question, as tables for people, as data, and as a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from engage.decide.explain_plain import plain_data
from engage.decide.explanation import Seen
from engage.decide.value_words import moment_words, short_words
from engage.decide.who import Reply
from engage.facts.vocabulary import Kind, Type
from engage.gate.values import moment_text
from engage.ground.finding import Words
from engage.program.question import Question
from engage.workbench.page import bars_of, page, section, table
from engage.workbench.who_counted import Counted

__all__ = ["WhoTold"]

_EVERYBODY: Final = Words("all customers", "全部客户", "全部客戶")
_AS_OF: Final = Words("as of {at}", "截至 {at}")
_VERDICTS: Final = (Words("yes", "是"), Words("no", "否"), Words("unknown", "未知"))
_HEAD: Final = (Words("answer", "回答"), Words("customers", "客户数", "客戶數"), Words("share", "占比", "佔比"))
_WAITS: Final = Words("unknown for want of", "未知的原因")
_REST: Final = Words("other values", "其他值")
_CUSTOMER: Final = Words("customer", "客户", "客戶")
_FIRST: Final = Words("the first {shown} of {count}", "前 {shown} 位，共 {count} 位")


@frozen
class Grid:
    """A table whose first columns are `texts`. `counts` are its figures, of a `whole`, where it counts something."""

    title: str
    head: list[str]
    rows: list[list[str]]
    texts: int = 1
    counts: tuple[int, ...] = ()
    whole: int = 0


@frozen
class WhoTold:
    """Tells a count in a language. `at` is the moment the question was asked for."""

    question: Question
    counted: Counted
    language: str
    at: int

    def title(self) -> str:
        """The question, as it was understood."""
        line = self.question.line
        return (line.words if line is not None else _EVERYBODY).in_language(self.language)

    def as_of(self) -> str:
        """The moment."""
        return self._say(_AS_OF, at=moment_words(self.at - self.at % 60_000_000, ZoneInfo(self.question.program.zone)))

    def grids(self) -> list[Grid]:
        """How many; unknown for want of what; by which value."""
        counted, asked = self.counted, self.question.by
        verdicts = zip(map(self._say, _VERDICTS), (counted.yes, counted.no, counted.unknown), strict=True)
        answers = [*verdicts] if self.question.line is not None else [(self._say(_EVERYBODY), counted.yes)]
        found = [self._counts("", self._say(_HEAD[0]), answers, counted.customers)]
        if counted.waits:
            waits = [(self._say(words), count) for words, count in sorted(counted.waits.items(), key=_by_count)]
            found.append(self._counts(self._say(_WAITS), "", waits, counted.unknown))
        if asked is not None and counted.yes:
            groups, rest = counted.grouped(asked.type, self.language, self.question.program.zone)
            groups += [(self._say(_REST), rest)] if rest else []
            found.append(self._counts(self._say(asked.words), self._say(asked.words), groups, counted.yes))
        return found

    def _counts(self, title: str, name: str, counts: Sequence[tuple[str, int]], whole: int) -> Grid:
        rows = [[said, f"{count:,}", f"{100 * count / whole:.1f} %" if whole else "–"] for said, count in counts]
        return Grid(title, [name, *map(self._say, _HEAD[1:])], rows, 1, tuple(count for _, count in counts), whole)

    def listed(self) -> Grid | None:
        """The first of those for whom the condition holds, with the values asked beside; None where nobody is kept."""
        found, asked = self.counted.found, self.question.beside
        if not found:
            return None
        texts = 1 + next((n for n, one in enumerate(asked) if _is_figure(one.type)), len(asked))
        title = self._say(_FIRST, shown=f"{len(found):,}", count=f"{self.counted.yes:,}")
        return Grid(title if len(found) < self.counted.yes else "", self.columns(), [*map(self.cells, found)], texts)

    def columns(self) -> list[str]:
        """The heads of the list of customers."""
        return [self._say(_CUSTOMER), *(self._say(one.words) for one in self.question.beside)]

    def cells(self, reply: Reply) -> list[str]:
        """A customer, with the values asked beside, in words."""
        return [reply.customer, *map(self.value, reply.beside)]

    def value(self, seen: Seen) -> str:
        """A value in words."""
        return short_words(seen.value, seen.type, self.language, self.question.program.zone)

    def as_json(self) -> dict[str, object]:
        """Everything as data: counts, groups, and the customers that are kept."""
        counted = self.counted
        found: dict[str, object] = {"question": self.title(), "at": moment_text(self.at)}
        found |= {"customers": counted.customers, "yes": counted.yes, "no": counted.no, "unknown": counted.unknown}
        found["waits_for"] = {self._say(words): count for words, count in sorted(counted.waits.items(), key=_by_count)}
        if self.question.by is not None:
            found["by"] = self._say(self.question.by.words)
            found["groups"] = [
                {"value": plain_data(value), "customers": count} for value, count in counted.groups.most_common()
            ]
        return {**found, "found": [self.row(reply) for reply in counted.found]}

    def row(self, reply: Reply) -> dict[str, object]:
        """A customer as data, with the values asked beside."""
        told = {self._say(seen.label): plain_data(seen.value) for seen in reply.beside}
        return {"customer": reply.customer, **told}

    def page(self) -> str:
        """A page with bars and the list."""
        parts = [
            section(one.title or self._say(_HEAD[1]), bars_of(one.rows, one.counts, one.whole)) for one in self.grids()
        ]
        listed = self.listed()
        if listed is not None:
            parts.append(section(listed.title or self._say(_CUSTOMER), table(listed.head, listed.rows)))
        return page(self.title(), f"{self.question.program.name} · {self.as_of()}", parts, self.language)

    def _say(self, words: Words, **values: object) -> str:
        return words.filled(**values).in_language(self.language)


def _by_count(pair: tuple[Words, int]) -> tuple[int, str]:
    return -pair[1], pair[0].en


def _is_figure(type: Type | None) -> bool:
    return type is not None and type.kind in (Kind.NUMBER, Kind.MONEY, Kind.DURATION)

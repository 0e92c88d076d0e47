"""A place in a text that moves on as words, names and marks are taken: what every reader of this room stands on.

There is no list of tokens: what a run of characters is depends on what may stand there, so whole labels can hold
digits, brackets and keywords. A cursor collects findings. Where reading cannot go on it raises `Stuck`, which
never leaves the room: `parser.py` catches it.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from typing import Final

from engage.ground.finding import Finding, Fix, Message, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Span
from engage.language import messages as say
from engage.language.folding import fold
from engage.language.names import ends_here, names_of
from engage.language.scope import Scope
from engage.language.words import Spelling, chinese, lexicon, simpler

__all__ = ["CLOSED_BY", "Cursor", "Stuck"]

#: quotation marks that open a text and what closes it; a text that holds one pair stands in another
CLOSED_BY: Final = {'"': '"', "“": "”", "'": "'", "‘": "’", "「": "」", "『": "』"}
_SURE: Final = '"“「『'
_OTHER_MARKS: Final = Words(
    "a text that holds quotation marks itself stands in others: “…”, '…' or 「…」",
    "文本里若有引号，外面请用另一种引号：“…”、「…」或『…』",
)
#: a comparison in signs is read as a whole: `=>` is never `=` with a `>` behind it
_SIGNS: Final = "=<>!≤≥≦≧≠"


class Stuck(Exception):
    """Reading cannot go on from here; carries what was found wrong."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class Cursor:
    """A fragment being read in a scope, from `at` on."""

    def __init__(self, fragment: Fragment, scope: Scope) -> None:
        self.fragment = fragment
        self.scope = scope
        self.language = scope.language
        self.chinese = chinese(scope.language)
        self.vocabulary = scope.vocabulary
        self.text, self.places = fold(fragment.text, scope.language)
        #: the same with the traditional characters of keywords made simple
        self.plain = simpler(self.text) if self.chinese else self.text
        self.lexicon = lexicon(scope.language)
        self.names = names_of(scope.vocabulary, scope.language)
        self.at = 0
        self.findings: list[Finding] = []
        self.nodes = 0
        self.depth = 0
        #: where a name was taken although a shorter reading exists: (place, end taken, the end to try instead)
        self.cuts: list[tuple[int, int, int]] = []
        #: the longest end allowed for a name at a place, when another reading is tried
        self.limits: dict[int, int] = {}

    # ------------------------------------------------------------------------------------------- words

    @property
    def ended(self) -> bool:
        """True when nothing is left."""
        return self.skipped() >= len(self.text)

    def skipped(self) -> int:
        """The place of the next character that is not a space."""
        at = self.at
        return at + 1 if self.text[at : at + 1] == " " else at

    def _spelled(self, table: tuple[Spelling, ...], at: int, keys: tuple[str, ...]) -> tuple[int, str]:
        for spelling, key in table:
            if keys and key not in keys:
                continue
            end = at + len(spelling)
            if self.plain.startswith(spelling, at) and ends_here(self.plain, end) and ends_here(self.plain, at):
                if key.startswith("suffix") and self.plain.startswith(" than ", end):
                    continue  # `is 0 or fewer than 2 complaints`: the next condition begins with `fewer than`
                # Invariant: no sign of a comparison is passed over.
                return (at, "") if self.more_signs(end) else (end, key)
        return at, ""

    def more_signs(self, end: int) -> bool:
        """True where a comparison in signs goes on behind its end, a space between or not: `= >`, `>=!`."""
        if self.plain[end - 1 : end] not in _SIGNS or end < 1:
            return False
        behind = end + 1 if self.plain[end : end + 1] == " " else end
        return self.plain[behind : behind + 1] in tuple(_SIGNS)

    def peek(self, *keys: str) -> tuple[int, str]:
        """Where the longest word of these purposes would end, and its purpose; an empty purpose without one."""
        at = self.skipped()
        return self._spelled(self.lexicon.words.get(self.plain[at : at + 1], ()), at, keys)

    def sees(self, *keys: str) -> bool:
        """True when a word of these purposes stands here."""
        return bool(self.peek(*keys)[1])

    def take(self, *keys: str) -> str:
        """Move behind the longest word of these purposes; its purpose, or an empty text."""
        end, key = self.peek(*keys)
        if key:
            self.at = end
        return key

    def mark(self, marks: str) -> str:
        """Take one of these characters; it, or an empty text."""
        at = self.skipped()
        char = self.text[at : at + 1]
        if char and char in marks:
            self.at = at + 1
            return char
        return ""

    # ------------------------------------------------------------------------------------------- names

    def allowed(self, end: int, at: int) -> bool:
        """True when this reading may take a name that far."""
        return end <= self.limits.get(at, end)

    # ------------------------------------------------------------------------------------------ places

    def raw(self, start: int, end: int) -> str:
        """What was written between two places."""
        return self.piece(start, end).text

    def piece(self, start: int, end: int) -> Fragment:
        """The fragment between two places, without spaces around it."""
        start = min(start, len(self.text))
        first, last = self.places[start], self.places[min(end, len(self.text))]
        return self.fragment.cut(first, max(first, last)).strip()

    def span(self, start: int, end: int | None = None) -> Span:
        """Where something stood; without an end, up to the place reached."""
        return self.piece(start, self.at if end is None else end).span()

    # ---------------------------------------------------------------------------------------- findings

    def note(self, message: Message, start: int, end: int | None = None, fix: str = "", **values: str | Words) -> None:
        """Keep a finding and go on."""
        self.findings.append(self.finding(message, start, end, fix, **values))

    def stuck(
        self, message: Message, start: int, end: int | None = None, fix: str = "", **values: str | Words
    ) -> Stuck:
        """The exception that says so: `raise cursor.stuck(…)`."""
        return Stuck(self.finding(message, start, end, fix, **values))

    def again(self) -> Stuck:
        """The exception for the finding noted last: it stands where reading cannot go on."""
        return Stuck(self.findings.pop())

    def finding(
        self, message: Message, start: int, end: int | None = None, fix: str = "", **values: str | Words
    ) -> Finding:
        """A finding over a part of the text; `fix` replaces that part."""
        span = self.span(start, end)
        fixes = (Fix(span, fix),) if fix and span.end > span.start else ()
        return Finding(message, span, {"text": self.raw(start, self.at if end is None else end), **values}, fixes)

    # ------------------------------------------------------------------------------------------ limits

    def count(self) -> None:
        """One more node; Stuck beyond the limit."""
        self.nodes += 1
        if self.nodes > LIMITS.condition_nodes:
            raise Stuck(Finding(say.TOO_MANY_NODES, self.fragment.span(), {"limit": str(LIMITS.condition_nodes)}))

    def deeper(self, start: int) -> None:
        """One level down; Stuck beyond the limit. `self.depth` goes back up with the caller."""
        self.depth += 1
        if self.depth > LIMITS.condition_depth:
            raise self.stuck(say.TOO_DEEP, start, limit=str(LIMITS.condition_depth))

    # ------------------------------------------------------------------------------------------ quotes

    def quoted(self) -> str | None:
        """A text in quotation marks, exactly as it was written inside; None where none begins."""
        start = self.skipped()
        if start >= len(self.text):
            return None
        opening = self.places[start]
        source = self.fragment.text
        closing = CLOSED_BY.get(source[opening])
        if closing is None:
            return None
        end = source.find(closing, opening + 1)
        # `“abc"`: a straight mark closes a text where its own never comes.
        end = end if end >= 0 or closing != "”" else source.find('"', opening + 1)
        if end < 0:
            way_out = Words(f"write {closing} where the text ends", f"请在文本结束处写上 {closing}")
            if closing in source[:opening]:  # `"say "hello"`
                way_out = _OTHER_MARKS
            raise self.stuck(say.QUOTE_OPEN, start, len(self.text), mark=closing, way_out=way_out)
        self.at = bisect_left(self.places, end + 1)
        return source[opening + 1 : end]

    def inside_quotes(self, at: int) -> bool:
        """True for a mark that can only open a text; an apostrophe may stand in a word."""
        return at < len(self.text) and self.fragment.text[self.places[at]] in _SURE

    def quotes_here(self, at: int) -> bool:
        """True for any mark that may open a text."""
        return at < len(self.text) and self.fragment.text[self.places[at]] in CLOSED_BY

    def is_letter(self, at: int) -> bool:
        """True where a letter of any script stands."""
        return unicodedata.category(self.text[at : at + 1] or " ").startswith("L")

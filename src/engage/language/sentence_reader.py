"""Reading a sentence that is made of fixed words and names: `route to`, a queue, `, needs`, a skill, a number.

Names may hold the very words that part the sentence (`desk 2, night`), so whole labels are tried first, the longest
before the shorter, and one counts only where the sentence can go on behind it. Values and lengths of time inside a
sentence are handed to the condition parser. A reader collects findings and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from attrs import define, field

from engage.facts.vocabulary import Domain, Term
from engage.ground.finding import Finding, Fix, Message, Words, listing
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Span
from engage.language.action_messages import MISSING_PART, NOT_UNDERSTOOD_BEHIND, NOTHING_CALLED, SENTENCE_TOO_LONG
from engage.language.action_words import COMMA, words
from engage.language.folding import fold, folded, is_word_char
from engage.language.look_alikes import latin, letters_between
from engage.language.messages import LOOK_ALIKE
from engage.language.nearness import nearest
from engage.language.scope import Scope
from engage.language.slips import only_a_slip

__all__ = ["DIGIT", "Reader", "nothing_called", "spellings", "too_long"]

#: a stop that stands for any digit
DIGIT = "#"
_LISTED = 8
#: what goes on behind a comma
_PARTED = ("needs", "first", "due")
_STOPS = (".", "。", "!", ";")
_ONE_A_LINE = Words("one action a line; write the next one on a line of its own", "每行一个动作；下一个动作请另起一行")


# Folding the labels anew for every name read made a condition take 40 ms in a vocabulary of forty names.
@lru_cache(maxsize=65_536)
def spellings(term: Term, language: str) -> tuple[str, ...]:
    """How a thing may be written in a language, folded: its labels and its id."""
    labels = term.labels
    said = (labels.en, labels.en_plural) if language == "en" else (labels.zh, labels.hant)
    written = {folded(text, language) for text in (*said, labels.in_language(language), term.id) if text}
    return tuple(sorted(written, key=len, reverse=True))


@define
class Reader:
    """A place in a sentence that moves on as words and names are taken."""

    fragment: Fragment
    scope: Scope
    at: int = 0
    findings: list[Finding] = field(factory=list)
    text: str = ""
    _places: tuple[int, ...] = ()

    def __attrs_post_init__(self) -> None:
        self.text, self._places = fold(self.fragment.text, self.scope.language)

    # ------------------------------------------------------------------------------------------- words

    @property
    def ended(self) -> bool:
        """True when nothing is left."""
        return not self.text[self.at :].strip()

    def _skip(self, at: int) -> int:
        return at + 1 if self.text[at : at + 1] == " " else at

    def _starts(self, word: str, at: int) -> int | None:
        """Where a word that starts here ends, None when it does not start here."""
        end = at + len(word)
        if not self.text.startswith(word, at) or not self._parted(at, word[0]) or not self._parted(end, word[-1]):
            return None
        return end

    def _parted(self, at: int, inside: str) -> bool:
        """True when a word may begin or end at this place: Latin letters on one side only, or a space between."""
        if not is_word_char(inside) or not 0 < at < len(self.text):
            return True
        before, after = self.text[at - 1], self.text[at]
        touching = self._places[at] - self._places[at - 1] <= 1
        return not (touching and is_word_char(before) and is_word_char(after))

    def take(self, words: Iterable[str]) -> str:
        """Move behind the longest of the words that stands here; it, or an empty text."""
        at = self._skip(self.at)
        for word in sorted(words, key=len, reverse=True):
            end = self._starts(word, at)
            if end is not None:
                self.at = end
                return word
        return ""

    def sees(self, words: Iterable[str]) -> bool:
        """True when one of the words stands here."""
        return self._stops(self.at, words)

    def number(self) -> str:
        """The digits that stand here, or an empty text."""
        at = self._skip(self.at)
        end = at
        while end < len(self.text) and (self.text[end].isdigit() or (self.text[end] == "." and end > at)):
            end += 1
        if end > at:
            self.at = end
        return self.text[at:end]

    def run_of(self, chars: str) -> str:
        """Take the run of these characters that stands here; it as it was written, without spaces at its ends."""
        start = self._skip(self.at)
        self.at = next((at for at in range(start, len(self.text)) if self.text[at] not in chars), len(self.text))
        return self._cut(start, self.at).text.strip()

    def holds(self, words: Iterable[str]) -> bool:
        """True when one of the words stands here or further on."""
        words = tuple(words)
        return any(self._stops(at, words) for at in range(self.at, len(self.text)))

    # ------------------------------------------------------------------------------------------- places

    def span(self, start: int, end: int) -> Span:
        """The place of a part of the folded text."""
        return self._cut(start, end).span()

    def _cut(self, start: int, end: int) -> Fragment:
        first = self._places[start]
        last = self._places[end - 1] + 1 if end > start else first
        return self.fragment.cut(first, max(first, last))

    def rest(self) -> Fragment:
        """What is left, as a fragment for the condition parser."""
        return self._cut(min(self._skip(self.at), len(self.text)), len(self.text)).strip()

    def until(self, stops: Sequence[str]) -> Fragment:
        """Move to the first stop, or to the end; what lay between."""
        start = self._skip(self.at)
        self.at = self._first(start, stops)
        return self._cut(start, self.at).strip()

    def to(self, end: int) -> Fragment:
        """Move to a place; what lay between."""
        start, self.at = self._skip(self.at), end
        return self._cut(start, end).strip()

    def word_ends(self, most: int) -> list[int]:
        """Where the next words end, the nearest first; a mark of punctuation ends the last of them."""
        ends: list[int] = []
        at = self._skip(self.at)
        while at < len(self.text) and len(ends) < most:
            end = next((i for i in range(at, len(self.text)) if self.text[i] in " ,;()"), len(self.text))
            ends.append(end)
            if self.text[end : end + 1] != " ":
                break
            at = end + 1
        return [end for end in ends if end > self.at]

    def since(self, start: int) -> str:
        """What stands from a place to the end, as it was written."""
        return self._cut(self._skip(start), len(self.text)).text.strip()

    def places_of(self, marks: Sequence[str]) -> list[int]:
        """Where these marks stand from here on."""
        return [at for at in range(self.at, len(self.text)) if self.text[at] in marks]

    def behind(self) -> str:
        """What has been read so far, as it was written."""
        return self.fragment.text[: self._places[self.at]].strip()

    def _stops(self, at: int, stops: Iterable[str]) -> bool:
        at = self._skip(at)
        for stop in stops:
            if stop == DIGIT:
                if self.text[at : at + 1].isdigit():
                    return True
            elif self._starts(stop, at) is not None:
                return True
        return False

    def _first(self, start: int, stops: Sequence[str]) -> int:
        places = range(start, len(self.text))
        return next((at for at in places if at > start and self._stops(at, stops)), len(self.text))

    # -------------------------------------------------------------------------------------------- names

    def guess(self, terms: Sequence[Term], stops: Sequence[str] | None) -> str:
        """Take the longest name that stands here, if the sentence can go on behind it; its id or an empty text.

        `stops` None: anything may follow.
        """
        start = self._skip(self.at)
        best, taken = start, ""
        for term in terms:
            for spelling in spellings(term, self.scope.language):
                end = self._starts(spelling, start)
                if end is None or end <= best:
                    continue
                if stops is None or end >= len(self.text) or self._stops(end, stops):
                    best, taken = end, term.id
        if taken:
            self.at = best
        return taken

    def name(self, what: Words, terms: Sequence[Term], stops: Sequence[str] = (), *, example: str = "") -> str:
        """Take a name; without one, a finding that says which names there are."""
        taken = self.guess(terms, stops)
        if taken:
            return taken
        start = self._skip(self.at)
        if start >= len(self.text) or self._stops(start, [stop for stop in stops if stop != DIGIT]):
            self.add(MISSING_PART, start, start, what=what, before=self.behind(), example=example)
            return ""
        end = self._first(start, stops)
        unknown = self._cut(start, end).strip()
        finding = nothing_called(unknown, what, terms, self.scope.language)
        if not finding.fixes and self.guess(terms, None):
            self.unexpected(what)
            return ""
        self.at = end
        self.findings.append(finding)
        return ""

    def unexpected(self, what: Words | None = None) -> None:
        """The finding that the sentence does not go on like this; `what` has been named just before."""
        first, last = self._places[self.at - 1] + 1 if self.at else 0, self._places[self._skip(self.at)]
        gap = self.fragment.cut(first, max(first, last)).span()
        language, rest = self.scope.language, self.rest()
        said = fold(rest.text, language)[0]
        skill = any(one in said for term in self.terms(Domain.SKILL) for one in spellings(term, language))
        self.findings.append(not_understood(rest, gap, self.behind(), what, language, skill=skill))

    def terms(self, domain: Domain) -> tuple[Term, ...]:
        """The things of a domain that may be named here."""
        return self.scope.vocabulary.named(domain)

    def label(self, domain: Domain, id: str) -> str:
        """How a thing is called in this language, for a message."""
        term = self.scope.vocabulary.term(domain, id)
        return (term.labels.in_language(self.scope.language) if term else "") or id

    def add(self, message: Message, start: int, end: int, **values: str | Words) -> None:
        """Note a finding over a part of the folded text."""
        span = self.span(min(self._skip(start), len(self.text)), min(end, len(self.text)))
        self.findings.append(Finding(message, span, values))


def too_long(fragment: Fragment) -> tuple[Finding, ...]:
    """The finding that a sentence is beyond the published limit, so that reading stays quick."""
    size = len(fragment.text.encode("utf-8", "surrogatepass"))
    if size <= LIMITS.condition_bytes:
        return ()
    values = {"size": str(size), "limit": str(LIMITS.condition_bytes)}
    return (Finding(SENTENCE_TOO_LONG, fragment.span(), values),)


def not_understood(
    rest: Fragment, gap: Span, before: str, what: Words | None, language: str, *, skill: bool = False
) -> Finding:
    """The finding about words behind a whole name or sentence: a comma, brackets or a line of its own are missing.

    `skill`: the words name one.
    """
    folded_rest = fold(rest.text, language)[0]
    values: dict[str, str | Words] = {"text": rest.text, "before": before}
    comma = "，" if language != "en" else ", "
    needs = words("needs", language)[0]
    skills = rest.text.lstrip(",，、 ")
    fixes: tuple[Fix, ...] = ()
    parted = next((key for key in _PARTED if _begins(folded_rest, words(key, language))), "")
    number = re.fullmatch(r"(?:lever|优先)? ?[x*×]? ?([0-9]+(?:\.[0-9]+)?)", folded_rest)
    if number is not None and what is not None and what.en == "offer":
        opened, closed = ("（", "）") if language != "en" else (" (", ")")
        lever = f"{opened}×{number[1]}{closed}"
        way_out = Words(f"a lever stands in brackets: `{lever.strip()}`", f"优先倍数要写在括号里：“{lever}”")
        fixes = (Fix(rest.span(), lever.strip()),)
    elif folded_rest in _STOPS:
        way_out = Words(f"take the `{rest.text}` away", f"请删去“{rest.text}”")
        fixes = (Fix(rest.span(), ""),)
    elif what is not None and what.en == "event":
        way_out = Words(f"say how long ago it was: `{before} 3 days ago`", f"请写明是多久以前：“3天前 {before}”")
    elif parted:
        way_out = Words(f"a comma is missing before `{rest.text}`", f"“{rest.text}”前面缺少逗号")
        fixes = (Fix(gap, comma),)
    elif what is not None and what.en == "queue" and _begins(folded_rest, COMMA) and not skill:
        way_out = Words(
            f"behind the queue stand only skills, `, {needs} …`, and waits, `; after 30 seconds …`",
            f"队列后面只能写技能“，{needs} ……”和等待“；30秒后 ……”",
        )
    elif what is not None and what.en == "queue" and _begins(folded_rest, COMMA):
        way_out = Words(
            f"skills stand behind `{needs}`: `, {needs} {skills}`", f"技能写在“{needs}”后面：“，{needs} {skills}”"
        )
    elif what is not None and _begins(folded_rest, (*COMMA, *words("and", language), *words("list", language))):
        way_out = Words(
            f"one {what.en} a line; write the next one as an action of its own",
            f"每行只写一个{what.zh}；下一个请另起一行单独写",
        )
    else:
        return Finding(NOT_UNDERSTOOD_BEHIND, rest.span(), values | {"way_out": _ONE_A_LINE})
    return Finding(NOT_UNDERSTOOD_BEHIND, rest.span(), values | {"way_out": way_out}, fixes=fixes)


def _begins(text: str, some: Iterable[str]) -> bool:
    def parted(word: str) -> bool:
        return not (word[-1:].isalpha() and text[len(word) : len(word) + 1].isalpha())

    return any(text.startswith(word) and parted(word) for word in some) or (
        not text.isascii() and text.startswith(tuple(word for word in some if not word.isascii()))
    )


def nothing_called(unknown: Fragment, what: Words, terms: Sequence[Term], language: str) -> Finding:
    """The finding that a name is not known, with the nearest known one as its fix."""
    known = {spelling: term for term in terms for spelling in spellings(term, language)}
    name = folded(unknown.text, language)
    if latin(name) != name and latin(name) in known:
        meant = known[latin(name)].labels.in_language(language) or known[latin(name)].id
        letters = letters_between(unknown.text, latin(unknown.text))
        values: dict[str, str | Words] = {"text": unknown.text, "name": meant, "letters": letters}
        return Finding(LOOK_ALIKE, unknown.span(), values, fixes=(Fix(unknown.span(), meant),))
    near = nearest(unknown.text, known, language)
    values = {"text": unknown.text, "what": what}
    if near:
        # Of what has several names (an event its type as well) the first is how people call it.
        meant_term = next(term for term in terms if term.id == known[near].id)
        label = meant_term.labels.in_language(language) or meant_term.id
        values["way_out"] = Words(f"did you mean `{label}`?", f"是不是“{label}”？")
        fixes = (Fix(unknown.span(), label),) if only_a_slip(unknown.text, near, known, language) else ()
        return Finding(NOTHING_CALLED, unknown.span(), values, fixes=fixes)
    labels = [term.labels.in_language(language) or term.id for term in terms[:_LISTED]]
    nothing = Words("none is declared", "还没有声明任何一个")
    said = listing("there are", "可用", labels)
    values["way_out"] = said if labels else nothing
    return Finding(NOTHING_CALLED, unknown.span(), values)

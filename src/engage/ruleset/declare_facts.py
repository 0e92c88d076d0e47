"""Derived facts and value models, read in the order of their use, whatever file they stand in.

What a value model gives has the type of its profit, so it is read where the facts are that it rests on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import attrs
from attrs import define, evolve

from engage.facts.vocabulary import Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Finding, Message, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Span
from engage.language import Scope, parse_value, type_of
from engage.language.tree import Fact, Value
from engage.ruleset import keys, messages
from engage.ruleset.blocks import Opened
from engage.ruleset.circles import circles, shown
from engage.ruleset.names import alike, declared_term
from engage.ruleset.understand_value import EXPRESSIONS, read_value, value_fields, value_terms
from engage.ruleset.value_model import ValueModel

__all__ = ["BAND", "Facts", "facts_in", "report_circle", "taken", "with_fields"]

BAND = "_band"
_NUMBER = Type(Kind.NUMBER)
#: how many names of a circle are shown
_LONGEST = 8


@define
class _Fact:
    """A fact or value model that waits to be read; `gives` are the terms of its fields."""

    number: int
    block: Opened
    term: Term
    gives: tuple[Term, ...]
    uses: frozenset[str] = frozenset()

    @property
    def texts(self) -> list[Fragment]:
        """What it is worked out from."""
        said = (self.block.fragment(key) for key in (("is",) if self.block.kind == "fact" else EXPRESSIONS))
        return [text for text in said if text is not None]


def taken(block: Opened, term: Term, vocabulary: Vocabulary, found: list[Finding]) -> bool:
    """True, with a finding, when the vocabulary already has a field of this name or label."""
    labels = {alike(text) for text in (term.labels.en, term.labels.zh, term.labels.hant) if text}
    for known in vocabulary.fields:
        said = (known.labels.en, known.labels.zh, known.labels.hant)
        if known.name == f"customer.{term.id}" or labels & {alike(text) for text in said if text}:
            word = keys.KINDS[block.kind].word
            values: dict[str, str | Words] = {"name": block.id, "kind": Words(word.printed("en"), word.printed("zh"))}
            found.append(Finding(messages.NAME_TAKEN, block.name.span(), values))
            return True
    return False


def with_fields(vocabulary: Vocabulary, fields: Iterable[Field]) -> Vocabulary:
    """The vocabulary with more fields."""
    return evolve(vocabulary, fields=(*vocabulary.fields, *fields))


# ------------------------------------------------------------------------------------------------- facts


class Facts:
    """Reads facts in the order of their use."""

    def __init__(
        self, blocks: Sequence[Opened], vocabulary: Vocabulary, repeated: frozenset[int], found: list[Finding]
    ) -> None:
        self.vocabulary = self.start = vocabulary
        self.found = found
        self.fields: dict[int, tuple[Field, ...]] = {}
        self.facts: dict[int, tuple[Term, Value]] = {}
        self.values: dict[int, ValueModel] = {}
        self.circled: set[str] = set()
        self.waiting: list[_Fact] = []
        for number, block in enumerate(blocks):
            if block.kind in ("fact", "value") and block.id and number not in repeated:
                term = declared_term(block.id, vocabulary)
                gives = (term,) if block.kind == "fact" else value_terms(block, term)
                if not any(taken(block, each, vocabulary, found) for each in gives):
                    self.waiting.append(_Fact(number, block, term, gives))

    def read(self) -> Vocabulary:
        """The vocabulary with the fields of all of them."""
        spellings = _Spellings(self.vocabulary, self.waiting)
        for fact in self.waiting:
            fact.uses = frozenset().union(*(spellings.named_in(text.text) for text in fact.texts))
        rounds = 0
        while self.waiting:
            rounds += 1
            left = {fact.term.id for fact in self.waiting}
            ready = [fact for fact in self.waiting if not fact.uses & left] or self._that_read()
            if rounds > LIMITS.condition_depth:
                self._too_deep()
            elif ready:
                self._take(ready, report=True)
            else:
                self._in_circles()
        # In written order: in which order facts were understood depends on the words of the language.
        return with_fields(self.start, [each for number in sorted(self.fields) for each in self.fields[number]])

    def _that_read(self) -> list[_Fact]:
        """Facts that can be understood although their words seem to name facts that wait (`fact bill = bill amount …`).

        With the waiting ones declared, they either name none of them, or only then cannot be understood.
        """
        waiting = {term.id for fact in self.waiting for term in fact.gives}
        fields = [Field(f"customer.{term.id}", _NUMBER, term.labels) for fact in self.waiting for term in fact.gives]
        known = with_fields(self.vocabulary, fields)
        return [
            fact
            for fact in self.waiting
            if fact.texts and all(self._apart(text, fact, known, waiting) for text in fact.texts)
        ]

    def _apart(self, text: Fragment, fact: _Fact, known: Vocabulary, waiting: set[str]) -> bool:
        value, problems = parse_value(text, evolve(fact.block.sentences.scope, vocabulary=known))
        return waiting.isdisjoint(facts_in(value)) if not problems else not self._problems(fact, text)

    def _problems(self, fact: _Fact, text: Fragment) -> tuple[Finding, ...]:
        return parse_value(text, self._scope(fact))[1]

    def _too_deep(self) -> None:
        first = self.waiting[0].block
        limit = {"name": first.id, "limit": str(LIMITS.condition_depth)}
        self.found.append(Finding(messages.FACT_DEPTH, first.name.span(), limit))
        self._take(self.waiting, report=False)

    def _scope(self, fact: _Fact) -> Scope:
        return evolve(fact.block.sentences.scope, vocabulary=self.vocabulary)

    def _take(self, ready: list[_Fact], *, report: bool) -> None:
        for fact in ready:
            if fact.block.kind == "value":
                self._take_value(fact, report=report)
                continue
            text = fact.block.fragment("is")
            value, findings = (None, ()) if text is None else parse_value(text, self._scope(fact))
            if report:
                self.found.extend(findings)
            kind = _NUMBER  # of what could not be read; most facts are numbers, and the finding says enough
            if value is not None:
                self.facts[fact.number] = fact.term, value
                kind = type_of(value)
            self.fields[fact.number] = (Field(f"customer.{fact.term.id}", kind, fact.term.labels),)
        taken = {fact.number for fact in ready}
        self.waiting = [fact for fact in self.waiting if fact.number not in taken]
        self.vocabulary = with_fields(self.vocabulary, [each for fact in ready for each in self.fields[fact.number]])

    def _take_value(self, fact: _Fact, *, report: bool) -> None:
        sentences = evolve(fact.block.sentences, scope=self._scope(fact), found=[])
        made = read_value(fact.block, sentences, fact.term)
        if report:
            self.found.extend(sentences.found)
        if made is not None:
            self.values[fact.number] = made[0]
        self.fields[fact.number] = value_fields(fact.gives, made)

    def _in_circles(self) -> None:
        by_id = {fact.term.id: fact for fact in self.waiting}
        found = circles({fact.term.id: sorted(fact.uses) for fact in self.waiting})
        for circle in found:
            report_circle(
                messages.FACT_CIRCLE,
                [(by_id[id].block.id, by_id[id].block.name.span()) for id in circle],
                self.found,
            )
            self.circled |= {term.id for id in circle for term in by_id[id].gives}
            self._take([by_id[id] for id in circle], report=False)


def report_circle(message: Message, members: Sequence[tuple[str, Span]], found: list[Finding]) -> None:
    """A circle of names, at the place of the first, with the places of the others."""
    shortened = members if len(members) <= _LONGEST else (*members[: _LONGEST - 2], ("…", members[0][1]), members[-1])
    names = tuple(name for name, _ in shortened)
    places = tuple(dict.fromkeys(place for _, place in shortened))
    found.append(Finding(message, places[0], {"circle": shown(names)}, related=places[1:]))


class _Spellings:
    """Finds which facts a text names, the longest name first, so that `bill` is not found in `average bill`."""

    def __init__(self, vocabulary: Vocabulary, facts: Sequence[_Fact]) -> None:
        self.owners: dict[str, str] = {}
        for known in vocabulary.fields:
            self._add("", (*_said(known.labels), known.name))
        for kind in vocabulary.events:
            self._add("", _said(kind.labels))
        for fact in facts:
            for term in fact.gives:
                self._add(fact.term.id, (*_said(term.labels), f"customer.{term.id}", term.id))
        self.lengths = sorted({len(name) for name in self.owners}, reverse=True)

    def _add(self, owner: str, names: Iterable[str]) -> None:
        for name in names:
            if name:
                self.owners[_folded(name)] = owner

    def named_in(self, text: str) -> frozenset[str]:
        """The ids of the facts that a text names."""
        folded = _folded(text)
        found: set[str] = set()
        at = 0
        while at < len(folded):
            length = next((size for size in self.lengths if self._stands(folded, at, at + size)), 0)
            if length:
                found.add(self.owners[folded[at : at + length]])
            at += max(1, length)
        return frozenset(owner for owner in found if owner)

    def _stands(self, text: str, start: int, end: int) -> bool:
        # A look-up for each length: one pattern of all names would take their number times the text's length.
        return text[start:end] in self.owners and _parted(text, start) and _parted(text, end)


def _said(labels: Labels) -> tuple[str, ...]:
    return labels.en, labels.en_plural, labels.zh, labels.hant


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _parted(text: str, at: int) -> bool:
    """True where a name may begin or end: not between two Latin letters or digits."""
    return not (0 < at < len(text) and _latin(text[at - 1]) and _latin(text[at]))


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == "_")


def facts_in(item: object) -> list[str]:
    """The ids of facts and scorecards that a tree names, in the order in which they stand in it."""
    found: list[str] = []
    waiting: list[object] = [item]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Fact):
            found.append(node.name.removeprefix("customer.").removesuffix(BAND))
        elif isinstance(node, tuple | list):
            waiting.extend(reversed(node))
        else:
            kind: type = type(node)
            if attrs.has(kind) and kind is not Span:
                waiting.extend(reversed([getattr(node, one.name) for one in attrs.fields(kind)]))
    return found

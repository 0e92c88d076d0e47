"""The first pass over all files: what they declare, so that every name is known before any rule is understood.

Facts and scorecards become fields of the vocabulary, rules, tables and groups names that `beats` may use. A fact
may use other facts, so facts are read in the order of their use, whatever file they stand in. Nothing else is
understood here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

import attrs
from attrs import define, evolve, field, frozen

from engage.facts.vocabulary import Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Finding, Message, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Span
from engage.language import Scope, parse_value, type_of
from engage.language.look_alikes import mixed_names
from engage.language.small_sentences import parse_absence
from engage.language.tree import Fact, Value
from engage.ruleset import keys, messages
from engage.ruleset.blocks import Opened, opened
from engage.ruleset.circles import circles, shown
from engage.ruleset.model import Band
from engage.ruleset.names import alike, declared_term, plain_name
from engage.ruleset.nodes import Block, FileNodes
from engage.ruleset.sentences import Sentences
from engage.ruleset.understand_score import Limits, read_bands, read_range

__all__ = ["Card", "Declared", "Names", "declare", "facts_in", "report_circle"]

BAND = "_band"
_NUMBER = Type(Kind.NUMBER)
#: how many names of a circle are shown
_LONGEST = 8


@frozen
class Card:
    """A scorecard as far as its head and bands say."""

    term: Term
    limits: Limits
    bands: tuple[Band, ...]


@frozen
class Names:
    """What `beats` and `fired` may name: rules and tables by spelling, groups with their members."""

    rules: Mapping[str, str] = field(factory=dict)
    groups: Mapping[str, str] = field(factory=dict)
    personas: Mapping[str, str] = field(factory=dict)
    #: the rules that wait for something that does not come
    deadlines: Mapping[str, str] = field(factory=dict)
    #: the names that hold a comma themselves
    with_comma: tuple[str, ...] = ()


@frozen
class Declared:
    """The vocabulary with everything that was declared, and what declaring already understood.

    `facts` and `cards` are by the number of the block, counted over all files.
    """

    vocabulary: Vocabulary
    names: Names
    facts: Mapping[int, tuple[Term, Value]]
    cards: Mapping[int, Card]
    circled: frozenset[str]
    #: blocks whose name another one has taken before
    repeated: frozenset[int]


@define
class _Fact:
    number: int
    block: Opened
    term: Term
    uses: frozenset[str] = frozenset()


def declare(files: Sequence[FileNodes], language: str, vocabulary: Vocabulary, found: list[Finding]) -> Declared:
    """Everything that the files declare; problems are added to `found`."""
    blocks = [
        opened(block, Sentences(Scope(vocabulary, file.language or language), found), report=False)
        for file in files
        for block in file.constructs
        if _known(block)
    ]
    found += mixed_names(block.name for block in blocks if block.kind in _SHARED)
    found += mixed_names(group for block in blocks if (group := block.fragment("group")) is not None)
    repeated = _repeated(blocks, found)
    cards, vocabulary = _cards(blocks, vocabulary, repeated, found)
    facts, circled, vocabulary = _Facts(blocks, vocabulary, repeated, found).read()
    return Declared(vocabulary, _names(blocks), facts, cards, circled, repeated)


def _known(block: Block) -> bool:
    return bool(block.entries) and block.entries[0].key in keys.KINDS


# ------------------------------------------------------------------------------------------------- names


def _names(blocks: Sequence[Opened]) -> Names:
    rules: dict[str, str] = {}
    groups: dict[str, str] = {}
    personas: dict[str, str] = {}
    deadlines: dict[str, str] = {}
    for block in blocks:
        if block.kind in ("rule", "table"):
            rules.setdefault(alike(block.id), block.id)
            if block.kind == "rule" and _waits(block):
                deadlines.setdefault(alike(block.id), block.id)
            group = block.fragment("group")
            if group is not None and group.text:
                groups.setdefault(alike(group.text), plain_name(group.text))
        elif block.kind == "persona":
            personas.setdefault(alike(block.id), block.id)
    with_comma = tuple(name for name in (*rules, *groups) if any(mark in name for mark in ",、;"))
    return Names(rules, groups, personas, deadlines, with_comma)


def _waits(block: Opened) -> bool:
    text = block.fragment("event")
    return text is not None and parse_absence(text, block.sentences.scope)[0] is not None


#: Kinds whose names must differ from each other's.
_SHARED: Mapping[str, str] = {
    "rule": "rule",
    "table": "rule",
    "fact": "fact",
    "scorecard": "fact",
    "example": "example",
    "examples": "example",
    "persona": "persona",
}


def _repeated(blocks: Sequence[Opened], found: list[Finding]) -> frozenset[int]:
    first: dict[tuple[str, str], Opened] = {}
    repeated: set[int] = set()
    for number, block in enumerate(blocks):
        family = _SHARED.get(block.kind)
        if family is None or not block.id:
            continue
        name = block.id
        if family == "fact":
            name = declared_term(name, block.sentences.vocabulary).id
        earlier = first.setdefault((family, alike(name)), block)
        if earlier is not block:
            repeated.add(number)
            word = keys.KINDS[earlier.kind].word
            values: dict[str, str | Words] = {"name": block.id, "kind": Words(word.printed("en"), word.printed("zh"))}
            place = earlier.name.span()
            found.append(Finding(messages.DUPLICATE_NAME, block.name.span(), values, related=(place,)))
    return frozenset(repeated)


def _taken(block: Opened, term: Term, vocabulary: Vocabulary, found: list[Finding]) -> bool:
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


def _with_fields(vocabulary: Vocabulary, fields: Iterable[Field]) -> Vocabulary:
    return evolve(vocabulary, fields=(*vocabulary.fields, *fields))


# -------------------------------------------------------------------------------------------- scorecards


def _cards(
    blocks: Sequence[Opened], vocabulary: Vocabulary, repeated: frozenset[int], found: list[Finding]
) -> tuple[dict[int, Card], Vocabulary]:
    cards: dict[int, Card] = {}
    fields: list[Field] = []
    for number, block in enumerate(blocks):
        if block.kind != "scorecard" or not block.id or number in repeated:
            continue
        term = declared_term(block.id, vocabulary)
        if _taken(block, term, vocabulary, found):
            continue
        name = f"customer.{term.id}"
        limits = read_range(block)
        points = Field(name, _NUMBER, term.labels, scale=(limits.low, limits.high))
        sentences = evolve(
            block.sentences, scope=evolve(block.sentences.scope, vocabulary=_with_fields(vocabulary, [points]))
        )
        choices, bands = read_bands(block, sentences, name, limits)
        fields.append(points)
        if choices:
            fields.append(Field(name + BAND, Type(Kind.CHOICE, choices, ordered=True), term.labels))
        cards[number] = Card(term, limits, bands)
    return cards, _with_fields(vocabulary, fields)


# ------------------------------------------------------------------------------------------------- facts


class _Facts:
    """Reads facts in the order of their use."""

    def __init__(
        self, blocks: Sequence[Opened], vocabulary: Vocabulary, repeated: frozenset[int], found: list[Finding]
    ) -> None:
        self.vocabulary = self.start = vocabulary
        self.found = found
        self.fields: dict[int, Field] = {}
        self.facts: dict[int, tuple[Term, Value]] = {}
        self.circled: set[str] = set()
        self.waiting: list[_Fact] = []
        for number, block in enumerate(blocks):
            if block.kind == "fact" and block.id and number not in repeated:
                term = declared_term(block.id, vocabulary)
                if not _taken(block, term, vocabulary, found):
                    self.waiting.append(_Fact(number, block, term))

    def read(self) -> tuple[dict[int, tuple[Term, Value]], frozenset[str], Vocabulary]:
        spellings = _Spellings(self.vocabulary, [fact.term for fact in self.waiting])
        for fact in self.waiting:
            text = fact.block.fragment("is")
            fact.uses = spellings.named_in(text.text) if text is not None else frozenset()
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
        fields = [self.fields[number] for number in sorted(self.fields)]
        return self.facts, frozenset(self.circled), _with_fields(self.start, fields)

    def _that_read(self) -> list[_Fact]:
        """Facts that can be understood although their words seem to name facts that wait (`fact bill = bill amount …`).

        With the waiting ones declared, they either name none of them, or only then cannot be understood.
        """
        waiting = {fact.term.id for fact in self.waiting}
        fields = [Field(f"customer.{fact.term.id}", _NUMBER, fact.term.labels) for fact in self.waiting]
        known = _with_fields(self.vocabulary, fields)
        found: list[_Fact] = []
        for fact in self.waiting:
            text = fact.block.fragment("is")
            if text is None:
                continue
            value, problems = parse_value(text, evolve(fact.block.sentences.scope, vocabulary=known))
            apart = waiting.isdisjoint(facts_in(value)) if not problems else not self._problems(fact, text)
            found += [fact] if apart else []
        return found

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
            text = fact.block.fragment("is")
            value, findings = (None, ()) if text is None else parse_value(text, self._scope(fact))
            if report:
                self.found.extend(findings)
            kind = _NUMBER  # of what could not be read; most facts are numbers, and the finding says enough
            if value is not None:
                self.facts[fact.number] = fact.term, value
                kind = type_of(value)
            self.fields[fact.number] = Field(f"customer.{fact.term.id}", kind, fact.term.labels)
        taken = {fact.number for fact in ready}
        self.waiting = [fact for fact in self.waiting if fact.number not in taken]
        self.vocabulary = _with_fields(self.vocabulary, [self.fields[fact.number] for fact in ready])

    def _in_circles(self) -> None:
        by_id = {fact.term.id: fact for fact in self.waiting}
        found = circles({fact.term.id: sorted(fact.uses) for fact in self.waiting})
        for circle in found:
            report_circle(
                messages.FACT_CIRCLE,
                [(by_id[id].block.id, by_id[id].block.name.span()) for id in circle],
                self.found,
            )
            self.circled |= {*circle}
            self._take([by_id[id] for id in circle], report=False)


def report_circle(message: Message, members: Sequence[tuple[str, Span]], found: list[Finding]) -> None:
    """A circle of names, at the place of the first, with the places of the others."""
    shortened = members if len(members) <= _LONGEST else (*members[: _LONGEST - 2], ("…", members[0][1]), members[-1])
    names = tuple(name for name, _ in shortened)
    places = tuple(dict.fromkeys(place for _, place in shortened))
    found.append(Finding(message, places[0], {"circle": shown(names)}, related=places[1:]))


class _Spellings:
    """Finds which facts a text names, the longest name first, so that `bill` is not found in `average bill`."""

    def __init__(self, vocabulary: Vocabulary, facts: Sequence[Term]) -> None:
        self.owners: dict[str, str] = {}
        for known in vocabulary.fields:
            self._add("", (*_said(known.labels), known.name))
        for kind in vocabulary.events:
            self._add("", _said(kind.labels))
        for fact in facts:
            self._add(fact.id, (*_said(fact.labels), f"customer.{fact.id}", fact.id))
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

"""The first pass over all files: what they declare, so that every name is known before any rule is understood.

Facts and scorecards become fields of the vocabulary, rules, tables and groups names that `beats` may use. A fact
may use other facts, so facts are read in the order of their use, whatever file they stand in. Nothing else is
understood here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve, field, frozen

from engage.facts.vocabulary import Field, Kind, Term, Type, Vocabulary
from engage.ground.finding import Finding, Words
from engage.language import Scope
from engage.language.look_alikes import mixed_names
from engage.language.small_sentences import parse_absence
from engage.language.tree import Value
from engage.ruleset import keys, messages
from engage.ruleset.blocks import Opened, opened
from engage.ruleset.clock_fields import with_clocks
from engage.ruleset.declare_facts import BAND, Facts, taken, with_fields
from engage.ruleset.model import Band
from engage.ruleset.names import alike, declared_term, plain_name
from engage.ruleset.nodes import Block, FileNodes
from engage.ruleset.sentences import Sentences
from engage.ruleset.understand_chart import Chart, declare_charts
from engage.ruleset.understand_clock import declare_clocks
from engage.ruleset.understand_score import Limits, read_bands, read_range
from engage.ruleset.value_model import ValueModel

__all__ = ["Card", "Declared", "Names", "declare"]

_NUMBER = Type(Kind.NUMBER)


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
    #: the floors
    floors: Mapping[str, str] = field(factory=dict)
    #: the rules that are `once per` somebody
    limited: Mapping[str, str] = field(factory=dict)


@frozen
class Declared:
    """The vocabulary with everything that was declared, and what declaring already understood.

    `facts`, `values`, `cards`, `charts` and `clocks` are by the number of the block, counted over all files.
    """

    vocabulary: Vocabulary
    names: Names
    facts: Mapping[int, tuple[Term, Value]]
    values: Mapping[int, ValueModel]
    cards: Mapping[int, Card]
    charts: Mapping[int, Chart]
    clocks: Mapping[int, Term]
    circled: frozenset[str]
    #: blocks whose name another one has taken before
    repeated: frozenset[int]


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

    def known(block: Opened, term: Term, vocabulary: Vocabulary = vocabulary) -> bool:
        return taken(block, term, vocabulary, found)

    clocks, targets = declare_clocks(blocks, vocabulary)
    vocabulary = with_clocks(vocabulary, targets)
    charts, fields = declare_charts(blocks, vocabulary, repeated, known)
    vocabulary = with_fields(vocabulary, fields)
    derived = Facts(blocks, vocabulary, repeated, found)
    vocabulary = derived.read()
    circled = frozenset(derived.circled)
    return Declared(vocabulary, _names(blocks), derived.facts, derived.values, cards, charts, clocks, circled, repeated)


def _known(block: Block) -> bool:
    return bool(block.entries) and block.entries[0].key in keys.KINDS


# ------------------------------------------------------------------------------------------------- names


def _names(blocks: Sequence[Opened]) -> Names:
    rules: dict[str, str] = {}
    groups: dict[str, str] = {}
    personas: dict[str, str] = {}
    deadlines: dict[str, str] = {}
    limited: dict[str, str] = {}
    floors: dict[str, str] = {}
    for block in blocks:
        if block.kind in ("rule", "table"):
            rules.setdefault(alike(block.id), block.id)
            if block.kind == "rule" and _waits(block):
                deadlines.setdefault(alike(block.id), block.id)
            if block.kind == "rule" and block.fragment("once") is not None:
                limited.setdefault(alike(block.id), block.id)
            group = block.fragment("group")
            if group is not None and group.text:
                groups.setdefault(alike(group.text), plain_name(group.text))
        elif block.kind == "floor":
            floors.setdefault(alike(block.id), block.id)
        elif block.kind == "persona":
            personas.setdefault(alike(block.id), block.id)
    with_comma = tuple(name for name in (*rules, *groups) if any(mark in name for mark in ",、;"))
    return Names(rules, groups, personas, deadlines, with_comma, floors, limited)


def _waits(block: Opened) -> bool:
    text = block.fragment("event")
    return text is not None and parse_absence(text, block.sentences.scope)[0] is not None


#: Kinds whose names must differ from each other's.
_SHARED: Mapping[str, str] = {
    "rule": "rule",
    "table": "rule",
    "floor": "rule",
    "fact": "fact",
    "scorecard": "fact",
    "value": "fact",
    "lifecycle": "fact",
    "segment": "fact",
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
        if taken(block, term, vocabulary, found):
            continue
        name = f"customer.{term.id}"
        limits = read_range(block)
        points = Field(name, _NUMBER, term.labels, scale=(limits.low, limits.high))
        sentences = evolve(
            block.sentences, scope=evolve(block.sentences.scope, vocabulary=with_fields(vocabulary, [points]))
        )
        choices, bands = read_bands(block, sentences, name, limits)
        fields.append(points)
        if choices:
            fields.append(Field(name + BAND, Type(Kind.CHOICE, choices, ordered=True), term.labels))
        cards[number] = Card(term, limits, bands)
    return cards, with_fields(vocabulary, fields)

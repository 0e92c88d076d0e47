"""From nodes to the model: every construct of every file, its names resolved, every problem a finding.

Never raises on any nodes. A construct that could be read in part is kept in part; whoever compiles asks the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from engage.facts.vocabulary import Output, Vocabulary
from engage.ground.finding import Finding, Message
from engage.ground.source import Source, Span
from engage.language import Scope, parse_action, type_of
from engage.ruleset import keys, messages
from engage.ruleset.answers import check_hit
from engage.ruleset.blocks import Opened, notes_of, opened
from engage.ruleset.circles import circles
from engage.ruleset.declare import Declared, declare
from engage.ruleset.declare_facts import facts_in, report_circle
from engage.ruleset.events import check_contact, read_events
from engage.ruleset.floors import approvals_that_end, floor
from engage.ruleset.model import (
    Catalogue,
    Construct,
    DerivedFact,
    File,
    Header,
    Model,
    Never,
    Rule,
    Scorecard,
    Table,
)
from engage.ruleset.names import plain_name
from engage.ruleset.nodes import Block, FileNodes, Text
from engage.ruleset.sentences import Sentences, texts
from engage.ruleset.slots import REACHES_CUSTOMER
from engage.ruleset.understand_chart import lifecycle, segment
from engage.ruleset.understand_clock import service_clock
from engage.ruleset.understand_example import example, persona
from engage.ruleset.understand_examples import examples
from engage.ruleset.understand_rule import never, read_beats, read_group, rule
from engage.ruleset.understand_score import scorecard
from engage.ruleset.understand_table import table
from engage.ruleset.value_model import derived_facts

__all__ = ["understand"]


def understand(
    files: Sequence[FileNodes],
    header: Header,
    vocabulary: Vocabulary,
    catalogue: Catalogue,
    sources: Sequence[Source] = (),
) -> tuple[Model, tuple[Finding, ...]]:
    """The model of a ruleset's files, as far as they can be understood, and everything that is wrong with them.

    `header` is what `ruleset.yaml` says; `vocabulary` has the fields, events, outputs and the catalogue's names.
    The model's vocabulary has the derived facts, scores and bands as fields too.
    """
    found: list[Finding] = []
    vocabulary = evolve(vocabulary, outputs=(*vocabulary.outputs, *_own_outputs(header, vocabulary)))
    declared = declare(files, header.language, vocabulary, found)
    made: list[File] = []
    places: dict[str, Span] = {}
    number = 0
    for file in files:
        reader = _Reader(file.language or header.language, header.zone, declared, found, places)
        constructs: list[Construct] = []
        for block in file.constructs:
            construct = reader.construct(block, number)
            number += 1 if known_block(block) else 0
            if construct is not None:
                constructs.append(construct)
        own = _header(file.header, header, reader.sentences.scope) if file.header is not None else None
        made.append(File(file.name, file.notation, reader.language, tuple(constructs), file.notes, own))
    model = Model(header, declared.vocabulary, catalogue, tuple(_named_apart(made)))
    _beats_circles(model, places, found)
    _fact_circles(model, declared.circled, found)
    found += approvals_that_end(model)
    return model, tuple(found)


def _own_outputs(header: Header, vocabulary: Vocabulary) -> tuple[Output, ...]:
    """The outputs that `ruleset.yaml` declares beside the vocabulary's; `offers` is the limit of a slot, no output."""
    known = {output.id for output in vocabulary.outputs} | {"offers"}
    return tuple(output for output in header.outputs if output.id not in known)


def known_block(block: Block) -> bool:
    """True for the kinds of blocks that are understood."""
    return bool(block.entries) and block.entries[0].key in keys.KINDS


def _header(block: Block, header: Header, scope: Scope) -> Header:
    """What the header block of a file says itself; what it leaves out is as in a header that says nothing."""

    def said(key: str) -> str:
        node = block.get(key)
        return plain_name(node.text) if isinstance(node, Text) else ""

    # What is wrong with these sentences is told where the safe default is made.
    safe = [parse_action(text.fragment, scope)[0] for text in texts(block.get("safe default"))]
    return evolve(
        header,
        name=said("ruleset") or header.name,
        zone=said("zone") or Header("").zone,
        objective=said("objective"),
        metric=said("metric"),
        horizon=header.horizon if said("horizon") else None,
        owner=said("owner"),
        vocabulary=said("vocabulary"),
        catalogue=said("catalogue"),
        safe_sentences=tuple(action for action in safe if action is not None),
        notes=(*block.notes, *notes_of(block.entries[0])),
        key_notes={entry.key: notes for entry in block.entries[1:] if (notes := notes_of(entry))},
    )


class _Reader:
    """Reads the blocks of one file."""

    def __init__(
        self, language: str, zone: str, declared: Declared, found: list[Finding], places: dict[str, Span]
    ) -> None:
        self.language, self.zone, self.declared, self.places = language, zone, declared, places
        self.sentences = Sentences(Scope(declared.vocabulary, language), found)

    def construct(self, block: Block, number: int) -> Construct | None:
        """What a block means; None where it means nothing (yet)."""
        if not known_block(block):
            span = block.entries[0].key_span if block.entries else block.span
            self.sentences.tell(messages.KIND_UNKNOWN, span, word=block.entries[0].key if block.entries else span.text)
            return None
        read = opened(block, self.sentences)
        if not read.id or number in self.declared.repeated:
            return None
        if read.get("beats") is not None:
            self.places[read.id] = read.place("beats")
        return self._by_kind(read, number)

    def _by_kind(self, block: Opened, number: int) -> Construct | None:
        names = self.declared.names
        if block.kind == "rule":
            return rule(block, names)
        if block.kind == "never":
            return never(block)
        if block.kind == "floor":
            return floor(block)
        if block.kind == "table":
            return self._table(block)
        if block.kind == "fact":
            term_value = self.declared.facts.get(number)
            if term_value is None:
                return None
            term, value = term_value
            return DerivedFact(id=term.id, value=value, type=type_of(value), **block.about())
        if block.kind == "value":
            made = self.declared.values.get(number)
            return evolve(made, **block.about()) if made is not None else None
        if block.kind == "scorecard":
            card = self.declared.cards.get(number)
            return scorecard(block, card.term, card.limits, card.bands) if card is not None else None
        if block.kind in ("lifecycle", "segment"):
            chart = self.declared.charts.get(number)
            if chart is None:
                return None
            return lifecycle(block, chart) if block.kind == "lifecycle" else segment(block, chart.term)
        if block.kind == "clock":
            target = self.declared.clocks.get(number)
            return service_clock(block, target) if target is not None else None
        if block.kind == "example":
            return example(block, names, self.zone)
        if block.kind == "examples":
            return examples(block, names, self.zone)
        return persona(block, names, self.zone)

    def _table(self, block: Opened) -> Table:
        heard = read_events(block)
        if heard.absence is not None:
            block.sentences.tell(messages.NEVER_ABSENCE, block.place("event"))
        made = table(block, heard.events, read_beats(block, self.declared.names), read_group(block))
        check_contact(block, heard, reaches=any(output.slot in REACHES_CUSTOMER for output in made.outputs))
        check_hit(made, block)
        return made


def _named_apart(files: Sequence[File]) -> Iterator[File]:
    """Vetoes have no names of their own: the second of a kind gets a number behind its id.

    Numbers go by what the vetoes say, so that the order of files does not matter.
    """
    alike: dict[str, list[str]] = {}
    for file in files:
        for item in file.constructs:
            if isinstance(item, Never):
                alike.setdefault(item.id, []).append(_said_by(item))
    for said in alike.values():
        said.sort()
    for file in files:
        yield evolve(file, constructs=tuple(_numbered(item, alike) for item in file.constructs))


def _said_by(never: Never) -> str:
    return repr((never.events, never.lines, never.active, sorted(never.because.items(), key=lambda item: item[0])))


def _numbered(item: Construct, alike: Mapping[str, list[str]]) -> Construct:
    if not isinstance(item, Never) or len(alike[item.id]) == 1:
        return item
    said = alike[item.id]
    place = said.index(_said_by(item))
    said[place] = ""  # taken; two that say the same get two numbers
    return evolve(item, id=f"{item.id} {place + 1}") if place else item


# ----------------------------------------------------------------------------------------------- circles


def _speakers(model: Model) -> tuple[Rule | Table, ...]:
    return (*model.every(Rule), *model.every(Table))


def _beats_circles(model: Model, places: Mapping[str, Span], found: list[Finding]) -> None:
    speakers: dict[str, Rule | Table] = {item.id: item for item in _speakers(model)}
    members: dict[str, list[str]] = {}
    for item in speakers.values():
        if item.group:
            members.setdefault(item.group, []).append(item.id)

    def beaten(item: Rule | Table) -> list[str]:
        # A name may be a rule and a group at once; then it means both.
        return [id for name in item.beats for id in (*((name,) if name in speakers else ()), *members.get(name, ()))]

    for circle in circles({id: beaten(item) for id, item in speakers.items()}):
        _tell_circle(messages.BEATS_CIRCLE, [(id, places.get(id, speakers[id].span)) for id in circle], found)


def _fact_circles(model: Model, reported: frozenset[str], found: list[Finding]) -> None:
    """Circles that run through scorecards; those among facts alone were found while declaring."""
    makers: dict[str, DerivedFact | Scorecard] = {
        **{item.id: item for item in derived_facts(model)},
        **{item.id: item for item in model.every(Scorecard)},
    }
    labels = model.vocabulary.field_by_name
    uses: Mapping[str, list[str]] = {
        id: [name for name in facts_in(item) if name in makers and id not in reported] for id, item in makers.items()
    }
    for circle in circles(uses):
        named = []
        for id in circle:
            field = labels.get(f"customer.{id}")
            language = _language_of(model, makers[id])
            named.append(((field.labels.in_language(language) if field else "") or id, makers[id].span))
        _tell_circle(messages.FACT_CIRCLE, named, found)


def _tell_circle(message: Message, named: Sequence[tuple[str, Span | None]], found: list[Finding]) -> None:
    report_circle(message, [(name, span) for name, span in named if span is not None], found)


def _language_of(model: Model, construct: Construct) -> str:
    return next((file.language for file in model.files if construct in file.constructs), "en")

"""From the model back to nodes: every construct of a file, in the language that is asked for.

What the notations write from these nodes is understood as an equal model. Ids and texts for people stay as they are.
"""

from __future__ import annotations

from engage.facts.vocabulary import Field
from engage.language import print_value
from engage.language.small_sentences import print_absence, print_once
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.floors import Floor, spell_floor
from engage.ruleset.model import (
    Construct,
    DerivedFact,
    Example,
    ExampleTable,
    File,
    Header,
    Model,
    Never,
    Persona,
    Rule,
    Scorecard,
    Table,
)
from engage.ruleset.nodes import Block, FileNodes
from engage.ruleset.sheets import Sheet, Spelling, text
from engage.ruleset.spell_chart import spell_lifecycle, spell_segment
from engage.ruleset.spell_clock import spell_clock
from engage.ruleset.spell_example import spell_example, spell_examples, spell_persona
from engage.ruleset.spell_score import spell_scorecard
from engage.ruleset.spell_table import spell_table
from engage.ruleset.spell_value import spell_value
from engage.ruleset.value_model import TOTAL, ValueModel

__all__ = ["spell_construct", "spell_file"]


def spell_file(file: File, model: Model, language: str) -> FileNodes:
    """The nodes of a file in a language (`en`, `zh`, `zh-Hant`).

    The file names its language where the ruleset's own is another.
    """
    spelling = Spelling(model.vocabulary, language, model.header.zone, file.language)
    blocks = tuple(spell_construct(construct, spelling) for construct in file.constructs)
    usual = "en" if file.header is not None else model.header.language
    header = _header(file.header, spelling) if file.header is not None else None
    return FileNodes(file.name, file.notation, "" if language == usual else language, header, blocks, file.notes)


def _header(header: Header, spelling: Spelling) -> Block:
    sheet = Sheet(header, spelling)
    sheet.add("ruleset", header.name)
    sheet.add("zone", header.zone if header.zone != Header(name="").zone else "")
    sheet.add("objective", header.objective)
    sheet.add("metric", header.metric)
    sheet.add("horizon", header.horizon.isoformat() if header.horizon else "")
    sheet.add("owner", header.owner)
    sheet.add("vocabulary", header.vocabulary)
    sheet.add("catalogue", header.catalogue)
    sheet.add("safe default", spelling.actions(header.safe_sentences))
    return sheet.block()


def spell_construct(construct: Construct, spelling: Spelling) -> Block:
    """One construct as a block."""
    sheet = Sheet(construct, spelling)
    if isinstance(construct, Rule):
        _rule(construct, sheet)
    elif isinstance(construct, Never):
        _never(construct, sheet)
    elif isinstance(construct, Floor):
        spell_floor(construct, sheet)
    elif isinstance(construct, DerivedFact):
        sheet.add("fact", _label(construct.id, spelling))
        sheet.add("is", print_value(construct.value, spelling.vocabulary, spelling.language))
    elif isinstance(construct, Table):
        spell_table(construct, sheet)
    elif isinstance(construct, Scorecard):
        spell_scorecard(construct, _label(construct.id, spelling), sheet)
    elif isinstance(construct, ValueModel):
        spell_value(construct, _label(construct.id + TOTAL, spelling, construct.id), sheet)
    elif isinstance(construct, Lifecycle):
        spell_lifecycle(construct, _label(construct.id, spelling), sheet)
    elif isinstance(construct, Segment):
        spell_segment(construct, _label(construct.id, spelling), sheet)
    elif isinstance(construct, ServiceClock):
        spell_clock(construct, sheet)
    elif isinstance(construct, Example):
        spell_example(construct, sheet)
    elif isinstance(construct, ExampleTable):
        spell_examples(construct, sheet)
    elif isinstance(construct, Persona):
        spell_persona(construct, sheet)
    return sheet.block()


def _label(id: str, spelling: Spelling, otherwise: str = "") -> str:
    """What a fact, a scorecard or a value model is called."""
    field: Field | None = spelling.vocabulary.field_by_name.get(f"customer.{id}")
    return (field.labels.in_language(spelling.language) if field else "") or otherwise or id


def _rule(rule: Rule, sheet: Sheet) -> None:
    spelling = sheet.spelling
    sheet.add("rule", rule.id)
    sheet.add("beats", spelling.joined(rule.beats))
    sheet.add("group", rule.group)
    if rule.absence is not None:
        absence = rule.absence
        sheet.add(
            "event",
            print_absence(absence.after, absence.start, absence.without, spelling.vocabulary, spelling.language),
        )
    else:
        sheet.add("event", spelling.events(rule.events))
    sheet.active(rule.active)
    if rule.once is not None:
        sheet.add("once", print_once(rule.once.subject, rule.once.every, spelling.language))
    sheet.add("when", spelling.lines(rule.lines))
    sheet.add("then", spelling.actions(rule.actions))
    sheet.because(rule.because)


def _never(never: Never, sheet: Sheet) -> None:
    sheet.add("never", text(sheet.spelling.action(never.action), never.action.notes))
    sheet.add("event", sheet.spelling.events(never.events))
    sheet.active(never.active)
    sheet.add("when", sheet.spelling.lines(never.lines))
    sheet.because(never.because)

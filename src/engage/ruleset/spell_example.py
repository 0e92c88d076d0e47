"""Examples, tables of examples and personas back to nodes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engage.language import print_condition, print_given, print_literal
from engage.language.actions import OfferAction, SetOutput, Withhold
from engage.language.printer_phrases import phrase
from engage.language.small_sentences import print_event_given, print_past
from engage.language.tree import Fact, Literal, Value
from engage.ruleset import keys
from engage.ruleset.example_words import DEADLINE, FIRED, LIKE, NOT, NOT_FIRED, NOTHING, TIMER, printed
from engage.ruleset.expectations import output_test, with_outputs
from engage.ruleset.expected_outcomes import outcome_text
from engage.ruleset.model import Example, ExampleTable, Expectation, PastGiven, Persona, TableOutput
from engage.ruleset.moments import moment_in_zone, moment_text
from engage.ruleset.nodes import Text
from engage.ruleset.sheets import Sheet, Spelling, text
from engage.ruleset.slots import result_text, slot_of, slot_text
from engage.ruleset.spell_table import column_text, joined_row
from engage.ruleset.spoken import spoken_text

__all__ = ["spell_example", "spell_examples", "spell_persona"]

Given = Mapping[str, Literal | None]


def spell_persona(persona: Persona, sheet: Sheet) -> None:
    """The entries of a persona."""
    sheet.add("persona", persona.id)
    sheet.items("given", _given(persona, "", sheet.spelling))
    sheet.items("history", _history(persona.history, sheet.spelling))


def spell_example(example: Example, sheet: Sheet) -> None:
    """The entries of an example."""
    spelling = sheet.spelling
    sheet.add("example", example.id)
    if example.at is not None:
        sheet.add("at", moment_text(example.at, example.offset, spelling.zone))
    sheet.add("event", event_text(example.event, example.data, spelling))
    sheet.items("given", _given(example, example.like, spelling))
    sheet.items("history", _history(example.history, spelling))
    sheet.items("expect", [text(_expected(one, spelling), one.notes) for one in example.expect])


def event_text(kind: str, data: Mapping[str, Literal], spelling: Spelling) -> str:
    """The event of an example, or the deadline of a rule that waits."""
    if kind.startswith(TIMER):
        return f"{printed(DEADLINE, spelling.language)} {kind.removeprefix(TIMER)}"
    return print_event_given(kind, data, spelling.vocabulary, spelling.language)


def _given(of: Example | Persona, like: str, spelling: Spelling) -> list[Text]:
    found = [text(f"{printed(LIKE, spelling.language)} {like}")] if like else []
    for name, literal in of.given.items():
        said = print_given(name, literal, spelling.vocabulary, spelling.language, spelling.zone)
        found.append(text(said, literal.notes if literal is not None else ()))
    for each in of.held:
        found.append(text(print_condition(each, spelling.vocabulary, spelling.language, spelling.zone), each.notes))
    found += [text(spoken_text(each, spelling.language), each.notes) for each in of.spoken]
    return found


def _history(history: Sequence[PastGiven] | None, spelling: Spelling) -> list[Text]:
    if history is None:
        return []
    if not history:
        return [text(printed(NOTHING, spelling.language))]
    return [text(_past(past, spelling), past.notes) for past in history]


def _past(past: PastGiven, spelling: Spelling) -> str:
    moment = moment_in_zone(past.at, spelling.zone) if past.at is not None else None
    return print_past(past.kind, past.ago, moment, past.data, spelling.vocabulary, spelling.language)


def _expected(expectation: Expectation, spelling: Spelling) -> str:
    language = spelling.language
    outcome = outcome_text(expectation, spelling)
    if outcome:
        return outcome
    if expectation.rule:
        return f"{printed(FIRED if expectation.fired else NOT_FIRED, language)} {expectation.rule}"
    if expectation.condition is not None:
        return print_condition(expectation.condition, spelling.vocabulary, language, spelling.zone)
    if expectation.action is None:
        return ""
    test = output_test(expectation.action)
    if test is not None and not expectation.absent:
        return print_condition(test, with_outputs(spelling.vocabulary), language)
    if isinstance(expectation.action, Withhold) and not expectation.absent and language == "en":
        return f"{printed(NOT, language)} {spelling.action(OfferAction(expectation.action.group))}"
    said = spelling.action(expectation.action)
    return f"{printed(NOT, language)} {said}" if expectation.absent else said


# -------------------------------------------------------------------------------------- tables of examples


def spell_examples(table: ExampleTable, sheet: Sheet) -> None:
    """The entries of a table of examples: its columns, one example a row."""
    spelling = sheet.spelling
    shared = _shared(table)
    sheet.add("examples", table.id)
    if table.event:
        sheet.add("event", event_text(table.event, shared, spelling))
    left = [_head(column, spelling) for column in table.columns]
    right = [slot_text(output, spelling.vocabulary, spelling.language) for output in table.results]
    lines = [joined_row(left, right)]
    for example in table.examples:
        cells = [_cell(column, example, spelling) for column in table.columns]
        lines += [f"# {note}" for note in example.notes]
        lines.append(joined_row(cells, _results(example, table.results, spelling)))
    sheet.add("rows", "\n".join(lines), block=True)


def _shared(table: ExampleTable) -> Mapping[str, Literal]:
    """Values of the event that no column gives: they stand above the rows."""
    if not table.examples:
        return {}
    columns = {column.name for column in table.columns if isinstance(column, Fact)}
    if "event" in table.columns:
        return {}
    return {name: value for name, value in table.examples[0].data.items() if f"event.{name}" not in columns}


def _head(column: Value | str, spelling: Spelling) -> str:
    if column == "like":
        return printed(LIKE, spelling.language)
    if isinstance(column, str):
        return keys.KEYS[column].printed(spelling.language)
    return column_text(column, spelling)


def _cell(column: Value | str, example: Example, spelling: Spelling) -> str:
    vocabulary, language = spelling.vocabulary, spelling.language
    if column == "like":
        return example.like or "-"
    if column == "event":
        return event_text(example.event, example.data, spelling)
    if column == "history":
        if example.history is None:
            return "-"
        between = "; " if language == "en" else "；"
        return between.join(part.text for part in _history(example.history, spelling))
    name = column.name if isinstance(column, Fact) else ""
    unknown = phrase("cell unknown", language)
    if name.startswith("event."):
        literal = example.data.get(name.removeprefix("event."))
        return print_literal(literal, vocabulary, language) if literal is not None else unknown
    for given in (name, name.removesuffix("_band"), name + "_band"):
        if given in example.given:
            literal = example.given[given]
            return print_literal(literal, vocabulary, language) if literal is not None else unknown
    return "-"


def _results(example: Example, results: Sequence[TableOutput], spelling: Spelling) -> list[str]:
    """Each expected action under the column it would stand in."""
    left = [one.action for one in example.expect if one.action is not None]
    cells = []
    for output in results:
        wanted = output.slot.replace("target:", "output:")
        action = next((one for one in left if slot_of(one) == wanted), None)
        if action is not None:
            left.remove(action)
        result = action.value if isinstance(action, SetOutput) else action
        cells.append(result_text(result, output, spelling.vocabulary, spelling.language))
    return cells

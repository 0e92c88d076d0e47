"""Tables of examples: one a row. Left of the double bar what is known, right of it what is expected."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from engage.ground.source import Fragment
from engage.language import parse_cell, parse_literal
from engage.language.actions import Action, SetOutput
from engage.language.tree import Fact, IsUnknown, Literal, Value
from engage.ruleset import keys, messages
from engage.ruleset.blocks import Opened
from engage.ruleset.declare import Names
from engage.ruleset.example_words import LIKE, TIMER, spellings
from engage.ruleset.model import Example, ExampleTable, Expectation, PastGiven, TableOutput
from engage.ruleset.names import alike
from engage.ruleset.notation_lines import block_lines, split_outside
from engage.ruleset.sentences import Sentences
from engage.ruleset.slots import read_result
from engage.ruleset.table_rows import Cut
from engage.ruleset.understand_example import is_nothing, read_event, read_past, read_persona
from engage.ruleset.understand_table import Heads, blank_cell, count_cells, read_heads, twin

__all__ = ["examples"]

Column = Value | str


@frozen
class _Table:
    """What all rows of one table share."""

    id: str
    heads: Heads
    columns: tuple[Column | None, ...]
    sentences: Sentences
    names: Names
    zone: str
    #: the event written above the rows, and its values
    event: str = ""
    data: tuple[tuple[str, Literal], ...] = ()


def examples(block: Opened, names: Names, zone: str) -> ExampleTable:
    """A table of examples, its rows spelled out."""
    sentences = block.sentences
    text = block.fragment("event")
    heard = read_event(text, sentences, names) if text is not None else None
    event, data = heard if heard is not None else ("", {})
    sentences = sentences.at((event,) if event and not event.startswith(TIMER) else ())
    rows = block.fragment("rows")
    lines = block_lines(rows) if rows is not None else ()
    about = block.about()
    if not lines:
        return ExampleTable(id=block.id, event=event, **about)
    columns: list[Column | None] = []
    heads = read_heads(lines[0], sentences, lambda cell: _kept(_column(cell, sentences), columns))
    if not event and text is None and "event" not in columns:
        event = _only_kind(columns, sentences)
    table = _Table(block.id, heads, tuple(columns), sentences, names, zone, event, tuple(data.items()))
    if heads.right is not None and not heads.right:
        sentences.tell(messages.EXPECTED_NOTHING, lines[0].span())
    if heads.right is not None and "event" not in columns and text is None and not event:
        sentences.tell(messages.NO_EVENT, lines[0].span())
    found: list[Example] = []
    above = [""] * len(columns)
    for line in lines[1:] if heads.right is not None else ():
        cut = heads.cut_row(line)
        if count_cells(cut, heads, sentences):
            row = _row(cut, f"{block.id} row {len(found) + 1}", table, above)
            if row is not None:
                found.append(row)
    if heads.notes:
        about["key_notes"] = {**about["key_notes"], "rows": (*about["key_notes"].get("rows", ()), *heads.notes)}
    return ExampleTable(
        id=block.id,
        event=event,
        columns=tuple(column for column in columns if column is not None),
        results=heads.results,
        examples=tuple(found),
        **about,
    )


def _only_kind(columns: Sequence[Column | None], sentences: Sentences) -> str:
    """The one kind of event that has every event field the columns name; empty where several or none have them."""
    facts = [column.name for column in columns if isinstance(column, Fact)]
    named = {name.removeprefix("event.") for name in facts if name.startswith("event.")}
    kinds = [kind.id for kind in sentences.vocabulary.events if named <= set(kind.fields)] if named else []
    return kinds[0] if len(kinds) == 1 else ""


def _kept(column: Column | None, columns: list[Column | None]) -> Value | None:
    columns.append(column)
    return None if isinstance(column, str) else column


def _column(cell: Fragment, sentences: Sentences) -> Column | None:
    """A head left of the double bar: `history`, `event`, `like`, or a fact."""
    for key in ("history", "event"):
        if keys.exact(cell.text, (keys.KEYS[key],)) is not None:
            return key
    if alike(cell.text) in {alike(word) for word in spellings(LIKE, sentences.language)}:
        return "like"
    value = sentences.value(cell)
    if value is not None and not isinstance(value, Fact):
        sentences.tell(messages.NOT_A_FACT, cell.span(), word=cell.text)
        return None
    return value


def _row(cut: Cut, id: str, table: _Table, above: list[str]) -> Example | None:
    sentences = table.sentences
    event, data, like = table.event, dict(table.data), ""
    given: dict[str, Literal | None] = {}
    history: tuple[PastGiven, ...] | None = None
    for place, (cell, column) in enumerate(zip(cut.left, table.columns, strict=True)):
        before, above[place] = above[place], cell.text or above[place]
        if not cell.text:
            blank_cell(cell, before, sentences)
        elif cell.text == "-" or column is None:
            continue
        elif column == "history":
            history = _history(cell, table)
        elif column == "like":
            like = read_persona(cell, sentences, table.names)
        elif column == "event":
            heard = read_event(cell, sentences, table.names)
            if heard is not None:
                event, data = heard[0], {**data, **heard[1]}
        elif isinstance(column, Fact):
            _state(cell, column, table, given, data)
    expected = _expected(cut, table)
    if not event:
        return None
    return Example(
        id=id,
        event=event,
        data=data,
        given=given,
        history=history,
        like=like,
        expect=expected,
        span=cut.line.span(),
        notes=cut.line.notes,
    )


def _history(cell: Fragment, table: _Table) -> tuple[PastGiven, ...]:
    if is_nothing(cell, table.sentences.language):
        return ()
    parts = [part for part in split_outside(cell, ";；") if part.text]
    past = (read_past(part, table.sentences, table.zone) for part in parts)
    return tuple(one for one in past if one is not None)


def _state(
    cell: Fragment, column: Fact, table: _Table, given: dict[str, Literal | None], data: dict[str, Literal]
) -> None:
    """A fact's value in a row: of the event where it is the event's, of the customer otherwise."""
    fact = _meant(cell, column, table.sentences)
    if isinstance(table.sentences.tried(parse_cell(cell, fact, table.sentences.scope)), IsUnknown):
        if fact.name.startswith("event."):
            data.pop(fact.name.removeprefix("event."), None)
        else:
            given[fact.name] = None
        return
    literal = table.sentences.literal(cell, fact.type)
    if literal is None:
        return
    if fact.name.startswith("event."):
        data[fact.name.removeprefix("event.")] = literal
    else:
        given[fact.name] = literal


def _meant(cell: Fragment, column: Fact, sentences: Sentences) -> Fact:
    """The fact, or the other one of its scorecard where only that can have this value."""
    other = twin(column, sentences.vocabulary)
    if other is None or sentences.tried(parse_literal(cell, column.type, sentences.scope)) is not None:
        return column
    return other if sentences.tried(parse_literal(cell, other.type, sentences.scope)) is not None else column


def _expected(cut: Cut, table: _Table) -> tuple[Expectation, ...]:
    found: list[Expectation] = []
    for cell, output in zip(cut.right or (), table.heads.right or (), strict=False):
        if not isinstance(output, TableOutput):
            continue
        result = read_result(cell, output, table.sentences)
        if result is None:
            continue
        action = result if isinstance(result, Action) else SetOutput(_id(output), result, span=cell.span())
        found.append(Expectation(action=action, span=cell.span()))
    return tuple(found)


def _id(output: TableOutput) -> str:
    return output.slot.partition(":")[2]

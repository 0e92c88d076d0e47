"""Decision tables: head line, rows, the `otherwise` row.

Cells left of the double bar are tests of their column, cells right of it complete the sentence of their column or
are its values; words that say why stand in the last columns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from attrs import evolve, field, frozen

from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import Fix, Report, Words
from engage.ground.source import Fragment
from engage.language import parse_cell
from engage.language.actions import Action
from engage.language.tree import Condition, Fact, Template, Value
from engage.ruleset import keys, messages
from engage.ruleset.blocks import BECAUSE, Opened
from engage.ruleset.model import Row, Table, TableOutput
from engage.ruleset.names import alike
from engage.ruleset.notation_lines import block_lines
from engage.ruleset.sentences import Sentences
from engage.ruleset.slots import read_result, read_slot
from engage.ruleset.table_rows import Cut, cut_line, is_framed
from engage.ruleset.words_cells import read_words

__all__ = ["OTHERWISE", "Heads", "blank_cell", "count_cells", "hit_policy", "read_heads", "table", "twin"]

#: What the last row may begin with, as printed first.
OTHERWISE: Final = keys.Word(
    "otherwise", ("otherwise", "else", "default"), ("否则", "其他", "其余"), ("否則", "其他", "其餘")
)

_SHEETS: Final = (".csv", ".xlsx")


@frozen
class Heads:
    """A table's first line, understood: a column that was not is None.

    `right` has what stands behind the double bar in its order, the language of a column of words as a string; it is
    None where the line has no double bar.
    """

    cut: Cut
    columns: tuple[Value | None, ...] = ()
    right: tuple[TableOutput | str | None, ...] | None = None
    notes: tuple[str, ...] = field(default=(), eq=False)

    @property
    def results(self) -> tuple[TableOutput, ...]:
        """The columns that give something."""
        return tuple(one for one in self.right or () if isinstance(one, TableOutput))

    @property
    def widths(self) -> tuple[int, int]:
        """How many cells a row has left and right of the double bar."""
        return len(self.columns), len(self.right or ())

    def cut_row(self, line: Fragment) -> Cut:
        """A row cut as the first line was."""
        return cut_line(line, len(self.columns), framed=is_framed(self.cut.line))


def hit_policy(block: Opened) -> str:
    """A table's hit policy in its English words; `unique` where none is written."""
    text = block.fragment("hit")
    if text is None:
        return "unique"
    word = keys.exact(text.text, keys.HITS.values())
    if word is not None:
        return word.key
    known = [item.printed(block.sentences.language) for item in keys.HITS.values()]
    hint, fixes = block.sentences.near(text.text, known, text.span())
    block.sentences.tell(messages.HIT_UNKNOWN, text.span(), fixes, word=text.text, hint=hint)
    return "unique"


def table(block: Opened, events: tuple[str, ...], beats: tuple[str, ...], group: str) -> Table:
    """A table whose events and `beats` are known."""
    sentences = block.sentences.at(events)
    about = block.about()
    rows = block.fragment("rows")
    lines = block_lines(rows) if rows is not None else ()
    hit = hit_policy(block)
    if not lines:
        return Table(id=block.id, hit=hit, events=events, beats=beats, group=group, **about)
    heads = read_heads(lines[0], sentences, lambda cell: sentences.value(cell))
    cuts = [heads.cut_row(line) for line in lines[1:]] if heads.right is not None else []
    read = _Rows(block.id, heads, sentences, cuts)
    if heads.notes:
        about["key_notes"] = {**about["key_notes"], "rows": (*about["key_notes"].get("rows", ()), *heads.notes)}
    found, otherwise = read.rows()
    if not found and otherwise is None and len(lines) == 1:
        sentences.tell(messages.EMPTY_TABLE, lines[0].span(), name=block.id)
    return Table(
        id=block.id,
        hit=hit,
        events=events,
        columns=tuple(column for column in read.subjects if column is not None),
        outputs=heads.results,
        rows=found,
        otherwise=otherwise,
        beats=beats,
        group=group,
        **about,
    )


def read_heads(line: Fragment, sentences: Sentences, column: Callable[[Fragment], Value | None]) -> Heads:
    """The first line of a table; `column` reads a head left of the double bar."""
    cut = cut_line(line)
    if cut.right is None:
        sentences.tell(messages.NO_DOUBLE_BAR, line.span(), _double_bar(cut, sentences))
        return Heads(cut, notes=line.notes)
    right: list[TableOutput | str | None] = []
    for cell in cut.right:
        word = keys.exact(cell.text.strip(":： "), (keys.KEYS[key] for key in ("because", *BECAUSE)))
        if word is not None:
            right.append(BECAUSE.get(word.key, sentences.language))
            continue
        if any(isinstance(one, str) for one in right):
            sentences.tell(messages.BECAUSE_NOT_LAST, cell.span(), word=_because(sentences))
        right.append(read_slot(cell, sentences))
    return Heads(cut, tuple(column(cell) for cell in cut.left), tuple(right), line.notes)


def _double_bar(cut: Cut, sentences: Sentences) -> tuple[Fix, ...]:
    """A second bar before the first head that is a result."""
    for before, cell in pairwise(cut.left):
        aside = evolve(sentences, found=[])
        output = read_slot(cell, aside)
        if output is not None and before.text:
            at = cut.line.text.find("|", before.span().end - cut.line.span().start)
            return (Fix(cut.line.span(at, at + 1), "||"),) if at >= 0 else ()
    return ()


def _because(sentences: Sentences) -> str:
    return keys.KEYS["because"].printed(sentences.language)


def count_cells(cut: Cut, heads: Heads, sentences: Sentences) -> bool:
    """True when a row has as many cells as the first line; else a finding on the row."""
    wanted = heads.widths
    seen = len(cut.left), len(cut.right) if cut.right is not None else None
    if seen == wanted:
        return True
    sentences.tell(messages.CELL_COUNT, cut.line.span(), seen=_counted(*seen), wanted=_counted(*wanted))
    return False


def _counted(left: int, right: int | None) -> Words:
    cells = "cell" if left == 1 else "cells"
    if right is None:
        return Words(f"{left} {cells} and no `||`", f" {left} 个单元格，没有 `||`")
    return Words(f"{left} {cells} before `||` and {right} behind it", f" `||` 前 {left} 个、后 {right} 个单元格")


def blank_cell(cell: Fragment, above: str, sentences: Sentences) -> None:
    """The finding on a blank condition cell: the same as above, as sheets leave it out, or `-` where nothing is."""
    span = cell.span()
    source = span.source.text
    space = " " if source[span.end : span.end + 1] in ("|", "｜") and source[span.start - 1 : span.start] == " " else ""
    fixes = [Fix(span, f"-{space}")]
    hint = Words("write `-` for any value", "不限请写 `-`")
    if above and above != "-":
        fixes.insert(0, Fix(span, f"{above}{space}"))
        hint = Words(f"write `{above}` as above, or `-` for any value", f"同上请写 `{above}`，不限请写 `-`")
    # In a sheet nothing stands where a blank cell is, and what is put there may want quotes.
    fixes = [] if span.source.name.endswith(_SHEETS) else fixes
    sentences.tell(messages.BLANK_CELL, span, tuple(fixes), hint=hint)


class _Rows:
    """Reads the rows below one head line."""

    def __init__(self, name: str, heads: Heads, sentences: Sentences, cuts: Sequence[Cut]) -> None:
        self.name, self.heads, self.sentences = name, heads, sentences
        self.cuts = [cut for cut in cuts if self._otherwise(cut) or count_cells(cut, heads, sentences)]
        self.plain = [cut for cut in self.cuts if not self._otherwise(cut)]
        self.subjects = tuple(self._subject(place) for place in range(len(heads.columns)))

    @staticmethod
    def _otherwise(cut: Cut) -> bool:
        return bool(cut.left) and keys.exact(cut.left[0].text.strip(":： "), (OTHERWISE,)) is not None

    def _subject(self, place: int) -> Value | None:
        """A column's subject. A scorecard's name may mean its points or its band: the cells below say which."""
        subject = self.heads.columns[place]
        other = twin(subject, self.sentences.vocabulary)
        if subject is None or other is None:
            return subject
        cells = [cut.left[place] for cut in self.plain if cut.left[place].text not in ("", "-")]
        return min((subject, other), key=lambda one: sum(1 for cell in cells if not self._fits(cell, one)))

    def _fits(self, cell: Fragment, subject: Value) -> bool:
        return Report(parse_cell(cell, subject, self.sentences.scope)[1]).ok

    def rows(self) -> tuple[tuple[Row, ...], Row | None]:
        """The rows in written order, and what answers when none of them does."""
        found: list[Row] = []
        otherwise: Row | None = None
        above = [""] * len(self.subjects)
        for cut in self.cuts:
            if self._otherwise(cut):
                row = self._last(cut)
                if otherwise is not None:
                    self.sentences.tell(messages.OTHERWISE_LAST, cut.left[0].span(), word=cut.left[0].text)
                else:
                    otherwise = row
                continue
            if otherwise is not None and otherwise.span is not None:
                word = OTHERWISE.printed(self.sentences.language)
                place = otherwise.span
                self.sentences.tell(messages.OTHERWISE_LAST, place, (), (cut.line.span(),), word=word)
            found.append(self._row(cut, f"{self.name} row {len(found) + 1}", above))
        return tuple(found), otherwise

    def _row(self, cut: Cut, id: str, above: list[str]) -> Row:
        cells: list[Condition | None] = []
        for place, (cell, subject) in enumerate(zip(cut.left, self.subjects, strict=True)):
            if not cell.text:
                blank_cell(cell, above[place], self.sentences)
            condition = self.sentences.cell(cell, subject) if subject is not None and cell.text else None
            if subject is not None:
                cells.append(condition)
            above[place] = cell.text or above[place]
        return self._answer(cut, id, tuple(cells))

    def _last(self, cut: Cut) -> Row | None:
        asked = [cell for cell in cut.left[1:] if cell.text not in ("", "-")]
        if asked:
            self.sentences.tell(messages.OTHERWISE_CELLS, asked[0].span(), word=cut.left[0].text)
        if cut.right is None or len(cut.right) != self.heads.widths[1]:
            wanted = _counted(*self.heads.widths)
            seen = _counted(len(cut.left), None if cut.right is None else len(cut.right))
            self.sentences.tell(messages.CELL_COUNT, cut.line.span(), seen=seen, wanted=wanted)
            return None
        return self._answer(cut, f"{self.name} otherwise", ())

    def _answer(self, cut: Cut, id: str, cells: tuple[Condition | None, ...]) -> Row:
        results: list[Action | Value | None] = []
        because: dict[str, Template] = {}
        for cell, head in zip(cut.right or (), self.heads.right or (), strict=False):
            if isinstance(head, TableOutput):
                results.append(read_result(cell, head, self.sentences))
            elif head is not None:
                because.update(read_words([cell], self.sentences.told_in(head)))
        return Row(id, cells, tuple(results), because, cut.line.span(), cut.line.notes)


def twin(subject: Value | None, vocabulary: Vocabulary) -> Fact | None:
    """The other fact of a scorecard: its band for its points, its points for its band."""
    if not isinstance(subject, Fact):
        return None
    name = subject.name
    other = name.removesuffix("_band") if name.endswith("_band") else name + "_band"
    field_ = vocabulary.field_by_name.get(other)
    own = vocabulary.field_by_name.get(name)
    if field_ is None or own is None or alike(own.labels.en) != alike(field_.labels.en):
        return None
    return Fact(other, field_.type, span=subject.span)

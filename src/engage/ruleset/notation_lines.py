"""Lines of a `.rules` text with their indentation and comments, and the cutting of fragments that both notations share.

Knows no block word. Everything here takes time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import define, field, frozen

from engage.ground.finding import Finding, Fix, Message, Words
from engage.ground.source import Fragment, Source, Span
from engage.ruleset import notation_messages as say

__all__ = [
    "QUOTES",
    "Group",
    "Line",
    "Problems",
    "block_lines",
    "cleaned",
    "comment_start",
    "comment_text",
    "cut_outside_quotes",
    "flat",
    "groups",
    "indented_from",
    "joined",
    "lines_of",
    "split_outside",
    "stacked",
    "trimmed",
    "without_comment",
]

#: Opening quotes with what closes them. An apostrophe opens nothing inside a sentence (`isn't`).
QUOTES: Final = {'"': '"', "“": "”", "「": "」", "『": "』"}
_BRACKETS: Final = {"(": ")", "（": "）", "[": "]", "【": "】", "{": "}"}
_CLOSING = frozenset(")）]】}")
#: Control, direction and zero-width characters: they cannot be seen and could hide what a rule says.
#: a bar that parts cells, no double one
_BAR: Final = re.compile(r"(?<![|｜])[|｜](?![|｜])")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2066-\u2069\ufeff]")
_MOST_PROBLEMS = 500
_MOST_HINTS = 50


@define
class Problems:
    """Gathers what one reading finds; stops at a number nobody would read to the end."""

    found: list[Finding] = field(factory=list)
    hints: int = 0

    def add(
        self,
        message: Message,
        span: Span,
        fixes: tuple[Fix, ...] = (),
        related: tuple[Span, ...] = (),
        **values: str | Words,
    ) -> None:
        """One finding."""
        if len(self.found) == _MOST_PROBLEMS:
            self.found.append(Finding(say.MANY_PROBLEMS, span, {"limit": str(_MOST_PROBLEMS)}))
        if len(self.found) < _MOST_PROBLEMS:
            self.found.append(Finding(message, span, values, fixes, related))

    def may_hint(self) -> bool:
        """Looking for the nearest word is slow, so only the first unknown words get one."""
        self.hints += 1
        return self.hints <= _MOST_HINTS


@frozen
class Line:
    """A line with something on it: its number from 0, where it begins, its indentation in columns, and
    `start:end` without white space."""

    number: int
    margin: int
    indent: int
    start: int
    end: int
    comment: bool


@define
class Group:
    """A line with the comments above it and the deeper lines below it (comments among them)."""

    head: Line
    above: list[Line]
    body: list[Line] = field(factory=list)

    def has_lines(self) -> bool:
        """True when something other than comments stands below the head."""
        return any(not line.comment for line in self.body)


def cleaned(source: Source, problems: Problems) -> str:
    """The text with every unseen character made a space; no place moves."""
    text = source.text
    if text.startswith("\ufeff"):
        text = " " + text[1:]
    text = text.replace("\r\n", " \n")
    for found in _UNSEEN.finditer(text):
        span = Span(source, found.start(), found.end())
        problems.add(say.UNSEEN, span, (Fix(span, ""),), code=f"U+{ord(found.group()):04X}")
    return _UNSEEN.sub(" ", text)


def lines_of(source: Source, text: str, problems: Problems) -> list[Line]:
    """The lines of a cleaned text that are not blank."""
    lines: list[Line] = []
    tabs: list[Line] = []
    above = ("", "")
    at = 1 if source.text.startswith("\ufeff") else 0
    for number, row in enumerate(text[at:].split("\n")):
        if body := row.strip():
            lead = row[: len(row) - len(row.lstrip())]
            if cells := blank_first_cells(row, above):
                lead, body = lead[: len(lead) - len(cells)], cells + body
            body = _with_last_cells(row, body)
            start = at + len(lead)
            line = Line(number, at, _columns(lead), start, start + len(body), body.startswith("#"))
            above = above if line.comment else (lead, body)
            if "\t" in lead and not line.comment:
                tabs.append(line)
            lines.append(line)
        at += len(row) + 1
    if tabs:
        _tell_tabs(tabs, source, problems)
    return lines


def _tell_tabs(tabs: Sequence[Line], source: Source, problems: Problems) -> None:
    """One finding for all lines that tabs indent, with one repair."""
    parts, done = list[str](), tabs[0].margin
    for line in tabs:
        parts += [source.text[done : line.margin], " " * line.indent]
        done = line.start
    fix = Fix(Span(source, tabs[0].margin, done), "".join(parts))
    problems.add(say.TAB, Span(source, tabs[0].margin, tabs[0].start), (fix,), count=str(len(tabs)))


def blank_first_cells(row: str, above: tuple[str, str]) -> str:
    """The tabs before a row of a pasted table that part blank cells: deeper than the row above, which has tabs too.

    `above` is the indentation of that row and what stands in it.
    """
    lead = row[: len(row) - len(row.lstrip())]
    own, body = above
    if "\t" not in body or not lead.startswith(f"{own}\t") or _BAR.search(row):
        return ""
    return lead[len(own) :]


def _with_last_cells(row: str, body: str) -> str:
    """The row of a pasted table with the tabs behind it, which part blank cells."""
    if "\t" not in body or _BAR.search(row):
        return body
    behind = row[row.index(body) + len(body) :]
    return body + behind[: len(behind) - len(behind.lstrip("\t"))]


def _columns(lead: str) -> int:
    columns = 0
    for char in lead:
        columns = _next_column(columns, char)
    return columns


def _next_column(column: int, char: str) -> int:
    return column + (2 if char == "\u3000" else 4 - column % 4 if char == "\t" else 1)


def indented_from(text: str, line: Line, level: int) -> int:
    """Where a line begins when an indentation of `level` columns is cut away."""
    at, column = line.margin, 0
    while at < line.start and column < level:
        column = _next_column(column, text[at])
        at += 1
    return at


def groups(source: Source, lines: Sequence[Line], problems: Problems) -> list[Group]:
    """The lines of one block, each with what is indented below it. A comment goes with the line below it,
    or with the line above when it is indented deeper than the line below."""
    found: list[Group] = []
    waiting: list[Line] = []
    level = 0
    for line in lines:
        if line.comment:
            waiting.append(line)
            continue
        if found and line.indent > level:
            found[-1].body += [*waiting, line]
        else:
            if found and line.indent < level:
                span = Span(source, line.start, line.end)
                problems.add(say.INDENT, span, seen=str(line.indent), wanted=str(level))
            level = line.indent
            own = next((i for i, item in enumerate(waiting) if item.indent <= level), len(waiting)) if found else 0
            if own:
                found[-1].body += waiting[:own]
            found.append(Group(line, waiting[own:]))
        waiting = []
    if found:
        found[-1].body += waiting
    return found


def _skipped(text: str, at: int, dead: set[str]) -> int:
    """Behind the quoted text that begins at `at`; `at` itself when no quote opens there or it is never closed."""
    closing = QUOTES.get(text[at])
    if closing is None or closing in dead:
        return at
    end = text.find(closing, at + 1)
    if end < 0:
        dead.add(closing)  # looked for once only, so that many open quotes stay linear
        return at
    return end + 1


def comment_start(text: str) -> int | None:
    """Where a comment at the end of a line begins: `#` behind two spaces, outside quotes."""
    if "#" not in text:
        return None
    at, dead = 0, set[str]()
    while at < len(text):
        behind = _skipped(text, at, dead)
        if behind > at:
            at = behind
            continue
        if text[at] == "#":
            before = text[max(0, at - 2) : at]
            if at == 0 or "\t" in before or "\u3000" in before or (len(before) == 2 and before.isspace()):
                return at
        at += 1
    return None


def without_comment(fragment: Fragment) -> tuple[Fragment, tuple[str, ...]]:
    """A line without the comment at its end, and that comment."""
    start = comment_start(fragment.text)
    if start is None:
        return fragment, ()
    return fragment.cut(0, start).strip(), (comment_text(fragment.text[start:]),)


def comment_text(text: str) -> str:
    """What a comment says, without its sign."""
    body = text.strip()[1:]
    return body[1:] if body.startswith(" ") else body


def split_outside(fragment: Fragment, marks: str) -> list[Fragment]:
    """The parts of a fragment between marks that stand outside brackets and quotes; brackets that are never
    closed hide nothing."""
    cuts = _cuts(fragment.text, marks, brackets=True)
    if cuts is None:
        cuts = _cuts(fragment.text, marks, brackets=False) or []
    ends = [*cuts, len(fragment.text)]
    starts = [0, *(cut + 1 for cut in cuts)]
    return [_stripped_cut(fragment, start, end) for start, end in zip(starts, ends, strict=True)]


def _stripped_cut(fragment: Fragment, start: int, end: int) -> Fragment:
    part = fragment.text[start:end]
    left = start + len(part) - len(part.lstrip())
    return fragment.cut(left, max(left, start + len(part.rstrip())))


def _cuts(text: str, marks: str, *, brackets: bool) -> list[int] | None:
    cuts: list[int] = []
    at, depth, dead = 0, 0, set[str]()
    while at < len(text):
        behind = _skipped(text, at, dead)
        if behind > at:
            at = behind
            continue
        char = text[at]
        if brackets and char in _BRACKETS:
            depth += 1
        elif brackets and char in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and char in marks:
            cuts.append(at)
        at += 1
    return cuts if depth == 0 else None


def cut_outside_quotes(text: str, marks: str) -> list[int]:
    """Where marks stand outside quotes."""
    return _cuts(text, marks, brackets=False) or []


def stacked(fragments: Iterable[Fragment], source: Source) -> Fragment:
    """Fragments one below the other as one text, each character with its place."""
    return joined(fragments, "\n", source)


def joined(fragments: Iterable[Fragment], joint: str, source: Source) -> Fragment:
    """Fragments as one text with a joint between them, each character with its place."""
    texts: list[str] = []
    steps: list[tuple[int, int]] = []
    length = 0
    for piece in fragments:
        steps += [(length + local, origin) for local, origin in piece.steps]
        texts.append(piece.text)
        length += len(piece.text) + len(joint)
    return Fragment(joint.join(texts), source, tuple(steps) or ((0, 0),))


def block_lines(fragment: Fragment) -> tuple[Fragment, ...]:
    """The lines of a text block (a table's rows, a scorecard's points) that are not blank, without their
    comments; each carries as notes the comments above it and behind it. Comments below the last line stay with it."""
    lines: list[Fragment] = []
    waiting: list[str] = []
    at = 0
    above = ("", "")
    for row in fragment.text.split("\n"):
        body = row.strip()
        if body.startswith("#"):
            waiting.append(comment_text(body))
        elif body:
            cells = blank_first_cells(row, above)
            indent = len(row) - len(row.lstrip()) - len(cells)
            start = at + indent
            body = _with_last_cells(row, cells + body)
            above = row[:indent], body
            piece, behind = without_comment(_one_line(fragment, start, start + len(body)))
            lines.append(Fragment(piece.text, piece.source, piece.steps, (*waiting, *behind)))
            waiting = []
        at += len(row) + 1
    if waiting and lines:
        last = lines[-1]
        lines[-1] = Fragment(last.text, last.source, last.steps, (*last.notes, *waiting))
    return tuple(lines)


def _one_line(fragment: Fragment, start: int, end: int) -> Fragment:
    # A line of a block lies in one piece in its source, so a single step suffices (and cutting stays linear).
    return Fragment(fragment.text[start:end], fragment.source, ((0, fragment.offset(start)),))


def flat(fragment: Fragment) -> Fragment:
    """A text on one line: its line ends are spaces."""
    return Fragment(fragment.text.replace("\n", " "), fragment.source, fragment.steps).strip()


def trimmed(fragment: Fragment, *, leading: bool = True) -> list[Fragment]:
    """The lines of a text without white space behind them, and before them where that has no meaning."""
    lines: list[Fragment] = []
    at, step = 0, 0
    steps = fragment.steps
    for row in fragment.text.split("\n"):
        body = row.strip() if leading else row.rstrip()
        start = at + (len(row) - len(row.lstrip()) if leading and body else 0)
        while step + 1 < len(steps) and steps[step + 1][0] <= start:
            step += 1
        inner = step
        own = [(0, steps[step][1] + start - steps[step][0])]
        while inner + 1 < len(steps) and steps[inner + 1][0] < start + len(body):
            inner += 1
            own.append((steps[inner][0] - start, steps[inner][1]))
        lines.append(Fragment(body, fragment.source, tuple(own)))
        at += len(row) + 1
    return lines

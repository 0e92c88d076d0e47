"""What a YAML parser stumbled over, said in the analyst's words, and how to read on behind it.

The parser stops at its first problem. Where the problem is one of a single text (a colon inside it, a bracket or a
tab at its start), the sign is masked by a harmless one of the same length and the parser starts again, so that one
reading finds them all and no place shifts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml
from attrs import frozen

from engage.ground.finding import Finding, Fix, Message, Words
from engage.ground.source import Source, Span
from engage.ruleset import yaml_messages as say

__all__ = ["Stumble", "found", "in_quotes", "stumble_of", "value_start"]

#: `- ` of list items and a key with its colon, before the text of a line
_LEAD = re.compile(
    r"[ \t]*(?:-[ \t]+)*(?:[^\s\"'#\[\]{}&*!|>%@`-][^:\n]*:[ \t]+|\"[^\"\n]*\":[ \t]+|'[^'\n]*':[ \t]+)?"
)
#: a word at the beginning of a line with a colon that YAML does not take for one; an address is no word
_NO_KEY = re.compile(r"[ ]*(?:-[ ]+)?([^\s\d:：,，'\"{}\[\]#-][^\s:：,，'\"{}\[\]]{0,29})[ ]*(：|:(?=[^\s/]))")
_SPECIAL = "{[@`%*&!}],?|>"


@frozen
class Stumble:
    """A problem of the parser: the finding, and the same text with the sign masked, None when nothing can follow."""

    finding: Finding
    masked: str | None = None


def found(source: Source, message: Message, start: int, end: int, fix: str | None = None, **values: str) -> Finding:
    """A finding at a range of the source, with a fix that replaces the range."""
    size = len(source.text)
    span = Span(source, min(start, size), min(max(start, end), size))
    fixes = () if fix is None else (Fix(span, fix),)
    filled: Mapping[str, str | Words] = dict(values)
    return Finding(message, span, filled, fixes)


def in_quotes(text: str) -> str:
    """The text as a quoted YAML scalar; double quotes where they need no escape."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def value_start(text: str, at: int) -> int:
    """Where the text of the line at `at` starts, behind its `- ` and its key."""
    line = text.rfind("\n", 0, at) + 1
    match = _LEAD.match(text, line)
    return min(match.end() if match else line, len(text))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" and end > at else end


def _text_end(text: str, start: int) -> int:
    """The end of a one-line text, before a comment behind it."""
    end = _line_end(text, start)
    comment = re.compile(r"[ ]+#(?= |$)").search(text, start, end)
    return start + len(text[start : comment.start() if comment else end].rstrip())


def _mask(text: str, places: range | list[int], letter: str = "x") -> str:
    letters = list(text)
    for place in places:
        letters[place] = letter
    return "".join(letters)


def stumble_of(source: Source, masked: str, error: yaml.YAMLError, shift: int = 0) -> Stumble:
    """The finding for a parser's error in the masked text; `shift` characters at its start the parser never saw."""
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    at = min(getattr(mark, "index", 0) + shift, len(masked))
    began = min(context.index + shift if context else at, len(masked))
    problem = str(getattr(error, "problem", "") or "")
    within = str(getattr(error, "context", "") or "")
    tab = _tab(source, masked, at)
    if tab:
        return tab
    if "directive" in within or "directive" in problem:
        return Stumble(found(source, say.DIRECTIVE, at, _line_end(masked, at)))
    if "quoted scalar" in within:
        return _quoted(source, masked, began, at, problem)
    if "values are not allowed" in problem and (colon := _colon(source, masked, at)):
        return colon
    special = _special(source, masked, at)
    if special:
        return special
    if "flow" in within:
        return Stumble(found(source, say.UNCLOSED, began, began + 1, bracket=masked[began : began + 1]))
    if "simple key" in within or "could not find expected ':'" in problem:
        return _not_a_key(source, masked, began)
    return _misplaced(source, masked, at, problem)


def _tab(source: Source, masked: str, at: int) -> Stumble | None:
    """A tab at the place, or anywhere in the white space that leads to it."""
    start = at
    while start and masked[start - 1] in " \t":
        start -= 1
    end = at
    while masked[end : end + 1] in (" ", "\t"):
        end += 1
    places = [place for place in range(start, end) if masked[place] == "\t"]
    if not places:
        return None
    finding = found(source, say.TAB, places[0], places[-1] + 1, "  " * len(places))
    return Stumble(finding, _mask(masked, places, " "))


def _quoted(source: Source, masked: str, began: int, at: int, problem: str) -> Stumble:
    mark = masked[began : began + 1]
    if "escape" in problem:
        slash = masked.rfind("\\", began, at + 1)
        finding = found(source, say.BAD_ESCAPE, slash, slash + 2, "\\" + masked[slash : slash + 2],
                        escape=masked[slash : slash + 2])  # fmt: skip
        return Stumble(finding, _mask(masked, [slash]))
    return Stumble(found(source, say.QUOTE_OPEN, began, began + 1, mark=mark))


def _colon(source: Source, masked: str, at: int) -> Stumble | None:
    """`because: A: B`: a second colon on the line. None when the line has no key before it."""
    start = value_start(masked, at)
    if start >= at or "\n" in masked[start:at] or not _has_key(masked, start):
        return None
    end = _text_end(source.text, start)
    text = source.text[start:end]
    quoted = in_quotes(text)
    finding = found(source, say.COLON_IN_TEXT, start, end, quoted, before=source.text[start:at], quoted=quoted)
    return Stumble(finding, _mask(masked, [place for place in range(at, end) if masked[place] == ":"]))


def _has_key(text: str, start: int) -> bool:
    return text[text.rfind("\n", 0, start) + 1 : start].rstrip().endswith(":")


def _special(source: Source, masked: str, at: int) -> Stumble | None:
    """A text that starts with a sign of YAML's own, or whose closing quote is not its end."""
    start = value_start(masked, at)
    end = _text_end(source.text, start)
    first = masked[start : start + 1]
    if not first or not start <= at <= _line_end(masked, start):
        return None
    quoted = in_quotes(source.text[start:end])
    if first in "\"'" and at > start:
        finding = found(source, say.QUOTE_THEN_MORE, start, end, quoted, mark=first, quoted=quoted)
        return Stumble(finding, _mask(masked, [place for place in range(start, end) if masked[place] in "\"':"]))
    if first in _SPECIAL and (first not in "{[" or _closed_before(masked, start, at)):
        finding = found(source, say.BRACKET_TEXT, start, end, quoted, character=first, quoted=quoted)
        signs = [place for place in range(start, end) if masked[place] in "{}[]:" or place == start]
        return Stumble(finding, _mask(masked, signs))
    return None


def _closed_before(text: str, start: int, at: int) -> bool:
    """The bracket that opens at `start` is closed before `at`, so that what follows makes it a text."""
    piece = text[start:at]
    return piece.count("{") + piece.count("[") <= piece.count("}") + piece.count("]")


def _not_a_key(source: Source, masked: str, began: int) -> Stumble:
    start = value_start(masked, began)
    end = _text_end(source.text, start)
    written = source.text[start:end]
    if match := re.match(r"([^\s:：，。；]{1,40})[ ]*[:：][ ]*(.*)", written):
        better = f"{match[1]}: {match[2]}".rstrip()
        finding = found(source, say.NEEDS_COLON, start, end, better, written=written[:40], better=better)
    else:
        finding = found(source, say.NOT_A_KEY, start, end)
    line = source.text.rfind("\n", 0, start) + 1
    return Stumble(finding, masked[:line] + " " * (_line_end(masked, line) - line) + masked[_line_end(masked, line) :])


def _colon_above(source: Source, masked: str, line: int) -> Stumble | None:
    """`- rule：test one`, `event:complaint`: one long text for YAML, so the next line has no place."""
    above = masked.rfind("\n", 0, max(line - 1, 0)) + 1
    end = _text_end(masked, above)
    found_here = _NO_KEY.match(masked, above, end)
    if found_here is None:
        return None
    start, sign = found_here.start(1), found_here.start(2)
    better = f"{found_here[1]}: {masked[found_here.end() : end].strip()}"
    finding = found(source, say.NEEDS_COLON, start, end, better, written=source.text[start:end][:40], better=better)
    # The sign and what follows it become a colon and a space, so that reading goes on with a name a letter shorter.
    return Stumble(finding, f"{masked[:sign]}: {masked[sign + 2 :]}")


def _misplaced(source: Source, masked: str, at: int, problem: str) -> Stumble:
    line = masked.rfind("\n", 0, at) + 1
    start = line + len(masked[line:]) - len(masked[line:].lstrip(" "))
    end = _text_end(masked, start)
    if "entries are not allowed" in problem:
        return Stumble(found(source, say.LIST_ON_KEY_LINE, at, end), _mask(masked, [at]))
    if masked[start : start + 1] == ":":
        return Stumble(found(source, say.KEY_NOT_TEXT, start, start + 1), _mask(masked, range(start, end), " "))
    if (colon := _colon_above(source, masked, line)) is not None:
        return colon
    columns = start - line
    above = masked[:line].rstrip().rpartition("\n")[2]
    indent = len(above) - len(above.lstrip(" "))
    if not problem or at >= len(masked) or indent == columns:
        return Stumble(found(source, say.UNREADABLE, min(at, len(masked)), end))
    advice = Words(f"this line has {columns}, the one above {indent}", f"本行 {columns} 个，上一行 {indent} 个")
    finding = found(source, say.INDENTATION, start, end)
    return Stumble(Finding(finding.message, finding.span, {"advice": advice}))

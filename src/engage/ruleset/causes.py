"""Causes before what follows from them.

While a file cannot be read, or a declaration is wrong, many findings elsewhere only say so again: a name that was
declared there is not known. The causes are told first, and how many findings wait until they are mended. Behind a file
that is lost every sentence waits; behind a declaration only those that name what it declares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from attrs import evolve

from engage.ground.finding import Finding, Severity
from engage.ground.source import Span
from engage.ruleset import yaml_messages as yaml
from engage.ruleset.document_words import KEYS, fold, spelled
from engage.ruleset.messages import WAITING
from engage.ruleset.nodes import Block, Entry, ListNode, Node, Text
from engage.ruleset.yaml_events import read_yaml

__all__ = ["causes_first"]

#: a file that is missing, lies outside, is of no known kind or is not named
#: problems of a notation behind which a file, or much of it, is lost
_UNREAD: Final = (
    *(yaml.UNREADABLE, yaml.UNCLOSED, yaml.INDENTATION, yaml.QUOTE_OPEN, yaml.NEEDS_COLON, yaml.NOT_A_KEY),
    *(yaml.NOT_KEYS, yaml.LIST_ON_KEY_LINE, yaml.KEY_NOT_TEXT, yaml.TWO_DOCUMENTS, yaml.DIRECTIVE, yaml.TAB),
    *(yaml.TOO_LARGE, yaml.TOO_DEEP, yaml.BAD_CHARACTER, yaml.EMPTY_FILE, yaml.NOT_UTF8, yaml.TOO_MANY),
)
_NO_FILE: Final = frozenset({"R123", "R124", "R126", "R132"})
#: a name that nobody declared
_NO_NAME: Final = frozenset((*("R055", "R058", "R063", "R079", "R080", "R088", "R090", "R112", "R113", "R127"),))


def causes_first(findings: Iterable[Finding], declaring: frozenset[str]) -> tuple[Finding, ...]:
    """The findings without those that wait; `declaring` are the files that declare names for all others."""
    found = tuple(findings)
    causes = [one for one in found if _is_cause(one, declaring)]
    if not causes:
        return found
    lost = any(_unread(one) and (_file(one) in declaring or one.code == "R132") for one in causes)
    names = None if any(_unread(one) for one in causes) else _names_behind(causes)
    waiting = {id(one) for one in found if one not in causes and _follows(one, lost=lost) and _names(one, names)}
    kept = [evolve(one, cause=True) if one in causes else one for one in found if id(one) not in waiting]
    if waiting:
        first = next((one for one in kept if one.cause and _unread(one)), next(one for one in kept if one.cause))
        count = Finding(WAITING, _behind(first), {"count": str(len(waiting))})
        kept.insert(kept.index(first) + 1, evolve(count, cause=True))
    return tuple(kept)


def _behind(finding: Finding) -> Span | None:
    span = finding.span
    return Span(span.source, span.end, span.end) if span is not None else None


def _file(finding: Finding) -> str:
    return finding.span.source.name if finding.span is not None else ""


def _unread(finding: Finding) -> bool:
    return finding.message in _UNREAD or finding.code in _NO_FILE


def _is_cause(finding: Finding, declaring: frozenset[str]) -> bool:
    wrong = finding.severity is Severity.ERROR
    return wrong and (_unread(finding) or (_file(finding) in declaring and not finding.code.startswith("E")))


def _follows(finding: Finding, *, lost: bool) -> bool:
    # A sentence may not be understood only because a name in it is not known.
    named = finding.code.startswith("E") or finding.code in _NO_NAME
    return named or (lost and "R050" <= finding.code < "R100")


def _names(finding: Finding, names: frozenset[str] | None) -> bool:
    """Does the line in which something was found name one of these? None: it may name any."""
    if names is None or finding.span is None:
        return True
    said = fold(finding.span.source.line(finding.span.line))
    return any(_stands_in(name, said) for name in names)


def _stands_in(name: str, said: str) -> bool:
    """Is the whole name in the line? A Chinese one needs no spaces around it."""
    if not name.isascii():
        return name.replace(" ", "") in said.replace(" ", "")
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", said) is not None


# ------------------------------------------------------------------------- what a declaration declares

#: keys whose texts are names, and keys below which names stand
_LABELS: Final = tuple(f"{key}{tongue}" for key in ("", "phrase ") for tongue in ("en", "zh", "zh-Hant"))
_OF_VALUES: Final = ("values",)


def _names_behind(causes: Iterable[Finding]) -> frozenset[str] | None:
    """How the things are called whose declarations are wrong; None where that cannot be told."""
    names: set[str] = set()
    for cause in causes:
        root = read_yaml(cause.span.source)[0] if cause.span is not None else None
        section = _around(root, cause.span)
        if section is None:
            return None
        entry = _around(section.value, cause.span)
        said = _every_name(section.value) if entry is None else _called(entry, cause.span)
        names.update(map(fold, said))
        if entry is not None:
            names.update(fold(name) for other in _borrowers(section, entry.key) for name in _called(other, None))
    return frozenset(names - {""})


def _borrowers(section: Entry, key: str) -> Iterator[Entry]:
    """The declarations that take their values from this one."""
    for entry in section.value.entries if isinstance(section.value, Block) else ():
        for inner in entry.value.entries if isinstance(entry.value, Block) else ():
            from_there = isinstance(inner.value, Text) and inner.value.text.strip() == key
            if from_there and spelled(KEYS, inner.key) == "values from":
                yield entry


def _around(node: Node | None, span: Span | None) -> Entry | None:
    """The entry of a block in which a place lies."""
    if not isinstance(node, Block) or span is None:
        return None
    before = [entry for entry in node.entries if entry.key_span.start <= span.start]
    return before[-1] if before else None


def _called(entry: Entry, within: Span | None) -> Iterator[str]:
    """The id of a declared thing and its labels; those of its values where the finding stands among them."""
    yield entry.key.partition(".")[2] or entry.key
    yield entry.key.partition(".")[2].replace("_", " ")
    yield from _labels(entry.value)
    values = _around(entry.value, within)
    if values is not None and spelled(KEYS, values.key) in _OF_VALUES:
        yield from _every_name(values.value)


def _labels(node: Node) -> Iterator[str]:
    if isinstance(node, Block):
        for entry in node.entries:
            if (spelled(KEYS, entry.key) or entry.key) in _LABELS and isinstance(entry.value, Text):
                yield from entry.value.text.split("/")
    elif isinstance(node, Text):
        yield node.text


def _every_name(node: Node) -> Iterator[str]:
    if isinstance(node, Block):
        for entry in node.entries:
            yield entry.key
            yield entry.key.replace("_", " ")
            yield from _labels(entry.value)
            yield from _every_name(entry.value)
    elif isinstance(node, ListNode):
        for item in node.items:
            yield from _every_name(item)
    elif isinstance(node, Text):
        yield node.text

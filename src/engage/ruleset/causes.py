"""Causes before what follows from them.

While a file cannot be read, or the vocabulary is wrong, many findings elsewhere only say so again: a name that was
declared there is not known. The causes are told first, and how many findings wait until they are mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import evolve

from engage.ground.finding import Finding, Severity
from engage.ground.source import Span
from engage.ruleset import yaml_messages as yaml
from engage.ruleset.messages import WAITING

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
    waiting = {id(one) for one in found if one not in causes and _follows(one, lost=lost)}
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

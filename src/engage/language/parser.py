"""Texts become trees: the door to the reading of conditions, values, cells, constants and names.

No function raises, whatever the text; each gives the tree, or None, with the findings from left to right.
Where a declared name can be read longer or shorter the longer reading is taken; the shorter one is tried where that
fails, and a condition that can be read both ways is a finding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from attrs import evolve

from engage.facts.units import Duration
from engage.facts.vocabulary import Type
from engage.ground.finding import Finding, Severity, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment
from engage.language import messages as say
from engage.language.other_language import in_other_language
from engage.language.parser_numbers import Wanted
from engage.language.parser_texts import SentenceReader, template_pieces
from engage.language.printer import print_condition
from engage.language.scope import Scope
from engage.language.tokens import Stuck
from engage.language.tree import Condition, Literal, Template, Value

__all__ = [
    "parse_cell",
    "parse_condition",
    "parse_duration",
    "parse_event_name",
    "parse_given",
    "parse_literal",
    "parse_template",
    "parse_value",
]

Found = tuple[Finding, ...]
T = TypeVar("T")
Read = Callable[[SentenceReader], T]
#: how many shorter readings of names are tried
_TRIED: Final = 6
_ANY_CELL: Final = ("-", "－", "—", "–")


def parse_condition(fragment: Fragment, scope: Scope) -> tuple[Condition | None, Found]:
    """One line of a rule as a condition; its notes stay with it."""

    found, findings = _one_condition(fragment, scope)
    if found is None:

        def written(piece: Fragment, other: Scope) -> str:
            meant, problems = _one_condition(piece, other)
            return "" if meant is None or problems else print_condition(meant, scope.vocabulary, scope.language)

        foreign = in_other_language(fragment, scope, written)
        findings = (foreign,) if foreign is not None else findings
    return (evolve(found, notes=fragment.notes) if found is not None and fragment.notes else found), findings


def parse_value(fragment: Fragment, scope: Scope, expected: Type | None = None) -> tuple[Value | None, Found]:
    """A value: a fact, a constant, arithmetic, what history measures. `expected` gives constants their type."""
    return _read(fragment, scope, lambda reader: reader.whole_value(expected))


def parse_cell(fragment: Fragment, subject: Value, scope: Scope) -> tuple[Condition | None, Found]:
    """The cell of a column; `-` asks nothing and gives None without a finding."""
    if fragment.text.strip() in _ANY_CELL:
        return None, ()
    found, findings = _read(fragment, scope, lambda reader: reader.cell(subject))
    if found is None:
        # A cell may hold a whole condition that speaks of more than its column.
        whole, problems = parse_condition(fragment, scope)
        if whole is not None and not problems:
            return whole, ()
    return found, findings


def parse_literal(
    fragment: Fragment, type: Type, scope: Scope, label: str = "", unit: str = ""
) -> tuple[Literal | None, Found]:
    """A constant of a type; `label` and `unit` are those of the fact that it is a value of (`72 months`)."""
    return _read(fragment, scope, lambda reader: reader.constant(type, label, unit))


def parse_duration(fragment: Fragment, scope: Scope) -> tuple[Duration | None, Found]:
    """A length of time: `30 minutes`, `8bh`, `1个工作日`, `half an hour`."""
    return _read(fragment, scope, lambda reader: reader.length())


def parse_event_name(fragment: Fragment, scope: Scope) -> tuple[str | None, Found]:
    """The id of the event kind that a label, id or type names."""
    return _read(fragment, scope, lambda reader: reader.event_name())


def parse_given(fragment: Fragment, scope: Scope) -> tuple[tuple[str, Literal | None] | None, Found]:
    """A fact that an example states: `customer tier platinum`, `months with us unknown`."""
    return _read(fragment, scope, lambda reader: reader.given())


def parse_template(fragment: Fragment, scope: Scope) -> tuple[Template | None, Found]:
    """A text with values in braces; what stands outside them is taken as it stands."""
    pieces, findings = template_pieces(fragment)
    parts: list[str | Value] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        value, problems = _read(piece, scope, lambda reader: reader.in_text())
        findings += problems
        if value is not None:
            parts.append(value)
    if findings:
        return None, tuple(findings)
    return Template(tuple(parts), span=fragment.span(), notes=fragment.notes), ()


# ------------------------------------------------------------------------------------------ one reading


def _one_condition(fragment: Fragment, scope: Scope) -> tuple[Condition | None, Found]:
    def read(reader: SentenceReader) -> Condition:
        start = reader.skipped()
        return reader.as_condition(reader.either(Wanted()), start)

    return _read(fragment, scope, read)


def _read(fragment: Fragment, scope: Scope, read: Read[T]) -> tuple[T | None, Found]:
    """Read a whole fragment; where names can be cut in another way, see whether that reads too."""
    size = len(fragment.text.encode("utf-8", "surrogatepass"))
    if size > LIMITS.condition_bytes:
        values = {"size": str(size), "limit": str(LIMITS.condition_bytes)}
        return None, (Finding(say.TOO_LONG, fragment.span(0, 1), values),)
    reader = SentenceReader(fragment, scope)
    found, findings = _once(reader, read)
    for place, end, shorter in reader.cuts[:_TRIED]:
        other = SentenceReader(fragment, scope)
        other.limits[place] = shorter
        second, problems = _once(other, read)
        if problems or second is None:
            continue
        if _errors(findings):
            return second, problems
        if second != found:
            return None, (_two_readings(reader, place, end, shorter),)
    return (None if _errors(findings) else found), findings


def _errors(findings: Found) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _once(reader: SentenceReader, read: Read[T]) -> tuple[T | None, Found]:
    found: T | None = None
    try:
        found = read(reader)
        if not reader.ended:
            raise reader.unexpected()
    except Stuck as stuck:
        reader.findings.append(stuck.finding)
        found = None
    ordered = sorted(reader.findings, key=lambda one: one.span.start if one.span else 0)
    once: dict[tuple[str, int], Finding] = {}
    for finding in ordered:
        once.setdefault((finding.code, finding.span.start if finding.span else 0), finding)
    return found, tuple(once.values())


def _two_readings(reader: SentenceReader, place: int, end: int, shorter: int) -> Finding:
    """The finding that a name can be read as one longer name or as a shorter one with more behind it."""
    whole = reader.raw(place, end)
    if shorter > place:
        part, rest = reader.raw(place, shorter), reader.raw(shorter, end)
    else:
        part, _, rest = whole.partition(" ")
    field = reader.field_here(place)
    name = f" ({field.meanings[0].name})" if field is not None and field.end == end else ""
    first = Words(f"`{whole}` as one name{name}", f"“{whole}”是一个名称{name}")
    second = Words(f"`{part}` and then `{rest}`", f"“{part}”和“{rest}”")
    return reader.finding(say.TWO_READINGS, place, end, first=first, second=second)

"""Texts become trees: the door to the reading of conditions, values, cells, constants and names.

No function raises, whatever the text; each gives the tree, or None, with the findings in the order of their places.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from attrs import evolve

from engage.facts.units import Duration
from engage.facts.vocabulary import Type
from engage.ground.finding import Finding, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment
from engage.language import reading_messages as tell
from engage.language.reading_cells import cell
from engage.language.reading_conditions import condition, not_known
from engage.language.reading_literals import QUOTES, Sentence, Stop, type_words
from engage.language.reading_values import facts_here, type_of, value
from engage.language.scope import Scope
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


def _read(fragment: Fragment, scope: Scope, read: Callable[[Sentence], T | None]) -> tuple[T | None, Found]:
    if len(fragment.text.encode("utf-8", "surrogatepass")) > LIMITS.condition_bytes:
        limit = f"{LIMITS.condition_bytes} bytes"
        return None, (Finding(tell.TOO_LARGE, fragment.span(0, 1), {"limit": limit}),)
    depth = most = 0
    for char in fragment.text:
        depth += (char in "(（") - (char in ")）")
        most = max(most, depth)
    if most > LIMITS.condition_depth:
        return None, (Finding(tell.TOO_DEEP, fragment.span(0, 1), {"limit": str(LIMITS.condition_depth)}),)
    sentence = Sentence(fragment, scope)
    if sentence.ended:
        return None, (Finding(tell.EMPTY, fragment.span(0, 0)),)
    try:
        found = read(sentence)
        if found is None:
            raise not_known(sentence, sentence.at)
        if not sentence.ended:
            at = sentence._skip(sentence.at)
            text = sentence.shown(at)
            raise sentence.stop(tell.UNEXPECTED, at, at + len(text), text=text)
    except Stop as stop:
        return None, (stop.finding,)
    return found, ()


def parse_condition(fragment: Fragment, scope: Scope) -> tuple[Condition | None, Found]:
    """One line of a rule as a condition; its notes stay with it."""
    found, findings = _read(fragment, scope, condition)
    return (evolve(found, notes=fragment.notes) if found is not None and fragment.notes else found), findings


def parse_value(fragment: Fragment, scope: Scope, expected: Type | None = None) -> tuple[Value | None, Found]:
    """A value: a fact, a constant, arithmetic, what history measures."""
    return _read(fragment, scope, lambda sentence: value(sentence, expected))


def parse_cell(fragment: Fragment, subject: Value, scope: Scope) -> tuple[Condition | None, Found]:
    """The cell of a column; `-` asks nothing and gives None without a finding."""
    if fragment.text.strip() in ("-", "－", "—"):
        return None, ()
    return _read(fragment, scope, lambda sentence: cell(sentence, subject))


def parse_literal(fragment: Fragment, type: Type, scope: Scope) -> tuple[Literal | None, Found]:
    """A constant of a type."""

    def read(sentence: Sentence) -> Literal | None:
        found = sentence.literal(type)
        if found is None:
            raise _no_literal(sentence, type)
        return found

    return _read(fragment, scope, read)


def _no_literal(sentence: Sentence, type: Type) -> Stop:
    at = sentence._skip(sentence.at)
    said = sentence.shown(at)
    if type.choices:
        terms = {}
        for term in type.choices:
            shown = term.labels.in_language(sentence.language) or term.id
            terms[shown.casefold()] = shown
        way_out, near = sentence.near(said, terms)
        fixes = (near,) if near else ()
        return sentence.stop(tell.UNKNOWN_NAME, at, at + len(said), *fixes, text=said, way_out=way_out)
    return sentence.stop(
        tell.NOT_A_VALUE, at, at + len(said), text=said, wanted=type_words(type), example="a value of that kind"
    )


def parse_duration(fragment: Fragment, scope: Scope) -> tuple[Duration | None, Found]:
    """A length of time."""

    def read(sentence: Sentence) -> Duration | None:
        found = sentence.duration()
        if found is None:
            said = sentence.shown(0)
            wanted = Words("a length of time", "时长")
            raise sentence.stop(tell.NOT_A_VALUE, 0, len(said), text=said, wanted=wanted, example="30 minutes")
        return found

    return _read(fragment, scope, read)


def parse_event_name(fragment: Fragment, scope: Scope) -> tuple[str | None, Found]:
    """The id of the event kind that a label, id or type names."""

    def read(sentence: Sentence) -> str:
        kind = sentence.event_kind()
        if not kind:
            said = sentence.fragment.text.strip()
            terms = {
                label.casefold(): label
                for each in scope.vocabulary.events
                for label in (each.labels.in_language(scope.language), each.id)
                if label
            }
            way_out, near = sentence.near(said, terms)
            fixes = (near,) if near else ()
            raise sentence.stop(tell.UNKNOWN_EVENT, 0, len(sentence.text), *fixes, text=said, way_out=way_out)
        return kind

    return _read(fragment, scope, read)


def parse_given(fragment: Fragment, scope: Scope) -> tuple[tuple[str, Literal | None] | None, Found]:
    """A fact that an example states: `customer tier platinum`, `months with us unknown`."""

    def read(sentence: Sentence) -> tuple[str, Literal | None] | None:
        candidates = facts_here(sentence)
        if not candidates:
            raise not_known(sentence, 0)
        bare = sentence.at
        sentence.word("is")
        behind = sentence.at
        # In Chinese the word for `is` is also the word for `yes`: `老年客户 是`.
        for candidate, start in ((each, at) for at in (behind, bare) for each in candidates):
            sentence.at = start
            literal = sentence.literal(type_of(candidate))
            if literal is not None and sentence.ended:
                return _name_of(candidate), literal
        sentence.at = behind
        if sentence.word("bare unknown") or sentence.word("unknown"):
            return _name_of(candidates[0]), None
        if type_of(candidates[0]).kind == "yes/no" and sentence.ended:
            raise sentence.stop(tell.MISSING_VALUE, behind, behind, field=sentence.behind())
        raise _no_literal(sentence, type_of(candidates[0]))

    return _read(fragment, scope, read)


def _name_of(candidate: Value) -> str:
    return str(getattr(candidate, "name", ""))


def parse_template(fragment: Fragment, scope: Scope) -> tuple[Template | None, Found]:
    """A text with values in braces; the text outside them is taken as it stands, `{{` and `}}` for single braces."""
    parts: list[str | Value] = []
    findings: list[Finding] = []
    text, at, plain = fragment.text, 0, ""
    while at < len(text):
        if text[at : at + 2] in ("{{", "}}"):
            plain, at = plain + text[at], at + 2
            continue
        if text[at] != "{":
            plain, at = plain + text[at], at + 1
            continue
        closed = _closing(text, at + 1)
        if closed < 0:
            findings.append(Finding(tell.UNEXPECTED, fragment.span(at, at + 1), {"text": "{"}))
            break
        found, told = _read(fragment.cut(at + 1, closed), scope, _in_template)
        findings += told
        if found is not None:
            parts += [plain, found] if plain else [found]
            plain = ""
        at = closed + 1
    if plain:
        parts.append(plain)
    return (None if findings else Template(tuple(parts))), tuple(findings)


def _closing(text: str, at: int) -> int:
    """Where the brace closes that was opened before, -1 where it does not; a text in quotes may hold one itself."""
    until = ""
    for place in range(at, len(text)):
        char = text[place]
        if until:
            until = "" if char == until else until
        elif char in QUOTES and text.find(QUOTES[char], place + 1) > 0:
            until = QUOTES[char]
        elif char == "}":
            return place
    return -1


def _in_template(sentence: Sentence) -> Value | None:
    """In a text a scorecard's band is meant, not its points."""
    start = sentence.at
    candidates = facts_here(sentence)
    if sentence.ended and candidates:
        return next((each for each in candidates if type_of(each).choices), candidates[0])
    sentence.at = start
    return value(sentence)

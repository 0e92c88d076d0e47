"""Events of examples: `cancel request (channel phone, reason tariff)`, `complaint 12 days ago (reason network)`."""

from __future__ import annotations

from engage.facts.units import Duration
from engage.facts.vocabulary import EventKind, Kind, Labels, Term
from engage.ground.finding import Finding, Fix, Words, listing
from engage.ground.source import Fragment
from engage.language.action_messages import (
    DATA_TWICE,
    EVENT_GIVEN_UNREAD,
    NOT_A_FIELD_OF_EVENT,
    NOT_UNDERSTOOD_BEHIND,
    PAST_UNREAD,
)
from engage.language.action_words import words
from engage.language.folding import fold
from engage.language.nearness import nearest
from engage.language.parser import parse_literal
from engage.language.printer_names import Pen
from engage.language.scope import Scope
from engage.language.sentence_lengths import read_length
from engage.language.sentence_reader import DIGIT, Reader, spellings, too_long
from engage.language.slips import only_a_slip
from engage.language.tree import Literal

__all__ = ["EVENT", "kinds", "parse_event_given", "parse_past"]

Found = tuple[Finding, ...]
Data = dict[str, Literal]
EVENT = Words("event", "事件")
_OPEN, _CLOSE = ("(",), ")"
_BETWEEN = (",", "、", ";")
_ONE_EVENT = Words("one event a line; write the next one on a line of its own", "每行一个事件；下一个请另起一行")
_MOMENT = "0123456789-:. tz+"


def kinds(scope: Scope) -> tuple[Term, ...]:
    """The kinds of events that may be named, by label, id or type."""
    events = scope.vocabulary.events
    types = tuple(Term(kind.id, Labels(en=kind.type, zh=kind.type)) for kind in events)
    return (*(Term(kind.id, kind.labels) for kind in events), *types)


def parse_event_given(fragment: Fragment, scope: Scope) -> tuple[tuple[str, Data] | None, Found]:
    """The event of an example as (kind, values by short field name)."""
    if long := too_long(fragment):
        return None, long
    reader = Reader(fragment, scope)
    kind = reader.name(EVENT, kinds(scope), _OPEN)
    data = _data(reader, kind) if kind else {}
    if reader.findings:
        return None, tuple(reader.findings)
    return (kind, data), ()


def parse_past(fragment: Fragment, scope: Scope) -> tuple[tuple[str, Duration | None, str | None, Data] | None, Found]:
    """An event of an example's history as (kind, how long ago, or the moment as written, values).

    Both orders are read, `complaint 12 days ago` and `12天前 投诉`. Who calls turns the moment into a time.
    """
    if long := too_long(fragment):
        return None, long
    reader = Reader(fragment, scope)
    dated = reader.sees(words("calendar ago", scope.language))
    named, on = kinds(scope), words("on", scope.language)
    when = (DIGIT, *words("number", scope.language), *on)
    # Where the sentence does not begin with the time, it begins with the event.
    kind = reader.guess(named, when)
    unread = (Finding(PAST_UNREAD, fragment.strip().span(), {"text": fragment.text.strip()}),)
    if dated and not kind:  # `yesterday`: how long ago is that?
        return None, unread
    if not kind and not reader.sees(when):
        kind = reader.name(EVENT, named, (*when, *_OPEN))
    ago, moment = (None, None) if reader.findings else _when(reader)
    if ago is None and not moment and not reader.findings:
        return None, unread
    if not kind and not reader.findings:
        kind = reader.name(EVENT, named, _OPEN)
    data = _data(reader, kind) if kind and not reader.findings else {}
    if reader.findings:
        return None, tuple(reader.findings)
    return (kind, ago, moment, data), ()


def _when(reader: Reader) -> tuple[Duration | None, str | None]:
    reader.take(words("on", reader.scope.language))
    start = reader.at
    moment = reader.run_of(_MOMENT)
    if len(moment) >= len("2026-10-02") and moment[4:5] == "-":
        return None, moment
    reader.at = start
    ago = words("ago", reader.scope.language)
    if not reader.holds(ago):
        return None, None
    length = read_length(reader, ago)
    reader.take(ago)
    return length, None


# ------------------------------------------------------------------------------------------ the brackets


def _data(reader: Reader, id: str) -> Data:
    """`(channel phone, reason tariff)` behind the event, an empty mapping without brackets."""
    data: Data = {}
    if reader.ended:
        return data
    kind = reader.scope.vocabulary.event_by_id[id]
    rest = reader.rest()
    if not reader.take(_OPEN) or not reader.text.endswith(_CLOSE):
        _unread(reader, kind, rest)
        return data
    pen = Pen(reader.scope.vocabulary, reader.scope.language)
    while not reader.findings and reader.at < len(reader.text) - 1:
        if _another_event(reader):
            break
        start = reader.at
        short = reader.guess(_fields(reader.scope, kind), None)
        if not short:
            _no_field(reader, kind, pen)
            break
        if short in data:
            reader.add(DATA_TWICE, start, reader.at, field=pen.past_field(short))
        literal = _value(reader, kind, short)
        if literal is not None:
            data[short] = literal
        reader.take(_BETWEEN)
    reader.at = len(reader.text)
    return data


def _another_event(reader: Reader) -> bool:
    """True, with a finding, where the brackets are closed and the sentence goes on."""
    start = reader.at
    if not reader.take((_CLOSE,)) or not reader.rest().text.strip(" )）"):
        reader.at = start
        return False
    rest = reader.rest()
    values: dict[str, str | Words] = {"text": rest.text, "before": reader.behind(), "way_out": _ONE_EVENT}
    reader.findings.append(Finding(NOT_UNDERSTOOD_BEHIND, rest.span(), values))
    return True


def _fields(scope: Scope, kind: EventKind) -> tuple[Term, ...]:
    declared = [scope.vocabulary.field_by_name.get(f"event.{short}") for short in kind.fields]
    return tuple(Term(field.short, field.labels) for field in declared if field)


def _value(reader: Reader, kind: EventKind, short: str) -> Literal | None:
    """The value behind a field's name: up to the first comma or the last bracket where a value can end.

    Texts may hold commas and brackets themselves, so the piece grows until it is a value; a list as long as it is one.
    """
    type = reader.scope.vocabulary.field_by_name[f"event.{short}"].type
    start = reader.at
    first: Found | None = None
    listed: tuple[Literal, int] | None = None
    for end in reader.places_of((*_BETWEEN, _CLOSE)):
        reader.at = start
        piece = reader.to(end)
        literal, found = parse_literal(piece, type, reader.scope)
        if literal is None and _said(piece, reader.scope, "unknown"):
            return None
        if found and (bare := _without_is(piece, reader.scope)) is not None:
            literal, found = parse_literal(bare, type, reader.scope)
        if literal is not None and not found:
            if type.kind is not Kind.LIST:
                return literal
            listed = literal, reader.at
        first = first or found
    if listed is not None:
        literal, reader.at = listed
        return literal
    reader.at = start
    if first:
        reader.findings += first
    else:
        _unread(reader, kind, reader.rest())
    return None


def _said(piece: Fragment, scope: Scope, key: str) -> bool:
    return fold(piece.text, scope.language)[0] in words(key, scope.language)


def _without_is(piece: Fragment, scope: Scope) -> Fragment | None:
    """The value without the `is` that somebody wrote before it."""
    text = piece.text.casefold()
    is_word = next((word for word in words("is", scope.language) if text.startswith(word)), "")
    return piece.cut(len(is_word)).strip() if is_word else None


def _no_field(reader: Reader, kind: EventKind, pen: Pen) -> None:
    ends = reader.word_ends(1)
    unknown = reader.to(ends[0]) if ends else reader.rest()
    names = {written: term for term in _fields(reader.scope, kind) for written in spellings(term, pen.language)}
    near = nearest(unknown.text, names, pen.language)
    known = [pen.past_field(short) for short in kind.fields]
    way_out = listing("it has", "它有", known) if known else Words("")
    fixes: tuple[Fix, ...] = ()
    if near:
        label = pen.past_field(names[near].id)
        way_out, fixes = Words(f"did you mean `{label}`?", f"是不是“{label}”？"), ()
        if only_a_slip(unknown.text, near, names, pen.language):
            fixes = (Fix(unknown.span(), label),)
    values: dict[str, str | Words] = {"kind": pen.event(kind.id), "text": unknown.text, "way_out": way_out}
    reader.findings.append(Finding(NOT_A_FIELD_OF_EVENT, unknown.span(), values, fixes=fixes))


def _unread(reader: Reader, kind: EventKind, rest: Fragment) -> None:
    pen = Pen(reader.scope.vocabulary, reader.scope.language)
    english = pen.language == "en"
    example = f"{pen.event(kind.id)} ({pen.past_field(kind.fields[0])} …)" if kind.fields else pen.event(kind.id)
    shown = example if english else example.replace(" (", "（").replace(")", "）")
    values: dict[str, str | Words] = {"text": rest.text, "kind": pen.event(kind.id), "example": shown}
    reader.findings.append(Finding(EVENT_GIVEN_UNREAD, rest.span(), values))

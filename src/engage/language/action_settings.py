"""Sentences that carry a value: `allow … up to`, `note … as`, `set … to`."""

from __future__ import annotations

from decimal import Decimal

from engage.facts.vocabulary import Domain, Field, Kind, Term, Type
from engage.ground.finding import Finding, Words, listing
from engage.language.action_messages import AN_EVENT_FACT, BELOW_ZERO, MISSING_PART, NOT_A_FIELD_OF_EVENT
from engage.language.action_words import COMMA, words
from engage.language.actions import Action, Allow, Note, SetOutput
from engage.language.folding import fold
from engage.language.printer_names import Pen
from engage.language.sentence_lengths import read_value
from engage.language.sentence_reader import Reader, nothing_called
from engage.language.tree import Fact, Literal, Value

__all__ = ["parse_allow", "parse_allow_by_name", "parse_note", "parse_set"]

_ALLOWANCE = Words("allowance", "授权项")
_FACT = Words("fact", "信息")
_SETTABLE = Words("output, target or customer fact", "输出、时限或客户信息")
_EVENT_FIELD = Words("field", "字段")
_LIMIT = Words("a limit", "上限")


def parse_allow(reader: Reader) -> Action | None:
    """`allow waiver up to 100 yuan` behind its verb."""
    language = reader.scope.language
    example = "allow waiver up to 100 yuan" if language == "en" else "授权 减免 不超过 100元"
    up_to = words("up to", language)
    name = reader.name(_ALLOWANCE, reader.terms(Domain.ALLOWANCE), (*up_to, *COMMA), example=example)
    if not name:
        return None
    reader.take(COMMA)
    if not reader.take(up_to):
        reader.add(MISSING_PART, reader.at, len(reader.text), what=_LIMIT, before=reader.behind(), example=example)
        return None
    start = reader.at
    limit = read_value(reader, reader.scope.vocabulary.limit_type(name), example=example)
    if isinstance(limit, Literal) and isinstance(limit.value, int | Decimal) and limit.value < 0:
        label = reader.label(Domain.ALLOWANCE, name)
        reader.add(BELOW_ZERO, start, len(reader.text), text=reader.since(start), allowance=label)
        return None
    return None if limit is None else Allow(name, limit)


def parse_allow_by_name(reader: Reader) -> Action | None:
    """`通话时长 可至 12分钟`: the sentence begins with the allowance's name, without a verb."""
    language, start = reader.scope.language, reader.at
    if language == "en" or not reader.guess(reader.terms(Domain.ALLOWANCE), words("up to", language)):
        return None
    reader.at = start
    return parse_allow(reader)


def parse_note(reader: Reader) -> Action | None:
    """`note churn reason as reason of this event` behind its verb."""
    language = reader.scope.language
    example = "note churn reason as reason of this event" if language == "en" else "记录 离网原因 为 本次原因"
    start, joins = reader.at, words("as", language)
    name = reader.name(_FACT, _fields(reader, ("customer", "event", "contact", "account")), joins, example=example)
    if not name:
        return None
    if not _writable(reader, name, start):
        return None
    return _noted(reader, name, joins, example)


def parse_set(reader: Reader) -> Action | None:
    """`set escalate to yes` behind its verb: an output, a target, or a fact of the customer."""
    language = reader.scope.language
    example = "set escalate to yes" if language == "en" else "设 升级处理 为 是"
    start, joins = reader.at, words("to", language)
    outputs = tuple(Term(output.id, output.labels) for output in reader.scope.vocabulary.outputs)
    targets = reader.terms(Domain.TARGET)
    output = reader.guess((*outputs, *targets), joins)
    if not output:
        facts = _fields(reader, ("customer", "event", "contact", "account"))
        fact = reader.guess(facts, joins)
        if fact:
            return _noted(reader, fact, joins, example) if _writable(reader, fact, start) else None
        kept = _fields(reader, ("customer",))
        reader.name(_SETTABLE, (*outputs, *targets, *kept), joins, example=example)
        return None
    if not _joined(reader, joins, example):
        return None
    value = read_value(reader, _type_of(reader, output), example=example)
    return None if value is None else SetOutput(output, value)


def _type_of(reader: Reader, output: str) -> Type:
    declared = reader.scope.vocabulary.output_by_id.get(output)
    # A target that is no output is a length of time.
    return declared.type if declared else Type(Kind.DURATION)


def _fields(reader: Reader, roots: tuple[str, ...]) -> tuple[Term, ...]:
    return tuple(Term(one.name, one.labels) for one in reader.scope.vocabulary.fields if one.root in roots)


def _writable(reader: Reader, name: str, start: int) -> bool:
    """True for a fact of the customer; what belongs to the event is never written."""
    if name.startswith("customer."):
        return True
    pen = Pen(reader.scope.vocabulary, reader.scope.language)
    known = [pen.field(one.name) for one in reader.scope.vocabulary.fields if one.root == "customer"][:5]
    joined = Words(", ".join(known), "、".join(known))
    reader.add(AN_EVENT_FACT, start, reader.at, field=pen.field(name), known=joined)
    return False


def _joined(reader: Reader, joins: tuple[str, ...], example: str) -> bool:
    if reader.take(joins):
        return True
    value = Words(f"`{joins[0]}` with a value", f"“{joins[0]}”和值")
    reader.add(MISSING_PART, reader.at, len(reader.text), what=value, before=reader.behind(), example=example)
    return False


def _noted(reader: Reader, name: str, joins: tuple[str, ...], example: str) -> Action | None:
    if not _joined(reader, joins, example):
        return None
    field = reader.scope.vocabulary.field_by_name[name]
    said, value = _of_this_event(reader)
    if not said:
        value = read_value(reader, field.type, example=example)
    return None if value is None else Note(name, value)


def _of_this_event(reader: Reader) -> tuple[bool, Value | None]:
    """`reason of this event`, `本次原因`: whether that is said, and the field that is meant."""
    language, start = reader.scope.language, reader.at
    before, after = words("event before", language), words("event after", language)
    events = [one for one in reader.scope.vocabulary.fields if one.root == "event"]
    terms = tuple(Term(one.short, one.labels) for one in events)
    if before and not reader.take(before):
        return False, None
    name = reader.guess(terms, after)
    if after and name and not reader.take(after):
        name = ""
    if name and reader.ended:
        field = reader.scope.vocabulary.field_by_name[f"event.{name}"]
        return True, _known_here(reader, field, start)
    reader.at = start
    rest = reader.rest()
    folded = fold(rest.text, language)[0]
    tail = next((word for word in after if folded.endswith(f" {word}")), "")
    if not before and not tail:
        return False, None
    reader.take(before)
    unknown = reader.rest()
    if tail:
        unknown = unknown.cut(0, len(unknown.text) - len(tail)).strip()
    reader.findings.append(nothing_called(unknown, _EVENT_FIELD, terms, language))
    return True, None


def _known_here(reader: Reader, field: Field, start: int) -> Value | None:
    """The field, if the events at which the rule speaks have it."""
    vocabulary = reader.scope.vocabulary
    kinds = [vocabulary.event_by_id[id] for id in reader.scope.events if id in vocabulary.event_by_id]
    lacking = next((kind for kind in kinds if field.short not in kind.fields), None)
    if lacking is None:
        return Fact(field.name, field.type)
    pen = Pen(vocabulary, reader.scope.language)
    names = [pen.past_field(short) for short in lacking.fields]
    way_out = listing("it has", "它有", names) if names else Words("")
    said: dict[str, str | Words] = {"kind": pen.event(lacking.id), "text": pen.past_field(field.short)}
    values = said | {"way_out": way_out}
    reader.findings.append(Finding(NOT_A_FIELD_OF_EVENT, reader.span(start, len(reader.text)), values))
    return None

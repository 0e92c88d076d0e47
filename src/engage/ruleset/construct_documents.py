"""The documents of a ruleset's constructs: which keys each may have, and of which shape.

Both notations meet here: a block of nodes is held against its document before anything in it is understood, and
the JSON Schema that editors use is made from the same documents. A wrong key is a finding with the nearest right
one. Nothing here knows what a sentence means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from engage.ground.finding import Finding, Message, Words
from engage.ground.source import Span
from engage.ruleset import keys, messages
from engage.ruleset.names import did_you_mean
from engage.ruleset.nodes import Block, ListNode, Node, Text

__all__ = ["DOCUMENTS", "document_findings", "json_schema"]

Lines = str | list[str]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class AnyOf(_Document):
    """Lines of which at least one must hold."""

    any_of: list[str | AnyOf] = Field(alias="any of", min_length=1)


Conditions = str | list[str | AnyOf]


class _About(_Document):
    title_en: str | None = Field(None, alias="title en")
    title_zh: str | None = Field(None, alias="title zh")
    title_hant: str | None = Field(None, alias="title zh-Hant")
    note: Lines | None = Field(None, description="a remark for people; it survives fmt and convert")


class _Reasoned(_About):
    because: str | None = Field(None, description="why, in words, with values in braces")
    because_en: str | None = Field(None, alias="because en")
    because_zh: str | None = Field(None, alias="because zh")
    because_hant: str | None = Field(None, alias="because zh-Hant")


class RuleDocument(_Reasoned):
    """A rule: when its lines hold at an event, it proposes what stands under `then`."""

    rule: str = Field(description="the rule's name; it is its id")
    beats: Lines | None = Field(None, description="rules, tables or groups that this one wins against")
    group: str | None = Field(None, description="a name that `beats` may call several rules by")
    event: Lines | None = Field(None, description="kinds of events, or an absence: `3 working days after A without B`")
    active: str | None = Field(None, description="`2026-11-01 through 2026-11-11`")
    once: str | None = Field(None, description="`per customer every 30 days`")
    when: Conditions | None = Field(None, description="conditions that must all hold")
    then: Lines = Field(description="what is proposed, one sentence an item")


class NeverDocument(_Reasoned):
    """A veto: what no rule, table, lever or score can bring into the plan."""

    never: str = Field(description="`offer commercial`")
    event: Lines | None = None
    active: str | None = None
    when: Conditions | None = None


class FloorDocument(_Reasoned):
    """A floor: what the plan of everyone whom it concerns holds at least, whatever rules, vetoes and scores say."""

    floor: str = Field(description="the floor's name; it is its id")
    event: Lines | None = Field(None, description="kinds of events; without it wherever a customer waits")
    active: str | None = None
    when: Conditions | None = Field(None, description="whom it concerns; it holds unless this certainly fails")
    holds: Lines | None = Field(None, description="`answer within 180 seconds`, `a person within 2 steps`, …")
    approved: str | None = Field(None, description="`by Wang Fang on 2026-10-08, through 2027-03-31`")


class FactDocument(_About):
    """A derived fact."""

    fact: str
    is_: str = Field(alias="is", description="how it is calculated")


class TableDocument(_About):
    """A decision table."""

    table: str
    hit: str | None = Field(None, description="hit policy; `unique` when it is not said")
    event: Lines | None = None
    beats: Lines | None = None
    group: str | None = None
    rows: str = Field(description="a block with bars, `||` before the results")


class ScorecardDocument(_About):
    """A scorecard: points, and bands of points."""

    scorecard: str
    range: str = Field(description="`0 to 100`")
    start: str | None = None
    points: str = Field(description="lines of `+30 | condition | words`")
    bands: str = Field(description="`low (below 30), high (30 or more)`")


class ValueDocument(_About):
    """A value model: what a customer is worth by declared rates, and what a scenario would add."""

    value: str
    over: str = Field(description="`12 months`")
    profit: str = Field(description="expected profit a month: money or a number, worked out from facts or constant")
    cost: str | None = Field(None, description="what serving costs a month; 0 when it is not said")
    retention: str = Field(description="the share that stays from one month to the next, 0 to 1")
    discount: str = Field(description="a month: 0.01 is 1 %")
    contract: str | None = Field(None, description="for so many coming months nobody leaves")
    scenario: str | None = Field(None, description="what the strategy is called under which there is more to gain")
    profit_in: str | None = Field(None, alias="profit in scenario")
    cost_in: str | None = Field(None, alias="cost in scenario")
    retention_in: str | None = Field(None, alias="retention in scenario")
    least_profit: str | None = Field(None, alias="least profit", description="for the lower bound of the value")
    most_profit: str | None = Field(None, alias="most profit", description="for the upper bound of the value")
    least_retention: str | None = Field(None, alias="least retention")
    most_retention: str | None = Field(None, alias="most retention")
    potential: str | None = Field(None, description="`may be negative`; otherwise it is 0 at least")
    tiers: str | None = Field(None, description="`basic (below 100), silver (100 to below 300), gold (300 or more)`")


class LifecycleDocument(_Document):
    """Stages of which a customer is in one at a time, and the moves between them."""

    lifecycle: str
    stages: str = Field(description="`establish -> develop -> maintain`; none of them can be skipped")
    starts: str = Field(description="the stage in which a customer begins")
    moves: Lines = Field(description="`establish -> develop when …`, one an item; of two that hold the first counts")
    entering: Lines | None = Field(None, description="`at risk, task …`: what is done when a stage is entered")
    note: Lines | None = None


class SegmentDocument(_Document):
    """Customers who were let in and have not left since."""

    segment: str
    enter: Conditions = Field(description="conditions that must all hold to come in")
    leave: Conditions | None = Field(None, description="conditions that must all hold to leave")
    note: Lines | None = None


class ClockDocument(_Document):
    """How a target is measured for each case: from when, until when, when it stands still, what it warns of."""

    clock: str = Field(description="the target that it measures: `first response`")
    starts_when: Conditions = Field(alias="starts when", description="at such an event of a case it starts")
    cycles: str | None = Field(None, description="`once` a case, unless `each time`")
    stops_when: Conditions = Field(alias="stops when", description="at such an event it stops, in time or late")
    pauses_while: Conditions | None = Field(None, alias="pauses while", description="while it stands still")
    resets_when: Conditions | None = Field(None, alias="resets when", description="it begins again")
    cancelled_when: Conditions | None = Field(None, alias="cancelled when", description="it ends without a result")
    retargets_when: Conditions | None = Field(None, alias="retargets when", description="the plan tells another target")
    on_retarget: str | None = Field(None, alias="on retarget", description="`keep elapsed` unless `restart`")
    reopens_when: Conditions | None = Field(None, alias="reopens when", description="it runs once more")
    on_reopen: str | None = Field(None, alias="on reopen", description="`new cycle` unless `resume` or `invalidate`")
    warns_at: str | None = Field(None, alias="warns at", description="`75%, 1 business hour left`")
    note: Lines | None = None


class ExampleDocument(_Document):
    """An analyst's own test."""

    example: str
    at: str | None = Field(None, description="`2026-11-05 10:00`")
    event: str
    given: Lines | None = None
    history: Lines | None = None
    expect: Lines
    note: Lines | None = None


class ExamplesDocument(_Document):
    """A table of examples, one a row."""

    examples: str
    event: str | None = None
    rows: str
    note: Lines | None = None


class PersonaDocument(_Document):
    """A customer that examples share."""

    persona: str
    given: Lines | None = None
    history: Lines | None = None
    note: Lines | None = None


#: The document of each kind of block, by the key that begins it.
DOCUMENTS: Final[Mapping[str, type[_Document]]] = MappingProxyType(
    {
        "rule": RuleDocument,
        "never": NeverDocument,
        "floor": FloorDocument,
        "fact": FactDocument,
        "table": TableDocument,
        "scorecard": ScorecardDocument,
        "value": ValueDocument,
        "lifecycle": LifecycleDocument,
        "segment": SegmentDocument,
        "clock": ClockDocument,
        "example": ExampleDocument,
        "examples": ExamplesDocument,
        "persona": PersonaDocument,
    }
)

_SHAPES: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "line": Words("one sentence", "一句话"),
        "lines": Words("a sentence or a list of sentences", "一句话或句子列表"),
        "any": Words("sentences and `any of` lists", "句子或 `任一满足` 列表"),
    }
)


def document_findings(block: Block, language: str) -> tuple[tuple[Finding, ...], frozenset[str]]:
    """What is wrong with a block's keys and shapes, and which of its keys must not be read further."""
    kind = block.entries[0].key
    findings: list[Finding] = []
    bad: set[str] = set()
    try:
        DOCUMENTS[kind].model_validate(_plain(block))
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_context=False, include_input=False):
            key = str(problem["loc"][0])
            if key not in bad:
                bad.add(key)
                findings.append(_finding(block, key, problem["type"], problem["loc"], language))
    seen: set[str] = set()
    for entry in block.entries:
        if entry.key in seen:
            findings.append(Finding(messages.KEY_TWICE, entry.key_span, {"word": entry.key_span.text}))
        seen.add(entry.key)
    return tuple(findings), frozenset(bad)


def _plain(node: Node) -> object:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    return {entry.key: _plain(entry.value) for entry in node.entries}


def _finding(block: Block, key: str, problem: str, place: Sequence[int | str], language: str) -> Finding:
    kind = keys.KINDS[block.entries[0].key].word
    entry = next((item for item in block.entries if item.key == key), None)
    name = Words(kind.printed("en"), kind.printed("zh"), kind.printed("zh-Hant"))
    if entry is None:
        head = block.entries[0]
        value = head.value.text if isinstance(head.value, Text) else ""
        values: dict[str, str | Words] = {"kind": name, "name": value, "word": _word(key)}
        return Finding(messages.KEY_MISSING, head.key_span, values)
    if problem == "extra_forbidden":
        allowed = [keys.KEYS[item].printed(language) for item in keys.KINDS[kind.key].keys]
        hint, fixes = did_you_mean(key, allowed, entry.key_span)
        return Finding(messages.KEY_UNKNOWN, entry.key_span, {"word": key, "kind": name, "hint": hint}, fixes)
    span = _place(entry.value, place[1:]) or entry.key_span
    return _shape(key, span)


def _shape(key: str, span: Span) -> Finding:
    holds = keys.KEYS[key].holds if key in keys.KEYS else keys.Holds.LINE
    shape = (
        "any"
        if key in ("when", "enter", "leave")
        else "lines"
        if holds in (keys.Holds.LINES, keys.Holds.PARTS)
        else "line"
    )
    message: Message = messages.SHAPE
    return Finding(message, span, {"word": _word(key), "wanted": _SHAPES[shape]})


def _word(key: str) -> Words | str:
    word = keys.KEYS.get(key)
    return Words(word.in_yaml("en"), word.in_yaml("zh"), word.in_yaml("zh-Hant")) if word else key


def _place(node: Node, steps: Sequence[int | str]) -> Span | None:
    """Where the node stands that the steps of a validation error lead to; names of union members are passed over."""
    for step in steps:
        if isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, Block) and isinstance(step, str) and (inner := node.get(step)) is not None:
            node = inner
    return node.span


def json_schema(language: str = "en") -> dict[str, object]:
    """The JSON Schema of a YAML file of constructs, its keys in a language, for completion in editors."""
    properties: dict[str, object] = {}
    definitions: dict[str, object] = {}
    anything: list[dict[str, str]] = []
    for kind, document in DOCUMENTS.items():
        schema = TypeAdapter(document).json_schema(ref_template="#/$defs/{model}")
        definitions |= schema.pop("$defs", {})
        schema["properties"] = {_translated(key, language): item for key, item in schema["properties"].items()}
        schema["required"] = [_translated(key, language) for key in schema.get("required", ())]
        definitions[document.__name__] = schema
        reference = {"$ref": f"#/$defs/{document.__name__}"}
        anything.append(reference)
        properties[keys.LISTS[kind].printed(language)] = {"type": "array", "items": reference}
    for key in (keys.HEADER.word.key, *keys.HEADER.keys):
        word = keys.HEADER.word if key == keys.HEADER.word.key else keys.KEYS[key]
        properties[word.printed(language)] = {"type": "string"}
    properties[keys.LISTS["contents"].printed(language)] = {"type": "array", "items": {"anyOf": anything}}
    _translate_any_of(definitions, language)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "$defs": definitions,
    }


def _translated(key: str, language: str) -> str:
    word = keys.KEYS.get(key) or (keys.KINDS[key].word if key in keys.KINDS else None)
    return word.in_yaml(language) if word else key


def _translate_any_of(definitions: dict[str, object], language: str) -> None:
    block = definitions.get("AnyOf")
    if isinstance(block, dict):
        word = keys.ANY_OF.printed(language)
        block["properties"] = {word: next(iter(block["properties"].values()))}
        block["required"] = [word]

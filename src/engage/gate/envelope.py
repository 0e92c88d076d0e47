"""CloudEvents envelopes become typed events. Only a bad envelope or a broken limit is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from engage.facts.known import Event, Value
from engage.facts.vocabulary import ENGINE_TYPES, Kind, Vocabulary
from engage.gate.json_in import Json, check_size, exact_data, parse_json
from engage.gate.messages import rejected
from engage.gate.values import from_json, read_moment
from engage.ground.canonical import canonical_json, digest_of_text
from engage.ground.limits import LIMITS

__all__ = ["RESERVED", "Envelope", "event", "event_data", "with_case"]

#: How the sources of the engine's own events begin.
RESERVED: Final = "engage:"

_FIRST: Final = -2_208_988_800_000_000  # 1900-01-01T00:00:00Z
_LAST: Final = 7_258_118_400_000_000  # 2200-01-01T00:00:00Z

_Name = Annotated[str, StringConstraints(min_length=1, max_length=LIMITS.id_bytes)]
_Optional = Annotated[str, StringConstraints(max_length=LIMITS.id_bytes)]


class Envelope(BaseModel):
    """The attributes engage reads of a CloudEvents 1.0 event, with the extensions contact, case and account.

    Other attributes are allowed and ignored, though they count for the digest. Nothing is trimmed or folded.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", hide_input_in_errors=True)

    id: _Name
    source: _Name
    type: _Name
    time: _Name
    subject: _Optional = ""
    contact: _Optional = ""
    case: _Optional = ""
    account: _Optional = ""
    data: dict[str, object] = Field(default_factory=dict)


def event(vocabulary: Vocabulary, raw: Mapping[str, object] | str | bytes) -> Event:
    """The event that a CloudEvents envelope carries, typed by a vocabulary.

    `raw` is JSON text or a mapping. A kind the vocabulary does not know gives an event with `kind` empty; a
    declared field of the wrong type becomes unknown and is named in `problems`; undeclared data is ignored.
    Raises EventRejected for a bad envelope or a broken limit, with a JSON pointer and no value.
    """
    content = parse_json(raw) if isinstance(raw, str | bytes) else exact_data(raw)
    if not isinstance(content, dict):
        raise rejected("G002", "")
    payload = canonical_json(content)
    check_size(payload)
    envelope = _read_envelope(content)
    if envelope.source.startswith(RESERVED):
        # Timers and answers are made by the engine; an event from outside must not be taken for one of them.
        raise rejected("G022", "/source")
    if envelope.type in ENGINE_TYPES:
        raise rejected("G024", "/type", type=envelope.type)
    at, offset = _read_time(envelope.time)
    kind = vocabulary.event_by_type.get(envelope.type)
    data, problems = event_data(vocabulary, kind.id if kind else "", envelope.data)
    if "case" not in envelope.data:
        data = with_case(vocabulary, kind.id if kind else "", data, envelope.case)
    return Event(
        id=envelope.id,
        source=envelope.source,
        type=envelope.type,
        at=at,
        offset=offset,
        kind=kind.id if kind else "",
        subject=envelope.subject,
        contact=envelope.contact,
        case=envelope.case or _case_in(data),
        account=envelope.account,
        data=data,
        problems=problems,
        digest=digest_of_text(payload),
        payload=payload,
    )


def _case_in(data: Mapping[str, Value]) -> str:
    """The case that the data name, where their kind of event has such a field."""
    case = data.get("case", "")
    if not isinstance(case, str):
        return ""
    if len(case.encode("utf-8")) > LIMITS.id_bytes:
        raise rejected("G015", "/data/case", attribute="case", limit=LIMITS.id_bytes)
    return case


def _read_envelope(content: dict[str, Json]) -> Envelope:
    try:
        envelope = Envelope.model_validate({key: value for key, value in content.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_input=False, include_context=False, include_url=False)[0]
        attribute = str(first["loc"][0]) if first["loc"] else ""
        raise _refusal(attribute, first["type"]) from None
    names = {
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "contact": envelope.contact,
        "case": envelope.case,
        "account": envelope.account,
    }
    for attribute, name in names.items():
        if len(name.encode("utf-8")) > LIMITS.id_bytes:
            raise rejected("G015", f"/{attribute}", attribute=attribute, limit=LIMITS.id_bytes)
    return envelope


def _refusal(attribute: str, kind: str) -> Exception:
    pointer = f"/{attribute}"
    if attribute == "data":
        return rejected("G018", pointer)
    if kind == "missing":
        return rejected("G013", pointer, attribute=attribute)
    if kind == "string_too_long":
        return rejected("G015", pointer, attribute=attribute, limit=LIMITS.id_bytes)
    return rejected("G014", pointer, attribute=attribute)


def _read_time(text: str) -> tuple[int, int]:
    moment = read_moment(text)
    if moment is None:
        raise rejected("G016", "/time")
    if not _FIRST <= moment[0] < _LAST:
        raise rejected("G017", "/time")
    return moment


def with_case(vocabulary: Vocabulary, kind: str, data: dict[str, Value], case: str) -> dict[str, Value]:
    """The data of an event with the case of its envelope, where its kind has a field `case` that is a text.

    So conditions may name it like any other field (`same case`). Without a case the field is unknown; one that the
    data names stands.
    """
    if not case or "case" in data:
        return data
    declared, known = vocabulary.field_by_name.get("event.case"), vocabulary.event_by_id.get(kind)
    wanted = declared is not None and known is not None and "case" in known.fields and declared.type.kind is Kind.TEXT
    return {**data, "case": case} if wanted else data


def event_data(
    vocabulary: Vocabulary, kind: str, data: Mapping[str, object]
) -> tuple[dict[str, Value], tuple[tuple[str, str], ...]]:
    """The declared fields of a kind of event in their types, by short name, and those that cannot be read, with why."""
    if not kind:
        return {}, ()
    typed: dict[str, Value] = {}
    problems: list[tuple[str, str]] = []
    for name in vocabulary.event_by_id[kind].fields:
        declared = vocabulary.field_by_name.get(f"event.{name}")
        if declared is None or name not in data:
            continue
        value, problem = from_json(data[name], declared.type)
        typed[name] = value
        if problem:
            problems.append((declared.name, problem))
    return typed, tuple(problems)

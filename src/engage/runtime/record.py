"""Decisions as stored text and back: canonical JSON in two blobs, a public and a personal one.

The public blob holds codes, ids and hashes; what may speak of the person (facts used, filled texts, values) is in
the personal one, so that erasing it leaves the chain of public ones whole. A value object is written as
`{"is": "Route", …}` with the fields that differ from their defaults.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, TypeVar, get_args

import attrs

from engage.errors import StorageError
from engage.facts import decided, floors, known, plan, queues, units
from engage.facts.decided import Candidate, Decision, Outcome, Reason, Verdict
from engage.facts.known import Estimate, Provided, Signal
from engage.facts.plan import Allowance, HandlingPlan, SieveStep
from engage.facts.queues import ExitTo
from engage.facts.units import Unit
from engage.ground.canonical import canonical_json
from engage.ground.finding import Words
from engage.program.floors import DeclaredFloor
from engage.runtime.zones import tzdata_version
from engage.sockets.storage import DecisionRecord

__all__ = ["from_record", "intact", "packed", "record", "unpacked"]

RECORD_VERSION: Final = 1

#: what `json` gives for a text that `record` wrote; its shape is this file's own
_Json = dict[str, Any]
T = TypeVar("T")
_Change = get_args(decided.Change)

_CLASSES: Final[Mapping[str, type]] = {
    cls.__name__: cls
    for cls in (
        units.Duration,
        plan.Need,
        plan.Rung,
        plan.Route,
        plan.ServiceLevel,
        plan.Menu,
        plan.Wording,
        plan.PlannedOffer,
        plan.Task,
        plan.Allowance,
        plan.HandlingPlan,
        queues.Exit,
        known.Estimate,
        known.Fact,
        known.Provided,
        decided.Candidate,
        decided.Reason,
        decided.Effect,
        decided.SetFact,
        decided.KeepClock,
        decided.StampFootprint,
        decided.RememberHeld,
        decided.StartTimer,
        Signal,
        decided.Move,
        decided.SetAlarm,
        floors.Approval,
        floors.FinishedHere,
        floors.LeastWords,
        floors.MaximumWait,
        floors.WayToPerson,
        DeclaredFloor,
    )
}
_ENUMS: Final[Mapping[tuple[str, str], type[StrEnum]]] = {
    ("Duration", "unit"): Unit,
    ("HandlingPlan", "step"): SieveStep,
    ("Exit", "to"): ExitTo,
    ("Candidate", "outcome"): Outcome,
}


def packed(value: object) -> object:
    """A run-time value as plain JSON data. Raises TypeError for what no decision holds."""
    if value is None or isinstance(value, bool | int | Decimal):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime.date):
        return {"is": "date", "at": value.isoformat()}
    if isinstance(value, datetime.time):
        return {"is": "time", "at": value.isoformat()}
    if isinstance(value, tuple | list):
        return [packed(item) for item in value]
    if isinstance(value, Mapping):
        return {"is": "map", "of": {key: packed(item) for key, item in value.items()}}
    name = type(value).__name__
    if _CLASSES.get(name) is not type(value):
        raise TypeError(f"a decision cannot hold a {name}")
    return {"is": name, **{field.name: packed(kept) for field, kept in _kept_fields(value)}}


def _kept_fields(value: object) -> list[tuple[attrs.Attribute[object], object]]:
    kept = []
    for field in attrs.fields(type(value)):  # type: ignore[arg-type]  # only attrs classes come here
        item = getattr(value, field.name)
        default = field.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # attrs types Factory as a function
            default = {}
        if item != default or default is attrs.NOTHING:
            kept.append((field, item))
    return kept


def unpacked(value: object) -> object:
    """The run-time value that `packed` wrote."""
    if isinstance(value, list):
        return tuple(unpacked(item) for item in value)
    if not isinstance(value, Mapping):
        return value
    name = value["is"]
    if name == "map":
        return {key: unpacked(item) for key, item in value["of"].items()}
    if name == "date":
        return datetime.date.fromisoformat(value["at"])
    if name == "time":
        return datetime.time.fromisoformat(value["at"])
    fields = {}
    for key, item in value.items():
        if key != "is":
            enum = _ENUMS.get((name, key))
            fields[key] = enum(item) if enum and item is not None else unpacked(item)
    return _CLASSES[name](**fields)


def record(decision: Decision, customer: str, generation: int) -> DecisionRecord:
    """What is stored of a decision. `sequence` is filled in by the storage."""
    content = decision.plan
    texts = {wording.id: dict(wording.texts) for wording in content.content}
    public = {
        "version": RECORD_VERSION,
        "kind": decision.kind,
        "plan": packed(
            attrs.evolve(
                content,
                content=tuple(attrs.evolve(wording, texts={}) for wording in content.content),
                outputs={},
                allowances=(),
            )
        ),
        "reasons": packed(decision.reasons),
        "verdicts": {id: str(verdict) for id, verdict in decision.verdicts.items()},
        "effects": [[effect.number, effect.kind, effect.channel] for effect in decision.effects],
        "safe_default": decision.safe_default,
        # Beside what was decided: another machine, whose zones may be others, sees by which the record was made.
        "tzdata": decision.tzdata or tzdata_version(),
    }
    personal = {
        "facts": packed(decision.facts_used),
        "texts": texts,
        "outputs": packed(content.outputs),
        "allowances": packed(content.allowances),
        "because": {id: dict(texts) for id, texts in decision.because.items()},
        "candidates": packed(decision.candidates),
        "payloads": [packed(effect.payload) for effect in decision.effects],
        "changes": packed(decision.changes),
        **({"estimates": packed(decision.estimates)} if decision.estimates else {}),
        **({"provided": packed(decision.provided)} if decision.provided else {}),
        # Left out where there are none, so that records without a correlator stay as they were.
        **({"signals": packed(decision.signals)} if decision.signals else {}),
    }
    return DecisionRecord(
        id=decision.id,
        event_id=decision.event_id,
        source=decision.source,
        key=customer,
        sequence=decision.sequence or 0,
        at=decision.at,
        ruleset_hash=decision.ruleset_hash,
        generation=generation,
        public=canonical_json(public),
        personal=canonical_json(personal),
    )


@contextmanager
def intact(where: str = "") -> Iterator[None]:
    """Read what was stored. Raises StorageError when it is not what this file writes: damaged, or written by hand."""
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError, AssertionError, ArithmeticError) as failure:
        raise StorageError(
            "S009",
            Words(
                f"what is stored here cannot be read: {type(failure).__name__}",
                f"存储的内容无法读取：{type(failure).__name__}",
            ),
            where=where,
            hint=Words("`engage db check`; restore the latest backup", "`engage db check`；请恢复最近的备份"),
        ) from None


def from_record(stored: DecisionRecord) -> Decision:
    """The decision that a record holds. What was erased is empty. Raises StorageError for a damaged one."""
    with intact(stored.id):
        return _decision(stored)


def _decision(stored: DecisionRecord) -> Decision:
    public = _parsed(stored.public)
    personal = _parsed(stored.personal or "{}")
    return Decision(
        id=stored.id,
        ruleset_hash=stored.ruleset_hash,
        event_id=stored.event_id,
        source=stored.source,
        kind=public["kind"],
        at=stored.at,
        plan=_whole_plan(public, personal),
        effects=_effects(public, personal),
        changes=_tuple(personal.get("changes", []), _Change),
        reasons=_tuple(public["reasons"], Reason),
        candidates=_tuple(personal.get("candidates", []), Candidate),
        verdicts={id: Verdict(verdict) for id, verdict in public["verdicts"].items()},
        facts_used=_mapping(personal.get("facts")),
        because=personal.get("because", {}),
        estimates=_tuple(personal.get("estimates", []), Estimate),
        provided=_tuple(personal.get("provided", []), Provided),
        signals=_tuple(personal.get("signals", []), Signal),
        sequence=stored.sequence,
        safe_default=public["safe_default"],
        tzdata=public.get("tzdata", ""),
        erased=not stored.personal,
    )


def _parsed(text: str) -> _Json:
    found = json.loads(text, parse_float=Decimal)
    assert isinstance(found, dict)  # only `record` writes these texts
    return found


def _whole_plan(public: _Json, personal: _Json) -> HandlingPlan:
    bare = unpacked(public["plan"])
    assert isinstance(bare, HandlingPlan)
    texts = personal.get("texts", {})
    return attrs.evolve(
        bare,
        content=tuple(attrs.evolve(wording, texts=texts.get(wording.id, {})) for wording in bare.content),
        outputs=_mapping(personal.get("outputs")),
        allowances=_tuple(personal.get("allowances", []), Allowance),
    )


def _effects(public: _Json, personal: _Json) -> tuple[decided.Effect, ...]:
    payloads = personal.get("payloads") or [None] * len(public["effects"])
    return tuple(
        decided.Effect(number, kind, channel, _mapping(payload))
        for (number, kind, channel), payload in zip(public["effects"], payloads, strict=True)
    )


def _tuple(value: object, kind: type[T] | tuple[type[T], ...]) -> tuple[T, ...]:
    found = unpacked(value)
    assert isinstance(found, tuple)
    return tuple(item for item in found if isinstance(item, kind))


def _mapping(value: object) -> Mapping[str, object]:
    found = unpacked(value) if value else {}
    assert isinstance(found, dict)
    return found

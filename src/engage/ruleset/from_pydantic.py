"""A vocabulary from the host's own pydantic classes, so that nothing has to be declared twice.

    class Customer(BaseModel):
        tier: Tier                                   # an Enum or Literal: a choice; an IntEnum: an ordered one
        months_with_us: int | None = None            # Optional: may be missing
        fee: Annotated[Decimal, Money("CNY")]
        nickname: str | None = Field(None, json_schema_extra={"zh": "昵称", "personal": True})
        access: Access = Field(json_schema_extra={"values": {"dsl": "宽带", "fiber": {"en": "fibre", "zh": "光纤"}}})

    class CancelRequest(BaseModel):                  # an event kind `cancel_request`
        model_config = ConfigDict(json_schema_extra={"type": "cancel.requested", "contact": True})
        channel: Literal["phone", "app"]

    vocabulary, findings = from_pydantic(customer=Customer, events=[CancelRequest])

What a class cannot say (Chinese labels, units, `personal`, `max_age`) stands in `json_schema_extra` under the words
of vocabulary.yaml; `title` is the English label. `values` labels the values of a choice, by id; said of one field it
holds for every field of the same Enum or Literal. Types without a counterpart are findings, never guesses.
"""

from __future__ import annotations

import datetime
import re
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from attrs import evolve, frozen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Finding, Words
from engage.ruleset import document_messages as say
from engage.ruleset.document_reader import suggest
from engage.ruleset.origins import origin_of

__all__ = ["Money", "from_pydantic"]

_KINDS: Final[Mapping[type, Kind]] = {
    bool: Kind.YES_NO,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    str: Kind.TEXT,
    datetime.datetime: Kind.MOMENT,
    datetime.date: Kind.DATE,
    datetime.time: Kind.TIME,
    datetime.timedelta: Kind.DURATION,
}
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)
_LISTS: Final = (list, tuple, set, frozenset, Sequence, Iterable)


@frozen
class Money:
    """Marks a number as an amount of money: `Annotated[Decimal, Money("CNY")]`."""

    currency: str


def from_pydantic(
    *,
    customer: type[BaseModel] | None = None,
    account: type[BaseModel] | None = None,
    contact: type[BaseModel] | None = None,
    events: Iterable[type[BaseModel]] = (),
) -> tuple[Vocabulary, tuple[Finding, ...]]:
    """The vocabulary of the classes, and what of them rules cannot speak of.

    Fields are named `customer.tier`, `event.channel`; a field of the same name in two events must have one type.
    """
    reader = _Reader()
    for root, model in (("customer", customer), ("account", account), ("contact", contact)):
        if model is not None:
            reader.fields(root, model)
    kinds = [reader.event(model) for model in events]
    return Vocabulary(tuple(reader.labelled()), tuple(kinds)), tuple(reader.findings)


class _Reader:
    """Gathers fields and findings over all classes."""

    def __init__(self) -> None:
        self.named: dict[str, Field] = {}
        self.findings: list[Finding] = []
        #: labels of values, by the choice as its class gives it
        self.labels: dict[Type, dict[str, Labels]] = {}

    def labelled(self) -> Iterator[Field]:
        """The fields, with the labels that were given to the values of their types."""
        for field in self.named.values():
            yield evolve(field, type=self._labelled(field.type))

    def _labelled(self, type: Type) -> Type:
        if type.item is not None:
            return evolve(type, item=self._labelled(type.item))
        given = self.labels.get(type, {})
        return evolve(type, choices=tuple(Term(term.id, given.get(term.id, term.labels)) for term in type.choices))

    def _values(self, name: str, type: Type, extra: object) -> None:
        """`values` of a field: labels by the id of a value, or the Chinese label alone."""
        choice = type.item or type
        known = [term.id for term in choice.choices]
        for id, said in (extra if isinstance(extra, Mapping) else {}).items():
            if id not in known:
                _, suggestion = suggest(str(id), known)
                what = Words(f"value of `{name}`", f"`{name}` 的取值")
                self.findings.append(
                    Finding(say.UNKNOWN_NAME, None, {"name": str(id), "what": what, "suggestion": suggestion})
                )
                continue
            labels = _labels(said if isinstance(said, Mapping) else {"zh": said}, str(id).replace("_", " "))
            self.labels.setdefault(choice, {}).setdefault(str(id), labels)

    def event(self, model: type[BaseModel]) -> EventKind:
        extra = _extra(model.model_config.get("json_schema_extra"))
        id = str(extra.get("id") or _snake(model.__name__))
        title = model.model_config.get("title") or id.replace("_", " ")
        names = self.fields("event", model)
        kind = str(extra.get("type") or id.replace("_", "."))
        return EventKind(id, kind, _labels(extra, title), extra.get("contact") is True, names)

    def fields(self, root: str, model: type[BaseModel]) -> tuple[str, ...]:
        """Reads the fields of a class under a root; gives their short names."""
        names: list[str] = []
        for short, info in model.model_fields.items():
            name = f"{root}.{short}"
            type = _type(info.annotation, tuple(info.metadata))
            if type is None or not _NAME.fullmatch(short):
                self._refuse(name, short)
                continue
            field = _field(name, type, info)
            self._values(name, type, _extra(info.json_schema_extra).get("values"))
            known = self.named.get(name)
            if known is not None and known.type != field.type:
                self._refuse(f"{model.__name__}.{short}", short)
                continue
            missing = field.may_be_missing or (known is not None and known.may_be_missing)
            self.named[name] = evolve(known or field, may_be_missing=missing)
            names.append(short)
        return tuple(names)

    def _refuse(self, name: str, short: str) -> None:
        if _NAME.fullmatch(short):
            self.findings.append(Finding(say.HOST_TYPE, None, {"name": name}))
            return
        what = Words("a field", "字段")
        self.findings.append(Finding(say.BAD_NAME, None, {"name": name, "what": what, "like": ""}))


def _field(name: str, type: Type, info: FieldInfo) -> Field:
    extra = _extra(info.json_schema_extra)
    title = info.title or name.partition(".")[2].replace("_", " ")
    days = extra.get("max_age_days")
    written = extra.get("from")
    origin = origin_of(written if isinstance(written, str) else "")
    return Field(
        name,
        type,
        _labels(extra, title),
        unit=str(extra.get("unit", "")),
        may_be_missing=_optional(info.annotation) or not info.is_required(),
        personal=extra.get("personal") is True,
        writes_from=origin.writes_from,
        estimated_by=origin.estimated_by,
        provided_by=origin.provided_by,
        max_age=Duration(days, Unit.DAY) if isinstance(days, int) else None,
    )


def _extra(extra: object) -> Mapping[str, object]:
    return extra if isinstance(extra, Mapping) else {}


def _labels(extra: Mapping[str, object], title: str) -> Labels:
    def text(key: str) -> str:
        value = extra.get(key, "")
        return value if isinstance(value, str) else ""

    singular, _, plural = (text("en") or title).partition(" / ")
    return Labels(singular.strip(), plural.strip(), text("zh"), text("measure"), text("zh-Hant"))


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


# ---------------------------------------------------------------------------------------------------- types


def _parts(annotation: Any) -> Iterator[Any]:
    """The alternatives of a type, `Annotated` and unions opened."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _parts(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


def _marks(annotation: Any) -> Iterator[object]:
    """What `Annotated` adds anywhere in a type but inside lists."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from get_args(annotation)[1:]
        yield from _marks(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _marks(part)


def _optional(annotation: Any) -> bool:
    return type(None) in _parts(annotation)


def _type(annotation: Any, metadata: tuple[object, ...] = ()) -> Type | None:
    """The type of rules for a Python type, None when there is none."""
    parts = [part for part in _parts(annotation) if part is not type(None)]
    money = next((mark for mark in (*metadata, *_marks(annotation)) if isinstance(mark, Money)), None)
    if money is not None:
        numbers = all(part in (int, float, Decimal) for part in parts)
        return Type(Kind.MONEY, currency=money.currency.upper()) if numbers and parts else None
    found = {_single(part) for part in parts}
    return found.pop() if len(found) == 1 else None


def _single(part: Any) -> Type | None:
    origin = get_origin(part)
    if origin is Literal:
        return _choice([str(value) for value in get_args(part)], get_args(part))
    if origin in _LISTS:
        inner = [arg for arg in get_args(part) if arg is not Ellipsis]
        item = _type(inner[0]) if len(set(inner)) == 1 else None
        return None if item is None else Type(Kind.LIST, item=item)
    if not isinstance(part, type):
        return None
    if issubclass(part, Enum):
        return _enum(part)
    kind = next((_KINDS[base] for base in part.__mro__ if base in _KINDS), None)
    return None if kind is None else Type(kind)


def _choice(ids: list[str], values: Iterable[object]) -> Type | None:
    if not all(isinstance(value, str) and value.strip() for value in values):
        return None
    return Type(Kind.CHOICE, tuple(Term(id, Labels(id.replace("_", " "))) for id in dict.fromkeys(ids)))


def _enum(enum: type[Enum]) -> Type | None:
    """Members by their text values; an IntEnum is ordered by its numbers and known by its members' names."""
    members = list(enum)
    if not members:
        return None
    if all(isinstance(member.value, str) for member in members):
        return _choice([member.value for member in members], [member.value for member in members])
    if all(isinstance(member.value, int) for member in members):
        ranked = sorted(members, key=lambda member: int(member.value))
        names = [member.name.lower() for member in ranked]
        return Type(Kind.CHOICE, tuple(Term(name, Labels(name.replace("_", " "))) for name in names), ordered=True)
    return None

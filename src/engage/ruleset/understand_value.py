"""Value models: read while declaring, in the order of their use, as what they give has the type of their profit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import evolve

from engage.facts.vocabulary import Field, Kind, Labels, Term, Type
from engage.ground.finding import Words
from engage.ground.source import Fragment
from engage.language import type_of
from engage.language.tree import Fact, Literal, Value
from engage.language.types import NUMBER, comparable, kind_words
from engage.ruleset import keys
from engage.ruleset import value_messages as say
from engage.ruleset.blocks import Opened
from engage.ruleset.model import Band
from engage.ruleset.names import alike, plain_name
from engage.ruleset.sentences import Sentences
from engage.ruleset.understand_score import band_terms
from engage.ruleset.value_model import (
    CURRENT,
    HIGH,
    LOW,
    POTENTIAL,
    TIER,
    TOTAL,
    Terms,
    ValueModel,
)

__all__ = ["EXPRESSIONS", "MAY_LOSE", "MOST_MONTHS", "read_value", "value_fields", "value_terms"]

#: a hundred years, as in `program.value`
MOST_MONTHS: Final = 1_200
#: the keys behind which a value is worked out
EXPRESSIONS: Final = (
    *("profit", "cost", "retention", "discount", "contract"),
    *("profit in scenario", "cost in scenario", "retention in scenario"),
    *("least profit", "most profit", "least retention", "most retention"),
)
_AMOUNTS: Final = frozenset({"cost", "profit in scenario", "cost in scenario", "least profit", "most profit"})
_MONTHS: Final = re.compile(r"(?:over\s+)?(\d{1,9})\s*(?:个|個)?\s*(?:months?|月)", re.IGNORECASE)
MAY_LOSE: Final[Mapping[str, str]] = MappingProxyType({"en": "may be negative", "zh": "可为负", "zh-Hant": "可為負"})
#: how what a model gives is called: what stands before its name and behind it, in English and Chinese
_CALLED: Final[Mapping[str, tuple[tuple[str, str], tuple[str, str], tuple[str, str]]]] = MappingProxyType(
    {
        CURRENT: (("current ", ""), ("当前", ""), ("當前", "")),
        POTENTIAL: (("", " potential"), ("", "潜力"), ("", "潛力")),
        TOTAL: (("", ""), ("", ""), ("", "")),
        LOW: (("", " lower bound"), ("", "下限"), ("", "下限")),
        HIGH: (("", " upper bound"), ("", "上限"), ("", "上限")),
        TIER: (("", " tier"), ("", "等级"), ("", "等級")),
    }
)


def value_terms(block: Opened, term: Term) -> tuple[Term, ...]:
    """Id and labels of everything that a value model of this name gives, as far as its keys say."""
    bounded = any(block.get(key) is not None for key in EXPRESSIONS if key.startswith(("least", "most")))
    parts = [CURRENT, POTENTIAL, TOTAL]
    parts += [LOW, HIGH] if bounded else []
    parts += [TIER] if block.get("tiers") is not None else []
    return tuple(Term(term.id + part, _labels(term.labels, part)) for part in parts)


def _labels(labels: Labels, part: str) -> Labels:
    said = (labels.en, labels.zh, labels.hant)
    en, zh, hant = (
        f"{one}{name}{other}" if name else "" for name, (one, other) in zip(said, _CALLED[part], strict=True)
    )
    return Labels(en=en, zh=zh, hant=hant)


def value_fields(terms: tuple[Term, ...], made: tuple[ValueModel, tuple[Term, ...]] | None) -> tuple[Field, ...]:
    """The fields that a value model gives; numbers, where it could not be read."""
    type = made[0].type if made is not None else NUMBER
    choices = made[1] if made is not None else ()
    fields = []
    for term in terms:
        tier = term.id.endswith(TIER)
        if not tier or choices:
            own = Type(Kind.CHOICE, choices, ordered=True) if tier else type
            fields.append(Field(f"customer.{term.id}", own, term.labels))
    return tuple(fields)


def read_value(block: Opened, sentences: Sentences, term: Term) -> tuple[ValueModel, tuple[Term, ...]] | None:
    """The model with the terms of its tiers; None where something that it needs cannot be read."""
    values = {key: _value(block, sentences, key) for key in EXPRESSIONS if block.fragment(key) is not None}
    values = {**values, **_typed(block, sentences, values)}
    months = _months(block, sentences)
    profit, retention, discount = (values.get(key) for key in ("profit", "retention", "discount"))
    scenario, then = _scenario(block, sentences, values)
    may_lose = _may_lose(block, sentences)
    tiers = _tiers(block, sentences, term, NUMBER if profit is None else type_of(profit))
    if profit is None or retention is None or discount is None or months is None or None in values.values():
        return None
    model = ValueModel(
        id=term.id,
        months=months,
        profit=profit,
        retention=retention,
        discount=discount,
        cost=values.get("cost"),
        contract=values.get("contract"),
        scenario=scenario,
        then=then,
        least=Terms(values.get("least profit"), None, values.get("least retention")),
        most=Terms(values.get("most profit"), None, values.get("most retention")),
        may_lose=may_lose,
        tiers=tuple(band for _, band in tiers),
    )
    return model, tuple(one for one, _ in tiers)


def _value(block: Opened, sentences: Sentences, key: str) -> Value | None:
    text = block.fragment(key)
    return None if text is None else sentences.value(text)


def _typed(block: Opened, sentences: Sentences, values: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """Each value with the type that it must have; None, with a finding, where it has another one.

    A bare number among amounts of money is money: `least profit 15` beside a profit in yuan.
    """
    found: dict[str, Value | None] = {}
    profit = values.get("profit")
    amount = NUMBER if profit is None else type_of(profit)
    for key, value in values.items():
        if value is None:
            continue
        type, text = type_of(value), block.fragment(key)
        assert text is not None
        money = key in _AMOUNTS and amount.kind is Kind.MONEY
        if money and type.kind is Kind.NUMBER and isinstance(value, Literal):
            found[key] = evolve(value, type=amount)
        elif key == "profit":
            wrong = type.kind not in (Kind.NUMBER, Kind.MONEY)
            if wrong:
                words = {"seen": kind_words(type), "wanted": kind_words(Type(Kind.MONEY))}
                sentences.tell(say.VALUE_TYPE, text.span(), (), (), word=text.text, **words)
                found[key] = None
        elif key in _AMOUNTS:
            if profit is not None and not comparable(type, amount):
                wanted = kind_words(amount) if type.kind is not amount.kind else Words(amount.currency)
                seen = kind_words(type) if type.kind is not amount.kind else Words(type.currency)
                sentences.tell(say.VALUE_TYPE, text.span(), word=text.text, seen=seen, wanted=wanted)
                found[key] = None
        elif type.kind is not Kind.NUMBER:
            word = keys.KEYS[key]
            what = Words(word.printed("en"), word.printed("zh"), word.printed("zh-Hant"))
            sentences.tell(say.RATE_TYPE, text.span(), word=text.text, seen=kind_words(type), what=what)
            found[key] = None
    return found


def _months(block: Opened, sentences: Sentences) -> int | None:
    text = block.fragment("over")
    if text is None:
        return None
    shape = _MONTHS.fullmatch(unicodedata.normalize("NFKC", text.text).strip())
    months = int(shape[1]) if shape else 0
    if not 1 <= months <= MOST_MONTHS:
        sentences.tell(say.MONTHS_FORM, text.span(), word=text.text, limit=str(MOST_MONTHS))
        return None
    return months


def _scenario(block: Opened, sentences: Sentences, values: Mapping[str, Value | None]) -> tuple[str, Terms]:
    """The name of the scenario, and what is otherwise under it."""
    told = [key for key in values if key.endswith(" in scenario")]
    then = Terms(*(values.get(f"{key} in scenario") for key in ("profit", "cost", "retention")))
    name = block.fragment("scenario")
    if name is None or not name.text:
        if told:
            sentences.tell(say.SCENARIO_NAMELESS, block.place(told[0]))
        return "", Terms()
    if not told:
        sentences.tell(say.SCENARIO_EMPTY, name.span(), name=name.text)
        return "", Terms()
    wanted = alike(name.text)
    for term in sentences.vocabulary.glossary:
        labels = term.labels
        if wanted in {alike(text) for text in (term.id, labels.en, labels.zh, labels.hant) if text}:
            return labels.en or term.id, then
    return plain_name(name.text), then


def _may_lose(block: Opened, sentences: Sentences) -> bool:
    text = block.fragment("potential")
    if text is None:
        return False
    if alike(text.text) in {alike(words) for words in MAY_LOSE.values()}:
        return True
    sentences.tell(say.POTENTIAL_FORM, text.span(), word=text.text)
    return False


def _tiers(block: Opened, sentences: Sentences, term: Term, type: Type) -> list[tuple[Term, Band]]:
    text: Fragment | None = block.fragment("tiers")
    if text is None:
        return []
    subject = Fact(f"customer.{term.id}{TOTAL}", type)
    own = evolve(sentences.vocabulary, fields=(*sentences.vocabulary.fields, Field(subject.name, type, term.labels)))
    inside = evolve(sentences, scope=evolve(sentences.scope, vocabulary=own))
    found, _ = band_terms(text, inside, subject)
    return [(each.term, each.band) for each in found]

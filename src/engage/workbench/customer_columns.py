"""The columns of a table of customers: which fact each one is, by its name or by its label, and what a cell says.

A table comes from an analyst's spreadsheet: headings and values may be the ruleset's labels in any of its languages.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Final

from attrs import frozen

from engage.facts.vocabulary import Field, Kind, Labels, Type, Vocabulary
from engage.ground.finding import Words
from engage.ground.numbers import to_number

__all__ = ["CUSTOMER", "Columns", "columns_of", "expected", "from_cell", "told"]

#: The column, or the key, that names the customer.
CUSTOMER: Final = "customer"
_CUSTOMER: Final = frozenset({CUSTOMER, "客户", "客戶", "客户编号", "客戶編號"})
_YES: Final = {"yes": True, "true": True, "1": True, "是": True, "no": False, "false": False, "0": False, "否": False}

_NO_FACT: Final = Words(
    "column `{column}`: no fact of a customer is called so{near}",
    "列“{column}”：没有这样的客户信息{near}",
    "列“{column}”：沒有這樣的客戶資訊{near}",
)
_NEAR: Final = Words("; did you mean `{near}`?", "；是不是“{near}”？")
_TWICE: Final = Words(
    "column `{column}`: another column is {fact} too",
    "列“{column}”：另有一列也是 {fact}",
)
_SEVERAL: Final = Words(
    "column `{column}`: several facts are called so: {facts}",
    "列“{column}”：有几个信息都叫这个名称：{facts}",
    "列“{column}”：有幾個資訊都叫這個名稱：{facts}",
)
_NO_CUSTOMER: Final = Words(
    "a column `customer` must name the customers",
    "须有一列“客户”（或 customer）给出客户编号",
    "須有一列“客戶”（或 customer）給出客戶編號",
)
_CHOICE: Final = Words("write one of {values}", "请写其中之一：{values}", "請寫其中之一：{values}")
_EXPECTED: Final = {
    Kind.YES_NO: Words("write yes or no", "请写 是 或 否", "請寫 是 或 否"),
    Kind.NUMBER: Words("write a number", "请写数字", "請寫數字"),
    Kind.MONEY: Words("write an amount as a plain number", "请写金额，只写数字", "請寫金額，只寫數字"),
    Kind.DATE: Words("write a date: 2026-12-31", "请写日期：2026-12-31", "請寫日期：2026-12-31"),
    Kind.TIME: Words("write a time: 09:00", "请写时间：09:00", "請寫時間：09:00"),
    Kind.MOMENT: Words(
        "write a moment with its zone: 2026-12-31T09:00:00+08:00",
        "请写带时区的时刻：2026-12-31T09:00:00+08:00",
        "請寫帶時區的時刻：2026-12-31T09:00:00+08:00",
    ),
}


@frozen
class Columns:
    """The fact that each column is, by its heading (`customer` for the one that names them), and what is wrong."""

    facts: Mapping[str, str]
    problems: tuple[str, ...] = ()


def columns_of(headings: Sequence[str], vocabulary: Vocabulary, language: str = "en") -> Columns:
    """Which fact each heading is: its dotted name, or its label in English or Chinese."""
    facts: dict[str, str] = {}
    problems: list[str] = []
    fields = [field for field in vocabulary.fields if field.root != "event"]
    for heading in headings:
        found = _meant(heading, fields)
        if not found:
            problems.append(told(_NO_FACT, language, column=heading, near=_near(heading, fields, language)))
        elif len(found) > 1:
            problems.append(told(_SEVERAL, language, column=heading, facts=", ".join(found)))
        elif found[0] in facts.values():
            problems.append(told(_TWICE, language, column=heading, fact=found[0]))
        else:
            facts[heading] = found[0]
    if CUSTOMER not in facts.values():
        problems.append(_NO_CUSTOMER.in_language(language))
    return Columns(facts, tuple(problems))


def from_cell(cell: str, type: Type) -> object:
    """The JSON form of a cell; a cell that is none stays a text, which the gate then refuses."""
    if type.kind is Kind.YES_NO:
        return _YES.get(cell.lower(), cell)
    if type.kind in (Kind.NUMBER, Kind.MONEY, Kind.DURATION):
        number = to_number(cell)
        return cell if number is None else number
    if type.kind is Kind.CHOICE:
        named = [term.id for term in type.choices if _alike(cell) in _names(term.labels)]
        return named[0] if len(named) == 1 else cell
    return cell


def expected(type: Type, language: str) -> str:
    """What to write into a cell of this type; empty when nothing short can be said."""
    if type.kind is Kind.CHOICE:
        labels = (term.labels.in_language(language) or term.id for term in type.choices)
        return told(_CHOICE, language, values=("、" if language.startswith("zh") else ", ").join(labels))
    words = _EXPECTED.get(type.kind)
    return words.in_language(language) if words else ""


def told(words: Words, language: str, **values: str) -> str:
    """The words in a language, their `{names}` filled in; a heading with braces in it is never read as a name."""
    return "".join(_filled(words.in_language(language), values))


def _filled(text: str, values: Mapping[str, str]) -> Iterator[str]:
    while "{" in text:
        before, _, rest = text.partition("{")
        name, _, text = rest.partition("}")
        yield from (before, values[name])
    yield text


def _meant(heading: str, fields: Sequence[Field]) -> list[str]:
    if _alike(heading) in _CUSTOMER:
        return [CUSTOMER]
    exact = [field.name for field in fields if field.name == heading]
    return exact or list(dict.fromkeys(field.name for field in fields if _alike(heading) in _names(field.labels)))


def _near(heading: str, fields: Sequence[Field], language: str) -> str:
    spelt = {_alike(name): name for field in fields for name in (field.name, *_labels(field.labels))}
    close = get_close_matches(_alike(heading), spelt, 1, 0.6)
    return told(_NEAR, language, near=spelt[close[0]]) if close else ""


def _labels(labels: Labels) -> list[str]:
    return [label for label in (labels.en, labels.zh, labels.hant) if label]


def _names(labels: Labels) -> set[str]:
    return {_alike(label) for label in _labels(labels)}


def _alike(text: str) -> str:
    """Width, capitals and spaces do not tell names apart."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())

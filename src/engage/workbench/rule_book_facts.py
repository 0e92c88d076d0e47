"""The data dictionary of the rule book: facts with where they come from, kinds of events with what they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from engage.decide.value_words import duration_words
from engage.facts.vocabulary import BUILT_IN_EVENTS, EventKind, Field, Type
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.ruleset import document_words
from engage.workbench.page import table, tag
from engage.workbench.rule_book_told import Book, type_words

__all__ = ["events", "facts"]

_WORDS: Final[Mapping[str, Words]] = {
    "name": Words("name", "名称"),
    "label": Words("label", "标签"),
    "type": Words("type", "类型"),
    "values": Words("values", "取值"),
    "remarks": Words("remarks", "说明"),
    "fields": Words("fields", "字段"),
    "personal": Words("personal", "个人信息"),
    "never missing": Words("never missing", "必有"),
    "built in": Words("built in", "内置"),
    "waiting": Words("somebody is waiting", "有人在等"),
    "by us": Words("we asked for it", "由我方约定", "由我方約定"),
    "by us when": Words("{0}: we asked for it", "{0}：由我方约定", "{0}：由我方約定"),
    "written": Words("from {0}: {1}", "来自{0}：{1}", "來自{0}：{1}"),
    "asked": Words("asked of {0}", "向 {0} 查询", "向 {0} 查詢"),
    "estimated": Words("estimated by {0}", "由 {0} 估计", "由 {0} 估計"),
    "at most": Words("unknown after {0}", "{0}后视为未知", "{0}後視為未知"),
    "sure": Words("unknown when less certain than {0}", "可信度低于 {0} 视为未知", "可信度低於 {0} 視為未知"),
}


def facts(book: Book) -> str:
    """Every fact that conditions may name."""
    head = [book.say(_WORDS[key]) for key in ("label", "name", "type", "values", "remarks")]
    return table(head, [_fact(field, book) for field in book.model.vocabulary.fields], html=True)


def _fact(field: Field, book: Book) -> list[str]:
    unit = f" ({field.unit})" if field.unit else ""
    return [
        f"<b>{escape(book.fact(field.name))}</b>",
        f"<code>{escape(field.name)}</code>",
        escape(type_words(field.type, book.language) + unit),
        escape(_values(field.type, book)),
        "".join(tag(remark, warm=True) for remark in _of_fact(field, book)),
    ]


def _of_fact(field: Field, book: Book) -> Iterator[str]:
    for key, true in (
        ("personal", field.personal),
        ("built in", field.built_in),
        ("never missing", not field.may_be_missing),
    ):
        if true:
            yield book.say(_WORDS[key])
    kind, _, name = field.writes_from.partition(".")
    if kind:
        yield book.say(_WORDS["written"], book.kind(kind), book.fact(f"event.{name}"))
    if field.provided_by:
        yield book.say(_WORDS["asked"], field.provided_by)
    if field.estimated_by:
        yield book.say(_WORDS["estimated"], field.estimated_by)
    if field.max_age is not None:
        yield book.say(_WORDS["at most"], duration_words(field.max_age, book.language))
    if field.least_confidence is not None:
        yield book.say(_WORDS["sure"], plain(field.least_confidence))
    for value, ending in field.endings:
        yield f"{_value(field.type, value, book)}: {book.spelled(document_words.OUTCOMES, ending)}"
    for value in field.by_us:
        yield book.say(_WORDS["by us when"], _value(field.type, value, book))


def _value(type: Type, id: str, book: Book) -> str:
    return next((term.labels.in_language(book.language) for term in type.choices if term.id == id), "") or id


def _values(type: Type, book: Book) -> str:
    return (" < " if type.ordered else ", ").join(_value(type, term.id, book) for term in type.choices)


def events(book: Book) -> str:
    """Every kind of event with its fields."""
    head = [book.say(_WORDS[key]) for key in ("label", "name", "fields", "remarks")]
    return table(head, [_event(kind, book) for kind in book.model.vocabulary.events], html=True)


def _event(kind: EventKind, book: Book) -> list[str]:
    known = book.model.vocabulary.field_by_name
    return [
        f"<b>{escape(book.kind(kind.id))}</b>",
        f"<code>{escape(kind.type)}</code>",
        escape(", ".join(book.fact(f"event.{name}") for name in kind.fields if f"event.{name}" in known)),
        "".join(tag(remark) for remark in _of_event(kind, book)),
    ]


def _of_event(kind: EventKind, book: Book) -> Iterator[str]:
    if any(kind.id == each.id for each in BUILT_IN_EVENTS):
        yield book.say(_WORDS["built in"])
    if kind.contact:
        yield book.say(_WORDS["waiting"])
    if kind.ending is not None:
        yield book.spelled(document_words.OUTCOMES, kind.ending)
    if kind.by_us:
        yield book.say(_WORDS["by us"])

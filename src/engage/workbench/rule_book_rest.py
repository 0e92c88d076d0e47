"""What is left of the catalogue and the vocabulary, for the rule book: wordings, offers, work, promises, outputs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Final

from engage.decide.value_words import duration_words, value_words
from engage.facts.units import Duration
from engage.facts.vocabulary import Commitment, Domain, Output, Settling
from engage.ground.finding import Words
from engage.ruleset import document_words
from engage.ruleset.model import CatalogueItem
from engage.workbench.page import table
from engage.workbench.rule_book_told import Book, type_words

__all__ = ["allowed", "answers", "commitments", "offers", "outputs", "wordings", "work"]

_WORDS: Final[Mapping[str, Words]] = {
    "promise": Words("promise", "承诺", "承諾"),
    "output": Words("output", "输出项", "輸出項"),
    "case": Words("case", "个案", "個案"),
    "offers": Words("offers", "推荐", "推薦"),
    "reasons": Words("answers for", "负责的原因", "負責的原因"),
}


def wordings(book: Book) -> str:
    """Every wording with its text in each language."""
    return book.entries(Domain.WORDING, ("placement", "texts"))


def offers(book: Book) -> str:
    """Offers with what they are weighed by and how they are presented, and the groups that rules name."""
    order = ("class", "group", "propensity", "value", "cost", "benefit", "context", "channel", "treatments")
    told = book.entries(Domain.OFFER, order)

    def members(item: CatalogueItem) -> str:
        every = book.model.catalogue.items.get(Domain.OFFER.value, ())
        named = [offer for offer in every if item.id in (offer.settings.get("group"), offer.settings.get("class"))]
        return escape(book.joined([book.named(Domain.OFFER, offer.id) for offer in named]))

    return told + _under(book, "groups", book.entries(Domain.GROUP, more={book.say(_WORDS["offers"]): members}))


def answers(book: Book) -> str:
    """What is answered without a worker."""
    return book.entries(Domain.ANSWER, ("wording", "contained within"))


def allowed(book: Book) -> str:
    """What the front line may grant, and the steps that it may skip."""
    return book.entries(Domain.ALLOWANCE, ("type",)) + _under(book, "steps", book.entries(Domain.STEP))


def work(book: Book) -> str:
    """Work for departments, and the departments with the contact reasons that they answer for."""

    def answers_for(item: CatalogueItem) -> str:
        every = book.model.catalogue.items.get(Domain.REASON.value, ())
        named = [book.named(Domain.REASON, each.id) for each in every if each.settings.get("owner") == item.id]
        return escape(book.joined(named))

    owners = book.entries(Domain.OWNER, more={book.say(_WORDS["reasons"]): answers_for})
    return book.entries(Domain.WORK, ("owner", "channel", "due")) + _under(book, "owners", owners)


def _under(book: Book, key: str, told: str) -> str:
    return f"<h3>{escape(book.key(key))}</h3>{told}" if told else ""


def commitments(book: Book) -> str:
    """What is promised to customers, until when, and what keeps it."""
    keys = ("made by", "due", "kept by", "waived by", "same", "owner")
    heads = [book.say(_WORDS["promise"]), *map(book.key, keys)]
    return _table(heads, [_commitment(book, each) for each in book.model.vocabulary.commitments])


def _commitment(book: Book, each: Commitment) -> list[str]:
    due = duration_words(each.due, book.language) if isinstance(each.due, Duration) else _field(book, each.due)
    label = each.labels.in_language(book.language) or each.id
    cells = [
        book.kind(each.made_by),
        due,
        book.joined([book.kind(kind) for kind in each.kept_by]),
        book.joined([book.kind(kind) for kind in each.waived_by]),
        book.joined([_field(book, name) for name in each.same]),
        _field(book, each.owner) if each.owner_field else book.named(Domain.OWNER, each.owner),
    ]
    return [f'<b>{escape(label)}</b> <code class="soft">{escape(each.id)}</code>', *map(escape, cells)]


def _field(book: Book, name: str) -> str:
    """An event field by its short name."""
    return book.say(_WORDS["case"]) if name == "case" else book.fact(f"event.{name}")


def outputs(book: Book) -> str:
    """The outputs that the ruleset declares itself."""
    keys = ("type", "values", "settle", "otherwise")
    heads = [book.say(_WORDS["output"]), *map(book.key, keys)]
    return _table(heads, [_output(book, each) for each in book.model.vocabulary.outputs])


def _output(book: Book, each: Output) -> list[str]:
    label = each.labels.in_language(book.language) or each.id
    joint = " < " if each.type.ordered else "、" if book.chinese else ", "
    settled = book.spelled(document_words.SETTLINGS, each.settling)
    otherwise = each.otherwise
    zone = book.model.header.zone
    cells = [
        type_words(each.type, book.language),
        joint.join(term.labels.in_language(book.language) or term.id for term in each.type.choices),
        f"{settled} {each.limit}" if each.settling is Settling.BEST else settled,
        "" if otherwise is None else value_words(otherwise, each.type, book.language, zone),
    ]
    return [f'<b>{escape(label)}</b> <code class="soft">{escape(each.id)}</code>', *map(escape, cells)]


def _table(heads: list[str], rows: list[list[str]]) -> str:
    """A table without the columns that nothing fills."""
    filled = [place for place in range(len(heads)) if any(row[place] for row in rows)]
    kept = [[row[place] for place in filled] for row in rows]
    return table([heads[place] for place in filled], kept, html=True) if rows else ""

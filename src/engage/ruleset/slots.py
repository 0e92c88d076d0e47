"""What a column right of the double bar can give, and the words that complete its cells into sentences.

`route to` with the cell `retention desk` is the sentence `route to retention desk`; a cell under an output or a
target is a value. Both ways: reading heads and cells, and spelling them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from engage.facts.vocabulary import Domain, Kind, Labels, Type, Vocabulary
from engage.ground.source import Fragment
from engage.language import print_action, print_literal, print_value
from engage.language.action_words import words
from engage.language.actions import (
    Action,
    Ahead,
    Allow,
    AnswerWith,
    GuideTo,
    OfferAction,
    RouteTo,
    Say,
    ServeAt,
    SetOutput,
    ShowItem,
    ShowMenu,
    SkipStep,
    StartTask,
    Withhold,
)
from engage.language.printer_phrases import phrase
from engage.language.tree import Literal, Value
from engage.ruleset import messages
from engage.ruleset.model import TableOutput
from engage.ruleset.names import alike
from engage.ruleset.sentences import Sentences

__all__ = ["REACHES_CUSTOMER", "completed", "read_result", "read_slot", "result_text", "slot_of", "slot_text"]

#: Word of a column, and the sentence it begins.
_SENTENCES: Final[Mapping[str, type[Action]]] = MappingProxyType(
    {
        "route": RouteTo,
        "ahead": Ahead,
        "serve": ServeAt,
        "menu": ShowMenu,
        "show": ShowItem,
        "say": Say,
        "offer": OfferAction,
        "withhold": Withhold,
        "answer": AnswerWith,
        "guide": GuideTo,
        "skip": SkipStep,
        "task": StartTask,
    }
)
#: Other heads that mean the same column.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "route": ("queue", "队列", "隊列"),
        "serve": ("service level", "服务等级", "服務等級", "按服务", "按服務", "按照服务"),
        "say": ("wording", "话术"),
    }
)
#: Columns that speak to a customer who waits.
REACHES_CUSTOMER: Final = frozenset({"route", "menu"})
_DURATION: Final = Type(Kind.DURATION)
#: stands for the cell while a sentence's words are taken apart
_CELL: Final = "\0"


# ----------------------------------------------------------------------------------------------- reading


def read_slot(head: Fragment, sentences: Sentences) -> TableOutput | None:
    """What the column under a head gives: an output, a target, a sentence, or an allowance."""
    vocabulary = sentences.vocabulary
    wanted = alike(head.text.strip(":： "))
    for output in vocabulary.outputs:
        if wanted in _called(output.labels, output.id):
            return TableOutput(f"output:{output.id}", output.type)
    for target in vocabulary.named(Domain.TARGET):
        if wanted in _called(target.labels, target.id):
            return TableOutput(f"target:{target.id}", _DURATION)
    bare = wanted.replace("…", "").replace(".", "")
    for slot in _SENTENCES:
        if bare in {alike(word) for word in _heads(slot)}:
            return TableOutput(slot)
    allowed = _allowance(bare, sentences)
    if allowed is not None:
        return allowed
    hint, fixes = sentences.near(head.text, _known(sentences), head.span())
    sentences.tell(messages.COLUMN_UNKNOWN, head.span(), fixes, word=head.text, hint=hint)
    return None


def _called(labels: Labels, id: str) -> set[str]:
    said = (labels.en, labels.en_plural, labels.zh, labels.hant, id)
    return {alike(text) for text in said if text}


def _heads(slot: str) -> Iterable[str]:
    return (*words(slot, "en"), *words(slot, "zh"), *_ALSO.get(slot, ()))


def _allowance(head: str, sentences: Sentences) -> TableOutput | None:
    verbs = sorted({alike(word) for word in (*words("allow", "en"), *words("allow", "zh"))}, key=len, reverse=True)
    name = next((head.removeprefix(verb) for verb in verbs if head.startswith(verb)), head)
    for term in sentences.vocabulary.named(Domain.ALLOWANCE):
        if name in _called(term.labels, term.id) or head in _called(term.labels, term.id):
            return TableOutput(f"allow:{term.id}")
    return None


def _known(sentences: Sentences) -> list[str]:
    language, vocabulary = sentences.language, sentences.vocabulary
    named = [output.labels.in_language(language) or output.id for output in vocabulary.outputs]
    named += [target.labels.in_language(language) or target.id for target in vocabulary.named(Domain.TARGET)]
    return [*named, *(slot_text(TableOutput(slot), sentences.vocabulary, language) for slot in _SENTENCES)]


def read_result(cell: Fragment, output: TableOutput, sentences: Sentences) -> Action | Value | None:
    """What a result cell says; None for a blank one."""
    if cell.text in ("", "-"):
        return None
    if output.type is not None:
        return _value(cell, output.type, sentences)
    before = len(sentences.found)
    action = sentences.action(completed(cell, output, sentences))
    if action is not None:
        return action
    # Somebody may have written the whole sentence into the cell.
    missed = sentences.found[before:]
    del sentences.found[before:]
    action = sentences.action(cell)
    if action is not None and slot_of(action) == output.slot:
        return action
    sentences.found[before:] = missed
    return None


def _value(cell: Fragment, type: Type, sentences: Sentences) -> Value | None:
    before = len(sentences.found)
    literal = sentences.literal(cell, type)
    if literal is not None:
        return literal
    missed = sentences.found[before:]
    del sentences.found[before:]
    value = sentences.value(cell, type)
    if value is None:
        sentences.found[before:] = missed
    return value


def completed(cell: Fragment, output: TableOutput, sentences: Sentences) -> Fragment:
    """The sentence that a cell is part of; added words stand where the cell stands."""
    language = sentences.language
    before, behind = _around(output.slot, sentences, language)
    here = cell.offset(0)
    ahead = tuple((at, here) for at in range(len(before)))
    own = tuple((at + len(before), origin) for at, origin in cell.steps)
    end = cell.offset(max(0, len(cell.text) - 1))
    after = tuple((len(before) + len(cell.text) + at, end) for at in range(len(behind)))
    return Fragment(before + cell.text + behind, cell.source, (*ahead, *own, *after))


def _around(slot: str, sentences: Sentences, language: str) -> tuple[str, str]:
    """The words before and behind a cell that make it a sentence."""
    if slot.startswith("allow:"):
        id = slot.removeprefix("allow:")
        term = sentences.vocabulary.term(Domain.ALLOWANCE, id)
        label = (term.labels.in_language(language) if term else "") or id
        return _parted(phrase("allow", language, x=label, n=_CELL))
    return _parted(phrase(slot, language, x=_CELL))


def _parted(sentence: str) -> tuple[str, str]:
    before, _, behind = sentence.partition(_CELL)
    return before, behind


# ---------------------------------------------------------------------------------------------- spelling


def slot_of(action: Action) -> str:
    """The column that an action would stand in."""
    if isinstance(action, Allow):
        return f"allow:{action.allowance}"
    if isinstance(action, SetOutput):
        return f"output:{action.output}"
    return next((slot for slot, kind in _SENTENCES.items() if isinstance(action, kind)), "")


def slot_text(output: TableOutput, vocabulary: Vocabulary, language: str) -> str:
    """The head of a column."""
    kind, _, id = output.slot.partition(":")
    if kind == "output":
        declared = vocabulary.output_by_id.get(id)
        return (declared.labels.in_language(language) if declared else "") or id
    if kind in ("target", "allow"):
        term = vocabulary.term(Domain.TARGET if kind == "target" else Domain.ALLOWANCE, id)
        return (term.labels.in_language(language) if term else "") or id
    before, behind = _parted(phrase(kind, language, x=_CELL))
    return before.strip() + ("…" + behind.strip() if behind else "")


def result_text(result: Action | Value | None, output: TableOutput, vocabulary: Vocabulary, language: str) -> str:
    """A result cell; blank for None."""
    if result is None:
        return ""
    if isinstance(result, Literal):
        return print_literal(result, vocabulary, language)
    if isinstance(result, Allow):
        return print_value(result.limit, vocabulary, language)
    if not isinstance(result, Action):
        return print_value(result, vocabulary, language)
    before, behind = _parted(phrase(output.slot, language, x=_CELL))
    return print_action(result, vocabulary, language).removeprefix(before).removesuffix(behind)

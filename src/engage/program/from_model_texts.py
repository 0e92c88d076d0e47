"""Templates become functions from the values to text, one for each language that was written."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from engage.facts.units import Duration
from engage.language.tree import Fact, Literal, OrElse, Template, Value
from engage.language.types import type_of
from engage.program.from_model_lines import Writer
from engage.program.program import Because, Compute, Filled, Outgoing, Values
from engage.program.texts import Show, is_missing, shown_as
from engage.ruleset.model import Texts

__all__ = ["Written", "WrittenOut", "outgoing", "texts"]

Piece = tuple[Compute, Show]


@frozen
class Written:
    """A text by language, and the slots it reads."""

    by_language: Because
    reads: tuple[int, ...] = ()


@frozen
class WrittenOut:
    """A text for customers by language, and the slots it reads."""

    by_language: Outgoing
    reads: tuple[int, ...] = ()


def texts(by_language: Texts, writer: Writer) -> Written:
    """The functions of a text."""
    reads: dict[int, None] = {}
    functions = {}
    for language in sorted(by_language):
        template = by_language[language]
        functions[language] = _function(template, language, writer, reads)
    return Written(functions, tuple(reads))


def outgoing(by_language: Texts, writer: Writer) -> WrittenOut:
    """The functions of a text for customers."""
    reads: dict[int, None] = {}
    functions = {
        language: _outgoing(by_language[language], language, writer, reads) for language in sorted(by_language)
    }
    return WrittenOut(functions, tuple(reads))


def _outgoing(template: Template, language: str, writer: Writer, reads: dict[int, None]) -> Callable[[Values], Filled]:
    pieces: list[str | tuple[_Alternative, ...]] = []
    for part in template.parts:
        pieces.append(part if isinstance(part, str) else tuple(_alternatives(part, language, writer, reads)))

    def fill_in(values: Values) -> Filled:
        told: list[str] = []
        for piece in pieces:
            if isinstance(piece, str):
                told.append(piece)
                continue
            for one in piece:
                value = one.compute(values)
                if one.last or not is_missing(value):
                    told.append(one.show(value))
                    break
            else:
                return Filled("", piece[0].name)
        return Filled("".join(told))

    return fill_in


@frozen
class _Alternative:
    """One of the values that may stand at a place. `last`: it is said whatever it is."""

    name: str
    compute: Compute
    show: Show
    last: bool = False


def _alternatives(value: Value, language: str, writer: Writer, reads: dict[int, None]) -> Iterator[_Alternative]:
    while isinstance(value, OrElse):
        yield from _alternatives(value.value, language, writer, reads)
        value = value.default
    show = shown_as(type_of(value), language, writer.zone)
    if isinstance(value, Literal):
        said = value.value
        yield _Alternative("", lambda values: said, show, last=True)
        return
    compiled = writer.value(value)
    reads |= dict.fromkeys(compiled.reads)
    yield _Alternative(value.name if isinstance(value, Fact) else "", compiled.compute, show)


def _function(template: Template, language: str, writer: Writer, reads: dict[int, None]) -> Callable[[Values], str]:
    pieces: list[str | Piece] = []
    for part in template.parts:
        if isinstance(part, str):
            pieces.append(part)
            continue
        show = shown_as(type_of(part), language, writer.zone)
        if isinstance(part, Literal) and isinstance(part.value, Duration):
            pieces.append(show(part.value))
            continue
        compiled = writer.value(part)
        reads |= dict.fromkeys(compiled.reads)
        pieces.append((compiled.compute, show))

    def fill_in(values: Values) -> str:
        told = (piece if isinstance(piece, str) else piece[1](piece[0](values)) for piece in pieces)
        return "".join(told)

    return fill_in

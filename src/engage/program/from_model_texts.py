"""Templates become functions from the values to text, one for each language that was written."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from engage.facts.units import Duration
from engage.language.tree import Literal, Template
from engage.language.types import type_of
from engage.program.from_model_lines import Writer
from engage.program.program import Because, Compute, Values
from engage.program.texts import Show, shown_as, within_limit
from engage.ruleset.model import Texts

__all__ = ["Written", "texts"]

Piece = tuple[Compute, Show]


@frozen
class Written:
    """A text by language, and the slots it reads."""

    by_language: Because
    reads: tuple[int, ...] = ()


def texts(by_language: Texts, writer: Writer) -> Written:
    """The functions of a text."""
    reads: dict[int, None] = {}
    functions = {}
    for language in sorted(by_language):
        template = by_language[language]
        functions[language] = _function(template, language, writer, reads)
    return Written(functions, tuple(reads))


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
        return within_limit("".join(told))

    return fill_in

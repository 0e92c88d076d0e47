"""Everything that the rules of a ruleset name, for checks that ask whether a name is used at all.

A text counts as a use wherever it stands, so that two things of one name hide each other: a miss, never a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import fields, has

from engage.facts.vocabulary import Domain, Labels, Type
from engage.ground.finding import Words
from engage.ground.source import Source, Span
from engage.language.tree import Fact, HistoryTerm, InARow, Past, SameAsNow, Step
from engage.program.program import Program
from engage.ruleset.model import Construct, Example, ExampleTable, Model, Persona

__all__ = ["called", "facts_read", "kinds_read", "pieces", "place_of", "ruling", "target_called", "words_named"]

_TRIES = (Example, ExampleTable, Persona)


def called(labels: Labels, id: str) -> Words:
    """What something is called in a finding: its label in each language, its id where nobody gave it one."""
    return Words(labels.en or id, labels.zh or labels.en or id, labels.hant)


def target_called(target: str, model: Model) -> Words:
    """What a target of service levels is called."""
    term = model.vocabulary.term(Domain.TARGET, target)
    return called(term.labels, term.id) if term else Words(target)


def ruling(model: Model) -> tuple[Construct, ...]:
    """The constructs that decide; examples only try them."""
    return tuple(each for each in model.every(Construct) if not isinstance(each, _TRIES))


def pieces(part: object) -> Iterator[object]:
    """The part and everything it is made of: values of attrs classes, texts.

    A type is the vocabulary's: the values that a choice may take are not named by each rule that looks at it.
    """
    waiting = [part]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, tuple | list | frozenset):
            waiting.extend(one)
        elif isinstance(one, Mapping):
            waiting.extend(one.values())
        elif has(made := type(one)) and not isinstance(one, Span | Type):
            yield one
            waiting.extend(getattr(one, attribute.name) for attribute in fields(made) if attribute.eq)


def facts_read(parts: object) -> frozenset[str]:
    """The full names of the facts that conditions, values and texts read; fields of past events too."""
    found: set[str] = set()
    for piece in pieces(parts):
        if isinstance(piece, Fact):
            found.add(piece.name)
        elif isinstance(piece, Past | SameAsNow):
            found.add(f"event.{piece.name}")
        elif isinstance(piece, HistoryTerm | InARow) and piece.field:
            found.add(f"event.{piece.field}")
        elif isinstance(piece, Step):
            found.update(f"event.{name}" for name in piece.same)
    return frozenset(found)


def kinds_read(parts: object) -> frozenset[str]:
    """The kinds of events that history terms look back at."""
    return frozenset(piece.kind for piece in pieces(parts) if isinstance(piece, HistoryTerm | InARow | Step))


def words_named(model: Model) -> frozenset[str]:
    """Every text that stands in a construct, in a setting of the catalogue or in the safe default."""
    settings = [item.settings for items in model.catalogue.items.values() for item in items]
    return frozenset(
        piece for piece in pieces((ruling(model), settings, model.header.safe_default)) if isinstance(piece, str)
    )


def place_of(name: str, program: Program) -> Span | None:
    """Where a YAML file of the ruleset declares a name as a key, None where none does."""
    for file, text in program.sources:
        if file.endswith((".yaml", ".yml")):
            start = text.find(f"\n  {name}:")
            if start >= 0:
                at = start + 3
                return Span(Source(file, text), at, at + len(name))
    return None

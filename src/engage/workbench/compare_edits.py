"""What was edited between two rulesets: blocks by their ids, and the files that are no rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import evolve, frozen

from engage.ruleset.model import Construct, Example, ExampleTable, Header, Model, Persona

__all__ = ["Edit", "edits"]

_TESTS: Final = (Example, ExampleTable, Persona)
_NAMES: Final = {"DerivedFact": "fact", "Never": "never", "ValueModel": "value"}


@frozen
class Edit:
    """`what`: added, removed, changed. `kind` of a block in the words of the language (`rule`, `table`)."""

    what: str
    kind: str
    id: str


def edits(old: Model, new: Model) -> tuple[Edit, ...]:
    """The blocks that differ in meaning, not in layout, comments or examples; sorted by kind and id."""
    before, after = _blocks(old), _blocks(new)
    found = list(_files(old, new))
    for place in sorted({*before, *after}):
        if before.get(place) != after.get(place):
            what = "added" if place not in before else "removed" if place not in after else "changed"
            found.append(Edit(what, *place))
    return tuple(found)


def _blocks(model: Model) -> dict[tuple[str, str], Construct]:
    every = (each for each in model.every(Construct) if not isinstance(each, _TESTS))
    return {(_NAMES.get(type(each).__name__, type(each).__name__.lower()), each.id): each for each in every}


def _files(old: Model, new: Model) -> Iterator[Edit]:
    if _header(old) != _header(new):
        yield Edit("changed", "ruleset", new.header.name)
    if old.vocabulary != new.vocabulary:
        yield Edit("changed", "vocabulary", "")
    if old.catalogue != new.catalogue:
        yield Edit("changed", "catalogue", "")


def _header(model: Model) -> Header:
    """What of a header bears on decisions: not its language, nor who owns it and what for."""
    return evolve(model.header, language="", owner="", objective="", metric="", horizon=None)

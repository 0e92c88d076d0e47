"""Proposed examples as text in the ruleset's notation and language, and read back from it.

What cannot be read back as it was meant is not proposed: an analyst gets nothing that does not run as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from engage.ground.finding import Severity
from engage.ground.source import Source
from engage.ruleset.model import Example, File, Model, Rule, Table
from engage.ruleset.nodes import FileNodes
from engage.ruleset.notation_rules import read_rules, write_rules
from engage.ruleset.notation_yaml import read_yaml_rules, write_yaml_rules
from engage.ruleset.sheets import Spelling
from engage.ruleset.spell import spell_construct, spell_file
from engage.ruleset.understand import understand

__all__ = ["ReadBack", "example_text"]


def example_text(examples: Sequence[Example], model: Model, notation: str, language: str) -> str:
    """The text of the examples, as it can be put at the end of a file of this notation and language."""
    spelling = Spelling(model.vocabulary, language, model.header.zone, language)
    blocks = tuple(spell_construct(example, spelling) for example in examples)
    nodes = FileNodes(f"proposed.{notation}", notation, "", None, blocks)
    return write_yaml_rules(nodes, language) if notation == "yaml" else write_rules(nodes, language)


@frozen(slots=False)
class ReadBack:
    """Reads proposals of one ruleset; it knows the ruleset's names, and nothing else of its rules."""

    model: Model
    notation: str
    language: str
    names: FileNodes

    @classmethod
    def of(cls, model: Model, notation: str, language: str) -> ReadBack:
        """For a ruleset, a notation and a language."""
        stubs = [
            Rule(id=each.id, events=each.events, absence=each.absence if isinstance(each, Rule) else None)
            for file in model.files
            for each in file.constructs
            if isinstance(each, Rule | Table)
        ]
        file = File("names.rules", "rules", language, tuple(stubs))
        return cls(model, notation, language, spell_file(file, model, language))

    def again(self, example: Example) -> Example | None:
        """The example as it is read from its own text; None where that is not what was meant."""
        text = example_text((example,), self.model, self.notation, self.language)
        source = Source(f"proposed.{self.notation}", text)
        nodes, found = read_yaml_rules(source) if self.notation == "yaml" else read_rules(source)
        named = (self.names, evolve(nodes, language=self.language))
        made, more = understand(named, self.model.header, self.model.vocabulary, self.model.catalogue)
        grave = [
            each
            for each in (*found, *more)
            if each.severity is Severity.ERROR and each.span is not None and each.span.source.name == source.name
        ]
        read = next(iter(made.every(Example)), None)
        return read if read == example and not grave else None

"""Small roads from a YAML text to what is understood of it, for tests."""

from __future__ import annotations

from engage.facts.vocabulary import Vocabulary
from engage.ground import Finding, Report, Source, render
from engage.ruleset.nodes import Block
from engage.ruleset.vocabulary_file import read_vocabulary
from engage.ruleset.yaml_events import read_yaml

__all__ = ["said", "sound_vocabulary", "understood", "yaml_block"]


def yaml_block(text: str, name: str = "care.yaml") -> tuple[Block, Source]:
    """The block of a YAML text that has no errors of notation."""
    source = Source(name, text)
    block, findings = read_yaml(source)
    assert block is not None, said(findings)
    assert Report(findings).ok, said(findings)
    return block, source


def understood(text: str) -> tuple[Vocabulary, tuple[Finding, ...]]:
    """The vocabulary of a text and what was found wrong."""
    block, source = yaml_block(text, "vocabulary.yaml")
    return read_vocabulary(block, source)


def sound_vocabulary(text: str) -> Vocabulary:
    """The vocabulary of a text that has nothing wrong with it."""
    vocabulary, findings = understood(text)
    assert said(findings) == ""
    return vocabulary


def said(findings: tuple[Finding, ...], language: str = "en") -> str:
    """The report as a terminal shows it."""
    return render(Report.of(findings), language)

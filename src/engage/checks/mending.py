"""Repairs that are more than a word replaced: a `beats` line put where it belongs, in either notation and language."""

from __future__ import annotations

import re

from engage.ground.finding import Fix
from engage.ground.source import Span
from engage.ruleset import keys
from engage.ruleset.model import Model, Rule, Table

__all__ = ["beats_line"]

_PLAIN_IN_YAML = re.compile(r"\w[^:#'\"\[\]{}\n]*")


def beats_line(winner: Rule | Table, loser: str, model: Model) -> Fix | None:
    """The repair that makes a rule or table beat another by name; None where its text cannot be told."""
    span = winner.span
    file = next((file for file in model.files if any(each is winner for each in file.constructs)), None)
    if span is None or file is None or any(comma in loser for comma in ",，、"):
        return None
    yaml = file.notation == "yaml"
    if yaml and not _PLAIN_IN_YAML.fullmatch(loser):
        return None
    spellings = "|".join(map(re.escape, sorted(keys.KEYS["beats"].spellings, key=len, reverse=True)))
    colon = r"[ \t]*:[ \t]*" if yaml else r"[ \t]*[:：]?[ \t]*"
    written = re.search(rf"^([ \t]*)(?:{spellings}){colon}(?=\S|\n)", span.text, re.MULTILINE)
    if written is not None:
        at = span.start + written.end()
        comma = "、" if file.language.startswith("zh") and not yaml else ", "
        return _before_the_others(span, at, loser, comma, yaml)
    word = keys.KEYS["beats"].printed(file.language)
    indent = " " * (span.column - 1 if yaml else 2)
    end = span.source.text.find("\n", span.start)
    end = len(span.source.text) if end < 0 else end
    mark = ":" if yaml else ""
    return Fix(Span(span.source, end, end), f"\n{indent}{word}{mark} {loser}")


def _before_the_others(span: Span, at: int, loser: str, comma: str, yaml: bool) -> Fix | None:
    text = span.source.text
    if text[at : at + 1] in ('"', "'"):
        at += 1
    elif text[at : at + 1] == "\n":
        # A list below the key, one name a line.
        item = re.compile(r"\n([ \t]*-?[ \t]*)(?=\S)").match(text, at)
        return None if item is None else Fix(Span(span.source, at, at), f"{item[0]}{loser}")
    elif yaml and text[at : at + 1] in "[{|>&*!":
        return None
    return Fix(Span(span.source, at, at), f"{loser}{comma}")

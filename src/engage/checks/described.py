"""An example customer in one line, for findings: `call (topic the bill); customer tier gold; complaint 12 days ago`."""

from __future__ import annotations

from engage.checks.staging import DEFAULT_MOMENT
from engage.ground.finding import Words
from engage.language import print_event_given, print_given, print_past
from engage.ruleset.model import Example, Model
from engage.ruleset.moments import moment_in_zone

__all__ = ["described"]


def described(example: Example, model: Model) -> Words:
    """The example in each language. Its moment is named where the clock or the calendar matters."""
    return Words(*(_described(example, model, language) for language in ("en", "zh", "zh-Hant")))


def _described(example: Example, model: Model, language: str) -> str:
    vocabulary = model.vocabulary
    said = []
    if example.event in vocabulary.event_by_id:
        said.append(print_event_given(example.event, example.data, vocabulary, language))
    if example.at is not None and example.at != DEFAULT_MOMENT:
        said.append(moment_in_zone(example.at, model.header.zone))
    said += [
        print_given(name, literal, vocabulary, language, model.header.zone) for name, literal in example.given.items()
    ]
    for past in example.history or ():
        moment = None if past.at is None else moment_in_zone(past.at, model.header.zone)
        said.append(print_past(past.kind, past.ago, moment, past.data, vocabulary, language))
    return ("；" if language.startswith("zh") else "; ").join(said)

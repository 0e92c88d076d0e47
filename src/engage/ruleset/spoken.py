"""`fired RULE 10 days ago` under `given`: a rule that is once per somebody has spoken before. Both ways."""

from __future__ import annotations

import re

from engage.facts.units import Duration
from engage.ground.source import Fragment
from engage.language import parse_duration, print_duration
from engage.ruleset import messages
from engage.ruleset.declare import Names
from engage.ruleset.example_words import AGO, FIRED, behind, printed, spellings
from engage.ruleset.model import SpokenGiven
from engage.ruleset.names import alike
from engage.ruleset.sentences import Sentences

__all__ = ["read_spoken", "spoken_text"]


def read_spoken(fragment: Fragment, sentences: Sentences, names: Names) -> tuple[SpokenGiven | None, bool]:
    """What is said, and whether the sentence is such a one at all; a finding where the rule is none that it can be."""
    parts = _english(fragment, sentences, names) if sentences.language == "en" else _chinese(fragment, sentences)
    if parts is None:
        return None, False
    name, ago = parts
    rule = names.limited.get(alike(name.text))
    if rule is None:
        hint, fixes = sentences.near(name.text, names.limited.values(), name.span())
        sentences.tell(messages.SPOKEN_UNKNOWN, name.span(), fixes, name=name.text, hint=hint)
        return None, True
    return SpokenGiven(rule, ago, fragment.notes), True


def _english(fragment: Fragment, sentences: Sentences, names: Names) -> tuple[Fragment, Duration] | None:
    """`fired one family plan 10 days ago`: the longest name that is known, else what leaves a length of time."""
    said = behind(fragment, FIRED, "en")
    end = re.search(r"\s+ago\s*$", said.text, re.IGNORECASE) if said else None
    if said is None or end is None:
        return None
    found: list[tuple[Fragment, Duration]] = []
    for space in re.finditer(r"\s+", said.text[: end.start()]):
        ago = sentences.tried(parse_duration(said.cut(space.end(), end.start()), sentences.scope))
        if ago is not None:
            found.append((said.cut(0, space.start()), ago))
    known = [each for each in found if alike(each[0].text) in names.limited]
    return next(iter([*reversed(known), *found]), None)


def _chinese(fragment: Fragment, sentences: Sentences) -> tuple[Fragment, Duration] | None:
    """`10天前 触发 一个家庭套餐`."""
    ago, fired = ("|".join(spellings(word, sentences.language)) for word in (AGO, FIRED))
    found = re.match(rf"\s*(\S.*?)\s*(?:{ago})\s*(?:{fired})\s*(\S.*?)\s*$", fragment.text)
    if found is None:
        return None
    length = sentences.tried(parse_duration(fragment.cut(*found.span(1)), sentences.scope))
    return (fragment.cut(*found.span(2)), length) if length is not None else None


def spoken_text(spoken: SpokenGiven, language: str) -> str:
    """The sentence in a language; the rule by its id."""
    ago, fired, word = print_duration(spoken.ago, language), printed(FIRED, language), printed(AGO, language)
    return f"{fired} {spoken.rule} {ago} {word}" if language == "en" else f"{ago}{word} {fired} {spoken.rule}"

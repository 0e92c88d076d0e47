"""Sentences written in the other language than their file: said as such, with the sentence in the file's own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from attrs import evolve

from engage.ground.finding import Finding, Fix, Words
from engage.ground.source import Fragment
from engage.language import slip_messages as slip
from engage.language.scope import Scope

__all__ = ["in_other_language"]

_QUOTED: Final = re.compile(r"“[^”]*”|「[^」]*」|\"[^\"]*\"")
_HANZI: Final = re.compile("[\u4e00-\u9fff]")
_LATIN: Final = re.compile("[A-Za-z]{2}")
_NAMES: Final = {"en": Words("English", "英文"), "zh": Words("Chinese", "中文")}


def in_other_language(fragment: Fragment, scope: Scope, written: Callable[[Fragment, Scope], str]) -> Finding | None:
    """The finding that a sentence which could not be read is one of the other language; None where it is not.

    `written` reads a sentence in a scope and writes it in the file's language, empty where it cannot be read.
    """
    bare = _QUOTED.sub("", fragment.text)
    own, other = ("en", "zh") if scope.language == "en" else ("zh", "en")
    foreign = _HANZI.search(bare) if own == "en" else _LATIN.search(bare) and not _HANZI.search(bare)
    meant = written(fragment, evolve(scope, language=other)) if foreign else ""
    if not meant:
        return None
    span = fragment.strip().span()
    fixes = (Fix(span, meant),) if written(Fragment.of(meant), scope) == meant else ()
    way_out = Words(f"write `{meant}`", f"请写“{meant}”")
    values: dict[str, str | Words] = {"text": span.text, "own": _NAMES[own], "other": _NAMES[other], "way_out": way_out}
    return Finding(slip.OTHER_LANGUAGE, span, values, fixes)

"""Words shown to people inside a block with bars: the file's own language, or another one named before a colon.

`contract ends soon`, `zh: 合约将到期`. One cell a language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from engage.ground.source import Fragment
from engage.language.tree import Template
from engage.ruleset import keys, messages
from engage.ruleset.notation_lines import QUOTES
from engage.ruleset.sentences import Sentences
from engage.ruleset.sheets import Spelling

__all__ = ["read_words", "words_cells", "words_text"]

_NAMED: Final = re.compile(r"\s*([A-Za-z-]{2,7}|英文|中文|简体|繁体中文|繁体|繁體中文|繁體|簡體)\s*[:：]\s*(?=\S)")
#: Quotes to put around a text, in the order in which a language prefers them.
_PAIRS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"en": ('""', "“”", "「」", "『』"), "zh": ("“”", '""', "「」", "『』"), "zh-Hant": ("「」", "『』", "“”", '""')}
)


def read_words(cells: Sequence[Fragment], sentences: Sentences) -> Mapping[str, Template]:
    """The texts of some cells by language; blank cells say nothing."""
    found: dict[str, Template] = {}
    for cell in cells:
        if not cell.text:
            continue
        language, text = _parted(cell, sentences.language)
        template = sentences.told_in(language).template(_bare(text))
        if language in found:
            sentences.tell(messages.STATED_TWICE, cell.span(), name=cell.text)
        elif template is not None:
            found[language] = template
    return found


def _parted(cell: Fragment, language: str) -> tuple[str, Fragment]:
    found = _NAMED.match(cell.text)
    word = keys.exact(found[1], keys.LANGUAGES.values()) if found else None
    if found is None or word is None:
        return language, cell
    return word.key, cell.cut(found.end()).strip()


def _bare(text: Fragment) -> Fragment:
    """The text between its quotes, as it stands; a quote that is only opened belongs to the text."""
    said = text.text
    closing = QUOTES.get(said[:1])
    return text.cut(1, len(said) - 1) if closing is not None and len(said) > 1 and said.endswith(closing) else text


def words_text(text: str, *, language: str, own: str) -> str:
    """A text as a cell of a file in the language `own`, in quotes where it would be read otherwise.

    The quotes are those that do not end inside the text; a text that holds the ends of all of them stands bare.
    """
    marks = (*"|｜\t#", *QUOTES)
    if text != text.strip() or any(mark in text for mark in marks) or text in ("", "-"):
        pair = next((pair for pair in _PAIRS[own] if pair[1] not in text), "")
        text = f"{pair[:1]}{text}{pair[1:]}"
    if language != own:
        return f"{language}: {text}"
    return f"{own}: {text}" if _NAMED.match(text) else text


def words_cells(texts: Mapping[str, Template], spelling: Spelling) -> list[str]:
    """The texts as cells, the file's own language first."""
    ordered = sorted(texts, key=lambda one: (one != spelling.language, one))
    return [words_text(spelling.template(texts[one], one), language=one, own=spelling.language) for one in ordered]

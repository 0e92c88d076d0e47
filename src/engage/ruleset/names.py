"""Names of things that a rules file declares: how they become ids, what else they are called, which one was meant.

Names of rules, tables and examples are their ids. Names of facts, scorecards, bands and outputs may be written in
any language the glossary knows; their id is the English entry in snake_case.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

from engage.facts.vocabulary import Labels, Term, Vocabulary
from engage.ground.finding import Fix, Words
from engage.ground.source import Span
from engage.language.look_alikes import latin, letters_between
from engage.language.slips import only_a_slip

__all__ = ["alike", "declared_term", "did_you_mean", "plain_name", "snake"]

_MOST_CANDIDATES = 1_000


def plain_name(text: str) -> str:
    """A name as an id: NFKC, spaces collapsed, case kept."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def alike(text: str) -> str:
    """What two spellings of one name have in common: width, case and spaces do not tell names apart."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def snake(text: str) -> str:
    """A name in snake_case; what is no letter or digit becomes one low line."""
    words = re.findall(r"[^\W_]+", plain_name(text).casefold())
    return "_".join(words) or plain_name(text)


def declared_term(name: str, vocabulary: Vocabulary) -> Term:
    """Id and labels of a declared thing: the glossary's where it knows the name, else the name in all languages."""
    wanted = alike(name)
    for term in vocabulary.glossary:
        labels = term.labels
        if wanted in {alike(text) for text in (term.id, labels.en, labels.zh, labels.hant) if text}:
            return Term(snake(labels.en) if labels.en else term.id, labels)
    plain = plain_name(name)
    return Term(snake(plain), Labels(en=plain, zh=plain))


def did_you_mean(text: str, known: Iterable[str], span: Span | None = None) -> tuple[Words, tuple[Fix, ...]]:
    """A hint that names the nearest known name, with its fix; without a near one, the known names themselves."""
    names = list(dict.fromkeys(islice(known, _MOST_CANDIDATES)))
    by_form = {alike(name): name for name in reversed(names)}
    twin = next((name for name in names if latin(alike(name)) == latin(alike(text)) and alike(name) != alike(text)), "")
    if twin and alike(text) not in by_form:
        return _twin(text, twin, span)
    near = difflib.get_close_matches(alike(text), by_form, 1, 0.6)
    if near:
        name = by_form[near[0]]
        sure = only_a_slip(text, name, {one: one for one in names}, "en" if text.isascii() else "zh")
        fixes = (Fix(span, name),) if span is not None and sure else ()
        return Words(f"did you mean `{name}`?", f"是否为 `{name}`？"), fixes
    if not names:
        return Words("", ""), ()
    shown = names[:12]
    more = len(names) > len(shown)
    listed = ", ".join(f"`{name}`" for name in shown) + (", …" if more else "")
    hanzi = "、".join(f"`{name}`" for name in shown) + ("……" if more else "")
    return Words(f"known here: {listed}", f"此处可用：{hanzi}"), ()


def _twin(text: str, declared: str, span: Span | None) -> tuple[Words, tuple[Fix, ...]]:
    """The hint that one of two names has letters that only look like those of the other; mended where it is used."""
    plain = latin(declared) == declared
    letters = letters_between(text, declared) if plain else letters_between(declared, text)
    hint = Words(
        f"it only looks like `{declared}`: {letters.en}",
        f"它只是与 `{declared}` 形似：{letters.zh}",
    )
    return hint, (Fix(span, declared),) if span is not None and plain else ()

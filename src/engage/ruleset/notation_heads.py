"""What stands behind the word that begins a block: its name, and a hit policy, a range or a value. Both ways."""

from __future__ import annotations

import re
from typing import Final

from engage.ground.source import Fragment, Span
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Kind
from engage.ruleset.nodes import Entry, Text
from engage.ruleset.notation_lines import Problems, split_outside, without_comment
from engage.ruleset.quoted import unquoted

__all__ = ["HEADS", "behind", "canonical_hit", "head_entries", "known_language", "spell_head"]

#: The words that begin a block.
HEADS = keys.Lookup.of(
    [keys.KEYS["language"], keys.HEADER.word, *(kind.word for kind in keys.KINDS.values()), *keys.LATER.values()]
)
_OPEN: Final = {")": "(", "）": "（"}
_RANGE_WORDS = ("to", "到", "至", "~", "-")
_MONTH_WORDS: Final = ("month", "月")
_OVER: Final = re.compile(r"over\s+", re.IGNORECASE)


def head_entries(kind: Kind, rest: Fragment, span: Span, problems: Problems) -> list[Entry] | None:
    """The entries of a head line; None when there is no name. A name in quotes is taken as it stands."""
    name, extra = _parted(kind, rest)
    name = _name(name)
    if not name.text:
        problems.add(say.NEVER_EMPTY if kind.word.key == "never" else say.NO_NAME, span, word=span.text)
        return None
    entries = [Entry(kind.word.key, Text(name), span)]
    if extra is not None and extra.text:
        value = canonical_hit(extra) if kind.head == "hit" else extra
        entries.append(Entry(kind.head, Text(value), extra.span()))
    elif extra is not None:
        problems.add(say.FACT_WITHOUT_VALUE if kind.head == "is" else say.EMPTY, span, word=span.text)
    return entries


def behind(line: Fragment, end: int) -> Fragment:
    """What stands behind a word that ends at `end`, without the colon that may follow it."""
    rest = line.cut(end).strip()
    return rest.cut(1).strip() if rest.text[:1] in (":", "：") else rest


def _name(fragment: Fragment) -> Fragment:
    text = fragment.text
    if len(text) > 2 and text[0] in '"“「' and text[-1] in '"”」':
        return unquoted(fragment)[0]
    return fragment.cut(0, len(text) - 1).strip() if text.endswith((":", "：")) else fragment


def _quoted_end(text: str) -> int:
    """Where a name in quotes at the start of a head ends; 0 when there is none."""
    closing = {'"': '"', "“": "”", "「": "」"}.get(text[:1])
    if closing is None:
        return 0
    return text.rfind(closing, 1) + 1


def _parted(kind: Kind, rest: Fragment) -> tuple[Fragment, Fragment | None]:
    """The name and the rest of a head line, where this kind of block has such a rest."""
    if kind.head == "is":
        parts = split_outside(rest, "=＝")
        if len(parts) == 1:
            return rest, None
        at = rest.text.index(parts[0].text) + len(parts[0].text) if parts[0].text else 0
        at += len(rest.text[at:]) - len(rest.text[at:].lstrip())
        return parts[0], rest.cut(at + 1).strip()
    if kind.head == "hit":
        return _hit_parted(rest)
    if kind.head == "range":
        start = _bracket(rest.text)
        if start is not None and any(word in rest.text[start:] for word in _RANGE_WORDS):
            return rest.cut(0, start).strip(), rest.cut(start + 1, len(rest.text) - 1).strip()
    if kind.head == "over":
        start = _bracket(rest.text)
        if start is not None and any(word in rest.text[start:].casefold() for word in _MONTH_WORDS):
            inner = rest.cut(start + 1, len(rest.text) - 1).strip()
            return rest.cut(0, start).strip(), inner.cut(_over(inner.text))
    return rest, None


def _over(text: str) -> int:
    """Where the number of months begins behind an `over`."""
    found = _OVER.match(text)
    return found.end() if found is not None else 0


def _hit_parted(rest: Fragment) -> tuple[Fragment, Fragment | None]:
    start = _bracket(rest.text)
    if start is not None:
        inner = rest.cut(start + 1, len(rest.text) - 1).strip()
        if keys.exact(inner.text, keys.HITS.values()) or keys.closest(inner.text, keys.HITS.values()):
            return rest.cut(0, start).strip(), inner
    quoted = _quoted_end(rest.text)
    colon = max(rest.text.rfind(":"), rest.text.rfind("："))
    if colon >= max(quoted, 1) and colon + 1 < len(rest.text):
        return rest.cut(0, colon).strip(), rest.cut(colon + 1).strip()
    return rest, None


def _bracket(text: str) -> int | None:
    """Where the bracket begins that ends the text."""
    opening = _OPEN.get(text[-1:])
    if opening is None:
        return None
    start = text.rfind(opening)
    return start if start > 0 else None


def canonical_hit(fragment: Fragment) -> Fragment:
    """A hit policy in its canonical English words; as it stands when it is none."""
    word = keys.exact(fragment.text, keys.HITS.values())
    if word is None or word.key == fragment.text:
        return fragment
    last = max(0, len(fragment.text) - 1)
    steps = tuple((i, fragment.offset(min(i, last))) for i in range(len(word.key)))
    return Fragment(word.key, fragment.source, steps, fragment.notes)


def known_language(fragment: Fragment, span: Span, problems: Problems) -> str:
    """The language a text names as `en`, `zh` or `zh-Hant`; empty, with a finding, when it names none."""
    word = keys.exact(fragment.text, keys.LANGUAGES.values())
    if word is None:
        problems.add(say.LANGUAGE_UNKNOWN, fragment.span() if fragment.text else span, word=fragment.text or span.text)
        return ""
    return word.key


def spell_head(kind: Kind, name: str, extra: str | None, language: str) -> str:
    """The head line of a block; a name that would be read otherwise is put in quotes."""
    word = kind.word.printed(language)
    plain = f"{word} {name}{_spelled_extra(kind, extra, language)}"
    for shown in (name, f'"{name}"', f"“{name}”", f"「{name}」"):
        line = f"{word} {shown}{_spelled_extra(kind, extra, language)}"
        if _reads_as(kind, line, name, extra):
            return line
    return plain


def _spelled_extra(kind: Kind, extra: str | None, language: str) -> str:
    chinese = language != "en"
    if extra is None:
        return ""
    if kind.head == "is":
        return f" ＝ {extra}" if chinese else f" = {extra}"
    if kind.head == "hit":
        word = keys.HITS.get(extra)
        return f"{'：' if chinese else ': '}{word.printed(language) if word else extra}"
    if kind.head == "over" and not chinese:
        return f" (over {extra})"
    return f"（{extra}）" if chinese else f" ({extra})"


def _reads_as(kind: Kind, line: str, name: str, extra: str | None) -> bool:
    whole = Fragment.of(line)
    kept, comment = without_comment(whole)
    found = keys.leading(kept.text, HEADS)
    if comment or found is None or found[0] is not kind.word:
        return False
    rest = behind(kept, found[1])
    entries = head_entries(kind, rest, kept.span(0, found[1]), Problems())
    read = [entry.value.text for entry in entries or () if isinstance(entry.value, Text)]
    return read == [name, *(() if extra is None else (extra,))]

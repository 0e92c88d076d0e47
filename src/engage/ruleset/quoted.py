"""Texts shown to people, with the quotation marks around them: what stands inside, and marks that went astray."""

from __future__ import annotations

from typing import Final

from engage.ground.finding import Fix
from engage.ground.source import Fragment
from engage.ruleset import notation_messages as say
from engage.ruleset.notation_lines import QUOTES, Problems

__all__ = ["shown_text", "unquoted"]

#: what people set behind a quoted text
_STOPS: Final = ".。!！;；,， "
_OPENED_BY: Final = {closing: opening for opening, closing in QUOTES.items() if opening != closing}


def shown_text(rest: Fragment, problems: Problems) -> Fragment:
    """The text behind a key without its quotation marks; a finding where they do not stand around it."""
    if whole := _as_a_whole(rest.text):
        problems.add(say.QUOTES_ASTRAY, rest.span(), (Fix(rest.span(), whole),), text=whole)
        return rest
    inner, missing = unquoted(rest)
    if missing:
        at = rest.span(len(rest.text), len(rest.text))
        fixes = (Fix(at, missing),) if _left_open(rest.text, missing) else ()
        problems.add(say.QUOTE_OPEN, rest.span(), fixes, close=missing)
    return inner


def _left_open(text: str, closing: str) -> bool:
    """True where one mark more opens than closes, so that one at the end is what is missing: not in `"A" and "B".`."""
    return text.count(closing) % 2 == 1 if text[0] == closing else text.count(text[0]) > text.count(closing)


def _as_a_whole(text: str) -> str:
    """`"five years".` with its stop taken away, `”五年“` with its marks turned; empty for every other text."""
    opening = _OPENED_BY.get(text[:1])
    if opening is not None and len(text) > 2 and text.endswith(opening):
        inner = text[1:-1]
        return "" if opening in inner or text[0] in inner else f"{opening}{inner}{text[0]}"
    body = text.rstrip(_STOPS)
    closing = QUOTES.get(body[:1])
    if body == text or closing is None or len(body) < 3 or not body.endswith(closing):
        return ""
    return "" if closing in body[1:-1] or body[0] in body[1:-1] else body


def unquoted(fragment: Fragment) -> tuple[Fragment, str]:
    """A text shown to people without the quotes around it. The second value is the quote that is missing at its
    end, empty when all is well. Quotes inside stay as they are; `“A” and “B”` has none around it."""
    text = fragment.text
    closing = {**QUOTES, "'": "'"}.get(text[:1])
    if closing is None:
        return fragment, ""
    if closing != text[0]:
        end = _balanced_end(text, text[0], closing)
        if end is not None and end + 1 < len(text):
            return fragment, ""
    if len(text) > 1 and text.endswith(closing):
        return fragment.cut(1, len(text) - 1).strip(), ""
    return fragment, closing


def _balanced_end(text: str, opening: str, closing: str) -> int | None:
    """Where the quote that opens a text is closed, quotes of its kind inside counted."""
    depth = 0
    for at, char in enumerate(text):
        depth += (char == opening) - (char == closing)
        if depth == 0:
            return at
    return None

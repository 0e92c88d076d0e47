"""The sentences of floors and their approvals as text, one line each."""

from __future__ import annotations

from engage.facts.floors import Approval, FinishedHere, Guarantee, MaximumWait, WayToPerson
from engage.facts.vocabulary import Domain, Vocabulary
from engage.language.printer_names import Pen
from engage.language.printer_phrases import phrase
from engage.language.printer_values import duration_text

__all__ = ["print_approval", "print_guarantee"]


def print_guarantee(guarantee: Guarantee, vocabulary: Vocabulary, language: str) -> str:
    """`answer within 180 seconds`, `180秒内 接听`."""
    pen = Pen(vocabulary, language)
    if isinstance(guarantee, MaximumWait):
        verb = "floor answer" if guarantee.metric == "first_response" else "floor finish"
        length = duration_text(guarantee.within, language)
        if not guarantee.kind:
            return pen.say(verb, n=length)
        return pen.say(f"{verb} event", x=pen.event(guarantee.kind), n=length)
    if isinstance(guarantee, WayToPerson):
        return pen.say("floor person" if guarantee.steps > 1 else "floor person at once", n=str(guarantee.steps))
    if isinstance(guarantee, FinishedHere):
        return pen.say("floor here", x=pen.event(guarantee.kind))
    return pen.say("floor say", x=pen.named(Domain.WORDING, guarantee.wording))


def print_approval(approval: Approval, language: str) -> str:
    """`by Wang Fang on 2026-10-08, through 2027-03-31`, `王芳 2026-10-08，至 2027-03-31`."""
    text = phrase("approval", language, x=approval.by, y=approval.on.isoformat())
    if approval.through is None:
        return text
    return phrase("approval through", language, x=text, y=approval.through.isoformat())

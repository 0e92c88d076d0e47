"""A length of time as an option says it, in the words of the rule language: `20 seconds`, `7 days`, `20秒`."""

from __future__ import annotations

from typing import Final

import typer

from engage.cli.speech import say
from engage.facts.units import microseconds
from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import Words
from engage.ground.source import Fragment
from engage.language import Scope, parse_duration

__all__ = ["length_of"]

_NO_LENGTH: Final = Words(
    "`{text}` is not a length of time: write 20 seconds, 2 hours, 7 days",
    "`{text}` 不是时长：请写 20秒、2小时、7天",
    "`{text}` 不是時長：請寫 20秒、2小時、7天",
)


def length_of(text: str, option: str, language: str) -> int:
    """Microseconds. Misuse where it is no length, or one that needs a calendar."""
    tongue = "en" if text.isascii() else "zh"
    found, findings = parse_duration(Fragment.of(text, option), Scope(Vocabulary(), tongue))
    length = microseconds(found) if found is not None and not findings else None
    if length is None or length < 0:
        raise typer.BadParameter(say(_NO_LENGTH, language, text=text), param_hint=option)
    return length

"""Service clocks back to nodes."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from engage.facts.units import Duration
from engage.facts.vocabulary import Domain
from engage.ground.numbers import plain
from engage.language import print_duration
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.sheets import Sheet
from engage.ruleset.understand_clock import CHOICES

__all__ = ["spell_clock"]

_LANGUAGES: Final = ("en", "zh", "zh-Hant")


def spell_clock(clock: ServiceClock, sheet: Sheet) -> None:
    """The entries of a service clock."""
    spelling = sheet.spelling
    term = spelling.vocabulary.term(Domain.TARGET, clock.id)
    sheet.add("clock", (term.labels.in_language(spelling.language) if term else "") or clock.id)
    sheet.add("starts when", spelling.lines(clock.starts))
    sheet.add("cycles", _said("cycles", "each time", spelling.language) if clock.again else "")
    sheet.add("stops when", spelling.lines(clock.stops))
    sheet.add("pauses while", spelling.lines(clock.pauses))
    sheet.add("resets when", spelling.lines(clock.resets))
    sheet.add("cancelled when", spelling.lines(clock.cancels))
    sheet.add("retargets when", spelling.lines(clock.retargets))
    if clock.on_retarget != "keep elapsed":
        sheet.add("on retarget", _said("on retarget", clock.on_retarget, spelling.language))
    sheet.add("reopens when", spelling.lines(clock.reopens))
    if clock.on_reopen != "new cycle":
        sheet.add("on reopen", _said("on reopen", clock.on_reopen, spelling.language))
    comma = ", " if spelling.language == "en" else "、"
    sheet.add("warns at", comma.join(_warning(each, spelling.language) for each in clock.warnings))


def _said(key: str, meaning: str, language: str) -> str:
    return CHOICES[key][meaning][_LANGUAGES.index(language)][0]


def _warning(warning: Decimal | Duration, language: str) -> str:
    if isinstance(warning, Duration):
        length = print_duration(warning, language)
        return f"{length} left" if language == "en" else f"{'剩余' if language == 'zh' else '剩餘'} {length}"
    return f"{plain(warning.scaleb(2))}%"

"""Who told what when this decision asked: facts that came from a host's providers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from engage.decide.explain_plain import plain_data
from engage.decide.explain_words import HEADINGS, aside, filled
from engage.decide.value_words import moment_words, value_words
from engage.facts.known import Fact
from engage.ground.finding import Words
from engage.ground.numbers import plain

if TYPE_CHECKING:
    from engage.decide.explanation import Explanation

__all__ = ["provided_json", "provided_lines", "provided_text"]

_AS_OF: Final = Words("from {0}, as of {1}", "来源：{0}，{1} 所知", "來源：{0}，{1} 所知")
_SURE: Final = Words("sure to {0}", "可信度 {0}", "可信度 {0}")


def provided_lines(explanation: Explanation, language: str) -> Iterator[tuple[str, str]]:
    """Each fact with its value, and whose word it is. What nobody told is among the reasons."""
    fields, zone = explanation.program.vocabulary.field_by_name, explanation.program.zone
    comma = "，" if language.startswith("zh") else ", "
    for each in explanation.decision.provided:
        told, declared = each.told, fields.get(each.fact)
        if told is None or told.at is None:
            continue
        label = (declared.labels.in_language(language) if declared else "") or each.fact
        words = value_words(told.value, declared.type if declared else None, language, zone)
        whose = [filled(_AS_OF, language, told.source, moment_words(told.at, ZoneInfo(zone)))]
        if told.confidence is not None:
            whose.append(filled(_SURE, language, plain(told.confidence)))
        yield filled(HEADINGS["seen"], language, label, words), comma.join(whose)


def provided_text(explanation: Explanation, language: str) -> list[str]:
    """The same, a line each."""
    return [f"  {aside(told, whose, language)}" for told, whose in provided_lines(explanation, language)]


def provided_json(explanation: Explanation) -> dict[str, object]:
    """What was asked and told, trouble included; nothing where nobody was asked."""
    found = [
        {"provider": each.provider, "fact": each.fact, "trouble": each.trouble, **_told_json(each.told)}
        for each in explanation.decision.provided
    ]
    return {"provided": found} if found else {}


def _told_json(told: Fact | None) -> dict[str, object]:
    if told is None:
        return {}
    sure = plain_data(told.confidence)
    return {"value": plain_data(told.value), "at": told.at, "source": told.source, "confidence": sure}

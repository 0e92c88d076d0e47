"""The three criteria of a plan in words, and as data: care, skill match, speed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engage.decide.criteria import Criterion, Measured, criteria
from engage.decide.plan_words import plan_parts, skill_words
from engage.facts.decided import Decision
from engage.facts.plan import HandlingPlan
from engage.ground.finding import Words
from engage.program.program import Program

__all__ = ["criteria_json", "criteria_words"]

_NAMES: Final[Mapping[Measured, Words]] = {
    Measured.CARE: Words("care", "贴心", "貼心"),
    Measured.SKILL: Words("skill match", "专业", "專業"),
    Measured.SPEED: Words("speed", "快捷"),
}
_NOTHING: Final[Mapping[Measured, Words]] = {
    Measured.CARE: Words("nothing beyond what everybody gets", "没有额外的关照", "沒有額外的關照"),
    Measured.SKILL: Words("no particular skill is asked for", "没有特别的技能要求", "沒有特別的技能要求"),
    Measured.SPEED: Words("no time is promised", "没有承诺时限", "沒有承諾時限"),
}
_LACKS: Final = Words(
    "short of {0}, which the reason of the contact needs",
    "缺少{0}：该联系原因需要",
    "缺少{0}：該聯繫原因需要",
)


def criteria_words(decision: Decision, program: Program, language: str) -> list[tuple[str, str, bool]]:
    """Each criterion by its name, what of the plan shows it, or that nothing does, and whether it is short of it.

    Nothing is told of a plan that holds nothing.
    """
    if decision.plan == HandlingPlan():
        return []
    return [
        (_NAMES[each.name].in_language(language), _told(each, decision, program, language), bool(each.lacks))
        for each in criteria(decision)
    ]


def _told(criterion: Criterion, decision: Decision, program: Program, language: str) -> str:
    if criterion.lacks:
        comma = "、" if language.startswith("zh") else ", "
        named = comma.join(skill_words(skill, program.vocabulary, language) for skill in criterion.lacks)
        return _LACKS.in_language(language).replace("{0}", named)
    if criterion.met is None:
        return _NOTHING[criterion.name].in_language(language)
    return ("；" if language.startswith("zh") else "; ").join(_shown(criterion, decision, program, language))


def _shown(criterion: Criterion, decision: Decision, program: Program, language: str) -> Iterator[str]:
    parts = plan_parts(decision.plan, program.vocabulary, language, program.zone, program.furnishing.allowances)
    return (text for slot, text in parts if slot in criterion.slots)


def criteria_json(decision: Decision) -> list[dict[str, object]]:
    """The same as data: `met` is null where nothing in the plan speaks of it."""
    return [
        {"criterion": each.name.value, "met": each.met, "slots": list(each.slots), "lacks": list(each.lacks)}
        for each in criteria(decision)
    ]

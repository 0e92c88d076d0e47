"""A decision place by place: who got each place of the plan, who lost it, at which step and because of whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from attrs import frozen

from engage.decide.explain_words import HEADINGS, OUTCOMES, PIPELINE, PROBLEM_WORDS, REASONS, filled
from engage.decide.plan_words import skill_words, slot_words, stage_words, target_words
from engage.decide.reasons import ReasonCode
from engage.decide.trust import sure_key, told_key
from engage.decide.value_words import duration_words, moment_words
from engage.facts.decided import Candidate, Outcome, Reason
from engage.facts.vocabulary import Domain, Kind
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.program.program import Calculation, FactInput, HistoryInput, Shelf, Slot

if TYPE_CHECKING:
    from engage.decide.explanation import Explanation

__all__ = ["STEP_OF", "Place", "because_words", "candidate_words", "places", "reason_words"]

#: why an estimator, or a provider, gave no answer
_TROUBLE: Final[Mapping[str, Words]] = {
    "late": Words("did not answer in time", "未及时回答", "未及時回答"),
    "failed": Words("failed", "出错", "出錯"),
    "busy": Words("is stuck in earlier questions", "仍卡在先前的问题上", "仍卡在先前的問題上"),
    "silent": Words("does not know", "也不知道", "也不知道"),
    "wrong type": Words("answered with a value of the wrong type", "回答的类型不符", "回答的類型不符"),
    "other names": Words("told only of other facts", "只回答了别的信息项", "只回答了別的資訊項"),
    "from the future": Words("told something from the future", "所告知的时刻在未来", "所告知的時刻在未來"),
    "not bound": Words("is not bound", "尚未绑定", "尚未綁定"),
}

#: the step of the pipeline at which a candidate's fate is sealed
STEP_OF: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.WON: "compose",
        Outcome.MERGED: "arbitrate",
        Outcome.BEATEN: "arbitrate",
        Outcome.TIE: "arbitrate",
        Outcome.NOT_BEST: "arbitrate",
        Outcome.VIOLATED: "arbitrate",
        Outcome.FORBIDDEN: "permission",
        Outcome.WITHHELD: "fit",
        Outcome.UNFIT: "fit",
    }
)
#: reasons whose detail is a fact of the profile
_DISTRUST: Final = (ReasonCode.STALE, ReasonCode.DOUBTFUL, ReasonCode.AHEAD, ReasonCode.OLDER)
#: reasons whose detail is a calculation or a history term
_WORKED_OUT: Final = (ReasonCode.DIVISION_BY_ZERO, ReasonCode.OVERFLOW, ReasonCode.MIXED_CURRENCIES, ReasonCode.NO_RATE)
#: reasons of a lifecycle or segment, whose detail is a stage
_OF_CHARTS: Final = (ReasonCode.MOVED, ReasonCode.STAYS, ReasonCode.CIRCLE, ReasonCode.REFUSED)
#: reasons whose detail is an offer
_UNFIT: Final = (ReasonCode.NO_BENEFIT, ReasonCode.NO_TREATMENT)
_ORDER: Final = tuple(Slot)


@frozen
class Place:
    """A place of the plan: candidates that got it, those that lost it, the texts of those who got it by rule."""

    slot: str
    won: tuple[Candidate, ...] = ()
    lost: tuple[Candidate, ...] = ()
    because: Mapping[str, tuple[Mapping[str, str], ...]] = MappingProxyType({})

    def fate(self, explanation: Explanation, one: Candidate, language: str) -> str:
        """Why a candidate lost, with the step at which it did."""
        because_of = one.because_of
        if one.slot == Slot.OFFER and one.outcome is Outcome.NOT_BEST:
            because_of = target_words(
                explanation.program.vocabulary, one.slot, because_of, language, explanation.program.zone
            )
        fate = filled(OUTCOMES[one.outcome], language, "", because_of)
        return filled(HEADINGS["at step"], language, fate, PIPELINE[STEP_OF[one.outcome]].in_language(language))


def places(explanation: Explanation) -> Iterator[Place]:
    """Every place that anybody wanted, in the order of the plan's slots."""
    by_slot: dict[str, list[Candidate]] = {}
    for one in explanation.decision.candidates:
        by_slot.setdefault(one.slot, []).append(one)
    for slot in sorted(by_slot, key=_rank):
        won = tuple(one for one in by_slot[slot] if one.outcome is Outcome.WON)
        added = tuple(one for one in by_slot[slot] if one.outcome is Outcome.MERGED and not one.because_of)
        lost = tuple(one for one in by_slot[slot] if one.outcome not in (Outcome.WON, Outcome.MERGED))
        owners = {one.rule for one in (*won, *added)}
        yield Place(slot, (*won, *added), lost, {owner: tuple(_texts(explanation, owner)) for owner in owners})


def _rank(slot: str) -> tuple[int, str]:
    place = next((place for place, word in enumerate(_ORDER) if slot == word or slot.startswith(f"{word} ")), 99)
    return place, slot


def _texts(explanation: Explanation, owner: str) -> Iterator[Mapping[str, str]]:
    for rule in explanation.rules:
        if owner in (rule.id, rule.table) and rule.verdict == "fired" and rule.because:
            yield rule.because


def candidate_words(explanation: Explanation, one: Candidate, language: str) -> str:
    """What was proposed, by its label."""
    program = explanation.program
    return target_words(program.vocabulary, one.slot, one.value, language, program.zone, program.furnishing.allowances)


def because_words(because: Mapping[str, str], language: str) -> str:
    """The text in a language, or in the nearest one there is."""
    order = {"zh": ("zh", "zh-Hant", "en"), "zh-Hant": ("zh-Hant", "zh", "en")}.get(language, ("en", "zh", "zh-Hant"))
    return next((because[key] for key in order if because.get(key)), "")


def _owner_words(explanation: Explanation, owner: str, language: str) -> str:
    """A fact by its label; a rule by its name."""
    field = explanation.program.vocabulary.field_by_name.get(owner)
    return (field.labels.in_language(language) if field is not None else "") or owner


def _chart_words(explanation: Explanation, reason: Reason, language: str) -> tuple[str, str]:
    """The chart by its label, and the stage by its own."""
    field = explanation.program.vocabulary.field_by_name.get(f"customer.{reason.slot}")
    if field is None:
        return reason.slot, reason.detail
    type = None if field.type.kind is Kind.YES_NO else field.type
    stage = stage_words(reason.detail, type, language, explanation.program.zone) if reason.detail else ""
    return field.labels.in_language(language) or reason.slot, stage


def _worked_out(explanation: Explanation, id: str, language: str) -> str:
    """A calculation or a history term in words."""
    shelf = explanation.program.shelves.get(explanation.decision.kind, Shelf(""))
    for each in (*shelf.calculations, *shelf.inputs):
        if isinstance(each, Calculation | HistoryInput) and each.id == id:
            return each.words.in_language(language)
    return id


def _raised_words(explanation: Explanation, reason: Reason, language: str) -> str:
    """What a floor put into the plan: an item of the menu, a queue, a wording, the target that holds now."""
    vocabulary, zone = explanation.program.vocabulary, explanation.program.zone
    word, _, key = reason.slot.partition(" ")
    if word == Slot.TARGET:
        level = explanation.decision.plan.service_level
        target = level.targets.get(key) if level is not None else None
        return duration_words(target, language) if target is not None else ""
    if word == Slot.MENU:
        item = vocabulary.term(Domain.ITEM, reason.detail)
        return (item.labels.in_language(language) if item is not None else "") or reason.detail
    return target_words(vocabulary, reason.slot, reason.detail, language, zone)


def _told(explanation: Explanation, reason: Reason) -> tuple[str, str]:
    """What was told of a fact that does not count, and the bound that it missed. `…` for what was erased."""
    used, program = explanation.decision.facts_used, explanation.program
    shelf = program.shelves.get(explanation.decision.kind, Shelf(""))
    asked = (each for each in shelf.inputs if isinstance(each, FactInput) and each.name == reason.detail)
    source = next(asked, FactInput(0, reason.detail))
    if reason.code == ReasonCode.DOUBTFUL:
        sure, least = used.get(sure_key(reason.detail)), source.least_confidence
        return plain(sure) if isinstance(sure, int | Decimal) else "…", "…" if least is None else plain(least)
    at, zone = used.get(told_key(reason.detail)), ZoneInfo(program.zone)
    if not isinstance(at, int):
        return "…", "…"
    return moment_words(at, zone), "…" if source.max_age is None else moment_words(at + source.max_age, zone)


def reason_words(explanation: Explanation, reason: Reason, language: str) -> str:
    """A reason as a sentence; an unheard code as it stands."""
    if reason.code not in set(ReasonCode):
        return " ".join(filter(None, (reason.code, reason.slot, reason.rule, reason.detail)))
    vocabulary = explanation.program.vocabulary
    place = slot_words(vocabulary, reason.slot, language)
    named = reason.code in (ReasonCode.CHOSEN, ReasonCode.FORBIDDEN, ReasonCode.WITHHELD, *_UNFIT)
    by_key = reason.slot.partition(" ")[2] == reason.detail
    detail = reason.detail
    if named:
        detail = "" if by_key else target_words(vocabulary, reason.slot, detail, language, explanation.program.zone)
    rule = reason.rule
    if reason.code == ReasonCode.RAISED:
        detail = _raised_words(explanation, reason, language)
    if reason.code in _WORKED_OUT:
        rule, detail = _owner_words(explanation, rule, language), _worked_out(explanation, detail, language)
    elif reason.code == ReasonCode.SKILL_MISMATCH:
        detail = skill_words(detail, vocabulary, language)
    elif reason.code == ReasonCode.UNREADABLE:
        rule = PROBLEM_WORDS.get(rule, PROBLEM_WORDS["wrong-type"]).in_language(language)
    elif reason.code in (ReasonCode.NOT_ESTIMATED, ReasonCode.NOT_PROVIDED):
        field = vocabulary.field_by_name.get(detail)
        place = _TROUBLE.get(reason.slot, _TROUBLE["failed"]).in_language(language)
        detail = (field.labels.in_language(language) if field is not None else "") or detail
    elif reason.code in _OF_CHARTS:
        place, detail = _chart_words(explanation, reason, language)
    elif reason.code in _DISTRUST:
        place, rule = _told(explanation, reason)
        detail = _owner_words(explanation, detail, language)
    words = filled(REASONS[ReasonCode(reason.code)], language, place, rule, detail)
    words = words.removeprefix("``: ").removeprefix("“”：")
    return " ".join(words.split()).replace(" :", ":").replace(" ：", "：").replace(" ,", ",")

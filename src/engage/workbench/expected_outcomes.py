"""Expectations beyond the plan against what came: what goes out over a channel, reasons, findings of `engage check`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from engage.decide.explain_words import SLOTS
from engage.decide.plan_words import target_words
from engage.facts.decided import Decision, Effect
from engage.facts.units import Duration
from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import Finding, Words
from engage.language.actions import OfferAction, StartTask
from engage.program.program import Program
from engage.ruleset.example_words import NOTHING, REASONS, printed
from engage.ruleset.expected_outcomes import outcome_text
from engage.ruleset.model import Expectation
from engage.ruleset.sheets import Spelling
from engage.workbench.expected import groups_of

__all__ = ["effect_difference", "expected_words", "finding_difference", "reason_difference"]

Told = tuple[Words, Words]
_LANGUAGES: Final = ("en", "zh", "zh-Hant")


def expected_words(expectation: Expectation, vocabulary: Vocabulary) -> Words:
    """The sentence of such an expectation in every language."""
    return Words(*(outcome_text(expectation, Spelling(vocabulary, language)) for language in _LANGUAGES))


def effect_difference(program: Program, decision: Decision, expectation: Expectation) -> Told | None:
    """None when the channel gets just what is expected; else both sides in words."""
    over = [effect for effect in decision.effects if effect.channel == expectation.channel]
    if expectation.action is None:
        met = not over
    else:
        met = any(_is_effect(program, effect, expectation.action) for effect in over)
    if met:
        return None
    vocabulary = program.vocabulary
    got = Words(*(_effects(program, decision.effects, language) for language in _LANGUAGES))
    return expected_words(expectation, vocabulary), got


def _is_effect(program: Program, effect: Effect, action: object) -> bool:
    """Does the effect carry what the sentence says? What the sentence leaves open is not compared."""
    told = effect.payload
    if isinstance(action, StartTask):
        due = _spelled(action.due) if action.due is not None else told.get("due")
        return (told.get("work"), told.get("owner"), told.get("due")) == (
            action.work,
            action.owner or told.get("owner"),
            due,
        )
    return isinstance(action, OfferAction) and action.offer in groups_of(program, str(told.get("offer", "")))


def _spelled(due: Duration) -> str:
    return f"{due.amount} {due.unit.value}"


def _effects(program: Program, effects: Sequence[Effect], language: str) -> str:
    """Everything that goes out, as sentences."""
    gets = "收到" if language.startswith("zh") else "gets"
    said = []
    for effect in effects:
        id = effect.payload.get("work") or effect.payload.get("offer") or ""
        what = target_words(program.vocabulary, effect.kind, id, language, program.zone)
        said.append(f"{effect.channel} {gets} {SLOTS[effect.kind].in_language(language)} {what}")
    return ("；" if language.startswith("zh") else "; ").join(said) or printed(NOTHING, language)


def reason_difference(decision: Decision, expectation: Expectation, vocabulary: Vocabulary) -> Told | None:
    """None when the decision gives the reason (or, for `absent`, does not); else the reasons it gives."""
    given = any(
        reason.code == expectation.reason and expectation.rule in ("", reason.rule) for reason in decision.reasons
    )
    if given is not expectation.absent:
        return None
    got = Words(*(_reasons(decision, language) for language in _LANGUAGES))
    return expected_words(expectation, vocabulary), got


def _reasons(decision: Decision, language: str) -> str:
    by = "由" if language.startswith("zh") else "by"
    said = dict.fromkeys(
        " ".join(filter(None, (printed(REASONS[reason.code], language), reason.rule and f"{by} {reason.rule}")))
        for reason in decision.reasons
        if reason.code in REASONS
    )
    return ("；" if language.startswith("zh") else "; ").join(said) or printed(NOTHING, language)


def finding_difference(findings: Iterable[Finding], expectation: Expectation, vocabulary: Vocabulary) -> Told | None:
    """None when checking the ruleset finds it (or, for `absent`, does not); else what it finds."""
    found = [each for each in findings if each.code == expectation.finding]
    about = [each for each in found if not expectation.rule or expectation.rule in _named(each)]
    if bool(about) is not expectation.absent:
        return None
    told = about or found
    got = Words(
        *(
            ("；" if language.startswith("zh") else "; ").join(f"{each.code} {each.text(language)}" for each in told)
            or printed(NOTHING, language)
            for language in _LANGUAGES
        )
    )
    return expected_words(expectation, vocabulary), got


def _named(finding: Finding) -> frozenset[str]:
    """What a finding is about: every name that its sentence fills in."""
    said: set[str] = set()
    for value in finding.values.values():
        said |= {value} if isinstance(value, str) else {value.en, value.zh}
    return frozenset(said)

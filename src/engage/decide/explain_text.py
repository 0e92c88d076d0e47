"""An explanation as text for people: the plan, why, every rule asked, what lost, what was unknown, scores."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engage.decide.arbitrate import silenced
from engage.decide.explain_words import (
    HEADINGS,
    OUTCOMES,
    REASONS,
    VERDICTS,
    filled,
    moment_words,
    value_words,
    visible,
)
from engage.decide.plan_words import plan_words, slot_words, target_words
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Candidate, Outcome, Reason, Verdict
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.ground.render import display_width

if TYPE_CHECKING:
    from engage.decide.explanation import Explanation, LineTold, RuleTold

__all__ = ["because_words", "brief_text", "explanation_text", "reason_words"]


def explanation_text(explanation: Explanation, language: str) -> str:
    """All sections that have something to say, an empty line between them."""
    return (
        "\n\n".join("\n".join(map(visible, part)) for part in _Telling(explanation, language).sections() if part) + "\n"
    )


def brief_text(explanation: Explanation, language: str) -> str:
    """The decision without the rules that did not fire."""
    told = _Telling(explanation, language)
    return "\n\n".join("\n".join(map(visible, part)) for part in told.brief() if part) + "\n"


def reason_words(explanation: Explanation, reason: Reason, language: str) -> str:
    """A reason as a sentence; an unheard code as it stands."""
    return _Telling(explanation, language).reason(reason)


def because_words(because: dict[str, str] | None, language: str) -> str:
    """The text in a language, or in the nearest one there is."""
    texts = because or {}
    order = {"zh": ("zh", "zh-Hant", "en"), "zh-Hant": ("zh-Hant", "zh", "en")}.get(language, ("en", "zh", "zh-Hant"))
    return next((texts[key] for key in order if texts.get(key)), "")


def _columns(pairs: list[tuple[str, str]]) -> list[str]:
    width = max((display_width(left) for left, _ in pairs), default=0)
    return [f"  {left}{' ' * (width - display_width(left))}  {right}".rstrip() for left, right in pairs]


class _Telling:
    """One explanation in one language."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self._told, self._language = explanation, language
        self._decision = explanation.decision
        self._vocabulary = explanation.program.vocabulary
        self._allowances = explanation.program.furnishing.allowances

    def _heading(self, key: str, *values: str) -> str:
        return filled(HEADINGS[key], self._language, *values)

    def sections(self) -> Iterator[list[str]]:
        """Everything there is to tell."""
        yield self._head()
        yield self._plan()
        yield self._titled("why", self._why())
        yield self._titled("lost", self._lost())
        yield self._titled("rules", self._rules())
        yield self._titled("unknown", self._unknown())
        yield self._titled("scores", self._scores())
        yield self._titled("effects", self._effects())

    def brief(self) -> Iterator[list[str]]:
        """What is done, and why."""
        yield self._head()
        yield self._plan()
        yield self._titled("why", self._why())
        yield self._titled("effects", self._effects())

    def _plan(self) -> list[str]:
        pairs = list(plan_words(self._decision.plan, self._vocabulary, self._language, self._allowances))
        return [self._heading("plan"), *(_columns(pairs) or [f"  {self._heading('nothing')}"])]

    def _titled(self, key: str, lines: list[str]) -> list[str]:
        return [self._heading(key), *lines] if lines else []

    def _head(self) -> list[str]:
        decision, program = self._decision, self._told.program
        kind = self._vocabulary.event_by_id.get(decision.kind)
        name = kind.labels.in_language(self._language) if kind else decision.kind
        when = moment_words(decision.at, ZoneInfo(program.zone))
        lines = [" · ".join(filter(None, (f"{self._heading('decision')} {decision.id[:12]}", name, when)))]
        lines.append(f"{program.name} ({program.hash[:12]})")
        if decision.safe_default:
            lines.append(self._heading("safe"))
        if self._told.erased:
            lines.append(self._heading("erased"))
        return lines

    def _why(self) -> list[str]:
        silent = silenced(self._decision.candidates)
        fired = [rule for rule in self._told.rules if rule.verdict is Verdict.FIRED and rule.id not in silent]
        texts = [(rule.id, because_words(dict(rule.because), self._language)) for rule in fired]
        lines = [f"  {self._heading('seen', id, text)}" for id, text in texts if text]
        return lines + [f"  {self.reason(reason)}" for reason in self._decision.reasons if reason.code != "withheld"]

    def reason(self, reason: Reason) -> str:
        """One reason as a sentence."""
        if reason.code not in set(ReasonCode):
            return " ".join(filter(None, (reason.code, reason.slot, reason.rule, reason.detail)))
        place = slot_words(self._vocabulary, reason.slot, self._language)
        named = reason.code in (ReasonCode.CHOSEN, ReasonCode.FORBIDDEN, ReasonCode.WITHHELD)
        by_key = reason.slot.partition(" ")[2] == reason.detail
        detail = reason.detail
        if named:
            detail = "" if by_key else target_words(self._vocabulary, reason.slot, detail, self._language)
        words = filled(REASONS[ReasonCode(reason.code)], self._language, place, reason.rule, detail)
        return " ".join(words.split()).replace(" :", ":").replace(" ：", "：").replace(" ,", ",")

    def _lost(self) -> list[str]:
        lost = [one for one in self._decision.candidates if one.outcome is not Outcome.WON]
        return [f"  {self._candidate(one)}" for one in lost if one.outcome is not Outcome.MERGED]

    def _candidate(self, one: Candidate) -> str:
        place = slot_words(self._vocabulary, one.slot, self._language)
        value = target_words(self._vocabulary, one.slot, one.value, self._language, self._allowances)
        who = self._heading("by", one.rule)
        because_of = one.because_of
        if one.slot == "offer" and one.outcome is Outcome.NOT_BEST:
            because_of = target_words(self._vocabulary, one.slot, because_of, self._language)
        fate = filled(OUTCOMES[one.outcome], self._language, value, because_of)
        return self._heading("seen", f"{place} {value} ({who})", fate)

    def _rules(self) -> list[str]:
        pairs = []
        for rule in self._told.rules:
            pairs.append((VERDICTS[rule.verdict].in_language(self._language), rule.id))
            pairs += [("", f"  {line}") for line in self._held_back(rule)]
        return _columns(pairs)

    def _held_back(self, rule: RuleTold) -> list[str]:
        if rule.verdict is Verdict.ALREADY and rule.last is not None:
            return [self._heading("already", moment_words(rule.last, ZoneInfo(self._told.program.zone)))]
        if rule.verdict is Verdict.INACTIVE:
            always = self._heading("always")
            return [self._heading("inactive", *(day or always for day in rule.active))]
        word = "failed" if rule.verdict is Verdict.NOT_MET else "open"
        return [self._line(word, line) for line in rule.decisive()]

    def _line(self, word: str, line: LineTold) -> str:
        said = self._heading(word, line.words.in_language(self._language))
        seen = [
            self._heading(
                "seen", each.label.in_language(self._language), value_words(each.value, each.type, self._language)
            )
            for each in line.seen
        ]
        comma = "，" if self._language.startswith("zh") else ", "
        return f"{said} ({comma.join(seen)})" if seen else said

    def _unknown(self) -> list[str]:
        comma = "、" if self._language.startswith("zh") else ", "

        def listed(words: tuple[Words, ...]) -> str:
            return comma.join(word.in_language(self._language) for word in words)

        lines = []
        for one in self._told.missing:
            why = self._heading(one.why)
            if one.lacks:
                why = self._heading("for lack of", listed(one.lacks))
            lines.append(f"  {self._heading('seen', one.seen.label.in_language(self._language), why)}")
            lines.append(f"    {self._heading('blocks', comma.join(one.blocks))}")
        return lines

    def _scores(self) -> list[str]:
        lines = []
        for score in self._told.scores:
            band = value_words(score.band, score.band_type, self._language)
            points = value_words(score.points, None, self._language)
            lines.append(f"  {self._heading('seen', score.label.in_language(self._language), f'{points} ({band})')}")
            pairs = [(plain(score.start), self._heading("start"))]
            for amount, because, line in score.lines:
                if line.state == "holds":
                    text = because_words(dict(because), self._language) or line.words.in_language(self._language)
                    pairs.append((f"{'+' if amount >= 0 else ''}{plain(amount)}", text))
            lines += [f"  {each}" for each in _columns(pairs)]
        return lines

    def _effects(self) -> list[str]:
        lines = []
        for effect in self._decision.effects:
            place = effect.kind
            id = effect.payload.get("work") or effect.payload.get("offer") or effect.kind
            what = target_words(self._vocabulary, place, id, self._language)
            lines.append(f"  {self._heading('effect', str(effect.number), what, effect.channel)}")
        return lines

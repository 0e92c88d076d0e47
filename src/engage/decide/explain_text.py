"""An explanation as text for people: the plan, why and why not by place, what was unknown, what would change it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engage.decide.arbitrate import silenced
from engage.decide.dues import Dues
from engage.decide.explain_change_text import ChangeTelling
from engage.decide.explain_criteria import criteria_words
from engage.decide.explain_places import because_words, candidate_words, places, reason_words
from engage.decide.explain_provided import provided_text
from engage.decide.explain_words import HEADINGS, VERDICTS, aside, filled, visible
from engage.decide.explain_worth import worth_lines
from engage.decide.plan_words import kind_words, plan_words, slot_words, stage_words, target_words
from engage.decide.reasons import ReasonCode
from engage.decide.value_words import moment_words, value_words
from engage.facts.decided import Verdict
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.ground.render import columns

if TYPE_CHECKING:
    from engage.decide.explain_charts import ChartTold
    from engage.decide.explanation import Explanation, LineTold, RuleTold

__all__ = ["brief_text", "explanation_text", "line_words"]

#: said by the places themselves
_OF_PLACES = (ReasonCode.CHOSEN, ReasonCode.WITHHELD, ReasonCode.TIE)


def explanation_text(explanation: Explanation, language: str, why_not: str = "") -> str:
    """All sections that have something to say, an empty line between them."""
    return _joined(_Telling(explanation, language).sections(why_not))


def brief_text(explanation: Explanation, language: str) -> str:
    """The decision without the rules that did not fire."""
    return _joined(_Telling(explanation, language).brief())


def line_words(explanation: Explanation, rule: RuleTold, language: str) -> list[str]:
    """What kept a rule from firing, a line each."""
    return _Telling(explanation, language).held_back(rule)


def _joined(sections: Iterator[list[str]]) -> str:
    return "\n\n".join("\n".join(map(visible, part)) for part in sections if part) + "\n"


class _Telling:
    """One explanation in one language."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self._told, self._language = explanation, language
        self._decision = explanation.decision
        self._vocabulary = explanation.program.vocabulary
        self._allowances = explanation.program.furnishing.allowances
        self._zone = explanation.program.zone
        self._comma = "、" if language.startswith("zh") else ", "

    def _heading(self, key: str, *values: str) -> str:
        return filled(HEADINGS[key], self._language, *values)

    def sections(self, why_not: str) -> Iterator[list[str]]:
        """Everything there is to tell."""
        change = ChangeTelling(self._told, self._language)
        yield self._head()
        yield self._plan()
        yield self._criteria()
        if why_not:
            yield [self._heading("why not", why_not), *change.why_not(why_not)]
        yield self._titled("why", [*self._places(), *self._reasons()])
        yield self._titled("changes", change.flips())
        yield self._titled("next", change.next_question())
        yield self._titled("unknown", self._unknown())
        yield self._titled("rules", self._rules())
        yield self._titled("rests", change.rests_on())
        yield self._titled("told", provided_text(self._told, self._language))
        yield self._titled("scores", self._scores())
        yield self._titled("worth", self._worth())
        yield self._titled("stages", self._stages())
        yield self._titled("effects", self._effects())

    def brief(self) -> Iterator[list[str]]:
        """What is done, and why."""
        yield self._head()
        yield self._plan()
        yield self._criteria()
        yield self._titled("why", self._brief_why())
        yield self._titled("effects", self._effects())

    def _plan(self) -> list[str]:
        dues = Dues(self._told.program, self._decision.at)
        pairs = list(
            plan_words(self._decision.plan, self._vocabulary, self._language, self._zone, self._allowances, dues)
        )
        return [self._heading("plan"), *(columns(pairs) or [f"  {self._heading('nothing')}"])]

    def _criteria(self) -> list[str]:
        told = criteria_words(self._decision, self._told.program, self._language)
        return self._titled("criteria", list(columns([(name, text) for name, text, _ in told])))

    def _titled(self, key: str, lines: list[str]) -> list[str]:
        return [self._heading(key), *lines] if lines else []

    def _head(self) -> list[str]:
        decision, program = self._decision, self._told.program
        name = kind_words(self._vocabulary, decision.kind, self._language)
        when = moment_words(decision.at, ZoneInfo(program.zone))
        lines = [" · ".join(filter(None, (f"{self._heading('decision')} {decision.id[:12]}", name, when)))]
        zones = self._heading("zones", decision.tzdata) if decision.tzdata else ""
        lines.append(" · ".join(filter(None, (f"{program.name} ({program.hash[:12]})", zones))))
        if decision.safe_default:
            lines.append(self._heading("safe"))
        if self._told.erased:
            lines.append(self._heading("erased"))
        return lines

    # ------------------------------------------------------------------------------------------ why

    def _places(self) -> list[str]:
        """Each place with who got it, the text it gives for itself (once), and everybody who did not."""
        lines: list[str] = []
        said: set[str] = set()
        for place in places(self._told):
            for one in place.won:
                words = candidate_words(self._told, one, self._language)
                lines.append(f"  {self._heading('got', f'{self._slot(one.slot)} {words}'.strip(), one.rule)}")
                for because in place.because.get(one.rule, ()):
                    text = because_words(because, self._language)
                    if text and text not in said:
                        said.add(text)
                        lines.append(f"    {self._heading('because', text)}")
            if not place.won:
                lines.append(f"  {self._heading('nobody', self._slot(place.slot))}")
            for one in place.lost:
                words = candidate_words(self._told, one, self._language)
                fate = place.fate(self._told, one, self._language)
                lines.append(f"    {self._heading('not', words, one.rule, fate)}".replace("  (", " ("))
        return lines

    def _slot(self, slot: str) -> str:
        return slot_words(self._vocabulary, slot, self._language)

    def _reasons(self) -> list[str]:
        taken = {(one.slot, one.because_of) for one in self._decision.candidates}
        told = (
            reason
            for reason in self._decision.reasons
            if reason.code not in _OF_PLACES
            and not (reason.code == "forbidden" and (reason.slot, reason.rule) in taken)
        )
        return [f"  {reason_words(self._told, reason, self._language)}" for reason in told]

    def _brief_why(self) -> list[str]:
        silent = silenced(self._decision.candidates)
        fired = [rule for rule in self._told.rules if rule.verdict is Verdict.FIRED and rule.id not in silent]
        texts = [(rule.id, because_words(rule.because, self._language)) for rule in fired]
        lines = [f"  {self._heading('seen', id, text)}" for id, text in texts if text]
        reasons = (reason for reason in self._decision.reasons if reason.code != "withheld")
        return lines + [f"  {reason_words(self._told, reason, self._language)}" for reason in reasons]

    # ---------------------------------------------------------------------------------------- rules

    def _rules(self) -> list[str]:
        pairs = []
        for rule in self._told.rules:
            title = self._told.title(rule, self._language)
            name = aside(rule.id, title, self._language) if title else rule.id
            pairs.append((VERDICTS[rule.verdict].in_language(self._language), name))
            pairs += [("", f"  {line}") for line in self.held_back(rule)]
        return columns(pairs)

    def held_back(self, rule: RuleTold) -> list[str]:
        """What kept a rule from firing."""
        if rule.verdict is Verdict.ALREADY and rule.last is not None:
            word = "already for the account" if rule.shared else "already"
            return [self._heading(word, moment_words(rule.last, ZoneInfo(self._told.program.zone)))]
        if rule.verdict is Verdict.INACTIVE:
            return [self._in_force(*rule.active)]
        word = "failed" if rule.verdict is Verdict.NOT_MET else "open"
        return [self._line(word, line) for line in rule.decisive()]

    def _in_force(self, start: str, through: str) -> str:
        """The dates between which a rule speaks, as far as it has some."""
        if start and through and start != through:
            return self._heading("inactive", start, through)
        if start and through:
            return self._heading("inactive on", start)
        return self._heading("inactive from", start) if start else self._heading("inactive through", through)

    def _line(self, word: str, line: LineTold) -> str:
        said = self._heading(word, line.words.in_language(self._language))
        seen = [
            self._heading(
                "seen",
                each.label.in_language(self._language),
                value_words(each.value, each.type, self._language, self._zone),
            )
            for each in line.seen
        ]
        comma = "，" if self._language.startswith("zh") else ", "
        return aside(said, comma.join(seen), self._language) if seen else said

    def _unknown(self) -> list[str]:
        def listed(words: tuple[Words, ...]) -> str:
            return self._comma.join(word.in_language(self._language) for word in words)

        lines = []
        for one in self._told.missing:
            why = self._heading("for lack of", listed(one.lacks)) if one.lacks else self._heading(one.why)
            lines.append(f"  {self._heading('seen', one.seen.label.in_language(self._language), why)}")
            lines.append(f"    {self._heading('blocks', self._comma.join(one.blocks))}")
        return lines

    def _scores(self) -> list[str]:
        lines = []
        for score in self._told.scores:
            band = value_words(score.band, score.band_type, self._language, self._zone)
            points = aside(value_words(score.points, None, self._language, self._zone), band, self._language)
            lines.append(f"  {self._heading('seen', score.label.in_language(self._language), points)}")
            pairs = [(plain(score.start), self._heading("start"))]
            for amount, because, line in score.lines:
                if line.state == "holds":
                    text = because_words(because, self._language) or line.words.in_language(self._language)
                    pairs.append((f"{'+' if amount >= 0 else ''}{plain(amount)}", text))
            lines += [f"  {each}" for each in columns(pairs)]
        return lines

    def _worth(self) -> list[str]:
        lines = []
        for label, tier, pairs in worth_lines(self._told, self._language):
            lines.append(f"  {aside(label, tier, self._language) if tier else label}")
            lines += [f"  {each}" for each in columns(list(pairs))]
        return lines

    def _stages(self) -> list[str]:
        """Where the customer stands, why not elsewhere, and what would move it on."""
        lines = []
        for chart in self._told.charts:

            def stage(id: str, chart: ChartTold = chart) -> str:
                return stage_words(id, chart.type, self._language, self._zone)

            since = "" if chart.since is None else moment_words(chart.since, ZoneInfo(self._zone))
            label = chart.label.in_language(self._language)
            lines.append("  " + self._heading("stands since" if since else "stands", label, stage(chart.stage), since))
            if chart.came_from:
                lines.append(f"    {self._heading('came', stage(chart.came_from))}")
            for target, told in chart.moves:
                verdict = VERDICTS[told.verdict].in_language(self._language)
                lines.append(f"    {self._heading('would move', stage(target), verdict)}")
                lines += [f"      {each}" for each in self.held_back(told)]
        return lines

    def _effects(self) -> list[str]:
        lines = []
        for effect in self._decision.effects:
            id = effect.payload.get("work") or effect.payload.get("offer") or effect.kind
            what = target_words(self._vocabulary, effect.kind, id, self._language, self._zone)
            lines.append(f"  {self._heading('effect', str(effect.number), what, effect.channel)}")
        return lines

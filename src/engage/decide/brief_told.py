"""A brief in one language, part by part: what the text prints line by line and the desk card draws."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from engage.decide.brief_barred import Barred, barred_words
from engage.decide.brief_promises import promise_row
from engage.decide.brief_words import BRIEF, DISTRUSTED, STATES
from engage.decide.explain_change_text import ChangeTelling
from engage.decide.explain_charts import ChartTold
from engage.decide.explain_places import because_words
from engage.decide.explain_words import HEADINGS, SLOTS, aside, filled
from engage.decide.explain_worth import told_worths
from engage.decide.explanation import ScoreTold, Seen
from engage.decide.plan_words import kind_words, label, plan_parts, stage_words, target_words
from engage.decide.value_words import moment_words, short_words, value_words
from engage.facts.decided import Outcome
from engage.facts.plan import HandlingPlan
from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.knowledge.freshness import Distrust
from engage.program.charts import ASK_AGAIN

if TYPE_CHECKING:
    from engage.decide.brief import Brief, FactKept, Happened, Ordered

__all__ = ["GRANT", "SAY", "TREAT", "BriefTelling", "Row"]

#: Which slots of the plan stand together.
TREAT: Final = ("route", "ahead", "service level", "target", "menu", "output")
SAY: Final = ("say", "answer", "guide")
GRANT: Final = ("offer", "allow", "skip")
_MINUTE: Final = 60_000_000


@frozen
class Row:
    """A line: what it is about, what is to be said of it, remarks; `warm` where somebody should look."""

    name: str
    value: str = ""
    remarks: tuple[str, ...] = ()
    warm: bool = False


class BriefTelling:
    """One brief in one language."""

    def __init__(self, brief: Brief, language: str) -> None:
        self.brief, self.language = brief, language
        self._program, self._vocabulary = brief.program, brief.program.vocabulary
        self._zone = ZoneInfo(brief.program.zone)
        chinese = language.startswith("zh")
        self.comma, self._listing, self.colon = ("，", "、", "：") if chinese else (", ", ", ", ": ")

    def say(self, key: str, *values: str) -> str:
        """A heading or a remark of briefs."""
        return filled(BRIEF[key], self.language, *values)

    def when(self, at: int) -> str:
        """A moment in the ruleset's zone."""
        return moment_words(at - at % _MINUTE, self._zone)

    def ago(self, at: int) -> str:
        """How many days lie between a moment and the brief, in words; empty for what lies ahead."""
        days = (self._day(self.brief.at) - self._day(at)).days
        if days < 0:
            return ""
        near = ("today", "yesterday")
        return self.say(near[days]) if days < len(near) else self.say("days ago", str(days))

    def _day(self, at: int) -> datetime.date:
        moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(microseconds=at)
        return moment.astimezone(self._zone).date()

    def value(self, seen: Seen) -> str:
        """A value in words; of what was divided two decimals, the exact figure is in the data."""
        return short_words(seen.value, seen.type, self.language, self._program.zone)

    def label(self, words: Words) -> str:
        """A label in the language."""
        return words.in_language(self.language)

    def kind(self, one: Happened) -> str:
        """What a kind of event is called."""
        if one.kind == ASK_AGAIN:
            return self.say("stages asked")
        return kind_words(self._vocabulary, one.kind, self.language)

    # ------------------------------------------------------------------------------------------- the top

    def who(self) -> str:
        """Who was asked for."""
        return self.brief.subject or self.say("nobody")

    def lead(self) -> str:
        """How much there is, by which ruleset, as of when."""
        brief = self.brief
        known = "" if brief.anonymous else self.say("count", str(brief.count)) if brief.count else self.say("no event")
        account = self.say("account", brief.account) if brief.account else ""
        return " · ".join(filter(None, (known, account, self._program.name, self.say("as of", self.when(brief.at)))))

    def why_heading(self) -> str:
        """Why they come, if that was today; else the last contact."""
        one = self.brief.contact
        return self.say("why" if one is None or self._day(one.at) == self._day(self.brief.at) else "last contact")

    def why(self) -> Row | None:
        """What the customer came for last."""
        one = self.brief.contact
        if one is None:
            return None
        moments = tuple(filter(None, (self.when(one.at), self.ago(one.at))))
        case = (self.say("case", one.case),) if one.case else ()
        return Row(self.kind(one), self.said(one), (*moments, *case))

    def said(self, one: Happened) -> str:
        """What an event says."""
        return self.comma.join(f"{self.label(seen.label)}{self.colon}{self.value(seen)}" for seen in one.said)

    # ------------------------------------------------------------------------------------------ the plan

    def decided_at(self) -> str:
        """When and at what it was decided; empty where nothing was."""
        one = self.brief.standing
        return "" if one is None else self.say("decided at", self.when(one.at), self.kind(one))

    def plan(self, slots: tuple[str, ...]) -> list[Row]:
        """The parts of the plan in these slots."""
        one = self.brief.standing
        return [] if one is None else [Row(word, text) for slot, word, text in self._parts(one) if slot in slots]

    def _parts(self, one: Happened) -> Iterator[tuple[str, str, str]]:
        """The parts of a plan: slot, its word, what it holds. How offers were scored is nobody's concern here."""
        return self._parts_of(self.brief.plan(one))

    def _parts_of(self, plan: HandlingPlan) -> Iterator[tuple[str, str, str]]:
        allowances = self._program.furnishing.allowances
        told = plan_parts(evolve(plan, offers=()), self._vocabulary, self.language, self._program.zone, allowances)
        offers = [("offer", label(self._vocabulary, Domain.OFFER, each.id, self.language)) for each in plan.offers]
        for slot, text in (*told, *offers):
            yield slot, SLOTS[slot].in_language(self.language), text

    def reasons(self, slots: tuple[str, ...]) -> list[str]:
        """What those say for themselves who got these slots."""
        decision = self.brief.decision
        if decision is None:
            return []
        owners = dict.fromkeys(
            one.rule
            for one in decision.candidates
            if one.outcome in (Outcome.WON, Outcome.MERGED) and any(_in(one.slot, slot) for slot in slots)
        )
        texts = (
            because_words(because, self.language)
            for owner in owners
            for key, because in decision.because.items()
            if key == owner or key.startswith((f"{owner} row ", f"{owner} otherwise"))
        )
        return list(dict.fromkeys(filter(None, texts)))

    def barred(self) -> list[Row]:
        """What must not be, and why."""
        return [self._barred(bar) for bar in self.brief.barred]

    def _barred(self, bar: Barred) -> Row:
        text = because_words(bar.because, self.language)
        why = text or self.comma.join(self.label(words) for words in bar.conditions)
        why = self.say("because", why) if why else ""
        names = dict.fromkeys(
            target_words(self._vocabulary, one.slot, one.value, self.language, self._program.zone)
            for one in bar.stopped
        )
        stopped = (self.say("stopped", self._listing.join(names)),) if names else ()
        return Row(barred_words(bar, self._program, self.language), why, stopped)

    def question(self) -> Row | None:
        """What to ask, with what each answer would change."""
        asked, told = self.brief.question, self.brief.explanation
        if asked is None or told is None:
            return None
        change = ChangeTelling(told, self.language)
        answers = tuple(
            f"{change.answer_to(asked.slot, answer)}{self.colon}{self._difference(told.decision.plan, answer.plan)}"
            for answer in asked.answers
            if answer.changes_plan
        )
        return Row(change.label(asked.slot), "", answers)

    def _difference(self, before: HandlingPlan, after: HandlingPlan) -> str:
        old, new = (tuple(f"{word} {text}" for _, word, text in self._parts_of(plan)) for plan in (before, after))
        signed = [*(f"- {each}" for each in old if each not in new), *(f"+ {each}" for each in new if each not in old)]
        return "; ".join(signed) or filled(HEADINGS["other plan"], self.language)

    # --------------------------------------------------------------------------------------- under way

    def under_way(self) -> list[Row]:
        """Work and offers ordered from others."""
        return [self._ordered(one) for one in self.brief.under_way]

    def _ordered(self, one: Ordered) -> Row:
        words = target_words(self._vocabulary, one.kind, one.id, self.language, self._program.zone)
        owner = label(self._vocabulary, Domain.OWNER, one.owner, self.language)
        named = self.say("for", words, owner) if one.owner else words
        late = one.due is not None and one.due < self.brief.at and not one.outcome
        due = () if one.due is None else (self.say("overdue" if late else "due", self.when(one.due)),)
        state = STATES.get(one.state, Words(one.state)).in_language(self.language)
        lost = one.state in ("dead", "unknown")
        answer = "" if lost or one.outcome in ("", one.state) else self.say("answered", one.outcome)
        return Row(
            named,
            self.comma.join(filter(None, (state, answer))),
            (self.say("ordered", self.when(one.at)), *due),
            lost or (late and one.state == "new"),
        )

    def promises(self) -> list[Row]:
        """What the customer was promised and waits for, broken promises first."""
        return [promise_row(one, self, Row) for one in self.brief.owed]

    def cases(self) -> list[Row]:
        """The cases, each with what happened in it, the newest first."""
        rows = []
        for case in self.brief.cases:
            told = self._listing.join(aside(self.kind(one), self.when(one.at), self.language) for one in case.events)
            rows.append(Row(self.say("case", case.id), told))
        return rows

    def used_up(self) -> list[Row]:
        """What the account's members share and have used up, and until when."""
        rows = []
        for one in self.brief.used_up:
            ends = self.say("for ever") if one.until is None else self.say("again from", self.when(one.until))
            rows.append(Row(self._title(one.rule), ends, (self.say("spoke", self.when(one.at)),)))
        return rows

    def timers(self) -> list[Row]:
        """What is asked again, and when."""
        named = ((one.rule or self.say("stages asked"), one.due) for one in self.brief.timers)
        return [Row(self.when(due), self._title(rule)) for rule, due in named]

    def _title(self, rule: str) -> str:
        title = self._program.titles.get(rule)
        return (title.in_language(self.language) if title else "") or rule

    # ------------------------------------------------------------------------------------------- known

    def stands(self) -> list[Row]:
        """Stages, segments, values with their tiers, scores with their bands."""
        return [*map(self._chart, self.brief.inside), *self._worths(), *self._scores()]

    def _chart(self, chart: ChartTold) -> Row:
        since = () if chart.since is None else (self.say("since", self.when(chart.since)),)
        stage = stage_words(chart.stage, chart.type, self.language, self._program.zone)
        return Row(self.label(chart.label), stage, since)

    def _worths(self) -> Iterator[Row]:
        for model, seen in told_worths(self.brief):
            whole = seen.get("total") or seen["current"]
            if whole.value is None:
                continue
            tier = self.value(seen["tier"]) if "tier" in seen else ""
            remarks = []
            if "potential" in seen and seen["potential"].value is not None:
                scenario = model.scenario.in_language(self.language)
                amount = self.value(seen["potential"])
                remarks.append(self.say("potential", amount, scenario) if scenario else self.say("more", amount))
            words = self.value(whole)
            yield Row(self.label(whole.label), aside(words, tier, self.language) if tier else words, tuple(remarks))

    def _scores(self) -> Iterator[Row]:
        for score in self.brief.scores:
            if score.points is not None:
                yield self._score(score)

    def _score(self, score: ScoreTold) -> Row:
        band = value_words(score.band, score.band_type, self.language, self._program.zone)
        held = []
        for points, because, line in sorted(score.lines, key=lambda each: abs(Decimal(each[0])), reverse=True):
            if line.state == "holds":
                text = because_words(because, self.language) or self.label(line.words)
                held.append(f"{'+' if points >= 0 else ''}{plain(points)} {text}")
        points = score.points if isinstance(score.points, int | Decimal) else 0
        return Row(self.label(score.label), aside(plain(points), band, self.language), tuple(held))

    def computed(self) -> list[Row]:
        """Derived facts that are no part of a value model or a scorecard, as of now; and those of the last events."""
        models = tuple(f"{model.name}_" for model in self._program.value_models)
        scores = {name for score in self.brief.scores for name in (score.name, f"{score.name}_band")}
        rows = [
            Row(self.label(seen.label), self.value(seen))
            for seen in self.brief.computed
            if seen.value is not None and seen.name not in scores and not seen.name.startswith(models or ("\0",))
        ]
        return rows + [
            Row(self.label(one.seen.label), self.value(one.seen), (self.say("remembered", self.when(one.at)),))
            for one in self.brief.remembered
        ]

    def facts(self) -> list[Row]:
        """The facts of the profile, what does not count marked."""
        return [
            Row(
                self.label(kept.seen.label),
                self.value(kept.seen),
                tuple(self._remarks(kept)),
                kept.distrust is not None,
            )
            for kept in self.brief.facts
        ]

    def _remarks(self, kept: FactKept) -> Iterable[str]:
        fact, why = kept.fact, kept.distrust
        sure = "" if fact.confidence is None else plain(fact.confidence)
        if why is Distrust.STALE and kept.until is not None:
            yield filled(DISTRUSTED[why], self.language, self.when(kept.until))
        elif why is Distrust.AHEAD and fact.at is not None:
            yield filled(DISTRUSTED[why], self.language, self.when(fact.at))
        elif why is Distrust.DOUBTFUL:
            least = "" if kept.least is None else plain(kept.least)
            yield filled(DISTRUSTED[why], self.language, sure, least)
        if fact.at is not None and why is not Distrust.AHEAD:
            yield self.say("since", self.when(fact.at))
        if fact.source:
            yield self.say("from", fact.source)
        if sure and why is not Distrust.DOUBTFUL:
            yield self.say("sure", sure)
        if kept.until is not None and why is None:
            yield self.say("until", self.when(kept.until))
        if kept.estimated:
            yield self.say("estimated")
        if kept.personal:
            yield self.say("personal")

    # -------------------------------------------------------------------------------------------- past

    def events(self) -> list[Row]:
        """What happened last."""
        return [
            Row(self.when(one.at), self.kind(one), (self.said(one),) if one.said else ()) for one in self.brief.events
        ]

    def decided(self) -> list[Row]:
        """Earlier decisions, a line each."""
        return [Row(self.when(one.at), self.kind(one), (self._in_a_line(one),)) for one in self.brief.decided]

    def _in_a_line(self, one: Happened) -> str:
        return self.comma.join(f"{word} {text}" for _, word, text in self._parts(one))


def _in(place: str, slot: str) -> bool:
    return place == slot or place.startswith(f"{slot} ")

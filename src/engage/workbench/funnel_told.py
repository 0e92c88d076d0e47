"""The report of the sieve as tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from engage.decide.value_words import moment_words, short_words
from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.measure.first_contact import FirstContact
from engage.measure.reduction import Side
from engage.measure.sieve import Passage
from engage.measure.visits import StepExit
from engage.workbench.funnel import Change, FunnelReport, Part, Rest
from engage.workbench.funnel_words import ACTIONS, EXITS, LEFT_OUT, STEP_NAMES, WORDS
from engage.workbench.value_told import Listed

__all__ = ["FunnelTold"]

_DAY: Final = 86_400_000_000


@frozen
class FunnelTold:
    """Tells a report in a language."""

    report: FunnelReport
    language: str

    def say(self, key: str, **values: object) -> str:
        """A word of the report."""
        return self.words(WORDS[key], **values)

    def words(self, words: Words, **values: object) -> str:
        """Words in the language of the report."""
        return words.filled(**values).in_language(self.language)

    def lead(self) -> str:
        """All in one sentence."""
        report = self.report
        if not report.funnel.contacts or report.until is None:
            return self.say("nothing")
        until = moment_words(report.until - report.until % 60_000_000, ZoneInfo(report.program.zone))
        return self.say(
            "lead", contacts=_figure(report.funnel.contacts), until=until, avoidable=_figure(report.avoidable)
        )

    def tables(self) -> list[Listed]:
        """Steps, reasons, groups, first contacts, changes: those of which there is something to tell."""
        if not self.report.funnel.contacts:
            return []
        report = self.report
        found = [self._steps()]
        if report.reasons:
            found.append(self._parts("reasons", self.say("reasons"), self.say("reason"), report.reasons, reasons=True))
            found += [todo] if (todo := self._to_do()).rows else []
        if report.asked.by is not None:
            name = report.asked.by.labels.in_language(self.language) or report.asked.by.short
            found.append(self._parts("groups", self.say("groups", field=name), name, report.groups))
        found.append(self._first())
        if report.changes:
            found.append(self._changes())
        return found

    # ------------------------------------------------------------------------------------------- steps

    def _steps(self) -> Listed:
        funnel = self.report.funnel
        used = [exit for exit in StepExit if any(exit in passage.exits for passage in funnel.passages)]
        head = [self.say("step"), self.say("arrived"), self.say("handed"), *(self.words(EXITS[exit]) for exit in used)]
        rows = [self._step(passage, used) for passage in funnel.passages if passage.entered]
        assumed = sum(passage.assumed for passage in funnel.passages)
        remarks = [
            self.say("sums" if funnel.conserved else "no sums", contacts=_figure(funnel.contacts)),
            *([self.say("assumed", assumed=_figure(assumed))] if assumed else []),
        ]
        return _listed("steps", self.say("steps"), head, rows, remarks)

    def _step(self, passage: Passage, used: Sequence[StepExit]) -> list[str]:
        counts = (passage.arrived, passage.handed, *(passage.exits.get(exit, 0) for exit in used))
        return [self.words(STEP_NAMES[passage.step]), *map(_figure, counts)]

    # ------------------------------------------------------------------------------------------- parts

    def _parts(self, key: str, title: str, name: str, parts: Sequence[Part], *, reasons: bool = False) -> Listed:
        used = [exit for exit in StepExit if any(exit in part.last for part in parts)]
        head = [name, self.say("contacts"), *(self.words(EXITS[exit]) for exit in used), self.say("first")]
        rows = [
            [
                "· " * part.depth + self.called(part, reasons),
                *map(_figure, (part.contacts, *(part.last.get(exit, 0) for exit in used))),
                _rate(part.first),
            ]
            for part in parts
        ]
        return _listed(key, title, head, rows, [])

    def _to_do(self) -> Listed:
        """Who answers for each reason, and what is to be done: avoidable ones first, the most frequent before others.

        So is the order of reasons corrected: what comes most often, but cannot be helped, does not stand at the top.
        """
        tree = self.report.program.furnishing.reasons
        mine = [part for part in self.report.reasons if part.contacts and part.key in tree.leaves]
        rows = [
            self._owned(part) for part in sorted(mine, key=lambda one: (-one.avoidable, -one.contacts, str(one.key)))
        ]
        head = [self.say(key) for key in ("reason", "owner", "to do", "cause", "contacts", "avoidable")]
        return _listed("to do", self.say("what to do"), head, rows, [], 4)

    def _owned(self, part: Part) -> list[str]:
        tree, id = self.report.program.furnishing.reasons, str(part.key)
        owner, action = tree.owner(id), tree.action(id)
        return [
            self.called(part, True),
            self._named(Domain.OWNER, owner) if owner else self.say("nobody"),
            self.words(ACTIONS[action]) if action else "",
            tree.cause(id),
            _figure(part.contacts),
            _figure(part.avoidable),
        ]

    def called(self, part: Part, reasons: bool) -> str:
        """What a part is called."""
        if part.key is None or part.key == "":
            return self.say("unknown")
        if part.key is Rest.REST:
            return self.say("rest")
        if reasons:
            return self._named(Domain.REASON, str(part.key))
        by = self.report.asked.by
        zone = self.report.program.zone
        return short_words(part.key, by.type if by is not None else None, self.language, zone)

    def _named(self, domain: Domain, id: str) -> str:
        term = self.report.program.vocabulary.term(domain, id)
        return (term.labels.in_language(self.language) if term is not None else "") or id

    # -------------------------------------------------------------------------- first contact, changes

    def _first(self) -> Listed:
        first, (alike, both) = self.report.first, self.report.agreed
        remarks = []
        if first.resolved + first.repeated:
            judged = _figure(first.resolved + first.repeated)
            settled, still = _figure(first.resolved), _figure(first.open)
            remarks.append(self.say("first rate", resolved=settled, judged=judged, rate=_rate(first), open=still))
        if both:
            remarks.append(self.say("agreed", alike=_figure(alike), both=_figure(both)))
        rows = [[self.words(LEFT_OUT[why]), _figure(count)] for why, count in first.left_out.items()]
        window = _length(self.report.asked.within, self.language)
        return _listed("first", self.say("first title", window=window), [self.say("left out"), ""], rows, remarks)

    def _changes(self) -> Listed:
        report, asked = self.report, self.report.asked
        day = moment_words(asked.changed or 0, ZoneInfo(report.program.zone))
        keys = ["reason", "before", "since", "change", "interval", "avoided"]
        head = [self.say(key) for key in (*keys, *(["weeks"] if asked.below is not None else []))]
        rows = [self._change(each) for each in report.changes]
        unit = self._unit()
        return _listed("changes", self.say("changes", day=day), head, rows, [unit, self.say("claim")])

    def _unit(self) -> str:
        """What a thousand is a thousand of."""
        kind = self.report.program.vocabulary.event_by_id.get(self.report.asked.per)
        if kind is None:
            return self.say("per customer", count=_figure(self.report.customers))
        many = kind.labels.en_plural if self.language == "en" else ""
        return self.say("per event", event=many or kind.labels.in_language(self.language))

    def _change(self, one: Change) -> list[str]:
        found = one.found
        low, high = found.low, found.high
        return [
            self._named(Domain.REASON, one.reason),
            _thousand(found.other),
            _thousand(found.now),
            "–" if found.ratio is None else _percent(found.ratio),
            "–" if low is None or high is None else f"{_percent(low)[:-2]} … {_percent(high)}",
            "–" if found.avoided is None else f"{found.avoided:,.0f}",
            *([] if one.weeks is None else [_figure(one.weeks)]),
        ]


def _listed(
    key: str, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], remarks: Sequence[str], texts: int = 1
) -> Listed:
    return Listed(key, title, tuple(head), tuple(map(tuple, rows)), tuple(remarks), texts)


def _figure(count: int) -> str:
    return f"{count:,}"


def _rate(first: FirstContact) -> str:
    return "–" if first.rate is None else f"{float(100 * first.rate):.1f} %"


def _percent(ratio: float) -> str:
    return f"{100 * (ratio - 1):+.1f} %"


def _thousand(side: Side) -> str:
    """How many there were, and how many that is a thousand units."""
    rate = "–" if side.units <= 0 else f"{1000 * side.contacts / side.units:,.1f}"
    return f"{side.contacts:,} ({rate})"


def _length(microseconds: int, language: str) -> str:
    hours = microseconds / (_DAY / 24)
    if hours % 24 == 0:
        return f"{hours / 24:g} 天" if language != "en" else f"{hours / 24:g} days"
    return f"{hours:g} 小时" if language == "zh" else f"{hours:g} 小時" if language == "zh-Hant" else f"{hours:g} hours"

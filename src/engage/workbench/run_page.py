"""The page after a run: what was decided for whom, and one customer's timeline."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from engage.decide.plan_words import kind_words, label, plan_words
from engage.decide.reasons import ReasonCode
from engage.facts.decided import Decision
from engage.facts.vocabulary import Domain, Field, Kind, Vocabulary
from engage.ground.finding import Words
from engage.program.program import Program
from engage.workbench.page import bars, page, section, table, tag
from engage.workbench.summary import Summary

__all__ = ["Crossed", "grouping_field", "run_page"]

#: The group of decisions for which no rule looked at the fact; no value of a choice is called so.
NOT_ASKED: Final = "?"
_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_WORDS: Final[Mapping[str, Words]] = {
    "title": Words("What was decided", "决策一览"),
    "lead": Words(
        "{0}: {1} decisions, {2} effects, {3} safe defaults, {4} plans changed by `never`",
        "{0}：{1} 次决策，{2} 个后续动作，{3} 次安全默认，{4} 个方案被“禁止”规则修改",
    ),
    "events": Words("Events", "事件"),
    "routes": Words("Who serves", "由谁服务"),
    "levels": Words("How fast", "服务等级"),
    "offers": Words("What is offered", "推荐"),
    "steps": Words("Which step of the sieve", "服务环节"),
    "rules": Words("Rules that spoke", "触发的规则"),
    "silent": Words("Rules that never spoke", "从未触发的规则"),
    "unknown": Words("What was most often not known", "最常缺失的信息"),
    "by": Words("By {0}", "按{0}"),
    "timeline": Words("One customer: {0}", "一位客户：{0}"),
    "when": Words("when", "时间"),
    "event": Words("event", "事件"),
    "plan": Words("treatment", "处理"),
    "why": Words("because", "原因"),
    "fact": Words("fact", "信息"),
    "times": Words("times", "次数"),
    "kept silent": Words("rules it kept silent", "因此未触发的规则"),
    "not known": Words("not known", "未知"),
    "none": Words("none", "无"),
    "not asked": Words("not looked at", "未查看", "未查看"),
}


def _say(key: str, language: str, *values: object) -> str:
    text = _WORDS[key].in_language(language)
    for place, value in enumerate(values):
        text = text.replace(f"{{{place}}}", str(value))
    return text


def grouping_field(vocabulary: Vocabulary) -> Field | None:
    """The fact to group customers by: the first ordered choice of the profile that is no score's band."""
    fields = (f for f in vocabulary.fields if f.root == "customer" and f.type.kind is Kind.CHOICE and f.type.ordered)
    return next((field for field in fields if not field.name.endswith("_band")), None)


class Crossed:
    """Counts of routes, levels and offers by the values of one fact."""

    def __init__(self, field: Field | None) -> None:
        self.field = field
        self.counts: dict[str, dict[str, Counter[str]]] = {"routes": {}, "levels": {}, "offers": {}}

    def add(self, decision: Decision) -> None:
        """Count a decision under the value its facts used hold; under `NOT_ASKED` where nothing looked at the fact."""
        if self.field is None:
            return
        value = decision.facts_used.get(self.field.name, NOT_ASKED)
        group, plan = value if isinstance(value, str) else "", decision.plan
        if plan.route:
            self._count("routes", plan.route.queue, group)
        if plan.service_level:
            self._count("levels", plan.service_level.id, group)
        for offer in plan.offers:
            self._count("offers", offer.id, group)

    def _count(self, what: str, id: str, group: str) -> None:
        self.counts[what].setdefault(id, Counter())[group] += 1


def run_page(
    program: Program,
    summary: Summary,
    crossed: Crossed,
    timeline: Iterable[Decision],
    customer: str,
    language: str = "en",
) -> str:
    """The whole page as HTML. `timeline` are the decisions of one customer in order."""
    vocabulary = program.vocabulary
    lead = _say(
        "lead",
        language,
        program.name,
        f"{summary.decisions:,}",
        f"{summary.effects:,}",
        f"{summary.safe_defaults:,}",
        f"{summary.changed_by_never:,}",
    )
    kinds = {kind: kind_words(vocabulary, kind, language) for kind in summary.kinds}
    parts = [
        '<div class="grid">',
        section(_say("events", language), bars(summary.kinds, kinds)),
        section(_say("routes", language), bars(summary.routes, _labels(vocabulary, Domain.QUEUE, language))),
        section(_say("levels", language), bars(summary.levels, _labels(vocabulary, Domain.LEVEL, language))),
        section(_say("offers", language), bars(summary.offers, _labels(vocabulary, Domain.OFFER, language))),
        "</div>",
        *_crossed(crossed, vocabulary, language),
        section(_say("timeline", language, customer), _timeline(program, timeline, language), "customer"),
        '<div class="grid">',
        section(_say("rules", language), bars(summary.spoke)),
        section(_say("silent", language), _silent(summary, language)),
        "</div>",
        section(_say("unknown", language), _unknown(summary, language)),
    ]
    return page(_say("title", language), lead, parts, language)


def _labels(vocabulary: Vocabulary, domain: Domain, language: str) -> dict[str, str]:
    return {term.id: label(vocabulary, domain, term.id, language) for term in vocabulary.named(domain)}


def _crossed(crossed: Crossed, vocabulary: Vocabulary, language: str) -> list[str]:
    field = crossed.field
    if field is None:
        return []
    groups = [(term.id, term.labels.in_language(language) or term.id) for term in field.type.choices]
    groups.append(("", _say("not known", language)))
    if any(NOT_ASKED in each for ids in crossed.counts.values() for each in ids.values()):
        groups.append((NOT_ASKED, _say("not asked", language)))
    domains = {"routes": Domain.QUEUE, "levels": Domain.LEVEL, "offers": Domain.OFFER}
    rows: list[list[str]] = []
    for what, domain in domains.items():
        counts = crossed.counts[what]
        if counts:
            rows.append([f"<b>{escape(_say(what, language))}</b>", *[""] * len(groups)])
        for id in sorted(counts, key=lambda id: (-sum(counts[id].values()), id)):
            cells = [f"{counts[id][group]:,}" if counts[id][group] else "·" for group, _ in groups]
            rows.append([escape(label(vocabulary, domain, id, language)), *cells])
    head = ["", *(name for _, name in groups)]
    return [section(_say("by", language, field.labels.in_language(language)), table(head, rows, html=True))]


def _timeline(program: Program, decisions: Iterable[Decision], language: str) -> str:
    zone = ZoneInfo(program.zone)
    vetoes = {veto.id for shelf in program.shelves.values() for veto in shelf.nevers}
    rows = []
    for decision in decisions:
        at = (_EPOCH + datetime.timedelta(microseconds=decision.at)).astimezone(zone)
        name = kind_words(program.vocabulary, decision.kind, language)
        treated = "<br>".join(
            f'<span class="soft">{escape(slot)}</span> {escape(text)}'
            for slot, text in plan_words(
                decision.plan, program.vocabulary, language, program.zone, program.furnishing.allowances
            )
        )
        taken = {reason.rule for reason in decision.reasons if reason.code == ReasonCode.FORBIDDEN}
        because = "<br>".join(
            escape(_because(texts, language))
            for rule, texts in decision.because.items()
            if rule not in vetoes or rule in taken  # a veto that took nothing out is no reason for what was done
        )
        rows.append([at.strftime("%Y-%m-%d %H:%M"), tag(name), treated, because])
    return table([_say(key, language) for key in ("when", "event", "plan", "why")], rows, html=True)


def _because(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts.get(language.partition("-")[0]) or next(iter(texts.values()), "")


def _silent(summary: Summary, language: str) -> str:
    names = "".join(tag(name, warm=True) for name in summary.never_fired)
    return f"<p>{names or escape(_say('none', language))}</p>"


def _unknown(summary: Summary, language: str) -> str:
    rows = []
    for name, times, rules in summary.most_unknown():
        rows.append([summary.name_in_words(name, language), f"{times:,}", ", ".join(rules)])
    return table([_say(key, language) for key in ("fact", "times", "kept silent")], rows)

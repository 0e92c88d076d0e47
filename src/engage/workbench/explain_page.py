"""A decision explained as one HTML page: the plan, why and why not, what would change it, what was not known.

`customer_page` is the page for the customer whom it concerns, with nothing internal on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final
from zoneinfo import ZoneInfo

from engage.decide.dues import Dues
from engage.decide.explain_change_text import ChangeTelling
from engage.decide.explain_criteria import criteria_words
from engage.decide.explain_places import because_words, candidate_words, places
from engage.decide.explain_provided import provided_lines
from engage.decide.explain_text import line_words
from engage.decide.explain_words import HEADINGS, VERDICTS, filled
from engage.decide.explain_worth import worth_lines
from engage.decide.explanation import Explanation
from engage.decide.plan_words import kind_words, plan_words, slot_words
from engage.decide.value_words import moment_words, value_words
from engage.facts.decided import Decision, Verdict
from engage.facts.plan import HandlingPlan
from engage.ground.finding import Words
from engage.ground.numbers import plain
from engage.workbench.page import page, quoted, section, table, tag

__all__ = ["customer_page", "explain_page"]

_WORDS: Final[Mapping[str, Words]] = {
    "title": Words("Why it was decided so", "为什么这样决定", "為什麼這樣決定"),
    "plan": Words("What is done", "处理方案", "處理方案"),
    "criteria": Words("Three criteria", "三项标准", "三項標準"),
    "why": Words("Why, and why not otherwise", "为什么，为什么不是别的", "為什麼，為什麼不是別的"),
    "changes": Words("What would change it", "什么会改变结果", "什麼會改變結果"),
    "next": Words("What to ask next", "下一步最值得询问", "下一步最值得詢問"),
    "unknown": Words("What was not known", "未知的信息"),
    "rules": Words("Every rule that was asked", "全部规则的判断", "全部規則的判斷"),
    "rests": Words("What it rests on", "依据的信息", "依據的信息"),
    "provided": Words("Told when asked", "应询告知的信息", "應詢告知的資訊"),
    "scores": Words("Scores", "评分", "評分"),
    "worth": Words("Value to the company", "客户价值", "客戶價值"),
    "place": Words("place", "位置"),
    "got": Words("taken", "采用", "採用"),
    "lost": Words("not taken", "未采用", "未採用"),
    "nobody": Words("nobody", "无", "無"),
    "rule": Words("rule", "规则", "規則"),
    "held back": Words("what kept it back", "未触发的原因", "未觸發的原因"),
    "verdict": Words("verdict", "结论", "結論"),
    "answer": Words("answer", "回答"),
    "then": Words("then", "结果", "結果"),
    "fact": Words("fact", "信息"),
    "value": Words("value", "取值"),
    "why not": Words("Why not {0}", "为什么不是“{0}”", "為什麼不是“{0}”"),
    "points": Words("points", "得分"),
}


def explain_page(explanation: Explanation, language: str = "", why_not: str = "") -> str:
    """The whole page. `why_not` names a rule that is asked for in particular."""
    tongue = language or explanation.program.language
    told = _Page(explanation, tongue)
    return page(told.say("title"), told.lead(), told.parts(why_not), tongue)


def customer_page(explanation: Explanation, language: str = "") -> str:
    """The page for the customer."""
    tongue = language or explanation.program.language
    told = explanation.for_customer(tongue)
    body = (
        section(heading, "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>")
        for heading, lines in told.parts
    )
    return page(told.title, told.lead, body, tongue)


class _Page:
    """One explanation in one language."""

    def __init__(self, explanation: Explanation, language: str) -> None:
        self._told, self._language = explanation, language
        self._decision, self._program = explanation.decision, explanation.program
        self._change = ChangeTelling(explanation, language)

    def say(self, key: str, *values: str) -> str:
        return filled(_WORDS[key], self._language, *values)

    def _heading(self, key: str, *values: str) -> str:
        return filled(HEADINGS[key], self._language, *values)

    def lead(self) -> str:
        decision, program = self._decision, self._program
        when = moment_words(decision.at, ZoneInfo(program.zone))
        kind = kind_words(program.vocabulary, decision.kind, self._language)
        notes = [self._heading("safe")] if decision.safe_default else []
        notes += [self._heading("erased")] if self._told.erased else []
        return " · ".join((kind, when, program.name, f"{self._heading('decision')} {decision.id[:12]}", *notes))

    def parts(self, why_not: str) -> Iterator[str]:
        yield self._part("plan", self._plan(self._decision.plan))
        yield self._part("criteria", self._criteria(self._decision))
        if why_not:
            lines = "\n".join(line[2:] for line in self._change.why_not(why_not))
            yield section(self.say("why not", why_not), f"<pre>{escape(lines)}</pre>")
        yield self._part("why", self._why())
        yield self._part("changes", "".join(self._flips()))
        yield '<div class="grid">'
        yield self._part("next", self._next())
        yield self._part("rests", self._rests())
        yield self._part("provided", self._provided())
        yield self._part("unknown", self._unknown())
        yield self._part("scores", "".join(self._scores()))
        yield self._part("worth", "".join(self._worth()))
        yield "</div>"
        yield self._part("rules", self._rules())

    def _part(self, key: str, body: str) -> str:
        return section(self.say(key), body, key.replace(" ", "-")) if body else ""

    def _plan(self, plan: HandlingPlan) -> str:
        program = self._program
        allowances, dues = program.furnishing.allowances, Dues(program, self._decision.at)
        pairs = plan_words(plan, program.vocabulary, self._language, program.zone, allowances, dues)
        rows = ((f'<span class="soft">{escape(slot)}</span>', escape(text)) for slot, text in pairs)
        return _rows(rows) if pairs else f"<p>{escape(self._heading('nothing'))}</p>"

    def _criteria(self, decision: Decision) -> str:
        told = criteria_words(decision, self._program, self._language)
        rows = (
            (f'<span class="soft">{escape(name)}</span>', tag(text, warm=True) if short else escape(text))
            for name, text, short in told
        )
        return _rows(rows) if told else ""

    # ------------------------------------------------------------------------------------------- why

    def _why(self) -> str:
        rows, said = [], set[str]()
        for place in places(self._told):
            slot = slot_words(self._program.vocabulary, place.slot, self._language)
            got = []
            for one in place.won:
                words = candidate_words(self._told, one, self._language)
                lines = [f"<b>{escape(words or slot)}</b>", _soft(one.rule)]
                for texts in place.because.get(one.rule, ()):
                    text = because_words(texts, self._language)
                    if text and text not in said:
                        said.add(text)
                        lines.append(escape(text))
                got.append("<br>".join(lines))
            lost = [
                f"{escape(candidate_words(self._told, one, self._language))} {_soft(one.rule)}<br>"
                f"{quoted(place.fate(self._told, one, self._language))}"
                for one in place.lost
            ]
            rows.append((escape(slot), "<br>".join(got) or escape(self.say("nobody")), "<br>".join(lost)))
        head = [self.say("place"), self.say("got"), self.say("lost")]
        return table(head, rows, html=True) if rows else ""

    def _flips(self) -> Iterator[str]:
        for group in self._change.grouped():
            changes = f'<b class="if">{escape(self._heading("and"))}</b>'.join(
                f"<b>{escape(self._change.change(each))}</b>" for each in group[0].changes
            )
            standing = tag(self._change.standing_of(group), warm=not all(flip.proved for flip in group))
            yield f"<h3>{changes}</h3><p>{standing}</p>{self._differences(group[0].plan)}"

    def _differences(self, plan: HandlingPlan) -> str:
        lines = self._change.differences(plan)
        return f"<pre>{escape(chr(10).join(lines))}</pre>" if lines else ""

    def _next(self) -> str:
        if not self._told.questions:
            return ""
        best = self._told.questions[0]
        rows = [
            (
                f"<b>{escape(self._change.answer_to(best.slot, answer))}</b>",
                escape(self._change.settled(answer)) + self._differences(answer.plan),
            )
            for answer in best.answers
        ]
        others = "".join(tag(self._change.label(one.slot)) for one in self._told.questions[1:4])
        head = [self.say("answer"), self.say("then")]
        after = f"<p>{escape(self._heading('then', ''))}{others}</p>" if others else ""
        return f"<h3>{escape(self._change.label(best.slot))}</h3>{table(head, rows, html=True)}{after}"

    # ------------------------------------------------------------------------------------------ facts

    def _rests(self) -> str:
        rows = (
            (
                one.label.in_language(self._language),
                value_words(one.value, one.type, self._language, self._program.zone),
            )
            for one in self._told.rests_on
        )
        return table([self.say("fact"), self.say("value")], rows) if self._told.rests_on else ""

    def _unknown(self) -> str:
        rows = []
        for one in self._told.missing:
            why = self._heading(one.why)
            if one.lacks:
                why = self._heading("for lack of", ", ".join(each.in_language(self._language) for each in one.lacks))
            blocks = "".join(tag(each) for each in one.blocks)
            rows.append((escape(one.seen.label.in_language(self._language)), f"{escape(why)}<br>{blocks}"))
        return _rows(rows) if rows else ""

    def _scores(self) -> Iterator[str]:
        for score in self._told.scores:
            band = value_words(score.band, score.band_type, self._language, self._program.zone)
            points = value_words(score.points, None, self._language, self._program.zone)
            rows = [(plain(score.start), self._heading("start"))]
            for amount, because, line in score.lines:
                if line.state == "holds":
                    text = because_words(because, self._language) or line.words.in_language(self._language)
                    rows.append((f"{'+' if amount >= 0 else ''}{plain(amount)}", text))
            label, colon = score.label.in_language(self._language), "：" if self._language.startswith("zh") else ": "
            yield f"<h3>{escape(f'{label}{colon}{points}')} {tag(band)}</h3>"
            yield _rows((f'<span class="soft">{escape(left)}</span>', escape(right)) for left, right in rows)

    def _provided(self) -> str:
        rows = [(escape(told), _soft(whose)) for told, whose in provided_lines(self._told, self._language)]
        return _rows(rows) if rows else ""

    def _worth(self) -> Iterator[str]:
        for label, tier, pairs in worth_lines(self._told, self._language):
            yield f"<h3>{escape(label)} {tag(tier) if tier else ''}</h3>"
            yield _rows((f'<span class="soft">{escape(left)}</span>', escape(right)) for left, right in pairs)

    def _rules(self) -> str:
        rows = []
        for rule in self._told.rules:
            verdict = tag(VERDICTS[rule.verdict].in_language(self._language), rule.verdict is Verdict.UNKNOWN)
            lines = "<br>".join(map(quoted, line_words(self._told, rule, self._language)))
            title = self._told.title(rule, self._language)
            name = f"{escape(title)}<br>{_soft(rule.id)}" if title else escape(rule.id)
            rows.append((name, verdict, lines))
        head = [self.say("rule"), self.say("verdict"), self.say("held back")]
        return table(head, rows, html=True) if rows else ""


def _rows(rows: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    return f"<table>{lines}</table>"


def _soft(text: str) -> str:
    return f'<span class="soft">{escape(text)}</span>'

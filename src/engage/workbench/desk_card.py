"""The desk card: a brief as one page for the worker who has the customer on the line, what matters now at the top."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from engage.decide.brief import Brief
from engage.decide.brief_told import GRANT, SAY, TREAT, BriefTelling, Row
from engage.decide.explanation import ScoreTold
from engage.workbench.page import page, section, table, tag

__all__ = ["desk_card"]


def desk_card(brief: Brief, language: str = "") -> str:
    """The whole card as HTML. It is as personal as the brief."""
    tongue = language or brief.program.language
    told = BriefTelling(brief, tongue)
    return page(told.who(), f"{told.say('title')} · {told.lead()}", _Card(told).parts(), tongue)


class _Card:
    """One card in one language."""

    def __init__(self, told: BriefTelling) -> None:
        self._told, self._brief = told, told.brief

    def parts(self) -> Iterator[str]:
        told = self._told
        if self._brief.anonymous:
            yield f'<section class="hero"><p class="big">{escape(told.say("anonymous"))}</p></section>'
            return
        yield self._why()
        yield self._rows("promises", told.promises())
        if self._brief.decision is not None:
            yield '<div class="grid">'
            yield self._plan("say", SAY)
            yield self._barred()
            yield self._plan("grant", GRANT)
            yield self._question()
            yield "</div>"
        yield self._table("used up", ("what", "when"), told.used_up())
        yield '<div class="grid">'
        yield self._under_way()
        yield self._stands()
        yield "</div>"
        yield self._table("events", ("when", "event", "said"), told.events())
        yield self._table("cases", ("what", "event"), told.cases())
        yield self._table("facts", ("fact", "value", "known"), told.facts())
        yield self._table("decided", ("when", "event", "plan"), told.decided())
        yield self._table("timers", ("when", "what"), told.timers())

    # ------------------------------------------------------------------------------------------- the top

    def _why(self) -> str:
        """Why they come, who serves them and how fast: one look."""
        told, why = self._told, self._told.why()
        lines = []
        if why is not None:
            lines.append(f'<p class="big">{escape(why.name)} {"".join(map(tag, why.remarks))}</p>')
            lines += [f"<p>{escape(why.value)}</p>"] if why.value else []
        if self._brief.decision is None:
            lines.append(f'<p class="soft">{escape(told.say("nothing decided"))}</p>')
            return _hero(told.why_heading(), lines)
        rows = told.plan(TREAT)
        lines.append(_pairs(rows) if rows else f"<p>{escape(told.say('nothing'))}</p>")
        lines += [f'<p class="soft">{escape(told.say("because", text))}</p>' for text in told.reasons(TREAT)]
        notes = [told.decided_at()] + ([told.say("by another")] if self._brief.explanation is None else [])
        if why is None or self._brief.explanation is None:
            lines.append(f'<p class="soft">{escape(told.comma.join(notes))}</p>')
        return _hero(told.why_heading() if why is not None else told.say("treat"), lines)

    def _plan(self, key: str, slots: tuple[str, ...]) -> str:
        told, rows = self._told, self._told.plan(slots)
        if not rows:
            return ""
        because = "".join(f'<p class="soft">{escape(told.say("because", text))}</p>' for text in told.reasons(slots))
        return section(told.say(key), _pairs(rows) + because, key)

    def _barred(self) -> str:
        rows = self._told.barred()
        if not rows:
            return ""
        lines = "".join(
            f"<li><b>{escape(row.name)}</b><br>{escape(row.value)}"
            + "".join(f'<br><span class="soft">{escape(remark)}</span>' for remark in row.remarks)
            + "</li>"
            for row in rows
        )
        return section(self._told.say("not"), f'<ul class="no">{lines}</ul>', "not")

    def _question(self) -> str:
        asked = self._told.question()
        if asked is None:
            return ""
        answers = "".join(f"<li>{escape(answer)}</li>" for answer in asked.remarks)
        return section(self._told.say("ask"), f"<h3>{escape(asked.name)}</h3><ul>{answers}</ul>", "ask")

    # ------------------------------------------------------------------------------------------- below

    def _under_way(self) -> str:
        return self._rows("under way", self._told.under_way())

    def _rows(self, key: str, rows: list[Row]) -> str:
        """Lines with their remarks beneath, and their state beside them; what somebody should look at is marked."""
        if not rows:
            return ""
        lines = [
            (
                f"<b>{escape(row.name)}</b><br>{_soft(self._told.comma.join(row.remarks))}",
                tag(row.value, row.warm) if row.value else "",
            )
            for row in rows
        ]
        return section(self._told.say(key), _two(lines), key.replace(" ", "-"))

    def _stands(self) -> str:
        told = self._told
        scales = {
            score.name: bar
            for score in self._brief.scores
            if (bar := _bar(score, self._brief)) and score.points is not None
        }
        bars = {told.label(score.label): scales.get(score.name, "") for score in self._brief.scores}
        lines = [
            (
                escape(row.name),
                f"<b>{escape(row.value)}</b>{bars.get(row.name, '')}"
                + "".join(f'<div class="soft">{escape(remark)}</div>' for remark in row.remarks),
            )
            for row in told.stands()
        ]
        lines += [(escape(row.name), escape(told.comma.join((row.value, *row.remarks)))) for row in told.computed()]
        return section(told.say("who"), _two(lines), "who") if lines else ""

    def _table(self, key: str, heads: tuple[str, ...], rows: list[Row]) -> str:
        if not rows:
            return ""
        told = self._told
        cells = [
            (
                escape(row.name),
                tag(row.value, True) if row.warm else escape(row.value),
                escape(told.comma.join(row.remarks)),
            )[: len(heads)]
            for row in rows
        ]
        return section(told.say(key), table([told.say(head) for head in heads], cells, html=True), key)


def _hero(title: str, lines: list[str]) -> str:
    body = "\n".join(lines)
    return f'<section class="hero" id="why">\n<h2>{escape(title)}</h2>\n{body}\n</section>'


def _bar(score: ScoreTold, brief: Brief) -> str:
    """Where the points lie between the least and the most that can be."""
    declared = brief.program.vocabulary.field_by_name.get(score.name)
    if declared is None or declared.scale is None or not isinstance(score.points, int | Decimal):
        return ""
    low, high = declared.scale
    share = 100 * float(score.points - low) / float(high - low) if high > low else 0.0
    return f'<div class="bar"><i style="width:{share:.0f}%"></i></div>'


def _pairs(rows: list[Row]) -> str:
    return _two([(f'<span class="soft name">{escape(row.name)}</span>', escape(row.value)) for row in rows])


def _two(rows: list[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    return f"<table>{lines}</table>"


def _soft(text: str) -> str:
    return f'<span class="soft">{escape(text)}</span>'

"""The page an owner reads before approving a change: how many customers change, in which way, and two of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from engage.checks.difference import Differences
from engage.workbench.compare import Comparison, Group
from engage.workbench.compare_cases import CaseTold
from engage.workbench.compare_edits import Edit
from engage.workbench.compare_limits import Verdict
from engage.workbench.compare_meaning import MeantTold, unproved_words
from engage.workbench.compare_told import Told, edit_words, headline, sections
from engage.workbench.compare_words import group_words, say, share_words
from engage.workbench.page import page, quoted, section, tag

__all__ = ["case_html", "compare_page", "meaning_page", "told_html"]

#: The page shows so many lines of each table.
_LINES: Final = 200
_SIDE: Final = ("slots", "worse", "effects", "rules", "kinds")


def compare_page(
    comparison: Comparison,
    edits: Sequence[Edit],
    limits: Sequence[Verdict],
    cases: Sequence[CaseTold],
    language: str,
    who: Sequence[str] = (),
) -> str:
    """The whole page as HTML. `who` are keys of customers to be listed; empty unless they were asked for."""
    old, new = comparison.old, comparison.new
    first, *rest = headline(comparison, language)
    names = [f"{each.name} ({each.hash[:12]})" for each in (old, new)]
    lead = say("rulesets", language, old=names[0], new=names[1])
    told = {each.key: each for each in sections(comparison, edits, limits, language, _LINES)}
    parts = [
        f'<section class="hero"><p class="big">{escape(first)}</p>'
        + "".join(f'<p class="soft">{escape(line)}</p>' for line in rest)
        + _edited(edits, language)
        + "</section>",
        *_listed(told, "limits", language),
        *_groups(comparison, told, language),
        *_listed(told, "transitions", language),
        *_cases(cases, language),
        '<div class="grid">',
        *(part for key in _SIDE for part in _listed(told, key, language)),
        "</div>",
        *_who(who, language),
    ]
    return page(say("title", language), lead, parts, language)


def meaning_page(
    comparison: Comparison, edits: Sequence[Edit], told: Sequence[MeantTold], found: Differences, language: str
) -> str:
    """The page of what is decided differently whoever comes, each with a made-up customer who shows it."""
    old, new = comparison.old, comparison.new
    lead = say("rulesets", language, old=f"{old.name} ({old.hash[:12]})", new=f"{new.name} ({new.hash[:12]})")
    first = say("proved same" if found.same else "meaning", language)
    rest = "" if found.same else unproved_words(comparison, found, language) or say("proved rest", language)
    hero = f'<p class="big">{escape(first)}</p><p class="soft">{escape(rest)}</p>{_edited(edits, language)}'
    parts = [f'<section class="hero">{hero}</section>', *(_meant(each, language) for each in told)]
    return page(say("title", language), lead, parts, language)


def _meant(each: MeantTold, language: str) -> str:
    colon = "：" if language.startswith("zh") else ": "
    customer = f"{say('for example', language)}{colon}{each.customer}" if each.customer else ""
    customer = customer or say("nobody found", language)
    moves = "".join(f"<li>{escape(move)}</li>" for move in each.moves)
    case = case_html(each.case, language) if each.case else ""
    return section(f"{each.event} · {each.part}", f"<p>{escape(customer)}</p><ul>{moves}</ul>{case}")


def told_html(told: Told, language: str) -> str:
    """A table in words, as HTML."""
    heads = "".join(
        f"<th{' class=number' if place in told.numbers else ''}>{escape(cell)}</th>"
        for place, cell in enumerate(told.head)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<td{" class=number" if place in told.numbers else ""} data-head="{escape(name)}">{escape(cell)}</td>'
            for place, (name, cell) in enumerate(zip(told.head, row, strict=True))
        )
        + "</tr>"
        for row in told.rows
    )
    more = f'<p class="soft">{escape(say("more", language, count=f"{told.more:,}"))}</p>' if told.more else ""
    head = f'<tr class="heads">{heads}</tr>\n' if any(told.head) else ""
    return f"<table class=read>\n{head}{rows}\n</table>{more}"


def _listed(told: dict[str, Told], key: str, language: str) -> Iterator[str]:
    if key in told:
        yield section(told[key].title, told_html(told[key], language), key)


def _edited(edits: Sequence[Edit], language: str) -> str:
    if not edits:
        return ""
    tags = "".join(tag(f"{say(edit.what, language)} · {edit_words(edit, language)}") for edit in edits)
    return f"<p>{tags}</p>"


def _groups(comparison: Comparison, told: dict[str, Told], language: str) -> Iterator[str]:
    """The groups as bars: all of them, those treated differently within."""
    groups = comparison.groups()
    if not groups or "groups" not in told:
        return
    most = max(group.people for group in groups)
    heads = "".join(
        f"<th{' class=number' if number else ''}>{escape(cell)}</th>"
        for cell, number in zip(("", "", *told["groups"].head[1:]), (False, False, True, True, True, True), strict=True)
    )
    rows = "\n".join(_group(comparison, group, most, told["groups"].head, language) for group in groups)
    yield section(told["groups"].title, f"<table class=read>\n<tr class=heads>{heads}</tr>\n{rows}\n</table>", "groups")


def _group(comparison: Comparison, group: Group, most: int, heads: Sequence[str], language: str) -> str:
    name = escape(group_words(comparison.by, group.value, language))
    share = 100 * group.different / group.people
    bar = f'<div class="bar" style="width:{100 * group.people / most:.1f}%"><i style="width:{share:.1f}%"></i></div>'
    worse = f"<b>{group.worse:,}</b>" if group.worse else "0"
    numbers = (f"{group.people:,}", f"{group.different:,}", share_words(group.different, group.people), worse)
    cells = "".join(
        f'<td class=number data-head="{escape(head)}">{number}</td>'
        for head, number in zip(heads[1:], numbers, strict=True)
    )
    return f'<tr><td>{name}</td><td style="width:40%">{bar}</td>{cells}</tr>'


def _cases(cases: Sequence[CaseTold], language: str) -> Iterator[str]:
    if cases:
        body = "\n".join(case_html(case, language) for case in cases)
        yield section(say("side by side", language), body, "cases")


def case_html(case: CaseTold, language: str) -> str:
    """One decision by both rulesets, as two columns; what differs is marked."""
    title = " · ".join(filter(None, (case.who, case.event, case.at)))
    rows = [
        f"<tr><td class=soft>{escape(line.slot)}</td>{_cell(line.old, line.new)}{_cell(line.new, line.old)}</tr>"
        for line in case.plans
    ]
    whys = [_sentences(texts) for texts in (case.old_why, case.new_why)]
    rows.append(f"<tr><td class=soft>{escape(say('why', language))}</td><td>{whys[0]}</td><td>{whys[1]}</td></tr>")
    heads = "".join(f"<th>{escape(cell)}</th>" for cell in ("", say("from", language), say("to", language)))
    return f'<h3>{escape(title)}</h3>\n<table class="sides">\n<tr>{heads}</tr>\n' + "\n".join(rows) + "\n</table>"


def _cell(mine: str, other: str) -> str:
    text = "<br>".join(escape(line) for line in mine.split("\n")) or "·"
    return f"<td>{text}</td>" if mine == other else f'<td class="moved">{text}</td>'


def _sentences(texts: Iterable[str]) -> str:
    return "<br>".join(quoted(text) for text in texts) or "·"


def _who(who: Sequence[str], language: str) -> Iterator[str]:
    if who:
        yield section(say("who", language), f"<p>{''.join(tag(key) for key in who)}</p>", "who")

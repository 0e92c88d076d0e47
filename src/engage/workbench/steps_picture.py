"""A menu and a self-service as pictures: the levels of each channel, and the steps with what leads on from each.

Cards with rows, drawn here as SVG: no script, nothing from outside. What leads to a person is told in its row, so that
no line has to be drawn to it from everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Final

from attrs import frozen

from engage.decide.menus import folded, personal
from engage.facts.plan import Menu
from engage.facts.self_service import PERSON, Step, StepTree
from engage.facts.vocabulary import Domain
from engage.ground.finding import Words
from engage.program.program import Program
from engage.service.menu_walk import MORE, MenuWalk
from engage.workbench.page import page, section, table

__all__ = ["menu_page", "self_service_page", "steps_picture"]

_ROW: Final = 30
_HEAD: Final = 40
_GAP: Final = 90
_MARGIN: Final = 24
_TURN: Final = 16
_WORDS: Final[Mapping[str, Words]] = {
    "menu": Words("Menu: {0}", "菜单：{0}", "菜單：{0}"),
    "menu lead": Words(
        "As the catalogue orders it; rules raise and hide items for each customer.",
        "按目录的先后；规则会为每位客户调整和隐藏选项。",
        "按目錄的先後；規則會為每位客戶調整和隱藏選項。",
    ),
    "tree": Words("Self-service: {0}", "自助服务：{0}", "自助服務：{0}"),
    "tree lead": Words(
        "A person can be asked for at every step.", "每一步都可以要求转人工。", "每一步都可以要求轉人工。"
    ),
    "channel": Words("{0}: at most {1} options a level", "{0}：每级最多 {1} 项", "{0}：每級最多 {1} 項"),
    "elsewhere": Words("other channels", "其他渠道", "其他渠道"),
    "level": Words("level {0}", "第 {0} 级", "第 {0} 級"),
    "more": Words("more", "更多"),
    "person": Words("a person", "人工"),
    "done": Words("done", "完成"),
    "on": Words("then", "下一步"),
    "steps": Words("steps", "步骤", "步驟"),
    "ends": Words("a person takes over", "转人工的条件", "轉人工的條件"),
    "failures": Words("after so many failures", "失败次数", "失敗次數"),
    "most": Words("after so many steps", "步数", "步數"),
    "queue": Words("who takes over", "接手的队列", "接手的隊列"),
    "none": Words("not declared", "未写明", "未寫明"),
}


@frozen
class _Row:
    """A row of a card: a key or nothing, a text, and a remark that stands out."""

    key: str
    text: str
    remark: str = ""


@frozen
class _Card:
    """A box with a head and rows, and where it is drawn."""

    head: str
    rows: tuple[_Row, ...]
    left: float = 0
    above: float = 0
    soft: str = ""

    @property
    def wide(self) -> float:
        lines = [
            _long(self.head) + _long(self.soft) * 0.85,
            *(_long(row.text) + _long(row.remark) for row in self.rows),
        ]
        return max(150.0, 76 + max(lines))

    @property
    def high(self) -> float:
        return _HEAD + _ROW * len(self.rows) + 8

    def row(self, number: int) -> float:
        """How far down the middle of a row is; -1 is the head."""
        return self.above + (_HEAD / 2 if number < 0 else _HEAD + _ROW * (number + 0.5))


def menu_page(program: Program, menu: str, language: str) -> str:
    """A menu, as each of its channels shows it, as one HTML page."""
    named = _names(program, language)
    furnishing = program.furnishing
    base = personal(Menu(menu, furnishing.menus.get(menu, ())), {}, furnishing)
    limits = furnishing.menu_limits.get(menu, {})
    field = program.vocabulary.field_by_name.get("event.channel")
    channels = {term.id: term.labels.in_language(language) or term.id for term in (field.type.choices if field else ())}
    body = []
    for channel, limit in limits.items():
        told = _say("channel", language, channels.get(channel, channel), str(limit))
        body.append(section(told, _levels(folded(base, furnishing, "", channel), program, named, language, told)))
    elsewhere = _say("elsewhere", language)
    body.append(section(elsewhere, _levels(base, program, named, language, elsewhere)))
    title = _say("menu", language, named(Domain.MENU, menu))
    return page(title, _say("menu lead", language), body, language)


def _levels(menu: Menu, program: Program, named: Callable[[Domain, str], str], language: str, told: str) -> str:
    levels = menu.levels or (menu.items,)
    exits = program.furnishing.exits
    person = next((item for item in menu.items if item in exits), "")
    cards, left = [], float(_MARGIN)
    for number, _ in enumerate(levels):
        keys = MenuWalk(levels, person, at=number).keys
        rows = tuple(
            _Row(key, named(Domain.ITEM, item), _say("person", language) if item in exits else "")
            for key, item in sorted(keys.items(), key=lambda pair: (len(pair[0]), pair[0] == "0", pair[0]))
            if item not in ("#", "*")
        )
        rows += (_Row(MORE, _say("more", language)),) if MORE in keys else ()
        cards.append(_Card(_say("level", language, str(number + 1)), rows, left, _MARGIN))
        left += cards[-1].wide + _GAP
    lines = [_onward(one, len(one.rows) - 1, other) for one, other in pairwise(cards)]
    return _drawn(cards, lines, 0, told)


def self_service_page(program: Program, id: str, language: str) -> str:
    """The steps of a self-service, and when a person takes over, as one HTML page."""
    named = _names(program, language)
    tree = program.furnishing.step_trees[id]
    title = _say("tree", language, named(Domain.SELF_SERVICE, id))
    none = _say("none", language)
    caps = (
        (_say("failures", language), str(tree.failures) if tree.failures else none),
        (_say("most", language), str(tree.most) if tree.most else none),
        (_say("queue", language), named(Domain.QUEUE, tree.queue) if tree.queue else none),
    )
    body = (
        section(_say("steps", language), steps_picture(tree, named, language)),
        section(_say("ends", language), table(("", ""), caps)),
    )
    return page(title, _say("tree lead", language), body, language)


def steps_picture(tree: StepTree, named: Callable[[Domain, str], str], language: str) -> str:
    """The steps of a self-service with what leads on from each. `named` gives the label of a thing of the catalogue."""
    columns = _columns(tree)
    cards: dict[str, _Card] = {}
    left = float(_MARGIN)
    for column in columns:
        above, widest = float(_MARGIN), 0.0
        for step in column:
            soft = named(Domain.ANSWER, step.answer) if step.answer else ""
            head = step.labels.in_language(language) or step.id.replace("_", " ")
            card = _Card(head, _rows(step, named, language), left, above, soft)
            cards[step.id] = card
            above += card.high + 28
            widest = max(widest, card.wide)
        left += widest + _GAP
    lowest = max(card.above + card.high for card in cards.values())
    lines, turns = [], 0
    for step in tree.steps:
        targets = [target for _, target in step.choices] or [step.next]
        for number, target in enumerate(targets):
            if target in cards and cards[target].left > cards[step.id].left:
                lines.append(_onward(cards[step.id], number, cards[target]))
            elif target in cards:
                turns += 1
                lines.append(_back(cards[step.id], number, cards[target], lowest + _TURN * turns, turns))
    told = _say("tree", language, named(Domain.SELF_SERVICE, tree.id))
    return _drawn(tuple(cards.values()), lines, _TURN * turns, told)


def _columns(tree: StepTree) -> list[list[Step]]:
    """The steps by how many others stand before them; those that are never come to stand last."""
    depth = {tree.steps[0].id: 0}
    waiting = [tree.steps[0].id]
    for id in waiting:
        for following in tree.step(id).following:
            if following not in depth:
                depth[following] = depth[id] + 1
                waiting.append(following)
    last = max(depth.values()) + 1
    found: dict[int, list[Step]] = {}
    for step in tree.steps:
        found.setdefault(depth.get(step.id, last), []).append(step)
    return [found[number] for number in sorted(found)]


def _rows(step: Step, named: Callable[[Domain, str], str], language: str) -> tuple[_Row, ...]:
    person = _say("person", language)
    if step.choices:
        return tuple(
            _Row(str(number), named(Domain.ITEM, item), person if target == PERSON else "")
            for number, (item, target) in enumerate(step.choices, 1)
        )
    if step.next:
        return (_Row("", _say("on", language), person if step.next == PERSON else ""),)
    return (_Row("", _say("done", language)),) if step.done else ()


# ---------------------------------------------------------------------------------------------- drawing


def _drawn(cards: Sequence[_Card], lines: Sequence[str], beneath: float, told: str) -> str:
    wide = max(card.left + card.wide for card in cards) + _MARGIN + 20
    high = max(card.above + card.high for card in cards) + _MARGIN + beneath
    parts = "".join((*map(_card, cards), *lines))
    return (
        f'<svg viewBox="0 0 {wide:.0f} {high:.0f}" width="100%" role="img" '
        f'style="max-width:{wide:.0f}px;min-width:{wide * 0.6:.0f}px">'
        f"<title>{escape(told)}</title>{_TIP}{parts}</svg>"
    )


_TIP: Final = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0 L10 5 L0 10 z" fill="var(--main)"/></marker></defs>'
)


def _card(card: _Card) -> str:
    parts = [
        f'<rect x="{card.left:.1f}" y="{card.above:.1f}" width="{card.wide:.1f}" height="{card.high:.1f}" rx="10" '
        f'fill="var(--paper)" stroke="var(--main)"/>'
        f'<path d="M{card.left:.1f} {card.above + _HEAD - 4:.1f} h{card.wide:.1f}" stroke="var(--line)"/>',
        _text(card.left + 14, card.row(-1) + 3, card.head, "var(--ink)", 15, weight=600),
    ]
    if card.soft:
        parts.append(_text(card.left + card.wide - 14, card.row(-1) + 3, card.soft, "var(--soft)", 12, "end"))
    for number, row in enumerate(card.rows):
        middle, at = card.row(number), card.left + 14
        if row.key:
            parts.append(
                f'<rect x="{at:.1f}" y="{middle - 10:.1f}" width="22" height="20" rx="5" fill="var(--mild)"/>'
                + _text(at + 11, middle + 5, row.key, "var(--ink)", 13, "middle")
            )
            at += 30
        parts.append(_text(at, middle + 5, row.text, "var(--ink)", 14))
        if row.remark:
            parts.append(_text(card.left + card.wide - 14, middle + 5, row.remark, "var(--warm)", 12, "end"))
    return "".join(parts)


def _onward(one: _Card, row: int, other: _Card) -> str:
    left, above, right, below = one.left + one.wide, one.row(row), other.left - 1, other.row(-1)
    bend = (right - left) / 2
    return _line(
        f"M{left:.1f} {above:.1f} C{left + bend:.1f} {above:.1f} {right - bend:.1f} {below:.1f} {right} {below}"
    )


def _back(one: _Card, row: int, other: _Card, beneath: float, turn: int) -> str:
    """Out to the right, below everything, and up again left of where it leads."""
    out, back = one.left + one.wide, other.left - 1
    side = 8 + 6 * turn
    return _line(
        f"M{out:.1f} {one.row(row):.1f} H{out + side:.1f} V{beneath:.1f} H{back - side:.1f} "
        f"V{other.row(-1):.1f} H{back:.1f}"
    )


def _line(path: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="var(--main)" stroke-width="1.5" stroke-linejoin="round" '
        'marker-end="url(#tip)"/>'
    )


def _text(
    left: float, above: float, text: str, colour: str, size: int, anchor: str = "start", weight: int = 400
) -> str:
    return (
        f'<text x="{left:.1f}" y="{above:.1f}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def _long(text: str) -> float:
    """About how wide a text is: Chinese letters are twice as wide."""
    return sum(15 if ord(letter) > 0x2E80 else 7.6 for letter in text)


def _names(program: Program, language: str) -> Callable[[Domain, str], str]:
    def named(domain: Domain, id: str) -> str:
        term = program.vocabulary.term(domain, id)
        return (term.labels.in_language(language) if term else "") or id

    return named


def _say(key: str, language: str, *values: str) -> str:
    text = _WORDS[key].in_language(language)
    for place, value in enumerate(values):
        text = text.replace(f"{{{place}}}", value)
    return text

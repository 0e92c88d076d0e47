"""A lifecycle or segment as a picture: stages as boxes, numbered moves as arrows, a table that says what each asks.

The stages that are walked through stand in one row, the others below them. `any stage` and `back` are drawn as short
dashed arrows at the stage they belong to, so that the picture does not fill with lines.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Final

from attrs import frozen

from engage.ground.finding import Words
from engage.program.charts import ANY, BACK, IN, OUT
from engage.program.from_model_charts import Chart, guards_of
from engage.ruleset.chart_model import Lifecycle
from engage.ruleset.model import Model
from engage.ruleset.spell_chart import move_words, stage_names
from engage.workbench.expected import condition_words
from engage.workbench.page import table

__all__ = ["chart_picture"]

_HIGH: Final = 40
_GAP: Final = 90
_MARGIN: Final = 24
_TOP: Final = 70
_BETWEEN: Final = 110
_TAIL: Final = 52
_ANY: Final = Words("any stage", "任意阶段", "任意階段")
_BACK: Final = Words("stage before", "原阶段", "原階段")
_SEGMENT: Final[Mapping[str, Words]] = {OUT: Words("outside", "不在其中"), IN: Words("inside", "在其中")}
_HEADS: Final = (Words("no.", "序号", "序號"), Words("move", "转换", "轉換"), Words("when", "条件", "條件"))
_TOLD: Final = Words("{0}: stages and the moves between them", "{0}：阶段及其间的转换", "{0}：階段及其間的轉換")


@frozen
class _Box:
    """A stage where it is drawn: its left upper corner and its width. `low`: in the second row."""

    left: float
    above: float
    wide: float
    low: bool

    @property
    def middle(self) -> float:
        return self.left + self.wide / 2


@frozen
class _Arrow:
    """Moves between the same two stages, by their numbers."""

    source: str
    target: str
    numbers: tuple[int, ...]

    @property
    def label(self) -> str:
        return ", ".join(map(str, self.numbers))


def chart_picture(chart: Chart, model: Model, language: str) -> str:
    """The picture and the table of its moves, as HTML. Drawn here: no script, nothing from outside."""
    named = _names(chart, model, language)
    guards = tuple(guards_of(chart))
    arrows: dict[tuple[str, str], tuple[int, ...]] = {}
    for number, guard in enumerate(guards, 1):
        ends = guard.source, guard.target
        arrows[ends] = (*arrows.get(ends, ()), number)
    drawn = _drawn(chart, named, [_Arrow(*ends, numbers) for ends, numbers in arrows.items()], language)
    rows = []
    for number, guard in enumerate(guards, 1):
        lines = (condition_words(line, model.vocabulary, model.header.zone) for line in guard.lines)
        comma = "；" if language.startswith("zh") else "; "
        when = comma.join(line.in_language(language) for line in lines)
        rows.append((str(number), move_words(guard.source, guard.target, named, language), when))
    return drawn + table([head.in_language(language) for head in _HEADS], rows)


def _names(chart: Chart, model: Model, language: str) -> Callable[[str], str]:
    if isinstance(chart, Lifecycle):
        return stage_names(chart, model.vocabulary, language)
    return lambda stage: _SEGMENT[stage].in_language(language)


def _drawn(chart: Chart, named: Callable[[str], str], arrows: Sequence[_Arrow], language: str) -> str:
    chain = chart.stages if isinstance(chart, Lifecycle) else (OUT, IN)
    every = chart.every_stage() if isinstance(chart, Lifecycle) else chain
    start = chart.start if isinstance(chart, Lifecycle) else OUT
    beside = tuple(stage for stage in every if stage not in chain)
    boxes = _placed(chain, beside, named)
    wide = max(box.left + box.wide for box in boxes.values()) + _MARGIN
    high = max(box.above for box in boxes.values()) + _HIGH + (_BETWEEN if _tails(arrows, boxes) else 2 * _MARGIN)
    top = 0 if any(_above(arrow, boxes) for arrow in arrows) else _TOP - _MARGIN
    parts = [_start(boxes[start])]
    parts += [_arrow(arrow, boxes, language) for arrow in arrows]
    parts += [_stage(named(stage), boxes[stage]) for stage in every]
    told = _TOLD.in_language(language).replace("{0}", chart.id)
    return (
        f'<svg viewBox="0 {top} {wide:.0f} {high - top:.0f}" width="100%" role="img" style="max-width:{wide:.0f}px">'
        f"<title>{escape(told)}</title>{_HEAD}{''.join(parts)}</svg>"
    )


_HEAD: Final = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0 L10 5 L0 10 z" fill="var(--soft)"/></marker></defs>'
)


def _placed(chain: Sequence[str], beside: Sequence[str], named: Callable[[str], str]) -> dict[str, _Box]:
    boxes: dict[str, _Box] = {}
    for stages, above, first, low in ((chain, _TOP, 0, False), (beside, _TOP + _HIGH + _BETWEEN, 70, True)):
        left: float = _MARGIN + 20 + first
        for stage in stages:
            boxes[stage] = _Box(left, above, _width(named(stage)), low)
            left += boxes[stage].wide + _GAP + (50 if low else 0)
    return boxes


def _width(label: str) -> float:
    """Wide enough for its letters: Chinese ones are twice as wide."""
    return max(90.0, 28 + sum(15 if ord(letter) > 0x2E80 else 8 for letter in label))


def _tails(arrows: Sequence[_Arrow], boxes: Mapping[str, _Box]) -> bool:
    """Does something hang below the lowest row?"""
    lowest = max(box.above for box in boxes.values())
    return any(
        (ANY in (arrow.source, arrow.target)) and boxes[arrow.source or arrow.target].above == lowest
        for arrow in arrows
    )


def _above(arrow: _Arrow, boxes: Mapping[str, _Box]) -> bool:
    """Is something drawn above the first row?"""
    ends = [boxes[stage] for stage in (arrow.source, arrow.target) if stage]
    order = list(boxes)
    onward = ANY not in (arrow.source, arrow.target) and order.index(arrow.target) == order.index(arrow.source) + 1
    return not any(box.low for box in ends) and not onward


def _stage(label: str, box: _Box) -> str:
    return (
        f'<rect x="{box.left:.1f}" y="{box.above:.1f}" width="{box.wide:.1f}" height="{_HIGH}" rx="10" '
        f'fill="var(--mild)" stroke="var(--main)"/>'
        + _text(box.middle, box.above + _HIGH / 2 + 5, label, "var(--ink)", 15)
    )


def _start(box: _Box) -> str:
    """The dot at which the chart begins."""
    middle = box.above + _HIGH / 2
    return f'<circle cx="{box.left - 30:.1f}" cy="{middle:.1f}" r="6" fill="var(--ink)"/>' + _line(
        f"M{box.left - 24:.1f} {middle:.1f} L{box.left - 1:.1f} {middle:.1f}"
    )


def _arrow(arrow: _Arrow, boxes: Mapping[str, _Box], language: str) -> str:
    if arrow.source == ANY or arrow.target == BACK:
        return _tail(arrow, boxes[arrow.source or arrow.target], language)
    one, other = boxes[arrow.source], boxes[arrow.target]
    if one.low != other.low:
        return _between_rows(arrow, one, other)
    order = list(boxes)
    if order.index(arrow.target) == order.index(arrow.source) + 1:
        middle = one.above + _HIGH / 2
        left, right = one.left + one.wide, other.left
        return _line(f"M{left:.1f} {middle:.1f} L{right - 1:.1f} {middle:.1f}") + _number(
            (left + right) / 2, middle, arrow
        )
    # Back, or past a neighbour: an arc above the row, or below the lower one.
    edge, way = (one.above + _HIGH, 1) if one.low else (one.above, -1)
    height = 34 + 4 * abs(order.index(arrow.source) - order.index(arrow.target))
    shift = 14 if one.left < other.left else -14
    first, last = one.middle + shift, other.middle - shift
    path = (
        f"M{first:.1f} {edge:.1f} Q{(first + last) / 2:.1f} {edge + way * height * 2:.1f} {last:.1f} {edge + way:.1f}"
    )
    return _line(path) + _number((first + last) / 2, edge + way * height, arrow)


def _between_rows(arrow: _Arrow, one: _Box, other: _Box) -> str:
    down = other.low
    start = one.above + (_HIGH if down else 0)
    end = other.above - 1 if down else other.above + _HIGH + 1
    shift = 12 if down else -12
    first, last = one.middle + shift, other.middle + shift
    return _line(f"M{first:.1f} {start:.1f} L{last:.1f} {end:.1f}") + _number(
        first + (last - first) * 0.42, start + (end - start) * 0.42, arrow
    )


def _tail(arrow: _Arrow, box: _Box, language: str) -> str:
    """An arrow from any stage, or back to the one before: short and dashed, below the stage or above the first row."""
    comes = arrow.source == ANY
    edge, way = (box.above + _HIGH, 1) if box.low else (box.above, -1)
    at = box.middle + (-box.wide / 4 if comes else box.wide / 4)
    near, far = edge + way, edge + way * _TAIL
    start, end = (far, near) if comes else (near, far)
    word = (_ANY if comes else _BACK).in_language(language)
    anchor, side = ("end", 4) if comes else ("start", -4)
    return (
        _line(f"M{at:.1f} {start:.1f} L{at:.1f} {end:.1f}", dashed=True)
        + _number(at, edge + way * (_TAIL / 2 - 4), arrow)
        + _text(at + side, edge + way * _TAIL + (16 if way > 0 else -6), word, "var(--soft)", 12, anchor)
    )


def _line(path: str, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="4 3"' if dashed else ""
    return f'<path d="{path}" fill="none" stroke="var(--soft)" stroke-width="1.5"{dashes} marker-end="url(#tip)"/>'


def _number(left: float, above: float, arrow: _Arrow) -> str:
    wide = 18 + 7 * (len(arrow.label) - 1)
    return (
        f'<rect x="{left - wide / 2:.1f}" y="{above - 9:.1f}" width="{wide}" height="18" rx="9" '
        f'fill="var(--paper)" stroke="var(--line)"/>' + _text(left, above + 4, arrow.label, "var(--ink)", 12)
    )


def _text(left: float, above: float, text: str, colour: str, size: int, anchor: str = "middle") -> str:
    return (
        f'<text x="{left:.1f}" y="{above:.1f}" font-size="{size}" fill="{colour}" text-anchor="{anchor}">'
        f"{escape(text)}</text>"
    )

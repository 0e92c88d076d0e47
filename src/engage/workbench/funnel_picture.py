"""The sieve drawn: contacts flow from the left through the steps to their exits, as wide as they are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from attrs import define, frozen

from engage.measure.sieve import Funnel, Passage
from engage.measure.visits import StepExit
from engage.workbench.funnel_told import FunnelTold
from engage.workbench.funnel_words import EXITS, STEP_NAMES

__all__ = ["funnel_picture"]

_WIDTH: Final = 760
_HEIGHT: Final = 340
_ABOVE: Final = 24
_GAP: Final = 22
_NODE: Final = 12
_RIGHT: Final = 170  # room for the names of exits
_WARM: Final = frozenset({StepExit.ABANDONED, StepExit.REVERSED})
_SOFT: Final = frozenset({StepExit.OPEN, StepExit.UNPROVED, StepExit.PROVISIONAL})
#: names stay readable on ribbons
_HALO: Final = 'stroke="var(--paper)" stroke-width="4" paint-order="stroke"'


@define
class _Node:
    """A bar: where it stands, how high it is, how much of it has been joined on either side."""

    left: float
    above: float
    high: float
    into: float = 0.0
    out: float = 0.0


@frozen
class _Flow:
    start: _Node
    end: _Node
    count: int
    colour: str
    told: str


def funnel_picture(told: FunnelTold) -> str:
    """The SVG; empty where there is nothing to draw. All figures stand in the table beside it, too."""
    funnel = told.report.funnel
    passages = [passage for passage in funnel.passages if passage.entered]
    if not passages:
        return ""
    scale, source, steps, exits = _placed(funnel, passages)
    parts = [_ribbon(flow, scale) for flow in _flows(told, passages, source, steps, exits)]
    parts += [_bar(node) for node in (source, *steps, *exits.values())]
    parts.append(_text(0, _ABOVE - 8, f"{told.say('came')} {funnel.contacts:,}"))
    for passage, node in zip(passages, steps, strict=True):
        name = told.words(STEP_NAMES[passage.step])
        parts.append(_text(node.left, node.above - 6, f"{name} {passage.entered:,}"))
    for exit, node in exits.items():
        count = sum(passage.exits.get(exit, 0) for passage in passages)
        parts.append(
            _text(node.left + _NODE + 6, node.above + node.high / 2 + 4, f"{told.words(EXITS[exit])} {count:,}")
        )
    return (
        f'<div style="overflow-x:auto"><svg viewBox="0 0 {_WIDTH} {_HEIGHT + 8}" width="100%" role="img" '
        f'style="max-width:{_WIDTH}px;min-width:34rem"><title>{escape(told.say("picture"))}</title>'
        f"{''.join(parts)}</svg></div>"
    )


def _placed(funnel: Funnel, passages: Sequence[Passage]) -> tuple[float, _Node, list[_Node], dict[StepExit, _Node]]:
    """How high one contact is; the bars of all contacts, of each step, of each exit."""
    used = [
        exit for exit in StepExit if exit is not StepExit.ESCALATED and any(exit in each.exits for each in passages)
    ]
    rows = max(len(passages), len(used))
    entered = sum(passage.entered for passage in passages)
    scale = (_HEIGHT - _ABOVE - _GAP * (rows - 1)) / max(entered, funnel.contacts)
    source = _Node(0, _ABOVE, funnel.contacts * scale)
    apart = (_WIDTH - _RIGHT - _NODE) / (len(passages) + 1)
    steps, above = [], float(_ABOVE)
    for place, passage in enumerate(passages, start=1):
        steps.append(_Node(place * apart, above, passage.entered * scale))
        above += passage.entered * scale + _GAP
    exits: dict[StepExit, _Node] = {}
    above = float(_ABOVE)
    for exit in used:
        high = sum(passage.exits.get(exit, 0) for passage in passages) * scale
        exits[exit] = _Node(_WIDTH - _RIGHT - _NODE, above, high)
        above += high + _GAP
    return scale, source, steps, exits


def _flows(
    told: FunnelTold,
    passages: Sequence[Passage],
    source: _Node,
    steps: Sequence[_Node],
    exits: Mapping[StepExit, _Node],
) -> Iterator[_Flow]:
    names = [told.words(STEP_NAMES[passage.step]) for passage in passages]
    for passage, step, name in zip(passages, steps, names, strict=True):
        if passage.arrived:
            yield _Flow(source, step, passage.arrived, "var(--main)", f"{name}: {passage.arrived:,}")
    for before, after, count in _handed(passages):
        said = f"{names[before]} → {names[after]}: {count:,}"
        yield _Flow(steps[before], steps[after], count, "var(--warm)", said)
    for passage, step, name in zip(passages, steps, names, strict=True):
        for exit, node in exits.items():
            if count := passage.exits.get(exit, 0):
                said = f"{name} → {told.words(EXITS[exit])}: {count:,}"
                yield _Flow(step, node, count, _colour(exit), said)


def _handed(passages: Sequence[Passage]) -> Iterator[tuple[int, int, int]]:
    """From which step how many went on to which: `handed_from` counts them."""
    for after, passage in enumerate(passages):
        for before, earlier in enumerate(passages[:after]):
            if count := passage.handed_from.get(earlier.step, 0):
                yield before, after, count


def _colour(exit: StepExit) -> str:
    if exit in _WARM:
        return "var(--warm)"
    return "var(--soft)" if exit in _SOFT else "var(--main)"


def _ribbon(flow: _Flow, scale: float) -> str:
    high = max(flow.count * scale, 0.5)
    x1, x2 = flow.start.left + _NODE, flow.end.left
    y1, y2 = flow.start.above + flow.start.out, flow.end.above + flow.end.into
    flow.start.out += flow.count * scale
    flow.end.into += flow.count * scale
    middle = (x1 + x2) / 2
    there = f"M{x1:.1f},{y1:.1f} C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
    below1, below2 = y1 + high, y2 + high
    back = f"L{x2:.1f},{below2:.1f} C{middle:.1f},{below2:.1f} {middle:.1f},{below1:.1f} {x1:.1f},{below1:.1f} Z"
    return f'<path d="{there} {back}" fill="{flow.colour}" fill-opacity="0.3"><title>{escape(flow.told)}</title></path>'


def _bar(node: _Node) -> str:
    return (
        f'<rect x="{node.left:.1f}" y="{node.above:.1f}" width="{_NODE}" height="{max(node.high, 1):.1f}" '
        'fill="var(--ink)" fill-opacity="0.75"/>'
    )


def _text(left: float, above: float, text: str) -> str:
    return f'<text x="{left:.1f}" y="{above:.1f}" font-size="13" fill="var(--ink)" {_HALO}>{escape(text)}</text>'

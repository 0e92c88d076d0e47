"""The conditions of a ruleset with the constructs they stand in, for checks that look at conditions one by one."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from engage.checks.checked import Checked
from engage.checks.named import target_called
from engage.ground.finding import Words
from engage.ground.source import Span
from engage.language import print_condition
from engage.language.tree import And, Condition
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.floors import Floor
from engage.ruleset.keys import KEYS
from engage.ruleset.model import Model, Never, Rule, Scorecard, Table

__all__ = ["Part", "clock_parts", "flat", "parts", "printed", "span_of"]


@frozen
class Part:
    """Conditions that must hold together: of a rule, veto, floor, row, line of a scorecard, move, segment's door.

    `kinds`: where it is asked. `cells`: they stand in the columns of a table.
    """

    name: Words
    conditions: tuple[Condition, ...]
    span: Span | None
    kinds: tuple[str, ...]
    cells: bool = False


def parts(asked: Checked) -> Iterator[Part]:
    """Every part of the ruleset, in file order."""
    for file in asked.model.files:
        for construct in file.constructs:
            if isinstance(construct, Rule):
                name = Words(f"rule `{construct.id}`", f"规则 `{construct.id}`", f"規則 `{construct.id}`")
                yield Part(name, flat(construct.lines), construct.span, asked.kinds_of(construct))
            elif isinstance(construct, Never):
                yield Part(
                    Words("this `never`", "这条 `禁止`", "這條 `禁止`"),
                    flat(construct.lines),
                    construct.span,
                    asked.kinds_of(construct),
                )
            elif isinstance(construct, Floor):
                name = Words(f"floor `{construct.id}`", f"底线 `{construct.id}`", f"底線 `{construct.id}`")
                yield Part(name, flat(construct.lines), construct.span, asked.kinds_of(construct))
            elif isinstance(construct, Table):
                yield from _rows(construct, asked)
            elif isinstance(construct, Scorecard):
                yield from _lines(construct)
            elif isinstance(construct, Lifecycle):
                yield from _moves(construct, asked)
            elif isinstance(construct, Segment):
                yield from _doors(construct, asked)


def clock_parts(asked: Checked) -> Iterator[Part]:
    """The conditions of service clocks, which are looked at wherever an event of their case is decided."""
    kinds = tuple(kind.id for kind in asked.model.vocabulary.events)
    called = {clock.id: target_called(clock.id, asked.model) for clock in asked.model.every(ServiceClock)}
    for clock in asked.model.every(ServiceClock):
        for key, lines in clock.conditions.items():
            spans = [line.span for line in lines if line.span is not None]
            name, (zh, hant) = called[clock.id], (KEYS[key].printed(each) for each in ("zh", "zh-Hant"))
            name = Words(
                f"`{key}` of clock `{name.en}`",
                f"时钟 `{name.zh}` 的“{zh}”",
                f"時鐘 `{name.in_language('zh-Hant')}` 的“{hant}”",
            )
            yield Part(name, flat(lines), spans[0] if spans else clock.span, kinds)


def _rows(table: Table, asked: Checked) -> Iterator[Part]:
    kinds = asked.kinds_of(table)
    for number, row in enumerate(table.rows, 1):
        name = Words(
            f"row {number} of table `{table.id}`",
            f"决策表 `{table.id}` 的第 {number} 行",
            f"決策表 `{table.id}` 的第 {number} 行",
        )
        yield Part(name, tuple(cell for cell in row.cells if cell is not None), row.span or table.span, kinds, True)


def _lines(card: Scorecard) -> Iterator[Part]:
    for number, line in enumerate(card.lines, 1):
        name = Words(
            f"line {number} of scorecard `{card.id}`",
            f"评分卡 `{card.id}` 的第 {number} 行",
            f"評分卡 `{card.id}` 的第 {number} 行",
        )
        # Points are asked for at any kind of event.
        yield Part(name, flat((line.condition,)), line.span or card.span, ("",))


def _moves(chart: Lifecycle, asked: Checked) -> Iterator[Part]:
    for number, move in enumerate(chart.moves, 1):
        name = Words(
            f"move {number} of lifecycle `{chart.id}`",
            f"生命周期 `{chart.id}` 的第 {number} 个转换",
            f"生命週期 `{chart.id}` 的第 {number} 個轉換",
        )
        yield Part(name, flat((move.condition,)), move.span or chart.span, asked.kinds)


def _doors(segment: Segment, asked: Checked) -> Iterator[Part]:
    enter = Words(
        f"entering segment `{segment.id}`", f"进入客群 `{segment.id}` 的条件", f"進入客群 `{segment.id}` 的條件"
    )
    leave = Words(
        f"leaving segment `{segment.id}`", f"离开客群 `{segment.id}` 的条件", f"離開客群 `{segment.id}` 的條件"
    )
    yield Part(enter, flat(segment.enter), segment.span, asked.kinds)
    yield Part(leave, flat(segment.leave), segment.span, asked.kinds)


def flat(conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """The conditions with every `and` taken apart."""
    found: list[Condition] = []
    for each in conditions:
        found += flat(each.parts) if isinstance(each, And) else [each]
    return tuple(found)


def span_of(condition: Condition, part: Part) -> Span | None:
    """Where a condition stands: its own words, else the part."""
    return condition.span or part.span


def printed(condition: Condition, model: Model) -> Words:
    """A condition in every language."""
    zone = model.header.zone
    return Words(*(print_condition(condition, model.vocabulary, it, zone) for it in ("en", "zh", "zh-Hant")))

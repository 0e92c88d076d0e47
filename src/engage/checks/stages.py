"""V029, V030: a stage that no customer comes to, a move that is never made, and a stage that nobody ever leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from engage.checks.boxes import Space, TooManyBoxes
from engage.checks.boxes.regions import Region, union
from engage.checks.checked import Checked
from engage.checks.speaking import nobody
from engage.facts.vocabulary import Type
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.source import Span
from engage.language.tree import Compare, Condition, Fact, Literal
from engage.ruleset.chart_model import ANY, BACK, ChartMove, Lifecycle
from engage.ruleset.spell_chart import move_words, stage_names

__all__ = ["NEVER_ENTERED", "NEVER_LEFT", "check"]

_LANGUAGES: Final = ("en", "zh", "zh-Hant")

NEVER_ENTERED: Final = Message(
    "V029",
    "{what} of lifecycle `{chart}` {why}",
    "生命周期 `{chart}` 的{what}{why}",
    "{hint}",
    "{hint}",
    severity=Severity.WARNING,
)
NEVER_LEFT: Final = Message(
    "V030",
    "whoever comes to stage `{stage}` of lifecycle `{chart}` stays there: no move ever leaves it",
    "客户进入生命周期 `{chart}` 的阶段 `{stage}` 后不再变动：没有离开它的转换",
    "add a move that leaves it, unless it is meant to be the end",
    "请添加离开它的转换；若本意就是终点，可不处理",
    severity=Severity.INFO,
)
_NO_WAY: Final = Words("is never entered: no move leads to it", "无法进入：没有转入它的转换")
_BY_HAND: Final = Words(
    "is entered by hand only: of the moves that lead to it, none is ever made",
    "只能由人工转入：转入它的转换都不会发生",
)
_LEAD: Final = Words("add a move that leads to it, or take the stage out", "请添加转入它的转换，或删去该阶段")
_MEND: Final = Words(
    "correct the conditions of the moves that lead to it",
    "请改正转入它的各个转换的条件",
    "請改正轉入它的各個轉換的條件",
)
_TAKEN: Final = Words(
    "is never made: the moves above it that leave the same stage take everybody whom it would take",
    "不会发生：同一阶段在它之前的转换已涵盖它的全部客户",
)
_ABOVE: Final = Words("write it above them, or narrow them", "请把它移到前面，或缩小前面各个转换的条件")


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a stage, or a move. A guard that holds for nobody is `impossible`'s; what follows from it is told."""
    for chart in asked.model.every(Lifecycle):
        yield from _in(chart, asked)


def _in(chart: Lifecycle, asked: Checked) -> Iterator[Finding]:
    vocabulary = asked.model.vocabulary
    type = vocabulary.field_by_name[f"customer.{chart.id}"].type
    made = {stage: _made(chart, stage, type, asked) for stage in chart.every_stage()}
    reached = _reached(chart, made)
    for stage in chart.every_stage():
        called = Words(*(stage_names(chart, vocabulary, language)(stage) for language in _LANGUAGES))
        if stage not in reached:
            led = any(move.target == stage for move in chart.moves)
            what = Words(f"stage `{called.en}`", f"阶段 `{called.zh}` ", f"階段 `{called.hant}` ")
            yield _never(chart, chart.span, what, *((_BY_HAND, _MEND) if led else (_NO_WAY, _LEAD)))
        elif not made[stage][0]:
            yield Finding(NEVER_LEFT, chart.span, {"chart": chart.id, "stage": called})
    for place, move in enumerate(chart.moves):
        asked_for = [made[stage] for stage in chart.every_stage() if _leaves(move, stage)]
        if any(place in taken for _, taken in asked_for) and not any(place in alive for alive, _ in asked_for):
            en, zh, hant = (
                move_words(move.source, move.target, stage_names(chart, vocabulary, language), language)
                for language in _LANGUAGES
            )
            what = Words(f"`{en}`", f"转换 `{zh}` ", f"轉換 `{hant}` ")
            yield _never(chart, move.span or chart.span, what, _TAKEN, _ABOVE)


def _never(chart: Lifecycle, span: Span | None, what: Words, why: Words, hint: Words) -> Finding:
    return Finding(NEVER_ENTERED, span, {"what": what, "chart": chart.id, "why": why, "hint": hint})


def _leaves(move: ChartMove, stage: str) -> bool:
    """May the move be made from this stage?"""
    return move.source in (ANY, stage) and move.target != stage


def _made(chart: Lifecycle, stage: str, type: Type, asked: Checked) -> tuple[set[int], set[int]]:
    """By their places: the moves out of a stage that somebody may make, and those that others take away."""
    alive: set[int] = set()
    taken: set[int] = set()
    leaving = [(place, move) for place, move in enumerate(chart.moves) if _leaves(move, stage)]
    standing = Compare("=", Fact(f"customer.{chart.id}", type), Literal(stage, type))
    conditions = (standing, *(move.condition for _, move in leaving))
    for kind in asked.kinds:
        space = asked.space_of(conditions, kind)
        above: list[Region] = []
        for place, move in leaving:
            state = _taken(space, (standing, move.condition), above)
            if state is None:
                continue
            (taken if state else alive).add(place)
    return alive, taken - alive


def _taken(space: Space, guard: Sequence[Condition], above: list[Region]) -> bool | None:
    """Do the moves above take everybody? None where it holds for nobody. Its region joins those above."""
    try:
        region = space.all_hold(guard)
        if not region or nobody(space, region):
            return None
        covered = bool(above) and space.within(region, union(above))
    except TooManyBoxes:
        return False
    above.append(region)
    return covered


def _reached(chart: Lifecycle, made: Mapping[str, tuple[set[int], set[int]]]) -> set[str]:
    """The stages to which moves that are made lead from the start. Whoever goes back has been there before."""
    reached = [chart.start]
    for stage in reached:
        for place in sorted(made[stage][0]):
            target = chart.moves[place].target
            if target != BACK and target not in reached:
                reached.append(target)
    return set(reached)

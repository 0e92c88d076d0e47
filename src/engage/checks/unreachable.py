"""V003: a row that no customer reaches, as the rows above it take everybody; a band for which points never suffice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engage.checks.boxes import Region, Space
from engage.checks.boxes.meeting import meeting_pairs
from engage.checks.checked import Checked
from engage.checks.speaking import nobody
from engage.facts.vocabulary import Kind, Term, Type
from engage.ground.finding import Finding, Message, Severity, Words
from engage.ground.source import Span
from engage.language.tree import Compare, Fact, Literal
from engage.ruleset.model import Scorecard, Table

__all__ = ["UNREACHABLE", "check"]

UNREACHABLE: Final = Message(
    "V003",
    "{what} is never reached: {why}",
    "{what} 永远轮不到：{why}",
    "{hint}",
    "{hint}",
    severity=Severity.WARNING,
)
_ROW: Final = Words(
    "put it above them, narrow them, or take it out",
    "请把它移到前面，或缩小前面各行的条件，或将其删去",
    "請把它移到前面，或縮小前面各行的條件，或將其刪去",
)
_BAND: Final = Words(
    "move the bounds of the bands, or the points of the lines",
    "请调整分档的界限，或各行的分数",
    "請調整分檔的界限，或各行的分數",
)

#: of so many rows above it is worth finding those that matter
_MOST: Final = 24


def check(asked: Checked) -> Iterable[Finding]:
    """One finding a row of a table under `first`, or a band. A row that nobody can be in at all is `impossible`'s."""
    for table in asked.model.every(Table):
        if table.hit == "first" and len(table.rows) > 1:
            yield from _dead_rows(asked, table)
    for card in asked.model.every(Scorecard):
        yield from _dead_bands(asked, card)


def _dead_rows(asked: Checked, table: Table) -> Iterator[Finding]:
    kinds = asked.kinds_of(table)
    takers: dict[int, dict[int, None]] = {}
    alive: set[int] = set()
    for kind in kinds:
        space = asked.space_of((cell for row in table.rows for cell in row.cells if cell is not None), kind)
        regions = [space.all_hold(row.cells) for row in table.rows]
        above: dict[int, list[int]] = {}
        for first, second in meeting_pairs(regions, space.full):
            above.setdefault(second, []).append(first)
        for number, region in enumerate(regions):
            uppers = above.get(number, [])
            if not region or not _covered(space, region, [regions[upper] for upper in uppers]):
                alive.add(number)
            else:
                takers.setdefault(number, {}).update(dict.fromkeys(_needed(space, region, regions, uppers)))
    for number, row in enumerate(table.rows):
        if kinds and number not in alive:
            taken = sorted(takers.get(number, ()))
            related = tuple(span for each in taken[:3] if (span := table.rows[each].span) is not None)
            yield _finding(table, number, taken, row.span, related)


def _covered(space: Space, region: Region, others: Sequence[Region]) -> bool:
    return space.within(region, tuple(box for other in others for box in other))


def _needed(space: Space, region: Region, regions: Sequence[Region], uppers: list[int]) -> list[int]:
    """Those of the rows above that take the row's customers, without such as take none that others do not."""
    kept = uppers
    for upper in reversed(uppers if len(uppers) <= _MOST else []):
        fewer = [each for each in kept if each != upper]
        if _covered(space, region, [regions[each] for each in fewer]):
            kept = fewer
    return kept


def _finding(table: Table, number: int, upper: list[int], span: Span | None, related: tuple[Span, ...]) -> Finding:
    rows = ", ".join(str(each + 1) for each in upper)
    listed = rows.replace(", ", "、")
    what = Words(
        f"row {number + 1} of table `{table.id}`",
        f"决策表 `{table.id}` 的第 {number + 1} 行",
        f"決策表 `{table.id}` 的第 {number + 1} 行",
    )
    why = Words(
        f"{f'row {rows} takes' if len(upper) == 1 else f'rows {rows} take'} everybody whom it would answer",
        f"第 {listed} 行已涵盖它的全部客户",
        f"第 {listed} 行已涵蓋它的全部客戶",
    )
    return Finding(UNREACHABLE, span or table.span, {"what": what, "why": why, "hint": _ROW}, related=related)


def _dead_bands(asked: Checked, card: Scorecard) -> Iterator[Finding]:
    """Bands whose points no set of lines gives."""
    band_type = Type(Kind.CHOICE, tuple(Term(band.id) for band in card.bands))
    field = Fact(f"customer.{card.id}_band", band_type)
    for band in card.bands:
        falls = Compare("=", field, Literal(band.id, band_type))
        space = asked.space_of((falls,), "")
        if nobody(space, space.holds(falls)):
            what = Words(
                f"band `{band.id}` of scorecard `{card.id}`",
                f"评分卡 `{card.id}` 的分档 `{band.id}`",
                f"評分卡 `{card.id}` 的分檔 `{band.id}`",
            )
            why = Words("no lines together give so many points", "各行的分数都凑不到", "各行的分數都湊不到")
            yield Finding(UNREACHABLE, card.span, {"what": what, "why": why, "hint": _BAND})

"""V002: two rows of a table answer the same customer, though only one may (`unique`), or both must agree (`any`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from engage.checks.boxes import Region
from engage.checks.boxes.meeting import meeting_pairs
from engage.checks.boxes.regions import intersection
from engage.checks.checked import Checked
from engage.facts.decided import Verdict
from engage.ground.finding import Finding, Message, Words
from engage.ruleset.model import Row, Table

__all__ = ["OVERLAP", "check"]

OVERLAP: Final = Message(
    "V002",
    "rows {first} and {second} of table `{table}` answer the same customer, {but}",
    "决策表 `{table}` 的第 {first} 行和第 {second} 行对同一客户都有答案，{but}",
    "narrow one of the two, or say `first` behind the table's name if the upper one is meant to win",
    "请缩小其中一行的条件；若上面一行应优先，请在表名后写 `首个命中`",
)


_BUT: Final = {
    "unique": Words("and only one may", "而只能有一个", "而只能有一個"),
    "any": Words("and they do not agree", "但答案不一致"),
}


def check(asked: Checked) -> Iterable[Finding]:
    """One finding for each pair of rows."""
    for table in asked.model.every(Table):
        if table.hit in ("unique", "any"):
            yield from _overlaps(asked, table)


def _overlaps(asked: Checked, table: Table) -> Iterator[Finding]:
    found: set[tuple[int, int]] = set()
    for kind in asked.kinds_of(table):
        space = asked.space_of((cell for row in table.rows for cell in row.cells if cell is not None), kind)
        regions: Sequence[Region] = [space.all_hold(row.cells) for row in table.rows]
        for first, second in meeting_pairs(regions, space.full):
            upper, lower = table.rows[first], table.rows[second]
            if (first, second) in found or (table.hit == "any" and _agree(upper, lower)):
                continue
            both = (upper.id, lower.id)
            example = asked.example(
                space,
                intersection(regions[first], regions[second]),
                lambda d, both=both: all(d.verdicts.get(id) is Verdict.FIRED for id in both),  # type: ignore[misc]
            )
            found.add((first, second))
            yield Finding(
                OVERLAP,
                lower.span or table.span,
                {"table": table.id, "first": str(first + 1), "second": str(second + 1), "but": _BUT[table.hit]},
                related=(upper.span,) if upper.span else (),
                example=example or "",
                possible=example is None,
            )


def _agree(upper: Row, lower: Row) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(upper.results, lower.results, strict=True))

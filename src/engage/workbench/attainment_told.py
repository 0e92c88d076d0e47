"""How targets were kept, in words and as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from engage.decide.explain_plain import plain_data
from engage.decide.plan_words import label
from engage.decide.value_words import value_words
from engage.facts.vocabulary import Domain, Field, Vocabulary
from engage.ground.finding import Words
from engage.measure.attainment import Attainment
from engage.workbench.compare_words import share_words
from engage.workbench.value_told import Listed

__all__ = ["ATTAINMENT_WORDS", "attainment_json", "attainment_table"]

ATTAINMENT_WORDS: Final[Mapping[str, Words]] = {
    "title": Words("How targets were kept", "时限达成情况", "時限達成情況"),
    "target": Words("target", "时限", "時限"),
    "in time": Words("in time", "达成", "達成"),
    "late": Words("late", "超时", "逾時"),
    "share": Words("kept", "达成率", "達成率"),
    "nothing": Words(
        "no clock has told anything yet: none was met, none was late",
        "尚无时钟报告：既无达成，也无超时",
        "尚無時鐘報告：既無達成，也無逾時",
    ),
}


def attainment_table(
    found: Sequence[Attainment], vocabulary: Vocabulary, by: Field | None, zone: str, language: str
) -> Listed:
    """A row a target, and below it one for each group."""
    head = tuple(ATTAINMENT_WORDS[key].in_language(language) for key in ("target", "in time", "late", "share"))
    rows = []
    for each in found:
        name = label(vocabulary, Domain.TARGET, each.target, language)
        if each.group is not None:
            name = "  " + value_words(each.group, by.type if by else None, language, zone)
        rows.append((name, f"{each.met:,}", f"{each.late:,}", share_words(each.met, each.met + each.late)))
    return Listed("attainment", ATTAINMENT_WORDS["title"].in_language(language), head, tuple(rows))


def attainment_json(found: Sequence[Attainment]) -> list[dict[str, object]]:
    """The same as data, ids for names; `group` None: all of the target."""
    return [
        {
            "target": each.target,
            "group": plain_data(each.group),
            "met": each.met,
            "late": each.late,
            "share": float(each.share),
        }
        for each in found
    ]

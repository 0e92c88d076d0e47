"""The names that service clocks give: two facts of a customer, three kinds of events, and what those say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from attrs import evolve

from engage.facts.clocks import breach_kind, due_fact, met_kind, open_fact, warning_kind
from engage.facts.vocabulary import EventKind, Kind, Labels, Term, Type, Vocabulary
from engage.ruleset.given_names import with_given

__all__ = ["CLOCK_FIELDS", "with_clocks"]

_MOMENT: Final = Type(Kind.MOMENT)
#: What the events of clocks say, by short name.
CLOCK_FIELDS: Final[Mapping[str, tuple[Labels, Type]]] = MappingProxyType(
    {
        "clock_started": (Labels("clock started", zh="计时开始", hant="計時開始"), _MOMENT),
        "clock_due": (Labels("clock due", zh="计时到期", hant="計時到期"), _MOMENT),
        "clock_threshold": (Labels("warning threshold", zh="预警点", hant="預警點"), Type(Kind.TEXT)),
        "clock_by_new_target": (
            Labels("by a new target", zh="因时限变更", hant="因時限變更"),
            Type(Kind.YES_NO),
        ),
    }
)


def with_clocks(vocabulary: Vocabulary, targets: Iterable[Term]) -> Vocabulary:
    """The vocabulary with what the clocks of these targets give."""
    clocks = tuple(targets)
    if not clocks:
        return vocabulary
    kinds = (kind for term in clocks for kind in _kinds(term))
    return with_given(vocabulary, _given(clocks), kinds)


def _given(clocks: Iterable[Term]) -> Iterator[tuple[str, Labels, Type]]:
    for term in clocks:
        yield open_fact(term.id), _labels(term, "running {} clocks", "", "进行中的{}", "進行中的{}"), Type(Kind.NUMBER)
        yield due_fact(term.id), _labels(term, "next {} due", "", "最早{}期限", "最早{}期限"), _MOMENT
    for name, (labels, type) in CLOCK_FIELDS.items():
        yield f"event.{name}", labels, type


def _kinds(term: Term) -> Iterator[EventKind]:
    """Nobody can send them: their type is that of timers."""
    said = {
        warning_kind(term.id): _labels(term, "{} warning", "{} warnings", "{}预警", "{}預警"),
        breach_kind(term.id): _labels(term, "{} breach", "{} breaches", "{}超时", "{}逾時"),
        met_kind(term.id): _labels(term, "{} met", "{}s met", "{}达成", "{}達成"),
    }
    for id, labels in said.items():
        yield EventKind(id, "engage.timer", evolve(labels, measure="次"), False, tuple(CLOCK_FIELDS))


def _labels(term: Term, one: str, many: str, simplified: str, traditional: str) -> Labels:
    labels = term.labels
    en = labels.en or term.id.replace("_", " ")
    hant = labels.hant or labels.zh
    return Labels(
        one.format(en),
        many.format(en) if many else "",
        zh=simplified.format(labels.zh) if labels.zh else "",
        hant=traditional.format(hant) if hant else "",
    )

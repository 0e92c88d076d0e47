"""Which rules, rows, vetoes and score lines ever fired in a set of decisions, and which never did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import frozen

from engage.decide.explain import explain
from engage.decide.explanation import State
from engage.facts.decided import Decision, Verdict
from engage.program.program import Program, ScoreInput

__all__ = ["Coverage", "coverage"]


@frozen
class Coverage:
    """How often each thing fired, by kind (`rule`, `row`, `never`, `score line`) and id, in the order of ids."""

    fired: tuple[tuple[str, str, int], ...]

    @property
    def never_fired(self) -> tuple[tuple[str, str], ...]:
        """What no decision made fire."""
        return tuple((kind, id) for kind, id, count in self.fired if not count)

    @property
    def share(self) -> float:
        """The part that fired at least once; 1.0 when there is nothing to fire."""
        return 1 - len(self.never_fired) / len(self.fired) if self.fired else 1.0


def coverage(program: Program, decisions: Iterable[Decision]) -> Coverage:
    """Count what fired. Score lines are named `CARD line N`."""
    counts: Counter[tuple[str, str]] = Counter(dict.fromkeys(_everything(program), 0))
    known = set(counts)
    for decision in decisions:
        for id, verdict in decision.verdicts.items():
            if verdict is Verdict.FIRED:
                counts.update(key for key in (("rule", id), ("row", id), ("never", id)) if key in known)
        for score in explain(program, decision).scores:
            for number, (_, _, line) in enumerate(score.lines, 1):
                if line.state is State.HOLDS:
                    counts["score line", f"{score.name} line {number}"] += 1
    return Coverage(tuple((kind, id, counts[kind, id]) for kind, id in sorted(counts)))


def _everything(program: Program) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for shelf in program.shelves.values():
        found |= {("rule", rule.id) for rule in shelf.rules} | {("never", never.id) for never in shelf.nevers}
        for table in shelf.tables:
            found |= {("row", row.id) for row in (*table.rows, *((table.otherwise,) if table.otherwise else ()))}
        for card in shelf.inputs:
            if isinstance(card, ScoreInput):
                found |= {("score line", f"{card.name} line {number}") for number in range(1, len(card.steps) + 1)}
    return found

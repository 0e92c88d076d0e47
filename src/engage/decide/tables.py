"""Decision tables under DMN's hit policies: which rows answer, and with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from attrs import evolve, frozen

from engage.decide.reasons import ReasonCode
from engage.decide.weigh import weight
from engage.facts.decided import Reason, Verdict
from engage.facts.vocabulary import Type
from engage.ground.numbers import add
from engage.program.program import CompiledRow, CompiledTable, Line, Proposal, Slot, Values

__all__ = ["Answer", "answer"]

Kept = tuple[Proposal | None, ...]


@frozen
class Answer:
    """What a table says: verdicts of its rows and of itself, the rows that answer with their proposals, reasons."""

    verdicts: dict[str, Verdict]
    rows: tuple[tuple[CompiledRow, Kept], ...] = ()
    reasons: tuple[Reason, ...] = ()


def answer(
    table: CompiledTable,
    values: Values,
    judge: Callable[[tuple[Line, ...], Values], Verdict],
    types: Mapping[str, Type] = MappingProxyType({}),
) -> Answer:
    """Ask a table. Its own verdict is `fired` when a row or its `otherwise` answers. `types` are those of outputs."""
    verdicts: dict[str, Verdict] = {}
    hits: list[CompiledRow] = []
    for row in table.rows:
        verdicts[row.id] = judge(row.lines, values)
        if verdicts[row.id] is Verdict.FIRED:
            hits.append(row)
            if table.hit == "first":
                break
    if not hits:
        if table.otherwise is None:
            unknown = Verdict.UNKNOWN in verdicts.values()
            return Answer({**verdicts, table.id: Verdict.UNKNOWN if unknown else Verdict.NOT_MET})
        row = table.otherwise
        verdicts |= {row.id: Verdict.FIRED, table.id: Verdict.FIRED}
        reason = Reason(ReasonCode.OTHERWISE, rule=table.id)
        return Answer(verdicts, ((row, _solid(row.proposals, values)),), (reason,))
    rows, reasons = _by_policy(table, hits, values, types)
    return Answer({**verdicts, table.id: Verdict.FIRED}, rows, reasons)


def _by_policy(
    table: CompiledTable, hits: Sequence[CompiledRow], values: Values, types: Mapping[str, Type]
) -> tuple[tuple[tuple[CompiledRow, Kept], ...], tuple[Reason, ...]]:
    solid = [(row, _solid(row.proposals, values)) for row in hits]
    if table.hit == "unique":
        if len(hits) == 1:
            return tuple(solid), ()
        names = ", ".join(row.id for row in hits)
        return (), (Reason(ReasonCode.VIOLATED, rule=table.id, detail=names),)
    if table.hit == "any":
        return _agreed(table, solid)
    function = table.hit.removeprefix("collect").strip() if table.hit.startswith("collect ") else ""
    if function:
        return _collected(solid, function, types), ()
    if table.hit == "output order":
        # Invariant: sorting is stable, so rows of equal results keep their order.
        solid.sort(key=lambda pair: tuple(_precedence(proposal, types) for proposal in pair[1]))
    return tuple(solid), ()


def _solid(proposals: Kept, values: Values) -> Kept:
    # Policies compare values, so computed ones are worked out first; an unknown one stays a computation.
    worked: list[Proposal | None] = []
    for proposal in proposals:
        value = proposal.compute(values) if proposal is not None and proposal.compute else None
        worked.append(proposal if proposal is None or value is None else evolve(proposal, value=value, compute=None))
    return tuple(worked)


def _precedence(proposal: Proposal | None, types: Mapping[str, Type]) -> tuple[int, int | Decimal, str]:
    """DMN's output priority: choices in their declared order, everything else from the largest down; blanks last."""
    if proposal is None:
        return 9, 0, ""
    type = types.get(proposal.key) if proposal.slot is Slot.OUTPUT else None
    kind, amount, text = weight(proposal.value, type)
    return kind, amount if type is not None and type.choices else -amount, text


def _agreed(
    table: CompiledTable, solid: Sequence[tuple[CompiledRow, Kept]]
) -> tuple[tuple[tuple[CompiledRow, Kept], ...], tuple[Reason, ...]]:
    reasons: list[Reason] = []
    kept: list[Proposal | None] = []
    first = solid[0][0]
    for column in zip(*(proposals for _, proposals in solid), strict=True):
        told = [proposal for proposal in column if proposal is not None]
        if any(proposal != told[0] for proposal in told):
            where = _column_name(told[0])
            names = ", ".join(row.id for row, _ in solid)
            reasons.append(Reason(ReasonCode.VIOLATED, where, table.id, names))
            kept.append(None)
        else:
            kept.append(told[0] if told else None)
    return ((first, tuple(kept)),), tuple(reasons)


def _column_name(proposal: Proposal) -> str:
    return f"{proposal.slot.value} {proposal.key}" if proposal.key else proposal.slot.value


def _collected(
    solid: Sequence[tuple[CompiledRow, Kept]], function: str, types: Mapping[str, Type]
) -> tuple[tuple[CompiledRow, Kept], ...]:
    kept: list[Proposal | None] = []
    for column in zip(*(proposals for _, proposals in solid), strict=True):
        told = [proposal for proposal in column if proposal is not None and proposal.compute is None]
        kept.append(_reduced(told, function, types) if told else next((p for p in column if p is not None), None))
    return ((solid[0][0], tuple(kept)),)


def _reduced(told: Sequence[Proposal], function: str, types: Mapping[str, Type]) -> Proposal | None:
    if function == "count":
        return Proposal(told[0].slot, len(told), told[0].key)
    if function in ("smallest", "largest"):
        choose = min if function == "smallest" else max
        type = types.get(told[0].key) if told[0].slot is Slot.OUTPUT else None
        return choose(told, key=lambda proposal: weight(proposal.value, type))
    total: object = told[0].value
    for proposal in told[1:]:
        total = _plus(total, proposal.value)
    return None if total is None else Proposal(told[0].slot, total, told[0].key)


def _plus(left: object, right: object) -> object:
    if isinstance(left, int | Decimal) and isinstance(right, int | Decimal):
        return add(left, right)
    return None

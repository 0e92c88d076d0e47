"""What the owner of a task says of it after it arrived: taken on, given back, done. Rules hear it as `effect answered`.

Each is told once. Given back and done end a task, and of the two only the first counts: both have one id, so the
storage itself refuses the second, whichever process it comes from.
"""

from __future__ import annotations

from typing import Final

from attrs import evolve

from engage.errors import EventConflict
from engage.facts.decided import Decision
from engage.facts.known import Event
from engage.ground.canonical import derived_id
from engage.runtime import messages as say
from engage.runtime.deciding import Deciding
from engage.runtime.intake import Active, answer_event
from engage.sockets.channel import FAILURE_CODE, Answer
from engage.sockets.pending import OutboxRecord
from engage.sockets.storage import Snapshot

__all__ = ["OUTCOMES", "answered_task"]

OUTCOMES: Final = ("accepted", "refused", "done")
_SOURCE: Final = "engage:delivery"


def answered_task(deciding: Deciding, active: Active, task: tuple[str, str], outcome: str, why: str) -> Decision:
    """The decision on an owner's answer to a task (its decision's id, its key); the one that is kept, if it is.

    Raises EngageError for an outcome that is none (S065), NotFound for a task that is not there (S063) or whose
    customer was erased (S042), and EventConflict for one that has ended otherwise (S064).
    """
    if outcome not in OUTCOMES:
        raise say.misuse("S065")
    effect = _effect(deciding, *task)
    event = _event(deciding, active, effect, outcome, why)

    def still_open(_: Snapshot) -> None:
        ended = derived_id(deciding.tenant, _SOURCE, _id(effect, ended=True))
        if deciding.storage.decision(deciding.tenant, ended) is not None:
            raise say.task_ended()

    try:
        return deciding.recorded(active, event, check=still_open, follows=effect.decision_id)
    except EventConflict as conflict:
        raise say.task_ended() from conflict


def _effect(deciding: Deciding, decision_id: str, key: str) -> OutboxRecord:
    for record in deciding.storage.outbox(deciding.tenant, decision_id=decision_id):
        if record.key == key and record.kind == "task":
            if not record.payload:
                raise say.not_found("S042")  # its customer was erased
            return record
    raise say.not_found("S063")


def _event(deciding: Deciding, active: Active, effect: OutboxRecord, outcome: str, why: str) -> Event:
    answer = Answer(outcome, data={FAILURE_CODE: why} if why else {})
    event = answer_event(active.program, effect, answer, deciding.clock.now())
    return evolve(event, id=_id(effect, ended=outcome != "accepted"))


def _id(effect: OutboxRecord, *, ended: bool) -> str:
    return derived_id(effect.key, "owner", "ended" if ended else "accepted")

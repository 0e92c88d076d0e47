"""Which program decides in a storage: taking over what is active there, or making another one active."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Final

from engage.ground.canonical import canonical_json
from engage.ground.finding import Words
from engage.program.floors import DeclaredFloor
from engage.program.lowering import lowered
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.intake import Active
from engage.runtime.record import packed, unpacked
from engage.sockets.storage import Storage

__all__ = ["activated", "taken_up"]

#: beside the sources: the floors they declare, which nobody here can read from the texts
_FLOORS: Final = ".floors"
_WHAT: Final[Mapping[str, Words]] = {
    "gone": Words("it is gone", "已删去", "已刪去"),
    "guarantee": Words("it holds less", "保证的内容减少", "保證的內容減少"),
    "whom": Words("it concerns fewer customers", "适用的客户减少", "適用的客戶減少"),
    "when": Words("it holds for a shorter time", "有效的时间缩短", "有效的時間縮短"),
}
_LOG: Final = logging.getLogger("engage.activation")


def taken_up(storage: Storage, tenant: str, program: Program) -> Active:
    """A program that is the active one already. Raises ActivationError when it is not."""
    current = storage.activation(tenant)
    if current is None or current.ruleset_hash != program.hash:
        raise say.not_active("S008")
    return Active(program, current.generation)


def activated(storage: Storage, tenant: str, program: Program, now: int, by: str) -> Active:
    """Make a program the active one; nothing is written when it is so already, by whomever.

    The sources are stored under its hash, its floors beside them. Raises ActivationError when another one was
    activated meanwhile, and when a floor of the active one is lowered or left out without a newer approval in it.
    """
    current = storage.activation(tenant)
    if current is None or current.ruleset_hash != program.hash:
        if current is not None:
            _refuse_lowered(storage, tenant, current.ruleset_hash, program)
        sources = canonical_json([*_texts(program), [_FLOORS, canonical_json(packed(program.floors))]])
        before = current.generation if current else 0
        done = storage.activate(tenant, program.hash, sources, now, by, before)
        # Workers that start together with one program: one of them is first, and the others find their wish done.
        current = done or storage.activation(tenant)
        if current is None or current.ruleset_hash != program.hash:
            raise say.not_active("S006")
        if done and before:
            _LOG.warning("generation %d is active: %s", done.generation, program.hash)
    return Active(program, current.generation)


def _texts(program: Program) -> Iterator[list[str]]:
    return ([name, text] for name, text in program.sources if name != _FLOORS)


def _refuse_lowered(storage: Storage, tenant: str, active: str, program: Program) -> None:
    """Nobody lowers a floor by the way: the person who may says so in the floor itself."""
    kept = {str(name): str(text) for name, text in json.loads(storage.sources(tenant, active) or "[]")}
    before = unpacked(json.loads(kept.get(_FLOORS, "[]")))
    floors = [each for each in before if isinstance(each, DeclaredFloor)] if isinstance(before, tuple) else []
    for one in lowered(floors, program.floors, program.working):
        raise say.floor_lowered(one.floor, one.place, _WHAT[one.what])

"""Which program decides in a storage: taking over what is active there, or making another one active."""

from __future__ import annotations

import logging
from typing import Final

from engage.ground.canonical import canonical_json
from engage.program.program import Program
from engage.runtime import messages as say
from engage.runtime.intake import Active
from engage.sockets.storage import Storage

__all__ = ["activated", "taken_up"]

_LOG: Final = logging.getLogger("engage.activation")


def taken_up(storage: Storage, tenant: str, program: Program) -> Active:
    """A program that is the active one already. Raises ActivationError when it is not."""
    current = storage.activation(tenant)
    if current is None or current.ruleset_hash != program.hash:
        raise say.not_active("S008")
    return Active(program, current.generation)


def activated(storage: Storage, tenant: str, program: Program, now: int, by: str) -> Active:
    """Make a program the active one; nothing is written when it is so already, by whomever.

    The sources are stored under its hash. Raises ActivationError when another one was activated meanwhile.
    """
    current = storage.activation(tenant)
    if current is None or current.ruleset_hash != program.hash:
        sources = canonical_json([list(pair) for pair in program.sources])
        before = current.generation if current else 0
        done = storage.activate(tenant, program.hash, sources, now, by, before)
        # Workers that start together with one program: one of them is first, and the others find their wish done.
        current = done or storage.activation(tenant)
        if current is None or current.ruleset_hash != program.hash:
            raise say.not_active("S006")
        if done and before:
            _LOG.warning("generation %d is active: %s", done.generation, program.hash)
    return Active(program, current.generation)

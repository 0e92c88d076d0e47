"""A decision that a storage keeps, explained with the program compiled from the sources stored with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import typer

from engage.cli.opening import open_ruleset
from engage.cli.speech import say
from engage.cli.storages import existing
from engage.decide import Explanation, explain
from engage.errors import ActivationError, NotFound
from engage.ground.finding import Words
from engage.load import from_sources
from engage.program.program import Program
from engage.runtime import Engine
from engage.runtime.record import from_record
from engage.sockets.storage import Storage

__all__ = ["active_engine", "active_name", "stored_explanation"]

_NO_DECISION: Final = Words("there is no such decision in this storage", "此存储中没有这个决策", "此儲存中沒有這個決策")
_NOT_ACTIVE: Final = Words(
    "another ruleset is active in this storage: leave RULESET out, or activate this one with `engage run`",
    "此存储启用的是另一套规则集：请省略规则集，或用 `engage run` 启用这一套",
    "此儲存啟用的是另一套規則集：請省略規則集，或用 `engage run` 啟用這一套",
)
_NO_SOURCES: Final = Words(
    "the storage does not hold the sources of this decision",
    "存储中没有该决策所用规则集的原文",
    "儲存中沒有該決策所用規則集的原文",
)


@contextmanager
def active_engine(
    ruleset: Path | None, storage: str, tenant: str, language: str, channels: Mapping[str, str] | None = None
) -> Iterator[Engine]:
    """An engine with the ruleset that is active in a storage; one that is named must be that one."""
    with existing(storage) as opened:
        program = open_ruleset(ruleset, language)[1] if ruleset else _active(opened, tenant)
        try:
            engine = Engine(program, storage, channels=channels, tenant=tenant, activate=False)
        except ActivationError:
            raise typer.BadParameter(say(_NOT_ACTIVE, language), param_hint="RULESET") from None
    with engine:
        yield engine


def _active(storage: Storage, tenant: str) -> Program:
    """The program of the active ruleset, from the sources that are kept with it."""
    active = storage.activation(tenant)
    sources = storage.sources(tenant, active.ruleset_hash) if active else None
    if sources is None:
        raise NotFound(
            "S014",
            Words("no ruleset was ever active in this storage", "此存储从未有现行规则集", "此儲存從未有現行規則集"),
            hint=Words("`engage run` activates one", "`engage run` 会启用", "`engage run` 會啟用"),
        )
    return from_sources([(str(name), str(text)) for name, text in json.loads(sources)])


def stored_explanation(address: str, tenant: str, decision_id: str) -> Explanation:
    """Explain a stored decision. Raises NotFound when the storage has no such decision or no longer its sources."""
    with existing(address) as storage:
        kept = storage.decision(tenant, decision_id)
        if kept is None:
            raise NotFound("decision", _NO_DECISION, where=decision_id)
        sources = storage.sources(tenant, kept.ruleset_hash)
        if sources is None:
            raise NotFound("ruleset", _NO_SOURCES, where=kept.ruleset_hash)
    program = from_sources([(str(name), str(text)) for name, text in json.loads(sources)])
    return explain(program, from_record(kept))


def active_name(address: str, tenant: str) -> str:
    """The name of the ruleset that is active in a storage, empty where there is none, or no storage yet."""
    try:
        with existing(address) as storage:
            active = storage.activation(tenant)
            sources = storage.sources(tenant, active.ruleset_hash) if active else None
    except NotFound:
        return ""
    return from_sources([(str(name), str(text)) for name, text in json.loads(sources)]).name if sources else ""

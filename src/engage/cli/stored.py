"""What a storage keeps, with the program compiled from the sources stored beside it: a decision, the active ruleset."""

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

__all__ = ["active_engine", "active_name", "active_program", "stored_explanation"]

_NO_DECISION: Final = Words("there is no such decision in this storage", "此存储中没有这个决策", "此儲存中沒有這個決策")
_NOT_ACTIVE: Final = Words(
    "another ruleset is active in this storage: leave RULESET out, or activate this one with `engage run`",
    "此存储启用的是另一套规则集：请省略规则集，或用 `engage run` 启用这一套",
    "此儲存啟用的是另一套規則集：請省略規則集，或用 `engage run` 啟用這一套",
)
_NO_SOURCES: Final = Words(
    "the storage does not hold the sources of this ruleset",
    "存储中没有该规则集的原文",
    "儲存中沒有該規則集的原文",
)
_NOTHING_ACTIVE: Final = Words(
    "no ruleset was ever active in this storage", "此存储中还没有启用过规则集", "此儲存中還沒有啟用過規則集"
)


@contextmanager
def active_engine(
    ruleset: Path | None,
    storage: str,
    tenant: str,
    language: str,
    *,
    channels: Mapping[str, str] | None = None,
    estimators: Mapping[str, str] | None = None,
    providers: Mapping[str, str] | None = None,
) -> Iterator[Engine]:
    """An engine with the ruleset that is active in a storage; one that is named must be that one."""
    with existing(storage) as opened:
        program = open_ruleset(ruleset, language)[1] if ruleset else active_program(opened, tenant)
        try:
            engine = Engine(
                program,
                storage,
                channels=channels,
                estimators=estimators,
                providers=providers,
                tenant=tenant,
                activate=False,
            )
        except ActivationError:
            raise typer.BadParameter(say(_NOT_ACTIVE, language), param_hint="RULESET") from None
    with engine:
        yield engine


def active_program(storage: Storage, tenant: str) -> Program:
    """The program of the active ruleset, from the sources kept with it. Raises NotFound where there is none."""
    active = storage.activation(tenant)
    if active is None:
        raise NotFound(
            "S014",
            Words("no ruleset was ever active in this storage", "此存储从未有现行规则集", "此儲存從未有現行規則集"),
            hint=Words("`engage run` activates one", "`engage run` 会启用", "`engage run` 會啟用"),
        )
    return _compiled(storage, tenant, active.ruleset_hash)


def _compiled(storage: Storage, tenant: str, ruleset_hash: str) -> Program:
    sources = storage.sources(tenant, ruleset_hash)
    if sources is None:
        raise NotFound("ruleset", _NO_SOURCES, where=ruleset_hash)
    return from_sources([(str(name), str(text)) for name, text in json.loads(sources)])


def stored_explanation(address: str, tenant: str, decision_id: str) -> Explanation:
    """Explain a stored decision. Raises NotFound when the storage has no such decision or no longer its sources."""
    with existing(address) as storage:
        kept = storage.decision(tenant, decision_id)
        if kept is None:
            raise NotFound("decision", _NO_DECISION, where=decision_id)
        program = _compiled(storage, tenant, kept.ruleset_hash)
    return explain(program, from_record(kept))


def active_name(address: str, tenant: str) -> str:
    """The name of the ruleset that is active in a storage, empty where there is none, or no storage yet."""
    try:
        with existing(address) as storage:
            return active_program(storage, tenant).name
    except NotFound:
        return ""

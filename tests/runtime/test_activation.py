"""Who decides: opening activates, together or one after the other; who is overtaken says so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engage.errors import ActivationError
from engage.runtime import Engine, SetClock
from engage_sqlite import SqliteStorage
from runtime.desk import START, engine_on, envelope, ready


def generations(engine: Engine) -> tuple[object, ...]:
    status = engine.status()
    return tuple(status[name] for name in ("generation", "generation_in_storage", "in_step", "overtaken"))


def test_workers_that_start_together_with_one_program_all_start(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db", made=ready("before")) as before:
        with ThreadPoolExecutor(8) as pool:
            engines = list(pool.map(lambda _: engine_on(tmp_path / "care.db"), range(8)))
        assert [generations(engine) for engine in engines] == [(2, 2, True, False)] * 8
        assert generations(before) == (1, 2, False, True)
        for engine in engines:
            engine.close()


def test_activating_what_is_active_writes_nothing(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.activate(ready())
        assert generations(engine) == (1, 1, True, False)


def test_an_engine_that_is_overtaken_goes_on_and_records_its_own_generation(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine, engine_on(tmp_path / "care.db", made=ready("later")) as later:
        mine, theirs = engine.receive(envelope(1)), later.receive(envelope(2))
        records = [engine.storage.decision("main", decision.id) for decision in (mine, theirs)]
        assert [(one.generation, one.ruleset_hash[:5]) for one in records if one] == [(1, "desk0"), (2, "later")]


def test_an_engine_that_must_not_activate_takes_the_active_program_or_none(tmp_path: Path) -> None:
    def open_only(name: str) -> Engine:
        storage = SqliteStorage(str(tmp_path / "care.db"))
        return Engine(ready(name), storage, clock=SetClock(START), activate=False)

    with pytest.raises(ActivationError) as caught:
        open_only("desk")
    assert caught.value.code == "S008"
    engine_on(tmp_path / "care.db").close()
    with open_only("desk") as engine:
        assert generations(engine) == (1, 1, True, False)
        with pytest.raises(ActivationError):
            open_only("other")
        assert generations(engine) == (1, 1, True, False)

"""What was damaged in the storage is told as a failure of the storage, without a value of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from engage.errors import EventRejected, StorageError
from runtime.desk import engine_on, envelope


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"plan": 7, "kind": "secret-4711"}', "null"])
@pytest.mark.parametrize("column", ["public", "personal"])
def test_a_damaged_decision_is_told(tmp_path: Path, column: str, text: str) -> None:
    if column == "personal" and text in ("", "{}", '{"plan": 7, "kind": "secret-4711"}'):
        pytest.skip("what was erased is empty, and what nobody reads does no harm")
    with engine_on(tmp_path / "care.db") as engine:
        made = engine.receive(envelope(1))
        with closing(sqlite3.connect(tmp_path / "care.db")) as raw, raw:
            raw.execute(f"UPDATE decision SET {column} = ?", (text,))
        with pytest.raises(StorageError) as caught:
            engine.decision(made.id)
        assert (caught.value.code, caught.value.where) == ("S009", made.id)
        assert "secret-4711" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", '{"customer.tier": 7}', '{"customer.tier": {"value": "secret-4711"}}'])
def test_a_damaged_profile_is_told(tmp_path: Path, text: str) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        engine.know("c7", {"customer.tier": "gold"})
        with closing(sqlite3.connect(tmp_path / "care.db")) as raw, raw:
            raw.execute("UPDATE customer SET facts = ?", (text,))
        for look in (lambda: engine.profile("c7"), lambda: engine.receive(envelope(1))):
            try:
                look()
            except StorageError as failure:
                assert failure.code == "S009"
                assert "secret-4711" not in str(failure)


@pytest.mark.parametrize("facts", [None, 7, "customer.tier"])
def test_what_are_no_facts_is_rejected(tmp_path: Path, facts: object) -> None:
    with engine_on(tmp_path / "care.db") as engine, pytest.raises(EventRejected):
        engine.know("c7", facts)  # type: ignore[arg-type]  # what a careless host does


def test_a_profile_keeps_its_fractions(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        exact = Decimal("0.1234567890123456789012345")
        engine.know("c7", {"customer.months_with_us": exact})
        assert engine.profile("c7").facts["customer.months_with_us"].value == exact

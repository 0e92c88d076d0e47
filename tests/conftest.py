"""What all tests share: golden files, how many examples a law gets, where published data may lie."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The contract kits tell what they compared only when pytest rewrites their asserts, before anybody imports them.
pytest.register_assert_rewrite(
    *(f"engage.testing.{kit}" for kit in ("storage", "storage_effects", "storage_record", "channel", "estimator")),
    "engage.testing.provider",
)

HERE = Path(__file__).parent
#: Data made by others, which is never part of the project. Tests that need it skip where it is absent.
PUBLISHED = Path(os.environ.get("ENGAGE_PUBLISHED", HERE.parent.parent / "shared"))

_quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
settings.register_profile("default", max_examples=100, deadline=None, derandomize=True, suppress_health_check=_quiet)
settings.register_profile("long", max_examples=10_000, deadline=None, derandomize=True, suppress_health_check=_quiet)
settings.load_profile("long" if os.environ.get("ENGAGE_LAWS") == "long" else "default")


@pytest.fixture
def published() -> Callable[[str], Path]:
    """The path of a published file by its name below the data folder; skips the test where it is absent."""

    def find(name: str) -> Path:
        path = PUBLISHED / name
        if not path.exists():
            pytest.skip(f"published data `{name}` is not here")
        return path

    return find


@pytest.fixture
def golden() -> Callable[[str, Callable[[str], str]], None]:
    """Compare `produce(input)` with a golden file: input, a line `----`, the expected output.

    With ENGAGE_GOLDEN=accept the file's output part is written anew, to be reviewed by its diff.
    """

    def compare(name: str, produce: Callable[[str], str]) -> None:
        path = HERE / "golden" / name
        given, _, expected = path.read_text(encoding="utf-8").partition("\n----\n")
        produced = produce(given).rstrip("\n")
        if os.environ.get("ENGAGE_GOLDEN") == "accept":
            path.write_text(f"{given}\n----\n{produced}\n", encoding="utf-8")
            return
        assert produced == expected.rstrip("\n")

    return compare

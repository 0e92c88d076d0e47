"""A fresh ruleset and a way to call the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Caller


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Caller:
    """Call a verb in this process; the locale is English and the terminal wide."""
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    return Caller(capsys)


@pytest.fixture
def fresh(call: Caller, tmp_path: Path) -> Path:
    """The ruleset that `engage new` makes."""
    folder = tmp_path / "care"
    assert call("new", str(folder)).code == 0
    return folder

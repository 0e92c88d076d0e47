"""Calling the command line in this process: exit code, what was printed, what was complained about."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import frozen

from engage.cli import main

__all__ = ["Called", "Caller"]


@frozen
class Called:
    """What came of a call."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@frozen
class Caller:
    """Calls verbs and catches what they print."""

    captured: pytest.CaptureFixture[str]

    def __call__(self, *words: str) -> Called:
        self.captured.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(words)
        out, err = self.captured.readouterr()
        return Called(int(ended.value.code or 0), out, err)

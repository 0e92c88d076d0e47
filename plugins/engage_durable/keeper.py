"""Keeps the child process: starts it, asks it, notices when it has died or does not answer."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

__all__ = ["Child", "Died", "Missing"]

_CHILD: Final = Path(__file__).with_name("child.py")
#: Far more than any measured answer takes; a ruleset of 513 branches under one node never answers.
_PATIENCE: Final = 30.0


class Died(Exception):
    """The child process has ended, or had to be ended; `how` in a word or two."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class Missing(Exception):
    """The child process cannot import durable_rules."""


class Child:
    """A running child process. Raises Missing where durable_rules is not installed, Died when it does not start."""

    def __init__(self, patience: float = _PATIENCE) -> None:
        self.patience = patience
        self._late = False
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # It looks for durable_rules where this process would.
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"},
        )
        started = self._read()
        if "missing" in started:
            self.close()
            raise Missing(str(started["missing"]))

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def ask(self, command: dict[str, object]) -> dict[str, object]:
        """The answer to a command. Raises Died."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(command, ensure_ascii=False).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            raise self._died() from None
        return self._read()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._died()

    def _read(self) -> dict[str, object]:
        assert self._process.stdout is not None
        timer = threading.Timer(self.patience, self._too_late)
        timer.start()
        try:
            line = self._process.stdout.readline()
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            raise self._died()
        answer = json.loads(line)
        assert isinstance(answer, dict)
        return answer

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def _died(self) -> Died:
        """What became of the process; gives back its pipes."""
        code = self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                try:
                    pipe.close()
                except OSError:  # what had not been written yet
                    continue
        if self._late:
            return Died(f"no answer within {self.patience:g} seconds")
        return Died(_name_of_signal(-code) if code < 0 else f"exit code {code}")


def _name_of_signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"

"""The child process: the only place that imports durable_rules. Started as a script; nothing else may import this file.

It reads commands from its standard input, a line of JSON each, and answers each with a line. The envelope that was
measured to be safe (decision 0011): one host without its background threads, one rule a ruleset, one message at a time
that is taken back before the next, one state.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TextIO

try:
    from durable import engine

    MISSING = ""
except ImportError as failure:
    engine = None
    MISSING = f"{type(failure).__name__}: {failure}"
try:
    import resource
except ImportError:  # not on Windows
    resource = None  # type: ignore[assignment]

__all__ = ["main"]


class _Rules:
    """Rulesets in one host. `held` counts how often the rule asked last has fired."""

    def __init__(self) -> None:
        class Quiet(engine.Host):  # type: ignore[misc]  # durable_rules has no types
            """A host without the threads that dispatch in the background: they touch freed state."""

            def _run(self) -> None:
                return

        self.host = Quiet()
        self.unmet = engine.MessageNotHandledException
        self.held = 0

    def define(self, name: str, condition: object) -> None:
        """A ruleset of one rule."""
        self.host.set_rulesets({name: {"rule": {"all": [{"m": condition}], "run": self._fired}}})

    def _fired(self, _: object) -> None:
        self.held += 1

    def ask(self, name: str, event: dict[str, object]) -> str:
        """`1` when the rule fires on the event, `0` when not, `?` when durable_rules contradicts itself."""
        self.held, fact = 0, {**event, "asked": 1, "id": "1", "sid": "1"}
        try:
            self.host.assert_fact(name, fact)
        except self.unmet:
            return "0" if not self.held else "?"
        self.host.retract_fact(name, fact)
        return "1" if self.held else "?"

    def obey(self, command: dict[str, object]) -> dict[str, object]:
        """Do as a command says."""
        name = str(command["name"])
        if "condition" in command:
            self.define(name, command["condition"])
            return {"defined": name}
        answers = ""
        events = command["events"]
        assert isinstance(events, list)
        for event in events:
            try:
                answers += self.ask(name, event)
            except Exception:
                # An error is a bare number, and may repeat the event; the state may be anything after it.
                return {"answers": answers + "?", "spoilt": True}
        return {"answers": answers}


def main() -> None:
    """Answer until the input ends."""
    answers = _own_output()
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash is expected here, its memory of no use
    if MISSING:
        _answer(answers, {"missing": MISSING})
        return
    rules = _Rules()
    _answer(answers, {"ready": True})
    for line in sys.stdin:
        try:
            _answer(answers, rules.obey(json.loads(line)))
        except Exception as failure:
            _answer(answers, {"error": " ".join(str(failure).split())})


def _own_output() -> TextIO:
    """The standard output for answers alone; what a library prints goes with the errors."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    return answers


def _answer(to: TextIO, answer: dict[str, object]) -> None:
    to.write(json.dumps(answer, ensure_ascii=False) + "\n")
    to.flush()


if __name__ == "__main__":
    main()

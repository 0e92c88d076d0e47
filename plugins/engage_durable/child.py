"""The child process: the only place that imports durable_rules. Started as a script; nothing else may import this file.

It reads commands from its standard input, a line of JSON each, and answers each with a line. The envelope that was
measured to be safe (decision 0011): one host without its background threads, one rule a ruleset, one message at a time
that is taken back before the next, one state.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, TextIO

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
        self.joins = _Joins(self.host)

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
        if "join" in command:
            self.joins.define(name)
            return {"defined": name}
        if "place" in command:
            return self.joins.forget(str(command["place"])) if name == "forget" else self.joins.tell(name, command)
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


#: what waits: its ruleset, until when, the fact
_Waiting = tuple[str, int, dict[str, object]]


def _over(at: int, waiting: _Waiting) -> bool:
    return waiting[1] < at


def _among(ruleset: str, numbers: list[int], waiting: _Waiting) -> bool:
    return waiting[0] == ruleset and waiting[2]["number"] in numbers


class _Joins:
    """Steps of patterns: each waits as a fact for the next, under a rule that joins the two by equality alone.

    Order is the order in which this is told; time is kept by taking back what is too long ago before going on.
    """

    def __init__(self, host: Any) -> None:
        self.host, self.ids, self.met = host, 0, list[int]()
        self.waiting: dict[tuple[str, str], list[_Waiting]] = {}  # by pattern and place

    def define(self, name: str) -> None:
        """A ruleset of one rule: what waits, and what is asked beside it."""
        asked = {"$and": [{"asked": 1}, {"who": {"waits": "who"}}, {"key": {"waits": "key"}}]}
        rule = {"all": [{"waits": {"kept": 1}}, {"asks": asked}], "run": self._met}
        self.host.set_rulesets({name: {"rule": rule}})

    def _met(self, c: Any) -> None:
        self.met.append(c.waits.number)

    def tell(self, name: str, command: dict[str, Any]) -> dict[str, object]:
        """Walk the candidates: which complete the pattern, and which of those before do so no more."""
        life, place, rulesets = (name, command["place"]), command["place"], command["rulesets"]
        if command["fresh"]:
            self._take_back(life, lambda _: True)
        completed, undone = list[int](), list[int]()
        for number, (step, at, until, follows, leads) in enumerate(command["told"], start=command["first"]):
            self._take_back(life, partial(_over, at))
            met = self._ask(rulesets[step - 1], place, command["who"], follows) if step else []
            if command["absent"] and step == len(rulesets):
                undone += met
                self._take_back(life, partial(_among, rulesets[-1], met))
            elif (step and not met) or step == len(rulesets):
                completed += [number] * bool(met)
            else:
                last = command["absent"] and step == len(rulesets) - 1
                completed += [number] * last
                self._wait(life, rulesets[step], until, (place, command["who"], leads, number), alone=last)
        return {"completed": completed, "undone": undone}

    def forget(self, place: str) -> dict[str, object]:
        """Take back everything that waits in a place: another customer gets it."""
        for life in [life for life in self.waiting if life[1] == place]:
            self._take_back(life, lambda _: True)
            del self.waiting[life]
        return {"forgotten": place}

    def _wait(
        self, life: tuple[str, str], ruleset: str, until: int, fact: tuple[str, str, str, int], *, alone: bool
    ) -> None:
        """What was reached waits for the next step; of those alike only the one that waits longest, unless `alone`."""
        place, who, key, number = fact
        alike = [each for each in self.waiting.get(life, ()) if each[0] == ruleset and each[2]["key"] == key]
        if not alone and any(each[1] >= until for each in alike):
            return
        if not alone:
            self._take_back(life, lambda each: each in alike)
        made = self._put(ruleset, {"kept": 1, "who": who, "key": key, "number": number, "sid": place})
        self.waiting.setdefault(life, []).append((ruleset, until, made))

    def _ask(self, ruleset: str, place: str, who: str, key: str) -> list[int]:
        """The numbers of what waits for this."""
        self.met = []
        fact = self._put(ruleset, {"asked": 1, "who": who, "key": key, "sid": place})
        self._retract(ruleset, fact)
        return self.met

    def _take_back(self, life: tuple[str, str], chosen: Callable[[_Waiting], bool]) -> None:
        waiting = self.waiting.get(life, [])
        for each in [each for each in waiting if chosen(each)]:
            self._retract(each[0], each[2])
        self.waiting[life] = [each for each in waiting if not chosen(each)]

    def _put(self, ruleset: str, fact: dict[str, object]) -> dict[str, object]:
        while True:
            self.ids += 1
            made = {**fact, "id": str(self.ids)}
            try:
                self.host.assert_fact(ruleset, made)
            except engine.MessageNotHandledException:
                return made
            except engine.MessageObservedException:
                continue  # ids are known by 32 bits: another one has the same
            return made

    def _retract(self, ruleset: str, fact: dict[str, object]) -> None:
        try:
            self.host.retract_fact(ruleset, fact)
        except engine.MessageNotHandledException:
            return


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

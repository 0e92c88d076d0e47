"""What durable_rules says of claims: asked in a child process, which is started again when it dies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from attrs import define, field

from engage.plugins import Claim, Constant, Opinion, SecondOpinion, Words
from engage_durable import messages
from engage_durable.carriage import Sort, Uncarried
from engage_durable.keeper import Child, Died, Missing
from engage_durable.rulesets import Ruleset, Unfit, ruleset

__all__ = ["DurableOpinion", "open_durable"]

#: So many events go to the child in one message.
_BATCH: Final = 250
#: A host cannot forget a ruleset (155 KB each): after so many a new child begins.
_MOST_RULESETS: Final = 200
#: After so many crashes on one claim nothing more is asked of it.
_MOST_CRASHES: Final = 8

Carried = dict[str, object]


def open_durable(where: str = "") -> SecondOpinion:
    """The second opinion; nothing may follow its name. Starts no process yet."""
    if where:
        raise messages.misuse("D001")
    return DurableOpinion()


class _Refused(Exception):
    """durable_rules would not have the ruleset."""


@define
class _Asked:
    """One claim while it is asked: what came, what did not, what broke."""

    ruleset: Ruleset
    verdicts: list[bool | None]
    unanswered: Counter[Words] = field(factory=Counter)
    crashes: list[Words] = field(factory=list)
    name: str = ""

    def no_answer(self, places: Sequence[int], why: Words) -> None:
        """These events get no answer."""
        if places:
            self.unanswered[why] += len(places)


@define
class DurableOpinion:
    """durable_rules behind the SecondOpinion socket. `patience`: seconds until a child that is silent is ended."""

    patience: float = 30.0
    engine: str = field(factory=lambda: _installed())
    _child: Child | None = None
    _rulesets: int = 0

    @property
    def pid(self) -> int | None:
        """The process id of the child, None when none runs."""
        return None if self._child is None else self._child.pid

    def unavailable(self) -> Words | None:
        """Why durable_rules cannot run here; None when it can."""
        try:
            self._running()
        except Missing as missing:
            return messages.unavailable(str(missing))
        except (Died, OSError) as failure:
            return messages.unavailable(str(failure))
        return None

    def unfit(self, claim: Claim) -> Words | None:
        """Why durable_rules cannot express the claim; None when it can."""
        try:
            ruleset(claim)
        except Unfit as unfit:
            return unfit.why
        return None

    def ask(self, claim: Claim, events: Sequence[Mapping[str, Constant]]) -> Opinion:
        """Is the claim certainly so at each event? Raises PluginError (D002) when the claim does not fit."""
        try:
            asked = _Asked(ruleset(claim), [None] * len(events))
        except Unfit:
            raise messages.misuse("D002", claim=claim.id) from None
        carried = _carried(asked, events)
        places = list(carried)
        try:
            for start in range(0, len(places), _BATCH):
                self._put(asked, carried, places[start : start + _BATCH])
        except _Refused as refused:
            asked.no_answer(places, messages.refused(str(refused)))
        except Missing as missing:
            raise messages.misuse("D003", reason=missing) from None
        return Opinion(tuple(asked.verdicts), tuple(asked.unanswered.items()), tuple(asked.crashes))

    def written(self, claims: Sequence[Claim]) -> Mapping[str, str]:
        """The claims as `set_rulesets` takes them (each rule still without its `run`), and what events must carry."""
        made = {claim.id.replace("$", "_"): ruleset(claim) for claim in claims}
        rulesets = {name: {"rule": {"all": [{"m": each.condition}]}} for name, each in made.items()}
        facts = {
            name: {
                "asked": {"value": 1},
                **{
                    each.name: {
                        "fact": each.fact,
                        "value": each.sort.value,
                        **({"digits": each.digits} if each.sort is Sort.NUMBER else {}),
                    }
                    for each in own.properties
                },
            }
            for name, own in made.items()
        }
        return {"rulesets.json": _json(rulesets), "facts.json": _json(facts)}

    def close(self) -> None:
        """End the child process."""
        child, self._child, self._rulesets = self._child, None, 0
        if child is not None:
            child.close()

    # ------------------------------------------------------------------------------------- the child

    def _running(self) -> Child:
        if self._child is None:
            self._child, self._rulesets = Child(self.patience), 0
        return self._child

    def _put(self, asked: _Asked, carried: Mapping[int, Carried], places: Sequence[int]) -> None:
        """Ask of these events; after a crash of each alone, so that one bad event costs no other its answer."""
        if len(asked.crashes) >= _MOST_CRASHES:
            asked.no_answer(places, messages.GAVE_UP)
            return
        try:
            answers = self._answers(asked, [carried[place] for place in places])
        except Died as died:
            self._child = None
            asked.name = ""
            asked.crashes.append(messages.died(died.how))
            if len(places) == 1:
                asked.no_answer(places, messages.no_answer(died.how))
                return
            for place in places:
                self._put(asked, carried, [place])
            return
        for place, answer in zip(places, answers, strict=False):
            asked.verdicts[place] = None if answer == "?" else answer == "1"
        doubtful = [place for place, answer in zip(places, answers, strict=False) if answer == "?"]
        asked.no_answer(doubtful, messages.refused("the event"))
        if len(answers) < len(places):
            self._put(asked, carried, places[len(answers) :])

    def _answers(self, asked: _Asked, events: list[Carried]) -> str:
        """An answer an event, fewer when durable_rules stumbled. Raises _Refused, Died, Missing."""
        if not asked.name:
            self._define(asked)
        answer = self._running().ask({"name": asked.name, "events": events})
        if answer.get("spoilt"):
            self.close()
            asked.name = ""
        return str(answer.get("answers", "?"))

    def _define(self, asked: _Asked) -> None:
        if self._rulesets >= _MOST_RULESETS:
            self.close()
        child = self._running()
        self._rulesets += 1
        name = f"r{self._rulesets}"
        answer = child.ask({"name": name, "condition": asked.ruleset.condition})
        if "error" in answer:
            raise _Refused(str(answer["error"]))
        asked.name = name


def _installed() -> str:
    """durable_rules and its version, as installed."""
    try:
        return f"durable_rules {version('durable_rules')}"
    except PackageNotFoundError:
        return "durable_rules"


def _carried(asked: _Asked, events: Sequence[Mapping[str, Constant]]) -> dict[int, Carried]:
    """The events as properties, by their places; those that cannot be carried are told in `asked`."""
    found: dict[int, Carried] = {}
    for place, event in enumerate(events):
        try:
            found[place] = {
                each.name: each.carry(event[each.fact]) for each in asked.ruleset.properties if each.fact in event
            }
        except Uncarried as uncarried:
            asked.no_answer([place], uncarried.why)
    return found


def _json(made: object) -> str:
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"

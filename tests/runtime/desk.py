"""A small program built by hand, and an engine on a real SQLite file, for the tests of the runtime."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from decide.building import VOCABULARY, is_, output, program, route, rule, task
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Kind, Output, Type
from engage.program.program import (
    AbsenceTimer,
    CompiledRule,
    FactInput,
    HistoryInput,
    Line,
    Needs,
    Once,
    Program,
    Shelf,
)
from engage.runtime import Engine, SetClock
from engage.sockets.channel import Answer, Channel, Delivery
from engage_sqlite import open_sqlite

TIER, REASON, SEEN = 0, 2, 3
MINUTE = 60_000_000
HOUR = 60 * MINUTE
START = 1_793_844_000_000_000  # 2026-11-05 10:00 in Shanghai
TIMER = "timer:chase"


def ready(name: str = "desk", tasks: bool = True) -> Program:
    """Gold customers go to the retention desk and leave a task; a complaint without a bill in an hour is chased."""
    rules: list[CompiledRule] = [
        rule("front", route("front_desk")),
        rule("vip", route("retention_desk"), when=[is_(TIER, "gold")], beats=["front"]),
        rule("once", output("greeting", "hello"), once=Once("customer", 30 * 24 * HOUR)),
    ]
    if tasks:
        rules.append(rule("call", task(), when=[is_(TIER, "gold")]))
    inputs = (
        FactInput(TIER, "customer.tier"),
        FactInput(REASON, "event.reason"),
        HistoryInput(SEEN, "count cancel_request ever", "count", "cancel_request"),
    )
    made = program(
        *rules,
        outputs=[Output("greeting", Type(Kind.TEXT))],
        shelf=Shelf("", inputs=inputs, always=(0, 1, 2, 3)[: len(rules)]),
    )
    complaint = evolve(made.shelves["complaint"], timers=(AbsenceTimer("chase", Duration(1, Unit.HOUR), "bill"),))
    quiet = Line(lambda values: values[SEEN] == 0, lambda values: values[SEEN] != 0, (SEEN,))
    chase = Shelf(
        TIMER, (HistoryInput(SEEN, "count bill ever", "count", "bill"),), (rule("chase", task(), when=[quiet]),), (0,)
    )
    return evolve(
        made,
        name=name,
        hash=name.ljust(64, "0"),
        shelves={**made.shelves, "complaint": complaint, TIMER: chase},
        needs=Needs({"cancel_request": None, "bill": None}),
        vocabulary=VOCABULARY,
        sources=(("desk.rules", f"# {name}"),),
    )


def envelope(
    number: int, type: str = "cancel.requested", at: int = START, subject: str = "c7", **data: object
) -> dict[str, object]:
    from engage.gate.values import moment_text

    return {
        "id": f"e{number}",
        "source": "/ivr",
        "type": type,
        "time": moment_text(at, 480),
        "subject": subject,
        "data": data,
    }


def engine_on(
    path: Path,
    *,
    made: Program | None = None,
    channels: Mapping[str, Channel] | None = None,
    clock: SetClock | None = None,
) -> Engine:
    return Engine(made or ready(), open_sqlite(str(path)), channels=channels, clock=clock or SetClock(START))


class Recorder:
    """A delivery channel that keeps what it got and answers, or raises, as it was told to."""

    def __init__(self, *answers: BaseException | Answer, idempotency: str = "key") -> None:
        self.idempotency, self.window_seconds = idempotency, 10.0 * 86_400
        self.got: list[Delivery] = []
        self._answers = list(answers)

    def deliver(self, delivery: Delivery) -> Answer:
        self.got.append(delivery)
        answer = self._answers.pop(0) if self._answers else Answer(provider_id=delivery.key[:8])
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def close(self) -> None:
        pass

"""What looking for a pattern costs as a customer's history grows from 10 to 100,000 events. Asserts nothing.

    python benchmarks/patterns.py [EVENTS ...]

An event an hour, every second one a complaint, the others calls, of 50 reasons in turn. The pattern, `complaint
followed by call (same reason) within 7 days in the last 30 days`, holds 37 days: `read` is what a storage gives it
(`program.needs`). `windowed` is a whole decision on that, `on all` one when all of the history is at hand, as where
another rule reads it; both in milliseconds of the thread. `durable, news` is durable_rules asked at one event after the
other, `durable, anew` after its child process has died, both in milliseconds of waiting. Medians.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from engage.decide import decide
from engage.facts.known import Event, History, PastEvent, Profile, Situation
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Type, Vocabulary
from engage.knowledge import fill
from engage.knowledge.measure import Past
from engage.knowledge.patterns import question_of
from engage.language.tree import Pattern, Step, Window, WindowKind
from engage.plugins import Question
from engage.program.from_model import compile_model
from engage.program.program import PatternInput, Program
from engage.ruleset.model import Catalogue, File, Header, Model, Rule
from engage_durable import DurableCorrelator, open_correlator

HOUR = 3_600_000_000
START = 1_500_000_000_000_000
TEXT = Type(Kind.TEXT)
VOCABULARY = Vocabulary(
    (Field("event.reason", TEXT, Labels("reason", zh="原因")),),
    (
        EventKind("call", "call.received", Labels("call", "calls", zh="来电"), fields=("reason",)),
        EventKind("complaint", "complaint.made", Labels("complaint", "complaints", zh="投诉"), fields=("reason",)),
    ),
)
PATTERN = Pattern(
    (Step("complaint"), Step("call", (), ("reason",), Duration(7, Unit.DAY))),
    Window(WindowKind.ROLLING, Duration(30, Unit.DAY)),
)


def program() -> Program:
    rule = Rule(id="again", events=("call",), lines=(PATTERN,))
    return compile_model(Model(Header("bench"), VOCABULARY, Catalogue(), (File("a.rules", "rules", "en", (rule,)),)))


def life(events: int) -> list[PastEvent]:
    return [_past(number) for number in range(events)]


def _past(number: int) -> PastEvent:
    kind, reason = ("call", "complaint")[number % 2], f"r{number // 2 % 50}"
    return PastEvent(kind, START + number * HOUR, number, {"reason": reason}, id=f"e{number}")


def situation(past: list[PastEvent], made: Program | None) -> Situation:
    """At the last event, with all that happened before, or what the program needs of it."""
    *before, last = past
    if made is not None:
        back = made.needs.history
        before = [each for each in before if each.at >= last.at - (back.get(each.kind) or 0)]
    event = Event(last.id, "/bench", "call.received", last.at, kind="call", data=last.data)
    return Situation(event, Profile("c"), History(tuple(before)))


def asked(made: Program, known: Situation) -> Question:
    shelf = made.shelves["call"]
    source = next(each for each in shelf.inputs if isinstance(each, PatternInput))
    found = question_of(source, Past.of(known, made), fill(made, shelf, known))
    assert found is not None
    return found[0]


def milliseconds(call: Callable[[int], object], times: int, clock: Callable[[], float] = time.thread_time) -> float:
    taken = []
    for number in range(times):
        start = clock()
        call(number)
        taken.append(clock() - start)
    return statistics.median(taken) * 1_000


def durable(correlator: DurableCorrelator, made: Program, past: list[PastEvent], size: int) -> tuple[float, float]:
    """With one new event and with everything anew."""
    questions = [asked(made, situation(past[: size + place], made)) for place in range(1, 23, 2)]

    def news(number: int) -> object:
        return correlator.ask((questions[number + 1],))

    def anew(_: int) -> object:
        correlator.close()
        return correlator.ask((questions[0],))

    again = milliseconds(anew, 3, time.perf_counter)
    return milliseconds(news, 9, time.perf_counter), again


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:]] or [10, 100, 1_000, 10_000, 100_000]
    made, correlator = program(), open_correlator("")
    missing = correlator.unavailable()
    print(f"{'events':>8} {'read':>6} {'windowed':>9} {'on all':>8} {'durable, news':>14} {'durable, anew':>14}")
    for size in sizes:
        past = life(size + 30)
        known, whole = situation(past[: size + 1], made), situation(past[: size + 1], None)
        row = [milliseconds(partial(_decided, made, known), 9), milliseconds(partial(_decided, made, whole), 3)]
        if missing is None:
            row += durable(correlator, made, past, size)
        figures = (f"{each:>{width}.2f}" for each, width in zip(row, (9, 8, 14, 14), strict=False))
        print(f"{size:>8,} {len(known.history.events):>6}", *figures)
    if missing is not None:
        print(missing.en)
    correlator.close()


def _decided(made: Program, known: Situation, _: int) -> object:
    return decide(made, known)


if __name__ == "__main__":
    main()

"""What an event costs as its customer's history grows from 10 to 100,000 events, on a SQLite file. Prints a table.

    python benchmarks/history.py [EVENTS ...]

One event a day. The ruleset asks how many there were in the last 30 days, how many ever, and what they come to in all.
`next` is the median of 200 events in a row, `anew` the one event before them that reads the whole log, because nothing
was carried on yet. Asserts nothing.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from attrs import evolve

from engage.facts.known import Event
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Type, Vocabulary
from engage.language import tree
from engage.language.actions import RouteTo
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.ruleset.model import Catalogue, File, Header, Model, Rule
from engage.runtime import Engine, SetClock
from engage.sockets.storage import Storage
from engage.sockets.storage import Unit as Work
from engage.testing.units import unit
from engage_sqlite import open_sqlite

DAY = 86_400_000_000
NOW = 4_000_000_000_000_000
AMOUNT, NUMBER = Type(Kind.MONEY, currency="CNY"), Type(Kind.NUMBER)
MONTH = tree.Window(tree.WindowKind.ROLLING, Duration(30, Unit.DAY))
VOCABULARY = Vocabulary(
    (Field("event.amount", AMOUNT, Labels("amount", zh="金额")),),
    (EventKind("order", "order.placed", Labels("order", "orders", zh="订购"), contact=True, fields=("amount",)),),
)
AFTERWARDS = 200
BATCH = 2_000


def program() -> Program:
    """A rule on three terms over the same kind of event."""

    def over(term: tree.HistoryTerm, type: Type) -> tree.Condition:
        return tree.Compare(op=">", left=tree.Measure(term, type), right=tree.Literal(10, type))

    lines = (
        over(tree.HistoryTerm("count", "order", window=MONTH), NUMBER),
        over(tree.HistoryTerm("count", "order"), NUMBER),
        over(tree.HistoryTerm("sum", "order", "amount"), AMOUNT),
    )
    rule = Rule(id="regular", events=("order",), lines=lines, actions=(RouteTo(queue="desk"),))
    return compile_model(Model(Header("bench"), VOCABULARY, Catalogue(), (File("r.rules", "rules", "en", (rule,)),)))


def filled(storage: Storage, events: int, generation: int) -> None:
    """A log of so many events of one customer, one a day until yesterday."""
    for first in range(0, events, BATCH):
        numbers = range(first, min(events, first + BATCH))
        storage.commit_many("main", [_past(number, events, generation) for number in numbers])


def _past(number: int, events: int, generation: int) -> Work:
    made = unit(number, "c1", version=number, generation=generation, kind="order", at=NOW - (events - number) * DAY)
    return evolve(made, event=evolve(made.event, data='{"amount":"20"}'))


def measured(events: int) -> tuple[float, float]:
    """Milliseconds of the event that begins anew, and of those after it (median)."""
    made = program()
    with tempfile.TemporaryDirectory() as folder:
        storage = open_sqlite(str(Path(folder) / "bench.db"))
        with Engine(made, storage, clock=SetClock()) as engine:
            filled(storage, events, 1)
            times = []
            for number in range(1 + AFTERWARDS):
                event = Event(f"n{number}", "/bench", "order.placed", NOW + number * DAY, kind="order", subject="c1")
                event = _with_amount(event)
                began = time.perf_counter()
                engine.take(event)
                times.append((time.perf_counter() - began) * 1_000)
    return times[0], statistics.median(times[1:])


def _with_amount(event: Event) -> Event:
    return evolve(event, data={"amount": 20}, digest=event.id)


def main() -> None:
    """Print the table."""
    sizes = [int(each) for each in sys.argv[1:]] or [10, 100, 1_000, 10_000, 100_000]
    print(f"{'events':>8}  {'anew ms':>9}  {'next ms':>9}")
    for events in sizes:
        anew, after = measured(events)
        print(f"{events:>8,}  {anew:>9.2f}  {after:>9.2f}")


if __name__ == "__main__":
    main()

"""What compiling and deciding cost, for 10 to 10,000 rules at one kind of event. Prints a table; asserts nothing.

    python benchmarks/decide.py [RULES ...]

Every rule has five conditions: an equality by which the shelf may find it, two comparisons of numbers, a history
term shared by all rules, and an `any of` of two. `indexed` spreads the rules over 50 values of the equality,
`walked` gives each rule a comparison instead, so that all of them are asked.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import TypeVar

from engage.decide import decide
from engage.decide.candidates import ask, local_date
from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Term, Type, Vocabulary
from engage.knowledge import fill
from engage.language import tree
from engage.language.actions import RouteTo, ServeAt
from engage.program.from_model import compile_model
from engage.program.program import Program
from engage.ruleset.model import Catalogue, File, Header, Model, Rule

T = TypeVar("T")
NOW = 1_793_534_400_000_000
DAY = 86_400_000_000
SEGMENT = Type(Kind.CHOICE, tuple(Term(f"s{number}", Labels(f"segment {number}")) for number in range(50)))
NUMBER = Type(Kind.NUMBER)
COMPLAINTS = tree.HistoryTerm("count", "complaint", window=tree.Window(tree.WindowKind.ROLLING, Duration(30, Unit.DAY)))
VOCABULARY = Vocabulary(
    (
        Field("customer.segment", SEGMENT, Labels("segment", zh="客群")),
        Field("customer.months", NUMBER, Labels("months", zh="月数")),
        Field("customer.lines", NUMBER, Labels("lines", zh="线数")),
        Field("customer.balance", NUMBER, Labels("balance", zh="余额")),
    ),
    (
        EventKind("call", "call.received", Labels("call", "calls", zh="来电"), contact=True),
        EventKind("complaint", "complaint.made", Labels("complaint", "complaints", zh="投诉")),
    ),
)
SITUATION = Situation(
    Event("e", "/bench", "call.received", NOW, kind="call"),
    Profile("c", {"customer.segment": Fact("s7"), "customer.months": Fact(14), "customer.lines": Fact(2)}),
    History(tuple(PastEvent("complaint", NOW - days * DAY, days) for days in range(40, 0, -1))),
)


def compare(name: str, op: str, value: int) -> tree.Condition:
    fact = tree.Fact(name=f"customer.{name}", type=NUMBER)
    return tree.Compare(op=op, left=fact, right=tree.Literal(value=value, type=NUMBER))


def rule(number: int, *, indexed: bool) -> Rule:
    """A rule of five conditions whose last one decides."""
    segment = tree.Compare(
        op="=",
        left=tree.Fact(name="customer.segment", type=SEGMENT),
        right=tree.Literal(value=f"s{number % 50}", type=SEGMENT),
    )
    lines = (
        segment if indexed else compare("lines", ">=", 1),
        compare("months", ">=", number % 12),
        compare("lines", "<", 10 + number % 7),
        tree.Compare(
            op=">=",
            left=tree.Measure(term=COMPLAINTS, type=NUMBER),
            right=tree.Literal(value=number % 30, type=NUMBER),
        ),
        tree.Or(parts=(compare("balance", ">", number), compare("months", ">", number))),
    )
    return Rule(id=f"rule {number:05}", events=("call",), lines=lines, actions=(RouteTo(queue="d"), ServeAt(level="l")))


def model_of(rules: int, *, indexed: bool) -> Model:
    made = tuple(rule(number, indexed=indexed) for number in range(rules))
    return Model(Header("bench", zone="Asia/Shanghai"), VOCABULARY, Catalogue(), (File("r", "rules", "en", made),))


def timed(function: Callable[[], T], least: float = 0.2) -> tuple[float, T]:
    """The best of some runs, in seconds: the noise of a shared machine only ever adds."""
    best, spent, result = float("inf"), 0.0, function()
    while spent < least:
        start = time.perf_counter()
        result = function()
        took = time.perf_counter() - start
        best, spent = min(best, took), spent + took
    return best, result


def one_condition(program: Program) -> float:
    """Nanoseconds to ask one five-part condition written as one line."""
    parts = rule(3, indexed=True).lines
    whole = Model(
        Header("one"), VOCABULARY, Catalogue(),
        (File("r", "rules", "en", (Rule(id="one", events=("call",), lines=(tree.And(parts=parts),)),)),),
    )  # fmt: skip
    one = compile_model(whole)
    shelf = one.shelves["call"]
    values = fill(one, shelf, SITUATION)
    for source in shelf.inputs:
        if getattr(source, "name", "") == "customer.segment":
            values[source.slot] = "s3"
        if getattr(source, "name", "") == "customer.balance":
            values[source.slot] = 100
    holds = shelf.rules[0].lines[0].holds
    assert holds(values), "all five parts must be looked at"

    def many() -> None:
        for _ in range(1000):
            holds(values)

    return timed(many)[0] * 1e6


def report(count: int, *, indexed: bool) -> None:
    model = model_of(count, indexed=indexed)
    tracemalloc.start()
    program = compile_model(model)
    kept = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    compiling, program = timed(lambda: compile_model(model), 0.01 if count > 500 else 0.2)
    shelf = program.shelves["call"]
    filling, values = timed(lambda: fill(program, shelf, SITUATION))
    today = local_date(NOW, program.zone)
    asking, asked = timed(lambda: ask(shelf, values, NOW, today, {}))
    deciding, _ = timed(lambda: decide(program, SITUATION))
    print(
        f"{count:>6}  {'indexed' if indexed else 'walked':<8}{compiling * 1e3:>12.1f}{kept:>10.1f}"
        f"{filling * 1e6:>10.1f}{asking * 1e6:>12.1f}{deciding * 1e6:>12.1f}{len(asked.verdicts):>8}"
    )


def main(counts: list[int]) -> None:
    print(f"one condition of five parts: {one_condition(compile_model(model_of(1, indexed=True))):.0f} ns")
    print(" rules  shelf      compile ms  kept MB   fill us  candidates us  decide us   asked")
    for count in counts:
        for indexed in (True, False):
            report(count, indexed=indexed)


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [10, 100, 1_000, 10_000])

"""What each check costs, for 10 to 10,000 rules at one kind of event and tables of 10 to 1,000 rows. Asserts nothing.

    python benchmarks/checks.py [SIZE | CHECK ...]

Rules: each serves one of 50 segments in a band of months of its own, with a count of complaints in an `any of`; all
beat one rule for everybody. Every hundredth ties with a neighbour. Tables: rows of a segment and a band of months, with
a gap in the last one. Times are of the thread in milliseconds; `Space` is what all checks share.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from engage.checks import CHECKS
from engage.checks.boxes import TooManyBoxes
from engage.checks.checked import Check, Checked
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Output, Term, Type, Vocabulary
from engage.ground.finding import Finding
from engage.language import tree
from engage.language.actions import RouteTo
from engage.program.from_model import compile_model
from engage.ruleset.model import Catalogue, File, Header, Model, Row, Rule, Table, TableOutput

NUMBER = Type(Kind.NUMBER)
SEGMENT = Type(Kind.CHOICE, tuple(Term(f"s{number}", Labels(f"segment {number}")) for number in range(50)))
COMPLAINTS = tree.HistoryTerm("count", "complaint", window=tree.Window(tree.WindowKind.ROLLING, Duration(30, Unit.DAY)))
VOCABULARY = Vocabulary(
    (
        Field("customer.segment", SEGMENT, Labels("segment", zh="客群")),
        Field("customer.months", NUMBER, Labels("months", zh="月数")),
        Field("customer.lines", NUMBER, Labels("lines", zh="线数")),
    ),
    (
        EventKind("call", "call.received", Labels("call", "calls", zh="来电"), contact=True),
        EventKind("complaint", "complaint.made", Labels("complaint", "complaints", zh="投诉")),
    ),
    (Output("answer", NUMBER, Labels("answer", zh="答案")),),
)


def number(value: int) -> tree.Literal:
    return tree.Literal(value=value, type=NUMBER)


def segment(place: int) -> tree.Condition:
    fact = tree.Fact(name="customer.segment", type=SEGMENT)
    return tree.Compare(op="=", left=fact, right=tree.Literal(value=f"s{place % 50}", type=SEGMENT))


def months(low: int, high: int) -> tree.Condition:
    fact = tree.Fact(name="customer.months", type=NUMBER)
    return tree.Between(value=fact, low=number(low), high=number(high), below=True)


def rules(count: int) -> Model:
    everybody = Rule(id="everybody", events=("call",), actions=(RouteTo(queue="front"),))
    made = [everybody]
    many = tree.Compare(op=">=", left=tree.Measure(term=COMPLAINTS, type=NUMBER), right=number(2))
    lines = tree.Compare(op=">", left=tree.Fact(name="customer.lines", type=NUMBER), right=number(1))
    for place in range(count - 1):
        band = place // 50
        wide = 2 if place % 100 == 99 else 1
        made.append(
            Rule(
                id=f"rule {place:05}",
                events=("call",),
                lines=(segment(place), months(band, band + wide), tree.Or(parts=(many, lines), block=True)),
                actions=(RouteTo(queue=f"queue {place % 7}"),),
                beats=("everybody",),
            )
        )
    return Model(Header("bench"), VOCABULARY, Catalogue(), (File("bench.rules", "rules", "en", tuple(made)),))


def rows(count: int) -> Model:
    columns = (tree.Fact(name="customer.segment", type=SEGMENT), tree.Fact(name="customer.months", type=NUMBER))
    made = tuple(
        Row(f"t row {place + 1}", (segment(place), months(place // 50, place // 50 + 1)), (number(place),))
        for place in range(count)
    )
    outputs = (TableOutput("output:answer", NUMBER),)
    table = Table(id="t", hit="first", events=("call",), columns=columns, outputs=outputs, rows=made)
    return Model(Header("bench"), VOCABULARY, Catalogue(), (File("bench.rules", "rules", "en", (table,)),))


def timed(what: Check, asked: Checked) -> str:
    start = time.thread_time()
    try:
        found = str(len(list(what(asked))))
    except TooManyBoxes:
        found = "gave up"
    return f"{(time.thread_time() - start) * 1000:>12,.1f} {found:>7}"


def space(asked: Checked) -> tuple[Finding, ...]:
    """No check: working out what all of them share."""
    asked.space("call")
    return ()


def measured(title: str, make: Callable[[int], Model], sizes: list[int], names: list[str]) -> None:
    print(f"{title:<12}" + "".join(f"{size:>20,}" for size in sizes))
    columns: list[list[str]] = []
    for size in sizes:
        model = make(size)
        asked, start = Checked(model, compile_model(model)), time.thread_time()
        told = [timed(check, asked) for check in (space, *(CHECKS[name] for name in names))]
        columns.append([*told, f"{(time.thread_time() - start) * 1000:>12,.1f}        "])
    for place, name in enumerate(("Space", *names, "together")):
        print(f"{name:<12}" + "".join(column[place] for column in columns))
    print()


def main() -> None:
    sizes = [int(each) for each in sys.argv[1:] if each.isdigit()] or [10, 100, 1_000, 10_000]
    names = [each for each in sys.argv[1:] if not each.isdigit()] or [*CHECKS]
    measured("rules", rules, sizes, names)
    measured("rows", rows, [size for size in sizes if size <= 1_000], names)


if __name__ == "__main__":
    main()

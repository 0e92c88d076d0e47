"""What comparing two rulesets over events costs: decisions a second, seconds, memory. Prints a table; asserts nothing.

    python benchmarks/compare.py [LOG]

The demonstration's events of telecom-care, against a version with a few edits. With LOG, the call log that
`rulesets/bank-calls` is made for (`february1999.txt.gz`, see its README), too: 33,344 calls, two events each. Memory is
how much the process grows at the most while the events are compared, beyond the programs and the events themselves.
"""

from __future__ import annotations

import gzip
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from engage.ground.source import Source
from engage.load import from_sources, load
from engage.program.program import Program
from engage.workbench.compare import Comparison, group_field
from engage.workbench.compare_pairs import Both, pairs_of_events
from engage.workbench.demo_events import demo_events
from engage.workbench.events_in import BadLine, RawEvent, from_table
from engage.workbench.mapping_file import read_mapping

RULESETS = Path(__file__).parents[1] / "rulesets"
CARE, CALLS = RULESETS / "telecom-care", RULESETS / "bank-calls"
Events = Sequence[RawEvent | BadLine]


def edited(folder: Path, *edits: tuple[str, str]) -> tuple[Program, Program]:
    """A ruleset, and the same with texts put for others."""
    old, texts = load(folder), dict(load(folder).sources)
    for before, after in edits:
        name = next(name for name, text in texts.items() if before in text)
        texts[name] = texts[name].replace(before, after)
    return old, from_sources(texts.items())


def compared(old: Program, new: Program, events: Events) -> Comparison:
    comparison = Comparison(old, new, group_field(new.vocabulary))
    for pair in pairs_of_events(Both(old, new), events):
        comparison.add(pair)
    return comparison


def resident() -> int:
    """The most memory that the process ever held, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def report(name: str, programs: tuple[Program, Program], events: Events) -> None:
    before, started = resident(), time.process_time()
    found = compared(*programs, events)
    seconds = time.process_time() - started
    grown = (resident() - before) / 1e6
    print(
        f"{name:<14}{found.decisions:>10,}{found.people:>10,}{found.people_different():>11,}"
        f"{seconds:>10.1f}{2 * found.decisions / seconds:>14,.0f}{grown:>10.1f}"
    )


def main(logs: list[str]) -> None:
    print("ruleset        decisions    people  different   CPU secs  decisions/sec   grown MB")
    events = [RawEvent(number, each) for number, each in enumerate(demo_events(CARE / "demo" / "customers.csv"), 1)]
    care = edited(CARE, ("after 90 seconds", "after 30 seconds"), ("due: 3 working days", "due: 2 working days"))
    report("telecom-care", care, events)
    for log in logs:
        mapping = read_mapping(Source("mapping.yaml", (CALLS / "mapping.yaml").read_text("utf-8")), "en")

        with gzip.open(log, "rt", encoding="utf-8", newline="") as lines:
            calls = list(from_table(lines, mapping))
        report("bank-calls", edited(CALLS, ("90 seconds", "60 seconds")), calls)


if __name__ == "__main__":
    main(sys.argv[1:])

"""List A of the hostile inputs: rule text and expressions.

| row | where |
|---|---|
| A1 to A7, A9 to A11, A14 | here |
| any text at all | `tests/laws/test_any_text_as_a_ruleset.py` |
| A1, nothing executed | also `tests/hostile/test_audit.py`, under an audit hook |
| A7, more shapes of circles | `tests/ruleset/test_understand_circles.py` |
| A8 | waits: the language has no quantifiers over lists yet |
| A14, the sum beyond the budget | also `tests/program/test_from_model.py` (V101, V102) |
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise

import pytest

from decide.building import output, program, route, situation
from decide.building import rule as made_rule
from engage.decide import decide
from engage.facts.vocabulary import Kind, Output, Settling, Type
from engage.ground import LIMITS
from engage.load import compile as compile_ruleset
from engage.load import read_sources
from engage.program.program import Proposal
from hostile.sample import FINE, MINI, read_rules, rule

#: A refusal takes milliseconds; this bound also holds on a busy machine.
SOON = 1.0


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')",
        "().__class__.__bases__[0].__subclasses__()",
        "open('/etc/passwd')",
        "exec('x')",
        "lambda: 0",
        "[x for x in y]",
        "globals()",
        "${jndi:ldap://x}",
        "script::x",
        "{% import os %}",
    ],
)
def test_a1_code_of_another_language_is_refused_at_its_place(text: str) -> None:
    finding = read_rules(rule(text)).error_on(3)
    assert finding.code.startswith("E")
    assert finding.span is not None
    assert finding.span.column >= 8


@pytest.mark.parametrize(
    "text",
    [
        "customer.__class__ is known",
        'customer["__class__"] is known',
        "event._private is 1",
        "customer.tier.__class__ is gold",
        "customer tier.id is gold",
        "nickname.upper is known",
    ],
)
def test_a2_a_walk_along_attributes_is_a_name_that_nobody_declared(text: str) -> None:
    read = read_rules(rule(text))
    assert read.error_on(3).code.startswith("E")
    assert read.ruleset.model is None or not read.ruleset.report.ok


@pytest.mark.parametrize(
    "text",
    ["'{0.__class__}'.format(x)", "'%d' % 1 is 1", "f'{nickname}' is 1", "nickname.upper() is 1", "nickname[0] is 1"],
)
def test_a3_methods_and_formats_of_texts_are_refused(text: str) -> None:
    assert read_rules(rule(text)).error_on(3).code.startswith("E")


@pytest.mark.parametrize(
    "text",
    [
        "(" * 90_000 + FINE + ")" * 90_000,
        "(" * 90_000,
        "not " * 100_000 + FINE,
        "-" * 100_000 + "1 is months with us",
        "(" * 33 + FINE + ")" * 33,
        "(" * 1_000 + FINE,
        "not (" * 500 + FINE,
        "- " * 1_500 + "1 < months with us",
        "complaint (" * 300,
    ],
    ids=lambda text: f"{text[:5]} {len(text)}",
)
def test_a4_ninety_thousand_brackets_are_refused_at_their_column(text: str) -> None:
    read = read_rules(rule(text))
    finding = read.error_on(3)
    assert finding.span is not None
    assert finding.span.column >= 8
    assert read.seconds < SOON


def test_a4_nested_blocks_are_refused_by_their_depth() -> None:
    nested = "".join("  " * (level + 2) + "any of\n" for level in range(400))
    read = read_rules(f"rule suspect\n  event cancel request\n  when\n{nested}  then route to front desk\n")
    assert read.errors
    assert read.seconds < SOON


@pytest.mark.parametrize(
    "text",
    ["1" + "+1" * 200_000 + " < months with us", FINE + f" or {FINE}" * 40_000, "gold, " * 150_000, "x" * 900_000],
)
def test_a5_a_sentence_beyond_its_size_is_refused_before_it_is_read(text: str) -> None:
    read = read_rules(rule(text))
    assert read.codes == {"E002"} or "E002" in {read.error_on(3).code}
    assert read.seconds < SOON


def test_a5_a_file_beyond_its_size_is_refused_before_it_is_read() -> None:
    read = read_rules("# " + "x" * LIMITS.ruleset_bytes)
    assert "Y014" in read.codes
    assert read.seconds < SOON


@pytest.mark.parametrize(
    "text",
    [
        "months with us < 9**9**9",
        "months with us < 1<<9e9",
        'nickname is "a"*10**10',
        "months with us < 9e999",
        "months with us < 1e-999",
        "months with us < 99999999999999999999",
        "months with us < " + "9" * 3_900,
        "months with us < " + "9" * 5_000,
        "months with us < 0." + "1" * 40,
        "months with us < NaN",
        "months with us < Infinity",
        "months with us < 0x10",
        "contract end within 99999999999999999999 days",
        "at least 99999999999999999999 complaints in the last 3 days",
    ],
    ids=lambda text: text[:32],
)
def test_a6_huge_numbers_and_operators_that_make_them_are_refused(text: str) -> None:
    read = read_rules(rule(text))
    assert read.error_on(3).code.startswith("E")
    assert read.seconds < SOON


def test_a6_calculating_past_the_limits_is_unknown_and_ends() -> None:
    times = " * 9999999999999999999999999999999999".join(["months with us", *[""] * 40])
    read = read_rules(rule(f"{times} > 1"))
    if read.ruleset.report.ok:
        compile_ruleset(read.ruleset)
    assert read.seconds < SOON


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("fact f = g + 1\n\nfact g = h + 1\n\nfact h = f + 1\n", ("f", "g", "h")),
        ("fact f = f + 1\n", ("f",)),
        (
            "rule a\n  beats b\n  event complaint\n  then route to front desk\n\n"
            "rule b\n  beats a\n  event complaint\n  then route to senior desk\n",
            ("a", "b"),
        ),
    ],
)
def test_a7_a_circle_is_named_with_everything_in_it(text: str, names: tuple[str, ...]) -> None:
    (finding,) = read_rules(text).errors
    said = finding.text("en")
    assert all(name in said for name in names)
    assert finding.span is not None


def test_a7_a_file_that_is_listed_twice_is_read_once_and_told() -> None:
    texts = [(name, (MINI / name).read_text("utf-8")) for name in ("vocabulary.yaml", "catalogue.yaml")]
    header = "ruleset: x\nfiles: [a.rules, a.rules]\nsafe default: [route to front desk]\n"
    ruleset = read_sources([*texts, ("ruleset.yaml", header), ("a.rules", rule())])
    assert [finding.code for finding in ruleset.report.findings] == ["R125"]
    assert [source.name for source in ruleset.sources].count("a.rules") == 1


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "/dev/zero", "..\\secret.rules", "a/../../b.rules"]
)
def test_a7_a_file_outside_the_folder_is_never_read(name: str) -> None:
    texts = [(each, (MINI / each).read_text("utf-8")) for each in ("vocabulary.yaml", "catalogue.yaml")]
    ruleset = read_sources(
        [*texts, ("ruleset.yaml", f"ruleset: x\nfiles: ['{name}']\nsafe default: [route to front desk]\n")]
    )
    assert not ruleset.report.ok
    assert name not in {source.name for source in ruleset.sources}


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        (rule("custmer tier is gold"), 3, "customer tier"),
        (rule("customer tier is glod"), 3, "gold"),
        (rule(then="route to fornt desk"), 4, "front desk"),
        (rule(then="task retention call-bak for customer team"), 4, "retention call-back"),
        (rule().replace("cancel request", "cancle request"), 2, "cancel request"),
        (rule("sqrt(months with us) is 3"), 3, ""),
        (rule("months with us ~ 3"), 3, ""),
        (rule(then="notify the pope"), 4, ""),
    ],
)
def test_a9_a_near_miss_is_refused_with_the_nearest_name(text: str, line: int, hint: str) -> None:
    finding = read_rules(text).error_on(line)
    if hint:
        offered = [fix.replacement for fix in finding.fixes]
        assert hint in (*offered, *finding.text("en").split("`")) or any(hint in text for text in offered)


@pytest.mark.parametrize(
    "text",
    [
        'months with us > "x"',
        '"10" < 9',
        "unknown < 1",
        "contract end is 3",
        "converged customer is 3",
        "customer tier > 3",
        "months with us is gold",
        "nickname > 5",
        "customer tier + 1 is 2",
    ],
)
def test_a10_a_comparison_of_different_types_is_refused(text: str) -> None:
    assert read_rules(rule(text)).error_on(3).code.startswith("E")


def test_a11_two_rules_of_one_name_are_refused() -> None:
    finding = read_rules(rule() + "\n" + rule(then="route to senior desk")).errors[0]
    assert "suspect" in finding.text("en")


def test_a11_two_rules_that_disagree_are_settled_the_same_way_each_time() -> None:
    two = (made_rule("b", route("front_desk")), made_rule("a", route("senior_desk")))
    for rules in (two, two[::-1]):
        decision = decide(program(*rules), situation())
        assert decision.plan.route is not None
        assert decision.plan.route.queue == "senior_desk"
        assert "tie" in {reason.code for reason in decision.reasons}


def seconds_to_settle(count: int, propose: Callable[[int], Proposal]) -> float:
    """The time of a decision at which so many rules fire and propose for one place."""
    rules = [made_rule(f"r{number}", propose(number)) for number in range(count)]
    made = program(*rules, outputs=[Output("points", Type(Kind.NUMBER), settling=Settling.SUM)])
    taken = []
    for _ in range(2):
        started = time.thread_time()
        decision = decide(made, situation())
        taken.append(time.thread_time() - started)
        assert len(decision.verdicts) == count
        assert not {reason.code for reason in decision.reasons} & {"failed"}
    return min(taken)


def test_a14_ten_thousand_rules_that_all_add_up_are_settled_without_a_square() -> None:
    few, many = (seconds_to_settle(count, lambda _: output("points", 1)) for count in (1_250, 10_000))
    assert many < 20 * few + 0.05  # eight times the rules; a square would take sixty-four times as long


def test_a14_thousands_of_rules_that_want_the_same_are_settled_without_a_square() -> None:
    few, many = (seconds_to_settle(count, lambda _: route("front_desk")) for count in (300, 2_400))
    assert many < 20 * few + 0.05


GROWING: dict[str, Callable[[int], str]] = {
    "rules": lambda n: "".join(rule().replace("suspect", f"r{i}") for i in range(n)),
    "rules with unknown names": lambda n: "".join(
        rule("custmer tier is x").replace("suspect", f"r{i}") for i in range(n)
    ),
    "lines of a condition": lambda n: rule("\n" + f"    {FINE}\n" * n),
    "lines of nonsense": lambda n: "what is this\n" * n,
    "actions": lambda n: rule(then="\n" + "    route to front desk\n" * n),
    "rows": lambda n: "table t\n  event complaint\n  grade || route to\n" + "  serious || front desk\n" * n,
    "cells": lambda n: (
        "table t\n  event complaint\n  " + "grade | " * n + "grade || route to\n  " + "- | " * n + "- || front desk\n"
    ),
    "events": lambda n: "rule r\n  event " + "complaint, " * n + "complaint\n  then route to front desk\n",
    "facts in a row": lambda n: (
        "".join(f"fact f{i} = f{i + 1} + 1\n" for i in range(n)) + f"fact f{n} = months with us\n"
    ),
    "facts in a circle": lambda n: "".join(f"fact f{i} = f{(i + 1) % n} + 1\n" for i in range(n)),
    "rules that beat the next": lambda n: (
        "".join(f"rule r{i}\n  beats r{i + 1}\n  event complaint\n  then route to front desk\n" for i in range(n))
        + f"rule r{n}\n  event complaint\n  then route to front desk\n"
    ),
    "points": lambda n: (
        "scorecard churn risk (0 to 100)\n  start 0\n"
        + f"  +1 | {FINE} | x\n" * n
        + "  bands low (below 30), high (30 or more)\n"
    ),
    "examples": lambda n: (
        rule()
        + "".join(
            f"example e{i}\n  at 2026-11-05 10:00\n  event cancel request\n  expect route to front desk\n"
            for i in range(n)
        )
    ),
    "empty lines": lambda n: "\n" * (50 * n),
    "words in one line": lambda n: "word " * (50 * n),
}


@pytest.mark.parametrize("name", GROWING)
def test_a14_reading_takes_time_in_proportion_to_the_text(name: str) -> None:
    sizes = (25, 50, 100, 200)
    read_rules(GROWING[name](10))  # what is loaded once
    seconds = [min(read_rules(GROWING[name](size)).seconds for _ in range(2)) for size in sizes]
    growth = [after / max(before, 0.003) for before, after in pairwise(seconds)]
    # Twice the text takes twice the time; a square would take four times as long, at each step.
    assert min(growth[1:]) < 3.2, (name, seconds)
    assert seconds[-1] < 5.0


def test_a14_as_many_misspelt_names_as_there_are_names_take_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        fields = "".join(f"  customer.k{i}: {{type: number, en: label number {i}}}\n" for i in range(count))
        vocabulary = f"vocabulary: x\nfields:\n{fields}events:\n  complaint: {{type: a.b, en: complaint}}\n"
        rules = "".join(rule(f"labl numbr {i} is 3").replace("suspect", f"r{i}") for i in range(count))
        files = [
            ("ruleset.yaml", "ruleset: x\nfiles: [a.rules]\n"),
            ("vocabulary.yaml", vocabulary),
            ("a.rules", rules),
        ]
        started = time.thread_time()
        assert not read_sources(files).report.ok
        return time.thread_time() - started

    few = min(seconds(40) for _ in range(2))
    assert seconds(160) < 7 * few  # four times the text; a square takes sixteen times as long

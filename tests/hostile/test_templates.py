"""List D of the hostile inputs: templates, messages, patterns.

| row | where |
|---|---|
| D1, D2, D5, D6, D7, D9 | here |
| D3 a header in a name | waits for e-mail: there is no such channel yet; a line break in a file's line is here |
| D4 markup, formulas, control characters | here: HTML page, JSON lines, terminal; webhooks send JSON too |
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from engage.decide import decide, explain
from engage.facts.decided import Decision
from engage.gate import event, profile
from engage.ground import LIMITS
from engage.load import compile as compile_ruleset
from engage.program.operations import text_matches
from engage.program.program import Program
from engage.sockets.channel import Delivery
from engage.workbench.run_page import Crossed, grouping_field, run_page
from engage.workbench.summary import Summary
from engage_file import FileChannel
from hostile.sample import MINI, read_rules, rule

CATALOGUE = (MINI / "catalogue.yaml").read_text("utf-8")
OPENING = "Thank you for {months with us or else 0} months with us."
HOSTILE = {
    "header": "\r\nBcc: a@b\r\nSubject: x",
    "markup": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://x")',
    "terminal": "\x1b[2J\x1b]0;x\x07forged",
    "template": "{months with us}{0.__class__}%s%n",
    "long": "x" * 5_000,
}


def greeting(text: str, because: str = "asks to leave") -> Program:
    """A program that says a text of ours to everybody who wants to leave."""
    catalogue = CATALOGUE.replace(OPENING, text)
    assert catalogue != CATALOGUE
    read = read_rules(
        rule("any of\n", "say retention opening", because).replace("  when any of\n\n", ""), catalogue=catalogue
    )
    return compile_ruleset(read.ruleset)


def decided(program: Program, nickname: str | None) -> Decision:
    raw = {
        "id": "e1",
        "source": "/ivr",
        "type": "cancel.requested",
        "time": "2026-11-05T10:00:00+08:00",
        "subject": "c7",
    }
    return decide(program, event(program, raw), profile(program, {"customer.nickname": nickname}))


def said(decision: Decision) -> str:
    return decision.plan.content[0].texts["en"]


@pytest.mark.parametrize(
    "placeholder",
    [
        "customer.__init__.__globals__[SECRET]",
        "0.__class__",
        "nickname.__class__",
        "event.reason.__class__",
        "nickname!r",
        "nickname:>999999999",
        "nickname[0]",
        "for x in y",
        "",
        "nickname()",
    ],
)
def test_d1_a_placeholder_is_a_declared_fact_or_refused_at_its_place(placeholder: str) -> None:
    finding = read_rules(rule(because="hello {" + placeholder + "}")).error_on(5)
    assert finding.span is not None
    assert finding.span.column > 5
    bad = read_rules(rule(), catalogue=CATALOGUE.replace(OPENING, "hello {" + placeholder + "}"))
    assert not bad.ruleset.report.ok


@pytest.mark.parametrize("text", ["%0300000000d", "%s {{", "hello {nickname", "a {% for %} b"])
def test_d2_format_signs_and_loops_mean_nothing_or_are_refused(text: str) -> None:
    started = time.thread_time()
    read = read_rules(rule(), catalogue=CATALOGUE.replace(OPENING, f"'{text}'"))
    if read.ruleset.report.ok:
        decision = decided(compile_ruleset(read.ruleset), "x")
        assert decision.plan.content == ()
    assert time.thread_time() - started < 1.0


NICKNAME = '{nickname or else "friend"}'


def test_d2_a_message_is_cut_at_its_limit_and_the_decision_says_so() -> None:
    program = greeting("Hi " + NICKNAME * 60, "for " + "{nickname}" * 60)
    decision = decided(program, "x" * 32_000)
    assert len(said(decision).encode()) == LIMITS.message_bytes
    cut = [(each.slot, each.rule, each.detail) for each in decision.reasons if each.code == "cut"]
    assert cut == [("", "suspect", "en"), ("say greeting", "retention_opening", "en")]
    assert "was cut" in explain(program, decision).text("en")
    assert "截断" in explain(program, decision).text("zh")


def test_d2_a_message_of_just_the_limit_is_whole() -> None:
    plain = "y" * (32_000 - 13)
    decision = decided(greeting("Hi " + NICKNAME * 2 + plain[: LIMITS.message_bytes - 64_000 - 3]), "x" * 32_000)
    assert len(said(decision).encode()) == LIMITS.message_bytes
    assert "cut" not in {each.code for each in decision.reasons}


def test_d2_a_message_that_is_much_too_long_is_made_in_time_at_least() -> None:
    started = time.thread_time()
    decided(greeting("Hi " + NICKNAME * 90), "x" * 32_000)
    assert time.thread_time() - started < 1.0


@pytest.mark.parametrize("name", HOSTILE)
def test_d4_what_a_customer_wrote_is_never_read_as_a_template(name: str) -> None:
    decision = decided(greeting(f"Hi {NICKNAME}!", "for {nickname}"), HOSTILE[name])
    assert said(decision) == f"Hi {HOSTILE[name]}!"
    assert decision.because["suspect"]["en"] == f"for {HOSTILE[name]}"


@pytest.mark.parametrize("name", HOSTILE)
def test_d3_d4_a_line_of_a_file_stays_one_line_of_json(tmp_path: Path, name: str) -> None:
    payload = json.dumps({"text": HOSTILE[name]}, ensure_ascii=False)
    channel = FileChannel(str(tmp_path / "out.jsonl"))
    channel.deliver(Delivery("k1", 1, "task", "crm", "main", payload, "d1"))
    (line,) = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert json.loads(line)["data"] == {"text": HOSTILE[name]}


def test_d4_markup_of_a_customer_is_text_on_the_page_of_a_run() -> None:
    program = greeting(f"Hi {NICKNAME}!", "for {nickname}")
    decision = decided(program, HOSTILE["markup"])
    summary = Summary(program)
    summary.add(decision)
    page = run_page(
        program, summary, Crossed(grouping_field(program.vocabulary)), [decision], "<script>c7</script>", "en"
    )
    assert "<script>alert" not in page
    assert "<script>c7" not in page


def shown(decision: Decision, program: Program) -> str:
    explanation, out = explain(program, decision), StringIO()
    screen = Console(file=out, highlight=False, soft_wrap=True, markup=False, emoji=False, width=200)
    screen.print(explanation.brief("en"))
    screen.print(explanation.text("en"))
    return out.getvalue()


def test_d4_control_characters_of_a_customer_do_not_reach_the_terminal() -> None:
    program = greeting(f"Hi {NICKNAME}!", "for {nickname}")
    printed = shown(decided(program, HOSTILE["terminal"]), program)
    assert "forged" in printed
    assert not {char for char in printed if ord(char) < 32 and char != "\n"}


def test_d4_markup_of_the_terminal_is_shown_as_it_is() -> None:
    program = greeting(f"Hi {NICKNAME}!", "for {nickname}")
    assert "[red]x[/red] :smile:" in shown(decided(program, "[red]x[/red] :smile:"), program)


@pytest.mark.parametrize("pattern", ["(a+)+$", r"(\w+\s?)*$", ".*.*=.*", "(a|aa)+$", "(.*)*x"])
def test_d5_a_pattern_that_would_hang_others_answers_at_once(pattern: str) -> None:
    matches = text_matches(pattern)
    for text in ("a" * 28 + "!", "a" * LIMITS.string_bytes + "!"):
        started = time.thread_time()
        assert matches(text) is False
        assert time.thread_time() - started < 0.2
    assert read_rules(rule(f'nickname matches "{pattern}"')).seconds < 1.0


@pytest.mark.parametrize("pattern", ["(a{1000}){1000}", "(?=a)b", "(?<!a)b", "(a", "a)", "[a", "*a", "a" * 600])
def test_d6_a_pattern_that_cannot_be_kept_in_bounds_is_refused_at_its_column(pattern: str) -> None:
    finding = read_rules(rule(f'nickname matches "{pattern}"')).error_on(3)
    assert finding.span is not None
    assert finding.span.column >= len("  when nickname matches ")


def test_d6_a_back_reference_is_refused() -> None:
    assert read_rules(rule(r'nickname matches "(a)\1"')).error_on(3).code.startswith("E")


@pytest.mark.parametrize(
    ("pattern", "text", "verdict"),
    [
        (r"\d", "٣", False),
        (r"\w", "é", False),
        ("a$", "a\n", False),
        ("a.b", "a\nb", False),
        ("(?i)straße", "STRASSE", False),
    ],
)
def test_d7_the_dialect_is_re2_and_stays_it(pattern: str, text: str, verdict: bool) -> None:
    assert text_matches(pattern)(text) is verdict


@pytest.mark.parametrize(
    ("nickname", "greeted"),
    [
        (None, "Dear friend,"),
        ("", "Dear friend,"),
        (" \u3000\t", "Dear friend,"),
        ("\u200b\u2060", "Dear friend,"),
        ("x" * 5_000, f"Dear {'x' * 5_000},"),
    ],
)
def test_d9_a_name_that_nobody_would_see_is_missing(nickname: str | None, greeted: str) -> None:
    assert said(decided(greeting('Dear {nickname or else "friend"},'), nickname)) == greeted


def test_d9_without_a_fallback_nobody_is_called_unknown() -> None:
    bad = read_rules(rule(), catalogue=CATALOGUE.replace(OPENING, "Dear {nickname},"))
    assert [finding.code for finding in bad.ruleset.report.findings] == ["R160"]


def test_d9_reading_many_templates_takes_time_in_proportion() -> None:
    def seconds(count: int) -> float:
        return read_rules(rule(because="{customer tier}" * count)).seconds

    measured: Callable[[int], float] = lambda count: min(seconds(count) for _ in range(2))  # noqa: E731
    assert measured(240) < 3 * 4 * max(measured(60), 0.01)

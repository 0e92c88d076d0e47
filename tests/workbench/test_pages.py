"""What pages show people: the same counts everywhere, no signs of a terminal, cells that know their heads."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from attrs import evolve

import engage
from engage.decide import explain
from engage.decide.plan_words import kind_words
from engage.runtime import SetClock
from engage.workbench.demo_events import demo_events
from engage.workbench.desk_card import desk_card
from engage.workbench.events_in import RawEvent
from engage.workbench.examples import all_examples, run_examples
from engage.workbench.explain_page import explain_page
from engage.workbench.page import page, quoted, table
from engage.workbench.rule_book import rule_book
from engage.workbench.run_page import Crossed, grouping_field, run_page
from engage.workbench.runner import run_events
from engage.workbench.summary import Summary

CARE = Path(__file__).parents[2] / "rulesets" / "telecom-care"


@pytest.fixture(scope="module")
def program() -> engage.Program:
    return engage.load(CARE)


def test_groups_add_up_to_what_all_of_the_run_shows(program: engage.Program) -> None:
    summary, crossed, clock = Summary(program), Crossed(grouping_field(program.vocabulary)), SetClock()
    some = {str(event["subject"]) for event in demo_events(CARE / "demo" / "customers.csv")[:20]}
    events = [event for event in demo_events(CARE / "demo" / "customers.csv") if event["subject"] in some]
    with engage.Engine(program, "sqlite::memory:", clock=clock) as engine:
        raw = [RawEvent(number, event) for number, event in enumerate(events, start=1)]
        for item in run_events(engine, clock, raw, lambda event: None):
            assert isinstance(item, engage.Decision)
            summary.add(item)
            crossed.add(item)
    assert summary.spoke["levels"] == sum(summary.levels.values())
    assert not [id for id in summary.spoke if " row " in id]
    for what, all_of_it in (("routes", summary.routes), ("levels", summary.levels), ("offers", summary.offers)):
        assert all_of_it
        assert Counter({id: sum(groups.values()) for id, groups in crossed.counts[what].items()}) == Counter(all_of_it)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_page_of_an_explanation_shows_no_backticks(program: engage.Program, language: str) -> None:
    model = engage.read(CARE).model
    assert model is not None
    (result,) = run_examples(model, program, ("platinum customer asks to leave",))
    page = explain_page(explain(program, result.decision), language)
    body = page.partition("<body>")[2]
    assert "vip asks to leave" in body
    assert "`" not in body


def test_what_stands_between_backticks_becomes_a_typeface_and_is_escaped() -> None:
    assert quoted("beaten by `a < b`") == "beaten by <code>a &lt; b</code>"
    assert quoted("one ` alone <i>") == "one ` alone &lt;i&gt;"


def test_a_cell_knows_its_head_for_narrow_pages() -> None:
    told = table(("tier", "a & b"), [("gold", "<1>")])
    assert '<td data-head="tier">gold</td><td data-head="a &amp; b">&lt;1&gt;</td>' in told


def test_a_rule_book_counts_what_check_counts(program: engage.Program) -> None:
    model = engage.read(CARE).model
    assert model is not None
    assert f"{len(all_examples(model))} examples" in rule_book(model)
    assert "选项" in rule_book(model, "zh")
    assert not re.search(r"<td[^>]*>(choice|number|date)</td>", rule_book(model, "zh"))


@pytest.mark.parametrize(
    ("language", "tier", "route", "points"),
    [("en", "customer tier", "serve at", "points"), ("zh", "客户等级", "按…服务", "计分")],
)
def test_a_rule_book_shows_tables_and_scorecards_as_tables(language: str, tier: str, route: str, points: str) -> None:
    model = engage.read(CARE).model
    assert model is not None
    book = rule_book(model, language)
    (pre, rows), *_ = re.findall(r"<h3>levels.*?(<pre>.*?</pre>)(<table.*?</table>)", book, re.DOTALL)
    assert "|" not in pre
    assert f"<th>{tier}</th>" in rows
    assert f'<th class="then">{route}</th>' in rows
    (card,) = re.findall(r"<h3>[^<]*<code class=\"soft\">churn_risk</code>.*?(<table.*?</table>)", book, re.DOTALL)
    assert f"<th>{points}</th>" in card
    assert "<b>+" in card


def test_lines_of_a_comment_are_a_paragraph_of_the_rule_book() -> None:
    model = engage.read(CARE).model
    assert model is not None
    (file, *others) = model.files
    (first, *rest) = file.constructs
    told = evolve(first, notes=("whoever buys\nas before", "has the same score", "", "<b>下一段", "接着写"))
    book = rule_book(evolve(model, files=(evolve(file, constructs=(told, *rest)), *others)))
    assert (
        '<p class="soft">whoever buys as before has the same score</p><p class="soft">&lt;b&gt;下一段接着写</p>' in book
    )


def test_the_words_above_a_page_show_no_backticks() -> None:
    assert "3 plans changed by <code>never</code>" in page("a", "3 plans changed by `never`", ())


@pytest.mark.parametrize(
    ("language", "objective", "score"),
    [
        ("en", "retention of high-value customers", "churn risk"),
        ("zh", "留住高价值客户", "离网风险"),
        ("zh-Hant", "留住高價值客戶", "離網風險"),
    ],
)
def test_a_rule_book_says_what_it_is_for_in_its_reader_s_language(language: str, objective: str, score: str) -> None:
    model = engage.read(CARE).model
    assert model is not None
    book = rule_book(model, language)
    assert objective in book
    assert f'<h3>{score} <code class="soft">churn_risk</code></h3>' in book


def test_a_timeline_gives_a_veto_as_a_reason_only_where_it_took_something_out() -> None:
    found = engage.read(Path(__file__).parents[2] / "rulesets" / "retail-loyalty")
    assert found.model is not None
    program = engage.load(Path(__file__).parents[2] / "rulesets" / "retail-loyalty")
    decided = {result.id: result.decision for result in run_examples(found.model, program)}
    decision = decided["a lapsed customer who was never asked about calls comes back"]
    assert decision.verdicts["never offer commercial 2"] == decision.verdicts["never task courtesy_call"] == "fired"
    shown = run_page(program, Summary(program), Crossed(None), [decision], "c")
    assert "nobody is called who has not agreed to it" in shown
    assert "offers are sent to those who agreed to it" not in shown


def test_a_timer_is_called_by_the_rule_that_waited(program: engage.Program) -> None:
    assert kind_words(program.vocabulary, "timer:no call-back", "en") == "deadline: no call-back"
    assert kind_words(program.vocabulary, "timer:no call-back", "zh") == "到期：no call-back"
    assert kind_words(program.vocabulary, "timer:", "en") == "time has passed"
    assert kind_words(program.vocabulary, "complaint", "zh") == "投诉"


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        (
            "en",
            ["why they come", "what to say", "not to say, offer or do", "what may be granted", "under way", "facts"],
        ),
        ("zh", ["来意", "怎么说", "不可说、不可荐、不可做", "可以给予", "正在办理", "客户资料"]),
        ("zh-Hant", ["來意", "怎麼說", "不可說、不可薦、不可做", "可以給予", "正在辦理", "客戶資料"]),
    ],
)
def test_a_desk_card_has_what_matters_now_at_the_top(program: engage.Program, language: str, parts: list[str]) -> None:
    clock = SetClock(1_793_844_000_000_000)  # 2026-11-05 10:00 in Shanghai
    with engage.Engine(program, "sqlite::memory:", clock=clock) as engine:
        engine.know("<b>", {"customer.tier": "platinum", "customer.months_with_us": 30, "customer.senior": True}, "crm")
        for id, type, day in (("e1", "portout.requested", 4), ("e2", "cancel.requested", 5)):
            event = {"id": id, "source": "/t", "type": type, "time": f"2026-11-0{day}T10:00:00+08:00", "subject": "<b>"}
            engine.receive({**event, "data": {"channel": "phone", "reason": "network"} if day == 5 else {}})
        card = desk_card(engine.brief("<b>"), language)
    body = card.partition("<body>")[2]
    assert "<h1>&lt;b&gt;</h1>" in body
    assert "`" not in body
    places = [body.index(f"<h2>{part}</h2>") for part in parts]
    assert places == sorted(places)


def test_a_desk_card_of_nobody_says_so(program: engage.Program) -> None:
    with engage.Engine(program, "sqlite::memory:") as engine:
        card = desk_card(engine.brief(""), "en")
    assert "nobody is named" in card
    assert "<table" not in card

"""Promises over a real storage: seen in every channel, broken once, shown in the brief, the first thing on the card."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from engage.decide import explain
from engage.facts.decided import Decision
from engage.gate.values import moment_text
from engage.load import from_sources
from engage.runtime import Engine, SetClock
from engage.workbench.compare_pairs import Both, Pair, pairs_of_events
from engage.workbench.compare_replay import pairs_of_record
from engage.workbench.desk_card import desk_card
from engage.workbench.events_in import BadLine, RawEvent, from_json_lines
from engage.workbench.runner import run_events
from ruleset.test_commitments import COMMITMENT, DECLARED

START = 1_793_844_000_000_000  # 2026-11-05 10:00 in Shanghai
HOUR = 3_600_000_000
RULESET = """
engage: 1
ruleset: promises
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [desk.rules]
safe default:
  - route to front desk
"""
CATALOGUE = """
queues:
  front_desk: {en: front desk, zh: 前台, step: assisted}
  owing_desk: {en: owing desk, zh: 专席, step: assisted}
works:
  apology: {en: apology, zh: 致歉, owner: care}
owners:
  care: {en: care team, zh: 客服组}
"""
RULES = """
rule we owe a call
  event call
  when open promised call-backs is at least 1
  then route to owing desk
rule apologize
  event promised call-back broken
  then task apology
rule let down twice
  beats we owe a call
  event call
  when at least 2 promised call-backs broken in the last 30 days
  then route to owing desk
"""
VOCABULARY = (
    DECLARED + "  call: {type: call.received, en: call / calls, zh: 来电, contact: yes}\n" + COMMITMENT
).replace("call-back agreed,", "call-back agreed / call-backs agreed,")
PROGRAM = from_sources(
    {"ruleset.yaml": RULESET, "vocabulary.yaml": VOCABULARY, "catalogue.yaml": CATALOGUE, "desk.rules": RULES}.items()
)


class Desk:
    """An engine on a clock set by hand."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.clock.at = START
        self.engine = Engine(PROGRAM, "sqlite::memory:", clock=self.clock)
        self._number = 0

    def after(self, hours: float) -> list[str]:
        """The kinds of what rings."""
        self.clock.at += int(hours * HOUR)
        return [decision.kind for decision in self.engine.tick()]

    def envelope(
        self, type: str, who: str = "c7", ago: float = 0, *, case: str = "K", **data: str
    ) -> dict[str, object]:
        self._number += 1
        at = moment_text(self.clock.at - int(ago * HOUR), 480)
        told = {"id": f"e{self._number}", "source": "/desk", "type": type, "time": at, "subject": who, "data": data}
        return {**told, **({"case": case} if case else {})}

    def hear(self, type: str, *, who: str = "c7", ago: float = 0, case: str = "K", **data: str) -> Decision:
        return self.engine.receive(self.envelope(type, who, ago, case=case, **data))

    def promise(self, hours: float, *, case: str = "K", **said: str) -> Decision:
        by = moment_text(self.clock.at + int(hours * HOUR), 480)
        return self.engine.receive(self.envelope("callback.agreed", "c7", 0, case=case, call_by=by, **said))


@pytest.fixture
def desk() -> Iterator[Desk]:
    opened = Desk()
    yield opened
    opened.engine.close()


def queue(decision: Decision) -> str:
    assert decision.plan.route is not None
    return decision.plan.route.queue


def test_what_was_promised_elsewhere_is_known_at_the_next_contact(desk: Desk) -> None:
    assert queue(desk.hear("call.received")) == "front_desk"
    desk.promise(5)
    assert queue(desk.hear("call.received", case="another")) == "owing_desk"
    desk.hear("callback.made")
    assert queue(desk.hear("call.received")) == "front_desk"


def test_a_promise_that_is_not_kept_is_an_event_with_all_it_said(desk: Desk) -> None:
    desk.promise(5, desk="the shop")
    assert desk.after(5) == []
    desk.clock.at += 1
    (broken,) = desk.engine.tick()
    assert (broken.kind, broken.at) == ("callback_broken", START + 5 * HOUR + 1)
    assert [task.work for task in broken.plan.tasks] == ["apology"]
    happened = desk.engine.brief("c7").happened[0]
    said = {each.name: each.value for each in happened.said}
    assert (said["event.promise"], said["event.desk"], happened.case) == ("e1", "the shop", "K")
    assert (said["event.promise_made"], said["event.promise_due"]) == (START, START + 5 * HOUR)
    assert "promised call-back broken" in str(explain(PROGRAM, broken))
    assert desk.after(100) == []


def test_one_that_was_kept_or_waived_in_time_is_not_broken(desk: Desk) -> None:
    desk.promise(5)
    desk.promise(5, case="other")
    desk.hear("callback.made")
    desk.hear("callback.dropped", case="other")
    assert desk.after(6) == ["timer: callback"] * 2
    assert desk.engine.brief("c7").promises == ()
    assert [case.id for case in desk.engine.brief("c7").cases] == ["other", "K"]
    assert all(len(case.events) == 2 for case in desk.engine.brief("c7").cases)


def test_a_call_that_is_reported_late_keeps_it_and_takes_no_event_back(desk: Desk) -> None:
    desk.promise(1)
    assert desk.after(2) == ["callback_broken"]
    (owed,) = desk.engine.brief("c7").owed
    assert owed.promise.is_broken
    desk.hear("callback.made", ago=1.5)
    assert desk.engine.brief("c7").owed == ()
    desk.promise(1, case="two")
    assert desk.after(2) == ["callback_broken"]
    assert desk.hear("call.received").verdicts["let down twice"].value == "fired"


def test_in_doubt_nothing_is_told_and_nothing_known(desk: Desk) -> None:
    desk.promise(1)
    desk.hear("callback.made", case="")
    assert desk.after(2) == ["timer: callback"]
    brief = desk.engine.brief("c7")
    assert "BROKEN, was due 2026-11-05 11:00, 60 minutes late, in doubt" in brief.text("en").replace(
        "1 hour", "60 minutes"
    )
    desk.promise(1, case="")
    assert desk.hear("call.received").facts_used["customer.callback_open"] == 1
    desk.hear("callback.made", case="K2")
    assert desk.hear("call.received").facts_used["customer.callback_open"] is None


def test_customers_who_are_one_have_their_promises_together(desk: Desk) -> None:
    desk.promise(5)
    desk.hear("call.received", who="c8")
    desk.engine.merge("c7", into="c8")
    desk.hear("callback.made", who="c8")
    assert desk.after(6) == ["timer: callback"]


def test_nobody_outside_can_say_that_a_promise_is_broken(desk: Desk) -> None:
    assert desk.hear("callback_broken").kind == ""


def test_the_brief_tells_what_is_owed_in_every_language(desk: Desk) -> None:
    desk.promise(1, desk="the shop", case="late")
    desk.promise(2, case="then")
    assert desk.after(1.5) == ["callback_broken"]
    desk.hear("callback.made", case="late")
    desk.promise(8, desk="the shop")
    desk.promise(0.25, case="now")
    desk.after(0.4)
    brief = desk.engine.brief("c7")
    assert part(brief.text("en"), "promised to them") == [
        "promised call-back               BROKEN, was due 2026-11-05 11:45, 9 minutes late"
        " (made 2026-11-05 11:30, case now)",
        "promised call-back               due 2026-11-05 12:00, 6 minutes left (made 2026-11-05 10:00, case then)",
        "promised call-back for the shop  due 2026-11-05 19:30, 7 hours left (made 2026-11-05 11:30, case K)",
        "promised call-back for the shop  BROKEN, was due 2026-11-05 11:00, kept late, 2026-11-05 11:30"
        " (made 2026-11-05 10:00, case late)",
    ]
    assert part(brief.text("zh"), "对客户的承诺")[2] == (
        "回访承诺（the shop）  限 2026-11-05 19:30 完成，还剩 7小时（2026-11-05 11:30 作出，个案 K）"
    )
    assert part(brief.text("zh-Hant"), "對客戶的承諾")[0].startswith("回訪承諾              未兌現")
    data = brief.as_json("zh")["promises"]
    assert isinstance(data, list)
    assert [each["state"] for each in data] == ["broken", "open", "open", "kept late"]
    assert (data[2]["owner"], data[2]["left"], data[2]["case"], data[2]["label"]) == (
        "the shop",
        int(7.6 * HOUR),
        "K",
        "回访承诺",
    )
    card = desk_card(brief, "en")
    assert card.index('id="why"') < card.index('id="promises"') < card.index('id="events"')


def part(text: str, title: str) -> list[str]:
    lines = text.split("\n")
    start = lines.index(title) + 1
    return [line.strip() for line in lines[start : lines.index("", start)]]


def test_a_comparison_lives_through_promises_like_the_engine(desk: Desk) -> None:
    lines = []
    for hours in range(30):
        desk.clock.at = START + hours * HOUR
        by = moment_text(desk.clock.at + (hours % 4 + 1) * HOUR, 480)
        lines.append(desk.envelope("callback.agreed", call_by=by, case=f"K{hours % 3}"))
        if hours % 2:
            lines.append(desk.envelope("callback.made", case=f"K{hours % 5}"))
    clock = SetClock()
    with Engine(PROGRAM, "sqlite::memory:", clock=clock) as engine:
        ran = [each for each in run_events(engine, clock, texts(lines)) if isinstance(each, Decision)]
        again = list(pairs_of_record(Both(PROGRAM, PROGRAM), engine.storage, "main"))
    lived = list(pairs_of_events(Both(PROGRAM, PROGRAM), texts(lines)))
    kinds = {each.id: each.kind for each in ran}
    assert {"callback_broken", "timer: callback"} <= set(kinds.values())
    for pairs in (lived, again):
        found = {each.old.id: each.old.kind for each in pairs if isinstance(each, Pair) and each.old}
        assert found == kinds


def texts(lines: list[dict[str, object]]) -> Iterator[RawEvent | BadLine]:
    return from_json_lines(json.dumps(each) for each in lines)

"""A brief: the whole picture at the moment of contact, the same from every touchpoint, without a guess."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from engage.decide.brief import Brief
from engage.errors import NotFound, Permanent
from engage.gate.values import moment_text
from engage.knowledge.freshness import Distrust
from engage.load import from_sources
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage.sockets.channel import Answer
from engage.testing.reference_storage import ReferenceStorage
from runtime.desk import Recorder

START = 1_793_844_000_000_000  # 2026-11-05 10:00 in Shanghai
DAY = 86_400_000_000
SOURCES = {
    "ruleset.yaml": """
engage: 1
ruleset: small desk
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
catalogue: catalogue.yaml
files: [desk.rules]
outputs:
  urgent: {type: yes/no, otherwise: no, en: urgent, zh: 加急}
safe default:
  - route to front desk
""",
    "vocabulary.yaml": """
fields:
  customer.mood: {type: number, en: mood, zh: 情绪, max age: 30 days, confidence: at least 0.7}
  customer.months: {type: number, unit: months, en: months with us, zh: 在网月数}
  customer.consent: {type: yes/no, personal: yes, en: agreed to marketing, zh: 同意营销}
  event.topic:
    type: choice
    values: {bill: {en: the bill, zh: 账单}, fault: {en: a fault, zh: 故障}}
    en: topic
    zh: 主题
  event.amount: {type: money CNY, en: amount, zh: 金额}
events:
  call: {type: call.received, en: call / calls, zh: 来电, contact: yes, fields: [topic]}
  complaint: {type: complaint.received, en: complaint / complaints, zh: 投诉, contact: yes, fields: [topic]}
  quotation: {type: quotation.sent, en: quotation / quotations, zh: 报价, fields: [amount]}
  payment: {type: payment.received, en: payment / payments, zh: 缴费}
  ping: {type: ping.sent, en: ping / pings, zh: 心跳}
glossary:
  relationship: {zh: 客户关系}
  establish: {zh: 建立}
  develop: {zh: 发展}
  watch: {zh: 关注}
  worry: {zh: 担忧}
  calm: {zh: 平静}
  worried: {zh: 忧虑}
  complaints lately: {zh: 近期投诉}
""",
    "catalogue.yaml": """
queues:
  front_desk: {en: front desk, zh: 综合坐席, step: assisted}
  care_desk: {en: care desk, zh: 关怀专席, step: expert}
wordings:
  sorry: {en: apology, zh: 致歉, placement: greeting, text en: We are sorry., text zh: 非常抱歉。}
groups:
  gifts: {en: gifts, zh: 赠送类}
offers:
  month_free: {en: one month free, zh: 免月租, class: commercial, group: gifts, propensity: 0.5, value: 20}
  check: {en: technical check, zh: 上门检测, class: service, propensity: 0.5, value: 10}
allowances:
  waiver: {en: waiver, zh: 减免, type: money CNY}
owners:
  sales_team: {en: sales team, zh: 销售组}
  care_team: {en: care team, zh: 关怀组}
works:
  follow_up: {en: follow-up, zh: 跟进报价, owner: sales_team, channel: crm}
  care_call: {en: care call, zh: 关怀外呼, owner: care_team, channel: care}
""",
    "desk.rules": """
fact complaints lately = number of complaints in the last 30 days

fact sum asked = amount

scorecard worry (0 to 100)
  start 5
  +40 | at least 1 complaints in the last 30 days | complains | zh: 有投诉
  -10 | months with us is at least 24 | long with us | zh: 老客户
  bands calm (below 30), worried (at least 30)

lifecycle relationship
  stages establish -> develop
  start at establish
  establish -> develop when at least 2 payments ever

segment watch
  enter when worry is worried
  leave when worry is calm

rule serve
  event call or complaint
  then
    route to care desk
    say apology
    offer one month free
    offer technical check
    allow waiver up to 30 yuan
  because "somebody calls, worry {worry}"
  because zh "有人来电，担忧 {担忧}"

rule sell the quotation
  event quotation
  then
    task follow-up for sales team, due in 5 working days

rule the sum that is asked
  event quotation
  when sum asked is over 100 yuan
  then
    set urgent to yes

rule look after those who complain
  event complaint
  then
    task care call for care team, due in 2 working days

rule no answer
  event 3 days after quotation without payment
  then
    task follow-up for sales team

rule gifts only with consent
  event call or complaint
  when agreed to marketing is unknown
  then
    withhold gifts

never offer commercial
  when worry is worried
  because "first mend, then sell"
  because zh "先解决，再推荐"
""",
}
Send = Callable[..., None]


@pytest.fixture(scope="module")
def program() -> Program:
    """The small desk, compiled once."""
    return from_sources(list(SOURCES.items()))


@pytest.fixture
def clock() -> SetClock:
    """Time as the tests set it."""
    return SetClock(START)


@pytest.fixture
def engine(program: Program, clock: SetClock) -> Iterator[Engine]:
    """An engine whose care team cannot be reached, and whose sales team is not bound."""
    channels = {"care": Recorder(*([Permanent("closed", "closed")] * 9))}
    with Engine(program, ReferenceStorage(), clock=clock, channels=channels) as opened:
        yield opened


@pytest.fixture
def send(engine: Engine, clock: SetClock) -> Send:
    """Send an event at the clock's moment; the next one comes a second later."""
    number = iter(range(1_000))

    def sent(type: str, who: str = "c7", case: str = "", **data: object) -> None:
        envelope = {"id": f"e{next(number)}", "source": "/t", "type": type, "time": moment_text(clock.at, 480)}
        engine.receive({**envelope, "subject": who, "data": data, **({"case": case} if case else {})})
        clock.at += 1_000_000

    return sent


def labels(brief: Brief) -> list[str]:
    return [one.kind for one in brief.events]


# -- who


def test_every_subject_of_a_customer_gives_the_same_brief(engine: Engine, send: Send) -> None:
    send("complaint.received", case="k1", topic="fault")
    engine.alias("c7", "+86 138 0000 0000")
    engine.alias("c7", "li@example.cn")
    by_phone, by_mail = engine.brief("+86 138 0000 0000"), engine.brief("li@example.cn")
    assert by_phone == by_mail == engine.brief("c7")
    assert by_phone.text("en").replace("+86 138 0000 0000", "") == by_mail.text("en").replace("li@example.cn", "")
    assert {**by_phone.as_json(), "asked": ""} == {**by_mail.as_json(), "asked": ""}


def test_nobody_named_is_an_answer_and_a_stranger_is_not_found(engine: Engine) -> None:
    anonymous = engine.brief("")
    assert anonymous.anonymous
    assert "nobody is named" in anonymous.text("en")
    assert anonymous.as_json()["facts"] == []
    with pytest.raises(NotFound) as refusal:
        engine.brief("13800000000")
    assert refusal.value.code == "S004"
    assert "13800000000" not in str(refusal.value) + refusal.value.text("zh")


def test_a_customer_of_facts_alone_has_a_brief(engine: Engine) -> None:
    engine.know("p1", {"customer.months": 3})
    brief = engine.brief("p1")
    assert (brief.count, brief.decision, brief.contact) == (0, None, None)
    assert [(chart.stage, chart.since) for chart in brief.inside] == [("establish", None)]
    assert "nothing was decided yet" in brief.text("en")


def test_no_value_of_a_customer_is_in_the_repr(engine: Engine, send: Send) -> None:
    engine.know("li.wei", {"customer.mood": 4321.5}, "survey")
    send("quotation.sent", "li.wei", amount=98765.5)
    shown = repr(engine.brief("li.wei"))
    assert not [value for value in ("4321.5", "98765.5", "li.wei") if value in shown]


# -- what is known


def test_facts_say_how_far_they_can_be_believed(engine: Engine, clock: SetClock) -> None:
    engine.know("c7", {"customer.mood": 2}, "survey", confidence=0.9)
    engine.know("c7", {"customer.months": 30}, "crm")
    (mood, months) = engine.brief("c7").facts
    assert (mood.seen.name, mood.distrust, mood.until) == ("customer.mood", None, START + 30 * DAY)
    assert (months.fact.source, months.fact.at, months.until) == ("crm", START, None)
    clock.at += 31 * DAY
    stale = engine.brief("c7")
    assert [kept.distrust for kept in stale.facts] == [Distrust.STALE, None]
    assert "mood            2 (TOO OLD since 2026-12-05 10:00, since 2026-11-05 10:00, from survey" in stale.text("en")
    engine.know("c7", {"customer.mood": 3}, "a guess", confidence=0.2)
    assert "TOO DOUBTFUL: sure to 0.2, 0.7 is asked for" in engine.brief("c7").text("en")


def test_what_is_worked_out_is_what_a_decision_at_the_same_moment_sees(
    engine: Engine, send: Send, clock: SetClock
) -> None:
    engine.know("c7", {"customer.months": 30})
    for type in ("complaint.received", "payment.received", "complaint.received", "payment.received"):
        send(type)
        clock.at += DAY
    brief = engine.brief("c7")
    send("ping.sent")
    used = next(iter(engine.storage.recent("main", "c7", 1)))[1]
    facts = engine.decision(used.id).facts_used
    told = {one.name: one.value for one in brief.seen.values()}
    shared = {name for name in facts if name in told and name.startswith("customer.")}
    assert {"customer.worry", "customer.worry_band", "customer.relationship", "customer.watch"} <= shared
    assert {name: facts[name] for name in shared} == {name: told[name] for name in shared}
    assert {one.name: one.value for one in brief.computed} == {
        "customer.complaints_lately": 2,
        "customer.worry": 35,
        "customer.worry_band": "worried",
    }


def test_a_fact_that_no_rule_asks_for_is_worked_out_all_the_same(program: Program, engine: Engine, send: Send) -> None:
    send("complaint.received")
    asked = {source.name for shelf in program.shelves.values() for source in shelf.inputs if hasattr(source, "name")}
    assert "customer.complaints_lately" not in asked
    assert {one.name: one.value for one in engine.brief("c7").computed}["customer.complaints_lately"] == 1


def test_what_rests_on_an_event_is_told_as_of_that_event(program: Program, engine: Engine, send: Send) -> None:
    send("quotation.sent", amount=120)
    send("payment.received")
    brief = engine.brief("c7")
    assert program.picture.by_event == ("customer.sum_asked",)
    assert [(one.seen.value, one.at) for one in brief.remembered] == [(120, START)]


def test_stages_and_segments_are_told_with_their_moments(engine: Engine, send: Send, clock: SetClock) -> None:
    send("payment.received")
    send("payment.received")
    send("complaint.received")
    inside = {chart.name: (chart.stage, chart.since) for chart in engine.brief("c7").inside}
    assert inside == {
        "customer.relationship": ("develop", START + 1_000_000),
        "customer.watch": ("in", START + 2_000_000),
    }
    clock.at += 40 * DAY
    assert [chart.name for chart in engine.brief("c7").inside] == ["customer.relationship"]


# -- what happened, what is under way


def test_what_other_departments_have_open_appears(engine: Engine, send: Send) -> None:
    send("complaint.received", case="k1", topic="fault")
    send("quotation.sent", amount=120)
    engine.deliver()
    brief = engine.brief("c7")
    assert labels(brief)[-2:] == ["quotation", "complaint"]
    assert [(case.id, [one.kind for one in case.events]) for case in brief.cases] == [("k1", ["complaint"])]
    ordered = {(one.id, one.owner): one.state for one in brief.under_way}
    assert ordered == {("care_call", "care_team"): "dead", ("follow_up", "sales_team"): "new"}
    assert brief.under_way[0].id == "care_call"
    assert [timer.rule for timer in brief.timers] == ["no answer", ""]
    text = brief.text("en")
    assert "did NOT arrive (ordered 2026-11-05 10:00" in text
    assert "follow-up for sales team" in text


def test_an_answer_is_told_with_what_was_ordered(program: Program, clock: SetClock) -> None:
    channels = {"crm": Recorder(Answer("closed", provider_id="p1"))}
    with Engine(program, ReferenceStorage(), clock=clock, channels=channels) as engine:
        event = {"id": "e1", "source": "/t", "type": "quotation.sent", "time": moment_text(START), "subject": "c7"}
        engine.receive({**event, "data": {}})
        engine.deliver()
        (ordered,) = engine.brief("c7").ordered
        assert (ordered.state, ordered.outcome) == ("done", "closed")


def test_the_newest_come_first_and_there_is_an_end(engine: Engine, send: Send) -> None:
    for _ in range(14):
        send("ping.sent")
    send("call.received", topic="bill")
    send("payment.received")
    brief = engine.brief("c7")
    assert labels(brief) == ["payment", "call", *["ping"] * 8]
    assert brief.contact is not None
    assert [(seen.name, seen.value) for seen in brief.contact.said] == [("event.topic", "bill")]
    assert brief.count == 16 + sum(one.kind.startswith("timer:") for one in brief.happened)


# -- what to do and what not


def test_the_card_says_what_to_do_what_not_and_why(engine: Engine, send: Send) -> None:
    send("call.received", topic="bill")
    calm = engine.brief("c7")
    assert [(bar.slot, bar.key, bar.rule) for bar in calm.barred] == [("offer", "gifts", "gifts only with consent")]
    assert [one.value for one in calm.barred[0].stopped] == ["month_free"]
    assert calm.question is not None
    assert calm.explanation is not None
    assert calm.explanation.seen[calm.question.slot].name == "customer.consent"
    send("complaint.received")
    cross = engine.brief("c7")
    assert {bar.rule for bar in cross.barred} == {"gifts only with consent", "never offer commercial"}
    assert "because first mend, then sell" in cross.text("en")
    assert "因为 先解决，再推荐" in cross.text("zh")


def test_what_is_known_by_now_is_not_asked(engine: Engine, send: Send) -> None:
    send("call.received", topic="bill")
    engine.know("c7", {"customer.consent": True})
    assert engine.brief("c7").question is None


def test_a_decision_by_another_ruleset_is_told_without_reasons_of_this_one(
    engine: Engine, send: Send, program: Program
) -> None:
    send("call.received", topic="bill")
    rules = SOURCES["desk.rules"].replace("start 5", "start 6")
    engine.activate(from_sources(list({**SOURCES, "desk.rules": rules}.items())))
    brief = engine.brief("c7")
    assert brief.explanation is None
    assert brief.question is None
    assert [(bar.rule, bar.key) for bar in brief.barred] == [("gifts only with consent", "month_free")]
    assert "by another version of the ruleset" in brief.text("en")
    assert "care desk" in brief.text("en")


def test_merged_customers_have_one_brief(engine: Engine, send: Send) -> None:
    send("complaint.received", "c7")
    send("quotation.sent", "c8", amount=120)
    engine.merge("c8", "c7")
    brief = engine.brief("c8")
    assert brief == engine.brief("c7")
    assert sorted(labels(brief)) == ["complaint", "quotation"]
    assert {one.id for one in brief.under_way} == {"care_call", "follow_up"}


def test_a_brief_as_data_is_plain_json(engine: Engine, send: Send) -> None:
    engine.know("c7", {"customer.mood": 2}, "survey")
    send("call.received", topic="bill")
    told = json.loads(json.dumps(engine.brief("c7").as_json("zh")))
    assert told["contact"]["label"] == "来电"
    assert told["facts"][0] == {
        "name": "customer.mood",
        "label": "情绪",
        "value": 2,
        "since": START,
        "source": "survey",
        "confidence": None,
        "standing": "fresh",
        "until": START + 30 * DAY,
        "personal": False,
        "estimated": False,
    }
    assert told["decision"]["plan"]["route"]["queue"] == "care_desk"


def test_a_moment_before_the_latest_event_is_that_event_s(engine: Engine, send: Send, clock: SetClock) -> None:
    clock.at += DAY
    send("call.received")
    clock.at = START
    assert engine.brief("c7").at == START + DAY

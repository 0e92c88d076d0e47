"""Questions about all customers: exactly those, in their order, with what hangs on what nobody knows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import engage
from engage.errors import RulesetError
from engage.gate.values import moment_text
from engage.load import from_sources, read_text
from engage.program.program import Program
from engage.runtime import AsyncEngine, Engine, SetClock

DAY = 86_400_000_000
START = 1_772_330_400_000_000  # 2026-03-01 10:00 in Shanghai
SOURCES = {
    "ruleset.yaml": """
engage: 1
ruleset: showroom
zone: Asia/Shanghai
vocabulary: vocabulary.yaml
files: [showroom.rules]
outputs:
  invite: {type: yes/no, otherwise: no, en: invite, zh: 邀请}
safe default:
  - set invite to no
""",
    "vocabulary.yaml": """
fields:
  customer.layout:
    type: choice
    values: {two: {en: two rooms, zh: 两居}, three: {en: three rooms, zh: 三居}}
    en: wanted layout
    zh: 想要的户型
    from: visit.layout
  customer.wishes: {type: list of text, en: wishes, zh: 愿望}
  event.layout: {type: choice, values: [two, three], en: layout seen, zh: 看的户型}
events:
  visit: {en: visit / visits, zh: 看房, type: showroom.visited, fields: [layout]}
  purchase: {en: purchase / purchases, zh: 购买, type: flat.sold}
glossary:
  standing: {zh: 身份}
  prospect: {zh: 潜在客户}
  buyer: {zh: 购买者}
  keen: {zh: 热度}
  warm: {zh: 高}
  cold: {zh: 低}
""",
    "showroom.rules": """
scorecard keen (0 to 100)
  start 10
  +50 | at least 2 visits in the last 30 days | came again | zh: 再次看房
  bands cold (below 50), warm (at least 50)

lifecycle standing
  stages prospect -> buyer
  start at prospect
  prospect -> buyer when any purchases ever

rule invite
  event visit
  when keen is warm for 2 days
  then set invite to yes
""",
}


@pytest.fixture(scope="module")
def program() -> Program:
    return from_sources(SOURCES.items())


@pytest.fixture
def clock() -> SetClock:
    clock = SetClock()
    clock.at = START
    return clock


@pytest.fixture
def engine(program: Program, clock: SetClock, tmp_path: Path) -> Iterator[Engine]:
    with Engine(program, f"sqlite:{tmp_path / 'showroom.db'}", clock=clock) as engine:
        yield engine


def visit(engine: Engine, clock: SetClock, customer: str, layout: str = "", type: str = "showroom.visited") -> None:
    clock.at += 60_000_000
    sent = {"id": f"e{clock.at}", "source": "/desk", "type": type, "subject": customer}
    engine.receive({**sent, "time": moment_text(clock.at), "data": {"layout": layout} if layout else {}})


def holding(engine: Engine, text: str) -> list[str]:
    return [reply.customer for reply in engine.who(engage.question(engine.program, text)) if reply.holds]


def test_of_many_who_looked_and_few_who_bought_the_rest_are_prospects_each_found_by_what_it_wants(
    engine: Engine, clock: SetClock
) -> None:
    wanted = {f"c{number:03}": ("two", "three", "")[number % 3] for number in range(300)}
    for customer, layout in wanted.items():
        visit(engine, clock, customer, layout)
    buyers = [f"c{number:03}" for number in range(0, 300, 10)]
    for customer in buyers:
        visit(engine, clock, customer, type="flat.sold")
    stands = Counter(reply.by.value for reply in engine.who(engage.question(engine.program, by="standing")) if reply.by)
    assert stands == {"prospect": 270, "buyer": 30}
    asked = engage.question(engine.program, "standing is prospect and wanted layout is three rooms")
    replies = {reply.customer: reply for reply in engine.who(asked)}
    assert list(replies) == sorted(wanted)
    prospects = set(wanted) - set(buyers)
    assert {key for key, reply in replies.items() if reply.holds} == {
        key for key in prospects if wanted[key] == "three"
    }
    unknown = {key for key, reply in replies.items() if reply.holds is None}
    assert unknown == {key for key in prospects if not wanted[key]}
    assert all(seen.name == "customer.layout" for key in unknown for seen in replies[key].unknown)


def test_time_alone_changes_the_answer_and_a_later_event_is_never_looked_behind(
    engine: Engine, clock: SetClock
) -> None:
    visit(engine, clock, "ann")
    visit(engine, clock, "ann")
    assert holding(engine, "keen is warm") == ["ann"]
    clock.at += 31 * DAY
    assert holding(engine, "keen is warm") == []
    assert holding(engine, "no visits in the last 30 days") == ["ann"]
    clock.at = START - DAY  # a clock that goes behind
    assert holding(engine, "keen is warm") == ["ann"]


def test_nothing_is_recorded_and_nobody_is_moved(engine: Engine, clock: SetClock) -> None:
    visit(engine, clock, "ann")
    before = (engine.status(), engine.profile("ann"), engine.moves("ann"))
    assert holding(engine, "any visits ever") == ["ann"]
    assert (engine.status(), engine.profile("ann"), engine.moves("ann")) == before


def test_merged_and_erased_customers_are_not_asked(engine: Engine, clock: SetClock) -> None:
    for customer in ("ann", "bao", "chen"):
        visit(engine, clock, customer)
    engine.merge("bao", into="ann")
    engine.erase("chen")
    asked = engage.question(engine.program, beside=["number of visits ever"])
    assert [(reply.customer, reply.beside[0].value) for reply in engine.who(asked)] == [("ann", 2)]


def test_a_question_is_read_in_any_language_and_a_group_goes_by_the_band(engine: Engine, clock: SetClock) -> None:
    visit(engine, clock, "ann", "three")
    visit(engine, clock, "ann", "three")
    for text in ("wanted layout is three rooms", "想要的户型 为 三居", "想要的户型 為 三居"):
        assert holding(engine, text) == ["ann"], text
    (reply,) = engine.who(engage.question(engine.program, "热度 为 高", by="keen", beside=["keen"]))
    assert reply.by is not None
    assert (reply.by.value, reply.beside[0].value) == ("warm", 60)
    assert "60" not in repr(reply)


def test_the_asynchronous_engine_gives_all_at_once(program: Program, clock: SetClock, tmp_path: Path) -> None:
    async def asked() -> tuple[bool | None, ...]:
        async with AsyncEngine(program, f"sqlite:{tmp_path / 'a.db'}", clock=clock) as engine:
            visit(engine.engine, clock, "ann", "two")
            asked = engage.question(program, "wanted layout is two rooms")
            return tuple(reply.holds for reply in await engine.who(asked))

    assert asyncio.run(asked()) == (True,)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("layout seen is two", "V104"),
        ("event is visit", "V104"),
        ("keen is warm for 3 days", "V105"),
        ("wanted layuot is two rooms", "E010"),
        ("想要的户形 为 两居", "E010"),
        ("wanted layout is palace", "E013"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(program: Program, text: str, code: str) -> None:
    with pytest.raises(RulesetError) as caught:
        engage.question(program, text)
    finding = caught.value.report.findings[0]
    assert finding.code == code
    assert finding.span is not None
    assert finding.span.source.name == "question"


def test_how_long_something_has_held_is_asked_where_a_rule_asks_the_same(engine: Engine, clock: SetClock) -> None:
    visit(engine, clock, "ann")
    visit(engine, clock, "ann")
    assert holding(engine, "keen is warm for 2 days") == []
    clock.at += 2 * DAY
    assert holding(engine, "keen is warm for 2 days") == ["ann"]


def test_values_are_refused_as_conditions_are(program: Program) -> None:
    for by, beside in (("layout seen", []), ("", ["layout seen"])):
        with pytest.raises(RulesetError) as caught:
            engage.question(program, by=by, beside=beside)
        assert caught.value.report.findings[0].code == "V104"


def test_a_program_without_its_texts_says_so(program: Program) -> None:
    model = read_text("rule a\n  then set invite to yes", program.vocabulary).model
    assert model is not None
    bare = engage.compile(model)
    with pytest.raises(RulesetError) as caught:
        engage.question(bare, "any visits ever")
    assert caught.value.report.findings[0].code == "V106"

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from attrs import evolve

from engage.decide.candidates import ask, asked_rules
from engage.errors import RulesetError
from engage.facts.decided import Verdict
from engage.facts.plan import Menu, PlannedOffer, Route, Task
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, Kind, Output, Settling, Term, Type, Vocabulary
from engage.ground.source import Source, Span
from engage.knowledge import fill
from engage.language.actions import (
    Ahead,
    Allow,
    Note,
    OfferAction,
    RouteTo,
    Say,
    ServeAt,
    SetOutput,
    ShowMenu,
    StartTask,
    Withhold,
)
from engage.language.tree import (
    And,
    Arithmetic,
    Compare,
    HeldFor,
    HistoryTerm,
    Measure,
    Template,
    TextTest,
    Window,
    WindowKind,
)
from engage.program.from_model import compile_model
from engage.program.program import (
    AbsenceTimer,
    FactInput,
    Filled,
    HeldInput,
    HistoryInput,
    Program,
    ScoreInput,
    Shelf,
    Slot,
    TreatmentFacts,
)
from engage.ruleset.model import (
    Absence,
    Band,
    Catalogue,
    CatalogueItem,
    DerivedFact,
    Never,
    OncePer,
    Row,
    Rule,
    Scorecard,
    ScoreLine,
    Table,
    TableOutput,
)
from program.building import (
    DAY,
    LENGTH,
    NOW,
    NUMBER,
    TEXT,
    VOCABULARY,
    YUAN,
    compare,
    compiled,
    count,
    fact,
    last_days,
    literal,
    model,
    past,
    situation,
)

GOLD = compare("customer.tier", "=", "gold")
FRONT, DESK = RouteTo(queue="front"), RouteTo(queue="desk")


def verdicts(program: Program, kind: str, **known: object) -> dict[str, Verdict]:
    seen = situation(kind, **known)  # type: ignore[arg-type]
    shelf = program.shelves[kind]
    return dict(ask(shelf, fill(program, shelf, seen), seen.event.at, datetime.date(2026, 11, 5), {}).verdicts)


# ------------------------------------------------------------------------------------------------- shelves


def test_a_rule_stands_on_the_shelves_of_its_events_only() -> None:
    program = compiled(Rule(id="r", events=("call", "bill"), lines=(GOLD,)))
    assert {kind for kind, shelf in program.shelves.items() if shelf.rules} == {"call", "bill"}


def test_a_rule_without_an_event_speaks_at_every_kind_and_one_that_routes_where_a_customer_waits() -> None:
    program = compiled(Rule(id="notes", actions=(ServeAt(level="l"),)), Rule(id="routes", actions=(FRONT,)))
    spoken = {kind: [rule.id for rule in shelf.rules] for kind, shelf in program.shelves.items()}
    assert spoken == {
        "bill": ["notes"],
        "call": ["notes", "routes"],
        "call_back": ["notes"],
        "closed": ["notes"],
        "complaint": ["notes", "routes"],
    }


def test_a_shelf_reads_only_what_its_own_rules_read() -> None:
    program = compiled(
        Rule(id="a", events=("call",), lines=(GOLD,)),
        Rule(id="b", events=("bill",), lines=(compare("customer.months", ">", 3),)),
    )
    names = [source.name for source in program.shelves["bill"].inputs if isinstance(source, FactInput)]
    assert names == ["customer.months"]


def test_the_same_question_of_two_rules_shares_a_slot() -> None:
    asked = compare(count("complaint", last_days(30)), ">=", 2)
    again = compare(count("complaint", last_days(30)), "=", 0)
    program = compiled(Rule(id="a", events=("call",), lines=(asked,)), Rule(id="b", events=("call",), lines=(again,)))
    assert [type(source) for source in program.shelves["call"].inputs] == [HistoryInput]
    assert program.shelves["call"].inputs[0].id == "count complaint in the last 30 day"  # type: ignore[union-attr]


def test_the_index_asks_only_rules_that_can_fire_and_all_of_them_when_the_value_is_unknown() -> None:
    tiers = [
        Rule(id=tier, events=("call",), lines=(compare("customer.tier", "=", tier),)) for tier in ("gold", "silver")
    ]
    program = compiled(*tiers, Rule(id="all", events=("call",)))
    shelf = program.shelves["call"]
    (source,) = shelf.inputs
    values: list[object] = [None] * program.slots
    assert [shelf.rules[place].id for place in asked_rules(shelf, values)] == ["all", "gold", "silver"]
    values[source.slot] = "gold"
    assert [shelf.rules[place].id for place in asked_rules(shelf, values)] == ["all", "gold"]


def test_a_rule_is_found_by_the_test_that_leaves_it_out_most_often() -> None:
    vip = compare("customer.vip", "=", True)
    rules = [
        Rule(id=tier, events=("call",), lines=(vip, compare("customer.tier", "=", tier)))
        for tier in ("gold", "silver", "basic")
    ]
    shelf = compiled(*rules).shelves["call"]
    assert [set(values) for _, values in shelf.by_value] == [{"gold", "silver", "basic"}]
    assert shelf.always == ()


def test_a_veto_without_an_event_holds_wherever_a_plan_may_be_made_timers_included() -> None:
    absence = Absence(Duration(1, Unit.DAY), "closed", "call_back")
    veto = Never(id="n", action=OfferAction(offer="commercial"))
    program = compiled(veto, Rule(id="r", absence=absence), Rule(id="b", events=("bill",)))
    vetoed = {kind for kind, shelf in program.shelves.items() if shelf.nevers}
    assert vetoed == {"timer:r", "bill", "call", "complaint"}, "at a closing nothing is proposed and nobody waits"
    assert program.shelves["call"].nevers[0].slot is Slot.OFFER


# ------------------------------------------------------------------------------------------- absence, held


def test_an_absence_starts_a_timer_and_fires_only_when_nothing_came_since() -> None:
    absence = Absence(Duration(3, Unit.WORKING_DAY), "closed", "call_back")
    program = compiled(Rule(id="r", absence=absence, actions=(ServeAt(level="l"),)))
    assert program.shelves["closed"].timers == (AbsenceTimer("r", Duration(3, Unit.WORKING_DAY), "call_back"),)
    started = NOW - 5 * DAY

    def rung(*came: int) -> Verdict:
        data = {"started": started}
        return verdicts(program, "timer:r", data=data, past=[past("call_back", each) for each in came])["r"]

    assert rung() is Verdict.FIRED
    assert rung(started) is Verdict.FIRED  # what came at the start itself is not since
    assert rung(started + 1) is Verdict.NOT_MET
    assert rung(NOW) is Verdict.NOT_MET
    assert verdicts(program, "timer:r")["r"] is Verdict.UNKNOWN


def test_a_held_condition_is_watched_at_every_event_unless_it_speaks_of_the_event() -> None:
    profile = HeldFor(condition=GOLD, length=Duration(14, Unit.DAY))
    of_event = HeldFor(condition=compare("event.reason", "=", "network"), length=Duration(14, Unit.DAY))
    program = compiled(
        Rule(id="a", events=("call",), lines=(profile,)), Rule(id="b", events=("call",), lines=(of_event,))
    )
    watching = {
        kind: sum(isinstance(source, HeldInput) for source in shelf.inputs) for kind, shelf in program.shelves.items()
    }
    assert watching == {**dict.fromkeys((*VOCABULARY.event_by_id, "customer_updated", "effect_answered"), 1), "call": 2}
    assert len(program.needs.held) == 2


# ----------------------------------------------------------------------------------------- derived, scores


def test_derived_facts_and_scores_are_filled_before_what_reads_them() -> None:
    card = Scorecard(
        id="risk", low=0, high=100, start=10,
        lines=(ScoreLine(30, compare("customer.twice", ">", 10)), ScoreLine(5, compare("customer.vip", "=", True))),
        bands=(Band("low", None, 40), Band("high", 40, None)),
    )  # fmt: skip
    twice = DerivedFact(
        id="twice",
        value=Arithmetic(op="*", left=fact("customer.months"), right=literal(2), type=NUMBER),
        type=NUMBER,
    )
    band = Type(Kind.CHOICE, (Term("low"), Term("high")), ordered=True)
    high = Compare(op="=", left=evolve(fact("customer.risk_band"), type=band), right=literal("high", band))
    program = compiled(Rule(id="r", events=("call",), lines=(high,)), card, twice)
    assert verdicts(program, "call", facts={"months": 6})["r"] is Verdict.FIRED
    assert "r" not in verdicts(program, "call", facts={"months": 5}), "the index knows that the band is low"
    assert isinstance(program.shelves["call"].inputs[-1], ScoreInput)


def test_a_chain_of_thousands_of_derived_facts_needs_no_deep_stack() -> None:
    chain = [DerivedFact(id="f0", value=fact("customer.months"), type=NUMBER)]
    for number in range(1, 3000):
        step = Arithmetic(op="+", left=fact(f"customer.f{number - 1}"), right=literal(1), type=NUMBER)
        chain.append(DerivedFact(id=f"f{number}", value=step, type=NUMBER))
    last = Rule(id="r", events=("call",), lines=(compare("customer.f2999", "=", 3000),))
    assert verdicts(compiled(*reversed(chain), last), "call", facts={"months": 1})["r"] is Verdict.FIRED


def test_facts_computed_from_each_other_are_refused_with_their_place() -> None:
    source = Source("facts.rules", "fact a = b + 1")
    a = DerivedFact(id="a", value=fact("customer.b"), type=NUMBER, span=Span(source, 0, 6))
    b = DerivedFact(id="b", value=fact("customer.a"), type=NUMBER)
    with pytest.raises(RulesetError) as refused:
        compiled(a, b, Rule(id="r", events=("call",), lines=(compare("customer.a", "=", 1),)))
    (finding,) = refused.value.report.findings
    assert (finding.code, str(finding.span)) == ("V103", "facts.rules:1:1")


# ----------------------------------------------------------------------------------------------- beats, cost


def test_beats_reaches_groups_tables_and_what_those_beat() -> None:
    program = compiled(
        Rule(id="a", events=("call",), beats=("club",)),
        Rule(id="b", events=("call",), group="club", beats=("t",)),
        Rule(id="c", events=("call",), group="club", beats=("a",)),
        Table(id="t", events=("call",), beats=("d",)),
        Rule(id="d", events=("call",)),
    )
    beats = {rule.id: rule.beats for rule in program.shelves["call"].rules}
    assert beats["a"] == {"b", "c", "t", "d"}, "a circle never makes a rule beat itself"
    assert beats["b"] == {"t", "d"}
    assert program.shelves["call"].tables[0].beats == {"d"}


def test_beats_without_end_is_refused() -> None:
    chain = [Rule(id=f"r{number}", events=("call",), beats=(f"r{number + 1}",)) for number in range(2100)]
    with pytest.raises(RulesetError) as refused:
        compiled(*chain)
    assert refused.value.report.findings[0].code == "V102"


def test_a_decision_that_would_cost_too_much_is_refused_by_its_event() -> None:
    dear = TextTest(test="contains", value=fact("customer.name"), text="a")
    rules = [Rule(id=f"r{number}", events=("bill",), lines=(And(parts=(dear,) * 500),)) for number in range(41)]
    with pytest.raises(RulesetError) as refused:
        compiled(*rules)
    (finding,) = refused.value.report.findings
    assert finding.code == "V101"
    assert "bill" in finding.text()
    assert compiled(*rules[:20]).cost < 100_000


# -------------------------------------------------------------------------------------------- what is proposed

CATALOGUE = Catalogue(
    {
        "queue": (CatalogueItem("desk", settings={"step": "expert"}), CatalogueItem("front")),
        "service level": (CatalogueItem("care", settings={"targets": {"resolution": Duration(1, Unit.WORKING_DAY)}}),),
        "menu": (CatalogueItem("m", settings={"items": ("one", "two")}),),
        "wording": (
            CatalogueItem(
                "hello",
                settings={"placement": "greeting", "texts": {"en": Template(parts=("Hello ", fact("customer.name")))}},
            ),
        ),
        "offer": (
            CatalogueItem(
                "month",
                settings={
                    "class": "commercial",
                    "group": "retention",
                    "propensity": Decimal("0.35"),
                    "value": 60,
                    "treatments": ({"id": "call script", "channel": "crm"},),
                },
            ),
            CatalogueItem("advice"),
        ),
        "work": (CatalogueItem("visit", settings={"channel": "crm", "due": Duration(2, Unit.WORKING_DAY)}),),
    }
)


def proposals(*actions: object) -> list[tuple[Slot, str, object]]:
    outputs = (Output("score", NUMBER),)
    made = model(Rule(id="r", events=("call",), actions=actions), catalogue=CATALOGUE, outputs=outputs)  # type: ignore[arg-type]
    terms = ((Domain.TARGET, (Term("resolution"),)),)
    made = evolve(made, vocabulary=Vocabulary(VOCABULARY.fields, VOCABULARY.events, outputs, terms))
    return [(each.slot, each.key, each.value) for each in compile_model(made).shelves["call"].rules[0].proposals]


def test_sentences_become_proposals_for_the_slots_of_the_plan() -> None:
    day = Duration(1, Unit.WORKING_DAY)
    assert proposals(
        DESK,
        Ahead(by=Duration(90, Unit.SECOND)),
        ShowMenu(menu="m", first=("two",)),
        Say(wording="hello"),
        OfferAction(offer="month", lever=2),
        Withhold(group="commercial"),
        Allow(allowance="waiver", limit=literal(100, YUAN)),
        Allow(allowance="talk_time", limit=literal(Duration(12, Unit.MINUTE), LENGTH)),
        StartTask(work="visit", owner="team"),
        StartTask(work="visit", owner="team", due=day),
        Note(fact="name", value=literal("x", TEXT)),
        SetOutput(output="score", value=literal(3)),
        SetOutput(output="resolution", value=literal(day, LENGTH)),
    ) == [
        (Slot.ROUTE, "", Route("desk")),
        (Slot.AHEAD, "", Duration(90, Unit.SECOND)),
        (Slot.MENU, "", Menu("m", ("one", "two"), ("two",))),
        (Slot.SAY, "greeting", "hello"),
        (Slot.OFFER, "", PlannedOffer("month", lever=2)),
        (Slot.WITHHOLD, "", "commercial"),
        (Slot.ALLOW, "waiver", 100),
        (Slot.ALLOW, "talk_time", Duration(12, Unit.MINUTE)),
        (Slot.TASK, "", Task("visit", "team", Duration(2, Unit.WORKING_DAY))),
        (Slot.TASK, "", Task("visit", "team", day)),
        (Slot.NOTE, "customer.name", "x"),
        (Slot.OUTPUT, "score", 3),
        (Slot.TARGET, "resolution", day),
    ]


def test_a_computed_value_is_worked_out_from_the_situation() -> None:
    rule = Rule(id="r", events=("bill",), actions=(Note(fact="customer.balance", value=fact("event.amount")),))
    program = compiled(rule)
    shelf = program.shelves["bill"]
    (proposal,) = shelf.rules[0].proposals
    assert proposal.compute is not None
    assert proposal.compute(fill(program, shelf, situation("bill", data={"amount": 88}))) == 88


def test_the_cells_of_a_table_become_lines_and_proposals_by_column() -> None:
    table = Table(
        id="t",
        hit="first",
        events=("call",),
        columns=(fact("customer.tier"), fact("customer.months")),
        outputs=(TableOutput("target:resolution"), TableOutput("route"), TableOutput("output:score", NUMBER)),
        rows=(
            Row("one", (GOLD, None), (literal(Duration(1, Unit.DAY), LENGTH), DESK, None)),
            Row("two", (None, compare("customer.months", ">", 3)), (None, literal("front", TEXT), literal(7))),
        ),
        otherwise=Row("rest", (), (None, FRONT, None)),
    )
    compiled_table = compiled(table, catalogue=CATALOGUE).shelves["call"].tables[0]
    told = [
        (row.id, len(row.lines), [each and (each.slot, each.key, each.value) for each in row.proposals])
        for row in (*compiled_table.rows, compiled_table.otherwise)
        if row
    ]
    assert told == [
        ("t row 1", 1, [(Slot.TARGET, "resolution", Duration(1, Unit.DAY)), (Slot.ROUTE, "", Route("desk")), None]),
        ("t row 2", 1, [None, (Slot.ROUTE, "", Route("front")), (Slot.OUTPUT, "score", 7)]),
        ("t otherwise", 0, [None, (Slot.ROUTE, "", Route("front")), None]),
    ]


def test_the_catalogue_furnishes_plans() -> None:
    outputs = (Output("offer", TEXT, settling=Settling.BEST, limit=2),)
    furnishing = compiled(catalogue=CATALOGUE, outputs=outputs).furnishing
    assert furnishing.targets == {"care": {"resolution": Duration(1, Unit.WORKING_DAY)}}
    assert (furnishing.menus, furnishing.queue_steps, furnishing.task_channels) == (
        {"m": ("one", "two")},
        {"desk": "expert"},
        {"visit": "crm"},
    )
    month, advice = furnishing.offers["month"], furnishing.offers["advice"]
    assert month.groups == {"month", "retention", "commercial"}
    assert (month.propensity, month.value, month.treatments, month.channel) == (
        Decimal("0.35"),
        60,
        (TreatmentFacts("call script", "crm"),),
        "",
    )
    assert (advice.propensity, advice.value, advice.place) == (1, 0, 1)
    assert furnishing.offer_limit == 2


def test_what_a_wording_says_is_read_where_a_rule_says_it() -> None:
    program = compiled(Rule(id="r", events=("call",), actions=(Say(wording="hello"),)), catalogue=CATALOGUE)
    shelf = program.shelves["call"]
    values = fill(program, shelf, situation(facts={"name": "Zhang"}))
    assert program.furnishing.wordings["hello"].texts["en"](values) == Filled("Hello Zhang")
    assert program.shelves["bill"] == Shelf("bill")


# ---------------------------------------------------------------------------------------------------- needs


def test_the_past_is_read_as_far_back_as_any_rule_looks() -> None:
    bills = HistoryTerm("sum", "bill", "amount", Window(WindowKind.FULL, Duration(3, Unit.BILLING_MONTH)))
    program = compiled(
        Rule(id="a", events=("call",), lines=(compare(count("complaint", last_days(30)), ">", 1),)),
        Rule(id="b", events=("bill",), lines=(compare(count("complaint", last_days(90)), ">", 1),)),
        Rule(id="c", events=("bill",), lines=(compare(Measure(term=bills, type=YUAN), ">", 1),)),
        Rule(id="d", events=("bill",), lines=(compare(count("call", Window(WindowKind.EVER)), ">", 1),)),
        Rule(id="e", absence=Absence(Duration(3, Unit.WORKING_DAY), "closed", "call_back")),
        Rule(id="g", absence=Absence(Duration(1, Unit.DAY), "complaint", "call_back")),
        Rule(id="f", events=("bill",), once=OncePer("customer", Duration(30, Unit.DAY))),
    )
    assert program.needs.history["complaint"] == 90 * DAY
    assert program.needs.history["call"] is None
    assert (program.needs.history["bill"] or 0) >= 4 * 31 * DAY
    assert (program.needs.history["call_back"] or 0) >= 5 * DAY
    assert program.needs.footprints == ("f",)


def test_sources_are_kept_and_the_hash_does_not_see_them() -> None:
    rule = Rule(id="r", events=("call",))
    plain, sourced = compile_model(model(rule)), compile_model(model(rule), [Source("a.rules", "rule r")])
    assert sourced.sources == (("a.rules", "rule r"),)
    assert plain.hash == sourced.hash
    assert plain.source_digest != sourced.source_digest


def test_lines_print_themselves_in_both_languages() -> None:
    (line,) = compiled(Rule(id="r", events=("call",), lines=(GOLD,))).shelves["call"].rules[0].lines
    assert (line.words.en, line.words.zh) == ("customer tier is gold", "客户等级 是 金卡")

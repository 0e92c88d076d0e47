"""Decisions of a compiled ruleset: what was recorded is enough to tell every verdict again, and absences ring."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from decide.building import AT, DAY
from engage.checks.staging import stage
from engage.decide import decide, explain
from engage.facts.decided import StartTimer, Verdict
from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation
from engage.load import compile, load, read, read_sources
from engage.program.program import Program
from engage.ruleset.model import Model, Persona
from engage.runtime.record import from_record, record
from engage.workbench.examples import all_examples

MINI = Path(__file__).parents[1] / "samples" / "mini"
MISSED = "承诺未回访"


@pytest.fixture(scope="module")
def mini() -> tuple[Model, Program]:
    ruleset = read(MINI)
    assert ruleset.model is not None
    return ruleset.model, compile(ruleset)


def test_every_verdict_is_told_again_from_the_stored_record(mini: tuple[Model, Program]) -> None:
    model, program = mini
    personas = {each.id: each for each in model.every(Persona)}
    tables = {table.id for shelf in program.shelves.values() for table in shelf.tables}
    for example in all_examples(model):
        decision = decide(program, stage(program, example, personas))
        stored = from_record(record(decision, "c7", 1))
        told = {rule.id: rule.verdict for rule in explain(program, stored).rules}
        assert told.items() >= {id: verdict for id, verdict in decision.verdicts.items() if id not in tables}.items()


def test_an_absence_rings_at_its_deadline_unless_the_event_came(mini: tuple[Model, Program]) -> None:
    _, program = mini
    closed = Event("e1", "/crm", "complaint.closed", AT, kind="complaint_closed", subject="c7")
    started = decide(program, Situation(closed)).changes
    deadline = AT + 5 * DAY + 8 * 3_600_000_000  # Thursday 10:00; three working days end on Tuesday at 18:00
    assert started == (StartTimer(MISSED, deadline),)
    rings = Event(
        "t1", "engage:timer", "engage.timer", deadline, kind=f"timer:{MISSED}", subject="c7", data={"started": AT}
    )
    past = PastEvent("complaint_closed", AT, 1)
    missed = decide(program, Situation(rings, history=History((past,))))
    assert [task.work for task in missed.plan.tasks] == ["missed_call_back"]
    assert [effect.channel for effect in missed.effects] == ["crm"]
    kept = decide(program, Situation(rings, history=History((past, PastEvent("call_back", AT + DAY, 2)))))
    assert kept.verdicts[MISSED] is Verdict.NOT_MET
    assert kept.effects == ()


def test_a_never_of_the_ruleset_keeps_its_offer_out(mini: tuple[Model, Program]) -> None:
    _, program = mini
    event = Event("e1", "/ivr", "cancel.requested", AT, kind="cancel_request", subject="c7")
    facts = {"customer.tier": Fact("platinum"), "customer.contract_end": Fact(None)}
    bills = [PastEvent("bill", AT - days * DAY, number, {"amount": 300}) for number, days in enumerate((95, 65, 35))]
    asked = PastEvent("port_out_request", AT - DAY, 9)
    free = decide(program, Situation(event, Profile("c7", facts), History(tuple(bills))))
    bound = decide(program, Situation(event, Profile("c7", facts), History((*bills, asked))))
    assert [offer.id for offer in free.plan.offers] == ["one_month_free"]
    assert bound.plan.offers == ()
    assert free.plan.route == bound.plan.route


def test_a_limit_is_told_in_what_it_is_counted_in(mini: tuple[Model, Program]) -> None:
    _, program = mini
    event = Event("e1", "/ivr", "cancel.requested", AT, kind="cancel_request", subject="c7")
    bills = [PastEvent("bill", AT - days * DAY, number, {"amount": 300}) for number, days in enumerate((95, 65, 35))]
    decision = decide(
        program, Situation(event, Profile("c7", {"customer.tier": Fact("platinum")}), History(tuple(bills)))
    )
    for stored in (decision, from_record(record(decision, "c7", 1))):
        told = explain(program, stored)
        assert "waiver up to 100 yuan" in told.text("en")
        assert "talk time up to 12 minutes" in told.text("en")
        assert "100元" in told.text("zh")


def test_a_derived_fact_that_is_unknown_names_what_it_lacks(tmp_path: Path) -> None:
    folder = shutil.copytree(MINI, tmp_path / "mini")
    rules = folder / "cancel.rules"
    text = "\n\nfact years with us = months with us / 12\n\nrule long\n  event cancel request\n"
    text += "  when years with us is at least 3\n  then\n    say retention opening\n"
    rules.write_text(rules.read_text(encoding="utf-8") + text, encoding="utf-8")
    program = load(folder)
    event = Event("e1", "/ivr", "cancel.requested", AT, kind="cancel_request", subject="c7")
    missing = {one.seen.name: one for one in explain(program, decide(program, Situation(event))).missing}
    assert [words.en for words in missing["customer.years_with_us"].lacks] == ["months with us"]


def test_work_without_a_team_in_its_sentence_goes_to_the_team_of_the_catalogue() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in MINI.glob("*.yaml")}
    texts["ruleset.yaml"] = re.sub(r"(?m)^files:\n(?:  - .*\n)+", "files: [own.rules]\n", texts["ruleset.yaml"])
    own = "language en\n\nrule visit\n  event cancel request\n  then task retention call-back\n"
    table = "\ntable visits: first\n  event complaint\n  customer tier || task\n  - || retention call-back\n"
    program = compile(read_sources({**texts, "own.rules": own + table}.items()))
    for kind in ("cancel_request", "complaint"):
        decision = decide(program, Situation(Event("e1", "/ivr", "x", AT, kind=kind)))
        assert [(task.work, task.owner) for task in decision.plan.tasks] == [("retention_call_back", "customer_team")]
        assert [effect.payload["owner"] for effect in decision.effects] == ["customer_team"]

"""List C of the hostile inputs: events and profiles.

| row | where |
|---|---|
| C1 depth, C2 colliding numbers, C3 odd numbers, C4 exponents, C5 keys twice, C6 NUL, C7 ids, C11 times | `tests/gate/test_envelope.py` |
| C1 to C7, C11: nothing half stored after a refusal | here |
| C2, C3 in what is bounded in time | here |
| C4 a number as a text, in a calculation | here, end to end |
| C8 sixteen times at once, C9 another content, C10 another source or tenant | here (C9, C10 also `tests/runtime/test_engine.py`) |
| C11 moments that only a zone brings out of the calendar | here |
| C12 an unknown customer, half a profile | here |
| C16 a bomb through a queue channel | waits: there is no queue channel yet |
"""  # noqa: E501

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.errors import EventConflict, EventRejected
from engage.facts.decided import Decision
from engage.facts.vocabulary import EventKind, Field, Kind, Labels, Type, Vocabulary
from engage.load import compile as compile_ruleset
from engage.program.program import Program
from engage.runtime import Engine, SetClock
from engage_sqlite import open_sqlite
from hostile.sample import read_rules, rule
from runtime.desk import START, engine_on, envelope, ready
from work import calls


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine_on(tmp_path_factory.mktemp("events") / "care.db") as made:
        yield made


def text(data: str = "{}", **changed: str) -> str:
    """An envelope as JSON text with raw JSON in it."""
    heads = {"id": '"e1"', "source": '"/ivr"', "type": '"cancel.requested"', "time": '"2026-11-05T10:00:00+08:00"'}
    return "{" + ",".join(f'"{key}":{value}' for key, value in {**heads, "data": data, **changed}.items()) + "}"


REFUSED = {
    "C1": text("[" * 100_000 + "]" * 100_000),
    "C1 objects": text('{"a":' * 5_000 + "1" + "}" * 5_000),
    "C2": text('{"a":[' + ",".join(str(number * (2**61 - 1)) for number in range(1, 20_000)) + "]}"),
    "C3 NaN": text('{"a":NaN}'),
    "C3 1e999": text('{"a":1e999}'),
    "C3 2^63": text('{"a":9223372036854775808}'),
    "C3 digits": text('{"a":' + "9" * 5_000 + "}"),
    "C4": text('{"a":1e9999999}'),
    "C5": '{"id":"a",' + text()[1:],
    "C5 tenant": text('{"tenant":"a","tenant":"b"}'),
    "C6 surrogate": text('{"a":"\\ud800"}'),
    "C6 NUL": text('{"a":"\\u0000"}'),
    "C6 in a key": text('{"\\u0000":1}'),
    "C7 no id": text(id="null"),
    "C7 empty id": text(id='""'),
    "C7 long id": text(id='"' + "x" * 10_240 + '"'),
    "C7 number": text(id="7"),
    "C11 no zone": text(time='"2026-11-05T10:00:00"'),
    "C11 year 0": text(time='"0000-01-01T00:00:00Z"'),
    "C11 year 9999": text(time='"9999-12-31T23:59:59Z"'),
    "C11 leap second": text(time='"2026-12-31T23:59:60Z"'),
    "C11 before the calendar": text(time='"0001-01-01T00:00:00+14:00"'),
    "C11 behind the calendar": text(time='"9999-12-31T23:59:59-14:00"'),
    "size": text('{"a":"' + "x" * 300_000 + '"}'),
    "not JSON": "{",
    "not UTF-8": "\udcff",
    "the engine's own": text(source='"engage:timer"'),
}


@pytest.mark.parametrize("name", REFUSED)
def test_c_a_refused_event_leaves_nothing_behind_and_is_little_work(engine: Engine, name: str) -> None:
    before = engine.status()
    found: list[EventRejected] = []

    def sent() -> None:
        with pytest.raises(EventRejected) as refused:
            engine.receive(REFUSED[name])
        found.append(refused.value)

    assert calls(sent) < 10_000
    (refused,) = found
    assert refused.code.startswith("G")
    assert refused.where.startswith("/")
    assert engine.status() == before


PIECES = st.sampled_from(
    [*'{}[]":,\\ 019.eE+-', "null", "true", "NaN", '"id":', '"data":{', '"e1"', "\\ud800", "\x00", "界", "\ufeff"]
)


@given(raw=st.lists(PIECES, max_size=30).map("".join) | st.binary(max_size=60))
def test_c_any_bytes_give_a_decision_or_a_refusal_with_nothing_half_stored(engine: Engine, raw: str | bytes) -> None:
    before = engine.status()
    try:
        assert isinstance(engine.receive(raw), Decision)
    except EventRejected:
        assert engine.status() == before


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["0001-01-01T00:00:00+14:00", "gold"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


TYPES = ["cancel.requested", "customer.updated", "complaint.received", "x", "effect.answered"]


@given(
    data=st.dictionaries(st.sampled_from(["reason", "customer.tier", "since", "x"]), JSON, max_size=4),
    kind=st.sampled_from(TYPES),
    number=st.integers(0, 10**6),
)
def test_c_any_data_gives_a_decision_that_is_stored_whole_or_a_refusal(
    engine: Engine, data: dict[str, object], kind: str, number: int
) -> None:
    try:
        decision = engine.receive(envelope(number, kind) | {"data": data, "id": f"{number} {kind} {data!r}"[:200]})
    except (EventRejected, EventConflict):
        return
    assert engine.decision(decision.id) == decision


def test_c4_a_number_as_a_text_never_enters_a_calculation(tmp_path: Path) -> None:
    made = compile_ruleset(read_rules(rule("months with us + 1 > 0")).ruleset)
    with engine_on(tmp_path / "care.db", made=made) as engine:
        raw = envelope(1, "customer.updated") | {"data": {"customer.months_with_us": "1e9999999"}}
        assert "unreadable" in {reason.code for reason in engine.receive(raw).reasons}
        assert str(engine.receive(envelope(2)).verdicts["suspect"]) == "unknown"


def test_c8_sixteen_at_once_are_decided_once(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine, ThreadPoolExecutor(16) as pool:
        decisions = list(pool.map(lambda _: engine.receive(envelope(1)), range(16)))
        assert all(decision == decisions[0] for decision in decisions)
        assert len(list(engine.decisions())) == 1


def test_c9_another_content_under_the_same_id_is_a_conflict_also_among_many_at_once(tmp_path: Path) -> None:
    def send(number: int) -> Decision | str:
        try:
            return one.receive(envelope(1, reason="tariff" if number % 2 else "network"))
        except EventConflict as conflict:
            return conflict.code

    with engine_on(tmp_path / "care.db") as one, ThreadPoolExecutor(8) as pool:
        came = list(pool.map(send, range(16)))
        assert came.count("S002") == 8
        assert len({decision.id for decision in came if isinstance(decision, Decision)}) == 1
        assert len(list(one.decisions())) == 1


def test_c10_another_source_or_tenant_is_another_event(tmp_path: Path) -> None:
    path = tmp_path / "care.db"
    with (
        engine_on(path) as one,
        Engine(ready(), open_sqlite(str(path)), tenant="other", clock=SetClock(START)) as other,
    ):
        first = one.receive(envelope(1))
        assert one.receive(envelope(1) | {"source": "/web"}).id != first.id
        one.know("c7", {"customer.tier": "gold"})
        theirs = other.receive(envelope(1, reason="else"))
        assert (theirs.sequence, theirs.plan.route and theirs.plan.route.queue) == (1, "front_desk")
        assert theirs.id != first.id
        assert len(list(other.decisions())) == 1


def with_a_moment() -> Program:
    since = Field("event.since", Type(Kind.MOMENT), Labels(en="since"))
    known = Field("customer.since", Type(Kind.MOMENT), Labels(en="customer since"), writes_from="bill.since")
    made = ready()
    fields = (*made.vocabulary.fields, since, known)
    events = (
        *made.vocabulary.events[:1],
        EventKind("bill", "bill.issued", fields=("since",)),
        *made.vocabulary.events[2:],
    )
    return evolve(made, vocabulary=Vocabulary(fields, events, made.vocabulary.outputs, made.vocabulary.terms))


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_c11_a_moment_that_its_zone_brings_out_of_the_calendar_is_unknown(tmp_path: Path, moment: str) -> None:
    with engine_on(tmp_path / "care.db", made=with_a_moment()) as engine:
        decision = engine.receive(envelope(1, "bill.issued", since=moment))
        assert ("unreadable", "event.since") in {(reason.code, reason.detail) for reason in decision.reasons}
        assert engine.receive(envelope(2, "bill.issued", since="9999-12-31T23:59:59Z")).sequence == 2


def test_c11_a_moment_calculated_beyond_the_calendar_is_recorded_as_unknown(tmp_path: Path) -> None:
    from engage.gate.values import to_json

    assert to_json(2**62, Type(Kind.MOMENT)) is None
    assert to_json(-(2**62), Type(Kind.MOMENT)) is None
    assert to_json(0, Type(Kind.MOMENT)) == "1970-01-01T00:00:00+00:00"


def test_c12_an_unknown_customer_is_decided_and_what_was_missing_is_named(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        decision = engine.receive(envelope(1, subject="nobody yet"))
        assert decision.plan.route is not None
        assert str(decision.verdicts["vip"]) == "unknown"
        assert decision.facts_used["customer.tier"] is None
        anonymous = {key: value for key, value in envelope(2).items() if key != "subject"}
        assert engine.receive(anonymous).plan.route is not None


def test_c12_half_a_profile_counts_for_what_it_holds(tmp_path: Path) -> None:
    made = compile_ruleset(read_rules(rule("\n    customer tier is gold\n    months with us is over 3")).ruleset)
    with engine_on(tmp_path / "care.db", made=made) as engine:
        engine.know("c7", {"customer.tier": "gold"})
        assert str(engine.receive(envelope(1)).verdicts["suspect"]) == "unknown"
        engine.know("c7", {"customer.months_with_us": 4})
        assert str(engine.receive(envelope(2)).verdicts["suspect"]) == "fired"


def test_c_a_batch_with_a_refused_one_in_it_decides_the_rest(tmp_path: Path) -> None:
    with engine_on(tmp_path / "care.db") as engine:
        for number, raw in enumerate([json.dumps(envelope(0)), "{", json.dumps(envelope(2)), REFUSED["C1"]]):
            if number % 2:
                with pytest.raises(EventRejected):
                    engine.receive(raw)
            else:
                assert engine.receive(raw).recorded
        assert len(list(engine.decisions())) == 2

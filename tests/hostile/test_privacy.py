"""J3 and J4 of the hostile lists: what a customer is, says or has stands in no message, log, `repr` or complaint.

Canaries stand in every place where an event or a profile can hold something of a person: subject, account, contact,
data (declared, undeclared, of the wrong type), facts, past events. Each failing path is walked; then everything that
a host, an operator or a log could see of it is searched. What the plan says to a customer is not searched: it is
meant for that customer.
"""

from __future__ import annotations

import gzip
import json
import logging
import sqlite3
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cli.calling import Caller
from engage.decide import decide, explain
from engage.errors import EngageError, EventRejected, Permanent, Retryable, StorageBusy, UnknownOutcome
from engage.facts.known import Situation
from engage.gate import event as read_event
from engage.gate import history as read_history
from engage.gate import profile as read_profile
from engage.load import compile as compile_ruleset
from engage.program.program import Line, Program
from engage.runtime import Engine, SetClock
from engage.sockets.channel import Answer, Delivery
from engage.sockets.storage import Commit, Stale, Unit
from engage_sqlite.storage import SqliteStorage
from hostile.sample import MINI, read_rules
from runtime.desk import START, Recorder, engine_on, envelope

CANARY: Final = "Zanarkand 4711"
WORD: Final = "zanarkand4711"
PHONE: Final = "+8613800004711"
CANARIES: Final = (CANARY, WORD, PHONE, "4711")
RULES: Final = (
    'rule suspect\n  event cancel request\n  when nickname contains "Zan"\n'
    "  then\n    route to front desk\n    task retention call-back for customer team, due in 1 working day\n"
    '  because "{nickname} leaves"\n'
)


def leaks(*texts: object) -> list[str]:
    """The canaries that stand in any of the texts."""
    return [canary for canary in CANARIES for text in texts if canary in str(text)]


def seen(failure: BaseException) -> str:
    """All that a host can print of an exception: text, repr, attributes, traceback with what led to it."""
    return "\n".join([str(failure), repr(failure), repr(vars(failure)), *traceback.format_exception(failure)])


@pytest.fixture(scope="module")
def program() -> Program:
    return compile_ruleset(read_rules(RULES).ruleset)


def personal(number: int = 1, type: str = "cancel.requested", **data: object) -> dict[str, object]:
    """An envelope with canaries wherever a person can be in it."""
    return {
        **envelope(number, type, subject=PHONE),
        "account": f"account of {CANARY}",
        "contact": "call-1",  # ids of a contact and of a case are the host's own, not the customer's
        "case": "case-1",
        "x-name": CANARY,
        "data": {"reason": CANARY, "channel": CANARY, "name": CANARY, CANARY: CANARY, **data},
    }


@pytest.fixture
def engine(tmp_path: Path, program: Program, caplog: pytest.LogCaptureFixture) -> Iterator[Engine]:
    """An engine that knows the person, and a log that keeps all."""
    caplog.set_level(logging.DEBUG)
    with engine_on(tmp_path / "care.db", made=program) as made:
        made.know(PHONE, {"customer.nickname": CANARY, "customer.tier": "gold"})
        yield made
    assert not leaks(caplog.text)


# -- the gate

BAD: Final = [
    CANARY,
    f"{CANARY}\x00",
    f"{CANARY}\ud800",
    "4711" * 9_000,
    [CANARY],
    {CANARY: CANARY},
    4711,
    float("nan"),
    {"a": b"4711"},
]


@pytest.mark.parametrize(
    "attribute", ["id", "source", "type", "time", "subject", "contact", "case", "account", "data", CANARY]
)
def test_j3_no_refusal_of_an_envelope_holds_what_it_refuses(program: Program, attribute: str) -> None:
    for value in BAD:
        try:
            read_event(program, {**personal(), attribute: value})
        except EventRejected as refusal:
            assert not leaks(seen(refusal))


@pytest.mark.parametrize("cut", range(0, 420, 7))
def test_j3_no_refusal_of_a_broken_text_holds_a_piece_of_it(program: Program, cut: int) -> None:
    for raw in (
        json.dumps(personal())[:cut],
        json.dumps(personal())[:cut] + "\ud800",
        json.dumps(personal()).encode()[:cut] + b"\xff",
    ):
        try:
            read_event(program, raw)
        except EventRejected as refusal:
            assert not leaks(seen(refusal))


VALUES = st.recursive(
    st.sampled_from([CANARY, PHONE, f"{CANARY}\x00", 4711, 4711.4711, None, True, 10**30]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just(CANARY), inner, max_size=2),
)


@given(
    values=st.dictionaries(
        st.sampled_from(["customer.nickname", "customer.tier", "customer.months_with_us", CANARY]), VALUES
    )
)
def test_j3_no_refusal_of_a_profile_holds_what_it_refuses(program: Program, values: dict[str, object]) -> None:
    try:
        assert not leaks(repr(read_profile(program, values, PHONE)))
    except EventRejected as refusal:
        assert not leaks(seen(refusal))


# -- the engine


def test_j3_no_failure_of_the_engine_holds_who_or_what_it_was_about(engine: Engine, program: Program) -> None:
    engine.receive(personal())
    other = evolve(program, hash="1" * 64)
    engine.alias("c8", "somebody else")
    failing: dict[str, Callable[[], object]] = {
        "conflict": lambda: engine.receive(personal(reason="tariff")),
        "refused fact": lambda: engine.know(PHONE, {"customer.tier": CANARY}),
        "undeclared fact": lambda: engine.know(PHONE, {CANARY: CANARY}),
        "no such customer": lambda: engine.profile(f"{CANARY}?"),
        "no such decision": lambda: engine.decision(CANARY),
        "alias": lambda: engine.alias(PHONE, "somebody else"),
        "not for a file": lambda: engine.know(f"{CANARY}\ud800", {}),
    }
    for name, fails in failing.items():
        with pytest.raises(EngageError) as caught:
            fails()
        assert not leaks(seen(caught.value)), name
    assert not leaks(engine.status(), repr(engine), repr(other))


class AlwaysStale(SqliteStorage):
    """Others are always faster."""

    def commit(self, tenant: str, unit: Unit) -> Commit:
        assert not leaks(repr(unit))
        return Stale()


def test_j3_a_storage_that_is_always_busy_names_nobody(tmp_path: Path, program: Program) -> None:
    with Engine(program, AlwaysStale(str(tmp_path / "care.db")), clock=SetClock(START)) as engine:
        with pytest.raises(StorageBusy) as caught:
            engine.receive(personal())
        assert not leaks(seen(caught.value))


def test_j3_a_damaged_file_names_nobody(tmp_path: Path, program: Program) -> None:
    path = tmp_path / "care.db"
    with engine_on(path, made=program) as engine:
        engine.know(PHONE, {"customer.nickname": CANARY})
        engine.receive(personal())
    content = bytearray(path.read_bytes())
    for place in range(4096, len(content), 512):
        content[place : place + 64] = b"\xff" * 64
    path.write_bytes(content)

    def use() -> None:
        with engine_on(path, made=program) as engine:
            for number in range(5):
                engine.receive(personal(number))
                engine.profile(PHONE)

    with pytest.raises(EngageError) as caught:
        use()
    assert not leaks(seen(caught.value))


def test_j3_a_full_disk_names_nobody(tmp_path: Path, program: Program) -> None:
    with engine_on(tmp_path / "care.db", made=program) as engine:
        with closing(sqlite3.connect(tmp_path / "care.db")) as raw:
            raw.execute("CREATE TRIGGER full BEFORE INSERT ON decision BEGIN SELECT raise(ABORT, 'disk full'); END")
        with pytest.raises(EngageError) as caught:
            engine.receive(personal())
        assert not leaks(seen(caught.value))


def test_j3_a_rule_that_fails_names_nobody(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    def explodes(values: Sequence[object]) -> bool:
        raise ValueError(f"cannot use {list(values)}")

    shelves = {
        kind: evolve(shelf, rules=tuple(evolve(each, lines=(Line(explodes, explodes, ()),)) for each in shelf.rules))
        for kind, shelf in program.shelves.items()
    }
    broken = evolve(program, shelves=shelves)
    decision = decide(broken, situation(broken))
    assert decision.safe_default
    assert not leaks(repr(decision), decision.reasons, caplog.text)


# -- delivery


class Talker(Recorder):
    """A channel whose failures say all they know."""

    def __init__(self, make: Callable[[str], BaseException]) -> None:
        super().__init__()
        self._make = make

    def deliver(self, delivery: Delivery) -> Answer:
        raise self._make(f"{delivery.payload} {CANARY}")


@pytest.mark.parametrize(
    "make",
    [
        ValueError,
        KeyError,
        SystemExit,
        lambda text: Retryable("busy", text),
        lambda text: Permanent(text, text),
        lambda text: Retryable(f"{text}\n2026-01-01 ERROR forged", text),
        lambda text: UnknownOutcome("timeout", text, hint=text),
    ],
)
def test_j3_j4_a_talkative_channel_does_not_reach_the_log(
    tmp_path: Path, program: Program, caplog: pytest.LogCaptureFixture, make: Callable[[str], BaseException]
) -> None:
    caplog.set_level(logging.DEBUG)
    with engine_on(tmp_path / "care.db", made=program, channels={"crm": Talker(make)}) as engine:
        engine.know(PHONE, {"customer.nickname": CANARY})
        assert engine.receive(personal()).effects
        sums = engine.deliver()
        assert sums.done == 0
        rows = engine.storage.outbox("main")
        assert not leaks(caplog.text, repr(rows), repr(sums), rows[0].last_code)
        assert all("\n" not in record.getMessage() for record in caplog.records)
        assert "forged" not in caplog.text


# -- repr


def situation(program: Program) -> Situation:
    past = [personal(number) for number in range(2, 4)]
    facts = {"customer.nickname": CANARY, "customer.tier": "gold"}
    return Situation(read_event(program, personal()), read_profile(program, facts, PHONE), read_history(program, past))


def test_j3_the_repr_of_what_is_known_and_decided_names_nobody(program: Program) -> None:
    known = situation(program)
    decision = decide(program, known)
    assert decision.effects
    everything = (known, known.event, known.profile, known.history, decision, decision.plan, decision.effects)
    for value in everything:
        assert not leaks(repr(value), f"{value}"), type(value).__name__
    assert not leaks(repr(explain(program, decision)))


def test_j3_the_repr_of_what_is_stored_names_nobody(engine: Engine) -> None:
    decision = engine.receive(personal())
    storage = engine.storage
    found = storage.snapshot(
        "main",
        source="/ivr",
        event_id="e2",
        key=PHONE,
        contact="call-1",
        at=START,
        history=lambda _: {"cancel_request": None},
    )
    rows = (found, storage.customer("main", PHONE), storage.decision("main", decision.id), storage.outbox("main"))
    for value in (*rows, storage.claim("main", "crm", 10, 60.0, now=START)):
        assert value
        assert not leaks(repr(value)), type(value).__name__


# -- the command line

NAMED: Final = json.dumps({**personal(), "time": CANARY})
UNREADABLE: Final = f'{{"id": "{CANARY}\udce9"}}'.encode("utf-8", "surrogateescape")
FILES: Final[dict[str, tuple[str, bytes]]] = {
    "refused event": ("e.json", NAMED.encode()),
    "broken event": ("e.json", NAMED.encode()[:150]),
    "profile of a wrong value": ("p.json", json.dumps({"customer.tier": CANARY}).encode()),
    "broken profile": ("p.json", f'{{"customer.tier": {CANARY}'.encode()),
    "list as profile": ("p.json", json.dumps([CANARY]).encode()),
    "history of refused events": ("h.json", json.dumps([{"id": CANARY}]).encode()),
    "broken history": ("h.jsonl", f'{{"id": {CANARY}\n'.encode()),
    "refused lines": ("r.jsonl", f"{NAMED}\n{NAMED[:90]}\n[]\n".encode()),
    "refused customers": (
        "c.jsonl",
        (
            json.dumps({"customer": PHONE, "customer.tier": CANARY})
            + f"\n{{{CANARY}\n"
            + json.dumps({"customer": 4711})
        ).encode(),
    ),
    "customers of a table": (
        "c.csv",
        f"customer,customer.tier,customer.months_with_us\n{PHONE},{CANARY},{CANARY}\n".encode(),
    ),
}
STACKS: Final[dict[str, tuple[str, bytes]]] = {
    "event that is not UTF-8": ("e.json", UNREADABLE),
    "profile that is not UTF-8": ("p.json", UNREADABLE),
    "profile nested too deep": ("p.json", b"[" * 100_000),
    "profile of a huge number": ("p.json", b'{"customer.months_with_us":' + b"4711" * 1_500 + b"}"),
    "lines that are not UTF-8": ("r.jsonl", UNREADABLE),
    "customers that are not UTF-8": ("c.jsonl", UNREADABLE),
    "table with a huge cell": ("t.csv", b'"' + CANARY.encode() * 20_000 + b'"\n'),
    "half a packed file": ("r.jsonl.gz", gzip.compress(NAMED.encode() * 50)[:60]),
}


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Caller:
    """Call a verb in this process, in English, on a wide terminal."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setenv("COLUMNS", "200")
    return Caller(capsys)


def called(call: Caller, folder: Path, name: str, content: bytes) -> tuple[int, str]:
    """Call the verb that reads such a file."""
    file, good = folder / name, folder / "good.json"
    file.write_bytes(content)
    good.write_text(json.dumps({**envelope(1), "data": {}}), encoding="utf-8")
    ruleset, storage = str(MINI), f"sqlite:{folder / 'care.db'}"
    words = {
        "e": ["decide", ruleset, "--event", str(file)],
        "p": ["decide", ruleset, "--event", str(good), "--profile", str(file)],
        "h": ["decide", ruleset, "--event", str(good), "--history", str(file)],
        "r": ["run", ruleset, "--events", str(file), "--storage", storage],
        "c": ["import", ruleset, "--customers", str(file), "--storage", storage],
        "t": [
            "run",
            str(MINI.parent.parent.parent / "rulesets/bank-calls"),
            "--events",
            str(file),
            "--storage",
            storage,
        ],
    }[name[0]]
    result = call(*words)
    return result.code, result.out + result.err


@pytest.mark.parametrize("name", FILES)
def test_j3_what_the_command_line_refuses_it_does_not_print(call: Caller, tmp_path: Path, name: str) -> None:
    _, printed = called(call, tmp_path, *FILES[name])
    assert printed
    assert not leaks(printed.replace(str(tmp_path), ""))


@pytest.mark.parametrize("name", STACKS)
def test_j3_a_file_that_cannot_be_read_ends_in_one_line_and_an_exit_code(
    call: Caller, tmp_path: Path, name: str
) -> None:
    code, printed = called(call, tmp_path, *STACKS[name])
    assert code in (1, 2, 3)
    assert printed.strip() not in ("", "Aborted.")
    assert not leaks(printed.replace(str(tmp_path), ""))


def test_j4_a_line_break_in_a_name_forges_no_line_of_the_command_line(call: Caller, tmp_path: Path) -> None:
    forged = {**envelope(1), "subject": "x\n2026-01-01 ERROR forged", "time": "x\nERROR forged"}
    _, printed = called(call, tmp_path, "r.jsonl", (json.dumps(forged) + "\n").encode())
    assert "forged" not in printed


# -- the search itself


def test_the_search_finds_a_canary_wherever_a_careless_exception_keeps_it() -> None:
    def careless(how: int) -> None:
        try:
            raise KeyError(CANARY)
        except KeyError as cause:
            failure = EngageError("G000", "it failed", hint=WORD if how == 0 else "")
            if how == 1:
                failure.where = PHONE
            raise failure from (cause if how == 2 else None)

    for how in range(3):
        with pytest.raises(EngageError) as caught:
            careless(how)
        assert leaks(seen(caught.value))

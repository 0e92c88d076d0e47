"""`engage deliver`: what is sent, what becomes a dead letter, how a dead letter is sent again under its own key."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import pytest

import engage
from cli.calling import Caller
from engage_sqlite import SqliteStorage

EVENT = {
    "id": "e1",
    "source": "/ivr",
    "type": "cancel.requested",
    "time": "2026-01-05T10:00:00Z",
    "subject": "customer-7",
    "data": {"channel": "phone", "reason": "tariff"},
}


@pytest.fixture
def storage(fresh: Path, tmp_path: Path) -> str:
    """A storage in which two customers' effects wait for the channel `crm`."""
    address = f"sqlite:{tmp_path / 'care.db'}"
    with engage.Engine(engage.load(fresh), address) as engine:
        for customer in ("customer-7", "customer-8"):
            engine.know(customer, {"customer.tier": "gold", "customer.months_with_us": 30})
            engine.receive({**EVENT, "id": customer, "subject": customer})
    return address


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """A path that is no file: what is delivered there becomes a dead letter at once."""
    path = tmp_path / "crm.jsonl"
    os.mkfifo(path)
    return path


def dead(call: Caller, storage: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = call("deliver", "--storage", storage, "--dead", "--json").json["dead"]
    return found


def test_what_waits_is_sent_once(call: Caller, fresh: Path, storage: str, tmp_path: Path) -> None:
    words = ("deliver", str(fresh), "--storage", storage, "--channel", f"crm=file:{tmp_path / 'crm.jsonl'}", "--json")
    sums = {"done": 2, "waiting": 0, "dead": 0, "unknown": 0, "not_attempted": 0, "channels_not_bound": []}
    assert call(*words).json == sums
    assert call(*words).json == {**sums, "done": 0}
    assert len((tmp_path / "crm.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_a_channel_that_nobody_bound_is_named(call: Caller, fresh: Path, storage: str) -> None:
    called = call("deliver", str(fresh), "--storage", storage, "--channel", "mail=console:")
    assert called.code == 0
    assert "no delivery channel is bound for: crm" in called.out
    assert f"next: engage status --storage {storage}" in called.out


def test_dead_letters_are_listed_with_code_and_attempts(call: Caller, fresh: Path, storage: str, outbox: Path) -> None:
    assert "there are no dead letters" in call("deliver", "--storage", storage, "--dead").out
    sums = call("deliver", str(fresh), "--storage", storage, "--channel", f"crm=file:{outbox}", "--json").json
    assert sums["dead"] == 2
    letters = dead(call, storage)
    assert {(each["channel"], each["kind"], each["code"], each["attempts"]) for each in letters} == {
        ("crm", "task", "file-einval", 1)
    }
    called = call("deliver", "--storage", storage, "--dead")
    assert called.code == 0
    assert f"{letters[0]['key']}  crm task: file-einval, attempts: 1, decision {letters[0]['decision']}" in called.out
    assert "customer-7" not in called.out
    assert f"next: engage deliver --replay all --storage {storage}" in called.out


def test_a_dead_letter_is_sent_again_under_its_own_key(call: Caller, fresh: Path, storage: str, outbox: Path) -> None:
    words = ("deliver", str(fresh), "--storage", storage, "--channel", f"crm=file:{outbox}", "--json")
    call(*words)
    outbox.unlink()
    first, second = dead(call, storage)
    assert call("deliver", "--storage", storage, "--replay", str(first["key"]), "--json").json == {
        "replayed": [first["key"]],
        "unknown_left": 0,
    }
    assert [each["key"] for each in dead(call, storage)] == [second["key"]]
    again = call(*words, "--replay", "all").json
    assert (again["replayed"], again["done"], again["dead"]) == ([second["key"]], 2, 0)
    lines = [json.loads(line) for line in outbox.read_text(encoding="utf-8").splitlines()]
    assert {line["key"] for line in lines} == {first["key"], second["key"]}
    assert dead(call, storage) == []


def test_a_key_that_is_no_dead_letter_is_misuse_and_changes_nothing(
    call: Caller, fresh: Path, storage: str, outbox: Path
) -> None:
    call("deliver", str(fresh), "--storage", storage, "--channel", f"crm=file:{outbox}")
    letters = dead(call, storage)
    words = ("deliver", "--storage", storage, "--replay", str(letters[0]["key"]), "--replay", "nonsense")
    called = call(*words)
    assert called.code == 2
    assert "there is no such dead letter" in called.err
    assert dead(call, storage) == letters


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("RULESET",),
        ("--dead", "--replay", "all"),
        ("--dead", "--channel", "crm=console:"),
        ("RULESET", "--channel", "crm"),
        ("RULESET", "--replay", "all"),
    ],
)
def test_a_delivery_without_a_channel_is_misuse(
    call: Caller, fresh: Path, storage: str, words: tuple[str, ...]
) -> None:
    said = (str(fresh) if word == "RULESET" else word for word in words)
    assert call("deliver", "--storage", storage, *said).code == 2


def test_without_a_ruleset_the_active_one_decides_on_the_answers(call: Caller, storage: str, tmp_path: Path) -> None:
    sent = call("deliver", "--storage", storage, "--channel", f"crm=file:{tmp_path / 'crm.jsonl'}", "--json")
    assert sent.json["done"] == 2


def test_delivering_with_another_ruleset_is_refused_and_changes_nothing(
    call: Caller, fresh: Path, storage: str
) -> None:
    before = call("status", "--storage", storage, "--json").json
    rules = next(fresh.rglob("*.rules"))
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("24", "25").replace("gold", "silver"), encoding="utf-8")
    assert engage.load(fresh).hash != before["hash"]
    called = call("deliver", str(fresh), "--storage", storage, "--channel", "crm=console:")
    assert called.code == 2
    assert "another ruleset is active" in " ".join(called.err.replace("│", " ").split())
    assert call("status", "--storage", storage, "--json").json == before


def test_an_effect_of_unknown_outcome_is_shown_and_replayed_by_its_key_alone(
    call: Caller, storage: str, tmp_path: Path
) -> None:
    with closing(SqliteStorage(str(tmp_path / "care.db"))) as opened:
        (first, _) = opened.claim("main", "crm", 9, 60)
        assert opened.mark("main", first.record.key, 1, "unknown", "deadline")
    assert call("status", "--storage", storage, "--json").json["unknown_effects"] == 1
    told = call("deliver", "--storage", storage, "--dead", "--json").json
    assert [(each["key"], each["code"]) for each in told["unknown"]] == [(first.record.key, "deadline")]
    assert "outcome unknown" in call("deliver", "--storage", storage, "--dead").out
    everything = call("deliver", "--storage", storage, "--replay", "all")
    assert "1 effects of unknown outcome stay" in everything.out
    one = call("deliver", "--storage", storage, "--replay", first.record.key, "--json").json
    assert one == {"replayed": [first.record.key], "unknown_left": 0}

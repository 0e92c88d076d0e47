"""`engage brief`: a customer of a storage as text, as data, as a page; by any subject, never by a value in an error."""

from __future__ import annotations

from pathlib import Path

import pytest

import engage
from cli.calling import Caller

PHONE = "+86 138 0000 0000"


@pytest.fixture
def storage(fresh: Path, tmp_path: Path) -> str:
    """A storage in which a customer called, known by a phone number too."""
    address = f"sqlite:{tmp_path / 'care.db'}"
    program = engage.load(fresh)
    kind = next(kind for kind in program.vocabulary.events if kind.contact)
    with engage.Engine(program, address) as engine:
        event = {"id": "e1", "source": "/t", "type": kind.type, "time": "2026-11-05T10:00:00+08:00", "subject": "c7"}
        engine.receive({**event, "data": {}})
        engine.alias("c7", PHONE)
    return address


def test_a_brief_is_told_by_any_subject_and_says_what_to_type_next(call: Caller, storage: str) -> None:
    told = call("brief", PHONE, "--storage", storage, "--at", "2026-11-05 10:00")
    assert told.code == 0
    assert told.out.startswith(f"{PHONE} · ")
    assert "why they come" in told.out
    assert f'next: engage brief "{PHONE}" --storage {storage} --at "2026-11-05 10:00" --out card.html' in told.out
    data = call("brief", "c7", "--storage", storage, "--json").json
    assert (data["customer"], data["events_so_far"]) == ("c7", 1)
    assert data["decision"]["plan"]


def test_a_desk_card_is_written_and_the_explanation_is_next(call: Caller, storage: str, tmp_path: Path) -> None:
    page = tmp_path / "card.html"
    told = call("brief", "c7", "--storage", storage, "--out", str(page), "--lang", "zh")
    assert told.code == 0
    assert str(page) in told.out
    assert "engage explain" in told.out
    assert '<html lang="zh">' in page.read_text("utf-8")


def test_a_stranger_a_bad_moment_and_an_empty_storage_are_told(call: Caller, storage: str, tmp_path: Path) -> None:
    stranger = call("brief", "13912345678", "--storage", storage)
    assert stranger.code == 2
    assert "S004" in stranger.err
    assert "13912345678" not in stranger.err
    assert call("brief", "c7", "--storage", storage, "--at", "noon").code == 2
    empty = f"sqlite:{tmp_path / 'empty.db'}"
    call("db", "upgrade", "--new", "--storage", empty)
    nothing = call("brief", "c7", "--storage", empty)
    assert nothing.code == 2
    assert "no ruleset was ever active" in nothing.err

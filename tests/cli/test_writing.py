"""Verbs that write a file make its folder and say so; a path where no file can be is misuse, before any work."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.calling import Caller

WORDS = {
    "compare": ("compare", "RULESET", "RULESET", "--page"),
    "show": ("show", "RULESET", "--out"),
    "test": ("test", "RULESET", "--junit"),
    "explain": ("explain", "RULESET", "--example", "EXAMPLE", "--html"),
    "run": ("run", "RULESET", "--events", "EVENTS", "--storage", "STORAGE", "--page"),
}


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "none.jsonl"
    path.write_text("", encoding="utf-8")
    return path


def words_of(verb: str, fresh: Path, events: Path) -> list[str]:
    example = "gold customer asks to leave"
    stand = {"RULESET": str(fresh), "EVENTS": str(events), "EXAMPLE": example}
    stand["STORAGE"] = f"sqlite:{events.with_suffix('.db')}"
    return [stand.get(word, word) for word in WORDS[verb]]


@pytest.mark.parametrize("verb", sorted(WORDS))
def test_a_new_folder_is_made_and_told(verb: str, call: Caller, fresh: Path, events: Path, tmp_path: Path) -> None:
    path = tmp_path / "new" / "deep" / "file"
    told = call(*words_of(verb, fresh, events), str(path))
    assert path.is_file(), told.err
    assert f"new folder: {path.parent}" in told.err
    assert "new folder" not in call(*words_of(verb, fresh, events), str(path)).err


@pytest.mark.parametrize("verb", sorted(WORDS))
def test_a_folder_is_no_file_and_beneath_a_file_there_is_none(
    verb: str, call: Caller, fresh: Path, events: Path, tmp_path: Path
) -> None:
    told = call(*words_of(verb, fresh, events), str(tmp_path))
    assert told.code == 2
    assert "is a folder: say the file to write" in told.err
    told = call(*words_of(verb, fresh, events), str(events / "page.html"), "--lang", "zh")
    assert told.code == 2
    assert f"无法新建文件夹 `{events}`" in told.err

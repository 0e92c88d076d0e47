"""The pictures of menus and self-services: everything is on them, in the reader's language, nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import engage
from cli.calling import Caller
from engage.workbench.steps_picture import menu_page, self_service_page

RULESETS = Path(__file__).parent.parent.parent / "rulesets"


@pytest.fixture(scope="module")
def program() -> engage.Program:
    return engage.load(RULESETS / "telecom-care")


def words_in(text: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", text)


def test_a_menu_is_drawn_for_each_of_its_channels(program: engage.Program) -> None:
    text = menu_page(program, "home_menu", "en")
    phone, app, others = text.split("<section>")[1:]
    assert "phone: at most 4 options a level" in phone
    assert words_in(phone).count("speak to a person") == 2  # a level each
    assert words_in(phone).count("more") == 1
    assert [len(words_in(part)) for part in (app, others)] == [12, 12]
    assert "http" not in text.replace("http-equiv", "")
    assert "<script" not in text


def test_a_self_service_is_drawn_with_every_step_and_its_caps(program: engage.Program) -> None:
    text = self_service_page(program, "app_help", "zh")
    assert {"办理什么", "查账单", "查流量", "是否解决", "办结", "我的账单", "人工"} <= set(words_in(text))
    assert text.count("marker-end") == 6  # one line for each choice or next that leads to a step
    assert "综合坐席" in text


def test_pictures_are_asked_for_by_label_or_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call, out = Caller(capsys), tmp_path / "picture.html"
    ruleset = str(RULESETS / "telecom-care")
    for option, name in (("--menu", "home menu"), ("--menu", "首页菜单"), ("--self-service", "app_help")):
        called = call("show", ruleset, option, name, "--out", str(out))
        assert (called.code, "<svg" in out.read_text(encoding="utf-8")) == (0, True)
    assert "图：" in call("show", ruleset, "--menu", "home_menu", "--out", str(out), "--lang", "zh").out
    missing = call("show", ruleset, "--menu", "nothing", "--out", str(out))
    assert missing.code == 2
    assert "cancel_menu, home_menu" in missing.err

"""V047: a menu without a way to a person, also where another rule serves, and where no item leads to one."""

from __future__ import annotations

import pytest

from checks.hotel import CATALOGUE, VOCABULARY, codes, hotel

SHOWN = """
rule all
  event complaint
  then menu room

rule small
  event complaint
  when grade is small
  then answer password
"""
MENU = CATALOGUE + "answers: {password: {en: password}}\nmenus: {room: {en: room, items: [towels]}}\n"


@pytest.mark.parametrize("items", ["{towels: {en: towels}, speak: {reaches: person}}", "{towels: {en: towels}}"])
def test_a_menu_beside_an_answer_of_another_rule_has_no_way_out(items: str) -> None:
    found = [each for each in hotel(SHOWN, catalogue=f"{MENU}menu items: {items}\n") if each.code == "V047"]
    (one,) = found
    assert one.text() == "`all` shows the menu room to somebody who waits, and no way leads from it to a person"
    assert "grade small" in str(one.example)
    reaches = "let an item of the catalogue say `reaches: person`"
    assert (one.hint().startswith(reaches)) is ("reaches" not in items)


def test_whom_nobody_else_serves_the_safe_default_routes() -> None:
    alone = SHOWN[: SHOWN.index("rule small")]
    assert codes(hotel(alone, catalogue=MENU + "menu items: {towels: {en: towels}}\n", vocabulary=VOCABULARY)) == []

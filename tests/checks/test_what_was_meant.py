"""Slips of an analyst who does not know the words yet: each hint leads to what was meant, none to nowhere."""

from __future__ import annotations

import pytest

from checks.hotel import CATALOGUE, HEADER, RULES, VOCABULARY, hotel

CLOCKED = RULES + "\nrule late\n  event first response breach\n  then task repair\n"
WORKS = "works: {repair: {en: repair}}\nskills: {plumbing: {en: plumbing}}\n"
QUEUES = CATALOGUE.replace("{en: reception}}", "{en: reception}, manager: {en: manager on duty}}") + WORKS
LADDER = "route to reception, needs plumbing 3; after 60 seconds "
FLOOR = RULES + "\nfloor all\n  {}\n  a person within 2 steps\n  approved by Ana on 2026-01-01\n"


@pytest.mark.parametrize(
    ("rules", "code", "hint"),
    [
        (FLOOR.format("complain answered within 1 hour"), "E041", "did you mean `complaint`?"),
        (FLOOR.format("holds answer within 1 hour"), "R036", "lines of a floor stand without it"),
        (CLOCKED.replace("breach\n", "breached\n"), "E011", "did you mean `first response breach`?"),
        (RULES.replace("route to reception", LADDER + "manager of duty"), "E041", "did you mean `manager on duty`?"),
        (RULES.replace("route to reception", LADDER + "plumbin 2"), "E041", "did you mean `plumbing`?"),
        (
            RULES.replace("route to reception", LADDER.replace("60 seconds", "60") + "plumbing 2"),
            "E030",
            "for example `60 seconds`, `60 minutes`",
        ),
        (RULES + "\nnever\n  event complaint\n", "R035", "write it behind `never`"),
        (RULES + "  停顿 当 event is reply\n", "R006", "did you mean `暂停 当`?"),
    ],
)
def test_a_hint_leads_to_what_was_meant(rules: str, code: str, hint: str) -> None:
    found = [each for each in hotel(rules, catalogue=QUEUES) if each.severity == "error"]
    assert [each.code for each in found] == [code]
    assert found[0].hint().startswith(hint)


def test_a_city_without_its_continent_is_found() -> None:
    (found,) = hotel(header=HEADER.replace("Europe/Lisbon", "Lisboa"))
    assert found.hint().startswith("did you mean `Europe/Lisbon`?")
    assert found.fixes == ()


def test_without_any_contact_the_hint_says_so() -> None:
    found = hotel(vocabulary=VOCABULARY.replace(" contact: yes,", "").replace(", contact: yes", ""))
    (hint,) = {each.hint() for each in found if each.code == "R059"}
    assert hint.startswith("no event has `contact: yes`: write it in the vocabulary")


def test_a_number_out_of_range_comes_with_an_example() -> None:
    (found,) = hotel(catalogue=CATALOGUE + "menu items: {towels: {en: towels, score: 60}}\n")
    assert (found.code, found.hint()) == ("R131", "for example `score: 0.6`")

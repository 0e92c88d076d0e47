"""Clocks: conditions that never hold, events at which no target is given, what clocks and the sieve look at."""

from __future__ import annotations

from checks.hotel import HEADER, RULES, codes, hotel


def test_a_sound_clock_is_silent() -> None:
    assert codes(hotel()) == []


def test_a_condition_of_a_clock_is_read_as_a_rules_at_its_event() -> None:
    asked = "starts when\n    event is guest message\n    grade is grave"
    (found,) = hotel(RULES.replace("starts when event is complaint", asked))
    assert found.code == "E014"
    assert found.text() == "grade is not known at the event guest message"
    assert found.span is not None
    assert found.span.text == "grade"


def test_every_kind_that_a_condition_names_must_have_the_field() -> None:
    several = "starts when\n    event is complaint or guest message\n    grade is grave"
    assert codes(hotel(RULES.replace("starts when event is complaint", several))) == ["E014"]
    one_line = "stops when event is guest message and grade is grave"
    stop = RULES[RULES.index("stops when") :]
    assert codes(hotel(RULES.replace(stop, one_line))) == ["E014"]
    either = "stops when event is guest message or grade is grave"
    assert codes(hotel(RULES.replace(stop, either))) == []


def test_conditions_of_a_clock_that_exclude_each_other_are_told() -> None:
    both = "starts when\n    event is complaint\n    event is guest message"
    (found,) = [each for each in hotel(RULES.replace("starts when event is complaint", both)) if each.code == "V004"]
    assert found.text().startswith("`starts when` of clock `first response` can never hold")


def test_an_event_at_which_nothing_gives_the_target_is_told() -> None:
    rules = RULES.replace("event is complaint", "event is complaint or guest message")
    (found,) = [each for each in hotel(rules) if each.code == "V062"]
    assert (
        found.text() == "the clock `first response` does not start at `guest message`: nothing gives it a target there"
    )
    assert "`set first response to 2 hours`" in found.hint()


def test_a_target_may_come_of_a_rule_a_floor_or_the_safe_default() -> None:
    rules = RULES.replace("event is complaint", "event is complaint or guest message")
    setting = "\nrule messages\n  event guest message\n  then set first response to 2 business hours\n"
    floor = "\nfloor all\n  answer within 1 working day\n  approved by Ana on 2026-01-01\n"
    assert codes(hotel(rules + setting)) == []
    assert codes(hotel(rules + floor)) == []
    assert codes(hotel(rules, header=HEADER.replace("[route to", "[serve at standard, route to"))) == []


def test_a_target_that_only_a_floor_holds_starts_its_clock() -> None:
    rules = RULES.replace("    serve at standard\n", "")
    floor = "\nfloor all\n  answer within 8 business hours\n  approved by Ana on 2026-01-01\n"
    bare = "queues: {reception: {en: reception}}\n"
    assert codes(hotel(rules, catalogue=bare)) == ["V057"]
    assert codes(hotel(rules + floor, catalogue=bare)) == []


def test_what_clocks_and_the_sieve_look_at_is_used() -> None:
    closing = RULES + "\nclock resolution\n  starts when event is complaint\n  stops when status is closed\n"
    told = [each.text() for each in hotel(closing) if each.code == "V009"]
    assert told == ["no rule looks at the fact `grade`"]
    told = [each.text() for each in hotel() if each.code == "V009"]
    assert told == [
        "no rule looks at the fact `grade`",
        "no rule looks at the fact `status`",
        "no rule looks at the event `status change`",
    ]

"""What is told of a second opinion: agreement, disagreement with its event, silence, crashes, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import define

from engage.ground.finding import Words
from engage.load import compile as compile_ruleset
from engage.load import read
from engage.sockets.second_opinion import Claim, Constant, Opinion, SecondOpinion
from engage.workbench.second_opinion import Comparison, second_opinion, stated_in

CARE = Path(__file__).parents[2] / "rulesets" / "telecom-care"


@define
class Contrary:
    """Another engine that says of every claim what it is told to say, and cannot read patterns."""

    answer: bool | None
    engine: str = "contrary 1.0"

    def unavailable(self) -> Words | None:
        return None

    def unfit(self, claim: Claim) -> Words | None:
        return Words("no patterns", "不支持模式") if "Spelled" in repr(claim) else None

    def ask(self, claim: Claim, events: Sequence[Mapping[str, Constant]]) -> Opinion:
        silent = ((Words("asleep", "睡着了"), len(events)),) if self.answer is None else ()
        return Opinion(tuple(self.answer for _ in events), silent, (Words("fell over", "摔倒"),) if silent else ())

    def written(self, claims: Sequence[Claim]) -> Mapping[str, str]:
        return {}

    def close(self) -> None:
        return


def opinion(other: SecondOpinion, events: int = 40) -> Comparison:
    ruleset = read(CARE)
    assert ruleset.model is not None
    return second_opinion(ruleset.model, compile_ruleset(ruleset), other, events)


def test_every_difference_counts_and_the_first_ones_are_shown_with_their_event() -> None:
    found = opinion(Contrary(True))
    assert 0 < found.held == found.agreed < found.events
    item = next(each for each in found.items if each.stated.id == "faults to technicians")
    assert item.events - item.agreed == item.events - item.held
    assert 0 < len(item.disagreements) <= 3
    assert all(each.ours is False and each.kind == "call" for each in item.disagreements)
    assert all(each.facts.get("event.topic") != "fault" for each in item.disagreements)


def test_events_without_an_answer_are_no_agreement() -> None:
    found = opinion(Contrary(None))
    assert (found.events, found.agreed) == (0, 0)
    assert found.unanswered == 40 * len(found.compared)
    assert found.crashes == len(found.compared)


def test_lines_that_cannot_be_put_are_left_out_with_the_reason_and_the_others_compared() -> None:
    items = {item.stated.id: item for item in opinion(Contrary(False)).items}
    vip = items["vip asks to leave"]
    assert vip.lines == 1
    assert [(each.words.en, each.why.en) for each in vip.left_out] == [
        (
            "churn risk is high or average bill is at least 200 yuan",
            "it asks a fact or score that the ruleset works out itself",
        )
    ]
    assert items["repeated complaint"].lines == 0
    assert items["repeated complaint"].events == 0
    assert (items["home menu"].lines, items["home menu"].left_out) == (0, ())


def test_rules_rows_and_vetoes_are_all_looked_at() -> None:
    ruleset = read(CARE)
    assert ruleset.model is not None
    every = stated_in(ruleset.model, compile_ruleset(ruleset))
    assert {each.kind for each in every} == {"rule", "row", "never"}
    assert len({(each.kind, each.id) for each in every}) == len(every)
    assert all(len(each.lines) >= len(each.conditions) for each in every)

"""Law: whatever tree the language can say, the compiler takes it, decides without falling back, and agrees with the
reference interpreter, on whatever facts the types allow.

Mutants it catches: a missing value shown as `None` in a text; a fact believed that is a day too old, told ahead, or
as sure as `confidence` asks for taken for too doubtful.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from engage.decide import decide
from engage.facts.decided import Verdict
from engage.facts.known import Event, Fact, History, PastEvent, Profile, Situation
from engage.facts.units import Duration, microseconds
from engage.facts.vocabulary import Kind, Type, Vocabulary
from engage.knowledge import fill
from engage.program.from_model import compile_model
from engage.ruleset.model import Catalogue, File, Header, Model, Rule
from engage.testing.reference import interpret
from engage.testing.strategies import actions, conditions, literals, templates, vocabularies

NOW = 1_793_534_400_000_000
DAY = 86_400_000_000


def values(type: Type) -> st.SearchStrategy[object]:
    """What a fact of the type may hold."""
    if type.kind is Kind.LIST:
        return st.lists(values(type.item or Type(Kind.TEXT)), max_size=3).map(tuple)
    if type.kind is Kind.MOMENT:
        return st.sampled_from((-400, -30, -1, 0, 1, 30)).map(lambda days: NOW + days * DAY)
    if type.kind is Kind.DATE:
        return st.one_of(
            st.dates(), st.sampled_from((datetime.date.min, datetime.date.max, datetime.date(2026, 11, 1)))
        )
    return literals(type).map(lambda literal: held(literal.value))


def held(value: object) -> object:
    return microseconds(value) if isinstance(value, Duration) else value


def told(value: st.SearchStrategy[object]) -> st.SearchStrategy[Fact]:
    """A fact of now or long ago, certain or not, told ahead or not."""
    days = st.sampled_from((0, 0, 0, -400, -30, -1, 1))
    at = st.one_of(st.none(), days.map(lambda count: NOW + count * DAY))
    sure = st.sampled_from((None, None, 0, Decimal("0.69"), Decimal("0.7"), 1))
    return st.builds(Fact, value, at, st.just("host"), sure, st.sampled_from((None, NOW - DAY, NOW, NOW + 2 * DAY)))


@st.composite
def situations(draw: st.DrawFn, vocabulary: Vocabulary) -> Situation:
    fields = vocabulary.field_by_name

    def data(kind: str) -> dict[str, object]:
        names = vocabulary.event_by_id[kind].fields
        return {name: draw(values(fields[f"event.{name}"].type)) for name in names if draw(st.booleans())}

    facts = {
        name: draw(told(values(field.type)))
        for name, field in fields.items()
        if field.root != "event" and draw(st.booleans())
    }
    kinds = st.sampled_from([kind.id for kind in vocabulary.events])
    past = [
        PastEvent(kind, NOW - draw(st.integers(0, 100)) * DAY, number, data(kind))
        for number, kind in enumerate(draw(st.lists(kinds, max_size=4)))
    ]
    kind = draw(kinds)
    event = Event("e", "/law", kind, NOW, kind=kind, data=data(kind))
    return Situation(event, Profile("c", facts), History(tuple(past)))


@st.composite
def models(draw: st.DrawFn) -> tuple[Model, Situation]:
    vocabulary = draw(vocabularies())
    rule = Rule(
        id="one",
        events=tuple(kind.id for kind in vocabulary.events),
        lines=tuple(draw(st.lists(conditions(vocabulary), max_size=3))),
        actions=tuple(draw(st.lists(actions(vocabulary), max_size=3))),
        because={"zh": draw(templates(vocabulary))},
    )
    zone = draw(st.sampled_from(("Asia/Shanghai", "America/Havana")))
    header = Header("any", zone=zone, outputs=vocabulary.outputs, billing_day=draw(st.sampled_from((1, 31))))
    model = Model(header, vocabulary, Catalogue(), (File("a.rules", "rules", "zh", (rule,)),))
    return model, draw(situations(vocabulary))


@given(models())
def test_any_tree_compiles_decides_and_agrees_with_the_reference(given_: tuple[Model, Situation]) -> None:
    model, known = given_
    program = compile_model(model)
    decision = decide(program, known)
    assert not decision.safe_default, decision.reasons
    # An index leaves out a rule that needs another value than the one present: it could not fire.
    told = decision.verdicts.get("one", Verdict.NOT_MET)
    assert told is interpret(model, known).verdicts["one"]
    shelf = program.shelves[known.event.kind]
    text = shelf.rules[0].because["zh"](fill(program, shelf, known))
    template = model.every(Rule)[0].because["zh"]
    plain = [part for part in template.parts if isinstance(part, str)]
    assert "None" not in text or any("None" in part for part in plain)

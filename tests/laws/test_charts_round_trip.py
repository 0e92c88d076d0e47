"""Law: any lifecycle and any segment, spelled in any language and written in any notation, is read as it was.

Mutants that it kills, each planted and seen to break it: a segment's `leave` written under `enter`; `back` printed as
`any`.
"""

from __future__ import annotations

from itertools import pairwise

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.facts.vocabulary import Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Report
from engage.ground.render import render
from engage.ground.source import Source
from engage.language.actions import OfferAction, StartTask
from engage.language.tree import Condition
from engage.ruleset.chart_model import ANY, BACK, ChartMove, Entering, Lifecycle, Segment
from engage.ruleset.model import Catalogue, File, Header, Model
from engage.ruleset.notation_rules import read_rules, write_rules
from engage.ruleset.notation_yaml import read_yaml_rules, write_yaml_rules
from engage.ruleset.spell import spell_file
from engage.ruleset.understand import understand
from engage.testing.strategies import actions, conditions
from laws.test_models_round_trip import NOTES, worlds

STAGES = (
    ("early", "初期"),
    ("later on", "后期"),
    ("any day", "任意日"),
    ("backed up", "原阶段之后"),
    ("at risk", "有风险"),
    ("no way", "没有办法"),
    ("贵宾", "贵宾"),
)
CHAIN = st.lists(st.sampled_from([en.replace(" ", "_") for en, _ in STAGES]), min_size=3, max_size=5, unique=True)
FEW = settings(max_examples=25 if settings().max_examples < 1_000 else settings().max_examples)


@st.composite
def lifecycles(draw: st.DrawFn, vocabulary: Vocabulary) -> Lifecycle:
    drawn = draw(CHAIN)
    size = draw(st.integers(2, len(drawn)))
    stages, beside = tuple(drawn[:size]), drawn[size:]
    guards: st.SearchStrategy[Condition] = conditions(vocabulary, depth=1)

    def move(source: str, target: str) -> ChartMove:
        return ChartMove(source, target, draw(guards), notes=draw(NOTES))

    def outside() -> str:
        return draw(st.sampled_from((ANY, *stages, *beside)))

    moves = [move(one, draw(st.sampled_from((next_, stages[0])))) for one, next_ in pairwise(stages)]
    moves = [each for each in moves if each.source != each.target]
    for stage in beside:
        source = outside()
        moves.append(move(source if source != stage else ANY, stage))
        moves += [move(stage, BACK)] if draw(st.booleans()) else []
    done = actions(vocabulary).filter(lambda one: isinstance(one, StartTask | OfferAction))
    entering = st.builds(Entering, st.sampled_from((*stages, *beside)), done, notes=NOTES)
    return Lifecycle(
        id="bond",
        stages=stages,
        start=draw(st.sampled_from(drawn)),
        moves=tuple(moves),
        entering=tuple(draw(st.lists(entering, max_size=2))),
        notes=draw(NOTES),
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    vocabulary = draw(worlds())
    named = (*STAGES, ("bond", "纽带"), ("close watch", "密切关注"))
    glossary = tuple(Term(en.replace(" ", "_"), Labels(en=en, zh=zh)) for en, zh in named)
    base = evolve(vocabulary, glossary=glossary)
    lines = st.lists(conditions(base, depth=1), min_size=1, max_size=2).map(tuple)
    segment = Segment(
        id="close_watch", enter=draw(lines), leave=draw(lines) if draw(st.booleans()) else (), notes=draw(NOTES)
    )
    items = draw(st.permutations([draw(lifecycles(base)), segment]))
    return Model(
        Header("care", zone="Asia/Shanghai"), base, Catalogue(), (File("care.rules", "rules", "en", tuple(items)),)
    )


def declared(model: Model) -> Model:
    """With the fields that the charts give, which a printer needs and a reader declares."""
    (chart,) = model.every(Lifecycle)
    labels = {term.id: term for term in model.vocabulary.glossary}
    stage = Type(Kind.CHOICE, tuple(labels[each] for each in chart.every_stage()))
    fields = (
        Field("customer.bond", stage, labels["bond"].labels),
        Field("customer.close_watch", Type(Kind.YES_NO), labels["close_watch"].labels),
    )
    return evolve(model, vocabulary=evolve(model.vocabulary, fields=(*model.vocabulary.fields, *fields)))


@given(models(), st.sampled_from(("rules", "yaml")), st.sampled_from(("en", "zh", "zh-Hant")))
@FEW
def test_any_chart_is_read_again_as_it_is(model: Model, notation: str, language: str) -> None:
    nodes = spell_file(model.files[0], declared(model), language)
    text = write_rules(nodes, language) if notation == "rules" else write_yaml_rules(nodes, language)
    source = Source(f"care.{notation}", text)
    read, found = read_rules(source) if notation == "rules" else read_yaml_rules(source)
    made, more = understand((read,), model.header, model.vocabulary, model.catalogue)
    assert render(Report((*found, *more))) == "", text
    wanted, seen = ({item.id: item for item in one.files[0].constructs} for one in (model, made))
    assert seen == wanted, text
    for id, item in wanted.items():
        assert seen[id].notes == item.notes
        if isinstance(item, Lifecycle):
            again = seen[id]
            assert isinstance(again, Lifecycle)
            assert [each.notes for each in again.moves] == [each.notes for each in item.moves], text
            assert [each.notes for each in again.entering] == [each.notes for each in item.entering], text

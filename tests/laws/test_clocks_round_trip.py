"""Law: any service clock, spelled in any language and written in any notation, is read as it was.

Mutants that it kills, each planted and seen to break it: `resume` printed as `invalidate`; `pauses while` left out;
what is left of a target printed as a share.
"""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, Labels, Term
from engage.ground.finding import Report
from engage.ground.render import render
from engage.ground.source import Source
from engage.ruleset.clock_model import ServiceClock
from engage.ruleset.model import Catalogue, File, Header, Model
from engage.ruleset.notation_rules import read_rules, write_rules
from engage.ruleset.notation_yaml import read_yaml_rules, write_yaml_rules
from engage.ruleset.spell import spell_file
from engage.ruleset.understand import understand
from engage.testing.strategies import conditions
from laws.test_charts_round_trip import FEW
from laws.test_models_round_trip import NOTES, worlds

TARGET = Term("answer_time", Labels("answer time", zh="答复时限"))
WARNINGS = st.one_of(
    st.integers(1, 100_000).map(lambda thousandths: Decimal(thousandths).scaleb(-5)),
    st.builds(Duration, st.integers(1, 90), st.sampled_from((Unit.MINUTE, Unit.HOUR, Unit.BUSINESS_HOUR, Unit.DAY))),
)


@st.composite
def models(draw: st.DrawFn) -> Model:
    world = draw(worlds())
    terms = tuple((domain, named) for domain, named in world.terms if domain is not Domain.TARGET)
    vocabulary = evolve(world, terms=(*terms, (Domain.TARGET, (TARGET,))))
    needed = st.lists(conditions(vocabulary, depth=1), min_size=1, max_size=2).map(tuple)
    perhaps = st.one_of(st.just(()), needed)
    clock = ServiceClock(
        id=TARGET.id,
        starts=draw(needed),
        stops=draw(needed),
        pauses=draw(perhaps),
        resets=draw(perhaps),
        cancels=draw(perhaps),
        retargets=draw(perhaps),
        reopens=draw(perhaps),
        again=draw(st.booleans()),
        on_retarget=draw(st.sampled_from(("keep elapsed", "restart"))),
        on_reopen=draw(st.sampled_from(("new cycle", "resume", "invalidate"))),
        warnings=tuple(draw(st.lists(WARNINGS, max_size=3))),
        notes=draw(NOTES),
    )
    header = Header("care", zone="Asia/Shanghai")
    return Model(header, vocabulary, Catalogue(), (File("care.rules", "rules", "en", (clock,)),))


@given(models(), st.sampled_from(("rules", "yaml")), st.sampled_from(("en", "zh", "zh-Hant")))
@FEW
def test_any_clock_is_read_again_as_it_is(model: Model, notation: str, language: str) -> None:
    nodes = spell_file(model.files[0], model, language)
    text = write_rules(nodes, language) if notation == "rules" else write_yaml_rules(nodes, language)
    source = Source(f"care.{notation}", text)
    read, found = read_rules(source) if notation == "rules" else read_yaml_rules(source)
    made, more = understand((read,), model.header, model.vocabulary, model.catalogue)
    assert render(Report((*found, *more))) == "", text
    assert made.files[0].constructs == model.files[0].constructs, text
    assert made.files[0].constructs[0].notes == model.files[0].constructs[0].notes

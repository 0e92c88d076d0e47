"""Law: any model, spelled in any language and written in any notation, is read as an equal model.

Models are drawn over vocabularies with awkward names. Mutants that it kills: a table without its `otherwise` row; a
reason of another language under `because`; words in a cell whose quotes end inside them, or that do not name their
language; a band's upper bound printed as included; an offset left away from a moment; an expected absence printed as
the action; a rule's name cut at its comma; the comments of an `any of` block dropped; the `by` of a reason, or the
channel of what goes out, left away.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import get_args

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.facts.floors import Approval, FinishedHere, Guarantee, LeastWords, MaximumWait, WayToPerson
from engage.facts.units import Duration, Unit
from engage.facts.vocabulary import Domain, Field, Kind, Labels, Term, Type, Vocabulary
from engage.ground.finding import Finding, Report
from engage.ground.render import render
from engage.ground.source import Source
from engage.language import type_of
from engage.language.actions import Action, Note, OfferAction, RouteTo, SetOutput, ShowMenu, StartTask, Withhold
from engage.language.floors import Holding
from engage.language.tree import Condition, Fact, HeldFor, Literal, Or, Template, Value
from engage.ruleset.catalogue_file import with_built_ins
from engage.ruleset.example_words import REASONS, TIMER
from engage.ruleset.floors import Floor
from engage.ruleset.model import (
    Absence,
    Active,
    Band,
    Catalogue,
    Construct,
    DerivedFact,
    Example,
    Expectation,
    File,
    Header,
    Model,
    Never,
    OncePer,
    PastGiven,
    Persona,
    Row,
    Rule,
    Scorecard,
    ScoreLine,
    SpokenGiven,
    Table,
    TableOutput,
)
from engage.ruleset.moments import read_moment
from engage.ruleset.notation_rules import read_rules, write_rules
from engage.ruleset.notation_yaml import read_yaml_rules, write_yaml_rules
from engage.ruleset.slots import slot_of
from engage.ruleset.spell import spell_file
from engage.ruleset.understand import understand
from engage.ruleset.value_model import Terms, ValueModel
from engage.testing import strategies
from engage.testing.strategies import (
    absences,
    actions,
    actives,
    conditions,
    durations,
    event_givens,
    literals,
    onces,
    pasts,
    templates,
    values,
    vocabularies,
)
from engage.testing.strategies.vocabularies import CHANNELS

ZONE = "Asia/Shanghai"
NUMBER, DURATION = Type(Kind.NUMBER), Type(Kind.DURATION)
NAMES = ("plain", "or so, at once", "贵宾 销户", "a (b) #3", "not fired", "rule: first", "5", "|bar|", "繁體")
#: what a table's column can hold beside outputs and targets
IN_COLUMNS = tuple(kind for kind in get_args(Action) if kind not in (SetOutput, Note))
#: an offer that is absent is `withhold`, in normal form
DENIABLE = tuple(kind for kind in get_args(Action) if kind is not OfferAction)
NOTES = st.lists(st.sampled_from(("why", "因为 # 如此", "a: b")), max_size=2).map(tuple)
#: a model has dozens of draws: few in the short form, all of them in the long one
FEW = settings(max_examples=12 if settings().max_examples < 1_000 else settings().max_examples)


@st.composite
def worlds(draw: st.DrawFn) -> Vocabulary:
    """A vocabulary in which every kind of event has every field, so that any sentence may stand at any of them."""
    drawn = draw(vocabularies())
    # Without the built-in kinds of events, whose choices repeat the catalogue: what is drawn from stays short.
    vocabulary = evolve(with_built_ins(drawn), fields=drawn.fields, events=drawn.events)
    shorts = tuple(field.short for field in vocabulary.fields if field.root == "event")
    return evolve(vocabulary, events=tuple(evolve(kind, fields=shorts, contact=True) for kind in vocabulary.events))


def kinds(vocabulary: Vocabulary) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from([kind.id for kind in vocabulary.events]), min_size=1, max_size=2, unique=True).map(
        tuple
    )


def texts(vocabulary: Vocabulary) -> st.SearchStrategy[Mapping[str, Template]]:
    told = templates(vocabulary).map(_framed)
    return st.dictionaries(st.sampled_from(("en", "zh", "zh-Hant")), told, max_size=2)


def _framed(template: Template) -> Template:
    """A text that begins and ends with something: notations cut white space away at both ends."""
    said = "".join(part if isinstance(part, str) else "x" for part in template.parts)
    if said and said == said.strip():
        return template
    parts = list(template.parts)
    if parts and isinstance(parts[0], str):
        parts[0] = f"“{parts[0]}"
    if parts and isinstance(parts[-1], str):
        parts[-1] = f"{parts[-1]}”"
    return Template(tuple(parts) or ("x",))


@st.composite
def rules(draw: st.DrawFn, vocabulary: Vocabulary, names: list[str]) -> Rule:
    lines: st.SearchStrategy[Condition] = conditions(vocabulary, depth=1)
    block = st.lists(lines, min_size=1, max_size=2).map(lambda parts: Or(tuple(parts), block=True, notes=draw(NOTES)))
    done = draw(st.lists(actions(vocabulary), min_size=1, max_size=3).map(tuple))
    reaches = any(isinstance(action, RouteTo | ShowMenu) for action in done)
    absent = Absence(*draw(absences(vocabulary))) if not reaches and draw(st.booleans()) else None
    events = () if absent or (not reaches and draw(st.booleans())) else draw(kinds(vocabulary))
    return Rule(
        id=names.pop(),
        events=events,
        absence=absent,
        lines=draw(st.lists(lines | block, max_size=2).map(tuple)),
        actions=done,
        because=draw(texts(vocabulary)),
        group=draw(st.sampled_from(("", "early", "分组"))),
        active=Active(*draw(actives())) if draw(st.booleans()) else Active(),
        once=OncePer(*draw(onces())) if draw(st.booleans()) else None,
        notes=draw(NOTES),
    )


@st.composite
def nevers(draw: st.DrawFn, vocabulary: Vocabulary) -> Never:
    offer = draw(st.sampled_from([term.id for term in vocabulary.named(Domain.OFFER)] + ["commercial"]))
    lines = draw(st.lists(conditions(vocabulary, depth=0), max_size=2).map(tuple))
    return Never(
        id=f"never offer {offer}", action=OfferAction(offer), lines=lines, events=draw(kinds(vocabulary) | st.just(()))
    )


@st.composite
def guarantees(draw: st.DrawFn, vocabulary: Vocabulary, events: tuple[str, ...]) -> Guarantee:
    kind = st.sampled_from(events or [each.id for each in vocabulary.events])
    wording = st.sampled_from([term.id for term in vocabulary.named(Domain.WORDING)])
    metric = st.sampled_from(("first_response", "resolution"))
    return draw(
        st.builds(MaximumWait, durations(), metric, kind | st.just(""))
        | st.builds(WayToPerson, st.integers(1, 20))
        | st.builds(FinishedHere, kind)
        | st.builds(LeastWords, wording)
    )


@st.composite
def floors(draw: st.DrawFn, vocabulary: Vocabulary, names: list[str]) -> Floor:
    events = draw(kinds(vocabulary) | st.just(()))
    held = draw(st.lists(guarantees(vocabulary, events), max_size=3))
    through = draw(st.none() | st.dates(datetime.date(2026, 10, 8), datetime.date(2030, 1, 1)))
    named = st.sampled_from(("Wang Fang", "王芳", "byron on duty", "Anna, night desk"))
    approval = st.builds(Approval, named, st.just(datetime.date(2026, 10, 8)), st.just(through))
    return Floor(
        id=names.pop(),
        events=events,
        lines=draw(st.lists(conditions(vocabulary, depth=0), max_size=2).map(tuple)),
        holdings=tuple(Holding(each, notes=draw(NOTES)) for each in held),
        because=draw(texts(vocabulary)),
        active=Active(*draw(actives())) if draw(st.booleans()) else Active(),
        approval=draw(approval) if not held else draw(st.none() | approval),
        notes=draw(NOTES),
    )


@st.composite
def outputs(draw: st.DrawFn, vocabulary: Vocabulary) -> tuple[TableOutput, Action | Value | None]:
    """A result column and a cell of it."""
    if draw(st.booleans()):
        declared = draw(st.sampled_from(vocabulary.outputs))
        return TableOutput(f"output:{declared.id}", declared.type), draw(st.none() | literals(declared.type))
    if draw(st.booleans()):
        target = draw(st.sampled_from(vocabulary.named(Domain.TARGET)))
        return TableOutput(f"target:{target.id}", DURATION), draw(st.none() | literals(DURATION))
    action = draw(actions(vocabulary, *IN_COLUMNS))
    return TableOutput(slot_of(action)), action


@st.composite
def tables(draw: st.DrawFn, vocabulary: Vocabulary, names: list[str]) -> Table:
    fields = draw(st.lists(st.sampled_from(vocabulary.fields), min_size=1, max_size=3, unique_by=lambda one: one.name))
    columns = tuple(Fact(field.name, field.type) for field in fields)
    given = draw(st.lists(outputs(vocabulary), min_size=1, max_size=3, unique_by=lambda pair: pair[0].slot))
    name = names.pop()
    rows = []
    for place in range(draw(st.integers(1, 3))):
        cells = tuple(draw(st.none() | strategies.tests_of(column)) for column in columns)
        results = tuple(draw(st.sampled_from((None, result))) for _, result in given)
        rows.append(Row(f"{name} row {place + 1}", cells, results, draw(texts(vocabulary)), notes=draw(NOTES)))
    otherwise = Row(f"{name} otherwise", (), tuple(result for _, result in given)) if draw(st.booleans()) else None
    return Table(
        id=name,
        hit=draw(st.sampled_from(_hits([output for output, _ in given]))),
        events=draw(kinds(vocabulary)),
        columns=columns,
        outputs=tuple(output for output, _ in given),
        rows=tuple(rows),
        otherwise=otherwise,
    )


def _hits(outputs: list[TableOutput]) -> list[str]:
    """The hit policies under which these columns can be put together."""
    several = all(output.slot.partition(":")[0] in ("offer", "task") for output in outputs)
    sums = all(output.type is not None and output.type.kind in (Kind.NUMBER, Kind.MONEY) for output in outputs)
    return ["unique", "first", "any", *(["collect", "output order"] * several), *(["collect sum"] * sums)]


@st.composite
def examples(
    draw: st.DrawFn,
    vocabulary: Vocabulary,
    names: list[str],
    known: list[str],
    waiting: list[str],
    limited: list[str],
) -> Example:
    kind, data = draw(event_givens(vocabulary))
    if waiting and draw(st.sampled_from((True, False))):
        kind, data = TIMER + draw(st.sampled_from(waiting)), {}
    fields = draw(st.lists(st.sampled_from([one for one in vocabulary.fields if one.root == "customer"]), max_size=2))
    moment = draw(st.none() | st.datetimes(datetime.datetime(2020, 1, 1), datetime.datetime(2040, 1, 1)))
    offset = draw(st.sampled_from((480, 0, -330)))
    at = None if moment is None else _microseconds(moment) - offset * 60_000_000
    expected = st.one_of(
        st.builds(Expectation, action=actions(vocabulary).map(_expected), absent=st.just(False)),
        st.builds(Expectation, action=actions(vocabulary, *DENIABLE), absent=st.just(True)),
        st.builds(Expectation, rule=st.sampled_from(known), fired=st.booleans()) if known else st.nothing(),
        outcomes(vocabulary, known),
    )
    return Example(
        id=names.pop(),
        event=kind,
        at=at,
        offset=offset if at is not None else 0,
        data=data,
        given={field.name: draw(st.none() | literals(field.type)) for field in fields},
        held=draw(_gone_on(vocabulary)),
        spoken=tuple(draw(_spoken_before(limited))),
        history=draw(st.none() | st.lists(pasts(vocabulary).map(_past), max_size=2).map(tuple)),
        expect=tuple(draw(st.lists(expected, min_size=1, max_size=2))),
    )


def _spoken_before(limited: list[str]) -> st.SearchStrategy[list[SpokenGiven]]:
    """Rules that are once per somebody, and have spoken."""
    lengths = st.builds(Duration, st.integers(1, 400), st.sampled_from((Unit.MINUTE, Unit.DAY, Unit.WORKING_DAY)))
    if not limited:
        return st.just([])
    one = st.builds(SpokenGiven, st.sampled_from(limited), lengths)
    return st.lists(one, max_size=2, unique_by=lambda each: each.rule)


def _gone_on(vocabulary: Vocabulary) -> st.SearchStrategy[tuple[HeldFor, ...]]:
    """What has gone on for how long."""
    streaks = conditions(vocabulary, depth=0).map(lambda each: HeldFor(each, Duration(3, Unit.DAY)))
    return st.lists(streaks, max_size=1).map(tuple)


def outcomes(vocabulary: Vocabulary, known: list[str]) -> st.SearchStrategy[Expectation]:
    """What goes out, reasons, findings."""
    sent = actions(vocabulary, StartTask, OfferAction)
    who, denied = st.sampled_from(("", "never offer commercial", *known)), st.booleans()
    return st.one_of(
        st.builds(Expectation, channel=st.sampled_from(CHANNELS), action=sent),
        st.builds(Expectation, channel=st.sampled_from(CHANNELS), absent=st.just(True)),
        st.builds(Expectation, reason=st.sampled_from(sorted(REASONS)), rule=who, absent=denied),
        st.builds(Expectation, finding=st.sampled_from(("V001", "V021")), rule=who, absent=denied),
    )


def _expected(action: Action) -> Action:
    # An example says no more than what is in the plan: it has no computed values to set.
    return Withhold("commercial") if isinstance(action, SetOutput) and not isinstance(action.value, Literal) else action


def _microseconds(moment: datetime.datetime) -> int:
    return (moment - datetime.datetime(1970, 1, 1)) // datetime.timedelta(microseconds=1)


def _past(found: tuple[str, object, str | None, Mapping[str, Literal]]) -> PastGiven:
    kind, ago, moment, data = found
    at = read_moment(moment, ZONE) if moment is not None else None
    return PastGiven(kind, ago, at[0] if at is not None else None, data)  # type: ignore[arg-type]


@st.composite
def scorecards(draw: st.DrawFn, vocabulary: Vocabulary) -> Scorecard:
    cuts = sorted(draw(st.lists(st.integers(1, 99), max_size=2, unique=True)))
    ends = [None, *cuts, None]
    bands = tuple(
        Band(id, low, high) for id, low, high in zip(("calm", "worse", "worst"), ends, ends[1:], strict=False)
    )
    lines = st.builds(ScoreLine, st.integers(-50, 50), conditions(vocabulary, depth=1), texts(vocabulary), notes=NOTES)
    found = draw(st.lists(lines, min_size=1, max_size=2).map(tuple))
    return Scorecard(id="worry_score", low=0, high=100, start=draw(st.integers(0, 9)), lines=found, bands=bands)


OF_VALUE = (("worth", "价值量"), ("worry plan", "安心计划"))


@st.composite
def value_models(draw: st.DrawFn, vocabulary: Vocabulary) -> ValueModel:
    currency = draw(st.sampled_from((NUMBER, Type(Kind.MONEY, currency="CNY"))))

    def amounts() -> st.SearchStrategy[Value]:
        found = values(vocabulary, currency)
        return found.filter(lambda value: type_of(value) == currency)

    def rates() -> st.SearchStrategy[Value]:
        return values(vocabulary, NUMBER).filter(lambda value: type_of(value) == NUMBER)

    def terms() -> Terms:
        return Terms(draw(st.none() | amounts()), None, draw(st.none() | rates()))

    scenario = draw(st.sampled_from(("", "worry plan", "plan: B")))
    then = evolve(terms(), profit=draw(amounts())) if scenario else Terms()
    cuts = sorted(draw(st.lists(st.integers(1, 99), max_size=2, unique=True)))
    ends = [None, *cuts, None]
    bands = [Band(id, low, high) for id, low, high in zip(("calm", "worse", "worst"), ends, ends[1:], strict=False)]
    return ValueModel(
        id="worth",
        months=draw(st.integers(1, 1200)),
        profit=draw(amounts()),
        retention=draw(rates()),
        discount=draw(rates()),
        cost=draw(st.none() | amounts()),
        contract=draw(st.none() | rates()),
        scenario=scenario,
        then=then,
        least=terms(),
        most=terms(),
        may_lose=draw(st.booleans()),
        tiers=tuple(bands) if cuts else (),
        notes=draw(NOTES),
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    vocabulary = draw(worlds())
    glossary = tuple(
        Term(en.replace(" ", "_"), Labels(en=en, zh=zh))
        for en, zh in (
            ("calm", "平静"),
            ("worse", "较差"),
            ("worst", "最差"),
            ("worry score", "担忧分"),
            ("worth", "价值量"),
            ("worry plan", "安心计划"),
        )
    )
    base = evolve(vocabulary, glossary=glossary)
    names = draw(st.permutations(NAMES)).copy()
    card, fact_value = draw(scorecards(base)), draw(values(base, NUMBER))
    fact = DerivedFact(id="derived", value=fact_value, type=type_of(fact_value))
    rule, table = draw(rules(base, names)), draw(tables(base, names))
    known = [rule.id, table.id]
    other = evolve(draw(rules(base, names)), beats=tuple(draw(st.lists(st.sampled_from(known), unique=True))))
    waiting = [one.id for one in (rule, other) if one.absence is not None]
    limited = [one.id for one in (rule, other) if one.once is not None]
    items: list[Construct] = [
        card,
        fact,
        draw(value_models(base)),
        rule,
        other,
        table,
        draw(nevers(base)),
        draw(floors(base, names)),
        draw(examples(base, names, known, waiting, limited)),
    ]
    persona = Persona(
        id=names.pop(), given={}, held=draw(_gone_on(base)), spoken=tuple(draw(_spoken_before(limited))), history=()
    )
    liked = evolve(draw(examples(base, names, known, waiting, limited)), like=persona.id)
    items += [persona, liked]
    order = draw(st.permutations(items))
    return Model(Header("care", zone=ZONE), base, Catalogue(), (File("care.rules", "rules", "en", tuple(order)),))


def again(model: Model, notation: str, language: str) -> tuple[Model, tuple[Finding, ...], str]:
    # The printer needs the declared fields; the reader declares them itself.
    extra = tuple(
        Field(f"customer.{id}", type, Labels(en=en, zh=zh))
        for id, type, en, zh in (
            ("worry_score", NUMBER, "worry score", "担忧分"),
            ("worry_score_band", _bands(model), "worry score", "担忧分"),
            ("derived", NUMBER, "derived", "derived"),
            *_of_value(model),
        )
    )
    full = evolve(model, vocabulary=evolve(model.vocabulary, fields=(*model.vocabulary.fields, *extra)))
    nodes = spell_file(full.files[0], full, language)
    if notation == "rules":
        text = write_rules(nodes, language)
        read, found = read_rules(Source("care.rules", text))
    else:
        text = write_yaml_rules(nodes, language)
        read, found = read_yaml_rules(Source("care.yaml", text))
    made, more = understand((read,), model.header, model.vocabulary, model.catalogue)
    return made, (*found, *more), text


def _of_value(model: Model) -> tuple[tuple[str, Type, str, str], ...]:
    (value,) = model.every(ValueModel)
    labels = {term.id: term for term in model.vocabulary.glossary}
    tiers = Type(Kind.CHOICE, tuple(Term(tier.id, labels[tier.id].labels) for tier in value.tiers), ordered=True)
    tier = (("worth_tier", tiers, "worth tier", "价值量等级"),) if value.tiers else ()
    return ("worth_total", value.type, "worth", "价值量"), *tier


def _bands(model: Model) -> Type:
    (card,) = model.every(Scorecard)
    labels = {term.id: term for term in model.vocabulary.glossary}
    return Type(Kind.CHOICE, tuple(Term(band.id, labels[band.id].labels) for band in card.bands), ordered=True)


def comments(item: Construct) -> list[tuple[str, ...]]:
    """The comments of a construct and of its lines."""
    lines = item.lines if isinstance(item, Rule | Scorecard) else item.rows if isinstance(item, Table) else ()
    return [item.notes, *(line.notes for line in lines)]


@given(models(), st.sampled_from(("rules", "yaml")), st.sampled_from(("en", "zh", "zh-Hant")))
@FEW
def test_any_model_is_read_again_as_it_is_and_spelled_again_as_it_was(
    model: Model, notation: str, language: str
) -> None:
    read, found, text = again(model, notation, language)
    assert render(Report(found)) == "", text
    wanted = {item.id: item for item in model.files[0].constructs}
    seen = {item.id: item for item in read.files[0].constructs}
    assert seen == wanted, text
    assert {id: comments(item) for id, item in seen.items()} == {id: comments(item) for id, item in wanted.items()}, (
        text
    )
    spelled = spell_file(read.files[0], read, language)
    written = write_rules(spelled, language) if notation == "rules" else write_yaml_rules(spelled, language)
    assert written == text

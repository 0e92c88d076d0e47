"""From the model to a Program: the compiler. Rule text and trees end here; what comes out knows neither.

Conditions become Python functions made of syntax nodes (`from_model_conditions`), questions about the customer
numbered slots (`from_model_slots`), rules stand on a shelf for each kind of event (`from_model_shelves`).
This room must never read a file, a clock or a customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrs import evolve

from engage.errors import RulesetError
from engage.facts.calendar import Schedule
from engage.facts.vocabulary import Field, Labels, Type, Vocabulary
from engage.ground.finding import Finding, Report, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Source
from engage.program import messages
from engage.program.from_model_beats import PAIRS, Entangled, closed_beats
from engage.program.from_model_calculations import Calculations
from engage.program.from_model_catalogue import ReadBy, furnish
from engage.program.from_model_charts import chart_fields, charts_of, entering_rules, own_fields, watches
from engage.program.from_model_clocks import compiled_clocks, read_by_clocks, schedule_of_week
from engage.program.from_model_floors import declared_floors, floor_pieces
from engage.program.from_model_inputs import Circle, Plan, field_name, plan_inputs
from engage.program.from_model_lines import Writer
from engage.program.from_model_needs import history_needs
from engage.program.from_model_picture import picture_of
from engage.program.from_model_rules import Piece, entering_piece, never_piece, rule_piece, table_piece
from engage.program.from_model_shelves import Shelved, gather, shelve
from engage.program.from_model_slots import Slots
from engage.program.program import (
    ChartInput,
    CompiledNever,
    CompiledRule,
    CompiledTable,
    FactInput,
    HeldInput,
    HistoryInput,
    Needs,
    Picture,
    Program,
    Shelf,
    Slot,
    WorkingHours,
)
from engage.program.value_model import ModelledValue
from engage.ruleset.digest import model_digest, source_digest
from engage.ruleset.floors import Floor
from engage.ruleset.model import Construct, Model, Never, Rule, Scorecard, Table
from engage.ruleset.value_model import ValueModel, derived_facts

__all__ = ["compile_model", "working_hours", "writer_of"]


def compile_model(model: Model, sources: Sequence[Source] = ()) -> Program:
    """Compile a model whose report has no errors. `sources` are kept in the program, to be stored on activation.

    Raises RulesetError (V101 to V103) when a decision would cost more than the published limit, when `beats`
    name too many pairs, or when facts are computed from each other in a circle.
    """
    charts, writer = charts_of(model), writer_of(model)
    furnishing, read_by = furnish(model, writer)
    pieces = _pieces(model, writer, read_by)
    floors = floor_pieces(model, writer, read_by)
    entering = _entering_pieces(model, writer, read_by)
    clocks = compiled_clocks(model, writer)
    watched = (*(writer.slots.chart(chart) for chart in charts), *read_by_clocks(clocks))
    try:
        plan = plan_inputs(writer)
    except Circle as circle:
        raise _refused(_circular(circle, model)) from None
    held = tuple(slot for slot, source in plan.inputs.items() if isinstance(source, HeldInput))
    asked = gather(model, *pieces, bool(held), (bool(charts), entering), floors)
    served = _reads_of_default(model, read_by)
    shelves = {kind: shelve(kind, asked[kind], plan, held, (*served.get(kind, ()), *watched)) for kind in sorted(asked)}
    sums = Calculations(model, writer)
    return Program(
        name=model.header.name,
        hash=model_digest(model),
        titles=_titles(model),
        zone=model.header.zone,
        language=model.header.language,
        vocabulary=model.vocabulary,
        outputs=model.header.outputs,
        safe_default=model.header.safe_default,
        furnishing=furnishing,
        shelves={kind: _with_calculations(each.shelf, sums) for kind, each in shelves.items()},
        slots=writer.slots.count,
        slot_types=_slot_types(writer.slots, plan, model),
        cuts=writer.cuts.finished(),
        needs=_needs(model, plan, shelves.values()),
        watches=watches(model, _beneath(plan)),
        working=working_hours(model),
        clocks=clocks,
        calendars=_calendars(model),
        billing_day=model.header.billing_day,
        reach_us=model.header.reach_us,
        cost=_cost(shelves, model),
        floors=declared_floors(model),
        value_models=_value_models(model),
        picture=_picture(model, writer.vocabulary),
        sources=tuple((source.name, source.text) for source in sources),
        source_digest=source_digest(sources),
    )


def _titles(model: Model) -> dict[str, Labels]:
    spoken = (one for one in model.every(Construct) if isinstance(one, Rule | Table | Never | Floor))
    return {one.id: one.title for one in spoken if one.title != Labels()}


def _value_models(model: Model) -> tuple[ModelledValue, ...]:
    called = {term.labels.en: term.labels for term in model.vocabulary.glossary}
    return tuple(
        ModelledValue(
            field_name(each.id),
            each.months,
            called.get(each.scenario, Labels(en=each.scenario, zh=each.scenario)),
            tuple((tier.id, tier.low, tier.high) for tier in each.tiers),
        )
        for each in model.every(ValueModel)
    )


def _with_calculations(shelf: Shelf, sums: Calculations) -> Shelf:
    found = sums.at((*shelf.rules, *shelf.tables, *shelf.nevers, *shelf.floors), shelf.inputs)
    return evolve(shelf, calculations=found) if found else shelf


def writer_of(model: Model, vocabulary: Vocabulary | None = None) -> Writer:
    """One that has written nothing yet. `vocabulary` is the one of `own_fields`, where it is at hand."""
    cards = {
        name: (card, band)
        for card in model.every(Scorecard)
        for name, band in ((field_name(card.id), False), (field_name(card.id) + "_band", True))
    }
    slots = Slots({field_name(each.id): each for each in derived_facts(model)}, cards, chart_fields(model))
    return Writer(vocabulary or own_fields(model), model.header.zone, slots)


def working_hours(model: Model) -> WorkingHours:
    """The working week of the ruleset."""
    return WorkingHours(model.header.working.hours, model.header.working.holidays)


def _calendars(model: Model) -> dict[str, tuple[Schedule, ...]]:
    """The calendars of a ruleset, its working week under the empty id."""
    return {**model.header.calendars, "": (schedule_of_week(model.header.zone, working_hours(model)),)}


def _picture(model: Model, vocabulary: Vocabulary) -> Picture:
    """With a writer of its own: no slot and no cut of a decision is another because of it."""
    try:
        return picture_of(writer_of(model, vocabulary), working_hours(model))
    except Circle as circle:
        raise _refused(_circular(circle, model)) from None


def _beneath(plan: Plan) -> dict[str, frozenset[int]]:
    """What every guard rests on, by the id of its move."""
    charts = {source.slot: source for source in plan.inputs.values() if isinstance(source, ChartInput)}
    return {
        move.id: frozenset(each.slot for each in plan.reach(tuple(slot for line in move.lines for slot in line.reads)))
        for chart in charts.values()
        for move in chart.chart.moves
    }


def _pieces(
    model: Model, writer: Writer, read_by: ReadBy
) -> tuple[dict[str, Piece[CompiledRule]], dict[str, Piece[CompiledTable]], list[Piece[CompiledNever]]]:
    try:
        beats = closed_beats(model)
    except Entangled:
        raise _refused(Finding(messages.TOO_ENTANGLED, None, {"pairs": f"> {PAIRS}", "limit": str(PAIRS)})) from None
    nobody: frozenset[str] = frozenset()
    rules: dict[str, Piece[CompiledRule]] = {}
    tables: dict[str, Piece[CompiledTable]] = {}
    for order, each in enumerate(model.every(Construct)):
        beaten = beats.get(each.id, nobody)
        if isinstance(each, Rule):
            rules[each.id] = rule_piece(each, beaten, order, model, writer, read_by)
        elif isinstance(each, Table):
            tables[each.id] = table_piece(each, beaten, order, model, writer, read_by)
    return rules, tables, [never_piece(each, model, writer) for each in model.every(Never)]


def _entering_pieces(model: Model, writer: Writer, read_by: ReadBy) -> list[Piece[CompiledRule]]:
    return [
        entering_piece(rule_piece(rule, frozenset(), 0, model, writer, read_by))
        for rule in entering_rules(model, writer.vocabulary)
    ]


def _reads_of_default(model: Model, read_by: ReadBy) -> dict[str, tuple[int, ...]]:
    """What the words of the safe default's answer read, wherever it may have to serve."""
    default = model.header.safe_default
    reads = (*read_by.get((Slot.ANSWER, default.answer), ()), *read_by.get((Slot.GUIDE, default.self_service), ()))
    return {kind.id: reads for kind in model.vocabulary.events if kind.contact}


def _slot_types(slots: Slots, plan: Plan, model: Model) -> dict[int, Type]:
    """What each slot holds; the vocabulary's word goes over that of a tree."""
    declared = {
        slot: model.vocabulary.field_by_name[source.name].type
        for slot, source in plan.inputs.items()
        if isinstance(source, FactInput) and source.name in model.vocabulary.field_by_name
    }
    return dict(sorted({**slots.types, **declared}.items()))


def _refused(finding: Finding) -> RulesetError:
    return RulesetError(Report.of([finding]))


def _circular(circle: Circle, model: Model) -> Finding:
    fields: dict[str, Field] = model.vocabulary.field_by_name
    names = [fields[name].labels.in_language("en") if name in fields else name for name in circle.names]
    span = next(
        (
            each.span
            for each in (*derived_facts(model), *model.every(Scorecard), *charts_of(model))
            if field_name(each.id) in circle.names and each.span
        ),
        None,
    )
    return Finding(messages.CIRCULAR, span, {"names": ", ".join(names)})


def _called(kind: str, model: Model) -> Words:
    known = model.vocabulary.event_by_id.get(kind)
    return Words(kind) if known is None else Words(known.labels.en or kind, known.labels.zh, known.labels.hant)


def _cost(shelves: dict[str, Shelved], model: Model) -> int:
    limit = str(LIMITS.cost_per_event)
    findings = [
        Finding(messages.TOO_COSTLY, None, {"event": _called(kind, model), "cost": str(each.cost), "limit": limit})
        for kind, each in shelves.items()
        if each.cost > LIMITS.cost_per_event
    ]
    if findings:
        raise RulesetError(Report.of(findings), model.header.language)
    return max((each.cost for each in shelves.values()), default=0)


def _needs(model: Model, plan: Plan, shelves: Iterable[Shelved]) -> Needs:
    inputs = {id(source): source for each in shelves for source in each.shelf.inputs}
    rules = model.every(Rule)
    absences = [(rule.absence.without, rule.absence.after) for rule in rules if rule.absence is not None]
    working = working_hours(model)
    carried = {s.carried: s for s in inputs.values() if isinstance(s, HistoryInput) and s.carried}
    windowed = [s for s in inputs.values() if not (isinstance(s, HistoryInput) and s.carried)]
    return Needs(
        history_needs(inputs.values(), absences, working, model.vocabulary.commitments),
        tuple(sorted(rule.id for rule in rules if rule.once is not None)),
        tuple(sorted(source.id for source in inputs.values() if isinstance(source, HeldInput))),
        history_needs(windowed, absences, working, model.vocabulary.commitments),
        tuple(carried[id] for id in sorted(carried)),
        tuple(sorted(rule.id for rule in rules if rule.once is not None and rule.once.subject == "account")),
    )

"""The slow, obvious interpreter of a ruleset: what a decision must find, read straight from the model.

A second implementation on purpose. It shares no code with the compiler or with `knowledge`, so that the law
"compiled = reference" means something. Use it in tests of your own rulesets and plugins; never to serve customers.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal

from attrs import define, field, frozen

from engage.facts.decided import Verdict
from engage.facts.known import Fact, Situation
from engage.facts.plan import Menu, PlannedOffer, Route, Task
from engage.facts.units import microseconds
from engage.facts.vocabulary import BUILT_IN_EVENTS, Field
from engage.ground.numbers import add
from engage.language import actions as act
from engage.language.tree import Condition, HeldFor, Literal, Value
from engage.ruleset.chart_model import Lifecycle, Segment
from engage.ruleset.commitments import promised_facts
from engage.ruleset.floors import Floor
from engage.ruleset.model import DerivedFact, Model, Never, Rule, Scorecard, Table, TableOutput
from engage.ruleset.value_model import ValueModel
from engage.testing.reference_charts import Standing, after_event, chart_of_field
from engage.testing.reference_floors import guaranteed
from engage.testing.reference_history import World, all_true
from engage.testing.reference_tables import Proposed, by_policy
from engage.testing.reference_time import local
from engage.testing.reference_values import truth, value_of
from engage.testing.reference_worth import names_of, worth_of

__all__ = ["Found", "Proposed", "interpret", "look_up_in"]


@frozen
class Found:
    """What the model says of a situation: verdicts of rules and vetoes that speak at its event, rows of tables
    that hold, derived facts and scores by field name, everything that rules and rows propose."""

    verdicts: Mapping[str, Verdict]
    rows: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, object]
    proposals: tuple[Proposed, ...]
    #: by lifecycle or segment: the moves made at the event, as (from, to)
    moves: Mapping[str, tuple[tuple[str, str], ...]] = field(factory=dict)


def interpret(model: Model, situation: Situation, held: Mapping[HeldFor, int] | None = None) -> Found:
    """Decide by walking the trees. `held`: since when each held condition has been true (microseconds UTC)."""
    reader = _Reader(model, situation, dict(held or {}))
    verdicts: dict[str, Verdict] = {}
    rows: dict[str, tuple[str, ...]] = {}
    proposals: list[Proposed] = []
    for rule in model.every(Rule):
        if _speaks(rule, model, situation):
            verdicts[rule.id] = _verdict(rule, reader)
            if verdicts[rule.id] is Verdict.FIRED:
                proposals += [_proposed(rule.id, action, reader) for action in rule.actions]
    for never in model.every(Never):
        if _speaks(never, model, situation):
            verdicts[never.id] = _verdict(never, reader)
    for floor in model.every(Floor):
        if guaranteed(floor, model, situation.event.kind):
            verdicts[floor.id] = _verdict(floor, reader)
    for table in model.every(Table):
        if _speaks(table, model, situation):
            rows[table.id], more = _table(table, reader)
            proposals += more
    proposals += _on_entering(reader)
    facts = {name: reader.look_up(name) for name in reader.computed}
    stood = {chart.id: reader.standing(chart) for chart in reader.charts}
    moves = {id: stands.moves for id, stands in stood.items() if stands is not None and stands.moves}
    return Found(verdicts, rows, facts, tuple(each for each in proposals if each[3] is not None), moves)


def _on_entering(reader: _Reader) -> list[Proposed]:
    found = []
    for chart in reader.model.every(Lifecycle):
        stands = reader.standing(chart)
        entered = stands.entered if stands is not None else ""
        for each in chart.entering:
            if each.stage == entered:
                found.append(_proposed(f"entering {chart.id}: {each.stage}", each.action, reader))
    return found


def look_up_in(model: Model, situation: Situation, held: Mapping[HeldFor, int] | None = None) -> World:
    """The world of a situation, in which any value of the model can be read; `held` as for `interpret`."""
    return _Reader(model, situation, dict(held or {})).world


def _speaks(construct: Rule | Never | Table, model: Model, situation: Situation) -> bool:
    kind = situation.event.kind
    if isinstance(construct, Rule) and construct.absence is not None:
        return kind == f"timer:{construct.id}"
    if construct.events:
        return kind in construct.events
    if isinstance(construct, Never):
        return _plans(model, situation)
    if any(kind == built_in.id for built_in in BUILT_IN_EVENTS):
        return False
    declared = model.vocabulary.event_by_id.get(kind)
    routes = isinstance(construct, Rule) and any(isinstance(each, act.RouteTo) for each in construct.actions)
    return declared is not None and (declared.contact or not routes)


def _plans(model: Model, situation: Situation) -> bool:
    """A plan may be made: a rule or table speaks, or a customer waits and the safe default may serve."""
    declared = model.vocabulary.event_by_id.get(situation.event.kind)
    constructs: tuple[Rule | Table, ...] = (*model.every(Rule), *model.every(Table))
    return (declared is not None and declared.contact) or any(_speaks(each, model, situation) for each in constructs)


def _verdict(rule: Rule | Never | Floor, reader: _Reader) -> Verdict:
    now = reader.situation.event.at
    today = local(now, reader.model.header.zone).date()
    active = rule.active
    if not (active.start or datetime.date.min) <= today <= (active.through or datetime.date.max):
        return Verdict.INACTIVE
    told = [reader.truth(line) for line in rule.lines]
    if isinstance(rule, Rule) and rule.absence is not None:
        started = reader.situation.event.data.get("started")
        came = list(reader.world.events(rule.absence.without))
        told.append(None if not isinstance(started, int) else not any(past.at > started for past in came))
    result = all_true(told)
    if result is not True:
        return Verdict.UNKNOWN if result is None else Verdict.NOT_MET
    if isinstance(rule, Rule) and rule.once is not None:
        last = reader.situation.state.footprints.get((rule.id, rule.once.subject))
        every = rule.once.every
        if last is not None and (every is None or now < last + (microseconds(every) or 0)):
            return Verdict.ALREADY
    return Verdict.FIRED


def _table(table: Table, reader: _Reader) -> tuple[tuple[str, ...], list[Proposed]]:
    hits = []
    for number, row in enumerate(table.rows, 1):
        if all_true(reader.truth(cell) for cell in row.cells if cell is not None) is True:
            hits.append((f"{table.id} row {number}", row))
            if table.hit == "first":
                break
    if not hits and table.otherwise is not None:
        hits = [(f"{table.id} otherwise", table.otherwise)]
    told = [
        [
            None if result is None else _completed(table.id, result, column, reader)
            for result, column in zip(row.results, table.outputs, strict=True)
        ]
        for _, row in hits
    ]
    if len(hits) > 1 or table.hit.startswith("collect "):
        told = by_policy(table, told)
    return tuple(id for id, _ in hits), [each for row in told for each in row if each is not None]


@define
class _Reader:
    """Looks facts up, working derived ones out when they are first asked for."""

    model: Model
    situation: Situation
    held: dict[HeldFor, int]
    known: dict[str, object] = field(factory=dict)
    stood: dict[str, Standing | None] = field(factory=dict)

    @property
    def world(self) -> World:
        return World(self.model, self.situation, self.look_up, self.held.get)

    @property
    def computed(self) -> list[str]:
        names = [f"customer.{each.id}" for each in self.model.every(DerivedFact)]
        cards = [f"customer.{each.id}" for each in self.model.every(Scorecard)]
        promised = [f"customer.{each.id}" for each in promised_facts(self.model.vocabulary)]
        worth = [name for each in self.model.every(ValueModel) for name in names_of(each)]
        charts = [field.name for field in self.model.vocabulary.fields if field.chart]
        return [*names, *worth, *promised, *cards, *(f"{name}_band" for name in cards), *charts]

    @property
    def charts(self) -> tuple[Lifecycle | Segment, ...]:
        return (*self.model.every(Lifecycle), *self.model.every(Segment))

    def standing(self, chart: Lifecycle | Segment) -> Standing | None:
        """Where the customer stands after the event."""
        if chart.id not in self.stood:
            self.stood[chart.id] = after_event(chart, self.situation, self.world, truth)
        return self.stood[chart.id]

    def truth(self, condition: Condition) -> bool | None:
        return truth(condition, self.world)

    def value(self, value: Value) -> object:
        # A length of time in a proposal stays as it was written.
        return value.value if isinstance(value, Literal) else value_of(value, self.world)

    def look_up(self, name: str) -> object:
        if name not in self.known:
            self.known[name] = self._worked_out(name)
        return self.known[name]

    def _worked_out(self, name: str) -> object:
        for fact in (*self.model.every(DerivedFact), *promised_facts(self.model.vocabulary)):
            if name == f"customer.{fact.id}":
                return value_of(fact.value, self.world)
        for model in self.model.every(ValueModel):
            if name in names_of(model):
                return worth_of(model, name, self.value)
        for card in self.model.every(Scorecard):
            if name in (f"customer.{card.id}", f"customer.{card.id}_band"):
                points = self._points(card)
                return self._band(card, points) if name.endswith("_band") else points
        if (given := chart_of_field(self.charts, name)) is not None:
            chart, part = given
            stands = self.standing(chart)
            if stands is None:
                return None
            return stands.stage == "in" if isinstance(chart, Segment) else stands.field(part)
        if name.startswith("event."):
            return self.situation.event.data.get(name.removeprefix("event."))
        fact_ = self.situation.profile.facts.get(name)
        declared = self.model.vocabulary.field_by_name.get(name)
        if fact_ is None:
            return None
        if declared is not None and not self._believed(declared, fact_):
            return None
        return fact_.value

    def _believed(self, declared: Field, fact: Fact) -> bool:
        now = self.situation.event.at
        if fact.at is not None and fact.recorded is not None and fact.recorded < fact.at and now < fact.at:
            return False
        if declared.max_age is not None and fact.at is not None:
            oldest = now - (microseconds(declared.max_age) or 0)
            if fact.at < oldest:
                return False
        sure = 1 if fact.confidence is None else fact.confidence
        return declared.least_confidence is None or not sure < declared.least_confidence

    def _points(self, card: Scorecard) -> int | Decimal | None:
        points: int | Decimal | None = card.start
        for line in card.lines:
            if self.truth(line.condition) is True:
                points = None if points is None else add(points, line.points)
        if points is None:
            return None
        return card.low if points < card.low else card.high if points > card.high else points

    def _band(self, card: Scorecard, points: int | Decimal | None) -> str | None:
        for band in card.bands:
            above = band.low is None or (points is not None and points >= band.low)
            below = band.high is None or (points is not None and points < band.high)
            if points is not None and above and below:
                return band.id
        return None


# ------------------------------------------------------------------------------------------- proposals


def _setting(reader: _Reader, domain: str, id: str, key: str, default: object) -> object:
    item = reader.model.catalogue.item(domain, id)
    return item.settings.get(key, default) if item is not None else default


def _proposed(owner: str, action: act.Action, reader: _Reader) -> Proposed:
    match action:
        case act.RouteTo():
            return owner, "route", "", Route(action.queue, action.needs, action.ladder)
        case act.Ahead():
            return owner, "ahead", "", action.by
        case act.ServeAt():
            return owner, "service level", "", action.level
        case act.ShowMenu():
            items = _setting(reader, "menu", action.menu, "items", ())
            return owner, "menu", "", Menu(action.menu, tuple(items), action.first)  # type: ignore[arg-type]
        case act.ShowItem():
            return owner, "show", action.item, action.lever
        case act.Say():
            return owner, "say", str(_setting(reader, "wording", action.wording, "placement", "")), action.wording
        case act.OfferAction():
            return owner, "offer", "", PlannedOffer(action.offer, lever=action.lever)
        case act.Withhold():
            return owner, "withhold", "", action.group
        case act.AnswerWith():
            return owner, "answer", "", action.answer
        case act.GuideTo():
            return owner, "guide", "", action.service
        case act.Allow():
            return owner, "allow", action.allowance, reader.value(action.limit)
        case act.SkipStep():
            return owner, "skip", "", action.step
        case act.StartTask():
            due = action.due or _setting(reader, "work", action.work, "due", None)
            whose = action.owner or _setting(reader, "work", action.work, "owner", "")
            return owner, "task", "", Task(action.work, whose, due)  # type: ignore[arg-type]
        case act.Note():
            name = action.fact if "." in action.fact else f"customer.{action.fact}"
            return owner, "note", name, reader.value(action.value)
        case act.SetOutput():
            declared = any(output.id == action.output for output in reader.model.header.outputs)
            targets = reader.model.catalogue.items.get("target", ())
            is_target = not declared and any(item.id == action.output for item in targets)
            return owner, "target" if is_target else "output", action.output, reader.value(action.value)
    raise AssertionError(action)


def _completed(owner: str, result: act.Action | Value, column: TableOutput, reader: _Reader) -> Proposed:
    if isinstance(result, act.Action):
        return _proposed(owner, result, reader)
    slot, _, key = column.slot.partition(":")
    return owner, slot, key, reader.value(result)

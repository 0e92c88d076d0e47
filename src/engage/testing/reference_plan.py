"""What a plan must hold, read straight from the model and from what the reference interpreter found. Slow on purpose.

Shares no code with `decide`: who wins is looked for by asking everybody about everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from attrs import evolve, field, frozen

from engage.facts.decided import Verdict
from engage.facts.known import Situation
from engage.facts.plan import Menu, PlannedOffer, Route, ServiceLevel, Task
from engage.facts.units import Duration, Unit, microseconds
from engage.facts.vocabulary import BUILT_IN_EVENTS, Output
from engage.language import actions as act
from engage.language.tree import Template
from engage.ruleset.model import CatalogueItem, Construct, Model, Never, Rule, Table
from engage.testing.reference import Found, look_up_in
from engage.testing.reference_floors import floored
from engage.testing.reference_menus import menu_folded, menu_ordered, menu_unhidden
from engage.testing.reference_settling import meant, settle
from engage.testing.reference_tables import Proposed
from engage.testing.reference_values import value_of

__all__ = ["Treated", "treated"]

_HOUR: Final = 3_600_000_000
_ABOUT: Final = {Unit.BUSINESS_HOUR: _HOUR, Unit.WORKING_DAY: 24 * _HOUR, Unit.CALENDAR_DAY: 24 * _HOUR}


@frozen
class Treated:
    """The plan by place (`route`, `target resolution`, `say greeting`, `task`), effects, facts noted, rules that spoke.

    A place that the plan leaves empty is not there. `effects` are (kind, what, channel).
    """

    plan: Mapping[str, object]
    effects: tuple[tuple[str, str, str], ...] = ()
    notes: Mapping[str, object] = field(factory=dict)


def treated(model: Model, situation: Situation, found: Found) -> Treated:
    """How the customer of this situation is treated."""
    kind = situation.event.kind
    if not _known(model, kind):
        return Treated(_from_default(model, whole=True))
    asked = [each for each in found.proposals if not _forbidden(model, found, *_name(each))]
    places = {each.id: place for place, each in enumerate(model.every(Construct)) if isinstance(each, Rule | Table)}
    beats = _beats(model)

    def at(slot: str, key: str = "") -> list[Proposed]:
        return sorted((each for each in asked if each[1] == slot and each[2] == key), key=lambda each: each[0])

    def one(slot: str, key: str = "") -> object:
        standing = _standing(at(slot, key), beats)
        return standing[0][3] if standing else None

    def keys(slot: str) -> list[str]:
        return sorted({each[2] for each in asked if each[1] == slot})

    plan: dict[str, object] = {"answer": one("answer"), "guide": one("guide")}
    lifted = {item: max(each[3] for each in _standing(at("show", item), beats)) for item in keys("show")}  # type: ignore[type-var]
    plan["menu"] = menu_ordered(model, one("menu"), lifted)
    route = one("route")
    plan["route"] = route
    aheads = _standing(at("ahead"), beats)
    plan["ahead"] = max((each[3] for each in aheads), key=_length, default=None) if route else None
    plan |= _level(model, one("service level"), {metric: one("target", metric) for metric in keys("target")})
    for placement in keys("say"):
        wording = one("say", placement)
        plan[f"say {placement}"] = wording and (wording, _texts(model, str(wording), situation))
    withheld = {str(each[3]) for each in asked if each[1] == "withhold"}
    plan["offer"] = _offers(model, situation, at("offer"), withheld, beats)
    plan["task"] = _tasks([each[3] for each in asked if each[1] == "task"])
    for id in keys("allow"):
        limits = _standing(at("allow", id), beats)
        plan[f"allow {id}"] = max((each[3] for each in limits), key=_length, default=None)
    plan["skip"] = tuple(sorted({str(each[3]) for each in asked if each[1] == "skip"})) or None
    for output in _outputs(model):
        some = at("output", output.id)
        value = settle(output, some, _standing(some, beats), places)
        if value not in (None, output.otherwise) and _forbidden(model, found, "output", output.id, value):
            value = None  # what came of several may be what no single one was forbidden to say
        plan[f"output {output.id}"] = output.otherwise if value is None else value
    plan = _finished(model, situation, found, plan)
    notes = {name: one("note", name) for name in keys("note") if not _told_later(situation, name)}
    return Treated(_whole(model, plan), _effects(model, plan), notes)


def _finished(model: Model, situation: Situation, found: Found, plan: dict[str, object]) -> dict[str, object]:
    """What comes after the rules: who serves at all, vetoes, words, floors, and how the menu is laid out."""
    kind = situation.event.kind
    plan = _worded(model, found, _swept(model, found, _served(model, kind, plan)), situation)
    plan["menu"] = menu_unhidden(model, plan["menu"], kind, lambda item: _forbidden(model, found, "show", item))
    plan = floored(model, situation, found.verdicts, plan, lambda id: _texts(model, id, situation))
    plan["menu"] = menu_folded(model, plan.get("menu"), kind, situation.event.data.get("channel"))
    return plan


def _told_later(situation: Situation, name: str) -> bool:
    """Is something kept of the fact since a moment after this event?"""
    kept = situation.profile.facts.get(name)
    return kept is not None and kept.at is not None and kept.at > situation.event.at


def _known(model: Model, kind: str) -> bool:
    declared = {each.id for each in (*BUILT_IN_EVENTS, *model.vocabulary.events)}
    return kind.startswith("timer:") or kind in declared


def _item(model: Model, domain: str, id: str) -> CatalogueItem:
    return model.catalogue.item(domain, id) or CatalogueItem(id)


# --------------------------------------------------------------------------------------- who may speak


def _name(proposal: Proposed) -> tuple[str, str, object]:
    """The slot of a proposal, what a `never` calls it by, and the value to which a `never` may narrow itself."""
    _, slot, key, value = proposal
    if slot in ("show", "target", "allow", "note", "output"):
        return slot, key, value
    named = value.queue if isinstance(value, Route) else value.work if isinstance(value, Task) else value
    named = named.id if isinstance(named, Menu | PlannedOffer) else named
    return slot, "" if slot == "ahead" else str(named), value.owner if isinstance(value, Task) else value


def _forbidden(model: Model, found: Found, slot: str, name: str, value: object = None) -> bool:
    vetoes = [never.action for never in model.every(Never) if found.verdicts.get(never.id) is Verdict.FIRED]
    return any(_forbids(model, veto, slot, name) and meant(veto, value) for veto in vetoes)


def _forbids(model: Model, action: act.Action, slot: str, name: str) -> bool:
    match action:
        case act.OfferAction(offer=group):
            return slot == "offer" and group in _groups(model, name)
        case act.RouteTo(queue=id):
            return (slot, name) == ("route", id)
        case act.Say(wording=id):
            return (slot, name) == ("say", id)
        case act.ShowMenu(menu=id):
            return (slot, name) == ("menu", id)
        case act.ShowItem(item=id):
            return (slot, name) == ("show", id)
        case act.StartTask(work=id):
            return (slot, name) == ("task", id)
        case act.Allow(allowance=id):
            return (slot, name) == ("allow", id)
        case act.ServeAt(level=id):
            return (slot, name) == ("service level", id)
        case act.AnswerWith(answer=id):
            return (slot, name) == ("answer", id)
        case act.GuideTo(service=id):
            return (slot, name) == ("guide", id)
        case act.SkipStep(step=id):
            return (slot, name) == ("skip", id)
        case act.Ahead():
            return slot == "ahead"
        case act.Note(fact=fact):
            return slot == "note" and name in (fact, f"customer.{fact}")
        case act.SetOutput(output=id):
            return slot in ("output", "target") and name == id
    raise NotImplementedError(action)


def _groups(model: Model, offer: str) -> set[str]:
    settings = _item(model, "offer", offer).settings
    return {offer, str(settings.get("group", offer)), str(settings.get("class", offer))}


def _beats(model: Model) -> dict[str, set[str]]:
    """Whom each rule and table beats, groups and whoever is beaten by the beaten included."""
    everybody: list[Rule | Table] = [*model.every(Rule), *model.every(Table)]
    beaten: dict[str, set[str]] = {}
    for each in everybody:
        beaten[each.id] = {o.id for o in everybody if o.id in each.beats or (o.group and o.group in each.beats)}
    for _ in everybody:
        for id, losers in beaten.items():
            beaten[id] = losers | {further for loser in losers for further in beaten[loser]}
    return {id: losers - {id} for id, losers in beaten.items()}


def _standing(proposals: list[Proposed], beats: Mapping[str, set[str]]) -> list[Proposed]:
    """Whom nobody else here beats; the lowest id first."""
    owners = {each[0] for each in proposals}
    free = [each for each in proposals if not any(each[0] in beats.get(owner, ()) for owner in owners)]
    return free or proposals


# --------------------------------------------------------------------------------------- pieces of a plan


def _length(value: object) -> Decimal:
    if isinstance(value, Duration):
        exact = microseconds(value)
        return Decimal(exact if exact is not None else int(value.amount * _ABOUT[value.unit]))
    assert isinstance(value, int | Decimal)
    return Decimal(value)


def _level(model: Model, level: object, targets: Mapping[str, object]) -> dict[str, object]:
    own = _item(model, "service level", str(level)).settings.get("targets", {}) if level else {}
    assert isinstance(own, Mapping)
    held = {**own, **{metric: target for metric, target in targets.items() if target is not None}}
    return {"service level": level, **{f"target {metric}": target for metric, target in held.items()}}


def _texts(model: Model, wording: str, situation: Situation) -> object:
    """The texts of a wording with the values they show."""
    texts = _item(model, "wording", wording).settings.get("texts", {})
    assert isinstance(texts, Mapping)
    world = look_up_in(model, situation)
    filled = []
    for language, template in sorted(texts.items()):
        assert isinstance(template, Template)
        parts = (part if isinstance(part, str) else value_of(part, world) for part in template.parts)
        filled.append((language, tuple(parts)))
    return tuple(filled)


def _offers(
    model: Model, situation: Situation, offered: list[Proposed], withheld: set[str], beats: Mapping[str, set[str]]
) -> object:
    order = [item.id for item in model.catalogue.items.get("offer", ())]
    scored = []
    for id in {each[3].id for each in offered if isinstance(each[3], PlannedOffer)}:
        rivals = _standing([each for each in offered if isinstance(each[3], PlannedOffer) and each[3].id == id], beats)
        settings = _item(model, "offer", id).settings
        lever = max(Decimal(each[3].lever) for each in rivals if isinstance(each[3], PlannedOffer))
        treatment = _treatment(model, settings, situation)
        harmless = Decimal(str(settings.get("benefit", 0))) >= 0
        if treatment is not None and harmless and not _groups(model, id) & withheld:
            factors = (settings.get("propensity", 1), settings.get("context", 1), settings.get("value", 0))
            score = lever
            for factor in factors:
                score *= Decimal(str(factor))
            scored.append((-score, order.index(id) if id in order else len(order), id, treatment.get("id", "")))
    limit = next((each.limit for each in model.header.outputs if each.id in ("offer", "offers")), 1)
    return tuple((id, treatment) for _, _, id, treatment in sorted(scored)[:limit]) or None


def _treatment(model: Model, settings: Mapping[str, object], situation: Situation) -> Mapping[str, str] | None:
    """The first treatment that fits where the customer is; an empty one where an offer has none, None: none fits."""
    treatments = settings.get("treatments") or ({},)
    assert isinstance(treatments, tuple)
    data, profile = situation.event.data, situation.profile.facts
    channel = data.get("channel") or settings.get("channel")
    tongue = profile["customer.language"].value if "customer.language" in profile else model.header.language
    fitting = [
        each
        for each in treatments
        if each.get("channel", "") in ("", channel or each.get("channel"))
        and each.get("placement", "") in ("", data.get("placement") or each.get("placement"))
    ]
    for each in fitting:
        if each.get("language", tongue) == tongue:
            return each  # type: ignore[no-any-return]
    return fitting[0] if fitting else None


def _tasks(tasks: Iterable[object]) -> object:
    """The same work for the same owner once, by the earliest time asked for."""
    kept: dict[tuple[str, str], Task] = {}
    for task in tasks:
        assert isinstance(task, Task)
        there = kept.get((task.work, task.owner))
        if there is None or there.due is None or (task.due is not None and _length(task.due) < _length(there.due)):
            kept[task.work, task.owner] = task
    return tuple(kept[place] for place in sorted(kept)) or None


def _outputs(model: Model) -> list[Output]:
    slots = {"route", "ahead", "service level", "target", "menu", "say", "offer", "offers", "withhold", "task"}
    return [each for each in (*model.vocabulary.outputs, *model.header.outputs) if each.id not in slots]


# --------------------------------------------------------------------------------------- what comes last


def _from_default(model: Model, *, whole: bool) -> dict[str, object]:
    """The safe default, as places: all of it, or what serves somebody who waits."""
    default = model.header.safe_default
    level = default.service_level or ServiceLevel("")
    plan: dict[str, object] = {
        "answer": default.answer or None,
        "guide": default.self_service or None,
        "route": evolve(default.route, ahead=None) if default.route else None,
        "ahead": default.route.ahead if default.route else None,
        "service level": level.id or None,
        **{f"target {metric}": target for metric, target in level.targets.items()},
    }
    if whole:
        plan |= {"safe default": True, "step": default.step}
    return {place: value for place, value in plan.items() if value is not None}


def _served(model: Model, kind: str, plan: dict[str, object]) -> dict[str, object]:
    declared = model.vocabulary.event_by_id.get(kind)
    if declared is None or not declared.contact or plan["route"] or plan["answer"] or plan["guide"]:
        return plan
    default = _from_default(model, whole=False)
    if plan.get("service level") or any(place.startswith("target ") for place in plan):
        default = {p: v for p, v in default.items() if p != "service level" and not p.startswith("target ")}
    return {**plan, **default}


def _swept(model: Model, found: Found, plan: dict[str, object]) -> dict[str, object]:
    """What a `never` takes out of what came in by a default."""
    route = plan.get("route")
    if isinstance(route, Route) and _forbidden(model, found, "route", route.queue):
        plan = {**plan, "route": None, "ahead": None}
    elif isinstance(route, Route):
        ladder = (rung for rung in route.ladder if not rung.queue or not _forbidden(model, found, "route", rung.queue))
        plan = {**plan, "route": evolve(route, ladder=tuple(ladder))}
    level = plan.get("service level")
    if level and _forbidden(model, found, "service level", str(level)):
        raise NotImplementedError("a forbidden level of the safe default")
    return plan


def _worded(model: Model, found: Found, plan: dict[str, object], situation: Situation) -> dict[str, object]:
    """The plan with the words that come with its answer, its self-service and its offers, where a placement is free."""
    wanted: list[tuple[object, object]] = []
    for domain, place in (("answer", "answer"), ("self-service", "guide")):
        wanted.append((_item(model, domain, str(plan.get(place))).settings.get("wording"), ""))
    for id, chosen in plan.get("offer") or ():  # type: ignore[attr-defined]  # a tuple of ids with treatments
        treatments = _item(model, "offer", id).settings.get("treatments", ())
        assert isinstance(treatments, tuple)
        mine = [each for each in treatments if each.get("id") == chosen][:1]
        wanted += [(each.get("wording"), each.get("placement", "")) for each in mine]
    for wording, placement in wanted:
        own = _item(model, "wording", str(wording))
        place = f"say {placement or own.settings.get('placement', '')}"
        if wording and "texts" in own.settings and not plan.get(place):
            plan = {**plan, place: (wording, _texts(model, str(wording), situation))}
    said = {p: v[0] for p, v in plan.items() if p.startswith("say ") and isinstance(v, tuple)}
    return {p: v for p, v in plan.items() if p not in said or not _forbidden(model, found, "say", str(said[p]))}


def _whole(model: Model, plan: dict[str, object]) -> dict[str, object]:
    step: object = None
    route = plan.get("route")
    if plan.get("answer"):
        step = "answer"
    elif plan.get("guide"):
        step = "self-service"
    elif isinstance(route, Route):
        step = _item(model, "queue", route.queue).settings.get("step", "assisted")
    return {place: value for place, value in {**plan, "step": step}.items() if value is not None}


def _effects(model: Model, plan: Mapping[str, object]) -> tuple[tuple[str, str, str], ...]:
    found = []
    for task in plan.get("task") or ():  # type: ignore[attr-defined]  # a tuple of tasks
        found.append(("task", task.work, str(_item(model, "work", task.work).settings.get("channel") or "tasks")))
    for id, _ in plan.get("offer") or ():  # type: ignore[attr-defined]  # a tuple of ids with treatments
        channel = _item(model, "offer", id).settings.get("channel")
        if channel:
            found.append(("offer", id, str(channel)))
    return tuple(found)

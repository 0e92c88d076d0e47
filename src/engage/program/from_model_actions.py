"""What a rule or a row proposes: sentences and cells become proposals for slots of the plan."""

from __future__ import annotations

from attrs import frozen

from engage.facts.plan import Menu, PlannedOffer, Route, Task
from engage.facts.units import Duration
from engage.facts.vocabulary import Domain
from engage.language.actions import (
    Action,
    Ahead,
    Allow,
    AnswerWith,
    GuideTo,
    Note,
    OfferAction,
    RouteTo,
    Say,
    ServeAt,
    SetOutput,
    ShowItem,
    ShowMenu,
    SkipStep,
    StartTask,
    Withhold,
)
from engage.language.tree import Literal, Value
from engage.program.from_model_inputs import field_name
from engage.program.from_model_lines import Writer
from engage.program.program import Proposal, Slot
from engage.ruleset.model import Model, TableOutput

__all__ = ["Proposed", "cell", "proposal", "vetoed", "vetoed_value"]


@frozen
class Proposed:
    """A proposal and the slots its value reads."""

    proposal: Proposal
    reads: tuple[int, ...] = ()


def proposal(action: Action, model: Model, writer: Writer) -> Proposed:
    """The proposal of a sentence."""
    if isinstance(action, Allow):
        return _valued(Slot.ALLOW, action.allowance, action.limit, writer)
    if isinstance(action, Note):
        return _valued(Slot.NOTE, field_name(action.fact), action.value, writer)
    if isinstance(action, ShowItem):
        return Proposed(Proposal(Slot.SHOW, action.lever, action.item))
    if isinstance(action, SetOutput):
        return _valued(_output_slot(action.output, model), action.output, action.value, writer)
    return Proposed(_plain(action, model))


def _plain(
    action: RouteTo
    | Ahead
    | ServeAt
    | ShowMenu
    | Say
    | OfferAction
    | Withhold
    | AnswerWith
    | GuideTo
    | SkipStep
    | StartTask,
    model: Model,
) -> Proposal:
    if isinstance(action, RouteTo):
        return Proposal(Slot.ROUTE, Route(action.queue, action.needs, action.ladder))
    if isinstance(action, Ahead):
        return Proposal(Slot.AHEAD, action.by)
    if isinstance(action, ShowMenu):
        items = _setting(model, Domain.MENU, action.menu, "items", ())
        return Proposal(Slot.MENU, Menu(action.menu, items if isinstance(items, tuple) else (), action.first))
    if isinstance(action, Say):
        placement = _setting(model, Domain.WORDING, action.wording, "placement", "")
        return Proposal(Slot.SAY, action.wording, str(placement))
    if isinstance(action, OfferAction):
        return Proposal(Slot.OFFER, PlannedOffer(action.offer, lever=action.lever))
    if isinstance(action, StartTask):
        due = action.due or _setting(model, Domain.WORK, action.work, "due", None)
        owner = action.owner or str(_setting(model, Domain.WORK, action.work, "owner", ""))
        return Proposal(Slot.TASK, Task(action.work, owner, due if isinstance(due, Duration) else None))
    slot, id = _by_id(action)
    return Proposal(slot, id)


def _by_id(action: ServeAt | Withhold | AnswerWith | GuideTo | SkipStep) -> tuple[Slot, str]:
    if isinstance(action, ServeAt):
        return Slot.LEVEL, action.level
    if isinstance(action, Withhold):
        return Slot.WITHHOLD, action.group
    if isinstance(action, AnswerWith):
        return Slot.ANSWER, action.answer
    return (Slot.GUIDE, action.service) if isinstance(action, GuideTo) else (Slot.SKIP, action.step)


def _setting(model: Model, domain: Domain, id: str, key: str, default: object) -> object:
    item = model.catalogue.item(domain.value, id)
    return default if item is None else item.settings.get(key, default)


def _output_slot(id: str, model: Model) -> Slot:
    declared = any(output.id == id for output in (*model.header.outputs, *model.vocabulary.outputs))
    is_target = model.vocabulary.term(Domain.TARGET, id) or model.catalogue.item(Domain.TARGET.value, id)
    return Slot.TARGET if is_target and not declared else Slot.OUTPUT


def _valued(slot: Slot, key: str, value: Value, writer: Writer) -> Proposed:
    if isinstance(value, Literal):
        return Proposed(Proposal(slot, value.value, key))  # a length of time stays as it was written
    compiled = writer.value(value)
    writer.cuts.opaque(compiled.reads)
    return Proposed(Proposal(slot, None, key, compiled.compute), compiled.reads)


def cell(result: Action | Value | None, column: TableOutput, model: Model, writer: Writer) -> Proposed | None:
    """The proposal of a result cell; None for a blank one."""
    if result is None:
        return None
    if isinstance(result, Action):
        return proposal(result, model, writer)
    word, _, key = column.slot.partition(":")
    if word in ("output", "target", "allow"):
        return _valued(Slot(word), key, result, writer)
    id = str(result.value) if isinstance(result, Literal) else ""
    sentences: dict[str, Action] = {
        "route": RouteTo(queue=id),
        "serve": ServeAt(level=id),
        "say": Say(wording=id),
        "offer": OfferAction(offer=id),
        "menu": ShowMenu(menu=id),
        "show": ShowItem(item=id),
        "task": StartTask(work=id, owner=""),
    }
    return proposal(sentences[word], model, writer) if id and word in sentences else None


def vetoed(action: Action, model: Model) -> tuple[Slot, str]:
    """What a `never` forbids: the slot, and the id, group or class in it."""
    if isinstance(action, OfferAction):
        return Slot.OFFER, action.offer
    if isinstance(action, Allow):
        return Slot.ALLOW, action.allowance
    if isinstance(action, Note):
        return Slot.NOTE, field_name(action.fact)
    if isinstance(action, SetOutput):
        return _output_slot(action.output, model), action.output
    if isinstance(action, RouteTo):
        return Slot.ROUTE, action.queue
    if isinstance(action, ShowMenu):
        return Slot.MENU, action.menu
    if isinstance(action, ShowItem):
        return Slot.SHOW, action.item
    if isinstance(action, Say):
        return Slot.SAY, action.wording
    if isinstance(action, StartTask):
        return Slot.TASK, action.work
    return (Slot.AHEAD, "") if isinstance(action, Ahead) else _by_id(action)


def vetoed_value(action: Action) -> object:
    """What narrows a `never`: the value its sentence writes out, the owner of work; None where it has neither."""
    if isinstance(action, StartTask):
        return action.owner or None
    if isinstance(action, Ahead):
        return action.by
    written = action.limit if isinstance(action, Allow) else None
    written = action.value if isinstance(action, Note | SetOutput) else written
    return written.value if isinstance(written, Literal) else None

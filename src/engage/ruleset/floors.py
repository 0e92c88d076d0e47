"""Floors: what the plan of everyone whom they concern holds at least. The block, understood and spelled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

from engage.facts.floors import Approval, FinishedHere, LeastWords, MaximumWait, WayToPerson
from engage.ground.finding import Finding
from engage.language.floor_parser import parse_approval, parse_guarantee
from engage.language.floor_printer import print_approval, print_guarantee
from engage.language.floors import Holding
from engage.language.tree import Condition
from engage.ruleset import floor_messages as say
from engage.ruleset.blocks import Opened
from engage.ruleset.events import read_events
from engage.ruleset.model import Active, Construct, Model, Texts
from engage.ruleset.sheets import Sheet, text
from engage.ruleset.understand_rule import read_active

__all__ = ["Floor", "approvals_that_end", "floor", "kinds_of", "speaks_at", "spell_floor"]


@frozen(kw_only=True)
class Floor(Construct):
    """`holdings` in written order; `events` empty: wherever a customer waits. It holds unless a line certainly fails.

    A floor without holdings was given up, with the approval that says so.
    """

    events: tuple[str, ...] = ()
    lines: tuple[Condition, ...] = ()
    holdings: tuple[Holding, ...] = ()
    because: Texts = field(factory=dict)
    active: Active = field(factory=Active)
    approval: Approval | None = None


def speaks_at(floor: Floor, holding: Holding, model: Model) -> tuple[str, ...]:
    """The kinds of events at which a line of a floor is held, in the order of the vocabulary.

    A line about a kind of request is held there; a request that can be finished also wherever a menu may be shown.
    """
    waiting = floor.events or tuple(kind.id for kind in model.vocabulary.events if kind.contact)
    guarantee = holding.guarantee
    if isinstance(guarantee, MaximumWait) and guarantee.kind:
        wanted = {guarantee.kind} if not floor.events else {guarantee.kind} & set(floor.events)
    elif isinstance(guarantee, FinishedHere) and not floor.events:
        wanted = {guarantee.kind, *waiting}
    else:
        wanted = set(waiting)
    return tuple(kind.id for kind in model.vocabulary.events if kind.id in wanted)


def kinds_of(floor: Floor, model: Model) -> Mapping[str, tuple[Holding, ...]]:
    """What a floor holds at each kind of event at which it speaks."""
    found: dict[str, list[Holding]] = {}
    for holding in floor.holdings:
        for kind in speaks_at(floor, holding, model):
            found.setdefault(kind, []).append(holding)
    return {kind: tuple(held) for kind, held in found.items()}


def floor(block: Opened) -> Floor:
    """A floor, as far as its lines could be read."""
    heard = read_events(block)
    sentences = block.sentences.at(heard.kinds)
    if heard.absence is not None:
        sentences.tell(say.FLOOR_ABSENCE, block.place("event"))
    holdings = sentences.each(block.get("holds"), lambda line: sentences.heard(parse_guarantee(line, sentences.scope)))
    written = block.fragment("approved")
    approval = None
    if written is not None:
        approval = sentences.heard(parse_approval(written, sentences.scope))
    if block.get("holds") is None and written is None:
        sentences.tell(say.FLOOR_EMPTY, block.name.span(), name=block.id)
    _at_its_events(holdings, heard.events, block)
    return Floor(
        id=block.id,
        events=heard.events,
        lines=sentences.lines(block.get("when")),
        holdings=holdings,
        because=block.because(heard.kinds),
        active=read_active(block),
        approval=approval,
        **block.about(),
    )


def _at_its_events(holdings: tuple[Holding, ...], events: tuple[str, ...], block: Opened) -> None:
    """A line about one kind of event in a floor that speaks only at others would never be held."""
    for holding in holdings:
        guarantee = holding.guarantee
        kind = "" if isinstance(guarantee, WayToPerson | LeastWords) else guarantee.kind
        if events and kind and kind not in events:
            span = holding.span or block.name.span()
            label = block.sentences.vocabulary.event_by_id[kind].labels.in_language(block.sentences.language)
            block.sentences.tell(say.FLOOR_ELSEWHERE, span, kind=label or kind)


def approvals_that_end(model: Model) -> Iterator[Finding]:
    """What is approved for a shorter time than the ruleset is meant for. No clock says when a day has come."""
    horizon = model.header.horizon
    for each in model.every(Floor):
        through = each.approval.through if each.approval is not None else None
        if horizon is not None and through is not None and through < horizon:
            values = {"name": each.id, "through": through.isoformat(), "horizon": horizon.isoformat()}
            yield Finding(say.APPROVAL_ENDS, each.span, values)


def spell_floor(floor: Floor, sheet: Sheet) -> None:
    """The entries of a floor."""
    spelling = sheet.spelling
    sheet.add("floor", floor.id)
    sheet.add("event", spelling.events(floor.events))
    sheet.active(floor.active)
    sheet.add("when", spelling.lines(floor.lines))
    vocabulary, language = spelling.vocabulary, spelling.language
    said = [text(print_guarantee(each.guarantee, vocabulary, language), each.notes) for each in floor.holdings]
    sheet.items("holds", said)
    sheet.add("approved", print_approval(floor.approval, language) if floor.approval is not None else "")
    sheet.because(floor.because)

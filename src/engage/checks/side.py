"""One of two rulesets that are compared: what it says of each part of a plan, in names that both share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

from attrs import evolve, field, frozen

from engage.checks.boxes import Names
from engage.checks.boxes.trees import rewritten
from engage.checks.claims import Claim, claims_at, conditions_of
from engage.checks.named import facts_read
from engage.checks.outcome import Outcome, Spoken, beaten_by_owner, counted, known_kind, part_of, parts_of
from engage.checks.settings import Former, changed_settings
from engage.facts.plan import Menu, PlannedOffer
from engage.facts.vocabulary import Domain, Output, Settling, Type
from engage.language.tree import Fact
from engage.program.from_model_actions import vetoed, vetoed_value
from engage.program.program import Program, Shelf, Slot
from engage.ruleset.model import CatalogueItem, Construct, DerivedFact, Model, Never, Scorecard, Table
from engage.ruleset.value_model import derived_facts

__all__ = ["Side", "sides"]

_NOTHING: Final = frozenset[str]()


@frozen(slots=False)
class Side:
    """A ruleset, its program, the names of both sides, and how its own trees are read in them."""

    model: Model
    program: Program
    _names: Names = field(repr=False)
    _change: Callable[[object], object | None] = field(repr=False)
    #: of the old side: what it asks by settings that the new one has otherwise
    former: Former = field(repr=False)
    _memo: dict[str, Mapping[str, tuple[Spoken, ...]]] = field(factory=dict, repr=False, eq=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of events at which something is asked or somebody waits."""
        return tuple(kind for kind in self.program.shelves if kind)

    def names(self, kind: str) -> Names:
        """What stands behind the names of both sides, at a kind of event."""
        return evolve(self._names, kind=kind)

    def parts(self, kind: str) -> tuple[str, ...]:
        """The parts of a plan that may differ at a kind of event."""
        default = () if known_kind(self.program, kind) else parts_of(self.program.safe_default)
        outputs = (f"output {each.id}" for each in self.program.outputs)
        return (*self._spoken(kind), "service", "timers", *outputs, *default)

    def spoken(self, kind: str, part: str) -> tuple[Spoken, ...]:
        """Every rule, row and veto that bears on the part at a kind of event."""
        return self._spoken(kind).get(part, ())

    def frame(self, kind: str, part: str) -> object:
        """What else bears on the part: the catalogue, the safe default, how an output settles."""
        program, furnishing = self.program, self.program.furnishing
        known = known_kind(program, kind)
        default = None if known and part != "service" else program.safe_default
        event = program.vocabulary.event_by_id.get(kind)
        timers = program.shelves.get(kind, Shelf(kind)).timers if part == "timers" else ()
        more: object = ()
        if part == "service":
            answers = (furnishing.answers, furnishing.self_services, furnishing.step_trees)
            words = (answers, self._words()) if any(answers) else None
            more = (furnishing.targets, furnishing.queue_steps, event is not None and event.contact, words)
        elif part == "menu":
            items = (furnishing.item_scores, furnishing.exits, furnishing.finishing)
            more = (furnishing.menus, furnishing.menu_limits, furnishing.prompts, items)
        elif part == "offers":
            every = [each.id for each in self.model.catalogue.items.get(Domain.OFFER, ())]
            more = (furnishing.offers, furnishing.offer_limit, self._items(Domain.OFFER, every))
        elif part.startswith("say "):
            more = self._words()
        elif part.startswith("output "):
            declared = self._output(part.removeprefix("output "))
            first = declared is not None and declared.settling is Settling.FIRST
            more = declared, self._in_order(kind, part) if first else ()
        elif part == "tasks":
            more = self._items(Domain.WORK, [each.id for each in self.model.catalogue.items.get(Domain.WORK, ())])
        elif part.startswith("allow "):
            more = furnishing.allowances
        return known, default, timers, counted(program, timers), more

    def furnished(self, part: str, told: Outcome, holding: Collection[Spoken]) -> object:
        """What the catalogue says of the things that a part comes to: in which words, over which channel, of what type.

        Where offers have to be weighed first it is what it says of all that are proposed, and how many may be made.
        """
        pieces = dict(told.value)
        word, _, key = part.partition(" ")
        if word == "output":
            declared = self._output(key)
            return declared and (declared.type.kind, declared.type.currency)
        if word == "offers":
            made = pieces.get("offers")
            proposed = [said.value for spoken in holding for said in spoken.said if said.place[0] is Slot.OFFER]
            offers = proposed if told.doubtful or not isinstance(made, tuple) else made
            ids = [each.id for each in offers if isinstance(each, PlannedOffer)]
            return self._items(Domain.OFFER, ids), told.doubtful and self.program.furnishing.offer_limit
        if word == "tasks":
            tasks = pieces.get("tasks")
            return self._items(Domain.WORK, [each.work for each in tasks] if isinstance(tasks, tuple) else [])
        if word == "allow":
            return self._items(Domain.ALLOWANCE, [key])
        if word == "say":
            said = pieces.get(part)
            return self._items(Domain.WORDING, [str(said[0])] if isinstance(said, tuple) else [])
        if word == "menu":
            return self._menu(pieces.get("menu"))
        answers = self._items(Domain.ANSWER, [str(pieces.get("answer") or "")])
        guides = self._items(Domain.SELF_SERVICE, [str(pieces.get("guide") or "")])
        return answers, guides

    def _menu(self, menu: object) -> object:
        """How a menu is laid out and what it does when nobody answers."""
        if not isinstance(menu, Menu):
            return None
        furnishing = self.program.furnishing
        leads = tuple((item in furnishing.exits, furnishing.finishing.get(item)) for item in menu.items)
        return _in_tuples(furnishing.menu_limits.get(menu.id)), _in_tuples(furnishing.prompts.get(menu.id)), leads

    def _items(self, domain: Domain, ids: Iterable[str]) -> object:
        """What the catalogue says of some of its things and of the wordings that they name, in the names of both."""
        wanted, found = set(ids), list[object]()
        for item in self.model.catalogue.items.get(domain, ()):
            if item.id in wanted:
                wordings = {str(item.settings.get("wording", "")), *_of_treatments(item)}
                words = self._items(Domain.WORDING, wordings) if domain is not Domain.WORDING else self._told(item)
                found.append((item.id, _in_tuples(rewritten(item.settings, self._change)), words))
        return tuple(found)

    def _told(self, wording: CatalogueItem) -> object:
        """How the values read that a text tells: by the labels of their choices, with their unit."""
        fields = self.model.vocabulary.field_by_name
        told = [fields[name] for name in sorted(facts_read(wording.settings)) if name in fields]
        return tuple((each.name, each.type.choices, each.unit, each.phrases) for each in told)

    def _output(self, id: str) -> Output | None:
        return {each.id: each for each in (*self.program.vocabulary.outputs, *self.program.outputs)}.get(id)

    def _words(self) -> object:
        """The catalogue's wordings, in the names of both sides."""
        return self._items(Domain.WORDING, [each.id for each in self.model.catalogue.items.get(Domain.WORDING, ())])

    def _in_order(self, kind: str, part: str) -> tuple[str, ...]:
        """Who bears on a part, in the order of the files."""
        owners = {spoken.place[1] for spoken in self.spoken(kind, part) if spoken.veto is None}
        return tuple(each.id for each in self.model.every(Construct) if each.id in owners)

    def _spoken(self, kind: str) -> Mapping[str, tuple[Spoken, ...]]:
        if kind not in self._memo:
            found: dict[str, list[Spoken]] = {}
            shelf = self.program.shelves.get(kind, Shelf(kind))
            claims = claims_at(shelf, self.model)
            for part, spoken in self._of_claims(claims, shelf):
                found.setdefault(part, []).append(spoken)
            for part, spoken in self._of_nevers(shelf, tuple(found)):
                found.setdefault(part, []).append(spoken)
            self._memo[kind] = {part: tuple(found[part]) for part in found}
        return self._memo[kind]

    def _of_claims(self, claims: tuple[Claim, ...], shelf: Shelf) -> Iterator[tuple[str, Spoken]]:
        beats = beaten_by_owner(shelf)
        parts: dict[str, dict[str, None]] = {}
        for claim in claims:
            for said in claim.said:
                parts.setdefault(claim.owner, {})[part_of(said.place)] = None
        for claim in claims:
            conditions = tuple(rewritten(each, self._change) for each in claim.conditions)
            table = claim.construct if isinstance(claim.construct, Table) else None
            for part in parts.get(claim.owner, ()):
                told = tuple(
                    evolve(each, value=rewritten(each.value, self._change)) if each.computed else each
                    for each in claim.said
                    if table is not None or part_of(each.place) == part
                )
                place = ("rule" if table is None else "table", claim.owner, claim.row)
                hit = "" if table is None else f"{table.hit}, {len(table.rows)} rows"
                yield part, Spoken(place, conditions, told, beats.get(claim.owner, frozenset()), hit=hit)

    def _of_nevers(self, shelf: Shelf, parts: tuple[str, ...]) -> Iterator[tuple[str, Spoken]]:
        asked = {never.id for never in shelf.nevers}
        for never in self.model.every(Never):
            if never.id not in asked:
                continue
            place = vetoed(never.action, self.model)
            conditions = tuple(rewritten(each, self._change) for each in conditions_of(never))
            spoken = Spoken(("never", never.id, -1), conditions, veto=(place, vetoed_value(never.action)))
            # A veto names a wording, not the placement at which it is said.
            said = tuple(part for part in parts if part.startswith("say ")) if place[0] is Slot.SAY else ()
            for part in said or (part_of(place),):
                yield part, spoken


def _in_tuples(settings: object) -> object:
    """The same as a value that can be a key."""
    if isinstance(settings, Mapping):
        return tuple((name, _in_tuples(settings[name])) for name in sorted(settings))
    return tuple(map(_in_tuples, settings)) if isinstance(settings, tuple) else settings


def _of_treatments(item: CatalogueItem) -> Iterator[str]:
    """The wordings that present an offer."""
    treatments = item.settings.get("treatments", ())
    for each in treatments if isinstance(treatments, tuple) else ():
        if isinstance(each, Mapping):
            yield str(each.get("wording", ""))


def sides(old: Model, new: Model, old_program: Program, new_program: Program) -> tuple[Side, Side]:
    """Both sides. What the old one defines otherwise than the new one has a name of its own there."""
    former = Former(changed_settings(old, new))
    apart = _apart(old, new, former)
    change = _reading(old, new, apart, former)
    names, theirs = Names.of(old), Names.of(new)
    both = evolve(
        theirs,
        derived={**_renamed(names.derived, change, apart), **theirs.derived},
        cards={**_renamed(names.cards, change, apart), **theirs.cards},
        always_known=names.always_known & theirs.always_known,
    )
    return Side(old, old_program, both, change, former), Side(new, new_program, both, lambda _: None, Former(_NOTHING))


def _apart(old: Model, new: Model, former: Former) -> frozenset[str]:
    """The facts that are not the same in both, or rest on one that is not: other formulas, settings or `max age`."""
    mine, theirs = _worked_out(old), _worked_out(new)
    apart = {name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name)}
    apart |= {name for name in mine if former.asks((mine[name],))}
    declared = old.vocabulary.field_by_name, new.vocabulary.field_by_name
    apart |= {
        name
        for name in declared[0].keys() & declared[1]
        if (declared[0][name].max_age, declared[0][name].least_confidence)
        != (declared[1][name].max_age, declared[1][name].least_confidence)
    }
    while True:
        more = {name for name in mine if name not in apart and _rests_on(mine[name], apart)}
        if not more:
            return frozenset(apart)
        apart |= more


def _worked_out(model: Model) -> dict[str, DerivedFact | Scorecard]:
    found: dict[str, DerivedFact | Scorecard] = {f"customer.{each.id}": each for each in derived_facts(model)}
    return found | {f"customer.{each.id}": each for each in model.every(Scorecard)}


def _rests_on(construct: DerivedFact | Scorecard, names: set[str]) -> bool:
    found: list[str] = []

    def look(node: object) -> None:
        if isinstance(node, Fact) and node.name.removesuffix("_band") in names:
            found.append(node.name)

    rewritten(construct, look)
    return bool(found)


def _reading(old: Model, new: Model, apart: frozenset[str], former: Former) -> Callable[[object], object | None]:
    """How trees of the old side are read in the names of both."""
    types = {
        name: declared.type
        for name, declared in new.vocabulary.field_by_name.items()
        if (before := old.vocabulary.field_by_name.get(name)) and _grown(before.type, declared.type)
    }

    def change(node: object) -> object | None:
        if not isinstance(node, Fact):
            return former(node)
        if node.name.removesuffix("_band") in apart:
            band = "_band" if node.name.endswith("_band") and node.name not in apart else ""
            return evolve(node, name=f"{node.name.removesuffix(band) if band else node.name} (old){band}")
        return evolve(node, type=types[node.name]) if node.name in types else None

    return change


def _grown(before: Type, after: Type) -> bool:
    """Is the later type the same, or the same with more choices in between?"""
    if before.kind is not after.kind or before.currency != after.currency or before.ordered != after.ordered:
        return False
    ids = iter(term.id for term in after.choices)
    return all(any(term.id == id for id in ids) for term in before.choices)


def _renamed(named: Mapping[str, object], change: Callable[[object], object | None], apart: frozenset[str]) -> dict:  # type: ignore[type-arg]
    return {
        f"{name} (old)" if name in apart else name: rewritten(construct, change) for name, construct in named.items()
    }

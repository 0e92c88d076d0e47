"""Law: whatever items, scores, rules, vetoes, channel and limit, a menu keeps its ways out and loses nothing.

A way to a person is on every level, what the customer came for on the first; nothing eligible is lost; no level holds
more than its limit; the plan is what the reference says; the order is that of the menu on every level. Between visits
an item keeps the place it was seen in too seldom.

Mutants it catches, each planted and seen to break it: a level that leaves no room for the way to the next one; a veto
that takes the way to a person; what the customer came for cut by its score; a person on the first level alone; a limit
of another channel; levers that are added; an order between visits that moves what was seen once.
"""

from __future__ import annotations

import os
from decimal import Decimal

from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.decide import decide
from engage.facts.known import Event, Situation
from engage.facts.vocabulary import Domain, EventKind, Field, Kind, Labels, Term, Type, Vocabulary
from engage.language.actions import Action, ShowItem, ShowMenu
from engage.program.from_model import compile_model
from engage.ruleset.model import Catalogue, CatalogueItem, File, Header, Model, Never, Rule
from engage.service import Seen, in_order, on_levels, seen_again
from engage.testing.reference import interpret
from engage.testing.reference_plan import treated

LONG = os.environ.get("ENGAGE_LAWS") == "long"
ITEMS = tuple(f"item_{letter}" for letter in "abcdefghijkl")
CHANNEL = Type(Kind.CHOICE, tuple(Term(id, Labels(en=id)) for id in ("phone", "app", "web")))
LEVERS = st.sampled_from((1, 2, Decimal("0.5"), Decimal("1.5")))
SCORES = st.none() | st.sampled_from((0, 1, Decimal("0.5"), Decimal("0.51"), Decimal("0.9")))
LEADS = st.sampled_from(({}, {}, {}, {"reaches": "person"}, {"finishes": "leaving"}, {"finishes": "call"}))
LIMITS = st.dictionaries(st.sampled_from(("phone", "app")), st.integers(3, 9))


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    items = []
    for id in ITEMS:
        leads = draw(
            st.sampled_from(({}, {}, {}, {"reaches": "person"}, {"finishes": "leaving"}, {"finishes": "call"}))
        )
        score = draw(SCORES)
        items.append(CatalogueItem(id, settings={**leads, **({} if score is None else {"score": score})}))
    listed = tuple(draw(st.lists(st.sampled_from(ITEMS), unique=True)))
    return Catalogue(
        {
            "menu item": tuple(items),
            "menu": (CatalogueItem("home", settings={"items": listed, "at most": draw(LIMITS)}),),
        }
    )


@st.composite
def models(draw: st.DrawFn) -> Model:
    names = st.sampled_from(ITEMS)
    shown: list[Action] = draw(st.lists(st.builds(ShowItem, names, LEVERS), max_size=5))
    first = tuple(draw(st.lists(names, max_size=3, unique=True)))
    rules = [Rule(id="menu", actions=(ShowMenu("home", first),))]
    rules += [Rule(id=f"show {number}", actions=(action,)) for number, action in enumerate(shown)]
    nevers = [
        Never(id=f"never {number}", action=ShowItem(item))
        for number, item in enumerate(draw(st.lists(names, max_size=4)))
    ]
    vocabulary = Vocabulary(
        (Field("event.channel", CHANNEL, Labels(en="channel")),),
        tuple(EventKind(id, id, Labels(en=id), contact=True, fields=("channel",)) for id in ("call", "leaving")),
        terms=(
            (Domain.MENU, (Term("home", Labels(en="home")),)),
            (Domain.ITEM, tuple(Term(id, Labels(en=id.replace("_", " "))) for id in ITEMS)),
        ),
    )
    return Model(Header("menus"), vocabulary, draw(catalogues()), (File("a.rules", "rules", "en", (*rules, *nevers)),))


@settings(max_examples=5_000 if LONG else 150, deadline=None)
@given(models(), st.sampled_from(("call", "leaving")), st.sampled_from((None, "phone", "app", "web")))
def test_a_menu_keeps_its_ways_out_and_loses_nothing(model: Model, kind: str, channel: str | None) -> None:
    data = {} if channel is None else {"channel": channel}
    known = Situation(Event("e1", "/desk", kind, at=0, kind=kind, data=data))
    menu = decide(compile_model(model), known).plan.menu
    assert menu is not None
    assert menu == treated(model, known, interpret(model, known, {})).plan["menu"]
    item = {each.id: each.settings for each in model.catalogue.items["menu item"]}
    home = model.catalogue.items["menu"][0].settings
    rules = [action for rule in model.every(Rule) for action in rule.actions]
    lifted = {action.item for action in rules if isinstance(action, ShowItem)}
    first = next(action.first for action in rules if isinstance(action, ShowMenu))
    listed = {*first, *home["items"]}  # type: ignore[misc]  # a tuple of ids
    hidden = {never.action.item for never in model.every(Never) if isinstance(never.action, ShowItem)}
    persons = {id for id in listed if item[id].get("reaches") == "person"}
    wanted = {id for id in listed if item[id].get("finishes") == kind}
    eligible = (listed - hidden) | persons | wanted
    assert eligible <= set(menu.items) <= listed | lifted
    assert not (set(menu.items) & hidden) - {
        id for id in item if item[id].get("reaches") == "person" or item[id].get("finishes") == kind
    }
    limit = home["at most"].get(channel)  # type: ignore[attr-defined]
    levels = menu.levels or (menu.items,)
    assert {id for level in levels for id in level} == set(menu.items)
    for number, level in enumerate(levels):
        more = number + 1 < len(levels)
        assert limit is None or len(level) + more <= limit
        assert [id for id in menu.items if id in level] == list(level)
        assert not persons or persons & set(level) or any(item[id].get("reaches") == "person" for id in level)
    assert not wanted or wanted & set(levels[0])


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(3, 12), st.sets(st.integers(0, 40), max_size=5))
def test_levels_hold_everything_within_the_limit(numbers: list[int], limit: int, persons: set[int]) -> None:
    items = [str(number) for number in numbers]
    levels = on_levels(items, limit, {str(person) for person in persons})
    assert {item for level in levels for item in level} == set(items)
    assert all(len(level) + (level is not levels[-1]) <= limit for level in levels)
    # Nobody goes deeper for nothing: every level brings something new.
    seen: set[str] = set()
    for level in levels:
        assert set(level) - seen
        seen |= set(level)


VISITS = st.lists(st.permutations(ITEMS[:5]).map(lambda order: order[:4]), min_size=1, max_size=8)


@given(VISITS, st.integers(1, 4))
def test_digits_move_between_visits_only_when_they_are_known_well(visits: list[list[str]], times: int) -> None:
    before: tuple[Seen, ...] = ()
    for best in visits:
        shown = in_order(best, before, times)
        assert sorted(shown) == sorted(best)
        for seen in before:
            if seen.times < times and seen.item in best:
                assert shown[seen.place] == seen.item
        if not before or all(seen.times >= times for seen in before):
            assert shown == tuple(best)
        assert in_order(best, before, times) == shown  # within a visit nothing moves
        before = seen_again(shown, before)
        assert [seen.item for seen in before] == list(shown)


def test_an_item_stays_until_it_was_seen_three_times() -> None:
    usual, better = ("bill", "data", "fault"), ("fault", "bill", "data")
    before = seen_again(usual, ())
    for _ in range(2):
        assert in_order(better, before) == usual
        before = seen_again(usual, before)
    assert in_order(better, before) == better
    assert evolve(before[0], times=1) in seen_again(usual, ())

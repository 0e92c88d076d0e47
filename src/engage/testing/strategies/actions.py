"""Well-typed action sentences over a vocabulary, and templates."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from hypothesis import strategies as st

from engage.facts.plan import Need, Rung
from engage.facts.units import microseconds
from engage.facts.vocabulary import Domain, Kind, Type, Vocabulary
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
from engage.language.tree import Fact, Literal, Template, Value
from engage.language.types import type_of
from engage.testing.strategies.kept import kept
from engage.testing.strategies.values import durations, elapsed, literals, numbers, texts, values

__all__ = ["actions", "templates"]

_CLASSES = ("commercial", "service", "mandatory")


@kept
def actions(vocabulary: Vocabulary, *kinds: type[Action]) -> st.SearchStrategy[Action]:
    """Action sentences, of these kinds where some are named."""

    def name(domain: Domain) -> st.SearchStrategy[str]:
        return st.sampled_from([term.id for term in vocabulary.named(domain)])

    groups = st.one_of(st.sampled_from(_CLASSES), name(Domain.GROUP), name(Domain.OFFER))
    levers = st.one_of(st.just(1), numbers().filter(lambda number: number > 0))
    items = st.lists(name(Domain.ITEM), max_size=2, unique=True).map(tuple)
    works = st.builds(StartTask, name(Domain.WORK), name(Domain.OWNER), st.one_of(st.none(), durations()))
    found: dict[type[Action], st.SearchStrategy[Action]] = {
        RouteTo: _routes(vocabulary, name),
        Ahead: st.builds(Ahead, elapsed()),
        ServeAt: st.builds(ServeAt, name(Domain.LEVEL)),
        ShowMenu: st.builds(ShowMenu, name(Domain.MENU), items),
        ShowItem: st.builds(ShowItem, name(Domain.ITEM), levers),
        Say: st.builds(Say, name(Domain.WORDING)),
        OfferAction: st.builds(OfferAction, name(Domain.OFFER), levers),
        Withhold: st.builds(Withhold, groups),
        AnswerWith: st.builds(AnswerWith, name(Domain.ANSWER)),
        GuideTo: st.builds(GuideTo, name(Domain.SELF_SERVICE)),
        Allow: st.builds(Allow, name(Domain.ALLOWANCE), _limits(vocabulary)).filter(_of_its_unit),
        SkipStep: st.builds(SkipStep, name(Domain.STEP)),
        StartTask: works,
        Note: _notes(vocabulary),
        SetOutput: _outputs(vocabulary),
    }
    return st.one_of([strategy for kind, strategy in found.items() if not kinds or kind in kinds])


def _routes(vocabulary: Vocabulary, name: Callable[[Domain], st.SearchStrategy[str]]) -> st.SearchStrategy[Action]:
    skills = st.builds(Need, name(Domain.SKILL), st.integers(1, 9))
    needs = st.lists(skills, max_size=2, unique_by=lambda need: need.skill).map(tuple)
    some = st.lists(skills, min_size=1, max_size=2, unique_by=lambda need: need.skill).map(tuple)
    rungs = st.one_of(
        st.builds(Rung, elapsed(), some),
        st.builds(Rung, elapsed(), needs, name(Domain.QUEUE)),
    )
    return st.builds(RouteTo, name(Domain.QUEUE), needs, _ladders(rungs))


def _ladders(rungs: st.SearchStrategy[Rung]) -> st.SearchStrategy[tuple[Rung, ...]]:
    # Waits count from entering the queue, so each rung comes after the one before.
    def waited(rung: Rung) -> int:
        return microseconds(rung.after) or 0

    several = st.lists(rungs, max_size=3, unique_by=waited)
    return several.map(lambda found: tuple(sorted(found, key=waited)))


def _limits(vocabulary: Vocabulary) -> st.SearchStrategy[Value]:
    money = Type(Kind.MONEY, currency="CNY")
    found = st.one_of(
        literals(money), literals(Type(Kind.NUMBER)), literals(Type(Kind.DURATION)), values(vocabulary, money)
    )
    return found.filter(_not_below_zero)


def _of_its_unit(allow: Allow) -> bool:
    # The built-in talk time is a length of time; what the others are counted in, a catalogue says.
    return allow.allowance != "talk_time" or type_of(allow.limit).kind is Kind.DURATION


def _not_below_zero(limit: Value) -> bool:
    # A limit below zero allows nothing and is refused.
    return not (isinstance(limit, Literal) and isinstance(limit.value, int | Decimal) and limit.value < 0)


@kept
def _of(vocabulary: Vocabulary, type: Type) -> st.SearchStrategy[Value]:
    known = any(field.type == type for field in vocabulary.fields)
    return st.one_of(literals(type), values(vocabulary, type)) if known else literals(type)


def _notes(vocabulary: Vocabulary) -> st.SearchStrategy[Action]:
    kept = [field for field in vocabulary.fields if field.root == "customer"]
    return st.sampled_from(kept).flatmap(
        lambda field: st.builds(Note, st.just(field.name), _of(vocabulary, field.type))
    )


def _outputs(vocabulary: Vocabulary) -> st.SearchStrategy[Action]:
    own = st.sampled_from(vocabulary.outputs).flatmap(
        lambda output: st.builds(SetOutput, st.just(output.id), _of(vocabulary, output.type))
    )
    metrics = st.sampled_from([term.id for term in vocabulary.named(Domain.TARGET)])
    return st.one_of(own, st.builds(SetOutput, metrics, literals(Type(Kind.DURATION))))


@kept
def templates(vocabulary: Vocabulary) -> st.SearchStrategy[Template]:
    """Texts with values; plain pieces never touch, and are never empty."""
    held = st.sampled_from(vocabulary.fields).flatmap(
        lambda field: st.one_of(st.just(Fact(field.name, field.type)), values(vocabulary, field.type, depth=1))
    )
    return st.lists(st.one_of(texts(), held), max_size=4).map(_template)


def _template(parts: list[str | Value]) -> Template:
    joined: list[str | Value] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return Template(tuple(joined))

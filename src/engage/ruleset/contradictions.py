"""Rules that contradict themselves: two values for a place of the plan that takes one, an offer made and kept away.

Only what can never be meant: where several may stand side by side (offers, tasks, steps to skip, wordings at different
placements, outputs that gather what is said), a rule may say several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from engage.facts.vocabulary import Domain, Output, Settling
from engage.ground.finding import Finding
from engage.ground.source import Span
from engage.language import print_action
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
    ShowMenu,
    Withhold,
)
from engage.language.tree import Literal
from engage.ruleset import soundness_messages as say
from engage.ruleset.model import Catalogue, File, Model, Rule

__all__ = ["clashes", "contradictions"]

#: one answer comes of several only when they say the same
_ALONE: Final = frozenset({Settling.ONE, Settling.UNIQUE, Settling.ANY, Settling.FIRST})
#: of two constants one never counts; of values that are worked out either may
_EXTREME: Final = frozenset({Settling.SMALLEST, Settling.LARGEST})


def contradictions(model: Model) -> Iterator[Finding]:
    """A finding for each sentence of a rule that an earlier one of the same rule contradicts."""
    outputs = {output.id: output for output in (*model.vocabulary.outputs, *model.header.outputs)}
    for file in model.files:
        for rule in file.constructs:
            if isinstance(rule, Rule):
                for first, second in clashes(rule.actions, outputs, model.catalogue):
                    yield _told(first, second, rule, file, model)


def clashes(
    actions: Sequence[Action], outputs: Mapping[str, Output], catalogue: Catalogue
) -> Iterator[tuple[Action, Action]]:
    """The first two of each group of sentences that cannot all be meant, and every further one with the first.

    `outputs` are the declared ones by id.
    """
    places = _Places(outputs, catalogue)
    first: dict[tuple[str, str], Action] = {}
    for at, action in enumerate(actions):
        place = places.of(action)
        earlier = first.setdefault(place, action) if place is not None else action
        against = earlier if earlier != action else places.kept_away(action, actions[:at])
        if against is not None:
            yield against, action


@frozen
class _Places:
    """Which place of the plan a sentence fills, where that place takes one value."""

    outputs: Mapping[str, Output]
    catalogue: Catalogue

    def of(self, action: Action) -> tuple[str, str] | None:
        if isinstance(action, RouteTo | Ahead | ServeAt | ShowMenu | AnswerWith | GuideTo):
            return type(action).__name__, ""
        if isinstance(action, Say):
            return "say", self._setting(Domain.WORDING, action.wording, "placement")
        if isinstance(action, Allow):
            return "allow", action.allowance
        if isinstance(action, Note):
            return "note", action.fact
        return self._output(action) if isinstance(action, SetOutput) else None

    def _output(self, action: SetOutput) -> tuple[str, str] | None:
        declared = self.outputs.get(action.output)
        settling = declared.settling if declared is not None else Settling.ONE
        constant = isinstance(action.value, Literal) and settling in _EXTREME
        return ("output", action.output) if settling in _ALONE or constant else None

    def kept_away(self, action: Action, earlier: Sequence[Action]) -> Action | None:
        """The sentence before this one that keeps away what this one offers, or offers what this one keeps away."""
        for other in earlier:
            offered, away = (action, other) if isinstance(action, OfferAction) else (other, action)
            if isinstance(offered, OfferAction) and isinstance(away, Withhold) and away.group in self._names(offered):
                return other
        return None

    def _names(self, offered: OfferAction) -> tuple[str, ...]:
        return offered.offer, *(self._setting(Domain.OFFER, offered.offer, key) for key in ("group", "class"))

    def _setting(self, domain: Domain, id: str, key: str) -> str:
        item = self.catalogue.item(domain.value, id)
        return str(item.settings.get(key, "")) if item is not None else ""


def _told(first: Action, second: Action, rule: Rule, file: File, model: Model) -> Finding:
    def said(action: Action) -> str:
        return action.span.text if action.span else print_action(action, model.vocabulary, file.language)

    spans: tuple[Span, ...] = (first.span,) if first.span else ()
    values = {"first": said(first), "second": said(second)}
    return Finding(say.RULE_AGAINST_ITSELF, second.span or rule.span, values, related=spans)

"""What may stand behind `never`: a sentence that names a thing or writes a value out, with nothing it cannot judge."""

from __future__ import annotations

from engage.facts.vocabulary import Vocabulary
from engage.ground.finding import Words
from engage.ground.source import Span
from engage.language import print_action, print_literal
from engage.language.actions import (
    Action,
    Allow,
    Note,
    OfferAction,
    RouteTo,
    SetOutput,
    ShowItem,
    ShowMenu,
    StartTask,
    Withhold,
)
from engage.language.tree import Literal, Value
from engage.ruleset import soundness_messages as say
from engage.ruleset.sentences import Sentences

__all__ = ["judged"]


def judged(action: Action, span: Span, sentences: Sentences) -> None:
    """The findings on a veto's sentence that was read."""
    vocabulary, language = sentences.vocabulary, sentences.language
    if isinstance(action, Withhold):
        instead = print_action(OfferAction(action.group), vocabulary, language)
        sentences.tell(say.NEVER_WITHHOLD, span, text=span.text, instead=instead)
        return
    bare = _bare(action)
    if bare is not None:
        sentences.tell(say.NEVER_IN_PART, span, text=span.text, bare=print_action(bare, vocabulary, language))
    value = _value(action)
    if value is not None and not isinstance(value, Literal):
        sentences.tell(say.NEVER_COMPUTED, span)
    if isinstance(action, SetOutput) and isinstance(value, Literal):
        _default(action.output, value, span, vocabulary, sentences)


def _bare(action: Action) -> Action | None:
    """The sentence without the details that nobody can forbid apart; None where it has none."""
    if isinstance(action, RouteTo) and (action.needs or action.ladder):
        return RouteTo(action.queue)
    if isinstance(action, ShowMenu) and action.first:
        return ShowMenu(action.menu)
    if isinstance(action, ShowItem) and action.lever != 1:
        return ShowItem(action.item)
    if isinstance(action, StartTask) and action.due is not None:
        return StartTask(action.work, action.owner)
    return None


def _value(action: Action) -> Value | None:
    if isinstance(action, Allow):
        return action.limit
    return action.value if isinstance(action, Note | SetOutput) else None


def _default(id: str, value: Literal, span: Span, vocabulary: Vocabulary, sentences: Sentences) -> None:
    """A default is no proposal, so a veto does not take it away."""
    output = vocabulary.output_by_id.get(id)
    if output is not None and output.otherwise is not None and output.otherwise == value.value:
        label = Words(output.labels.in_language("en") or id, output.labels.in_language("zh") or id)
        told = print_literal(value, vocabulary, sentences.language)
        sentences.tell(say.NEVER_THE_DEFAULT, span, value=told, output=label)

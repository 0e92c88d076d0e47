"""Hands sentences to the language room, one construct's scope at a time, and gathers what is found wrong.

Comments that stand with a sentence go onto the tree that it became. Understands nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from attrs import evolve, field, frozen

from engage.facts.vocabulary import Type, Vocabulary
from engage.ground.finding import Finding, Fix, Message, Report, Words
from engage.ground.limits import LIMITS
from engage.ground.source import Fragment, Span
from engage.language import (
    Scope,
    parse_action,
    parse_cell,
    parse_condition,
    parse_event_name,
    parse_literal,
    parse_template,
    parse_value,
    tree,
)
from engage.language.actions import Action, Note
from engage.language.tree import Condition, Literal, Or, Template, Value
from engage.ruleset.chart_messages import WRITTEN_BY_A_CHART
from engage.ruleset.names import did_you_mean
from engage.ruleset.nodes import Block, ListNode, Node, Text

__all__ = ["Sentences", "items", "texts", "with_notes"]

_MOST_HINTS = 50
T = TypeVar("T")
N = TypeVar("N")


def with_notes(node: N, notes: tuple[str, ...]) -> N:
    """The same node with the comments that stood with its text."""
    return cast(N, evolve(cast(tree.Node, node), notes=notes)) if notes else node


@frozen
class Sentences:
    """Parses in one scope; findings of all scopes made from one another go into one list."""

    scope: Scope
    found: list[Finding] = field(factory=list)

    @property
    def vocabulary(self) -> Vocabulary:
        """What may be named."""
        return self.scope.vocabulary

    @property
    def language(self) -> str:
        """The language in which the file is written."""
        return self.scope.language

    def at(self, events: tuple[str, ...]) -> Sentences:
        """The same where other kinds of events are decided."""
        return evolve(self, scope=evolve(self.scope, events=events))

    def told_in(self, language: str) -> Sentences:
        """The same for a text in another language."""
        return evolve(self, scope=evolve(self.scope, language=language))

    def tell(
        self,
        message: Message,
        span: Span,
        fixes: tuple[Fix, ...] = (),
        related: tuple[Span, ...] = (),
        **values: str | Words,
    ) -> None:
        """One finding."""
        self.found.append(Finding(message, span, values, fixes, related))

    def heard(self, parsed: tuple[T | None, tuple[Finding, ...]]) -> T | None:
        """What was parsed; its findings are kept."""
        value, findings = parsed
        self.found.extend(findings)
        return value

    def tried(self, parsed: tuple[T | None, tuple[Finding, ...]]) -> T | None:
        """What was parsed without any error, else None; its findings are dropped."""
        value, findings = parsed
        return value if Report(findings).ok else None

    def near(self, text: str, known: Iterable[str], span: Span) -> tuple[Words, tuple[Fix, ...]]:
        """A hint with the nearest known name. Looking for it is slow, so only the first findings get one."""
        return did_you_mean(text, known, span) if len(self.found) < _MOST_HINTS else (Words(""), ())

    # sentences

    def condition(self, fragment: Fragment) -> Condition | None:
        """A condition, or None when it cannot be read; what is wrong is kept."""
        condition, found = parse_condition(fragment, self.scope)
        self.found.extend(found)
        return None if condition is None else with_notes(condition, fragment.notes)

    def value(self, fragment: Fragment, expected: Type | None = None) -> Value | None:
        """A value expression, or None when it cannot be read."""
        value, found = parse_value(fragment, self.scope, expected)
        self.found.extend(found)
        return value

    def cell(self, fragment: Fragment, subject: Value) -> Condition | None:
        """A cell of a table about its column's subject, or None when it cannot be read."""
        condition, found = parse_cell(fragment, subject, self.scope)
        self.found.extend(found)
        return condition

    def literal(self, fragment: Fragment, type: Type) -> Literal | None:
        """A constant of a type, or None when it is none."""
        return self.heard(parse_literal(fragment, type, self.scope))

    def template(self, fragment: Fragment) -> Template | None:
        """A text with values in it."""
        return self.heard(parse_template(fragment, self.scope))

    def action(self, fragment: Fragment, *, vetoed: bool = False) -> Action | None:
        """An action; `vetoed` in a `never`, where it names what is forbidden."""
        action, found = parse_action(fragment, self.scope, vetoed=vetoed)
        self.found.extend(found)
        if isinstance(action, Note) and not vetoed:
            self._may_be_written(action, fragment)
        return None if action is None else with_notes(action, fragment.notes)

    def _may_be_written(self, note: Note, fragment: Fragment) -> None:
        """No rule writes the stage of a lifecycle or segment: its chart alone moves it."""
        declared = self.vocabulary.field_by_name.get(note.fact if "." in note.fact else f"customer.{note.fact}")
        if declared is not None and declared.chart:
            labels = declared.labels
            named = Words(labels.en or declared.name, labels.zh or labels.en, labels.hant or labels.zh)
            self.tell(WRITTEN_BY_A_CHART, (note.span or fragment.span()), fact=named)

    def event(self, fragment: Fragment) -> str | None:
        """The kinds of events that a sentence names."""
        return self.heard(parse_event_name(fragment, self.scope))

    # lists

    def each(self, node: Node | None, read: Callable[[Fragment], T | None]) -> tuple[T, ...]:
        """What each sentence of a node became; those that could not be read are left out."""
        values = (read(text.fragment) for text in texts(node))
        return tuple(value for value in values if value is not None)

    def lines(self, node: Node | None, depth: int = 0) -> tuple[Condition, ...]:
        """Conditions of which all must hold, an `any of` block as one of them."""
        found: list[Condition] = []
        for item in items(node):
            if isinstance(item, Text):
                condition = self.condition(item.fragment)
            elif isinstance(item, Block) and depth < LIMITS.condition_depth:
                parts = self.lines(item.entries[0].value, depth + 1) if item.entries else ()
                condition = Or(parts, block=True, span=item.span, notes=_block_notes(item)) if parts else None
            else:
                condition = None
            if condition is not None:
                found.append(condition)
        return tuple(found)


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single sentence is a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, ListNode) else (node,)


def texts(node: Node | None) -> tuple[Text, ...]:
    """The sentences of a node."""
    return tuple(item for item in items(node) if isinstance(item, Text))


def _block_notes(block: Block) -> tuple[str, ...]:
    inner = block.entries[0]
    below = inner.value.notes if isinstance(inner.value, ListNode) else ()
    return (*block.notes, *inner.notes, *below)

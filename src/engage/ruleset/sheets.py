"""Builds the nodes of one construct that is being spelled: texts, lists, entries, with their comments.

Knows how nodes are made, and the sentences that all constructs share; never what a construct has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrs import define, field

from engage.facts.vocabulary import Labels, Vocabulary
from engage.ground.source import Fragment, Source, Span
from engage.language import print_action, print_condition, print_event_name, print_template
from engage.language.actions import Action
from engage.language.small_sentences import print_active
from engage.language.tree import Condition, Or, Template
from engage.ruleset.blocks import BECAUSE
from engage.ruleset.keys import ANY_OF, KINDS
from engage.ruleset.model import Active, Construct, Header
from engage.ruleset.nodes import Block, Entry, ListNode, Node, Text

__all__ = ["Sheet", "Spelling", "text", "titles"]

_NOWHERE = Span(Source("", ""), 0, 0)


def text(said: str, notes: tuple[str, ...] = (), *, block: bool = False, quoted: bool = False) -> Text:
    """A text node that stands in no file."""
    return Text(Fragment(said, Source("", said), ((0, 0),), notes), block=block, quoted=quoted)


def titles(title: Labels) -> tuple[tuple[str, str], ...]:
    """Each title by the key of its language."""
    return ("title en", title.en), ("title zh", title.zh), ("title zh-Hant", title.hant)


@define
class Spelling:
    """In which language, with which names, in which zone; `written` is the language the file was read in."""

    vocabulary: Vocabulary
    language: str
    zone: str = "UTC"
    written: str = ""

    def joined(self, names: Sequence[str]) -> str:
        """Names on one line."""
        return (", " if self.language == "en" else "、").join(names)

    def events(self, kinds: Sequence[str]) -> str:
        """Kinds of events on one line."""
        names = [print_event_name(kind, self.vocabulary, self.language) for kind in kinds]
        return (" or " if self.language == "en" else " 或 ").join(names)

    def lines(self, conditions: Iterable[Condition]) -> ListNode:
        """Conditions one a line; an `any of` block with its lines below it."""
        return ListNode(tuple(self._line(condition) for condition in conditions), _NOWHERE)

    def _line(self, condition: Condition) -> Node:
        if isinstance(condition, Or) and condition.block:
            inner = self.lines(condition.parts)
            return Block((Entry(ANY_OF.key, inner, _NOWHERE),), _NOWHERE, condition.notes)
        return text(print_condition(condition, self.vocabulary, self.language, self.zone), condition.notes)

    def actions(self, actions: Iterable[Action]) -> ListNode:
        """Actions one a line."""
        return ListNode(tuple(text(self.action(one), one.notes) for one in actions), _NOWHERE)

    def action(self, action: Action) -> str:
        """An action as one line."""
        return print_action(action, self.vocabulary, self.language)

    def template(self, template: Template, language: str = "") -> str:
        """A text with its values, in a language of its own."""
        return print_template(template, self.vocabulary, language or self.language)


@define
class Sheet:
    """The entries of one construct, or of a header, as they are added; what is empty is left out."""

    construct: Construct | Header
    spelling: Spelling
    entries: list[Entry] = field(factory=list)

    def add(self, key: str, node: Node | str | None, *, block: bool = False) -> None:
        """An entry with the comments that stood above its key."""
        if isinstance(node, str):
            node = text(node, block=block) if node else None
        if node is None or (isinstance(node, ListNode) and not node.items):
            return
        self.entries.append(Entry(key, node, _NOWHERE, self.construct.key_notes.get(key, ())))

    def items(self, key: str, items: Sequence[Text]) -> None:
        """A list of sentences."""
        self.add(key, ListNode(tuple(items), _NOWHERE))

    def because(self, texts: Mapping[str, Template]) -> None:
        """The reasons in words: the file's own language first, the others under keys that name them."""
        own = self.spelling.language
        languages = {"because": own, **{key: other for key, other in BECAUSE.items() if other != own}}
        for key, language in languages.items():
            if language in texts:
                said = text(self.spelling.template(texts[language], language), quoted=True)
                self.entries.append(Entry(key, said, _NOWHERE, self._because_notes(language)))

    def _because_notes(self, language: str) -> tuple[str, ...]:
        """The comments above a reason; the key it stood under depends on the language the file was read in."""
        notes = self.construct.key_notes
        written = self.spelling.written or self.spelling.language
        bare = notes.get("because", ()) if language == written else ()
        return (*bare, *notes.get(f"because {language}", ()))

    def active(self, active: Active) -> None:
        """The dates between which it speaks."""
        self.add("active", print_active(active.start, active.through, self.spelling.language))

    def block(self) -> Block:
        """The construct as a block; its titles stand below its head line, its remarks come last."""
        said = self.construct.remarks if isinstance(self.construct, Construct) else ()
        if isinstance(self.construct, Construct):
            named, self.entries = self.entries, []
            for key, title in titles(self.construct.title):
                self.add(key, title)
            # The key that stands on the head line (a table's `hit`) stays the one behind the name.
            head = 2 if named[1:] and named[1].key == KINDS[named[0].key].head else 1
            self.entries = [*named[:head], *self.entries, *named[head:]]
        remarks = [text(remark, quoted=True) for remark in said]
        if len(remarks) == 1:
            self.add("note", remarks[0])
        else:
            self.items("note", remarks)
        return Block(tuple(self.entries), _NOWHERE, self.construct.notes)

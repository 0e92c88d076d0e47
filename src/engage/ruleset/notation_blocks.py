"""Blocks as both notations gather them: a key once, the head's keys first; and what is said of unknown words."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from engage.ground.finding import Fix, Message, Words
from engage.ground.source import Fragment, Span
from engage.language.slips import only_a_slip
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Kind, Word
from engage.ruleset.nodes import Entry, ListNode, Node
from engage.ruleset.notation_lines import QUOTES, Problems

__all__ = ["Entries", "kind_words", "unknown", "with_notes"]


@define
class Entries:
    """The entries of one block as they come; a key comes once, `note` as often as it likes."""

    kind: Kind
    problems: Problems
    kept: list[Entry]
    more_notes: list[Entry] = field(factory=list)

    def add(self, entry: Entry) -> None:
        """Takes an entry, or reports that its key stands there already."""
        first = next((item for item in self.kept if item.key == entry.key), None)
        if first is None:
            self.kept.append(entry)
        elif entry.key == "note":
            self.more_notes.append(entry)
        elif entry.key == "holds":
            # The other lines of a floor stand without the word.
            spans = (entry.key_span, first.key_span)
            place = next((span for span in spans if keys.exact(span.text, [keys.KEYS["holds"]])), spans[0])
            self.problems.add(say.HOLDS_BESIDE, place, word=place.text)
        else:
            word, kind = entry.key_span.text, kind_words(self.kind)
            self.problems.add(say.KEY_TWICE, entry.key_span, related=(first.key_span,), word=word, kind=kind)

    def ordered(self) -> tuple[Entry, ...]:
        """Its own key first, then the one of its head line, the others as written."""
        front = (self.kind.word.key, self.kind.head)
        heads = sorted((item for item in self.kept if item.key in front), key=lambda item: front.index(item.key))
        others = sorted((item for item in self.kept if item.key not in front), key=lambda item: item.key_span.start)
        if self.more_notes:
            others = [_joined(item, self.more_notes) if item.key == "note" else item for item in others]
        return (*heads, *others)


def _joined(first: Entry, others: Sequence[Entry]) -> Entry:
    """Entries of one key as one with a list."""
    values: list[Node] = []
    notes: list[str] = []
    for entry in (first, *others):
        values += entry.value.items if isinstance(entry.value, ListNode) else (entry.value,)
        notes += entry.notes
    span = Span(first.key_span.source, first.key_span.start, others[-1].key_span.end)
    return Entry(first.key, ListNode(tuple(values), span), first.key_span, tuple(notes))


def kind_words(kind: Kind) -> Words:
    """The word of a kind for a message."""
    return Words(f"`{kind.word.printed('en')}`", f"`{kind.word.printed('zh')}`")


def unknown(
    problems: Problems, message: Message, line: Fragment, words: Sequence[Word], kind: Words | str = ""
) -> None:
    """A finding on the first word of a line, with the nearest word as its fix."""
    first = line.text.replace("：", " ").replace(":", " ").split(" ")[0]
    length = len(first)
    meant = next((word for word in words if word.key == keys.ALSO_SAID.get(first.casefold())), None)
    near = keys.closest(line.text, words) if meant is None and problems.may_hint() else ""
    if meant is not None:
        near = meant.printed("en" if first.isascii() else "zh")
    elif near and near.isascii():
        length = len(" ".join(line.text.split()[: len(near.split())]).rstrip(":："))
    elif near:
        length = min(length, len(near))
    span = line.span(0, max(1, min(length, 40)))
    listed = [word for word in words if word.key not in keys.LATER]
    en = ", ".join(f"`{word.printed('en')}`" for word in listed)
    zh = "、".join(f"`{word.printed('zh')}`" for word in listed)
    hint = (
        Words(f"did you mean `{near}`?", f"是否为 `{near}`？")
        if near
        else Words(f"words here: {en}", f"此处可用：{zh}")
    )
    spelt = {item: word.key for word in words for item in word.spellings}
    quoted = meant is not None and line.text[length:].lstrip(" :：")[:1] in (*QUOTES, *QUOTES.values())
    tongue = "en" if span.text.isascii() else "zh"
    slip = bool(near) and meant is None and only_a_slip(span.text, near, spelt, tongue)
    problems.add(message, span, (Fix(span, near),) if quoted or slip else (), word=span.text, hint=hint, kind=kind)


def with_notes(fragment: Fragment, notes: tuple[str, ...]) -> Fragment:
    """The fragment with further comments."""
    return Fragment(fragment.text, fragment.source, fragment.steps, (*fragment.notes, *notes)) if notes else fragment

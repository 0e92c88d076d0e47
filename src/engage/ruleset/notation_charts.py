"""The lines of a lifecycle that stand without a list of their own: moves, and what is done on entering. Both ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from attrs import define, field

from engage.ground.source import Fragment, Source, Span
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Kind
from engage.ruleset.nodes import Entry, ListNode, Node, Text
from engage.ruleset.notation_heads import behind
from engage.ruleset.notation_lines import Group, Problems, comment_text, without_comment

__all__ = ["ARROW", "Charted", "chart_line"]

#: What stands between two stages.
ARROW: Final = re.compile(r"->|→|⟶|➔|=>")
#: A stage, and what parts it from what is done.
_COLON: Final = re.compile(r"([^,，:：]+?)([:：]\s*|\s+[时時](?:\s+|(?=[^\s])))")
_MOVES, _ENTERING, _STAGES = (keys.KEYS[key] for key in ("moves", "entering", "stages"))


@define
class Charted:
    """The groups of one lifecycle: `kept` are those that stand under a word of the block, the rest became `entries`."""

    source: Source
    text: str
    kind: Kind
    problems: Problems
    entries: list[Entry] = field(factory=list)

    def read(self, found: list[Group]) -> list[Group]:
        """Take the moves and what is done on entering out of the groups, and give back the others."""
        if "moves" not in self.kind.keys:
            return found
        lookup = keys.Lookup.of([keys.KEYS[key] for key in self.kind.keys])
        moves: list[Text] = []
        entering: list[Text] = []
        kept: list[Group] = []
        for group in found:
            line, comment = without_comment(self._fragment(group.head.start, group.head.end))
            word = keys.leading(line.text, lookup)
            key = word[0] if word else None
            listed = word is not None and key in (_MOVES, _ENTERING) and not behind(line, word[1]).text
            if ARROW.search(line.text) and (key is None or (key is not _STAGES and _between(line.text, word))):
                moves.append(self._item(line, comment, group))
            elif key is _ENTERING and not listed and word is not None:
                entering.append(self._item(_with_comma(behind(line, word[1])), comment, group))
            else:
                kept.append(group)
        self.entries += [_listed(key.key, items) for key, items in ((_MOVES, moves), (_ENTERING, entering)) if items]
        return kept

    def _item(self, line: Fragment, comment: tuple[str, ...], group: Group) -> Text:
        plain = [each for each in group.body if not each.comment]
        if plain:
            self.problems.add(say.DEEPER, Span(self.source, plain[0].start, plain[-1].end))
        lines = [each for each in (*group.above, *group.body) if each.comment]
        notes = tuple(comment_text(self.text[each.start : each.end]) for each in lines)
        return Text(Fragment(line.text, self.source, line.steps, (*notes, *comment)))

    def _fragment(self, start: int, end: int) -> Fragment:
        return Fragment(self.text[start:end], self.source, ((0, start),))


def _with_comma(line: Fragment) -> Fragment:
    """`at risk: task …` as YAML carries it, without a colon: `at risk, task …`."""
    found = _COLON.match(line.text)
    if found is None:
        return line
    comma = ", " if found[2].startswith(":") else "，"
    start, end = found.span(2)
    left, right = line.cut(0, start), line.cut(end)
    behind_ = tuple((len(left.text) + len(comma) + at, origin) for at, origin in right.steps)
    steps = (*left.steps, (start, line.offset(start)), *behind_)
    return Fragment(left.text + comma + right.text, line.source, steps)


def _between(text: str, word: tuple[keys.Word, int] | None) -> bool:
    """Is the word at the beginning of the line a stage, with the arrow right behind it?"""
    return word is not None and ARROW.match(text[word[1] :].lstrip()) is not None


def _listed(key: str, items: Sequence[Text]) -> Entry:
    span = Span(items[0].span.source, items[0].span.start, items[-1].span.end)
    return Entry(key, ListNode(tuple(items), span), items[0].span)


def chart_line(key: str, item: Node, language: str) -> str:
    """A move, or what is done on entering, as a line of a `.rules` file."""
    text = item.text.replace("\n", " ").strip() if isinstance(item, Text) else ""
    if key == _MOVES.key:
        return text
    comma, word = (", ", ": ") if language == "en" else ("，", " 时 " if language == "zh" else " 時 ")
    return f"{_ENTERING.printed(language)} {text.replace(comma, word, 1)}"

"""The lines without a list of their own: moves, what is done on entering, what a floor holds. Both ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from attrs import define, field

from engage.ground.source import Fragment, Source, Span
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Kind
from engage.ruleset.nodes import Entry, ListNode, Text
from engage.ruleset.notation_heads import HEADS, behind
from engage.ruleset.notation_lines import Group, Problems, comment_text, without_comment

__all__ = ["ARROW", "Charted", "chart_line"]

#: What stands between two stages.
ARROW: Final = re.compile(r"->|→|⟶|➔|=>")
#: A stage, and what parts it from what is done.
_COLON: Final = re.compile(r"([^,，:：]+?)([:：]\s*|\s+[时時](?:\s+|(?=[^\s])))")
_MOVES, _ENTERING, _STAGES, _HOLDS = (keys.KEYS[key] for key in ("moves", "entering", "stages", "holds"))


@define
class Charted:
    """The groups of one block: `kept` are those that stand under a word of the block, the rest became `entries`."""

    source: Source
    text: str
    kind: Kind
    problems: Problems
    entries: list[Entry] = field(factory=list)

    def read(self, found: list[Group]) -> list[Group]:
        """Take moves, what is done on entering, and what a floor holds out of the groups, and give back the others."""
        if not {_MOVES.key, _HOLDS.key} & set(self.kind.keys):
            return found
        items: dict[str, list[Text]] = {_MOVES.key: [], _ENTERING.key: [], _HOLDS.key: []}
        kept: list[Group] = []
        for group in found:
            line, comment = without_comment(self._fragment(group.head.start, group.head.end))
            alone = _alone(line, self.kind)
            if alone is None:
                kept.append(group)
            else:
                key, said = alone
                items[key].append(self._item(said, comment, group))
        self.entries += [_listed(key, texts) for key, texts in items.items() if texts]
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


@cache
def _lookup(names: tuple[str, ...]) -> keys.Lookup:
    return keys.Lookup.of([keys.KEYS[name] for name in names])


def _alone(line: Fragment, kind: Kind) -> tuple[str, Fragment] | None:
    """The key under which a line belongs that stands without it, and what it says there; None for other lines."""
    word = keys.leading(line.text, _lookup(tuple(kind.keys)))
    key = word[0] if word else None
    if _HOLDS.key in kind.keys:
        strange = word is not None or keys.leading(line.text, HEADS) is not None
        misspelt = keys.misspelt(line.text, [keys.KEYS[name] for name in kind.keys])
        return None if strange or misspelt or not line.text else (_HOLDS.key, line)
    if ARROW.search(line.text) and (key is None or (key is not _STAGES and _between(line.text, word))):
        return _MOVES.key, line
    if word is None or key is not _ENTERING:
        return None
    rest = behind(line, word[1])
    return (_ENTERING.key, _with_comma(rest)) if rest.text else None


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


def chart_line(kind: Kind, key: str, text: str, language: str) -> str | None:
    """A sentence of these as a line that stands alone; None where it would be read as another."""
    line = text
    if key == _ENTERING.key:
        comma, word = (", ", ": ") if language == "en" else ("，", " 时 " if language == "zh" else " 時 ")
        line = f"{_ENTERING.printed(language)} {text.replace(comma, word, 1)}"
    read, comment = without_comment(Fragment.of(line))
    alone = _alone(read, kind)
    return line if alone is not None and (alone[0], alone[1].text) == (key, text) and not comment else None

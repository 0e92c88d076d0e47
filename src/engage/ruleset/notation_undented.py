"""Lines that belong to a key above them and are not indented below it; actions without the word before them.

What was meant is plain, so the lines are read as if they were indented, and one finding says what to do.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field

from engage.ground.finding import Fix, Message
from engage.ground.source import Source, Span
from engage.language.action_words import VERBS, words
from engage.ruleset import keys
from engage.ruleset import notation_messages as say
from engage.ruleset.keys import Holds, Kind
from engage.ruleset.notation_heads import HEADS
from engage.ruleset.notation_lines import Group, Problems

__all__ = ["Undented"]

_VERBS = tuple(word for verb in VERBS for language in ("en", "zh") for word in words(verb, language))


@define
class Undented:
    """The groups of one block, with stray lines put where they belong."""

    source: Source
    text: str
    kind: Kind
    lookup: keys.Lookup
    problems: Problems
    kept: list[Group] = field(factory=list)
    #: lines that say what is done, below no `then`
    actions: list[Group] = field(factory=list)

    def read(self, found: Sequence[Group]) -> None:
        """Sort the groups; `kept` and `actions` are the outcome."""
        known = {word.key for group in found if (word := self._key(group)) is not None}
        place = 0
        while place < len(found):
            run = self._stray_run(found, place)
            if not run:
                self.kept.append(found[place])
                place += 1
                continue
            place += len(run)
            self._put(run, known)

    def _put(self, run: Sequence[Group], known: set[str]) -> None:
        above = self.kept[-1] if self.kept else None
        word = self._key(above) if above is not None else None
        takes_lines = word is not None and word.holds in (Holds.LINES, Holds.PARTS)
        if above is not None and takes_lines and not above.has_lines() and not self._behind(above):
            self._undented(run, self._word(above))
            above.body += [line for group in run for line in (*group.above, group.head, *group.body)]
        elif "then" in self.kind.keys and "then" not in known and all(self._acts(group) for group in run):
            self._add(say.THEN_MISSING, run, "")
            self.actions += run
        elif above is not None and word is not None and self._behind(above) and self._goes_on(word, run[0]):
            self._add(say.LINES_BESIDE, run, self._word(above))
        else:
            self.kept += run

    def _goes_on(self, word: keys.Word, group: Group) -> bool:
        return word.key == "when" or (word.key == "then" and self._acts(group))

    def _stray_run(self, found: Sequence[Group], place: int) -> list[Group]:
        """The groups from a place on that begin with no word of the block, nor with one that is only misspelt."""
        run: list[Group] = []
        for group in found[place:]:
            body = self._body(group)
            if self._key(group) is not None or keys.leading(body, HEADS) is not None:
                break
            if ("once" in self.kind.keys and body.startswith("每")) or keys.misspelt(body, self.lookup.words):
                break
            run.append(group)
        return run

    def _undented(self, run: Sequence[Group], word: str) -> None:
        lines = [line for group in run for line in (*group.above, group.head, *group.body)]
        start, end = lines[0].margin, lines[-1].end
        deeper = "\n".join(f"  {row}" if row.strip() else row for row in self.source.text[start:end].split("\n"))
        self._add(say.UNDENTED, run, word, Fix(Span(self.source, start, end), deeper))

    def _add(self, message: Message, run: Sequence[Group], word: str, *fixes: Fix) -> None:
        head = run[0].head
        self.problems.add(message, Span(self.source, head.start, head.end), fixes, word=word)

    def _body(self, group: Group) -> str:
        return self.text[group.head.start : group.head.end]

    def _key(self, group: Group) -> keys.Word | None:
        found = keys.leading(self._body(group), self.lookup)
        return found[0] if found is not None else None

    def _word(self, group: Group) -> str:
        found = keys.leading(self._body(group), self.lookup)
        return self._body(group)[: found[1]] if found is not None else ""

    def _behind(self, group: Group) -> str:
        rest = self._body(group)[len(self._word(group)) :].strip(" \t\u3000:：")
        return "" if rest.startswith("#") else rest

    def _acts(self, group: Group) -> bool:
        body = self._body(group).casefold()
        return any(body.startswith(word) and not body[len(word) : len(word) + 1].isascii() for word in _VERBS) or any(
            body.startswith(f"{word} ") for word in _VERBS
        )

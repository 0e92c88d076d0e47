"""Rules, vetoes, and what tables share with them: whom they beat, which group they belong to."""

from __future__ import annotations

from itertools import chain

from engage.facts.vocabulary import Vocabulary
from engage.ground.source import Fragment
from engage.language import print_action
from engage.language.actions import Action, RouteTo, ShowMenu
from engage.language.small_sentences import parse_active, parse_once
from engage.ruleset import messages
from engage.ruleset.blocks import Opened
from engage.ruleset.declare import Names
from engage.ruleset.events import check_contact, read_events
from engage.ruleset.model import Active, Never, OncePer, Rule
from engage.ruleset.names import alike, plain_name
from engage.ruleset.sentences import texts
from engage.ruleset.vetoes import judged

__all__ = ["never", "read_active", "read_beats", "read_group", "rule"]


def rule(block: Opened, names: Names) -> Rule:
    """A rule, as far as its lines could be read."""
    heard = read_events(block)
    sentences = block.sentences.at(heard.kinds)
    actions: tuple[Action, ...] = sentences.each(block.get("then"), sentences.action)
    check_contact(block, heard, reaches=any(isinstance(action, RouteTo | ShowMenu) for action in actions))
    return Rule(
        id=block.id,
        events=heard.events,
        absence=heard.absence,
        lines=sentences.lines(block.get("when")),
        actions=actions,
        because=block.because(heard.kinds),
        beats=read_beats(block, names),
        group=read_group(block),
        active=read_active(block),
        once=_once(block),
        **block.about(),
    )


def never(block: Opened) -> Never | None:
    """A veto; None when what it forbids could not be read. Its id is made from what it forbids."""
    heard = read_events(block)
    sentences = block.sentences.at(heard.kinds)
    action = sentences.action(block.name, vetoed=True)
    lines = sentences.lines(block.get("when"))
    because, active = block.because(heard.kinds), read_active(block)
    if heard.absence is not None:
        block.sentences.tell(messages.NEVER_ABSENCE, block.place("event"))
    if action is None:
        return None
    judged(action, block.name.span(), sentences)
    # Printed with no names known, an action shows its ids, whatever language it was written in.
    id = "never " + print_action(action, Vocabulary(), "en")
    return Never(
        id=id, action=action, events=heard.events, lines=lines, because=because, active=active, **block.about()
    )


def read_group(block: Opened) -> str:
    """The group of a block, empty when it names none."""
    text = block.fragment("group")
    return plain_name(text.text) if text is not None else ""


def read_beats(block: Opened, names: Names) -> tuple[str, ...]:
    """The rules, tables and groups that a block beats, by their own spelling."""
    found: list[str] = []
    for text in texts(block.get("beats")):
        for part in _named(text.fragment, names):
            known = names.rules.get(alike(part.text)) or names.groups.get(alike(part.text))
            if known is None:
                others = (name for name in names.rules.values() if name != block.id)
                hint, fixes = block.sentences.near(part.text, chain(names.groups.values(), others), part.span())
                block.sentences.tell(messages.BEATS_UNKNOWN, part.span(), fixes, name=part.text, hint=hint)
            elif known == block.id:
                block.sentences.tell(messages.BEATS_ITSELF, part.span(), name=block.id, word=part.text)
            elif known not in found:
                found.append(known)
    return tuple(found)


def _named(fragment: Fragment, names: Names) -> tuple[Fragment, ...]:
    """The names of a line: the whole line where there is such a name, else its parts between commas."""
    if _is_name(fragment.text, names):
        return (fragment,)
    parts: list[Fragment] = []
    start = 0
    for at, char in enumerate(fragment.text):
        # A name may hold a comma itself: a part ends where it is a name, or where no such name begins.
        if char not in ",，、;；":
            continue
        if _is_name(fragment.text[start:at], names) or not _inside(fragment.text[start:], names):
            parts.append(fragment.cut(start, at).strip())
            start = at + 1
    parts.append(fragment.cut(start).strip())
    return tuple(part for part in parts if part.text)


def _is_name(text: str, names: Names) -> bool:
    return alike(text) in names.rules or alike(text) in names.groups


def _inside(rest: str, names: Names) -> bool:
    return bool(names.with_comma) and alike(rest).startswith(names.with_comma)


def read_active(block: Opened) -> Active:
    """The dates between which a block speaks."""
    text = block.fragment("active")
    found = block.sentences.heard(parse_active(text, block.sentences.scope)) if text is not None else None
    return Active(*found) if found is not None else Active()


def _once(block: Opened) -> OncePer | None:
    text = block.fragment("once")
    found = block.sentences.heard(parse_once(text, block.sentences.scope)) if text is not None else None
    return OncePer(*found) if found is not None else None

"""Examples and personas: the event, what is known, what happened before, what is expected."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from engage.ground.source import Fragment
from engage.language import parse_condition, parse_given
from engage.language.small_sentences import parse_event_given, parse_past
from engage.language.tree import HeldFor, Literal
from engage.ruleset import messages
from engage.ruleset.blocks import Opened
from engage.ruleset.declare import Names
from engage.ruleset.example_words import DEADLINE, LIKE, NOTHING, TIMER, behind, spellings
from engage.ruleset.expectations import expectation
from engage.ruleset.model import Example, PastGiven, Persona, SpokenGiven
from engage.ruleset.moments import read_moment
from engage.ruleset.names import alike
from engage.ruleset.sentences import Sentences, texts, with_notes
from engage.ruleset.spoken import read_spoken

__all__ = ["example", "is_nothing", "persona", "read_at", "read_event", "read_past", "read_persona"]

Given = Mapping[str, Literal | None]


@frozen
class _Known:
    """What stands under `given`."""

    given: Given
    held: tuple[HeldFor, ...] = ()
    spoken: tuple[SpokenGiven, ...] = ()
    like: str = ""
    notes: tuple[str, ...] = ()


# -------------------------------------------------------------------------------------- known and past


def read_persona(fragment: Fragment, sentences: Sentences, names: Names) -> str:
    """The persona that a name means, empty with a finding when there is none."""
    known = names.personas.get(alike(fragment.text))
    if known is None:
        hint, fixes = sentences.near(fragment.text, names.personas.values(), fragment.span())
        sentences.tell(messages.PERSONA_UNKNOWN, fragment.span(), fixes, name=fragment.text, hint=hint)
    return known or ""


def _persona_named(fragment: Fragment, language: str, names: Names, *, stated: bool) -> Fragment | None:
    """The name behind `like`; None where the sentence states a fact instead (`同意营销 是` begins with `同` too)."""
    name = behind(fragment, LIKE, language)
    if name is None or alike(name.text) in names.personas:
        return name
    apart = fragment.text.rstrip().removesuffix(name.text)[-1:] in (" ", "\u3000", ":", "：")
    return name if apart and not stated else None


def _known(block: Opened, sentences: Sentences, names: Names) -> _Known:
    given: dict[str, Literal | None] = {}
    held: list[HeldFor] = []
    spoken: list[SpokenGiven] = []
    like = ""
    notes: tuple[str, ...] = ()
    for text in texts(block.get("given")):
        fragment = text.fragment
        stated, findings = parse_given(fragment, sentences.scope)
        name = _persona_named(fragment, sentences.language, names, stated=stated is not None)
        if name is not None:
            if like:
                sentences.tell(messages.STATED_TWICE, fragment.span(), name=fragment.text)
            like = read_persona(name, sentences, names)
            notes += fragment.notes
            continue
        gone_on = _gone_on(fragment, sentences) if stated is None else None
        if gone_on is not None:
            if any(each.condition == gone_on.condition for each in held):
                sentences.tell(messages.STATED_TWICE, fragment.span(), name=fragment.text)
            held.append(gone_on)
            continue
        if stated is None and _heard_spoken(fragment, sentences, names, spoken):
            continue
        sentences.found.extend(findings)
        if stated is None:
            continue
        field, literal = stated
        if field in given:
            sentences.tell(messages.STATED_TWICE, fragment.span(), name=fragment.text)
        elif literal is None:
            given[field], notes = None, (*notes, *fragment.notes)
        else:
            given[field] = with_notes(literal, fragment.notes)
    return _Known(given, tuple(held), tuple(spoken), like, notes)


def _heard_spoken(fragment: Fragment, sentences: Sentences, names: Names, spoken: list[SpokenGiven]) -> bool:
    """True when the sentence says that a rule spoke before; what it says is added."""
    one, heard = read_spoken(fragment, sentences, names)
    if one is not None:
        if any(each.rule == one.rule for each in spoken):
            sentences.tell(messages.STATED_TWICE, fragment.span(), name=fragment.text)
        spoken.append(one)
    return heard


def _gone_on(fragment: Fragment, sentences: Sentences) -> HeldFor | None:
    """`churn risk is high for 14 days`: what has gone on for how long."""
    found = sentences.tried(parse_condition(fragment, sentences.scope))
    return with_notes(found, fragment.notes) if isinstance(found, HeldFor) else None


def _history(block: Opened, sentences: Sentences, zone: str) -> tuple[tuple[PastGiven, ...] | None, tuple[str, ...]]:
    """The past of an example; None when it says nothing about it."""
    lines = [text.fragment for text in texts(block.get("history"))]
    if not lines:
        return None, ()
    if len(lines) == 1 and is_nothing(lines[0], sentences.language):
        return (), lines[0].notes
    past = (read_past(line, sentences, zone) for line in lines)
    return tuple(one for one in past if one is not None), ()


def is_nothing(fragment: Fragment, language: str) -> bool:
    """True for `none`, `无`: a past without events."""
    return alike(fragment.text) in {alike(word) for word in spellings(NOTHING, language)}


def read_past(fragment: Fragment, sentences: Sentences, zone: str) -> PastGiven | None:
    """One event of the past."""
    found = sentences.heard(parse_past(fragment, sentences.scope))
    if found is None:
        return None
    kind, ago, moment, data = found
    at: int | None = None
    if moment is not None:
        read = read_moment(moment, zone)
        if read is None:
            sentences.tell(messages.MOMENT_FORM, fragment.span(), word=moment)
            return None
        at = read[0]
    return PastGiven(kind, ago, at, data, fragment.notes)


# ------------------------------------------------------------------------------------------- constructs


def persona(block: Opened, names: Names, zone: str) -> Persona:
    """A customer that examples share. What is unknown of it is left out."""
    known = _known(block, block.sentences, names)
    if known.like:
        block.sentences.tell(messages.PERSONA_LIKE, block.place("given"))
    history, notes = _history(block, block.sentences, zone)
    about = block.about()
    about["key_notes"] = _also(about["key_notes"], {"given": known.notes, "history": notes})
    given = {name: literal for name, literal in known.given.items() if literal is not None}
    return Persona(id=block.id, given=given, held=known.held, spoken=known.spoken, history=history, **about)


def _also(
    key_notes: Mapping[str, tuple[str, ...]], more: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    kept = {key: (*key_notes.get(key, ()), *notes) for key, notes in more.items() if notes}
    return {**key_notes, **kept}


def read_event(fragment: Fragment, sentences: Sentences, names: Names) -> tuple[str, dict[str, Literal]] | None:
    """The event of an example with its values, or `deadline of RULE`; None with findings for anything else."""
    found, findings = parse_event_given(fragment, sentences.scope)
    name = behind(fragment, DEADLINE, sentences.language)
    if found is not None or name is None:
        sentences.found.extend(findings)
        return found
    rule = names.deadlines.get(alike(name.text))
    if rule is None:
        hint, fixes = sentences.near(name.text, names.deadlines.values(), name.span())
        sentences.tell(messages.DEADLINE_UNKNOWN, name.span(), fixes, name=name.text, hint=hint)
        return None
    return TIMER + rule, {}


def read_at(block: Opened, zone: str) -> tuple[int | None, int]:
    """The moment of an example and its offset in minutes; None when it names none."""
    text = block.fragment("at")
    if text is None:
        return None, 0
    found = read_moment(text.text, zone)
    if found is None:
        block.sentences.tell(messages.MOMENT_FORM, text.span(), word=text.text)
        return None, 0
    return found


def example(block: Opened, names: Names, zone: str) -> Example | None:
    """An analyst's own test; None when its event could not be read."""
    text = block.fragment("event")
    heard = read_event(text, block.sentences, names) if text is not None else None
    kinds = (heard[0],) if heard is not None and not heard[0].startswith(TIMER) else ()
    sentences = block.sentences.at(kinds)
    known = _known(block, sentences, names)
    history, notes = _history(block, sentences, zone)
    expected = tuple(expectation(text.fragment, sentences, names) for text in texts(block.get("expect")))
    at, offset = read_at(block, zone)
    if heard is None:
        return None
    about = block.about()
    about["key_notes"] = _also(about["key_notes"], {"given": known.notes, "history": notes})
    return Example(
        id=block.id,
        event=heard[0],
        at=at,
        offset=offset,
        data=heard[1],
        given=known.given,
        held=known.held,
        spoken=known.spoken,
        history=history,
        like=known.like,
        expect=tuple(one for one in expected if one is not None),
        **about,
    )

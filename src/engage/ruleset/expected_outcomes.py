"""What an example expects beyond the plan: what goes out over a channel, a reason, a finding of `engage check`.

`crm gets task call-back`, `sms gets nothing`, `with reason tie by RULE`, `check finds V001 in TABLE`. Both ways.
"""

from __future__ import annotations

import re

from engage.ground.finding import Finding, Report, Words
from engage.ground.source import Fragment
from engage.language import parse_action
from engage.language.actions import OfferAction, StartTask
from engage.ruleset import messages
from engage.ruleset.declare import Names
from engage.ruleset.example_words import (
    BY,
    CHECK_CODES,
    FINDS,
    FINDS_NOT,
    GETS,
    GETS_NOTHING,
    IN,
    REASONS,
    WITH_REASON,
    WITHOUT_REASON,
    ExampleWords,
    behind,
    printed,
    spellings,
)
from engage.ruleset.model import Expectation
from engage.ruleset.names import alike, plain_name
from engage.ruleset.sentences import Sentences
from engage.ruleset.sheets import Spelling

__all__ = ["outcome_expected", "outcome_text"]

Read = tuple[Expectation | None, tuple[Finding, ...]]


def outcome_expected(fragment: Fragment, sentences: Sentences, names: Names) -> Read:
    """The expectation, or what is wrong with a sentence that begins like one; neither where it says something else."""
    for words, absent in ((WITHOUT_REASON, True), (WITH_REASON, False)):
        rest = behind(fragment, words, sentences.language)
        if rest is not None:
            found = _reason(rest, sentences, names, absent)
            return (found, ()) if found is not None else (None, _unheard(rest, sentences))
    for words, absent in ((FINDS_NOT, True), (FINDS, False)):
        rest = behind(fragment, words, sentences.language)
        if rest is not None:
            found = _finding(rest, sentences, names, absent)
            return (found, ()) if found is not None else (None, _unfound(rest, sentences))
    return _effect(fragment, sentences)


def _reason(rest: Fragment, sentences: Sentences, names: Names, absent: bool) -> Expectation | None:
    """`tie`, `forbidden by never offer commercial`."""
    for code, who in _parted(rest, BY, sentences.language):
        meant = alike(code.text)
        for reason, words in REASONS.items():
            if meant in {alike(word) for word in (*spellings(words, sentences.language), reason)}:
                return Expectation(reason=reason, rule=_named(who, names), absent=absent)
    return None


def _finding(rest: Fragment, sentences: Sentences, names: Names, absent: bool) -> Expectation | None:
    """`V001`, `V001 in complaint targets`."""
    for code, what in _parted(rest, IN, sentences.language):
        if code.text.upper() in CHECK_CODES:
            return Expectation(finding=code.text.upper(), rule=_named(what, names), absent=absent)
    return None


def _unheard(rest: Fragment, sentences: Sentences) -> tuple[Finding, ...]:
    """That there is no such reason. The words that look most like one are taken for its name."""
    reasons = [printed(words, sentences.language) for words in REASONS.values()]
    found = []
    for name, _ in reversed(_parted(rest, BY, sentences.language)):
        hint, fixes = sentences.near(name.text, reasons, name.span())
        found.append(Finding(messages.REASON_UNKNOWN, name.span(), {"name": name.text, "hint": hint}, fixes))
    return (next((each for each in found if each.fixes), found[0]),)


def _unfound(rest: Fragment, sentences: Sentences) -> tuple[Finding, ...]:
    """That no check has such a code. Which one was meant is a guess, so it is never mended."""
    code = _parted(rest, IN, sentences.language)[-1][0]
    hint, _ = sentences.near(code.text.upper(), CHECK_CODES, code.span())
    return (Finding(messages.FINDING_UNKNOWN, code.span(), {"code": code.text, "hint": hint}),)


def _parted(rest: Fragment, words: ExampleWords, language: str) -> list[tuple[Fragment, Fragment | None]]:
    """The sentence whole, and cut at each of the words behind which a name may stand: `division by zero by RULE`."""
    found: list[tuple[Fragment, Fragment | None]] = [(rest.strip(), None)]
    for word in spellings(words, language):
        space = r"\s+" if word.isascii() else r"\s*"
        for cut in re.finditer(rf"{space}{re.escape(word)}{space}(?=\S)", rest.text, re.IGNORECASE):
            found.append((rest.cut(0, cut.start()).strip(), rest.cut(cut.end()).strip()))
    return found


def _named(fragment: Fragment | None, names: Names) -> str:
    """A rule or table by its own spelling; of a veto, which has no name of its own, the id as it stands."""
    if fragment is None:
        return ""
    meant = alike(fragment.text)
    return names.rules.get(meant) or names.floors.get(meant) or plain_name(fragment.text)


def _effect(fragment: Fragment, sentences: Sentences) -> Read:
    """`crm gets task call-back for customer team`, `sms gets nothing`."""
    for word in spellings(GETS, sentences.language):
        space = r"\s+" if word.isascii() else r"\s*"
        cut = re.match(rf"\s*(\S+?){space}{re.escape(word)}{space}(?=\S)", fragment.text, re.IGNORECASE)
        if cut is None:
            continue
        rest, channel = fragment.cut(cut.end()).strip(), cut[1]
        unknown = _unknown(fragment.cut(cut.start(1), cut.end(1)), sentences)
        if alike(rest.text) in {alike(nothing) for nothing in spellings(GETS_NOTHING, sentences.language)}:
            return Expectation(channel=channel, absent=True), unknown
        action, findings = parse_action(rest, sentences.scope)
        if action is None or not Report(findings).ok:
            return None, findings
        if not isinstance(action, StartTask | OfferAction):
            return None, (Finding(messages.EFFECT_FORM, rest.span(), {"text": rest.text}),)
        return Expectation(action=action, channel=channel), (*unknown, *findings)
    return None, ()


def _unknown(channel: Fragment, sentences: Sentences) -> tuple[Finding, ...]:
    """A channel that neither the catalogue names nor the engine has by itself."""
    field = sentences.vocabulary.field_by_name.get("event.effect_channel")
    known = [each.id for each in field.type.choices] if field is not None else []
    if not known or channel.text in known:
        return ()
    hint, fixes = sentences.near(channel.text, known, channel.span())
    values: dict[str, str | Words] = {"channel": channel.text, "hint": hint}
    return (Finding(messages.EFFECT_CHANNEL, channel.span(), values, fixes=fixes),)


# ---------------------------------------------------------------------------------------------- spelling


def outcome_text(expectation: Expectation, spelling: Spelling) -> str:
    """The sentence of such an expectation, empty for every other one."""
    language, absent = spelling.language, expectation.absent
    if expectation.reason:
        words = printed(WITHOUT_REASON if absent else WITH_REASON, language)
        code = printed(REASONS[expectation.reason], language)
        who = f" {printed(BY, language)} {expectation.rule}" if expectation.rule else ""
        return f"{words} {code}{who}"
    if expectation.finding:
        words = printed(FINDS_NOT if absent else FINDS, language)
        what = f" {printed(IN, language)} {expectation.rule}" if expectation.rule else ""
        return f"{words} {expectation.finding}{what}"
    if expectation.channel:
        said = (
            spelling.action(expectation.action) if expectation.action is not None else printed(GETS_NOTHING, language)
        )
        return f"{expectation.channel} {printed(GETS, language)} {said}"
    return ""

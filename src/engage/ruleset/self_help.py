"""How menus answer and what self-services consist of, from the catalogue's documents to settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Protocol

from engage.facts.self_service import PERSON, Prompt, Step, StepTree
from engage.facts.units import Duration
from engage.facts.vocabulary import BUILT_IN_EVENTS, Domain, Kind, Vocabulary
from engage.ground.finding import Words
from engage.ruleset import document_words as words
from engage.ruleset import self_help_messages as say
from engage.ruleset.document_messages import NUMBER_RANGE, UNKNOWN_NAME
from engage.ruleset.document_reader import Path, finding_at, suggest
from engage.ruleset.documents import MenuDocument, SelfServiceDocument, StepDocument
from engage.ruleset.vocabulary_file import DocumentReader, labels_of

__all__ = ["LEAST_OPTIONS", "declares_events", "menu_settings", "tree_settings"]

#: as the room of service has it: a way to a person, one choice, the way to the next level
LEAST_OPTIONS: Final = 3
_CHANNEL: Final = "event.channel"
_FROM_WHICH_TIME: Final = "{1: say_again, 3: speak_to_person}"
_EVENTS: Final = ("no input", "no match", "help")
_A_CHANNEL = Words("channel", "渠道")
_SAID_OR_TAKEN = Words("wording or menu item", "话术或菜单项")
_A_STEP, _A_FACT = Words("step of this self-service", "该自助服务的步骤"), Words("fact", "信息项")


class _Finisher(Protocol):
    """What reads the settings of the catalogue."""

    @property
    def reader(self) -> DocumentReader: ...
    @property
    def vocabulary(self) -> Vocabulary: ...
    def known(self, domain: Domain, id: str, path: Path, *, key: bool = False) -> bool: ...


def declares_events(vocabulary: Vocabulary) -> bool:
    """Does the vocabulary's file declare events? One that could not be read has only those that come of themselves."""
    given = {*(kind.type for kind in BUILT_IN_EVENTS), "engage.timer"}
    return any(kind.type not in given for kind in vocabulary.events)


def menu_settings(finisher: _Finisher, document: MenuDocument, path: Path) -> dict[str, object]:
    """How many options a channel holds, and what is done when nobody answers."""
    found: dict[str, object] = {"at most": dict(_limits(finisher, document.at_most, (*path, "at most")))}
    handled = {"no input": document.no_input, "no match": document.no_match, "help": document.help}
    for event in _EVENTS:
        prompts = tuple(_prompts(finisher, handled[event], (*path, event)))
        found[event] = tuple(sorted(prompts, key=lambda prompt: prompt.count))
    return found


def _limits(finisher: _Finisher, written: Mapping[str, int], path: Path) -> Iterator[tuple[str, int]]:
    places, tell = finisher.reader.places, finisher.reader.found
    field = finisher.vocabulary.field_by_name.get(_CHANNEL)
    # Where the vocabulary could not be read, that is told, and nothing of what follows from it.
    if written and field is None and declares_events(finisher.vocabulary):
        tell(finding_at(say.NO_CHANNEL, places.key(path)))
    for channel, limit in written.items():
        if field is not None and field.type.kind is Kind.CHOICE:
            _among(finisher, channel, [term.id for term in field.type.choices], _A_CHANNEL, (*path, channel), key=True)
        if limit < LEAST_OPTIONS:
            tell(finding_at(say.LEVEL_TOO_SMALL, places.value((*path, channel)), least=str(LEAST_OPTIONS)))
        else:
            yield channel, limit


def _prompts(finisher: _Finisher, written: Mapping[str, str], path: Path) -> Iterator[Prompt]:
    items = [term.id for term in finisher.vocabulary.named(Domain.ITEM)]
    wordings = [term.id for term in finisher.vocabulary.named(Domain.WORDING)]
    for count, does in written.items():
        if not count.isdecimal() or not count.isascii() or count.startswith("0") or len(count) > 3:
            span = finisher.reader.places.key((*path, count))
            finisher.reader.found(finding_at(say.NO_COUNT, span, seen=count, example=_FROM_WHICH_TIME))
        elif _among(finisher, does, [*items, *wordings], _SAID_OR_TAKEN, (*path, count)):
            taken = does in items
            yield Prompt(int(count), wording="" if taken else does, item=does if taken else "")


def _among(finisher: _Finisher, name: str, known: list[str], what: Words, path: Path, *, key: bool = False) -> bool:
    if name in known:
        return True
    fix, suggestion = suggest(name, known)
    places = finisher.reader.places
    span = places.key(path) if key else places.value(path)
    finisher.reader.found(finding_at(UNKNOWN_NAME, span, fix, name=name, what=what, suggestion=suggestion))
    return False


def tree_settings(finisher: _Finisher, document: SelfServiceDocument, path: Path, within: object) -> dict[str, object]:
    """The tree of steps; nothing where none are written. `within`: after how long it counts as contained."""
    caps = {"failures at most": document.failures_at_most, "steps at most": document.steps_at_most}
    for key, number in caps.items():
        if number < 0 or number > words.MOST_STEPS:
            span = finisher.reader.places.value((*path, key))
            most = str(words.MOST_STEPS)
            finisher.reader.found(finding_at(NUMBER_RANGE, span, key=key, low="1", high=most, example="2"))
    queue = document.hand_over_to
    if queue:
        finisher.known(Domain.QUEUE, queue, (*path, "hand over to"))
    known = list(document.steps)
    steps = tuple(_step(finisher, id, step, known, (*path, "steps", id)) for id, step in document.steps.items())
    if not steps:
        return {}
    tree = StepTree(str(path[-1]), steps, document.failures_at_most, document.steps_at_most, queue, _window(within))
    return {"tree": tree}


def _window(within: object) -> Duration | None:
    return within if isinstance(within, Duration) else None


def _step(finisher: _Finisher, id: str, document: StepDocument, known: list[str], path: Path) -> Step:
    if document.wording:
        finisher.known(Domain.WORDING, document.wording, (*path, "wording"))
    if document.answer:
        finisher.known(Domain.ANSWER, document.answer, (*path, "answer"))
    facts = list(finisher.vocabulary.field_by_name)
    for place, name in enumerate(document.form):
        _among(finisher, name, facts, _A_FACT, (*path, "form", place))
    choices = []
    for item, step in document.choices.items():
        if finisher.known(Domain.ITEM, item, (*path, "choices", item), key=True):
            choices.append((item, _target(finisher, step, known, (*path, "choices", item))))
    following = _target(finisher, document.next, known, (*path, "next")) if document.next else ""
    several = [document.choices and (document.next or document.form), document.done and (document.choices or following)]
    if any(several):
        finisher.reader.found(finding_at(say.STEP_TWO_WAYS, finisher.reader.places.key(path), step=id))
    return Step(
        id,
        labels_of(DocumentReader(finisher.reader.places), document, id, path),
        document.wording,
        tuple((item, step) for item, step in choices if step),
        document.answer,
        tuple(document.form),
        following,
        document.done,
    )


def _target(finisher: _Finisher, written: str, known: list[str], path: Path) -> str:
    """The id of a step, PERSON, or nothing where the text names neither."""
    if written not in known and words.spelled(words.REACHED, written) == "person":
        return PERSON
    return written if _among(finisher, written, known, _A_STEP, path) else ""
